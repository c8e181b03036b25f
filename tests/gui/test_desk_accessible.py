"""The desk through Qt's accessibility interface and through a light meter: names, roles, states, contrast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QToolButton,
    QWidget,
)

from juryapp.gui import message_area
from juryapp.gui.accessible_scale import speak_scales
from juryapp.gui.theme import ThemeSetting, theme
from juryapp.gui.tokens import contrast
from juryapp.gui.widgets import ScoreScale
from screen_audit import called, controls, listed, parts
from whole_window import SCREENS, Tour, settle, touring

pytestmark = pytest.mark.slow
DESK = [name for name in SCREENS if name.startswith("desk")]
Role = QAccessible.Role
ROLES: Final[dict[type[QWidget], set[Role]]] = {
    QSlider: {Role.Slider},
    QCheckBox: {Role.CheckBox},
    QToolButton: {Role.Button, Role.CheckBox, Role.ButtonMenu},
    QPushButton: {Role.Button, Role.CheckBox, Role.ButtonMenu, Role.RadioButton},
    QComboBox: {Role.ComboBox},
    QLineEdit: {Role.EditableText},
    QPlainTextEdit: {Role.EditableText},
    QAbstractItemView: {Role.List, Role.Table, Role.Tree},
}


@pytest.fixture
def tour() -> Iterator[Tour]:
    speak_scales()
    with touring() as made:
        yield made


# ----------------------------------------------------------------------------- what is spoken


@pytest.mark.parametrize("screen", DESK)
def test_every_control_has_the_role_the_name_and_the_states_that_it_shows(
    tour: Tour, screen: str
) -> None:
    tour.show(screen)
    faults = [f"{called(w)}: {fault}" for w in controls(tour.window) for fault in misheard(w)]

    assert not faults, listed(faults)


def misheard(widget: QWidget) -> list[str]:
    """Say what a screen reader is told wrongly of a control."""
    heard = QAccessible.queryAccessibleInterface(widget)
    state = heard.state()
    faults = [] if heard.text(QAccessible.Text.Name).strip() else ["has no name"]
    for kind, roles in ROLES.items():
        if isinstance(widget, kind) and heard.role() not in roles:
            faults.append(f"is told as {heard.role().name}")
    told = {  # what is told, and what is so
        "disabled": (state.disabled, not widget.isEnabled()),
        "focusable": (state.focusable, bool(widget.focusPolicy()) or not widget.isEnabled()),
        "focused": (state.focused, widget.hasFocus()),
    }
    if isinstance(widget, QAbstractButton) and widget.isCheckable():
        told["checkable"] = (state.checkable, True)
        told["checked"] = (state.checked, widget.isChecked())
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        told["read-only"] = (state.readOnly, widget.isReadOnly())
    return faults + [name for name, (said, is_so) in told.items() if bool(said) != is_so]


def test_the_focus_goes_through_the_marks_in_the_order_in_which_they_are_read(tour: Tour) -> None:
    tour.show("desk")
    marks = tour.page().sheet.marks
    wanted: list[QWidget] = [marks.report, *(line.scale for line in marks.rows)]
    wanted += [marks.comment.text, marks.previous, marks.next]
    chain: list[QWidget] = [marks.report]
    while (following := chain[-1].nextInFocusChain()) is not marks.report:
        assert following is not None
        chain.append(following)
    places = [chain.index(w) for w in wanted]
    assert places == sorted(places)


def test_a_scale_says_everything_when_it_gets_the_focus(tour: Tour) -> None:
    tour.show("desk")
    line = tour.page().sheet.marks.rows[0]
    scale: ScoreScale = line.scale
    heard = QAccessible.queryAccessibleInterface(scale)
    scale.show_mark(15)
    line._show_words()
    words = heard.text(QAccessible.Text.Description)
    assert words.startswith("7.5 of 10")
    assert "Weight" in words
    assert "Criterion 1 of" in words
    assert heard.valueInterface().currentValue() == 7.5


def test_a_failure_is_announced_at_once_and_a_word_politely(
    tour: Tour, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[str, bool]] = []

    def announce(_widget: QWidget, text: str, *, urgent: bool = False) -> None:
        said.append((text, urgent))

    monkeypatch.setattr(message_area, "announce", announce)
    tour.show("desk")
    said.clear()
    notifier = tour.window.shell.notifier
    notifier.error("The disk is full.", title="1 thing that you said is not saved yet.")
    notifier.info("The secretariat has your file.")

    assert said == [
        ("1 thing that you said is not saved yet. The disk is full.", True),
        ("The secretariat has your file.", False),
    ]
    notifier.clear()


# ----------------------------------------------------------------------------- what is seen


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", DESK)
def test_every_text_can_be_read_on_the_ground_on_which_it_stands(
    tour: Tour, screen: str, scheme: ThemeSetting
) -> None:
    """Measured in the picture, whatever colours somebody meant to use."""
    theme().use(scheme)
    tour.show(screen)
    picture = tour.window.grab().toImage()
    faults = [
        f"{called(widget)}: {ratio:.2f}"
        for widget in parts(tour.window)
        if carries_text(widget)
        for ratio in measured(picture, tour.window, widget)
        if ratio < least(widget)
    ]

    assert not faults, listed(faults)


def carries_text(widget: QWidget) -> bool:
    """Return whether letters or digits are seen; a dash alone is thinner than a pixel."""
    shown = isinstance(widget, QLabel | QPushButton) and any(map(str.isalnum, widget.text()))
    return (shown or isinstance(widget, ScoreScale)) and widget.isVisible()


def least(widget: QWidget) -> float:
    """Return the contrast that a text needs; the edges of thin letters are a little paler than their ink."""
    return 3.9 if widget.isEnabled() else 2.9


def measured(picture: QImage, window: QWidget, widget: QWidget) -> Iterator[float]:
    """Return the contrast of the strongest ink in a widget with its ground."""
    where = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()) & window.rect()
    inside = seen_part(widget, window) & where
    if inside.width() < 6 or inside.height() < 6:
        return
    colours = Counter(
        picture.pixelColor(x, y).name()
        for y in range(inside.top(), inside.bottom() + 1)
        for x in range(inside.left(), inside.right() + 1, 2)
    )
    ground = colours.most_common(1)[0][0]
    yield max(contrast(ground, colour) for colour in colours)


def seen_part(widget: QWidget, window: QWidget) -> QRect:
    """Return the part of the window in which a widget is not scrolled away."""
    seen, around = window.rect(), widget.parentWidget()
    while around is not None and around is not window:
        seen &= QRect(around.mapTo(window, QPoint(0, 0)), around.size())
        around = around.parentWidget()
    return seen


def test_the_meter_finds_pale_letters(tour: Tour) -> None:
    tour.show("desk_hand_in")
    label = tour.page().hand_in.heading
    palette = label.palette()
    palette.setColor(label.foregroundRole(), QColor("#c8c8c8"))
    label.setPalette(palette)
    label.setStyleSheet("color: #c8c8c8")
    settle()
    picture = tour.window.grab().toImage()
    assert next(iter(measured(picture, tour.window, label))) < least(label)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_chosen_and_waiting_are_seen_without_colour(tour: Tour, scheme: ThemeSetting) -> None:
    """In greys alone a chosen cell still stands out from its neighbours."""
    theme().use(scheme)
    tour.show("desk")
    scale: ScoreScale = tour.page().sheet.marks.rows[0].scale
    scale.show_mark(16)
    settle()
    grey = scale.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    chosen = scale._rect_of(8).center().toPoint()
    other = scale._rect_of(3).center().toPoint()
    dark = grey.pixelColor(chosen.x() - 10, chosen.y() - 10).lightness()
    light = grey.pixelColor(other.x() - 10, other.y() - 10).lightness()
    assert abs(dark - light) > 60
