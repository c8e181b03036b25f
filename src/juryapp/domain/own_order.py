"""The order that one juror's own marks give, and which marks would have to change for another order.

Nothing here changes a mark. A juror may look at another order (`wishes`), and is told what it would take
(`ways`): the smallest change of a single mark, or of as few marks as it takes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from juryapp.domain.criteria import Criterion
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.domain.ranking import competition_places
from juryapp.domain.statements import MarkContent, mark

Marks = Mapping[CriterionId, MarkContent]
Mean = Callable[[Marks], Fraction | None]

MOST_WAYS: Final = 3  # for one nominee: more would be a list to study, not a hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A nominee in the order of one juror's marks."""

    nominee: NomineeId
    place: int
    shared: bool
    value: Fraction  # the juror's weighted mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Somebody stands before another in the order that is looked at, against the marks."""

    mover: NomineeId  # one of the two: who left its place
    before: NomineeId
    after: NomineeId

    @property
    def other(self) -> NomineeId:
        """The one of the two that stayed."""
        return self.after if self.mover == self.before else self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One mark that would have to be another."""

    criterion: CriterionId
    was: int
    becomes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Marks of one nominee that would have to change together, and whom else that would pass."""

    nominee: NomineeId
    steps: tuple[Step, ...]
    value: Fraction  # the weighted mean then
    beyond: tuple[NomineeId, ...] = ()  # passed as well, though nobody asked for it


def placed(values: Mapping[NomineeId, Fraction]) -> tuple[Placed, ...]:
    """Return the nominees with their places, best first; the tied stay in the order they came in."""
    places = competition_places(values)
    sharing = Counter(places.values())
    return tuple(
        Placed(nominee=n, place=place, shared=sharing[place] > 1, value=values[n])
        for n, place in places.items()
    )


def wishes(given: Sequence[NomineeId], tried: Sequence[NomineeId]) -> tuple[Wish, ...]:
    """Return what the order `tried` asks for that the order `given` by the marks does not have.

    As few nominees as possible count as moved; each gets one wish, from the top of `tried` down.
    """
    was = {nominee: place for place, nominee in enumerate(given)}
    kept = _kept([was[nominee] for nominee in tried])
    below = _nearest_below(tried, kept)
    above: NomineeId | None = None
    found = []
    for place, mover in enumerate(tried):
        under = below[place]
        if place in kept:
            above = mover
        elif under is not None and was[under] < was[mover]:
            found.append(Wish(mover=mover, before=mover, after=under))
        elif above is not None:
            found.append(Wish(mover=mover, before=above, after=mover))
    return tuple(found)


def _nearest_below(tried: Sequence[NomineeId], kept: set[int]) -> list[NomineeId | None]:
    """Return for each place the nearest nominee below it that did not move."""
    nearest: list[NomineeId | None] = [None] * len(tried)
    below: NomineeId | None = None
    for place in range(len(tried) - 1, -1, -1):
        nearest[place] = below
        if place in kept:
            below = tried[place]
    return nearest


