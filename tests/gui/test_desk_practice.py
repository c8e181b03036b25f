"""The desk in the first week, by keyboard: declare for all, mark the invented candidate, send it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_examples import SmallAward, small_award
from desk_window import NY, SAM, DeskWindow, desk_window, settle
from juryapp.application.packages.overview import package_overview
from juryapp.domain.ids import PRACTICE
from juryapp.domain.packages import PackageKind
from juryapp.domain.statements import Answer, DeclarationContent, MarkState, mark
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.pages.desk_sheet import LEFT
from juryapp.gui.shell import Shell
from juryapp.gui.theme import theme
from juryapp.gui.widgets import ScoreScale
from screen_audit import cut, listed, nameless, overlapping
from workplace import services_in


@pytest.fixture
def award(tmp_path: Path) -> Iterator[SmallAward]:
    made = small_award(tmp_path / "award")
    yield made
    made.close()


@pytest.fixture
def desk(qtbot: QtBot, shell: Shell, award: SmallAward, tmp_path: Path) -> Iterator[DeskWindow]:
    """A desk with the declare package, before the door."""
    package = award.package(PackageKind.DECLARE)
    with desk_window(qtbot, shell, tmp_path / "juror", package) as made:
        yield made


@pytest.fixture
def ready(desk: DeskWindow) -> DeskWindow:
    """At the sheet, with nothing to report anywhere."""
    desk.through_the_door()
    return desk


def test_the_first_week_is_done_by_keyboard_alone(
    desk: DeskWindow, award: SmallAward, choosers: FakeChoosers, tmp_path: Path
) -> None:
    choosers.target = tmp_path
    assert "4 candidates" in desk.page.confidentiality.facts.text()
    desk.key("Space")
    first = desk.controller.undeclared()[0]
    desk.key("1", "Ctrl+Return")
    assert desk.place() is Place.SHEET
    assert desk.answer(first) is not None

    assert desk.page.sheet.nominee == PRACTICE
    assert isinstance(QApplication.focusWidget(), ScoreScale)
    desk.key("7", "Down", "N", "Ctrl+Return")
    assert desk.mark(PRACTICE, SAM) == mark(14)
    found = desk.mark(PRACTICE, NY)
    assert found is not None
    assert found.state is MarkState.NOT_ASSESSED
    assert desk.place() is Place.HAND_IN

    view = desk.page.hand_in
    assert "You have answered for all 4 candidates." in view.sentence.text()
    assert view.finished.text.text() == "4 of 4 candidates answered  ·  practice: 2 of 2 marks"
    assert view.make.hasFocus()
    desk.key("Space")
    desk.qtbot.waitUntil(lambda: desk.controller.is_locked)
    file = desk.controller.last_file
    assert file is not None

    award.take_in(file.path)
    line = package_overview(award.workplace.session).lines[1]
    assert (line.works, line.has_declared) == (True, True)


def test_a_mark_for_practice_is_undone_like_any_other(ready: DeskWindow) -> None:
    ready.key("8", "Down")
    assert ready.mark(PRACTICE, SAM) == mark(16)

    ready.workspace.undo_stack.undo()
    assert ready.mark(PRACTICE, SAM) is None

    ready.workspace.undo_stack.redo()
    assert ready.mark(PRACTICE, SAM) == mark(16)
    assert ready.page.sheet.nominee == PRACTICE


def test_practice_is_marked_as_such_and_nobody_can_report_a_connection_to_it(
    ready: DeskWindow,
) -> None:
    papers, marks = ready.page.sheet.papers, ready.page.sheet.marks

    assert papers.category.text() == "Practice – counts nowhere"
    assert papers.practice.isVisible()
    assert papers.number.isHidden()
    assert marks.report.isHidden()
    row = ready.page.sheet.side.list.rows.rows()[0]
    assert (row.key, row.number) == (PRACTICE, "")
    assert "counts nowhere" in row.subtitle
    ready.key("Ctrl+I")
    assert QApplication.activeModalWidget() is None


def test_the_others_show_who_nominated_and_take_neither_marks_nor_show_papers(
    ready: DeskWindow,
) -> None:
    fjord = ready.nominee("Fjordby")
    ready.page.sheet.go_to(fjord)
    sheet = ready.page.sheet

    assert sheet.marks.stack.currentIndex() == 1
    assert "No marks are asked for yet" in sheet.marks.recused.text()
    assert not sheet.papers.practice.isVisible()
    assert not sheet.papers.number.isHidden()
    ready.key("9")
    assert ready.mark(fjord, SAM) is None
    row = next(r for r in sheet.side.list.rows.rows() if r.key == fjord)
    assert row.subtitle.startswith("nothing to report")


def test_an_answer_can_be_changed_from_the_desk(ready: DeskWindow) -> None:
    fjord = ready.nominee("Fjordby")
    ready.page.sheet.go_to(fjord)

    ready.controller.answer(fjord, DeclarationContent(Answer.RECUSED, "Søster"))

    row = next(r for r in ready.page.sheet.side.list.rows.rows() if r.key == fjord)
    assert row.subtitle.startswith("you take no part")
    assert not ready.page.sheet.papers.recused.isVisible()


def test_what_is_missing_is_named_and_one_key_away(ready: DeskWindow) -> None:
    ready.key("7", "Down")
    ready.page.show_place(Place.HAND_IN)
    view = ready.page.hand_in

    (row,) = view.missing.list.rows.rows()
    assert (row.key, row.subtitle) == (f"{PRACTICE}/NY", "missing: Nyskaping")
    assert view.make.isHidden()
    assert not view.draft.isHidden()
    assert "practice: 1 of 2 marks" in view.finished.text.text()
    view.missing.list.setFocus()
    ready.key("Return")
    assert ready.page.sheet.nominee == PRACTICE
    assert ready.page.sheet.marks.rows[1].scale.hasFocus()


def test_the_list_of_what_is_left_holds_the_practice_candidate_alone(ready: DeskWindow) -> None:
    side = ready.page.sheet.side

    side.filter.choose(LEFT)
    side.show_rows()

    assert [row.key for row in side.list.rows.rows()] == [PRACTICE]
    assert side.count.text() == "4 of 5"


def test_the_score_package_takes_the_practice_candidate_away(
    qtbot: QtBot, shell: Shell, award: SmallAward, tmp_path: Path
) -> None:
    first = award.package(PackageKind.DECLARE)
    with desk_window(qtbot, shell, tmp_path / "one", first) as desk:
        desk.through_the_door()
        desk.key("7", "Down", "8", "Down")
    second = award.package(PackageKind.SCORE)

    with desk_window(qtbot, shell, tmp_path / "one", second) as desk:
        assert PRACTICE not in desk.controller.order
        assert desk.place() is Place.NEWS
        assert desk.page.news.lines.rows.rows()[0].title == "The material is here"
        desk.key("Return")
        assert desk.place() is Place.SHEET
        assert isinstance(QApplication.focusWidget(), ScoreScale)
        assert desk.controller.total == 4
        assert desk.controller.left() == list(desk.controller.order)
    assert services_in(tmp_path / "one").store.desks()


@pytest.mark.parametrize("scale", [1.0, 1.4])
def test_practice_is_shown_whole_on_a_small_screen_and_in_large_text(
    ready: DeskWindow, scale: float
) -> None:
    theme().use(text_scale=scale)
    for nominee in (PRACTICE, ready.nominee("Fjordby")):
        ready.page.sheet.go_to(nominee)
        settle()
        looks = (cut, overlapping, nameless)
        faults = [fault for look in looks for fault in look(ready.page.sheet)]
        assert not faults, listed(faults)
    ready.page.show_place(Place.HAND_IN)
    settle()
    assert not cut(ready.page.hand_in)
