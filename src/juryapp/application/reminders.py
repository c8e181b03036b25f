"""Letters to a juror about the score file, ready to be copied into an e-mail, in the edition’s language."""

from __future__ import annotations

from typing import Final

from juryapp.application.conflicts import ConflictRow, question_to
from juryapp.application.package_letters import CLOSING, DEADLINE, GREETING, Letter
from juryapp.application.package_overview import PackageLine
from juryapp.base.i18n import N_, texts_in
from juryapp.base.instants import format_date
from juryapp.domain.award import Edition
from juryapp.domain.sheets import SheetState

SUBJECT_REMINDER: Final = N_("{award}: your score file")
SUBJECT_QUESTION: Final = N_("{award}: two different marks")
NOT_RECEIVED: Final = N_("We have not received your score file for {award} yet.")
DRAFT: Final = N_(
    "We have a draft from you for {award}: {done} of {total} nominees are finished. A draft does not count"
    " until you hand in."
)
INCOMPLETE: Final = N_(
    "We have your score file for {award}, but only {done} of {total} nominees are finished. Those that are"
    " left do not count yet."
)
WHAT_TO_DO: Final = N_(
    "Open juryapp, finish what is left, hand in, and send us the score file that the program makes for you."
)
DEADLINE_PASSED: Final = N_(
    "The deadline was {day}. Tell me when we can expect your file, or that it will not come."
)
NO_PACKAGE: Final = N_("If you cannot find your jury package, say so, and I will send it again.")

_FIRST: Final = {
    SheetState.NOT_RECEIVED: NOT_RECEIVED,
    SheetState.DRAFT: DRAFT,
    SheetState.INCOMPLETE: INCOMPLETE,
}


def reminder(edition: Edition, line: PackageLine, *, today: str, language: str = "") -> Letter:
    """Return the letter to a juror whose sheet is not complete.

    Args:
        edition: The edition.
        line: The juror, and what has come.
        today: ISO date: it decides whether the deadline has passed.
        language: Which; the edition's first if empty.
    """
    spoken = language or edition.languages[0]
    texts = texts_in(spoken)
    first = _FIRST.get(line.state, NOT_RECEIVED)
    lines = [
        texts(GREETING).format(name=line.juror.name),
        texts(first).format(award=edition.title, done=line.finished, total=line.nominees),
        texts(WHAT_TO_DO),
    ]
    if edition.deadline:
        passed = today > edition.deadline
        day = format_date(edition.deadline, spoken)
        lines.append(texts(DEADLINE_PASSED if passed else DEADLINE).format(day=day))
    if line.state is SheetState.NOT_RECEIVED:
        lines.append(texts(NO_PACKAGE))
    lines.append(texts(CLOSING))
    subject = texts(SUBJECT_REMINDER).format(award=edition.title)
    return Letter(subject, "\n\n".join(lines) + "\n")


def question(edition: Edition, row: ConflictRow, *, language: str = "") -> Letter:
    """Return the letter that asks a juror which of two marks is meant."""
    texts = texts_in(language or edition.languages[0])
    subject = texts(SUBJECT_QUESTION).format(award=edition.title)
    return Letter(subject, question_to(row, texts) + "\n")
