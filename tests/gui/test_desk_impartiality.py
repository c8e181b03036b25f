"""Before the papers open: confidentiality, then impartiality for every name, by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk_examples import JUROR, SmallAward, small_award
from desk_window import NOTHING, DeskWindow, desk_window, settle
from juryapp.domain.ids import NomineeId
from juryapp.domain.statements import (
    Answer,
    DeclarationContent,
)
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.dialogs.desk_machine_dialog import MachineDialog
from juryapp.gui.pages.desk_declare_list import DeclareList
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import LineEdit
from juryapp.gui.widgets.desk_answers import DeclareRow


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


def test_a_new_desk_begins_with_confidentiality_and_one_button(desk: DeskWindow) -> None:
    assert desk.place() is Place.CONFIDENTIALITY
    assert desk.page.confidentiality.heading.text() == f"Welcome, {JUROR}"
    assert "4 candidates" in desk.page.confidentiality.facts.text()
    assert desk.page.confidentiality.accept.hasFocus()

    desk.key("Space")

    assert desk.place() is Place.IMPARTIALITY
    assert desk.controller.info.confidentiality


def test_no_answer_is_chosen_beforehand(desk: DeskWindow) -> None:
    desk.key("Space")
    rows = desk.page.impartiality.rows
    assert len(rows) == 4
    for line in rows.values():
        assert line.answers.answer() is None
        assert not line.facts.isVisible()
    assert desk.page.impartiality.count.text() == "0 of 4 answered"
    assert desk.page.impartiality.done.text() == "I have looked through all 4"
    assert desk.page.impartiality.question.text() == (
        "Are you connected to a candidate, or unsure? Say so here. It is no blemish; the panel decides."
    )


def test_impartiality_is_answered_by_keys_and_each_answer_is_saved_at_once(
    desk: DeskWindow,
) -> None:
    desk.key("Space")
    first, second, third, _fourth = desk.controller.order

    desk.key("1")
    assert desk.answer(first) == NOTHING
    desk.key("Down", "2")
    assert desk.answer(second) == DeclarationContent(Answer.TELL)
    line = desk.page.impartiality.rows[second]
    assert line.facts.isVisible()
    assert line.facts.text.hasFocus()
    desk.write("Sits on the board")
    desk.key("Tab")
    assert desk.answer(second) == DeclarationContent(Answer.TELL, "Sits on the board")
    desk.key("Space")  # the tick “I stand down here myself”
    assert desk.answer(second) == DeclarationContent(Answer.RECUSED, "Sits on the board")
    desk.page.impartiality.rows[third].enter()
    desk.key("3")
    assert desk.answer(third) == DeclarationContent(Answer.DOUBT)
    assert desk.page.impartiality.count.text() == "3 of 4 answered"
    assert "The one you have not answered" in desk.page.impartiality.explained.text()


def test_looking_through_all_answers_the_rest_and_opens_the_papers(desk: DeskWindow) -> None:
    desk.key("Space")
    first, *others = desk.controller.order
    desk.key("3")
    desk.page.impartiality.done.click()

    assert desk.place() is Place.SHEET
    assert desk.answer(first) == DeclarationContent(Answer.DOUBT)
    assert [desk.answer(nominee) for nominee in others] == [NOTHING] * 3
    assert desk.controller.info.looked_through


def test_choosing_nothing_after_standing_down_takes_the_tick_away(desk: DeskWindow) -> None:
    desk.key("Space", "2", "Tab", "Space")
    first = desk.controller.order[0]
    line = desk.page.impartiality.rows[first]
    assert desk.answer(first) == DeclarationContent(Answer.RECUSED)
    assert line.stood_down.isVisible()

    line.enter()
    desk.key("1")

    assert desk.answer(first) == NOTHING
    assert not line.facts.isVisible()
    assert not line.facts.stands_down.isChecked()


# ---------------------------------------------------------------- finding, hints, a very long list


def test_a_name_is_found_by_any_of_its_words_and_answered_by_keys(desk: DeskWindow) -> None:
    desk.key("Space", "Ctrl+F")
    view = desk.page.impartiality
    assert view.search.hasFocus()
    desk.write("ola fjord")

    assert list(view.list.shown) == [desk.nominee("Fjordby")]
    desk.key("Tab", "2")
    assert desk.answer(desk.nominee("Fjordby")) == DeclarationContent(Answer.TELL)
    view.search.setText("nobody")
    assert list(view.list.shown) == []
    assert view.nothing.isVisible()
    view.search.clear()
    assert len(view.list.shown) == 4
    assert view.rows[desk.nominee("Fjordby")].answers.answer() is Answer.TELL


def test_what_was_answered_before_stands_beside_the_name(desk: DeskWindow) -> None:
    desk.through_the_door()
    fjord = desk.nominee("Fjordby")
    desk.controller.answer(fjord, DeclarationContent(Answer.DOUBT, "Vi har møttes."))
    desk.controller.answer(fjord, DeclarationContent(Answer.NOTHING))

    desk.page.show_place(Place.IMPARTIALITY)

    rows = desk.page.impartiality.rows
    assert rows[fjord].hint.text().startswith("Your answer was “in doubt” on ")
    assert rows[fjord].hint.isVisible()
    assert not rows[desk.nominee("Bergset")].hint.isVisible()


def test_of_two_thousand_names_only_those_near_the_eye_are_made(
    show: Callable[[QWidget], QWidget],
) -> None:
    names = [NomineeId(f"N{n}") for n in range(2000)]
    box = LineEdit()
    listed = DeclareList(
        lambda name: DeclareRow("1", f"Candidate {name}", "Nominated by Kari"), box
    )
    listed.resize(900, 600)
    show(listed)
    listed.show_nominees(names)
    settle()
    assert 20 <= len(listed.rows) <= 80

    last = listed.row(names[-1])  # End, or the arrow up from the button
    assert last is not None
    listed.go_to(last)
    settle()
    assert last.has_focus()
    seen = last.mapTo(listed.viewport(), last.rect().center()).y()
    assert 0 <= seen <= listed.viewport().height()
    assert len(listed.rows) <= 160

    listed.show_nominees(names[500:510])  # as a search would
    settle()
    assert [n for n in names[500:510] if listed.rows[n].isVisible()] == names[500:510]
    assert len(listed.rows) <= 180  # what goes out of sight makes no others
    listed.verticalScrollBar().setValue(0)
    listed.show_nominees(names)
    settle()
    assert listed.rows[names[0]].isVisible()


def test_a_long_list_is_walked_through_by_the_arrow(show: Callable[[QWidget], QWidget]) -> None:
    names = [NomineeId(f"N{n}") for n in range(90)]
    box = LineEdit()
    listed = DeclareList(lambda name: DeclareRow("1", name, ""), box)
    listed.resize(900, 500)
    show(listed)
    listed.show_nominees(names)
    for name in names:
        line = listed.row(name)
        assert line is not None
        listed.go_to(line)
        settle()
        where = line.mapTo(listed.viewport(), line.rect().topLeft()).y()
        assert -1 <= where <= listed.viewport().height() - line.height() + 1, name


def test_what_is_confidential_can_be_read_again_with_the_time_it_was_accepted(
    desk: DeskWindow,
) -> None:
    view = desk.page.confidentiality
    assert not view.since_words.isVisible()
    desk.through_the_door()
    accepted = desk.controller.info.confidentiality

    desk.page.show_place(Place.CONFIDENTIALITY)

    assert view.heading.text() == "In confidence"
    assert view.since_words.text().startswith(f"Accepted by {JUROR}, ")
    desk.key("Return")
    assert desk.place() is Place.SHEET
    assert desk.controller.info.confidentiality == accepted  # once is enough


def test_the_digits_of_the_machine_can_be_seen_at_the_first_start(desk: DeskWindow) -> None:
    desk.page.confidentiality.machine.click()
    dialog = desk.page.findChild(MachineDialog)
    assert isinstance(dialog, MachineDialog)
    assert len(dialog.digits.text().split()) == 4
    dialog.close()
    assert desk.place() is Place.CONFIDENTIALITY
