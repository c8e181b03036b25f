"""Handing in: what is missing, drafts, the file, the lock, and that the file says what the desk holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desk_examples import JUROR, SmallAward, small_award
from desk_window import NY, SAM, DeskWindow, desk_window, settle
from juryapp.application.desk.handing_in import hand_in
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.notify import Recorder
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import ScoreScale


@pytest.fixture(scope="module")
def award(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallAward]:
    made = small_award(tmp_path_factory.mktemp("award"))
    yield made
    made.close()


@pytest.fixture
def desk(qtbot: QtBot, shell: Shell, award: SmallAward, tmp_path: Path) -> Iterator[DeskWindow]:
    with desk_window(qtbot, shell, tmp_path / "juror", award.package()) as made:
        yield made


@pytest.fixture
def ready(desk: DeskWindow) -> DeskWindow:
    """At the sheet, with nothing to report anywhere."""
    desk.through_the_door()
    return desk


# ------------------------------------------------------------------------------- handing in


def test_what_is_missing_is_one_click_away(ready: DeskWindow) -> None:
    first = ready.page.sheet.nominee
    assert first is not None
    ready.key("5", "Down")
    ready.page.show_place(Place.HAND_IN)
    view = ready.page.hand_in
    rows = {line.key: line for line in view.missing.rows.rows()}
    assert len(rows) == 4
    assert rows[first].subtitle == "missing: Nyskaping"
    assert view.make.isHidden()
    assert not view.draft.isHidden()

    other = ready.controller.order[3]
    view.missing.choose(other)
    view.missing.setFocus()
    ready.key("Return")
    assert ready.place() is Place.SHEET
    assert ready.page.sheet.nominee == other
    assert isinstance(QApplication.focusWidget(), ScoreScale)


def test_a_draft_is_made_and_does_not_lock(
    ready: DeskWindow, tmp_path: Path, choosers: FakeChoosers
) -> None:
    choosers.target = tmp_path
    ready.key("5", "Down")
    ready.page.show_place(Place.HAND_IN)
    ready.page.hand_in.draft.click()
    ready.qtbot.waitUntil(lambda: ready.controller.last_file is not None)

    assert not ready.controller.is_locked
    assert ready.page.hand_in.made.title.text() == "Draft made"
    assert ready.workspace.undo_stack.count() == 1
    ready.page.hand_in.back.click()
    ready.key("6", "Down")
    assert ready.controller.last_file is None  # it no longer says what stands


def finish(desk: DeskWindow) -> None:
    """Give every nominee a mark on every criterion."""
    for nominee in desk.controller.order:
        for criterion in (SAM, NY):
            desk.controller.give(nominee, criterion, 10, not_assessed=False)


def test_handing_in_locks_the_sheet_until_it_is_opened_again(
    ready: DeskWindow, tmp_path: Path, choosers: FakeChoosers, monkeypatch: pytest.MonkeyPatch
) -> None:
    choosers.target = tmp_path
    finish(ready)
    sheet, view = ready.page.sheet, ready.page.hand_in
    assert sheet.marks.next.text() == "Hand in …"
    sheet.marks.next.click()
    assert view.sentence.text() == (
        "All 4 are assessed. Send the file to the secretariat; it is handed in when you get a receipt."
        " You can hand in again until 1 January 2099."
    )
    view.make.click()
    ready.qtbot.waitUntil(lambda: ready.controller.is_locked)
    file = ready.controller.last_file
    assert file is not None
    assert file.path.exists()
    assert view.made.title.text() == "File made"
    assert view.tile.text() == file.path.name
    assert "cannot see the second" in view.received.text.text()
    assert ready.workspace.undo_stack.count() == 0

    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    view.folder.click()
    assert opened == [str(tmp_path)]
    view.mail.click()
    text = QApplication.clipboard().text()
    assert file.path.name in text
    assert file.sha256 in text
    assert JUROR in text

    view.back.click()
    settle()
    assert sheet.handed_in.isVisible()
    assert not sheet.marks.rows[0].scale.isEnabled()
    assert sheet.marks.comment.text.isReadOnly()
    assert not sheet.marks.report.isEnabled()
    sheet.papers.notes.setPlainText("Still mine")
    sheet.papers.notes.flush()
    assert ready.controller.said(sheet.nominee or "").note == "Still mine"  # type: ignore[arg-type]

    button = ready.find(QPushButton, "reopen")
    sheet.handed_in.buttons[1].click()
    settle()
    assert isinstance(button, QPushButton)
    assert not ready.controller.is_locked
    assert not sheet.handed_in.isVisible()
    assert sheet.marks.rows[0].scale.isEnabled()


def test_the_file_of_the_window_says_the_same_as_one_made_without_it(
    ready: DeskWindow, award: SmallAward, tmp_path: Path, choosers: FakeChoosers
) -> None:
    choosers.target = tmp_path
    finish(ready)
    ready.page.show_place(Place.HAND_IN)
    ready.page.hand_in.make.click()
    ready.qtbot.waitUntil(lambda: ready.controller.is_locked)
    file = ready.controller.last_file
    assert file is not None
    other = tmp_path / "other"
    other.mkdir()
    again = hand_in(ready.workspace.session, other)

    award.take_in(file.path)
    with award.workplace.session.reading() as uow:
        once = uow.marks.current(uow.rounds.all()[-1].id)
    report = award.take_in(again.path)
    with award.workplace.session.reading() as uow:
        assert uow.marks.current(uow.rounds.all()[-1].id) == once
    assert report is not None


def test_a_file_that_cannot_be_written_leaves_the_sheet_open(
    ready: DeskWindow, tmp_path: Path, choosers: FakeChoosers, notifier: Recorder
) -> None:
    target = tmp_path / "a file, not a folder.txt"
    target.write_text("in the way")
    choosers.target = target / "below"
    finish(ready)
    ready.page.show_place(Place.HAND_IN)
    ready.page.hand_in.make.click()
    ready.qtbot.waitUntil(lambda: bool(notifier.messages))

    assert notifier.messages[-1].weight == "error"
    assert not ready.controller.is_locked
    assert ready.page.hand_in.make.isEnabled()


def test_choosing_no_folder_changes_nothing(ready: DeskWindow, choosers: FakeChoosers) -> None:
    finish(ready)
    ready.page.show_place(Place.HAND_IN)
    ready.page.hand_in.make.click()
    assert choosers.asked == ["Where shall the score file lie?"]
    assert ready.page.hand_in.make.isEnabled()
    assert ready.controller.last_file is None
