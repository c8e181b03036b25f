"""Methods that take out how strict a juror is: the two-way additive model, plain and shrunken.

y_ij = μ + α_i + β_j + ε: nominee i, juror j. The adjusted mean of a nominee is μ + α_i. These are the only
methods that compute with floats; their values are rounded to six decimals before anything is compared, so
that no last bit decides a place. They are meant for panels where not everybody marks everything, and count
only if the rules said so beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.methods.ballots import Ballots
from juryapp.domain.methods.means import mean, refuse_weights
from juryapp.domain.methods.method import Ordering, Warned, ordered_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

UNCONNECTED: Final = N_(
    "The jurors fall into groups that share no nominee: {nominees} cannot be compared with the others."
    " Let one juror mark in both groups, or use the mean."
)
SMALL: Final = N_(
    "{n} marks are too few to tell a strict juror from a weak nominee. Look at the plain means too."
)
FEW: Final = 30
DECIMALS: Final = 10**6


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Adjusted means by least squares; Σ α = Σ β = 0 over those who are there.

    Source: F. Yates' analysis of incomplete blocks; as `lm(score ~ nominee + juror)` in R.
    """

    name: str = "adjusted"
    title: str = N_("Adjusted for strict and mild jurors")
    higher_is_better: bool = True

    def order(self, ballots: Ballots) -> Ordering:
        """Return the order by adjusted mean.

        Raises:
            RuleError: Some nominees are connected to the others by no juror (E-UNCONNECTED).
        """
        refuse_weights(ballots)
        _refuse_unconnected(ballots)
        return _ordering(ballots, fitted(ballots).adjusted)


