"""The desk by keyboard alone: Tab comes everywhere, every action has a key or is found by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from juryapp.gui.actions import Action
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.pages.desk_page import DeskPage
from juryapp.gui.widgets import Segmented
from screen_audit import called, listed, nameless, stops, unreachable
from whole_window import SCREENS, Tour, settle, touring

pytestmark = pytest.mark.slow
DESK = [name for name in SCREENS if name.startswith("desk")]


@pytest.fixture
def tour() -> Iterator[Tour]:
    with touring() as made:
        yield made


def test_the_tour_comes_to_every_place_of_the_desk(tour: Tour) -> None:
    seen = set()
    for screen in DESK:
        tour.show(screen)
        page = tour.page()
        if isinstance(page, DeskPage):
            seen.add(page.place)
    assert seen >= set(Place) - {Place.NOTHING, Place.NEWS}  # the news have a test of their own


@pytest.mark.parametrize("screen", DESK)
def test_tab_finds_every_control_and_shift_tab_leads_back(tour: Tour, screen: str) -> None:
    tour.show(screen)
    faults = [*nameless(tour.window), *unreachable(tour.window)]
    wanted = stops(tour.window)
    there = walked(tour.window, Qt.Key.Key_Tab)
    back = walked(tour.window, Qt.Key.Key_Backtab)
    for way, seen in (("Tab", there), ("Shift+Tab", back)):
        faults += [f"{way} leaves out {called(w)}" for w in wanted if not visited(w, seen)]

    assert not faults, listed(faults)


def walked(window: QWidget, key: Qt.Key) -> list[QWidget]:
    """Press a key until the focus comes round, and return where it was."""
    window.activateWindow()
    focus = QApplication.focusWidget()
    if focus is None or focus.window() is not window:
        stops(window)[0].setFocus(Qt.FocusReason.TabFocusReason)
        focus = QApplication.focusWidget()
    assert focus is not None
    seen = [focus]
    for _press in range(len(stops(window)) * 2 + 60):
        QTest.keyClick(focus, key)
        following = QApplication.focusWidget()
        assert following is not None
        assert following is not focus, f"the focus stays at {called(focus)}"
        if following is seen[0]:
            return seen
        seen.append(following)
        focus = following
    raise AssertionError(f"the focus never comes back to {called(seen[0])}")


def visited(widget: QWidget, seen: list[QWidget]) -> bool:
    return widget in seen or any(widget.isAncestorOf(w) for w in seen) or not widget.isVisible()


@pytest.mark.parametrize("screen", DESK)
def test_every_action_has_a_key_or_is_found_by_its_name(tour: Tour, screen: str) -> None:
    tour.show(screen)
    found = Counter(entry.text for entry in tour.window.palette_entries())
    for action in tour.page().page_actions():
        if not action.enabled():
            continue
        assert action.shortcut or action.in_palette, action.id
        if action.in_palette:
            assert found[action.text] == 1, action.id


@pytest.mark.parametrize("screen", DESK)
def test_no_key_means_two_things_at_once(tour: Tour, screen: str) -> None:
    tour.show(screen)
    keys: dict[str, list[str]] = {}
    for action in tour.window.actions_table.all():
        for key in keys_of(action) if action.enabled() else ():
            keys.setdefault(key, []).append(action.id)
    assert {key: ids for key, ids in keys.items() if len(ids) > 1} == {}


def keys_of(action: Action) -> list[str]:
    return [QKeySequence(keys).toString() for keys in action.shortcut.split("; ") if keys]


@pytest.mark.parametrize("screen", DESK)
def test_every_key_of_the_strip_is_told_by_the_help(tour: Tour, screen: str) -> None:
    tour.show(screen)
    told = {
        keys for _title, listed_keys in tour.window.help_topic().keys for keys, _text in listed_keys
    }
    for hint in tour.page().key_hints():
        assert hint.keys in told


@pytest.mark.parametrize("screen", DESK)
def test_choices_side_by_side_are_gone_through_by_arrows(tour: Tour, screen: str) -> None:
    tour.show(screen)
    for choice in tour.page().findChildren(Segmented):
        if not choice.isVisible() or choice.objectName() == "desk_views":
            continue  # the views are places of their own
        before = choice.current()
        focus = next(b for b in choice.findChildren(QWidget) if b.focusPolicy())
        focus.setFocus()
        chosen = [b for b in choice.findChildren(QWidget) if b.property("checked")]
        chosen[0].setFocus()
        QTest.keyClick(chosen[0], Qt.Key.Key_Right)
        settle()
        moved = QApplication.focusWidget()
        assert moved is not None
        assert moved is not chosen[0] or len(choice.findChildren(QWidget)) == 1, called(choice)
        QTest.keyClick(moved, Qt.Key.Key_Left)
        settle()
        assert choice.current() == before
