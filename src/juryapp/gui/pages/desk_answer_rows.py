"""The rows in which a juror answers: the right widget for each kind of criterion, and what it asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from juryapp.base.i18n import _
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.domain.statements import MarkState
from juryapp.gui.controllers.desk import DeskController
from juryapp.gui.widgets.desk_answers_order import OrderLine, OrderRow
from juryapp.gui.widgets.desk_answers_text import TextRow
from juryapp.gui.widgets.desk_criterion import CriterionRow
from juryapp.gui.widgets.score_scale import ScoreScale

AnswerRow: TypeAlias = CriterionRow | TextRow | OrderRow


def answer_row(
    criterion: Criterion, criteria: Sequence[Criterion], *, commented: bool
) -> AnswerRow:
    """Return the row for a criterion of any kind.

    Args:
        criterion: What is asked.
        criteria: All of them, for the weight's share and “criterion 1 of 4”.
        commented: Whether the award asks for a comment with each mark.
    """
    if criterion.kind is CriterionKind.ORDER:
        return OrderRow(criterion)
    if criterion.kind is CriterionKind.TEXT:
        return TextRow(criterion)
    return CriterionRow(criterion, criteria, commented=commented)


def link_rows(rows: Sequence[AnswerRow]) -> None:
    """Let ↑ and ↓ go from scale to scale; in a text and in a list they are needed for themselves."""

    def go(place: int) -> None:
        if 0 <= place < len(rows):
            rows[place].scale.setFocus(Qt.FocusReason.TabFocusReason)

    for here, line in enumerate(rows):
        if isinstance(line.scale, ScoreScale):
            line.scale.neighbour_requested.connect(lambda by, here=here: go(here + by))


class AnswerRows(QObject):
    """Says what the rows of orders and comments ask for, and shows what stands there."""

    nominee_asked = Signal(str)

    def __init__(
        self,
        controller: DeskController,
        nominee: Callable[[], NomineeId | None],
        visit: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller, self._nominee, self._visit = controller, nominee, visit
        self._orders: list[OrderRow] = []
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.show_orders)
        controller.row_changed.connect(lambda _nominee: self._show_soon())

    def connect_rows(self, rows: Sequence[AnswerRow]) -> None:
        """Listen to new rows."""
        self._orders = [line for line in rows if isinstance(line, OrderRow)]
        for line in rows:
            if isinstance(line, OrderRow):
                line.place_asked.connect(
                    lambda key, place, line=line: self._place(line, key, place)
                )
                line.skip_asked.connect(lambda key, line=line: self._skip(line, key))
                line.nominee_asked.connect(self.nominee_asked)
            elif isinstance(line, TextRow):
                line.written.connect(lambda words, line=line: self._write(line, words))
                line.skipped.connect(lambda on, line=line: self._say_nothing(line, skipped=on))

    def show_row(self, line: AnswerRow, nominee: NomineeId, *, anew: bool) -> None:
        """Show what stands for a nominee, or what could not be saved."""
        controller, criterion = self._controller, line.criterion.id
        if isinstance(line, OrderRow):
            self._show_order(line, nominee)
            return
        line.show_mark(
            controller.shown_mark(nominee, criterion),
            unsaved=(nominee, criterion) in controller.unsaved,
            locked=controller.is_locked,
            anew=anew,
        )

    # --- orders

    def _show_soon(self) -> None:
        """Show the orders once, however many places changed."""
        if self._orders and not self._soon.isActive():
            self._soon.start()

    def show_orders(self) -> None:
        """Show the orders anew."""
        nominee = self._nominee()
        if nominee is None or not self._controller.is_loaded:
            return
        for line in self._orders:
            self._show_order(line, nominee)

    def _show_order(self, line: OrderRow, nominee: NomineeId) -> None:
        order = self._controller.order_around(nominee)
        members = (*order.placed, *order.unplaced)
        waiting = {n for n, criterion in self._controller.unsaved if criterion == line.criterion.id}
        line.show_order(
            order,
            {
                n: self._line(n, order.place_of(n) or 0, order.size, line.criterion.id)
                for n in members
            },
            shown=nominee,
            unsaved=bool(waiting & {*members}),
            locked=self._controller.is_locked,
        )

    def _line(
        self, nominee: NomineeId, place: int, total: int, criterion: CriterionId
    ) -> OrderLine:
        found = self._controller.contents.papers[nominee].nominee
        said = self._controller.shown_mark(nominee, criterion)
        skipped = said is not None and said.state is MarkState.NOT_ASSESSED
        return OrderLine(
            key=nominee,
            title=found.name,
            number=str(place) if place else "–",
            badge=_("not assessed") if skipped else "",
            badge_icon="not-assessed" if skipped else "",
            tone="neutral" if skipped else None,
            dim=not place,
            place=place,
            total=total,
            below=found.place,
        )

    def _place(self, line: OrderRow, key: str, place: int) -> None:
        nominee = NomineeId(key)
        before = self._controller.order_around(nominee)
        after = before.moved(nominee, place) if place else before.taken_out(nominee)
        self._controller.put_order(nominee, after)
        self._tell(line, nominee)

    def _skip(self, line: OrderRow, key: str) -> None:
        self._controller.leave_unplaced(NomineeId(key))
        self._tell(line, NomineeId(key))

    def _tell(self, line: OrderRow, nominee: NomineeId) -> None:
        self.show_orders()
        line.tell(nominee, self._controller.name_of(nominee))

    # --- comments

    def _write(self, line: TextRow, words: str) -> None:
        nominee = self._nominee()
        if nominee is None:
            return
        if self._controller.write_answer(nominee, line.criterion.id, words, self._visit()):
            line.saved()
        self.show_row(line, nominee, anew=False)

    def _say_nothing(self, line: TextRow, *, skipped: bool) -> None:
        nominee = self._nominee()
        if nominee is not None:
            self._controller.give(nominee, line.criterion.id, None, not_assessed=skipped)
            self.show_row(line, nominee, anew=True)
