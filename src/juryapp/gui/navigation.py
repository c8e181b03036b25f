"""The steps of the way, at the left: each with an icon, its name, and its state as icon and word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from juryapp.base.i18n import N_, _
from juryapp.gui.icons import paint_icon
from juryapp.gui.theme import color, follow_theme, font, hit, px
from juryapp.gui.tokens import Role
from juryapp.gui.widgets.segmented import one_tab_stop
from juryapp.gui.widgets.surfaces import Scrolled, column

StepState = Literal["todo", "now", "done", "attention", "locked"]

WIDTH: Final = 208
FOLDED_WIDTH: Final = 56
HEIGHT: Final = 52
FOLDED_HEIGHT: Final = 42  # an icon alone; with large text all steps still have room


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `name` is the page's name, `text` is marked with `N_`."""

    name: str
    text: str
    icon: str


@dataclass(frozen=True, slots=True)
class _StateLook:
    word: str
    icon: str
    role: Role


_STATES: Final[dict[StepState, _StateLook]] = {
    "todo": _StateLook(N_("to do"), "circle", "text2"),
    "now": _StateLook(N_("under way"), "circle-half", "accent"),
    "done": _StateLook(N_("done"), "check", "ok"),
    "attention": _StateLook(N_("needs you"), "warning", "warn"),
    "locked": _StateLook(N_("not open yet"), "lock", "text2"),
}


class StepButton(QAbstractButton):
    """A step; a locked one can be looked at too, its page says why it is not open."""

    def __init__(self, step: Step, parent: QWidget) -> None:
        super().__init__(parent)
        self.step = step
        self.state: StepState = "todo"
        self.note = ""
        self.folded = False
        self.setObjectName(f"step_{step.name}")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.retranslate()
        follow_theme(self)

    def set_state(self, state: StepState, note: str) -> None:
        """Show another state; `note` replaces its word ("7 of 9")."""
        self.state, self.note = state, note
        self.retranslate()

    def state_words(self) -> str:
        """Return the state in words."""
        return self.note or _(_STATES[self.state].word)

    def retranslate(self) -> None:
        """Set the words."""
        self.setText(_(self.step.text))
        self.setAccessibleName(_(self.step.text))
        self.setAccessibleDescription(self.state_words())
        self.setToolTip(f"{self.text()}: {self.state_words()}" if self.folded else "")
        self.update()

    def apply_theme(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(self._height())

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(FOLDED_WIDTH // 2 if self.folded else WIDTH), self._height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(FOLDED_WIDTH) // 2, self._height())  # beside a scroll bar there is less

    def _height(self) -> int:
        return hit(FOLDED_HEIGHT) if self.folded else px(HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        where = QRectF(self.rect()).adjusted(6, 2, -6, -2)
        self._paint_ground(painter, where)
        side = px(20)
        left = where.center().x() - side / 2 if self.folded else where.left() + px(12)
        square = QRectF(left, where.center().y() - side / 2, side, side)
        paint_icon(painter, square, self.step.icon, "softText" if self.isChecked() else "text2")
        if self.folded:
            badge = QRectF(square.right() - px(6), square.bottom() - px(7), px(13), px(13))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("soft" if self.isChecked() else "surface"))
            painter.drawEllipse(badge.adjusted(-1, -1, 1, 1))
            paint_icon(painter, badge, _STATES[self.state].icon, _STATES[self.state].role)
            return
        self._paint_words(painter, where.adjusted(px(44), 0, -px(10), 0))

    def _paint_ground(self, painter: QPainter, where: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(color("soft" if self.isChecked() else "inset"))
            painter.drawRoundedRect(where, 6, 6)
        if self.isChecked():
            painter.setBrush(color("accent"))
            bar = QRectF(where.left(), where.top() + 8, 3, where.height() - 16)
            painter.drawRoundedRect(bar, 1.5, 1.5)
        if self.hasFocus():
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(where.adjusted(1, 1, -1, -1), 6, 6)

    def _paint_words(self, painter: QPainter, room: QRectF) -> None:
        look = _STATES[self.state]
        middle = room.center().y()
        painter.setFont(font("bodyM"))
        painter.setPen(color("text"))
        first = QRectF(room.left(), middle - px(20), room.width(), px(21))
        painter.drawText(first, Qt.AlignmentFlag.AlignVCenter, self.text())
        side = px(13)
        second = QRectF(room.left(), middle + px(1), room.width(), px(18))
        square = QRectF(room.left(), second.center().y() - side / 2, side, side)
        paint_icon(painter, square, look.icon, look.role)
        painter.setFont(font("caption"))
        painter.setPen(color("softText" if self.isChecked() else look.role))
        words = painter.fontMetrics().elidedText(
            self.state_words(), Qt.TextElideMode.ElideRight, int(room.width()) - px(18)
        )
        painter.drawText(second.adjusted(px(18), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)


class Navigation(QFrame):
    """The list of steps. ↑ ↓ go through it, Tab leaves it; folded, it shows icons only."""

    step_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._folded = False
        self._buttons: dict[str, StepButton] = {}
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._clicked)
        self._layout = QVBoxLayout()
        self._layout.setContentsMargins(0, 12, 0, 12)
        self._layout.setSpacing(2)
        self._layout.addStretch(1)
        self._area = Scrolled(self._layout)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayout(column(self._area, gap=0))
        self.hide()
        self.setAccessibleName(_("Steps"))
        follow_theme(self)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show these steps; none hides the navigation."""
        for button in self._buttons.values():
            self._group.removeButton(button)
            self._layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {step.name: StepButton(step, self) for step in steps}
        for place, button in enumerate(self._buttons.values()):
            self._group.addButton(button)
            self._layout.insertWidget(place, button)
        self.set_folded(self._folded)
        self.setVisible(bool(steps))

    def set_state(self, name: str, state: StepState, note: str = "") -> None:
        """Show the state of a step; a name that is no step is left out."""
        if name in self._buttons:
            self._buttons[name].set_state(state, note)

    def mark_current(self, name: str) -> None:
        """Show which page is seen."""
        button = self._buttons.get(name)
        if button is not None:
            button.setChecked(True)
            one_tab_stop(self._group)
            self._area.ensureWidgetVisible(button, 0, 12)
            return
        checked = self._group.checkedButton()
        if checked is not None:
            self._group.setExclusive(False)
            checked.setChecked(False)
            self._group.setExclusive(True)

    def steps(self) -> list[Step]:
        """Return the steps."""
        return [button.step for button in self._buttons.values()]

    def button(self, name: str) -> StepButton:
        """Return the button of a step."""
        return self._buttons[name]

    def set_folded(self, folded: bool) -> None:
        """Show icons only, or icons and words."""
        self._folded = folded
        for button in self._buttons.values():
            button.folded = folded
            button.retranslate()
            button.apply_theme()
        self.apply_theme()

    def is_folded(self) -> bool:
        """Return whether only icons are shown."""
        return self._folded

    def apply_theme(self) -> None:
        """Take the width from the theme."""
        self.setFixedWidth(px(FOLDED_WIDTH if self._folded else WIDTH))

    def _clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, StepButton):
            self.step_requested.emit(button.step.name)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(_("Steps"))
            for button in self._buttons.values():
                button.retranslate()
