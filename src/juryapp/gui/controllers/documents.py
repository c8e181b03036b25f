"""The attachments of the open desk: which there are, their bytes, their texts, and another program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from juryapp.application.desk.attachments import (
    ATTACHMENT_STATE_TEXTS,
    DeskAttachment,
    attachment_bytes,
    desk_attachments,
)
from juryapp.application.looking_outside import copy_for_another_program, remove_copies
from juryapp.application.session import Session
from juryapp.base.errors import UnavailableError, UserError
from juryapp.base.i18n import N_, _
from juryapp.domain.attachments import Attachment
from juryapp.domain.ids import NomineeId
from juryapp.gui.controllers.desk import DeskController
from juryapp.gui.controllers.desk_attachments import DeskCopying
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.documents.reading import DocumentTexts
from juryapp.gui.notify import telling
from juryapp.gui.shell import Shell
from juryapp.gui.widgets.document_view import Document

CLOSED = N_("The desk was closed while this file was being opened. Open the desk again.")
Opener = Callable[[QUrl], bool]


class DeskDocuments(QObject):
    """What the papers ask for."""

    changed = Signal()  # which files there are, or where they are
    left = Signal()  # the desk was closed

    def __init__(self, shell: Shell, workspace: Workspace, controller: DeskController) -> None:
        super().__init__(controller)
        self.shell, self._workspace, self._controller = shell, workspace, controller
        self._found: Mapping[NomineeId, tuple[DeskAttachment, ...]] = {}
        self._answers: dict[NomineeId, object] = {}
        self._session: Session | None = None  # from which the worker reads
        self._cleared = False
        self.texts = DocumentTexts(shell.drawing, self._bytes, self)
        self.opener: Opener = QDesktopServices.openUrl
        controller.loaded.connect(self.look)
        self.copying = DeskCopying(shell, workspace, controller)
        self.copying.came.connect(self.look)
        controller.row_changed.connect(self._look_if_answered)
        workspace.closing.connect(self._finish)
        workspace.closed.connect(self._leave)

    # --- which there are

    def of(self, nominee: NomineeId) -> tuple[DeskAttachment, ...]:
        """Return a nominee's files that may be shown."""
        return self._found.get(nominee, ())

    def look(self) -> None:
        """Look which files there are."""
        if self._workspace.kind is not Kind.DESK:
            self._found, self._session = {}, None
        else:
            self._session = self._workspace.session
            self._clear_copies()
            with telling(self.shell.notifier):
                self._found = desk_attachments(self._workspace.session)
        said = self._controller
        self._answers = {n: said.said(n).standing for n in said.order}
        self.changed.emit()

    def _clear_copies(self) -> None:
        """Remove once what a run that ended badly left for other programs."""
        if not self._cleared:
            self._cleared = True
            remove_copies(self._workspace.services.data)

    def _look_if_answered(self, nominee: str) -> None:
        """An answer opens papers, or closes them; a mark does neither."""
        known = NomineeId(nominee)
        standing = self._controller.said(known).standing
        if self._answers.get(known) is not standing:
            self.look()

    def _finish(self) -> None:
        """Let nobody read from a desk that is being closed."""
        self.texts.stop()
        self.shell.drawing.wait()

    def _leave(self) -> None:
        self.left.emit()
        self.texts.forget()
        self._found, self._session = {}, None
        if self._workspace.is_ready:
            remove_copies(self._workspace.services.data)

    # --- one of them

    def document(self, found: DeskAttachment) -> Document:
        """Return a file as something to show."""
        attachment = found.attachment
        problem = "" if found.can_be_opened else _(ATTACHMENT_STATE_TEXTS[found.state])
        return Document(
            sha256=attachment.sha256,
            name=attachment.name,
            media=attachment.media,
            load=partial(self._bytes, attachment.sha256),
            problem=problem,
        )

    def _bytes(self, sha256: str) -> bytes:
        if self._session is None:
            raise UnavailableError(CLOSED, code="E-CLOSED-DESK")
        return attachment_bytes(self._session, sha256)

    def open_outside(self, attachment: Attachment) -> None:
        """Write a copy that can only be read, and open it in the program that the machine has for it."""
        data, session = self._workspace.services.data, self._workspace.session

        def written() -> str:
            content = attachment_bytes(session, attachment.sha256)
            return str(copy_for_another_program(data, attachment, content))

        self.shell.jobs.start(
            lambda _progress: written(),
            title=_("Opening {file}").format(file=attachment.name),
            done=lambda path: self._open(attachment, path),
            failed=self._say,
            can_cancel=False,
        )

    def _open(self, attachment: Attachment, path: str) -> None:
        if not self.opener(QUrl.fromLocalFile(path)):
            self.shell.notifier.warn(
                _("No program opened “{file}”.").format(file=attachment.name),
                _("This computer has none for such files. Read it here instead."),
            )

    def _say(self, error: UserError) -> None:
        self.shell.notifier.error(error)
