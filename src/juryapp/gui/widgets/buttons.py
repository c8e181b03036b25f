"""Buttons. One primary button per screen, and it is the next needed step.

`Button(_("Make packages"), look="primary", icon_name="package")`; `ToolButton("help", _("Help"), "F1")`.
The text is the accessible name; a tool button has a name of its own and says it in its tool tip.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QWidget
from typing_extensions import override

from juryapp.gui.icons import icon
from juryapp.gui.theme import color, follow_theme, font, px
from juryapp.gui.tokens import Role

Look = Literal["plain", "primary", "flat", "danger", "link", "small"]
_ICON_ROLE: dict[Look, Role] = {"primary": "onAccent", "danger": "error", "link": "accent"}


class Button(QPushButton):
    """A push button.

    Args:
        text: What it does, as a verb.
        look: plain, primary (the next needed step), flat (quiet), danger, link, small (inside rows).
        icon_name: An icon before the text.
        parent: As in Qt.
    """

    def __init__(
        self,
        text: str = "",
        look: Look = "plain",
        icon_name: str = "",
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._look: Look = look
        self._icon_name = icon_name
        self.setProperty("look", look)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        if icon_name:
            self.set_icon(icon_name)
        follow_theme(self)

    def set_look(self, look: Look) -> None:
        """Change the look, e.g. when another button becomes the next needed step."""
        self._look = look
        self.setProperty("look", look)
        self.style().unpolish(self)
        self.style().polish(self)
        if self._icon_name:
            self.set_icon(self._icon_name)  # in the colour of the look

    def set_icon(self, name: str) -> None:
        """Show the icon `name` before the text."""
        self._icon_name = name
        self.setIcon(icon(name, _ICON_ROLE.get(self._look, "text2")))

    def set_reason(self, reason: str) -> None:
        """Disable the button and say why, or enable it if `reason` is empty."""
        self.setEnabled(not reason)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)

    def apply_theme(self) -> None:
        """Take font and icon size from the theme."""
        self.setFont(font("smallM" if self._look in {"small", "link"} else "bodyM"))
        self.setIconSize(QSize(px(18 + 5), px(18)))  # the gap between icon and text

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _pressed_by_enter(self, event):
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._look == "primary" and self.hasFocus():
            _paint_inner_ring(self, "onAccent")


def _pressed_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press `button` if Enter was typed: Qt knows the space bar only, people expect both."""
    if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter} or event.isAutoRepeat():
        return False
    button.click()
    return True


def _paint_inner_ring(widget: QWidget, role: Role) -> None:
    """Draw a focus ring that is visible on a filled button."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color(role), 1.5))
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(3.5, 3.5, -3.5, -3.5), 3.5, 3.5)


class ToolButton(QToolButton):
    """A button that is an icon; its name is spoken, and shown with its key in the tool tip."""

    def __init__(
        self,
        icon_name: str,
        name: str = "",
        keys: str = "",
        *,
        role: Role = "text2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setIcon(icon(icon_name, role))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_name(name, keys)
        follow_theme(self)

    def set_name(self, name: str, keys: str = "") -> None:
        """Say what it does, and by which keys."""
        self.setAccessibleName(name)
        shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(f"{name}  ({shown})" if keys else name)

    def set_icon(self, icon_name: str, role: Role = "text2") -> None:
        """Show another icon."""
        self.setIcon(icon(icon_name, role))

    def follow(self, action: QAction) -> None:
        """Do what `action` does, be enabled when it is, and carry its text and key."""
        self.clicked.connect(action.trigger)

        def update() -> None:
            self.setEnabled(action.isEnabled())
            self.set_name(action.text().replace("&", ""), action.shortcut().toString())

        action.changed.connect(update)
        update()

    def apply_theme(self) -> None:
        """Take the icon size from the theme."""
        self.setIconSize(QSize(px(20), px(20)))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _pressed_by_enter(self, event):
            super().keyPressEvent(event)
