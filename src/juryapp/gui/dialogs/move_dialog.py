"""“Continue on another machine”: the word that opens the move file, shown once, and asked for there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from juryapp.base.i18n import N_, _
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.theme import px
from juryapp.gui.widgets import Button, Card, Footer, IconLabel, Label, LineEdit, column, row


class MoveWordDialog(EntryDialog):
    """Asks for the word of a move file and gives it as text."""

    def __init__(self, file: str, *, wrong: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(
            _("A desk from another machine"),
            _("Go on here"),
            parent,
            intro=_(
                "“{file}” holds everything from your other machine. The word that opens it was shown there"
                " when the file was made."
            ).format(file=file),
            width=480,
        )
        self.setObjectName("move_word_dialog")
        self.word = self.form.add("move_word", N_("&Word"), LineEdit(limit=200))
        if wrong:
            self.form.row("move_word").show_error(
                _("This was not the word. Look at it on the other machine, and try again.")
            )
        self.word.setFocus()

    @override
    def value(self) -> str | None:
        text = self.word.text().strip()
        if not text:
            self.form.show_error("move_word", _("Write the word."))
            return None
        return text


class MovedDialog(QDialog):
    """Says where the move file lies and by which word it opens; the word is kept nowhere."""

    def __init__(self, path: Path, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("moved_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Continue on another machine"))
        self._word = word
        shown = Label(word, "h1", selectable=True)
        shown.setObjectName("move_word_shown")
        shown.setAccessibleName(_("Word: {word}").format(word=word))
        file = Label(str(path), "small", "text2", wrap=True, selectable=True)
        file.setObjectName("move_file")
        steps = [
            _("1. Take the file along: on a memory stick, or by your own e-mail."),
            _("2. Open it on the other machine with juryapp, and type this word."),
            _("3. Go on there. This machine is closed for changes now."),
        ]
        lost = _(
            "If the file gets lost, open this desk again and choose “Use this machine again”. Nothing is lost"
            " here."
        )
        self.copy_button = Button(_("Copy the word"), icon_name="copy")
        self.copy_button.setObjectName("copy_move_word")
        self.copy_button.clicked.connect(lambda _checked=False: self.copy())
        close = Button(_("I have the word"), "primary", "check")
        close.setObjectName("close_moved")
        close.clicked.connect(self.accept)
        told = Label(_("The word that opens the file, shown only now"), "small", "text2")
        inside = column(
            row(IconLabel("machine", "accent", 28), (Label(self.windowTitle(), "h2"), 1), gap=12),
            Label(_("Everything is in the file."), "bodyM"),
            file,
            Card(column(told, row(shown, None, self.copy_button), gap=4)),
            *(Label(step, "body", wrap=True) for step in steps),
            Label(lost, "small", "text2", wrap=True),
            None,
            gap=12,
            margins=(24, 20, 24, 16),
        )
        self.setLayout(column((inside, 1), Footer(row(None, close)), gap=0))
        self.setMinimumWidth(px(560))
        close.setFocus()

    def copy(self) -> None:
        """Put the word into the clipboard."""
        QGuiApplication.clipboard().setText(self._word)
        self.copy_button.set_icon("check")
        self.copy_button.setText(_("Copied"))
