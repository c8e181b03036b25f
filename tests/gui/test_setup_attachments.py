"""Files for nominees in the set-up: dropped, looked at, named, ordered, removed, undone; also folders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from desk_examples import small_award
from desk_window import settle
from document_examples import pdf_pages, picture, written
from juryapp.domain.ids import NomineeId
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.controllers.packages import PackagesController
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.dialogs.document_dialog import DocumentDialog
from juryapp.gui.dialogs.folder_plan_dialog import FolderPlanDialog
from juryapp.gui.dialogs.rename_file_dialog import RenameFileDialog
from juryapp.gui.main_window import MainWindow
from juryapp.gui.models.documents import size_text
from juryapp.gui.notify import Recorder
from juryapp.gui.pages.packages_page import PackagesPage
from juryapp.gui.pages.setup_page import SetupPage
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import Label
from workplace import services_in

Drop = Callable[..., bool]


class Desk:
    """The nominees of the set-up, in a window."""

    def __init__(self, page: SetupPage, workspace: Workspace, qtbot: QtBot, folder: Path) -> None:
        self.page, self.workspace, self.qtbot, self.folder = page, workspace, qtbot, folder
        self.section, self.files = page.nominees, page.files

    def id(self, name: str) -> NomineeId:
        """Return a nominee's id."""
        return next(n.id for n in self.section.view.nominees if n.name == name)

    def names(self, nominee: str = "Fjordby") -> list[str]:
        """Return the names of a nominee's files, in their order."""
        return [attachment.name for attachment in self.files.of(self.id(nominee))]

    def idle(self) -> None:
        """Wait until nothing is done any more."""
        shell = self.page.shell
        self.qtbot.waitUntil(
            lambda: not shell.jobs.is_busy() and not shell.drawing.is_busy(), timeout=20_000
        )
        settle()

    def attach(self, *names: str) -> None:
        """Attach files to Fjordby."""
        data = {
            "pdf": pdf_pages("a", "b", "c"),
            "png": picture(),
            "txt": b"Hei\n",
            "exe": b"MZ\0\0",
        }
        paths = [written(self.folder, n, data[n.rsplit(".")[-1]]) for n in names]
        self.section.attach(paths)
        self.idle()

    def button(self, name: str) -> QAbstractButton:
        """Return a button of the detail."""
        found: QAbstractButton | None = self.section.findChild(QAbstractButton, name)
        assert found is not None, name
        return found

    def press(self, name: str) -> None:
        """Press a button of the detail."""
        self.button(name).click()
        settle()

    def dialog(self, kind: type[QDialog]) -> QDialog:
        """Return the dialog that is open."""
        [found] = [
            w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()
        ]
        return found


@pytest.fixture
def desk(qtbot: QtBot, shell: Shell, tmp_path: Path) -> Iterator[Desk]:
    award = small_award(tmp_path / "award")
    edition = award.workplace.session.edition().id
    award.close()
    workspace = Workspace(shell)
    workspace.provide(services_in(tmp_path / "award" / "secretariat"))
    window = MainWindow(shell)
    window.resize(1366, 768)
    page = SetupPage(shell, workspace)
    window.add_page(page)
    window.add_page(PackagesPage(shell, workspace))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    assert workspace.open_edition(str(edition))
    window.show_page("setup", "nominees")
    settle()
    made = Desk(page, workspace, qtbot, tmp_path / "files")
    page.nominees.show_nominee(made.id("Fjordby"))
    yield made
    window.close()
    workspace.close()
    window.deleteLater()
    settle()


def card_texts(desk: Desk) -> list[str]:
    return [card.facts.whole_text() for card in desk.section.detail.files.file_cards()]


def test_dropped_files_are_attached_in_one_step_that_can_be_undone(desk: Desk, drop: Drop) -> None:
    one = written(desk.folder, "Plan.pdf", pdf_pages("a", "b", "c"))
    other = written(desk.folder, "Torget.png", picture())

    assert drop(desk.section.detail.files.zone, one, other)
    desk.idle()

    assert desk.names() == ["Plan.pdf", "Torget.png"]
    texts = card_texts(desk)
    assert texts[0].startswith("PDF  ·  ")
    assert texts[0].endswith("3 pages")
    assert texts[1].startswith("picture  ·  ")
    assert desk.workspace.undo_stack.undoText() == "Attach files"
    desk.workspace.undo_stack.undo()
    assert desk.names() == []
    desk.workspace.undo_stack.redo()
    assert desk.names() == ["Plan.pdf", "Torget.png"]


def test_files_are_chosen_by_a_button(desk: Desk, choosers: FakeChoosers) -> None:
    choosers.files = [written(desk.folder, "Notat.txt", b"Hei\n")]

    desk.press("add_files")
    desk.idle()

    assert desk.names() == ["Notat.txt"]


def test_what_is_refused_is_named_and_the_others_stay(desk: Desk, notifier: Recorder) -> None:
    desk.attach("Plan.pdf", "tool.exe", "Notat.txt")

    assert desk.names() == ["Plan.pdf", "Notat.txt"]
    assert "1 file was not attached" in notifier.titles()


def test_the_same_file_again_is_no_second_one(desk: Desk, notifier: Recorder) -> None:
    desk.attach("Plan.pdf")
    steps = desk.workspace.undo_stack.count()

    desk.section.attach([desk.folder / "Plan.pdf"])
    desk.idle()

    assert desk.names() == ["Plan.pdf"]
    assert desk.workspace.undo_stack.count() == steps
    assert "This nominee has the same file already." in notifier.titles()


