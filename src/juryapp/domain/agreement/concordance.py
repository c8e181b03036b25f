"""Kendall's W and Fleiss' kappa."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from juryapp.base.i18n import N_
from juryapp.domain.agreement.figure import (
    ALL_EQUAL,
    TOO_FEW_JURORS,
    TOO_FEW_NOMINEES,
    Figure,
    Marks,
    complete_rows,
    mean,
    midranks,
    undefined,
)

UNEQUAL: Final = N_(
    "The nominees have different numbers of marks, and this number needs the same for all."
)


def kendall_w(marks: Marks) -> Figure:
    """Return Kendall's coefficient of concordance, corrected for ties: 0 no agreement, 1 one order.

    Source: M. G. Kendall, Rank Correlation Methods, 1948.
    """
    rows = complete_rows(marks)
    if isinstance(rows, str):
        return undefined(rows)
    n, m = len(rows), len(rows[0])
    columns = [[row[at] for row in rows] for at in range(m)]
    ranks = [midranks(column) for column in columns]
    sums = [sum(of_juror[at] for of_juror in ranks) for at in range(n)]
    spread = sum((total - mean(sums)) ** 2 for total in sums)
    ties = sum(count**3 - count for column in columns for count in Counter(column).values())
    most = m * m * (n**3 - n) - m * ties
    return Figure(value=12 * spread / most, n=n * m) if most else undefined(ALL_EQUAL, n * m)


def fleiss_kappa(marks: Marks) -> Figure:
    """Return Fleiss' kappa: agreement on the mark itself beyond chance, each mark a category of its own.

    Source: J. L. Fleiss, Psychological Bulletin 76, 1971. Every nominee needs the same number of marks.
    """
    rows = [[mark for mark in row if mark is not None] for row in marks]
    if len(rows) < 2:
        return undefined(TOO_FEW_NOMINEES)
    if len({len(row) for row in rows}) > 1:
        return undefined(UNEQUAL)
    if len(rows[0]) < 2:
        return undefined(TOO_FEW_JURORS)
    return kappa_of_counts(
        [list(Counter(row).values()) for row in rows], Counter(mark for row in rows for mark in row)
    )


def kappa_of_counts(by_nominee: Sequence[Sequence[int]], in_all: Counter[float]) -> Figure:
    """Return kappa from how often each category was given: per nominee, and in all."""
    raters = sum(by_nominee[0])
    n = sum(in_all.values())
    pairs = [sum(c * (c - 1) for c in counts) / (raters * (raters - 1)) for counts in by_nominee]
    chance = sum((count / n) ** 2 for count in in_all.values())
    if chance >= 1:
        return undefined(ALL_EQUAL, n)
    return Figure(value=(mean(pairs) - chance) / (1 - chance), n=n)
