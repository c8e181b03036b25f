"""The window in tests: offscreen, in English, light, with our fonts; nothing modal, nothing left behind.

Fixtures for page authors: `shell` (messages are recorded, file dialogs answer what the test puts in, settings
stay in memory), `language` (switches and comes back), `press` (keys with modifiers), `fake_language`.
"""

from __future__ import annotations

import gettext
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from juryapp.base import i18n
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.notify import Recorder
from juryapp.gui.settings import SettingsStore
from juryapp.gui.shell import Shell
from juryapp.gui.theme import theme
from juryapp.gui.translation import use_window_language


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["juryapp-test"]


@pytest.fixture(scope="session", autouse=True)
def _dressed(qapp: QApplication) -> None:
    """Load fonts and style once."""
    theme().use("light", 1.0)


@pytest.fixture(autouse=True)
def _plain_surroundings(qapp: QApplication) -> Iterator[None]:
    """Every test begins and ends in English, light, at text size 100 %."""
    use_window_language("en")
    yield
    QApplication.clipboard().clear()  # offscreen, what Python left there crashes at the very end
    if (theme().setting, theme().text_scale) != ("light", 1.0):
        theme().use("light", 1.0)
    use_window_language("en")
    settle()


@pytest.fixture(autouse=True)
def no_modal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A modal dialog that nobody expected fails the test at once; it would hang it."""

    def refuse(*args: Any, **_kwargs: Any) -> None:
        raise AssertionError(f"a modal dialog would have opened: {args[1:3]}")

    for name in ("question", "warning", "critical", "information"):
        monkeypatch.setattr(QMessageBox, name, refuse)
    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"):
        monkeypatch.setattr(QFileDialog, name, refuse)
    monkeypatch.setattr(QDialog, "exec", refuse)


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication, _plain_surroundings: None) -> Iterator[None]:
    """A test must close its windows and end its threads."""
    threads = set(threading.enumerate())
    yield
    settle()
    windows = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isWindow()]
    for window in windows:
        window.close()
    settle()
    assert not windows, f"still open: {[w.objectName() or type(w).__name__ for w in windows]}"
    left = [t.name for t in threading.enumerate() if t not in threads and not t.daemon]
    assert not left, f"still running: {left}"


def settle() -> None:
    """Let what was posted arrive, and delete what waits for it."""
    QCoreApplication.sendPostedEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()


@pytest.fixture
def notifier() -> Recorder:
    return Recorder()


@pytest.fixture
def choosers() -> FakeChoosers:
    return FakeChoosers()


@pytest.fixture
def shell(qapp: QApplication, notifier: Recorder, choosers: FakeChoosers) -> Iterator[Shell]:
    """What pages ask for, with everything recorded."""
    made = Shell(SettingsStore(None), notifier=notifier, choosers=choosers)
    yield made
    made.close()


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[QWidget], QWidget]:
    """Show a widget as a window of its own, active, and close it after the test."""

    def shown(widget: QWidget) -> QWidget:
        qtbot.addWidget(widget)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        return widget

    return shown


@pytest.fixture
def drop() -> Callable[..., bool]:
    """Drop files on a widget; say whether it wanted them."""
    return drop_files


def drop_files(widget: QWidget, *files: Path) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), action, data, button, plain)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), action, data, button, plain))
    return enter.isAccepted()


class FakeCatalogue(gettext.NullTranslations):
    """A small catalogue, so that tests of switching need no translator."""

    def __init__(self, entries: dict[str, str]) -> None:
        super().__init__()
        self._entries = entries

    def gettext(self, message: str) -> str:  # type: ignore[explicit-override]
        return self._entries.get(message, message)


@pytest.fixture
def fake_language(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], None]:
    """Give bokmål these entries and no others."""

    def give(entries: dict[str, str]) -> None:
        known = i18n.texts_in

        def texts_in(language: str) -> i18n.Texts:
            if language == "nb":
                return i18n.Texts("nb", FakeCatalogue(entries))
            return known(language)

        monkeypatch.setattr(i18n, "texts_in", texts_in)

    return give
