"""Texts at the juror's desk: one that is read, and one that is saved while it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QElapsedTimer, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget
from typing_extensions import override

from juryapp.gui.theme import follow_theme, font
from juryapp.gui.widgets.fields import TextEdit
from juryapp.gui.widgets.hit_marks import Span, hit_selections, line_boxes, paint_outlines

SAVE_AFTER_MS: Final = 400  # after the last key
SAVE_AT_LEAST_EVERY_MS: Final = 3000  # also while the keys do not stop
_LINE_PERCENT: Final = 145


class ReadingText(QTextBrowser):
    """A text to read: airy lines, as high as it needs to be; can be selected and copied.

    It takes plain text only, so that what was received can neither look nor act like a page of ours.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.document().setDocumentMargin(0)
        self._spans: Sequence[Span] = ()
        self._chosen = -1
        self.setPlainText(text)
        follow_theme(self)

    def apply_theme(self) -> None:
        """Take the font from the theme and set the lines apart."""
        self.document().setDefaultFont(font("read"))
        lines = QTextBlockFormat()
        lines.setLineHeight(
            _LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        )
        lines.setBottomMargin(6)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(lines)
        self._fit()
        self.show_spans(self._spans, self._chosen)

    # --- what was found in it

    def show_spans(self, spans: Sequence[Span], chosen: int) -> None:
        """Frame what was found; the one that is looked at (-1: none) stands out."""
        self._spans, self._chosen = spans, chosen
        self.setExtraSelections(hit_selections(self.document(), spans, chosen))
        self.viewport().update()

    def chosen_box(self) -> QRectF:
        """Return where that stands which is looked at; an empty place if nothing is."""
        boxes = [box for box, chosen in self._boxes() if chosen]
        return boxes[0] if boxes else QRectF()

    def _boxes(self) -> list[tuple[QRectF, bool]]:
        layout, found = self.document().documentLayout(), []
        for n, span in enumerate(self._spans):
            block = self.document().findBlock(span[0])
            while block.isValid() and block.position() < span[1]:
                place = layout.blockBoundingRect(block)
                found += [(box, n == self._chosen) for box in line_boxes(block, span, place)]
                block = block.next()
        return found

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._spans:
            painter = QPainter(self.viewport())
            paint_outlines(painter, self._boxes())
            painter.end()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, self.height())

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the papers scroll, not the single text

    def _fit(self) -> None:
        self.document().setTextWidth(max(1, self.viewport().width()))
        height = round(self.document().size().height() + 0.5) + 4
        if height != self.height():
            self.setFixedHeight(height)


class SavingText(TextEdit):
    """A text that asks to be saved a moment after a pause, when it is left, and when it is told to.

    Until it hears `saved()`, the text `is_waiting` and asks again at the next pause.
    """

    save_requested = Signal(str)
    left = Signal()  # the juror went elsewhere: what comes next is another visit

    def __init__(self, *, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(lines=lines, parent=parent)
        self.is_waiting = False
        self._quiet = False
        self._since = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)
        self.textChanged.connect(self._changed)

    def keep_height(self) -> None:
        """Be as high as the lines asked for, and no higher."""
        self.setMaximumHeight(self.minimumHeight())

    def show_text(self, text: str, *, waiting: bool = False) -> None:
        """Show what is stored, or what could not be stored (`waiting`); nothing is asked to be saved."""
        self._timer.stop()
        self.is_waiting = waiting
        if text == self.toPlainText():
            return
        self._quiet = True
        self.setPlainText(text)
        self._quiet = False

    def flush(self) -> None:
        """Ask now for what is written to be saved, if it is not."""
        self._timer.stop()
        if self.is_waiting:
            self.save_requested.emit(self.toPlainText())

    def saved(self) -> None:
        """Hear that what is written is saved."""
        self.is_waiting = False

    def _changed(self) -> None:
        if self._quiet:
            return
        if not self.is_waiting:
            self._since.start()
        self.is_waiting = True
        if self._since.elapsed() >= SAVE_AT_LEAST_EVERY_MS:
            self._since.start()
            self.flush()
        else:
            self._timer.start()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
        self.left.emit()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)
