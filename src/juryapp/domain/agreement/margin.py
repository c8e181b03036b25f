"""The margin in marks: how few marks, one step higher or lower, would let another draw level with the first.

For methods whose total is a sum of marks times constants (weighted mean, sum): a step of a mark moves the
total by a constant, its pull. To let a challenger draw level, the leader's marks go down and the challenger's
up; the strongest pulls first are the fewest steps, as each step counts one and moves as much as it moves.
Marks of others need not be looked at: whoever passes the leader does so by these two rows alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One mark that counts."""

    juror: str
    criterion: str
    pull: Fraction  # how much one step of this mark moves the nominee's total; above zero
    up: int  # steps to the upper end of the scale
    down: int  # steps to the lower end


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Steps on one mark."""

    nominee: str
    juror: str
    criterion: str
    steps: int  # above zero: upwards


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """What it takes that a challenger draws level with a leader."""

    leader: str
    challenger: str
    turns: tuple[Turn, ...]

    @property
    def steps(self) -> int:
        """How many one-step changes that is; 0: they are level already."""
        return sum(abs(turn.steps) for turn in self.turns)


def margin(
    totals: Mapping[str, Fraction], levers: Mapping[str, Sequence[Lever]], leader: str
) -> Margin | None:
    """Return the least number of one-step changes by which any other draws level with `leader`.

    Among challengers that need equally many, the one with the higher total, then the smaller name, is told.

    Args:
        totals: What each nominee has; the leader's is the highest.
        levers: The marks of each nominee.
        leader: Who is first.

    Returns:
        None if nobody can draw level, whatever the marks.
    """
    found = [
        reached
        for challenger in totals
        if challenger != leader
        for reached in [_between(totals, levers, leader, challenger)]
        if reached is not None
    ]
    return min(found, key=lambda m: (m.steps, -totals[m.challenger], m.challenger), default=None)


def _between(
    totals: Mapping[str, Fraction], levers: Mapping[str, Sequence[Lever]], leader: str, other: str
) -> Margin | None:
    gap = totals[leader] - totals[other]
    pulls = [(lever, leader, lever.down, -1) for lever in levers.get(leader, ())]
    pulls += [(lever, other, lever.up, 1) for lever in levers.get(other, ())]
    pulls.sort(key=lambda pull: (-pull[0].pull, pull[1], pull[0].juror, pull[0].criterion))
    turns = []
    for lever, nominee, room, way in pulls:
        if gap <= 0:
            break
        steps = min(room, -(-gap // lever.pull))
        gap -= steps * lever.pull
        if steps:
            turns.append(
                Turn(
                    nominee=nominee,
                    juror=lever.juror,
                    criterion=lever.criterion,
                    steps=int(way * steps),
                )
            )
    if gap > 0:
        return None
    return Margin(leader=leader, challenger=other, turns=tuple(turns))
