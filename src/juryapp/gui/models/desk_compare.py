"""Two nominees side by side: their marks, and the difference in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from juryapp.application.desk.contents import DeskContents, Said
from juryapp.application.desk.own_order_words import decimals_for
from juryapp.base.i18n import _, ngettext
from juryapp.base.numbers import decimal_text, format_exactly, format_number
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.domain.ids import NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.statements import MarkContent
from juryapp.gui.models.desk import number_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How two marks differ: in words, and to which side it points (−1 left, 1 right, 0 neither)."""

    words: str
    side: int
    spoken: str  # with the names


def difference(
    criterion: Criterion,
    names: tuple[str, str],
    marks: tuple[MarkContent | None, MarkContent | None],
) -> Difference:
    """Return how two marks on one criterion differ."""
    left, right = (mark.points if mark is not None else None for mark in marks)
    if left is None or right is None:
        words = _nothing_to_compare(criterion, one=left != right)
        return Difference(words=words, side=0, spoken=words)
    if criterion.kind is not CriterionKind.POINTS:
        return _in_words(criterion, left - right)
    value = criterion.scale.value(abs(left - right))
    return _difference(names, left - right, format_exactly(value))


def _nothing_to_compare(criterion: Criterion, *, one: bool) -> str:
    if criterion.kind is CriterionKind.POINTS:
        return _("one mark is missing") if one else _("no marks to compare")
    return _("one answer is missing") if one else _("no answers to compare")


def _in_words(criterion: Criterion, by: int) -> Difference:
    """Return how two answers in words differ: no numbers where the juror sees none."""
    if not by:
        words = _("the same")
    elif criterion.kind is CriterionKind.RECOMMENDATION:
        words = ngettext("{n} level higher", "{n} levels higher", abs(by)).format(n=abs(by))
        return Difference(words=words, side=-1 if by > 0 else 1, spoken=words)
    else:
        words = _("different")
    return Difference(words=words, side=0, spoken=words)


def mean_difference(names: tuple[str, str], means: tuple[Fraction, Fraction]) -> Difference:
    """Return how two weighted means differ, by the decimals that are shown."""
    places = decimals_for(means)
    shown = [Fraction(decimal_text(value, places)) for value in means]
    sign = 1 if shown[0] > shown[1] else -1 if shown[0] < shown[1] else 0
    return _difference(names, sign, format_number(abs(shown[0] - shown[1]), places))


def _difference(names: tuple[str, str], sign: int, by: str) -> Difference:
    if not sign:
        words = _("the same")
        return Difference(words=words, side=0, spoken=words)
    told = _("{candidate} has {n} more").format(candidate=names[0 if sign > 0 else 1], n=by)
    return Difference(words=_("{n} more").format(n=by), side=-1 if sign > 0 else 1, spoken=told)


def choices(contents: DeskContents, nominees: Sequence[NomineeId]) -> list[tuple[str, str]]:
    """Return the nominees as they are chosen from a list: by name, with number."""
    found = (contents.papers[nominee].nominee for nominee in nominees)
    return [(n.id, f"{n.name}  ·  {number_text(n.number)}") for n in found]


def takes_part(said: Said) -> bool:
    """Return whether there is anything to compare: papers that are open, marks that are taken."""
    return said.standing not in {Standing.RECUSED, Standing.UNDECLARED}


def partner(
    contents: DeskContents, nominees: Sequence[NomineeId], nominee: NomineeId
) -> NomineeId | None:
    """Return with whom a nominee is compared first: the next one of its category, going round."""
    here = nominees.index(nominee) if nominee in nominees else -1
    around = [*nominees[here + 1 :], *nominees[: max(here, 0)]]
    category = contents.papers[nominee].nominee.category
    open_ones = [n for n in around if takes_part(contents.said[n])] or around
    same = [n for n in open_ones if contents.papers[n].nominee.category == category]
    return next(iter(same or open_ones), None)
