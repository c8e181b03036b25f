"""What may be done at the desk: marks, notes, answers, handing in. Knows use cases, and no widgets.

Every change is committed at once, and only the nominee that it touches is read again: `row_changed` names
it. How things are said, undone and kept where they cannot be saved is in `desk_saving`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from juryapp.application.desk.clock import saved_in_the_future
from juryapp.application.desk.handing_in import HandedIn, hand_in, reopen_sheet
from juryapp.application.desk.hints import Earlier, earlier_answers
from juryapp.application.desk.history import HistoryEntry, desk_history
from juryapp.application.desk.last_file import LastFile
from juryapp.application.desk.moving import MovedDesk, move_out, use_again
from juryapp.application.desk.news import Change as NewsChange
from juryapp.application.desk.receipts import ReceptionView, reception
from juryapp.application.desk.saying import (
    accept_confidentiality,
    declare_rest,
    stay_at,
)
from juryapp.application.desk.updates import confirm_marks, news_seen, visited
from juryapp.application.file_names import move_file_name
from juryapp.base.errors import UnavailableError, UserError
from juryapp.base.i18n import _
from juryapp.base.instants import format_instant
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.gui.commands.change import Change
from juryapp.gui.controllers.desk_kinds import DeskKinds
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


class DeskController(DeskKinds):
    """The desk as it stands, and everything that may be done there."""

    # --- impartiality

    def accept_confidentiality(self) -> bool:
        """Record that the juror will keep what is read here."""
        session = self._workspace.session
        return self._change_desk(lambda: accept_confidentiality(session))

    def earlier_answers(self) -> Earlier:
        """Return the reports that no longer stand, because another answer was given since."""
        return earlier_answers(self._workspace.session)

    def answer_rest(self) -> bool:
        """“I have looked through all”: nothing to report for those not answered."""
        if self.has_unsaved() and not self.try_again():
            return False  # an answer that waits is not “nothing to report”
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

    # --- what an updated package changed

    def news_words(self, nominee: NomineeId) -> str:
        """Return what the list says of a candidate that is new, changed, or has marks to confirm."""
        if self.news.to_confirm(nominee):
            return _("to be confirmed")
        change = self.news.change_of(nominee)
        return "" if change is None else _("new") if change is NewsChange.NEW else _("changed")

    def see_news(self) -> bool:
        """Record that the juror knows what changed."""
        if self.news.seen:
            return True
        worked = self._change_all(lambda: news_seen(self._workspace.session))
        if worked:
            self.news = replace(self.news, seen=True)
        return worked

    def confirm_marks(
        self, nominee: NomineeId | None = None, criterion: CriterionId | None = None
    ) -> bool:
        """Let marks stand although the words of their criterion were changed since."""
        session = self._workspace.session
        return self._change_desk(lambda: confirm_marks(session, nominee, criterion))

    def _visit(self, nominee: NomineeId) -> None:
        """Take the mark "new" or "changed" away: the juror is looking at the candidate."""
        if nominee in self.news.unvisited:
            visited(self._workspace.session, nominee)
            self.news = replace(self.news, unvisited=self.news.unvisited - {nominee})
            self.row_changed.emit(nominee)

    def look_at_clock(self) -> None:
        """Say so if the machine's clock is behind what was saved already; nothing else depends on it."""
        if not self.is_loaded:
            return
        session = self._workspace.session
        last = saved_in_the_future(session)
        if last:
            self._shell.notifier.warn(
                _("The clock of this computer seems to be set back."),
                _(
                    "The last change here was saved {last}, and the clock says {now}. Your marks are safe,"
                    " and the newest counts whatever the clock says; but the times in the record come from"
                    " it. Please set it right."
                ).format(last=format_instant(last), now=format_instant(session.services.now())),
            )

    # --- where the juror is, and handing in

    def stay_at(self, nominee: NomineeId) -> None:
        """Remember where the juror is, for the next time."""
        if nominee == self.info.at_nominee and nominee not in self.news.unvisited:
            return
        try:
            self._visit(nominee)
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
                self.earlier_file = LastFile(path=made.path, sha256=made.sha256, made=made)
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

    def history(self, nominee: NomineeId | None) -> Sequence[HistoryEntry]:
        """Return what was said, newest first: of one nominee, or everything."""
        return desk_history(self._workspace.session, nominee)

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
