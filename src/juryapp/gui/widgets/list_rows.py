"""A list with two lines a row, a number before and a badge after: nominees, files, recent editions.

rows = RowList(accessible_name=_("Nominees"))
rows.show_rows([ListRow(key=n.id, title=n.name, subtitle=n.place, number="07", badge="8,1")])
rows.chosen.connect(…)        # key of the row under the cursor, or None
rows.activated_key.connect(…) # Enter or double click
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from juryapp.gui.icons import paint_icon
from juryapp.gui.theme import color, follow_theme, font, px
from juryapp.gui.tokens import LIST_ROW_HEIGHT, Role
from juryapp.gui.widgets.chips import TONES, Tone, chip_size, paint_chip
from juryapp.gui.widgets.table_model import Index

ROW_ROLE: Final = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One row.

    Attributes:
        key: What it is; comes back in signals.
        title: First line.
        subtitle: Second line; say the state here in words.
        number: A short number before the lines.
        icon: An icon before the lines, in `icon_tone`; `tile` puts it on a soft ground.
        badge: A word or number at the right: a chip if it has a `tone`, else a strong number.
        badge_icon: An icon at the right, instead of or in the badge.
        dim: Grey: there, but cannot be used.
    """

    key: Hashable
    title: str
    subtitle: str = ""
    number: str = ""
    icon: str = ""
    icon_tone: Tone = "neutral"
    tile: bool = False
    badge: str = ""
    badge_icon: str = ""
    tone: Tone | None = None
    subtitle_role: Role = "text2"
    dim: bool = False

    def spoken(self) -> str:
        """Return the row as a screen reader says it."""
        return ", ".join(
            part for part in (self.number, self.title, self.subtitle, self.badge) if part
        )


class RowsListModel(QAbstractListModel):
    """The rows of a list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ListRow] = []
        self._places: dict[Hashable, int] = {}

    def show_rows(self, rows: Sequence[ListRow]) -> None:
        """Replace the rows; if only their looks changed, the view keeps its place."""
        new = list(rows)
        if [row.key for row in new] == [row.key for row in self._rows]:
            self._rows = new
            if new:
                self.dataChanged.emit(self.index(0), self.index(len(new) - 1))
            return
        self.beginResetModel()
        self._rows = new
        self._places = {row.key: place for place, row in enumerate(new)}
        self.endResetModel()

    def show_row(self, row: ListRow) -> None:
        """Replace the row with the same key, and repaint that row alone; none is no error."""
        place = self.place_of(row.key)
        if place is not None:
            self._rows[place] = row
            self.dataChanged.emit(self.index(place), self.index(place))

    def rows(self) -> tuple[ListRow, ...]:
        """Return the rows."""
        return tuple(self._rows)

    def place_of(self, key: Hashable) -> int | None:
        """Return where the row with this key stands."""
        return self._places.get(key)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.title
            case Qt.ItemDataRole.ToolTipRole:  # both lines may be cut where room is short
                return "\n".join(line for line in (row.title, row.subtitle) if line)
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.spoken()
            case _:
                return row if role == ROW_ROLE else None


class ListRowDelegate(QStyledItemDelegate):
    """Draws a `ListRow`."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(120), px(LIST_ROW_HEIGHT))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: ListRow = index.data(ROW_ROLE)
        where = QRectF(option.rect).adjusted(2, 1, -2, -1)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        _paint_ground(painter, where, state)
        left = _paint_front(painter, where, row)
        right = _paint_badge(painter, where, row)
        _paint_lines(
            painter, QRectF(left, where.top(), right - left, where.height()), row, selected
        )
        painter.restore()


def _paint_ground(painter: QPainter, where: QRectF, state: QStyle.StateFlag) -> None:
    selected = state & QStyle.StateFlag.State_Selected
    painter.setPen(Qt.PenStyle.NoPen)
    if selected or state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(color("soft" if selected else "inset"))
        painter.drawRoundedRect(where, 6, 6)
    if selected:
        painter.setBrush(color("accent"))
        painter.drawRoundedRect(
            QRectF(where.left(), where.top() + 8, 3, where.height() - 16), 1.5, 1.5
        )


