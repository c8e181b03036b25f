"""Connecting what would be judged quite apart: two nominees of two groups change one juror each.

Strictness can only be told from quality where a chain of common readers connects all nominees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from juryapp.domain.assignment.flow import FAR, Flow

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


_ENOUGH: Final = 50  # swaps to choose among; almost every one does


class Groups:
    """Nominees that are connected by common readers; jurors who read none belong to no group."""

    def __init__(self, holds: NDArray[np.bool_]) -> None:
        self._group = list(range(holds.shape[0]))
        for column in range(holds.shape[1]):
            readers = [int(row) for row in holds[:, column].nonzero()[0]]
            for row in readers[1:]:
                self._join(readers[0], row)

    def _join(self, one: int, other: int) -> None:
        self._group[self.of(one)] = self.of(other)

    def of(self, row: int) -> int:
        """Return the group of a nominee."""
        while self._group[row] != row:
            self._group[row] = self._group[self._group[row]]  # the next search is shorter
            row = self._group[row]
        return row

    @property
    def count(self) -> int:
        """How many groups there are."""
        return sum(self.of(row) == row for row in range(len(self._group)))


def connect(flow: Flow, fixed: Sequence[tuple[int, int]]) -> None:
    """Swap jurors between groups while that makes the groups fewer; of the first few swaps, the cheapest."""
    groups = Groups(_with(flow.holds, fixed))
    while groups.count > 1:
        best = min(islice(_joining(flow, groups, fixed), _ENOUGH), default=None)
        if best is None:
            return
        _cost, *swap = best
        flow.swap(*swap)
        groups = Groups(_with(flow.holds, fixed))


def _with(holds: NDArray[np.bool_], fixed: Iterable[tuple[int, int]]) -> NDArray[np.bool_]:
    whole = holds.copy()
    for row, column in fixed:
        whole[row, column] = True
    return whole


def _joining(
    flow: Flow, groups: Groups, fixed: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, int, int, int]]:
    """Yield the cost of each swap that makes the groups fewer, with the swap."""
    count = groups.count
    home = groups.of(0)
    inside = [row for row in range(len(flow.holds)) if groups.of(row) == home]
    outside = [row for row in range(len(flow.holds)) if groups.of(row) != home]
    for one in inside:
        for other in outside:
            if flow.holds[one].sum() == flow.holds[other].sum() == 1:
                continue  # who has one reader leaves the old group by joining another
            for cost, juror, others in _swaps(flow, one, other):
                flow.swap(one, other, juror, others)
                fewer = Groups(_with(flow.holds, fixed)).count < count
                flow.swap(one, other, others, juror)
                if fewer:
                    yield cost, one, other, juror, others


def _swaps(flow: Flow, one: int, other: int) -> Iterator[tuple[int, int, int]]:
    cost, holds = flow.cost, flow.holds
    for juror in holds[one].nonzero()[0]:
        for others in holds[other].nonzero()[0]:
            free = not holds[one, others] and not holds[other, juror]
            if free and cost[one, others] < FAR and cost[other, juror] < FAR:
                change = cost[one, others] + cost[other, juror] - cost[one, juror]
                yield int(change - cost[other, others]), int(juror), int(others)
