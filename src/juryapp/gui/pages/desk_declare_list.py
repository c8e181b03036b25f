"""The list of all names with the question beside each: of two thousand, only those near the eye are made.

The rows stand in blocks. A block that is far away is an empty space of about its height, and is filled when
it comes near what is seen, or when somebody goes to a row in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from juryapp.domain.ids import NomineeId
from juryapp.gui.theme import px
from juryapp.gui.widgets import Rule, Scrolled
from juryapp.gui.widgets.desk_answers import DeclareRow

_BLOCK: Final = 20  # rows
_ROW_HEIGHT: Final = 52  # scaled pixels, about
_NEAR: Final = 400  # scaled pixels beyond what is seen that are filled too
MakeRow = Callable[[NomineeId], DeclareRow]


class _Block(QWidget):
    """Some rows, or the space for them."""

    def __init__(self, nominees: Sequence[NomineeId], *, first: bool) -> None:
        super().__init__()
        self.nominees = tuple(nominees)
        self._first = first
        self.is_filled = False
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self.setMinimumHeight(len(nominees) * px(_ROW_HEIGHT))

    def fill(self, rows: Iterable[DeclareRow]) -> None:
        """Put the rows in."""
        self.is_filled = True
        for place, line in enumerate(rows):
            if place or not self._first:
                self._lines.addWidget(Rule())
            self._lines.addWidget(line)
            line.show()
        self._lines.addStretch(1)
        self.setMinimumHeight(0)

    def give_back(self) -> None:
        """Let go of the rows: they stand elsewhere next."""
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if isinstance(widget, DeclareRow):
                widget.hide()
                widget.setParent(None)

    @override
    def sizeHint(self) -> QSize:
        if self.is_filled:
            return super().sizeHint()
        return QSize(px(300), len(self.nominees) * px(_ROW_HEIGHT))


class DeclareList(Scrolled):
    """Rows by nominee. `rows` holds those that were made; `row` makes one that was not.

    Args:
        make: Makes the row of a nominee.
        before: From where Tab comes to the first row.
    """

    made = Signal(object)  # a nominee whose row was made just now

    def __init__(self, make: MakeRow, before: QWidget) -> None:
        super().__init__(QVBoxLayout())
        self._make, self._before = make, before
        self.rows: dict[NomineeId, DeclareRow] = {}
        self._blocks: list[_Block] = []
        self._shown: tuple[NomineeId, ...] = ()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.fill_near)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.fill_near())

    # --- what is listed

    @property
    def shown(self) -> tuple[NomineeId, ...]:
        """The nominees that are listed, in order."""
        return self._shown

    def forget(self) -> None:
        """Throw all rows away: the nominees are others now."""
        self.show_nominees(())
        for line in self.rows.values():
            line.deleteLater()
        self.rows = {}

    def show_nominees(self, nominees: Sequence[NomineeId]) -> None:
        """List these nominees; rows that were made are kept, whether they are listed or not."""
        if tuple(nominees) == self._shown and self._blocks:
            return
        before, self._blocks = self._blocks, []  # nothing is near any more: it would be filled anew
        old = self.takeWidget()
        for block in before:
            block.give_back()
        if old is not None:
            old.deleteLater()
        self._shown = tuple(nominees)
        inside = QWidget()
        inside.setObjectName("scrolled")
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 4, 0, 4)
        lines.setSpacing(0)
        starts = range(0, len(self._shown), _BLOCK)
        self._blocks = [_Block(self._shown[at : at + _BLOCK], first=not at) for at in starts]
        for block in self._blocks:
            lines.addWidget(block)
        lines.addStretch(1)
        if self._blocks:
            self._fill(self._blocks[0])
        self.setWidget(inside)
        if self._blocks:
            self._order_tabs(self._blocks[0])  # only now are its rows in this window
        self.fill_near()

    def row(self, nominee: NomineeId) -> DeclareRow | None:
        """Return a row that is listed, made if it was not yet."""
        block = next((b for b in self._blocks if nominee in b.nominees), None)
        if block is None:
            return None
        self._fill(block)
        return self.rows[nominee]

    def _fill(self, block: _Block) -> None:
        if not block.is_filled:
            lines = list(self._rows_of(block.nominees))
            block.fill(lines)
            self._order_tabs(block)

    def _order_tabs(self, block: _Block) -> None:
        """Let Tab go on as the eye does, also where a block is filled later than one below it."""
        above = self._blocks[: self._blocks.index(block)]
        before = next((b.nominees[-1] for b in reversed(above) if b.is_filled), None)
        last: QWidget = self._before if before is None else self.rows[before].tab_stops()[-1]
        if block.window() is not last.window():
            return  # not yet in its place
        for nominee in block.nominees:
            for stop in self.rows[nominee].tab_stops():
                QWidget.setTabOrder(last, stop)
                last = stop

    def _rows_of(self, nominees: Iterable[NomineeId]) -> Iterator[DeclareRow]:
        for nominee in nominees:
            if nominee not in self.rows:
                self.rows[nominee] = self._make(nominee)
                self.made.emit(nominee)
            yield self.rows[nominee]

    # --- what is seen

    def fill_near(self) -> None:
        """Fill the blocks that are seen or nearly so."""
        self._place_blocks()
        top = self.verticalScrollBar().value() - px(_NEAR)
        bottom = top + self.viewport().height() + 2 * px(_NEAR)
        near = [b for b in self._blocks if b.y() < bottom and b.y() + b.height() > top]
        empty = [block for block in near if not block.is_filled]
        for block in empty:
            self._fill(block)
        if empty:  # they are higher or lower than the space was: look again when that is known
            self._later.start(0)

    def _place_blocks(self) -> None:
        """Let every block stand where it belongs: where none does yet, all of them would be near."""
        inside = self.widget()
        layout = inside.layout() if inside is not None else None
        if inside is not None and layout is not None:
            inside.resize(self.viewport().width(), layout.sizeHint().height())
            layout.activate()

    def go_to(self, line: DeclareRow) -> None:
        """Put the focus on a row and bring it into sight."""
        line.enter()
        self.see(line)

    def see(self, line: DeclareRow) -> None:
        """Bring a row into sight, also where its block has just been filled."""
        self._place_blocks()
        self.ensureWidgetVisible(line, 0, line.height() + 12)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start(0)
