"""Twelve score files, one of every state, looked at, read in and reported: on the complete sample."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from juryapp.gui.models.merge_outcomes import Fate
from juryapp.gui.pages.merge_page import MergePage
from juryapp.gui.pages.merge_tabs import BY_FILE, EARLIER, REPORT
from juryapp.gui.translation import use_window_language
from merge_states import STATES, Twelve, twelve
from whole_window import Tour, touring, whole

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def files() -> Twelve:
    return twelve(whole())


@pytest.fixture
def tour(files: Twelve) -> Iterator[Tour]:
    """A window on the edition as it stands before these files, whatever a test before has read in."""
    use_window_language("en")
    edition = next((whole().data(STATES) / "editions").glob("*.jurydb"))
    before = edition.read_bytes()
    with touring() as made:
        made.open(STATES, "merge")
        yield made
    edition.write_bytes(before)


def looked_at(tour: Tour, files: Twelve) -> MergePage:
    """Return the page with the files looked through, and a yes to the second machine in conflict."""
    page: MergePage = tour.page()
    page.controller.clear()
    page.take(files.listed())
    tour.idle()
    [other] = [row for row in page.controller.rows() if row.path == files.conflict]
    page.controller.accept(other.sha256)
    tour.idle()
    page.show_view(BY_FILE)
    return page


def label(page: QWidget, name: str) -> str:
    found = page.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def button(page: QWidget, name: str) -> QAbstractButton:
    found = page.findChild(QAbstractButton, name)
    assert isinstance(found, QAbstractButton)
    return found


def test_every_file_has_its_state_and_whoever_is_missing_a_row(tour: Tour, files: Twelve) -> None:
    page = looked_at(tour, files)
    fates = {row.key: row.fate for row in page.by_file.rows.model.all_rows()}

    assert {path: fates[path] for path in files.listed()} == {
        files.newer: Fate.CHANGED,
        files.already: Fate.SAME,
        files.conflict: Fate.CONFLICT,
        files.new: Fate.NEW,
        files.same: Fate.SAME,
        files.older: Fate.OLDER,
        files.draft: Fate.NEW,
        files.second_machine: Fate.WAITS,
        files.taken_out: Fate.WAITS,
        files.damaged: Fate.REFUSED,
        files.foreign: Fate.REFUSED,
    }
    assert [row.fate for row in page.by_file.rows.model.all_rows()].count(Fate.HELD) == 1
    missing = [row.juror for row in page.by_file.rows.model.all_rows() if row.fate is Fate.MISSING]
    assert missing == ["Máret Áhkkaluokta", "Håkon Furulikås", "Gunnhild Øyrabotn"]
    assert page.by_file.heading.text() == "12 files"


def test_the_tiles_count_what_the_rows_show(tour: Tour, files: Twelve) -> None:
    page = looked_at(tour, files)

    names = [tile.accessibleName() for tile in page.by_file.tiles.values()]

    assert names == [
        "3 bring news",
        "3 nothing new",
        "1 in conflict",
        "3 wait",
        "2 refused",
        "3 missing",
    ]


def test_the_rows_are_narrowed_down_by_state_and_searched_by_juror_or_file(
    tour: Tour, files: Twelve
) -> None:
    page = looked_at(tour, files)
    view = page.by_file

    view.state.choose("refused")
    assert {row.key for row in view.rows.model.rows()} == {files.damaged, files.foreign}
    view.state.choose("")
    QTest.keyClick(tour.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert view.filter.hasFocus()
    QTest.keyClicks(view.filter, "tormod")
    assert {row.juror for row in view.rows.model.rows()} == {"Tormod Åsgrendli"}
    view.filter.setText("FJORD")
    assert [row.key for row in view.rows.model.rows()] == [files.foreign]
    view.filter.setText("nobody of that name")
    assert view.rows.empty.isVisible()


def test_a_refused_file_says_why_and_the_table_is_copied_with_all_reasons(
    tour: Tour, files: Twelve
) -> None:
    page = looked_at(tour, files)

    page.by_file.rows.choose(files.foreign)
    assert "belongs to" in label(page, "files_detail")
    page.copy_table()

    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].split("\t")[-1] == "What it means"
    assert len(copied) == 1 + 15
    assert any("belongs to" in line for line in copied)


def test_late_files_say_so_and_are_taken_all_the_same(tour: Tour, files: Twelve) -> None:
    page = looked_at(tour, files)
    rows = {row.path: row for row in page.controller.rows()}

    assert rows[files.new].state() == "20 of 20, complete · late"
    assert "after the deadline" in rows[files.new].sentence()


def test_reading_in_leaves_what_waits_and_its_report_is_found_again_years_later(
    tour: Tour, files: Twelve
) -> None:
    page = looked_at(tour, files)
    page.controller.read_in()
    tour.idle()
    assert page.current_view() == REPORT
    assert page.report.heading.text() == "6 files were read in"
    assert {row.path for row in page.controller.rows()} == {
        files.second_machine,
        files.taken_out,
        files.damaged,
        files.foreign,
    }

    page.show_view(EARLIER)

    newest = page.earlier.rows.model.rows()[0]
    assert (len(newest.taken), newest.conflicts) == (6, 1)
    assert "refused" in label(page, "earlier_detail") or "waits" in label(page, "earlier_detail")
    button(page, "show_report").click()
    tour.idle()
    [dialog] = tour.dialogs()
    assert dialog.windowTitle() == f"Report on merge {newest.n}"
    dialog.close()


def test_files_laid_aside_are_looked_at_once_the_round_is_open_again(
    tour: Tour, files: Twelve
) -> None:
    page: MergePage = tour.page()
    page.controller.clear()

    assert button(page, "look_at_held").text() == "1 file is laid aside …"
    button(page, "look_at_held").click()
    tour.idle()

    assert tour.told.titles() == []
    assert [row.path.name for row in page.controller.rows()] == [files.held.name]
    assert page.footer.primary.text() == "Read in 1 file"
