"""Settings for fingers, and for those whom motion makes ill: large controls, nothing that moves by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QTextBrowser, QWidget

import juryapp.gui
from juryapp.gui import motion
from juryapp.gui.main_window import MainWindow
from juryapp.gui.settings import SettingsStore
from juryapp.gui.shell import Shell
from juryapp.gui.theme import hit, px, theme
from juryapp.gui.tokens import FINGER
from juryapp.gui.widgets import ScoreScale, Segmented
from screen_audit import called, controls, cut, listed, overlapping
from whole_window import SCREENS, Tour, touring

MOVERS = re.compile(
    r"\b(QPropertyAnimation|QVariantAnimation|QSequentialAnimationGroup|QTimeLine|QMovie|animateClick)\b"
)
DESK = [name for name in SCREENS if name.startswith("desk")]


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    if theme().touch or theme().still:
        theme().use(touch=False, still=False)


@pytest.fixture
def tour() -> Iterator[Tour]:
    with touring() as made:
        yield made


# ----------------------------------------------------------------------------- fingers


def test_a_finger_needs_44_pixels_at_any_text_size() -> None:
    assert hit(36) == px(36)
    theme().use(touch=True)
    assert hit(36) == FINGER
    theme().use(text_scale=0.85)
    assert hit(36) == FINGER
    theme().use(text_scale=2.0)
    assert hit(36) == 2 * FINGER


@pytest.mark.slow
def test_with_the_setting_for_touch_a_finger_hits_every_control_of_the_desk(tour: Tour) -> None:
    theme().use(touch=True)
    small = []
    for screen in DESK:
        tour.show(screen)
        found = [
            w for w in controls(tour.window) if not isinstance(w, QTextBrowser)
        ]  # read, not hit
        small += [f"{screen}: {called(w)}" for w in found if not is_large(w)]

    assert not small, listed(small)


def is_large(widget: QWidget) -> bool:
    """Return whether a control, or a row of it, is as high and as wide as a finger needs."""
    return widget.height() >= FINGER and widget.width() >= FINGER


@pytest.mark.slow
def test_large_controls_cut_nothing_and_cover_nothing(tour: Tour) -> None:
    theme().use(touch=True)
    faults = []
    for screen in DESK:
        tour.show(screen)
        found = (*cut(tour.window), *overlapping(tour.window))
        faults += [
            f"{screen}: {fault}" for fault in found if ": QToolButton" not in fault
        ]  # Qt's own

    assert not faults, listed(faults)


def test_the_setting_is_in_the_menu_and_in_the_palette_and_is_remembered(
    tmp_path: Path, qapp: QApplication
) -> None:
    settings = SettingsStore(tmp_path / "settings.json")
    window = MainWindow(Shell(settings))
    try:
        for name, word in (("touch", "Larger controls"), ("still", "Less motion")):
            window.menu.rebuild()
            switch = window.menu.findChild(QAction, f"switch_window.{name}")
            assert isinstance(switch, QAction)
            assert not switch.isChecked()
            switch.trigger()
            assert getattr(theme(), name)
            assert window.top_bar.word.text().startswith(word)
            assert getattr(SettingsStore(tmp_path / "settings.json").values, name)
            entry = next(e for e in window.palette_entries() if e.text.startswith(word))
            entry.run()
            assert not getattr(theme(), name)
    finally:
        window.close()
        window.deleteLater()


def test_a_control_made_before_grows_with_the_setting() -> None:
    scale_height = made_scale().height()
    theme().use(touch=True)
    assert scale_height == px(36)
    assert made_scale().height() == FINGER


def made_scale() -> ScoreScale:
    from fractions import Fraction

    from juryapp.domain.scales import Scale

    return ScoreScale("Quality", Scale(0, 10, Fraction(1)))


# ----------------------------------------------------------------------------- motion


def test_with_less_motion_nothing_fades_slides_or_blinks(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    effect = Qt.UIEffect.UI_FadeMenu
    every = frozenset({effect, Qt.UIEffect.UI_General})
    monkeypatch.setattr(motion, "platform_moves", lambda: every)  # a platform that likes motion
    theme().use(still=False)
    assert QApplication.isEffectEnabled(effect)
    assert motion.NO_MOTION not in qapp.styleSheet()
    blinking = QApplication.cursorFlashTime()

    theme().use(still=True)

    assert not QApplication.isEffectEnabled(effect)
    assert QApplication.cursorFlashTime() == 0
    assert motion.NO_MOTION in qapp.styleSheet()
    theme().use(still=False)
    assert QApplication.cursorFlashTime() == blinking
    for one in every:
        QApplication.setEffectEnabled(one, False)


def test_a_platform_without_motion_is_listened_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(motion, "platform_moves", frozenset)
    assert motion.is_still(asked=False)


def test_the_program_has_no_motion_of_its_own_that_does_not_ask() -> None:
    folder = Path(str(juryapp.gui.__file__)).parent
    moving = [
        path.name
        for path in folder.rglob("*.py")
        if MOVERS.search(path.read_text(encoding="utf-8"))
        and "theme().still" not in path.read_text(encoding="utf-8")
    ]
    assert not moving


def test_every_kind_of_control_follows(qapp: QApplication) -> None:
    theme().use(touch=True)
    for made in (QPushButton("x"), QLineEdit("x"), Segmented("x")):
        if isinstance(made, Segmented):
            made.set_choices([("a", "A")])
        assert made.sizeHint().height() >= FINGER, made
