"""One juror's package: where it lies, whether the next one is locked, and the letter to copy."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSizePolicy, QWidget

from juryapp.application.packages.letters import Letter
from juryapp.base.i18n import _
from juryapp.domain.jury import ROLE_NAMES
from juryapp.gui.models.packages import PackageRow, made_on
from juryapp.gui.pages.packages_keys import KeyPanel
from juryapp.gui.widgets import Button, CheckBox, Label, LineEdit, Rule, TextEdit, column, row


class PackageDetail(QWidget):
    """The juror under the cursor."""

    lock_changed = Signal(bool)
    copied = Signal(str)  # what to say
    mail_requested = Signal(str, str, str)  # address, subject, text

    def __init__(self) -> None:
        super().__init__()
        self._letter: Letter | None = None
        self._email = ""
        self.name = Label(kind="h2", wrap=True)
        self.who = Label(kind="small", role="text2", wrap=True)
        self.file = Label(kind="small", wrap=True, selectable=True)
        self.file.setObjectName("package_file")
        self.locked = CheckBox()
        self.locked.setObjectName("lock_package")
        self.locked.clicked.connect(self.lock_changed)
        self.letter_heading = Label(kind="h3")
        self.no_letter = Label(kind="small", role="text2", wrap=True)
        self.subject = LineEdit()
        self.subject.setObjectName("letter_subject")
        self.subject.setReadOnly(True)
        self.body = TextEdit(lines=6)
        self.body.setObjectName("letter_body")
        self.body.setReadOnly(True)
        self.body.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.copy_letter = Button(look="small", icon_name="copy")
        self.copy_letter.setObjectName("copy_letter")
        self.copy_letter.clicked.connect(lambda _checked=False: self.copy())
        self.write_mail = Button(look="small", icon_name="mail")
        self.write_mail.setObjectName("write_mail")
        self.write_mail.clicked.connect(lambda _checked=False: self._write_mail())
        self.letter = QWidget()
        buttons = row(self.copy_letter, self.write_mail, None)
        self.letter.setLayout(column(self.subject, (self.body, 1), buttons, gap=8))
        self.keys = KeyPanel()
        self.setLayout(
            column(self.name, self.who, self.file, self.locked, self.keys, Rule(), self.letter_heading,
                   self.no_letter, (self.letter, 100), None, gap=8, margins=(0, 0, 6, 0))
        )  # fmt: skip

    def show_row(self, found: PackageRow, letter: Letter | None) -> None:
        """Show one juror."""
        juror, issue = found.line.juror, found.issue
        self._letter, self._email = letter, juror.email
        self.name.setText(juror.name)
        parts = (_(ROLE_NAMES[juror.role]), juror.organisation)
        self.who.setText("  ·  ".join(part for part in parts if part))
        self.file.setText(
            _("{file}, made on {day}").format(file=issue.file_name, day=made_on(found))
            if issue
            else _("No package has been made yet.")
        )
        self.locked.setChecked(found.locked)
        has_package = found.line.score is not None or found.line.declare is not None
        self.keys.show_juror(juror, has_package=has_package)
        self.no_letter.setVisible(letter is None)
        self.letter.setVisible(letter is not None)
        if letter is not None:
            self.subject.setText(letter.subject)
            self.subject.setCursorPosition(0)
            if self.body.toPlainText() != letter.body:
                self.body.setPlainText(letter.body)
        self.write_mail.set_reason(
            "" if juror.email else _("No e-mail address is known. Add it in the set-up.")
        )

    def copy(self) -> None:
        """Copy subject and text of the letter."""
        if self._letter is not None:
            text = f"{self._letter.subject}\n\n{self._letter.body}"
            QGuiApplication.clipboard().setText(text)
            self.copied.emit(_("Letter copied"))

    def _write_mail(self) -> None:
        if self._letter is not None:
            self.mail_requested.emit(self._email, self._letter.subject, self._letter.body)

    def retranslate(self) -> None:
        """Set the fixed texts."""
        self.keys.retranslate()
        self.locked.setText(_("Lock the next package with a password"))
        self.letter_heading.setText(_("Letter to copy"))
        self.no_letter.setText(_("The letter is ready when the package has been made."))
        self.subject.setAccessibleName(_("Subject"))
        self.body.setAccessibleName(_("Letter"))
        self.copy_letter.setText(_("Copy the letter"))
        self.write_mail.setText(_("Write the e-mail"))
