"""Asks the second person what does not agree with the paper."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.base.i18n import N_, _
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.theme import px
from juryapp.gui.widgets import TextEdit


class SendBackDialog(EntryDialog):
    """Gives the reason as text.

    Args:
        typist: Who typed it, and will go on from there.
        nominee: Where it differs.
        parent: As in Qt.
    """

    def __init__(self, typist: str, nominee: str, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Send it back because of {nominee}?").format(nominee=nominee),
            _("Send back"),
            parent,
            intro=_(
                "{name}, who typed it, sees what you write and goes on from what was typed. Then it is"
                " compared anew."
            ).format(name=typist),
            width=520,
        )
        self.setObjectName("send_back_dialog")
        self.reason = self.form.add(
            "send_back_reason", N_("&What does not agree"), TextEdit(lines=3)
        )
        self.reason.setMaximumHeight(px(110))
        self.reason.setFocus()

    @override
    def value(self) -> str | None:
        text = self.reason.toPlainText().strip()
        if not text:
            self.form.show_error("send_back_reason", _("Write what does not agree with the paper."))
            return None
        return text
