"""What the dialogs of the set-up share: a heading, fields, one place for what is wrong, two buttons.

A dialog takes a value and gives a value: subclass it, add fields to `form`, and return the value from
`value()`, or None after showing an error at a field. A `UserError` raised there is shown above the buttons.
Ctrl+Enter submits from anywhere, Esc closes. `keep` may refuse the value; then nothing that was written is
lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QBoxLayout,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLayout,
    QWidget,
)
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


def beside(form: Form, *names: str, stretch: Sequence[int] = ()) -> None:
    """Put fields of `form` side by side, where the first of them stands."""
    rows = [form.row(name) for name in names]
    layout = form.layout()
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
        self.keep: Callable[[Any], object] | None = None  # False leaves the dialog open
        self.form = Form()
        self.heading = Label(title, "h2", wrap=True)
        self.intro = Label(intro, "small", "text2", wrap=True)
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
        self._foot = Footer(row(None, self.cancel_button, self.submit_button))
        self.setLayout(column(head, (self.body(), 1), self._problem_row, self._foot, gap=0))
        self.intro.setVisible(
            bool(intro)
        )  # only now: without a parent it would be a window of its own

    def beside(self, *names: str, stretch: Sequence[int] = ()) -> None:
        """Put fields that were added side by side, where the first of them stands."""
        beside(self.form, *names, stretch=stretch)

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
        if value is None:
            return
        if self.keep is not None and self.keep(value) is False:
            self.show_problem(_("It could not be kept. Why stands on the page behind."))
            return
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
        self._order_tabs()

    def adjust_size(self) -> None:
        """Take the height that the fields need, as far as the screen has it."""
        width = px(self._width)
        inner = width - 48
        around = self.heading.heightForWidth(inner) + 32
        around += self.intro.heightForWidth(inner) if self.intro.text() else 0
        around += self._foot.sizeHint().height()
        wanted = self._inside_height(inner - 12) + around  # 12 for the scroll bar
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(width, screen.width() - 16), min(wanted, screen.height() - 48))

    def _order_tabs(self) -> None:
        """Let Tab go through the fields as they stand, then to the buttons; begin at the first field."""
        fields = [w for w in self.form.findChildren(QWidget) if _takes_tab(w)]
        fields.sort(key=lambda w: w.mapTo(self.form, w.rect().topLeft()).toTuple()[::-1])
        others = [w for w in self.findChildren(QWidget) if _takes_tab(w) and w not in fields]
        buttons = [self.cancel_button, self.submit_button]
        chain = [*fields, *(w for w in others if w not in buttons), *buttons]
        for one, next_one in pairwise(chain):
            QWidget.setTabOrder(one, next_one)
        if self.focusWidget() not in fields and fields:
            fields[0].setFocus(Qt.FocusReason.OtherFocusReason)

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


def _takes_tab(widget: QWidget) -> bool:
    """Return whether Tab stops here; the inner parts of spin boxes and choices do not count."""
    inner = isinstance(widget.parent(), QAbstractSpinBox | QComboBox)
    tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(tab) and not inner and widget.isVisible()
