"""Erasing a desk in the window: from the desk and from the start page, by keyboard, and what is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_examples import small_award
from juryapp.application.desk.contents import keep_private_note
from juryapp.application.desk.erasing import erase_desk
from juryapp.application.desk.view import own_sheet
from juryapp.base import wiping
from juryapp.base.errors import UnavailableError
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.controllers.start import JUROR, SECRETARIAT
from juryapp.gui.desktop import Desktop
from juryapp.gui.dialogs.erase_dialog import EraseDialog
from juryapp.gui.main_window import MainWindow
from juryapp.gui.notify import Recorder
from juryapp.gui.shell import Shell
from workplace import services_in

SECRET = "Ring the mayor about the harbour"


@pytest.fixture
def desktop(qtbot: QtBot, shell: Shell, tmp_path: Path) -> Iterator[Desktop]:
    """A juror's window with one desk in the list, on which there is a private note and one comment."""
    award = small_award(tmp_path)
    package = award.package()
    award.close()
    shell.settings.change(role=JUROR)
    window = MainWindow(shell)
    made = Desktop(window, services_in(tmp_path / "juror"))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    assert made.workspace.open_package(package)
    session = made.workspace.session
    with session.reading() as uow:
        nominee = own_sheet(uow).cells[0].nominee
    keep_private_note(session, nominee, SECRET, flagged=False)
    yield made
    made.workspace.close()
    window.close()


def dialog(qtbot: QtBot) -> EraseDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), EraseDialog))
    found = QApplication.activeModalWidget()
    assert isinstance(found, EraseDialog)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is found.cancel)
    return found


def press(*keys: Qt.Key) -> None:
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)


def left(desktop: Desktop) -> list[str]:
    root = desktop.workspace.services.data.root
    files = [path for path in root.rglob("*") if path.is_file()]
    return [path.name for path in files if SECRET.encode() in path.read_bytes()]


def test_a_desk_is_erased_from_the_list_by_keyboard(
    qtbot: QtBot, desktop: Desktop, notifier: Recorder, choosers: FakeChoosers, tmp_path: Path
) -> None:
    choosers.target = tmp_path / "deletion.txt"
    desktop.workspace.close()
    assert desktop.start.erase.isVisible()
    desktop.start.erase.setFocus()
    press(Qt.Key.Key_Space)
    asked = dialog(qtbot)
    assert not asked.erase.isEnabled()

    asked.save.setFocus()
    press(Qt.Key.Key_Space)
    asked.sure.setFocus()
    press(Qt.Key.Key_Space)
    asked.erase.setFocus()
    press(Qt.Key.Key_Space)

    qtbot.waitUntil(lambda: any("has deleted" in title for title in notifier.titles()))
    assert left(desktop) == []
    assert "has deleted" in (tmp_path / "deletion.txt").read_text(encoding="utf-8")
    assert desktop.start.controller.places() == ()
    assert desktop.start.isVisible()
    assert not desktop.start.erase.isVisible()
    assert not [r for r in desktop.start.shell.settings.values.recent if r.kind == "desk"]


def test_the_open_desk_is_closed_and_erased(
    qtbot: QtBot, desktop: Desktop, notifier: Recorder, choosers: FakeChoosers, tmp_path: Path
) -> None:
    desktop._erasing.ask_open()
    asked = dialog(qtbot)
    asked.sure.click()
    asked.erase.click()
    qtbot.waitUntil(lambda: any("has deleted" in title for title in notifier.titles()))
    assert left(desktop) == []
    assert not desktop.workspace.is_open


def test_enter_and_esc_erase_nothing(qtbot: QtBot, desktop: Desktop) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        desktop._erasing.ask_open()
        asked = dialog(qtbot)
        asked.sure.click()
        asked.cancel.setFocus()
        press(key)
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert desktop.workspace.is_open
    assert left(desktop)


def test_what_cannot_be_erased_is_said_and_the_desk_stays(
    qtbot: QtBot, desktop: Desktop, notifier: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop._erasing.ask_open()
    asked = dialog(qtbot)
    asked.sure.click()
    monkeypatch.setattr("os.access", lambda *_: False)
    asked.erase.click()
    qtbot.waitUntil(lambda: any("cannot be erased" in title for title in notifier.titles()))
    monkeypatch.undo()
    assert left(desktop)
    desktop.start.controller.refresh()
    assert [place.problem for place in desktop.start.controller.places()] == [""]


def test_what_was_stopped_is_finished_and_told_at_the_next_start(
    qtbot: QtBot,
    desktop: Desktop,
    shell: Shell,
    notifier: Recorder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def busy(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(wiping, "overwrite", busy)
        with pytest.raises(UnavailableError):
            erase_desk(desktop.workspace.session)
    root = desktop.workspace.services.data.root
    desktop.workspace.close()
    shell.settings.change(role=SECRETARIAT)

    window = MainWindow(shell)
    qtbot.addWidget(window)
    again = Desktop(window, services_in(root))

    qtbot.waitUntil(lambda: any("has deleted" in title for title in notifier.titles()))
    assert left(again) == []


def test_marks_that_were_not_received_need_a_tick_of_their_own(
    qtbot: QtBot, desktop: Desktop
) -> None:
    from juryapp.application.desk.saying import declare_rest

    declare_rest(desktop.workspace.session)
    desktop._erasing.ask_open()
    asked = dialog(qtbot)
    asked.sure.click()
    assert not asked.erase.isEnabled()
    asked.although.click()
    assert asked.erase.isEnabled()
    asked.reject()


def test_after_the_receipt_the_hand_in_page_leads_to_erasing(
    qtbot: QtBot, desktop: Desktop, shell: Shell
) -> None:
    shell.go("desk")
    shell.action_requested.emit("desktop.erase")  # as the link below the third state does

    asked = dialog(qtbot)
    assert asked.isVisible()
    asked.cancel.click()
