"""Methods that compare two nominees at a time: Copeland, Schulze, ranked pairs.

Juror j prefers a to b if j has marked both and a higher. Whoever has marked only one of them says nothing
about the pair.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, groupby, permutations
from typing import Final

from juryapp.base.i18n import N_
from juryapp.domain.methods.ballots import Ballots, groups
from juryapp.domain.methods.method import Ordering, Warned

Votes = Mapping[tuple[str, str], Fraction]
"""How many prefer the first of a pair to the second."""

CYCLE: Final = N_(
    "There is a circle: each of {nominees} is preferred to the next. The method’s own rule has cut it."
)


@dataclass(frozen=True, slots=True)
class Copeland:
    """Wins less defeats, head to head; a drawn pair is neither.

    Source: A. H. Copeland, 1951.
    """

    name: str = "copeland"
    title: str = N_("Head to head (Copeland)")
    higher_is_better: bool = True

    def order(self, ballots: Ballots) -> Ordering:
        """Return the order by the balance of wins."""
        votes = votes_of(ballots)
        balance = dict.fromkeys(ballots.marked, Fraction(0))
        for a, b in permutations(ballots.marked, 2):
            balance[a] += (votes[a, b] > votes[b, a]) - (votes[a, b] < votes[b, a])
        return _ordering(groups(balance), balance, ballots, votes)


@dataclass(frozen=True, slots=True)
class Schulze:
    """By strongest paths, measured in winning votes.

    A path from a to b is as strong as its weakest duel; a stands before b if the strongest path from a to b
    is stronger than that back. Nobody stands before those in the first group; then the same without them.

    Source: M. Schulze, Social Choice and Welfare 36 (2011), 267–303.
    """

    name: str = "schulze"
    title: str = N_("Schulze")
    higher_is_better: bool = True

    def order(self, ballots: Ballots) -> Ordering:
        """Return the order. The cost grows with the third power of the number of nominees."""
        votes = votes_of(ballots)
        paths = strongest_paths(ballots.marked, votes)
        beats = {(a, b) for a, b in permutations(ballots.marked, 2) if paths[a, b] > paths[b, a]}
        wins = {a: Fraction(sum((a, b) in beats for b in ballots.marked)) for a in ballots.marked}
        return _ordering(_tiers(ballots.marked, beats), wins, ballots, votes)


@dataclass(frozen=True, slots=True)
class RankedPairs:
    """The clearest duels first; one that would close a circle with clearer ones is left out.

    Duels are sorted by winning votes, then by fewest votes against. Equally clear duels are judged
    together, each against the clearer ones: those that would make a circle among themselves are all left out,
    so that the order in which nominees came decides nothing (and some may stay tied).

    Source: T. N. Tideman, Social Choice and Welfare 4 (1987), 185–206.
    """

    name: str = "ranked-pairs"
    title: str = N_("Ranked pairs")
    higher_is_better: bool = True

    def order(self, ballots: Ballots) -> Ordering:
        """Return the order."""
        votes = votes_of(ballots)
        locked = _locked(ballots.marked, votes)
        wins = {a: Fraction(len(_reached(a, locked))) for a in ballots.marked}
        before = {(a, b) for a in ballots.marked for b in _reached(a, locked)}
        return _ordering(_tiers(ballots.marked, before), wins, ballots, votes)


def votes_of(ballots: Ballots) -> dict[tuple[str, str], Fraction]:
    """Return how many prefer a to b, for each ordered pair of the nominees with marks."""
    votes = {pair: Fraction(0) for pair in permutations(ballots.marked, 2)}
    for a, b in combinations(ballots.marked, 2):
        of_a, of_b = ballots.of(a), ballots.of(b)
        for juror in of_a.keys() & of_b.keys():
            if of_a[juror] > of_b[juror]:
                votes[a, b] += ballots.weight(juror)
            elif of_a[juror] < of_b[juror]:
                votes[b, a] += ballots.weight(juror)
    return votes


def strongest_paths(nominees: Iterable[str], votes: Votes) -> dict[tuple[str, str], Fraction]:
    """Return the strength of the strongest path between each ordered pair; 0 where there is none."""
    names = list(nominees)
    paths = {
        (a, b): votes[a, b] if votes[a, b] > votes[b, a] else Fraction(0)
        for a, b in permutations(names, 2)
    }
    for via in names:
        for a in names:
            if a == via:
                continue
            for b in names:
                if b not in {a, via}:
                    paths[a, b] = max(paths[a, b], min(paths[a, via], paths[via, b]))
    return paths


def _locked(nominees: Iterable[str], votes: Votes) -> dict[str, set[str]]:
    """Return the duels that stand: a → those whom a is locked before."""
    won = [(a, b) for a, b in permutations(nominees, 2) if votes[a, b] > votes[b, a]]
    won.sort(key=lambda duel: (-votes[duel], votes[duel[::-1]], duel))
    locked: dict[str, set[str]] = {}
    for _, equal in groupby(won, key=lambda duel: (-votes[duel], votes[duel[::-1]])):
        open_duels = [(a, b) for a, b in equal if a not in _reached(b, locked)]
        together = {a: set(below) for a, below in locked.items()}
        for a, b in open_duels:
            together.setdefault(a, set()).add(b)
        for a, b in open_duels:
            if a not in _reached(b, together):
                locked.setdefault(a, set()).add(b)
    return locked


def _reached(start: str, locked: Mapping[str, Collection[str]]) -> set[str]:
    """Return all who are below `start`, directly or by others."""
    found: set[str] = set()
    waiting = list(locked.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(locked.get(name, ()))
    return found


def _tiers(nominees: Iterable[str], before: Collection[tuple[str, str]]) -> list[list[str]]:
    """Return groups, best first: nobody left stands before those in a group."""
    left, tiers = list(nominees), []
    while left:
        tier = [b for b in left if not any((a, b) in before for a in left)]
        tiers.append(tier)
        left = [name for name in left if name not in tier]
    return tiers


def _ordering(
    order: list[list[str]], values: Mapping[str, Fraction], ballots: Ballots, votes: Votes
) -> Ordering:
    circle = _top_circle(ballots.marked, votes)
    warnings = (Warned(text=CYCLE, params={"nominees": ", ".join(circle)}),) if circle else ()
    return Ordering(
        groups=tuple(tuple(group) for group in order),
        values=dict(values),
        warnings=warnings,
        not_ranked=tuple(n for n in ballots.nominees if n not in values),
    )


def _top_circle(nominees: Iterable[str], votes: Votes) -> list[str]:
    """Return the nominees of a circle of preferences, each beating the next, or none."""
    beats: dict[str, set[str]] = {}
    for a, b in permutations(nominees, 2):
        if votes[a, b] > votes[b, a]:
            beats.setdefault(a, set()).add(b)
    for start in nominees:
        if start in _reached(start, beats):
            return _shortest_circle(start, beats)
    return []


def _shortest_circle(start: str, beats: Mapping[str, Collection[str]]) -> list[str]:
    paths = [[start]]
    seen = {start}
    while paths:
        path = paths.pop(0)
        for name in sorted(beats.get(path[-1], ())):
            if name == start:
                return path
            if name not in seen:
                seen.add(name)
                paths.append([*path, name])
    return []
