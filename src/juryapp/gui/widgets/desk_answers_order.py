"""The order of a category as a list: who is placed, best first, and below who is not yet.

Drag, Alt+↑ ↓ · a typed number is the place (1 then 2 is twelve) · Delete takes out · N not assessed · Enter
shows the candidate. The list asks, and whoever shows the rows decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDropEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from typing_extensions import override

from juryapp.base.i18n import _, ngettext
from juryapp.domain.criteria import Criterion
from juryapp.domain.ids import NomineeId
from juryapp.domain.orders import Order
from juryapp.gui.theme import follow_theme, hit, px
from juryapp.gui.widgets.announce import announce
from juryapp.gui.widgets.buttons import Button, ToolButton
from juryapp.gui.widgets.labels import IconLabel, Label
from juryapp.gui.widgets.list_rows import ListRow, ListRowDelegate
from juryapp.gui.widgets.order_list import OrderList
from juryapp.gui.widgets.score_scale import WAIT_FOR_DIGIT_MS
from juryapp.gui.widgets.surfaces import column, row
from juryapp.gui.widgets.table_model import Index

_ROW: Final = 40
_MOST_ROWS: Final = 8  # seen at once; a longer list scrolls
_FEWEST_ROWS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine(ListRow):
    """A row that says its place in words."""

    place: int = 0  # 0: none yet
    total: int = 0
    below: str = ""  # where the candidate comes from

    @override
    def spoken(self) -> str:
        """Return the row as a screen reader says it: Ås, place 3 of 12."""
        where = _("no place yet")
        if self.place:
            where = _("place {place} of {total}").format(place=self.place, total=self.total)
        return ", ".join(part for part in (self.title, where, self.badge, self.below) if part)


class _Delegate(ListRowDelegate):
    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(120), hit(_ROW))


class PlaceList(OrderList):
    """The list; it asks for places."""

    place_asked = Signal(str, int)  # nominee, place from 1; 0: none
    skip_asked = Signal(str)
    entered = Signal()
    neighbour_requested = Signal(int)

    _typed = ""  # Qt tells of a current row while the list is being made

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setItemDelegate(_Delegate(self))
        self._order = Order()
        self._typed = ""
        self._typed_for: object = None  # the row for which it is typed, wherever the cursor goes
        self._wait = QTimer(self, singleShot=True, interval=WAIT_FOR_DIGIT_MS)
        self._wait.timeout.connect(self.finish_typing)
        self.moved.connect(self._dropped)

    def show_order(self, order: Order) -> None:
        """Know who is placed; the rows are shown with `show_rows`."""
        self._order = order

    def _place(self, key: object) -> int:
        return self._order.place_of(NomineeId(str(key))) or 0

    def _ask_place(self, key: object, place: int) -> None:
        if self.dragDropMode() != self.DragDropMode.NoDragDrop:
            self.place_asked.emit(str(key), place)

    def _dropped(self, key: object, to: int) -> None:
        """Take a row that was dragged to before row `to` of the others; far below it has no place."""
        others = len(self._order.placed) - (1 if self._place(key) else 0)
        if to <= others:
            self._ask_place(key, to + 1)
        elif self._place(key):
            self._ask_place(key, 0)

    @override
    def move_current(self, by: int) -> None:
        """Ask for another place: who has none comes in at the end, or far up at the top."""
        key = self.current_key()
        if key is None:
            return
        place, last = self._place(key), len(self._order.placed)
        if not place:
            if by < 0:
                self._ask_place(key, 1 if -by > last else last + 1)
            return
        wanted = max(1, min(place + by, last))
        if wanted != place:
            self._ask_place(key, wanted)

    # --- keys

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = self.current_key()
        if key is None or plain != Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
        elif event.text() and event.text() in "0123456789":
            self._type(event.text())
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self._place(key):
                self._ask_place(key, 0)
        elif event.key() in (Qt.Key.Key_N, Qt.Key.Key_Minus):
            if self.dragDropMode() != self.DragDropMode.NoDragDrop:
                self.skip_asked.emit(str(key))
        else:
            self.finish_typing()
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Letters do not search: N is an answer."""

    def _type(self, digit: str) -> None:
        self._wait.stop()
        if self._typed_for != self.current_key():
            self.finish_typing()
        self._typed = (self._typed + digit).lstrip("0")
        if not self._typed:
            return
        self._typed_for = self.current_key()
        if int(self._typed) * 10 <= self._order.size:
            self._wait.start()
        else:
            self.finish_typing()

    def finish_typing(self) -> None:
        """Take what was typed so far as the whole place."""
        self._wait.stop()
        typed, self._typed = self._typed, ""
        if typed and self._typed_for is not None:
            self._ask_place(self._typed_for, int(typed))

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self._typed:
            self._wait.stop()  # not here: the rows must not change while Qt goes from one to another
            QTimer.singleShot(0, self, self.finish_typing)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.finish_typing()
        super().focusOutEvent(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.finish_typing()
        super().dropEvent(event)


class OrderRow(QWidget):
    """A criterion that asks for an order: the list of the category and what can be done with it."""

    place_asked = Signal(str, int)
    skip_asked = Signal(str)
    nominee_asked = Signal(str)
    retry_requested = Signal()
    entered = Signal()

    def __init__(self, criterion: Criterion) -> None:
        super().__init__()
        self.criterion = criterion
        self._order = Order()
        self._shown: NomineeId | None = None
        self._locked = False
        self.name = Label(criterion.name, "bodyM", wrap=True)
        self.count = Label("", "small", "text2")
        self.scale = PlaceList()
        self.scale.setObjectName(f"order_{criterion.id}")
        self.up, self.down = ToolButton("arrow-up"), ToolButton("arrow-down")
        self.up.setObjectName("place_up")
        self.down.setObjectName("place_down")
        self.comment = Button(look="small", icon_name="not-assessed")
        self.comment.setObjectName("cannot_place")
        self.hint = Label("", "caption", "text2", wrap=True)
        self.retry = Button(look="small", icon_name="refresh")
        self.retry.setObjectName(f"retry_{criterion.id}")
        self.problem = Label("", "smallM", "error")
        self._problem_row = QWidget()
        self._problem_row.setLayout(
            row(IconLabel("error", "error", 16), (self.problem, 1), self.retry, gap=6)
        )
        self._problem_row.hide()
        head = row((self.name, 1), self.count, gap=8)
        tools = row(self.up, self.down, None, self.comment, gap=4)
        self.setLayout(column(head, self.hint, tools, self.scale, self._problem_row, gap=4))
        self._connect()
        self.retranslate()
        follow_theme(self)

    def apply_theme(self) -> None:
        """Take the height of the list from the theme."""
        self._fit(self._order.size)

    def _connect(self) -> None:
        self.scale.place_asked.connect(self.place_asked)
        self.scale.skip_asked.connect(self.skip_asked)
        self.scale.entered.connect(self.entered)
        self.scale.activated_key.connect(self._activated)
        self.scale.chosen.connect(lambda _key: self._show_tools())
        self.up.clicked.connect(lambda: self.scale.move_current(-1))
        self.down.clicked.connect(lambda: self.scale.move_current(1))
        self.comment.clicked.connect(self._skip)
        self.retry.clicked.connect(self.retry_requested)

    def _activated(self, key: object) -> None:
        self.nominee_asked.emit(str(key))

    def _skip(self) -> None:
        key = self.scale.current_key()
        if key is not None:
            self.skip_asked.emit(str(key))

    # --- showing

    def show_order(
        self,
        order: Order,
        lines: Mapping[NomineeId, OrderLine],
        *,
        shown: NomineeId,
        unsaved: bool,
        locked: bool,
    ) -> None:
        """Show the order; the cursor goes to the candidate that is shown when that is another one."""
        self._order = order
        rows = [lines[n] for n in (*order.placed, *order.unplaced)]
        self.scale.show_order(order)
        self.scale.show_rows(rows)
        if shown != self._shown or self.scale.current_key() is None:
            self._shown = shown
            self.scale.choose(shown)
        self.scale.set_movable(movable=not locked)
        self._problem_row.setVisible(unsaved)
        self._fit(len(rows))
        self._show_count()
        self._show_tools(locked=locked)

    def _fit(self, rows: int) -> None:
        seen = max(_FEWEST_ROWS, min(rows, _MOST_ROWS))
        self.scale.setFixedHeight(seen * hit(_ROW) + 4)

    def _show_count(self) -> None:
        placed, size = len(self._order.placed), self._order.size
        told = ngettext("{n} of {total} placed", "{n} of {total} placed", placed)
        self.count.setText(told.format(n=placed, total=size))

    def _show_tools(self, *, locked: bool | None = None) -> None:
        if locked is not None:
            self._locked = locked
        key = self.scale.current_key()
        place = self._order.place_of(NomineeId(str(key))) if key is not None else None
        usable = key is not None and not self._locked
        last = len(self._order.placed)
        self.up.setEnabled(usable and (place is None or place > 1))
        self.down.setEnabled(usable and place is not None and place < last)
        self.comment.setEnabled(usable)

    def tell(self, nominee: NomineeId, name: str) -> None:
        """Say where a candidate stands now."""
        place = self._order.place_of(nominee)
        told = _("{candidate}: no place")
        if place:
            told = _("{candidate}: place {place} of {total}")
        announce(self.scale, told.format(candidate=name, place=place, total=self._order.size))

    def finish(self) -> None:
        """Take what is being typed as the whole place."""
        self.scale.finish_typing()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.hint.setText(
            _("The best first. Drag, move with Alt and the arrows, or type the place.")
        )
        self.scale.setAccessibleName(self.criterion.name)
        self.up.set_name(_("Move up"), "Alt+Up")
        self.down.set_name(_("Move down"), "Alt+Down")
        self.comment.setText(_("I cannot place this one"))
        self.comment.setToolTip(_("Counts as not assessed  (N)"))
        self.problem.setText(_("Not saved"))
        self.retry.setText(_("Try again"))
        self._show_count()
