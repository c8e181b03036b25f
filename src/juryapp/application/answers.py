"""Answers in words, and words as answers: 7,5 · yes · Recommended · place 3. The same everywhere."""

from __future__ import annotations

from typing import Final

from juryapp.application.tables.mapping import name_key
from juryapp.base.i18n import N_, Texts, current
from juryapp.base.numbers import format_exactly, parse_number
from juryapp.domain.criteria import NO, WRITTEN, YES, Criterion, CriterionKind
from juryapp.domain.statements import MarkContent

KIND_NAMES: Final = {
    CriterionKind.POINTS: N_("Points"),
    CriterionKind.ORDER: N_("Order"),
    CriterionKind.YES_NO: N_("Yes or no"),
    CriterionKind.RECOMMENDATION: N_("Recommendation"),
    CriterionKind.TEXT: N_("Comment only"),
}
KIND_SENTENCES: Final = {
    CriterionKind.POINTS: N_("The jurors give a mark on a scale, for example from 0 to 10."),
    CriterionKind.ORDER: N_(
        "The jurors put the candidates of each category into an order, the best first. No marks are given."
    ),
    CriterionKind.YES_NO: N_("The jurors answer yes or no for each candidate."),
    CriterionKind.RECOMMENDATION: N_(
        "The jurors choose among levels in words for each candidate. They see no numbers."
    ),
    CriterionKind.TEXT: N_(
        "The jurors write a comment on each candidate. It makes no place; the jury reads it."
    ),
}
WHAT_IS_TAKEN: Final = {
    CriterionKind.POINTS: N_("Write a number such as 7,5, “not assessed” or “recused”."),
    CriterionKind.ORDER: N_("Write the place, 1 for the best, “not assessed” or “recused”."),
    CriterionKind.YES_NO: N_("Write yes or no, “not assessed” or “recused”."),
    CriterionKind.RECOMMENDATION: N_(
        "Write one of the levels as it stands on the ballot, or its number from the top; or “not assessed” or"
        " “recused”."
    ),
    CriterionKind.TEXT: N_("Write the comment as the note, “not assessed” or “recused”."),
}
_YES: Final = frozenset({"yes", "y", "ja", "j", "1", "true", "sant", "x"})
_NO: Final = frozenset({"no", "n", "nei", "0", "false", "usant"})


def answer_text(criterion: Criterion, content: MarkContent, texts: Texts | None = None) -> str:
    """Return an answer as it is read, in the language in use or that of `texts`; of a text its words."""
    _ = texts or current()
    if content.points is None:
        return _("not assessed")
    if criterion.kind is CriterionKind.TEXT:
        return content.note
    return points_text(criterion, content.points, texts)


def points_text(criterion: Criterion, points: int, texts: Texts | None = None) -> str:
    """Return so many points as they are read: a number only where the jurors give numbers."""
    _ = texts or current()
    match criterion.kind:
        case CriterionKind.YES_NO:
            return _("yes") if points == YES else _("no")
        case CriterionKind.RECOMMENDATION:
            return criterion.words(points)
        case CriterionKind.ORDER:
            return _("place {place}").format(place=points)
        case CriterionKind.TEXT:
            return _("a comment")
        case _:
            return format_exactly(criterion.scale.value(points), _.language)


def choices(criterion: Criterion, texts: Texts | None = None) -> tuple[tuple[int, str], ...]:
    """Return the points and words to choose among, the best first; empty where none are offered."""
    if criterion.kind not in {CriterionKind.YES_NO, CriterionKind.RECOMMENDATION}:
        return ()
    if criterion.kind is CriterionKind.YES_NO:
        _ = texts or current()
        return ((YES, _("Yes")), (NO, _("No")))
    scale = criterion.scale
    down = range(scale.most, scale.least - 1, -1)
    return tuple((points, points_text(criterion, points, texts)) for points in down)


def said_points(criterion: Criterion, said: str) -> int | None:
    """Return the points that a word or number in a table says; None if it says none.

    Raises:
        RuleError: It is a number, but no mark on the scale (E-RANGE).
    """
    match criterion.kind:
        case CriterionKind.YES_NO:
            word = name_key(said)
            return YES if word in _YES else NO if word in _NO else None
        case CriterionKind.RECOMMENDATION:
            return _said_level(criterion, said)
        case CriterionKind.TEXT:
            return WRITTEN
        case CriterionKind.ORDER:
            place = parse_number(said.removesuffix("."))
            is_place = (
                place is not None and place.denominator == 1 and int(place) in criterion.scale
            )
            return int(place) if place is not None and is_place else None
        case _:
            value = parse_number(said)
    return None if value is None else criterion.scale.points(value)


def _said_level(criterion: Criterion, said: str) -> int | None:
    """Return the level that is meant: by its words, or by its number from the top."""
    for level in criterion.levels:
        if name_key(level.words) == name_key(said):
            return level.points
    number = parse_number(said)
    if number is None or number.denominator != 1:
        return None
    points = len(criterion.levels) - int(number)
    return points if points in criterion.scale else None
