"""A list whose rows can be put into another order: dragged, or by Alt+↑ and Alt+↓.

The list asks (`moved`) and whoever shows the rows decides; nothing changes by itself.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from juryapp.gui.widgets.list_rows import RowList, RowsListModel
from juryapp.gui.widgets.table_model import Index

_END: Final = 1_000_000  # further than any list is long


class _Model(RowsListModel):
    """Rows that may be dragged, to between the others."""

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid():
            return flags | Qt.ItemFlag.ItemIsDragEnabled
        return flags | Qt.ItemFlag.ItemIsDropEnabled

    @override
    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction


class OrderList(RowList):
    """The list; `moved` says which row shall go where, counted without that row."""

    moved = Signal(object, int)

    def __init__(self, *, accessible_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(accessible_name=accessible_name, parent=parent)
        self.rows = _Model(self)
        self.setModel(self.rows)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)

    def set_movable(self, *, movable: bool) -> None:
        """Let rows be moved, or no more."""
        modes = QAbstractItemView.DragDropMode
        self.setDragDropMode(modes.InternalMove if movable else modes.NoDragDrop)

    def move_current(self, by: int) -> None:
        """Ask for the row under the cursor to go up (−) or down (+) by some places."""
        key = self.current_key()
        place = self.rows.place_of(key) if key is not None else None
        if place is not None:
            self._ask(key, place, place + by)

    def _ask(self, key: Hashable, place: int, to: int) -> None:
        to = max(0, min(to, len(self.rows.rows()) - 1))
        if to != place and self.dragDropMode() != QAbstractItemView.DragDropMode.NoDragDrop:
            self.moved.emit(key, to)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Home: -_END,
            Qt.Key.Key_End: _END,
        }
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain == Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.move_current(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        if event.source() is self:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        key = self.current_key()
        place = self.rows.place_of(key) if key is not None else None
        if event.source() is not self or place is None:
            event.ignore()
            return
        to = self._gap_at(event.position().toPoint())
        event.setDropAction(Qt.DropAction.CopyAction)  # Qt is not to take the row away itself
        event.accept()
        self._ask(key, place, to - (place < to))

    def _gap_at(self, where: QPoint) -> int:
        """Return before which row something is dropped."""
        index = self.indexAt(where)
        if not index.isValid():
            return len(self.rows.rows())
        return index.row() + (where.y() > self.visualRect(index).center().y())
