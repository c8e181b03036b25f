"""Asks for the password of a locked jury package."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from juryapp.base.i18n import N_, _
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.widgets import CheckBox, LineEdit


class PackagePasswordDialog(EntryDialog):
    """Gives the password as text.

    Args:
        file: Name of the package.
        wrong: Whether one was tried already.
        parent: As in Qt.
    """

    def __init__(self, file: str, *, wrong: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(
            _("The jury package is locked"),
            _("Open the package"),
            parent,
            intro=_(
                "The secretariat gives you the password for “{file}” by telephone. It is written with"
                " small letters and hyphens."
            ).format(file=file),
            width=480,
        )
        self.setObjectName("package_password_dialog")
        self.password = self.form.add("package_password", N_("&Password"), LineEdit(limit=200))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.shown = CheckBox(_("Show the password"))
        self.shown.setObjectName("show_password")
        self.shown.toggled.connect(self._show_letters)
        self.form.add_widget(self.shown)
        if wrong:
            self.form.row("package_password").show_error(
                _("This was not the password. Try again, or ask for it once more.")
            )
        self.password.setFocus()

    def _show_letters(self, shown: bool) -> None:
        modes = QLineEdit.EchoMode
        self.password.setEchoMode(modes.Normal if shown else modes.Password)

    @override
    def value(self) -> str | None:
        text = self.password.text().strip()
        if not text:
            self.form.show_error("package_password", _("Write the password."))
            return None
        return text
