"""What an answer is for each kind of criterion, and which kinds may stand on one ballot.

On a ballot all criteria that make places are of one kind, and there is one order at most: a mark, a place and
a yes have no common unit, so any sum of them would be invented, and of two orders nobody could say which one
is the juror's. Comments in words make no place, so they may stand beside anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.criteria import WRITTEN, Criterion, CriterionKind
from juryapp.domain.ids import NomineeId
from juryapp.domain.statements import MarkContent

NO_WORDS: Final = N_("Write what you want to say on “{criterion}”; there is nothing to keep yet.")
MIXED_KINDS: Final = N_(
    "“{one}” and “{other}” ask for different kinds of answer, which cannot be counted together. Ask for the"
    " same in both, or turn one of them into a comment in words."
)
TWO_ORDERS: Final = N_(
    "“{one}” and “{other}” both ask for an order. A ballot can have one only: keep one of them."
)
UNEVEN_LEVELS: Final = N_(
    "“{one}” and “{other}” have different numbers of levels, so that they cannot be counted together. Give"
    " them equally many."
)
PLACE_TWICE: Final = N_(
    "{one} and {other} both have place {place}. In an order each place is given once."
)
BEYOND: Final = N_(
    "Place {place} is too far down: there are only {most} candidates in this category."
)


def check_answer(criterion: Criterion, content: MarkContent) -> None:
    """Raise RuleError unless `content` can be an answer: E-RANGE off the scale, E-TEXT without words."""
    if content.points is None:
        return
    if criterion.kind is CriterionKind.TEXT and content.points == WRITTEN:
        if not content.note.strip():
            raise RuleError(NO_WORDS, code="E-TEXT", criterion=criterion.name)
        return
    if criterion.kind is CriterionKind.TEXT:
        raise criterion.scale.off_scale(criterion.scale.value(content.points))
    criterion.scale.check(content.points)


def counted(criteria: Iterable[Criterion]) -> list[Criterion]:
    """Return the criteria whose answers make places."""
    return [criterion for criterion in criteria if criterion.counts]


def counted_kind(criteria: Iterable[Criterion]) -> CriterionKind:
    """Return what the places are made of; TEXT if there is nothing to count."""
    return next((c.kind for c in criteria if c.counts), CriterionKind.TEXT)


def order_criterion(criteria: Iterable[Criterion]) -> Criterion | None:
    """Return the criterion that asks for an order, if one does."""
    return next((c for c in criteria if c.kind is CriterionKind.ORDER), None)


def check_ballot(criteria: Sequence[Criterion]) -> None:
    """Raise RuleError (E-KINDS) unless the criteria can be counted together; see the module."""
    counting = counted(criteria)
    for other in counting[1:]:
        first, names = counting[0], {"one": counting[0].name, "other": other.name}
        if other.kind is not first.kind:
            raise RuleError(MIXED_KINDS, code="E-KINDS", **names)
        if other.kind is CriterionKind.ORDER:
            raise RuleError(TWO_ORDERS, code="E-KINDS", **names)
        if other.kind is CriterionKind.RECOMMENDATION and other.scale != first.scale:
            raise RuleError(UNEVEN_LEVELS, code="E-KINDS", **names)


def takes_comment(criterion: Criterion) -> bool:
    """Return whether an award that asks for a comment with each mark asks for one here.

    A comment that is asked for is one already, and a place is told by the whole order, not by each row of it.
    """
    return criterion.kind not in {CriterionKind.TEXT, CriterionKind.ORDER}


def check_places(
    places: Mapping[NomineeId, int], names: Mapping[NomineeId, str], most: int
) -> None:
    """Raise RuleError unless each place is given once (E-PLACE-TWICE) and none is beyond `most` (E-RANGE).

    Gaps are none: a place that nobody has is how it looks when a juror steps aside for a nominee.
    """
    holders: dict[int, NomineeId] = {}
    for nominee, place in places.items():
        if place > most:
            raise RuleError(BEYOND, code="E-RANGE", place=place, most=most)
        other = holders.setdefault(place, nominee)
        if other != nominee:
            names_of = {"one": names[other], "other": names[nominee]}
            raise RuleError(PLACE_TWICE, code="E-PLACE-TWICE", place=place, **names_of)
