"""A table: rows of 36 pixels, sortable, usable by keyboard, and copied to a spreadsheet by Ctrl+Shift+C.

    table = Table(model, accessible_name=_("Results"))
    table.row_chosen.connect(…)       # the row under the cursor changed (a row, or None)
    table.row_activated.connect(…)    # Enter or double click

Ctrl+C copies the chosen rows, Ctrl+Shift+C the whole table, as text with tabs and as HTML.
"""

from __future__ import annotations

import html
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QLineF,
    QMimeData,
    QModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.gui.icons import paint_icon
from juryapp.gui.theme import color, follow_theme, font, hit, px
from juryapp.gui.tokens import ROW_HEIGHT
from juryapp.gui.widgets.chips import chip_size, paint_chip
from juryapp.gui.widgets.table_model import Column, Index, RowsTableModel

_PAD: Final = 10
_ICON: Final = 16
_RIGHT: Final = Qt.AlignmentFlag.AlignRight
_DANGEROUS: Final = "=+-@\t\r"
_LEAST_WIDTH: Final = 84  # of a column whose text may be cut with “…”
_LEAST_STRETCH: Final = 140  # of the column that takes what is left, if its content is as wide


class CellDelegate(QStyledItemDelegate):
    """Draws cells as their column says: ground, line, icon, chip, text or an own picture."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, RowsTableModel)  # noqa: S101 - only Table uses this delegate
        column, row = model.columns[index.column()], model.row_at(index.row())
        where = QRectF(option.rect)
        painter.save()
        _paint_ground(painter, where, option.state)
        inside = where.adjusted(px(_PAD), 0, -px(_PAD), -1)
        if column.paint is not None:
            column.paint(painter, inside, row)
        else:
            _paint_content(painter, inside, column, row)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        assert isinstance(model, RowsTableModel)  # noqa: S101
        column, row = model.columns[index.column()], model.row_at(index.row())
        return QSize(_wanted_width(column, row), hit(ROW_HEIGHT))


def _wanted_width(column: Column[Any], row: Any) -> int:
    text = column.text(row)
    tone = column.tone(row) if column.tone else None
    icon = column.icon(row) if column.icon else None
    if tone is not None:
        width = chip_size(text, tone, icon[0] if icon else None).width()
    else:
        width = QFontMetrics(font(column.kind)).horizontalAdvance(text)
        width += px(_ICON) + px(8) if icon else 0
    return width + 2 * px(_PAD) + 2


def _paint_ground(painter: QPainter, where: QRectF, state: QStyle.StateFlag) -> None:
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(where, color("soft"))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(where, color("inset"))
    painter.setPen(QPen(color("line"), 1))
    painter.drawLine(where.bottomLeft(), where.bottomRight())


def _paint_content(painter: QPainter, inside: QRectF, column: Column[Any], row: Any) -> None:
    text = column.text(row)
    tone = column.tone(row) if column.tone else None
    icon = column.icon(row) if column.icon else None
    if tone is not None and text:
        size = chip_size(text, tone, icon[0] if icon else None)
        chip = QRectF(inside.left(), 0, min(size.width(), inside.width()), size.height())
        chip.moveTop(inside.center().y() - size.height() / 2)
        paint_chip(painter, chip, text, tone, icon[0] if icon else None)
        return
    if icon is not None:
        side = px(_ICON)
        square = QRectF(inside.left(), inside.center().y() - side / 2, side, side)
        paint_icon(painter, square, icon[0], icon[1])
        inside = inside.adjusted(side + px(8), 0, 0, 0)
    painter.setFont(font(column.kind))
    painter.setPen(color(column.role(row) if callable(column.role) else column.role))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(inside.width()))
    painter.drawText(inside, _flag_of(column) | Qt.AlignmentFlag.AlignVCenter, shown)


def _flag_of(column: Column[Any]) -> Qt.AlignmentFlag:
    return {
        "left": Qt.AlignmentFlag.AlignLeft,
        "right": Qt.AlignmentFlag.AlignRight,
        "center": Qt.AlignmentFlag.AlignHCenter,
    }[column.align]


class Header(QHeaderView):
    """Column titles with our own sort arrow."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSortIndicatorShown(False)
        follow_theme(self)

    def apply_theme(self) -> None:
        """Take font and height from the theme."""
        self.setFont(font("smallM"))
        self.setFixedHeight(px(38))

    @override
    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        title = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        width = QFontMetrics(font("smallM")).horizontalAdvance(title)
        return QSize(width + 2 * px(_PAD) + px(16), px(38))

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        title = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        where = QRectF(rect)
        painter.save()
        painter.setPen(QPen(color("line"), 1))
        painter.drawLine(
            QLineF(where.left(), where.bottom() - 1, where.right(), where.bottom() - 1)
        )
        painter.setFont(font("smallM"))
        painter.setPen(color("text2"))
        inside = where.adjusted(px(_PAD), 0, -px(_PAD), 0)
        align = model.headerData(
            logicalIndex, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
        )
        shown = painter.fontMetrics().elidedText(
            title, Qt.TextElideMode.ElideRight, int(inside.width())
        )
        painter.drawText(inside, align, shown)
        if self.sortIndicatorSection() == logicalIndex:
            width = painter.fontMetrics().horizontalAdvance(shown)
            self._paint_arrow(painter, inside, width, at_left=bool(align & _RIGHT))
        painter.restore()

    def _paint_arrow(self, painter: QPainter, inside: QRectF, width: int, *, at_left: bool) -> None:
        up = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        side = px(14)
        left = inside.right() - width - side - 2 if at_left else inside.left() + width + 3
        square = QRectF(left, inside.center().y() - side / 2, side, side)
        paint_icon(painter, square, "sort-up" if up else "sort-down", "text2")


