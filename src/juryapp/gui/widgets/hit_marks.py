"""What was found, marked in texts: by an outline as well as by colour."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPen,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextEdit

from juryapp.gui.theme import color

Span = tuple[int, int]


def in_units(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return spans as Qt counts: letters beyond the first 65 536 take two places."""
    if not text or max(text) <= "\uffff":
        return list(spans)
    return [(_units(text[:start]), _units(text[:end])) for start, end in spans]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def hit_selections(
    document: QTextDocument, spans: Sequence[Span], chosen: int
) -> list[QTextEdit.ExtraSelection]:
    """Return the grounds of what was found; the one that is looked at is underlined too."""
    return [_selection(document, span, chosen=n == chosen) for n, span in enumerate(spans)]


def _selection(document: QTextDocument, span: Span, *, chosen: bool) -> QTextEdit.ExtraSelection:
    shape = QTextCharFormat()
    shape.setBackground(color("warnSoft"))
    if chosen:
        shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        shape.setUnderlineColor(color("mark"))
    cursor = QTextCursor(document)
    last = max(0, document.characterCount() - 1)
    cursor.setPosition(min(span[0], last))
    cursor.setPosition(min(span[1], last), QTextCursor.MoveMode.KeepAnchor)
    selection = QTextEdit.ExtraSelection()
    selection.format, selection.cursor = shape, cursor
    return selection


def line_boxes(block: QTextBlock, span: Span, top_left: QRectF) -> list[QRectF]:
    """Return where a part of a block stands, line by line, the block being at `top_left`."""
    layout, found = block.layout(), []
    start, end = (max(0, at - block.position()) for at in span)
    for n in range(layout.lineCount()):
        line = layout.lineAt(n)
        first = max(start, line.textStart())
        last = min(end, line.textStart() + line.textLength())
        if first >= last:
            continue
        left, right = _x(line.cursorToX(first)), _x(line.cursorToX(last))
        box = QRectF(left, line.y(), right - left, line.height())
        found.append(box.translated(top_left.topLeft()))
    return found


def _x(given: object) -> float:
    """Return an x: the binding gives it alone or beside the cursor."""
    return float(given[0] if isinstance(given, tuple) else given)  # type: ignore[arg-type]


def paint_outlines(painter: QPainter, boxes: Sequence[tuple[QRectF, bool]]) -> None:
    """Draw a frame round what was found; a strong one round what is looked at."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for box, chosen in boxes:
        ink: QColor = color("mark" if chosen else "warn")
        painter.setPen(QPen(ink, 2 if chosen else 1))
        painter.drawRoundedRect(box.adjusted(-1, 0, 1, 0), 2, 2)