def _paint_front(painter: QPainter, where: QRectF, row: ListRow) -> float:
    """Draw number or icon; return where the lines begin."""
    left = where.left() + px(12)
    if row.number:
        painter.setFont(font("small"))
        painter.setPen(color("text2"))
        room = QRectF(left, where.top(), px(26), where.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, row.number)
        return left + px(30)
    if not row.icon:
        return left
    look = TONES[row.icon_tone]
    side = px(18)
    square = QRectF(left + px(7), where.center().y() - side / 2, side, side)
    if row.tile:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(look.ground))
        painter.drawRoundedRect(square.adjusted(-px(7), -px(7), px(7), px(7)), 6, 6)
    else:
        square.moveLeft(left)
    paint_icon(painter, square, row.icon, look.role)
    return left + (px(44) if row.tile else px(30))


def _paint_badge(painter: QPainter, where: QRectF, row: ListRow) -> float:
    """Draw the badge; return where the lines must end."""
    right = where.right() - px(12)
    middle = where.center().y()
    if row.badge and row.tone is not None:
        size = chip_size(row.badge, row.tone, row.badge_icon or None)
        chip = QRectF(right - size.width(), middle - size.height() / 2, size.width(), size.height())
        paint_chip(painter, chip, row.badge, row.tone, row.badge_icon or None)
        return chip.left() - px(8)
    if row.badge:
        painter.setFont(font("h3"))
        painter.setPen(color("text"))
        width = painter.fontMetrics().horizontalAdvance(row.badge)
        room = QRectF(right - width - 1, where.top(), width + 2, where.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, row.badge)
        return room.left() - px(8)
    if row.badge_icon:
        side = px(18)
        square = QRectF(right - side, middle - side / 2, side, side)
        paint_icon(painter, square, row.badge_icon, TONES[row.tone or "neutral"].role)
        return square.left() - px(8)
    return right


def _paint_lines(painter: QPainter, room: QRectF, row: ListRow, selected: bool) -> None:
    middle = room.center().y()
    if not row.subtitle:
        _line(painter, room, row.title, strong=True, role="text3" if row.dim else "text")
        return
    first = QRectF(room.left(), middle - px(20), room.width(), px(21))
    second = QRectF(room.left(), middle + px(1), room.width(), px(18))
    quiet: Role = "softText" if selected and row.subtitle_role == "text2" else row.subtitle_role
    _line(painter, first, row.title, strong=True, role="text3" if row.dim else "text")
    _line(painter, second, row.subtitle, strong=False, role=quiet)


def _line(painter: QPainter, room: QRectF, text: str, *, strong: bool, role: Role) -> None:
    painter.setFont(font("bodyM" if strong else "caption"))
    painter.setPen(color(role))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


class RowList(QListView):
    """A list of `ListRow`.

    Args:
        accessible_name: What the list shows.
        parent: As in Qt.
    """

    chosen = Signal(object)  # key, or None
    activated_key = Signal(object)

    def __init__(self, *, accessible_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = RowsListModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(ListRowDelegate(self))
        self.setAccessibleName(accessible_name)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(self._activate)
        follow_theme(self)

    def show_rows(self, rows: Sequence[ListRow]) -> None:
        """Replace the rows; the row under the cursor stays if it is still there."""
        kept = self.current_key()
        self.rows.show_rows(rows)
        if kept is not None and self.current_key() != kept:
            self.choose(kept)

    def current_key(self) -> Any:
        """Return the key of the row under the cursor, or None."""
        row = self.currentIndex().data(ROW_ROLE)
        return row.key if isinstance(row, ListRow) else None

    def choose(self, key: Hashable) -> bool:
        """Put the cursor on a row; False if it is not there."""
        place = self.rows.place_of(key)
        if place is None:
            return False
        index = self.rows.index(place)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect)
        self.scrollTo(index)
        return True

    @override
    def dataChanged(
        self,
        topLeft: Index,
        bottomRight: Index,
        roles: Sequence[int] = (),
    ) -> None:
        """Paint what changed. Qt's list would lay out every row anew, though all are equally high."""
        QAbstractItemView.dataChanged(self, topLeft, bottomRight, roles)

    def apply_theme(self) -> None:
        """Lay the rows out anew: their height follows the text size."""
        self.doItemsLayout()

    def _activate(self, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, ListRow):
            self.activated_key.emit(row.key)

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(self.current_key())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        index = self.currentIndex()
        if self.hasFocus() and index.isValid():
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(color("focus"), 2))
            painter.drawRoundedRect(QRectF(self.visualRect(index)).adjusted(2, 2, -2, -2), 6, 6)
