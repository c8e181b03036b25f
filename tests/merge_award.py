"""The small award in a window with the page of score files: fixtures of the tests of that page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel
from pytestqt.qtbot import QtBot

from juryapp.application.packages.writing import WrittenPackage
from juryapp.domain.log import LogEntry
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.main_window import MainWindow
from juryapp.gui.page import Page
from juryapp.gui.pages.merge_page import (
    MergePage,
)
from juryapp.gui.shell import Shell
from workplace import Workplace, ballot, changed, fjordby, services_in

ASTRID, BJARNE, CECILIE = range(3)
NAMES = ("astrid", "bjarne", "cecilie")


@dataclass(frozen=True)
class Award:
    """The small award, its packages, and the window with the page of score files."""

    workplace: Workplace
    packages: list[WrittenPackage]
    wholes: list[Path]
    workspace: Workspace
    window: MainWindow
    page: MergePage
    qtbot: QtBot

    def whole(self, who: int) -> Path:
        """Return the complete score file of a juror."""
        return self.wholes[who]

    def all(self) -> list[Path]:
        """Return the complete score files of all three."""
        return [self.whole(who) for who in range(3)]

    def other(self, who: int, mark: int = 3) -> Path:
        """Return a file from a second machine of a juror, with another mark for Fjordby."""
        marks = changed(ballot(NAMES[who]), "Fjordby", "SAM", str(mark))
        return self.workplace.scored(self.packages[who], marks, machine="b")

    def wait(self) -> None:
        """Wait until the worker has nothing to do."""
        jobs = self.page.shell.jobs
        self.qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=20_000)

    def look_at(self, *paths: Path) -> None:
        """Give files to the page and wait for the preview."""
        self.page.shell.go("merge", list(paths))
        self.wait()

    def read_in(self, *paths: Path) -> None:
        """Read files in, with a yes to second machines."""
        self.look_at(*paths)
        for row in self.page.controller.rows():
            if row.button:
                self.page.controller.accept(row.sha256)
        self.wait()
        self.page.controller.read_in()
        self.wait()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press a key in the window."""
        none = Qt.KeyboardModifier.NoModifier
        self.qtbot.keyClick(self.window, key, none if modifier is None else modifier)

    def label(self, name: str) -> str:
        """Return the text of a label."""
        found = self.page.findChild(QLabel, name)
        assert isinstance(found, QLabel), name
        return found.text()

    def button(self, name: str) -> QAbstractButton:
        """Return a button."""
        found = self.page.findChild(QAbstractButton, name)
        assert isinstance(found, QAbstractButton), name
        return found

    def words(self) -> list[tuple[str, str]]:
        """Return title and state of the files in the list."""
        return [(row.title, row.subtitle) for row in self.page.waiting.files.rows.rows()]

    def log(self) -> list[LogEntry]:
        """Return the log."""
        with self.workspace.session.reading() as uow:
            return uow.journal.all()

    def dialog(self, kind: type[QDialog]) -> QDialog:
        """Return the dialog that is open."""
        [found] = [d for d in self.page.findChildren(kind) if d.isVisible()]
        return found


class Elsewhere(Page):
    """Where the page of score files leads to."""

    name = "results"


@dataclass(frozen=True)
class Made:
    """The award, its packages and the jurors' complete score files, made once for all tests."""

    folder: Path
    packages: list[WrittenPackage]
    wholes: list[Path]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("award")
    workplace = fjordby(folder)
    packages = workplace.packages()
    workplace.session.close()
    wholes = [workplace.scored(p, ballot(name)) for p, name in zip(packages, NAMES, strict=True)]
    return Made(folder, packages, wholes)


@pytest.fixture
def award(tmp_path: Path, made: Made, shell: Shell, qtbot: QtBot) -> Iterator[Award]:
    folder = tmp_path / "award"
    shutil.copytree(made.folder, folder)
    workspace = Workspace(shell)
    workspace.provide(services_in(folder / "secretariat"))
    window = MainWindow(shell)
    page = MergePage(shell, workspace)
    window.add_page(page)
    window.add_page(Elsewhere(shell))
    workspace.open_edition("FJORD-2026")
    window.resize(1366, 768)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.show_page("merge")
    wholes = [folder / path.relative_to(made.folder) for path in made.wholes]
    workplace = Workplace(workspace.session, folder)
    award = Award(workplace, made.packages, wholes, workspace, window, page, qtbot)
    yield award
    award.wait()
    workspace.close()
    window.close()
