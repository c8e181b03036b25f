"""What a view of pages needs of whatever it shows: sizes, and pictures of parts of a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtGui import QImage

POINTS_PER_INCH = 72.0
DPI = 96.0  # of a screen at 100 %
MOST_POINTS = 20_000.0  # a page that says it is larger is shown as large as this


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a page, in pixels of the screen at `scale` pixels a point."""

    page: int  # from 0
    scale: float
    x: int
    y: int
    width: int
    height: int


class Sheets(Protocol):
    """Pages that can be drawn. `draw` runs in a worker, and may raise a UserError."""

    @property
    def sizes(self) -> tuple[tuple[float, float], ...]:
        """Widths and heights in points."""
        ...

    def draw(self, tile: Tile) -> QImage:
        """Return the picture of a part of a page."""
        ...


def whole_pixels(points: float, scale: float) -> int:
    """Return how many pixels a length takes, at least one."""
    return max(1, round(points * scale))
