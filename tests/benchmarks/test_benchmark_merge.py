"""What taking a whole jury's score files in costs, as a ratio to the least that could be called the same.

The floor, in the same run and on the same disk: parse plain JSON of the same marks with the standard library
and insert the same rows with raw `sqlite3` in one durable transaction. It is given twice: with the statements
alone, and with every row that the program keeps of a mark (the statement, its source, what stands).
"""

from __future__ import annotations

import gc
import json
import sqlite3
import statistics
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from juryapp.application.log.check import check_log
from juryapp.application.merge.merging import merge, preview_merge
from juryapp.exchange.envelope import open_envelope
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.seal import unseal
from large_award import CRITERIA, NOMINEES, LargeAward, large_award

pytestmark = [pytest.mark.benchmark, pytest.mark.slow]

MANY, FEW = 100, 10  # files
REPEATS = 3  # the machine may be busy with other things
EACH = NOMINEES * CRITERIA

KEY = "round, juror, nominee, criterion, rev, content_hash"
STATEMENTS = (
    "CREATE TABLE statement (id INTEGER PRIMARY KEY, round TEXT, juror TEXT, nominee TEXT, criterion TEXT,"
    f" rev INTEGER, content_hash TEXT, state TEXT, points INTEGER, note TEXT, at TEXT, device TEXT,"
    f" UNIQUE ({KEY})) STRICT"
)
SOURCES = "CREATE TABLE source (statement INTEGER, source INTEGER, PRIMARY KEY (statement, source)) STRICT"
CURRENT = (
    "CREATE TABLE current (round TEXT, juror TEXT, nominee TEXT, criterion TEXT, rev INTEGER,"
    f" content_hash TEXT, state TEXT, points INTEGER, note TEXT, PRIMARY KEY ({KEY})) STRICT"
)
INSERT = "INSERT INTO statement VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
STAND = (
    "INSERT INTO current SELECT round, juror, nominee, criterion, rev, content_hash, state, points, note"
    " FROM statement"
)
ALL_ROWS = ("INSERT INTO source SELECT id, 1 FROM statement", STAND)


Times = tuple[float, float]  # seconds on the clock, and of the processor


@dataclass(frozen=True)
class Measured:
    """One run."""

    preview: Times
    merge: Times
    floor: Times
    floor_of_all_rows: Times

    @property
    def whole(self) -> Times:
        return self.preview[0] + self.merge[0], self.preview[1] + self.merge[1]


class Watch:
    """Takes the time; where other programs are busy too, that of the processor says more."""

    def __init__(self) -> None:
        self._begun = time.perf_counter(), time.process_time()

    def took(self) -> Times:
        return time.perf_counter() - self._begun[0], time.process_time() - self._begun[1]


def test_the_score_files_of_a_large_jury_are_taken_in(tmp_path: Path) -> None:
    runs: dict[int, list[Measured]] = {FEW: [], MANY: []}
    for run in range(REPEATS):
        for files in (FEW, MANY):
            runs[files].append(measured(tmp_path / f"{run}-{files}", files))

    for place, clock in enumerate(("on the clock", "of the processor")):
        say(f"{MANY} files, {MANY * EACH} marks, {clock}:")
        whole = [m.whole[place] for m in runs[MANY]]
        preview = min(m.preview[place] for m in runs[MANY])
        say(f"  {min(whole):.2f} s, of that the preview {preview:.2f} s")
        tell_ratio("statements alone", whole, [m.floor[place] for m in runs[MANY]])
        tell_ratio("every row", whole, [m.floor_of_all_rows[place] for m in runs[MANY]])
        few = min(m.whole[place] for m in runs[FEW])
        say(f"  {MANY} files against {FEW}: {min(whole) / few:.1f} × as long")


def tell_ratio(name: str, whole: list[float], floor: list[float]) -> None:
    """Print the ratio of the best of all runs, and the one in the middle of each run by itself."""
    middle = statistics.median(w / f for w, f in zip(whole, floor, strict=True))
    ratio = min(whole) / min(floor)
    say(
        f"  floor with {name}: {min(floor):.2f} s; {ratio:.1f} × the least, {middle:.1f} × in the middle"
    )


def measured(folder: Path, files: int) -> Measured:
    """Take files in as the program does, and their marks plainly; assert that both have all."""
    folder.mkdir()
    award = large_award(folder, files)
    plain = [plain_json(award, path) for path in award.files]
    gc.collect()
    preview, merging = times_of_merge(award)
    with award.session.reading() as uow:
        assert len(uow.marks.current(uow.rounds.all()[-1].id).effective) == files * EACH
    assert check_log(award.session).sound
    award.session.close()
    gc.collect()
    return Measured(
        preview=preview,
        merge=merging,
        floor=floor(folder / "statements.db", plain),
        floor_of_all_rows=floor(folder / "all.db", plain, all_rows=True),
    )


def times_of_merge(award: LargeAward) -> tuple[Times, Times]:
    watch = Watch()
    plan = preview_merge(award.session, award.files)
    previewed = watch.took()
    watch = Watch()
    report = merge(award.session, plan)
    merged = watch.took()
    assert len(report.plan.taken) == len(plan.marks) // EACH == len(award.files)
    assert not report.conflicts
    return previewed, merged


def plain_json(award: LargeAward, path: Path) -> str:
    """Return a file's marks as plain JSON, with the round and the juror in every row."""
    edition = award.session.edition()
    keys = FolderKeyStore(KeyFolder(award.session.services.data.keys))
    inside = unseal(
        path.read_bytes(),
        award=edition.award,
        edition=edition.id,
        key=keys.seal_key(edition.id),
    )
    body = json.loads(open_envelope(inside, "score", expected="").unverified)
    return json.dumps([
        {**m, "round": body["round"], "juror": body["juror"], "hash": "h" * 64}
        for m in body["marks"]
    ])  # fmt: skip


def floor(path: Path, files: list[str], *, all_rows: bool = False) -> Times:
    """Return the times that parsing and inserting take, on a file as safe as ours."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = DELETE", "synchronous = EXTRA"):
            connection.execute(f"PRAGMA {pragma}")
        for table in (STATEMENTS, SOURCES, CURRENT):
            connection.execute(table)
        watch = Watch()
        connection.execute("BEGIN IMMEDIATE")
        for text in files:
            connection.executemany(INSERT, [plain_row(m) for m in json.loads(text)])
        for further in ALL_ROWS if all_rows else ():
            connection.execute(further)
        connection.execute("COMMIT")
        took = watch.took()
        [(count,)] = connection.execute("SELECT count(*) FROM statement").fetchall()
    assert count == len(files) * EACH
    return took


def plain_row(m: dict[str, object]) -> tuple[object, ...]:
    return (
        m["round"],
        m["juror"],
        m["nominee"],
        m["criterion"],
        m["rev"],
        m["hash"],
        m["state"],
        m["points"],
        m["note"],
        m["at"],
        m["device"],
    )


def say(line: str) -> None:
    print(line)  # noqa: T201 - what a benchmark is for
