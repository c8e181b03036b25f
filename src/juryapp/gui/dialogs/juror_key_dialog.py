"""A juror's key at the secretariat: its digits, and confirming it by what the juror reads aloud."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from juryapp.application.keys.juror_keys import KeyLine
from juryapp.base.errors import UserError
from juryapp.base.i18n import N_, _, translated
from juryapp.domain.changes import ChangeSet
from juryapp.domain.packages import Confirmation
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.widgets import Button, Card, CheckBox, Chip, Label, LineEdit, Tone, column, row
from juryapp.gui.widgets.qr_code import QrCode

STATE_TONES: dict[Confirmation, Tone] = {Confirmation.PACKAGE: "neutral", Confirmation.WORD: "ok"}


def state_chip(line: KeyLine) -> Chip:
    """Return how a key is known, as icon, word and colour."""
    if line.key.closed:
        return Chip(_(line.state), "neutral", icon_name="lock")
    tone = STATE_TONES[line.key.confirmation]
    icon_name = "check" if line.key.confirmation is Confirmation.WORD else "package"
    return Chip(_(line.state), tone, icon_name=icon_name)


def in_two_lines(fingerprint: str) -> str:
    """Return four groups of digits as two lines of two."""
    groups = fingerprint.split(" ")
    return f"{' '.join(groups[:2])}\n{' '.join(groups[2:])}"


class JurorKeyDialog(EntryDialog):
    """Shows a key, takes the digits that were read aloud, and offers to close the key.

    Args:
        line: The key.
        confirm_digits: Confirms by what was typed; may raise UserError.
        confirm_seen: Confirms because somebody has compared the digits; may raise UserError.
        parent: As in Qt.
    """

    close_requested = Signal()
    take_back_requested = Signal()

    def __init__(
        self,
        line: KeyLine,
        confirm_digits: Callable[[str], ChangeSet],
        confirm_seen: Callable[[], ChangeSet],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            _("The key of {juror}").format(juror=line.juror.name),
            _("Confirm by word"),
            parent,
            intro=_(
                "Ask {juror} to open “About this machine” and to read the digits aloud, in the meeting or on"
                " a number that you know. Type what you hear, or compare it with these."
            ).format(juror=line.juror.name),
            width=620,
        )
        self.setObjectName("juror_key_dialog")
        self._confirm_digits, self._confirm_seen = confirm_digits, confirm_seen
        self.form.add_widget(self._card(line))
        self.digits = self.form.add(
            "key_digits",
            N_("&Digits that were read aloud"),
            LineEdit(placeholder="00000 00000 00000 00000", limit=40),
            hint=N_("The last two digits check the others, so a slip of the tongue is found."),
        )
        self.same = CheckBox(_("I have compared them while they were read: they are the same"))
        self.same.setObjectName("key_same")
        self.form.add_widget(self.same)
        self._put_other_button(line)
        confirmed = line.key.confirmation is Confirmation.WORD
        for widget in (self.digits, self.same):
            widget.setEnabled(not confirmed)
        if confirmed:
            self.submit_button.set_reason(_("This key is confirmed by word already."))
        self.digits.setFocus()

    def _card(self, line: KeyLine) -> QWidget:
        shown = Label(in_two_lines(line.fingerprint), "h1", selectable=True)
        shown.setObjectName("key_fingerprint")
        spoken = " ".join(line.fingerprint)
        shown.setAccessibleName(_("Fingerprint: {digits}").format(digits=spoken))
        code = QrCode(line.fingerprint, 132)
        code.setObjectName("key_code")
        code.setAccessibleName(_("The same digits as a QR code"))
        self.state = state_chip(line)
        self.state.setObjectName("key_state")
        words = column(shown, row(self.state, None), None, gap=8)
        return Card(row((words, 1), code, gap=16))

    def _put_other_button(self, line: KeyLine) -> None:
        """Put at the left what undoes a confirmation, and what closes the key."""
        self.close_key = Button(_("Close this key …"), "flat", "lock")
        self.close_key.setObjectName("close_key")
        self.close_key.clicked.connect(self.reject)
        self.close_key.clicked.connect(self.close_requested)
        self.take_back = Button(_("Take the confirmation back"), "flat", "undo")
        self.take_back.setObjectName("take_back_confirmation")
        self.take_back.clicked.connect(self.reject)
        self.take_back.clicked.connect(self.take_back_requested)
        self.take_back.setVisible(line.key.confirmation is Confirmation.WORD)
        foot = self.submit_button.parentWidget()
        layout = foot.layout() if foot is not None else None
        if isinstance(layout, QHBoxLayout):
            layout.insertWidget(0, self.close_key)
            layout.insertWidget(1, self.take_back)

    @override
    def value(self) -> ChangeSet | None:
        typed = self.digits.text().strip()
        if typed:
            try:
                return self._confirm_digits(typed)
            except UserError as error:
                self.form.show_error("key_digits", translated(error))
                return None
        if self.same.isChecked():
            return self._confirm_seen()
        self.form.show_error(
            "key_digits", _("Type the digits, or tick that you have compared them.")
        )
        return None
