"""The edition or desk that is open in this window, and the one way to change it.

Every page gets the workspace. It opens and closes databases, carries out use cases, tells the pages what
changed, and owns the undo stack. It knows services, and no widgets.

    workspace.change(lambda: put_criterion(workspace.session, criterion))                # no undo
    workspace.do(_("Add criterion"), forward, back)                                      # with undo
    shell.jobs.start(lambda progress: workspace.session …, done=workspace.finished)      # long work
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from juryapp.application.desk.arriving import check_package
from juryapp.application.desk.moving import take_move
from juryapp.application.desk.opening import open_desk, open_package
from juryapp.application.edition.editions import new_edition, open_edition, open_place
from juryapp.application.edition.files import EditionDraft
from juryapp.application.services import Services
from juryapp.application.session import Session
from juryapp.base.errors import BusyError, UnavailableError, UserError
from juryapp.base.i18n import N_, _
from juryapp.domain.changes import ChangeSet
from juryapp.domain.ids import EditionId, JurorId
from juryapp.gui.commands.change import Change, ChangeCommand
from juryapp.gui.shell import Shell

log = logging.getLogger(__name__)

DESK_IS_BUSY = N_(
    "Your desk is open in another window, or another program is using its file. Close that one, then try"
    " again."
)
NOT_SAVED_YET = N_(
    "Something you said here is not saved yet, so nothing else is opened. Try again first; it stays in this"
    " window until it is saved."
)


class Kind(StrEnum):
    """What is open."""

    NOTHING = "nothing"
    EDITION = "edition"
    DESK = "desk"


class Workspace(QObject):
    """What is open, and the way to change it."""

    opened = Signal()  # an edition or a desk; see `kind`
    closing = Signal()  # still open: what is half written is saved now
    closed = Signal()

    def __init__(self, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._services: Services | None = None
        self._session: Session | None = None
        self.kind = Kind.NOTHING
        self.undo_stack = QUndoStack(self)
        shell.undo_group.addStack(self.undo_stack)
        self.undo_stack.setActive(True)

    # --- services

    def provide(self, services: Services) -> None:
        """Take the services; they come from a thread after the window was painted."""
        self._services = services

    @property
    def is_ready(self) -> bool:
        """Whether the services are there."""
        return self._services is not None

    @property
    def services(self) -> Services:
        """The services. Raises RuntimeError before they are there."""
        if self._services is None:
            raise RuntimeError("the services are not there yet")
        return self._services

    # --- what is open

    @property
    def session(self) -> Session:
        """The open edition or desk. Raises RuntimeError if nothing is open."""
        if self._session is None:
            raise RuntimeError("nothing is open")
        return self._session

    @property
    def is_open(self) -> bool:
        """Whether an edition or a desk is open."""
        return self._session is not None

    def new_edition(self, draft: EditionDraft) -> bool:
        """Make an edition and open it; return whether it worked."""
        return self._open(Kind.EDITION, lambda: new_edition(self.services, draft))

    def open_edition(self, edition: str) -> bool:
        """Open an edition by id."""
        return self._open(Kind.EDITION, lambda: open_edition(self.services, edition))

    def open_place(self, place: str) -> bool:
        """Open the database at a path or URL in place."""
        return self._open(Kind.EDITION, lambda: open_place(self.services, place))

    def open_desk(self, edition: str, juror: str) -> bool:
        """Open a desk that is on this machine."""

        def opening() -> Session:
            database = self.services.store.desk(EditionId(edition), JurorId(juror))
            return open_desk(self.services, database)

        def failed(error: UserError) -> None:
            buttons = [(_("Try again"), again)] if isinstance(error, BusyError) else []
            self._shell.notifier.error(error, buttons=buttons)

        def again() -> None:
            if self.open_desk(edition, juror):
                self._shell.go("desk")

        return self._open(Kind.DESK, _of_desk(opening), failed)

    def open_package(
        self,
        path: Path,
        *,
        password: str = "",
        another: bool = False,
        failed: Callable[[UserError], object] | None = None,
    ) -> bool:
        """Open a jury package; `failed` takes the error instead of the banner (it may want a password).

        A package that is refused closes nothing. `another`: another juror of the same edition works here too.
        """
        try:
            check_package(self.services, path, password=password, another=another)
        except UserError as error:
            (failed or self._shell.notifier.error)(error)
            return False
        opening = _of_desk(lambda: open_package(self.services, path, password=password))
        return self._open(Kind.DESK, opening, failed)

    def open_move(
        self, path: Path, *, word: str = "", failed: Callable[[UserError], object] | None = None
    ) -> bool:
        """Open a desk that comes from another machine; `failed` as for `open_package`."""
        return self._open(Kind.DESK, lambda: take_move(self.services, path, word=word), failed)

    def close(self) -> None:
        """Close what is open; other programs may open it then."""
        if self._session is None:
            return
        self.closing.emit()
        self.undo_stack.clear()
        session, self._session, self.kind = self._session, None, Kind.NOTHING
        session.close()
        self.closed.emit()

    def _open(
        self,
        kind: Kind,
        opening: Callable[[], Session],
        failed: Callable[[UserError], object] | None = None,
    ) -> bool:
        if not self._may_close():
            return False
        before = (self.kind, self._session.database.place) if self._session else None
        self.close()
        try:
            self._session = opening()
        except UserError as error:
            if before is not None:
                self._open_again(*before)
            (failed or self._shell.notifier.error)(error)
            return False
        self.kind = kind
        self.opened.emit()
        return True

    def _open_again(self, kind: Kind, place: str) -> None:
        """Go back to what was open: something else could not be opened in its place."""
        try:
            if kind is Kind.DESK:
                self._session = open_desk(self.services, self.services.store.open_place(place))
            else:
                self._session = open_place(self.services, place)
        except UserError as error:
            log.warning("what was open could not be opened again: %s", error.code)
            return
        self.kind = kind
        self.opened.emit()
        if kind is Kind.DESK:
            self._shell.go("desk")  # back to the work

    def _may_close(self) -> bool:
        """Return whether all is saved; what is not would be lost with what is open."""
        if self._session is not None:
            self.closing.emit()
        if self._shell.waiting:
            self._shell.notifier.error(
                UnavailableError(NOT_SAVED_YET, code="E-NOT-SAVED"),
                buttons=[(_("Try again"), self._shell.try_again_requested.emit)],
            )
        return not self._shell.waiting

    # --- changing it

    def change(self, change: Change) -> bool:
        """Carry out a use case, tell the pages what changed, and return whether it worked."""
        try:
            changes = change()
        except UserError as error:
            self._shell.notifier.error(error)
            return False
        self.finished(changes)
        return True

    def finished(self, changes: ChangeSet) -> None:
        """Tell the pages what a use case changed."""
        if changes:
            self._shell.saved()
            self._shell.changes.tell(changes)

    def do(self, text: str, forward: Change, back: Change, *, merge_key: str = "") -> bool:
        """Carry out a change that can be undone; return whether it worked."""
        worked: list[bool] = []

        def carry_out(change: Change) -> bool:
            worked.append(self.change(change))
            return worked[-1]

        self.undo_stack.push(ChangeCommand(text, carry_out, forward, back, merge_key))
        return worked[0]

    def forget_undo(self) -> None:
        """After something that cannot be undone (merge, hand-in, closing): the stack is cleared."""
        self.undo_stack.clear()


def _of_desk(opening: Callable[[], Session]) -> Callable[[], Session]:
    """Return what opens a desk so that a juror is told of a desk, and not of an edition."""

    def opened() -> Session:
        try:
            return opening()
        except BusyError as error:
            raise BusyError(DESK_IS_BUSY) from error

    return opened
