"""The widget with which a mark is given, whichever kind of criterion it is for.

Screens that show marks beside each other make it here, so that a kind of criterion needs to be known in one
place. What it returns has the interface of `ScoreScale`.
"""

from __future__ import annotations

from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.gui.widgets.desk_answers_words import WordScale
from juryapp.gui.widgets.score_scale import ScoreScale

IN_WORDS = frozenset({CriterionKind.YES_NO, CriterionKind.RECOMMENDATION})
ON_A_SCALE = IN_WORDS | {CriterionKind.POINTS}


def is_on_a_scale(criterion: Criterion) -> bool:
    """Return whether one widget can take the answer: not where all are put into an order, or in a text."""
    return criterion.kind in ON_A_SCALE


def mark_editor(criterion: Criterion, name: str = "", *, flat: bool = True) -> ScoreScale:
    """Return a widget for answers to `criterion`, where `is_on_a_scale`.

    Args:
        criterion: What is asked.
        name: As it is spoken, if not that of the criterion.
        flat: In one line, however many words there are to choose from.
    """
    if criterion.kind in IN_WORDS:
        return WordScale(criterion, name, flat=flat)
    return ScoreScale(name or criterion.name, criterion.scale)
