"""Asks for a reason that will stand in the protocol."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.base.i18n import N_, _
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.widgets import TextEdit


class ReasonDialog(EntryDialog):
    """A title, what follows from it, and the reason.

    Args:
        title: What is done.
        intro: What follows from it.
        submit: What the button does.
        needed: What to say while no reason is written; marked with `N_`.
        parent: As in Qt.
    """

    def __init__(
        self, title: str, intro: str, submit: str, needed: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, submit, parent, intro=intro)
        self.setObjectName("reason_dialog")
        self._needed = needed
        self.reason = self.form.add("reason", N_("&Reason"), TextEdit(lines=4))
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def value(self) -> str | None:
        reason = self.reason.toPlainText().strip()
        if not reason:
            self.form.show_error("reason", _(self._needed))
            return None
        return reason
