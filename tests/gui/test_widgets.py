"""The small widgets of the kit: by keyboard, to screen readers, and what they emit."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from juryapp.gui.theme import theme
from juryapp.gui.widgets import (
    Banner,
    Button,
    CheckBox,
    Chip,
    ComboBox,
    Dots,
    DotStrip,
    DropZone,
    ElidedLabel,
    EmptyState,
    FilterEdit,
    Form,
    KeyHint,
    KeyStrip,
    Label,
    LineEdit,
    ListRow,
    ProgressBar,
    RadioButton,
    RowList,
    Segmented,
    SpinBox,
    StatTile,
    TextEdit,
    ToolButton,
    column,
)

Show = Callable[[QWidget], QWidget]
Drop = Callable[..., bool]
Text = QAccessible.Text


def spoken(widget: QWidget, what: QAccessible.Text = Text.Name) -> str:
    """Return what a screen reader says of a widget."""
    return QAccessible.queryAccessibleInterface(widget).text(what)


def test_names_with_markup_are_shown_as_they_are(qtbot: QtBot) -> None:
    label = Label("Fish <b>& chips</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert spoken(label) == "Fish <b>& chips</b>"


def test_a_chip_is_read_by_screen_readers(qtbot: QtBot) -> None:
    chip = Chip("recused", "recuse")
    qtbot.addWidget(chip)
    assert spoken(chip) == "recused"
    width = chip.sizeHint().width()
    chip.set_state("to be confirmed by the chair", "warn")
    assert spoken(chip) == "to be confirmed by the chair"
    assert chip.sizeHint().width() > width


def test_a_text_without_room_is_cut_but_spoken_whole(show: Show) -> None:
    label = ElidedLabel("The youth repair café of Slettvoll")
    label.resize(80, 20)
    show(label)
    assert label.text().endswith("…")
    assert spoken(label) == label.toolTip() == "The youth repair café of Slettvoll"


def test_a_disabled_button_says_why(qtbot: QtBot) -> None:
    button = Button("Read in 5 files", "primary")
    qtbot.addWidget(button)
    button.set_reason("Two marks differ.")
    assert not button.isEnabled()
    assert button.toolTip() == spoken(button, Text.Description) == "Two marks differ."
    button.set_reason("")
    assert button.isEnabled()


def test_a_tool_button_is_named_and_tells_its_key(qtbot: QtBot) -> None:
    button = ToolButton("help", "Help", "F1")
    qtbot.addWidget(button)
    assert spoken(button) == "Help"
    assert button.toolTip() == "Help  (F1)"


def test_segments_are_chosen_by_arrows_and_tab_goes_past(qtbot: QtBot, show: Show) -> None:
    box, segmented, after = QWidget(), Segmented("Show"), LineEdit()
    box.setLayout(column(segmented, after))
    segmented.set_choices([("all", "All 32"), ("left", "Left 14"), ("flagged", "Flagged 3")])
    show(box)
    first = segmented._group.button(0)
    first.setFocus()
    with qtbot.waitSignal(segmented.chosen) as chosen:
        qtbot.keyClick(first, Qt.Key.Key_Right)
    assert chosen.args == ["left"]
    focus = QApplication.focusWidget()
    assert focus is segmented._group.button(1)
    qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is after


def test_segments_keep_the_choice_when_their_counts_change(qtbot: QtBot) -> None:
    segmented = Segmented("Show")
    qtbot.addWidget(segmented)
    segmented.set_choices([("all", "All 32"), ("left", "Left 14")])
    segmented.choose("left")
    segmented.set_choices([("all", "All 32"), ("left", "Left 13")])
    assert segmented.current() == "left"
    assert segmented._group.button(1).text() == "Left 13"
    segmented.set_choices([("all", "All 32")])
    assert segmented.current() == "all"


def test_progress_has_words_for_screen_readers(qtbot: QtBot) -> None:
    bar = ProgressBar("Marked")
    qtbot.addWidget(bar)
    bar.show_progress(18, 32)
    assert (bar.value(), bar.maximum()) == (18, 32)
    assert spoken(bar, Text.Description) == "18 of 32"
    bar.show_progress(0, 0)
    assert bar.value() == 0


def test_dropped_files_are_told(qtbot: QtBot, drop: Drop) -> None:
    zone = DropZone("Drop score files here", "or choose files …", suffixes=(".juryscore",))
    qtbot.addWidget(zone)
    told: list[list[Path]] = []
    zone.dropped.connect(told.append)
    assert drop(zone, Path("/tmp/eik.juryscore"), Path("/tmp/notes.txt"))
    assert told == [[Path("/tmp/eik.juryscore")]]


def test_files_of_another_kind_are_not_taken(qtbot: QtBot, drop: Drop) -> None:
    zone = DropZone("Drop score files here", suffixes=(".juryscore",))
    qtbot.addWidget(zone)
    assert not drop(zone, Path("/tmp/notes.txt"))


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_drop_zone_is_a_button_too(qtbot: QtBot, show: Show, key: Qt.Key) -> None:
    zone = DropZone("Drop score files here", "or choose files …")
    show(zone)
    zone.setFocus()
    with qtbot.waitSignal(zone.clicked):
        qtbot.keyClick(zone, key)
    assert QAccessible.queryAccessibleInterface(zone).role() == QAccessible.Role.Button
    assert spoken(zone, Text.Description) == "or choose files …"


def test_a_banner_acts_and_closes(qtbot: QtBot, show: Show) -> None:
    done: list[str] = []
    banner = Banner(
        "error",
        "The file cannot be opened",
        "The original is untouched.",
        buttons=[("Choose another file", lambda: done.append("chosen"))],
        closable=True,
    )
    show(banner)
    qtbot.mouseClick(banner.buttons[0], Qt.MouseButton.LeftButton)
    assert done == ["chosen"]
    with qtbot.waitSignal(banner.closed):
        qtbot.keyClick(banner, Qt.Key.Key_Escape)
    assert not banner.isVisible()
    assert spoken(banner) == "The file cannot be opened"


def test_a_tile_is_spoken_as_number_and_word(qtbot: QtBot) -> None:
    tile = StatTile("plus", "ok", "236", "new marks")
    qtbot.addWidget(tile)
    tile.show_number("240", "new marks")
    assert tile.accessibleName() == "240 new marks"
    assert tile.number.text() == "240"


def test_an_empty_place_says_what_to_do(qtbot: QtBot) -> None:
    done: list[int] = []
    empty = EmptyState(
        "inbox", "No files yet", "Drop them.", buttons=[("Choose", lambda: done.append(1))]
    )
    qtbot.addWidget(empty)
    empty.buttons[0].click()
    assert done == [1]
    assert empty.buttons[0].property("look") == "primary"
    empty.say("Nothing here", "Choose files.")
    assert empty.title.text() == "Nothing here"


def test_every_field_has_a_label_with_a_buddy_and_a_name(qtbot: QtBot) -> None:
    form = Form()
    qtbot.addWidget(form)
    field = form.add("award_name", "&Name of the award", LineEdit(), hint="As it stands on paper.")
    assert form.row("award_name").label.buddy() is field
    assert field.objectName() == "award_name"
    assert spoken(field) == "Name of the award"
    assert spoken(field, Text.Description) == "As it stands on paper."


def test_an_error_stands_at_its_field_and_takes_the_focus(show: Show) -> None:
    form = Form()
    first = form.add("award_name", "&Name", LineEdit())
    form.add("year", "&Year", SpinBox(2000, 2100))
    show(form)
    form.show_error("award_name", "Write a name.")
    assert form.has_errors()
    assert QApplication.focusWidget() is first
    assert first.property("invalid") is True
    assert spoken(first, Text.Description) == "Write a name."
    form.clear_errors()
    assert not form.has_errors()
    assert first.property("invalid") is False


def test_a_choice_stays_when_its_list_is_renewed(qtbot: QtBot) -> None:
    combo = ComboBox([("nb", "Norsk bokmål"), ("en", "English")])
    qtbot.addWidget(combo)
    combo.choose("en")
    changes: list[int] = []
    combo.currentIndexChanged.connect(changes.append)
    combo.set_choices([("nn", "Norsk nynorsk"), ("en", "English")])
    assert combo.current_key() == "en"
    assert changes == []


def test_ticks_answers_and_texts_can_be_painted_in_every_state(qtbot: QtBot, show: Show) -> None:
    box = QWidget()
    tick, answer, text, filters = (
        CheckBox("Tick"),
        RadioButton("Yes"),
        TextEdit("x"),
        FilterEdit("Filter"),
    )
    box.setLayout(column(tick, answer, text, filters, SpinBox(0, 9)))
    show(box)
    off = box.grab().toImage()
    tick.setChecked(True)
    answer.setChecked(True)
    answer.setFocus()
    assert box.grab().toImage() != off
    text.setFocus()
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is filters
    filters.set_placeholder("Filter by name")
    assert spoken(filters) == "Filter by name"


def test_the_key_strip_hides_what_does_not_fit(show: Show) -> None:
    strip = KeyStrip()
    strip.resize(900, 36)
    show(strip)
    strip.show_hints([KeyHint(("Ctrl", "↵"), "next candidate"), KeyHint(("F1",), "all keys")])
    assert all(group.isVisible() for group in strip._groups)
    strip.resize(260, 36)
    assert [group.isVisible() for group in strip._groups] == [False, True]  # F1 tells them all


def test_the_key_strip_counts_anew_when_its_letters_grow(show: Show) -> None:
    strip = KeyStrip()
    show(strip)
    strip.show_hints([KeyHint(("Ctrl", "↵"), "next candidate"), KeyHint(("F1",), "all keys")])
    strip.resize(sum(group.sizeHint().width() for group in strip._groups) + 96, 36)
    assert all(group.isVisible() for group in strip._groups)

    theme().use(text_scale=1.4)
    QApplication.processEvents()

    assert [group.isVisible() for group in strip._groups] == [False, True]


ROWS = [
    ListRow(key="a", title="Havnelageret", subtitle="Sundvik", number="01", badge="8.1"),
    ListRow(key="b", title="Kammerkor", subtitle="recused", badge_icon="recused", tone="recuse"),
    ListRow(
        key="c", title="Fond", subtitle="not found", icon="spreadsheet", badge="gone", tone="warn"
    ),
]


def test_a_list_is_used_by_keyboard(qtbot: QtBot, show: Show) -> None:
    rows = RowList(accessible_name="Nominees")
    rows.show_rows(ROWS)
    show(rows)
    rows.choose("a")
    with qtbot.waitSignal(rows.chosen) as chosen:
        qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert chosen.args == ["b"]
    with qtbot.waitSignal(rows.activated_key) as activated:
        qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert activated.args == ["b"]


def test_a_list_keeps_its_place_when_rows_come_and_go(qtbot: QtBot) -> None:
    rows = RowList()
    qtbot.addWidget(rows)
    rows.show_rows(ROWS)
    rows.choose("c")
    rows.show_rows(ROWS[1:])
    assert rows.current_key() == "c"
    assert not rows.choose("a")


def test_list_rows_are_spoken_whole(qtbot: QtBot) -> None:
    rows = RowList()
    qtbot.addWidget(rows)
    rows.show_rows(ROWS)
    said = rows.rows.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "01, Havnelageret, Sundvik, 8.1"


def test_the_list_model_keeps_the_rules_of_qt(qtmodeltester: object) -> None:
    rows = RowList()
    rows.show_rows(ROWS)
    qtmodeltester.check(rows.rows)  # type: ignore[attr-defined]
    rows.deleteLater()


def test_list_rows_are_painted_selected_and_not(show: Show) -> None:
    rows = RowList()
    rows.resize(280, 220)
    rows.show_rows(
        [*ROWS, ListRow(key="d", title="Eik", icon="warning", icon_tone="warn", tile=True)]
    )
    show(rows)
    before = rows.grab().toImage()
    rows.choose("b")
    assert rows.grab().toImage() != before


MARKS = Dots(
    label="Craft",
    values=(Fraction(8), Fraction(7), Fraction(8), Fraction(15, 2)),
    mean=Fraction(61, 8),
    highlighted=frozenset({1}),
)


def test_a_chart_says_the_same_in_words(qtbot: QtBot) -> None:
    chart = DotStrip("Marks per juror")
    qtbot.addWidget(chart)
    chart.show_lines([MARKS, Dots(label="Reach", values=())], Fraction(0), Fraction(10))
    assert chart.spoken() == "Craft: 4 marks: 7  7.5  8  8; mean 7.63\nReach: no marks"
    assert spoken(chart, Text.Description) == chart.spoken()


def test_a_chart_is_drawn_and_reached_by_tab(show: Show) -> None:
    chart = DotStrip("Marks per juror")
    chart.show_lines([MARKS], Fraction(0), Fraction(10))
    box, other = QWidget(), LineEdit()
    box.setLayout(column(other, chart))
    show(box)
    other.setFocus()
    before = chart.grab().toImage()
    chart.setFocus()
    assert chart.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert chart.grab().toImage() != before


def test_a_widget_that_is_gone_is_not_told_of_a_theme_any_more(qtbot: QtBot) -> None:
    label = Label("short life")
    label.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    theme().use("dark")  # would fail on a deleted object
