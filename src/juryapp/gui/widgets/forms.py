"""Forms: label with buddy above the field, a hint, and the error below the field that it speaks of.

form = Form()
self.name = form.add("award_name", N_("&Name of the award"), LineEdit(), hint=N_("As it stands on paper."))
…
form.show_error("award_name", _("Write a name."))     # puts the focus there
form.clear_errors()
form.retranslate()                                     # in the page's retranslate()
"""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from juryapp.base.i18n import _
from juryapp.gui.theme import follow_theme, font
from juryapp.gui.widgets.announce import announce
from juryapp.gui.widgets.labels import IconLabel, Label
from juryapp.gui.widgets.surfaces import column, row

FieldT = TypeVar("FieldT", bound=QWidget)


class _BuddyLabel(QLabel):
    """A label whose underlined letter goes to its field."""

    def __init__(self, buddy: QWidget) -> None:
        super().__init__()
        self.setBuddy(buddy)
        follow_theme(self)

    def apply_theme(self) -> None:
        self.setFont(font("smallM"))


class FormRow(QWidget):
    """One field with its label, hint and error."""

    def __init__(self, name: str, label: str, field: QWidget, hint: str = "") -> None:
        super().__init__()
        self.field = field
        self._label_source, self._hint_source = label, hint
        field.setObjectName(name)
        self.label = _BuddyLabel(field)
        self.hint = Label("", "caption", "text2", wrap=True)
        self.error = Label("", "small", "error", wrap=True)
        self._error_row = QWidget()
        self._error_row.setLayout(row(IconLabel("error", "error", 16), (self.error, 1), gap=6))
        self._error_row.hide()
        self.setLayout(column(self.label, field, self._error_row, self.hint, gap=4))
        self.retranslate()

    def retranslate(self) -> None:
        """Take label and hint from the language in use."""
        self.label.setText(_(self._label_source))
        self.hint.setText(_(self._hint_source))
        self.hint.setVisible(bool(self._hint_source))
        self.field.setAccessibleName(_(self._label_source).replace("&", ""))
        self._describe()

    def show_error(self, text: str) -> None:
        """Show what is wrong with the field; "" for nothing."""
        self.error.setText(text)
        self._error_row.setVisible(bool(text))
        if bool(self.field.property("invalid")) != bool(text):
            self.field.setProperty("invalid", bool(text))
            self.field.style().unpolish(self.field)
            self.field.style().polish(self.field)
        self._describe()
        if text:
            announce(self.field, text, urgent=True)

    def _describe(self) -> None:
        said = " ".join(part for part in (self.error.text(), self.hint.text()) if part)
        self.field.setAccessibleDescription(said)


class Form(QWidget):
    """Fields below each other, in the order in which Tab goes through them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, FormRow] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(16)

    def add(self, name: str, label: str, field: FieldT, hint: str = "") -> FieldT:
        """Add a field under a stable object name and return it; `label` and `hint` are marked with `N_`."""
        line = FormRow(name, label, field, hint)
        self._rows[name] = line
        self._layout.addWidget(line)
        return field

    def add_widget(self, widget: QWidget) -> None:
        """Add something that is no labelled field: a tick, a group of answers."""
        self._layout.addWidget(widget)

    def row(self, name: str) -> FormRow:
        """Return the row of a field, e.g. to hide it."""
        return self._rows[name]

    def show_error(self, name: str, text: str) -> None:
        """Show an error at a field and go there."""
        self._rows[name].show_error(text)
        if text:
            self._rows[name].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_errors(self) -> None:
        """Take all errors away."""
        for line in self._rows.values():
            line.show_error("")

    def has_errors(self) -> bool:
        """Return whether any field shows an error."""
        return any(line.error.text() for line in self._rows.values())

    def retranslate(self) -> None:
        """Take all labels and hints from the language in use."""
        for line in self._rows.values():
            line.retranslate()
