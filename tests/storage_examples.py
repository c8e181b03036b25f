"""A data folder, a clock that stands still, and editions with something in them."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain_examples import category, criterion, nominee
from juryapp.application.ports import DeskInfo
from juryapp.base.paths import DataFolder
from juryapp.domain.award import Edition
from juryapp.domain.ids import AwardId, CriterionId, EditionId, JurorId, NomineeId, RoundId
from juryapp.domain.jury import Juror
from juryapp.domain.log import next_entry
from juryapp.domain.packages import PackageHead, PackageKind, ReceivedFile
from juryapp.domain.statements import (
    MarkContent,
    MarkKey,
    Provenance,
    Stated,
    StatedMark,
    Statement,
    mark,
)
from juryapp.storage.database import SqlDatabase
from juryapp.storage.store import SqlStore
from juryapp.storage.unit_of_work import SqlUnitOfWork

EDITION = EditionId("ED-1")
ROUND = RoundId("R-1")
AT = "2026-11-12T13:02:07Z"
ROOT_HASH = "0" * 64
CHAIN = "CHAIN-1"


class StandingClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 12, 13, 2, 7, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def move(self, by: timedelta) -> None:
        self.moment += by


def store_in(folder: Path, clock: StandingClock | None = None) -> SqlStore:
    return SqlStore(DataFolder(folder, chosen=True), clock or StandingClock())


def an_edition(id_: str = EDITION, title: str = "The prize 2026") -> Edition:
    return Edition(
        id=EditionId(id_),
        award=AwardId("AW-1"),
        award_name="The prize",
        title=title,
        year=2026,
        made="2026-01-02T03:04:05Z",
    )


def fill(database: SqlDatabase, edition: Edition | None = None) -> None:
    """Set up an edition with two nominees, a juror and three log entries, and commit."""
    with database.unit_of_work() as uow:
        uow.put_edition(edition or an_edition())
        uow.categories.put(category())
        uow.criteria.put(criterion("CRAFT"))
        uow.nominees.put(nominee("ASH"), nominee("BIRCH"))
        uow.jurors.put(Juror(id=JurorId("KARI"), number=1, name="Kari Nordmann"))
        uow.journal.begin(CHAIN, ROOT_HASH)
        for what in ("edition.made", "jurors.taken", "nominees.taken"):
            log(uow, what)
        uow.commit()


def log(uow: SqlUnitOfWork, what: str) -> None:
    journal = uow.journal
    journal.append(
        next_entry(
            journal.last(),
            chain=journal.chain(),
            root=journal.root(),
            at=AT,
            actor="secretary",
            what=what,
            body="{}",
        )
    )


def filled_edition(store: SqlStore, id_: str = EDITION) -> SqlDatabase:
    database = store.create_edition(EditionId(id_))
    fill(database, replace(an_edition(), id=EditionId(id_)))
    return database


def key(juror: str = "KARI", who: str = "ASH", what: str = "CRAFT") -> MarkKey:
    return MarkKey(ROUND, JurorId(juror), NomineeId(who), CriterionId(what))


def said(of: MarkKey, rev: int, points: int | MarkContent, at: str = AT) -> StatedMark:
    content = mark(points) if isinstance(points, int) else points
    return Stated(Statement(of, rev, content), Provenance(at, "DEVICE"))


def give(database: SqlDatabase, *marks: StatedMark, file: str = "") -> int:
    """Add marks and commit."""
    with database.unit_of_work() as uow:
        if file:
            receive(uow, file)
        new = uow.marks.add(marks, file=file)
        log(uow, "mark.said")
        uow.commit()
    return new


def file_hash(name: str) -> str:
    return name.ljust(64, "0")


def receive(uow: SqlUnitOfWork, sha256: str, juror: str = "KARI") -> None:
    uow.files.put(received(sha256, juror), b"sealed " + sha256.encode(), b"opened")


def received(sha256: str, juror: str = "KARI") -> ReceivedFile:
    return ReceivedFile(
        sha256=sha256,
        name=f"{juror}.juryscore",
        juror=JurorId(juror),
        file=f"FILE-{sha256[:4]}",
        device="DEVICE",
        seq=1,
        made=AT,
        received=AT,
        complete=True,
        late=False,
        kind=PackageKind.SCORE,
        marks=1,
        declarations=0,
    )


def closed_edition(folder: Path, id_: str = EDITION) -> Path:
    """Return the file of a filled edition that nobody has open."""
    database = filled_edition(store_in(folder), id_)
    give(database, said(key(), 1, 7))
    database.close()
    return Path(database.place)


def tamper(path: Path, *statements: str) -> None:
    """Change a database behind the program's back, past triggers and foreign keys."""
    with closing(sqlite3.connect(path)) as connection:
        connection.isolation_level = None
        for statement in statements:
            connection.execute(statement)


def without_trigger(path: Path, name: str, statement: str) -> None:
    """Do what an append-only trigger forbids, and put the trigger back as it was."""
    with closing(sqlite3.connect(path)) as connection:
        connection.isolation_level = None
        (sql,) = connection.execute(
            "SELECT sql FROM sqlite_schema WHERE name = ?", (name,)
        ).fetchone()
        connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        connection.execute(sql)


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def titles(editions: Iterable[object]) -> list[str]:
    return [getattr(edition, "title", "") for edition in editions]


@contextmanager
def a_busy_program(path: Path, holding: str = "BEGIN EXCLUSIVE") -> Iterator[None]:
    """Let another process hold the file's lock."""
    script = (
        "import sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "for statement in sys.argv[2].split(';'):\n"
        "    connection.execute(statement).fetchall()\n"
        "print('locked', flush=True)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", script, str(path), holding]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "locked\n"
        yield
        assert process.stdin is not None
        process.stdin.close()


def a_desk() -> DeskInfo:
    return DeskInfo(
        package=PackageHead(
            sha256="a" * 64,
            kind=PackageKind.SCORE,
            issue=2,
            award_key="b" * 64,
            seal_key="c" * 64,
            token="d" * 32,
            log_head="e" * 64,
            grounds=("Family", "Økonomi"),
        ),
        order=(NomineeId("BIRCH"), NomineeId("ASH")),
        device="DEVICE",
        seq=3,
        previous="f" * 64,
        handed_in=AT,
        confidentiality=AT,
        looked_through=True,
        at_nominee="ASH",
    )
