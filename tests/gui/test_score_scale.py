"""The score scale by keyboard, mouse and assistive technology."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from juryapp.domain.scales import Scale
from juryapp.gui.widgets import ScoreScale, column, link_scales

Key = Qt.Key
TEN = Scale(0, 10, Fraction(1))
HALVES = Scale(0, 20, Fraction(1, 2))
FIVE = Scale(1, 5, Fraction(1))
TWENTY = Scale(0, 20, Fraction(1))
HUNDRED = Scale(0, 100, Fraction(1))


class Told:
    """What a scale told."""

    def __init__(self, scale: ScoreScale) -> None:
        self.marks: list[tuple[int | None, bool]] = []
        scale.changed.connect(lambda points, skipped: self.marks.append((points, skipped)))


@pytest.fixture
def make(show: Callable[[QWidget], QWidget]) -> Callable[..., ScoreScale]:
    def made(scale: Scale = TEN, *, may_skip: bool = True) -> ScoreScale:
        widget = ScoreScale("Craft", scale, may_skip=may_skip)
        widget.resize(440, 36)
        show(widget)
        widget.setFocus()
        return widget

    return made


@pytest.mark.parametrize(
    ("scale", "typed", "points"),
    [
        (TEN, "8", 8),
        (TEN, "10", 10),
        (TEN, "0", 0),
        (TEN, "15", 5),  # fifteen is off the scale: the 5 begins anew
        (TEN, "7,5", 5),  # no halves here
        (HALVES, "7,5", 15),
        (HALVES, "7.5", 15),
        (HALVES, "10", 20),
        (HALVES, "10,5", 10),  # ten and a half is off the scale: the 5 begins anew
        (HALVES, "0,5", 1),
        (FIVE, "3", 3),
        (TWENTY, "15", 15),
        (TWENTY, "20", 20),
        (TWENTY, "25", 5),
        (HUNDRED, "100", 100),
        (HUNDRED, "73", 73),
    ],
)
def test_a_mark_is_typed(
    qtbot: QtBot, make: Callable[..., ScoreScale], scale: Scale, typed: str, points: int
) -> None:
    widget = make(scale)
    qtbot.keyClicks(widget, typed)
    widget.finish_typing()
    assert widget.points() == points


@pytest.mark.parametrize(("scale", "typed"), [(FIVE, "0"), (FIVE, "9"), (TEN, ","), (TEN, "x")])
def test_what_is_no_mark_changes_nothing(
    qtbot: QtBot, make: Callable[..., ScoreScale], scale: Scale, typed: str
) -> None:
    widget = make(scale)
    widget.show_mark(3)
    told = Told(widget)
    qtbot.keyClicks(widget, typed)
    widget.finish_typing()
    assert widget.points() == 3
    assert told.marks == []


def test_one_and_then_nought_is_one_change_to_ten(
    qtbot: QtBot, make: Callable[..., ScoreScale]
) -> None:
    widget = make()
    told = Told(widget)
    qtbot.keyClicks(widget, "1")
    assert widget.points() == 1  # seen at once
    assert told.marks == []  # but not told yet
    qtbot.keyClicks(widget, "0")
    assert told.marks == [(10, False)]


def test_one_alone_is_told_after_a_moment(qtbot: QtBot, make: Callable[..., ScoreScale]) -> None:
    widget = make()
    with qtbot.waitSignal(widget.changed, timeout=3000) as told:
        qtbot.keyClicks(widget, "1")
    assert told.args == [1, False]


def test_a_digit_that_nothing_can_follow_is_told_at_once(
    qtbot: QtBot, make: Callable[..., ScoreScale]
) -> None:
    widget = make()
    told = Told(widget)
    qtbot.keyClicks(widget, "8")
    assert told.marks == [(8, False)]


def test_leaving_the_scale_tells_what_was_being_typed(
    qtbot: QtBot, make: Callable[..., ScoreScale]
) -> None:
    widget = make()
    told = Told(widget)
    qtbot.keyClicks(widget, "1")
    widget.clearFocus()
    assert told.marks == [(1, False)]


def test_hiding_the_scale_tells_what_was_being_typed(
    qtbot: QtBot, make: Callable[..., ScoreScale]
) -> None:
    widget = make()
    told = Told(widget)
    qtbot.keyClicks(widget, "1")
    widget.hide()
    assert told.marks == [(1, False)]


def test_the_same_mark_again_is_no_change(qtbot: QtBot, make: Callable[..., ScoreScale]) -> None:
    widget = make()
    widget.show_mark(8)
    told = Told(widget)
    qtbot.keyClicks(widget, "8")
    assert told.marks == []


def test_arrows_adjust_by_one_step_and_stay_on_the_scale(
    qtbot: QtBot, make: Callable[..., ScoreScale]
) -> None:
    widget = make(HALVES)
    widget.show_mark(15)
    qtbot.keyClick(widget, Key.Key_Right)
    assert widget.points() == 16
    qtbot.keyClick(widget, Key.Key_Left)
    qtbot.keyClick(widget, Key.Key_Left)
    assert widget.points() == 14
    widget.show_mark(20)
    qtbot.keyClick(widget, Key.Key_Right)
    assert widget.points() == 20


def test_left_at_the_lowest_mark_does_not_take_the_mark_away(
    qtbot: QtBot, make: Callable[..., ScoreScale]
) -> None:
    widget = make(FIVE)
    widget.show_mark(1)
    qtbot.keyClick(widget, Key.Key_Left)
    assert widget.points() == 1


def test_without_a_mark_right_begins_and_left_does_nothing(
    qtbot: QtBot, make: Callable[..., ScoreScale]
) -> None:
    widget = make(FIVE)
    qtbot.keyClick(widget, Key.Key_Left)
    assert widget.points() is None
    qtbot.keyClick(widget, Key.Key_Right)
    assert widget.points() == 1


@pytest.mark.parametrize(
    ("key", "points"),
    [(Key.Key_Home, 0), (Key.Key_End, 20), (Key.Key_PageUp, 12), (Key.Key_PageDown, 8)],
)
def test_home_end_and_page_keys_make_longer_steps(
    qtbot: QtBot, make: Callable[..., ScoreScale], key: Qt.Key, points: int
) -> None:
    widget = make(HALVES)
    widget.show_mark(10)
    qtbot.keyClick(widget, key)
    assert widget.points() == points


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_delete_takes_the_mark_away(
    qtbot: QtBot, make: Callable[..., ScoreScale], key: Qt.Key
) -> None:
    widget = make()
    widget.show_mark(8)
    told = Told(widget)
    qtbot.keyClick(widget, key)
    assert told.marks == [(None, False)]
    assert widget.value_text() == "no mark"


@pytest.mark.parametrize("key", [Key.Key_Minus, Key.Key_N])
def test_minus_or_n_is_not_assessed(
    qtbot: QtBot, make: Callable[..., ScoreScale], key: Qt.Key
) -> None:
    widget = make()
    widget.show_mark(8)
    told = Told(widget)
    qtbot.keyClick(widget, key)
    assert told.marks == [(None, True)]
    assert widget.not_assessed()
    assert widget.value_text() == "not assessed"


def test_not_assessed_is_no_answer_where_it_is_not_allowed(
    qtbot: QtBot, make: Callable[..., ScoreScale]
) -> None:
    widget = make(may_skip=False)
    widget.show_mark(8)
    qtbot.keyClick(widget, Key.Key_N)
    assert widget.points() == 8


def test_a_mark_ends_not_assessed(qtbot: QtBot, make: Callable[..., ScoreScale]) -> None:
    widget = make()
    widget.show_mark(None, not_assessed=True)
    told = Told(widget)
    qtbot.keyClicks(widget, "7")
    assert told.marks == [(7, False)]
    assert not widget.not_assessed()


def test_keys_with_control_are_left_to_the_window(
    qtbot: QtBot, make: Callable[..., ScoreScale]
) -> None:
    widget = make()
    told = Told(widget)
    qtbot.keyClick(widget, Key.Key_8, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(widget, Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert told.marks == []


def test_up_and_down_go_to_the_neighbour(qtbot: QtBot, show: Callable[[QWidget], QWidget]) -> None:
    box = QWidget()
    scales = [ScoreScale(name, TEN) for name in ("Craft", "Reach", "Effort")]
    box.setLayout(column(*scales))
    link_scales(scales)
    show(box)
    scales[0].setFocus()
    qtbot.keyClick(scales[0], Key.Key_Down)
    assert QApplication.focusWidget() is scales[1]
    qtbot.keyClick(scales[1], Key.Key_Up)
    qtbot.keyClick(scales[0], Key.Key_Up)
    assert QApplication.focusWidget() is scales[0]


def test_showing_what_is_stored_tells_nothing(make: Callable[..., ScoreScale]) -> None:
    widget = make()
    told = Told(widget)
    widget.show_mark(8)
    widget.show_mark(None, not_assessed=True)
    assert told.marks == []


def test_a_value_set_by_assistive_technology_is_told(make: Callable[..., ScoreScale]) -> None:
    widget = make()
    told = Told(widget)
    widget.setValue(6)  # what the accessibility bridge calls
    assert told.marks == [(6, False)]


def test_assistive_technology_sees_a_slider_with_name_and_words(
    make: Callable[..., ScoreScale],
) -> None:
    widget = make(HALVES)
    seen = QAccessible.queryAccessibleInterface(widget)
    assert seen.role() == QAccessible.Role.Slider
    assert seen.text(QAccessible.Text.Name) == "Craft"
    assert seen.text(QAccessible.Text.Description) == "no mark"
    widget.show_mark(15)
    widget.set_about("weight 30 %, criterion 1 of 4")
    spoken = seen.text(QAccessible.Text.Description)
    assert spoken == "7.5 of 10. weight 30 %, criterion 1 of 4"
    widget.show_mark(None, not_assessed=True)
    assert seen.text(QAccessible.Text.Description).startswith("not assessed")


def test_a_click_gives_the_mark_of_the_cell(qtbot: QtBot, make: Callable[..., ScoreScale]) -> None:
    widget = make()
    for points in range(11):
        centre = widget._rect_of(points).center().toPoint()
        qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=centre)
        assert widget.points() == points


def test_a_second_click_on_the_chosen_cell_gives_the_half(
    qtbot: QtBot, make: Callable[..., ScoreScale]
) -> None:
    widget = make(HALVES)
    centre = widget._rect_of(7).center().toPoint()
    seen = []
    for _ in range(3):
        qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=centre)
        seen.append(widget.value_text())
    assert seen == ["7", "7.5", "7"]


def test_the_last_cell_is_not_assessed(qtbot: QtBot, make: Callable[..., ScoreScale]) -> None:
    widget = make()
    told = Told(widget)
    centre = widget._rect_of(11).center().toPoint()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=centre)
    assert told.marks == [(None, True)]


def test_the_wheel_changes_no_mark(make: Callable[..., ScoreScale]) -> None:
    widget = make()
    widget.show_mark(5)
    event = QWheelEvent(
        QPointF(20, 10), QPointF(20, 10), QPoint(0, 0), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
    assert widget.points() == 5


def test_only_the_chosen_cell_is_filled(make: Callable[..., ScoreScale]) -> None:
    widget = make()
    widget.show_mark(8)
    widget.clearFocus()
    picture = widget.grab().toImage()
    corners = [widget._rect_of(i).topLeft().toPoint() + QPoint(6, 5) for i in range(11)]
    colours = [picture.pixelColor(point).name() for point in corners]
    assert len(set(colours[:8] + colours[9:])) == 1
    assert colours[8] != colours[0]


@pytest.mark.parametrize(
    ("scale", "cells"), [(TEN, 11), (HALVES, 11), (FIVE, 5), (TWENTY, 21), (HUNDRED, 11)]
)
def test_parts_share_a_cell_and_long_scales_are_grouped(
    make: Callable[..., ScoreScale], scale: Scale, cells: int
) -> None:
    assert make(scale)._cells() == cells
