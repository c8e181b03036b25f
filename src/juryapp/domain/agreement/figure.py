"""A number with its interval, or why there is none; and the tables such numbers are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from juryapp.base.i18n import N_

Marks = Sequence[Sequence[float | None]]
"""A row a nominee, a column a juror; None where there is no mark."""

ALL_EQUAL: Final = N_("All marks are equal, so that there is nothing to agree on.")
TOO_FEW_JURORS: Final = N_("There are fewer than two jurors.")
TOO_FEW_NOMINEES: Final = N_("There are fewer than two nominees.")
NOT_COMPLETE: Final = N_("Somebody has not marked everybody, and this number needs all marks.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number; `low` and `high` bound its 95 % interval. Without a value `reason` (N_) says why."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0  # marks it rests on
    reason: str = ""


def undefined(reason: str, n: int = 0) -> Figure:
    """Return the number that is not defined."""
    return Figure(reason=reason, n=n)


def complete_rows(marks: Marks) -> list[list[float]] | str:
    """Return the table if every cell is filled and it is large enough; else the reason."""
    rows = [[mark for mark in row if mark is not None] for row in marks]
    if len(rows) < 2:
        return TOO_FEW_NOMINEES
    if any(len(full) < len(row) for full, row in zip(rows, marks, strict=True)):
        return NOT_COMPLETE
    return rows if len(rows[0]) > 1 else TOO_FEW_JURORS


def mean(values: Sequence[float]) -> float:
    """Return the mean of at least one number."""
    return sum(values) / len(values)


def midranks(values: Sequence[float]) -> list[float]:
    """Return the rank of each value, the smallest 1; equal values share the mean of their ranks."""
    in_order = sorted(values)
    first = {value: in_order.index(value) + 1 for value in set(values)}
    return [first[value] + (in_order.count(value) - 1) / 2 for value in values]


def correlation(x: Sequence[float], y: Sequence[float]) -> float | None:
    """Return Pearson's correlation; None if one of the two does not vary."""
    mean_x, mean_y = mean(x), mean(y)
    dx, dy = [value - mean_x for value in x], [value - mean_y for value in y]
    spread = sum(d * d for d in dx) * sum(d * d for d in dy)
    if spread <= 0:
        return None
    return float(sum(a * b for a, b in zip(dx, dy, strict=True)) / spread**0.5)
