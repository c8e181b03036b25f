"""“Your marks give this order”: a juror's own order in each category, and what another order would take.

It is worked out from the marks every time and kept nowhere; looking at another order changes no mark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from juryapp.application.desk.contents import DeskContents, Said
from juryapp.domain.answers import counted, counted_kind, order_criterion
from juryapp.domain.criteria import CriterionKind, Missing
from juryapp.domain.ids import PRACTICE, CategoryId, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.own_order import Looking, Placed, Way, Wish, placed, wishes
from juryapp.domain.totals import weighted_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnOrder:
    """The order in one category: who has a place, and who has none yet."""

    category: CategoryId
    name: str  # of the category
    placed: tuple[Placed, ...]
    incomplete: tuple[NomineeId, ...]  # something is missing there
    not_assessed: tuple[NomineeId, ...]  # answered, but nothing that could be counted
    left_out: int  # nominees in which the juror takes no part

    @property
    def nominees(self) -> tuple[NomineeId, ...]:
        """Who has a place, best first."""
        return tuple(found.nominee for found in self.placed)

    @property
    def has_ties(self) -> bool:
        """Whether any place is shared."""
        return any(found.shared for found in self.placed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What one wish would take: other marks for who was moved, or for the other one."""

    wish: Wish
    mover: tuple[Way, ...]
    other: tuple[Way, ...]


def makes_order(contents: DeskContents) -> bool:
    """Return whether the juror's answers make an order: comments alone make none."""
    return counted_kind(contents.criteria) is not CriterionKind.TEXT


def is_given(contents: DeskContents) -> bool:
    """Return whether the juror gives the order itself, so that no mark makes it."""
    return order_criterion(contents.criteria) is not None


def own_value(contents: DeskContents, said: Said) -> Fraction | None:
    """Return by what a nominee is put into the order: the weighted mean, or the place turned round."""
    asked = order_criterion(contents.criteria)
    if asked is None:
        return weighted_mean(said.marks, contents.criteria, Missing.RENORMALISE)
    answer = said.marks.get(asked.id)
    return None if answer is None or answer.points is None else Fraction(-answer.points)


def own_orders(
    contents: DeskContents, said: Mapping[NomineeId, Said] | None = None
) -> tuple[OwnOrder, ...]:
    """Return the juror's own order in each category, in the order in which the categories first appear.

    Args:
        contents: The desk.
        said: What the juror has said by now, if it is newer than `contents`.
    """
    said = contents.said if said is None else said
    groups: dict[CategoryId, list[NomineeId]] = {}
    for nominee, papers in contents.papers.items():
        if nominee != PRACTICE:
            groups.setdefault(papers.nominee.category, []).append(nominee)
    return tuple(_own_order(contents, said, c, members) for c, members in groups.items())


def _own_order(
    contents: DeskContents,
    said: Mapping[NomineeId, Said],
    category: CategoryId,
    members: Sequence[NomineeId],
) -> OwnOrder:
    values, incomplete, nothing, left_out = {}, [], [], 0
    for nominee in members:
        if said[nominee].standing is Standing.RECUSED:
            left_out += 1
        elif not _is_countable(contents, nominee, said[nominee]):
            incomplete.append(nominee)
        elif (value := own_value(contents, said[nominee])) is None:
            nothing.append(nominee)
        else:
            values[nominee] = value
    return OwnOrder(
        category=category,
        name=contents.papers[members[0]].category,
        placed=placed(values),
        incomplete=tuple(incomplete),
        not_assessed=tuple(nothing),
        left_out=left_out,
    )


def _is_countable(contents: DeskContents, nominee: NomineeId, said: Said) -> bool:
    """Return whether everything is answered that makes places; a comment that is left holds no order up."""
    missing = {*contents.cell(nominee, said).missing}
    declared = said.standing is not Standing.UNDECLARED
    return declared and not missing & {c.id for c in counted(contents.criteria)}


def advise(
    contents: DeskContents,
    order: OwnOrder,
    tried: Sequence[NomineeId],
    said: Mapping[NomineeId, Said] | None = None,
    most: int | None = None,
) -> tuple[int, tuple[Advice, ...]]:
    """Return how many wishes the order `tried` holds, and for the first `most` what each would take."""
    if is_given(contents):
        return 0, ()
    said = contents.said if said is None else said
    looking = Looking(
        tried=tried,
        values={found.nominee: found.value for found in order.placed},
        marks={nominee: said[nominee].marks for nominee in order.nominees},
        criteria=contents.criteria,
        mean=lambda marks: weighted_mean(marks, contents.criteria, Missing.RENORMALISE),
    )
    found = wishes(order.nominees, tried)
    advice = []
    for wish in found[:most]:
        mover, other = looking.ways(wish)
        advice.append(Advice(wish=wish, mover=mover, other=other))
    return len(found), tuple(advice)
