"""The desk that is open, as it stands: read once, and one nominee again after each change to it.

How much is finished or flagged is kept beside it, so that a key press counts nothing anew.
"""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import replace
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, Signal

from juryapp.application.desk.contents import (
    DeskContents,
    Said,
    desk_contents,
    desk_info_of,
    said_about,
)
from juryapp.application.desk.handing_in import HandedIn
from juryapp.application.desk.last_file import LastFile, last_file
from juryapp.application.desk.news import NOTHING_NEW
from juryapp.application.desk.updates import desk_news, news_after
from juryapp.application.ports import DeskInfo
from juryapp.base.errors import UserError
from juryapp.domain.answers import takes_comment
from juryapp.domain.changes import ChangeSet
from juryapp.domain.criteria import CommentRule
from juryapp.domain.ids import PRACTICE, CriterionId, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.packages import PackageKind
from juryapp.domain.sheets import Cell, CellState
from juryapp.domain.statements import DeclarationContent, MarkContent, MarkState, NoteContent
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.shell import Shell

CLEARED: Final = MarkContent(MarkState.CLEARED)


class Place(StrEnum):
    """Where at the desk the juror is."""

    NOTHING = "nothing"  # no desk is open
    CONFIDENTIALITY = "confidentiality"
    NEWS = "news"  # what an updated package changed
    IMPARTIALITY = "impartiality"
    SHEET = "sheet"
    ACROSS = "across"  # all nominees on one criterion
    ORDER = "order"  # that the juror's own marks give
    COMPARE = "compare"  # two nominees side by side
    HAND_IN = "hand_in"


