"""What storage costs, as ratios to plain sqlite3 doing the least that could be called the same."""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from juryapp.domain.statements import StatedMark
from storage_examples import file_hash, filled_edition, key, log, receive, said, store_in

pytestmark = [pytest.mark.benchmark, pytest.mark.slow]

SINGLE = 100
BULK = 100_000


def plain(path: Path) -> sqlite3.Connection:
    """Open a file with one table of marks and one of a log, kept as safely as ours."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = DELETE", "synchronous = EXTRA"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(
        "CREATE TABLE mark (round, juror, nominee, criterion, rev, hash, state, points, note, at,"
        " device, UNIQUE (round, juror, nominee, criterion, rev, hash))"
    )
    connection.execute("CREATE TABLE log (seq INTEGER PRIMARY KEY, body)")
    return connection


def seconds(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def plain_row(stated: StatedMark) -> tuple[object, ...]:
    statement = stated.statement
    content = statement.content
    said_by = (stated.provenance.at, stated.provenance.device)
    return (*statement.key, statement.rev, "h" * 64, "mark", content.points, "", *said_by)


INSERT = "INSERT OR IGNORE INTO mark VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def test_a_single_mark_at_the_desk(tmp_path: Path) -> None:
    database = filled_edition(store_in(tmp_path))
    ours, floor = [], []
    with closing(plain(tmp_path / "plain.db")) as connection:
        for n in range(1, SINGLE + 1):
            stated = said(key(), n, n % 20)

            def say(stated: StatedMark = stated) -> None:
                with database.unit_of_work() as uow:
                    uow.marks.add([stated])
                    log(uow, "mark.said")
                    uow.commit()

            def say_plainly(stated: StatedMark = stated, n: int = n) -> None:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(INSERT, plain_row(stated))
                connection.execute("INSERT INTO log VALUES (?, '{}')", (n,))
                connection.execute("COMMIT")

            ours.append(seconds(say))
            floor.append(seconds(say_plainly))
    database.close()

    report("a single mark", statistics.median(ours), statistics.median(floor))


def test_a_hundred_thousand_marks_in_one_file(tmp_path: Path) -> None:
    database = filled_edition(store_in(tmp_path))
    marks = [
        said(key(f"J{j}", f"N{n}", f"C{c}"), 1, (j + n + c) % 20)
        for j in range(100)
        for n in range(100)
        for c in range(BULK // 10_000)
    ]
    rows = [plain_row(stated) for stated in marks]

    def take_in() -> None:
        with database.unit_of_work() as uow:
            receive(uow, file_hash("a"))
            uow.marks.add(marks, file=file_hash("a"))
            uow.commit()

    def take_in_plainly() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(INSERT, rows)
        connection.execute("COMMIT")

    with closing(plain(tmp_path / "plain.db")) as connection:
        ours, floor = seconds(take_in), seconds(take_in_plainly)
    database.close()

    report(f"{BULK} marks", ours, floor)


def test_ten_times_as_many_marks_take_about_ten_times_as_long(tmp_path: Path) -> None:
    taken = {}
    for jurors in (10, 100):
        database = filled_edition(store_in(tmp_path / str(jurors)))
        marks = [
            said(key(f"J{j}", f"N{n}", f"C{c}"), 1, 7)
            for j in range(jurors)
            for n in range(100)
            for c in range(10)
        ]
        with database.unit_of_work() as uow:
            taken[jurors] = seconds(lambda uow=uow, marks=marks: uow.marks.add(marks))  # type: ignore[misc]
            uow.commit()
        database.close()

    report("100 000 marks against 10 × 10 000", taken[100], 10 * taken[10])


def report(what: str, ours: float, floor: float) -> None:
    """Print the ratio; never a timed assertion, for a busy machine is no fault."""
    ratio = f"{ours / floor:.1f} × the floor of {floor * 1000:.1f} ms"
    print(f"\n{what}: {ours * 1000:.1f} ms, {ratio}")  # noqa: T201 - what a benchmark is for
    assert ours > 0
