"""A long text to read: plain, selectable, with what was found in it framed. Nothing in it can be followed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override

from juryapp.gui.theme import color, follow_theme, font, px
from juryapp.gui.widgets.hit_marks import Span, hit_selections, line_boxes, paint_outlines

SIZES: Final = (0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.8, 2.2)


class PlainView(QPlainTextEdit):
    """Shows a text; + and − change its size."""

    zoom_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setProperty("look", "reading")
        self._share = 1.0
        self._spans: Sequence[Span] = ()
        self._chosen = -1
        follow_theme(self)

    def apply_theme(self) -> None:
        """Take the font from the theme."""
        shown = font("read")
        shown.setPointSizeF(shown.pointSizeF() * self._share)
        self.setFont(shown)
        self.document().setDocumentMargin(px(16))
        self._mark()

    def show_text(self, text: str) -> None:
        """Show another text, from the top."""
        self._spans, self._chosen = (), -1
        self.setExtraSelections([])
        self.setPlainText(text)

    def append_text(self, text: str) -> None:
        """Add to the text; what is read stays where it is."""
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text)

    # --- size

    def zoom(self) -> float:
        """Return how large the letters are; 1 is as everywhere."""
        return self._share

    def step_zoom(self, steps: int) -> None:
        """Make the letters larger (1) or smaller (-1)."""
        place = min(range(len(SIZES)), key=lambda n: abs(SIZES[n] - self._share)) + steps
        self._set_share(SIZES[max(0, min(place, len(SIZES) - 1))])

    def actual_size(self) -> None:
        """Show the letters as large as everywhere."""
        self._set_share(1.0)

    def _set_share(self, share: float) -> None:
        first = self.firstVisibleBlock().blockNumber()
        self._share = share
        self.apply_theme()
        self.verticalScrollBar().setValue(first)
        self.zoom_changed.emit()

    # --- what was found

    def show_spans(self, spans: Sequence[Span], chosen: int) -> None:
        """Frame what was found, and bring the one that is looked at into view."""
        self._spans, self._chosen = spans, chosen
        self._mark()
        if 0 <= chosen < len(spans):
            cursor = QTextCursor(self.document())
            cursor.setPosition(min(spans[chosen][0], self.document().characterCount() - 1))
            self.setTextCursor(cursor)
            self.centerCursor()

    def _mark(self) -> None:
        self.setExtraSelections(hit_selections(self.document(), self._spans, self._chosen))
        self.viewport().update()

    def _boxes_seen(self) -> list[tuple[QRectF, bool]]:
        """Return where that stands which was found and is seen."""
        found: list[tuple[QRectF, bool]] = []
        block, room = self.firstVisibleBlock(), self.viewport().height()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if place.top() > room:
                break
            end = block.position() + block.length()
            for n, span in enumerate(self._spans):
                if span[0] < end and span[1] > block.position():
                    found += [(box, n == self._chosen) for box in line_boxes(block, span, place)]
            block = block.next()
        return found

    # --- Qt's side

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if self._spans:
            paint_outlines(painter, self._boxes_seen())
        if self.hasFocus():
            painter.setPen(QPen(color("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Plus:
                self.step_zoom(1)
            case Qt.Key.Key_Minus:
                self.step_zoom(-1)
            case Qt.Key.Key_A if not event.modifiers():
                self.actual_size()
            case Qt.Key.Key_Space:
                event.ignore()  # reads on, as everywhere at the desk
            case _:
                super().keyPressEvent(event)
