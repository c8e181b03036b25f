"""The whole job through the window, by keyboard: one window for the secretariat, one for each juror."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QKeyCombination
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from juryapp.application.results.scoring import results
from juryapp.domain.packages import PackageKind
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.desktop import Desktop
from juryapp.gui.dialogs.entry_dialog import EntryDialog
from juryapp.gui.dialogs.package_password_dialog import PackagePasswordDialog
from juryapp.gui.dialogs.phrase_dialog import PhraseDialog
from juryapp.gui.main_window import MainWindow
from juryapp.gui.notify import Recorder
from juryapp.gui.page import Page
from juryapp.gui.pages.decisions_page import DecisionsPage
from juryapp.gui.pages.desk_page import DeskPage
from juryapp.gui.pages.merge_page import MergePage
from juryapp.gui.pages.packages_page import PackagesPage
from juryapp.gui.pages.protocol_page import ProtocolPage
from juryapp.gui.settings import SettingsStore
from juryapp.gui.shell import Shell
from workplace import FJORDBY, services_in

JURORS = ("astrid", "bjarne", "cecilie")
NOMINEES = ("Fjordby", "Skogheim", "Elvestad", "Bergset")
MARKS = {  # what each types for SAM and NY; "–": stands down
    "astrid": dict(zip(NOMINEES, ("8 6", "7 7", "–", "0 0"), strict=True)),
    "bjarne": dict(zip(NOMINEES, ("7 5", "7 7", "9 8,5", "5 3"), strict=True)),
    "cecilie": dict(zip(NOMINEES, ("7 7", "7 7", "6,5 6,5", "1 1"), strict=True)),
}
BY_HAND = [("Elvestad", "123/16"), ("Fjordby", "7"), ("Skogheim", "7"), ("Bergset", "11/6")]


@dataclass
class Computer:
    """One person's window, and the keys that are pressed in it."""

    qtbot: QtBot
    window: MainWindow
    desktop: Desktop
    choosers: FakeChoosers
    told: Recorder

    def press(self, *keys: str) -> None:
        """Press keys one after another, each where the focus is."""
        for name in keys:
            combination = QKeyCombination.fromCombined(QKeySequence(name)[0].toCombined())  # type: ignore[index]
            target = QApplication.focusWidget() or self.window
            QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
            QApplication.processEvents()

    def write(self, text: str) -> None:
        """Type a text where the focus is."""
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)
        QApplication.processEvents()

    def command(self, words: str) -> None:
        """Find a command by its words in the search field, and carry it out."""
        self.press("Ctrl+K")
        self.write(words)
        self.press("Down", "Return")

    def dialog(self) -> EntryDialog:
        """Return the dialog that is open."""
        self.until(lambda: isinstance(QApplication.activeModalWidget(), EntryDialog))
        found = QApplication.activeModalWidget()
        assert isinstance(found, EntryDialog)
        return found

    def submit(self) -> None:
        """Send the dialog that is open, and wait until it is gone."""
        self.dialog().submit()
        self.until(lambda: QApplication.activeModalWidget() is None)
        self.activate()

    def write_phrase_down(self) -> None:
        """Say of the recovery phrase, which a new edition shows once, that it is written down."""
        self.until(lambda: isinstance(QApplication.activeModalWidget(), PhraseDialog))
        shown = QApplication.activeModalWidget()
        assert isinstance(shown, PhraseDialog)
        shown.seen.setFocus()
        self.press("Space")
        shown.done_button.setFocus()
        self.press("Space")
        self.until(lambda: QApplication.activeModalWidget() is None)
        self.activate()
        self.idle()

    def activate(self) -> None:
        """Offscreen, nobody makes a window active again after a dialog."""
        with self.qtbot.waitActive(self.window):
            self.window.activateWindow()

    def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds."""
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=20_000)

    def idle(self) -> None:
        """Wait until the worker has nothing to do."""
        self.until(lambda: not self.window.shell.jobs.is_busy())
        QApplication.processEvents()

    def shown(self) -> str:
        """Return the name of the page that is seen."""
        page = self.window.pages.current()
        return page.name if page else ""

    def page(self, kind: type[Page]) -> Page:
        """Return the page that is seen, which must be of `kind`."""
        page = self.window.pages.current()
        assert isinstance(page, kind), (self.shown(), self.told.titles())
        return page

    def button(self, name: str) -> QPushButton:
        """Return a button of the page that is seen."""
        page = self.window.pages.current()
        assert page is not None
        found = page.findChild(QPushButton, name)
        assert isinstance(found, QPushButton), name
        return found


@contextmanager
def computer(qtbot: QtBot, folder: Path) -> Iterator[Computer]:
    """Start the window on a data folder of its own."""
    told, choosers = Recorder(), FakeChoosers()
    window = MainWindow(Shell(SettingsStore(None), notifier=told, choosers=choosers))
    window.resize(1366, 768)
    desktop = Desktop(window, services_in(folder))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    try:
        yield Computer(qtbot, window, desktop, choosers, told)
    finally:
        window.close()
        desktop.workspace.close()
        window.shell.close()
        window.deleteLater()
        QApplication.processEvents()


@pytest.fixture
def secretary(qtbot: QtBot, tmp_path: Path) -> Iterator[Computer]:
    """The secretariat's window."""
    with computer(qtbot, tmp_path / "secretariat") as made:
        yield made


