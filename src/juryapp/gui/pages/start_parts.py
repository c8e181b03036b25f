"""Parts of the start page: large buttons with two lines, the question who sits here, the list at rest."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.gui.icons import paint_icon
from juryapp.gui.theme import color, follow_theme, font, px
from juryapp.gui.tokens import CARD_RADIUS, LIST_ROW_HEIGHT, Role


class ActionCard(QAbstractButton):
    """A button as wide as its column: icon, what it does, a line about it, an arrow.

    Args:
        icon_name: The icon.
        accent: Draws it as the next needed step; one on a screen.
        parent: As in Qt.
    """

    def __init__(
        self, icon_name: str, *, accent: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._accent, self._more = icon_name, accent, ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self)

    def say(self, title: str, text: str) -> None:
        """Set the words."""
        self._more = text
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setToolTip(text)
        self.update()

    def set_accent(self, accent: bool) -> None:
        """Draw it as the next needed step, or not."""
        self._accent = accent
        self.update()

    def set_reason(self, reason: str) -> None:
        """Disable it and say why, or enable it if `reason` is empty."""
        self.setEnabled(not reason)
        self.setToolTip(reason or self._more)

    def apply_theme(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(px(66))

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(300), px(66))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(200), px(66))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        on: Role | None = "onAccent" if self._accent and self.isEnabled() else None
        side, middle = px(20), self.height() / 2
        front: Role = on or ("accent" if self.isEnabled() else "text3")
        paint_icon(painter, QRectF(px(20), middle - side / 2, side, side), self._icon, front)
        small = px(16)
        arrow = QRectF(self.width() - px(20) - small, middle - small / 2, small, small)
        paint_icon(painter, arrow, "chevron-right", on or "text2")
        left = px(20) + side + px(16)
        room = QRectF(left, middle - px(21), arrow.left() - left - px(8), px(21))
        _line(painter, room, self.text(), strong=True, role=on or _role(self, "text"))
        more = room.translated(0, px(21))
        _line(painter, more, self._more, strong=False, role=on or _role(self, "text2"))

    def _paint_ground(self, painter: QPainter) -> None:
        lively = self.isEnabled() and (self.underMouse() or self.isDown())
        inside = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._accent and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accentHover" if lively else "accent"))
        else:
            painter.setPen(QPen(color("line"), 1))
            painter.setBrush(color("hover" if lively else "surface"))
        painter.drawRoundedRect(inside, CARD_RADIUS, CARD_RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color("focus"), 2))
            painter.drawRoundedRect(inside, CARD_RADIUS, CARD_RADIUS)
            if self._accent:
                painter.setPen(QPen(color("onAccent"), 1.5))
                painter.drawRoundedRect(inside.adjusted(3, 3, -3, -3), 7, 7)


def _role(button: QAbstractButton, role: Role) -> Role:
    return role if button.isEnabled() else "text3"


def _line(painter: QPainter, room: QRectF, text: str, *, strong: bool, role: Role) -> None:
    painter.setFont(font("bodyM" if strong else "small"))
    painter.setPen(color(role))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


class RestingList(QWidget):
    """What stands where the list will be, for the moment until it is known: quiet lines, no motion."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("The list is being read …"))
        follow_theme(self)

    def apply_theme(self) -> None:
        """Be as high as two rows."""
        self.setFixedHeight(2 * px(LIST_ROW_HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("inset"))
        for place in range(2):
            top = place * px(LIST_ROW_HEIGHT) + px(12)
            painter.drawRoundedRect(QRectF(px(12), top, px(32), px(32)), 6, 6)
            painter.drawRoundedRect(QRectF(px(56), top + 2, self.width() * 0.4, px(12)), 4, 4)
            painter.drawRoundedRect(QRectF(px(56), top + px(20), self.width() * 0.6, px(10)), 4, 4)
