"""A jury package to take apart, for the tests of packages."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from juryapp.application.ports.exchange import Pieces
from juryapp.base.files import sha256
from juryapp.domain.award import Category
from juryapp.domain.criteria import CommentRule, Criterion, Level, ballot_hash
from juryapp.domain.ids import (
    PRACTICE,
    AwardId,
    CategoryId,
    CriterionId,
    EditionId,
    JurorId,
    NominationId,
    NomineeId,
    RoundId,
)
from juryapp.domain.nominees import Nomination, Nominee, PracticeNominee, Relation
from juryapp.domain.packages import PackageContent, PackageKind
from juryapp.domain.scales import Scale
from juryapp.exchange.container import MANIFEST, open_container
from juryapp.exchange.jury_package import PACKAGE_TYPE, JuryPackages
from juryapp.exchange.password import LockingWriter

EDITION = EditionId("KOMMUNE-2026")
TOKEN = "0123456789abcdef" * 2
CRITERIA = (
    Criterion(
        id=CriterionId("C1"),
        name="Nyskaping",
        weight=Fraction(2, 3),
        scale=Scale.between(Fraction(0), Fraction(10), Fraction(1, 2)),
        order=1,
        group="Kvalitet",
        guidance="Er det nytt?\nFor hvem?",
        levels=(Level(0, "Ikke"), Level(20, "Andre kan lære av det")),
    ),
    Criterion(
        id=CriterionId("C2"),
        name="Nytte",
        weight=Fraction(1),
        scale=Scale(1, 6, Fraction(1)),
        order=2,
        version=3,
    ),
)
CONTENT = PackageContent(
    kind=PackageKind.SCORE,
    issue=1,
    trial=False,
    award=AwardId("AWARD"),
    award_name="Vertskapskommuneprisen",
    edition=EDITION,
    title="Vertskapskommuneprisen 2026",
    year=2026,
    owner="Eieren",
    languages=("nb", "nn"),
    deadline="2026-11-12",
    round=RoundId("R1"),
    ballot=ballot_hash(CRITERIA, CommentRule.ALL),
    rules="b" * 64,
    log_head="c" * 64,
    made="2026-10-01T12:00:00Z",
    juror=JurorId("J1"),
    juror_number=1,
    juror_name="Åse Ødegård",
    juror_role="chair",
    juror_organisation="Fylket",
    comment=CommentRule.ALL,
    grounds=("Jeg sitter i styret.",),
    categories=(Category(id=CategoryId("K1"), name="Under 15 000", order=1, rule="innbyggere"),),
    criteria=CRITERIA,
    nominees=(
        Nominee(id=NomineeId("N2"), number=2, name="Čáhcesuolu", category=CategoryId("K1")),
        Nominee(
            id=NomineeId("N1"), number=1, name="Ø", category=CategoryId("K1"), facts="1", withdrawn=True
        ),
    ),
    nominations=(
        Nomination(
            id=NominationId("F1"),
            nominee=NomineeId("N1"),
            order=1,
            nominator="Kari",
            organisation="Laget",
            relation=Relation.SELF,
            text="<b>Fint</b> & =1+1\n🦌",
            received="2026-09-01",
        ),
    ),
)  # fmt: skip
INVENTED = PracticeNominee(
    nominee=Nominee(
        id=PRACTICE, number=0, name="Prøvelund", category=CategoryId(""), place="Ingen steder", facts="1 000"
    ),
    nominations=(
        Nomination(id=NominationId("PRACTICE-1"), nominee=PRACTICE, order=1, nominator="Ola", text="Bra."),
        Nomination(id=NominationId("PRACTICE-2"), nominee=PRACTICE, order=2, nominator="Kari", text="Nja."),
    ),
)  # fmt: skip
DECLARE = replace(CONTENT, kind=PackageKind.DECLARE, practice=INVENTED)


def made(
    codec: JuryPackages,
    content: PackageContent,
    token: str = TOKEN,
    *,
    files: Mapping[str, Pieces] | None = None,
    password: str = "",
) -> tuple[bytes, str]:
    """Return a package's bytes and what it is known by."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.jurypack"
        written = codec.write(content, token, path, files=files, password=password)
        return path.read_bytes(), written.identity


def locked(package: bytes, password: str) -> bytes:
    """Return a package locked with a password."""
    target = io.BytesIO()
    writer = LockingWriter(target, password)
    writer.write(package)
    writer.close()
    return target.getvalue()


def identity_of(package: bytes) -> str:
    """Return what a package that is not locked is known by: the hash of its signed manifest."""
    return sha256(open_container(io.BytesIO(package), PACKAGE_TYPE).read(MANIFEST))
