"""Tables: models over rows, sorting and filtering, keyboard, and the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from juryapp.gui.widgets import Column, RowsTableModel, Table, Tone, clipboard_data

Show = Callable[[QWidget], QWidget]
DESCENDING = Qt.SortOrder.DescendingOrder


@dataclass(frozen=True, slots=True)
class Juror:
    """A row."""

    id: int
    name: str
    points: float | None
    state: Tone


COLUMNS = (
    Column[Juror](title="Name", text=lambda r: r.name, stretch=True, explained="Who it is"),
    Column[Juror](
        title="Points",
        text=lambda r: "–" if r.points is None else f"{r.points:.1f}",
        sort=lambda r: r.points,
        align="right",
        kind="bodyM",
    ),
    Column[Juror](
        title="", spoken="State", text=lambda r: r.state, tone=lambda r: r.state, width=120
    ),
    Column[Juror](
        title="Kind",
        text=lambda _r: "juror",
        icon=lambda _r: ("person", "text2"),
        role=lambda _r: "text2",
    ),
    Column[Juror](
        title="Chart", text=lambda _r: "7, 8", paint=lambda p, where, _r: p.drawRect(where)
    ),
)
ROWS = [
    Juror(1, "Åse", 8.4, "ok"),
    Juror(2, "Øystein", None, "warn"),
    Juror(3, "Ærlend", 9.1, "recuse"),
    Juror(4, "Anna", 7.0, "neutral"),
]


@pytest.fixture
def model() -> RowsTableModel[Juror]:
    made = RowsTableModel(COLUMNS, key=lambda row: row.id)
    made.show_rows(ROWS)
    return made


@pytest.fixture
def table(model: RowsTableModel[Juror], show: Show) -> Table:
    made = Table(model, accessible_name="Jurors")
    made.resize(700, 240)
    show(made)
    return made


def names(model: RowsTableModel[Juror]) -> list[str]:
    """Return the names as they stand."""
    return [row.name for row in model.rows()]


def test_the_model_keeps_the_rules_of_qt(model: RowsTableModel[Juror], qtmodeltester: Any) -> None:
    qtmodeltester.check(model)
    model.set_filter("a")
    qtmodeltester.check(model)


def test_names_sort_in_norwegian_order(model: RowsTableModel[Juror]) -> None:
    model.sort(0)
    assert names(model) == ["Anna", "Ærlend", "Øystein", "Åse"]


def test_what_is_unknown_sorts_last_both_ways(model: RowsTableModel[Juror]) -> None:
    model.sort(1)
    assert names(model) == ["Anna", "Åse", "Ærlend", "Øystein"]
    model.sort(1, DESCENDING)
    assert names(model) == ["Ærlend", "Åse", "Anna", "Øystein"]


def test_a_table_shows_rows_as_given_until_someone_sorts(table: Table) -> None:
    assert names(table._model) == ["Åse", "Øystein", "Ærlend", "Anna"]


def test_new_rows_come_in_the_chosen_order(model: RowsTableModel[Juror]) -> None:
    model.sort(1, DESCENDING)
    model.show_rows([*ROWS, Juror(5, "Eik", 8.8, "ok")])
    assert names(model) == ["Ærlend", "Eik", "Åse", "Anna", "Øystein"]


def test_every_word_of_the_filter_must_occur(model: RowsTableModel[Juror]) -> None:
    model.set_filter("JUROR 8.4")
    assert names(model) == ["Åse"]
    model.set_filter("", lambda row: row.points is None)
    assert names(model) == ["Øystein"]
    model.set_filter()
    assert len(model.rows()) == len(model.all_rows()) == 4


def test_cells_are_spoken_with_their_header(model: RowsTableModel[Juror]) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(0, 1).data(role) == "Points: 8.4"
    assert model.index(0, 2).data(role) == "State: ok"
    assert model.headerData(2, Qt.Orientation.Horizontal, role) == "State"
    assert (
        model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) == "Who it is"
    )


def test_the_row_under_the_cursor_is_told(qtbot: QtBot, table: Table) -> None:
    table.choose(1)
    with qtbot.waitSignal(table.row_chosen) as chosen:
        qtbot.keyClick(table, Qt.Key.Key_Down)
    assert chosen.args == [ROWS[1]]
    with qtbot.waitSignal(table.row_activated) as activated:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert activated.args == [ROWS[1]]


def test_the_cursor_stays_on_its_row_when_rows_change(table: Table) -> None:
    table.choose(3)
    table._model.show_rows([Juror(9, "New", 1.0, "ok"), *ROWS])
    assert table.current_row() == ROWS[2]
    table._model.sort(0)
    assert table.current_row() == ROWS[2]


def test_a_row_that_is_gone_leaves_no_choice(qtbot: QtBot, table: Table) -> None:
    table.choose(3)
    with qtbot.waitSignal(table.row_chosen, check_params_cb=lambda row: row is None):
        table._model.show_rows(ROWS[:2])
    assert not table.choose(3)


def test_clicking_a_header_sorts(qtbot: QtBot, table: Table) -> None:
    header = table.horizontalHeader()
    where = header.sectionViewportPosition(1) + 20
    qtbot.mouseClick(
        header.viewport(),
        Qt.MouseButton.LeftButton,
        pos=header.rect().topLeft().__class__(where, 15),
    )
    assert names(table._model)[-1] == "Øystein"
    assert header.sortIndicatorSection() == 1


def test_the_whole_table_is_copied_with_its_header(qtbot: QtBot, table: Table) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignal(table.copied) as copied:
        qtbot.keyClick(table, Qt.Key.Key_C, both)
    text = QGuiApplication.clipboard().text().splitlines()
    assert copied.args == [4]
    assert text[0] == "Name\tPoints\tState\tKind\tChart"
    assert text[1] == "Åse\t8.4\tok\tjuror\t7, 8"
    data = QGuiApplication.clipboard().mimeData()
    assert "<th>Name</th>" in data.html()
    assert "<td>Åse</td>" in data.html()


def test_chosen_rows_are_copied_without_header(qtbot: QtBot, table: Table) -> None:
    table.choose(2)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0] for line in lines] == ["Øystein", "Ærlend"]
    assert [row.id for row in table.chosen_rows()] == [2, 3]


@pytest.mark.parametrize(
    ("cell", "copied"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+47 12", "'+47 12"),
        ("-cmd", "'-cmd"),
        ("@name", "'@name"),
        ("-3,5", "-3,5"),
        ("8.4", "8.4"),
        ("two\nlines\tand tab", "two lines and tab"),
    ],
)
def test_no_cell_becomes_a_formula(cell: str, copied: str) -> None:
    assert clipboard_data([], [[cell]]).text() == copied + "\n"


def test_markup_in_cells_stays_text() -> None:
    assert "<td>&lt;b&gt;x</td>" in clipboard_data(["A"], [["<b>x"]]).html()


def test_rows_are_36_pixels_high_and_grow_with_the_text(table: Table) -> None:
    from juryapp.gui.theme import theme

    assert table.rowHeight(0) == 36
    theme().use(text_scale=1.4)
    assert table.rowHeight(0) == 50


def test_a_large_table_sorts_in_no_time(qtbot: QtBot) -> None:
    big = RowsTableModel(COLUMNS[:2], key=lambda row: row.id)
    big.show_rows([Juror(i, f"Name {i % 977}", float(i % 101), "ok") for i in range(20_000)])
    big.sort(1, DESCENDING)
    assert big.row_at(0).points == 100.0


def test_the_table_is_painted_with_focus_hover_and_sort_arrow(table: Table) -> None:
    before = table.grab().toImage()
    table.sortByColumn(1, DESCENDING)
    table.choose(3)
    table.setFocus()
    assert table.grab().toImage() != before
