"""A juror's order at the desk: one for each category, of those in which the juror takes part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from juryapp.application.desk.view import desk_info, desk_juror, desk_standings
from juryapp.application.ports import UnitOfWork
from juryapp.application.session import the_round
from juryapp.domain.answers import check_places, order_criterion
from juryapp.domain.ids import PRACTICE, CategoryId, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.orders import Order, order_of
from juryapp.domain.statements import MarkKey


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryOrder:
    """One category's order, and the places as they were said: where somebody stepped aside is a gap."""

    category: CategoryId
    order: Order
    places: Mapping[NomineeId, int]
    most: int  # the last place there is


def check_orders(uow: UnitOfWork) -> None:
    """Raise RuleError if the juror has given a place twice, or one that is too far down."""
    names = {nominee.id: nominee.name for nominee in uow.nominees.all()}
    for found in orders_here(uow):
        check_places(found.places, names, found.most)


def orders_here(uow: UnitOfWork) -> list[CategoryOrder]:
    """Return the juror's orders, in the order in which the categories first appear; none if none is asked.

    The practice nominee is an order of its own: it is compared with nobody.
    """
    criterion = order_criterion(uow.criteria.all())
    if criterion is None:
        return []
    round_id, juror, stands = the_round(uow).id, desk_juror(uow).id, desk_standings(uow)
    groups: dict[CategoryId, list[NomineeId]] = {}
    for nominee in _asked(uow):
        groups.setdefault(_category(uow, nominee), []).append(nominee)
    found = []
    for category, listed in groups.items():
        members = [n for n in listed if stands.get((juror, n)) is not Standing.RECUSED]
        said = {n: uow.marks.find(MarkKey(round_id, juror, n, criterion.id)) for n in members}
        places = {
            nominee: statement.content.points
            for nominee, statement in said.items()
            if statement is not None and statement.content.points is not None
        }
        found.append(
            CategoryOrder(
                category=category,
                order=order_of(members, places),
                places=places,
                most=len(listed),
            )
        )
    return found


def _asked(uow: UnitOfWork) -> list[NomineeId]:
    order = list(desk_info(uow).order)
    found = uow.nominees.find(PRACTICE)
    return order if found is None or found.withdrawn else [PRACTICE, *order]


def _category(uow: UnitOfWork, nominee: NomineeId) -> CategoryId:
    found = uow.nominees.find(nominee)
    if nominee == PRACTICE or found is None:
        return CategoryId(nominee)
    return found.category