class DeskState(QObject):
    """What the pages of the desk show; `DeskController` adds what they may ask for."""

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
        self._undeclared: set[NomineeId] = set()
        self._session_shown: object = None
        self.moved = ""  # instant at which the desk went on on another machine, or ""
        self._error: UserError | None = None
        self._first_time = False  # the change is being made, not undone or done again
        self._trouble: UserError | None = None  # what kept the last thing from being saved
        self._told_by_us = False
        # What could not be saved, by what it is about; see `desk_saving`.
        self.unsaved: dict[tuple[NomineeId, CriterionId], MarkContent] = {}
        self.unsaved_private: dict[NomineeId, str] = {}
        self.unsaved_comments: dict[NomineeId, NoteContent] = {}
        self.unsaved_answers: dict[NomineeId, DeclarationContent] = {}
        self.unsaved_flags: dict[NomineeId, bool] = {}
        self.last_file: HandedIn | None = None  # that says what stands
        self.earlier_file: LastFile | None = (
            None  # the newest one of this machine, whatever it says
        )
        self.news = NOTHING_NEW
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
        """The nominees in this juror's own order, after the practice nominee where there is one."""
        return self._order

    @property
    def real(self) -> tuple[NomineeId, ...]:
        """The nominees in this juror's own order, without the practice nominee."""
        return self._order[1:] if self._order[:1] == (PRACTICE,) else self._order

    @property
    def is_locked(self) -> bool:
        """Whether nothing is changed: the sheet was handed in, or the desk went on on another machine."""
        return bool(self.info.handed_in or self.moved)

    @property
    def declares_only(self) -> bool:
        """Whether the package asks for impartiality, and for marks of the practice nominee alone."""
        return self.info.package.kind is PackageKind.DECLARE

    def takes_marks(self, nominee: NomineeId) -> bool:
        """Return whether marks are asked for: in a declare package only for the practice nominee."""
        return nominee == PRACTICE or not self.declares_only

    def said(self, nominee: NomineeId) -> Said:
        """Return what stands for a nominee, with a flag as the juror sees it."""
        said = self._said[nominee]
        flagged = self.unsaved_flags.get(nominee, said.flagged)
        return said if flagged == said.flagged else replace(said, flagged=flagged)

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
        if not self.takes_marks(nominee):
            return cell.state is not CellState.UNDECLARED
        if any(key[0] == nominee for key in self.unsaved) or self.news.to_confirm(nominee):
            return False
        return cell.finished and not self.uncommented(nominee)

    def _asks_answer(self, nominee: NomineeId) -> bool:
        return self._cells[nominee].state is CellState.UNDECLARED

    def uncommented(self, nominee: NomineeId) -> tuple[CriterionId, ...]:
        """Return the criteria where a mark lacks the comment that the award asks for."""
        if self.contents.comment is not CommentRule.ALL:
            return ()
        said = self._said[nominee]
        if said.standing is Standing.RECUSED:
            return ()
        commented = {c.id for c in self.contents.criteria if takes_comment(c)}
        marks = said.marks.items()
        return tuple(
            c for c, m in marks if m.state is MarkState.MARK and not m.note and c in commented
        )

    def left(self) -> list[NomineeId]:
        """Return the nominees that are not finished, in the juror's order."""
        return [nominee for nominee in self.order if not self.is_finished(nominee)]

    def flagged(self) -> list[NomineeId]:
        """Return the nominees with a flag, in the juror's order."""
        return [nominee for nominee in self.order if nominee in self._flagged]

    def undeclared(self) -> list[NomineeId]:
        """Return the nominees for whom the question of impartiality is not answered."""
        return [nominee for nominee in self.order if nominee in self._undeclared]

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
        if not (self.news.seen or self.moved):
            return Place.NEWS
        return Place.IMPARTIALITY if self._undeclared else Place.SHEET

    def starting_nominee(self) -> NomineeId | None:
        """Return the nominee at which the juror was, else the first that lacks marks, else the first.

        In a declare package it is the practice nominee: nothing is to be read about the others.
        """
        order = self.order
        if PRACTICE in order:
            return PRACTICE
        if self.info.at_nominee in order:
            return NomineeId(self.info.at_nominee)
        return next(iter(self.left() or order), None)

    def name_of(self, nominee: NomineeId) -> str:
        """Return a nominee's name."""
        return self.contents.papers[nominee].nominee.name

    def shown_mark(self, nominee: NomineeId, criterion: CriterionId) -> MarkContent | None:
        """Return the mark as the juror sees it: what stands, or what could not be saved."""
        waiting = self.unsaved.get((nominee, criterion))
        if waiting is not None:
            return waiting if waiting != CLEARED else None
        return self._said[nominee].marks.get(criterion)

    def has_unsaved(self) -> bool:
        """Return whether anything the juror said or wrote could not be saved."""
        return any(self._waiting())

    def waiting_count(self) -> int:
        """Return how many things could not be saved."""
        return sum(map(len, self._waiting()))

    def _waiting(self) -> tuple[Sized, ...]:
        marks, notes = self.unsaved, (self.unsaved_private, self.unsaved_comments)
        return (marks, *notes, self.unsaved_answers, self.unsaved_flags)

    def shown_answer(self, nominee: NomineeId) -> DeclarationContent | None:
        """Return the answer as the juror gave it: what stands, or what could not be saved."""
        return self.unsaved_answers.get(nominee, self._said[nominee].declaration)

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
        with session.reading() as uow:
            self.moved = uow.machine().moved
        self.news = desk_news(session)
        self._read_last_file()
        self._order = tuple(self._contents.papers)
        self._said = dict(self._contents.said)
        self._cells = {n: self._contents.cell(n, said) for n, said in self._said.items()}
        self._finished = {n for n in self._cells if self._asks_nothing_more(n)}
        self._flagged = {n for n, said in self._said.items() if said.flagged}
        self._undeclared = {n for n in self._cells if self._asks_answer(n)}
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
        self._contents, self._session_shown, self.moved = None, None, ""
        self._order, self._said, self._cells = (), {}, {}
        self._finished, self._flagged, self._undeclared = set(), set(), set()
        self.news = NOTHING_NEW
        self._forget_unsaved()
        self.loaded.emit()

    def _forget_unsaved(self) -> None:
        for waiting in (self.unsaved, self.unsaved_private, self.unsaved_comments):
            waiting.clear()
        self.unsaved_answers.clear()
        self.unsaved_flags.clear()
        self._shell.set_waiting(0)
        self.last_file = self.earlier_file = None

    def _read_last_file(self) -> None:
        """Know the file again that was made here before this start."""
        self.earlier_file = last_file(self._workspace.session)
        self.last_file = self.earlier_file.made if self.earlier_file else None

    def _read_again(self, nominee: NomineeId) -> None:
        self.news = news_after(self._workspace.session, self.news, nominee)
        said = said_about(self._workspace.session, self.contents, nominee)
        self._said[nominee] = said
        self._cells[nominee] = self.contents.cell(nominee, said)
        self._tell_row(nominee)

    def _tell_row(self, nominee: NomineeId) -> None:
        counted = (
            (self._finished, self._asks_nothing_more(nominee)),
            (self._flagged, self.said(nominee).flagged),
            (self._undeclared, self._asks_answer(nominee)),
        )
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
