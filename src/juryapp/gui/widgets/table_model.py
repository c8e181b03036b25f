"""Table models over frozen rows: a page gives rows and says what the columns are.

    COLUMNS = (
        Column(title=N_("Name"), text=lambda r: r.name, stretch=True),
        Column(title=N_("Points"), text=lambda r: r.shown, sort=lambda r: r.points, align="right"),
        Column(title=N_("State"), text=lambda r: _(r.state), tone=lambda r: r.tone),
    )
    model = RowsTableModel(COLUMNS, key=lambda r: r.id)
    model.show_rows(rows)

Sorting and filtering work on the Python list (a proxy model takes seconds for what this does in
milliseconds). Subclass it only to make cells editable.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    Qt,
)
from PySide6.QtGui import QPainter
from typing_extensions import override

from juryapp.base.collation import sort_key
from juryapp.base.i18n import _
from juryapp.gui.tokens import Kind, Role
from juryapp.gui.widgets.chips import Tone

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole
ASCENDING: Final = Qt.SortOrder.AscendingOrder


@dataclass(frozen=True, kw_only=True)  # slots would forbid Column[Row](…)
class Column(Generic[Row]):
    """One column.

    Attributes:
        title: Marked with `N_`; "" for none, then give `spoken`.
        text: What stands in the cell; also copied, filtered and spoken.
        sort: What to sort by, if not by the text; None sorts last both ways.
        align: Numbers stand right.
        kind: Type of the text.
        role: Colour of the text.
        icon: An icon before the text: name and colour.
        tone: Draws the text as a chip in this tone; None draws plain text.
        paint: Draws the cell itself, e.g. a chart; `text` is its alternative.
        width: Wished width in scaled pixels; 0 to fit the content.
        stretch: Takes the room that is left.
        explained: The header's tool tip, marked with `N_`.
        spoken: The header's name for screen readers, if `title` is empty; marked with `N_`.
    """

    title: str
    text: Callable[[Row], str]
    sort: Callable[[Row], Any] | None = None
    align: Literal["left", "right", "center"] = "left"
    kind: Kind = "body"
    role: Callable[[Row], Role] | Role = "text"
    icon: Callable[[Row], tuple[str, Role] | None] | None = None
    tone: Callable[[Row], Tone | None] | None = None
    paint: Callable[[QPainter, QRectF, Row], None] | None = None
    width: int = 0
    stretch: bool = False
    explained: str = ""
    spoken: str = ""


_ALIGNMENTS: Final = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}


class RowsTableModel(QAbstractTableModel, Generic[Row]):
    """Shows rows; sorts and filters them itself; changes nothing.

    Args:
        columns: What to show.
        key: What stays the same when a row changes; keeps the selection.
        parent: As in Qt.
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        key: Callable[[Row], Hashable] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key or (lambda row: row)  # type: ignore[return-value,unused-ignore]
        self._all: tuple[Row, ...] = ()
        self._shown: list[Row] = []
        self._words: tuple[str, ...] = ()
        self._accepts: Callable[[Row], bool] | None = None
        self._sorted_by = -1
        self._order = ASCENDING

    # --- what it shows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replace all rows; order and filter stay as they are."""
        self._all = tuple(rows)
        self._rebuild()

    def set_filter(self, text: str = "", accepts: Callable[[Row], bool] | None = None) -> None:
        """Show only rows in which all words of `text` occur and which `accepts` takes."""
        self._words = tuple(text.casefold().split())
        self._accepts = accepts
        self._rebuild()

    def rows(self) -> tuple[Row, ...]:
        """Return the rows that are shown, in the order in which they are."""
        return tuple(self._shown)

    def all_rows(self) -> tuple[Row, ...]:
        """Return all rows, as they were given."""
        return self._all

    def row_at(self, place: int) -> Row:
        """Return the row that stands at `place`, from 0."""
        return self._shown[place]

    def key_at(self, place: int) -> Hashable:
        """Return the key of the row that stands at `place`."""
        return self._key(self._shown[place])

    def place_of(self, key: Hashable) -> int | None:
        """Return where the row with this key stands, None if it is not shown."""
        return next((i for i, row in enumerate(self._shown) if self._key(row) == key), None)

    def retranslate(self) -> None:
        """Say that all texts may have changed."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self._shown:
            last = self.index(len(self._shown) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _rebuild(self) -> None:
        self.beginResetModel()
        self._shown = [row for row in self._all if self._is_wanted(row)]
        self._sort()
        self.endResetModel()

    def _is_wanted(self, row: Row) -> bool:
        if self._accepts is not None and not self._accepts(row):
            return False
        if not self._words:
            return True
        text = " ".join(column.text(row) for column in self.columns).casefold()
        return all(word in text for word in self._words)

    def _sort(self) -> None:
        if not 0 <= self._sorted_by < len(self.columns):
            return
        column = self.columns[self._sorted_by]
        value = column.sort or (lambda row: sort_key(column.text(row)))
        known = [row for row in self._shown if value(row) is not None]
        unknown = [row for row in self._shown if value(row) is None]
        known.sort(key=value, reverse=self._order != ASCENDING)
        self._shown = known + unknown

    # --- Qt's side

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = ItemRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self._shown[index.row()]
        match role:
            case ItemRole.DisplayRole | ItemRole.ToolTipRole:
                return column.text(row)
            case ItemRole.AccessibleTextRole:
                return _spoken(column, row)
            case ItemRole.TextAlignmentRole:
                return _ALIGNMENTS[column.align] | Qt.AlignmentFlag.AlignVCenter
            case _:
                return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = ItemRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case ItemRole.DisplayRole:
                return _(column.title)
            case ItemRole.ToolTipRole:
                return _(column.explained) or None
            case ItemRole.AccessibleTextRole:
                return _(column.spoken or column.title)
            case ItemRole.TextAlignmentRole:
                return _ALIGNMENTS[column.align] | Qt.AlignmentFlag.AlignVCenter
            case _:
                return None

    @override
    def sort(self, column: int, order: Qt.SortOrder = ASCENDING) -> None:
        self._sorted_by, self._order = column, order
        self._rebuild()


def _spoken(column: Column[Row], row: Row) -> str:
    """Return the cell with its header, as a screen reader says it."""
    title = _(column.spoken or column.title)
    return f"{title}: {column.text(row)}" if title else column.text(row)
