"""Power is lost at any moment: what was acknowledged is on the disk, with the settings that we use.

The real writer's SQL is recorded and run again through a shim that notes every write, sync and removal.
From these the disk is made as it may look after a loss of power: writes that were not synced are lost, torn
or out of order; a removal whose folder was not synced may not have happened. Weaker settings must lose
something, or the test is blind. It needs the package apsw and is left out without it.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from juryapp.domain.log import check_chain
from juryapp.storage import dialects
from juryapp.storage.store import SqlStore
from storage_examples import (
    EDITION,
    closed_edition,
    file_hash,
    key,
    log,
    receive,
    said,
    store_in,
)

apsw: Any = pytest.importorskip("apsw", reason="the shim is made with apsw")
pytestmark = pytest.mark.slow

STEPS = 12
SECTOR = 512


class Op(NamedTuple):
    """Something that was done to a file; `ack` after a step was acknowledged."""

    what: str  # write, cut, sync, remove, ack
    file: str = ""
    at: int = 0  # place, length or number of the step
    data: bytes = b""
    folder_synced: bool = False


@dataclass(frozen=True)
class Written:
    """An edition as it was before the steps, and the SQL of each step."""

    before: bytes
    steps: list[list[str]]
    entries_before: int


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """What the real writer does: marks at the desk, files taken in, the log."""
    folder = tmp_path_factory.mktemp("writer")
    path = closed_edition(folder)
    before = path.read_bytes()
    store = store_in(folder)
    steps = [list(sql_of(store, n)) for n in range(1, STEPS + 1)]
    with closing(sqlite3.connect(path)) as connection:
        (entries,) = connection.execute("SELECT count(*) FROM log_entry").fetchone()
    return Written(before, steps, entries - STEPS)


def sql_of(store: SqlStore, n: int) -> Iterator[str]:
    database = store.open_edition(EDITION)
    seen: list[str] = []
    raw = database.engine.raw_connection()
    assert raw.driver_connection is not None
    raw.driver_connection.set_trace_callback(seen.append)
    with database.unit_of_work() as uow:
        file = file_hash(f"{n:x}") if n % 3 == 0 else ""
        if file:
            receive(uow, file)
        marks = [said(key(who=f"N{(n + k) % 7}", what=f"C{k}"), n + 1, n) for k in range(4)]
        uow.marks.add(marks, file=file)
        log(uow, f"step.{n}")
        uow.commit()
    raw.driver_connection.set_trace_callback(None)
    raw.close()
    database.close()
    saved = seen.index("COMMIT")
    return (sql for sql in seen[: saved + 1] if not sql.startswith("--"))


# -------------------------------------------------------------------- the shim


class NotingFile(apsw.VFSFile):  # type: ignore[misc]
    """A file that is noted if it is the database or its journal."""

    def __init__(self, ops: list[Op], name: Any, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self.name = Path(name if isinstance(name, str) else name.filename()).name
        noted = flags[0] & (apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_MAIN_JOURNAL)
        self.ops = ops if noted else []

    def xWrite(self, data: bytes, at: int) -> None:  # noqa: N802 - apsw's name
        super().xWrite(data, at)
        self.ops.append(Op("write", self.name, at, bytes(data)))

    def xTruncate(self, length: int) -> None:  # noqa: N802 - apsw's name
        super().xTruncate(length)
        self.ops.append(Op("cut", self.name, length))

    def xSync(self, flags: int) -> None:  # noqa: N802 - apsw's name
        super().xSync(flags)
        self.ops.append(Op("sync", self.name))


class NotingFiles(apsw.VFS):  # type: ignore[misc]
    """The machine's files, with what is done to them noted."""

    def __init__(self, ops: list[Op]) -> None:
        super().__init__("noting", "")
        self.ops = ops

    def xOpen(self, name: Any, flags: list[int]) -> NotingFile:  # noqa: N802 - apsw's name
        return NotingFile(self.ops, name, flags)

    def xDelete(self, name: str, sync_folder: bool) -> None:  # noqa: N802 - apsw's
        super().xDelete(name, sync_folder)
        self.ops.append(Op("remove", Path(name).name, folder_synced=bool(sync_folder)))


def recorded(written: Written, folder: Path, settle: Callable[[Any], None]) -> list[Op]:
    """Run the steps with some settings and return what was done to the disk."""
    path = folder / "edition.jurydb"
    path.write_bytes(written.before)
    ops: list[Op] = []
    files = NotingFiles(ops)
    connection = apsw.Connection(str(path), vfs="noting")
    settle(connection)
    for n, step in enumerate(written.steps, start=1):
        for sql in step:
            connection.execute(sql).fetchall()
        ops.append(Op("ack", at=n))
    connection.close()
    files.unregister()
    return ops


# ---------------------------------------------------------- the disk afterwards


