"""The tie chain: what tells tied nominees apart, step after step, each only on the group still tied.

A step takes a group and gives it back in smaller groups, best first. What it has separated stays
separated; each part that is still tied goes on with the next step. Nobody is ever told apart by the order in
which nominees came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.methods.ballots import Ballots, groups
from juryapp.domain.methods.head_to_head import votes_of
from juryapp.domain.methods.means import DropOne, mean, median
from juryapp.domain.methods.method import Ordering
from juryapp.domain.methods.places import points_given

UNKNOWN: Final = N_("There is no tie step “{step}”. Those there are: {steps}.")
NO_CRITERION: Final = N_("The tie step “{step}” names a criterion that is not there.")
NO_SEED: Final = N_("Give the lot a seed that everybody can see, for example lot=2026-11-23.")

Split = Callable[[Sequence[str], Ballots], list[list[str]]]


@dataclass(frozen=True, slots=True)
class TieStep:
    """One step of the chain; its name stands beside every place that it decided."""

    name: str
    split: Split


def tie_step(text: str, criteria: Sequence[str]) -> TieStep:
    """Return the step that is called `text`.

    `criteria` is one criterion after the other, as they come; `criterion=NAME` the priority criterion alone;
    `lot=SEED` sorts by SHA-256(seed ‖ name), which anyone can repeat.

    Raises:
        RuleError: There is no such step (E-TIES).
    """
    name, _, argument = text.partition("=")
    if name == "criterion":
        if argument not in criteria:
            raise RuleError(NO_CRITERION, code="E-TIES", step=text)
        return TieStep(text, _by_criterion(argument))
    if name == "lot":
        if not argument:
            raise RuleError(NO_SEED, code="E-TIES")
        return TieStep(text, _by_lot(argument))
    if text not in _STEPS:
        raise RuleError(UNKNOWN, code="E-TIES", step=text, steps=", ".join(NAMES))
    return TieStep(text, _STEPS[text])


def resolved(ordering: Ordering, ballots: Ballots, steps: Sequence[TieStep]) -> Ordering:
    """Return the order with tied groups taken apart by the chain, as far as it goes."""
    order: list[tuple[str, ...]] = []
    decided = dict(ordering.decided_by)
    for group in ordering.groups:
        order += _apart(group, ballots, steps, decided)
    return replace(ordering, groups=tuple(order), decided_by=decided)


def _apart(
    group: tuple[str, ...], ballots: Ballots, steps: Sequence[TieStep], decided: dict[str, str]
) -> list[tuple[str, ...]]:
    if len(group) == 1 or not steps:
        return [group]
    step, *rest = steps
    parts = [tuple(part) for part in step.split(group, ballots)]
    if len(parts) > 1:
        decided.update(dict.fromkeys(group, step.name))
    return [found for part in parts for found in _apart(part, ballots, rest, decided)]


def _grouped(group: Sequence[str], key: Mapping[str, Fraction]) -> list[list[str]]:
    return groups({name: key[name] for name in group})


def _by_criterion(criterion: str) -> Split:
    """Split by the mean on one criterion; whoever has no mark there comes last."""

    def split(group: Sequence[str], ballots: Ballots) -> list[list[str]]:
        part = replace(ballots, values=ballots.parts.get(criterion, ballots.values))
        lowest = min((v for n in group for v in part.of(n).values()), default=Fraction(0)) - 1
        return _grouped(group, {n: mean(part, n) if part.of(n) else lowest for n in group})

    return split


def _by_criteria(group: Sequence[str], ballots: Ballots) -> list[list[str]]:
    """Split criterion by criterion, in their own order."""
    found = [list(group)]
    for criterion in ballots.parts:
        split = _by_criterion(criterion)
        found = [part for tied in found for part in split(tied, ballots)]
    return found


def _by_median(group: Sequence[str], ballots: Ballots) -> list[list[str]]:
    return _grouped(group, {n: median(ballots.sorted_values(n)) for n in group})


def _by_drop1(group: Sequence[str], ballots: Ballots) -> list[list[str]]:
    values = DropOne().order(ballots.only(group)).values
    return _grouped(group, {n: values[n] or Fraction(0) for n in group})


def _countback(group: Sequence[str], ballots: Ballots) -> list[list[str]]:
    """Split by how often the highest mark was given, then the next; as shares where panels differ."""
    marks = sorted({value for n in group for value in ballots.of(n).values()}, reverse=True)
    return _count_down(group, marks, {n: ballots.sorted_values(n) for n in group})


def _countback_of_points(group: Sequence[str], ballots: Ballots) -> list[list[str]]:
    """The same with Eurovision points: most 12s, then 10s, and so on."""
    given = points_given(ballots)
    weighed = {
        n: [points for juror, points in given[n].items() for _ in range(ballots.count(juror))]
        for n in group
    }
    marks = sorted({points for points_of in weighed.values() for points in points_of}, reverse=True)
    jurors = sum(ballots.count(juror) for juror in ballots.jurors)
    full = {n: points + [Fraction(0)] * (jurors - len(points)) for n, points in weighed.items()}
    return _count_down(group, marks, full)


def _count_down(
    group: Sequence[str], marks: Sequence[Fraction], values: Mapping[str, Sequence[Fraction]]
) -> list[list[str]]:
    found = [list(group)]
    for mark in marks:
        share = {n: Fraction(values[n].count(mark), len(values[n]) or 1) for n in group}
        found = [part for tied in found for part in _grouped(tied, share)]
    return found


def _points_from_most(group: Sequence[str], ballots: Ballots) -> list[list[str]]:
    """Split by how many have given any Eurovision points."""
    given = points_given(ballots)
    return _grouped(group, {n: Fraction(sum(map(ballots.count, given[n]))) for n in group})


def _head_to_head(group: Sequence[str], ballots: Ballots) -> list[list[str]]:
    """Split by wins less defeats inside the group; a circle inside it leaves the group as it is."""
    votes = votes_of(ballots.only(group))
    balance = {a: Fraction(sum(_duel(votes, a, b) for b in group if b != a)) for a in group}
    found = _grouped(group, balance)
    order = [name for part in found for name in part]
    for at, a in enumerate(order):
        for b in order[at + 1 :]:
            if balance[a] > balance[b] and _duel(votes, b, a) > 0:
                return [list(group)]  # the defeat of a better one: a circle
    return found


def _duel(votes: Mapping[tuple[str, str], Fraction], a: str, b: str) -> int:
    for_a, for_b = votes.get((a, b), Fraction(0)), votes.get((b, a), Fraction(0))
    return (for_a > for_b) - (for_a < for_b)


def _by_lot(seed: str) -> Split:
    def split(group: Sequence[str], _ballots: Ballots) -> list[list[str]]:
        drawn = sorted(group, key=lambda name: hashlib.sha256(f"{seed}\0{name}".encode()).digest())
        return [[name] for name in drawn]

    return split


_STEPS: Final[Mapping[str, Split]] = {
    "criteria": _by_criteria,
    "countback": _countback,
    "countback-points": _countback_of_points,
    "points-from-most": _points_from_most,
    "median": _by_median,
    "drop1": _by_drop1,
    "head-to-head": _head_to_head,
}
NAMES: Final = ("shared", *_STEPS, "criterion=NAME", "lot=SEED")
"""What may stand in a chain."""
