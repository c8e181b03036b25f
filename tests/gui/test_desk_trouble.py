"""The machine makes trouble while a juror scores: full disk, no rights, the file gone, the window closed."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk_examples import SmallAward, small_award
from desk_window import NY, SAM, DeskWindow, desk_window, settle
from juryapp.domain.statements import NoteContent, mark
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.notify import Recorder
from juryapp.gui.shell import Shell
from juryapp.storage.database import SqlDatabase
from workplace import services_in


@pytest.fixture(scope="module")
def award(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallAward]:
    made = small_award(tmp_path_factory.mktemp("award"))
    yield made
    made.close()


@pytest.fixture
def ready(qtbot: QtBot, shell: Shell, award: SmallAward, tmp_path: Path) -> Iterator[DeskWindow]:
    with desk_window(qtbot, shell, tmp_path / "juror", award.package()) as made:
        made.through_the_door()
        yield made
        made.page.shell.set_waiting(0)


def database(desk: DeskWindow) -> SqlDatabase:
    found = desk.workspace.session.database
    assert isinstance(found, SqlDatabase)
    return found


def pragma(desk: DeskWindow, words: str) -> int:
    """Say a pragma to the open connection, as the machine would: the file grows no more, or is read-only."""
    raw = database(desk).engine.raw_connection()
    try:
        row = raw.cursor().execute(f"PRAGMA {words}").fetchone()
    finally:
        raw.close()
    return int(row[0]) if row else 0


def fill_disk(desk: DeskWindow) -> None:
    pragma(desk, f"max_page_count = {pragma(desk, 'page_count')}")


def empty_disk(desk: DeskWindow) -> None:
    pragma(desk, "max_page_count = 1000000")


def type_until_full(desk: DeskWindow) -> None:
    """Type marks and notes until the disk takes no more."""
    for n in range(200):
        for nominee in desk.controller.order:
            desk.page.sheet.go_to(nominee, SAM)
            desk.key(str(n % 9 + 1), ",", "5", "Down", str(n % 8 + 1), "Up")
            if desk.controller.has_unsaved():
                return
    raise AssertionError("the disk never became full")


# ----------------------------------------------------------------------------- a full disk


def test_a_disk_that_fills_up_while_scoring_loses_nothing(
    ready: DeskWindow, notifier: Recorder
) -> None:
    fill_disk(ready)
    type_until_full(ready)

    assert notifier.messages[-1].code == "E-DISK-FULL"
    assert "Make room on the disk" in notifier.messages[-1].text
    for criterion, keys in ((SAM, ("9",)), (NY, ("8",))):
        for nominee in ready.controller.order:
            ready.page.sheet.go_to(nominee, criterion)
            ready.key(*keys, "Tab")
    before = {n: ready.controller.shown_mark(n, SAM) for n in ready.controller.order}
    assert set(before.values()) == {mark(18)}

    empty_disk(ready)
    notifier.messages[-1].buttons[0][1]()

    assert not ready.controller.has_unsaved()
    assert notifier.words[-1] == "Everything is saved now"
    for nominee in ready.controller.order:
        assert (ready.mark(nominee, SAM), ready.mark(nominee, NY)) == (mark(18), mark(16))


def test_what_waits_is_saved_with_the_next_thing_that_can_be_saved(ready: DeskWindow) -> None:
    fill_disk(ready)
    type_until_full(ready)
    empty_disk(ready)
    waiting = dict(ready.controller.unsaved)
    assert waiting

    ready.key("Ctrl+M")

    assert not ready.controller.has_unsaved()
    for (nominee, criterion), content in waiting.items():
        assert ready.mark(nominee, criterion) == content


def test_what_waits_can_be_undone_and_done_again(ready: DeskWindow) -> None:
    nominee = ready.controller.order[0]
    ready.key("4", "Tab")
    pragma(ready, "query_only = ON")
    for keys in ("6", "7"):
        ready.page.sheet.go_to(nominee, SAM)
        ready.key(keys, "Tab")
    assert ready.controller.shown_mark(nominee, SAM) == mark(14)

    ready.key("Ctrl+Z")
    assert ready.controller.shown_mark(nominee, SAM) == mark(12)
    ready.key("Ctrl+Z")
    assert ready.controller.shown_mark(nominee, SAM) == mark(8)
    assert not ready.controller.has_unsaved()
    ready.key("Ctrl+Shift+Z", "Ctrl+Shift+Z")
    assert ready.controller.shown_mark(nominee, SAM) == mark(14)
    assert ready.controller.has_unsaved()

    pragma(ready, "query_only = OFF")
    ready.key("Ctrl+S")
    assert ready.mark(nominee, SAM) == mark(14)


# ----------------------------------------------------------------------------- no rights


def test_a_disk_that_became_read_only_is_told_and_everything_waits(
    ready: DeskWindow, notifier: Recorder
) -> None:
    nominee = ready.controller.order[0]
    pragma(ready, "query_only = ON")
    ready.key("8", "Down")
    ready.page.sheet.papers.notes.setFocus()
    ready.write("A note")
    ready.page.sheet.marks.comment.text.setFocus()
    ready.write("A comment")
    ready.key("Ctrl+M")
    ready.page.flush()

    assert notifier.messages[-1].code == "E-RIGHTS"
    assert "Check that you may write in its folder" in notifier.messages[-1].text
    assert ready.controller.waiting_count() == 4
    assert ready.controller.flagged() == [nominee]
    assert ready.page.sheet.papers.flag.isChecked()

    pragma(ready, "query_only = OFF")
    ready.window.top_bar.saved.click()

    said = ready.stored()[nominee]
    assert said == ({SAM: mark(16)}, said[1], NoteContent("A comment"), "A note", True)


# ----------------------------------------------------------------------------- the file is gone


def test_a_file_that_was_deleted_while_it_was_open_is_noticed_and_written_again(
    ready: DeskWindow, notifier: Recorder, tmp_path: Path
) -> None:
    first, second, *_rest = ready.controller.order
    ready.key("8", "Tab")
    place = Path(database(ready).place)
    shutil.rmtree(place.parent)
    ready.page.sheet.go_to(second, SAM)
    ready.key("9", "Tab")

    assert notifier.messages[-1].code == "E-GONE"
    assert str(place) in notifier.messages[-1].text
    assert not place.exists()
    words, handler = notifier.messages[-1].buttons[0]
    assert words == "Write the file again"
    handler()

    assert not ready.controller.has_unsaved()
    assert (ready.mark(first, SAM), ready.mark(second, SAM)) == (mark(16), mark(18))
    ready.page.sheet.go_to(second, NY)
    ready.key("3", "Tab")
    ready.workspace.close()
    services = services_in(tmp_path / "juror")
    listed = services.store.desks()[0]
    assert not listed.problem
    assert ready.workspace.open_desk(listed.edition, listed.juror)
    ready.window.show_page("desk")
    assert ready.mark(second, NY) == mark(6)


def test_a_file_that_was_replaced_while_it_was_open_is_left_as_it_is(
    ready: DeskWindow, notifier: Recorder, tmp_path: Path
) -> None:
    place = Path(database(ready).place)
    place.rename(tmp_path / "moved.jurydb")
    place.write_bytes(b"another file")
    ready.key("8", "Tab")
    assert notifier.messages[-1].code == "E-REPLACED"

    notifier.messages[-1].buttons[0][1]()
    assert notifier.messages[-1].code == "E-REPLACED"
    assert place.read_bytes() == b"another file"

    place.unlink()
    notifier.messages[-1].buttons[0][1]()
    assert not ready.controller.has_unsaved()
    assert ready.mark(ready.controller.order[0], SAM) == mark(16)


def test_a_moved_file_that_comes_back_needs_nothing_but_another_try(
    ready: DeskWindow, tmp_path: Path
) -> None:
    place = Path(database(ready).place)
    place.rename(tmp_path / "moved.jurydb")
    ready.key("8", "Tab")
    assert ready.controller.has_unsaved()
    (tmp_path / "moved.jurydb").rename(place)
    ready.key("Ctrl+S")
    assert not ready.controller.has_unsaved()
    ready.workspace.close()
    with sqlite3.connect(place) as connection:
        assert connection.execute("SELECT count(*) FROM mark_statement").fetchone() == (1,)
    connection.close()


# ----------------------------------------------------------------------------- leaving


def test_closing_the_window_asks_when_something_is_not_saved(
    ready: DeskWindow, choosers: FakeChoosers
) -> None:
    pragma(ready, "query_only = ON")
    ready.key("8", "Tab")
    choosers.agrees = False

    assert not ready.window.close()

    assert choosers.asked == ["Close, and lose what is not saved?"]
    assert ready.window.isVisible()
    assert ready.place() is Place.SHEET
    assert ready.controller.shown_mark(ready.controller.order[0], SAM) == mark(16)
    ready.key("5", "Tab")  # and it goes on

    pragma(ready, "query_only = OFF")
    assert ready.window.close()
    assert len(choosers.asked) == 1  # it was tried once more, and worked
    assert ready.mark(ready.controller.order[0], SAM) is not None


def test_closing_the_window_without_saving_takes_a_yes(
    ready: DeskWindow, choosers: FakeChoosers
) -> None:
    pragma(ready, "query_only = ON")
    ready.key("8", "Tab")

    ready.window.close()
    settle()

    assert choosers.asked == ["Close, and lose what is not saved?"]
    assert not ready.window.isVisible()
    pragma(ready, "query_only = OFF")


def test_another_package_is_not_opened_over_what_is_not_saved(
    ready: DeskWindow, award: SmallAward, notifier: Recorder
) -> None:
    pragma(ready, "query_only = ON")
    ready.key("8", "Tab")

    assert not ready.workspace.open_package(award.package())

    assert notifier.messages[-1].code == "E-NOT-SAVED"
    assert ready.controller.shown_mark(ready.controller.order[0], SAM) == mark(16)
    pragma(ready, "query_only = OFF")
    ready.window.shell.try_again_requested.emit()
    assert ready.workspace.open_package(award.package())
