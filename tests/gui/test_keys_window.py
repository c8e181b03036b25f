"""Recovery phrase, jurors' keys and moving desks in the window, by keyboard."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

import pytest
from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from award_pages import make_award
from juryapp.application.desk.ballots import fill_in
from juryapp.application.keys.juror_keys import juror_keys
from juryapp.application.keys.recovery import make_phrase, recovery_state
from juryapp.base.errors import RuleError, UnavailableError
from juryapp.domain.packages import Confirmation
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.desktop import Desktop
from juryapp.gui.dialogs.desk_machine_dialog import MachineDialog
from juryapp.gui.dialogs.juror_key_dialog import JurorKeyDialog
from juryapp.gui.dialogs.move_dialog import MovedDialog, MoveWordDialog
from juryapp.gui.dialogs.phrase_dialog import PhraseDialog, PhraseEntryDialog
from juryapp.gui.dialogs.safety_dialog import SafetyDialog
from juryapp.gui.main_window import MainWindow
from juryapp.gui.notify import Recorder
from juryapp.gui.pages.desk_page import DeskPage
from juryapp.gui.pages.packages_page import PackagesPage
from juryapp.gui.pages.setup_page import SetupPage
from juryapp.gui.phrase_sheet import sheet_html
from juryapp.gui.settings import SettingsStore
from juryapp.gui.shell import Shell
from juryapp.gui.theme import theme
from juryapp.gui.widgets.qr_code import QUIET, QrCode, qr_rows
from workplace import ballot, fjordby, services_in

DialogT = TypeVar("DialogT", bound=QDialog)


@dataclass
class Seat:
    """One window on one data folder."""

    qtbot: QtBot
    window: MainWindow
    desktop: Desktop
    told: Recorder
    choosers: FakeChoosers

    def press(self, *keys: str) -> None:
        for name in keys:
            combination = QKeyCombination.fromCombined(QKeySequence(name)[0].toCombined())  # type: ignore[index]
            target = QApplication.focusWidget() or self.window
            QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
            QApplication.processEvents()

    def until(self, holds: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=20_000)

    def dialog(self, kind: type[DialogT]) -> DialogT:
        self.until(lambda: isinstance(QApplication.activeModalWidget(), kind))
        found = QApplication.activeModalWidget()
        assert isinstance(found, kind)
        found.activateWindow()  # offscreen, nobody else would make it active
        self.until(lambda: focus_is_in(found))
        return found

    def gone(self) -> None:
        self.until(lambda: QApplication.activeModalWidget() is None)
        with self.qtbot.waitActive(self.window):
            self.window.activateWindow()
        self.until(lambda: not self.window.shell.jobs.is_busy())

    def page(self) -> QWidget:
        found = self.window.pages.current()
        assert found is not None
        return found


def focus_is_in(widget: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and widget.isAncestorOf(focused)


Sit = Callable[[Path], Seat]


@pytest.fixture
def sit(qtbot: QtBot) -> Iterator[Sit]:
    """Open windows, each on a data folder, and close them all."""
    seats: list[Seat] = []

    def seat(folder: Path) -> Seat:
        told, choosers = Recorder(), FakeChoosers()
        window = MainWindow(Shell(SettingsStore(None), notifier=told, choosers=choosers))
        window.resize(1366, 768)
        made = Seat(qtbot, window, Desktop(window, services_in(folder)), told, choosers)
        seats.append(made)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return made

    yield seat
    for made in seats:
        made.window.close()
        made.desktop.workspace.close()
        made.window.shell.close()
        made.window.deleteLater()
    QApplication.processEvents()


@pytest.fixture(scope="module")
def award(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small award, with the marks of two jurors taken in."""
    return make_award(tmp_path_factory.mktemp("award"), "astrid", "bjarne")


@pytest.fixture
def office(sit: Sit, award: Path, tmp_path: Path) -> Seat:
    """The secretariat's window, the edition open."""
    import shutil

    shutil.copytree(award, tmp_path / "office")
    made = sit(tmp_path / "office")
    made.desktop.start.controller.choose_role("secretariat")
    [edition] = made.desktop.workspace.services.store.editions()
    assert made.desktop.workspace.open_edition(edition.id)
    return made


def in_page(page: QWidget, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton), name
    return found


