"""“Your marks give this order – do you agree?”: another order is looked at, and no mark changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from typing_extensions import override

from desk_examples import SmallAward, small_award
from desk_window import NY, SAM, DeskWindow, desk_window, settle
from juryapp.domain.statements import Answer, DeclarationContent
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.pages.desk_order import AdviceCard, OrderView
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import Label
from juryapp.gui.widgets.order_list import OrderList

MARKS = {"Fjordby": (14, 12), "Skogheim": (18, 12), "Elvestad": (14, 12), "Bergset": (4, 4)}


@pytest.fixture(scope="module")
def award(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallAward]:
    made = small_award(tmp_path_factory.mktemp("award"))
    yield made
    made.close()


@pytest.fixture
def desk(qtbot: QtBot, shell: Shell, award: SmallAward, tmp_path: Path) -> Iterator[DeskWindow]:
    """At the sheet, with all marks given: Skogheim 8.25, Fjordby and Elvestad 6.75, Bergset 2."""
    with desk_window(qtbot, shell, tmp_path / "juror", award.package()) as made:
        made.through_the_door()
        for name, points in MARKS.items():
            for criterion, value in zip((SAM, NY), points, strict=True):
                made.controller.give(made.nominee(name), criterion, value, not_assessed=False)
        yield made


@pytest.fixture
def order(desk: DeskWindow) -> OrderView:
    desk.key("Ctrl+3")
    assert desk.place() is Place.ORDER
    return desk.page.looks.order


def listed(view: OrderView) -> list[str]:
    return [row.title for row in view.list.rows.rows()]


def cards(view: OrderView) -> list[AdviceCard]:
    return [c for c in view.findChildren(AdviceCard) if c.isVisibleTo(view)]


def said(card: AdviceCard) -> str:
    return " ".join(label.text() for label in card.findChildren(Label))


# ------------------------------------------------------------------------------ the own order


def test_the_order_is_that_of_the_weighted_marks_and_ties_are_shown_as_such(
    order: OrderView,
) -> None:
    rows = order.list.rows.rows()

    assert rows[0].title == "Skogheim"
    assert {row.title for row in rows[1:3]} == {"Fjordby", "Elvestad"}
    assert [row.number for row in rows] == ["1", "2", "2", "4"]
    assert [row.badge for row in rows] == ["8.3", "6.8", "6.8", "2.0"]
    assert all("shared place" in row.subtitle for row in rows[1:3])
    assert order.advice_title.text() == "Do you agree?"
    assert "Equal ones share a place." in order.agree.text()


def test_who_lacks_marks_is_listed_apart_and_who_is_recused_is_left_out(desk: DeskWindow) -> None:
    desk.controller.give(desk.nominee("Fjordby"), SAM, None, not_assessed=False)
    desk.controller.answer(desk.nominee("Bergset"), DeclarationContent(Answer.RECUSED))
    desk.key("Ctrl+3")
    order = desk.page.looks.order

    assert listed(order) == ["Skogheim", "Elvestad"]
    assert [row.title for row in order.apart.rows.rows()] == ["Fjordby"]
    assert "missing: Samarbeid" in order.apart.rows.rows()[0].subtitle
    assert order.left_out.text() == "1 candidate in which you take no part is left out."

    order.apart.choose(desk.nominee("Fjordby"))
    order.apart.setFocus()
    desk.key("Return")
    assert desk.place() is Place.SHEET
    assert desk.page.sheet.nominee == desk.nominee("Fjordby")
    desk.key("8", "Down", "Alt+Left")
    assert set(listed(order)) == {"Skogheim", "Fjordby", "Elvestad"}


# ------------------------------------------------------------------------------------ looking


def test_another_order_is_looked_at_by_keyboard_and_no_mark_changes(
    desk: DeskWindow, order: OrderView
) -> None:
    before = desk.stored()
    order.list.choose(desk.nominee("Bergset"))
    desk.key("Alt+Up", "Alt+Up", "Alt+Up")

    assert listed(order)[:2] == ["Bergset", "Skogheim"]
    assert [row.number for row in order.list.rows.rows()] == ["1", "2", "3", "4"]
    assert "3 places up, by your marks 4" in order.list.rows.rows()[0].subtitle
    assert len(cards(order)) == 1
    assert cards(order)[0].title.text() == "To have Bergset before Skogheim"
    assert "By your marks Bergset has 2.0 and Skogheim has 8.3." in said(cards(order)[0])
    assert order.advice_title.text() == "Which marks would have to change"
    assert desk.stored() == before
    assert desk.workspace.undo_stack.count() == 8  # the marks, and nothing since

    desk.key("Ctrl+R")
    assert listed(order)[0] == "Skogheim"
    assert not cards(order)
    assert not order.reset.isEnabled()


def test_what_would_have_to_change_is_said_and_one_click_leads_there(
    desk: DeskWindow, order: OrderView
) -> None:
    elvestad, skogheim = desk.nominee("Elvestad"), desk.nominee("Skogheim")
    order.list.choose(elvestad)
    desk.key("Alt+Home")
    card = cards(order)[0]
    assert card.title.text() == "To have Elvestad before Skogheim"
    assert "Give Elvestad: Samarbeid 9.5 instead of 7." in said(card)
    assert "Or give Skogheim: Samarbeid 6.5 instead of 9" in said(card)

    button = card.findChild(QPushButton, f"open_{elvestad}")
    assert button is not None
    assert button.accessibleName() == "Open Elvestad"
    button.click()
    settle()
    assert desk.place() is Place.SHEET
    assert desk.page.sheet.nominee == elvestad
    desk.page.sheet.go_to(elvestad, SAM)
    desk.key("9", ",", "5", "Alt+Left")

    assert desk.place() is Place.ORDER
    assert not cards(order)  # the marks give that order now
    assert listed(order)[0] == "Elvestad"
    assert card is not None
    assert skogheim in order.tried()


def test_the_tied_are_told_apart_where_the_juror_does(desk: DeskWindow, order: OrderView) -> None:
    second, third = listed(order)[1:3]
    order.list.choose(desk.nominee(third))
    desk.key("Alt+Up")

    assert cards(order)[0].title.text() == f"To have {third} before {second}"
    assert "level, both at 6.8" in said(cards(order)[0])
    assert f"Give {third}: Nyskaping 6.5 instead of 6, or Samarbeid 7.5 instead of 7." in said(
        cards(order)[0]
    )


def test_a_candidate_is_dragged_to_another_place(desk: DeskWindow, order: OrderView) -> None:
    before = desk.stored()
    view = order.list
    order.list.choose(desk.nominee("Bergset"))
    top = view.visualRect(view.rows.index(0))
    drop(view, QPointF(top.center().x(), top.top() + 3))

    assert listed(order)[0] == "Bergset"
    bottom = view.visualRect(view.rows.index(3))
    drop(view, QPointF(bottom.center().x(), bottom.bottom() - 2))
    assert listed(order)[-1] == "Bergset"
    assert desk.stored() == before


def drop(view: OrderList, where: QPointF) -> None:
    """Drop the row under the cursor at a point of its own list."""

    class Dropped(QDropEvent):
        @override
        def source(self) -> OrderList:
            return view

    event = Dropped(
        where,
        Qt.DropAction.MoveAction,
        QMimeData(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    view.dropEvent(event)
    settle()


def test_what_is_looked_at_stays_while_the_juror_goes_elsewhere_and_no_longer(
    desk: DeskWindow, order: OrderView
) -> None:
    order.list.choose(desk.nominee("Bergset"))
    desk.key("Alt+Up", "Ctrl+1", "Ctrl+3")
    assert len(cards(order)) == 1

    desk.page.looks.clear()
    desk.key("Ctrl+1", "Ctrl+3")
    assert not cards(order)


def test_undo_here_shows_the_order_of_the_marks_that_stand_then(
    desk: DeskWindow, order: OrderView
) -> None:
    desk.key("Ctrl+Z")  # the last mark of all: Bergset lacks one now

    assert desk.place() is Place.ORDER
    assert "Bergset" not in listed(order)
    assert [row.title for row in order.apart.rows.rows()] == ["Bergset"]


def test_two_neighbours_are_compared_from_the_order(desk: DeskWindow, order: OrderView) -> None:
    order.list.choose(desk.nominee("Bergset"))
    above = order.tried()[2]
    desk.key("Ctrl+4")

    assert desk.place() is Place.COMPARE
    assert desk.page.looks.compare.two == (above, desk.nominee("Bergset"))


# ---------------------------------------------------------------------------- before handing in


def test_handing_in_offers_to_see_the_order_first(desk: DeskWindow) -> None:
    desk.page.show_place(Place.HAND_IN)
    button = desk.page.hand_in.order
    assert button.isVisible()
    button.click()
    assert desk.place() is Place.ORDER

    desk.controller.give(desk.nominee("Bergset"), SAM, None, not_assessed=False)
    desk.page.show_place(Place.HAND_IN)
    assert not button.isVisible()


def test_the_order_leads_to_handing_in_when_nothing_is_missing(
    desk: DeskWindow, order: OrderView
) -> None:
    assert order.next.text() == "Hand in …"
    desk.key("Ctrl+Return")
    assert desk.place() is Place.HAND_IN


def test_the_order_leads_to_who_lacks_marks(desk: DeskWindow) -> None:
    nominee = desk.nominee("Elvestad")
    desk.controller.give(nominee, NY, None, not_assessed=False)
    desk.key("Ctrl+3")
    assert desk.page.looks.order.next.text() == "Next candidate"

    desk.key("Ctrl+Return")

    assert desk.place() is Place.SHEET
    assert desk.page.sheet.nominee == nominee


def test_without_any_complete_candidate_the_view_says_what_it_is_for(
    qtbot: QtBot, shell: Shell, award: SmallAward, tmp_path: Path
) -> None:
    with desk_window(qtbot, shell, tmp_path / "other", award.package()) as desk:
        desk.through_the_door()
        desk.key("Ctrl+3")
        order = desk.page.looks.order
        assert order.empty.isVisible()
        assert order.empty.text() == "No candidate here has all its marks yet."
        assert order.next.hasFocus()
        assert len(order.apart.rows.rows()) == 4


def test_every_row_is_spoken_with_its_place(order: OrderView) -> None:
    assert QApplication.focusWidget() is order.list
    spoken = [row.spoken() for row in order.list.rows.rows()]
    assert spoken[0].startswith("1, Skogheim, ")
    assert spoken[0].endswith(", 8.3")
