"""A clock that is set back, and a desk that is open elsewhere: nothing is lost, and a sentence says it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk_examples import SmallAward, small_award
from desk_window import NY, SAM, desk_window, settle
from juryapp import bootstrap
from juryapp.application.merge.merging import merge, preview_merge
from juryapp.domain.statements import mark
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.desktop import Desktop
from juryapp.gui.main_window import MainWindow
from juryapp.gui.notify import Recorder
from juryapp.gui.settings import SettingsStore
from juryapp.gui.shell import Shell
from workplace import services_in

HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA locking_mode = EXCLUSIVE")
connection.execute("BEGIN EXCLUSIVE")
connection.execute("COMMIT")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def award(tmp_path: Path) -> Iterator[SmallAward]:
    made = small_award(tmp_path / "award")
    yield made
    made.close()


@pytest.fixture
def set_back(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Set the machine's clock back by so much."""

    def back(by: timedelta) -> None:
        moment = datetime.now(UTC) - by
        monkeypatch.setattr(bootstrap.SystemClock, "now", lambda _clock: moment)

    return back


# ----------------------------------------------------------------------------- the clock


def test_a_clock_set_back_changes_nothing_of_what_counts(
    qtbot: QtBot,
    shell: Shell,
    choosers: FakeChoosers,
    award: SmallAward,
    tmp_path: Path,
    set_back: Callable[[timedelta], None],
) -> None:
    choosers.target = tmp_path
    with desk_window(qtbot, shell, tmp_path / "juror", award.package()) as desk:
        desk.through_the_door()
        first = desk.controller.order[0]
        for nominee in desk.controller.order:
            desk.page.sheet.go_to(nominee, SAM)
            desk.key("4", "Down", "5", "Tab")
        desk.page.show_place(Place.HAND_IN)
        desk.key("Space")
        qtbot.waitUntil(lambda: desk.controller.is_locked)
        before = desk.controller.last_file
        assert before is not None

        set_back(timedelta(days=400))
        assert desk.controller.reopen()
        desk.page.show_place(Place.SHEET)
        desk.page.sheet.go_to(first, SAM)
        desk.key("9", "Tab")
        desk.key("Ctrl+Z")
        assert desk.mark(first, SAM) == mark(8)
        desk.key("Ctrl+Shift+Z")
        assert desk.mark(first, SAM) == mark(18)
        assert desk.mark(first, NY) == mark(10)
        with desk.workspace.session.reading() as uow:
            said = [
                s
                for s in uow.marks.history(desk.controller.contents.round.id)
                if (s.statement.key.nominee, s.statement.key.criterion) == (first, SAM)
            ]
        assert [s.statement.rev for s in said] == sorted(s.statement.rev for s in said)
        assert [s.statement.content.points for s in said] == [8, 18, 8, 18]

        desk.page.show_place(Place.HAND_IN)
        desk.page.hand_in.make.click()
        qtbot.waitUntil(lambda: desk.controller.is_locked)
        after = desk.controller.last_file
        assert after is not None
        assert after.path != before.path

        session = award.workplace.session
        merge(session, preview_merge(session, [before.path, after.path]))
        with session.reading() as uow:
            view = uow.marks.current(uow.rounds.all()[-1].id)
        key = next(k for k in view.effective if (k.nominee, k.criterion) == (first, SAM))
        assert view.effective[key].content == mark(18)  # the newest, though its clock is older
        assert not view.conflicts


def test_a_clock_behind_the_last_change_is_told_once_when_the_desk_opens(
    qtbot: QtBot,
    shell: Shell,
    notifier: Recorder,
    award: SmallAward,
    tmp_path: Path,
    set_back: Callable[[timedelta], None],
) -> None:
    package = award.package()
    with desk_window(qtbot, Shell(SettingsStore(None)), tmp_path / "juror", package) as desk:
        desk.through_the_door()
        desk.page.shell.close()
    set_back(timedelta(minutes=5))
    with desk_window(qtbot, Shell(SettingsStore(None)), tmp_path / "juror", package) as desk:
        assert desk.window.messages.banners() == []
        desk.page.shell.close()
    set_back(timedelta(days=2))
    with desk_window(qtbot, shell, tmp_path / "juror", package) as desk:
        assert notifier.titles() == ["The clock of this computer seems to be set back."]
        assert "Your marks are safe" in notifier.messages[0].text
        desk.key("8", "Tab")
        assert desk.mark(desk.controller.order[0], SAM) == mark(16)
        assert len(notifier.messages) == 1


# ----------------------------------------------------------------------------- two windows


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    made = MainWindow(Shell(SettingsStore(None), notifier=Recorder()))
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()
    made.deleteLater()
    settle()


def opened(desktop: Desktop) -> bool:
    return desktop.workspace.is_open


def test_a_desk_that_another_program_has_open_is_told_and_opened_when_it_is_free(
    qtbot: QtBot, window: MainWindow, award: SmallAward, tmp_path: Path
) -> None:
    package = award.package()
    with desk_window(qtbot, Shell(SettingsStore(None)), tmp_path / "juror", package) as desk:
        desk.through_the_door()
        place = desk.workspace.session.database.place
        desk.page.shell.close()
    desktop = Desktop(window, services_in(tmp_path / "juror"))
    told = window.shell.notifier
    assert isinstance(told, Recorder)
    command = [sys.executable, "-c", HOLDER, place]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"

        window.shell.files_given.emit([package])

        assert told.messages[-1].code == "E-BUSY"
        assert told.messages[-1].title.startswith("Your desk is open in another window")
        assert opened(desktop) is False
        holder.communicate("")
    words, again = told.messages[-1].buttons[0]
    assert words == "Try again"
    again()
    settle()
    assert opened(desktop)
    current = window.pages.current()
    assert current is not None
    assert current.name == "desk"


def test_a_desk_open_in_this_window_is_not_opened_twice(
    qtbot: QtBot, shell: Shell, award: SmallAward, tmp_path: Path
) -> None:
    package = award.package()
    with desk_window(qtbot, shell, tmp_path / "juror", package) as desk:
        desk.through_the_door()
        desk.key("8", "Tab")
        assert desk.workspace.open_package(package)  # double-clicked again
        desk.window.show_page("desk")
        assert desk.place() is Place.SHEET
        assert desk.mark(desk.controller.order[0], SAM) == mark(16)
