"""The desk that is open: what it holds, and the ways to change it. Knows use cases, and no widgets.

Every change is committed at once, and only the nominee that it touches is read again: `row_changed` names
it. What could not be saved is kept in `unsaved`, is shown as such, and can be tried again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from juryapp.application.desk import (
    accept_confidentiality,
    declare,
    declare_rest,
    record_mark,
    stay_at,
    write_note,
)
from juryapp.application.desk_contents import (
    DeskContents,
    Said,
    desk_contents,
    desk_info_of,
    keep_private_note,
    said_about,
)
from juryapp.application.handing_in import HandedIn, hand_in, reopen_sheet
from juryapp.application.ports import DeskInfo
from juryapp.base.errors import UnavailableError, UserError
from juryapp.base.i18n import _
from juryapp.domain.changes import ChangeSet
from juryapp.domain.criteria import CommentRule
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.packages import PackageKind
from juryapp.domain.sheets import Cell, CellState
from juryapp.domain.statements import DeclarationContent, MarkContent, MarkState, NoteContent, mark
from juryapp.gui.commands.change import Change
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.shell import Shell

log = logging.getLogger(__name__)
CLEARED: Final = MarkContent(MarkState.CLEARED)


class Place(StrEnum):
    """Where at the desk the juror is."""

    NOTHING = "nothing"  # no desk is open
    CONFIDENTIALITY = "confidentiality"
    IMPARTIALITY = "impartiality"
    SHEET = "sheet"
    HAND_IN = "hand_in"


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """How this machine is known to the secretariat."""

    fingerprint: str
    key_folder: Path
    database: str


class DeskController(QObject):
    """What the pages of the desk show, and what they may ask for."""

    loaded = Signal()  # everything may be different
    info_changed = Signal()  # handed in, or opened again
    row_changed = Signal(str)  # the nominee about which something else is said now
    stepped_to = Signal(str)  # the nominee where something was undone or done again

    def __init__(self, shell: Shell, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._workspace = shell, workspace
        self._contents: DeskContents | None = None
        self._order: tuple[NomineeId, ...] = ()
        self._said: dict[NomineeId, Said] = {}
        self._cells: dict[NomineeId, Cell] = {}
        self._finished: set[NomineeId] = (
            set()
        )  # kept beside the cells: a key press counts nothing anew
        self._flagged: set[NomineeId] = set()
        self._session_shown: object = None
        self._error: UserError | None = None
        self._first_time = False  # the change is being made, not undone or done again
        self._told_by_us = False
        self.unsaved: dict[tuple[NomineeId, CriterionId], MarkContent] = {}
        self.unsaved_private: dict[NomineeId, str] = {}
        self.unsaved_comments: dict[NomineeId, NoteContent] = {}
        self.last_file: HandedIn | None = None
        workspace.closed.connect(self._forget)

    # --- what there is

    @property
    def contents(self) -> DeskContents:
        """What came with the package. Raises RuntimeError when no desk is loaded."""
        if self._contents is None:
            raise RuntimeError("no desk is loaded")
        return self._contents

    @property
    def is_loaded(self) -> bool:
        """Whether there is anything to show."""
        return self._contents is not None

    @property
    def info(self) -> DeskInfo:
        """What the desk knows about itself."""
        return self.contents.info

    @property
    def order(self) -> tuple[NomineeId, ...]:
        """The nominees in this juror's own order."""
        return self._order

    @property
    def is_locked(self) -> bool:
        """Whether the sheet was handed in and not opened again."""
        return bool(self.info.handed_in)

    @property
    def declares_only(self) -> bool:
        """Whether the package asks for impartiality alone."""
        return self.info.package.kind is PackageKind.DECLARE

    def said(self, nominee: NomineeId) -> Said:
        """Return what stands for a nominee."""
        return self._said[nominee]

    def cell(self, nominee: NomineeId) -> Cell:
        """Return how far the juror has come with a nominee."""
        return self._cells[nominee]

    def is_finished(self, nominee: NomineeId) -> bool:
        """Return whether nothing more is asked of the juror for a nominee."""
        return nominee in self._finished

    @property
    def finished_count(self) -> int:
        """How many nominees are finished."""
        return len(self._finished)

    @property
    def flagged_count(self) -> int:
        """How many nominees have a flag."""
        return len(self._flagged)

    @property
    def total(self) -> int:
        """How many nominees there are."""
        return len(self._cells)

    @property
    def all_finished(self) -> bool:
        """Whether nothing is missing."""
        return len(self._finished) == len(self._cells)

    def _asks_nothing_more(self, nominee: NomineeId) -> bool:
        cell = self._cells[nominee]
        if self.declares_only:
            return cell.state is not CellState.UNDECLARED
        if any(key[0] == nominee for key in self.unsaved):
            return False
        return cell.finished and not self.uncommented(nominee)

    def uncommented(self, nominee: NomineeId) -> tuple[CriterionId, ...]:
        """Return the criteria where a mark lacks the comment that the award asks for."""
        if self.contents.comment is not CommentRule.ALL:
            return ()
        said = self._said[nominee]
        if said.standing is Standing.RECUSED:
            return ()
        marks = said.marks.items()
        return tuple(c for c, m in marks if m.state is MarkState.MARK and not m.note)

    def left(self) -> list[NomineeId]:
        """Return the nominees that are not finished, in the juror's order."""
        return [nominee for nominee in self.order if not self.is_finished(nominee)]

    def flagged(self) -> list[NomineeId]:
        """Return the nominees with a flag, in the juror's order."""
        return [nominee for nominee in self.order if nominee in self._flagged]

    def undeclared(self) -> list[NomineeId]:
        """Return the nominees for whom the question of impartiality is not answered."""
        state = CellState.UNDECLARED
        return [nominee for nominee in self.order if self._cells[nominee].state is state]

    def next_left(self, after: NomineeId) -> NomineeId | None:
        """Return the next nominee that lacks marks, going round; None if none but `after` does."""
        order = self.order
        here = order.index(after) if after in order else -1
        around = (*order[here + 1 :], *order[: max(here, 0)])
        return next((nominee for nominee in around if not self.is_finished(nominee)), None)

    def place(self) -> Place:
        """Return where the juror goes on."""
        if self._contents is None:
            return Place.NOTHING
        if not self.info.confidentiality:
            return Place.CONFIDENTIALITY
        if self.undeclared():
            return Place.IMPARTIALITY
        return Place.HAND_IN if self.declares_only else Place.SHEET

    def starting_nominee(self) -> NomineeId | None:
        """Return the nominee at which the juror was, else the first that lacks marks, else the first."""
        order = self.order
        if self.info.at_nominee in order:
            return NomineeId(self.info.at_nominee)
        return next(iter(self.left() or order), None)

    # --- reading

    def load(self) -> None:
        """Read the desk that is open, if one is."""
        if not self._workspace.is_open or self._workspace.kind is not Kind.DESK:
            self._forget()
            return
        session = self._workspace.session
        if session is not self._session_shown:
            self._forget_unsaved()
        self._session_shown = session
        self._contents = desk_contents(session)
        self._order = tuple(self._contents.papers)
        self._said = dict(self._contents.said)
        self._cells = {n: self._contents.cell(n, said) for n, said in self._said.items()}
        self._finished = {n for n in self._cells if self._asks_nothing_more(n)}
        self._flagged = {n for n, said in self._said.items() if said.flagged}
        self.loaded.emit()

    def refresh(self, changes: ChangeSet | None) -> None:
        """Show what changed elsewhere; our own changes were shown when they were made."""
        if changes is not None and self._told_by_us:
            self._told_by_us = False
        elif self._contents is not None or changes is None:
            self.load()

    def is_current(self) -> bool:
        """Return whether what is shown is the desk that is open."""
        opened = self._workspace.is_open and self._workspace.kind is Kind.DESK
        return opened and self._workspace.session is self._session_shown

    def _forget(self) -> None:
        self._contents, self._session_shown = None, None
        self._order, self._said, self._cells = (), {}, {}
        self._finished, self._flagged = set(), set()
        self._forget_unsaved()
        self.loaded.emit()

    def _forget_unsaved(self) -> None:
        self.unsaved.clear()
        self.unsaved_private.clear()
        self.unsaved_comments.clear()
        self.last_file = None

    def _read_again(self, nominee: NomineeId) -> None:
        said = said_about(self._workspace.session, self.contents, nominee)
        self._said[nominee] = said
        self._cells[nominee] = self.contents.cell(nominee, said)
        self._tell_row(nominee)

    def _tell_row(self, nominee: NomineeId) -> None:
        counted = ((self._finished, self._asks_nothing_more(nominee)),
                   (self._flagged, self._said[nominee].flagged))  # fmt: skip
        for members, belongs in counted:
            if belongs:
                members.add(nominee)
            else:
                members.discard(nominee)
        self.row_changed.emit(nominee)

    def _read_info(self) -> None:
        info = desk_info_of(self._workspace.session)
        self._contents = replace(self.contents, info=info)
        self.info_changed.emit()

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

    def name_of(self, nominee: NomineeId) -> str:
        """Return a nominee's name."""
        return self.contents.papers[nominee].nominee.name

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

    def shown_mark(self, nominee: NomineeId, criterion: CriterionId) -> MarkContent | None:
        """Return the mark as the juror sees it: what stands, or what could not be saved."""
        waiting = self.unsaved.get((nominee, criterion))
        if waiting is not None:
            return waiting if waiting != CLEARED else None
        return self._said[nominee].marks.get(criterion)

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

    def has_unsaved(self) -> bool:
        """Return whether anything the juror said or wrote could not be saved."""
        return bool(self.unsaved or self.unsaved_private or self.unsaved_comments)

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
        """Set or take away the juror's own flag."""
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

    def machine(self) -> MachineFacts:
        """Return how this machine is known. Raises UserError if its key cannot be read."""
        services = self._workspace.services
        key = services.keys.juror_key(self.contents.edition.id, self.contents.juror.id)
        return MachineFacts(
            fingerprint=services.keys.fingerprint(key),
            key_folder=services.data.keys,
            database=self._workspace.session.database.place,
        )