def set_up(secretary: Computer) -> None:
    """Make the edition from a file, take nominations and jurors in, and open the round."""
    secretary.press("Tab", "Return")  # "I am the secretariat"
    secretary.desktop.start.controller.take_files([FJORDBY / "edition.toml"])
    secretary.dialog().submit()
    secretary.write_phrase_down()
    secretary.until(lambda: secretary.shown() == "setup")
    setup = secretary.window.pages.page("setup")
    for section, file in (("nominees", "nominations.csv"), ("jurors", "jurors.csv")):
        setup.show_section(section)  # type: ignore[attr-defined]
        secretary.choosers.files = [FJORDBY / file]
        secretary.press("Ctrl+O")
        secretary.submit()
        secretary.idle()
    secretary.command("Open the round")
    assert secretary.choosers.asked[-1] == "Open the round?"
    assert secretary.told.titles()[-1] == "The round is open."


def make_packages(secretary: Computer, folder: Path) -> list[tuple[Path, str]]:
    """Make one package for both with each juror's password, told by telephone."""
    folder.mkdir()
    secretary.window.shell.go("packages")
    secretary.choosers.target = folder
    page = secretary.page(PackagesPage)
    assert isinstance(page, PackagesPage)
    page.controller.choose_kind(PackageKind.SCORE)
    secretary.press("Ctrl+M")
    secretary.idle()
    files = sorted(folder.glob("*.jurypack"))
    with secretary.desktop.workspace.session.reading() as uow:
        jurors = [juror.id for juror in uow.jurors.all()]
    return [(f, page.controller.passwords[j]) for f, j in zip(files, jurors, strict=True)]


def score(qtbot: QtBot, machine: Path, package: tuple[Path, str], name: str, out: Path) -> Path:
    """Let a juror open the package, declare, type every mark, and hand in."""
    with computer(qtbot, machine) as juror:
        juror.window.shell.files_given.emit([package[0]])
        asked = juror.dialog()
        assert isinstance(asked, PackagePasswordDialog)
        QTest.keyClicks(asked.password, package[1])
        juror.submit()
        juror.until(lambda: juror.shown() == "desk")
        juror.activate()
        desk = juror.page(DeskPage)
        assert isinstance(desk, DeskPage)
        juror.press("Return")  # "I keep this confidential"
        declare(juror, desk, name)
        while not desk.controller.all_finished:
            assert desk.sheet.nominee is not None
            typed = MARKS[name][desk.controller.name_of(desk.sheet.nominee)]
            if typed != "–":  # else the papers are closed, and Ctrl+Enter leads on
                sam, ny = typed.split()
                juror.press(*sam, "Down", *ny)
            juror.press("Ctrl+Return")
        juror.choosers.target = out
        juror.press("Return")  # the button that makes the file has the focus
        juror.idle()
        file = desk.controller.last_file
        assert file is not None
        assert file.complete
        return file.path


