"""Every screen and every dialog, on the complete sample, in every language, both colours and large text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from juryapp.base.i18n import LANGUAGES, texts_in
from juryapp.gui.theme import ThemeSetting, theme
from juryapp.gui.translation import use_window_language
from juryapp.gui.widgets import Button, Label, RowList, Segmented, Table, column
from screen_audit import cut, listed, overlapping, wordless, words
from whole_dialogs import DIALOGS, open_dialog
from whole_window import SCREENS, Tour, settle, touring

pytestmark = pytest.mark.slow
COLOURS: tuple[ThemeSetting, ...] = ("light", "dark")
SMALL_LAPTOP = (1366, 680)  # what is left of 768 below a title bar and above a task bar
LARGE_TEXT = 1.4
KEYS = {"Delete"}  # on a Norwegian keyboard too, though the button of Qt's dialogs is translated


@pytest.fixture
def tour() -> Iterator[Tour]:
    with touring() as made:
        yield made


def faults_in(tour: Tour, *looks: Callable[[QWidget], list[str]]) -> list[str]:
    """Return what `looks` find in any screen."""
    found = []
    for screen in SCREENS:
        tour.show(screen)
        found += [f"{screen}: {fault}" for look in looks for fault in look(tour.window)]
    return found


@pytest.mark.parametrize("colours", COLOURS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_opens_whole(tour: Tour, language: str, colours: ThemeSetting) -> None:
    use_window_language(language)
    theme().use(colours)

    faults = faults_in(tour, titleless, wordless, cut, overlapping)

    assert not faults, listed(faults)
    assert tour.told.titles() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_large_text_cuts_nothing_on_a_small_screen(tour: Tour, language: str) -> None:
    use_window_language(language)
    theme().use(text_scale=LARGE_TEXT)

    faults = faults_in(tour, cut, overlapping)

    assert not faults, listed(faults)


def test_every_screen_fits_a_small_laptop(tour: Tour) -> None:
    use_window_language("nb")  # whose words are the longest
    for screen in SCREENS:
        tour.show(screen)
        least = tour.window.pages.minimumSizeHint()  # without scrolling the page as a whole
        around = tour.window.size() - tour.window.pages.size()
        assert least.width() + around.width() <= SMALL_LAPTOP[0], screen
        assert least.height() + around.height() <= SMALL_LAPTOP[1], screen


@pytest.mark.parametrize("size", [(1024, 640), (1920, 1080)])
def test_a_narrow_and_a_wide_window_cut_nothing(tour: Tour, size: tuple[int, int]) -> None:
    tour.window.resize(*size)

    faults = faults_in(tour, cut, overlapping)

    assert not faults, listed(faults)


def titleless(window: QWidget) -> list[str]:
    """Return a fault if the window or its top bar has no title."""
    bar = window.findChild(QWidget, "topBar")
    titled = bar is not None and any(words(bar).values())
    return [] if titled and window.windowTitle().endswith("juryapp") else ["no title"]


# ----------------------------------------------------------------------------- everything in it


def test_every_row_and_every_view_of_every_screen_can_be_looked_at(tour: Tour) -> None:
    faults = []
    for screen in SCREENS:
        tour.show(screen)
        for choice in [c for c in tour.page().findChildren(Segmented) if c.isVisible()]:
            for button in choice.findChildren(QAbstractButton):
                if isValid(button) and button.isVisible():
                    button.click()
                    tour.idle()
                    look_at_every_row(tour.page())
                    tour.idle()
                    faults += [f"{screen}: {fault}" for fault in cut(tour.window)]
        look_at_every_row(tour.page())

    assert not faults, listed(faults)


def look_at_every_row(page: QWidget) -> None:
    """Put the cursor on every row of every table and list that is seen; pytest-qt hears what fails."""
    for table in page.findChildren(Table):
        for place in range(table.model().rowCount() if table.isVisible() else 0):
            table.selectRow(place)
            settle()
    for rows in page.findChildren(RowList):
        for place in range(rows.model().rowCount() if rows.isVisible() else 0):
            rows.setCurrentIndex(rows.model().index(place, 0))
            settle()


# ----------------------------------------------------------------------------- languages


@pytest.mark.parametrize(("before", "after"), [("en", "nb"), ("nb", "nn"), ("nn", "en")])
def test_a_language_switched_while_a_screen_is_open_leaves_nothing_of_the_old(
    tour: Tour, before: str, after: str
) -> None:
    left = []
    for screen in SCREENS:
        use_window_language(before)
        tour.show(screen)
        use_window_language(after)
        tour.idle()
        switched = said_in(tour.window)
        tour.desktop.go_home()
        tour.show(screen)
        anew = said_in(tour.window)
        left += [f"{screen}: {text!r}" for text in sorted(switched - anew)]
        left += [f"{screen}: {text!r} is a text of {before}" for text in foreign(switched, after)]

    assert not left, listed(left)


def said_in(window: QWidget) -> set[str]:
    """Return every text that is seen, spoken or shown by the mouse."""
    return {text for said in words(window).values() for text in said}


def foreign(texts: set[str], language: str) -> list[str]:
    """Return those texts that are English, though `language` has words of its own for them."""
    if language == "en":
        return []
    catalogue = texts_in(language)
    return sorted(text for text in texts - KEYS if (catalogue.find(text) or text) != text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, LARGE_TEXT])
def test_every_dialog_opens_whole_and_closes(tour: Tour, language: str, scale: float) -> None:
    use_window_language(language)
    theme().use(text_scale=scale)
    faults = []
    for name in DIALOGS:
        dialog = open_dialog(tour, name)
        size = dialog.frameGeometry().size()
        if not dialog.windowTitle():
            faults.append(f"{name}: no title")
        if size.width() > tour.window.width() or size.height() > tour.window.height():
            faults.append(f"{name}: larger than the window, {size.toTuple()}")
        found = [*wordless(dialog), *cut(dialog), *overlapping(dialog)]
        faults += [f"{name}: {fault}" for fault in found if "import_rows" not in fault]
        faults += [f"{name}: English {text!r}" for text in foreign(said_in(dialog), language)]
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        settle()
        faults += [f"{name}: stays open" for _dialog in tour.dialogs()]

    assert not faults, listed(faults)


# ----------------------------------------------------------------------------- the measuring itself


def test_measuring_finds_what_is_cut_empty_and_over_each_other(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    one, other, silent = Label("A long sentence"), Button("Make packages"), Label("")
    silent.setFixedSize(20, 20)
    window.setLayout(column(one, other, silent))
    window.show()
    assert cut(window) == overlapping(window) == []

    one.setFixedWidth(12)
    other.setGeometry(one.geometry())

    assert [fault.split(" 12×")[0] for fault in cut(window)] == [
        "cut: Label '' 'A long sentence'",
        "cut: Button '' 'Make packages'",
    ]
    assert len(overlapping(window)) == 1
    assert wordless(window) == ["empty label: Label '' '' 20×20"]
