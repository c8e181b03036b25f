"""Answers in words: yes or no side by side, a recommendation as a list of levels, the best first.

It is a `ScoreScale` whose cells hold words, so that every screen which can ask for a mark can ask for these,
too. Keys: 1 yes, 0 no · the digits of a list from its top · → ← the next and the one before · Delete · N not
assessed · ↑ ↓ the criterion above or below: no answer ever changes by going past it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.application.answers import choices, points_text
from juryapp.base.i18n import _
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.gui.icons import paint_icon
from juryapp.gui.theme import color, font, hit, px
from juryapp.gui.tokens import Role
from juryapp.gui.widgets.announce import announce
from juryapp.gui.widgets.score_scale import ScoreScale

_FLAT: Final = 40  # high
_LINE: Final = 36  # a level of a list
_GAP: Final = 4
_SKIP: Final = 36  # wide, beside choices side by side
_CAP: Final = 22


class WordScale(ScoreScale):
    """Choices in words.

    Args:
        criterion: Asks for yes or no, or for a recommendation.
        name: As it is spoken, if not the criterion's.
        flat: Side by side even if there are many.
        parent: As in Qt.
    """

    def __init__(
        self,
        criterion: Criterion,
        name: str = "",
        *,
        flat: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._upright = criterion.kind is CriterionKind.RECOMMENDATION and not flat
        self._is_vote = criterion.kind is CriterionKind.YES_NO
        self._criterion = criterion
        super().__init__(name or criterion.name, criterion.scale, parent=parent)

    # --- what it holds

    @override
    def value_text(self) -> str:
        points = self.points()
        if points is None:
            return _("not assessed") if self.not_assessed() else _("no answer")
        return points_text(self._criterion, points)

    @override
    def _describe(self) -> None:
        spoken = self.value_text()
        description = f"{spoken}. {self._about}" if self._about else spoken
        if description != self.accessibleDescription():
            self.setAccessibleDescription(description)
            if self.hasFocus():
                announce(self, spoken)

    # --- keys

    @override
    def _answered(self, key: Qt.Key) -> bool:
        ends = {Qt.Key.Key_Home: self._most, Qt.Key.Key_End: self._least}
        if key in ends:
            self._choose(ends[key])
            return True
        return super()._answered(key)

    @override
    def _adjust(self, by: int) -> None:
        """Go on in the list: down it means fewer points."""
        points = self.points()
        if points is None:
            if by > 0:
                self._choose(self._most)
            return
        self._choose(max(self._least, min(self._most, points - by)))

    @override
    def _points_of(self, typed: str) -> int | None:
        if not typed.isdecimal():
            return None
        points = int(typed) if self._is_vote else self._most + 1 - int(typed)
        return points if self._least <= points <= self._most else None

    @override
    def _may_continue(self, typed: str) -> bool:
        return False

    # --- cells

    @override
    def _cells(self) -> int:
        return self._most - self._least + 1

    @override
    def _least_of(self, place: int) -> int:
        return self._most - place

    @override
    def _cell_of(self, points: int) -> int:
        return self._most - points

    @override
    def _rect_of(self, place: int) -> QRectF:
        if self._upright:
            top = 2 + place * hit(_LINE) + (_GAP if place == self._cells() else 0)
            return QRectF(2, top, self.width() - 4, hit(_LINE) - _GAP)
        skip = px(_SKIP) if self._may_skip else 0
        width = (self.width() - 4 - skip - _GAP * self._cells()) / self._cells()
        left = 2 + place * (width + _GAP)
        if place == self._cells():
            left, width = self.width() - 2 - skip, float(skip)
        return QRectF(left, 2, width, self.height() - 4)

    @override
    def apply_theme(self) -> None:
        """Take the height from the theme."""
        lines = self._cells() + (1 if self._may_skip else 0)
        high = lines * hit(_LINE) + _GAP + 2 if self._upright else hit(_FLAT)
        self.setFixedHeight(high)
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(320), self.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(160), self.height())

    # --- look

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        points = self.points()
        for place, (offered, words) in enumerate(choices(self._criterion)):
            self._paint_choice(painter, place, words, chosen=offered == points)
        if self._may_skip:
            self._paint_not_assessed(painter)
        if self.hasFocus():
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)

    def _inner(self, place: int) -> QRectF:
        """Return where a choice is drawn: inside the frame that shows the focus."""
        where = self._rect_of(place)
        if self.hasFocus():
            where.adjust(3, 2, -3, -2)
        return where

    def _paint_choice(self, painter: QPainter, place: int, words: str, *, chosen: bool) -> None:
        where = self._inner(place)
        self._paint_ground(painter, where, place, chosen=chosen)
        role: Role = "onAccent" if chosen else "text" if self.isEnabled() else "text3"
        if chosen and not self.isEnabled():
            role = "text"
        cap = str((1, 0)[place] if self._is_vote else place + 1)
        self._paint_words(painter, where, words, cap, role, chosen=chosen)

    def _paint_ground(self, painter: QPainter, where: QRectF, place: int, *, chosen: bool) -> None:
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent" if self.isEnabled() else "control"))
        else:
            lively = place == self._hovered and self.isEnabled()
            painter.setPen(QPen(color("control" if lively else "line"), 1))
            painter.setBrush(color("surface" if self.isEnabled() else "inset"))
            where = where.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(where, 6, 6)

    def _paint_words(
        self, painter: QPainter, where: QRectF, words: str, cap: str, role: Role, *, chosen: bool
    ) -> None:
        """Draw the key, the words, and a tick where chosen: nothing by colour alone."""
        room = where.adjusted(px(10), 0, -px(10), 0)
        painter.setPen(color(role if chosen else "text2"))
        painter.setFont(font("captionM"))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cap)
        side = px(16)
        if chosen:
            tick = QRectF(room.right() - side, where.center().y() - side / 2, side, side)
            paint_icon(painter, tick, "check", role)
        painter.setPen(color(role))
        painter.setFont(font("bodyM" if chosen else "body"))
        place = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        text = room.adjusted(px(_CAP), 0, -side - 4 if chosen else 0, 0)
        if not self._upright:
            place = Qt.AlignmentFlag.AlignCenter
            text = room.adjusted(px(12), 0, -px(12), 0)
        elided = painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, int(text.width())
        )
        painter.drawText(text, place, elided)

    def _paint_not_assessed(self, painter: QPainter) -> None:
        if not self._upright:
            self._paint_skip(painter)
            return
        where = self._inner(self._cells())
        if self.not_assessed():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("text2"))
        else:
            lively = self._hovered == self._cells() and self.isEnabled()
            painter.setPen(QPen(color("control" if lively else "line"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            where = where.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(where, 6, 6)
        role: Role = "surface" if self.not_assessed() else "text2"
        self._paint_words(painter, where, _("Not assessed"), "N", role, chosen=self.not_assessed())

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and 0 <= self._hovered < self._cells():
            self.setToolTip(choices(self._criterion)[self._hovered][1])
            return False
        return super().event(event)
