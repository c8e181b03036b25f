"""The bar at the top: what is open, the search field, whether all is saved, undo, help, menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from juryapp.base.i18n import _, language, ngettext
from juryapp.gui.icons import APP_ICON, paint_icon
from juryapp.gui.palette import CommandField, Entry
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.tokens import BAR_HEIGHT
from juryapp.gui.widgets.announce import announce
from juryapp.gui.widgets.buttons import Button, ToolButton
from juryapp.gui.widgets.chips import Chip
from juryapp.gui.widgets.labels import ElidedLabel
from juryapp.gui.widgets.surfaces import column, row

WORD_STAYS_MS: Final = 5000


class Logo(QLabel):
    """The program's mark."""

    def __init__(self, size: int = 32, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = size
        self.setAccessibleName("juryapp")
        follow_theme(self)

    def apply_theme(self) -> None:
        """Take the size from the theme."""
        self.setFixedSize(px(self._side), px(self._side))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_icon(QPainter(self), QRectF(self.rect()), APP_ICON, "accent")


class TopBar(QFrame):
    """The bar.

    Args:
        ask: Gives what the search field can find now.
        parent: As in Qt.
    """

    def __init__(self, ask: Callable[[], Sequence[Entry]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self._saved: datetime | None = None
        self._waiting = 0
        self.title = ElidedLabel("", "h3")
        self.subtitle = ElidedLabel("", "caption", "text2")
        self.field = CommandField(ask)
        self.word = Chip("", "ok")
        self.word.hide()
        self._word_ends = QTimer(self, singleShot=True, interval=WORD_STAYS_MS)
        self._word_ends.timeout.connect(self.word.hide)
        self.saved = Button("", "flat", "check")
        self.saved.setObjectName("saved")
        self.saved.hide()
        self.undo = ToolButton("undo")
        self.redo = ToolButton("redo")
        self.help = ToolButton("help")
        self.menu = ToolButton("menu")
        for name in ("undo", "redo", "help", "menu"):
            getattr(self, name).setObjectName(f"{name}_button")
        self._lay_out()
        self.retranslate()
        follow_theme(self)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 10, 0)
        layout.setSpacing(6)
        layout.addWidget(Logo())
        layout.addSpacing(4)
        layout.addLayout(column(None, self.title, self.subtitle, None, gap=0), 1)
        layout.addWidget(self.field)
        buttons = (self.undo, self.redo, self.help, self.menu)
        layout.addLayout(row(None, self.word, self.saved, *buttons, gap=6), 1)

    def show_titles(self, title: str, subtitle: str) -> None:
        """Say what is open."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))

    def show_saved(self, at: datetime | None) -> None:
        """Say when everything was last saved; None for nothing open."""
        self._saved = at
        self.saved.setVisible(at is not None)
        self.retranslate()

    def show_waiting(self, count: int) -> None:
        """Say that `count` things are not saved; 0 when all is."""
        self._waiting = count
        self.saved.set_look("danger" if count else "flat")
        self.saved.set_icon("error" if count else "check")
        self.retranslate()

    def show_word(self, text: str) -> None:
        """Say for a moment that something was done."""
        self.word.set_state(text, "ok")
        self.word.show()
        self._word_ends.start()
        announce(self, text)

    def retranslate(self) -> None:
        """Set every text."""
        if self._waiting:
            words = ngettext("{n} not saved", "{n} not saved", self._waiting)
            self.saved.setText(words.format(n=self._waiting))
            self.saved.setToolTip(_("Not everything is saved yet. Click to try again."))
        elif self._saved is not None:
            clock = f"{self._saved:%H:%M}" if language() == "en" else f"{self._saved:%H.%M}"
            self.saved.setText(_("Saved {time}").format(time=clock))
            self.saved.setToolTip(_("Everything is saved. Click to see where, and to make a copy."))

    def apply_theme(self) -> None:
        """Take heights from the theme."""
        self.setFixedHeight(px(BAR_HEIGHT))
        self._fit_field()

    def _fit_field(self) -> None:
        """Give the search field its width, less of it in a narrow window."""
        self.field.setFixedWidth(max(px(130), min(px(300), self.width() // 4)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_field()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
