"""What a cell of an Excel ballot says.

Nothing is guessed. A formula's saved value is not what the juror typed, and a day may have been a number:
each is named with its cell, so that the juror can put it right.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from juryapp.application.answers import WHAT_IS_TAKEN, points_text, said_points
from juryapp.application.desk.ballots import said_not_assessed
from juryapp.application.kept_texts import kept_text
from juryapp.application.ports.workbooks import BallotCell, CellKind
from juryapp.application.tables.mapping import name_key
from juryapp.base.errors import RuleError
from juryapp.base.i18n import LANGUAGES, N_, OurText, texts_in, translated
from juryapp.domain.criteria import WRITTEN, Criterion, CriterionKind
from juryapp.domain.statements import Answer, MarkContent, MarkState, mark

FORMULA: Final = N_(
    "{cell}: there is a formula. What it gives is not what the juror typed; write the answer itself."
)
ERROR_VALUE: Final = N_("{cell}: there is the error value {value}. Write the answer, or empty it.")
DATE: Final = N_(
    "{cell}: there is a date ({value}). Spreadsheets make dates of numbers such as 7.5; write the number with"
    " the other decimal sign."
)
PERCENT: Final = N_(
    "{cell}: there is a percentage ({value} of 1). Write the mark as a plain number."
)
TRUTH: Final = N_("{cell}: there is {value}. Write the answer itself.")
OFF_SCALE: Final = N_("{cell}: {why}")
NO_ANSWER: Final = N_("{cell}: “{value}” is no answer to “{criterion}”. {taken}")
NOT_ONE_OF_THREE: Final = N_(
    "{cell}: “{value}” is no answer to the question of impartiality. Choose one from the list."
)
NOT_YES: Final = N_("{cell}: “{value}” is neither yes nor empty.")
ON_THE_SCALE: Final = {
    **WHAT_IS_TAKEN,
    CriterionKind.POINTS: N_("Write a number such as 7,5, or “not assessed”."),
    CriterionKind.ORDER: N_("Write the place, 1 for the best, or “not assessed”."),
    CriterionKind.YES_NO: N_("Write yes or no, or “not assessed”."),
    CriterionKind.RECOMMENDATION: N_("Choose one of the levels from the list, or “not assessed”."),
}
ANSWER_WORDS: Final = {
    Answer.NOTHING: N_("nothing to report"),
    Answer.TELL: N_("something the panel should know"),
    Answer.DOUBT: N_("in doubt"),
}
_YES: Final = frozenset({"yes", "y", "ja", "x", "true", "sant"})
_NO: Final = frozenset({"no", "n", "nei", "", "false", "usant"})
_SHOWN: Final = 40  # characters of what was typed
_STRANGE: Final = {
    CellKind.FORMULA: ("E-CELL-FORMULA", FORMULA),
    CellKind.ERROR: ("E-CELL-ERROR", ERROR_VALUE),
    CellKind.DATE: ("E-CELL-DATE", DATE),
}


def place_of(cell: BallotCell) -> str:
    """Return where a cell stands, as spreadsheet programs write it: 'My ballot'!F12."""
    return f"{cell.sheet}!{cell.name}"


def mark_in(cell: BallotCell, criterion: Criterion, note: str = "") -> MarkContent | None:
    """Return the answer to a criterion; None for an empty cell.

    Raises:
        RuleError: It is none (E-CELL-…), with the cell.
    """
    said = _plain(cell).strip()
    if not said:
        return None
    if said_not_assessed(said) or name_key(said) in _not_assessed():
        return MarkContent(MarkState.NOT_ASSESSED, None, note)
    if criterion.kind is CriterionKind.TEXT:
        return mark(WRITTEN, _kept(cell, said))
    if cell.kind is CellKind.PERCENT:
        raise _bad(PERCENT, "E-CELL-PERCENT", cell)
    if cell.kind is CellKind.YES_NO and criterion.kind is not CriterionKind.YES_NO:
        raise _bad(TRUTH, "E-CELL-MARK", cell)
    points = _points(cell, criterion, said)
    if points is None or points not in criterion.scale:
        taken = OurText(ON_THE_SCALE[criterion.kind])
        raise _bad(NO_ANSWER, "E-CELL-MARK", cell, criterion=criterion.name, taken=taken)
    return mark(points, note)


def _points(cell: BallotCell, criterion: Criterion, said: str) -> int | None:
    if criterion.kind is CriterionKind.RECOMMENDATION:
        levels = range(criterion.scale.least, criterion.scale.most + 1)
        return next((p for p in levels if name_key(criterion.words(p)) == name_key(said)), None)
    if criterion.kind is CriterionKind.YES_NO:
        offered = {name_key(points_text(criterion, p, texts_in(language))): p
                   for language in LANGUAGES for p in (0, 1)}  # fmt: skip
        if name_key(said) in offered:
            return offered[name_key(said)]
    try:
        return said_points(criterion, said)
    except RuleError as error:
        raise RuleError(
            OFF_SCALE, code=error.code, cell=place_of(cell), why=translated(error)
        ) from error


def answer_in(cell: BallotCell) -> Answer | None:
    """Return the answer to the question of impartiality; None for an empty cell. Raises RuleError."""
    said = _plain(cell).strip()
    if not said:
        return None
    found = _answers().get(name_key(said))
    if found is None:
        raise _bad(NOT_ONE_OF_THREE, "E-CELL-ANSWER", cell)
    return found


def text_in(cell: BallotCell | None) -> str:
    """Return a text as it is kept. Raises RuleError: a formula, an error value, or it is too long."""
    if cell is None:
        return ""
    return _kept(cell, _plain(cell, days=True).strip())


def yes_in(cell: BallotCell | None) -> bool:
    """Return whether a cell says yes. Raises RuleError if it says something else than yes or no."""
    said = name_key(_plain(cell).strip()) if cell is not None else ""
    if cell is not None and said not in _YES | _NO | _yes_words():
        raise _bad(NOT_YES, "E-CELL-YES", cell)
    return said in _YES | _yes_words()


def _plain(cell: BallotCell, *, days: bool = False) -> str:
    """Return what was typed; a day is text where texts stand."""
    strange = _STRANGE.get(cell.kind)
    if strange is not None and not (days and cell.kind is CellKind.DATE):
        code, template = strange
        raise _bad(template, code, cell)
    return cell.value


def _kept(cell: BallotCell, text: str) -> str:
    try:
        return kept_text(text)
    except RuleError as error:
        raise RuleError(
            OFF_SCALE, code=error.code, cell=place_of(cell), why=translated(error)
        ) from error


def _bad(template: str, code: str, cell: BallotCell, **params: str) -> RuleError:
    shown = cell.value.strip()
    value = f"{shown[:_SHOWN]} …" if len(shown) > _SHOWN else shown
    return RuleError(template, code=code, cell=place_of(cell), value=value, **params)


@cache
def _answers() -> dict[str, Answer]:
    """Return the answers by how they are written, in every language that a ballot may be in."""
    return {
        name_key(texts_in(language)(text)): answer
        for language in LANGUAGES
        for answer, text in ANSWER_WORDS.items()
    }


@cache
def _not_assessed() -> frozenset[str]:
    return frozenset(name_key(texts_in(language)(N_("not assessed"))) for language in LANGUAGES)


@cache
def _yes_words() -> frozenset[str]:
    return frozenset(name_key(texts_in(language)(N_("yes"))) for language in LANGUAGES)