# ---- the recovery phrase -----------------------------------------------------------------------------------


def test_the_phrase_is_kept_only_when_somebody_has_written_it_down(office: Seat) -> None:
    session = office.desktop.workspace.session
    office.desktop.show_safety()
    safety = office.dialog(SafetyDialog)
    assert safety.findChild(QLabel, "phrase_state").text() == "No recovery phrase has been made yet"  # type: ignore[union-attr]
    in_page(safety, "make_phrase").setFocus()
    office.press("Space")
    shown = office.dialog(PhraseDialog)
    assert not shown.done_button.isEnabled()

    shown.seen.setFocus()
    office.press("Space")
    assert shown.done_button.isEnabled()
    shown.done_button.setFocus()
    office.press("Space")
    office.gone()

    assert recovery_state(session).has_phrase
    assert office.told.titles()[-1] == "The keys are locked with the recovery phrase."


def test_not_now_keeps_nothing_and_says_what_that_means(office: Seat) -> None:
    office.desktop._recovery.make()
    office.dialog(PhraseDialog)

    office.press("Escape")
    office.gone()

    assert not recovery_state(office.desktop.workspace.session).has_phrase
    assert office.told.titles()[-1] == "No recovery phrase has been made yet."
    assert [text for text, _ in office.told.messages[-1].buttons] == ["Make a recovery phrase"]


def test_the_check_of_the_set_up_leads_to_the_phrase(office: Seat) -> None:
    office.window.show_page("setup")
    setup = office.page()
    assert isinstance(setup, SetupPage)

    setup.check.mend_requested.emit("phrase")

    office.dialog(PhraseDialog).reject()
    office.gone()


def test_the_words_can_be_copied_and_printed(office: Seat) -> None:
    office.desktop._recovery.make()
    shown = office.dialog(PhraseDialog)
    in_page(shown, "copy_phrase").click()
    words = QGuiApplication.clipboard().text().split()
    assert len(words) == 12
    labels = {label.text() for label in shown.findChildren(QLabel)}
    assert set(words) <= labels

    in_page(shown, "print_phrase").click()  # this system cannot print
    assert office.choosers.asked[-1] == "Print the recovery phrase"
    assert not shown.print_button.isEnabled()
    shown.reject()
    office.gone()


def test_the_sheet_has_every_word_with_its_number_and_no_markup_of_a_name() -> None:
    html = sheet_html("one two three four", "<b>Prisen</b>", "A & B")

    assert all(f"{n}.</td>" in html for n in range(1, 5))
    assert "&lt;b&gt;Prisen" in html
    assert "A &amp; B" in html


def test_where_the_keys_are_not_the_phrase_brings_them(office: Seat) -> None:
    workspace = office.desktop.workspace
    phrase, edition = make_phrase(workspace.session), workspace.session.edition().id
    workspace.close()
    for key in workspace.services.data.keys.glob("*.key"):
        key.unlink()
    office.desktop.start.controller.open_edition(edition)
    office.until(lambda: "keys of this edition are not" in " ".join(office.told.titles()))
    [(words, offer)] = office.told.messages[-1].buttons
    assert words == "Type the recovery phrase"

    offer()
    asked = office.dialog(PhraseEntryDialog)
    QTest.keyClicks(asked.words, phrase.replace(phrase.split()[2], "fjordby"))
    office.press("Ctrl+Return")
    office.until(
        lambda: "fjordby" in " ".join(label.text() for label in asked.findChildren(QLabel))
    )
    assert not recovery_state(workspace.session).has_keys

    asked.words.setPlainText(phrase)
    office.press("Ctrl+Return")
    office.gone()
    assert recovery_state(workspace.session).has_keys
    assert office.told.titles()[-1] == "The keys are on this computer now."


def test_an_error_about_missing_keys_offers_to_type_the_phrase(office: Seat) -> None:
    office.told.error(RuleError("The keys are not here.", code="E-NO-KEYS"))

    assert [text for text, _ in office.told.messages[-1].buttons] == ["Type the recovery phrase"]


