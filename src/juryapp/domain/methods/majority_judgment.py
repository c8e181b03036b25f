"""Majority judgment: the grade that a majority would give at least, and what tells equal ones apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from itertools import groupby

from juryapp.base.i18n import N_
from juryapp.domain.methods.ballots import Ballots
from juryapp.domain.methods.means import refuse_weights
from juryapp.domain.methods.method import Ordering

Run = tuple[Fraction, Fraction]
"""How far from the middle (as a share of all ballots) a grade reaches, and the grade."""


@dataclass(frozen=True, slots=True)
class MajorityJudgment:
    """The lower median grade; ties by taking one median grade away from each, again and again.

    Nominees with different numbers of ballots are compared as if each ballot were repeated up to a common
    number. Taking medians away walks outwards from the middle: down, up, down, up. So two nominees are
    compared at growing distance from the middle, as shares of their ballots, below before above, and no
    ballot has to be repeated to do it.

    Source: M. Balinski and R. Laraki, Majority Judgment, MIT Press 2010.
    """

    name: str = "majority-judgment"
    title: str = N_("Majority judgment")
    higher_is_better: bool = True

    def order(self, ballots: Ballots) -> Ordering:
        """Return the order. Raises RuleError if jurors are weighted."""
        refuse_weights(ballots)
        seen = {n: _Walk.of(ballots.sorted_values(n)) for n in ballots.marked}
        best_first = sorted(seen.values(), key=cmp_to_key(_Walk.compare), reverse=True)
        ranks: list[_Walk] = []
        for walk in best_first:
            if not ranks or ranks[-1].compare(walk) != 0:
                ranks.append(walk)
        found = tuple(
            tuple(n for n, walk in seen.items() if walk.compare(group) == 0) for group in ranks
        )
        grades = {n: walk.grade for n, walk in seen.items()}
        return Ordering(
            groups=found,
            values=grades,
            decided_by={
                name: "median-removal"
                for group in found
                for name in group
                if any(grades[name] == grades[n] for n in seen if n not in group)
            },
            not_ranked=tuple(n for n in ballots.nominees if n not in seen),
        )


@dataclass(frozen=True, slots=True)
class _Walk:
    """A nominee's grades, walked outwards from the middle."""

    below: tuple[Run, ...]
    above: tuple[Run, ...]

    @classmethod
    def of(cls, grades: Sequence[Fraction]) -> _Walk:
        """Return the walk over sorted grades. Each is halved, so that there is a middle between two."""
        halved = [grade for grade in grades for _ in range(2)]
        middle = len(grades)
        return cls(_runs(halved[:middle][::-1], middle), _runs(halved[middle:], middle))

    @property
    def grade(self) -> Fraction:
        """The lower median: what at least half of the ballots give."""
        return self.below[0][1]

    def compare(self, other: _Walk) -> int:
        """Return 1, 0 or −1: whether this walk meets the better grade first."""
        ends = sorted({end for walk in (self, other) for end, _ in (*walk.below, *walk.above)})
        for end in ends:
            for mine, theirs in (
                (_at(self.below, end), _at(other.below, end)),
                (_at(self.above, end), _at(other.above, end)),
            ):
                if mine != theirs:
                    return 1 if mine > theirs else -1
        return 0


def _runs(outwards: Sequence[Fraction], whole: int) -> tuple[Run, ...]:
    runs: list[Run] = []
    reached = 0
    for grade, equal in groupby(outwards):
        reached += len(list(equal))
        runs.append((Fraction(reached, whole), grade))
    return tuple(runs)


def _at(runs: Sequence[Run], end: Fraction) -> Fraction:
    """Return the grade just before `end`."""
    return next(grade for reach, grade in runs if reach >= end)
