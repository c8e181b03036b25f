"""Intraclass correlations: how much of the spread of marks is the nominees'.

The six forms of P. E. Shrout and J. L. Fleiss (Psychological Bulletin 86, 1979): (1) each nominee marked by
other jurors, (2) the same jurors, who stand for others, (3) these jurors alone; `1` for one juror's marks,
`k` for the mean of all. Intervals: theirs, and for (2) that of K. O. McGraw and S. P. Wong (1996). Complete
tables only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from juryapp.domain.agreement.distributions import f_quantile
from juryapp.domain.agreement.figure import (
    ALL_EQUAL,
    Figure,
    Marks,
    complete_rows,
    mean,
    undefined,
)

FORMS: Final = ("icc_1_1", "icc_2_1", "icc_3_1", "icc_1_k", "icc_2_k", "icc_3_k")


def intraclass(marks: Marks, alpha: float = 0.05) -> dict[str, Figure]:
    """Return all six forms by name, each with an interval of 1 − `alpha`."""
    rows = complete_rows(marks)
    if isinstance(rows, str):
        return dict.fromkeys(FORMS, undefined(rows))
    squares = _Squares.of(rows)
    if squares.between <= 0 and squares.within <= 0:
        return dict.fromkeys(FORMS, undefined(ALL_EQUAL, squares.n * squares.k))
    return _forms(squares, alpha)


@dataclass(frozen=True, slots=True)
class _Squares:
    """Mean squares of the two-way table."""

    n: int
    k: int
    between: float  # nominees
    within: float
    jurors: float
    error: float

    @classmethod
    def of(cls, rows: list[list[float]]) -> _Squares:
        n, k = len(rows), len(rows[0])
        all_mean = mean([mark for row in rows for mark in row])
        total = sum((mark - all_mean) ** 2 for row in rows for mark in row)
        nominees = k * sum((mean(row) - all_mean) ** 2 for row in rows)
        columns = [[row[at] for row in rows] for at in range(k)]
        jurors = n * sum((mean(column) - all_mean) ** 2 for column in columns)
        return cls(
            n=n,
            k=k,
            between=nominees / (n - 1),
            within=(total - nominees) / (n * (k - 1)),
            jurors=jurors / (k - 1),
            error=max(total - nominees - jurors, 0.0) / ((n - 1) * (k - 1)),
        )


def _forms(s: _Squares, alpha: float) -> dict[str, Figure]:
    one = _one_way(s, alpha)
    two = _two_way_random(s, alpha)
    three = _two_way_fixed(s, alpha)
    return {
        "icc_1_1": one,
        "icc_2_1": two,
        "icc_3_1": three,
        **{f"icc_{form}_k": _of_means(f, s.k) for form, f in ((1, one), (2, two), (3, three))},
    }


def _one_way(s: _Squares, alpha: float) -> Figure:
    f = s.between / s.within if s.within else float("inf")
    low = f / f_quantile(1 - alpha / 2, s.n - 1, s.n * (s.k - 1))
    high = f * f_quantile(1 - alpha / 2, s.n * (s.k - 1), s.n - 1)
    return _figure(s, _ratio(f, s.k), _ratio(low, s.k), _ratio(high, s.k))


def _two_way_fixed(s: _Squares, alpha: float) -> Figure:
    f = s.between / s.error if s.error else float("inf")
    free = (s.n - 1) * (s.k - 1)
    low = f / f_quantile(1 - alpha / 2, s.n - 1, free)
    high = f * f_quantile(1 - alpha / 2, free, s.n - 1)
    return _figure(s, _ratio(f, s.k), _ratio(low, s.k), _ratio(high, s.k))


def _ratio(f: float, k: int) -> float:
    return 1.0 if f == float("inf") else (f - 1) / (f + k - 1)


def _two_way_random(s: _Squares, alpha: float) -> Figure:
    n, k = s.n, s.k
    value = (s.between - s.error) / (s.between + (k - 1) * s.error + k * (s.jurors - s.error) / n)
    if not s.error:
        return _figure(s, value, None, None)
    a = k * value / (n * (1 - value)) if value < 1 else float("inf")
    b = 1 + k * value * (n - 1) / (n * (1 - value)) if value < 1 else float("inf")
    top = (a * s.jurors + b * s.error) ** 2
    free = top / ((a * s.jurors) ** 2 / (k - 1) + (b * s.error) ** 2 / ((n - 1) * (k - 1)))
    lower, upper = f_quantile(1 - alpha / 2, n - 1, free), f_quantile(1 - alpha / 2, free, n - 1)
    noise = k * s.jurors + (k * n - k - n) * s.error
    low = n * (s.between - lower * s.error) / (lower * noise + n * s.between)
    high = n * (upper * s.between - s.error) / (noise + n * upper * s.between)
    return _figure(s, value, low, high)


def _of_means(single: Figure, k: int) -> Figure:
    """Return what one juror's agreement makes for the mean of k (Spearman and Brown)."""

    def stepped(value: float | None) -> float | None:
        if value is None:
            return None
        below = 1 + (k - 1) * value
        return k * value / below if below else None

    return Figure(
        value=stepped(single.value), low=stepped(single.low), high=stepped(single.high), n=single.n
    )


def _figure(s: _Squares, value: float, low: float | None, high: float | None) -> Figure:
    return Figure(value=value, low=low, high=high, n=s.n * s.k)