def test_a_key_ring_that_lost_its_secret_is_told_and_offers_the_phrase(
    office: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise UnavailableError("The key ring is empty.", code="E-KEYRING-GONE")

    monkeypatch.setattr(office.desktop._safety, "whereabouts", gone)
    office.desktop.show_safety()

    assert office.told.titles()[-1] == "The key ring is empty."
    assert [text for text, _ in office.told.messages[-1].buttons] == ["Type the recovery phrase"]


def test_the_window_says_where_the_keys_lie(office: Seat) -> None:
    office.desktop.show_safety()
    safety = office.dialog(SafetyDialog)
    text = safety.findChild(QLabel, "key_place").text()  # type: ignore[union-attr]
    assert "files that only you can read" in text
    assert str(office.desktop.workspace.services.data.keys) in text
    safety.close()
    office.gone()


# ---- a juror's key -----------------------------------------------------------------------------------------


def packages_of(office: Seat) -> PackagesPage:
    office.window.show_page("packages")
    page = office.page()
    assert isinstance(page, PackagesPage)
    page.table.choose(page.model.rows()[0].line.juror.id)
    return page


def test_the_digits_that_are_read_aloud_confirm_the_key(office: Seat) -> None:
    page = packages_of(office)
    session = office.desktop.workspace.session
    line = juror_keys(session)[0]
    in_page(page, "open_key_1").setFocus()
    office.press("Space")
    dialog = office.dialog(JurorKeyDialog)
    assert dialog.digits.hasFocus()

    QTest.keyClicks(dialog.digits, "11111 22222 33333 44444")
    office.press("Ctrl+Return")
    told = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "misheard" in told
    assert juror_keys(session)[0].key.confirmation is Confirmation.PACKAGE

    dialog.digits.clear()
    QTest.keyClicks(dialog.digits, line.fingerprint)
    office.press("Ctrl+Return")
    office.gone()
    assert juror_keys(session)[0].key.confirmation is Confirmation.WORD
    assert "Confirmed by word" in office.told.words
    assert in_page(page, "open_key_1").text() == "Look at it …"


def test_digits_that_were_compared_by_eye_confirm_it_too_and_that_can_be_taken_back(
    office: Seat,
) -> None:
    page, session = packages_of(office), office.desktop.workspace.session
    in_page(page, "open_key_1").click()
    dialog = office.dialog(JurorKeyDialog)
    dialog.submit()  # nothing was typed or ticked
    assert QApplication.activeModalWidget() is dialog
    dialog.same.setFocus()
    office.press("Space", "Ctrl+Return")
    office.gone()
    assert juror_keys(session)[0].key.confirmation is Confirmation.WORD

    in_page(page, "open_key_1").click()
    dialog = office.dialog(JurorKeyDialog)
    assert not dialog.submit_button.isEnabled()
    dialog.take_back.click()
    office.gone()
    assert juror_keys(session)[0].key.confirmation is Confirmation.PACKAGE


def test_a_key_is_closed_after_a_question(office: Seat) -> None:
    page, session = packages_of(office), office.desktop.workspace.session
    in_page(page, "open_key_1").click()
    office.dialog(JurorKeyDialog).close_key.click()
    office.gone()

    assert office.choosers.asked[-1].startswith("Close this key of Astrid")
    assert juror_keys(session)[0].key.closed
    assert (
        page.findChild(QPushButton, "open_key_1") is None
        or not in_page(page, "open_key_1").isVisible()
    )


def test_a_package_is_made_anew_after_a_question(office: Seat, tmp_path: Path) -> None:
    page, session = packages_of(office), office.desktop.workspace.session
    office.choosers.target = tmp_path / "packages"
    button = in_page(page, "reissue_package")
    button.setFocus()
    with office.qtbot.waitSignal(page.controller.made, timeout=20_000):
        office.press("Space")

    assert "Make a package anew for Astrid" in " ".join(office.choosers.asked)
    assert [path.name for path in (tmp_path / "packages").iterdir()] == ["2026-01-AA-2.jurypack"]
    assert juror_keys(session)[0].key.closed
    assert not juror_keys(session)[1].key.closed


# ---- the QR code -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_a_qr_code_is_black_on_white_with_a_quiet_zone_in_every_theme(
    qtbot: QtBot, show: Callable[[QWidget], QWidget], kind: Literal["light", "dark"]
) -> None:
    theme().use(kind, 1.0)
    code = QrCode("12345 12345 12345 12345")
    show(code)
    image = code.grab().toImage()
    colors = {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }
    assert colors == {"#000000", "#ffffff"}
    count = len(qr_rows("12345 12345 12345 12345")) + 2 * QUIET
    module = image.width() // count
    edge = [image.pixelColor(x, module * QUIET // 2).name() for x in range(image.width())]
    assert set(edge) == {"#ffffff"}


def test_a_qr_code_says_the_digits() -> None:
    rows = qr_rows("12345 12345 12345 12345")

    assert len({len(row) for row in rows} | {len(rows)}) == 1
    finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
    assert [row[:7] for row in rows[:7]] == finder


# ---- another machine ---------------------------------------------------------------------------------------


@pytest.fixture
def juror(sit: Sit, tmp_path: Path) -> Seat:
    """A juror's window, the ballot filled in."""
    work = fjordby(tmp_path / "work")
    package = work.packages()[0]
    work.session.close()
    made = sit(tmp_path / "laptop")
    made.desktop.start.controller.choose_role("juror")
    made.desktop.start.controller.take_files([package.path])
    fill_in(made.desktop.workspace.session, ballot("astrid"))
    page = made.page()
    assert isinstance(page, DeskPage)
    page.controller.accept_confidentiality()
    page._go_on()
    return made


def moved(juror: Seat, target: Path) -> str:
    """Go on elsewhere by keyboard; return the word."""
    page = juror.page()
    assert isinstance(page, DeskPage)
    juror.choosers.target = target
    page.open_machine()
    machine = juror.dialog(MachineDialog)
    in_page(machine, "move_desk").setFocus()
    juror.press("Space")
    shown = juror.dialog(MovedDialog)
    label = shown.findChild(QLabel, "move_word_shown")
    assert isinstance(label, QLabel)
    word = label.text()
    juror.press("Space")  # the focus is on “I have the word”
    juror.gone()
    return word


def test_the_machine_dialog_shows_digits_code_and_place(juror: Seat) -> None:
    page = juror.page()
    assert isinstance(page, DeskPage)
    page.open_machine()
    machine = juror.dialog(MachineDialog)
    assert machine.code.accessibleName() == "The same digits as a QR code"
    told = " ".join(label.text() for label in machine.findChildren(QLabel))
    assert "a file that only you can read" in told
    machine.close()
    juror.gone()


def test_a_juror_goes_on_on_another_machine_by_keyboard(
    juror: Seat, sit: Sit, tmp_path: Path
) -> None:
    file = tmp_path / "stick.jurymove"
    word = moved(juror, file)
    page = juror.page()
    assert isinstance(page, DeskPage)
    assert page.controller.is_locked
    assert "You went on on another machine" in page.sheet.handed_in.title.text()
    note = page.findChild(QPlainTextEdit, "private_note")
    assert isinstance(note, QPlainTextEdit)
    assert note.isReadOnly()
    assert base64.b64encode(word.encode()) not in file.read_bytes()

    there = sit(tmp_path / "tablet")
    there.desktop.start.controller.take_files([file])
    asked = there.dialog(MoveWordDialog)
    QTest.keyClicks(asked.word, "wrong-word")
    there.press("Return")
    there.until(lambda: isinstance(QApplication.activeModalWidget(), MoveWordDialog)
                and QApplication.activeModalWidget() is not asked)  # fmt: skip
    again = there.dialog(MoveWordDialog)
    assert "not the word" in " ".join(label.text() for label in again.findChildren(QLabel))
    QTest.keyClicks(again.word, word)
    there.press("Return")
    there.gone()
    desk = there.page()
    assert isinstance(desk, DeskPage)
    assert desk.controller.all_finished
    assert not desk.controller.is_locked
    assert there.told.titles()[-1] == "Everything is here: your marks, notes and your own order."


def test_a_juror_whose_file_got_lost_uses_the_machine_again(juror: Seat, tmp_path: Path) -> None:
    moved(juror, tmp_path / "stick.jurymove")
    page = juror.page()
    assert isinstance(page, DeskPage)
    button = page.sheet.handed_in.buttons[1]
    assert button.text() == "Use this machine again …"
    button.setFocus(Qt.FocusReason.OtherFocusReason)
    juror.press("Space")

    assert juror.choosers.asked[-1] == "Use this machine again?"
    assert not page.controller.is_locked
    assert not page.controller.moved
