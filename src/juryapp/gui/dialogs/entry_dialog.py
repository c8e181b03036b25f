"""What the dialogs of the set-up share: a heading, fields, one place for what is wrong, two buttons.

A dialog takes a value and gives a value: subclass it, add fields to `form`, and return the value from
`value()`, or None after showing an error at a field. A `UserError` raised there is shown above the buttons.
Ctrl+Enter submits from anywhere, Esc closes.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QHBoxLayout, QLayout, QWidget
from typing_extensions import override

from juryapp.base.errors import UserError
from juryapp.base.i18n import _, translated
from juryapp.gui.theme import px
from juryapp.gui.widgets import (
    Button,
    Footer,
    Form,
    IconLabel,
    Label,
    Scrolled,
    announce,
    column,
    row,
)


class EntryDialog(QDialog):
    """A dialog that asks for one thing.

    Args:
        title: What is asked for.
        submit: What the button does, as a verb.
        intro: A sentence or two below the title.
        width: In scaled pixels.
        parent: As in Qt.
    """

    submitted = Signal(object)

    def __init__(
        self,
        title: str,
        submit: str,
        parent: QWidget | None = None,
        *,
        intro: str = "",
        width: int = 560,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._width = width
        self.form = Form()
        self.heading = Label(title, "h2", wrap=True)
        self.intro = Label(intro, "small", "text2", wrap=True)
        self.intro.setVisible(bool(intro))
        self.problem = Label("", "small", "error", wrap=True)
        self._problem_row = QWidget()
        self._problem_row.setLayout(
            row(IconLabel("error", "error"), (self.problem, 1), margins=(24, 0, 24, 8))
        )
        self._problem_row.hide()
        self.submit_button = Button(submit, "primary")
        self.submit_button.setObjectName("submit")
        self.submit_button.setDefault(True)
        self.submit_button.clicked.connect(self.submit)
        self.cancel_button = Button(_("Cancel"))
        self.cancel_button.setObjectName("cancel")
        self.cancel_button.clicked.connect(self.reject)
        self._inside = column(self.form, None, margins=(24, 8, 24, 16))
        head = column(self.heading, self.intro, gap=4, margins=(24, 20, 24, 8))
        foot = Footer(row(None, self.cancel_button, self.submit_button))
        self._outside = column(head, (self.body(), 1), self._problem_row, foot, gap=0)
        self.setLayout(self._outside)

    def beside(self, *names: str, stretch: Sequence[int] = ()) -> None:
        """Put fields that were added side by side, where the first of them stands."""
        rows = [self.form.row(name) for name in names]
        layout = self.form.layout()
        if not isinstance(layout, QBoxLayout):
            return
        place = layout.indexOf(rows[0])
        together = QWidget()
        line = QHBoxLayout(together)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        for n, field in enumerate(rows):
            layout.removeWidget(field)
            share = stretch[n] if n < len(stretch) else 1
            line.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        layout.insertWidget(place, together)

    def body(self) -> QLayout:
        """Return what stands between heading and buttons; the fields, unless a dialog has more."""
        self._scrolled = Scrolled(self._inside)
        return column((self._scrolled, 1))

    def value(self) -> object | None:
        """Return what was entered; None if an error is shown at a field. May raise UserError."""
        raise NotImplementedError

    def submit(self) -> None:
        """Give the value and close, or say what is wrong."""
        self.form.clear_errors()
        self.show_problem("")
        try:
            value = self.value()
        except UserError as error:
            self.show_problem(translated(error))
            return
        if value is not None:
            self.submitted.emit(value)
            self.accept()

    def show_problem(self, text: str) -> None:
        """Say what is wrong with the whole; "" for nothing."""
        self.problem.setText(text)
        self._problem_row.setVisible(bool(text))
        if text:
            announce(self, text, urgent=True)

    def show_fitting(self) -> None:
        """Open as high as the fields need, and never higher than the screen."""
        self.adjust_size()
        self.open()

    def adjust_size(self) -> None:
        """Take the height that the fields need, as far as the screen has it."""
        width = px(self._width)
        wanted = self._inside_height(width - 48 - 12)  # margins and the scroll bar
        around = self._outside.totalMinimumSize().height()
        around -= self._scrolled.minimumSizeHint().height()
        screen = QGuiApplication.primaryScreen().availableGeometry()
        height = min(wanted + around, screen.height() - 48)
        self.resize(min(width, screen.width() - 16), height)

    def _inside_height(self, width: int) -> int:
        """Return how high the fields are; layouts learn of new fields only later, so ask them anew."""
        height = 24
        for place in range(self._inside.count()):
            item = self._inside.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is None:
                continue
            wanted = widget.sizeHint().height()
            layout = widget.layout()
            if layout is not None:
                layout.invalidate()
                layout.activate()
                wanted = max(layout.totalSizeHint().height(), layout.totalHeightForWidth(width))
            height += wanted + self._inside.spacing()
        return height

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
            return
        super().keyPressEvent(event)
