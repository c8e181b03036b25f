"""A number that matters, with its word and icon; and what stands where there is nothing yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from juryapp.gui.theme import color, follow_theme, px
from juryapp.gui.widgets.buttons import Button
from juryapp.gui.widgets.chips import TONES, Tone
from juryapp.gui.widgets.labels import IconLabel, Label
from juryapp.gui.widgets.surfaces import column, row


class StatTile(QFrame):
    """Icon, number and word on a soft ground: “236 new marks”.

    Args:
        icon_name: The icon.
        tone: Colour of icon and ground.
        number: The number, formatted.
        label: Its word.
        parent: As in Qt.
    """

    def __init__(
        self,
        icon_name: str,
        tone: Tone = "neutral",
        number: str = "",
        label: str = "",
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        self.number = Label(number, "h2")
        self.label = Label(label, "small", "text2", wrap=True)
        words = column(self.number, self.label, gap=0)
        icon_label = IconLabel(icon_name, TONES[tone].role, 20)
        self.setLayout(row(icon_label, (words, 1), gap=12, margins=(16, 10, 12, 10)))
        self.show_number(number, label)

    def show_number(self, number: str, label: str) -> None:
        """Show another number and word."""
        self.number.setText(number)
        self.label.setText(label)
        self.setAccessibleName(f"{number} {label}")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(TONES[self._tone].ground))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)


class EmptyState(QWidget):
    """What this is, what to do, and the button that does it; never a blank table.

    Args:
        icon_name: A large icon.
        title: What is not there yet, in a few words.
        text: What it is for and what to do.
        buttons: Texts and handlers; the first is primary if `primary`.
        primary: Whether the first button is the screen's primary one.
        parent: As in Qt.
    """

    def __init__(
        self,
        icon_name: str,
        title: str = "",
        text: str = "",
        *,
        buttons: Sequence[tuple[str, Callable[[], object]]] = (),
        primary: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.icon = IconLabel(icon_name, "accent", 40)
        self.title = Label(title, "h2", wrap=True)
        self.text = Label(text, "body", "text2", wrap=True)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.buttons = [
            _made(text, handler, first=primary and place == 0)
            for place, (text, handler) in enumerate(buttons)
        ]
        layout = column(
            None,
            row(None, self.icon, None),
            self.title,
            row(None, (self.text, 4), None),
            8,
            row(None, *self.buttons, None, gap=12),
            None,
            gap=8,
            margins=(24, 24, 24, 24),
        )
        self.setLayout(layout)
        follow_theme(self)

    def apply_theme(self) -> None:
        """Keep the lines short enough to read."""
        self.text.setMaximumWidth(px(520))

    def say(self, title: str, text: str) -> None:
        """Change the words."""
        self.title.setText(title)
        self.text.setText(text)


def _made(text: str, handler: Callable[[], object], *, first: bool) -> Button:
    button = Button(text, "primary" if first else "plain")
    button.setObjectName("empty_first" if first else "empty_other")
    button.clicked.connect(lambda _checked=False: handler())
    return button
