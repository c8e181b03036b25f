"""Pieces of pages: how they are named, kept, drawn, and what is painted over them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QScrollBar

from juryapp.base.errors import UserError
from juryapp.gui.documents.sheets import Sheets, Tile, whole_pixels
from juryapp.gui.theme import font, px

TILE: Final = 1_200  # pixels of the screen
MOST_KEPT: Final = 96 << 20  # bytes of pictures
_INK, _HIT, _THE_HIT, _HIT_GROUND = (
    "#545B64",
    "#865100",
    "#A1306B",
    "#FFD34D",
)  # on white paper, always

Key = tuple[int, float, int, int]  # page, scale, column, row
Marks = Mapping[
    int, Sequence[tuple[QRectF, bool]]
]  # by page: shares of it, and whether it is the one


class TileStore(OrderedDict[Key, QImage]):
    """The pictures that are kept, the one that was seen longest ago first."""

    def kept_bytes(self) -> int:
        """Return how much memory they take."""
        return sum(image.sizeInBytes() for image in self.values())

    def forget_old(self, wanted: Collection[Key], scale: float) -> None:
        """Everything that is seen is sharp: forget other zooms, and what was seen longest ago."""
        for key in [key for key in self if key[1] != scale]:
            del self[key]
        for key in wanted:
            if key in self:
                self.move_to_end(key)
        kept = self.kept_bytes()
        for key in [key for key in self if key not in wanted]:
            if kept <= MOST_KEPT:
                return
            kept -= self.pop(key).sizeInBytes()


def tile_of(sheets: Sheets, key: Key) -> Tile | None:
    """Return which part of a page a key stands for, or None if it lies outside."""
    place, scale, column, row = key
    width, height = (whole_pixels(side, scale) for side in sheets.sizes[place])
    x, y = column * TILE, row * TILE
    if x >= width or y >= height:
        return None
    return Tile(place, scale, x, y, min(TILE, width - x), min(TILE, height - y))


def draw_tile(sheets: Sheets, key: Key, tile: Tile) -> tuple[Key, QImage | UserError]:
    """Return a tile's picture, or why there is none; in a worker."""
    try:
        return key, sheets.draw(tile)
    except UserError as error:
        return key, error


def within(page: QRectF, share: QRectF) -> QRectF:
    """Return where a part of a page lies."""
    return QRectF(
        page.left() + share.left() * page.width(),
        page.top() + share.top() * page.height(),
        share.width() * page.width(),
        share.height() * page.height(),
    )


def paint_mark(painter: QPainter, where: QRectF, *, chosen: bool) -> None:
    """Frame what was found: by an outline as well as by colour, on white paper."""
    ground = QColor(_HIT_GROUND)
    ground.setAlphaF(0.45 if chosen else 0.28)
    painter.setPen(QPen(QColor(_THE_HIT if chosen else _HIT), 2.5 if chosen else 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(where.adjusted(-2, -2, 2, 2), 2, 2)


def paint_failure(painter: QPainter, page: QRectF, words: str) -> None:
    """Say on the white page why it is empty."""
    painter.setPen(QColor(_INK))
    painter.setFont(font("small"))
    inside = page.adjusted(px(12), px(12), -px(12), -px(12))
    painter.drawText(inside, int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter), words)


def set_range(bar: QScrollBar, room: int, length: int) -> None:
    """Let a bar scroll over `length` where `room` is seen."""
    bar.setPageStep(room)
    bar.setRange(0, max(0, length - room))
