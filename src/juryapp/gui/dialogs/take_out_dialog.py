"""Asks why a score file is taken out again."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.base.i18n import N_, _
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.theme import px
from juryapp.gui.widgets import TextEdit


class TakeOutDialog(EntryDialog):
    """Gives the reason as text.

    Args:
        juror: Whose file it is.
        file: Its name.
        parent: As in Qt.
    """

    def __init__(self, juror: str, file: str, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Take the file from {name} out again?").format(name=juror),
            _("Take it out"),
            parent,
            intro=_(
                "What only “{file}” says no longer counts. Nothing is deleted, and the file can be taken in"
                " again. The reason is kept with it."
            ).format(file=file),
            width=520,
        )
        self.setObjectName("take_out_dialog")
        self.reason = self.form.add("take_out_reason", N_("&Reason"), TextEdit(lines=3))
        self.reason.setMaximumHeight(px(110))
        self.reason.setFocus()

    @override
    def value(self) -> str | None:
        text = self.reason.toPlainText().strip()
        if not text:
            self.form.show_error("take_out_reason", _("Write why the file is taken out."))
            return None
        return text
