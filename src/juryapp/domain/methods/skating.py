"""The skating system of dance sport: majorities of places in each dance, then sums over the dances.

A dance is a criterion here; with one criterion (or none) there is one dance. Each juror places every couple
in every dance, strictly. The numbers of the rules are those of the system:

* 5–8, one dance: the place goes to the couple that a majority of jurors puts there or higher; more such
  jurors before fewer, then the lower sum of those places, then the next column for those still tied.
* 9: places are added over the dances; the lowest sum first.
* 10: of couples with equal sums the place goes to the one with most dances at that place or higher, then to
  the one with the lower sum of those places.
* 11: then all jurors' places in all dances are treated as one dance. Whoever is still tied shares.

Those that rule 10 cannot tell apart are all placed before the others of their group; whoever is left after
a place was given begins at rule 10 for the next one.

Source: A. Dawson, The Skating System, 1963; WDSF rules. Ties share the mean of their places (5.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from juryapp.base.i18n import N_
from juryapp.domain.methods.ballots import Ballots, places_in, strict_places
from juryapp.domain.methods.means import refuse_weights
from juryapp.domain.methods.method import Ordering

Marks = Mapping[str, Sequence[int]]
"""Couple → the jurors' places."""

Places = Mapping[str, Fraction]
"""Couple → place; shared places are the mean of those they stand for."""


@dataclass(frozen=True, slots=True)
class Skating:
    """The skating system, rules 5 to 11."""

    name: str = "skating"
    title: str = N_("Skating system")
    higher_is_better: bool = False

    def order(self, ballots: Ballots) -> Ordering:
        """Return the order.

        Raises:
            RuleError: Somebody has not placed everybody, or has placed two alike, or jurors are weighted.
        """
        refuse_weights(ballots)
        dances = [_marks(ballots, part) for part in sorted(ballots.parts)] or [_marks(ballots)]
        placed = [one_dance(marks) for marks in dances]
        if len(dances) == 1:
            return Ordering(groups=_grouped(placed[0], ballots), values=dict(placed[0]))
        final = summary(placed, dances)
        totals = {couple: _total(couple, placed) for couple in final.places}
        return Ordering(
            groups=_grouped(final.places, ballots),
            values=dict(totals),
            decided_by={c: f"rule-{rule}" for c, rule in final.rules.items() if rule > 9},
        )


def one_dance(marks: Marks) -> Places:
    """Return the places of one dance, by rules 5 to 8."""
    return places_in(_ranked(list(marks), marks, 1, len(marks)))


@dataclass(frozen=True, slots=True)
class Summary:
    """The final places, and by which rule each was found."""

    places: Places
    rules: Mapping[str, int]


def summary(placed: Sequence[Places], marks: Sequence[Marks] = ()) -> Summary:
    """Return the places over several dances, by rules 9 to 11.

    Args:
        placed: The places in each dance.
        marks: The jurors' places in each dance, for rule 11; without them ties after rule 10 stay.
    """
    found = _Summing(placed, marks)
    return found.result()


class _Summing:
    """Places couples over several dances, from the lowest sum on."""

    def __init__(self, placed: Sequence[Places], marks: Sequence[Marks]) -> None:
        self._placed = placed
        self._all = (
            {c: [m for dance in marks for m in dance[c]] for c in placed[0]} if marks else {}
        )
        self._order: list[list[str]] = []
        self._rules: dict[str, int] = {}

    def result(self) -> Summary:
        totals: dict[Fraction, list[str]] = {}
        for couple in self._placed[0]:
            totals.setdefault(_total(couple, self._placed), []).append(couple)
        for total in sorted(totals):
            self._place(totals[total])
        return Summary(places_in(self._order), self._rules)

    def _place(self, tied: list[str]) -> None:
        """Give places to couples with equal sums."""
        rule, left = 9, list(tied)
        while left:
            best = self._by_rule_10(left)
            if len(best) == 1:
                self._give(best, rule if len(left) == 1 else 10)
            else:
                self._tell_apart(best)
            left = [couple for couple in left if couple not in best]
            rule = 10

    def _tell_apart(self, tied: list[str]) -> None:
        """Give places to couples that rule 10 cannot tell apart; after the first they begin there again."""
        first = self._by_rule_11(tied)
        self._give(first, 11)
        left = [couple for couple in tied if couple not in first]
        if len(left) == 1:
            self._give(left, 11)
        elif left:
            self._place(left)

    def _give(self, couples: list[str], rule: int) -> None:
        self._order.append(couples)
        self._rules.update(dict.fromkeys(couples, rule))

    @property
    def _next(self) -> int:
        return 1 + sum(len(group) for group in self._order)

    def _by_rule_10(self, couples: list[str]) -> list[str]:
        """Return who has most dances at the next place or higher, and of these the lowest sum."""
        near = {
            couple: [dance[couple] for dance in self._placed if dance[couple] <= self._next]
            for couple in couples
        }
        return _first(couples, {c: (-len(found), sum(found)) for c, found in near.items()})

    def _by_rule_11(self, couples: list[str]) -> list[str]:
        """Return who is first of these when all dances are one."""
        if not self._all:
            return couples
        return _ranked(couples, self._all, self._next, len(self._all))[0]


def _ranked(couples: list[str], marks: Marks, column: int, last: int) -> list[list[str]]:
    """Return couples in groups, best first, looking from a column on; a group could not be told apart."""
    order: list[list[str]] = []
    left = list(couples)
    while left and column <= last:
        reached = {couple: [m for m in marks[couple] if m <= column] for couple in left}
        able = [c for c in left if 2 * len(reached[c]) > len(marks[c])]
        while able:
            best = _first(able, {c: (-len(reached[c]), sum(reached[c])) for c in able})
            order += [best] if len(best) == 1 else _ranked(best, marks, column + 1, last)
            able = [couple for couple in able if couple not in best]
            left = [couple for couple in left if couple not in best]
        column += 1
    return [*order, left] if left else order


def _first(couples: Iterable[str], keys: Mapping[str, tuple[Fraction | int, ...]]) -> list[str]:
    listed = list(couples)
    least = min(keys[couple] for couple in listed)
    return [couple for couple in listed if keys[couple] == least]


def _total(couple: str, placed: Sequence[Places]) -> Fraction:
    return sum((dance[couple] for dance in placed), Fraction(0))


def _marks(ballots: Ballots, part: str = "") -> dict[str, list[int]]:
    """Return the couples' places, each juror's as often as there are ballots like it."""
    places = strict_places(ballots, part)
    return {
        couple: [p for juror, p in sorted(of.items()) for _ in range(ballots.count(juror))]
        for couple, of in places.items()
    }


def _grouped(places: Places, ballots: Ballots) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(n for n in ballots.nominees if places[n] == place)
        for place in sorted(set(places.values()))
    )
