"""The real program in a real process, typed at by nobody's hands, until it is killed.

    python desk_typist.py DATA PACKAGE SEED

It starts as `juryapp PACKAGE` does, answers what is asked at the door by keys, and then types marks and goes
from candidate to candidate without end. Every line it writes is read by the test that kills it:

    at NOMINEE [again]            where the window came up; "again" if it says that it ended badly last time
    going | is NOMINEE            it is about to go to another candidate; it has gone
    saved NOMINEE CRITERION N     the window shows a mark of N points as saved
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QKeyCombination, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from juryapp.base.paths import DataFolder
from juryapp.bootstrap import services_for
from juryapp.domain.ids import NomineeId
from juryapp.gui.app import run_window
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.desktop import Desktop
from juryapp.gui.main_window import MainWindow
from juryapp.gui.pages.desk_page import DeskPage


def say(words: str) -> None:
    """Write a line that is read before the program is killed."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def press(window: MainWindow, name: str) -> None:
    """Press a key where the focus is."""
    keys = QKeySequence.fromString(name)
    combination = QKeyCombination.fromCombined(keys[0].toCombined())  # type: ignore[index]
    target = QApplication.focusWidget() or window
    QTest.keyClick(target, combination.key(), combination.keyboardModifiers())


class Typist:
    """Types, and says what the window shows."""

    def __init__(self, window: MainWindow, page: DeskPage, seed: int) -> None:
        self._window, self._page = window, page
        self._chance = random.Random(seed)
        self._seen: set[tuple[str, str, int | None]] = set()
        self._timer = QTimer(window, interval=0)
        self._timer.timeout.connect(self._type)

    def begin(self) -> None:
        """Go through the door, say where the window came up, and type."""
        page = self._page
        if page.place is Place.CONFIDENTIALITY:
            press(self._window, "Return")
        if page.place is Place.IMPARTIALITY:
            press(self._window, "Ctrl+Return")
        assert page.place is Place.SHEET, page.place
        again = " again" if self._window.crashed_before else ""
        say(f"at {page.sheet.nominee}{again}")
        self._seen = {mark for nominee in page.controller.order for mark in self._marks(nominee)}
        page.controller.row_changed.connect(self._said)
        page.sheet.nominee_shown.connect(lambda nominee: say(f"is {nominee}"))
        self._timer.start()

    def _type(self) -> None:
        for _criterion in self._page.sheet.marks.rows:
            keys = str(self._chance.randint(0, 9))
            for key in (keys, *([",", "5"] if self._chance.random() < 0.5 else []), "Down"):
                press(self._window, key)
        self._go()

    def _go(self) -> None:
        order = self._page.controller.order
        here = order.index(self._page.sheet.nominee)
        by = self._chance.choice([step for step in (-1, 1) if 0 <= here + step < len(order)])
        say(f"going {order[here + by]}")
        press(self._window, "Ctrl+Right" if by > 0 else "Ctrl+Left")

    def _marks(self, nominee: str) -> set[tuple[str, str, int | None]]:
        marks = self._page.controller.said(NomineeId(nominee)).marks
        return {(nominee, criterion, content.points) for criterion, content in marks.items()}

    def _said(self, nominee: str) -> None:
        now = self._marks(nominee)
        for _nominee, criterion, points in now - self._seen:
            say(f"saved {nominee} {criterion} {points}")
        self._seen = {mark for mark in self._seen if mark[0] != nominee} | now


def main(data: Path, package: Path, seed: int) -> int:
    """Start the program on `package` and type until somebody ends it."""
    typists: list[Typist] = []  # Qt holds its methods, and not the typist

    def started(window: MainWindow) -> None:
        window.activateWindow()
        page = window.pages.page("desk")
        assert isinstance(page, DeskPage)
        typists.append(Typist(window, page, seed))
        QTimer.singleShot(0, window, typists[0].begin)

    folder = DataFolder(data, chosen=True)
    return run_window(
        lambda: services_for(folder),
        Desktop,
        settings_file=folder.settings,
        argv=sys.argv[:1],
        files=[package],
        language="en",
        started=started,
        one_per=folder.root,
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
