"""How a nominee's points came about: the same exact numbers as in the total, juror by juror, and in words.

Nothing is worked out twice: the parts come from the total of the result itself, and a test holds that they
add up to it exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from juryapp.base.i18n import N_, _, ngettext
from juryapp.base.numbers import decimal_text, format_exactly, format_number
from juryapp.domain.criteria import Criterion
from juryapp.domain.ids import CriterionId, JurorId, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.totals import JurorScore, NomineeTotal


class LeftOut(StrEnum):
    """Why a juror is not in the mean."""

    RECUSED = "recused"
    PENDING = "pending"
    UNDECLARED = "undeclared"
    INCOMPLETE = "incomplete"  # the rules ask for a mark on every criterion
    NOTHING = "nothing"  # no mark at all


LEFT_OUT_TEXTS: Mapping[LeftOut, str] = {
    LeftOut.RECUSED: N_(
        "{juror} is recused, and is neither in the sum nor in the number of jurors."
    ),
    LeftOut.PENDING: N_("{juror} does not count yet: the panel has to decide on impartiality."),
    LeftOut.UNDECLARED: N_(
        "{juror} does not count yet: the question of impartiality has not been answered."
    ),
    LeftOut.INCOMPLETE: N_(
        "{juror} does not count here: the rules ask for a mark on every criterion, and one is missing."
    ),
    LeftOut.NOTHING: N_("{juror} does not count here: there is no mark."),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A mark and how much it weighs."""

    criterion: CriterionId
    mark: Fraction
    weight: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class JurorMean:
    """How one juror's mean was made; `left_out` says why it is in no total."""

    juror: JurorId
    terms: tuple[Term, ...]
    without: tuple[CriterionId, ...]  # criteria that this juror gave no mark
    left_out: LeftOut | None

    @property
    def weighted(self) -> Fraction:
        """The marks times their weights, added up."""
        return sum((term.mark * term.weight for term in self.terms), Fraction(0))

    @property
    def weights(self) -> Fraction:
        """The weights that took part, added up."""
        return sum((term.weight for term in self.terms), Fraction(0))

    @property
    def mean(self) -> Fraction:
        """The juror's weighted mean. Raises ZeroDivisionError without a mark."""
        return self.weighted / self.weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic:
    """How a total was made."""

    nominee: NomineeId
    counted: tuple[JurorMean, ...]
    left_out: tuple[JurorMean, ...]

    @property
    def total(self) -> Fraction:
        """The counted jurors' means, added up."""
        return sum((part.mean for part in self.counted), Fraction(0))

    @property
    def value(self) -> Fraction | None:
        """The nominee's points; None if nobody counts."""
        return self.total / len(self.counted) if self.counted else None


def arithmetic(total: NomineeTotal, criteria: Sequence[Criterion]) -> Arithmetic:
    """Return how `total` was made of marks and weights."""
    parts = [_part(score, criteria) for score in total.scores]
    return Arithmetic(
        nominee=total.nominee,
        counted=tuple(part for part in parts if part.left_out is None),
        left_out=tuple(part for part in parts if part.left_out is not None),
    )


def _part(score: JurorScore, criteria: Sequence[Criterion]) -> JurorMean:
    given = {c: said.points for c, said in score.marks.items() if said.points is not None}
    return JurorMean(
        juror=score.juror,
        terms=tuple(
            Term(c.id, c.scale.value(given[c.id]), c.weight) for c in criteria if c.id in given
        ),
        without=tuple(c.id for c in criteria if c.id not in given),
        left_out=None if score.counts else _why_not(score, has_marks=bool(given)),
    )


def _why_not(score: JurorScore, *, has_marks: bool) -> LeftOut:
    if score.standing is not Standing.IMPARTIAL:
        return LeftOut(score.standing.value)
    return LeftOut.INCOMPLETE if has_marks else LeftOut.NOTHING


# ------------------------------------------------------------------- in plain words


def arithmetic_lines(
    made: Arithmetic,
    *,
    name: Callable[[JurorId], str],
    criteria: Mapping[CriterionId, Criterion],
    decimals: int,
) -> list[str]:
    """Return how the points came about, a sentence a line, in the language in use."""
    lines = [_juror_line(part, name(part.juror), criteria) for part in made.counted]
    lines += [
        _(LEFT_OUT_TEXTS[part.left_out]).format(juror=name(part.juror))
        for part in made.left_out
        if part.left_out is not None
    ]
    if made.value is not None:
        lines += _total_lines(made, made.value, decimals)
    return lines


def _juror_line(part: JurorMean, name: str, criteria: Mapping[CriterionId, Criterion]) -> str:
    products = " + ".join(
        f"{format_exactly(term.mark)} × {format_exactly(term.weight)}" for term in part.terms
    )
    line = _("{juror}: {products} = {sum}. Divided by the weights, {weights}: {mean}.").format(
        juror=name,
        products=products,
        sum=format_exactly(part.weighted),
        weights=format_exactly(part.weights),
        mean=exact_words(part.mean),
    )
    if not part.without:
        return line
    names = ", ".join(criteria[c].name for c in part.without)
    return _("{line} No mark for: {criteria}. What it weighs is left out.").format(
        line=line, criteria=names
    )


def _total_lines(made: Arithmetic, value: Fraction, decimals: int) -> list[str]:
    together = ngettext(
        "{sum} in all, divided by {n} juror: {value}.",
        "{sum} in all, divided by {n} jurors: {value}.",
        len(made.counted),
    ).format(sum=exact_words(made.total), n=len(made.counted), value=exact_words(value))
    shown = _("Shown as {shown}. The place comes from the exact number.").format(
        shown=format_number(value, decimals)
    )
    return [together, shown]


def exact_words(value: Fraction) -> str:
    """Return a number so that nothing is lost: 7,85, or 47/6 (7,8333 …) where decimals never end."""
    if Fraction(decimal_text(value, 6)) == value:
        return format_exactly(value)
    return _("{fraction} ({decimals} …)").format(
        fraction=f"{value.numerator}/{value.denominator}", decimals=format_number(value, 4)
    )


def shown_difference(above: Fraction, below: Fraction, decimals: int) -> Fraction:
    """Return the difference between two totals as it can be read off their shown decimals."""
    return Fraction(decimal_text(above, decimals)) - Fraction(decimal_text(below, decimals))