def _kept(places: Sequence[int]) -> set[int]:
    """Return which entries form a longest rising subsequence: those that did not move."""
    tails: list[int] = []  # the lowest last value of a rising run, by length
    ends: list[int] = []  # where that value stands
    before: list[int] = []  # the entry before each in its run
    for here, value in enumerate(places):
        length = bisect_left(tails, value)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(value)
            ends.append(here)
        else:
            tails[length], ends[length] = value, here
    kept: set[int] = set()
    here = ends[-1] if ends else -1
    while here >= 0:
        kept.add(here)
        here = before[here]
    return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """The order that is looked at, and the marks it is held against."""

    tried: Sequence[NomineeId]
    values: Mapping[NomineeId, Fraction]
    marks: Mapping[NomineeId, Marks]
    criteria: Sequence[Criterion]
    mean: Mean

    def ways(self, wish: Wish) -> tuple[tuple[Way, ...], tuple[Way, ...]]:
        """Return how the wish could come true: by other marks for who moved, or for the other one."""
        raising = self._ways(wish.before, self.values[wish.after], up=True)
        lowering = self._ways(wish.after, self.values[wish.before], up=False)
        return (raising, lowering) if wish.mover == wish.before else (lowering, raising)

    def _ways(self, nominee: NomineeId, target: Fraction, *, up: bool) -> tuple[Way, ...]:
        single = list(self._single(nominee, target, up=up))
        if not single:
            combined = self._combined(nominee, target, up=up)
            single = [combined] if combined else []
        all_ways = [replace(way, beyond=self._beyond(way, up=up)) for way in single]
        clean = [way for way in all_ways if not way.beyond] or all_ways
        now = self.values[nominee]
        return tuple(sorted(clean, key=lambda way: abs(way.value - now))[:MOST_WAYS])

    def _single(self, nominee: NomineeId, target: Fraction, *, up: bool) -> Iterator[Way]:
        """Return the ways that change one mark, each by as little as it takes."""
        marks = self.marks[nominee]
        for criterion in self.criteria:
            step = self._step(marks, criterion, target, up=up)
            if step is not None:
                yield self._way(nominee, marks, (step,))

    def _step(
        self, marks: Marks, criterion: Criterion, target: Fraction, *, up: bool
    ) -> Step | None:
        said = marks.get(criterion.id)
        if said is None or said.points is None:
            return None
        was, scale = said.points, criterion.scale
        most = scale.most - was if up else was - scale.least
        sign = 1 if up else -1

        def passes(by: int) -> bool:
            value = self.mean({**marks, criterion.id: mark(was + sign * by)})
            return value is not None and (value > target if up else value < target)

        by = bisect_left(range(most + 1), x=True, key=passes)
        return (
            Step(criterion=criterion.id, was=was, becomes=was + sign * by) if by <= most else None
        )

    def _combined(self, nominee: NomineeId, target: Fraction, *, up: bool) -> Way | None:
        """Return a way that changes several marks: those that weigh most first, the last as needed."""
        marks: dict[CriterionId, MarkContent] = dict(self.marks[nominee])
        steps: list[Step] = []
        for criterion in sorted(self.criteria, key=lambda c: c.weight, reverse=True):
            last = self._step(marks, criterion, target, up=up)
            if last is not None:
                return self._way(nominee, self.marks[nominee], (*steps, last))
            said, end = (
                marks.get(criterion.id),
                criterion.scale.most if up else criterion.scale.least,
            )
            if said is not None and said.points is not None and said.points != end:
                steps.append(Step(criterion=criterion.id, was=said.points, becomes=end))
                marks[criterion.id] = mark(end)
        return None

    def _way(self, nominee: NomineeId, marks: Marks, steps: tuple[Step, ...]) -> Way:
        value = self.mean({**marks, **{step.criterion: mark(step.becomes) for step in steps}})
        return Way(nominee=nominee, steps=steps, value=value or Fraction(0))

    def _beyond(self, way: Way, *, up: bool) -> tuple[NomineeId, ...]:
        """Return whom the way would pass, or be level with, that is on the right side now."""
        here, now = list(self.tried).index(way.nominee), self.values[way.nominee]
        if up:
            above = self.tried[:here]
            return tuple(n for n in above if now <= self.values[n] <= way.value)
        below = self.tried[here + 1 :]
        return tuple(n for n in below if way.value <= self.values[n] <= now)


def moved(order: Sequence[NomineeId], nominee: NomineeId, to: int) -> tuple[NomineeId, ...]:
    """Return `order` with one nominee at another place."""
    others = [other for other in order if other != nominee]
    to = max(0, min(to, len(others)))
    return (*others[:to], nominee, *others[to:])


def kept_in(tried: Sequence[NomineeId], given: Sequence[NomineeId]) -> tuple[NomineeId, ...]:
    """Return the order that was looked at for the nominees that there are now.

    Who is there no more goes; who is new comes where the marks put it.
    """
    there = set(given)
    order = [nominee for nominee in tried if nominee in there]
    known = set(order)
    for place, nominee in enumerate(given):
        if nominee not in known:
            order.insert(place, nominee)
    return tuple(order)
