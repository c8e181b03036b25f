"""The grid into which a paper is typed, by digits and Tab alone."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from juryapp.application.paper.answers import SIGN
from juryapp.gui.models.paper_grid import READ_ONLY, PaperGridModel
from juryapp.gui.theme import color, follow_theme, font, hit, px
from juryapp.gui.widgets.table import Header

Index = QModelIndex | QPersistentModelIndex
ROW: Final = 40
PAD: Final = 10


class CellTyping(QStyledItemDelegate):
    """Draws the cells, and opens a line to type in; Enter goes on like Tab."""

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent)
        line.setFrame(False)
        line.setFont(font("bodyM"))
        line.setMaxLength(4000)
        line.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        return line

    @override
    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            plain = event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            )
            if event.key() in enter and plain and isinstance(editor, QWidget):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.EditNextItem)
                return True
        return super().eventFilter(editor, event)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(60), hit(ROW))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, PaperGridModel)  # noqa: S101 - only PaperGrid uses this delegate
        where = QRectF(option.rect)
        painter.save()
        wrong = (index.row(), index.column()) in model.wrong
        self._paint_ground(painter, where, option, index, wrong=wrong)
        text = model.text(index)
        painter.setFont(font("bodyM" if index.column() >= READ_ONLY else "body"))
        quiet = text == SIGN or index.column() == 0
        painter.setPen(color("error" if wrong else "text2" if quiet else "text"))
        across = where.adjusted(px(PAD), 0, -px(PAD), 0)
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(across.width())
        )
        centred = model.columns[index.column()].centred
        side = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
        painter.drawText(across, side | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _paint_ground(
        self,
        painter: QPainter,
        where: QRectF,
        option: QStyleOptionViewItem,
        index: Index,
        *,
        wrong: bool,
    ) -> None:
        view = self.parent()
        here = isinstance(view, QTableView) and view.currentIndex() == index
        row = isinstance(view, QTableView) and view.currentIndex().row() == index.row()
        if row:
            painter.fillRect(where, color("soft"))
        elif index.column() < READ_ONLY:
            painter.fillRect(where, color("inset"))
        painter.setPen(QPen(color("line"), 1))
        painter.drawLine(where.bottomLeft(), where.bottomRight())
        painter.drawLine(where.topRight(), where.bottomRight())
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if wrong or (here and index.column() >= READ_ONLY):
            ring = color("error") if wrong else color("focus") if focused else color("accent")
            painter.setPen(QPen(ring, 2))
            painter.drawRect(where.adjusted(1, 1, -2, -2))


class PaperGrid(QTableView):
    """A grid that is filled from left to right and from top to bottom, like the paper."""

    def __init__(self, model: PaperGridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(CellTyping(self))
        self.setHorizontalHeader(Header(self))
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        model.modelReset.connect(self.apply_theme)
        follow_theme(self)

    def apply_theme(self) -> None:
        """Take sizes from the theme."""
        self.verticalHeader().setDefaultSectionSize(hit(ROW))
        self._fit_columns()
        self.viewport().update()

    def _fit_columns(self) -> None:
        """Let the comment have the room that the others leave."""
        columns = self._model.columns
        spare = self.viewport().width() - sum(px(column.width) for column in columns)
        for place, column in enumerate(columns):
            more = max(0, spare) if column.key == "comment" else 0
            self.setColumnWidth(place, px(column.width) + more)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def start(self, row: int = 0) -> None:
        """Put the cursor where typing begins."""
        if self._model.rowCount():
            self.setCurrentIndex(self._model.index(row, READ_ONLY))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_open_box(self) -> None:
        """Take what stands in the box that is being typed in, as if one had gone on."""
        line = self.viewport().findChild(QLineEdit)
        if isinstance(line, QLineEdit) and self.state() is self.State.EditingState:
            self.commitData(line)
            self.closeEditor(line, QAbstractItemDelegate.EndEditHint.NoHint)

    # --- from box to box

    @override
    def moveCursor(
        self,
        cursorAction: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        actions = QAbstractItemView.CursorAction
        if cursorAction is actions.MoveNext:
            return self._step(1)
        if cursorAction is actions.MovePrevious:
            return self._step(-1)
        found = super().moveCursor(cursorAction, modifiers)
        return found if found.column() >= READ_ONLY else found.siblingAtColumn(READ_ONLY)

    def _step(self, by: int) -> QModelIndex:
        """Return the next box to type in, or the one before; at either end the same."""
        boxes = self._model.columnCount() - READ_ONLY
        now = self.currentIndex()
        place = now.row() * boxes + now.column() - READ_ONLY + by
        if not 0 <= place < boxes * self._model.rowCount():
            return now
        return self._model.index(place // boxes, READ_ONLY + place % boxes)

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        """Show the name again where a new line begins."""
        super().currentChanged(current, previous)
        if current.column() == READ_ONLY:
            self.horizontalScrollBar().setValue(0)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Leave the grid behind its last box, and before its first."""
        if self._step(1 if next else -1) == self.currentIndex():
            return QWidget.focusNextPrevChild(self, next)
        return super().focusNextPrevChild(next)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty a box with Delete; go on with Enter."""
        index, key = self.currentIndex(), event.key()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and index.isValid():
            self._model.setData(index, "")
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.setCurrentIndex(self._step(1))
        else:
            super().keyPressEvent(event)
