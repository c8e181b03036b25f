"""Settings, messages, choosers, crash reports, translation and hand-over: the window's services."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from juryapp.base.errors import FileFormatError, RuleError
from juryapp.gui.choosers import Choosers, FakeChoosers
from juryapp.gui.crash import CrashHandler, CrashWindow, report_of
from juryapp.gui.dialogs.ask_dialog import AskDialog
from juryapp.gui.handover import Listener, hand_over, server_name
from juryapp.gui.notify import Notifier, Recorder, telling
from juryapp.gui.qt_texts import QT_TEXTS
from juryapp.gui.settings import Recent, Settings, SettingsStore, fills_screen, size_on_screen
from juryapp.gui.translation import use_window_language

Show = Callable[[QWidget], QWidget]


# --- settings


def test_settings_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "data" / "settings.json"
    store = SettingsStore(path)
    store.change(language="nn", theme="dark", text_scale=1.3, role="juror", window=(1200, 700))
    store.remember(Recent(path="/x/a.jurydb", title="Award 2026", kind="edition"))
    again = SettingsStore(path).values
    assert again == store.values
    assert (again.language, again.theme, again.text_scale) == ("nn", "dark", 1.3)
    assert again.recent[0].title == "Award 2026"


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        "null",
        '"x"',
        "\x00\x01",
        '{"theme": "pink"}',
        "[" * 5000,
        '{"recent": [1, {"path": 3}]}',
    ],
)
def test_a_damaged_file_is_as_if_nothing_had_been_set(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(damage)
    assert SettingsStore(path).values == Settings()


def test_what_makes_sense_in_a_damaged_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    found = {"language": "nb", "theme": 7, "text_scale": True, "window": [10, 10], "unknown": 1}
    path.write_text(json.dumps(found))
    assert SettingsStore(path).values == Settings(language="nb")


def test_settings_that_cannot_be_written_stop_nobody(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    store = SettingsStore(blocked / "settings.json")
    assert store.change(role="chair").role == "chair"


def test_recent_editions_are_listed_once_the_newest_first(tmp_path: Path) -> None:
    store = SettingsStore(None)
    for name in ("a", "b", "a"):
        store.remember(Recent(path=str(tmp_path / name), title=name))
    assert [recent.title for recent in store.values.recent] == ["a", "b"]
    assert not store.values.recent[0].is_there()
    assert Recent(path="postgresql://host/x", title="x").is_there()
    store.forget(str(tmp_path / "a"))
    assert [recent.title for recent in store.values.recent] == ["b"]


def test_the_window_with_its_frame_is_never_larger_than_the_screen() -> None:
    assert size_on_screen((1920, 1080), (1366, 728)) == (1358, 688)
    assert size_on_screen((1000, 600), (1366, 728)) == (1000, 600)


def test_a_window_as_large_as_the_screen_is_maximized() -> None:
    assert fills_screen((1366, 768), (1366, 728))
    assert not fills_screen((1366, 600), (1366, 728))
    assert not fills_screen((1366, 768), (1920, 1040))


# --- messages


def test_an_error_is_told_in_the_language_in_use(
    qapp: QApplication, fake_language: Callable[[dict[str, str]], None]
) -> None:
    fake_language({"The round is closed.": "Runden er lukket."})
    recorder = Recorder()
    use_window_language("nb")
    recorder.error(RuleError("The round is closed."))
    assert recorder.titles() == ["Runden er lukket."]


def test_telling_shows_what_the_user_can_mend_and_lets_bugs_through(qapp: QApplication) -> None:
    recorder = Recorder()
    _fail_telling(recorder, FileFormatError("“{file}” is damaged.", file="x.juryscore"))
    assert recorder.titles() == ["“x.juryscore” is damaged."]
    with pytest.raises(KeyError):
        _fail_telling(recorder, KeyError("bug"))
    assert len(recorder.messages) == 1


def _fail_telling(recorder: Recorder, error: Exception) -> None:
    with telling(recorder):
        raise error


def test_the_log_holds_no_text_of_a_message(
    qapp: QApplication, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        Recorder().error(RuleError("{name} is recused.", name="Jonas Eik", code="E-RECUSED"))
    assert "E-RECUSED" in caplog.text
    assert "Jonas" not in caplog.text


def test_messages_of_every_weight_have_title_and_text(qapp: QApplication) -> None:
    recorder = Recorder()
    recorder.warn("Look", "here")
    recorder.info("Know")
    recorder.good("Done", buttons=[("Open", lambda: None)])
    recorder.error("It failed.", title="No file")
    recorder.ok("Copied")
    assert [m.weight for m in recorder.messages] == ["warn", "info", "ok", "error"]
    assert recorder.messages[3].text == "It failed."
    assert recorder.words == ["Copied"]


# --- choosers


def test_a_question_is_open_not_modal_and_cancel_is_the_default(qtbot: QtBot, show: Show) -> None:
    window = show(QWidget())
    agreed: list[int] = []
    Choosers().ask(
        window,
        title="Close the round?",
        text="…",
        yes="Close the round",
        then=lambda: agreed.append(1),
    )
    box = window.findChild(AskDialog)
    assert box is not None
    qtbot.waitUntil(box.cancel.hasFocus)
    qtbot.keyClick(box.cancel, Qt.Key.Key_Return)
    assert agreed == []
    qtbot.waitUntil(lambda: not box.isVisible() if _alive(box) else True)


def test_agreeing_does_it(show: Show) -> None:
    window = show(QWidget())
    agreed: list[int] = []
    Choosers().ask(
        window, title="Close?", text="", yes="Close it", then=lambda: agreed.append(1), danger=True
    )
    agree = window.findChild(QPushButton, "agree")
    assert agree is not None
    agree.click()
    assert agreed == [1]


def _alive(thing: Any) -> bool:
    from shiboken6 import isValid

    return bool(isValid(thing))


def test_file_dialogs_are_opened_and_answer_with_paths(show: Show, tmp_path: Path) -> None:
    window = show(QWidget())
    wanted = tmp_path / "eik.juryscore"
    wanted.write_text("x")
    choosers = Choosers()
    choosers.folder = tmp_path
    got: list[Any] = []
    choosers.open_files(
        window, title="Score files", kinds=[("Score files", ".juryscore")], then=got.append
    )
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.nameFilters() == ["Score files (*.juryscore)"]
    dialog.selectFile(str(wanted))
    dialog.accept()
    assert got == [[wanted]]
    dialog.close()


@pytest.mark.parametrize("method", ["save_file", "choose_folder"])
def test_where_to_write_is_asked(show: Show, tmp_path: Path, method: str) -> None:
    window = show(QWidget())
    choosers = Choosers()
    choosers.folder = tmp_path
    got: list[Path] = []
    if method == "save_file":
        choosers.save_file(
            window, title="Save", suggested="p.pdf", kinds=[("PDF file", ".pdf")], then=got.append
        )
    else:
        choosers.choose_folder(window, title="Folder", then=got.append)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    if method == "choose_folder":
        dialog.selectFile(str(tmp_path))
    dialog.accept()
    assert got[0] == (tmp_path / "p.pdf" if method == "save_file" else tmp_path)
    dialog.close()


def test_fake_choosers_answer_what_the_test_put_in(show: Show, tmp_path: Path) -> None:
    fake, window, got = FakeChoosers(), QWidget(), list[Any]()
    fake.open_files(window, title="a", kinds=[], then=got.append)
    assert got == []
    fake.files, fake.target = [tmp_path], tmp_path
    fake.open_files(window, title="b", kinds=[], then=got.append)
    fake.save_file(window, title="c", suggested="x", kinds=[], then=got.append)
    fake.choose_folder(window, title="d", then=got.append)
    fake.ask(window, title="e", text="", yes="", then=lambda: got.append("yes"))
    assert got == [[tmp_path], tmp_path, tmp_path, "yes"]
    assert fake.asked == ["a", "b", "c", "d", "e"]


# --- crash


def _raise(name: str) -> None:
    try:
        int(name)
    except ValueError as cause:
        raise KeyError(name) from cause


def _bug(name: str) -> BaseException:
    """Return an error with a way through the program and a cause, both naming a person."""
    with pytest.raises(KeyError) as caught:
        _raise(name)
    return caught.value


def test_a_report_tells_kinds_and_places_but_no_values() -> None:
    report = report_of(_bug("Jonas Eik"))
    assert "KeyError" in report
    assert "ValueError" in report
    assert "test_shell.py" in report
    assert "Python" in report
    assert "Jonas" not in report
    assert str(Path(__file__).parent) not in report


def test_the_crash_window_says_that_data_is_safe_and_copies_the_report(
    qtbot: QtBot, show: Show
) -> None:
    window = CrashWindow("the report")
    show(window)
    copy = window.findChild(QPushButton, "copy_report")
    assert copy is not None
    copy.click()
    assert QApplication.clipboard().text() == "the report"
    words = " ".join(label.text() for label in window.findChildren(QLabel))
    assert "Your data is safe" in words
    go_on = window.findChild(QPushButton, "go_on")
    assert go_on is not None
    go_on.click()
    assert not _alive(window) or not window.isVisible()


def test_bugs_show_one_window_also_those_of_threads(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    handler = CrashHandler()
    handler.install()
    error = _bug("x")
    thread = threading.Thread(target=lambda: sys.excepthook(type(error), error, None))
    thread.start()
    thread.join()
    sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: handler.window() is not None)
    window = handler.window()
    assert window is not None
    assert "KeyError" in window.report.toPlainText()
    window.close()
    qtbot.waitUntil(lambda: handler.window() is None)


# --- language


def test_qts_own_buttons_speak_our_language(
    qtbot: QtBot, fake_language: Callable[[dict[str, str]], None]
) -> None:
    fake_language({"Save": "Lagre", "Cancel": "Avbryt"})
    use_window_language("nb")
    box = QDialogButtonBox(
        QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
    )
    qtbot.addWidget(box)
    assert {button.text() for button in box.buttons()} == {"Lagre", "Avbryt"}


def test_a_text_without_an_entry_stays_and_is_not_blanked(
    qtbot: QtBot, fake_language: Callable[[dict[str, str]], None]
) -> None:
    fake_language({})
    use_window_language("nb")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save)
    qtbot.addWidget(box)
    assert box.buttons()[0].text() == "Save"


def test_numbers_follow_the_language(
    qapp: QApplication, fake_language: Callable[[dict[str, str]], None]
) -> None:
    fake_language({})
    use_window_language("nb")
    assert QLocale().decimalPoint() == ","
    use_window_language("en")
    assert QLocale().decimalPoint() == "."


def test_qts_texts_are_marked_for_translation_once() -> None:
    assert len(QT_TEXTS) == len(set(QT_TEXTS)) > 150
    assert {"Save", "Cancel", "&Yes", "&Open"} <= set(QT_TEXTS)


# --- hand-over


def test_a_second_start_hands_its_files_to_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    name = server_name(tmp_path)
    listener = Listener(name)
    with qtbot.waitSignal(listener.given) as given:
        assert hand_over(name, [tmp_path / "a.jurypack"])
    assert given.args == [[tmp_path / "a.jurypack"]]
    listener.close()


def test_without_a_first_program_nothing_is_handed_over(qapp: QApplication, tmp_path: Path) -> None:
    assert not hand_over(server_name(tmp_path), [])
    assert server_name(tmp_path) != server_name(tmp_path / "other")


def test_a_notifier_needs_no_window(qapp: QApplication) -> None:
    Notifier().clear()
    assert Qt.Key.Key_F1
