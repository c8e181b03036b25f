"""From marks to a total per nominee: the weighted mean, in exact numbers.

For juror j and nominee i: y_ij = Σ_c w_c s_ijc / Σ_c w_c over the assessed criteria c; the total is the mean
of y_ij over the jurors who are present, that is impartial and with a value. A recused juror is absent from
numerator and denominator. 0 is a mark like any other. No float takes part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from juryapp.domain.criteria import Criterion, Missing
from juryapp.domain.ids import CriterionId, JurorId, NomineeId
from juryapp.domain.impartiality import Standing, Standings
from juryapp.domain.sheets import grouped_marks
from juryapp.domain.statements import MarkContent, MarkKey

Marks = Mapping[MarkKey, MarkContent]


@dataclass(frozen=True, slots=True, kw_only=True)
class JurorScore:
    """One juror's part in one nominee's total."""

    juror: JurorId
    standing: Standing
    marks: Mapping[CriterionId, MarkContent]  # what was said; a criterion without a word is absent
    value: Fraction | None  # weighted mean in points of the scale; None: does not count

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
    by_pair = grouped_marks(marks)
    return [
        _total(
            nominee,
            [
                _score(
                    juror,
                    standings.get((juror, nominee), Standing.UNDECLARED),
                    by_pair.get((juror, nominee), {}),
                    criteria,
                    missing,
                )
                for juror in jurors
            ],
            criteria,
        )
        for nominee in nominees
    ]


def weighted_mean(
    marks: Mapping[CriterionId, MarkContent], criteria: Sequence[Criterion], missing: Missing
) -> Fraction | None:
    """Return one juror's weighted mean for one nominee, in points; None if there is none.

    With `Missing.VOID` one criterion without a mark is enough for None.
    """
    weighted = Fraction(0)
    weights = Fraction(0)
    for criterion in criteria:
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
    said = [
        score.marks[criterion.id]
        for score in scores
        if score.counts and criterion.id in score.marks
    ]
    points = [content.points for content in said if content.points is not None]
    return sum(points) * criterion.scale.step / len(points) if points else None
