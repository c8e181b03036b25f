"""Text and icons that follow the theme.

`Label("Packages", "h2")`, `Label("not sent yet", "small", "text2")`, `IconLabel("check", "ok")`.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from juryapp.gui.icons import pixmap
from juryapp.gui.theme import color, follow_theme, font, px
from juryapp.gui.tokens import Kind, Role


class Label(QLabel):
    """A text of one kind in one colour role. Plain text always: names may contain `<` and `&`.

    Args:
        text: What it says; may be set later with `setText`.
        kind: Size and weight.
        role: Colour.
        wrap: Several lines; then it may be as narrow as the layout likes.
        selectable: The text can be copied with mouse and keyboard.
    """

    def __init__(
        self,
        text: str = "",
        kind: Kind = "body",
        role: Role = "text",
        *,
        wrap: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._kind: Kind = kind
        self._role: Role = role
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        follow_theme(self)

    def set_role(self, role: Role) -> None:
        """Change the colour."""
        self._role = role
        self.apply_theme()

    def apply_theme(self) -> None:
        """Take font and colour from the theme."""
        self.setFont(font(self._kind))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, color(self._role))
        self.setPalette(palette)


class ElidedLabel(Label):
    """One line, cut with “…” when there is no room; tool tip and screen reader have all of it."""

    def __init__(self, text: str = "", kind: Kind = "body", role: Role = "text") -> None:
        self._whole = text
        super().__init__("", kind, role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    @override
    def setText(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def whole_text(self) -> str:
        """Return the text without any cut."""
        return self._whole

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(
            self._whole, Qt.TextElideMode.ElideRight, max(0, self.width())
        )
        if shown != self.text():
            super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class IconLabel(QLabel):
    """An icon. Without `accessible_name` it is decoration, and a word must stand beside it."""

    def __init__(
        self,
        name: str,
        role: Role = "text2",
        size: int = 18,
        *,
        accessible_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._role: Role = role
        self._side = size
        self.setAccessibleName(accessible_name)
        follow_theme(self)

    def set_icon(self, name: str, role: Role | None = None) -> None:
        """Show another icon, or the same in another colour."""
        self._name = name
        self._role = role or self._role
        self.apply_theme()

    def apply_theme(self) -> None:
        """Draw the icon in the colours of the theme."""
        self.setPixmap(pixmap(self._name, self._role, self._side, self.devicePixelRatioF()))
        self.setFixedWidth(px(self._side) + 2)
