"""The other views of the desk where the answers are no points: votes, recommendations, orders, comments."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from desk_window import DeskWindow, desk_window, settle
from juryapp.domain.ids import CriterionId
from juryapp.domain.statements import mark
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.notify import Recorder
from juryapp.gui.pages.desk_order import AdviceCard
from juryapp.gui.settings import SettingsStore
from juryapp.gui.shell import Shell
from juryapp.gui.widgets.desk_answers_words import WordScale
from kinds_award import TOWNS, VILLAGES, kinds_award

C, WHY = CriterionId("C"), CriterionId("WHY")
Desk = Callable[..., AbstractContextManager[DeskWindow]]


@pytest.fixture
def desk(qtbot: QtBot, shell: Shell, tmp_path: Path) -> Desk:
    """Return what opens a desk of one kind."""

    def opened(kind: str, *, why: bool = False) -> AbstractContextManager[DeskWindow]:
        award = kinds_award(tmp_path, kind, why=why)
        return desk_window(qtbot, shell, tmp_path / "machine1", award.package())

    return opened


def offered(window: DeskWindow) -> list[str]:
    views = window.page.switch.views
    return [b.text() for b in views.findChildren(QAbstractButton) if b.isVisibleTo(views)]


def give(window: DeskWindow, **points: int) -> None:
    for name, value in points.items():
        assert window.controller.give(window.nominee(name), C, value, not_assessed=False)


def test_votes_are_given_across_and_make_an_order_with_ties(desk: Desk) -> None:
    with desk("yes_no") as window:
        window.through_the_door()
        window.key("Ctrl+2")
        across = window.page.looks.across
        assert isinstance(across.list.editor, WordScale)
        across.list.choose(window.nominee("Bø"))
        across.list.enter()
        window.key("1", "Ctrl+S")
        assert window.mark(window.nominee("Bø"), C) == mark(1)
        row = next(r for r in across.list.model_of_rows.rows() if r.name == "Bø")
        assert "yes" in row.spoken()

        give(window, Ås=1, Vik=0, Lund=1, Nes=0)
        window.key("Ctrl+3")
        order = window.page.looks.order
        window.page.looks.order.show_step(window.nominee("Vik"))
        rows = order.list.rows.rows()
        assert [row.number for row in rows] == ["1", "1", "3"]
        assert [row.badge for row in rows] == ["yes", "yes", "no"]
        order.list.choose(window.nominee("Vik"))
        window.key("Alt+Up")
        [card] = [c for c in order.findChildren(AdviceCard) if c.isVisibleTo(order)]
        assert card.title.text().startswith("To have Vik before ")


def test_recommendations_are_compared_by_level_and_not_by_number(desk: Desk) -> None:
    with desk("recommendation") as window:
        window.through_the_door()
        give(window, Ås=2, Bø=0, Vik=0)
        view = window.page.looks.compare
        view.compare(window.nominee("Ås"), window.nominee("Bø"))
        window.page.show_place(Place.COMPARE)
        view.compare(window.nominee("Ås"), window.nominee("Bø"))
        view.enter()
        assert [line.between.words.text() for line in view.rows] == ["2 levels higher"]
        view.compare(window.nominee("Vik"), window.nominee("Bø"))
        view.enter()
        assert [line.between.words.text() for line in view.rows] == ["the same"]
        assert not view.between.isVisible()  # there is no mean of words


def test_an_order_that_the_juror_gives_is_shown_and_not_moved(desk: Desk) -> None:
    with desk("order") as window:
        window.through_the_door()
        assert offered(window) == ["One candidate", "Your order", "Compare two"]
        give(window, Ås=2, Bø=1, Vik=3, Lund=1, Nes=2)
        before = window.stored()
        window.key("Ctrl+3")
        order = window.page.looks.order
        order.show_step(window.nominee("Bø"))
        assert [row.title for row in order.list.rows.rows()] == ["Bø", "Ås", "Vik"]
        assert not order.up.isVisible()
        window.key("Down", "Alt+Up")
        assert [row.title for row in order.list.rows.rows()] == ["Bø", "Ås", "Vik"]
        assert "You gave this order yourself." in order.agree.text()
        assert window.stored() == before
        window.key("Ctrl+2")
        assert window.place() is Place.ORDER  # nothing to answer across


def test_comments_alone_make_no_order_and_are_read_side_by_side(desk: Desk) -> None:
    with desk("text") as window:
        window.through_the_door()
        assert offered(window) == ["One candidate", "Compare two"]
        left = window.nominee("Ås")
        window.controller.write_answer(left, C, "A harbour for all", 1)
        window.page.sheet.go_to(left)
        window.key("Ctrl+4")
        settle()
        view = window.page.looks.compare
        assert view.two[0] == left
        assert not view.rows
        assert view.words[0].sides[0].text() == "A harbour for all"


def test_a_comment_beside_points_is_no_criterion_across(desk: Desk) -> None:
    with desk("points", why=True) as window:
        window.through_the_door()
        window.key("Ctrl+2")
        rows = window.page.looks.across.side.list.rows.rows()
        assert [row.title for row in rows] == ["Idea"]
        assert len(window.page.looks.across.list.model_of_rows.rows()) == len(TOWNS + VILLAGES)


@pytest.mark.parametrize("kind", ["yes_no", "recommendation"])
def test_nothing_speaks_of_marks_where_answers_are_words(desk: Desk, kind: str) -> None:
    with desk(kind) as window:
        window.through_the_door()
        give(window, Ås=1, Bø=1, Vik=0, Lund=1, Nes=0)
        page, said = window.page, []
        for place in (Place.ACROSS, Place.ORDER, Place.COMPARE):
            page.show_place(place)
            if place is Place.ORDER:
                order = page.looks.order
                order.show_step(window.nominee("Vik"))
                window.key("Alt+Up")
                assert order.advice_title.text() == "Which answers would have to change"
            said += [hint.text for hint in page.key_hints()]
            said += [page.help_text()]
            view = page.looks.views[place]
            said += [b.text() for b in view.findChildren(QAbstractButton) if b.isVisibleTo(view)]
            said += [x.text() for x in view.findChildren(QLabel) if x.isVisibleTo(view)]
        sorts = page.looks.across.sort
        said += [sorts.itemText(n) for n in range(sorts.count())]
        left = [text for text in said if "mark" in text.lower()]
        assert not left


def test_the_keys_across_are_those_of_the_answer(desk: Desk) -> None:
    with desk("yes_no") as window:
        window.through_the_door()
        window.page.show_place(Place.ACROSS)
        keys = {hint.text: hint.keys for hint in window.page.key_hints()}
        assert keys["yes"] == ("1",)
        assert keys["no"] == ("0",)


def test_the_view_in_which_the_juror_left_comes_back_after_a_restart(
    qtbot: QtBot, tmp_path: Path
) -> None:
    file, machine = tmp_path / "settings.json", tmp_path / "machine1"
    package = kinds_award(tmp_path, "yes_no").package()

    def started() -> Shell:
        return Shell(SettingsStore(file), notifier=Recorder())

    places: list[Place] = []
    for keys in (("Ctrl+3",), ("Ctrl+1",), ()):
        with desk_window(qtbot, started(), machine, package) as window:
            if not places:
                window.through_the_door()
            places.append(window.page.place)
            window.key(*keys)
    assert places == [Place.SHEET, Place.ORDER, Place.SHEET]
