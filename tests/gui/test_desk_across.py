"""All candidates on one criterion: typed across, saved as on the sheet, found, sorted, and opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from desk_examples import SmallAward, small_award
from desk_window import NY, SAM, DeskWindow, desk_window, settle
from juryapp.application.ports import UnitOfWork
from juryapp.base.errors import UnavailableError
from juryapp.domain.packages import PackageKind
from juryapp.domain.statements import Answer, DeclarationContent, MarkContent, MarkState, mark
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.models.desk_across import Show, Sort
from juryapp.gui.notify import Recorder
from juryapp.gui.pages.desk_across import AcrossView
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import ScoreScale
from juryapp.storage import refusals
from juryapp.storage.unit_of_work import SqlUnitOfWork

FullDisk = Callable[[bool], None]


@pytest.fixture(scope="module")
def award(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallAward]:
    made = small_award(tmp_path_factory.mktemp("award"))
    yield made
    made.close()


@pytest.fixture
def desk(qtbot: QtBot, shell: Shell, award: SmallAward, tmp_path: Path) -> Iterator[DeskWindow]:
    with desk_window(qtbot, shell, tmp_path / "juror", award.package()) as made:
        made.through_the_door()
        yield made


@pytest.fixture
def across(desk: DeskWindow) -> AcrossView:
    """The view of the first criterion, reached by its key."""
    desk.key("Ctrl+2")
    assert desk.place() is Place.ACROSS
    return desk.page.looks.across


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> FullDisk:
    """Let every commit fail, or work again."""
    works = SqlUnitOfWork.commit

    def fail(self: UnitOfWork) -> None:
        raise UnavailableError(refusals.DISK_FULL, code="E-DISK-FULL")

    def switch(full: bool) -> None:
        monkeypatch.setattr(SqlUnitOfWork, "commit", fail if full else works)

    return switch


def scale_in_focus() -> ScoreScale:
    focus = QApplication.focusWidget()
    assert isinstance(focus, ScoreScale), focus
    return focus


# --------------------------------------------------------------------------------- by keyboard


def test_a_whole_ballot_is_typed_across_by_keyboard_alone(
    desk: DeskWindow, across: AcrossView
) -> None:
    order = desk.controller.real
    across.list.choose(order[0])
    for digit in "6789":
        desk.key(digit, "Down")
    desk.key("Ctrl+Return")
    assert across.criterion is not None
    assert across.criterion.id == NY
    for _nominee in order:
        desk.key("1", "0", "Up")

    assert [desk.mark(n, SAM) for n in order] == [mark(12), mark(14), mark(16), mark(18)]
    assert {desk.mark(n, NY) for n in order} == {mark(20)}
    assert desk.controller.all_finished
    desk.key("Ctrl+Return")  # nothing is left: on to the order that the marks give
    assert desk.place() is Place.ORDER


def test_ten_is_one_change_and_one_step_of_undo(desk: DeskWindow, across: AcrossView) -> None:
    nominee = across.nominee
    assert nominee is not None
    desk.key("1", "0", "Down")

    assert desk.workspace.undo_stack.count() == 1
    assert desk.mark(nominee, SAM) == mark(20)
    desk.key("Ctrl+Z")
    assert desk.mark(nominee, SAM) is None
    assert across.nominee == nominee  # undo goes to where something is undone
    assert scale_in_focus().points() is None
    desk.key("Ctrl+Shift+Z")
    assert desk.mark(nominee, SAM) == mark(20)


def test_undo_goes_to_the_criterion_where_something_is_undone(
    desk: DeskWindow, across: AcrossView
) -> None:
    desk.key("8", "Ctrl+Right")
    assert across.criterion is not None
    assert across.criterion.id == NY

    desk.key("Ctrl+Z")

    assert across.criterion.id == SAM


def test_not_assessed_arrows_and_delete_work_as_on_the_sheet(
    desk: DeskWindow, across: AcrossView
) -> None:
    nominee = across.nominee
    assert nominee is not None
    desk.key("N")
    assert desk.mark(nominee, SAM) == MarkContent(MarkState.NOT_ASSESSED)
    desk.key("4", "Right")
    assert desk.mark(nominee, SAM) == mark(9)
    desk.key("Delete")
    assert desk.mark(nominee, SAM) is None


def test_the_juror_goes_from_criterion_to_criterion_and_stays_at_the_candidate(
    desk: DeskWindow, across: AcrossView
) -> None:
    desk.key("Down")
    nominee = across.nominee

    desk.key("Ctrl+Right")
    assert across.criterion is not None
    assert (across.criterion.id, across.nominee) == (NY, nominee)
    desk.key("Ctrl+Left")
    assert (across.criterion.id, across.nominee) == (SAM, nominee)
    assert scale_in_focus().accessibleName().endswith(": Samarbeid")


def test_papers_are_opened_and_the_way_back_leads_to_the_same_place(
    desk: DeskWindow, across: AcrossView
) -> None:
    desk.key("Ctrl+Right", "Down", "Down")
    nominee = across.nominee
    desk.key("Return")

    assert desk.place() is Place.SHEET
    assert desk.page.sheet.nominee == nominee
    assert desk.page.switch.back.isVisible()
    assert desk.page.switch.back.text() == "Back to “One criterion”"

    desk.key("Alt+Left")
    assert desk.place() is Place.ACROSS
    assert across.nominee == nominee
    assert across.criterion is not None
    assert across.criterion.id == NY
    assert isinstance(QApplication.focusWidget(), ScoreScale)


def test_a_candidate_is_found_by_control_and_f(desk: DeskWindow, across: AcrossView) -> None:
    desk.key("Ctrl+F")
    desk.write("skog")
    assert [r.name for r in across.list.model_of_rows.rows()] == ["Skogheim"]
    desk.key("Return", "7", "Down")
    assert desk.mark(desk.nominee("Skogheim"), SAM) == mark(14)

    desk.key("Ctrl+F")
    desk.write("nobody at all")
    assert across.stack.currentWidget() is across.nothing
    across.nothing.buttons[0].click()
    settle()
    assert len(across.list.model_of_rows.rows()) == 4


def test_the_last_criterion_leads_to_who_is_left_there(
    desk: DeskWindow, across: AcrossView
) -> None:
    order = desk.controller.real
    for nominee in order:
        desk.controller.give(nominee, NY, 4, not_assessed=False)
    for nominee in (order[0], order[1], order[3]):
        desk.controller.give(nominee, SAM, 4, not_assessed=False)
    assert across.foot.next.text() == "Next candidate"
    desk.key("Ctrl+Return")
    assert across.nominee == order[2]
    desk.key("5", "Ctrl+Return")
    assert desk.place() is Place.ORDER


# ----------------------------------------------------------------------- sorting and filtering


def names(view: AcrossView) -> list[str]:
    return [row.name for row in view.list.model_of_rows.rows()]


def test_rows_are_sorted_by_mark_and_stay_in_place_while_marks_are_typed(
    desk: DeskWindow, across: AcrossView
) -> None:
    own = names(across)
    for digit in "3851":
        desk.key(digit, "Down")
    across.sort.choose(Sort.HIGHEST)
    across.sort.activated.emit(across.sort.currentIndex())
    assert names(across) == [own[1], own[2], own[0], own[3]]
    assert not across.again.isVisible()

    across.list.choose(desk.nominee(own[3]))
    across.list.enter()
    desk.key("9", "Ctrl+S")
    assert names(across) == [own[1], own[2], own[0], own[3]]
    assert across.again.isVisible()
    across.again.click()
    assert names(across) == [own[3], own[1], own[2], own[0]]


def test_those_without_a_mark_come_last_whichever_way_is_sorted(
    desk: DeskWindow, across: AcrossView
) -> None:
    own = names(across)
    desk.key("3", "Down", "Down", "8", "Down")
    for sort, first in ((Sort.HIGHEST, own[2]), (Sort.LOWEST, own[0])):
        across.sort.choose(sort)
        across.sort.activated.emit(across.sort.currentIndex())
        assert names(across)[0] == first
        assert set(names(across)[2:]) == {own[1], own[3]}


def test_the_filter_shows_who_is_left_on_this_criterion(
    desk: DeskWindow, across: AcrossView
) -> None:
    own = names(across)
    desk.key("3", "Down")
    across.filter.choose(Show.LEFT)
    across.filter.chosen.emit(Show.LEFT)

    assert names(across) == own[1:]
    desk.key("4", "Down")
    assert names(across) == own[1:]  # nobody goes from under the cursor
    desk.key("Ctrl+M")
    across.filter.choose(Show.FLAGGED)
    across.filter.chosen.emit(Show.FLAGGED)
    assert len(names(across)) == 1


# ------------------------------------------------------------------------------------ the mouse


def test_one_click_on_any_row_gives_the_mark_there(desk: DeskWindow, across: AcrossView) -> None:
    last = across.list.model_of_rows.rows()[-1]
    index = across.list.model_of_rows.index(3)
    where = across.list.mark_rect(across.list.visualRect(index))
    cell = QPoint(where.left() + 8, where.center().y())  # the cell for 0

    QTest.mouseClick(
        across.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, cell
    )

    assert desk.mark(last.key, SAM) == mark(0)
    assert across.nominee == last.key
    assert scale_in_focus() is across.list.editor


def test_a_criterion_is_chosen_with_the_mouse(desk: DeskWindow, across: AcrossView) -> None:
    across.side.list.choose(NY)
    assert across.criterion is not None
    assert across.criterion.id == NY


# ------------------------------------------------------------------------- what is not possible


def test_who_takes_no_part_gets_no_mark_and_is_said_to(desk: DeskWindow) -> None:
    nominee = desk.nominee("Elvestad")
    desk.controller.answer(nominee, DeclarationContent(Answer.RECUSED))
    desk.key("Ctrl+2")
    across = desk.page.looks.across
    across.list.choose(nominee)
    settle()

    editor = across.list.editor
    assert editor is not None
    assert not editor.isVisible()
    assert across.list.hasFocus()
    desk.key("8")
    assert desk.mark(nominee, SAM) is None
    row = across.list.model_of_rows.rows()[across.list.currentIndex().row()]
    assert "You take no part here" in row.spoken()
    desk.key("Up" if across.list.currentIndex().row() else "Down", "8", "Ctrl+S")
    assert desk.mark(across.nominee, SAM) == mark(16)  # type: ignore[arg-type]


def test_a_locked_sheet_takes_no_mark(desk: DeskWindow, tmp_path: Path) -> None:
    for nominee in desk.controller.real:
        for criterion in (SAM, NY):
            desk.controller.give(nominee, criterion, 10, not_assessed=False)
    made: list[object] = []
    desk.controller.make_file(tmp_path, draft=False, done=made.append)
    desk.qtbot.waitUntil(lambda: bool(made))
    desk.key("Ctrl+2")
    across = desk.page.looks.across
    before = desk.stored()

    desk.key("3", "Down", "4")

    assert desk.stored() == before
    assert across.list.editor is not None
    assert not across.list.editor.isEnabled()
    assert desk.page.switch.locked.isVisible()
    assert desk.page.switch.hand_in.text() == "To the score file"
    assert desk.controller.reopen()
    assert not desk.page.switch.locked.isVisible()
    across.list.enter()
    desk.key("3", "Down")
    assert desk.stored() != before


def test_a_mark_that_cannot_be_saved_is_shown_as_such_and_tried_again(
    desk: DeskWindow, across: AcrossView, full_disk: FullDisk, notifier: Recorder
) -> None:
    nominee = across.nominee
    assert nominee is not None
    full_disk(True)
    desk.key("8", "Down", "Up")

    row = across.list.model_of_rows.rows()[across.list.currentIndex().row()]
    assert (row.value, row.second_line) == ("8", "Not saved")
    assert "Not saved" in row.spoken()
    assert across.foot.retry.isVisible()
    assert desk.mark(nominee, SAM) is None
    assert notifier.messages[-1].code == "E-DISK-FULL"

    full_disk(False)
    across.foot.retry.click()
    settle()
    assert desk.mark(nominee, SAM) == mark(16)
    assert not across.foot.retry.isVisible()


def test_a_comment_is_written_where_the_award_asks_for_one(
    qtbot: QtBot, shell: Shell, tmp_path: Path
) -> None:
    award = small_award(tmp_path / "award", comment="all")
    with desk_window(qtbot, shell, tmp_path / "juror", award.package()) as desk:
        desk.through_the_door()
        desk.key("Ctrl+2")
        across = desk.page.looks.across
        nominee = across.nominee
        assert nominee is not None
        assert not across.foot.comment.isEnabled()
        desk.key("8", "Down", "Up")
        assert across.foot.comment.isEnabled()
        across.foot.comment.setFocus()
        desk.write("Because of the harbour")
        desk.key("Return")
        assert desk.mark(nominee, SAM) == mark(16, "Because of the harbour")
    award.close()


def test_a_package_that_asks_for_answers_only_has_no_other_views(
    qtbot: QtBot, shell: Shell, tmp_path: Path
) -> None:
    award = small_award(tmp_path / "award")
    package = award.package(PackageKind.DECLARE)
    with desk_window(qtbot, shell, tmp_path / "juror", package) as desk:
        desk.through_the_door()
        assert not desk.page.switch.isVisible()
        desk.key("Ctrl+2")
        assert desk.place() is Place.SHEET
    award.close()


# ------------------------------------------------------------------------------ for everybody


def test_the_mark_is_a_slider_and_every_row_has_words(across: AcrossView) -> None:
    editor = scale_in_focus()
    interface = QAccessible.queryAccessibleInterface(editor)
    assert interface.role() is QAccessible.Role.Slider
    name = across.list.model_of_rows.rows()[0].name
    assert interface.text(QAccessible.Text.Name).startswith(f"{name}: Samarbeid")
    assert "Candidate 1 of 4" in editor.accessibleDescription()
    listed = across.findChild(QListView, "mark_list")
    assert listed is not None
    spoken = listed.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert name in spoken
    assert "no mark" in spoken


def test_tab_comes_to_every_control_once(desk: DeskWindow, across: AcrossView) -> None:
    seen = []
    for _n in range(30):
        desk.key("Tab")
        focus = QApplication.focusWidget()
        if focus is None or focus in seen:
            break
        seen.append(focus)

    wanted = {across.side.list, across.search, across.foot.papers, across.foot.next, across.sort}
    assert wanted <= set(seen)
    assert across.list not in seen


def test_the_views_are_chosen_in_the_bar_too(desk: DeskWindow) -> None:
    for place in (Place.ACROSS, Place.ORDER, Place.COMPARE, Place.SHEET):
        desk.page.switch.chosen.emit(place)
        assert desk.place() is place
        assert desk.page.switch.views.current() == place


def test_the_candidate_goes_along_from_view_to_view(desk: DeskWindow) -> None:
    nominee = desk.controller.real[2]
    desk.page.sheet.go_to(nominee)
    desk.key("Ctrl+2")
    assert desk.page.looks.across.nominee == nominee
    desk.key("Ctrl+4")
    assert desk.page.looks.compare.two[0] == nominee
    desk.key("Ctrl+1")
    assert desk.page.sheet.nominee in desk.page.looks.compare.two


def test_a_half_typed_mark_is_saved_when_the_view_is_left(
    desk: DeskWindow, across: AcrossView
) -> None:
    nominee = across.nominee
    assert nominee is not None
    desk.key("1")  # a zero might follow
    desk.key("Ctrl+1")

    assert desk.mark(nominee, SAM) == mark(2)
