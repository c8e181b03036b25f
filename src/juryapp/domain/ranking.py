"""From totals to places: best first, equal totals share a place (1, 2, 2, 4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from juryapp.domain.ids import NomineeId
from juryapp.domain.totals import NomineeTotal

T = TypeVar("T", bound=Hashable)


def competition_places(totals: Mapping[T, Fraction]) -> dict[T, int]:
    """Return a place from 1 for each key: equal totals share the better place (1, 2, 2, 4).

    Two nominees tie if their exact totals are equal, never because of rounding. The keys come out best
    first; among the tied they keep the order they came in, which the caller has to choose and state.

    Source: "standard competition ranking", as scipy.stats.rankdata(-totals, method="min").
    """
    best_first = sorted(totals, key=lambda key: totals[key], reverse=True)
    places: dict[T, int] = {}
    for position, key in enumerate(best_first, start=1):
        before = best_first[position - 2] if position > 1 else None
        shared = before is not None and totals[before] == totals[key]
        places[key] = places[before] if shared and before is not None else position
    return places


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A nominee with a place."""

    total: NomineeTotal
    place: int
    shared: bool

    @property
    def nominee(self) -> NomineeId:
        """Who has this place."""
        return self.total.nominee

    @property
    def value(self) -> Fraction:
        """The exact total in points; a ranked nominee has one."""
        if self.total.value is None:
            raise ValueError("a nominee without a total has no place")
        return self.total.value


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseMargin:
    """Two neighbours of whom the first is ahead by less than the rules call clear."""

    above: NomineeId
    below: NomineeId
    difference: Fraction  # points, above zero


def rank(totals: list[NomineeTotal], minimum_marks: int) -> tuple[list[Ranked], list[NomineeTotal]]:
    """Return the ranked nominees, best first, and those with fewer jurors than `minimum_marks`.

    Args:
        totals: In the order in which tied nominees shall be listed.
        minimum_marks: Least number of jurors in the mean; at least one is always needed.
    """
    able = {t.nominee: t for t in totals if t.value is not None and t.counted >= minimum_marks}
    places = competition_places({n: t.value for n, t in able.items() if t.value is not None})
    sharing = Counter(places.values())
    ranked = [
        Ranked(total=able[nominee], place=place, shared=sharing[place] > 1)
        for nominee, place in places.items()
    ]
    return ranked, [t for t in totals if t.nominee not in able]


def close_margins(ranked: list[Ranked], clear: Fraction, last: int) -> list[CloseMargin]:
    """Return the neighbours that are closer than `clear` points, down to the cut below place `last`."""
    margins = []
    for above, below in pairwise(ranked):
        difference = above.value - below.value
        if above.place <= last and 0 < difference < clear:
            margins.append(
                CloseMargin(above=above.nominee, below=below.nominee, difference=difference)
            )
    return margins
