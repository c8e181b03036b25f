"""Every screen and dialog by keyboard and by ear: names, roles, Tab, and a word for every state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk_examples import small_award
from desk_window import desk_window
from juryapp.domain.statements import Answer
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import Button, Chip, RowList, Table
from juryapp.gui.widgets.list_rows import ROW_ROLE
from screen_audit import called, controls, listed, nameless, parts, primaries, stops, unreachable
from whole_dialogs import DIALOGS, open_dialog
from whole_window import SCREENS, Tour, settle, touring

pytestmark = pytest.mark.slow


@pytest.fixture
def tour() -> Iterator[Tour]:
    with touring() as made:
        yield made


def test_every_control_of_every_screen_has_a_name_and_a_role(tour: Tour) -> None:
    faults = []
    for screen in SCREENS:
        tour.show(screen)
        faults += [f"{screen}: {fault}" for fault in nameless(tour.window)]

    assert not faults, listed(faults)


def test_every_control_of_every_screen_can_be_reached_by_tab(tour: Tour) -> None:
    faults = []
    for screen in SCREENS:
        tour.show(screen)
        faults += [f"{screen}: {fault}" for fault in unreachable(tour.window)]

    assert not faults, listed(faults)


def test_every_control_of_every_dialog_has_a_name_and_can_be_reached(tour: Tour) -> None:
    faults = []
    for name in DIALOGS:
        dialog = open_dialog(tour, name)
        faults += [f"{name}: {fault}" for fault in [*nameless(dialog), *unreachable(dialog)]]
        faults += [f"{name}: {fault}" for fault in not_visited(dialog)]
        dialog.close()
        settle()

    assert not faults, listed(faults)


def test_tab_goes_through_every_screen_and_comes_back(tour: Tour) -> None:
    faults = []
    for screen in SCREENS:
        tour.show(screen)
        faults += [f"{screen}: {fault}" for fault in not_visited(tour.window)]

    assert not faults, listed(faults)


def not_visited(window: QWidget) -> list[str]:
    """Press Tab until the focus comes round; return what was left out, or where it stays for good."""
    window.activateWindow()
    wanted = stops(window)
    start = QApplication.focusWidget()
    if start is None or start.window() is not window:
        wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
        start = wanted[0]
    seen, focus = [start], start
    for _press in range(len(wanted) + 40):
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        moved = QApplication.focusWidget()
        if moved is None or moved is focus:
            return [f"Tab stays at {called(focus)}"]
        if moved is start:
            left = [w for w in wanted if w.isVisible() and not visits(seen, w)]
            return [f"Tab leaves out {called(w)}" for w in left]
        seen.append(moved)
        focus = moved
    return [f"Tab does not come back to {called(start)}"]


def visits(seen: list[QWidget], widget: QWidget) -> bool:
    """Return whether the focus was at a widget or, for one of several that share a stop, beside it."""
    return widget in seen or any(widget.isAncestorOf(w) for w in seen)


def test_at_most_one_button_of_a_screen_is_the_primary_one(tour: Tour) -> None:
    faults = []
    for screen in SCREENS:
        tour.show(screen)
        found = [button.text() for button in primaries(tour.window)]
        faults += [f"{screen}: {found}"] if len(found) > 1 else []

    assert not faults, listed(faults)


def test_what_is_ours_can_be_found_by_a_name_that_no_translation_changes(tour: Tour) -> None:
    faults = []
    for screen in SCREENS:
        tour.show(screen)
        faults += [
            f"{screen}: {called(widget)}"
            for widget in controls(tour.page())
            if isinstance(widget, Button | Table | RowList) and not widget.objectName()
        ]

    assert not faults, listed(faults)


def test_no_state_is_shown_by_colour_alone(tour: Tour) -> None:
    faults = []
    for screen in SCREENS:
        tour.show(screen)
        for widget in parts(tour.window):
            if isinstance(widget, Chip) and not widget.text():
                faults.append(f"{screen}: a chip without a word, {called(widget)}")
            if isinstance(widget, Table):
                faults += [f"{screen}: {fault}" for fault in wordless_cells(widget)]
            if isinstance(widget, RowList):
                faults += [f"{screen}: {fault}" for fault in wordless_rows(widget)]

    assert not faults, listed(faults)


def wordless_cells(table: Table) -> list[str]:
    """Return cells that show an icon and no word."""
    model = table._model
    return [
        f"row {place + 1}, {column.title or column.spoken}"
        for place, row in enumerate(model.rows()[:30])
        for column in model.columns
        if column.icon is not None and column.icon(row) is not None and not column.text(row)
    ]


def wordless_rows(rows: RowList) -> list[str]:
    """Return rows whose state is an icon that no screen reader would say."""
    model = rows.model()
    found = [model.index(place, 0).data(ROW_ROLE) for place in range(model.rowCount())]
    return [row.title for row in found if row.badge_icon and not (row.badge or row.subtitle)]


@pytest.mark.parametrize(
    ("screen", "name", "role"),
    [
        ("results", "ranking", QAccessible.Role.Table),
        ("results", "next_step", QAccessible.Role.Button),
        ("results", "show_names", QAccessible.Role.CheckBox),
        ("start", "places", QAccessible.Role.List),
        ("setup_award", "setup_year", QAccessible.Role.SpinBox),
        ("merge", "preview_table", QAccessible.Role.Table),
    ],
)
def test_roles_are_what_they_look_like(
    tour: Tour, screen: str, name: str, role: QAccessible.Role
) -> None:
    tour.show(screen)

    found = tour.page().findChild(QWidget, name)

    assert QAccessible.queryAccessibleInterface(found).role() is role


def test_a_scale_of_marks_is_a_slider_that_says_its_criterion(tour: Tour) -> None:
    tour.show("desk")
    scale = tour.page().sheet.marks.rows[0].scale

    interface = QAccessible.queryAccessibleInterface(scale)

    assert interface.role() is QAccessible.Role.Slider
    assert "Samarbeid med næringslivet" in interface.text(QAccessible.Text.Name)


def test_that_all_were_looked_through_is_said_by_control_and_enter(
    qtbot: QtBot, shell: Shell, tmp_path: Path
) -> None:
    award = small_award(tmp_path / "award")
    with desk_window(qtbot, shell, tmp_path / "juror", award.package()) as desk:
        desk.key("Return")
        assert desk.place() is Place.IMPARTIALITY
        first = desk.controller.order[0]
        desk.key("3", "Ctrl+Return")

        assert desk.place() is Place.SHEET
        said = [desk.answer(nominee) for nominee in desk.controller.order]
        assert [content.answer for content in said if content] == [Answer.DOUBT] + 3 * [
            Answer.NOTHING
        ]
        assert desk.answer(first) is not None
    award.close()
