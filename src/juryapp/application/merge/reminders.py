"""Letters to a juror about the score file, ready to be copied into an e-mail, in the edition’s language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from juryapp.application.merge.conflicts import (
    ConflictRow,
    conflict_rows,
    has_unsigned,
    question_to,
)
from juryapp.application.packages.letters import CLOSING, DEADLINE, GREETING, Letter
from juryapp.application.packages.overview import PackageLine, package_overview
from juryapp.application.results.scoring import load_scoring
from juryapp.application.session import Session
from juryapp.base.collation import sort_key
from juryapp.base.i18n import N_, Texts, texts_in
from juryapp.base.instants import format_date
from juryapp.domain.award import Edition
from juryapp.domain.ids import JurorId
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

LEFT: Final = N_("These are left: {names}.")
DEAR_ALL: Final = N_("Dear members of the jury,")
NOT_RECEIVED_FROM_YOU: Final = N_(
    "This goes to those from whom we have no complete score file for {award} yet."
)
PAPER_IS_HERE: Final = N_(
    "We have your ballot on paper for {award}. It is typed in, and counts as soon as somebody else has"
    " compared it with what you wrote. You need do nothing more."
)
MOST_NAMED: Final = 12  # nominees; of more, a number says more than a list
QUESTION: Final = N_(
    "Hello {juror},\n\nyou have handed in two different marks for {nominee}, {criterion}, from two computers."
    " Neither counts yet. Please open your sheet, give the mark that is meant, and send the new score"
    " file.\n\nKind regards"
)

QUESTION_UNSIGNED: Final = N_(
    "Hello {juror},\n\nyour ballots say two different things for {nominee}, {criterion}. Neither counts yet,"
    " and one of them is an Excel ballot or a paper. Please write which one is meant. The other ballot is"
    " then taken out, or you get a new one to fill in.\n\nKind regards"
)

_FIRST: Final = {
    SheetState.NOT_RECEIVED: NOT_RECEIVED,
    SheetState.DRAFT: DRAFT,
    SheetState.INCOMPLETE: INCOMPLETE,
}


def reminder(
    edition: Edition,
    line: PackageLine,
    *,
    today: str,
    language: str = "",
    left: Sequence[str] = (),
) -> Letter:
    """Return the letter to a juror whose sheet is not complete.

    Args:
        edition: The edition.
        line: The juror, and what has come.
        today: ISO date: it decides whether the deadline has passed.
        language: Which; the edition's first if empty.
        left: Names of the nominees that are not finished; not said of somebody who has sent nothing.
    """
    spoken = language or edition.languages[0]
    texts = texts_in(spoken)
    if line.paper_waits:
        return _paper_waits(edition, line, texts)
    first = _FIRST.get(line.state, NOT_RECEIVED)
    lines = [
        texts(GREETING).format(name=line.juror.name),
        texts(first).format(award=edition.title, done=line.finished, total=line.nominees),
    ]
    if first is not NOT_RECEIVED and 0 < len(left) <= MOST_NAMED:
        lines.append(texts(LEFT).format(names=", ".join(left)))
    lines.append(texts(WHAT_TO_DO))
    lines += _deadline(edition, today, spoken)
    if line.state is SheetState.NOT_RECEIVED:
        lines.append(texts(NO_PACKAGE))
    lines.append(texts(CLOSING))
    subject = texts(SUBJECT_REMINDER).format(award=edition.title)
    return Letter(subject, "\n\n".join(lines) + "\n")


def _paper_waits(edition: Edition, line: PackageLine, texts: Texts) -> Letter:
    """Return the letter to a juror whose ballot on paper is here and waits for a second person."""
    lines = [
        texts(GREETING).format(name=line.juror.name),
        texts(PAPER_IS_HERE).format(award=edition.title),
        texts(CLOSING),
    ]
    subject = texts(SUBJECT_REMINDER).format(award=edition.title)
    return Letter(subject, "\n\n".join(lines) + "\n")


def reminder_to_all(edition: Edition, *, today: str, language: str = "") -> Letter:
    """Return one letter to everybody who is missing; it names nobody, for each sees only it."""
    spoken = language or edition.languages[0]
    texts = texts_in(spoken)
    lines = [
        texts(DEAR_ALL),
        texts(NOT_RECEIVED_FROM_YOU).format(award=edition.title),
        texts(WHAT_TO_DO),
        *_deadline(edition, today, spoken),
        texts(NO_PACKAGE),
        texts(CLOSING),
    ]
    subject = texts(SUBJECT_REMINDER).format(award=edition.title)
    return Letter(subject, "\n\n".join(lines) + "\n")


def _deadline(edition: Edition, today: str, language: str) -> list[str]:
    if not edition.deadline:
        return []
    passed = today > edition.deadline
    day = format_date(edition.deadline, language)
    return [texts_in(language)(DEADLINE_PASSED if passed else DEADLINE).format(day=day)]


def lacks(line: PackageLine, contested: int) -> bool:
    """Return whether something has yet to come from a juror; a conflict alone is no reason.

    `contested` is for how many nominees two of the juror's marks contradict each other.
    """
    if line.state is SheetState.INCOMPLETE:
        return line.finished + contested < line.nominees
    return line.state is not SheetState.COMPLETE


def missing_lines(session: Session) -> list[PackageLine]:
    """Return the jurors of whom something has yet to come."""
    overview = package_overview(session)
    rows = conflict_rows(session) if overview.round is not None else []
    contested: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        contested[row.juror.id].add(row.nominee.id)
    return [line for line in overview.lines if lacks(line, len(contested[line.juror.id]))]


def unfinished(session: Session, juror: JurorId) -> list[str]:
    """Return the names of the nominees that a juror has not finished."""
    with session.reading() as uow:
        sheets = load_scoring(uow).sheets
        names = {nominee.id: nominee.name for nominee in uow.nominees.all()}
    cells = [cell for sheet in sheets if sheet.juror == juror for cell in sheet.cells]
    return sorted((names[cell.nominee] for cell in cells if not cell.finished), key=sort_key)


def question(
    edition: Edition, row: ConflictRow, *, language: str = "", with_marks: bool = False
) -> Letter:
    """Return the letter that asks a juror which of two marks is meant; the marks stand in it if wanted."""
    texts = texts_in(language or edition.languages[0])
    subject = texts(SUBJECT_QUESTION).format(award=edition.title)
    body = question_to(row, texts) if with_marks else _without_marks(row, texts)
    return Letter(subject, body + "\n")


def _without_marks(row: ConflictRow, texts: Texts) -> str:
    template = QUESTION_UNSIGNED if has_unsigned(row) else QUESTION
    return texts(template).format(
        juror=row.juror.name, nominee=row.nominee.name, criterion=row.criterion.name
    )
