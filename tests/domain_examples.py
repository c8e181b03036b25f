"""Small examples of the domain's objects, so that a test says only what matters to it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from juryapp.domain.award import Category
from juryapp.domain.criteria import Criterion, Rules
from juryapp.domain.ids import CategoryId, CriterionId, JurorId, NomineeId, RoundId
from juryapp.domain.impartiality import Standing
from juryapp.domain.nominees import Nominee
from juryapp.domain.results import Scoring
from juryapp.domain.scales import Scale
from juryapp.domain.sheets import Sheet, sheet_cells
from juryapp.domain.statements import MarkContent, MarkKey, MarkState, NomineeKey, mark

ROUND = RoundId("R-1")
HALF_POINTS = Scale(0, 20, Fraction(1, 2))  # 0 to 10 in half points
TENTHS = Scale(0, 100, Fraction(1, 10))

NOT_ASSESSED = MarkContent(MarkState.NOT_ASSESSED)
CLEARED = MarkContent(MarkState.CLEARED)
WITHDRAWN = MarkContent(MarkState.WITHDRAWN)

Grid = Mapping[str, Mapping[str, Sequence[str | None]]]  # nominee → juror → marks as text


def validation_data(name: str) -> Any:
    """Return one of the files in tests/data/validation."""
    path = Path(__file__).parent / "data" / "validation" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def category(name: str = "A", finalists: int = 3, winners: int = 1) -> Category:
    return Category(id=CategoryId(name), name=f"Class {name}", finalists=finalists, winners=winners)


def nominee(name: str, home: str = "A", *, withdrawn: bool = False) -> Nominee:
    return Nominee(
        id=NomineeId(name), number=1, name=name, category=CategoryId(home), withdrawn=withdrawn
    )


def criterion(
    name: str, weight: Fraction | str = "1", scale: Scale = HALF_POINTS, order: int = 0
) -> Criterion:
    return Criterion(
        id=CriterionId(name), name=name, weight=Fraction(weight), scale=scale, order=order
    )


def mark_key(juror: str, who: str, what: str) -> MarkKey:
    return MarkKey(ROUND, JurorId(juror), NomineeId(who), CriterionId(what))


def nominee_key(juror: str, who: str) -> NomineeKey:
    return NomineeKey(ROUND, JurorId(juror), NomineeId(who))


def marks_of(grid: Grid, criteria: Sequence[Criterion]) -> dict[MarkKey, MarkContent]:
    """Return the marks of `grid`, written as decimal texts in the order of `criteria`; None: not assessed."""
    marks: dict[MarkKey, MarkContent] = {}
    for who, by_juror in grid.items():
        for juror, values in by_juror.items():
            for one, value in zip(criteria, values, strict=True):
                said = NOT_ASSESSED if value is None else mark(one.scale.points(Fraction(value)))
                marks[mark_key(juror, who, one.id)] = said
    return marks


def all_impartial(
    jurors: Sequence[str], nominees: Sequence[str]
) -> dict[tuple[JurorId, NomineeId], Standing]:
    return {(JurorId(j), NomineeId(n)): Standing.IMPARTIAL for j in jurors for n in nominees}


def scoring_of(
    grid: Grid,
    criteria: Sequence[Criterion],
    *,
    standings: Mapping[tuple[JurorId, NomineeId], Standing] | None = None,
    rules: Rules | None = None,
    categories: Sequence[Category] = (category(),),
    nominees: Sequence[Nominee] | None = None,
    conflicts: Sequence[MarkKey] = (),
    extra: Mapping[MarkKey, MarkContent] | None = None,
    waived: bool = False,
) -> Scoring:
    """Return what a result is made of, with a file handed in by every juror of `grid`."""
    jurors = sorted({juror for by_juror in grid.values() for juror in by_juror})
    listed = nominees if nominees is not None else [nominee(name) for name in grid]
    marks = {**marks_of(grid, criteria), **(extra or {})}
    stands = standings if standings is not None else all_impartial(jurors, [*grid])
    sheets = [
        Sheet(
            juror=JurorId(juror),
            cells=sheet_cells(
                JurorId(juror), [n.id for n in listed], [c.id for c in criteria], marks, stands
            ),
            received=True,
            handed_in=True,
        )
        for juror in jurors
    ]
    return Scoring(
        categories=categories,
        nominees=listed,
        criteria=criteria,
        rules=rules or Rules(),
        sheets=sheets,
        standings=stands,
        marks=marks,
        conflicts=conflicts,
        waived=waived,
    )
