"""A field for words to find, how many there are, and the way from one to the next."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.gui.widgets.buttons import ToolButton
from juryapp.gui.widgets.fields import FilterEdit
from juryapp.gui.widgets.labels import Label
from juryapp.gui.widgets.surfaces import Card, row

_PAUSE_MS = 180  # after the last letter


class FindBar(Card):
    """Enter goes to the next, Shift+Enter to the one before, Escape closes it."""

    words_changed = Signal(str)
    step_requested = Signal(int)
    closed = Signal()

    def __init__(self) -> None:
        self.field = FilterEdit()
        self.field.setClearButtonEnabled(False)  # the bar has a cross of its own
        self.count = Label(kind="small", role="text2")
        self.count.setObjectName("find_count")
        self.before, self.after = ToolButton("chevron-up"), ToolButton("chevron-down")
        self.before.setObjectName("find_before")
        self.after.setObjectName("find_after")
        self.shut = ToolButton("close")
        self.shut.setObjectName("find_close")
        super().__init__(
            row((self.field, 1), self.count, self.before, self.after, self.shut, gap=4,
                margins=(6, 4, 6, 4))
        )  # fmt: skip
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.field.textChanged.connect(lambda _text: self._pause.start())
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        self.shut.clicked.connect(self.hide)
        self.retranslate()

    def start(self) -> None:
        """Show it and put the focus there, with what was looked for last."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._tell()

    def forget(self) -> None:
        """Close it, and keep no words."""
        self.hide()
        self.field.clear()

    def words(self) -> str:
        """Return what is looked for; nothing while the bar is not seen."""
        return self.field.text().strip() if not self.isHidden() else ""

    def step(self, by: int) -> None:
        """Ask for the next (1) or the one before (-1)."""
        if self._pause.isActive():
            self._tell()
        else:
            self.step_requested.emit(by)

    def show_count(self, place: int, total: int, *, reading: bool) -> None:
        """Show which of how many is looked at, and whether more may come."""
        if not self.words():
            text = ""
        elif total:
            text = _("{n} of {total}").format(n=place + 1, total=total)
        else:
            text = _("searching") if reading else _("not found")
        if reading and total:
            text = _("{found}, searching on").format(found=text)
        self.count.setText(text)
        self.count.set_role("error" if self.words() and not total and not reading else "text2")
        for button in (self.before, self.after):
            button.setEnabled(total > 0)

    def _tell(self) -> None:
        self._pause.stop()
        self.words_changed.emit(self.words())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.step(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() == Qt.Key.Key_Space:
            event.accept()  # part of the words, never “read on”
        else:
            super().keyPressEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.isHidden():  # closed, not only covered
            self._pause.stop()
            self.closed.emit()

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.field.set_placeholder(_("Find in the papers"))
        self.before.set_name(_("The one before"), "Shift+F3")
        self.after.set_name(_("The next one"), "F3")
        self.shut.set_name(_("Close the search"), "Esc")
