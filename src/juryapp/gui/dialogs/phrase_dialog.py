"""The recovery phrase: shown once, to be written down or printed; and typed where the keys are not."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QWidget
from typing_extensions import override

from juryapp.base.i18n import N_, _
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.theme import px
from juryapp.gui.widgets import (
    Banner,
    Button,
    Card,
    CheckBox,
    Footer,
    IconLabel,
    Label,
    TextEdit,
    column,
    row,
)

COLUMNS = 3
WIDTH = 600


class PhraseDialog(QDialog):
    """Shows the twelve words; `written_down` says that somebody has them.

    Args:
        phrase: The words.
        edition: Whose keys they open.
        again: There was a phrase before.
        parent: As in Qt.
    """

    written_down = Signal()
    given_up = Signal()
    print_requested = Signal()

    def __init__(
        self, phrase: str, edition: str, *, again: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("phrase_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Recovery phrase"))
        self._phrase = phrase
        heading = Label(
            _("Recovery phrase for “{edition}”").format(edition=edition), "h2", wrap=True
        )
        self.seen = CheckBox(_("I have written it down, or printed it"))
        self.seen.setObjectName("phrase_seen")
        self.seen.toggled.connect(self._show_reason)
        inside = column(
            row(IconLabel("key", "accent", 28), (heading, 1), gap=12),
            *self._told(again=again),
            self._words(),
            self._tools(),
            self.seen,
            None,
            gap=16,
            margins=(24, 20, 24, 16),
        )
        self.setLayout(column((inside, 1), self._foot(), gap=0))
        self.setMinimumWidth(px(WIDTH))
        self._show_reason()
        self.rejected.connect(self.given_up)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Take the height that the words need at this width, however large the letters are."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(px(WIDTH), layout.totalHeightForWidth(px(WIDTH)))
        super().showEvent(event)

    @staticmethod
    def _told(*, again: bool) -> list[QWidget]:
        why = _(
            "If this computer is lost, these twelve words and a backup open the score files on another one."
            " They are shown only now and kept nowhere: write them down, and keep the sheet apart from this"
            " computer. Whoever has the words and a backup can read the marks."
        )
        lines: list[QWidget] = [Label(why, "body", "text2", wrap=True)]
        if again:
            text = _("The phrase before this one opens only the backups made until now.")
            lines.append(Banner("warn", text))
        return lines

    def _words(self) -> Card:
        grid = QWidget()
        grid.setObjectName("phrase_words")
        grid.setAccessibleName(_("Recovery phrase: {words}").format(words=self._phrase))
        grid.setLayout(self._grid(self._phrase.split()))
        return Card(column(grid))

    def _tools(self) -> QHBoxLayout:
        self.copy_button = self._button("copy_phrase", _("Copy"), "copy", self.copy)
        self.print_button = self._button(
            "print_phrase", _("Print the sheet …"), "print", self.print_requested.emit
        )
        return row(self.copy_button, self.print_button, None)

    def _foot(self) -> Footer:
        self.done_button = Button(_("Keep this phrase"), "primary", "check")
        self.done_button.setObjectName("keep_phrase")
        self.done_button.clicked.connect(lambda _checked=False: self._done())
        self.later_button = self._button("phrase_later", _("Not now"), "", self.reject)
        return Footer(row(None, self.later_button, self.done_button))

    def _grid(self, words: list[str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(px(8), px(4), px(8), px(4))
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(10))
        lines = -(-len(words) // COLUMNS)
        for n, word in enumerate(words):
            at, place = n % lines, n // lines * 2
            number = Label(f"{n + 1}", "small", "text3")
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(number, at, place)
            grid.addWidget(Label(word, "readL", selectable=True), at, place + 1)
            grid.setColumnStretch(place + 1, 1)
        return grid

    def _button(
        self, name: str, text: str, icon_name: str, handler: Callable[[], object]
    ) -> Button:
        button = Button(text, icon_name=icon_name)
        button.setObjectName(name)
        button.clicked.connect(lambda _checked=False: handler())
        return button

    def _show_reason(self) -> None:
        told = "" if self.seen.isChecked() else _("Tick that you have written it down first.")
        self.done_button.set_reason(told)

    def copy(self) -> None:
        """Put the words into the clipboard."""
        QGuiApplication.clipboard().setText(self._phrase)
        self.copy_button.set_icon("check")
        self.copy_button.setText(_("Copied"))

    def _done(self) -> None:
        if self.seen.isChecked():
            self.accept()
            self.written_down.emit()


class PhraseEntryDialog(EntryDialog):
    """Asks for the recovery phrase and gives it as text; the error stands at the field."""

    def __init__(self, edition: str, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Type the recovery phrase"),
            _("Bring the keys here"),
            parent,
            intro=_(
                "The keys of “{edition}” are not on this computer. The twelve words on the sheet bring them"
                " here; after that, score files can be opened and packages made."
            ).format(edition=edition),
            width=560,
        )
        self.setObjectName("phrase_entry_dialog")
        self.words = self.form.add(
            "phrase",
            N_("&Recovery phrase"),
            TextEdit(lines=3),
            hint=N_("Small or capital letters, with or without the numbers."),
        )
        self.words.setMaximumHeight(px(110))
        self.words.setFocus()

    @override
    def value(self) -> str | None:
        text = self.words.toPlainText().strip()
        if not text:
            self.form.show_error("phrase", _("Write the twelve words."))
            return None
        return text

    def say_wrong(self, text: str) -> None:
        """Say at the field what is wrong with the words."""
        self.form.show_error("phrase", text)
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)
