"""The row of cells on which a juror gives a mark.

Underneath it is a `QSlider`, so that role, range, value and arrow keys reach assistive technology for
nothing. Values are *points*: whole steps of the criterion above zero; 7.5 on a scale of half points is
15. The slider's lowest value, one below `least`, means that there is no mark; it is spoken as "no mark"
or "not assessed".

Keys: digits (1 then 0 is ten; 7 , 5 is seven and a half) · ← → one step · PgUp PgDn one cell · Home End ·
Delete no mark · "-" or N not assessed · ↑ ↓ the criterion above or below (`link_scales`).

A typed digit shows at once. Where another could follow ("1" of "10", "7" of "7,5") `changed` waits for it
for a moment, so that ten is one change and not a mark of one and then a mark of ten.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.base.numbers import format_exactly, parse_number
from juryapp.domain.scales import Scale
from juryapp.gui.icons import paint_icon
from juryapp.gui.theme import color, follow_theme, font, hit, px
from juryapp.gui.tokens import Kind, Role
from juryapp.gui.widgets.announce import announce

WAIT_FOR_DIGIT_MS: Final = 900
_MOST_CELLS: Final = 21
_WIDE_CELLS: Final = 12  # above this, cells stand close
_GAP: Final = 3
_SKIP_GAP: Final = 9  # sets "not assessed" apart
_KEYS_NOT_ASSESSED: Final = (Qt.Key.Key_Minus, Qt.Key.Key_N)
_KEYS_CLEAR: Final = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class ScoreScale(QSlider):
    """One criterion's scale.

    Args:
        name: The criterion, as it is spoken.
        scale: Which marks there are.
        may_skip: Whether "not assessed" is an answer; then a cell for it stands at the end.
        parent: As in Qt.
    """

    changed = Signal(object, bool)  # points (int) or None, not_assessed

    neighbour_requested = Signal(int)  # -1: the scale above, 1: the one below

    def __init__(
        self,
        name: str,
        scale: Scale,
        *,
        may_skip: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._least, self._most, self._step = scale.least, scale.most, scale.step
        self._may_skip = may_skip
        self._not_assessed = False
        self._quiet = False
        self._typed = ""
        self._hovered = -1
        self._about = ""
        self._told: tuple[int | None, bool] = (None, False)
        self._wait = QTimer(self, singleShot=True, interval=WAIT_FOR_DIGIT_MS)
        self._wait.timeout.connect(self.finish_typing)
        self.setRange(self._least - 1, self._most)
        self.setSingleStep(1)
        self._every = _points_per_cell(scale)
        self.setPageStep(self._every)
        self.setValue(self._least - 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.valueChanged.connect(self._value_changed)
        follow_theme(self)
        self._describe()

    # --- what it holds

    def points(self) -> int | None:
        """Return the mark in points, or None."""
        return None if self.value() < self._least else self.value()

    def not_assessed(self) -> bool:
        """Return whether the juror chose not to assess."""
        return self._not_assessed

    def show_mark(self, points: int | None, *, not_assessed: bool = False) -> None:
        """Show what is stored; `changed` is not emitted."""
        self._stop_typing()
        self._set(points, not_assessed=not_assessed)
        self._told = (self.points(), self._not_assessed)

    def set_about(self, text: str) -> None:
        """Say more on focus: weight, words of the mark, "criterion 1 of 4"."""
        self._about = text
        self._describe()

    def value_text(self) -> str:
        """Return the mark as it is read: "7.5", "no mark" or "not assessed"."""
        points = self.points()
        if points is not None:
            return format_exactly(points * self._step)
        return _("not assessed") if self._not_assessed else _("no mark")

    def mark_value(self) -> Fraction | None:
        """Return the mark as a number, None if there is none."""
        points = self.points()
        return None if points is None else points * self._step

    def bounds(self) -> tuple[Fraction, Fraction, Fraction]:
        """Return the least mark, the highest, and what lies between two neighbours."""
        return self._least * self._step, self._most * self._step, self._step

    def take_value(self, value: float) -> None:
        """Take a mark that assistive technology sets: the nearest that there is."""
        if self.isEnabled() and math.isfinite(value):
            points = round(Fraction(value) / self._step)
            self._choose(max(self._least, min(self._most, points)))

    def finish_typing(self) -> None:
        """Take what was typed so far as the whole mark, and tell it."""
        self._stop_typing()
        self._tell()

    def _stop_typing(self) -> None:
        self._wait.stop()
        self._typed = ""

    # --- changes

    def _set(self, points: int | None, *, not_assessed: bool = False) -> None:
        self._quiet = True
        self._not_assessed = not_assessed and points is None
        self.setValue(self._least - 1 if points is None else points)
        self._quiet = False
        self._describe()
        self.update()

    def _choose(self, points: int | None, *, not_assessed: bool = False) -> None:
        self._stop_typing()
        self._set(points, not_assessed=not_assessed)
        self._tell()

    def _value_changed(self) -> None:
        """Take a value that came from outside our keys: assistive technology sets it directly."""
        if self._quiet:
            return
        self._not_assessed = False
        self._describe()
        self._tell()

    def _tell(self) -> None:
        now = (self.points(), self._not_assessed)
        if now != self._told:
            self._told = now
            self.changed.emit(*now)

    def _describe(self) -> None:
        """Keep the spoken description true; the number that Qt speaks for "no mark" is no mark."""
        most = format_exactly(self._most * self._step)
        spoken = self.value_text()
        if self.points() is not None:
            spoken = _("{mark} of {most}").format(mark=spoken, most=most)
        description = f"{spoken}. {self._about}" if self._about else spoken
        if description != self.accessibleDescription():
            self.setAccessibleDescription(description)
            if self.hasFocus():
                announce(self, spoken)

    # --- keys

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            event.ignore()
            return
        if event.text() and event.text() in "0123456789,.":
            self._type("," if event.text() == "." else event.text())
        elif not self._answered(Qt.Key(event.key())):
            event.ignore()

    def _answered(self, key: Qt.Key) -> bool:
        """Do what a key asks for; False if it is none of ours."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        steps |= {Qt.Key.Key_PageDown: -self._every, Qt.Key.Key_PageUp: self._every}
        if key in steps:
            self._adjust(steps[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._choose(self._least if key == Qt.Key.Key_Home else self._most)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.finish_typing()
            self.neighbour_requested.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in _KEYS_CLEAR:
            self._choose(None)
        elif key in _KEYS_NOT_ASSESSED and self._may_skip:
            self._choose(None, not_assessed=True)
        else:
            return False
        return True

    def _adjust(self, by: int) -> None:
        """Go up or down; down never falls off the scale into "no mark"."""
        points = self.points()
        if points is None:
            if by > 0:
                self._choose(self._least)
            return
        self._choose(max(self._least, min(self._most, points + by)))

    def _type(self, sign: str) -> None:
        self._wait.stop()
        for typed in (self._typed + sign, sign):
            points = self._points_of(typed)
            if points is not None:
                self._typed = typed
                self._set(points)
                self._wait_or_tell()
                return
            if self._may_continue(typed):
                self._typed = typed
                self._wait.start()
                return
        self._typed = ""

    def _wait_or_tell(self) -> None:
        if self._may_continue(self._typed):
            self._wait.start()
        else:
            self.finish_typing()

    def _points_of(self, typed: str) -> int | None:
        """Return the points that `typed` says, if it is a mark on this scale."""
        value = parse_number(typed)
        if value is None:
            return None
        points = value / self._step
        on_scale = points.denominator == 1 and self._least <= points <= self._most
        return int(points) if on_scale else None

    def _may_continue(self, typed: str) -> bool:
        """Return whether one or two signs more could make another mark on this scale."""
        if typed.startswith(","):
            return False
        more = ["", *"0123456789"] if "," in typed else [*"0123456789", ",5", ",25", ",75"]
        if self._step.denominator == 1:
            more = [] if "," in typed else list("0123456789")
        if typed == "0" and self._step.denominator == 1:
            return False
        return any(sign and self._points_of(typed + sign) is not None for sign in more)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.finish_typing()
        super().focusOutEvent(event)
        self.update()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.finish_typing()
        super().hideEvent(event)

    # --- mouse

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        place = self._cell_at(event.position())
        if place == self._cells():
            self._choose(None, not_assessed=True)
        elif place >= 0:
            self._choose(self._clicked_points(place))

    def _clicked_points(self, place: int) -> int:
        """Return the points of a cell; clicking the chosen cell again goes through its parts."""
        first = self._least_of(place)
        points = self.points()
        if points is None or self._cell_of(points) != place:
            return first
        following = points + 1
        within = following <= self._most and self._cell_of(following) == place
        return following if within else first

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._cell_at(event.position()))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling the page must not change a mark

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            self.update()

    # --- cells

    def _cells(self) -> int:
        return (self._most - self._least_of(0)) // self._every + 1

    def _least_of(self, place: int) -> int:
        """Return the points at which cell `place` begins."""
        first = self._least // self._every * self._every
        return max(self._least, first + place * self._every)

    def _cell_of(self, points: int) -> int:
        return points // self._every - self._least // self._every

    def _rect_of(self, place: int) -> QRectF:
        cells = self._cells()
        gap = _GAP if cells <= _WIDE_CELLS else 1
        gaps = gap * (cells - 1)
        skip = px(34) + _SKIP_GAP if self._may_skip else 0
        width = (self.width() - 4 - gaps - skip) / cells
        left = 2 + place * (width + gap)
        if place == cells:  # the cell for "not assessed", set apart
            left, width = self.width() - 2 - px(34), float(px(34))
        return QRectF(left, 2, width, self.height() - 4)

    def _cell_at(self, where: QPointF) -> int:
        last = self._cells() if self._may_skip else self._cells() - 1
        for place in range(last + 1):
            if self._rect_of(place).adjusted(-_GAP / 2, -2, _GAP / 2, 2).contains(where):
                return place
        return -1

    # --- look

    def apply_theme(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(hit(36))
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        skip = px(34) + _SKIP_GAP if self._may_skip else 0
        return QSize(self._cells() * (px(30) + _GAP) + skip, hit(36))

    @override
    def minimumSizeHint(self) -> QSize:
        skip = px(34) + _SKIP_GAP if self._may_skip else 0
        cells = self._cells()
        cell = px(17) + _GAP if cells <= _WIDE_CELLS else px(15) + 1
        return QSize(cells * cell + 4 + skip, hit(36))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        points = self.points()
        chosen = -1 if points is None else self._cell_of(points)
        for place in range(self._cells()):
            text = self.value_text() if place == chosen else self._text_of(place)
            self._paint_cell(painter, place, text, chosen=place == chosen)
        if self._may_skip:
            self._paint_skip(painter)
        if self.hasFocus():
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)

    def _text_of(self, place: int) -> str:
        return format_exactly(self._least_of(place) * self._step)

    def _paint_cell(self, painter: QPainter, place: int, text: str, *, chosen: bool) -> None:
        where = self._rect_of(place)
        if self.hasFocus():
            where.adjust(0 if place else 2, 2, 0, -2)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent" if self.isEnabled() else "control"))
        else:
            lively = place == self._hovered and self.isEnabled()
            painter.setPen(QPen(color("control" if lively else "line"), 1))
            painter.setBrush(color("surface" if self.isEnabled() else "inset"))
            where = where.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(where, 5, 5)
        painter.setFont(self._font_for(text, where.width(), chosen=chosen))
        painter.setPen(color("onAccent" if chosen else "text2" if self.isEnabled() else "text3"))
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, text)

    def _font_for(self, text: str, room: float, *, chosen: bool) -> QFont:
        """Return the largest font in which `text` fits into a cell."""
        kinds: tuple[Kind, ...] = ("h3", "bodyM", "captionM") if chosen else ("small", "caption")
        fonts = [font(kind) for kind in kinds]
        return next(
            (f for f in fonts if QFontMetrics(f).horizontalAdvance(text) < room - 3), fonts[-1]
        )

    def _paint_skip(self, painter: QPainter) -> None:
        """Draw the cell for "not assessed": chosen it is filled like a mark, but says –."""
        place = self._cells()
        where = self._rect_of(place)
        if self.hasFocus():
            where.adjust(0, 2, -2, -2)
        if self._not_assessed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("text2"))
        else:
            lively = place == self._hovered and self.isEnabled()
            painter.setPen(QPen(color("control" if lively else "line"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            where = where.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(where, 5, 5)
        side = px(16)
        square = QRectF(0, 0, side, side)
        square.moveCenter(where.center())
        role: Role = "surface" if self._not_assessed else "text2" if self.isEnabled() else "text3"
        paint_icon(painter, square, "not-assessed", role)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            at_skip = self._hovered == self._cells()
            self.setToolTip(_("Not assessed: counts as no mark  (N)") if at_skip else "")
        elif event.type() == QEvent.Type.LanguageChange:
            self._describe()
        return super().event(event)


def _points_per_cell(scale: Scale) -> int:
    """Return how many points share a cell: parts of a whole share one, and long scales go by tens."""
    every = scale.step.denominator if scale.step < 1 else 1
    span = scale.most - scale.least
    for factor in (1, 5, 10, 50, 100):
        most = _MOST_CELLS if factor == 1 else _WIDE_CELLS
        if span // (every * factor) + 1 <= most:
            return every * factor
    return max(1, span)


def link_scales(scales: Sequence[ScoreScale]) -> None:
    """Let ↑ and ↓ go from scale to scale."""
    for place, scale in enumerate(scales):
        scale.neighbour_requested.connect(lambda by, here=place: _go(scales, here + by))


def _go(scales: Sequence[ScoreScale], place: int) -> None:
    if 0 <= place < len(scales):
        scales[place].setFocus(Qt.FocusReason.TabFocusReason)
