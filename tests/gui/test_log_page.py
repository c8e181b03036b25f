"""The page of the log: keys reach everything, and fifty thousand entries are no more work than fifty."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from juryapp.application.log.reading import LogBook, LogQuery
from juryapp.application.log.sentences import LogKind
from juryapp.domain.ids import EditionId
from juryapp.domain.log import next_entry
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.main_window import MainWindow
from juryapp.gui.page import Page
from juryapp.gui.pages.log_page import LogPage
from juryapp.gui.shell import Shell
from juryapp.gui.translation import use_window_language
from prepared_award import Award, award_at
from workplace import services_in

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


class Results(Page):
    """Where the log was asked for."""

    name = "results"


class Desk(Page):
    """A juror's own page."""

    name = "desk"


@dataclass(frozen=True)
class Shown:
    """A window with the page of the log."""

    award: Award
    workspace: Workspace
    window: MainWindow
    page: LogPage
    qtbot: QtBot

    def wait(self) -> None:
        jobs = self.page.shell.jobs
        self.qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=20_000)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        self.qtbot.keyClick(self.focus(), key, modifier)

    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(self.focus(), text)

    def book(self) -> LogBook:
        book = self.page.controller.book
        assert book is not None
        return book

    def told(self) -> list[str]:
        return [self.page.controller.line(place).what for place in self.page.model.rows()]

    @property
    def files(self) -> FakeChoosers:
        return cast("FakeChoosers", self.page.shell.choosers)


@pytest.fixture
def award() -> Iterator[Award]:
    with award_at("merged") as made:
        made.session.close()
        yield made


def window_with(shell: Shell, workspace: Workspace, qtbot: QtBot) -> tuple[MainWindow, LogPage]:
    window = MainWindow(shell)
    page = LogPage(shell, workspace)
    for each in (Results(shell), Desk(shell), page):
        window.add_page(each)
    window.resize(1366, 768)
    qtbot.addWidget(window)
    return window, page


@pytest.fixture
def shown(award: Award, shell: Shell, qtbot: QtBot) -> Iterator[Shown]:
    workspace = Workspace(shell)
    workspace.provide(services_in(award.folder / "secretariat"))
    window, page = window_with(shell, workspace, qtbot)
    workspace.open_edition("FJORD-2026")
    window.show_page("results")
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    shell.go("log", "results")
    made = Shown(award, workspace, window, page, qtbot)
    made.wait()
    yield made
    made.wait()
    workspace.close()
    window.close()


def test_everything_that_was_done_stands_there_the_newest_first(shown: Shown) -> None:
    assert shown.told()[0] == "Read in a score file from Cecilie Čáhppe"
    assert shown.told()[-1] == "Made the edition"
    assert shown.page.count.text() == "13 entries"
    assert shown.page.title() == "Fjordprisen 2026"


def test_three_verdicts_stand_above_with_a_word_and_a_sentence(shown: Shown) -> None:
    cards = shown.page.verdicts
    for card in (cards.integrity, cards.coverage, cards.anchors):
        assert card.word.text() == "Whole"
    assert cards.integrity.said.text() == "All 13 entries follow from one another."
    assert cards.anchors.accessibleName().startswith("Anchors: Whole. All 3 heads")


def test_typing_finds_at_once_and_a_key_shows_all_again(shown: Shown) -> None:
    assert shown.focus() is shown.page.filter.words
    shown.type("bjarne package")
    shown.qtbot.waitUntil(lambda: len(shown.told()) == 1)
    assert shown.told() == ["Made jury package 1 for Bjarne Øvrebø"]
    assert shown.page.count.text() == "1 of 13 entries"

    shown.press(Qt.Key.Key_F, CTRL | SHIFT)

    assert len(shown.told()) == 13
    assert shown.page.filter.words.text() == ""


def test_kind_juror_and_nominee_are_chosen_by_keys(shown: Shown) -> None:
    shown.page.filter.kind.setFocus()
    shown.press(Qt.Key.Key_End)
    shown.press(Qt.Key.Key_Home)
    for _ in range(3):
        shown.press(Qt.Key.Key_Down)
    assert shown.page.filter.query().kind is LogKind.FILES
    assert len(shown.told()) == 3

    shown.page.filter.juror.setFocus()
    shown.press(Qt.Key.Key_Down)
    assert shown.told() == ["Read in a score file from Astrid Åsen"]

    shown.page.filter.clear()
    shown.page.filter.nominee.setFocus()
    shown.press(Qt.Key.Key_Down)
    assert all("score file" in line for line in shown.told())


def test_days_are_typed_as_people_write_them(shown: Shown) -> None:
    shown.page.filter.until.setFocus()
    shown.type("31.12.2020")
    shown.qtbot.waitUntil(lambda: shown.told() == [])

    assert shown.page.stack.currentWidget() is shown.page.nothing
    assert not shown.page.export_button.isEnabled() or shown.page.export_button.toolTip()
    shown.page.filter.clear()
    shown.page.filter.since.setText("3")  # not a day yet: it does not matter
    shown.page.filter.ask()
    assert len(shown.told()) == 13


