"""A file that was written: its name, and the file itself to be dragged into an e-mail or a folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QDrag, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QWidget
from typing_extensions import override

from juryapp.gui.icons import paint_icon, pixmap
from juryapp.gui.theme import color, follow_theme, font, px
from juryapp.gui.tokens import Role


def file_data(path: Path) -> QMimeData:
    """Return a file as other programs take it when it is dropped or pasted."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


class FileTile(QAbstractButton):
    """Shows a file; it can be dragged out of the window, and Ctrl+C copies it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self._detail = ""
        self._pressed_at = QPoint()
        self.setObjectName("score_file")
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self)

    def show_file(self, path: Path, detail: str, hint: str) -> None:
        """Show a file; `detail` is the line below its name, `hint` says what can be done with it."""
        self.path, self._detail = path, detail
        self.setText(path.name)
        self.setToolTip(f"{path}\n{hint}")
        self.setAccessibleName(path.name)
        self.setAccessibleDescription(f"{detail}. {hint}")
        self.update()

    def copy(self) -> None:
        """Put the file on the clipboard."""
        if self.path is not None:
            QApplication.clipboard().setMimeData(file_data(self.path))

    def dragged(self) -> QDrag | None:
        """Return the drag that carries the file, None if it is not there any more."""
        if self.path is None or not self.path.exists():
            return None
        drag = QDrag(self)
        drag.setMimeData(file_data(self.path))
        drag.setPixmap(pixmap("signature", "accent", 32, self.devicePixelRatioF()))
        return drag

    def apply_theme(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(px(64))

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(300), px(64))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        moved = (event.position().toPoint() - self._pressed_at).manhattanLength()
        pressed = event.buttons() & Qt.MouseButton.LeftButton
        if pressed and moved >= QApplication.startDragDistance():
            drag = self.dragged()
            if drag is not None:
                self.setDown(False)
                drag.exec(Qt.DropAction.CopyAction)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring: Role = "focus" if self.hasFocus() else "control" if self.underMouse() else "line"
        painter.setPen(QPen(color(ring), 2 if self.hasFocus() else 1))
        painter.setBrush(color("inset"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        side = px(26)
        middle = self.height() / 2
        paint_icon(painter, QRectF(px(18), middle - side / 2, side, side), "signature", "accent")
        left = px(18) + side + px(14)
        grip = px(18)
        room = QRectF(left, middle - px(20), self.width() - left - grip - px(24), px(20))
        paint_icon(
            painter,
            QRectF(self.width() - grip - px(14), middle - grip / 2, grip, grip),
            "drag",
            "text3",
        )
        self._line(painter, room, self.text(), strong=True)
        self._line(painter, room.translated(0, px(20)), self._detail, strong=False)

    def _line(self, painter: QPainter, room: QRectF, text: str, *, strong: bool) -> None:
        painter.setFont(font("bodyM" if strong else "caption"))
        painter.setPen(color("text" if strong else "text2"))
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideMiddle, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
