"""Ballots that no machine of the juror’s has signed – an Excel workbook, a paper – as files of a merge.

They are files like any other: the bytes are kept as they came, the statements carry revisions, a file can be
taken out again. But no key vouches for them: people do, by name, and the file says so wherever it is shown
(`FileOrigin`). Beside the bytes lies what was read from them as a document, unsigned, so that an archive can
be read by anybody and a copy of the edition can be combined with another.

The same bytes give the same file, whoever takes them in and whenever: merging asks for nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from juryapp.application.log.bodies import file_unsigned
from juryapp.application.ports import ScoreFileCodec, UnitOfWork
from juryapp.application.session import SECRETARY, Session
from juryapp.base.files import sha256
from juryapp.base.i18n import N_, texts_in
from juryapp.domain.award import Edition
from juryapp.domain.ids import CriterionId, JurorId, NomineeId, RoundId
from juryapp.domain.jury import Role
from juryapp.domain.packages import (
    FileOrigin,
    OpenedScoreFile,
    Origin,
    PackageKind,
    ScoreContent,
)
from juryapp.domain.statements import (
    DeclarationContent,
    MarkContent,
    MarkKey,
    NomineeKey,
    NoteContent,
    Provenance,
    Stated,
    Statement,
)

THE_SECRETARIAT: Final = N_("the secretariat")
_FILE_ID: Final = 26  # letters of the hash that name the file among the juror's


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsignedBallot:
    """What a juror says with a ballot that is not signed: all of it, or a draft."""

    origin: Origin  # not OWN
    name: str  # of the file
    received: bytes  # as it came
    round: RoundId
    ballot: str  # hash of the criteria that it asks for
    juror: JurorId
    package: str  # sha256 by which the empty ballot is on record
    issue: int  # of the empty ballot
    rev: int  # of everything that is said with it
    made: str  # instant, taken from the bytes
    complete: bool
    marks: Mapping[tuple[NomineeId, CriterionId], MarkContent]
    declarations: Mapping[NomineeId, DeclarationContent]
    notes: Mapping[NomineeId, NoteContent]
    app_version: str = ""
    by: str = ""  # who typed it: a name; "" where it is whoever takes the file in
    confirmed_by: str = ""  # who held the paper against it: a name


def unsigned_file(
    codec: ScoreFileCodec, edition: Edition, ballot: UnsignedBallot
) -> OpenedScoreFile:
    """Return a ballot as a file that a merge takes, signed by nobody.

    Args:
        codec: Writes what was read as a document, for archives and for combining copies.
        edition: Which it belongs to.
        ballot: What the juror says.
    """
    digest = sha256(ballot.received)
    content = _content(edition, ballot, digest)
    return OpenedScoreFile(
        name=ballot.name,
        sha256=digest,
        content=content,
        public_key="",
        enrolled=False,
        issue=ballot.issue,
        sealed=ballot.received,
        opened=codec.write_unsigned(content),
        by=ballot.by,
        confirmed_by=ballot.confirmed_by,
    )


def _content(edition: Edition, ballot: UnsignedBallot, digest: str) -> ScoreContent:
    device = f"{ballot.origin.name}-{ballot.issue}"
    when = Provenance(ballot.made, device)
    who, rev = (ballot.round, ballot.juror), ballot.rev
    return ScoreContent(
        kind=PackageKind.SCORE,
        trial=edition.trial,
        award=edition.award,
        edition=edition.id,
        round=ballot.round,
        ballot=ballot.ballot,
        package=ballot.package,
        juror=ballot.juror,
        device=device,
        file=digest[:_FILE_ID].upper(),
        seq=1,
        previous="",
        made=ballot.made,
        app_version=ballot.app_version,
        complete=ballot.complete,
        origin=ballot.origin,
        marks=tuple(
            Stated(Statement(MarkKey(*who, *about), rev, said), when)
            for about, said in sorted(ballot.marks.items())
        ),
        declarations=tuple(
            Stated(Statement(NomineeKey(*who, nominee), rev, said), when)
            for nominee, said in sorted(ballot.declarations.items())
        ),
        notes=tuple(
            Stated(Statement(NomineeKey(*who, nominee), rev, said), when)
            for nominee, said in sorted(ballot.notes.items())
        ),
    )


def keep_origin(session: Session, uow: UnitOfWork, file: OpenedScoreFile) -> None:
    """Record, within the transaction that takes a file in, how it came about; of a signed one nothing."""
    if file.is_signed:
        return
    origin = FileOrigin(
        sha256=file.sha256,
        origin=file.content.origin,
        by=file.by or who_takes_in(uow, session.actor),
        confirmed_by=file.confirmed_by,
    )
    uow.files.put_origin(origin)
    session.note(uow, "file.unsigned", file_unsigned(origin))


def who_takes_in(uow: UnitOfWork, actor: str) -> str:
    """Return who acts, for papers: the secretary by name, if the jury has exactly one."""
    secretaries = [juror.name for juror in uow.jurors.all() if juror.role is Role.SECRETARY]
    if actor != SECRETARY:
        return actor
    if len(secretaries) == 1:
        return secretaries[0]
    return texts_in(uow.edition().languages[0])(THE_SECRETARIAT)
