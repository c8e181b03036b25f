"""Methods that add places instead of marks: Borda's points, mean place, Eurovision points.

Each juror's values are turned into an order of the nominees whom that juror has marked; equal values share
the mean of their points. A juror who has marked m of n nominees places them on a list that is stretched to
n, so that being absent from it is neither gain nor loss; a warning says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from juryapp.base.i18n import N_
from juryapp.domain.methods.ballots import Ballots, places_in
from juryapp.domain.methods.means import weighted
from juryapp.domain.methods.method import Ordering, Warned, ordered_by

STRETCHED: Final = N_(
    "Not everybody has marked everybody. Shorter lists are stretched to the length of the whole."
)
EUROVISION: Final = (12, 10, 8, 7, 6, 5, 4, 3, 2, 1)


@dataclass(frozen=True, slots=True)
class Borda:
    """Each juror gives n − 1 points to the first of n nominees, then n − 2 … 0; the points are added.

    Where somebody is absent the mean of the jurors present is multiplied by the number of all, so that sums
    of different jurors can be compared. The order is that of the rank sums.

    Source: J.-C. de Borda, 1781; ties as in M. G. Kendall, Rank Correlation Methods, 1948.
    """

    name: str = "borda"
    title: str = N_("Points by place (Borda)")
    higher_is_better: bool = True

    def order(self, ballots: Ballots) -> Ordering:
        """Return the order by points."""
        all_told = sum((ballots.weight(juror) for juror in ballots.jurors), Fraction(0))
        last = Fraction(len(ballots.nominees))
        means = _mean_places(ballots)
        values = {nominee: all_told * (last - place) for nominee, place in means.items()}
        return ordered_by(values, ballots, warnings=_warnings(ballots))


@dataclass(frozen=True, slots=True)
class MeanPlace:
    """The mean of the places that the jurors give; the lowest is best."""

    name: str = "mean-rank"
    title: str = N_("Mean place")
    higher_is_better: bool = False

    def order(self, ballots: Ballots) -> Ordering:
        """Return the order by mean place."""
        means = _mean_places(ballots)
        return ordered_by(means, ballots, lowest_first=True, warnings=_warnings(ballots))


@dataclass(frozen=True, slots=True)
class Eurovision:
    """Each juror gives 12, 10, 8, 7, 6, 5, 4, 3, 2, 1 points to the first ten; the points are added.

    Nominees that a juror has not marked get none from that juror. With n < 10 nominees the first n numbers
    are given. Ties stay ties here: the contest's own rules for them are the steps “points from most”
    (since 2008) and “countback” of the tie chain.

    Source: rules of the Eurovision Song Contest since 1975.
    """

    name: str = "eurovision"
    title: str = N_("Eurovision points")
    higher_is_better: bool = True

    def order(self, ballots: Ballots) -> Ordering:
        """Return the order by points."""
        given = points_given(ballots)
        values = {
            nominee: sum(
                (ballots.weight(juror) * points for juror, points in given[nominee].items()),
                Fraction(0),
            )
            for nominee in ballots.nominees
        }
        return ordered_by(values, ballots)


def points_given(ballots: Ballots) -> dict[str, dict[str, Fraction]]:
    """Return nominee → juror → Eurovision points; zeroes are left out."""
    steps = EUROVISION[: len(ballots.nominees)]
    given: dict[str, dict[str, Fraction]] = {nominee: {} for nominee in ballots.nominees}
    for juror in ballots.jurors:
        position = 0
        for group in ballots.ranking(juror):
            points = Fraction(sum(steps[position : position + len(group)]), len(group))
            position += len(group)
            for nominee in group if points else ():
                given[nominee][juror] = points
    return given


def places_given(ballots: Ballots) -> dict[str, dict[str, Fraction]]:
    """Return nominee → juror → place on that juror's own list, those with equal values sharing."""
    given: dict[str, dict[str, Fraction]] = {nominee: {} for nominee in ballots.nominees}
    for juror in ballots.jurors:
        for nominee, place in places_in(ballots.ranking(juror)).items():
            given[nominee][juror] = place
    return given


def stretched_places(ballots: Ballots) -> dict[str, dict[str, Fraction]]:
    """Return nominee → juror → place on a list of all, to which that juror's own list is stretched."""
    stretch = _stretching(ballots)
    return {
        nominee: {juror: stretch(juror, place) for juror, place in given.items()}
        for nominee, given in places_given(ballots).items()
    }


def _mean_places(ballots: Ballots) -> Mapping[str, Fraction]:
    given = stretched_places(ballots)
    return {
        nominee: weighted((ballots.weight(juror), place) for juror, place in given[nominee].items())
        for nominee in ballots.marked
    }


def _stretching(ballots: Ballots) -> Callable[[str, Fraction], Fraction]:
    """Return how a place on a juror's own list of m becomes one on a list of all n."""
    length = dict.fromkeys(ballots.jurors, 0)
    for given in ballots.values.values():
        for juror in given:
            length[juror] += 1
    last = len(ballots.nominees)

    def stretched(juror: str, place: Fraction) -> Fraction:
        if length[juror] == 1:
            return Fraction(last + 1, 2)  # one name is no order
        return 1 + (place - 1) * Fraction(last - 1, length[juror] - 1)

    return stretched


def _warnings(ballots: Ballots) -> list[Warned]:
    return [] if ballots.is_complete() else [Warned(text=STRETCHED)]
