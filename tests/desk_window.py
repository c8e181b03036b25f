"""A window with the juror's desk in it, on real files, and the keys that a juror presses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from juryapp.application.desk.contents import desk_contents
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.domain.statements import Answer, DeclarationContent, MarkContent
from juryapp.gui.controllers.desk import DeskController
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.main_window import MainWindow
from juryapp.gui.pages.desk_page import DeskPage
from juryapp.gui.shell import Shell
from juryapp.gui.widgets.score_scale import ScoreScale
from workplace import services_in

SAM, NY = CriterionId("SAM"), CriterionId("NY")
State = dict[str, tuple[object, ...]]


@dataclass(frozen=True)
class DeskWindow:
    """The window, its page, and what is on the disk."""

    qtbot: QtBot
    window: MainWindow
    page: DeskPage
    workspace: Workspace

    @property
    def controller(self) -> DeskController:
        """The page's controller."""
        return self.page.controller

    def nominee(self, name: str) -> NomineeId:
        """Return the id of a nominee."""
        return next(n for n in self.controller.order if self.controller.name_of(n) == name)

    def scale(self, row: int = 0) -> ScoreScale:
        """Return the scale of a criterion that asks for points."""
        scale = self.page.sheet.marks.rows[row].scale
        assert isinstance(scale, ScoreScale)
        return scale

    def key(self, *keys: str) -> None:
        """Press keys one after another, each where the focus is: "8", "Down", "Ctrl+Return"."""
        for name in keys:
            combination = QKeyCombination.fromCombined(_combined(name))
            target = QApplication.focusWidget() or self.window
            QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
        settle()

    def activate(self) -> None:
        """Come back to the window after a dialog; offscreen there is nobody who would do it."""
        with self.qtbot.waitActive(self.window):
            self.window.activateWindow()

    def write(self, text: str) -> None:
        """Type a text where the focus is."""
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)
        settle()

    def place(self) -> Place:
        """Return where at the desk the juror is."""
        return self.page.place

    def through_the_door(self) -> None:
        """Accept confidentiality and report nothing anywhere."""
        self.page.confidentiality.accept.click()
        self.page.impartiality.done.click()
        settle()
        assert self.place() is Place.SHEET

    def stored(self) -> State:
        """Return what is on the disk: marks, answers, comments, private notes."""
        said = desk_contents(self.workspace.session).said
        return {
            nominee: (dict(s.marks), s.declaration, s.comment, s.note, s.flagged)
            for nominee, s in said.items()
        }

    def mark(self, nominee: NomineeId, criterion: CriterionId) -> MarkContent | None:
        """Return a mark that is on the disk."""
        return desk_contents(self.workspace.session).said[nominee].marks.get(criterion)

    def answer(self, nominee: NomineeId) -> DeclarationContent | None:
        """Return an answer that is on the disk."""
        return desk_contents(self.workspace.session).said[nominee].declaration

    def find(self, kind: type[QWidget], name: str) -> QWidget:
        """Return a widget of the window by its object name."""
        found = self.window.findChild(kind, name)
        assert found is not None, name
        return found


@contextmanager
def desk_window(qtbot: QtBot, shell: Shell, folder: Path, package: Path) -> Iterator[DeskWindow]:
    """Show a window in which `package` was opened, on the machine whose data is in `folder`."""
    workspace = Workspace(shell)
    workspace.provide(services_in(folder))
    window = MainWindow(shell)
    window.resize(1366, 768)
    page = DeskPage(shell, workspace)
    window.add_page(page)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    assert workspace.open_package(package)
    window.show_page("desk")
    settle()
    try:
        yield DeskWindow(qtbot, window, page, workspace)
    finally:
        window.close()
        workspace.close()
        window.deleteLater()
        settle()


def settle() -> None:
    """Let what was posted arrive."""
    QCoreApplication.sendPostedEvents()
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _combined(name: str) -> int:
    keys: Any = QKeySequence.fromString(name)  # the stubs forget that it can be indexed
    return int(keys[0].toCombined())


NOTHING = DeclarationContent(Answer.NOTHING)
