"""A window on real data for the tests of start, set-up and packages: SQLite and keys in a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from juryapp.application.edition.files import EditionDraft, read_edition
from juryapp.application.edition.jurors import import_jurors
from juryapp.application.edition.nominations import import_nominations
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.main_window import MainWindow
from juryapp.gui.page import Page
from juryapp.gui.shell import Shell
from workplace import FJORDBY, services_in

WidgetT = TypeVar("WidgetT", bound=QWidget)
DialogT = TypeVar("DialogT", bound=EntryDialog)


class Elsewhere(Page):
    """Stands for a page that others make; keeps what it was given."""

    def __init__(self, shell: Shell, name: str) -> None:
        self.name = name  # type: ignore[misc]
        super().__init__(shell)
        self.given: list[object] = []

    def enter(self, argument: object = None) -> None:  # type: ignore[explicit-override]
        """Keep the argument."""
        self.given.append(argument)


@dataclass
class Bench:
    """A window with one of our pages, the workspace behind it, and what the tests ask of them."""

    qtbot: QtBot
    window: MainWindow
    workspace: Workspace
    folder: Path

    @property
    def shell(self) -> Shell:
        """The window's shell."""
        return self.window.shell

    def add(self, page: Page, *others: str) -> None:
        """Add a page and empty ones for those it leads to, and show it."""
        self.window.add_page(page)
        for name in others:
            self.window.add_page(Elsewhere(self.shell, name))
        self.window.show_page(page.name)
        self.qtbot.addWidget(self.window)
        with self.qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    def shown(self) -> str:
        """Return the name of the page that is seen."""
        page = self.window.pages.current()
        return page.name if page else ""

    def given(self) -> list[object]:
        """Return what the page that is seen was given."""
        page = self.window.pages.current()
        assert isinstance(page, Elsewhere)
        return page.given

    def find(self, kind: type[WidgetT], name: str) -> WidgetT:
        """Return a widget of the window by its object name."""
        found = self.window.findChild(kind, name)
        assert found is not None, name
        return found

    def dialog(self, kind: type[DialogT]) -> DialogT:
        """Return the dialog that is open."""
        self.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
        found = QApplication.activeModalWidget()
        assert isinstance(found, kind)
        return found

    def no_dialog(self) -> None:
        """Wait until no dialog is open; offscreen, nobody makes the window active again."""
        self.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
        with self.qtbot.waitActive(self.window):
            self.window.activateWindow()

    def press(self, keys: str, widget: QWidget | None = None) -> None:
        """Press keys ("Ctrl+N", "Delete") where the focus is, or on `widget`."""
        target = widget or QApplication.focusWidget() or self.window
        *names, last = keys.split("+")
        modifiers = Qt.KeyboardModifier.NoModifier
        for name in names:
            modifiers |= {
                "Ctrl": Qt.KeyboardModifier.ControlModifier,
                "Alt": Qt.KeyboardModifier.AltModifier,
                "Shift": Qt.KeyboardModifier.ShiftModifier,
            }[name]
        QTest.keyClick(target, getattr(Qt.Key, f"Key_{last}"), modifiers)

    def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds."""
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=10_000)


@contextmanager
def bench(qtbot: QtBot, shell: Shell, folder: Path, *, ready: bool = True) -> Iterator[Bench]:
    """Give a window on a data folder; what is open is closed at the end."""
    workspace = Workspace(shell)
    if ready:
        workspace.provide(services_in(folder / "data"))
    made = Bench(qtbot, MainWindow(shell), workspace, folder)
    try:
        yield made
    finally:
        workspace.close()
        made.window.close()


def draft(**changes: object) -> EditionDraft:
    """Return the small award of tests/data/fjordby, in English, not made yet."""
    plain = replace(read_edition(FJORDBY / "edition.toml"), languages=("en",))
    return replace(plain, **changes)  # type: ignore[arg-type]


def fill(workspace: Workspace) -> None:
    """Take the nominations and the jury of the small award in."""
    tables = workspace.services.tables
    import_nominations(workspace.session, tables.read(FJORDBY / "nominations.csv"))
    import_jurors(workspace.session, tables.read(FJORDBY / "jurors.csv"))
