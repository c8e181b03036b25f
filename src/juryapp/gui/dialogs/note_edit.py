"""Several lines of text that take no more height than their lines."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QSizePolicy
from typing_extensions import override

from juryapp.gui.widgets import TextEdit


class NoteEdit(TextEdit):
    """As high as `lines`; says when the writer has left it.

    Args:
        text: What stands in it.
        lines: How many lines are seen at once.
    """

    left = Signal()

    def __init__(self, text: str = "", *, lines: int = 3) -> None:
        super().__init__(text, lines=lines)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(256, self.minimumHeight())

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
