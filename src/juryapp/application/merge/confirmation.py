"""What a juror is asked to confirm who has handed in an Excel ballot, or a paper: the marks that were read.

Such a ballot is not signed, and its juror may have no program that could open a receipt. So an e-mail says
what was read, word for word, and the juror's answer is the receipt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from juryapp.application.answers import answer_text
from juryapp.application.merge.workbook_answers import ANSWER_WORDS
from juryapp.application.packages.letters import CLOSING, GREETING, Letter
from juryapp.application.ports import UnitOfWork
from juryapp.application.session import Session
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_, Texts, texts_in
from juryapp.base.instants import format_instant
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.domain.jury import Juror
from juryapp.domain.nominees import Nominee
from juryapp.domain.packages import Origin, ReceivedFile
from juryapp.domain.statements import (
    Answer,
    DeclarationContent,
    MarkContent,
    NoteContent,
)

SUBJECT: Final = N_("{award}: please confirm your marks")
TAKEN: Final = {
    Origin.WORKBOOK: N_(
        "We have taken in your Excel ballot ({file}) on {when}. A workbook is not signed, so please hold this"
        " against what you meant:"
    ),
    Origin.PAPER: N_(
        "We have taken in your ballot on paper on {when}. It was typed in here, so please hold this against"
        " what you wrote:"
    ),
}
DRAFT: Final = N_("It is a draft, because not everything was filled in. It does not count yet.")
ALL_RIGHT: Final = N_(
    "Please answer “All right”, or write what is wrong. Then we put it right together."
)
CONFIDENTIAL: Final = N_("The marks are confidential until the award is given.")
NOT_ANSWERED: Final = N_("no answer")
IMPARTIALITY: Final = N_("impartiality")
COMMENT: Final = N_("comment")
SIGNED: Final = N_("This file is signed by the juror’s own machine, so a receipt is given for it.")
NO_SUCH_FILE: Final = N_("No file with this hash has been taken in: {name}.")


def confirmation_letter(session: Session, sha256: str, language: str = "") -> Letter:
    """Return the e-mail that lists what was taken in with an unsigned ballot.

    Args:
        session: The secretariat's edition.
        sha256: Of the file.
        language: Which; the edition's first if empty.

    Raises:
        RuleError: There is no such file (E-UNKNOWN), or it is signed (E-SIGNED).
    """
    with session.reading() as uow:
        file, origin = uow.files.find(sha256), uow.files.origins().get(sha256)
        if file is None:
            raise RuleError(NO_SUCH_FILE, code="E-UNKNOWN", name=sha256)
        if origin is None:
            raise RuleError(SIGNED, code="E-SIGNED")
        edition = uow.edition()
        texts = texts_in(language or edition.languages[0])
        juror = uow.jurors.find(file.juror)
        told = _Told(uow, file, texts).lines()
    name = juror.name if juror else str(file.juror)
    when = format_instant(file.received, texts.language)
    lines = [
        texts(GREETING).format(name=name),
        texts(TAKEN[origin.origin]).format(file=file.name, when=when),
        *told,
    ]
    if not file.complete:
        lines.append(texts(DRAFT))
    lines += [texts(ALL_RIGHT), texts(CONFIDENTIAL), texts(CLOSING)]
    return Letter(texts(SUBJECT).format(award=edition.title), "\n\n".join(lines) + "\n")


def to_confirm(session: Session) -> tuple[tuple[ReceivedFile, Juror | None], ...]:
    """Return the unsigned ballots that count, in the order received: each waits for its juror's word."""
    with session.reading() as uow:
        out = {exclusion.sha256 for exclusion in uow.files.exclusions()}
        unsigned = uow.files.origins()
        jurors = {juror.id: juror for juror in uow.jurors.all()}
        return tuple(
            (file, jurors.get(file.juror))
            for file in uow.files.all()
            if file.sha256 in unsigned and file.sha256 not in out
        )


class _Told:
    """What one file says, nominee by nominee."""

    def __init__(self, uow: UnitOfWork, file: ReceivedFile, texts: Texts) -> None:
        self._texts = texts
        self._nominees = uow.nominees.all()
        self._criteria: Sequence[Criterion] = uow.criteria.all()
        marks = uow.marks.by_file().get(file.sha256, ())
        self._marks: dict[tuple[str, ...], MarkContent] = {s.key[2:]: s.content for s in marks}
        declared = uow.declarations.by_file().get(file.sha256, ())
        self._answers: dict[str, DeclarationContent] = {s.key.nominee: s.content for s in declared}
        notes = uow.notes.by_file().get(file.sha256, ())
        self._notes: dict[str, NoteContent] = {s.key.nominee: s.content for s in notes}

    def lines(self) -> Iterator[str]:
        """Yield a block for each nominee that the file speaks of."""
        spoken_of = {key[0] for key in self._marks} | set(self._answers) | set(self._notes)
        for nominee in self._nominees:
            if nominee.id in spoken_of:
                yield "\n".join(self._about(nominee))

    def _about(self, nominee: Nominee) -> Iterator[str]:
        _ = self._texts
        yield f"{nominee.number:02d}  {nominee.name}"
        yield f"  {_(IMPARTIALITY)}: {self._answer(nominee)}"
        for criterion in self._criteria:
            yield f"  {criterion.name}: {self._mark(nominee, criterion)}"
        if nominee.id in self._notes:
            yield f"  {_(COMMENT)}: {self._notes[nominee.id].text}"

    def _answer(self, nominee: Nominee) -> str:
        said = self._answers.get(nominee.id)
        if said is None or said.answer is Answer.RECUSED:
            return self._texts(NOT_ANSWERED)
        answer = self._texts(ANSWER_WORDS[said.answer])
        return f"{answer} ({said.facts})" if said.facts else answer

    def _mark(self, nominee: Nominee, criterion: Criterion) -> str:
        said = self._marks.get((nominee.id, criterion.id))
        if said is None:
            return self._texts(NOT_ANSWERED)
        answer = answer_text(criterion, said, self._texts)
        is_text = criterion.kind is CriterionKind.TEXT
        return f"{answer} – {said.note}" if said.note and not is_text else answer
