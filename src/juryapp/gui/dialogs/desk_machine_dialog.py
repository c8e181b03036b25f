"""“About this machine”: the digits by which the secretariat knows it, and where things lie."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from juryapp.base.i18n import _
from juryapp.gui.controllers.desk import MachineFacts
from juryapp.gui.theme import px
from juryapp.gui.widgets import Button, Card, IconLabel, Label, column, row


class MachineDialog(QDialog):
    """Shows the fingerprint of this machine's key, and says where the key is kept."""

    def __init__(self, facts: MachineFacts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("machine_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("About this machine"))
        self._facts = facts
        self.digits = Label(facts.fingerprint, "h1", selectable=True)
        self.digits.setObjectName("fingerprint")
        spoken = " ".join(facts.fingerprint)
        self.digits.setAccessibleName(_("Fingerprint: {digits}").format(digits=spoken))
        why = Label(
            _(
                "Your score files are signed by this machine. If the secretariat calls you and asks,"
                " read them these digits; they see the same ones. The digits are no secret."
            ),
            "body",
            "text2",
            wrap=True,
        )
        self.setLayout(
            column(
                row(IconLabel("machine", "accent", 28), (Label(self.windowTitle(), "h2"), 1)),
                Card(column(self.digits, why, gap=8)),
                self._place(
                    "key",
                    _("The key that signs"),
                    _("a file that only you can read, in {folder}").format(folder=facts.key_folder),
                ),
                self._place("save", _("Your marks and notes"), facts.database),
                None,
                self._buttons(),
                gap=16,
                margins=(24, 20, 24, 16),
            )
        )
        self.resize(px(580), px(420))

    @staticmethod
    def _place(icon_name: str, title: str, where: str) -> QWidget:
        inside = QWidget()
        words = column(
            Label(title, "bodyM"), Label(where, "small", "text2", wrap=True, selectable=True), gap=2
        )
        inside.setLayout(row(IconLabel(icon_name, "text2", 20), (words, 1), gap=12))
        return inside

    def _buttons(self) -> QWidget:
        copy = Button(_("Copy the digits"), icon_name="copy")
        copy.setObjectName("copy_digits")
        copy.clicked.connect(self.copy_digits)
        folder = Button(_("Open the folder"), icon_name="folder")
        folder.setObjectName("open_key_folder")
        folder.clicked.connect(self.open_folder)
        close = Button(_("Close"))
        close.setObjectName("close_machine")
        close.clicked.connect(self.close)
        inside = QWidget()
        inside.setLayout(row(copy, folder, None, close))
        return inside

    def copy_digits(self) -> None:
        """Put the digits on the clipboard."""
        QApplication.clipboard().setText(self._facts.fingerprint)

    def open_folder(self) -> None:
        """Show the data folder in the file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._facts.key_folder.parent)))
