"""A letter that is ready: look it over, then copy it or open it in the mail program. Nothing is sent here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from juryapp.application.packages.letters import Letter
from juryapp.base.i18n import LANGUAGE_NAMES, N_, _
from juryapp.domain.jury import Juror
from juryapp.gui.choosers import Choosers
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.widgets import Button, CheckBox, LineEdit, Segmented, TextEdit


class LetterDialog(EntryDialog):
    """Shows a letter to one juror; `copied` and `submitted` (mail program) say what was done with it.

    Args:
        title: What the letter is.
        juror: To whom; None for several.
        write: Gives the letter in a language.
        languages: Of the edition; the first is shown.
        choosers: Opens the mail program.
        parent: As in Qt.
        hidden: Addresses of several who do not see each other.
        with_marks: Gives the letter with the marks in it, for who ticks that.
    """

    def __init__(
        self,
        title: str,
        juror: Juror | None,
        write: Callable[[str], Letter],
        languages: Sequence[str],
        choosers: Choosers,
        parent: QWidget | None = None,
        *,
        hidden: Sequence[str] = (),
        with_marks: Callable[[str], Letter] | None = None,
    ) -> None:
        super().__init__(
            title,
            _("Open in the mail program"),
            parent,
            intro=_("Nothing is sent from here. Change the text as you like."),
            width=640,
        )
        self.setObjectName("letter_dialog")
        self._write, self._choosers = write, choosers
        self._with_marks, self._several = with_marks, juror is None
        self.language = Segmented(_("Language of the letter"))
        self.language.setObjectName("letter_language")
        self.language.set_choices([(code, LANGUAGE_NAMES[code]) for code in languages])
        self.language.setVisible(len(languages) > 1)
        self.language.chosen.connect(self._show_letter)
        self.form.add_widget(self.language)
        self.address = self._add_address(juror, hidden)
        self.subject = self.form.add("letter_subject", N_("&Subject"), LineEdit())
        self.text = self.form.add("letter_text", N_("Te&xt"), TextEdit(lines=11))
        self.copy_button = Button(_("Copy the text"), icon_name="copy")
        self.copy_button.setObjectName("copy_letter")
        self.copy_button.clicked.connect(self.copy)
        self.submit_button.set_icon("mail")
        self._put_copy_beside()
        self.marks = CheckBox(_("Name both marks in the text"))
        self.marks.setObjectName("letter_marks")
        self.marks.setVisible(with_marks is not None)
        self.marks.toggled.connect(lambda _on: self._show_letter(self.language.current()))
        self.form.add_widget(self.marks)
        self._show_letter(languages[0])

    def _add_address(self, juror: Juror | None, hidden: Sequence[str]) -> LineEdit:
        if juror is not None:
            return self.form.add("letter_to", N_("&To"), LineEdit(juror.email))
        several = LineEdit(", ".join(hidden), limit=5_000)
        hint = N_("They do not see each other’s addresses.")
        return self.form.add("letter_hidden", N_("&Blind copy to"), several, hint=hint)

    def _put_copy_beside(self) -> None:
        foot = self.submit_button.parentWidget()
        layout = foot.layout() if foot is not None else None
        if isinstance(layout, QHBoxLayout):
            layout.insertWidget(layout.indexOf(self.submit_button), self.copy_button)
        self.setTabOrder(self.cancel_button, self.copy_button)
        self.setTabOrder(self.copy_button, self.submit_button)

    def _show_letter(self, language: str) -> None:
        named = self._with_marks is not None and self.marks.isChecked()
        write = self._with_marks if named and self._with_marks is not None else self._write
        letter = write(language)
        self.subject.setText(letter.subject)
        self.text.setPlainText(letter.body)

    def copy(self) -> None:
        """Put the text into the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy_button.set_icon("check")
        self.copy_button.setText(_("Copied"))

    @override
    def value(self) -> Letter | None:
        letter = Letter(self.subject.text(), self.text.toPlainText())
        if not self._open(letter):
            self.show_problem(_("No mail program answered. Copy the text instead."))
            return None
        return letter

    def _open(self, letter: Letter) -> bool:
        told = self.address.text().strip()
        if not self._several:
            return self._choosers.write_mail(told, letter.subject, letter.body)
        hidden = [part.strip() for part in told.replace(";", ",").split(",") if part.strip()]
        return self._choosers.write_mail("", letter.subject, letter.body, hidden=hidden)
