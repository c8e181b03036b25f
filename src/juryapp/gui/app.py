"""Starting the window: it is on the screen first, and what is heavy is loaded behind it.

`run_window` is called by `__main__` with what only `bootstrap` can give. Nothing here imports the database,
reportlab, openpyxl, Babel or cryptography: the function that loads the services does, in the worker thread.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from juryapp.base.i18n import _, preferred_language
from juryapp.gui.accessible_scale import speak_scales
from juryapp.gui.crash import CrashHandler
from juryapp.gui.icons import app_icon
from juryapp.gui.main_window import MainWindow
from juryapp.gui.page import Page
from juryapp.gui.settings import SettingsStore
from juryapp.gui.shell import Shell
from juryapp.gui.theme import theme
from juryapp.gui.translation import use_window_language
from juryapp.gui.widgets.surfaces import column
from juryapp.gui.widgets.tiles import EmptyState

DESKTOP_NAME: Final = "juryapp"
ServicesT = TypeVar("ServicesT")


class StartingPage(Page):
    """What is seen until the services are there: a few tenths of a second."""

    name = "starting"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.words = EmptyState("clock")
        self.setLayout(column(self.words))
        self.retranslate()

    @override
    def title(self) -> str:
        return "juryapp"

    @override
    def retranslate(self) -> None:
        self.words.say(_("Getting ready …"), "")


Taking = Callable[[list[Path]], None]


class _FileOpener(QObject):
    """Passes on files that the system asks us to open (macOS)."""

    def __init__(self, take: Taking, parent: QObject) -> None:
        super().__init__(parent)
        self._take = take

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self._take([Path(event.file())])
            return True
        return super().eventFilter(watched, event)


def make_application(argv: Sequence[str] = ("juryapp",)) -> QApplication:
    """Return the one application object, named and dressed."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(list(argv))
    app.setApplicationName("juryapp")
    app.setApplicationDisplayName("juryapp")
    app.setDesktopFileName(DESKTOP_NAME)
    app.setWindowIcon(app_icon())
    return app


def make_window(
    settings: SettingsStore,
    *,
    language: str = "",
    more_versions: Mapping[str, str] | None = None,
) -> MainWindow:
    """Return the window in the language and colours that are set, with nothing in it yet."""
    values = settings.values
    speak_scales()
    theme().use(values.theme, values.text_scale, touch=values.touch, still=values.still)
    use_window_language(language or preferred_language(values.language))
    window = MainWindow(Shell(settings), more_versions=more_versions)
    window.add_page(StartingPage(window.shell))
    window.show_page(StartingPage.name)
    return window


def run_window(
    load_services: Callable[[], ServicesT],
    fill: Callable[[MainWindow, ServicesT], object],
    *,
    settings_file: Path | None = None,
    argv: Sequence[str] = tuple(sys.argv),
    files: Sequence[Path] = (),
    language: str = "",
    more_versions: Mapping[str, str] | None = None,
    started: Callable[[MainWindow], object] | None = None,
    one_per: Path | None = None,
) -> int:
    """Show the window, load the services behind it, let `fill` build the pages, and run until it is closed.

    Args:
        load_services: Imports and opens what is heavy; runs in the worker thread.
        fill: Adds pages and shows the first; runs in the window's thread.
        settings_file: `DataFolder.settings`; None remembers nothing.
        argv: The command line, for Qt's own options.
        files: Files to open when all is ready.
        language: Overrides the setting.
        more_versions: For the about dialog.
        started: Called when all is ready, e.g. by a self-test.
        one_per: The data folder; a program that has it open already takes the files, and this one ends.

    Returns:
        The exit code.
    """
    app = make_application(argv)
    if one_per is not None and _handed_over(one_per, files):
        return 0
    crash = CrashHandler(app)
    crash.install()
    settings = SettingsStore(settings_file)
    window = make_window(settings, language=language, more_versions=more_versions)
    window.crashed_before = not settings.values.clean_exit
    settings.change(clean_exit=False)
    door = _Door(window.shell, files)
    if sys.platform == "darwin":  # elsewhere files come by the command line
        app.installEventFilter(_FileOpener(door.take, window.shell))
    if one_per is not None:
        _listen(window, one_per, door.take)
    window.show()

    def ready(services: Any) -> None:
        fill(window, services)
        door.open()
        if started is not None:
            started(window)

    def load() -> None:
        window.shell.jobs.start(
            lambda _progress: load_services(),
            title=_("Getting ready …"),
            done=ready,
            can_cancel=False,
        )

    QTimer.singleShot(0, window, load)
    return app.exec()


def _handed_over(data_folder: Path, files: Sequence[Path]) -> bool:
    from juryapp.gui.handover import hand_over, server_name  # noqa: PLC0415 - QtNetwork, only here

    return hand_over(server_name(data_folder), files)


class _Door:
    """Keeps the files that come before the pages are there to take them, from whichever side they come."""

    def __init__(self, shell: Shell, files: Sequence[Path]) -> None:
        self._shell = shell
        self._waiting: list[Path] | None = list(files)  # None: open

    def take(self, files: list[Path]) -> None:
        """Hand files to the pages, or keep them until there are any."""
        if self._waiting is not None:
            self._waiting += files
        elif files:
            self._shell.files_given.emit(files)

    def open(self) -> None:
        """The pages are there: hand over what came meanwhile."""
        early, self._waiting = self._waiting, None
        self.take(early or [])


def _listen(window: MainWindow, data_folder: Path, take: Taking) -> None:
    """Take the files of a second start, and come to the front."""
    from juryapp.gui.handover import Listener, server_name  # noqa: PLC0415

    listener = Listener(server_name(data_folder), window)

    def given(files: list[Path]) -> None:
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        take(files)

    listener.given.connect(given)
    window.closed.connect(listener.close)
