"""The real writer is killed again and again: no acknowledged mark is lost, no step is half done.

The writer is forked after its imports, so that a kill costs milliseconds. The faults that it is given on
purpose must be found, or the test is blind.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from juryapp.domain.ids import JurorId
from juryapp.domain.jury import Juror
from juryapp.domain.log import check_chain
from juryapp.storage.database import SqlDatabase
from juryapp.storage.unit_of_work import SqlUnitOfWork
from storage_examples import (
    EDITION,
    ROUND,
    an_edition,
    file_hash,
    key,
    log,
    receive,
    said,
    store_in,
)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

KARI = JurorId("KARI")
PATIENCE = 30.0  # seconds until a writer that says nothing is a failure
PER_STEP = 3  # marks said together in one step
Say = Callable[[SqlDatabase, int, Callable[[], None]], None]


def say_step(uow: SqlUnitOfWork, n: int) -> None:
    """Say marks and log it: every fourth step is the taking in of a file."""
    file = file_hash(f"{n:x}") if n % 4 == 0 else ""
    if file:
        receive(uow, file)
    marks = [said(key(who=f"N{(n + k) % 17}", what=f"C{k}"), n, n % 21) for k in range(PER_STEP)]
    uow.marks.add(marks, file=file)


def honest(database: SqlDatabase, n: int, acknowledge: Callable[[], None]) -> None:
    with database.unit_of_work() as uow:
        say_step(uow, n)
        log(uow, f"step.{n}")
        uow.commit()
    acknowledge()


def acknowledging_too_early(database: SqlDatabase, n: int, acknowledge: Callable[[], None]) -> None:
    with database.unit_of_work() as uow:
        say_step(uow, n)
        log(uow, f"step.{n}")
        acknowledge()
        uow.commit()


def in_two_transactions(database: SqlDatabase, n: int, acknowledge: Callable[[], None]) -> None:
    with database.unit_of_work() as uow:
        say_step(uow, n)
        uow.commit()
        log(uow, f"step.{n}")
        uow.commit()
    acknowledge()


def write_until_killed(folder: Path, say: Say, pipe: int) -> None:
    """Open the desk, made if it is new, and say one step after the other."""
    database = store_in(folder).desk(EDITION, KARI)
    with database.unit_of_work() as uow:
        fresh = not uow.journal.chains()
        if fresh:
            uow.put_edition(an_edition())
            uow.jurors.put(Juror(id=KARI, number=1, name="Kari"))
            uow.journal.begin("CHAIN", "0" * 64)
            uow.commit()
        last = uow.journal.last()
        n = last.seq if last else 0
    os.write(pipe, b"ready\n")
    while True:
        n += 1
        say(database, n, partial(acknowledge, pipe, n))


def acknowledge(pipe: int, n: int) -> None:
    os.write(pipe, b"%d\n" % n)


@dataclass
class Killing:
    """What was acknowledged so far, and what was wrong."""

    path: Path
    acknowledged: int = 0
    steps: int = 0
    hot_journals: int = 0
    problems: set[str] = field(default_factory=set)

    def look(self) -> None:
        """Compare the file with what was acknowledged, by SQLite and by the program itself."""
        if not self.path.exists():
            if self.acknowledged:
                self.problems.add("the file is gone")
            return
        journal = self.path.with_name(f"{self.path.name}-journal")
        self.hot_journals += journal.exists() and journal.read_bytes()[:8] != bytes(8)
        with closing(sqlite3.connect(self.path)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                self.problems.add("damaged")
            (steps,) = connection.execute("SELECT count(*) FROM log_entry").fetchone()
            (said_marks,) = connection.execute("SELECT count(*) FROM mark_statement").fetchone()
        if steps < self.acknowledged:
            self.problems.add("an acknowledged step is lost")
        if steps > self.acknowledged + 1:
            self.problems.add("more than one step was not acknowledged")
        if said_marks != steps * PER_STEP:
            self.problems.add("half a step")
        self.steps = self.acknowledged = steps

    def look_through_the_program(self, folder: Path) -> None:
        """Open as the program does, with all checks, and compare what stands with the statements."""
        database = store_in(folder).desk(EDITION, KARI)
        with database.unit_of_work() as uow:
            assert uow.marks.current(ROUND) == uow.marks.derived(ROUND)
            assert check_chain(uow.journal.all(), uow.journal.root()).entries == self.steps
        database.close()


def lines_from(pipe: int, until: float) -> Iterator[bytes]:
    """Give what the writer says until the moment `until`, or until it ends."""
    rest = b""
    while (wait := until - time.monotonic()) > 0:
        ready, _, _ = select.select([pipe], [], [], wait)
        if not ready:
            return
        said_now = os.read(pipe, 65536)
        if not said_now:
            return
        *lines, rest = (rest + said_now).split(b"\n")
        yield from lines


def kill_one(folder: Path, say: Say, chance: random.Random, state: Killing) -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            write_until_killed(folder, say, writing)
        finally:
            os._exit(9)
    os.close(writing)
    early = chance.random() < 0.15  # while it opens, recovers or makes the file
    if not early:
        for line in lines_from(reading, time.monotonic() + PATIENCE):
            if line == b"ready":
                break
        else:
            state.problems.add("the writer did not start")
    pause = chance.random() * 0.06 if early else chance.expovariate(1 / 0.015)
    said_lines = list(lines_from(reading, time.monotonic() + pause))
    os.kill(child, signal.SIGKILL)
    said_lines += list(lines_from(reading, time.monotonic() + PATIENCE))
    os.close(reading)
    with suppress(ChildProcessError):
        os.waitpid(child, 0)
    numbers = [int(line) for line in said_lines if line.isdigit()]
    state.acknowledged = max([state.acknowledged, *numbers])
    state.look()


def kill_often(folder: Path, say: Say, times: int, seed: int) -> Killing:
    state = Killing(folder / "desks" / f"{EDITION}-{KARI}.jurydb")
    chance = random.Random(seed)
    for _ in range(times):
        kill_one(folder, say, chance, state)
        if state.problems:
            break
    return state


def test_twenty_kills_lose_no_acknowledged_mark(tmp_path: Path) -> None:
    state = kill_often(tmp_path, honest, 20, seed=1)

    assert state.problems == set()
    assert state.steps > 0
    state.look_through_the_program(tmp_path)


@pytest.mark.slow
def test_two_hundred_kills_lose_no_acknowledged_mark(tmp_path: Path) -> None:
    state = kill_often(tmp_path, honest, 200, seed=2)

    assert state.problems == set()
    assert state.hot_journals > 0  # some kills came in the middle of a step
    state.look_through_the_program(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        (acknowledging_too_early, "an acknowledged step is lost"),
        (in_two_transactions, "half a step"),
    ],
)
def test_a_writer_with_a_fault_is_found_out(fault: Say, problem: str, tmp_path: Path) -> None:
    state = kill_often(tmp_path, fault, 200, seed=3)

    assert state.problems == {problem}
