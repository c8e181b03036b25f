"""The passwords of packages that were just made: shown once, to be written down or read out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout

from juryapp.base.i18n import _
from juryapp.domain.ids import JurorId
from juryapp.domain.jury import Juror
from juryapp.gui.widgets import Button, Card, IconLabel, Label, Scrolled, column, row


class PasswordsCard(Card):
    """Names and passwords, until they are written down."""

    written_down = Signal()
    copied = Signal(str)  # what to say

    def __init__(self) -> None:
        self.heading = Label(kind="h3")
        self.about = Label(kind="small", role="text2", wrap=True)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(24)
        self.grid.setVerticalSpacing(12)
        self.grid.setColumnStretch(1, 1)
        self.copy = Button(icon_name="copy")
        self.copy.setObjectName("copy_passwords")
        self.done = Button(look="primary", icon_name="check")
        self.done.setObjectName("passwords_written_down")
        head = row(
            IconLabel("key", "warn", 20),
            (column(self.heading, self.about, gap=2), 1),
            self.copy,
            self.done,
            gap=12,
        )
        self.list = Scrolled(column(self.grid, None, margins=(32, 0, 8, 0)))
        super().__init__(column(head, (self.list, 1), gap=16, margins=(20, 16, 16, 12)))
        self._lines: list[tuple[str, str]] = []
        self.copy.clicked.connect(lambda _checked=False: self._copy())
        self.done.clicked.connect(lambda _checked=False: self.written_down.emit())

    def show_passwords(self, jurors: Sequence[Juror], passwords: Mapping[JurorId, str]) -> None:
        """Show the passwords."""
        self._lines = [(j.name, passwords[j.id]) for j in jurors if j.id in passwords]
        while (item := self.grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for n, (name, word) in enumerate(self._lines):
            self.grid.addWidget(Label(name, "read"), n, 0)
            label = Label(word, "readL", selectable=True)
            label.setObjectName(f"password_{n + 1}")
            label.setAccessibleName(_("Password for {name}: {word}").format(name=name, word=word))
            self.grid.addWidget(label, n, 1)

    def _copy(self) -> None:
        text = "\n".join(f"{name}\t{word}" for name, word in self._lines)
        QGuiApplication.clipboard().setText(text + "\n")
        self.copied.emit(_("Passwords copied"))

    def retranslate(self) -> None:
        """Set the fixed texts."""
        self.heading.setText(_("Passwords, shown only now"))
        self.about.setText(
            _(
                "They are kept nowhere. Give each by telephone, never in the same e-mail as the package. If"
                " one is lost, make a new package."
            )
        )
        self.copy.setText(_("Copy all"))
        self.done.setText(_("They are written down"))
