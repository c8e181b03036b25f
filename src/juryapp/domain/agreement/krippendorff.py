"""Krippendorff's alpha, for four kinds of marks, with missing marks and an interval.

α = 1 − observed / expected disagreement over all pairs of marks on one nominee. Source: K. Krippendorff,
Content Analysis, 4th ed. 2019, chapter 12. The interval is the middle 95 % of resampling nominees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from juryapp.base.i18n import N_
from juryapp.domain.agreement.figure import ALL_EQUAL, Figure, Marks, undefined

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

LEVELS: Final = ("nominal", "ordinal", "interval", "ratio")
NO_PAIRS: Final = N_("No nominee has marks by two jurors.")
BELOW_ZERO: Final = N_("Some marks are below zero, so that their ratios mean nothing.")
DRAWS: Final = 1000


def krippendorff(marks: Marks, level: str, seed: int = 0) -> Figure:
    """Return alpha at a level of measurement (one of `LEVELS`).

    Args:
        marks: A row a nominee, a column a juror; None where there is no mark.
        level: What differences mean: nominal, ordinal, interval, ratio.
        seed: Of the resampling; the same seed gives the same interval.
    """
    units = [[mark for mark in row if mark is not None] for row in marks]
    paired = [unit for unit in units if len(unit) > 1]
    n = sum(map(len, paired))
    if not paired:
        return undefined(NO_PAIRS)
    values = sorted({mark for unit in paired for mark in unit})
    if len(values) == 1:
        return undefined(ALL_EQUAL, n)
    if level == "ratio" and values[0] < 0:
        return undefined(BELOW_ZERO, n)
    return _figure(paired, values, level, seed)


def _figure(
    paired: Sequence[Sequence[float]], values: Sequence[float], level: str, seed: int
) -> Figure:
    import numpy as np  # noqa: PLC0415 - 0.1 s, and only statistics need it

    per_unit = np.array([_pairs_in(unit, values) for unit in paired])
    value = _alpha(per_unit.sum(axis=0), values, level)
    chance = np.random.default_rng(seed)
    drawn = chance.integers(0, len(paired), size=(DRAWS, len(paired)))
    alphas = [_alpha(per_unit[draw].sum(axis=0), values, level) for draw in drawn]
    known = [alpha for alpha in alphas if alpha is not None]
    low, high = np.percentile(known, [2.5, 97.5]) if known else (None, None)
    return Figure(
        value=value,
        low=None if low is None else float(low),
        high=None if high is None else float(high),
        n=sum(map(len, paired)),
    )


def _pairs_in(unit: Sequence[float], values: Sequence[float]) -> Array:
    """Return the coincidences of one nominee: how often two values meet, each mark weighing once."""
    import numpy as np  # noqa: PLC0415 - as above

    counted = Counter(unit)
    counts = np.array([counted[value] for value in values], dtype=float)
    met = np.outer(counts, counts)
    met[np.diag_indices(len(values))] -= counts
    pairs: Array = met / (len(unit) - 1)
    return pairs


def _alpha(met: Array, values: Sequence[float], level: str) -> float | None:
    import numpy as np  # noqa: PLC0415 - as above

    given = met.sum(axis=1)
    apart = _DISTANCES[level](np.array(values), given)
    n = given.sum()
    expected = (np.outer(given, given) * apart).sum() / (n - 1)
    if expected <= 0:
        return None
    return float(1 - (met * apart).sum() / expected)


def _nominal(values: Array, _given: Array) -> Array:
    import numpy as np  # noqa: PLC0415 - as above

    apart: Array = 1.0 - np.eye(len(values))
    return apart


def _ordinal(_values: Array, given: Array) -> Array:
    import numpy as np  # noqa: PLC0415 - as above

    reached = np.cumsum(given)
    middle = reached - given / 2
    apart: Array = (middle[:, None] - middle[None, :]) ** 2
    return apart


def _interval(values: Array, _given: Array) -> Array:
    apart: Array = (values[:, None] - values[None, :]) ** 2
    return apart


def _ratio(values: Array, _given: Array) -> Array:
    import numpy as np  # noqa: PLC0415 - as above

    total = values[:, None] + values[None, :]
    total = np.where(total == 0, 1.0, total)
    apart: Array = ((values[:, None] - values[None, :]) / total) ** 2
    return apart


_DISTANCES: Final[dict[str, Callable[[Array, Array], Array]]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
