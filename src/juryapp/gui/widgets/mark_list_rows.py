"""The rows of a list of marks: the model, and how a row is drawn but for the mark itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle
from typing_extensions import override

from juryapp.gui.icons import paint_icon
from juryapp.gui.models.desk import number_text
from juryapp.gui.models.desk_across import AcrossRow
from juryapp.gui.theme import color, font, px
from juryapp.gui.tokens import Kind, Role
from juryapp.gui.widgets.table_model import Index

ROW: Final = Qt.ItemDataRole.UserRole + 1
_NUMBER: Final = 34


class AcrossModel(QAbstractListModel):
    """The rows, found by their keys."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[AcrossRow] = []
        self._places: dict[str, int] = {}

    def show_rows(self, rows: Sequence[AcrossRow]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self._places = {row.key: place for place, row in enumerate(self._rows)}
        self.endResetModel()

    def show_row(self, row: AcrossRow) -> None:
        """Replace one row; that it is not listed is no error."""
        place = self._places.get(row.key)
        if place is not None:
            self._rows[place] = row
            self.dataChanged.emit(self.index(place), self.index(place))

    def rows(self) -> Sequence[AcrossRow]:
        """Return the rows."""
        return self._rows

    def place_of(self, key: str) -> int | None:
        """Return where a nominee stands."""
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
                return row.name
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(line for line in (row.name, row.below, row.words) if line)
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.spoken()
            case _:
                return row if role == ROW else None


def paint_row(
    painter: QPainter, where: QRect, mark: QRect, row: AcrossRow, state: QStyle.StateFlag
) -> None:
    """Draw everything of a row but its mark."""
    _paint_ground(painter, QRectF(where), state)
    _paint_texts(painter, where, mark, row)
    if row.closed:
        _paint_closed(painter, QRectF(mark), row)


def _paint_ground(painter: QPainter, where: QRectF, state: QStyle.StateFlag) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    if state & QStyle.StateFlag.State_Selected:
        painter.setBrush(color("soft"))
        painter.drawRoundedRect(where.adjusted(2, 1, -2, -1), 6, 6)
        painter.setBrush(color("accent"))
        bar = QRectF(where.left() + 2, where.top() + 9, 3, where.height() - 18)
        painter.drawRoundedRect(bar, 1.5, 1.5)
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(color("inset"))
        painter.drawRoundedRect(where.adjusted(2, 1, -2, -1), 6, 6)


def _paint_texts(painter: QPainter, where: QRect, mark: QRect, row: AcrossRow) -> None:
    left, middle = where.left() + px(14), where.center().y()
    painter.setFont(font("small"))
    painter.setPen(color("text2"))
    lift = px(8) if row.flagged else 0
    number = QRectF(left, where.top() - lift, px(_NUMBER), where.height())
    painter.drawText(number, Qt.AlignmentFlag.AlignVCenter, number_text(row.number))
    if row.flagged:
        side = px(13)
        paint_icon(painter, QRectF(left + 1, middle + px(4), side, side), "flag-filled", "warn")
    left += px(_NUMBER)
    room = mark.left() - px(16) - left
    _line(painter, QRectF(left, middle - px(20), room, px(20)), row.name, "bodyM", "text")
    role: Role = "error" if row.unsaved else "text2"
    second = QRectF(left, middle, room, px(18))
    if row.unsaved:
        side = px(14)
        paint_icon(painter, QRectF(left, middle + px(2), side, side), "error", "error")
        second.setLeft(left + px(19))
    _line(painter, second, row.second_line, "caption", role)


def _line(painter: QPainter, room: QRectF, text: str, kind: Kind, role: Role) -> None:
    painter.setFont(font(kind))
    painter.setPen(color(role))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


def _paint_closed(painter: QPainter, where: QRectF, row: AcrossRow) -> None:
    side = px(16)
    square = QRectF(where.left() + 2, where.center().y() - side / 2, side, side)
    paint_icon(painter, square, "recused", "recuse")
    _line(painter, where.adjusted(side + px(10), 0, 0, 0), row.closed, "small", "recuse")
