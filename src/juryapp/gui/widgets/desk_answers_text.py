"""A criterion that asks for words: a text that is saved as it is written, and how many words it has."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.base.i18n import _, ngettext
from juryapp.domain.criteria import Criterion
from juryapp.domain.statements import MarkContent, MarkState
from juryapp.gui.theme import follow_theme
from juryapp.gui.widgets.buttons import Button
from juryapp.gui.widgets.desk_texts import SavingText
from juryapp.gui.widgets.fields import CheckBox
from juryapp.gui.widgets.labels import IconLabel, Label
from juryapp.gui.widgets.surfaces import column, row

_AS_HIGH_AS_IT_WANTS: Final = 16_777_215  # Qt's own word for it


class TextRow(QWidget):
    """The text; “nothing to say” is an answer, too."""

    written = Signal(str)
    skipped = Signal(bool)
    left = Signal()
    retry_requested = Signal()
    entered = Signal()

    def __init__(self, criterion: Criterion) -> None:
        super().__init__()
        self.criterion = criterion
        self.name = Label(criterion.name, "bodyM", wrap=True)
        self.count = Label("", "small", "text2")
        self.scale = SavingText(lines=4)
        self.scale.setObjectName(f"text_{criterion.id}")
        self.comment = CheckBox()
        self.comment.setObjectName(f"skip_{criterion.id}")
        self.retry = Button(look="small", icon_name="refresh")
        self.retry.setObjectName(f"retry_{criterion.id}")
        self.problem = Label("", "smallM", "error")
        self._problem_row = QWidget()
        self._problem_row.setLayout(
            row(IconLabel("error", "error", 16), (self.problem, 1), self.retry, gap=6)
        )
        self._problem_row.hide()
        head = row((self.name, 1), self.count, gap=8)
        self.setLayout(column(head, self.scale, self.comment, self._problem_row, gap=4))
        self.scale.save_requested.connect(self.written)
        self.scale.left.connect(self.left)
        self.scale.textChanged.connect(self._show_count)
        self.scale.installEventFilter(self)
        self.comment.clicked.connect(self.skipped)
        self.retry.clicked.connect(self.retry_requested)
        self.retranslate()
        follow_theme(self)

    def apply_theme(self) -> None:
        """Take font and height of the text from the theme."""
        self.scale.setMaximumHeight(_AS_HIGH_AS_IT_WANTS)
        self.scale.apply_theme()
        self.scale.keep_height()

    def show_mark(
        self, content: MarkContent | None, *, unsaved: bool, locked: bool, anew: bool = False
    ) -> None:
        """Show what stands, or what could not be saved; a text that is being written stays."""
        if anew or not self.scale.is_waiting:
            words = content.note if content and content.points is not None else ""
            self.scale.show_text(words, waiting=unsaved)
        self.scale.setReadOnly(locked)
        skipped = content is not None and content.state is MarkState.NOT_ASSESSED
        self.comment.setChecked(skipped)
        self.comment.setEnabled(not locked and not self.scale.toPlainText().strip())
        self._problem_row.setVisible(unsaved)
        self._show_count()

    def saved(self) -> None:
        """Hear that what is written is saved."""
        self.scale.saved()

    def finish(self) -> None:
        """Save what is written now."""
        self.scale.flush()

    def _show_count(self) -> None:
        words = len(self.scale.toPlainText().split())
        self.count.setText(ngettext("{n} word", "{n} words", words).format(n=words))
        if words and self.comment.isChecked():
            self.comment.setChecked(False)
        self.comment.setEnabled(not self.scale.isReadOnly() and not words)

    @override
    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.scale.setAccessibleName(self.criterion.name)
        self.scale.setPlaceholderText(_("Write what you think"))
        self.scale.setTabChangesFocus(True)
        self.comment.setText(_("Nothing to say here"))
        self.problem.setText(_("Not saved"))
        self.retry.setText(_("Try again"))
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._show_count()
