"""“What you said, and when” in the window: of one candidate or all, found by words, copied as a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from desk_examples import SmallAward, small_award
from desk_window import NY, SAM, DeskWindow, desk_window, settle
from juryapp.gui.dialogs.desk_history_dialog import HistoryDialog
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import ScoreScale
from screen_audit import cut, listed, nameless, overlapping


@pytest.fixture(scope="module")
def award(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallAward]:
    made = small_award(tmp_path_factory.mktemp("award"))
    yield made
    made.close()


@pytest.fixture
def desk(qtbot: QtBot, shell: Shell, award: SmallAward, tmp_path: Path) -> Iterator[DeskWindow]:
    """At Fjordby, where a mark was given, changed and undone."""
    with desk_window(qtbot, shell, tmp_path / "juror", award.package()) as made:
        made.through_the_door()
        made.page.sheet.show_nominee(made.nominee("Fjordby"))
        for points in (14, 15):
            made.controller.give(made.nominee("Fjordby"), SAM, points, not_assessed=False)
        made.controller.give(made.nominee("Bergset"), NY, 6, not_assessed=False)
        yield made


def opened(desk: DeskWindow) -> HistoryDialog:
    desk.page.open_history()
    settle()
    dialog = desk.page.findChild(HistoryDialog)
    assert isinstance(dialog, HistoryDialog)
    return dialog


def shown(dialog: HistoryDialog) -> list[tuple[str, str, str, bool]]:
    rows = [dialog.model.row_at(place) for place in range(dialog.model.rowCount())]
    return [(row.what, row.before, row.now, row.stands) for row in rows]


def test_the_candidate_that_is_shown_comes_first_and_all_others_are_one_click_away(
    desk: DeskWindow,
) -> None:
    dialog = opened(desk)

    assert shown(dialog) == [
        ("Samarbeid", "7", "7.5", True),
        ("Samarbeid", "", "7", False),
        ("Impartiality", "", "nothing to report", True),
    ]
    dialog.which.findChildren(QAbstractButton)[1].click()
    assert ("Nyskaping", "", "3", True) in shown(dialog)
    assert ("Jury package opened", "", "", False) in shown(dialog)
    dialog.search.setText("bergset")
    assert {row[0] for row in shown(dialog)} == {"Nyskaping", "Impartiality"}
    dialog.finish.click()


def test_it_is_copied_as_a_table_with_its_headings(desk: DeskWindow) -> None:
    dialog = opened(desk)

    dialog.copy.click()

    lines = QApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[0] == "When"
    assert "7.5" in lines[1]
    assert dialog.copy.text() == "Copied"
    dialog.finish.click()


def test_it_opens_by_a_key_and_closes_by_another(desk: DeskWindow) -> None:
    desk.key("Ctrl+H")
    dialog = desk.page.findChild(HistoryDialog)
    assert isinstance(dialog, HistoryDialog)
    closed: list[int] = []
    dialog.finished.connect(closed.append)
    desk.key("Escape")
    assert closed == [0]
    desk.activate()
    assert isinstance(QApplication.focusWidget(), ScoreScale)


def test_it_is_shown_whole(desk: DeskWindow) -> None:
    dialog = opened(desk)
    faults = [fault for look in (cut, overlapping, nameless) for fault in look(dialog)]
    assert not faults, listed(faults)
    dialog.finish.click()
