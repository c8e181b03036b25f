"""From marks to a total per nominee: the weighted mean, in exact numbers.

For juror j and nominee i: y_ij = Σ_c w_c s_ijc / Σ_c w_c over the assessed criteria c; the total is the mean
of y_ij over the jurors who are present, that is impartial and with a value. A recused juror is absent from
numerator and denominator. 0 is a mark like any other. No float takes part.

A yes counts 1 and a no 0, so that the total is the share of yes; of a recommendation the levels are counted
from 0, the lowest. Where an order is asked for, y_ij is Borda's n − place among the n nominees of the
category, on a list that is stretched to n where the juror placed fewer (`methods.places`); the mean place is
n less the total. A comment in words counts nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from juryapp.domain.answers import order_criterion
from juryapp.domain.criteria import Criterion, CriterionKind, Missing
from juryapp.domain.ids import CriterionId, JurorId, NomineeId
from juryapp.domain.impartiality import Standing, Standings
from juryapp.domain.methods.ballots import Ballots, Values
from juryapp.domain.methods.places import stretched_places
from juryapp.domain.sheets import grouped_marks
from juryapp.domain.statements import MarkContent, MarkKey

Marks = Mapping[MarkKey, MarkContent]


@dataclass(frozen=True, slots=True, kw_only=True)
class JurorScore:
    """One juror's part in one nominee's total."""

    juror: JurorId
    standing: Standing
    marks: Mapping[CriterionId, MarkContent]  # what was said; a criterion without a word is absent
    value: (
        Fraction | None
    )  # weighted mean in points of the scale, or by place; None: does not count

    @property
    def counts(self) -> bool:
        """Whether this juror is in the mean."""
        return self.value is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class NomineeTotal:
    """A nominee's total and everything it was made of."""

    nominee: NomineeId
    value: Fraction | None  # None: nobody counts
    scores: tuple[JurorScore, ...]
    criterion_means: Mapping[CriterionId, Fraction | None]  # over the jurors in the mean

    @property
    def counted(self) -> int:
        """How many jurors are in the mean."""
        return sum(score.counts for score in self.scores)


def nominee_totals(
    marks: Marks,
    *,
    nominees: Iterable[NomineeId],
    jurors: Sequence[JurorId],
    criteria: Sequence[Criterion],
    standings: Standings,
    missing: Missing,
) -> list[NomineeTotal]:
    """Return a total per nominee, in the order given; the cost grows linearly with the marks."""
    by_pair, listed = grouped_marks(marks), list(nominees)

    def scores(nominee: NomineeId) -> list[JurorScore]:
        stands = [standings.get((juror, nominee), Standing.UNDECLARED) for juror in jurors]
        return [
            _score(juror, standing, by_pair.get((juror, nominee), {}), criteria, missing)
            for juror, standing in zip(jurors, stands, strict=True)
        ]

    asked = order_criterion(criteria)
    of_all = {nominee: scores(nominee) for nominee in listed}
    if asked is not None:
        of_all = _by_place(of_all, asked)
    return [_total(nominee, of_all[nominee], criteria) for nominee in listed]


def _by_place(
    of_all: Mapping[NomineeId, list[JurorScore]], asked: Criterion
) -> dict[NomineeId, list[JurorScore]]:
    """Return the scores with n − place for a value; the places are those on a list of all n."""
    said = {
        nominee: {
            score.juror: Fraction(-points)
            for score in scores
            if score.counts and (points := score.marks[asked.id].points) is not None
        }
        for nominee, scores in of_all.items()
    }
    values: Values = {str(n): {str(j): v for j, v in given.items()} for n, given in said.items()}
    places = stretched_places(Ballots(tuple(values), values))
    return {
        nominee: [
            replace(score, value=len(of_all) - places[nominee][score.juror])
            if score.juror in places[nominee]
            else score
            for score in scores
        ]
        for nominee, scores in of_all.items()
    }


def weighted_mean(
    marks: Mapping[CriterionId, MarkContent], criteria: Sequence[Criterion], missing: Missing
) -> Fraction | None:
    """Return one juror's weighted mean for one nominee, in points; None if there is none.

    With `Missing.VOID` one criterion without a mark is enough for None.
    """
    weighted = Fraction(0)
    weights = Fraction(0)
    for criterion in criteria:
        if (
            criterion.kind is CriterionKind.TEXT
        ):  # asked here and not before: this is done very often
            continue
        said = marks.get(criterion.id)
        if said is None or said.points is None:
            if missing is Missing.VOID:
                return None
            continue
        weighted += criterion.weight * criterion.scale.value(said.points)
        weights += criterion.weight
    return weighted / weights if weights else None


def _score(
    juror: JurorId,
    standing: Standing,
    marks: Mapping[CriterionId, MarkContent],
    criteria: Sequence[Criterion],
    missing: Missing,
) -> JurorScore:
    present = standing is Standing.IMPARTIAL
    value = weighted_mean(marks, criteria, missing) if present else None
    return JurorScore(juror=juror, standing=standing, marks=marks, value=value)


def _total(
    nominee: NomineeId, scores: list[JurorScore], criteria: Sequence[Criterion]
) -> NomineeTotal:
    values = [score.value for score in scores if score.value is not None]
    return NomineeTotal(
        nominee=nominee,
        value=sum(values, Fraction(0)) / len(values) if values else None,
        scores=tuple(scores),
        criterion_means={c.id: _criterion_mean(c, scores) for c in criteria},
    )


def _criterion_mean(criterion: Criterion, scores: list[JurorScore]) -> Fraction | None:
    """Return the mean of the marks themselves; of a comment there is none."""
    if not criterion.counts:
        return None
    said = [
        score.marks[criterion.id]
        for score in scores
        if score.counts and criterion.id in score.marks
    ]
    points = [content.points for content in said if content.points is not None]
    return sum(points) * criterion.scale.step / len(points) if points else None
