"""Answers that are no points, as the protocol keeps them: counts, places and words."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from juryapp.domain.answers import counted
from juryapp.domain.criteria import YES, Criterion, CriterionKind
from juryapp.domain.results import CategoryResult
from juryapp.domain.statements import MarkContent
from juryapp.domain.tallies import tally
from juryapp.domain.totals import JurorScore, NomineeTotal

IN_WORDS: Final = frozenset({CriterionKind.YES_NO, CriterionKind.RECOMMENDATION})


def levels_in_words(criterion: Criterion) -> tuple[str, ...]:
    """Return the levels of a recommendation, the best first."""
    if criterion.kind is not CriterionKind.RECOMMENDATION:
        return ()
    return tuple(level.words for level in reversed(criterion.levels))


def value_printed(result: CategoryResult, value: Fraction | None) -> Fraction | None:
    """Return a total, or a juror's part in it, as it is printed: of an order the place."""
    if value is None or result.kind is not CriterionKind.ORDER:
        return value
    return result.mean_place(value)


def answer_given(score: JurorScore, criteria: Sequence[Criterion]) -> str:
    """Return the one answer in words that a juror gave, "" where there are several, or none."""
    asked = counted(criteria)
    if len(asked) != 1 or not score.counts or asked[0].id not in score.marks:
        return ""
    return _in_words(asked[0], score.marks[asked[0].id].points)


def answers_counted(
    total: NomineeTotal, criteria: Sequence[Criterion]
) -> tuple[tuple[str, int], ...]:
    """Return how often each answer in words was given, the best first; none where there are numbers."""
    asked = [criterion for criterion in counted(criteria) if criterion.kind in IN_WORDS]
    if len(asked) > 1 and asked[0].kind is CriterionKind.YES_NO:
        return ()  # then it is the share that counts
    several = len(asked) > 1
    found = []
    for criterion in asked:
        counts = sorted(tally(total, criterion).items(), reverse=True)
        before = f"{criterion.name}: " if several else ""
        found += [(before + _in_words(criterion, points), n) for points, n in counts]
    return tuple(found)


def settled_value(criterion: Criterion, content: MarkContent) -> Fraction | None:
    """Return the points that the chair settled on; None if it is no number."""
    numbers = {CriterionKind.POINTS, CriterionKind.ORDER}
    if content.points is None or criterion.kind not in numbers:
        return None
    return criterion.scale.value(content.points)


def settled_answer(criterion: Criterion, content: MarkContent) -> str:
    """Return the answer in words that the chair settled on, "" if it is a number or none."""
    if content.points is None:
        return ""
    return (
        content.note
        if criterion.kind is CriterionKind.TEXT
        else _in_words(criterion, content.points)
    )


def _in_words(criterion: Criterion, points: int | None) -> str:
    if points is None or criterion.kind not in IN_WORDS:
        return ""
    if criterion.kind is CriterionKind.YES_NO:
        return "yes" if points == YES else "no"
    return criterion.words(points)
