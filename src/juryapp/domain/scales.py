"""Scales: a mark is a whole number of steps above zero, so that no rounding can ever touch it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.base.numbers import format_exactly

OFF_SCALE = N_("{value} is not on the scale: marks go from {least} to {most} in steps of {step}.")
BAD_SCALE = N_(
    "A scale needs a least mark of zero or more, a higher greatest mark, and a step above zero."
)
TOO_FINE_SCALE = N_(
    "A scale can have at most {most} steps. Choose a larger step, or a lower greatest mark."
)
UNEVEN_SCALE = N_("The least and the greatest mark must both be whole numbers of steps of {step}.")

MOST_STEPS: Final = 1_000_000
MOST_DIGITS: Final = (
    10**12
)  # above and below the fraction line: files and databases hold it exactly


@dataclass(frozen=True, slots=True)
class Scale:
    """The marks from `least` to `most`, both counted in steps above zero; a step is worth `step`.

    The scale 0–10 with half marks is `Scale(0, 20, Fraction(1, 2))`.
    """

    least: int
    most: int
    step: Fraction

    def __post_init__(self) -> None:
        """Raise RuleError for a scale that has no two marks."""
        if not (0 <= self.least < self.most and self.step > 0):
            raise RuleError(BAD_SCALE, code="E-SCALE")
        if self.most > MOST_STEPS or max(self.step.as_integer_ratio()) > MOST_DIGITS:
            raise RuleError(TOO_FINE_SCALE, code="E-SCALE", most=format_exactly(MOST_STEPS))

    @classmethod
    def between(cls, least: Fraction, most: Fraction, step: Fraction) -> Scale:
        """Return the scale from `least` to `most`, given as values ("0", "10", "0.5").

        Raises:
            RuleError: Not a scale, or its ends are not whole numbers of steps.
        """
        if step <= 0:
            raise RuleError(BAD_SCALE, code="E-SCALE")
        if least % step or most % step:
            raise RuleError(UNEVEN_SCALE, code="E-SCALE", step=format_exactly(step))
        return cls(int(least / step), int(most / step), step)

    def __contains__(self, points: int) -> bool:
        """Return whether `points` steps is a mark on this scale."""
        return self.least <= points <= self.most

    def value(self, points: int) -> Fraction:
        """Return what `points` steps are worth."""
        return points * self.step

    def points(self, value: Fraction) -> int:
        """Return the number of steps of a `value`.

        Raises:
            RuleError: The value is not on the scale (E-RANGE).
        """
        steps = value / self.step
        if steps.denominator != 1 or int(steps) not in self:
            raise self.off_scale(value)
        return int(steps)

    def check(self, points: int) -> None:
        """Raise RuleError (E-RANGE) unless `points` steps is a mark on this scale."""
        if points not in self:
            raise self.off_scale(self.value(points))

    def off_scale(self, value: Fraction) -> RuleError:
        """Return the error that says which marks the scale has."""
        return RuleError(
            OFF_SCALE,
            code="E-RANGE",
            value=format_exactly(value),
            least=format_exactly(self.value(self.least)),
            most=format_exactly(self.value(self.most)),
            step=format_exactly(self.step),
        )
