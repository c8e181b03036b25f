"""Does the order hold? Without one juror, with jurors drawn anew, with other weights, by other methods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations_with_replacement
from math import factorial, prod
from typing import Final

from juryapp.base.errors import RuleError
from juryapp.domain.methods.ballots import Ballots
from juryapp.domain.methods.method import Method

EXACT_UP_TO: Final = 7  # jurors: 1 716 different draws of seven, each with its exact probability
DRAWS: Final = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """Who is first when one juror is left out."""

    juror: str
    winners: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """How a nominee fares when the jurors are drawn anew; a shared place counts in parts."""

    nominee: str
    first: Fraction
    top_k: Fraction
    low_place: int  # best place of the middle 95 %
    high_place: int  # worst


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The weight of one criterion at which a challenger draws level, the others kept in proportion."""

    challenger: str
    criterion: str
    weight: Fraction | None  # None: there is none between 0 and 1
    change: Fraction | None


def leave_one_out(ballots: Ballots, method: Method) -> list[Without]:
    """Return who is first without each juror in turn."""
    found = []
    for juror in ballots.jurors:
        left = ballots.without(juror)
        groups = method.order(left).groups if left.marked else ()
        found.append(Without(juror=juror, winners=groups[0] if groups else ()))
    return found


def redrawn(ballots: Ballots, method: Method, k: int, seed: int = 0) -> list[Chances]:
    """Return the chances of each nominee when as many jurors are drawn from these, with replacement.

    Up to seven jurors every draw is counted with its exact probability; above, 5 000 draws by `seed`.
    """
    places: dict[str, dict[int, Fraction]] = {nominee: {} for nominee in ballots.nominees}
    first = dict.fromkeys(ballots.nominees, Fraction(0))
    top = dict.fromkeys(ballots.nominees, Fraction(0))
    for counts, chance in _draws(ballots.jurors, seed):
        before = 0
        for group in method.order(_with_counts(ballots, counts)).groups:
            room = Fraction(max(0, min(len(group), k - before)), len(group))
            for nominee in group:
                first[nominee] += 0 if before else chance / len(group)
                top[nominee] += chance * room
                places[nominee][before + 1] = places[nominee].get(before + 1, Fraction(0)) + chance
            before += len(group)
    return [
        Chances(
            nominee=nominee,
            first=first[nominee],
            top_k=top[nominee],
            low_place=_quantile(places[nominee], Fraction(25, 1000)),
            high_place=_quantile(places[nominee], Fraction(975, 1000)),
        )
        for nominee in ballots.nominees
        if places[nominee]
    ]


def _draws(jurors: Sequence[str], seed: int) -> Iterator[tuple[Mapping[str, int], Fraction]]:
    n = len(jurors)
    if n <= EXACT_UP_TO:
        for drawn in combinations_with_replacement(jurors, n):
            counts = {juror: drawn.count(juror) for juror in jurors}
            ways = factorial(n) // prod(map(factorial, counts.values()))
            yield counts, Fraction(ways, n**n)
        return
    import numpy as np  # noqa: PLC0415 - 0.1 s, and only large panels need it

    for drawn in np.random.default_rng(seed).integers(0, n, size=(DRAWS, n)).tolist():
        yield {juror: drawn.count(at) for at, juror in enumerate(jurors)}, Fraction(1, DRAWS)


def _with_counts(ballots: Ballots, drawn: Mapping[str, int]) -> Ballots:
    counts = {juror: ballots.count(juror) * times for juror, times in drawn.items() if times}
    return replace(
        ballots,
        values={
            nominee: {juror: value for juror, value in given.items() if juror in counts}
            for nominee, given in ballots.values.items()
        },
        counts=counts,
    )


def _quantile(chances: Mapping[int, Fraction], share: Fraction) -> int:
    reached = Fraction(0)
    for place in sorted(chances):
        reached += chances[place]
        if reached >= share * sum(chances.values(), Fraction(0)):
            return place
    return max(chances)


def weight_levels(
    weights: Mapping[str, Fraction], means: Mapping[str, Mapping[str, Fraction]]
) -> list[Level]:
    """Return for each challenger and criterion the weight at which the challenger draws level.

    Args:
        weights: By criterion; only their proportions matter.
        means: Nominee → criterion → mean mark. The leader is who has the highest weighted mean.
    """
    whole = sum(weights.values(), Fraction(0))
    share = {criterion: weight / whole for criterion, weight in weights.items()}
    totals = {n: sum(share[c] * m for c, m in of.items()) for n, of in means.items()}
    leader = max(totals, key=lambda n: totals[n])
    return [
        _level(challenger, criterion, share, means[leader], means[challenger])
        for challenger in means
        if challenger != leader
        for criterion in share
    ]


def _level(
    challenger: str,
    criterion: str,
    share: Mapping[str, Fraction],
    leads: Mapping[str, Fraction],
    follows: Mapping[str, Fraction],
) -> Level:
    ahead = {c: leads[c] - follows[c] for c in share}
    margin = sum(share[c] * ahead[c] for c in share)
    rest = 1 - share[criterion]
    others = (
        sum(share[c] * ahead[c] for c in share if c != criterion) / rest if rest else Fraction(0)
    )
    slope = ahead[criterion] - others
    weight = share[criterion] - margin / slope if slope else None
    if weight is None or not 0 <= weight <= 1 or not rest:
        return Level(challenger=challenger, criterion=criterion, weight=None, change=None)
    return Level(
        challenger=challenger,
        criterion=criterion,
        weight=weight,
        change=weight - share[criterion],
    )


def places_under(ballots: Ballots, methods: Mapping[str, Method]) -> dict[str, dict[str, int]]:
    """Return method → nominee → place, for the methods that are defined for such ballots."""
    found: dict[str, dict[str, int]] = {}
    for name, method in methods.items():
        try:
            ordering = method.order(ballots)
        except RuleError:
            continue
        places: dict[str, int] = {}
        for group in ordering.groups:
            places.update(dict.fromkeys(group, len(places) + 1))
        found[name] = places
    return found
