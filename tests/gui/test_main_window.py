"""The window: pages, steps, search, messages, undo, language, theme, folding, closing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QUndoCommand, QUndoStack
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from first_pages import STEPS, FirstPage, SecondPage, page_of
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.gui.actions import Action
from juryapp.gui.main_window import MainWindow
from juryapp.gui.shell import Shell
from juryapp.gui.theme import theme


@pytest.fixture
def window(shell: Shell, qtbot: QtBot, show: Callable[[QWidget], QWidget]) -> MainWindow:
    made = MainWindow(shell)
    made.add_page(FirstPage(shell))
    made.add_page(SecondPage(shell))
    made.set_steps(STEPS)
    made.resize(1300, 700)
    made.show_page("first")
    show(made)
    return made


# --- pages


def test_the_window_shows_the_words_of_its_page(window: MainWindow) -> None:
    assert window.top_bar.title.whole_text() == "The first page"
    assert window.top_bar.subtitle.whole_text() == "Round 1"
    assert (
        window.windowTitle() == "First things – The first page – juryapp"
    )  # the step, then what is open
    assert len(window.keys._groups) == 2  # the page's own and F1


def test_going_to_another_page_leaves_the_first(window: MainWindow) -> None:
    window.shell.go("second", "something")
    assert page_of(window).diary == [("enter", None), "leave"]
    assert page_of(window, "second").diary == [("enter", "something")]
    assert {action.id for action in window.actions_table.all("first")} == set()
    assert window.actions_table.qaction("second.do").isEnabled()


def test_changes_refresh_what_is_seen_now_and_the_rest_when_entered(window: MainWindow) -> None:
    changes = ChangeSet.of(Topic.MARKS)
    window.shell.changes.tell(changes)
    window.shell.changes.tell(ChangeSet())  # nothing changed: nothing happens
    assert page_of(window).diary[-1] == ("refresh", changes)
    assert page_of(window, "second").diary == []
    window.show_page("second")
    assert page_of(window, "second").diary == [("refresh", None), ("enter", None)]
    window.show_page("first")
    window.show_page("second")
    assert page_of(window, "second").diary.count(("refresh", None)) == 1


def test_an_action_works_by_its_key_only_while_its_page_is_seen(
    qtbot: QtBot, window: MainWindow
) -> None:
    first = page_of(window)
    qtbot.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert first.diary[-1] == "done"
    window.show_page("second")
    qtbot.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert first.diary.count("done") == 1


def test_an_action_that_may_not_run_does_not(window: MainWindow) -> None:
    page_of(window).allowed = False
    window.actions_table.run("first.do")
    window.actions_table.refresh()
    assert "done" not in page_of(window).diary
    assert not window.actions_table.qaction("first.do").isEnabled()


def test_a_key_works_as_soon_as_its_action_may_run(qtbot: QtBot, window: MainWindow) -> None:
    first = page_of(window)
    first.allowed = False
    window.actions_table.refresh()

    first.allowed = True  # and nobody tells the window, as when something arrives from the worker
    qtbot.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)

    assert first.diary[-1] == "done"


def test_an_action_of_the_same_name_is_refused(window: MainWindow) -> None:
    with pytest.raises(ValueError, match="exists already"):
        window.actions_table.add("x", [Action("first.do", "Again", lambda: None)])


def test_a_page_is_replaced_by_another_of_its_name(window: MainWindow) -> None:
    new = FirstPage(window.shell)
    window.add_page(new)
    window.show_page("first")
    assert window.pages.current() is new


def test_chrome_is_asked_for_anew(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_of(window), "title", lambda: "Renamed")
    window.shell.refresh_chrome()
    assert window.top_bar.title.whole_text() == "Renamed"
    assert window.actions_table.qaction("first.do").isEnabled()


# --- steps


def test_steps_are_named_with_their_state_and_chosen_by_keyboard(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.set_step_state("first", "attention", "2 to decide")
    button = window.navigation.button("first")
    seen = QAccessible.queryAccessibleInterface(button)
    assert seen.text(QAccessible.Text.Name) == "First things"
    assert seen.text(QAccessible.Text.Description) == "2 to decide"
    assert button.isChecked()
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Down)
    current = window.pages.current()
    assert current is not None
    assert current.name == "second"


def test_without_steps_there_is_no_navigation(window: MainWindow) -> None:
    window.set_steps([])
    assert not window.navigation.isVisible()


def test_a_page_that_is_no_step_marks_none(window: MainWindow) -> None:
    window.set_steps(STEPS[1:])
    assert window.navigation._group.checkedButton() is None
    window.show_page("second")
    window.show_page("first")
    assert window.navigation._group.checkedButton() is None


def test_a_narrow_window_folds_the_steps_and_tells_the_pages(window: MainWindow) -> None:
    told: list[bool] = []
    window.shell.narrow_changed.connect(told.append)
    wide = window.navigation.width()
    window.resize(1000, 700)
    assert window.navigation.is_folded()
    assert window.navigation.width() < wide
    assert window.navigation.button("first").toolTip() == "First things: to do"
    window.resize(1300, 700)
    assert not window.navigation.is_folded()
    assert told == [True, False]


def test_steps_can_be_folded_by_hand(window: MainWindow) -> None:
    window.actions_table.run("window.fold")
    assert window.navigation.is_folded()
    assert window.shell.settings.values.navigation_folded


def test_large_text_folds_too(window: MainWindow) -> None:
    theme().use(text_scale=1.4)
    assert window.navigation.is_folded()


# --- search


def test_control_k_finds_any_part_of_a_name(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = window.top_bar.field
    assert "Do the thing" in field.texts()
    assert "Not offered" not in field.texts()
    qtbot.keyClicks(field, "THING")
    assert field.texts() == ["Do the thing", "Go to: First things", "Go to: Second things"]
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert page_of(window).diary[-1] == "done"
    assert field.text() == ""
    assert QApplication.focusWidget() is page_of(window).field


def test_what_the_page_adds_is_found(qtbot: QtBot, window: MainWindow) -> None:
    window.open_palette()
    qtbot.keyClicks(window.top_bar.field, "repair")
    qtbot.keyClick(window.top_bar.field, Qt.Key.Key_Return)
    assert page_of(window).diary[-1] == "café"


def test_escape_goes_back_to_where_the_focus_was(qtbot: QtBot, window: MainWindow) -> None:
    window.open_palette()
    window.top_bar.field.popup().hide()
    qtbot.keyClick(window.top_bar.field, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page_of(window).field


def test_what_is_not_found_offers_nothing(qtbot: QtBot, window: MainWindow) -> None:
    window.open_palette()
    qtbot.keyClicks(window.top_bar.field, "zzz")
    assert window.top_bar.field.texts() == []
    qtbot.keyClick(window.top_bar.field, Qt.Key.Key_Return)
    assert not window.top_bar.field.popup().isVisible()
    qtbot.keyClick(window.top_bar.field, Qt.Key.Key_Escape)


def test_the_list_of_commands_is_painted(qtbot: QtBot, window: MainWindow) -> None:
    window.open_palette()
    popup = window.top_bar.field.popup()
    assert popup.isVisible()
    assert not popup.grab().toImage().isNull()
    popup.hide()


# --- messages


def test_a_message_stands_on_the_page_until_it_is_closed(window: MainWindow) -> None:
    window.shell.notifier.warn("Two marks differ", "Ask Jonas.")
    window.shell.notifier.warn("Two marks differ", "Ask again.")
    banners = window.messages.banners()
    assert [banner.text.text() for banner in banners] == ["Ask again."]
    banners[0].close_button.click()
    assert window.messages.banners() == []
    assert not window.messages.isVisible()


def test_at_most_three_messages_stand_there_and_a_new_page_has_none(window: MainWindow) -> None:
    for n in range(5):
        window.shell.notifier.info(f"Message {n}")
    assert [b.title.text() for b in window.messages.banners()] == [
        "Message 4",
        "Message 3",
        "Message 2",
    ]
    window.show_page("second")
    assert window.messages.banners() == []


def test_a_messages_button_takes_it_away_and_acts(window: MainWindow) -> None:
    def act() -> None:
        window.shell.notifier.info("Another")

    window.shell.notifier.error("It failed.", buttons=[("Try again", act)])
    window.messages.banners()[0].buttons[0].click()
    assert [b.title.text() for b in window.messages.banners()] == ["Another"]


def test_a_short_word_is_seen_in_the_bar(window: MainWindow) -> None:
    window.shell.notifier.ok("Table copied")
    assert window.top_bar.word.isVisible()
    assert window.top_bar.word.text() == "Table copied"


def test_saved_is_told_with_the_time(qtbot: QtBot, window: MainWindow) -> None:
    assert not window.top_bar.saved.isVisible()
    window.show_saved(datetime(2026, 11, 12, 14, 2))  # noqa: DTZ001 - local time, as on the wall
    assert window.top_bar.saved.text() == "Saved 14:02"
    with qtbot.waitSignal(window.saved_clicked):
        window.top_bar.saved.click()
    window.shell.saved()
    assert window.top_bar.saved.text().startswith("Saved ")


# --- undo


def test_undo_and_redo_follow_the_open_stack(qtbot: QtBot, window: MainWindow) -> None:
    bar = window.top_bar
    assert not bar.undo.isEnabled()
    stack = QUndoStack(window)
    window.shell.undo_group.addStack(stack)
    stack.setActive()
    stack.push(QUndoCommand("Craft 7 → 8"))
    assert bar.undo.isEnabled()
    assert bar.undo.accessibleName() == "Undo “Craft 7 → 8”"
    bar.undo.click()
    assert stack.index() == 0
    assert not bar.undo.isEnabled()
    shifted = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_Z, shifted)
    assert stack.index() == 1


# --- language and theme


NORWEGIAN = {
    "The first page": "Den første siden",
    "First things": "Det første",
    "Do the thing": "Gjør det",
    "Search or command": "Søk eller kommando",
    "Saved {time}": "Lagret {time}",
    "to do": "gjenstår",
}


def test_the_language_is_switched_while_the_window_runs(
    qtbot: QtBot, window: MainWindow, fake_language: Callable[[dict[str, str]], None]
) -> None:
    fake_language(NORWEGIAN)
    window.show_saved(datetime(2026, 11, 12, 14, 2))  # noqa: DTZ001
    window.use_language("nb")
    qtbot.waitUntil(lambda: page_of(window).heading.text() == "Den første siden")
    assert window.top_bar.title.whole_text() == "Den første siden"
    assert window.top_bar.field.placeholderText() == "Søk eller kommando"
    assert window.top_bar.saved.text() == "Lagret 14.02"
    assert window.navigation.button("first").text() == "Det første"
    assert window.navigation.button("first").state_words() == "gjenstår"
    assert window.actions_table.qaction("first.do").text() == "Gjør det"
    assert window.shell.settings.values.language == "nb"
    window.use_language("en")
    qtbot.waitUntil(lambda: page_of(window).heading.text() == "The first page")


def test_a_page_that_is_not_seen_changes_its_language_too(
    qtbot: QtBot, window: MainWindow, fake_language: Callable[[dict[str, str]], None]
) -> None:
    fake_language(NORWEGIAN)
    window.use_language("nb")
    qtbot.waitUntil(lambda: page_of(window, "second").heading.text() == "Den første siden")


def test_the_menu_switches_language_and_colours(
    window: MainWindow, fake_language: Callable[[dict[str, str]], None]
) -> None:
    fake_language(NORWEGIAN)
    window.menu.rebuild()
    submenus = [menu for menu in window.menu.findChildren(QMenu) if menu.actions()]
    actions = {action.objectName(): action for menu in submenus for action in menu.actions()}
    assert actions["choose_en"].isChecked()
    actions["choose_dark"].trigger()
    assert theme().scheme == "dark"
    assert window.shell.settings.values.theme == "dark"
    actions["choose_nb"].trigger()
    assert window.shell.settings.values.language == "nb"


def test_the_menu_opens_below_its_button(qtbot: QtBot, window: MainWindow) -> None:
    window.top_bar.menu.click()
    assert window.menu.isVisible()
    window.menu.close()


def test_the_theme_is_switched_while_the_window_runs(window: MainWindow) -> None:
    light = window.grab().toImage()
    window.use_theme("dark")
    dark = window.grab().toImage()
    middle = QPoint(light.width() - 40, light.height() // 2)
    assert light.pixelColor(middle).lightness() > 200
    assert dark.pixelColor(middle).lightness() < 60


def test_the_text_size_is_stepped_by_keys_and_remembered(qtbot: QtBot, window: MainWindow) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(window, Qt.Key.Key_Plus, control)
    assert theme().text_scale == window.shell.settings.values.text_scale == 1.15
    qtbot.keyClick(window, Qt.Key.Key_Minus, control)
    qtbot.keyClick(window, Qt.Key.Key_Minus, control)
    assert theme().text_scale == 0.85
    qtbot.keyClick(window, Qt.Key.Key_0, control)
    assert theme().text_scale == 1.0


# --- help, about, access


def test_help_tells_what_the_page_is_for_and_its_keys(qtbot: QtBot, window: MainWindow) -> None:
    topic = window.help_topic()
    assert topic.text == "This is for first things."
    here = dict(topic.keys)["Keys on this page"]
    assert here == [(("Ctrl", "D"), "do it")]  # the action of the same key is not told twice
    assert (("F1",), "Help and keys") in dict(topic.keys)["Keys everywhere"]
    qtbot.keyClick(window, Qt.Key.Key_F1)
    dialog = window.findChild(QDialog, "help_dialog")
    assert dialog is not None
    assert dialog.isVisible()
    dialog.close()


def test_about_names_versions_and_licences(window: MainWindow) -> None:
    window.more_versions = {"SQLite": "3.99"}
    window.open_about()
    dialog = window.findChild(QDialog, "about_dialog")
    assert dialog is not None
    copy = dialog.findChild(QAbstractButton, "copy_versions")
    assert copy is not None
    copy.click()
    text = QApplication.clipboard().text()
    assert all(word in text for word in ("juryapp", "Python", "Qt 6", "SQLite 3.99"))
    dialog.close()


def test_everything_that_takes_the_focus_has_a_name(window: MainWindow) -> None:
    reachable = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
    ]
    unnamed = [
        widget
        for widget in reachable
        if not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]
    assert len(reachable) > 5
    assert unnamed == []


def test_tab_goes_round_everything(qtbot: QtBot, window: MainWindow) -> None:
    seen: list[QWidget] = []
    for _turn in range(40):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus in seen:
            break
        seen.append(focus)
        if isinstance(focus, QLineEdit) and focus is window.top_bar.field:
            window.top_bar.field.popup().hide()
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert page_of(window).field in seen
    assert window.top_bar.help in seen
    assert window.navigation.button("first") in seen


# --- files, closing, starting


def test_files_dropped_on_the_window_are_told(
    window: MainWindow, tmp_path: Path, drop: Callable[..., bool]
) -> None:
    told: list[list[Path]] = []
    window.shell.files_given.connect(told.append)
    assert drop(window, tmp_path / "a.jurypack")
    assert told == [[tmp_path / "a.jurypack"]]


def test_closing_leaves_the_page_and_remembers_the_window(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.closed):
        window.close()
    assert page_of(window).diary[-1] == "leave"
    assert window.shell.settings.values.window == (1300, 700)
    assert window.shell.settings.values.clean_exit
