"""What is typed for one box of a paper, for each kind of criterion, and how an answer is shown again."""

from __future__ import annotations

from typing import Final

from juryapp.application.answers import WHAT_IS_TAKEN, answer_text, choices, said_points
from juryapp.application.desk.ballots import said_not_assessed
from juryapp.application.kept_texts import kept_text
from juryapp.base.errors import UsageError
from juryapp.base.i18n import N_, OurText, _
from juryapp.base.numbers import format_exactly
from juryapp.domain.answers import check_answer
from juryapp.domain.criteria import WRITTEN, YES, Criterion, CriterionKind
from juryapp.domain.statements import MarkContent, MarkState, mark

NO_ANSWER: Final = N_("“{value}” is no answer to “{criterion}”. {taken}")
SIGN: Final = "–"  # what stands for “not assessed” where there is room for a sign only
_SIGNS: Final = frozenset({"-", "–", "−"})


def answer_in(criterion: Criterion, typed: str, note: str = "") -> MarkContent | None:
    """Return the answer that was typed; None for a box that is blank.

    Raises:
        UsageError: It is no answer to what is asked (E-MARK).
        RuleError: It is off the scale, or too long a text.
    """
    said, words = typed.strip(), kept_text(note)
    if said in _SIGNS or (said and said_not_assessed(said)):
        return MarkContent(MarkState.NOT_ASSESSED, None, words)
    if criterion.kind is CriterionKind.TEXT:
        text = kept_text(said or words)
        return mark(WRITTEN, text) if text else None
    if not said:
        return None
    points = said_points(criterion, said)
    if points is None:
        taken = OurText(WHAT_IS_TAKEN[criterion.kind])
        names = {"value": said[:40], "criterion": criterion.name}
        raise UsageError(NO_ANSWER, code="E-MARK", taken=taken, **names)
    content = mark(points, words)
    check_answer(criterion, content)
    return content


def typed_text(criterion: Criterion, content: MarkContent | None) -> str:
    """Return an answer as one types it: what `answer_in` reads as the same answer."""
    if content is None:
        return ""
    if content.points is None:
        return SIGN
    if criterion.kind is CriterionKind.TEXT:
        return content.note
    if criterion.kind is CriterionKind.RECOMMENDATION:
        points = [points for points, _words in choices(criterion)]
        return str(points.index(content.points) + 1)
    if criterion.kind is CriterionKind.YES_NO:
        return "1" if content.points == YES else "0"
    return format_exactly(criterion.scale.value(content.points))


def answer_words(criterion: Criterion, content: MarkContent | None) -> str:
    """Return an answer in words, in the language in use, for the second person to read."""
    if content is None:
        return _("left blank")
    if criterion.kind is CriterionKind.RECOMMENDATION and content.points is not None:
        return f"{typed_text(criterion, content)}  ·  {answer_text(criterion, content)}"
    return answer_text(criterion, content)
