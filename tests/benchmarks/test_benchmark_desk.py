"""What a key costs a juror: from the press to the durable commit to the new picture.

The floor is a raw sqlite3 commit of such a row in the same run. What matters is how little the cost grows
from 26 candidates to 2 000.
"""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_window import DeskWindow, desk_window
from juryapp.domain.ids import CriterionId
from juryapp.gui.notify import Recorder
from juryapp.gui.settings import SettingsStore
from juryapp.gui.shell import Shell
from many_nominees import award_with
from plain_marks import insert_plainly, plain_marks

pytestmark = [pytest.mark.benchmark, pytest.mark.slow]
FEW, MANY = 26, 2_000
PRESSES: Final = 150
WHOLE: Final = CriterionId("K2")  # 1 to 6: a digit is the whole mark, and nothing waits for another


@dataclass(frozen=True)
class Cost:
    """Medians in milliseconds."""

    press: float
    floor: float

    @property
    def ratio(self) -> float:
        """How many raw commits a key press takes."""
        return self.press / self.floor


@pytest.fixture
def fresh_shell() -> Iterator[Shell]:
    made = Shell(SettingsStore(None), notifier=Recorder())
    yield made
    made.close()


def test_a_key_press_costs_the_same_with_many_candidates(
    qtbot: QtBot, fresh_shell: Shell, tmp_path: Path
) -> None:
    costs = {}
    for nominees in (FEW, MANY):
        folder = tmp_path / str(nominees)
        award = award_with(folder / "award", nominees=nominees, criteria=7)
        package = award.package()
        award.close()
        with desk_window(qtbot, fresh_shell, folder / "juror", package) as desk:
            desk.through_the_door()
            costs[nominees] = measured(desk, tmp_path / f"plain-{nominees}.db")

    for nominees, cost in costs.items():
        print(  # noqa: T201 - what a benchmark is for
            f"\nkey to picture, {nominees} candidates: {cost.press:.1f} ms,"
            f" {cost.ratio:.1f} × the floor of {cost.floor:.1f} ms"
        )
    print(f"growth: {costs[MANY].press / costs[FEW].press:.2f} ×")  # noqa: T201
    assert costs[MANY].press > 0


def measured(desk: DeskWindow, place: Path) -> Cost:
    """Press digits on candidates here and there in the list, and commit raw rows between."""
    presses, floors = [], []
    order = desk.controller.order
    with closing(plain_marks(place)) as plain:
        for n in range(PRESSES):
            if n % 30 == 0:  # another part of the list
                desk.page.sheet.go_to(order[n * 7 % len(order)], WHOLE)
                QApplication.processEvents()
            presses.append(pressed(desk, n))
            floors.append(timed_insert(plain, n))
    return Cost(statistics.median(presses), statistics.median(floors))


def pressed(desk: DeskWindow, n: int) -> float:
    nominee, points = desk.page.sheet.nominee, n % 5 + 1
    assert nominee is not None
    focus = QApplication.focusWidget()
    assert focus is not None
    key = Qt.Key(Qt.Key.Key_0 + points)
    begun = time.perf_counter()
    QTest.keyClick(focus, key)
    saved = desk.controller.said(nominee).marks[WHOLE].points
    QApplication.processEvents()  # paints
    taken = (time.perf_counter() - begun) * 1000
    assert saved == points
    return taken


def timed_insert(plain: sqlite3.Connection, n: int) -> float:
    begun = time.perf_counter()
    insert_plainly(plain, n)
    return (time.perf_counter() - begun) * 1000
