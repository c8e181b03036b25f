"""What a key costs across all candidates: as much with 2 000 of them as with 26, and one widget for all."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_window import DeskWindow, desk_window
from juryapp.domain.ids import CriterionId
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.notify import Recorder
from juryapp.gui.settings import SettingsStore
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import ScoreScale, mark_list
from juryapp.gui.widgets.mark_list_rows import paint_row
from many_nominees import award_with

pytestmark = [pytest.mark.benchmark, pytest.mark.slow]
FEW, MANY = 26, 2_000
WHOLE = CriterionId("K2")  # 1 to 6: a digit is the whole mark
PRESSES = 20


def test_a_key_press_across_costs_the_same_with_many_candidates(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[object] = []

    def counting(*given: Any) -> None:
        painted.append(given)
        paint_row(*given)

    monkeypatch.setattr(mark_list, "paint_row", counting)
    costs, counts = {}, {}
    for nominees in (FEW, MANY):
        award = award_with(tmp_path / f"award{nominees}", nominees=nominees, criteria=7)
        package = award.package()
        award.close()
        shell = Shell(SettingsStore(None), notifier=Recorder())
        with desk_window(qtbot, shell, tmp_path / f"juror{nominees}", package) as desk:
            desk.through_the_door()
            opened = timed(lambda desk=desk: desk.page.show_place(Place.ACROSS))
            view = desk.page.looks.across
            view.ask(WHOLE)
            view.list.enter()
            QApplication.processEvents()
            presses = [press(desk, n, painted) for n in range(PRESSES)]
            costs[nominees] = statistics.median(taken for taken, _count in presses)
            counts[nominees] = statistics.median(count for _taken, count in presses)
            assert (
                len(view.list.findChildren(ScoreScale)) <= 4
            )  # of this criterion, and the one before
        print(  # noqa: T201 - what a benchmark is for
            f"\n{nominees} candidates: opened in {opened:.0f} ms, {costs[nominees]:.1f} ms a key"
        )

    assert counts[MANY] <= counts[FEW] + 1


def press(desk: DeskWindow, n: int, painted: list[object]) -> tuple[float, int]:
    """Give a mark; return what it cost, in milliseconds and in rows painted."""
    view, points = desk.page.looks.across, n % 5 + 1
    nominee = view.nominee
    assert nominee is not None
    painted.clear()
    focus = QApplication.focusWidget()
    assert isinstance(focus, ScoreScale)
    taken = timed(lambda: QTest.keyClick(focus, Qt.Key(Qt.Key.Key_0 + points)))
    count = len(painted)
    assert desk.controller.said(nominee).marks[WHOLE].points == points
    view.list.step(1)
    QApplication.processEvents()
    return taken, count


def timed(work: object) -> float:
    """Return how long something takes, painting included, in milliseconds."""
    assert callable(work)
    begun = time.perf_counter()
    work()
    QApplication.processEvents()
    return (time.perf_counter() - begun) * 1000
