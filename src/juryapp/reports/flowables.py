"""Our own flowables. A text knows what it is (`tag`, `language`): a tagged canvas can mark it one day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Table
from typing_extensions import override

from juryapp.reports import styles
from juryapp.reports.blocks import Strip
from juryapp.reports.fonts import BOLD, fitted, width

IN_OUTLINE: Final = 3  # deeper headings are not in the outline


class Text(Paragraph):
    """A paragraph; its markup is made by `markup`, never by a user.

    Args:
        markup: Escaped text, with our own tags at most.
        style: How it is set.
        tag: What it is: P, H1, H2, H3, Note.
        language: Where it differs from the paper's.
    """

    def __init__(
        self,
        markup: Any,  # None for a part of another, which has `frags`
        style: ParagraphStyle,
        bulletText: str | None = None,  # noqa: N803 - reportlab splits a paragraph by these names
        frags: Any = None,
        tag: str = "P",
        language: str = "",
        **more: Any,
    ) -> None:
        super().__init__(markup, style, bulletText, frags=frags, **more)
        self.tag = tag
        self.language = language

    @override
    def split(self, availWidth: float, availHeight: float) -> list[Any]:
        parts: list[Any] = super().split(availWidth, availHeight)
        if len(parts) > 1 and parts[0].wrap(availWidth, availHeight)[1] > availHeight:
            # long words may break anew in the first part and make it higher than it was
            return self.split(availWidth, availHeight - self.style.leading)
        for part in parts:
            part.tag, part.language = self.tag, self.language
        return parts


class HeadingText(Text):
    """A heading: it also stands in the outline of the document."""

    level = 0  # 0: the rest of a heading that began on the page before
    plain = ""

    @classmethod
    def of(cls, markup: str, style: ParagraphStyle, *, level: int, plain: str) -> HeadingText:
        """Return a heading of a level, with its text for the outline."""
        heading = cls(markup, style, tag=f"H{level}")
        heading.level, heading.plain = level, plain
        return heading

    @override
    def split(self, availWidth: float, availHeight: float) -> list[Any]:
        parts = super().split(availWidth, availHeight)
        for part in parts[:1]:
            part.level, part.plain = self.level, self.plain
        return parts

    @override
    def draw(self) -> None:
        if 0 < self.level <= IN_OUTLINE:
            self._enter_in_outline()
        super().draw()

    def _enter_in_outline(self) -> None:
        canvas: Any = self.canv
        key = f"heading-{canvas.next_number()}"
        canvas.bookmarkHorizontal(key, 0, self.height + 12)
        canvas.addOutlineEntry(self.plain[:200], key, level=self.level - 1)


class BarredText(Text):
    """A paragraph with a bar at its left: the public text of the panel."""

    @override
    def draw(self) -> None:
        canvas = self.canv
        canvas.saveState()
        canvas.setFillColor(styles.RULE)
        canvas.rect(0, -2, 2, self.height + 4, stroke=0, fill=1)
        canvas.restoreState()
        super().draw()


class AccentBar(Flowable):
    """The short bar above the title."""

    SIZE = (16 * mm, 3.0)
    BELOW = 13.0

    @override
    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        return availWidth, self.SIZE[1] + self.BELOW

    def draw(self) -> None:
        """Draw it."""
        self.canv.setFillColor(styles.ACCENT)
        self.canv.rect(0, self.BELOW, *self.SIZE, stroke=0, fill=1)


class UprightHead(Flowable):
    """The title of a narrow column, read from below."""

    LONGEST = 40 * mm
    SIZE = 7.8
    LEADING = 9.2

    def __init__(self, title: str) -> None:
        super().__init__()
        lines = halved(title, lambda line: width(line, BOLD, self.SIZE))
        self.lines = [fitted(line, BOLD, self.SIZE, self.LONGEST) for line in lines]

    @override
    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        self.width = availWidth
        return availWidth, max(width(line, BOLD, self.SIZE) for line in self.lines) + 2

    def draw(self) -> None:
        """Draw it over the right edge, where the numbers stand."""
        canvas = self.canv
        canvas.saveState()
        canvas.setFillColor(styles.MUTED)
        canvas.setFont(BOLD, self.SIZE)
        canvas.translate(self.width - 4, 1)
        canvas.rotate(90)
        for above, line in enumerate(reversed(self.lines)):
            canvas.drawString(0, above * self.LEADING, line)
        canvas.restoreState()


def halved(text: str, measure: Callable[[str], float]) -> list[str]:
    """Return a text on two lines as equal as its words allow, or on one if it has only one word."""
    words = text.split(" ")
    ways = [[" ".join(words[:n]), " ".join(words[n:])] for n in range(1, len(words))]
    return min(ways, key=lambda way: max(map(measure, way)), default=[text])


class SpreadStrip(Flowable):
    """The jurors' means as dots on an axis, and the total as a tick."""

    HEIGHT = 12.0
    DOT = 1.9
    MOST_TICKS = 20

    def __init__(self, strip: Strip) -> None:
        super().__init__()
        self.strip = strip
        self.width = 0.0

    @override
    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        self.width = availWidth
        return availWidth, self.HEIGHT

    def across(self, value: Fraction) -> float:
        """Return where on the axis a value lies."""
        strip = self.strip
        share = float((value - strip.least) / (strip.most - strip.least))
        return self.DOT + share * (self.width - 2 * self.DOT)

    def draw(self) -> None:
        """Draw axis, dots and tick."""
        canvas, middle = self.canv, self.HEIGHT / 2 - 1
        canvas.saveState()
        canvas.setStrokeColor(styles.RULE)
        canvas.setLineWidth(0.5)
        canvas.line(self.DOT, middle, self.width - self.DOT, middle)
        least, most = self.strip.least, self.strip.most
        step = 1 if most - least <= self.MOST_TICKS else most - least
        ticks = [self.across(Fraction(n)) for n in range(least, most + 1, step)]
        canvas.lines([(at, middle - 1.6, at, middle + 1.6) for at in ticks])
        self._draw_dots(middle)
        if self.strip.total is not None:
            self._draw_total(self.across(self.strip.total), middle)
        canvas.restoreState()

    def _draw_dots(self, middle: float) -> None:
        """Draw all dots as one path of points with round ends: four times as fast as circles."""
        size = 2 * self.DOT
        places = [self.across(value) for value in sorted(self.strip.values)]
        dots = [(at, middle + level * size) for at, level in stacked(places, size)]
        self.canv.setLineCap(1)
        self.canv.setLineWidth(size)
        self.canv.setStrokeColor(styles.DOT)
        if dots:
            self.canv.lines([(x, y, x + 0.01, y) for x, y in dots])
        self.canv.setLineCap(0)

    def _draw_total(self, at: float, middle: float) -> None:
        self.canv.setStrokeColor(styles.INK)
        self.canv.setLineWidth(1.1)
        self.canv.line(at, middle - 5.5, at, middle + 5.5)


def stacked(places: Sequence[float], apart: float) -> list[tuple[float, int]]:
    """Return each place with a level (0, 1 or −1) on which no dot covers another, as far as that goes."""
    last = dict.fromkeys((0, 1, -1), -apart)
    levels = []
    for place in places:
        free = [level for level, before in last.items() if place - before >= apart * 0.8]
        level = free[0] if free else min(last, key=lambda n: last[n])
        last[level] = place
        levels.append((place, level))
    return levels


class GridTable(Table):
    """A table of data; its rows are never broken, its head is repeated."""

    def minimal_height(self, available: float) -> float:
        """Return how high the head and the first three rows are."""
        self.wrap(available, 10_000)
        heights: list[float] = getattr(self, "_rowHeights", [])
        return sum(heights[:4])

    @override
    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Break the table between rows; those that ought to stay together do, if a page has room for them.

        Two rows with very long names can fill more than a page. Then, on a page of their own, they part.
        """
        parts: list[Flowable] = super().split(available_width, available_height)
        if not parts and getattr(self, "_postponed", False):
            self._nosplitCmds: list[object] = []
            parts = super().split(available_width, available_height)
        return parts


class ListTable(Table):
    """A table that is only a way to set a list: facts, verdicts, signatures."""