@dataclass(frozen=True, slots=True)
class AdjustedShrunken:
    """Best linear unbiased predictions; both effects random, their variances by REML.

    Where there is little to go by the values are drawn towards the mean of all. If the marks leave nothing
    to explain (all of a nominee's are equal once jurors are taken out) the plain fit stands.

    Source: D. A. Harville, JASA 72 (1977); as `lmer(score ~ 1 + (1|nominee) + (1|juror))` in R.
    """

    name: str = "adjusted-shrunken"
    title: str = N_("Adjusted and shrunken")
    higher_is_better: bool = True

    def order(self, ballots: Ballots) -> Ordering:
        """Return the order by predicted mean."""
        refuse_weights(ballots)
        return _ordering(ballots, predicted(ballots).adjusted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What a model says; deviations are in the unit of the marks."""

    intercept: float
    nominees: Mapping[str, float]  # α
    jurors: Mapping[str, float]  # β: above zero is mild
    nominee_sd: float | None = None
    juror_sd: float | None = None
    residual_sd: float | None = None

    @property
    def adjusted(self) -> dict[str, float]:
        """μ + α of each nominee."""
        return {nominee: self.intercept + effect for nominee, effect in self.nominees.items()}


def fitted(ballots: Ballots) -> Fit:
    """Return the least-squares fit; effects sum to zero over nominees and over jurors."""
    import numpy as np  # noqa: PLC0415 - 0.1 s, and only this method needs it

    table = _Table(ballots)
    inverse = 1 / table.per_nominee
    schur = np.diag(table.per_juror) - table.cells.T @ (inverse[:, None] * table.cells)
    right = table.juror_sums - table.cells.T @ (inverse * table.nominee_sums)
    beta = np.linalg.lstsq(schur, right, rcond=None)[0]
    beta -= beta.mean()
    alpha = inverse * (table.nominee_sums - table.cells @ beta)
    intercept = float(alpha.mean())
    return Fit(
        intercept=intercept,
        nominees=dict(zip(table.nominees, (alpha - intercept).tolist(), strict=True)),
        jurors=dict(zip(table.jurors, beta.tolist(), strict=True)),
    )


def predicted(ballots: Ballots) -> Fit:
    """Return the mixed model's predictions, with its standard deviations."""
    table = _Table(ballots)
    if table.leaves_nothing():
        return fitted(ballots)
    model = _Mixed(table)
    return model.fit(_least(model.criterion))


class _Table:
    """The marks as arrays: counts and sums per cell, nominee and juror."""

    def __init__(self, ballots: Ballots) -> None:
        import numpy as np  # noqa: PLC0415 - 0.1 s, and only these methods need it

        self.nominees, self.jurors = ballots.marked, ballots.jurors
        column = {juror: at for at, juror in enumerate(self.jurors)}
        self.cells = np.zeros((len(self.nominees), len(self.jurors)))
        self.sums = np.zeros_like(self.cells)
        self.squares = 0.0
        for row, nominee in enumerate(self.nominees):
            for juror, value in ballots.of(nominee).items():
                count, y = ballots.count(juror), float(value)
                self.cells[row, column[juror]] = count
                self.sums[row, column[juror]] = count * y
                self.squares += count * y * y
        self.per_nominee, self.per_juror = self.cells.sum(axis=1), self.cells.sum(axis=0)
        self.nominee_sums, self.juror_sums = self.sums.sum(axis=1), self.sums.sum(axis=0)
        self.n, self.total = float(self.cells.sum()), float(self.sums.sum())

    def leaves_nothing(self) -> bool:
        """Return whether the additive model explains every mark, or there is nothing to estimate."""
        import numpy as np  # noqa: PLC0415 - as above

        if min(len(self.nominees), len(self.jurors)) < 2 or self.n <= len(self.nominees) + len(
            self.jurors
        ):
            return True
        effects = np.concatenate([self.per_nominee, self.per_juror])
        design = np.zeros((len(effects), len(effects)))
        rows = len(self.nominees)
        design[:rows, :rows], design[rows:, rows:] = (
            np.diag(self.per_nominee),
            np.diag(self.per_juror),
        )
        design[:rows, rows:], design[rows:, :rows] = self.cells, self.cells.T
        right = np.concatenate([self.nominee_sums, self.juror_sums])
        solved = np.linalg.lstsq(design, right, rcond=None)[0]
        return bool(self.squares - right @ solved <= 1e-9 * max(self.squares, 1.0))


class _Mixed:
    """The profiled REML criterion of the two-way random model, by its nominee × juror blocks."""

    def __init__(self, table: _Table) -> None:
        self._t = table

    def criterion(self, nominee: float, juror: float) -> float:
        """Return −2 log REML for two relative standard deviations (effect over residual)."""
        import numpy as np  # noqa: PLC0415 - as above

        solved = self._solved(nominee, juror)
        free = self._t.n - 1
        spread = 1 + np.log(2 * np.pi * solved.residual / free)
        return float(solved.log_det + np.log(solved.information) + free * spread)

    def fit(self, ratios: tuple[float, float]) -> Fit:
        """Return the predictions at the best ratios."""
        import numpy as np  # noqa: PLC0415 - as above

        solved = self._solved(*ratios)
        sigma = float(np.sqrt(solved.residual / (self._t.n - 1)))
        rows = len(self._t.nominees)
        effects = solved.effects.tolist()
        return Fit(
            intercept=float(solved.intercept),
            nominees=dict(zip(self._t.nominees, effects[:rows], strict=True)),
            jurors=dict(zip(self._t.jurors, effects[rows:], strict=True)),
            nominee_sd=ratios[0] * sigma,
            juror_sd=ratios[1] * sigma,
            residual_sd=sigma,
        )

    def _solved(self, nominee: float, juror: float) -> _Solved:
        import numpy as np  # noqa: PLC0415 - as above

        t = self._t
        scale = np.concatenate([np.full(len(t.nominees), nominee), np.full(len(t.jurors), juror)])
        diagonal = nominee**2 * t.per_nominee + 1
        cross = nominee * juror * t.cells
        schur = np.diag(juror**2 * t.per_juror + 1) - cross.T @ (cross / diagonal[:, None])
        rows = len(t.nominees)

        def solve(right: Array) -> Array:
            first = right[:rows] / diagonal
            second = np.linalg.solve(schur, right[rows:] - cross.T @ first)
            return np.concatenate([first - (cross @ second) / diagonal, second])

        ones = scale * np.concatenate([t.per_nominee, t.per_juror])
        sums = scale * np.concatenate([t.nominee_sums, t.juror_sums])
        by_ones, by_sums = solve(ones), solve(sums)
        information = t.n - ones @ by_ones
        intercept = (t.total - ones @ by_sums) / information
        effects = by_sums - intercept * by_ones
        residual = t.squares - sums @ by_sums - intercept**2 * information
        log_det = np.log(diagonal).sum() + np.linalg.slogdet(schur)[1]
        return _Solved(effects * scale, intercept, information, residual, log_det)


@dataclass(frozen=True, slots=True)
class _Solved:
    effects: Array
    intercept: float
    information: float
    residual: float
    log_det: float


def _least(criterion: Callable[[float, float], float]) -> tuple[float, float]:
    """Return where a function of two numbers ≥ 0 is least: a Nelder–Mead search from three starts."""
    starts = ((1.0, 1.0), (0.1, 1.0), (1.0, 0.1))
    found = [_descend(lambda x: criterion(abs(x[0]), abs(x[1])), start) for start in starts]
    x, y = min(found, key=lambda point: criterion(abs(point[0]), abs(point[1])))
    return abs(x), abs(y)


Point = tuple[float, float]


def _descend(f: Callable[[Point], float], start: Point) -> Point:
    corners = [start, (start[0] * 1.5, start[1]), (start[0], start[1] * 1.5)]
    simplex = sorted(((f(point), point) for point in corners), key=lambda pair: pair[0])
    for _ in range(400):
        if simplex[-1][0] - simplex[0][0] < 1e-11 and _size(simplex) < 1e-8:
            break
        simplex = sorted(_stepped(f, simplex), key=lambda pair: pair[0])
    return simplex[0][1]


def _size(simplex: list[tuple[float, Point]]) -> float:
    best = simplex[0][1]
    return max(abs(p[0] - best[0]) + abs(p[1] - best[1]) for _, p in simplex)


def _stepped(
    f: Callable[[Point], float], simplex: list[tuple[float, Point]]
) -> list[tuple[float, Point]]:
    """Return the simplex after one step: reflect, and then expand, contract or shrink."""
    (best, b), (second, s), (worst, w) = simplex
    centre = ((b[0] + s[0]) / 2, (b[1] + s[1]) / 2)

    def along(t: float) -> tuple[float, Point]:
        point = (centre[0] + t * (w[0] - centre[0]), centre[1] + t * (w[1] - centre[1]))
        return f(point), point

    reflected = along(-1)
    if reflected[0] < best:
        return [simplex[0], simplex[1], min(reflected, along(-2), key=lambda pair: pair[0])]
    if reflected[0] < second:
        return [simplex[0], simplex[1], reflected]
    contracted = along(-0.5) if reflected[0] < worst else along(0.5)
    if contracted[0] < min(reflected[0], worst):
        return [simplex[0], simplex[1], contracted]
    shrunk = [((b[0] + p[0]) / 2, (b[1] + p[1]) / 2) for p in (s, w)]
    return [simplex[0], *((f(point), point) for point in shrunk)]


def _ordering(ballots: Ballots, values: Mapping[str, float]) -> Ordering:
    exact = {n: Fraction(round(value * DECIMALS), DECIMALS) for n, value in values.items()}
    marks = sum(ballots.ballots_on(nominee) for nominee in ballots.marked)
    warnings = [Warned(text=SMALL, params={"n": marks})] if marks < FEW else []
    return ordered_by(exact, ballots, warnings=warnings)


def connected_parts(ballots: Ballots) -> list[set[str]]:
    """Return the nominees in parts that no juror connects, the largest part first."""
    parts: list[tuple[set[str], set[str]]] = []
    for nominee in ballots.marked:
        names, jurors = {nominee}, set(ballots.of(nominee))
        apart = []
        for part in parts:
            if part[1] & jurors:
                names |= part[0]
                jurors |= part[1]
            else:
                apart.append(part)
        parts = [*apart, (names, jurors)]
    return sorted((names for names, _ in parts), key=lambda names: (-len(names), sorted(names)))


def _refuse_unconnected(ballots: Ballots) -> None:
    apart = connected_parts(ballots)[1:]
    if apart:
        names = ", ".join(n for n in ballots.nominees if any(n in part for part in apart))
        raise RuleError(UNCONNECTED, code="E-UNCONNECTED", nominees=names)


__all__ = ["Adjusted", "AdjustedShrunken", "Fit", "connected_parts", "fitted", "mean", "predicted"]
