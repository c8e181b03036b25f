"""The letter that goes with a jury package: ready to be copied into an e-mail, in the edition's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from juryapp.base.i18n import N_, texts_in
from juryapp.base.instants import format_date
from juryapp.domain.award import Edition
from juryapp.domain.jury import Juror
from juryapp.domain.packages import PackageKind

SUBJECT_DECLARE: Final = N_("{award}: your jury package with the question of impartiality")
SUBJECT_SCORE: Final = N_("{award}: your jury package")
SUBJECT_WORKBOOK: Final = N_("{award}: your ballot as a workbook")
GREETING: Final = N_("Dear {name},")
HERE_DECLARE: Final = N_(
    "Here is your first jury package ({file}). It holds the names of all nominees, and one that is invented"
    " for practice. There are three steps:"
)
STEPS_DECLARE: Final = (
    N_("1. Open the file with juryapp."),
    N_(
        "2. Answer the question of impartiality for each nominee. You see the names and who nominated them."
    ),
    N_(
        "3. Give the practice nominee a mark for each criterion, choose “Hand in”, and send me the file that"
        " the program makes. The practice marks count nowhere; they show that the program works on your"
        " computer."
    ),
)
NEXT_DECLARE: Final = N_(
    "The nominations come in your next package, for the nominees where you take part."
)
HERE_SCORE: Final = N_(
    "Here is your jury package ({file}). It holds the nominees and their nominations. Open it with juryapp,"
    " give your marks, and send back the score file that the program makes for you."
)
HERE_WORKBOOK: Final = N_(
    "Here is your ballot as an Excel workbook ({file}). Nothing has to be installed. It holds the nominees"
    " and their nominations; the first sheet says what to do. Fill in the framed cells, save it, and send it"
    " back."
)
NOT_SIGNED: Final = N_(
    "A workbook is not signed. When I have taken it in, I send you the marks that were read, and you confirm"
    " them by answering."
)
LOCKED: Final = N_("The package is locked. I give you the password by telephone, not by e-mail.")
OPEN: Final = N_(
    "Everyone who gets this file can read the nominations, so please do not pass it on."
)
OPEN_NAMES: Final = N_(
    "Everyone who gets this file can read who is nominated, so please do not pass it on."
)
DEADLINE: Final = N_("We need your file by {day}.")
HOW_WORKBOOK: Final = N_(
    "Save the workbook now and then, as any other. You need no network, and you can stop and go on whenever"
    " you like."
)
HOW: Final = N_(
    "Everything you do is saved on your own computer at once. You need no network, and you can stop and"
    " go on whenever you like."
)
CLOSING: Final = N_("Call me if anything is unclear.")


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail, ready to be copied."""

    subject: str
    body: str


def package_letter(
    edition: Edition,
    juror: Juror,
    kind: PackageKind,
    *,
    file: str,
    locked: bool | None,
    workbook: bool = False,
) -> Letter:
    """Return the letter for one juror, in the first language of the edition.

    With `workbook` it goes with an Excel ballot, which has no password.
    `locked` is None where nobody knows any more whether the file has a password; then nothing is said of it.
    """
    language = edition.languages[0]
    texts = texts_in(language)
    declare = kind is PackageKind.DECLARE
    lines = [
        texts(GREETING).format(name=juror.name),
        texts(HERE_WORKBOOK if workbook else HERE_DECLARE if declare else HERE_SCORE).format(
            file=file
        ),
    ]
    if declare:
        lines.append("\n".join(texts(step) for step in STEPS_DECLARE))
        lines.append(texts(NEXT_DECLARE))
    if workbook:
        lines += [texts(NOT_SIGNED), texts(OPEN)]
    elif locked is not None:
        lines.append(texts(LOCKED if locked else OPEN_NAMES if declare else OPEN))
    lines.append(texts(HOW_WORKBOOK if workbook else HOW))
    if edition.deadline:
        lines.append(texts(DEADLINE).format(day=format_date(edition.deadline, language)))
    lines.append(texts(CLOSING))
    subject = SUBJECT_WORKBOOK if workbook else SUBJECT_DECLARE if declare else SUBJECT_SCORE
    return Letter(texts(subject).format(award=edition.title), "\n\n".join(lines) + "\n")
