"""Putting nominees into an order: one move says several places, all in one transaction or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from juryapp.application.desk.places import CategoryOrder, check_orders, orders_here
from juryapp.application.desk.saying import NO_SUCH_CRITERION, NO_SUCH_NOMINEE, say_mark
from juryapp.application.ports import UnitOfWork
from juryapp.application.session import Session, the_round
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.criteria import CriterionKind
from juryapp.domain.ids import CriterionId, JurorId, NomineeId
from juryapp.domain.orders import Order, place_changes
from juryapp.domain.statements import MarkContent, MarkKey, MarkState, mark

NO_ORDER: Final = N_("“{criterion}” asks for no order.")
TWO_CATEGORIES: Final = N_("An order is made within a category; these candidates are in several.")


def orders(session: Session) -> list[CategoryOrder]:
    """Return the juror's order in each category; none if the package asks for none."""
    with session.reading() as uow:
        return orders_here(uow)


def reorder(
    session: Session, criterion: CriterionId, placed: Sequence[NomineeId]
) -> dict[NomineeId, MarkContent]:
    """Put `placed`, of one category, on the places from 1; whoever was placed before has none then.

    Each nominee whose place changes gets a new revision, all in one transaction.

    Returns:
        What was said before of those that changed: `say_answers` takes it back.

    Raises:
        RuleError: Not declared, recused, handed in, or not one category's.
    """
    with session.writing() as uow:
        _check_asks_order(uow, criterion)
        here = _order_holding(uow, placed)
        wanted = Order(tuple(placed), tuple(n for n in _members(here) if n not in placed))
        before = {}
        for nominee, place in place_changes(wanted, here.places).items():
            standing = _said(uow, nominee, criterion)
            before[nominee] = standing
            note = standing.note
            said = mark(place, note) if place is not None else MarkContent(MarkState.CLEARED)
            say_mark(session, uow, nominee, criterion, said)
        check_orders(uow)
    return before


def say_answers(
    session: Session, criterion: CriterionId, answers: Mapping[NomineeId, MarkContent]
) -> ChangeSet:
    """Give or take back the answers to one criterion for several nominees, all or none."""
    with session.writing() as uow:
        said = [say_mark(session, uow, n, criterion, content) for n, content in answers.items()]
        check_orders(uow)
    return ChangeSet.of(Topic.MARKS) if any(said) else ChangeSet()


def _check_asks_order(uow: UnitOfWork, criterion: CriterionId) -> None:
    found = uow.criteria.find(criterion)
    if found is None:
        raise RuleError(NO_SUCH_CRITERION, code="E-UNKNOWN")
    if found.kind is not CriterionKind.ORDER:
        raise RuleError(NO_ORDER, code="E-KIND", criterion=found.name)


def _order_holding(uow: UnitOfWork, placed: Sequence[NomineeId]) -> CategoryOrder:
    """Return the category's order that all of `placed` belong to."""
    found = [here for here in orders_here(uow) if {*placed} & {*_members(here)}]
    if len(found) > 1:
        raise RuleError(TWO_CATEGORIES, code="E-CATEGORY")
    if not found or len({*placed}) < len(placed) or not {*placed} <= {*_members(found[0])}:
        raise RuleError(NO_SUCH_NOMINEE, code="E-UNKNOWN")
    return found[0]


def _members(here: CategoryOrder) -> tuple[NomineeId, ...]:
    return (*here.order.placed, *here.order.unplaced)


def _said(uow: UnitOfWork, nominee: NomineeId, criterion: CriterionId) -> MarkContent:
    juror = JurorId(uow.jurors.all()[0].id)
    found = uow.marks.find(MarkKey(the_round(uow).id, juror, nominee, criterion))
    return found.content if found is not None else MarkContent(MarkState.CLEARED)
