"""The quantiles that intervals need, without a statistics package.

The incomplete beta function by Lentz's continued fraction (W. H. Press and others, Numerical Recipes, 6.4);
its inverse by bisection. Good to ten digits where juries live.
"""

from __future__ import annotations

import math
from typing import Final

_TINY: Final = 1e-300
_CLOSE: Final = 1e-15


def f_quantile(p: float, df1: float, df2: float) -> float:
    """Return the point below which an F variable with these degrees of freedom lies with probability `p`."""
    low, high = 0.0, 1.0
    while f_probability(high, df1, df2) < p:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        if f_probability(middle, df1, df2) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def f_probability(x: float, df1: float, df2: float) -> float:
    """Return the probability that an F variable is at most `x`."""
    return beta_probability(df1 * x / (df1 * x + df2), df1 / 2, df2 / 2)


def beta_probability(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b)."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1.0 - beta_probability(1 - x, b, a)
    log = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    log += a * math.log(x) + b * math.log1p(-x)
    return math.exp(log) * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _kept_from_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 1000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / _kept_from_zero(1 + step * d)
            c = _kept_from_zero(1 + step / c)
            value *= c * d
        if abs(c * d - 1) < _CLOSE:
            break
    return value


def _kept_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
