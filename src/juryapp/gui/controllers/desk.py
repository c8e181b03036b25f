"""What may be done at the desk: marks, notes, answers, handing in. Knows use cases, and no widgets.

Every change is committed at once, and only the nominee that it touches is read again: `row_changed` names
it. What could not be saved is kept in `unsaved`, is shown as such, and can be tried again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from juryapp.application.desk.contents import keep_private_note
from juryapp.application.desk.handing_in import HandedIn, hand_in, reopen_sheet
from juryapp.application.desk.moving import MovedDesk, move_out, use_again
from juryapp.application.desk.receipts import ReceptionView, reception
from juryapp.application.desk.saying import (
    accept_confidentiality,
    declare,
    declare_rest,
    record_mark,
    stay_at,
    write_note,
)
from juryapp.application.file_names import move_file_name
from juryapp.base.errors import UnavailableError, UserError
from juryapp.base.i18n import _
from juryapp.domain.changes import ChangeSet
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.domain.statements import DeclarationContent, MarkContent, MarkState, NoteContent, mark
from juryapp.gui.commands.change import Change
from juryapp.gui.controllers.desk_state import CLEARED, DeskState
from juryapp.gui.controllers.receipts import ReceiptController

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """How this machine is known to the secretariat."""

    fingerprint: str
    key_folder: Path
    database: str
    locked_by: str = ""  # what locks the key beside the file, an N_ text
    moved: str = ""  # instant at which the desk went on on another machine, or ""


class DeskController(DeskState):
    """The desk as it stands, and everything that may be done there."""

    # --- changing

    def _step(self, nominee: NomineeId, change: Change) -> Change:
        """Return `change` so that its nominee is read again after it, and its error is known."""

        def carried_out() -> ChangeSet:
            try:
                changes = change()
                self._read_again(nominee)
            except UserError as error:
                self._error = error
                raise
            self._told_by_us = bool(changes)
            if changes:
                self.last_file = None  # it does not say what stands now
            if not self._first_time:
                self.stepped_to.emit(nominee)
            return changes

        return carried_out

    def _do(
        self, text: str, nominee: NomineeId, forward: Change, back: Change, merge_key: str = ""
    ) -> bool:
        self._error, self._first_time = None, True
        try:
            return self._workspace.do(
                text, self._step(nominee, forward), self._step(nominee, back), merge_key=merge_key
            )
        finally:
            self._first_time = False

    def _change(self, nominee: NomineeId, change: Change) -> bool:
        self._error, self._first_time = None, True
        try:
            return self._workspace.change(self._step(nominee, change))
        finally:
            self._first_time = False

    # --- marks

    def give(
        self, nominee: NomineeId, criterion: CriterionId, points: int | None, *, not_assessed: bool
    ) -> bool:
        """Give, change or take back a mark; return whether it is saved."""
        stands = self.shown_mark(nominee, criterion)
        note = stands.note if stands else ""
        if points is not None:
            content = mark(points, note)
        elif not_assessed:
            content = MarkContent(MarkState.NOT_ASSESSED, None, note)
        else:
            content = CLEARED
        return self._put_mark(nominee, criterion, content)

    def comment_mark(self, nominee: NomineeId, criterion: CriterionId, note: str) -> bool:
        """Set the comment that goes with a mark; without a mark there is nothing to comment."""
        stands = self.shown_mark(nominee, criterion)
        if stands is None:
            return False
        return self._put_mark(nominee, criterion, replace(stands, note=note))

    def _put_mark(self, nominee: NomineeId, criterion: CriterionId, content: MarkContent) -> bool:
        key = (nominee, criterion)
        before = self._said[nominee].marks.get(criterion, CLEARED)
        if content == before:
            if self.unsaved.pop(key, None) is not None:
                self._tell_row(nominee)
            return True
        session = self._workspace.session
        self.unsaved.pop(key, None)
        saved = self._do(
            _("Mark for {nominee}").format(nominee=self.name_of(nominee)),
            nominee,
            lambda: record_mark(session, nominee, criterion, content),
            lambda: record_mark(session, nominee, criterion, before),
        )
        if not saved:
            if isinstance(self._error, UnavailableError):
                self.unsaved[key] = content
            self._tell_row(nominee)
        return saved

    def try_again(self) -> bool:
        """Save again what could not be saved; return whether all of it is saved now."""
        for (nominee, criterion), content in list(self.unsaved.items()):
            if not self._put_mark(nominee, criterion, content):
                return False
        notes, comments = self.unsaved_private.copy(), self.unsaved_comments.copy()
        return all(self.write_private(n, text, 0) for n, text in notes.items()) and all(
            self.write_comment(n, content, 0) for n, content in comments.items()
        )

    # --- words

    def write_comment(self, nominee: NomineeId, content: NoteContent, visit: int) -> bool:
        """Set the comment to the jury. What is written in one `visit` is one step of undo."""
        before = self._said[nominee].comment
        self.unsaved_comments.pop(nominee, None)
        if content == before:
            return True
        session = self._workspace.session
        saved = self._do(
            _("Comment on {nominee}").format(nominee=self.name_of(nominee)),
            nominee,
            lambda: write_note(session, nominee, content.text, usable=content.usable),
            lambda: write_note(session, nominee, before.text, usable=before.usable),
            merge_key=f"comment:{nominee}:{visit}",
        )
        if not saved:
            self.unsaved_comments[nominee] = content
        return saved

    def write_private(self, nominee: NomineeId, text: str, visit: int) -> bool:
        """Set the private note."""
        before = self._said[nominee].note
        self.unsaved_private.pop(nominee, None)
        if text == before:
            return True
        saved = self._do(
            _("Private note on {nominee}").format(nominee=self.name_of(nominee)),
            nominee,
            lambda: self._keep_private(nominee, text),
            lambda: self._keep_private(nominee, before),
            merge_key=f"private:{nominee}:{visit}",
        )
        if not saved:
            self.unsaved_private[nominee] = text
        return saved

    def _keep_private(self, nominee: NomineeId, text: str) -> ChangeSet:
        flagged = self._said[nominee].flagged
        return keep_private_note(self._workspace.session, nominee, text, flagged=flagged)

    def flag(self, nominee: NomineeId) -> None:
        """Set or take away the juror's own flag; not where the desk went on on another machine."""
        if self.moved:
            return
        said, session = self._said[nominee], self._workspace.session
        self._change(
            nominee,
            lambda: keep_private_note(session, nominee, said.note, flagged=not said.flagged),
        )

    # --- impartiality

    def accept_confidentiality(self) -> bool:
        """Record that the juror will keep what is read here."""
        session = self._workspace.session
        return self._change_desk(lambda: accept_confidentiality(session))

    def answer(self, nominee: NomineeId, content: DeclarationContent) -> bool:
        """Answer the question of impartiality for a nominee; a first answer cannot be unsaid."""
        before = self._said[nominee].declaration
        session = self._workspace.session

        def saying(said: DeclarationContent) -> Change:
            return lambda: declare(session, nominee, said.answer, said.facts)

        if before is None:
            return self._change(nominee, saying(content))
        if before == content:
            return True
        text = _("Answer on {nominee}").format(nominee=self.name_of(nominee))
        key = f"answer:{nominee}:{content.answer}"
        return self._do(text, nominee, saying(content), saying(before), merge_key=key)

    def answer_rest(self) -> bool:
        """“I have looked through all”: nothing to report for those not answered."""
        session = self._workspace.session
        return self._change_desk(lambda: declare_rest(session))

    def _change_desk(self, change: Change) -> bool:
        """Carry out a change of the whole desk and read all of it again."""
        worked = self._change_all(change)
        if worked:
            self.load()
        return worked

    def _change_all(self, change: Change) -> bool:
        self._told_by_us = True
        worked = self._workspace.change(change)
        self._told_by_us = False
        return worked

    # --- where the juror is, and handing in

    def stay_at(self, nominee: NomineeId) -> None:
        """Remember where the juror is, for the next time."""
        if nominee == self.info.at_nominee:
            return
        try:
            stay_at(self._workspace.session, nominee)
        except UnavailableError as error:  # the next mark will say it, if it still is so
            log.warning("the place was not kept: %s", error.code)
            return
        self._contents = replace(self.contents, info=replace(self.info, at_nominee=nominee))

    def make_file(
        self,
        folder: Path,
        *,
        draft: bool,
        done: Callable[[HandedIn], object],
        failed: Callable[[UserError], object] | None = None,
    ) -> None:
        """Write the score file into `folder`, in the worker; a complete one locks the sheet."""
        session = self._workspace.session

        def written(made: HandedIn) -> None:
            if self._workspace.is_open and self._workspace.session is session:
                self.last_file = made
                if made.complete:
                    self._workspace.forget_undo()
                self._told_by_us = True
                self._workspace.finished(made.changes)
                self._read_info()
            done(made)

        self._shell.jobs.start(
            lambda _progress: hand_in(session, folder, draft=draft),
            title=_("Writing the score file"),
            done=written,
            failed=failed,
            can_cancel=False,
        )

    def reopen(self) -> bool:
        """Open the sheet again after handing in."""
        session = self._workspace.session
        worked = self._change_all(lambda: reopen_sheet(session))
        if worked:
            self.last_file = None
            self._workspace.forget_undo()
            self._read_info()
        return worked

    def reception(self) -> ReceptionView:
        """Return how far the score file has come, by the receipts that came here."""
        return reception(self._workspace.session)

    def open_receipt(self, path: Path) -> None:
        """Open a receipt, here or at the desk that it is for."""
        ReceiptController(self._shell, self._workspace).open(path)

    def machine(self) -> MachineFacts:
        """Return how this machine is known. Raises UserError if its key cannot be read."""
        services = self._workspace.services
        key = services.keys.juror_key(self.contents.edition.id, self.contents.juror.id)
        return MachineFacts(
            fingerprint=services.keys.fingerprint(key),
            key_folder=services.data.keys,
            database=self._workspace.session.database.place,
            locked_by=services.keys.locked_by(self.contents.edition.id, self.contents.juror.id),
            moved=self.moved,
        )

    # --- another machine

    def move_out(self, target: Path, done: Callable[[MovedDesk], object]) -> None:
        """Write the whole desk to a locked file and close it for changes here, in the worker."""
        session = self._workspace.session

        def moved(made: MovedDesk) -> None:
            self._workspace.forget_undo()
            self._workspace.finished(made.changes)
            self.load()
            done(made)

        self._shell.jobs.start(
            lambda _progress: move_out(session, target),
            title=_("Writing the move file"),
            done=moved,
            can_cancel=False,
        )

    def use_again(self) -> bool:
        """Use this machine again although a move file was made."""
        session = self._workspace.session
        worked = self._change_all(lambda: use_again(session))
        if worked:
            self.last_file = None
            self._workspace.forget_undo()
            self.load()
        return worked

    def move_name(self) -> str:
        """Return a name for the move file."""
        juror = self.contents.juror
        return move_file_name(self.contents.edition.id, juror.number, juror.initials)
