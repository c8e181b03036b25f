"""A thin bar that says how far something is; the number stands beside it as text."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QWidget
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.gui.theme import color
from juryapp.gui.tokens import Role


class ProgressBar(QProgressBar):
    """A progress bar to assistive technology, a thin line to the eye."""

    def __init__(self, accessible_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role: Role = "accent"
        self.setTextVisible(False)
        self.setFixedHeight(6)
        self.setAccessibleName(accessible_name)

    def show_progress(self, done: int, total: int, role: Role = "accent") -> None:
        """Show `done` of `total`; a total of 0 shows an empty line."""
        self._role = role
        self.setRange(0, max(1, total))
        self.setValue(min(done, max(1, total)))
        self.setAccessibleDescription(_("{done} of {total}").format(done=done, total=total))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        painter.setBrush(color("track"))
        painter.drawRoundedRect(whole, 3, 3)
        if self.value() > 0:
            share = self.value() / self.maximum()
            painter.setBrush(color(self._role))
            painter.drawRoundedRect(QRectF(0, 0, max(6.0, whole.width() * share), 6), 3, 3)
