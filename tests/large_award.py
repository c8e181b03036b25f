"""An award with many jurors and nominees, and their score files, made without a desk for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from juryapp.application.edition.editions import new_edition
from juryapp.application.edition.files import EditionDraft
from juryapp.application.edition.rounds import open_round
from juryapp.application.session import Session, the_round
from juryapp.domain.award import Category, Round
from juryapp.domain.criteria import Criterion
from juryapp.domain.ids import CategoryId, CriterionId, EditionId, JurorId, NomineeId
from juryapp.domain.jury import Juror
from juryapp.domain.nominees import Nominee
from juryapp.domain.packages import Origin, PackageHead, PackageIssue, PackageKind, ScoreContent
from juryapp.domain.scales import Scale
from juryapp.domain.statements import MarkKey, Provenance, Stated, StatedMark, Statement, mark
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.score_file import ScoreFiles
from workplace import services_in

EDITION = EditionId("LARGE-2026")
NOMINEES, CRITERIA = 200, 5
PACKAGE = "a" * 64
MADE = "2026-11-12T14:30:00Z"


@dataclass(frozen=True)
class LargeAward:
    """The secretariat's open edition, and a folder with a score file of every juror."""

    session: Session
    files: tuple[Path, ...]


def large_award(folder: Path, jurors: int) -> LargeAward:
    """Set up an award with an open round, and the complete score file of each of its jurors."""
    people = tuple(Juror(id=_juror(n), number=n, name=f"Juror {n}") for n in range(1, jurors + 1))
    session = new_edition(services_in(folder / "secretariat"), _draft(people))
    with session.writing() as uow:
        uow.nominees.put(
            *(
                Nominee(id=_nominee(n), number=n, name=f"Nominee {n}", category=CategoryId("ALL"))
                for n in range(1, NOMINEES + 1)
            )
        )
    open_round(session)
    (folder / "scores").mkdir()
    return LargeAward(session, tuple(_handed_in(session, people, folder)))


def _juror(n: int) -> JurorId:
    return JurorId(f"J{n:03}")


def _nominee(n: int) -> NomineeId:
    return NomineeId(f"N{n:03}")


def _criterion(n: int) -> CriterionId:
    return CriterionId(f"C{n}")


def _draft(people: tuple[Juror, ...]) -> EditionDraft:
    return EditionDraft(
        award_name="Large",
        title="Large 2026",
        year=2026,
        id=EDITION,
        categories=(Category(id=CategoryId("ALL"), name="All"),),
        criteria=tuple(
            Criterion(
                id=_criterion(n),
                name=f"Criterion {n}",
                weight=Fraction(1),
                scale=Scale(0, 20, Fraction(1, 2)),
                order=n,
            )
            for n in range(1, CRITERIA + 1)
        ),
        jurors=people,
    )


def _handed_in(session: Session, people: tuple[Juror, ...], folder: Path) -> Iterator[Path]:
    keys = session.services.keys.award_keys(EDITION)
    assert keys is not None
    with session.writing() as uow:
        current = the_round(uow)
        for juror in people:
            uow.put_package(_issue(juror, current))
    codec = ScoreFiles(FolderKeyStore(KeyFolder(folder / "desks")))
    for juror in people:
        head = PackageHead(
            sha256=PACKAGE,
            kind=PackageKind.SCORE,
            issue=1,
            award_key=keys.sign,
            seal_key=keys.seal,
            token=_token(juror),
            log_head="",
            grounds=(),
        )
        path = folder / "scores" / f"{juror.id}.juryscore"
        path.write_bytes(codec.write(_content(session, current, juror), head))
        yield path


def _token(juror: Juror) -> str:
    return f"{juror.number:032x}"


def _issue(juror: Juror, current: Round) -> PackageIssue:
    return PackageIssue(
        juror=juror.id,
        issue=1,
        kind=PackageKind.SCORE,
        round=current.id,
        token=_token(juror),
        sha256=PACKAGE,
        ballot=current.ballot,
        made=MADE,
        file_name=f"{juror.id}.jurypack",
    )


def _content(session: Session, current: Round, juror: Juror) -> ScoreContent:
    edition = session.edition()
    return ScoreContent(
        kind=PackageKind.SCORE,
        trial=False,
        award=edition.award,
        edition=edition.id,
        round=current.id,
        ballot=current.ballot,
        package=PACKAGE,
        juror=juror.id,
        device=f"DEVICE-{juror.number}",
        file=f"FILE-{juror.number}",
        seq=1,
        previous="",
        made=MADE,
        app_version="0.1.0",
        complete=True,
        origin=Origin.OWN,
        marks=tuple(_marks(current, juror)),
        declarations=(),
        notes=(),
    )


def _marks(current: Round, juror: Juror) -> Iterator[StatedMark]:
    for nominee in range(1, NOMINEES + 1):
        # one sitting: a minute and a half per nominee; a comment with every tenth mark
        at = f"2026-11-12T{8 + nominee // 40:02}:{nominee * 3 // 2 % 60:02}:00Z"
        said = Provenance(at, f"DEVICE-{juror.number}")
        for criterion in range(1, CRITERIA + 1):
            turn = juror.number + nominee + criterion
            note = f"Sterk søknad, jf. side {turn}." if turn % 10 == 0 else ""
            key = MarkKey(current.id, juror.id, _nominee(nominee), _criterion(criterion))
            yield Stated(Statement(key, 1, mark(turn % 21, note)), said)
