"""Marks as dots on a fixed axis, with a tick at the mean. The axis range stands beside it, in words.

`paint_dot_strip` draws one into a table cell; `DotStrip` is a chart of several, one line per criterion, with
the axis below, a text alternative, and one juror highlighted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from juryapp.base.i18n import _, ngettext
from juryapp.base.numbers import format_exactly, format_number
from juryapp.gui.theme import color, follow_theme, font, mixed, px

_DOT: Final = 3.6
_LINE_HEIGHT: Final = 44


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """The marks of one line.

    Attributes:
        label: What was marked, e.g. the criterion.
        values: One per juror.
        mean: Where the tick stands; None for no tick.
        highlighted: Places in `values` that belong to the highlighted juror.
    """

    label: str
    values: tuple[Fraction, ...]
    mean: Fraction | None = None
    highlighted: frozenset[int] = frozenset()

    def spoken(self) -> str:
        """Return the line in words, exactly."""
        if not self.values:
            return _("{label}: no marks").format(label=self.label)
        marks = "  ".join(format_exactly(value) for value in sorted(self.values))
        text = ngettext(
            "{label}: {n} mark: {marks}", "{label}: {n} marks: {marks}", len(self.values)
        )
        said = text.format(label=self.label, n=len(self.values), marks=marks)
        if self.mean is None:
            return said
        return said + _("; mean {mean}").format(mean=format_number(self.mean))


def paint_dot_strip(
    painter: QPainter, where: QRectF, dots: Dots, least: Fraction, most: Fraction
) -> None:
    """Draw axis, dots and tick into `where`. Equal marks stand above each other."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = px(10) * _DOT / 10
    room = where.adjusted(radius + 1, 0, -radius - 1, 0)
    middle = room.center().y()
    painter.setPen(QPen(color("track"), 2))
    painter.drawLine(QPointF(room.left(), middle), QPointF(room.right(), middle))
    painter.setPen(Qt.PenStyle.NoPen)
    for place, centre in enumerate(_centres(dots.values, room, least, most, radius)):
        mine = place in dots.highlighted
        painter.setBrush(color("mark") if mine else color("accent", 0.62))
        size = radius * (1.25 if mine else 1)
        painter.drawEllipse(centre, size, size)
    if dots.mean is not None:
        left = _left_of(dots.mean, room, least, most)
        reach = min(where.height() / 2 - 1, px(11))
        painter.setPen(QPen(color("text"), 2))
        painter.drawLine(QPointF(left, middle - reach), QPointF(left, middle + reach))
    painter.restore()


def _left_of(value: Fraction, room: QRectF, least: Fraction, most: Fraction) -> float:
    share = float((value - least) / (most - least)) if most > least else 0.0
    return room.left() + room.width() * max(0.0, min(1.0, share))


def _centres(
    values: Sequence[Fraction], room: QRectF, least: Fraction, most: Fraction, radius: float
) -> list[QPointF]:
    """Return where the dots stand; equal ones are stacked evenly round the axis, within the room."""
    seen: dict[Fraction, int] = {}
    centres = []
    for value in values:
        place = seen.get(value, 0)
        seen[value] = place + 1
        count = values.count(value)
        pitch = min(2 * radius + 1, (room.height() - 2 * radius) / max(1, count - 1))
        offset = (place - (count - 1) / 2) * pitch
        centres.append(QPointF(_left_of(value, room, least, most), room.center().y() + offset))
    return centres


class DotStrip(QWidget):
    """Lines of dots over one axis."""

    def __init__(self, accessible_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Dots, ...] = ()
        self._least, self._most = Fraction(0), Fraction(10)
        self._name = accessible_name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(accessible_name)
        follow_theme(self)

    def show_lines(self, lines: Sequence[Dots], least: Fraction, most: Fraction) -> None:
        """Show these lines on the axis from `least` to `most`."""
        self._lines = tuple(lines)
        self._least, self._most = least, most
        self.setAccessibleDescription(self.spoken())
        self.setToolTip(self.spoken())
        self.apply_theme()
        self.update()

    def spoken(self) -> str:
        """Return the chart in words: the same numbers, exactly."""
        return "\n".join(line.spoken() for line in self._lines)

    def apply_theme(self) -> None:
        """Be as high as the lines need."""
        self.setFixedHeight(px(_LINE_HEIGHT) * max(1, len(self._lines)) + px(22))

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(320), self.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = self._label_width()
        room = QRectF(left, 0, self.width() - left - px(10), self.height() - px(22))
        self._paint_axis(painter, room)
        for place, line in enumerate(self._lines):
            top = place * px(_LINE_HEIGHT)
            strip = QRectF(left, top, room.width(), px(_LINE_HEIGHT))
            painter.setFont(font("small"))
            painter.setPen(color("text"))
            label = QRectF(0, top, left - px(8), px(_LINE_HEIGHT))
            text = painter.fontMetrics().elidedText(
                line.label, Qt.TextElideMode.ElideRight, int(label.width())
            )
            painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, text)
            paint_dot_strip(painter, strip, line, self._least, self._most)
        if self.hasFocus():
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _label_width(self) -> float:
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(line.label) for line in self._lines), default=0)
        return min(widest + px(12), self.width() * 0.4)

    def _paint_axis(self, painter: QPainter, room: QRectF) -> None:
        radius = px(10) * _DOT / 10
        inside = room.adjusted(radius + 1, 0, -radius - 1, 0)
        painter.setFont(font("caption"))
        for value in _ticks(self._least, self._most):
            left = _left_of(value, inside, self._least, self._most)
            painter.setPen(QPen(mixed("line", "surface", 0.25), 1))
            painter.drawLine(QPointF(left, room.top()), QPointF(left, room.bottom()))
            painter.setPen(color("text2"))
            where = QRectF(left - px(20), room.bottom() + px(4), px(40), px(18))
            painter.drawText(where, Qt.AlignmentFlag.AlignHCenter, format_exactly(value))


def _ticks(least: Fraction, most: Fraction) -> list[Fraction]:
    """Return round values for the axis, at most eight."""
    span = most - least
    for pace in (1, 2, 5, 10, 20, 50, 100, 200, 500):
        if span / pace <= 7:
            first = -(-least // pace) * pace
            return [Fraction(first + i * pace) for i in range(int((most - first) // pace) + 1)]
    return [least, most]