def apply(disk: bytearray, op: Op, torn: random.Random | None = None) -> None:
    if op.what == "cut":
        del disk[op.at :]
        return
    end = op.at + len(op.data)
    disk.extend(bytes(max(0, end - len(disk))))
    for start in range(0, len(op.data), SECTOR):
        if torn is None or torn.random() < 0.5:
            part = op.data[start : start + SECTOR]
            disk[op.at + start : op.at + start + len(part)] = part


class Disk:
    """What is certainly on the disk, what only the machine's memory has, and what may come back."""

    def __init__(self, database: str, before: bytes) -> None:
        self.database = database
        self.safe: dict[str, bytes] = {database: before}
        self.waiting: dict[str, list[Op]] = {}
        self.removed: dict[str, bytes] = {}

    def take(self, op: Op) -> None:
        if op.what in {"write", "cut"}:
            self.waiting.setdefault(op.file, []).append(op)
        elif op.what == "sync":
            content = bytearray(self.safe.get(op.file, b""))
            for waiting in self.waiting.pop(op.file, []):
                apply(content, waiting)
            self.safe[op.file] = bytes(content)
            if op.file != self.database:
                self.removed.clear()  # a new journal's first sync also syncs the folder
        elif op.what == "remove":
            gone = self.safe.pop(op.file, None)
            self.waiting.pop(op.file, None)
            if gone is not None and not op.folder_synced:
                self.removed[op.file] = gone

    def after_power_loss(self, chance: random.Random) -> dict[str, bytes]:
        """Return one of the disks that may be found."""
        found: dict[str, bytes] = {}
        how = chance.random()
        for file in {*self.safe, *self.waiting}:
            if file not in self.safe and chance.random() < 0.5:
                continue  # the new file itself never arrived
            content = bytearray(self.safe.get(file, b""))
            for op in self.waiting.get(file, []):
                if how >= 0.25 and (how < 0.5 or chance.random() < 0.5):
                    apply(content, op, chance if how >= 0.75 else None)
            found[file] = bytes(content)
        for file, content_before in self.removed.items():
            if file not in found and chance.random() < 0.5:
                found[file] = content_before
        return found


def verdict(files: dict[str, bytes], folder: Path, least: int) -> str:
    """Return "whole", "lost" (an acknowledged step is missing) or "damaged"."""
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    path = folder / "edition.jurydb"
    try:
        with closing(sqlite3.connect(path)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return "damaged"
            query = "SELECT count(*) FROM log_entry WHERE what LIKE 'step.%'"
            (steps,) = connection.execute(query).fetchone()
            query = "SELECT count(*) FROM mark_statement WHERE rev > 1"
            (marks,) = connection.execute(query).fetchone()
    except sqlite3.DatabaseError:
        return "damaged"
    if marks != 4 * steps:
        return "damaged"
    return "lost" if steps < least else "whole"


def verdicts(written: Written, folder: Path, settle: Callable[[Any], None]) -> set[str]:
    """Lose power after every operation, a few times each, and return how the disk was found."""
    (folder / "run").mkdir()
    (folder / "found").mkdir()
    ops = recorded(written, folder / "run", settle)
    assert sum(op.what == "ack" for op in ops) == STEPS
    disk, chance, acknowledged = Disk("edition.jurydb", written.before), random.Random(7), 0
    found: set[str] = set()
    for op in ops:
        disk.take(op)
        acknowledged = op.at if op.what == "ack" else acknowledged
        for _ in range(3):
            found.add(verdict(disk.after_power_loss(chance), folder / "found", acknowledged))
    return found


def as_we_do(connection: Any) -> None:
    dialects.set_pragmas(connection)
    dialects.lock_file(connection, read_only=False)


def with_pragmas(*pragmas: str) -> Callable[[Any], None]:
    def settle(connection: Any) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").fetchall()

    return settle


def test_our_settings_lose_nothing_that_was_acknowledged(written: Written, tmp_path: Path) -> None:
    assert verdicts(written, tmp_path, as_we_do) == {"whole"}


@pytest.mark.parametrize(
    ("weaker", "harm"),
    [
        (with_pragmas("journal_mode = DELETE", "synchronous = FULL"), "lost"),
        (with_pragmas("locking_mode = EXCLUSIVE", "synchronous = OFF"), "damaged"),
    ],
    ids=["full without exclusive", "exclusive but off"],
)
def test_weaker_settings_are_found_out(
    written: Written, tmp_path: Path, weaker: Callable[[Any], None], harm: str
) -> None:
    assert harm in verdicts(written, tmp_path, weaker)


def test_what_is_run_again_is_what_the_writer_does(written: Written, tmp_path: Path) -> None:
    """The recorded SQL alone leads to the state that the program itself made of it."""
    recorded(written, tmp_path, as_we_do)
    place = tmp_path / "edition.jurydb"

    database = store_in(tmp_path / "data").open_place(str(place))
    with database.unit_of_work() as uow:
        entries = uow.journal.all()
        assert check_chain(entries, uow.journal.root()).whole
        assert len(entries) == written.entries_before + STEPS
        assert uow.marks.current(key().round) == uow.marks.derived(key().round)
    database.close()
