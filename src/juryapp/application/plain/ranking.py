"""Ranking a plain table by any method, so that any old spreadsheet can be checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final

from juryapp.application.plain.marks import MarkKind, PlainMarks, Reading
from juryapp.base.canonical import canonical_hash
from juryapp.base.errors import UsageError
from juryapp.base.i18n import N_
from juryapp.base.numbers import fraction_text
from juryapp.domain.criteria import Missing
from juryapp.domain.methods import Ballots, Warned, method_named
from juryapp.domain.methods.ranking import PlaceStyle, Ranking, ranking_of
from juryapp.domain.methods.tie_steps import resolved, tie_step

UNKNOWN_WEIGHT: Final = N_("There is no criterion “{name}” in the table. Those there are: {names}.")
UNKNOWN_JUROR: Final = N_("There is no juror “{name}” in the table. Those there are: {names}.")
NO_WEIGHT: Final = N_(
    "The weights sum to zero, so nothing counts. Give at least one criterion a weight."
)
NEGATIVE: Final = N_("The weight of “{name}” is below zero. Weights are zero or more.")
NOTHING_LEFT: Final = N_("The weights of the jurors sum to zero. Give at least one juror a weight.")
OPEN: Final = N_(
    "Not assessed: {n}. The ranking counts what is there; it is not final until they are settled."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainRules:
    """How a plain table is ranked."""

    method: str = "mean"
    weights: Mapping[str, Fraction] = field(default_factory=dict)  # by criterion; none: all alike
    juror_weights: Mapping[str, Fraction] = field(default_factory=dict)
    missing: Missing = Missing.RENORMALISE
    ties: tuple[str, ...] = ()
    places: PlaceStyle = PlaceStyle.STANDARD
    advance: int | None = None
    reading: Reading = field(default_factory=Reading)

    @property
    def hash(self) -> str:
        """What these rules are recognised by."""
        return canonical_hash(
            {
                "method": self.method,
                "weights": {name: fraction_text(w) for name, w in self.weights.items()},
                "juror_weights": {name: fraction_text(w) for name, w in self.juror_weights.items()},
                "missing": str(self.missing),
                "ties": list(self.ties),
                "places": str(self.places),
                "advance": self.advance,
                "marks": str(self.reading.kind),
                "grades": list(self.reading.grades),
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainRanking:
    """A ranked table."""

    rules: PlainRules
    ranking: Ranking
    not_assessed: int

    @property
    def open(self) -> bool:
        """Whether something was not assessed, so that the ranking is not final."""
        return self.not_assessed > 0


def rank_plain(marks: PlainMarks, rules: PlainRules) -> PlainRanking:
    """Return the ranking of a plain table.

    Raises:
        UsageError: The rules name what the table does not have, or weigh everything with zero.
        RuleError: The method or the tie chain is not defined for such marks.
    """
    ballots = ballots_of(marks, rules)
    method = method_named(rules.method, seats=rules.advance or 1)
    steps = [tie_step(step, marks.criteria) for step in rules.ties if step != "shared"]
    ordering = resolved(method.order(ballots), ballots, steps)
    ranking = ranking_of(ordering, ballots, style=rules.places, advance=rules.advance)
    if marks.not_assessed:
        warned = Warned(text=OPEN, params={"n": len(marks.not_assessed)})
        ranking = replace(ranking, warnings=(*ranking.warnings, warned))
    return PlainRanking(rules=rules, ranking=ranking, not_assessed=len(marks.not_assessed))


def ballots_of(marks: PlainMarks, rules: PlainRules) -> Ballots:
    """Return the ballots that a method is given: criteria put together by their weights."""
    weights = _weights(marks, rules.weights)
    _check_jurors(marks, rules.juror_weights)
    parts: dict[str, dict[str, dict[str, Fraction]]] = {
        criterion: {nominee: {} for nominee in marks.nominees}
        for criterion in sorted(marks.criteria, key=lambda name: -weights[name])
    }
    for (nominee, juror, criterion), value in marks.marks.items():
        parts[criterion][nominee][juror] = value
    values = {n: _values(n, parts, weights, marks, rules.missing) for n in marks.nominees}
    return Ballots(
        nominees=marks.nominees,
        values=values,
        weights=dict(rules.juror_weights),
        counts=marks.counts,
        parts=parts if len(parts) > 1 else {},
    )


def _values(
    nominee: str,
    parts: Mapping[str, Mapping[str, Mapping[str, Fraction]]],
    weights: Mapping[str, Fraction],
    marks: PlainMarks,
    missing: Missing,
) -> dict[str, Fraction]:
    values: dict[str, Fraction] = {}
    for juror in marks.jurors:
        given = {c: part[nominee][juror] for c, part in parts.items() if juror in part[nominee]}
        counted = sum((weights[c] for c in given), Fraction(0))
        void = missing is Missing.VOID and len(given) < len(parts)
        if counted and not void:
            values[juror] = sum((weights[c] * v for c, v in given.items()), Fraction(0)) / counted
    return values


def _weights(marks: PlainMarks, given: Mapping[str, Fraction]) -> dict[str, Fraction]:
    names = ", ".join(marks.criteria)
    for name, weight in given.items():
        if name not in marks.criteria:
            raise UsageError(UNKNOWN_WEIGHT, code="E-CRITERION", name=name, names=names)
        if weight < 0:
            raise UsageError(NEGATIVE, code="E-WEIGHTS", name=name)
    if not given:
        return dict.fromkeys(marks.criteria, Fraction(1))
    if not sum(given.values(), Fraction(0)):
        raise UsageError(NO_WEIGHT, code="E-WEIGHTS")
    return {criterion: given.get(criterion, Fraction(0)) for criterion in marks.criteria}


def _check_jurors(marks: PlainMarks, given: Mapping[str, Fraction]) -> None:
    for name, weight in given.items():
        if name not in marks.jurors:
            names = ", ".join(marks.jurors)
            raise UsageError(UNKNOWN_JUROR, code="E-JUROR", name=name, names=names)
        if weight < 0:
            raise UsageError(NEGATIVE, code="E-WEIGHTS", name=name)
    if given and not any(given.get(juror, Fraction(1)) for juror in marks.jurors):
        raise UsageError(NOTHING_LEFT, code="E-WEIGHTS")


def printed(value: Fraction | None, rules: PlainRules) -> Fraction | None:
    """Return a value as people count it: a mean of places is above zero, although less is better there."""
    if value is None or rules.reading.kind is not MarkKind.PLACES:
        return value
    return -value if rules.method in AVERAGING else value


AVERAGING: Final = frozenset(
    {"mean", "drop1", "median", "sum", "majority-judgment", "adjusted", "adjusted-shrunken"}
)
"""Methods whose value is in the unit of the marks."""
