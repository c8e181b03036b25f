"""“Your marks give this order – do you agree?”: the juror's own order, and a look at another one.

Another order is only looked at. It changes no mark and is kept in memory alone, for as long as the desk is
open: it is neither a mark nor a note, it would be out of date with the next mark, and what is not written
down cannot be found on the machine or be taken for an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from juryapp.application.desk.contents import DeskContents, Said
from juryapp.application.desk.own_order import Advice, OwnOrder, advise, is_given, own_orders
from juryapp.application.desk.own_order_words import (
    apart_text,
    count_text,
    in_marks,
    standing_text,
    title_text,
    ways_text,
)
from juryapp.base.i18n import _, ngettext
from juryapp.domain.ids import CategoryId, NomineeId
from juryapp.domain.own_order import kept_in, moved
from juryapp.gui.controllers.desk import DeskController
from juryapp.gui.models.desk_order import apart_rows, order_rows, said_as_shown
from juryapp.gui.theme import follow_theme, px, theme
from juryapp.gui.widgets import (
    Button,
    Card,
    ComboBox,
    IconLabel,
    Label,
    RowList,
    Rule,
    Scrolled,
    announce,
    column,
    row,
)
from juryapp.gui.widgets.order_list import OrderList

_MOST_ADVICE: Final = 8  # cards; more would not be read
_MOST_APART: Final = 3  # rows that are seen at once beside advice
_MORE_APART: Final = 6  # and without any
_BESIDE: Final = 1.4  # with larger text a button stands below its words


class AdviceCard(QWidget):
    """One wish: what it asks for, how the two stand, and what either would need."""

    nominee_requested = Signal(str)

    def __init__(self, contents: DeskContents, order: OwnOrder, advice: Advice) -> None:
        super().__init__()
        self.setObjectName("advice")
        self.title = Label(title_text(contents, advice), "bodyM", wrap=True)
        self.standing = Label(standing_text(contents, order, advice), "small", "text2", wrap=True)
        wish = advice.wish
        lines = [
            self._line(contents, wish.mover, ways_text(contents, wish.mover, advice.mover)),
            self._line(
                contents, wish.other, ways_text(contents, wish.other, advice.other, again=True)
            ),
        ]
        inside = column(self.title, self.standing, *lines, gap=6)
        self.setLayout(row(_top(IconLabel("decision", "accent", 18)), (inside, 1), gap=10))

    def _line(self, contents: DeskContents, nominee: NomineeId, text: str) -> QWidget:
        name = contents.papers[nominee].nominee.name
        words = Label(text, "small", wrap=True)
        button = Button(_("Open"), "small", "edit")
        button.setObjectName(f"open_{nominee}")
        button.setAccessibleName(_("Open {candidate}").format(candidate=name))
        button.setToolTip(button.accessibleName())
        button.clicked.connect(lambda _checked=False: self.nominee_requested.emit(nominee))
        line = QWidget()
        if theme().text_scale > _BESIDE:
            line.setLayout(column(words, row(button, None), gap=4))
        else:
            line.setLayout(row((words, 1), button, gap=10))
        return line


class OrderView(QWidget):
    """The view."""

    nominee_requested = Signal(str)
    next_requested = Signal()  # hand in, or on to who lacks marks

    def __init__(self, controller: DeskController) -> None:
        super().__init__()
        self._controller = controller
        self._orders: tuple[OwnOrder, ...] = ()
        self._said: Mapping[NomineeId, Said] = {}
        self._tried: dict[CategoryId, tuple[NomineeId, ...]] = {}
        self.heading = Label(kind="h2", wrap=True)
        self.count = Label(kind="small", role="text2")
        self.category = ComboBox()
        self.category.setObjectName("order_category")
        self.category.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToContents)
        self.hint = Label(kind="caption", role="text2", wrap=True)
        self.list = OrderList()
        self.list.setObjectName("own_order")
        self.empty = Label(kind="body", role="text2", wrap=True)
        self.up = Button(icon_name="arrow-up")
        self.up.setObjectName("move_up")
        self.down = Button(icon_name="arrow-down")
        self.down.setObjectName("move_down")
        self.reset = Button(icon_name="undo")
        self.reset.setObjectName("reset_order")
        self.advice_title = Label(kind="h3", wrap=True)
        self.agree = Label(kind="body", wrap=True)
        self.more = Label(kind="small", role="text2", wrap=True)
        self.apart_title = Label(kind="smallM", role="text2", wrap=True)
        self.apart = RowList()
        self.apart.setObjectName("without_place")
        self.left_out = Label(kind="small", role="text2", wrap=True)
        self.next = Button(look="primary")
        self.next.setObjectName("order_next")
        self._cards = QVBoxLayout()
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(12)
        self._lay_out()
        self._connect()
        follow_theme(self)
        self.retranslate()

    def _lay_out(self) -> None:
        head = column(
            row((self.heading, 1), self.category, gap=12), self.hint, gap=4, margins=(16, 0, 12, 0)
        )
        moving = row(
            self.up, self.down, self.reset, None, self.count, gap=8, margins=(12, 0, 14, 0)
        )
        empty = column(self.empty, margins=(16, 8, 16, 8))
        self._empty = QWidget()
        self._empty.setLayout(empty)
        ordered = Card(
            column(head, self._empty, (self.list, 1), moving, gap=8, margins=(4, 14, 4, 12))
        )
        agree = row(_top(IconLabel("ranking", "accent", 18)), (self.agree, 1), gap=10)
        self._agree = QWidget()
        self._agree.setLayout(agree)
        told = column(self._agree, self._cards, self.more, None, gap=12, margins=(20, 2, 16, 8))
        self.area = Scrolled(told)
        self._apart = QWidget()
        self._apart.setLayout(
            column(Rule(), row(self.apart_title, margins=(20, 4, 16, 0)), self.apart, gap=4)
        )
        left_out = row(self.left_out, margins=(20, 0, 16, 0))
        foot = row(None, self.next, margins=(20, 2, 16, 14))
        self._beside = Card(
            column(
                row(self.advice_title, margins=(20, 0, 16, 0)),
                (self.area, 3),
                (self._apart, 3),
                left_out,
                foot,
                gap=8,
                margins=(1, 14, 1, 1),
            )
        )
        self.setLayout(row((ordered, 11), (self._beside, 9), gap=16, margins=(16, 12, 16, 16)))

    def _connect(self) -> None:
        self.list.moved.connect(self._move)
        self.list.chosen.connect(lambda _key: self._show_moving())
        self.list.activated_key.connect(self._open)
        self.apart.activated_key.connect(self._open)
        self.apart.clicked.connect(lambda _index: self._open(self.apart.current_key()))
        self.up.clicked.connect(lambda: self.list.move_current(-1))
        self.down.clicked.connect(lambda: self.list.move_current(1))
        self.reset.clicked.connect(self.reset_order)
        self.next.clicked.connect(self.next_requested)
        self.category.activated.connect(lambda _n: self._show_category())
        self._controller.row_changed.connect(lambda _nominee: self._marks_changed())
        self._controller.info_changed.connect(self._marks_changed)

    def apply_theme(self) -> None:
        """Take widths from the theme."""
        self.category.setMaximumWidth(px(320))

    # --- showing

    def show_desk(self) -> None:
        """Show a desk."""
        contents = self._controller.contents
        self._said = said_as_shown(self._controller)
        self._orders = own_orders(contents, self._said)
        self.category.set_choices([(o.category, o.name) for o in self._orders])
        self.category.setVisible(len(self._orders) > 1)
        given = is_given(contents)
        self.list.set_movable(movable=not given)
        for button in (self.up, self.down, self.reset):
            button.setVisible(not given)
        self.hint.setVisible(not given)
        self._say_kind()
        if given:
            self.heading.setText(_("Your order"))
        self._show_category()

    def clear(self) -> None:
        """Forget the desk, and what was looked at there."""
        self._orders = ()
        self._tried.clear()

    def _marks_changed(self) -> None:
        if self.isVisible() and self._controller.is_loaded:
            self.show_desk()

    @property
    def order(self) -> OwnOrder | None:
        """The order in the category that is shown."""
        chosen = self.category.current_key()
        found = (order for order in self._orders if order.category == chosen)
        return next(found, self._orders[0] if self._orders else None)

    def tried(self) -> tuple[NomineeId, ...]:
        """Return the order that is looked at: that of the marks, until something was moved."""
        order = self.order
        if order is None:
            return ()
        tried = self._tried.get(order.category)
        return order.nominees if tried is None else kept_in(tried, order.nominees)

    def _show_category(self) -> None:
        order = self.order
        if order is None:
            return
        tried = self.tried()
        if tried == order.nominees:
            self._tried.pop(order.category, None)
        kept = self.list.current_key()
        self.list.show_rows(order_rows(self._controller.contents, order, tried))
        if kept is None and tried:
            self.list.choose(tried[0])
        self.list.setVisible(bool(tried))
        self._empty.setVisible(not tried)
        self.count.setText(count_text(order))
        self._show_apart(order, beside_advice=tried != order.nominees)
        self._show_advice(order, tried)
        self._show_moving()
        self._show_next()

    def _show_apart(self, order: OwnOrder, *, beside_advice: bool) -> None:
        rows = apart_rows(self._controller.contents, order, self._said)
        self._apart.setVisible(bool(rows))
        self.apart.show_rows(rows)
        seen = min(len(rows), _MOST_APART if beside_advice else _MORE_APART)
        high = self.apart.sizeHintForRow(0) if rows else 0
        self.apart.setMinimumHeight(high)
        self.apart.setMaximumHeight(seen * high + 4)
        self._apart.setMaximumHeight(seen * high + self.apart_title.sizeHint().height() + px(20))
        title = ngettext("{n} candidate has no place yet", "{n} candidates have no place yet",
                         len(rows))  # fmt: skip
        self.apart_title.setText(title.format(n=len(rows)))
        self.apart.setAccessibleName(self.apart_title.text())
        self.left_out.setText(apart_text(order))
        self.left_out.setVisible(bool(self.left_out.text()))

    def _show_advice(self, order: OwnOrder, tried: tuple[NomineeId, ...]) -> None:
        contents = self._controller.contents
        count, advice = advise(contents, order, tried, self._said, _MOST_ADVICE)
        _empty_layout(self._cards)
        for place, found in enumerate(advice):
            if place:
                self._cards.addWidget(Rule())
            card = AdviceCard(contents, order, found)
            card.nominee_requested.connect(self.nominee_requested)
            self._cards.addWidget(card)
        self._agree.setVisible(not advice)
        self.more.setVisible(count > len(advice))
        self.more.setText(
            ngettext("{n} more is not listed here.", "{n} more are not listed here.",
                     count - len(advice)).format(n=count - len(advice))
        )  # fmt: skip
        change = (
            _("Which marks would have to change")
            if in_marks(contents)
            else _("Which answers would have to change")
        )
        self.advice_title.setText(change if advice else _("Do you agree?"))
        self.agree.setText(self._agreeing(order))

    def _agreeing(self, order: OwnOrder) -> str:
        if not order.placed:
            if in_marks(self._controller.contents):
                return _(
                    "When candidates have all their marks, you see here the order that they give."
                )
            return _("When you have answered for candidates, you see here the order that it gives.")
        if is_given(self._controller.contents):
            return _(
                "You gave this order yourself. To change it, open a candidate and put it elsewhere. The"
                " result comes from the orders of all of the jury."
            )
        ties = _("Equal ones share a place.") if order.has_ties else ""
        if not in_marks(self._controller.contents):
            return _agreeing_in_words(ties)
        told = _(
            "If yes, nothing is left to do here. If not, move a candidate to where you would have it: you are"
            " told which marks would have to change. No mark changes by itself."
        )
        jury = _("This is your order alone; the result comes from all of the jury’s marks.")
        return " ".join(part for part in (told, ties, jury) if part)

    def _show_moving(self) -> None:
        rows, key = self.list.rows.rows(), self.list.current_key()
        place = self.list.rows.place_of(key) if key is not None else None
        self.up.setEnabled(place is not None and place > 0)
        self.down.setEnabled(place is not None and place < len(rows) - 1)
        order = self.order
        self.reset.setEnabled(order is not None and order.category in self._tried)

    def _show_next(self) -> None:
        finished = self._controller.all_finished or self._controller.is_locked
        if self._controller.is_locked:
            self.next.setText(_("To the score file"))
        else:
            self.next.setText(_("Hand in …") if finished else _("Next candidate"))

    # --- looking

    def _move(self, key: object, to: int) -> None:
        order = self.order
        if order is None or not isinstance(key, str):
            return
        nominee = NomineeId(key)
        self._tried[order.category] = moved(self.tried(), nominee, to)
        self._show_category()
        self.list.choose(nominee)
        told = _("{candidate}: place {place} of {total}, to look at")
        name = self._controller.name_of(nominee)
        announce(self.list, told.format(candidate=name, place=to + 1, total=len(order.placed)))

    def reset_order(self) -> None:
        """Show the order of the marks again."""
        order = self.order
        if order is not None and self._tried.pop(order.category, ()):
            self._show_category()
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self.list, self.list.accessibleName())

    def _open(self, nominee: object) -> None:
        if isinstance(nominee, str):
            self.nominee_requested.emit(nominee)

    @property
    def nominee(self) -> NomineeId | None:
        """Who is under the cursor."""
        key = self.list.current_key()
        return NomineeId(key) if isinstance(key, str) else None

    def pair(self, nominee: NomineeId) -> tuple[NomineeId, NomineeId | None]:
        """Return a nominee with the one above it in the order that is looked at, the better one first."""
        tried = self.tried()
        place = tried.index(nominee) if nominee in tried else 0
        return (tried[place - 1], nominee) if place else (nominee, next(iter(tried[1:]), None))

    def enter(self, nominee: NomineeId | None = None) -> None:
        """Show the order as it stands, in the category of `nominee`, and go to the list."""
        self.show_desk()
        if nominee is not None:
            self.show_step(nominee)
        target = self.list if self.list.isVisibleTo(self) else self.next
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_step(self, nominee: NomineeId) -> None:
        """Show somebody, if there is a place for it."""
        papers = self._controller.contents.papers
        category = papers[nominee].nominee.category
        if category != self.category.current_key():
            self.category.choose(category)
            self._show_category()
        self.list.choose(nominee)

    def step_category(self, by: int) -> None:
        """Show the order in the category before or after this one."""
        there = self.category.currentIndex() + by
        if 0 <= there < self.category.count():
            self.category.setCurrentIndex(there)
            self._show_category()

    # --- words

    def _say_kind(self) -> None:
        """Speak of marks where the juror gives marks, else of answers."""
        controller = self._controller
        if not controller.is_loaded or in_marks(controller.contents):
            self.heading.setText(_("Your marks give this order"))
            self.hint.setText(
                _(
                    "To look at another order, drag a candidate or press Alt+↑ and Alt+↓. No mark changes."
                )
            )
            self.empty.setText(_("No candidate here has all its marks yet."))
            self.list.setAccessibleName(_("The order that your marks give"))
            self.reset.setText(_("As by the marks"))
            self.reset.setToolTip(_("Show the order that your marks give"))
            return
        self.heading.setText(_("Your answers give this order"))
        self.hint.setText(
            _(
                "To look at another order, drag a candidate or press Alt+↑ and Alt+↓. No answer changes."
            )
        )
        self.empty.setText(_("No candidate here has all its answers yet."))
        self.list.setAccessibleName(_("The order that your answers give"))
        self.reset.setText(_("As by your answers"))
        self.reset.setToolTip(_("Show the order that your answers give"))

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self._say_kind()
        self.category.setAccessibleName(_("Category"))
        self.up.setText(_("Up"))
        self.down.setText(_("Down"))
        self.up.setToolTip(_("Look at it one place further up  (Alt+↑)"))
        self.down.setToolTip(_("Look at it one place further down  (Alt+↓)"))
        if self._controller.is_loaded and self.isVisible():
            self.show_desk()


def _agreeing_in_words(ties: str) -> str:
    told = _(
        "If yes, nothing is left to do here. If not, move a candidate to where you would have it: you are"
        " told which answers would have to change. No answer changes by itself."
    )
    jury = _("This is your order alone; the result comes from the answers of all of the jury.")
    return " ".join(part for part in (told, ties, jury) if part)


def _top(widget: QWidget) -> QVBoxLayout:
    return column(widget, None, margins=(0, 1, 0, 0))


def _empty_layout(layout: QVBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
