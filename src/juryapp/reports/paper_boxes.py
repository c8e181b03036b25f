"""What is written on with a pen: boxes for digits, boxes to tick, and lines."""

from __future__ import annotations

from typing import Any, Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable
from typing_extensions import override

from juryapp.domain.scales import Scale
from juryapp.reports import styles
from juryapp.reports.fonts import REGULAR, printable, width

DIGIT: Final = (6.4 * mm, 7.6 * mm)
TICK: Final = 3.9 * mm
GAP: Final = 1.3 * mm
AFTER_TICK: Final = 1.9 * mm
BETWEEN: Final = 6.5 * mm  # two choices on one line
MOST_DIGITS: Final = 6


def digits_of(scale: Scale) -> tuple[int, int]:
    """Return how many digits the greatest mark has before the comma, and any mark behind it."""
    before = len(str(int(scale.value(scale.most))))
    behind = 0
    while (scale.step * 10**behind).denominator != 1 and behind < MOST_DIGITS:
        behind += 1
    return min(before, MOST_DIGITS), behind


class DigitBoxes(Flowable):
    """A box for each digit of a mark, with the comma where it belongs."""

    def __init__(self, before: int, behind: int, comma: str) -> None:
        super().__init__()
        self._before, self._behind, self._comma = before, behind, comma
        self.width = boxes_width(before, behind)
        self.height = DIGIT[1]

    @override
    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        """Draw them."""
        canvas, at = self.canv, 0.0
        canvas.saveState()
        canvas.setStrokeColor(styles.STRONG_RULE)
        canvas.setLineWidth(0.8)
        for place in range(self._before + self._behind):
            if place == self._before:
                canvas.setFillColor(styles.INK)
                canvas.setFont(REGULAR, 13)
                canvas.drawCentredString(at + GAP, 1.2, self._comma)
                at += 2 * GAP
            canvas.roundRect(at, 0, DIGIT[0], DIGIT[1], 1.2, stroke=1, fill=0)
            at += DIGIT[0] + GAP
        canvas.restoreState()


def boxes_width(before: int, behind: int) -> float:
    """Return how wide the boxes for so many digits are."""
    return (before + behind) * (DIGIT[0] + GAP) - GAP + (2 * GAP if behind else 0)


class Ticks(Flowable):
    """Choices, each with a box to tick, side by side as far as they fit and else below each other."""

    SIZE = 9.0
    LINE = 15.0

    def __init__(self, choices: tuple[str, ...], lead: str = "") -> None:
        super().__init__()
        self._choices = tuple(printable()(choice) for choice in choices)
        self._lead = printable()(lead)
        self._lines: list[list[tuple[float, str]]] = []

    @override
    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        start = width(self._lead, REGULAR, self.SIZE) + BETWEEN if self._lead else 0.0
        self._lines, at = [[]], start
        for choice in self._choices:
            across = TICK + AFTER_TICK + width(choice, REGULAR, self.SIZE)
            if self._lines[-1] and at + across > availWidth:
                self._lines.append([])
                at = start
            self._lines[-1].append((at, choice))
            at += across + BETWEEN
        return availWidth, self.LINE * len(self._lines)

    def draw(self) -> None:
        """Draw them."""
        canvas = self.canv
        canvas.saveState()
        canvas.setFont(REGULAR, self.SIZE)
        for number, line in enumerate(self._lines):
            base = self.LINE * (len(self._lines) - number - 1) + 4.2
            if self._lead and not number:
                canvas.setFillColor(styles.MUTED)
                canvas.drawString(0, base, self._lead)
            for at, choice in line:
                draw_tick(canvas, at, base, choice)
        canvas.restoreState()


def draw_tick(canvas: Any, at: float, base: float, choice: str) -> None:
    """Draw a box to tick and what it says."""
    canvas.setStrokeColor(styles.STRONG_RULE)
    canvas.setLineWidth(0.8)
    canvas.roundRect(at, base - 2.2, TICK, TICK, 0.8, stroke=1, fill=0)
    canvas.setFillColor(styles.INK)
    canvas.drawString(at + TICK + AFTER_TICK, base, choice)


class Lines(Flowable):
    """Lines to write on, with what belongs on them at the left of the first."""

    SIZE = 9.0
    APART = 7.2 * mm

    def __init__(self, label: str, count: int, tick: str = "") -> None:
        super().__init__()
        self._label, self._count = printable()(label), count
        self._tick = printable()(tick)  # beside the label; the lines begin below it then

    @override
    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        self.width = availWidth
        return availWidth, self.APART * self._count + (Ticks.LINE if self._tick else 0)

    def draw(self) -> None:
        """Draw them."""
        canvas = self.canv
        canvas.saveState()
        canvas.setFillColor(styles.MUTED)
        canvas.setFont(REGULAR, self.SIZE)
        top = self.APART * (self._count - 1)
        start = width(self._label, REGULAR, self.SIZE) + 6 if self._label else 0.0
        above = self.APART + 4.2 if self._tick else 2.4
        canvas.drawString(0, top + above, self._label)
        if self._tick:
            draw_tick(canvas, start + BETWEEN - 6, top + above, self._tick)
            start = 0.0
        canvas.setStrokeColor(styles.STRONG_RULE)
        canvas.setLineWidth(0.4)
        canvas.line(start, top, self.width, top)
        for number in range(self._count - 1):
            canvas.line(0, number * self.APART, self.width, number * self.APART)
        canvas.restoreState()
