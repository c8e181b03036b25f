"""A ballot of the small award that nobody signed, as a workbook or a paper gives one."""

from __future__ import annotations

from typing import Any

from juryapp.application.merge.unsigned import UnsignedBallot, unsigned_file
from juryapp.application.session import Session
from juryapp.domain.packages import OpenedScoreFile, Origin
from juryapp.domain.statements import Answer, DeclarationContent, NoteContent, mark
from prepared_award import JURORS, Award

MADE = "2026-11-23T12:00:00Z"


def unsigned(award: Award, who: str = "bjarne", **given: Any) -> OpenedScoreFile:
    """Return a ballot in which a juror gives every nominee the same mark for every criterion."""
    return unsigned_in(award.session, JURORS.index(who) + 1, **given)


def unsigned_in(
    session: Session,
    number: int = 2,
    *,
    points: int = 6,
    rev: int = 1,
    origin: Origin = Origin.WORKBOOK,
    received: bytes = b"",
    complete: bool = True,
    **people: str,
) -> OpenedScoreFile:
    """Return the same for the juror with that number."""
    with session.reading() as uow:
        juror = next(juror for juror in uow.jurors.all() if juror.number == number)
        edition, current = uow.edition(), uow.rounds.all()[-1]
        nominees = [nominee.id for nominee in uow.nominees.all()]
        criteria = [criterion.id for criterion in uow.criteria.all()]
    ballot = UnsignedBallot(
        origin=origin,
        name=f"{number}.xlsx",
        received=received or f"{number} {points} {rev} {complete}".encode(),
        round=current.id,
        ballot=current.ballot,
        juror=juror.id,
        package="ab" * 32,
        issue=1,
        rev=rev,
        made=MADE,
        complete=complete,
        marks={(n, c): mark(points) for n in nominees for c in criteria},
        declarations={n: DeclarationContent(Answer.NOTHING) for n in nominees},
        notes={nominees[0]: NoteContent("Good.")},
        **people,
    )
    return unsigned_file(session.services.score_files, edition, ballot)
