"""Two candidates side by side: papers, marks that can be changed, and the difference in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from attachment_examples import SMALL, attach_all
from desk_examples import SmallAward, small_award
from desk_window import NY, SAM, DeskWindow, desk_window, settle
from juryapp.application.naming import find_nominee
from juryapp.domain.statements import Answer, DeclarationContent, mark
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.pages.desk_compare import MARKS, PAPERS, CompareView
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import ScoreScale
from juryapp.gui.widgets.desk_texts import ReadingText


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
def compare(desk: DeskWindow) -> CompareView:
    """Fjordby at the left, Skogheim at the right."""
    desk.page.looks.compare.compare(desk.nominee("Fjordby"), desk.nominee("Skogheim"))
    desk.page.show_place(Place.COMPARE)
    settle()
    view = desk.page.looks.compare
    if view.two != (desk.nominee("Fjordby"), desk.nominee("Skogheim")):
        view.compare(desk.nominee("Fjordby"), desk.nominee("Skogheim"))
        view.enter()
    return view


def test_both_are_marked_by_keyboard_alone(desk: DeskWindow, compare: CompareView) -> None:
    desk.key("8", "Down", "7", "Up", "Tab", "6", "Down", "9", "Ctrl+S")

    left, right = desk.nominee("Fjordby"), desk.nominee("Skogheim")
    assert (desk.mark(left, SAM), desk.mark(left, NY)) == (mark(16), mark(14))
    assert (desk.mark(right, SAM), desk.mark(right, NY)) == (mark(12), mark(18))


def test_the_difference_is_said_in_words_with_an_arrow(
    desk: DeskWindow, compare: CompareView
) -> None:
    words = [line.between.words for line in compare.rows]
    assert [w.text() for w in words] == ["no marks to compare"] * 2
    desk.key("8", "Down", "7", "Up", "Tab")
    assert words[0].text() == "one mark is missing"
    desk.key("6", "Down", "7", "Ctrl+S")

    assert [w.text() for w in words] == ["2 more", "the same"]
    assert words[0].accessibleName() == "Fjordby has 2 more"
    first = compare.rows[0].between
    assert first.arrows[0].isVisible()
    assert not first.arrows[1].isVisible()
    assert [mean.number.text() for mean in compare.means] == ["7.8", "6.3"]
    assert compare.between.words.accessibleName() == "Fjordby has 1.5 more"


def test_undo_works_here_and_shows_the_candidate_it_is_about(
    desk: DeskWindow, compare: CompareView
) -> None:
    left = desk.nominee("Fjordby")
    desk.key("8", "Down")
    compare.compare(desk.nominee("Elvestad"), desk.nominee("Bergset"))
    compare.enter()

    desk.key("Ctrl+Z")

    assert desk.mark(left, SAM) is None
    assert left in compare.two


def test_the_two_are_chosen_from_lists_and_nobody_is_compared_with_itself(
    desk: DeskWindow, compare: CompareView
) -> None:
    choice = compare.choices[1]
    choice.choose(desk.nominee("Bergset"))
    choice.activated.emit(choice.currentIndex())
    assert compare.two == (desk.nominee("Fjordby"), desk.nominee("Bergset"))
    assert compare.papers[1].name.whole_text() == "Bergset"

    choice.choose(desk.nominee("Fjordby"))
    choice.activated.emit(choice.currentIndex())
    assert compare.two == (desk.nominee("Bergset"), desk.nominee("Fjordby"))
    compare.swap.click()
    assert compare.two == (desk.nominee("Fjordby"), desk.nominee("Bergset"))


def test_control_and_arrows_go_through_the_candidates_on_the_side_of_the_focus(
    desk: DeskWindow, compare: CompareView
) -> None:
    order = list(desk.controller.real)
    compare.compare(order[0], order[1])
    compare.enter()
    desk.key("Tab", "Ctrl+Right")
    assert compare.two == (order[0], order[2])
    desk.key("Ctrl+Left", "Ctrl+Left")
    assert compare.two == (order[0], order[1])
    focus = QApplication.focusWidget()
    assert isinstance(focus, ScoreScale)
    assert focus.accessibleName().startswith(desk.controller.name_of(order[1]))


def test_papers_stand_side_by_side_and_lead_to_the_sheet_and_back(
    desk: DeskWindow, compare: CompareView
) -> None:
    found = compare.papers[0].findChildren(ReadingText)
    texts = [text.toPlainText() for text in found if text.isVisibleTo(compare)]
    assert texts == [
        "Kommunen svarer bedriftene samme dag.",
        "Havna ble bygd sammen med næringslivet.",
    ]
    compare.papers[1].open.click()
    settle()
    assert desk.place() is Place.SHEET
    assert desk.page.sheet.nominee == desk.nominee("Skogheim")
    desk.key("Alt+Left")
    assert desk.place() is Place.COMPARE
    assert compare.two == (desk.nominee("Fjordby"), desk.nominee("Skogheim"))


def test_papers_of_a_recused_juror_stay_closed_and_take_no_mark(
    desk: DeskWindow, compare: CompareView
) -> None:
    nominee = desk.nominee("Skogheim")
    desk.controller.answer(nominee, DeclarationContent(Answer.RECUSED))

    assert compare.papers[1].is_closed
    assert "You take no part" in compare.papers[1].closed.text()
    assert not any(line.sides[1].scale.isEnabled() for line in compare.rows)
    assert not compare.means[1].isVisible()


def test_papers_or_marks_can_have_all_the_room(desk: DeskWindow, compare: CompareView) -> None:
    compare.show_what.choose(PAPERS)
    compare.show_what.chosen.emit(PAPERS)
    assert compare.papers[0].isVisible()
    assert not compare.rows[0].isVisible()
    compare.show_what.choose(MARKS)
    compare.show_what.chosen.emit(MARKS)
    assert compare.rows[0].isVisible()
    assert not compare.papers[0].isVisible()


def test_every_scale_says_whose_mark_it_is(desk: DeskWindow, compare: CompareView) -> None:
    said = [side.scale.accessibleName() for line in compare.rows for side in line.sides]

    assert said == [
        "Fjordby: Samarbeid",
        "Skogheim: Samarbeid",
        "Fjordby: Nyskaping",
        "Skogheim: Nyskaping",
    ]


def test_attachments_are_read_side_by_side_and_given_all_the_room(
    qtbot: QtBot, shell: Shell, tmp_path: Path
) -> None:
    award = small_award(tmp_path / "office")
    session = award.workplace.session
    with session.reading() as uow:
        fjordby = find_nominee(uow.nominees.all(), "Fjordby").id
    attach_all(session, fjordby, tmp_path / "in")
    package = award.package()
    award.close()
    with desk_window(qtbot, shell, tmp_path / "juror", package) as desk:
        qtbot.waitUntil(lambda: not desk.page.documents.copying.is_running, timeout=10_000)
        desk.through_the_door()
        view = desk.page.looks.compare
        view.compare(desk.nominee("Fjordby"), desk.nominee("Skogheim"))
        desk.page.show_place(Place.COMPARE)
        view.compare(desk.nominee("Fjordby"), desk.nominee("Skogheim"))
        view.enter()
        left, right = view.papers
        assert left.tabs.count() == 1 + len(SMALL)
        assert not right.tabs.isVisible()

        left.tabs.setCurrentIndex(1)
        settle()
        assert left.stack.currentWidget() is left.document
        left.document.large_requested.emit(True)
        assert not view.rows[0].isVisible()
        left.document.large_requested.emit(False)
        assert view.rows[0].isVisible()

        view.swap.click()
        assert right.tabs.count() == 1 + len(SMALL)
        assert not left.tabs.isVisible()