def test_what_is_seen_is_copied_by_a_key(shown: Shown) -> None:
    shown.type("key")
    shown.qtbot.waitUntil(lambda: len(shown.told()) == 3)

    shown.press(Qt.Key.Key_C, CTRL | SHIFT)

    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:4] == ["No.", "When", "Who", "What was done"]
    assert len(lines) == 4


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_what_is_seen_is_written_to_a_table(shown: Shown, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"log{suffix}"
    shown.files.target = target

    shown.press(Qt.Key.Key_S, CTRL)
    shown.wait()

    assert target.stat().st_size > 500


def test_back_leads_to_where_the_log_was_asked_for(shown: Shown) -> None:
    shown.press(Qt.Key.Key_Left, ALT)

    current = shown.window.pages.current()
    assert current is not None
    assert current.name == "results"


def test_what_is_done_meanwhile_appears(shown: Shown) -> None:
    session = shown.workspace.session
    with session.writing() as uow:
        session.note(uow, "rules.put", {})

    shown.page.refresh(None)
    shown.wait()

    assert shown.told()[0] == "Changed the rules of counting"


def test_a_log_that_was_tampered_with_says_so_by_icon_word_and_sentence(
    award: Award, shell: Shell, qtbot: QtBot
) -> None:
    with closing(sqlite3.connect(award.database, isolation_level=None)) as connection:
        [sql] = connection.execute(
            "SELECT sql FROM sqlite_schema WHERE name = 'log_entry_no_delete'"
        ).fetchone()
        connection.execute("DROP TRIGGER log_entry_no_delete")
        connection.execute("DELETE FROM log_entry WHERE seq > 3")
        connection.execute(sql)
    workspace = Workspace(shell)
    workspace.provide(services_in(award.folder / "secretariat"))
    window, page = window_with(shell, workspace, qtbot)
    workspace.open_edition("FJORD-2026")
    window.show_page("log")
    qtbot.waitUntil(lambda: not shell.jobs.is_busy(), timeout=20_000)

    assert page.verdicts.integrity.word.text() == "Whole"
    assert page.verdicts.anchors.word.text() == "Differs"
    assert "3 of 3" in page.verdicts.anchors.said.text()
    workspace.close()
    window.close()


def test_a_file_from_outside_is_compared_with_the_log(shown: Shown) -> None:
    package = shown.award.written[0].path
    shown.files.files = [package]

    shown.page.verdicts.compare.setFocus()
    shown.press(Qt.Key.Key_Space)
    shown.wait()

    assert shown.page.verdicts.anchors.said.text() == "All 4 heads that lie outside are in the log."
    assert shown.files.asked == ["With which file shall the log be compared?"]


def test_another_language_tells_every_entry_anew(shown: Shown) -> None:
    kept = shown.page.controller.line(0)

    use_window_language("nb")

    shown.qtbot.waitUntil(lambda: shown.page.controller.line(0) is not kept)
    assert len(shown.told()) == 13


def test_a_closed_edition_leaves_nothing_of_its_log(shown: Shown) -> None:
    shown.workspace.close()

    assert shown.page.controller.book is None
    assert shown.told() == []
    assert shown.page.filter.query() == LogQuery()


def test_a_juror_reads_the_own_log_with_the_own_marks(
    award: Award, shell: Shell, qtbot: QtBot
) -> None:
    workspace = Workspace(shell)
    services = services_in(award.folder / "juror-2")
    workspace.provide(services)
    window, page = window_with(shell, workspace, qtbot)
    [desk] = services.store.desks()
    workspace.open_desk(EditionId(desk.edition), desk.juror)
    window.show_page("log")
    qtbot.waitUntil(lambda: not shell.jobs.is_busy(), timeout=20_000)

    told = [page.controller.line(place).what for place in page.model.rows()]

    assert "Gave Fjordby 7 for “Samarbeid”" in told
    assert not page.filter.juror.isVisibleTo(page.filter)
    page.go_back()
    current = window.pages.current()
    assert current is not None
    assert current.name == "desk"
    workspace.close()
    window.close()


@pytest.mark.slow
def test_fifty_thousand_entries_are_shown_without_telling_them_all(
    shown: Shown,
) -> None:
    session = shown.workspace.session
    with session.writing() as uow:
        last, chain, root = uow.journal.last(), uow.journal.chain(), uow.journal.root()
        for _ in range(50_000):
            last = next_entry(
                last, chain=chain, root=root, at="2026-11-12T13:02:07Z", actor="secretary",
                what="rules.put", body="{}",
            )  # fmt: skip
            uow.journal.append(last)

    shown.page.refresh(None)
    shown.wait()

    assert shown.page.model.rowCount() == 50_013
    assert len(shown.book()._lines) < 500
    assert shown.page.verdicts.integrity.said.text().startswith("All 50013 entries")
