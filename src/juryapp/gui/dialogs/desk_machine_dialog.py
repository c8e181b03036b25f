"""“About this machine”: the digits by which the secretariat knows it, and where things lie."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from juryapp.base.i18n import _
from juryapp.gui.controllers.desk import MachineFacts
from juryapp.gui.theme import px
from juryapp.gui.widgets import Button, Card, IconLabel, Label, column, row
from juryapp.gui.widgets.qr_code import QrCode


class MachineDialog(QDialog):
    """Shows the fingerprint of this machine's key, says where the key is kept, and offers to go elsewhere."""

    move_requested = Signal()
    use_again_requested = Signal()

    def __init__(self, facts: MachineFacts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("machine_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("About this machine"))
        self._facts = facts
        self.setLayout(
            column(
                row(IconLabel("machine", "accent", 28), (Label(self.windowTitle(), "h2"), 1)),
                self._key_card(),
                self._place("key", _("The key that signs"), _where_key_lies(facts)),
                self._place("save", _("Your marks and notes"), facts.database),
                self._going_elsewhere(),
                None,
                self._buttons(),
                gap=16,
                margins=(24, 20, 24, 16),
            )
        )
        self.resize(px(620), px(520))

    def _key_card(self) -> Card:
        digits = self._facts.fingerprint
        groups = digits.split(" ")
        self.digits = Label(
            f"{' '.join(groups[:2])}\n{' '.join(groups[2:])}", "h1", selectable=True
        )
        self.digits.setObjectName("fingerprint")
        self.digits.setAccessibleName(_("Fingerprint: {digits}").format(digits=" ".join(digits)))
        why = Label(
            _(
                "Your score files are signed by this machine. If the secretariat calls you and asks,"
                " read them these digits; they see the same ones. The digits are no secret."
            ),
            "body",
            "text2",
            wrap=True,
        )
        self.code = QrCode(digits)
        self.code.setObjectName("fingerprint_code")
        self.code.setAccessibleName(_("The same digits as a QR code"))
        return Card(row((column(self.digits, why, None, gap=8), 1), self.code, gap=16))

    @staticmethod
    def _place(icon_name: str, title: str, where: str) -> QWidget:
        inside = QWidget()
        words = column(
            Label(title, "bodyM"), Label(where, "small", "text2", wrap=True, selectable=True), gap=2
        )
        inside.setLayout(row(IconLabel(icon_name, "text2", 20), (words, 1), gap=12))
        return inside

    def _going_elsewhere(self) -> QWidget:
        moved = bool(self._facts.moved)
        if moved:
            title = _("This desk went on on another machine")
            text = _(
                "If the move file got lost, use this machine again. The secretariat will be asked once."
            )
            button = Button(_("Use this machine again …"), icon_name="refresh")
            button.setObjectName("use_again")
            button.clicked.connect(self.use_again_requested)
        else:
            title = _("Continue on another machine")
            text = _("Everything goes along in one locked file; here nothing can be changed then.")
            button = Button(_("Continue elsewhere …"), icon_name="external")
            button.setObjectName("move_desk")
            button.clicked.connect(self.move_requested)
        button.clicked.connect(self.close)
        inside = QWidget()
        words = column(Label(title, "bodyM"), Label(text, "small", "text2", wrap=True), gap=2)
        inside.setLayout(row(IconLabel("machine", "text2", 20), (words, 1), button, gap=12))
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


def _where_key_lies(facts: MachineFacts) -> str:
    if facts.locked_by:
        return _("a file that is locked by {place}, in {folder}").format(
            place=_(facts.locked_by), folder=facts.key_folder
        )
    return _("a file that only you can read, in {folder}").format(folder=facts.key_folder)
