"""The juror's list of nominees: number, name, state in words, and a small flag under the number."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from typing_extensions import override

from juryapp.gui.icons import paint_icon
from juryapp.gui.theme import px
from juryapp.gui.widgets.list_rows import ROW_ROLE, ListRow, ListRowDelegate, RowList
from juryapp.gui.widgets.table_model import Index


class _Delegate(ListRowDelegate):
    """Adds the flag, which leaves the place at the right to the score."""

    def __init__(self, parent: NomineeList) -> None:
        super().__init__(parent)
        self._list = parent

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        row = index.data(ROW_ROLE)
        if isinstance(row, ListRow) and row.key in self._list.flagged:
            where = QRectF(option.rect)
            side = px(13)
            left = where.left() + px(14)
            paint_icon(painter, QRectF(left, where.center().y() + px(9), side, side),
                       "flag-filled", "warn")  # fmt: skip


class NomineeList(RowList):
    """Shows `ListRow`s; one of them can be shown anew without touching the others."""

    mark_typed = Signal(QKeyEvent)  # a digit: it belongs to the scale, not to the list

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("nominee_list")
        self.flagged: frozenset[Hashable] = frozenset()
        self.setItemDelegate(_Delegate(self))

    def show_nominees(self, rows: Sequence[ListRow], flagged: frozenset[Hashable]) -> None:
        """Replace all rows."""
        self.flagged = flagged
        self.show_rows(rows)

    def show_nominee(self, row: ListRow, *, flagged: bool) -> None:
        """Replace one row."""
        if flagged != (row.key in self.flagged):
            self.flagged ^= {row.key}
        self.rows.show_row(row)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdigit():
            self.mark_typed.emit(event)
        else:
            super().keyPressEvent(event)