class Table(QTableView):
    """A table view set up for our models.

    Args:
        model: The rows.
        accessible_name: What the table shows.
        parent: As in Qt.
    """

    row_chosen = Signal(object)  # a row, or None
    row_activated = Signal(object)
    copied = Signal(int)  # how many rows

    def __init__(
        self,
        model: RowsTableModel[Any],
        *,
        accessible_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._kept: Hashable = None
        self._sized_by_hand = False
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self.setHorizontalHeader(Header(self))
        self.setAccessibleName(accessible_name)
        self._behave()
        model.modelAboutToBeReset.connect(self._keep_choice)
        model.modelReset.connect(self._restore_choice)
        self.activated.connect(self._activated)
        follow_theme(self)
        self.setSortingEnabled(True)
        self.sort_as_given()

    def _behave(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.horizontalHeader().sectionResized.connect(self._note_hand)

    # --- what is chosen

    def current_row(self) -> Any:
        """Return the row under the cursor, or None."""
        index = self.currentIndex()
        return self._model.row_at(index.row()) if index.isValid() else None

    def chosen_rows(self) -> list[Any]:
        """Return all selected rows, from top to bottom."""
        places = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self._model.row_at(place) for place in places]

    def choose(self, key: Hashable) -> bool:
        """Put the cursor on the row with this key; False if it is not shown."""
        place = self._model.place_of(key)
        if place is None:
            return False
        index = self._model.index(place, max(0, self.currentIndex().column()))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)
        return True

    def sort_as_given(self) -> None:
        """Show the rows in the order in which they were given."""
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._model.sort(-1)

    def _keep_choice(self) -> None:
        index = self.currentIndex()
        self._kept = self._model.key_at(index.row()) if index.isValid() else self._kept

    def _restore_choice(self) -> None:
        self._fit_columns()
        if self._kept is None or not self.choose(self._kept):
            self.row_chosen.emit(None)

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.row_chosen.emit(self._model.row_at(current.row()) if current.isValid() else None)

    def _activated(self, index: QModelIndex) -> None:
        self.row_activated.emit(self._model.row_at(index.row()))

    # --- keys and clipboard

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = Qt.KeyboardModifier.ControlModifier
        copy = event.key() == Qt.Key.Key_C and event.modifiers() & control
        if copy:
            whole = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.copy_all() if whole else self.copy_chosen()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.row_activated.emit(self.current_row())
        else:
            super().keyPressEvent(event)

    def copy_all(self) -> None:
        """Copy the whole table, with its header, as it is shown."""
        self._copy(self._model.rows(), header=True)

    def copy_chosen(self) -> None:
        """Copy the selected rows, without the header; all if none is selected."""
        chosen = self.chosen_rows()
        self._copy(chosen or self._model.rows(), header=not chosen)

    def _copy(self, rows: Sequence[Any], *, header: bool) -> None:
        lines = [[column.text(row) for column in self._model.columns] for row in rows]
        titles = [_(column.title or column.spoken) for column in self._model.columns]
        QGuiApplication.clipboard().setMimeData(clipboard_data(titles if header else [], lines))
        self.copied.emit(len(lines))

    # --- look

    def apply_theme(self) -> None:
        """Take heights and widths from the theme."""
        self.verticalHeader().setDefaultSectionSize(hit(ROW_HEIGHT))
        self.verticalHeader().setMinimumSectionSize(hit(ROW_HEIGHT))
        self._fit_columns()

    def _note_hand(self) -> None:
        """From when a column was dragged, widths are the user's until there are other rows."""
        dragging = QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton
        self._sized_by_hand = self._sized_by_hand or bool(dragging)

    def _fit_columns(self) -> None:
        header, widths = self.horizontalHeader(), self._widths()
        modes = QHeaderView.ResizeMode
        for place in range(len(self._model.columns)):
            stretched = place not in widths and self._model.columns[place].stretch
            header.setSectionResizeMode(place, modes.Stretch if stretched else modes.Interactive)
        for place, width in widths.items():
            header.resizeSection(place, width)
        self._sized_by_hand = False

    def _widths(self) -> dict[int, int]:
        """Return how wide the columns are that do not stretch.

        Where room is short they give of theirs, so that the stretched one is not squeezed to nothing; where
        that is not enough it stretches no more, and the table scrolls sideways.
        """
        shown = [n for n in range(len(self._model.columns)) if not self.isColumnHidden(n)]
        columns, content = self._model.columns, {n: self._content_width(n) for n in shown}
        widths = {
            n: px(columns[n].width or 0) or content[n] for n in shown if not columns[n].stretch
        }
        kept = {n: min(content[n], px(_LEAST_STRETCH)) for n in shown if columns[n].stretch}
        short = sum(widths.values()) + sum(kept.values()) - self.viewport().width()
        if not kept or short <= 0:
            return widths
        short = _shrink(widths, short, {n: min(widths[n], content[n]) for n in widths})
        short = _shrink(widths, short, {n: self._least_width(n, widths[n]) for n in widths})
        return widths | kept if short > 0 else widths

    def _content_width(self, place: int) -> int:
        header = self.horizontalHeader()
        return max(self.sizeHintForColumn(place), header.sectionSizeHint(place))

    def _least_width(self, place: int, width: int) -> int:
        """Return how narrow a column may be: pictures and chips keep their width, texts can be cut."""
        column = self._model.columns[place]
        if column.paint is not None or column.tone is not None or column.icon is not None:
            return width
        title = self.horizontalHeader().sectionSizeHint(place) - px(16)  # the arrow goes first
        return min(width, max(title, px(_LEAST_WIDTH)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and not self._sized_by_hand:
            self._fit_columns()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._model.retranslate()
            self._fit_columns()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self.currentIndex().isValid():
            _paint_row_focus(self)


def _shrink(widths: dict[int, int], short: int, least: Mapping[int, int]) -> int:
    """Take `short` pixels from the columns, from the widest first; return what is still missing."""
    for place in sorted(widths, key=lambda n: least[n] - widths[n]):
        given = min(max(0, widths[place] - least[place]), short)
        widths[place] -= given
        short -= given
    return short


def _paint_row_focus(table: Table) -> None:
    """Mark the row under the cursor: a bar at its left, as well as a ring round the row."""
    rect = table.visualRect(table.currentIndex())
    row = QRectF(0, rect.top(), table.viewport().width(), rect.height() - 1)
    painter = QPainter(table.viewport())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color("focus"), 2))
    painter.drawRoundedRect(row.adjusted(1, 1, -1, 0), 4, 4)


def clipboard_data(titles: Sequence[str], lines: Sequence[Sequence[str]]) -> QMimeData:
    """Return a table for the clipboard: as text with tabs, and as HTML; no cell becomes a formula."""
    data = QMimeData()
    rows = [*([titles] if titles else []), *lines]
    data.setText("\n".join("\t".join(_as_cell(cell) for cell in line) for line in rows) + "\n")
    body = "".join(_html_row(line, "td") for line in lines)
    head = _html_row(titles, "th") if titles else ""
    data.setHtml(f'<meta charset="utf-8"><table>{head}{body}</table>')
    return data


def _html_row(cells: Sequence[str], tag: str) -> str:
    inside = "".join(f"<{tag}>{html.escape(_as_cell(cell))}</{tag}>" for cell in cells)
    return f"<tr>{inside}</tr>"


def _as_cell(text: str) -> str:
    """Return `text` on one line, and never as a formula to a spreadsheet; numbers stay numbers."""
    flat = " ".join(text.split())
    number = flat.lstrip("+-").replace(",", "").replace(".", "").isdigit()
    return f"'{flat}" if flat[:1] in tuple(_DANGEROUS) and not number else flat
