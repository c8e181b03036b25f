"""What assistive technology hears of a scale: the mark as a number, and words where there is none."""

from __future__ import annotations

import gc
import math
from fractions import Fraction

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_window import settle
from juryapp.domain.scales import Scale
from juryapp.gui import accessible_scale
from juryapp.gui.accessible_scale import speak_scales
from juryapp.gui.widgets import ScoreScale


@pytest.fixture(autouse=True)
def _spoken(qapp: QApplication) -> None:
    speak_scales()


@pytest.fixture
def scale(qtbot: QtBot) -> ScoreScale:
    made = ScoreScale("Quality", Scale(0, 20, Fraction(1, 2)))
    qtbot.addWidget(made)
    return made


def heard(scale: ScoreScale) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(scale)


def number(scale: ScoreScale) -> float:
    return float(heard(scale).valueInterface().currentValue())


def test_half_marks_are_told_as_marks_and_not_as_steps(scale: ScoreScale) -> None:
    scale.show_mark(15)
    value = heard(scale).valueInterface()
    assert (number(scale), value.minimumValue(), value.maximumValue()) == (7.5, 0.0, 10.0)
    assert value.minimumStepSize() == 0.5
    assert heard(scale).text(QAccessible.Text.Value) == "7.5"
    assert heard(scale).role() is QAccessible.Role.Slider
    assert heard(scale).text(QAccessible.Text.Name) == "Quality"


def test_where_there_is_no_mark_there_is_no_number_but_words(scale: ScoreScale) -> None:
    assert math.isnan(number(scale))
    assert heard(scale).text(QAccessible.Text.Value) == "no mark"
    scale.show_mark(None, not_assessed=True)
    assert math.isnan(number(scale))
    assert heard(scale).text(QAccessible.Text.Value) == "not assessed"
    assert heard(scale).text(QAccessible.Text.Description).startswith("not assessed")


@pytest.mark.parametrize(
    ("given", "taken"), [(7.5, 15), (7.4, 15), (-3.0, 0), (99.0, 20), (0.0, 0)]
)
def test_a_value_that_is_set_is_taken_as_a_mark_and_told(
    scale: ScoreScale, qtbot: QtBot, given: float, taken: int
) -> None:
    with qtbot.waitSignal(scale.changed) as told:
        heard(scale).valueInterface().setCurrentValue(given)
    assert told.args == [taken, False]
    assert scale.points() == taken


def test_what_a_scale_is_not_is_not_there_and_nothing_breaks(scale: ScoreScale) -> None:
    """None in the wrong place would be handed to Qt as an address, and end the program."""
    interface = heard(scale)
    assert interface.textInterface() is None
    assert interface.editableTextInterface() is None
    assert interface.tableCellInterface() is None
    assert interface.selectionInterface() is None
    assert interface.actionInterface() is not None
    assert interface.state().focusable


def test_a_locked_scale_takes_no_value(scale: ScoreScale) -> None:
    scale.setEnabled(False)
    heard(scale).valueInterface().setCurrentValue(5.0)
    heard(scale).valueInterface().setCurrentValue(math.nan)
    assert scale.points() is None


def test_scales_come_and_go_without_leaving_anything(qtbot: QtBot) -> None:
    for _round in range(40):
        made = [ScoreScale(f"C{n}", Scale(1, 6, Fraction(1))) for n in range(5)]
        for scale in made:
            assert math.isnan(number(scale))
            scale.deleteLater()
        made.clear()
        settle()
    gc.collect()
    last = ScoreScale("Last", Scale(1, 6, Fraction(1)))
    qtbot.addWidget(last)
    assert heard(last) is not None
    assert len(accessible_scale._kept) < 40


def test_other_controls_are_told_as_before(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QPushButton

    button = QPushButton("Save")
    qtbot.addWidget(button)
    assert QAccessible.queryAccessibleInterface(button).role() is QAccessible.Role.Button
