"""A score file to take apart, and the two machines between which it goes."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from juryapp.application.ports import Expected
from juryapp.base.errors import FileFormatError
from juryapp.domain.award import Edition, Round, RoundState
from juryapp.domain.criteria import CommentRule, Criterion, ballot_hash
from juryapp.domain.ids import AwardId, CriterionId, EditionId, JurorId, NomineeId, RoundId
from juryapp.domain.jury import Juror
from juryapp.domain.packages import (
    Confirmation,
    JurorKey,
    Origin,
    PackageHead,
    PackageIssue,
    PackageKind,
    ScoreContent,
)
from juryapp.domain.scales import Scale
from juryapp.domain.statements import (
    Answer,
    DeclarationContent,
    MarkContent,
    MarkKey,
    MarkState,
    NomineeKey,
    NoteContent,
    Provenance,
    Stated,
    StatedMark,
    Statement,
    mark,
)
from juryapp.exchange.envelope import open_envelope, sign
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.keys import SigningKey
from juryapp.exchange.score_file import ScoreFiles
from juryapp.exchange.seal import seal, unseal

EDITION = Edition(
    id=EditionId("E26"), award=AwardId("A1"), award_name="Pris", title="Pris 2026", year=2026
)
JUROR, OTHER_JUROR = JurorId("J1"), JurorId("J2")
ROUND = RoundId("R1")
TOKEN, OTHER_TOKEN = "1" * 32, "2" * 32
NOMINEES = (NomineeId("N1"), NomineeId("N2"))
CRITERIA = (
    Criterion(
        id=CriterionId("C1"),
        name="Nyskaping",
        weight=Fraction(1),
        scale=Scale.between(Fraction(0), Fraction(10), Fraction(1, 2)),
    ),
    Criterion(
        id=CriterionId("C2"),
        name="Nytte",
        weight=Fraction(1),
        scale=Scale(1, 6, Fraction(1)),
    ),
)
BALLOT = ballot_hash(CRITERIA, CommentRule.NONE)
AT = Provenance("2026-11-12T14:00:00Z", "DEVICE")


def stated(content: MarkContent, nominee: int, criterion: int, rev: int = 1) -> StatedMark:
    key = MarkKey(ROUND, JUROR, NOMINEES[nominee], CRITERIA[criterion].id)
    return Stated(Statement(key, rev, content), AT)


def about(nominee: int) -> NomineeKey:
    return NomineeKey(ROUND, JUROR, NOMINEES[nominee])


CONTENT = ScoreContent(
    kind=PackageKind.SCORE,
    trial=False,
    award=EDITION.award,
    edition=EDITION.id,
    round=ROUND,
    ballot=BALLOT,
    package="a" * 64,
    juror=JUROR,
    device="DEVICE",
    file="FILE1",
    seq=3,
    previous="f" * 64,
    made="2026-11-12T14:30:00Z",
    app_version="0.1.0",
    complete=True,
    origin=Origin.OWN,
    marks=(
        stated(mark(15, "Sterk søknad.\nčáppa =1+1 <b>"), 0, 0),
        stated(MarkContent(MarkState.NOT_ASSESSED), 0, 1, rev=4),
        stated(MarkContent(MarkState.CLEARED), 1, 0, rev=2),
        stated(mark(0), 1, 0, rev=3),
        stated(MarkContent(MarkState.WITHDRAWN), 1, 1),
    ),
    declarations=(
        Stated(
            Statement(about(0), 1, DeclarationContent(Answer.TELL, "Jeg kjenner dem.")), AT
        ),
        Stated(Statement(about(1), 1, DeclarationContent(Answer.NOTHING)), AT),
    ),
    notes=(Stated(Statement(about(0), 2, NoteContent("Til møtet", usable=True)), AT),),
)  # fmt: skip


def issue_for(juror: JurorId, token: str, digest: str, number: int = 1) -> PackageIssue:
    return PackageIssue(
        juror=juror,
        issue=number,
        kind=PackageKind.SCORE,
        round=ROUND,
        token=token,
        sha256=digest,
        ballot=BALLOT,
        made="2026-10-01T12:00:00Z",
        file_name="x.jurypack",
    )


EXPECTED = Expected(
    edition=EDITION,
    round=Round(
        id=ROUND,
        number=1,
        state=RoundState.OPEN,
        ballot=BALLOT,
        rules="b" * 64,
        order_seed="00",
        opened="2026-10-01T12:00:00Z",
    ),
    jurors=(Juror(id=JUROR, number=1, name="Åse"), Juror(id=OTHER_JUROR, number=2, name="Odd")),
    nominees=NOMINEES,
    criteria=CRITERIA,
    packages=(issue_for(OTHER_JUROR, OTHER_TOKEN, "c" * 64), issue_for(JUROR, TOKEN, "a" * 64, 2)),
    keys=(),
)


@dataclass(frozen=True)
class World:
    """The secretary's and the juror's machines, and a folder between them."""

    office: FolderKeyStore
    desk: FolderKeyStore
    folder: Path

    @property
    def head(self) -> PackageHead:
        keys = self.office.award_keys(EDITION.id)
        assert keys is not None
        return PackageHead(
            sha256="a" * 64,
            kind=PackageKind.SCORE,
            issue=2,
            award_key=keys.sign,
            seal_key=keys.seal,
            token=TOKEN,
            log_head="",
            grounds=(),
        )

    @property
    def juror_key(self) -> SigningKey:
        return self.desk.juror_signing_key(EDITION.id, JUROR)

    def written(self, content: ScoreContent = CONTENT) -> bytes:
        return ScoreFiles(self.desk).write(content, self.head)

    def file(self, data: bytes) -> Path:
        path = self.folder / "x.juryscore"
        path.write_bytes(data)
        return path

    def refusal(self, data: bytes, expected: Expected = EXPECTED) -> FileFormatError:
        with pytest.raises(FileFormatError) as caught:
            ScoreFiles(self.office).read(self.file(data), expected)
        assert caught.value.file == "x.juryscore"
        assert str(caught.value)
        return caught.value

    def inside(self, data: bytes) -> bytes:
        key = self.office.seal_key(EDITION.id)
        return unseal(data, award=EDITION.award, edition=EDITION.id, key=key)

    def body(self) -> dict[str, Any]:
        envelope = open_envelope(self.inside(self.written()), "score", expected="")
        body: dict[str, Any] = json.loads(envelope.unverified)
        return body

    def sealed(self, body: bytes, key: SigningKey | None = None) -> bytes:
        return self.resealed(sign("score", body, key or self.juror_key))

    def resealed(self, envelope: bytes) -> bytes:
        to = bytes.fromhex(self.head.seal_key)
        return seal(envelope, award=EDITION.award, edition=EDITION.id, to=to)


def new_world(folder: Path) -> World:
    """Return two machines with a folder between them; the office has the edition's keys."""
    office = FolderKeyStore(KeyFolder(folder / "office"))
    office.make_award_keys(EDITION.id)
    return World(office, FolderKeyStore(KeyFolder(folder / "desk")), folder)


def pinned(world: World, **facts: Any) -> Expected:
    key = JurorKey(
        juror=JUROR,
        public_key=world.juror_key.public.hex(),
        device="DEVICE",
        issue=2,
        confirmation=Confirmation.WORD,
        pinned="2026-11-01T12:00:00Z",
    )
    return replace(EXPECTED, keys=(replace(key, **facts),))
