"""Asks why a closed round is opened again."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.base.i18n import N_, _
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.dialogs.note_edit import NoteEdit


class RoundReasonDialog(EntryDialog):
    """Gives the reason as text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Open the round again"),
            _("Open it again"),
            parent,
            intro=_("Score files are taken in again. All marks are kept as they are."),
            width=520,
        )
        self.setObjectName("round_reason_dialog")
        self.reason = self.form.add(
            "round_reason",
            N_("&Why is it opened again?"),
            NoteEdit(lines=4),
            N_("As it shall stand in the protocol."),
        )

    @override
    def value(self) -> str | None:
        text = self.reason.toPlainText().strip()
        if not text:
            self.form.show_error("round_reason", _("Write why the round is opened again."))
            return None
        return text
