"""A row of choices of which one is chosen: All 32 | Left 14 | Flagged 3."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from juryapp.gui.theme import color, follow_theme, font, hit, px
from juryapp.gui.tokens import RADIUS


def one_tab_stop(group: QButtonGroup) -> None:
    """Let Tab come to the chosen button only; Qt does so too, but not before one had the focus."""
    if group.checkedButton() is None:
        return
    policies = Qt.FocusPolicy
    for button in group.buttons():
        button.setFocusPolicy(policies.StrongFocus if button.isChecked() else policies.ClickFocus)


class _Segment(QAbstractButton):
    """One choice. In an exclusive group Qt gives it arrow keys and one tab stop."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + px(26), hit(30))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
            painter.setPen(QPen(color("line"), 1))
            painter.setBrush(color("surface"))
            painter.drawRoundedRect(inside, 5, 5)
        if self.hasFocus():
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inside.adjusted(1, 1, -1, -1), 4, 4)
        lively = self.isChecked() or self.underMouse()
        painter.setPen(color("text3" if not self.isEnabled() else "text" if lively else "text2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class Segmented(QWidget):
    """Choices side by side; arrows move, Tab goes past.

    Args:
        accessible_name: What is chosen, e.g. _("Show").
        parent: As in Qt.
    """

    chosen = Signal(str)  # the key of the choice, whoever chose it by hand

    def __init__(self, accessible_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._keys: list[str] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(lambda place: self.chosen.emit(self._keys[place]))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(3, 3, 3, 3)
        self._row.setSpacing(0)
        follow_theme(self)

    def set_choices(self, choices: Sequence[tuple[str, str]], current: str = "") -> None:
        """Show `(key, text)` pairs; a choice that is still there stays, else `current` or the first."""
        kept = self.current() or current
        if [key for key, _text in choices] != self._keys:
            self._rebuild(choices)
        for button, (_key, text) in zip(self._group.buttons(), choices, strict=True):
            button.setText(text)
            button.updateGeometry()
        self.choose(kept if kept in self._keys else (current or (self._keys or [""])[0]))

    def _rebuild(self, choices: Sequence[tuple[str, str]]) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._keys = [key for key, _text in choices]
        for place, (_key, text) in enumerate(choices):
            button = _Segment(text, self)
            self._group.addButton(button, place)
            self._row.addWidget(button, 1)
        self._keep_tab_order()
        self.apply_theme()

    def _keep_tab_order(self) -> None:
        """Let Tab reach the new buttons where this widget stands, not after everything else."""
        before: QWidget | None = self.previousInFocusChain()
        while before is not None and before is not self:
            if before.focusPolicy() != Qt.FocusPolicy.NoFocus and not self.isAncestorOf(before):
                break
            before = before.previousInFocusChain()
        if before is None or before is self:
            return
        for button in self._group.buttons():
            QWidget.setTabOrder(before, button)
            before = button

    def current(self) -> str:
        """Return the key of what is chosen, "" when there are no choices."""
        place = self._group.checkedId()
        return self._keys[place] if place >= 0 else ""

    def choose(self, key: str) -> None:
        """Choose by program; `chosen` is not emitted."""
        if key in self._keys:
            self._group.button(self._keys.index(key)).setChecked(True)
            one_tab_stop(self._group)

    def apply_theme(self) -> None:
        """Take fonts and heights from the theme."""
        self.setFixedHeight(hit(30) + 6)
        for button in self._group.buttons():
            button.setFont(font("smallM"))
            button.setFixedHeight(hit(30))
            button.updateGeometry()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("inset"))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
