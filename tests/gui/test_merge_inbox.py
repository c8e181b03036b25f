"""The inbox at the side of the score files: watched, named, looked at by a button; nothing by itself."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from juryapp.application.merge.inbox import Arrival
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.controllers.inbox import inbox_of
from juryapp.gui.notify import Recorder
from juryapp.gui.pages.merge_tabs import PREVIEW
from juryapp.gui.settings import SettingsStore
from merge_award import ASTRID, BJARNE, Award, award, made

__all__ = ["award", "made"]  # fixtures
LONG_AGO = 1_700_000_000


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "Nextcloud"
    folder.mkdir()
    return folder


def put(source: Path, folder: Path) -> Path:
    """Let a file come into the inbox whole, as a sync program does: written beside, then renamed."""
    half = folder / f".{source.name}.~1"
    shutil.copyfile(source, half)
    os.utime(half, (LONG_AGO, LONG_AGO))
    return half.rename(folder / source.name)


def watch(award: Award, choosers: FakeChoosers, folder: Path) -> None:
    choosers.target = folder
    award.button("choose_inbox").click()
    award.wait()


def watched(award: Award) -> Path | None:
    return award.page.inbox.folder


def test_a_folder_is_chosen_and_says_that_nothing_has_come(
    award: Award, choosers: FakeChoosers, inbox: Path
) -> None:
    watch(award, choosers, inbox)

    assert award.label("inbox_name") == "Inbox: Nextcloud"
    assert award.label("inbox_words") == "Nothing new has come."
    assert not award.button("look_inbox").isVisible()
    edition = award.workspace.session.edition().id
    assert award.page.shell.settings.values.inboxes == ((edition, str(inbox)),)


def test_files_that_come_are_noticed_and_only_the_button_looks_at_them(
    award: Award, choosers: FakeChoosers, inbox: Path
) -> None:
    watch(award, choosers, inbox)
    put(award.whole(ASTRID), inbox)
    put(award.whole(BJARNE), inbox)
    award.qtbot.waitUntil(
        lambda: award.label("inbox_words") == "2 new files in the inbox", timeout=10_000
    )
    assert award.page.controller.paths == ()

    award.button("look_inbox").click()
    award.wait()

    assert award.page.current_view() == PREVIEW
    assert len(award.page.controller.rows()) == 2
    assert award.label("inbox_words") == "Nothing new has come.", "they stand in the list now"
    award.page.controller.read_in()
    award.wait()
    assert len(award.page.inbox.having(Arrival.KNOWN)) == 2
    assert len(list(inbox.iterdir())) == 2


def test_the_inbox_is_looked_into_by_keyboard(
    award: Award, choosers: FakeChoosers, inbox: Path
) -> None:
    put(award.whole(ASTRID), inbox)
    watch(award, choosers, inbox)

    award.press(
        Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    award.wait()

    assert len(award.page.controller.rows()) == 1


def test_what_is_not_here_yet_is_named(award: Award, choosers: FakeChoosers, inbox: Path) -> None:
    (inbox / "a.juryscore.nextcloud").touch()

    watch(award, choosers, inbox)

    assert award.label("inbox_words") == "Not here yet: a.juryscore.nextcloud"


def test_a_folder_that_is_gone_is_said_and_another_can_be_chosen(
    award: Award, choosers: FakeChoosers, inbox: Path, tmp_path: Path, notifier: Recorder
) -> None:
    watch(award, choosers, inbox)
    inbox.rmdir()
    award.page.inbox.look()
    award.wait()
    assert award.label("inbox_words").startswith("The inbox folder “Nextcloud” is not there now.")
    assert notifier.titles() == [], "a sentence at its place, no banner again and again"

    (tmp_path / "other").mkdir()
    choosers.target = tmp_path / "other"
    award.button("change_inbox").click()
    award.wait()
    assert award.label("inbox_words") == "Nothing new has come."

    award.button("stop_inbox").click()
    assert award.button("choose_inbox").isVisible()
    assert award.page.shell.settings.values.inboxes == ()


def test_the_folder_is_known_again_when_the_edition_is_opened_again(
    award: Award, choosers: FakeChoosers, inbox: Path
) -> None:
    watch(award, choosers, inbox)
    put(award.whole(ASTRID), inbox)
    award.workspace.close()
    assert watched(award) is None

    award.workspace.open_edition("FJORD-2026")
    award.wait()

    assert watched(award) == inbox
    assert len(award.page.inbox.having(Arrival.NEW)) == 1


def test_on_another_page_a_message_says_that_something_has_come_and_leads_there(
    award: Award, choosers: FakeChoosers, inbox: Path, notifier: Recorder
) -> None:
    watch(award, choosers, inbox)
    award.page.shell.go("results")
    put(award.whole(ASTRID), inbox)
    award.qtbot.waitUntil(lambda: notifier.titles() == ["1 new file in the inbox"], timeout=10_000)

    _text, handler = notifier.messages[0].buttons[0]
    handler()
    award.wait()

    assert award.page.isVisible()
    assert len(award.page.controller.rows()) == 1


def test_all_pages_of_a_window_share_one_inbox(award: Award) -> None:
    assert inbox_of(award.page.shell, award.workspace) is award.page.inbox


def test_the_inboxes_are_kept_in_the_settings_and_nonsense_there_is_forgotten(
    tmp_path: Path,
) -> None:
    file = tmp_path / "settings.json"
    SettingsStore(file).change(inboxes=(("FJORD-2026", "/somewhere/inbox"),))
    assert SettingsStore(file).values.inboxes == (("FJORD-2026", "/somewhere/inbox"),)

    file.write_text('{"inboxes": [["A", 7], "B", ["C", "/c"]]}', encoding="utf-8")
    assert SettingsStore(file).values.inboxes == (("C", "/c"),)
    file.write_text('{"inboxes": "x"}', encoding="utf-8")
    assert SettingsStore(file).values.inboxes == ()
