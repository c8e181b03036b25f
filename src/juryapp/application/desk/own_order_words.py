"""The juror's own order in words, the same in the window and on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from typing import Final

from juryapp.application.answers import points_text
from juryapp.application.desk.contents import DeskContents
from juryapp.application.desk.own_order import Advice, OwnOrder
from juryapp.base.i18n import _, ngettext
from juryapp.base.numbers import format_number
from juryapp.domain.answers import counted, counted_kind
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.domain.ids import NomineeId
from juryapp.domain.own_order import Placed, Step, Way

_LEAST_DECIMALS: Final = 1
_MOST_DECIMALS: Final = 6


def in_marks(contents: DeskContents) -> bool:
    """Return whether the juror gives marks, so that sentences may speak of them."""
    return counted_kind(contents.criteria) is CriterionKind.POINTS


def decimals_for(values: Iterable[Fraction]) -> int:
    """Return how many decimals it takes so that unequal values do not look equal."""
    ordered = sorted(set(values))
    for places in range(_LEAST_DECIMALS, _MOST_DECIMALS):
        shown = [format_number(value, places) for value in ordered]
        if all(one != other for one, other in pairwise(shown)):
            return places
    return _MOST_DECIMALS


def place_text(found: Placed) -> str:
    """Return a place as it is read: 3, or 3 shared."""
    if found.shared:
        return _("{place} shared").format(place=found.place)
    return str(found.place)


def value_text(contents: DeskContents, value: Fraction, places: int) -> str:
    """Return by what somebody has a place: the mean; of answers in words the answer or their share."""
    asked = counted(contents.criteria)
    if not asked or asked[0].kind is CriterionKind.POINTS:
        return format_number(value, places)
    if asked[0].kind is CriterionKind.ORDER:
        return points_text(asked[0], int(-value))
    if len(asked) == 1 and value.denominator == 1:
        return points_text(asked[0], int(value))
    if asked[0].kind is CriterionKind.YES_NO:
        return _("{percent}% yes").format(percent=format_number(100 * value, 0))
    return format_number(value, places)


def title_text(contents: DeskContents, advice: Advice) -> str:
    """Return what one wish asks for: To have Fjordby before Vik."""
    names = _names(contents, advice)
    return _("To have {one} before {other}").format(one=names[0], other=names[1])


def standing_text(contents: DeskContents, order: OwnOrder, advice: Advice) -> str:
    """Return how the two stand by the marks."""
    values = {found.nominee: found.value for found in order.placed}
    one, other = values[advice.wish.before], values[advice.wish.after]
    names = _names(contents, advice)
    places = decimals_for((one, other))
    if one == other:
        told = (
            _("By your marks they are level, both at {value}.")
            if in_marks(contents)
            else _("By your answers they are level, both at {value}.")
        )
        return told.format(value=value_text(contents, one, places))
    told = (
        _("By your marks {one} has {value} and {other} has {more}.")
        if in_marks(contents)
        else _("By your answers {one} has {value} and {other} has {more}.")
    )
    return told.format(
        one=names[0],
        value=value_text(contents, one, places),
        other=names[1],
        more=value_text(contents, other, places),
    )


def ways_text(
    contents: DeskContents, nominee: NomineeId, ways: tuple[Way, ...], *, again: bool = False
) -> str:
    """Return what would have to change for one nominee; a sentence also if nothing is enough.

    `again` where it stands below what the other one of the two would need.
    """
    name = _name(contents, nominee)
    if not ways:
        none = (
            _("No other marks for {name} are enough for it.")
            if in_marks(contents)
            else _("No other answers for {name} are enough for it.")
        )
        return none.format(name=name)
    told = _("Or give {name}: {ways}.") if again else _("Give {name}: {ways}.")
    said = _(", or ").join(_way_text(contents, way) for way in ways)
    return told.format(name=name, ways=said)


def _way_text(contents: DeskContents, way: Way) -> str:
    criteria = {criterion.id: criterion for criterion in contents.criteria}
    told = _(" and ").join(_step_text(criteria[step.criterion], step) for step in way.steps)
    if not way.beyond:
        return told
    names = [_name(contents, nominee) for nominee in way.beyond]
    if len(names) > 1:
        many = ngettext("{n} other", "{n} others", len(names)).format(n=len(names))
        return _("{marks} (which also passes {names})").format(marks=told, names=many)
    return _("{marks} (which also passes {names})").format(marks=told, names=names[0])


def _step_text(criterion: Criterion, step: Step) -> str:
    return _("{criterion} {becomes} instead of {was}").format(
        criterion=criterion.name,
        becomes=points_text(criterion, step.becomes),
        was=points_text(criterion, step.was),
    )


def apart_text(order: OwnOrder) -> str:
    """Return how many are left out because the juror takes no part there, "" if none."""
    if not order.left_out:
        return ""
    told = ngettext(
        "{n} candidate in which you take no part is left out.",
        "{n} candidates in which you take no part are left out.",
        order.left_out,
    )
    return told.format(n=order.left_out)


def count_text(order: OwnOrder) -> str:
    """Return how many have a place, and how many have none yet."""
    total = len(order.placed) + len(order.incomplete)
    if not order.incomplete:
        return ngettext("{n} candidate", "{n} candidates", total).format(n=total)
    told = ngettext("{done} of {n} candidate", "{done} of {n} candidates", total)
    return told.format(done=len(order.placed), n=total)


def _names(contents: DeskContents, advice: Advice) -> tuple[str, str]:
    return _name(contents, advice.wish.before), _name(contents, advice.wish.after)


def _name(contents: DeskContents, nominee: NomineeId) -> str:
    return contents.papers[nominee].nominee.name
