"""A message on the page: what happened, that nothing is lost, what to do, one button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.gui.theme import color
from juryapp.gui.tokens import Role
from juryapp.gui.widgets.buttons import Button, ToolButton
from juryapp.gui.widgets.labels import IconLabel, Label
from juryapp.gui.widgets.surfaces import Item, column, row

Weight = Literal["info", "ok", "warn", "error", "recuse"]
BannerButton = tuple[str, Callable[[], object]]

_LOOKS: Final[dict[Weight, tuple[str, Role, Role]]] = {
    "info": ("info", "softText", "soft"),
    "ok": ("check-circle", "ok", "okSoft"),
    "warn": ("warning", "warn", "warnSoft"),
    "error": ("error", "error", "errorSoft"),
    "recuse": ("recused", "recuse", "recuseSoft"),
}


class Banner(QFrame):
    """Icon, title, text, buttons and a cross.

    Args:
        weight: What kind of message it is: colour and icon.
        title: What happened, in a sentence.
        text: What it means and what to do.
        buttons: Texts and what they do; the first is the one to press.
        closable: Shows a cross; Esc does the same while the banner has the focus.
        icon_name: Another icon than that of the weight.
        parent: As in Qt.
    """

    closed = Signal()

    def __init__(
        self,
        weight: Weight,
        title: str,
        text: str = "",
        *,
        buttons: Sequence[BannerButton] = (),
        closable: bool = False,
        icon_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        name, role, self._ground = _LOOKS[weight]
        self.weight: Weight = weight
        self.title = Label(title, "bodyM", wrap=True, selectable=True)
        self.text = Label(text, "small", "text2", wrap=True, selectable=True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.buttons = [self._button(*spec) for spec in buttons]
        self.close_button = ToolButton("close", _("Close this message"), parent=self)
        self.close_button.clicked.connect(self._close)
        self.close_button.setVisible(closable)
        self._closable = closable
        words = column(self.title, self.text, gap=2)
        items: list[Item] = [IconLabel(icon_name or name, role, 20), 4, (words, 1)]
        self.setLayout(
            row(*items, *self.buttons, self.close_button, gap=8, margins=(16, 10, 12, 10))
        )
        self.text.setVisible(
            bool(text)
        )  # only now: without a parent it would be a window of its own

    def _button(self, text: str, handler: Callable[[], object]) -> Button:
        button = Button(text)
        button.clicked.connect(lambda _checked=False: handler())
        return button

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._closable and event.key() == Qt.Key.Key_Escape:
            self._close()
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(self._ground))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
