"""Grounds and lines, and short ways to lay things out.

`row(…)` and `column(…)` take widgets and layouts, `None` for a stretch and a number for a gap; a pair
`(thing, stretch)` gives it a stretch factor:

    layout = column(Label(_("Packages"), "h1"), row(filter_edit, None, make_button), (table, 1), gap=16)
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

Margins = tuple[int, int, int, int]
Item = QWidget | QLayout | int | None | tuple[QWidget | QLayout, int]


def row(*items: Item, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """Lay `items` out from left to right."""
    layout = QHBoxLayout()
    _fill(layout, items, gap, margins)
    return layout


def column(*items: Item, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """Lay `items` out from top to bottom."""
    layout = QVBoxLayout()
    _fill(layout, items, gap, margins)
    return layout


def _fill(layout: QBoxLayout, items: tuple[Item, ...], gap: int, margins: Margins) -> None:
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, tuple):
            _add(layout, item[0], item[1])
        else:
            _add(layout, item, 0)


def _add(layout: QBoxLayout, item: QWidget | QLayout, stretch: int) -> None:
    if isinstance(item, QWidget):
        layout.addWidget(item, stretch)
    else:
        layout.addLayout(item, stretch)


class Card(QFrame):
    """A white ground with a thin line round it: things that belong together."""

    def __init__(
        self,
        layout: QLayout | None = None,
        *,
        tone: Literal["surface", "inset"] = "surface",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setProperty("tone", tone)
        if layout is not None:
            if layout.contentsMargins().isNull():
                layout.setContentsMargins(16, 16, 16, 16)
            self.setLayout(layout)


class Side(QFrame):
    """A side panel: white, with a line to the right."""

    def __init__(self, layout: QLayout | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        if layout is not None:
            self.setLayout(layout)


class Footer(QFrame):
    """The place for the buttons at the bottom of a page."""

    def __init__(self, layout: QLayout | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        if layout is not None:
            layout.setContentsMargins(24, 12, 24, 12)
            self.setLayout(layout)


class Rule(QFrame):
    """A thin line between things."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rule")
        self.setFixedHeight(1)


class Scrolled(QScrollArea):
    """Content that may be higher than the window; it scrolls sideways only where something would be lost."""

    def __init__(self, layout: QLayout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inside = QWidget()
        inside.setObjectName("scrolled")
        inside.setLayout(layout)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
