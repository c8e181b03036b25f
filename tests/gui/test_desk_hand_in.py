"""Handing in: what is missing, drafts, the file, the lock, and that the file says what the desk holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
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


def test_what_is_missing_is_one_click_away_down_to_the_criterion(ready: DeskWindow) -> None:
    first = ready.page.sheet.nominee
    assert first is not None
    ready.key("5", "Down")
    ready.page.show_place(Place.HAND_IN)
    view = ready.page.hand_in
    missing = view.missing.list
    rows = {line.key: line for line in missing.rows.rows()}
    assert len(rows) == 4
    assert rows[f"{first}/NY"].subtitle == "missing: Nyskaping"
    assert view.make.isHidden()
    assert not view.draft.isHidden()

    missing.choose(f"{first}/NY")
    missing.setFocus()
    ready.key("Return")
    assert (ready.place(), ready.page.sheet.nominee) == (Place.SHEET, first)
    assert ready.page.sheet.marks.rows[1].scale.hasFocus()

    ready.page.show_place(Place.HAND_IN)
    other = ready.controller.order[3]
    missing.choose(other)
    missing.setFocus()
    ready.key("Return")
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
    ready: DeskWindow, tmp_path: Path, choosers: FakeChoosers
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
    assert view.file.tile.text() == file.path.name
    assert "cannot see the second" in view.received.text.text()
    assert ready.workspace.undo_stack.count() == 0

    view.file.folder.click()
    assert choosers.folders == [tmp_path]
    view.file.copy_mail.click()
    text = QApplication.clipboard().text()
    assert text.startswith("Subject: Score file for Fjordprisen 2026\nAttached: ")
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


def handed_in(ready: DeskWindow, folder: Path, choosers: FakeChoosers) -> Path:
    """Finish, make the file in `folder`, and return where it lies."""
    folder.mkdir(exist_ok=True)
    choosers.target = folder
    finish(ready)
    ready.page.show_place(Place.HAND_IN)
    ready.page.hand_in.make.click()
    ready.qtbot.waitUntil(lambda: ready.controller.is_locked)
    assert ready.controller.last_file is not None
    return ready.controller.last_file.path


def test_the_mail_program_gets_the_text_and_the_juror_is_told_about_the_file(
    ready: DeskWindow, tmp_path: Path, choosers: FakeChoosers
) -> None:
    path = handed_in(ready, tmp_path / "out", choosers)
    view = ready.page.hand_in
    assert view.file.write_mail.hasFocus()

    ready.key("Return")

    ((address, subject, body),) = choosers.letters
    assert (address, subject) == ("", "Score file for Fjordprisen 2026")
    assert body.startswith(f"Attached: {path.name}")
    assert "does not take it along by itself" in view.file.hint.text()


def test_without_a_mail_program_the_text_is_copied(
    ready: DeskWindow, tmp_path: Path, choosers: FakeChoosers, notifier: Recorder
) -> None:
    handed_in(ready, tmp_path / "out", choosers)
    choosers.has_mail = False

    ready.page.hand_in.file.write_mail.click()

    assert notifier.titles()[-1] == "No mail program answered."
    assert QApplication.clipboard().text().startswith("Subject: ")


def test_after_a_restart_the_file_is_shown_again_and_its_folder_comes_first(
    qtbot: QtBot, ready: DeskWindow, tmp_path: Path, choosers: FakeChoosers
) -> None:
    path = handed_in(ready, tmp_path / "out", choosers)
    edition, juror = ready.controller.contents.edition.id, ready.controller.contents.juror.id
    ready.workspace.close()
    choosers.folder = tmp_path

    assert ready.workspace.open_desk(edition, juror)
    ready.window.show_page("desk", Place.HAND_IN)
    settle()

    view = ready.page.hand_in
    assert view.made.title.text() == "File made"
    assert view.file.tile.path == path
    assert view.file.tile.isEnabled()
    choosers.target = None
    view.make.click()
    assert choosers.folder == path.parent


def test_a_file_that_is_not_there_any_more_is_said_and_made_again(
    ready: DeskWindow, tmp_path: Path, choosers: FakeChoosers
) -> None:
    path = handed_in(ready, tmp_path / "out", choosers)
    path.unlink()

    ready.page.show_place(Place.HAND_IN)

    view = ready.page.hand_in
    assert "not there any more" in view.file.tile.accessibleDescription()
    assert not view.file.tile.isEnabled()
    assert view.file.write_mail.isHidden()
    assert view.make.hasFocus()
    ready.key("Return")
    ready.qtbot.waitUntil(lambda: not view.file.write_mail.isHidden())
    assert ready.controller.last_file is not None
    assert ready.controller.last_file.path.exists()


def test_no_file_name_tells_an_outsider_who_it_is_about(
    ready: DeskWindow, tmp_path: Path, choosers: FakeChoosers
) -> None:
    path = handed_in(ready, tmp_path / "out", choosers)
    assert not any(word in path.name for word in JUROR.split())
    assert path.name == "FJORD-20-02-BO-1.juryscore"
