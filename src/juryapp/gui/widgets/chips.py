"""Chips (icon and word on a soft ground), key caps, and the table of states that all of them share.

A state is never shown by colour alone: `Chip(_("recused"), "recuse")` draws icon, word and colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from juryapp.gui.icons import paint_icon
from juryapp.gui.theme import color, follow_theme, font, px
from juryapp.gui.tokens import Role
from juryapp.gui.widgets.labels import Label

Tone = Literal["neutral", "accent", "strong", "ok", "warn", "error", "recuse", "mark"]


@dataclass(frozen=True, slots=True)
class ToneLook:
    """How a tone looks: colour of the text, ground, and the icon it has unless another is named."""

    role: Role
    ground: Role
    icon: str


TONES: Final[dict[Tone, ToneLook]] = {
    "neutral": ToneLook("text2", "inset", ""),
    "accent": ToneLook("softText", "soft", ""),
    "strong": ToneLook("onAccent", "accent", ""),
    "ok": ToneLook("ok", "okSoft", "check"),
    "warn": ToneLook("warn", "warnSoft", "warning"),
    "error": ToneLook("error", "errorSoft", "error"),
    "recuse": ToneLook("recuse", "recuseSoft", "recused"),
    "mark": ToneLook("mark", "inset", ""),
}
_PAD: Final = 9
_ICON: Final = 14


def chip_size(text: str, tone: Tone, icon_name: str | None = None) -> QSize:
    """Return how much room `paint_chip` needs."""
    metrics = QFontMetricsF(font("captionM"))
    name = TONES[tone].icon if icon_name is None else icon_name
    width = metrics.horizontalAdvance(text) + 2 * px(_PAD) + (px(_ICON) + px(4) if name else 0)
    return QSize(round(width + 0.5), round(metrics.height()) + px(8))


def paint_chip(
    painter: QPainter, where: QRectF, text: str, tone: Tone, icon_name: str | None = None
) -> None:
    """Draw a chip into `where`; for delegates. A widget uses `Chip`."""
    look = TONES[tone]
    name = look.icon if icon_name is None else icon_name
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(look.ground))
    painter.drawRoundedRect(where, where.height() / 2, where.height() / 2)
    left = where.left() + px(_PAD)
    if name:
        side = px(_ICON)
        square = QRectF(left - 1, where.center().y() - side / 2, side, side)
        paint_icon(painter, square, name, look.role)
        left += side + px(4) - 1
    painter.setPen(color(look.role))
    painter.setFont(font("captionM"))
    room = QRectF(left, where.top(), where.right() - left, where.height())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
    painter.restore()


class Chip(QLabel):
    """A small state: icon and word. A label, so that screen readers read it.

    Args:
        text: The word.
        tone: Colour and default icon.
        icon_name: Another icon; "" for none.
        parent: As in Qt.
    """

    def __init__(
        self,
        text: str = "",
        tone: Tone = "neutral",
        icon_name: str | None = None,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._tone: Tone = tone
        self._icon = icon_name
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self)

    def set_state(self, text: str, tone: Tone, icon_name: str | None = None) -> None:
        """Show another state."""
        self._tone, self._icon = tone, icon_name
        self.setText(text)
        self.updateGeometry()
        self.update()

    def apply_theme(self) -> None:
        """Take the font from the theme."""
        self.setFont(font("captionM"))
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        return chip_size(self.text(), self._tone, self._icon)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, QRectF(self.rect()), self.text(), self._tone, self._icon)


class KeyCap(Label):
    """A key as it looks on the keyboard."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(key, "captionM", "text2", parent=parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        wanted = self.fontMetrics().horizontalAdvance(self.text()) + px(12)
        return QSize(max(px(20), wanted), px(20))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("line"), 1))
        painter.setBrush(color("inset"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()
        super().paintEvent(event)
