"""What a key costs a juror: from the press to the durable commit to the new picture.

The floor is a raw sqlite3 commit of such a row in the same run. What matters is how little the cost grows
from 26 candidates to 2 000.
"""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
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
ROUNDS: Final = 12
PRESSES: Final = (
    12  # at one desk before it is the other's turn, so that both have the same busy machine
)
WHOLE: Final = CriterionId("K2")  # 1 to 6: a digit is the whole mark, and nothing waits for another


@dataclass
class Costs:
    """Of one desk, in milliseconds."""

    presses: list[float] = field(default_factory=list)
    floors: list[float] = field(default_factory=list)

    @property
    def press(self) -> float:
        """The median of a press, to the new picture."""
        return statistics.median(self.presses)

    @property
    def floor(self) -> float:
        """The median of a raw commit."""
        return statistics.median(self.floors)


@contextmanager
def desk_with(qtbot: QtBot, folder: Path, nominees: int) -> Iterator[DeskWindow]:
    """Show the desk of a juror who has so many candidates."""
    award = award_with(folder / "award", nominees=nominees, criteria=7)
    package = award.package()
    award.close()
    shell = Shell(SettingsStore(None), notifier=Recorder())
    with desk_window(qtbot, shell, folder / "juror", package) as desk:
        desk.through_the_door()
        yield desk


def test_a_key_press_costs_the_same_with_many_candidates(qtbot: QtBot, tmp_path: Path) -> None:
    few, many = Costs(), Costs()
    with (
        desk_with(qtbot, tmp_path / "few", FEW) as small,
        desk_with(qtbot, tmp_path / "many", MANY) as large,
        closing(plain_marks(tmp_path / "plain.db")) as plain,
    ):
        for n in range(ROUNDS):
            for desk, costs in ((small, few), (large, many)):
                measure(desk, costs, plain, n)

    for nominees, costs in ((FEW, few), (MANY, many)):
        print(  # noqa: T201 - what a benchmark is for
            f"\nkey to picture, {nominees} candidates: {costs.press:.1f} ms,"
            f" {costs.press / costs.floor:.1f} × the floor of {costs.floor:.1f} ms"
        )
    print(f"growth: {many.press / few.press:.2f} ×")  # noqa: T201
    assert many.press > 0


def measure(desk: DeskWindow, costs: Costs, plain: sqlite3.Connection, turn: int) -> None:
    """Press digits at one candidate somewhere in the list, and commit raw rows between."""
    order = desk.controller.order
    desk.activate()
    desk.page.sheet.go_to(order[turn * 7 % len(order)], WHOLE)
    QApplication.processEvents()
    for n in range(PRESSES):
        costs.presses.append(pressed(desk, n))
        costs.floors.append(timed_insert(plain, turn * PRESSES + n + len(order) * 10_000))


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
