"""Assigning nominees to jurors: cheapest, balanced, connected; or who stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from juryapp.domain.assignment.connecting import Groups, connect
from juryapp.domain.assignment.flow import Flow
from juryapp.domain.assignment.task import (
    Assignment,
    Blocked,
    Task,
    short_of_jurors,
    short_of_nominees,
)
from juryapp.domain.ids import JurorId

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]


def assign(task: Task, progress: Callable[[int], None] | None = None) -> Assignment | Blocked:
    """Return the cheapest assignment within the bounds, connected wherever swaps can make it so.

    Args:
        task: What is wanted.
        progress: Told how many nominees are done; what it raises ends the work.

    Raises:
        RuleError: The task contradicts itself (E-ASSIGN).
    """
    task.check()
    flow = Flow(task)
    blocked = _hopeless(task) or _filled(task, flow, progress) or _out_of_bounds(task, flow)
    if blocked is not None:
        return blocked
    connect(flow, _fixed_rows(task))
    return _assignment(task, flow)


def _hopeless(task: Task) -> Blocked | None:
    """Look at each nominee and each juror alone."""
    if nominees := short_of_jurors(task):
        return Blocked(nominees=nominees)
    if jurors := short_of_nominees(task):
        return Blocked(jurors=jurors)
    return None


def _filled(task: Task, flow: Flow, progress: Callable[[int], None] | None) -> Blocked | None:
    """Give every nominee its jurors, as far as they have room."""
    for nominee in range(len(task.nominees)):
        while flow.needs[nominee] > 0:
            in_the_way = flow.give(nominee)
            if in_the_way is not None:
                return _full(task, flow, nominee, in_the_way)
        if progress is not None:
            progress(nominee + 1)
    return None


def _out_of_bounds(task: Task, flow: Flow) -> Blocked | None:
    """Fixed pairs may be too many for a juror, and forbidden ones leave too few."""
    for outside in (flow.loads > flow.most, flow.loads < flow.least):
        if outside.any():
            return Blocked(jurors=_named(task, outside))
    return None


def _full(task: Task, flow: Flow, nominee: int, jurors: Flags) -> Blocked:
    """These nominees can only be read by these jurors, who have no room left."""
    rows = flow.held_by(jurors) | {nominee}
    names = tuple(name for row, name in enumerate(task.nominees) if row in rows)
    return Blocked(nominees=names, jurors=_named(task, jurors))


def _named(task: Task, chosen: Flags) -> tuple[JurorId, ...]:
    return tuple(juror for juror, is_one in zip(task.jurors, chosen, strict=True) if is_one)


def _fixed_rows(task: Task) -> list[tuple[int, int]]:
    rows = {nominee: row for row, nominee in enumerate(task.nominees)}
    columns = {juror: column for column, juror in enumerate(task.jurors)}
    known = [(n, j) for n, j in task.fixed if n in rows and j in columns]
    return sorted((rows[nominee], columns[juror]) for nominee, juror in known)


def _assignment(task: Task, flow: Flow) -> Assignment:
    holds = flow.holds.copy()
    for row, column in _fixed_rows(task):
        holds[row, column] = True
    readers = {
        nominee: tuple(juror for juror, reads in zip(task.jurors, line, strict=True) if reads)
        for nominee, line in zip(task.nominees, holds, strict=True)
    }
    cost = sum(task.costs.get((n, juror), 0) for n, jurors in readers.items() for juror in jurors)
    return Assignment(readers=readers, cost=cost, groups=Groups(holds).count)
