"""The juror's private notes below the papers: they never leave this machine."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.gui.theme import follow_theme, hit, px
from juryapp.gui.widgets import Button, IconLabel, Label, column, row
from juryapp.gui.widgets.desk_texts import SavingText


class PrivateNotes(QWidget):
    """The field with its head; low while a document is read, until one writes in it."""

    save_requested = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._low = False
        self.title = Label(kind="smallM")
        self.hint = Label(kind="small", role="text2")
        self.problem = Label(kind="smallM", role="error")
        self.retry = Button(look="small", icon_name="refresh")
        self.retry.setObjectName("retry_note")
        self.text = SavingText(lines=2)
        self.text.setObjectName("private_note")
        head = row(
            self.title,
            IconLabel("lock", "text2", 16),
            self.hint,
            None,
            self.problem,
            self.retry,
            gap=8,
        )
        self.setLayout(column(head, self.text, gap=8))
        self.text.save_requested.connect(self.save_requested)
        self.text.left.connect(self.left)
        self.text.installEventFilter(self)
        self.retry.clicked.connect(self.text.flush)
        follow_theme(self)
        self.retranslate()

    def apply_theme(self) -> None:
        """Keep the notes low; the papers need the height."""
        line = self.text.fontMetrics().lineSpacing()
        low = self._low and not self.text.hasFocus()
        bars = Qt.ScrollBarPolicy
        self.text.setVerticalScrollBarPolicy(
            bars.ScrollBarAlwaysOff if low else bars.ScrollBarAsNeeded
        )
        self.text.setMinimumHeight(line + px(22) if low else line * 2 + px(18))
        self.text.setMaximumHeight(max(line + px(22), hit(0)) if low else px(96))

    def be_low(self, *, low: bool) -> None:
        """Be one line high while nobody writes, or as high as otherwise."""
        self._low = low
        self.apply_theme()

    def show_problem(self, *, shown: bool) -> None:
        """Say that what is written is not saved, or that it is."""
        self.problem.setVisible(shown)
        self.retry.setVisible(shown)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut} and self._low:
            self.apply_theme()
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.title.setText(_("My notes"))
        self.hint.setText(_("Only visible to you"))
        self.text.setAccessibleName(_("My notes, only visible to you"))
        self.text.setPlaceholderText(_("Questions, impressions, what to look up"))
        self.problem.setText(_("Not saved"))
        self.retry.setText(_("Try again"))
