"""Answers that are no mark: an order, where one move says several places, and a comment as an answer.

A move is one transaction and one step of undo. Where it cannot be saved all its places wait together, and
together they are tried again: one of them alone could stand on a place that another is just leaving.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from typing_extensions import override

from juryapp.application.desk.ordering import say_answers
from juryapp.base.i18n import _
from juryapp.domain.answers import order_criterion
from juryapp.domain.changes import ChangeSet
from juryapp.domain.criteria import WRITTEN, Criterion
from juryapp.domain.ids import PRACTICE, CriterionId, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.orders import Order, order_of, place_changes
from juryapp.domain.statements import MarkContent, MarkState, mark
from juryapp.gui.controllers.desk_saving import DeskSaving, Saying, Wait
from juryapp.gui.controllers.desk_state import CLEARED

Answers = Mapping[NomineeId, MarkContent]


@dataclass(frozen=True, slots=True)
class WaitTogether(Wait):
    """Where several answers wait; `key` is the criterion, `content` the answers by nominee."""

    @override
    def forget(self) -> None:
        """They are said anew, or undone."""
        for nominee in self._answers():
            self.waiting.pop((nominee, self.key), None)

    @override
    def keep(self) -> None:
        """They could not be saved."""
        for nominee, content in self._answers().items():
            self.waiting[nominee, self.key] = content

    def _answers(self) -> Answers:
        return cast("Answers", self.content)


class DeskKinds(DeskSaving):
    """The desk, with orders and comments as answers."""

    # --- orders

    @property
    def order_asked(self) -> Criterion | None:
        """The criterion that asks for an order, if one does."""
        return order_criterion(self.contents.criteria) if self.is_loaded else None

    def order_around(self, nominee: NomineeId) -> Order:
        """Return the order in the category of `nominee`, as the juror sees it, also what waits."""
        asked = self.order_asked
        if asked is None:
            return Order()
        members = [n for n in self._compared_with(nominee) if self._takes_part(n)]
        said = {n: self.shown_mark(n, asked.id) for n in members}
        places = {n: c.points for n, c in said.items() if c is not None and c.points is not None}
        return order_of(members, places)

    def _compared_with(self, nominee: NomineeId) -> Sequence[NomineeId]:
        if nominee == PRACTICE:
            return (PRACTICE,)
        papers = self.contents.papers
        category = papers[nominee].nominee.category
        return [n for n in self.real if papers[n].nominee.category == category]

    def _takes_part(self, nominee: NomineeId) -> bool:
        standing = self.said(nominee).standing
        return standing not in {Standing.RECUSED, Standing.UNDECLARED}

    def put_order(self, moved: NomineeId, order: Order) -> bool:
        """Say the places of an order in which `moved` was moved; return whether they are saved."""
        asked = self.order_asked
        if asked is None:
            return False
        here = self.order_around(moved)
        said = {n: self.shown_mark(n, asked.id) for n in (*here.placed, *here.unplaced)}
        places = {n: c.points for n, c in said.items() if c is not None and c.points is not None}
        after: dict[NomineeId, MarkContent] = {}
        for nominee, place in place_changes(order, places).items():
            before = said[nominee]
            note = before.note if before else ""
            after[nominee] = mark(place, note) if place is not None else CLEARED
        return self._put_together(moved, asked.id, after)

    def leave_unplaced(self, nominee: NomineeId) -> bool:
        """Say “not assessed” of a nominee that the juror cannot place, or take that back."""
        asked = self.order_asked
        if asked is None:
            return False
        now = self.shown_mark(nominee, asked.id)
        if now is not None and now.state is MarkState.NOT_ASSESSED:
            return self._put_together(nominee, asked.id, {nominee: CLEARED})
        order = self.order_around(nominee)
        without = order.taken_out(nominee)
        after: dict[NomineeId, MarkContent] = {
            n: mark(place)
            for place, n in enumerate(without.placed, 1)
            if order.place_of(n) != place
        }
        after[nominee] = MarkContent(MarkState.NOT_ASSESSED)
        return self._put_together(nominee, asked.id, after)

    def _put_together(self, moved: NomineeId, criterion: CriterionId, after: Answers) -> bool:
        before = {n: self.shown_mark(n, criterion) or CLEARED for n in after}
        if before == after:
            return True
        waiting = {n: said for (n, about), said in self.unsaved.items() if about == criterion}
        saved = self._do(
            _("Place of {nominee}").format(nominee=self.name_of(moved)),
            moved,
            self._saying_together(moved, criterion, {**waiting, **after}),
            self._saying_together(moved, criterion, {**waiting, **before}),
        )
        if not saved:
            for nominee in after:
                self._tell_row(nominee)
        return saved

    def _saying_together(
        self, moved: NomineeId, criterion: CriterionId, answers: Answers
    ) -> Saying:
        def say() -> ChangeSet:
            changes = say_answers(self._workspace.session, criterion, answers)
            for nominee in answers:
                if nominee != moved:  # that one is read by whoever carries this out
                    self._read_again(nominee)
            return changes

        def stored() -> Answers:
            return {n: self._said[n].marks.get(criterion, CLEARED) for n in answers}

        return say, WaitTogether(self.unsaved, criterion, dict(answers), stored)

    @override
    def _waiting_changes(self) -> list[tuple[NomineeId, Saying]]:
        """Return what waits; the places of an order in one."""
        asked = self.order_asked
        found = super()._waiting_changes()
        if asked is None:
            return found
        together = {
            n: said for (n, criterion), said in self.unsaved.items() if criterion == asked.id
        }
        if not together:
            return found
        keys = {(nominee, asked.id) for nominee in together}
        rest = [(n, said) for n, said in found if said[1].key not in keys]
        first = next(iter(together))
        return [*rest, (first, self._saying_together(first, asked.id, together))]

    # --- comments as answers

    def write_answer(
        self, nominee: NomineeId, criterion: CriterionId, words: str, visit: int
    ) -> bool:
        """Answer in words; without any the answer is taken back. One `visit` is one step of undo."""
        before = self.shown_mark(nominee, criterion) or CLEARED
        after = mark(WRITTEN, words) if words.strip() else CLEARED
        if after == before:
            return (nominee, criterion) not in self.unsaved
        return self._do(
            _("Comment on {nominee}").format(nominee=self.name_of(nominee)),
            nominee,
            self._marking(nominee, criterion, after),
            self._marking(nominee, criterion, before),
            merge_key=f"answer:{nominee}:{criterion}:{visit}",
        )
