"""A place for files: drop them, click it, or press Enter on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from juryapp.gui.icons import paint_icon
from juryapp.gui.theme import color, follow_theme, font, px
from juryapp.gui.tokens import Role


def files_in(data: QMimeData, suffixes: Sequence[str] = ()) -> list[Path]:
    """Return the local files in dropped data; only those with one of `suffixes`, if there are any."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [file for file in files if not suffixes or file.suffix.lower() in suffixes]


class DropZone(QAbstractButton):
    """A button as large as a card; `clicked` asks for files, `dropped` brings them.

    Args:
        title: What to drop, e.g. _("Drop score files here").
        text: The other way, e.g. _("or choose files …  Ctrl+O").
        suffixes: Which files are taken (".juryscore"); all if empty.
        icon_name: The icon.
        parent: As in Qt.
    """

    dropped = Signal(list)  # of Path

    def __init__(
        self,
        title: str = "",
        text: str = "",
        *,
        suffixes: Sequence[str] = (),
        icon_name: str = "inbox",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._suffixes = tuple(suffixes)
        self._icon = icon_name
        self._inviting = False
        self._more = text
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.say(title, text)
        follow_theme(self)

    def say(self, title: str, text: str) -> None:
        """Change the words."""
        self._more = text
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.update()

    def apply_theme(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(px(84))

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(280), px(84))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData(), self._suffixes):
            event.acceptProposedAction()
            self._invite(wanted=True)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._invite(wanted=False)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._invite(wanted=False)
        event.acceptProposedAction()
        self.dropped.emit(files_in(event.mimeData(), self._suffixes))

    def _invite(self, *, wanted: bool) -> None:
        self._inviting = wanted
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring: Role = "focus" if self.hasFocus() or self._inviting else "control"
        style = Qt.PenStyle.SolidLine if self.hasFocus() else Qt.PenStyle.DashLine
        painter.setPen(QPen(color(ring), 2 if self.hasFocus() or self._inviting else 1.5, style))
        lively = self._inviting or self.underMouse()
        painter.setBrush(color("soft" if self._inviting else "hover" if lively else "bg"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        side = px(26)
        middle = self.height() / 2
        paint_icon(painter, QRectF(px(22), middle - side / 2, side, side), self._icon, "accent")
        left = px(22) + side + px(18)
        room = QRectF(left, middle - px(21), self.width() - left - px(12), px(21))
        self._line(painter, room, self.text(), strong=True)
        self._line(painter, room.translated(0, px(21)), self._more, strong=False)

    def _line(self, painter: QPainter, room: QRectF, text: str, *, strong: bool) -> None:
        painter.setFont(font("bodyM" if strong else "small"))
        painter.setPen(color("text" if strong else "text2"))
        elided = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, elided)
