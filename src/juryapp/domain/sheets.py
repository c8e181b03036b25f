"""Score sheets: what each juror has handed in, and what is still missing. Recused is never missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from juryapp.base.i18n import N_
from juryapp.domain.ids import CriterionId, JurorId, NomineeId
from juryapp.domain.impartiality import Standing, Standings
from juryapp.domain.statements import MarkContent, MarkKey, MarkState


class SheetState(StrEnum):
    """Where a juror's score sheet stands, seen from the secretariat."""

    NOT_RECEIVED = "not_received"
    DRAFT = "draft"  # only drafts have come: not in the result
    INCOMPLETE = "incomplete"  # handed in, but something is missing
    COMPLETE = "complete"


SHEET_STATE_NAMES = {
    SheetState.NOT_RECEIVED: N_("Not received"),
    SheetState.DRAFT: N_("Draft"),
    SheetState.INCOMPLETE: N_("Incomplete"),
    SheetState.COMPLETE: N_("Complete"),
}


class CellState(StrEnum):
    """How far a juror has come with one nominee."""

    UNDECLARED = "undeclared"
    RECUSED = "recused"
    NOT_BEGUN = "not_begun"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One nominee on a score sheet: how the juror stands there, and what is missing."""

    nominee: NomineeId
    standing: Standing
    marked: tuple[CriterionId, ...]
    not_assessed: tuple[CriterionId, ...]
    missing: tuple[CriterionId, ...]

    @property
    def state(self) -> CellState:
        """How far the juror has come here."""
        if self.standing is Standing.RECUSED:
            return CellState.RECUSED
        if self.standing is Standing.UNDECLARED:
            return CellState.UNDECLARED
        if not self.missing:
            return CellState.DONE
        return CellState.BEGUN if self.marked or self.not_assessed else CellState.NOT_BEGUN

    @property
    def finished(self) -> bool:
        """Whether nothing more is asked of the juror here."""
        return self.state in {CellState.DONE, CellState.RECUSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One juror's score sheet."""

    juror: JurorId
    cells: tuple[Cell, ...]
    received: bool = False
    handed_in: bool = False  # a file that is not a draft has come
    final: bool = False  # the chair decided that what is here counts: nothing more is asked
    left: bool = False  # the juror is in the panel no more, and what was given until then counts

    @property
    def finished(self) -> int:
        """How many nominees are finished, of `len(cells)`."""
        return sum(cell.finished for cell in self.cells)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return self.finished == len(self.cells)

    @property
    def state(self) -> SheetState:
        """Where the sheet stands, seen from the secretariat."""
        if not self.received:
            return SheetState.NOT_RECEIVED
        if not self.handed_in:
            return SheetState.DRAFT
        return SheetState.COMPLETE if self.complete else SheetState.INCOMPLETE


def sheet_cells(
    juror: JurorId,
    nominees: Sequence[NomineeId],
    criteria: Sequence[CriterionId],
    marks: Mapping[MarkKey, MarkContent],
    standings: Standings,
    said: Mapping[tuple[JurorId, NomineeId], Mapping[CriterionId, MarkContent]] | None = None,
) -> tuple[Cell, ...]:
    """Return a juror's cells, in the order of `nominees`.

    `said` is `marks` grouped by juror and nominee; whoever asks for many jurors groups once.
    """
    grouped = said if said is not None else grouped_marks(marks)
    return tuple(
        _cell(
            nominee,
            standings.get((juror, nominee), Standing.UNDECLARED),
            grouped.get((juror, nominee), {}),
            criteria,
        )
        for nominee in nominees
    )


def grouped_marks(
    marks: Mapping[MarkKey, MarkContent],
) -> dict[tuple[JurorId, NomineeId], dict[CriterionId, MarkContent]]:
    """Return the marks by juror and nominee; cleared and withdrawn ones are as if never given."""
    groups: dict[tuple[JurorId, NomineeId], dict[CriterionId, MarkContent]] = {}
    given = (MarkState.MARK, MarkState.NOT_ASSESSED)
    for key, content in marks.items():
        if content.state in given:
            _round, juror, nominee, criterion = key
            group = groups.get((juror, nominee))
            if group is None:
                group = groups[juror, nominee] = {}
            group[criterion] = content
    return groups


def _cell(
    nominee: NomineeId,
    standing: Standing,
    said: Mapping[CriterionId, MarkContent],
    criteria: Sequence[CriterionId],
) -> Cell:
    marked: list[CriterionId] = []
    not_assessed: list[CriterionId] = []
    missing: list[CriterionId] = []
    for criterion in criteria:  # a large jury has tens of thousands of cells
        content = said.get(criterion)
        if content is None:
            missing.append(criterion)
        elif content.state is MarkState.MARK:
            marked.append(criterion)
        elif content.state is MarkState.NOT_ASSESSED:
            not_assessed.append(criterion)
    return Cell(
        nominee=nominee,
        standing=standing,
        marked=tuple(marked),
        not_assessed=tuple(not_assessed),
        missing=() if standing is Standing.RECUSED else tuple(missing),
    )