def test_the_order_is_changed_by_keyboard_and_the_focus_stays(desk: Desk) -> None:
    desk.attach("A.txt", "B.pdf", "C.png")
    assert not desk.button("up_file_1").isEnabled()

    desk.button("up_file_3").setFocus()
    desk.press("up_file_3")
    assert desk.names() == ["A.txt", "C.png", "B.pdf"]
    assert desk.button("up_file_2").hasFocus()  # of the file that was moved
    desk.press("up_file_2")
    assert desk.names() == ["C.png", "A.txt", "B.pdf"]
    assert desk.button("down_file_1").hasFocus()

    desk.workspace.undo_stack.undo()
    desk.workspace.undo_stack.undo()
    settle()
    assert desk.names() == ["A.txt", "B.pdf", "C.png"]
    desk.press("down_file_1")
    assert desk.names() == ["B.pdf", "A.txt", "C.png"]


def test_a_file_is_removed_and_comes_back_by_undo(desk: Desk) -> None:
    desk.attach("A.txt", "B.pdf")

    desk.press("remove_file_1")
    assert desk.names() == ["B.pdf"]
    desk.workspace.undo_stack.undo()

    assert desk.names() == ["A.txt", "B.pdf"]


def test_a_file_is_called_otherwise(desk: Desk) -> None:
    desk.attach("A.txt")

    desk.press("rename_file_1")
    dialog = desk.dialog(RenameFileDialog)
    assert isinstance(dialog, RenameFileDialog)
    assert dialog.name.selectedText() == "A"
    dialog.name.setText("")
    dialog.submit()
    assert dialog.isVisible()
    dialog.name.setText("Notat om kaia.txt")
    dialog.submit()

    assert desk.names() == ["Notat om kaia.txt"]
    desk.workspace.undo_stack.undo()
    assert desk.names() == ["A.txt"]


def test_a_file_is_looked_at_as_the_jurors_see_it(desk: Desk) -> None:
    desk.attach("Plan.pdf")

    desk.press("look_file_1")
    dialog = desk.dialog(DocumentDialog)
    assert isinstance(dialog, DocumentDialog)
    desk.qtbot.waitUntil(lambda: dialog.view.page_count() == 3, timeout=20_000)
    desk.qtbot.waitUntil(lambda: dialog.view.pages.is_drawn(1), timeout=20_000)

    assert dialog.windowTitle() == "Plan.pdf"
    assert dialog.view.tools.outside.isHidden()
    close = dialog.findChild(QPushButton, "close_document")
    assert close is not None
    close.click()
    desk.idle()


def test_a_folder_is_shown_first_and_then_attached_in_one_step(
    desk: Desk, choosers: FakeChoosers
) -> None:
    folder = desk.folder / "Vedlegg"
    written(folder / "1 Fjordby", "plan.txt", b"en\n")
    written(folder, "Elvestad - plan.txt", b"to\n")
    written(folder, "nobody.txt", b"tre\n")
    choosers.folder = folder

    choosers.target = folder
    desk.press("add_folder")
    desk.idle()
    dialog = desk.dialog(FolderPlanDialog)
    assert isinstance(dialog, FolderPlanDialog)
    words = [label.text() for label in dialog.findChildren(Label)]
    assert "01  Fjordby" in words
    assert "03  Elvestad" in words
    assert "1 file fits no nominee" in words
    assert dialog.submit_button.text() == "Attach 2 files"
    dialog.submit()
    desk.idle()

    assert (desk.names("Fjordby"), desk.names("Elvestad")) == (
        ["plan.txt"],
        ["Elvestad - plan.txt"],
    )
    desk.workspace.undo_stack.undo()
    assert (desk.names("Fjordby"), desk.names("Elvestad")) == ([], [])


def test_a_folder_in_which_nothing_fits_cannot_be_attached(desk: Desk) -> None:
    written(desk.folder / "Empty", "nobody.txt", b"x\n")

    desk.section.attach([desk.folder / "Empty"])
    desk.idle()

    dialog = desk.dialog(FolderPlanDialog)
    assert isinstance(dialog, FolderPlanDialog)
    assert not dialog.submit_button.isEnabled()
    dialog.reject()


def test_every_file_tool_says_which_file_it_means(desk: Desk) -> None:
    desk.attach("Plan.pdf")

    for what in ("look", "rename", "up", "down", "remove"):
        assert "Plan.pdf" in desk.button(f"{what}_file_1").accessibleName()


def test_packages_that_are_too_large_for_mail_are_said_to_be(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.attach("Plan.pdf", "Torget.png")
    page = desk.page.window().findChild(PackagesPage)
    assert page is not None
    controller: PackagesController = page.controller
    monkeypatch.setattr("juryapp.gui.controllers.packages.MOST_FOR_MAIL", 100)

    desk.page.shell.go("packages")
    settle()
    page.controller.choose_kind(page.controller.kind.SCORE)

    assert controller.files_size == sum(
        (desk.folder / name).stat().st_size for name in ("Plan.pdf", "Torget.png")
    )
    assert "too large for most e-mail" in page.kind_text.text()
    page.controller.choose_kind(page.controller.kind.DECLARE)
    assert "too large for most e-mail" not in page.kind_text.text()


@pytest.mark.parametrize(("size", "text"), [(1, "1 kB"), (40_300, "40 kB"), (2_140_000, "2.1 MB")])
def test_a_size_is_said_as_people_say_it(size: int, text: str) -> None:
    assert size_text(size) == text
