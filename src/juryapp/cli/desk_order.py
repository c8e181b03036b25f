"""`juryapp desk order`: the order that a juror's own marks give, and what another order would take."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from juryapp.application.desk.contents import DeskContents, desk_contents
from juryapp.application.desk.own_order import (
    Advice,
    OwnOrder,
    advise,
    is_given,
    makes_order,
    own_orders,
)
from juryapp.application.desk.own_order_words import (
    apart_text,
    decimals_for,
    place_text,
    standing_text,
    title_text,
    value_text,
    ways_text,
)
from juryapp.application.naming import find_nominee
from juryapp.application.session import Session
from juryapp.base.errors import UsageError
from juryapp.base.i18n import N_, _
from juryapp.base.numbers import fraction_text
from juryapp.cli.answer import Answer, columns
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context
from juryapp.domain.ids import NomineeId
from juryapp.domain.own_order import Way, moved

BOTH = N_("Say both: whom to put, and before whom.")
GIVEN = N_(
    "You give the order itself in this round: no marks make it. Put them in order at the desk."
)
NOT_IN_ORDER = N_("“{name}” has no place in your order, or they are not in the same category.")


def add_order(group: argparse._SubParsersAction[Parser]) -> Parser:
    """Add the command that shows the own order."""
    order = add_command(
        group,
        "order",
        _("show the order that your own marks give"),
        about=_(
            "Shows the order of your own weighted marks in each category; equal ones share a place. With\n"
            "--put and --before it says which marks would have to be others. It changes nothing."
        ),
        examples=("juryapp desk order", "juryapp desk order --put Fjordby --before Vik"),
    )
    order.add_argument("--put", default="", metavar="NAME", help=_("whom to look at higher up"))
    order.add_argument("--before", default="", metavar="NAME", help=_("before whom"))
    return order


def order_answer(context: Context, desk: Session) -> Answer:
    """Return the juror's own order, or what another one would take."""
    contents = desk_contents(desk)
    orders = own_orders(contents)
    options = context.options
    if bool(options.put) != bool(options.before):
        raise UsageError(BOTH, code="E-USAGE")
    if not makes_order(contents):
        return Answer(
            [_("This round asks for comments only; they make no order.")], {"categories": []}
        )
    if options.put and is_given(contents):
        raise UsageError(GIVEN, code="E-GIVEN")
    if options.put:
        return _tried(contents, orders, options.put, options.before)
    lines = [line for order in orders for line in _lines(contents, order)]
    return Answer(lines, {"categories": [_document(contents, order) for order in orders]})


def _lines(contents: DeskContents, order: OwnOrder) -> list[str]:
    places = decimals_for(found.value for found in order.placed)
    rows = [
        (
            place_text(found),
            _name(contents, found.nominee),
            value_text(contents, found.value, places),
        )
        for found in order.placed
    ]
    lines = [order.name, *(f"  {line}" for line in columns(rows))]
    for told, nominees in (
        (_("Marks are missing: {names}."), order.incomplete),
        (_("Not assessed: {names}."), order.not_assessed),
    ):
        if nominees:
            names = ", ".join(_name(contents, nominee) for nominee in nominees)
            lines.append("  " + told.format(names=names))
    if order.left_out:
        lines.append("  " + apart_text(order))
    return lines


def _document(contents: DeskContents, order: OwnOrder) -> dict[str, Any]:
    return {
        "category": order.category,
        "name": order.name,
        "order": [
            {
                "nominee": found.nominee,
                "name": _name(contents, found.nominee),
                "place": found.place,
                "shared": found.shared,
                "value": fraction_text(found.value),
            }
            for found in order.placed
        ],
        "incomplete": list(order.incomplete),
        "not_assessed": list(order.not_assessed),
        "left_out": order.left_out,
    }


def _tried(contents: DeskContents, orders: Sequence[OwnOrder], put: str, before: str) -> Answer:
    nominees = [contents.papers[n].nominee for n in contents.real]
    mover, other = find_nominee(nominees, put).id, find_nominee(nominees, before).id
    order = next((o for o in orders if mover in o.nominees), None)
    if order is None or other not in order.nominees or mover == other:
        name = _name(contents, other if order else mover)
        raise UsageError(NOT_IN_ORDER, code="E-NO-PLACE", name=name)
    given = order.nominees
    if given.index(mover) < given.index(other):
        told = _("{one} is before {other} already, by your marks.")
        line = told.format(one=_name(contents, mover), other=_name(contents, other))
        return Answer([line], {"wishes": []})
    _n, advice = advise(contents, order, moved(given, mover, given.index(other)))
    lines = [line for found in advice for line in _advice_lines(contents, order, found)]
    lines.append(_("No mark was changed."))
    return Answer(lines, {"wishes": [_advice_document(found) for found in advice]})


def _advice_lines(contents: DeskContents, order: OwnOrder, advice: Advice) -> list[str]:
    return [
        title_text(contents, advice),
        "  " + standing_text(contents, order, advice),
        "  " + ways_text(contents, advice.wish.mover, advice.mover),
        "  " + ways_text(contents, advice.wish.other, advice.other, again=True),
    ]


def _advice_document(advice: Advice) -> dict[str, Any]:
    return {
        "before": advice.wish.before,
        "after": advice.wish.after,
        "ways": [_way(way) for way in (*advice.mover, *advice.other)],
    }


def _way(way: Way) -> dict[str, Any]:
    return {
        "nominee": way.nominee,
        "marks": [
            {"criterion": s.criterion, "was": s.was, "becomes": s.becomes} for s in way.steps
        ],
        "value": fraction_text(way.value),
        "also_passes": list(way.beyond),
    }


def _name(contents: DeskContents, nominee: NomineeId) -> str:
    return contents.papers[nominee].nominee.name
