"""Fields for forms: text, choice, number, tick. They follow the theme; Qt's own arrows would not.

Give each a stable `setObjectName` and a label (`forms.Form`) or `setAccessibleName`.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QSpinBox,
    QWidget,
)
from typing_extensions import override

from juryapp.gui.icons import paint_icon
from juryapp.gui.theme import color, follow_theme, font, hit, px
from juryapp.gui.tokens import Role
from juryapp.gui.widgets.labels import IconLabel


class LineEdit(QLineEdit):
    """One line of text.

    Args:
        text: What stands in it.
        placeholder: An example; never the label.
        limit: How many characters it takes.
        parent: As in Qt.
    """

    def __init__(
        self,
        text: str = "",
        placeholder: str = "",
        *,
        limit: int = 500,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setPlaceholderText(placeholder)
        self.setMaxLength(limit)


class FilterEdit(LineEdit):
    """A search field with a lens and a cross."""

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", placeholder, parent=parent)
        self.setObjectName("tableFilter")
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(True)
        self._lens = IconLabel("search", "text3", parent=self)
        follow_theme(self)

    def set_placeholder(self, text: str) -> None:
        """Change the words."""
        self.setPlaceholderText(text)
        self.setAccessibleName(text)

    def apply_theme(self) -> None:
        """Put the lens in its place."""
        self._lens.setFixedSize(px(20), px(18))
        self._place_lens()

    def _place_lens(self) -> None:
        self._lens.move(px(10), (self.height() - self._lens.height()) // 2)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_lens()


class TextEdit(QPlainTextEdit):
    """Several lines of text; Tab leaves the field.

    Args:
        text: What stands in it.
        placeholder: What may be written.
        lines: How many lines are seen at once.
        parent: As in Qt.
    """

    def __init__(
        self,
        text: str = "",
        placeholder: str = "",
        *,
        lines: int = 3,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._lines = lines
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        follow_theme(self)

    def apply_theme(self) -> None:
        """Be as high as the lines are in this font."""
        self.setFont(font("body"))
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * self._lines + px(18))


class ComboBox(QComboBox):
    """A choice from a list; keys are kept beside the texts."""

    def __init__(
        self, choices: Sequence[tuple[str, str]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show `(key, text)` pairs; what was chosen stays chosen if it is still there."""
        kept = self.current_key()
        blocked = self.blockSignals(True)
        self.clear()
        for key, text in choices:
            self.addItem(text, key)
        self.choose(kept)
        self.blockSignals(blocked)

    def current_key(self) -> str:
        """Return the key of the choice, "" if there is none."""
        return str(self.currentData() or "")

    def choose(self, key: str) -> None:
        """Choose by key."""
        place = self.findData(key)
        if place >= 0:
            self.setCurrentIndex(place)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling the page must not change a choice

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = px(16)
        where = QRectF(self.width() - side - px(9), (self.height() - side) / 2, side, side)
        paint_icon(painter, where, "chevron-down", "text2" if self.isEnabled() else "text3")


class SpinBox(QSpinBox):
    """A whole number with arrows."""

    def __init__(self, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(least, most)
        self.lineEdit().setTextMargins(8, 0, 0, 0)  # Qt leaves the style sheet's padding out
        follow_theme(self)

    def apply_theme(self) -> None:
        """Be as high as the other fields."""
        self.setFixedHeight(max(px(34) + 2, hit(0)))

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = px(12)
        left = self.width() - side - px(8)
        half = self.height() / 2
        role: Role = "text2" if self.isEnabled() else "text3"
        paint_icon(painter, QRectF(left, half - side - 1, side, side), "chevron-up", role)
        paint_icon(painter, QRectF(left, half + 1, side, side), "chevron-down", role)


def _paint_box(button: QAbstractButton, *, round_box: bool) -> None:
    """Draw a tick box or radio button: box, mark, focus ring and text."""
    painter = QPainter(button)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = px(18)
    box = QRectF(2.5, (button.height() - side) / 2 + 0.5, side - 1, side - 1)
    radius = side / 2 if round_box else 4
    on = button.isChecked()
    enabled = button.isEnabled()
    painter.setPen(
        QPen(color("accent" if on and enabled else "control" if enabled else "line"), 1.5)
    )
    painter.setBrush(color(("accent" if enabled else "control") if on else "surface"))
    painter.drawRoundedRect(box, radius, radius)
    if on and round_box:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("onAccent"))
        painter.drawEllipse(box.center(), side * 0.18, side * 0.18)
    elif on:
        paint_icon(painter, box.adjusted(1, 1, -1, -1), "check", "onAccent")
    if button.hasFocus():
        painter.setPen(QPen(color("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(button.rect()).adjusted(1, 1, -1, -1), 5, 5)
    painter.setPen(color("text" if enabled else "text3"))
    room = QRectF(side + px(10), 0, button.width() - side - px(10), button.height())
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
    painter.drawText(room, flags, button.text())


class CheckBox(QCheckBox):
    """A tick."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        follow_theme(self)

    def apply_theme(self) -> None:
        """Take the font from the theme."""
        self.setFont(font("body"))
        self.setMinimumHeight(hit(30))

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + px(36), hit(30))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def hitButton(self, pos: QPoint) -> bool:
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_box(self, round_box=False)


class RadioButton(QRadioButton):
    """One of several answers."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        follow_theme(self)

    def apply_theme(self) -> None:
        """Take the font from the theme."""
        self.setFont(font("body"))
        self.setMinimumHeight(hit(30))

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + px(36), hit(30))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def hitButton(self, pos: QPoint) -> bool:
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_box(self, round_box=True)
