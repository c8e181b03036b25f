"""The program itself, in a process of its own, is killed while a juror types: ten times, at any moment.

No mark that the window showed as saved may be lost, nothing may be there that was never typed, and the next
start brings the juror back to the candidate of before, without a word of blame.
"""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from desk_examples import SmallAward, small_award
from juryapp.domain.ids import EditionId, JurorId
from juryapp.domain.log import check_chain
from workplace import services_in

pytestmark = pytest.mark.slow
TYPIST: Final = Path(__file__).parent.parent / "desk_typist.py"
KILLS: Final = 10
PATIENCE: Final = 60.0  # seconds until a program that says nothing is a failure


@dataclass
class Heard:
    """What the window showed before it was killed, over all its lives."""

    saved: list[tuple[str, str, int]] = field(default_factory=list)
    came_up_at: str = ""
    says_it_crashed: bool = False
    may_be_at: set[str] = field(default_factory=set)

    def hear(self, line: str) -> None:
        """Take a line of the program."""
        word, *rest = line.split()
        if word == "at":
            self.came_up_at, self.says_it_crashed = rest[0], rest[1:] == ["again"]
        elif word == "going":
            self.may_be_at.add(rest[0])
        elif word == "is":
            self.may_be_at = {rest[0]}
        else:
            self.saved.append((rest[0], rest[1], int(rest[2])))


@pytest.fixture
def award(tmp_path: Path) -> Iterator[SmallAward]:
    made = small_award(tmp_path / "award")
    yield made
    made.close()


def test_ten_kills_of_the_window_lose_no_mark_that_it_showed_as_saved(
    award: SmallAward, tmp_path: Path
) -> None:
    chance, heard, data = random.Random(4), Heard(), tmp_path / "juror"
    package = award.package()
    for life in range(KILLS):
        before = set(heard.may_be_at)
        lived_and_died(data, package, life, chance.expovariate(1 / 0.25), heard)
        assert not before or heard.came_up_at in before
        assert heard.says_it_crashed == (life > 0)
        look(data, heard)

    assert len(heard.saved) > KILLS


def lived_and_died(data: Path, package: Path, seed: int, seconds: float, heard: Heard) -> None:
    """Let the program type for some seconds, then kill it in the middle of anything."""
    command = [sys.executable, str(TYPIST), str(data), str(package), str(seed)]
    environ = {**os.environ, "PYTHONPATH": str(TYPIST.parent)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ) as program:
        assert program.stdout is not None
        slow = threading.Timer(PATIENCE, program.kill)
        slow.start()
        end = threading.Timer(seconds, program.kill)
        for line in program.stdout:
            heard.hear(line)
            if line.startswith("at ") and not end.is_alive():
                end.start()
        slow.cancel()
        end.cancel()
        assert end.finished.is_set()
        program.kill()
    assert program.returncode != 0


def look(data: Path, heard: Heard) -> None:
    """Compare the file with what the window showed."""
    [place] = (data / "desks").glob("*.jurydb")
    with closing(sqlite3.connect(place)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    store = services_in(data).store
    listed = store.desks()[0]
    assert not listed.problem
    database = store.desk(EditionId(listed.edition), JurorId(listed.juror))
    try:
        with database.unit_of_work() as uow:
            (round_,) = uow.rounds.all()
            history = uow.marks.history(round_.id)
            assert uow.marks.current(round_.id) == uow.marks.derived(round_.id)
            check_chain(uow.journal.all(), uow.journal.root())
        said = [
            (s.statement.key.nominee, s.statement.key.criterion, s.statement.content.points)
            for s in sorted(history, key=lambda s: s.statement.rev)
        ]
        for key in {(nominee, criterion) for nominee, criterion, _points in heard.saved}:
            shown = [points for *where, points in heard.saved if tuple(where) == key]
            there = [points for *where, points in said if tuple(where) == key]
            # one more may be on the disk that the window had no time to show, at each kill
            assert is_within(shown, there), (key, shown, there)
            assert len(there) <= len(shown) + KILLS
    finally:
        database.close()


def is_within(shown: list[int], there: list[int | None]) -> bool:
    """Return whether `shown` stands in `there`, in its order."""
    rest = iter(there)
    return all(points in rest for points in shown)
