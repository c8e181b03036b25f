"""Asks what an attachment is called for the jurors."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.application.edition.attachments import MOST_NAME
from juryapp.base.i18n import N_, _
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.widgets import LineEdit


class RenameFileDialog(EntryDialog):
    """Gives the name as text."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Rename file"),
            _("Keep the changes"),
            parent,
            intro=_("Jurors read this name. The file itself does not change."),
            width=520,
        )
        self.setObjectName("rename_file_dialog")
        self.name = self.form.add("file_name", N_("&Name"), LineEdit(name, limit=MOST_NAME))
        self.name.setFocus()
        stem = name.rsplit(".", 1)[0] if "." in name else name
        self.name.setSelection(0, len(stem))

    @override
    def value(self) -> str | None:
        text = self.name.text().strip()
        if not text:
            self.form.show_error("file_name", _("Give the file a name."))
            return None
        return text
