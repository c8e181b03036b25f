"""A question before what cannot be undone. Enter and Esc answer Cancel: nothing happens by accident."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.gui.theme import px
from juryapp.gui.widgets.buttons import Button
from juryapp.gui.widgets.labels import IconLabel, Label
from juryapp.gui.widgets.surfaces import Footer, column, row

_WIDTH = 520


class AskDialog(QDialog):
    """Asks, and says by `agreed` that the answer was yes.

    Args:
        title: The question.
        text: What will happen.
        yes: What the button does, as a verb.
        danger: Something is lost by it.
        parent: As in Qt.
    """

    agreed = Signal()

    def __init__(
        self,
        title: str,
        text: str,
        yes: str,
        *,
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("ask_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleDescription(text)
        icon = IconLabel("warning" if danger else "help", "error" if danger else "accent", 24)
        icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = column(
            Label(title, "h2", wrap=True), Label(text, wrap=True, selectable=True), None, gap=8
        )
        self.agree = Button(yes, "danger" if danger else "primary")
        self.agree.setObjectName("agree")
        self.agree.clicked.connect(self._agree)
        self.cancel = Button(_("Cancel"))
        self.cancel.setObjectName("cancel")
        self.cancel.clicked.connect(self.reject)
        foot = Footer(row(None, self.cancel, self.agree))
        asked = row(icon, (words, 1), gap=14, margins=(24, 24, 24, 20))
        self.setLayout(column((asked, 1), foot, gap=0))
        self.setMinimumWidth(px(_WIDTH))
        self.setMaximumWidth(px(_WIDTH))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _agree(self) -> None:
        self.accept()
        self.agreed.emit()
