"""Nothing of the desk is lost at 200 %: neither with text twice as large, nor with all of it twice as large.

A screen of 1366 × 768 that shows everything twice as large has room for 683 × 384.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QWidget

from juryapp.base.i18n import LANGUAGES
from juryapp.gui.theme import theme
from juryapp.gui.translation import use_window_language
from juryapp.gui.widgets import Button, ElidedLabel
from juryapp.gui.widgets.desk_guidance import Guidance
from screen_audit import INTERACTIVE, called, cut, listed, overlapping, parts
from whole_window import SCREENS, Tour, settle, touring

pytestmark = pytest.mark.slow
DESK = [name for name in SCREENS if name.startswith("desk")]
VIEWS = ("desk", "desk_across", "desk_order", "desk_other_order", "desk_compare")
SCREEN = (1366, 768)
HALF = (683, 384)
SCROLLS = (  # sideways in this case; icons have air around them, and tabs scroll by buttons of Qt's own
    "narrow:",
    "cut: ToolButton",
    "cut: QToolButton",
    "outside: QToolButton 'Scroll",
)


@pytest.fixture
def tour() -> Iterator[Tour]:
    with touring() as made:
        yield made


def faults_of(tour: Tour, size: tuple[int, int]) -> list[str]:
    """Return what is lost on the screens of the desk in a window of `size`."""
    faults = []
    for screen in DESK:
        tour.window.resize(*size)
        tour.show(screen)
        tour.window.resize(*size)
        tour.idle()
        if tour.window.size().toTuple() != size:
            faults.append(f"{screen}: wants {tour.window.size().toTuple()}")
        found = [*cut(tour.window), *overlapping(tour.window), *out_of_reach(tour.window)]
        faults += [f"{screen}: {fault}" for fault in found if not fault.startswith(SCROLLS)]
    return faults


def out_of_reach(window: QWidget) -> list[str]:
    """Return what is outside the window and inside nothing that scrolls there."""
    inside = QRect(QPoint(0, 0), window.size()).adjusted(-1, -1, 1, 1)
    faults = []
    for widget in parts(window):
        where = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        looked_at = isinstance(widget, (QLabel, *INTERACTIVE))
        if looked_at and not inside.contains(where) and not scrolled(widget, window):
            faults.append(f"out of reach: {called(widget)} at {where.getRect()}")
    return faults


def scrolled(widget: QWidget, window: QWidget) -> bool:
    """Return whether a scroll area stands between `widget` and the window."""
    around = widget.parentWidget()
    while around is not None and around is not window:
        if isinstance(around, QAbstractScrollArea):
            return True
        around = around.parentWidget()
    return False


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_twice_as_large_loses_nothing(tour: Tour, language: str) -> None:
    use_window_language(language)
    theme().use(text_scale=2.0)

    faults = faults_of(tour, SCREEN)

    assert not faults, listed(faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_twice_as_large_loses_nothing(tour: Tour, language: str) -> None:
    use_window_language(language)

    faults = faults_of(tour, HALF)

    assert not faults, listed(faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_view_of_the_desk_scrolls_sideways_with_text_twice_as_large(
    tour: Tour, language: str
) -> None:
    use_window_language(language)
    theme().use(text_scale=2.0)
    faults = []
    for screen in VIEWS:
        tour.show(screen)
        tour.window.resize(*SCREEN)
        tour.idle()
        faults += [f"{screen}: {f}" for f in cut(tour.window) if f.startswith("narrow:")]

    assert not faults, listed(faults)


def test_every_step_is_reached_with_text_twice_as_large(tour: Tour) -> None:
    theme().use(text_scale=2.0)
    for size in (SCREEN, HALF):
        tour.show("setup_check")
        tour.window.resize(*size)
        tour.idle()
        steps = tour.window.navigation
        assert not [*cut(steps), *overlapping(steps)]
        assert not [f for f in out_of_reach(tour.window) if "StepButton" in f]
        last = steps.button(steps.steps()[-1].name)
        tour.window.show_page(last.step.name)
        settle()
        assert not last.visibleRegion().isEmpty()


def test_seven_criteria_of_two_candidates_are_seen_at_once_on_a_large_screen(tour: Tour) -> None:
    tour.window.resize(1920, 1080)
    tour.show("desk_compare")
    compare = tour.page().looks.compare
    assert len(compare.rows) == 7
    assert compare.area.verticalScrollBar().maximum() == 0
    assert compare.papers[0].height() >= 240


@pytest.mark.parametrize("size", [SCREEN, HALF])
@pytest.mark.parametrize("scale", [1.0, 1.4, 2.0])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guidance_of_a_criterion_is_never_cut(
    tour: Tour, language: str, scale: float, size: tuple[int, int]
) -> None:
    use_window_language(language)
    theme().use(text_scale=scale)
    tour.show("desk")
    tour.window.resize(*size)
    tour.idle()
    marks = tour.page().sheet.marks
    guidance: Guidance = marks.guidance
    for line in marks.rows:
        line.scale.setFocus()
        settle()
        words = guidance.words
        assert words.height() >= words.heightForWidth(words.width()), line.criterion.name
        whole = guidance.verticalScrollBar().maximum() == 0
        assert whole or guidance.focusPolicy(), line.criterion.name


def test_papers_and_marks_take_turns_where_there_is_no_room_for_both(tour: Tour) -> None:
    tour.show("desk")
    sheet = tour.page().sheet
    assert sheet.papers.isVisible()
    assert sheet.marks.isVisible()
    assert not sheet.halves.half.isVisible()

    tour.window.resize(*HALF)
    tour.idle()
    assert sheet.marks.isVisible()
    assert not sheet.papers.isVisible()
    assert sheet.halves.name.whole_text() == sheet.papers.name.text()
    sheet.enter()
    run(tour, "desk.pane")
    assert sheet.papers.isVisible()
    assert not sheet.marks.isVisible()
    run(tour, "desk.pane")
    assert sheet.marks.isVisible()
    assert any(line.scale.hasFocus() for line in sheet.marks.rows)
    run(tour, "desk.next")
    assert sheet.marks.isVisible()

    tour.window.resize(*SCREEN)
    tour.idle()
    assert sheet.papers.isVisible()
    assert sheet.marks.isVisible()


def run(tour: Tour, action: str) -> None:
    tour.window.actions_table.run(action)
    settle()


def test_going_out_of_reach_is_found_out(tour: Tour) -> None:
    tour.show("desk_hand_in")
    lost = Button("Lost", parent=tour.window)
    lost.setGeometry(tour.window.width() - 10, 10, 80, 30)
    lost.show()
    assert any("Lost" in fault for fault in out_of_reach(tour.window))
    lost.hide()
    lost.deleteLater()


def test_a_shortened_text_says_so() -> None:
    label = ElidedLabel("A very long name of a candidate", "bodyM")
    label.resize(60, 20)
    assert QFontMetrics(label.font()).horizontalAdvance(label.whole_text()) > 60
    label.deleteLater()