def declare(juror: Computer, desk: DeskPage, name: str) -> None:
    """Stand down where the juror does, and look through the rest."""
    for nominee in desk.controller.order:
        if MARKS[name][desk.controller.name_of(nominee)] == "–":
            juror.press("2", "Tab", "Space")  # something to tell; "I stand down here myself"
        juror.press("Down")
    desk.impartiality.done.setFocus()
    juror.press("Return")


@pytest.mark.slow
def test_an_award_is_carried_from_set_up_to_the_printed_protocol_by_keyboard(
    secretary: Computer, qtbot: QtBot, tmp_path: Path
) -> None:
    set_up(secretary)
    packages = make_packages(secretary, tmp_path / "packages")
    out = tmp_path / "scores"
    out.mkdir()
    scores = [
        score(qtbot, tmp_path / name, package, name, out)
        for name, package in zip(JURORS, packages, strict=True)
    ]
    secretary.activate()

    read_in(secretary, scores, tmp_path)
    with secretary.desktop.workspace.session.reading() as uow:
        names = {n.id: n.name for n in uow.nominees.all()}
    ranked = results(secretary.desktop.workspace.session).categories[0].ranked
    assert [(names[r.nominee], str(r.value)) for r in ranked] == BY_HAND

    secretary.window.shell.go("results")
    secretary.command("Close the round")
    secretary.idle()
    secretary.press("Ctrl+Return")
    decide(secretary)
    print_it(secretary, tmp_path)


def read_in(secretary: Computer, scores: list[Path], folder: Path) -> None:
    """Read the score files in: in any order, one twice, a damaged one among them."""
    damaged = folder / "damaged.juryscore"
    damaged.write_bytes(scores[0].read_bytes()[:-30])
    secretary.window.shell.files_given.emit([scores[2], damaged, scores[0], scores[2], scores[1]])
    secretary.idle()
    page = secretary.page(MergePage)
    assert isinstance(page, MergePage)
    secretary.press("Ctrl+Return")
    secretary.idle()
    secretary.until(lambda: results(secretary.desktop.workspace.session).official)


def decide(secretary: Computer) -> None:
    """Choose the second by points, with a reason; the first becomes a finalist."""
    page = secretary.page(DecisionsPage)
    assert isinstance(page, DecisionsPage)
    nominees = {row.name: row for row in page.model.all_rows()}
    page.table.choose(nominees["Fjordby"].nominee)
    page.table.setFocus()
    secretary.press("W")
    page.choice.reason.setFocus()
    secretary.write("Mest har skjedd her.")
    secretary.press("Ctrl+Return")
    secretary.idle()
    page.table.choose(nominees["Elvestad"].nominee)
    page.table.setFocus()
    secretary.press("F")
    with secretary.desktop.workspace.session.reading() as uow:
        made = {d.outcome: d for d in uow.decisions.all()}
    assert made["winner"].basis == "departs"  # type: ignore[index]
    assert made["winner"].reason == "Mest har skjedd her."  # type: ignore[index]
    assert "finalist" in made


def print_it(secretary: Computer, folder: Path) -> None:
    """Approve the protocol, and read what stands in the PDF."""
    secretary.press("Ctrl+P")
    secretary.idle()
    page = secretary.page(ProtocolPage)
    assert isinstance(page, ProtocolPage)
    secretary.choosers.target = folder / "protocol.pdf"
    secretary.button("approve").setFocus()
    secretary.press("Return")
    secretary.idle()
    paper = folder / "protocol.pdf"
    assert paper.exists(), (secretary.choosers.asked[-2:], secretary.told.titles())
    with pypdfium2.PdfDocument(paper) as document:
        text = " ".join(p.get_textpage().get_text_range() for p in document)
    for needed in ("Fjordprisen 2026", "7,69", "1,83", "Mest har skjedd her."):
        assert needed in text.replace("\r\n", " ")
