"""The result: one object for the window, the command line and the paper.

It is computed whenever it is asked for and never stored while the round is open. It says for itself whether
it is official, and if not, what is still open and with whom.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from juryapp.base.i18n import N_
from juryapp.domain.answers import counted, counted_kind
from juryapp.domain.award import Category
from juryapp.domain.criteria import Criterion, CriterionKind, Rules, rules_hash
from juryapp.domain.ids import CategoryId, CriterionId, JurorId, NomineeId
from juryapp.domain.impartiality import Standing, Standings
from juryapp.domain.nominees import Nominee
from juryapp.domain.ranking import CloseMargin, Ranked, close_margins, rank
from juryapp.domain.sheets import Cell, Sheet, SheetState
from juryapp.domain.statements import MarkContent, MarkKey
from juryapp.domain.totals import NomineeTotal, nominee_totals


class Open(StrEnum):
    """Why a result is not official yet."""

    NOT_RECEIVED = "not_received"
    DRAFT = "draft"
    MISSING = "missing"
    NOT_ASSESSED = "not_assessed"
    UNDECLARED = "undeclared"
    PENDING = "pending"
    CONFLICT = "conflict"


# What others than the juror answer: it stays open when nothing more is asked of the juror.
_ASKED_OF_OTHERS = frozenset({Open.PENDING, Open.CONFLICT})

OPEN_TEXTS: Mapping[Open, str] = {
    Open.NOT_RECEIVED: N_("No score file has come from {juror}."),
    Open.DRAFT: N_("{juror} has only sent a draft; it is not in the result."),
    Open.MISSING: N_("{juror} has no mark for {nominee}, {criterion}."),
    Open.NOT_ASSESSED: N_("{juror} has not assessed {nominee}, {criterion}."),
    Open.UNDECLARED: N_("{juror} has not answered the question of impartiality for {nominee}."),
    Open.PENDING: N_("The panel has to decide whether {juror} is recused for {nominee}."),
    Open.CONFLICT: N_("{juror} handed in two different marks for {nominee}, {criterion}."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """One thing that stands between this result and an official one."""

    kind: Open
    juror: JurorId
    nominee: NomineeId | None = None
    criterion: CriterionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryResult:
    """The ranking of one category, best first."""

    category: Category
    ranked: tuple[Ranked, ...]
    unranked: tuple[NomineeTotal, ...]  # too few jurors
    close: tuple[CloseMargin, ...]  # of points only; another kind of answer has no margin in points
    kind: CriterionKind = CriterionKind.POINTS  # what the places are made of; TEXT: there are none

    @property
    def size(self) -> int:
        """How many nominees there are."""
        return len(self.ranked) + len(self.unranked)

    def mean_place(self, value: Fraction) -> Fraction:
        """Return the mean place that a total by places stands for."""
        return self.size - value

    def place_of(self, nominee: NomineeId) -> int | None:
        """Return the nominee's place, or None if not ranked here."""
        return next((r.place for r in self.ranked if r.nominee == nominee), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the marks say."""

    rules: str  # hash of how it was counted
    categories: tuple[CategoryResult, ...]
    open_questions: tuple[OpenQuestion, ...]
    waived: bool = False  # the chair accepted “not assessed”, with a reason

    @property
    def official(self) -> bool:
        """Whether nothing is open."""
        return not self.open_questions

    def category(self, category: CategoryId) -> CategoryResult:
        """Return one category's ranking. Raises KeyError."""
        for found in self.categories:
            if found.category.id == category:
                return found
        raise KeyError(category)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """Everything that a result is made of."""

    categories: Sequence[Category]
    nominees: Sequence[Nominee]  # in the order in which tied ones are listed
    criteria: Sequence[Criterion]
    rules: Rules
    sheets: Sequence[Sheet]  # of the jurors who score
    standings: Standings
    marks: Mapping[MarkKey, MarkContent]  # what stands
    conflicts: Sequence[MarkKey]
    waived: bool = False


def result_of(scoring: Scoring) -> Result:
    """Return the result. No total and no place depends on the order of nominees, jurors or marks."""
    counted = [sheet.juror for sheet in scoring.sheets if sheet.handed_in]
    return Result(
        rules=rules_hash(scoring.criteria, scoring.rules),
        categories=tuple(_category(c, scoring, counted) for c in scoring.categories),
        open_questions=tuple(open_questions(scoring)),
        waived=scoring.waived,
    )


def _category(category: Category, scoring: Scoring, jurors: Sequence[JurorId]) -> CategoryResult:
    running = [n.id for n in scoring.nominees if n.category == category.id and not n.withdrawn]
    totals = nominee_totals(
        scoring.marks,
        nominees=running,
        jurors=jurors,
        criteria=scoring.criteria,
        standings=scoring.standings,
        missing=scoring.rules.missing,
    )
    ranked, unranked = rank(totals, scoring.rules.minimum_marks)
    kind = counted_kind(scoring.criteria)
    margins = []
    if kind is CriterionKind.POINTS:
        margins = close_margins(ranked, scoring.rules.close_margin, category.finalists)
    return CategoryResult(
        category=category,
        ranked=tuple(ranked),
        unranked=tuple(unranked),
        close=tuple(margins),
        kind=kind,
    )


def open_questions(scoring: Scoring) -> list[OpenQuestion]:
    """Return what has to be settled before the result is official, juror by juror."""
    running = {n.id for n in scoring.nominees if not n.withdrawn}
    disputed: defaultdict[tuple[JurorId, NomineeId], set[CriterionId]] = defaultdict(set)
    for key in scoring.conflicts:
        disputed[key.juror, key.nominee].add(key.criterion)
    asking = frozenset(() if scoring.waived else (c.id for c in counted(scoring.criteria)))
    questions: list[OpenQuestion] = []
    for sheet in scoring.sheets:
        if _recused_everywhere(sheet, running):
            continue
        if sheet.state in {SheetState.NOT_RECEIVED, SheetState.DRAFT}:
            questions.append(OpenQuestion(kind=Open(sheet.state), juror=sheet.juror))
            continue
        for cell in sheet.cells:
            if cell.nominee in running:
                pair = (sheet.juror, cell.nominee)
                asked = _cell_questions(sheet.juror, cell, disputed.get(pair, set()), asking)
                questions += [q for q in asked if not sheet.final or q.kind in _ASKED_OF_OTHERS]
    return questions


def _recused_everywhere(sheet: Sheet, running: set[NomineeId]) -> bool:
    """Return whether the juror is recused for every nominee, so that no file is waited for."""
    standings = {cell.standing for cell in sheet.cells if cell.nominee in running}
    return standings == {Standing.RECUSED}


def _cell_questions(
    juror: JurorId, cell: Cell, disputed: set[CriterionId], asking: frozenset[CriterionId]
) -> list[OpenQuestion]:
    """Return what is open in a cell; `asking` are the criteria on which all have to be assessed."""
    if cell.standing is Standing.RECUSED:
        return []
    if cell.standing is not Standing.IMPARTIAL:
        return [OpenQuestion(kind=Open(cell.standing), juror=juror, nominee=cell.nominee)]
    found = [(Open.CONFLICT, c) for c in sorted(disputed)]
    found += [(Open.MISSING, c) for c in cell.missing if c not in disputed]
    found += [(Open.NOT_ASSESSED, c) for c in cell.not_assessed if c in asking]
    return [
        OpenQuestion(kind=kind, juror=juror, nominee=cell.nominee, criterion=criterion)
        for kind, criterion in found
    ]


def spread(ranked: Ranked) -> tuple[Fraction, Fraction] | None:
    """Return the lowest and the highest juror's mean in a total, or None without jurors."""
    values = [score.value for score in ranked.total.scores if score.value is not None]
    return (min(values), max(values)) if values else None
