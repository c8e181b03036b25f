"""What a method is given: who gave whom how much.

A value is exact and more is better. A juror without a value for a nominee is absent there (recused, or not
assessed): absent from numerator and denominator, never a zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_

EMPTY = N_("There is nothing to rank: no nominee has a mark.")
NOT_COMPLETE = N_(
    "“{juror}” has not placed {nominee}. This method needs every nominee placed by everybody."
)
NOT_STRICT = N_(
    "“{juror}” has placed {first} and {second} alike. This method needs a strict order."
)

Values = Mapping[str, Mapping[str, Fraction]]
"""Nominee → juror → value."""


@dataclass(frozen=True)
class Ballots:
    """What all jurors say of all nominees.

    Attributes:
        nominees: In the order in which tied ones are listed; it decides nothing else.
        values: Nominee → juror → value; more is better.
        weights: How much a juror's word weighs in sums and means; 1 where nothing is said.
        counts: How many equal ballots a juror's stands for; 1 where nothing is said.
        parts: The same values for each criterion (or dance) alone, for methods and tie steps that look
            at them; empty where there is only one.
    """

    nominees: tuple[str, ...]
    values: Values
    weights: Mapping[str, Fraction] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    parts: Mapping[str, Values] = field(default_factory=dict)

    @cached_property
    def jurors(self) -> tuple[str, ...]:
        """Everybody who has given a value, sorted."""
        return tuple(sorted({juror for given in self.values.values() for juror in given}))

    @cached_property
    def marked(self) -> tuple[str, ...]:
        """The nominees with at least one value, in their order."""
        return tuple(nominee for nominee in self.nominees if self.values.get(nominee))

    def of(self, nominee: str) -> Mapping[str, Fraction]:
        """Return the values of one nominee by juror."""
        return self.values.get(nominee, {})

    def weight(self, juror: str) -> Fraction:
        """Return how much a juror's ballots weigh together."""
        return self.weights.get(juror, Fraction(1)) * self.count(juror)

    def count(self, juror: str) -> int:
        """Return how many equal ballots a juror's stands for."""
        return self.counts.get(juror, 1)

    def ballots_on(self, nominee: str) -> int:
        """Return how many ballots there are on a nominee."""
        return sum(self.count(juror) for juror in self.of(nominee))

    def sorted_values(self, nominee: str) -> list[Fraction]:
        """Return a nominee's values, lowest first, each as often as it was given."""
        given = sorted((value, self.count(juror)) for juror, value in self.of(nominee).items())
        return [value for value, count in given for _ in range(count)]

    def ranking(self, juror: str) -> list[list[str]]:
        """Return one juror's order: groups of nominees with equal values, best group first."""
        given = {n: self.of(n)[juror] for n in self.nominees if juror in self.of(n)}
        return groups(given)

    def is_complete(self) -> bool:
        """Return whether everybody has a value for every nominee."""
        return all(len(self.of(nominee)) == len(self.jurors) for nominee in self.nominees)

    def only(self, nominees: Sequence[str]) -> Ballots:
        """Return the same ballots with some of the nominees alone."""
        kept = set(nominees)
        return Ballots(
            nominees=tuple(n for n in self.nominees if n in kept),
            values={n: given for n, given in self.values.items() if n in kept},
            weights=self.weights,
            counts=self.counts,
            parts={
                part: {n: given for n, given in values.items() if n in kept}
                for part, values in self.parts.items()
            },
        )

    def without(self, juror: str) -> Ballots:
        """Return the same ballots without one juror's."""
        return Ballots(
            nominees=self.nominees,
            values=_without(self.values, juror),
            weights=self.weights,
            counts=self.counts,
            parts={part: _without(values, juror) for part, values in self.parts.items()},
        )


def _without(values: Values, juror: str) -> Values:
    return {
        nominee: {other: value for other, value in given.items() if other != juror}
        for nominee, given in values.items()
    }


def groups(keys: Mapping[str, Fraction]) -> list[list[str]]:
    """Return the names in groups of equal numbers, the largest number first; in a group as they came."""
    found: dict[Fraction, list[str]] = {}
    for name, key in keys.items():
        found.setdefault(key, []).append(name)
    return [found[key] for key in sorted(found, reverse=True)]


def places_in(ranking: Iterable[Sequence[str]]) -> dict[str, Fraction]:
    """Return the place of each name in groups, best first; those in a group share the mean of theirs."""
    places: dict[str, Fraction] = {}
    before = 0
    for group in ranking:
        shared = Fraction(2 * before + len(group) + 1, 2)
        places.update(dict.fromkeys(group, shared))
        before += len(group)
    return places


def strict_places(ballots: Ballots, part: str = "") -> dict[str, dict[str, int]]:
    """Return nominee → juror → place from 1.

    Raises:
        RuleError: Somebody has left a nominee out, or placed two alike.
    """
    values = ballots.parts[part] if part else ballots.values
    seen = Ballots(ballots.nominees, values)
    places: dict[str, dict[str, int]] = {nominee: {} for nominee in ballots.nominees}
    for juror in seen.jurors:
        for nominee in ballots.nominees:
            if juror not in seen.of(nominee):
                raise RuleError(NOT_COMPLETE, code="E-INCOMPLETE", juror=juror, nominee=nominee)
        for place, group in enumerate(seen.ranking(juror), 1):
            if len(group) > 1:
                first, second = group[:2]
                raise RuleError(NOT_STRICT, code="E-TIED", juror=juror, first=first, second=second)
            places[group[0]][juror] = place
    return places
