"""Icons by name, drawn in a colour role of the theme; they recolour themselves when it changes.

`icon("check", "ok")` for buttons, actions and models; `pixmap(…)` and `paint_icon(…)` for own painting.
The names are the files in `resources/icons`; all are drawn on a grid of 24 with a stroke of 1.75.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from typing_extensions import override

from juryapp.base.resources import resource
from juryapp.gui.theme import color, px
from juryapp.gui.tokens import Role

APP_ICON: Final = "juryapp"


class _TokenIcon(QIconEngine):
    """Draws in the colour that its role has at that moment."""

    def __init__(self, name: str, role: Role) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def _role_in(self, mode: QIcon.Mode) -> Role:
        return "text3" if mode == QIcon.Mode.Disabled else self._role

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(rect).center())
        paint_icon(painter, square, self._name, self._role_in(mode))

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        side = min(size.width(), size.height())
        shape = _drawn(self._name, color(self._role_in(mode)).rgba(), side, 1.0)
        if size.width() <= side:
            return shape
        padded = QPixmap(
            size
        )  # wider than high: the icon stands left, the rest is a gap to the text
        padded.fill(Qt.GlobalColor.transparent)
        painter = QPainter(padded)
        painter.drawPixmap(0, 0, shape)
        painter.end()
        return padded

    @override
    def clone(self) -> QIconEngine:
        return _TokenIcon(self._name, self._role)


def icon(name: str, role: Role = "text2") -> QIcon:
    """Return the icon `name` in the colour of `role`; disabled it is drawn as `text3`."""
    _renderer(name)  # a wrong name fails here, where it was written
    return QIcon(_TokenIcon(name, role))


def app_icon() -> QIcon:
    """Return the program's own icon, in its own colours."""
    return QIcon(str(resource("icons", f"{APP_ICON}.svg")))


def pixmap(name: str, role: Role = "text2", size: int = 18, ratio: float = 1.0) -> QPixmap:
    """Return the icon as a picture of `size` scaled pixels for a screen of device pixel `ratio`."""
    return _drawn(name, color(role).rgba(), px(size), ratio)


def paint_icon(painter: QPainter, where: QRectF, name: str, role: Role) -> None:
    """Draw the icon into `where`, which should be square."""
    ratio = painter.device().devicePixelRatioF()
    picture = _drawn(name, color(role).rgba(), round(where.width()), ratio)
    painter.drawPixmap(QPointF(where.left(), where.top()), picture)


@cache
def _renderer(name: str) -> QSvgRenderer:
    path = resource("icons", f"{name}.svg")
    if not path.is_file():
        raise LookupError(f"no icon is called {name!r}")
    return QSvgRenderer(str(path))


@lru_cache(maxsize=1024)
def _drawn(name: str, rgba: int, side: int, ratio: float) -> QPixmap:
    """Draw the shape once in black, then pour the colour into it."""
    picture = QPixmap(max(1, round(side * ratio)), max(1, round(side * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name).render(painter, QRectF(picture.rect()))
    if name != APP_ICON:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(picture.rect(), rgba)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
