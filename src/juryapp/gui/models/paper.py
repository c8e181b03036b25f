"""Rows and columns of the table of papers, and what stands in words about them."""

from __future__ import annotations

from typing import Final

from juryapp.application.paper.standing import PAPER_STAGE_NAMES, PaperStage, PaperState
from juryapp.base.i18n import N_, _
from juryapp.base.instants import format_date, parse_instant
from juryapp.base.numbers import format_exactly
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.domain.paper import TAKEN_BACK
from juryapp.domain.statements import Answer
from juryapp.gui.widgets import Column, Tone

ANSWER_DIGITS: Final = {
    "1": Answer.NOTHING,
    "2": Answer.TELL,
    "3": Answer.DOUBT,
    "4": Answer.RECUSED,
}
ANSWER_WORDS: Final = {
    Answer.NOTHING: N_("nothing to report"),
    Answer.TELL: N_("something the panel should know"),
    Answer.DOUBT: N_("in doubt"),
    Answer.RECUSED: N_("recused"),
}
STAGE_TONES: Final[dict[PaperStage, Tone]] = {
    PaperStage.NONE: "neutral",
    PaperStage.PRINTED: "neutral",
    PaperStage.TYPING: "accent",
    PaperStage.WAITING: "warn",
    PaperStage.SENT_BACK: "error",
    PaperStage.CONFIRMED: "ok",
    PaperStage.TAKEN_OUT: "warn",
}


def stage_words(state: PaperState) -> str:
    """Return how far a paper is."""
    verdict = state.verdict
    if state.stage is PaperStage.SENT_BACK and verdict and verdict.reason == TAKEN_BACK:
        return _("Taken back to type on")
    return _(PAPER_STAGE_NAMES[state.stage])


def compared_by(state: PaperState) -> str:
    """Return who has held the paper against it."""
    if state.verdict is None or state.stage in {PaperStage.TYPING, PaperStage.WAITING}:
        return ""
    return "" if state.verdict.reason == TAKEN_BACK else state.verdict.by


def day(instant: str) -> str:
    """Return the day of an instant, in local time; "" for none."""
    return format_date(parse_instant(instant).astimezone().date()) if instant else ""


def answer_word(answer: Answer | None) -> str:
    """Return an answer to the question of impartiality in words."""
    return _(ANSWER_WORDS[answer]) if answer else _("left blank")


def asked_of(criterion: Criterion) -> str:
    """Return what can be typed for a criterion, in words."""
    match criterion.kind:
        case CriterionKind.YES_NO:
            return _("1 yes, 0 no")
        case CriterionKind.RECOMMENDATION:
            return _("the number beside the ticked box, 1 to {n}").format(n=len(criterion.levels))
        case CriterionKind.ORDER:
            return _("the place, 1 is best")
        case CriterionKind.TEXT:
            return _("the words as they stand")
        case _:
            scale = criterion.scale
            ends = (scale.value(scale.least), scale.value(scale.most))
            least, most, step = (format_exactly(value) for value in (*ends, scale.step))
            if scale.step == 1:
                return _("{least} to {most}").format(least=least, most=most)
            return _("{least} to {most} in steps of {step}").format(
                least=least, most=most, step=step
            )


PAPER_COLUMNS: Final = (
    Column[PaperState](title=N_("No."), text=lambda s: f"{s.juror.number:02d}",
                       sort=lambda s: s.juror.number, role="text2", width=52),
    Column[PaperState](title=N_("Juror"), text=lambda s: s.juror.name, kind="bodyM", stretch=True),
    Column[PaperState](title=N_("Paper"), text=stage_words, tone=lambda s: STAGE_TONES[s.stage],
                       sort=lambda s: list(PaperStage).index(s.stage), width=208),
    Column[PaperState](title=N_("Typed by"), text=lambda s: s.typed_by, width=160),
    Column[PaperState](title=N_("Compared by"), text=compared_by, width=160),
)  # fmt: skip
