"""The third state at the desk: received, by the secretariat's receipt and by nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desk_examples import SmallAward, small_award
from desk_window import NY, SAM, DeskWindow, desk_window, settle
from juryapp.application.desk.handing_in import hand_in
from juryapp.application.merge.merging import merge, preview_merge
from juryapp.application.merge.receipts import write_receipts
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.controllers.receipts import ReceiptController
from juryapp.gui.controllers.start import StartController
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.handover import Listener, hand_over, server_name
from juryapp.gui.notify import Recorder
from juryapp.gui.shell import Shell
from workplace import services_in


@pytest.fixture(scope="module")
def award(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallAward]:
    made = small_award(tmp_path_factory.mktemp("award"))
    yield made
    made.close()


@pytest.fixture
def desk(qtbot: QtBot, shell: Shell, award: SmallAward, tmp_path: Path) -> Iterator[DeskWindow]:
    with desk_window(qtbot, shell, tmp_path / "juror", award.package()) as made:
        made.through_the_door()
        for nominee in made.controller.order:
            for criterion in (SAM, NY):
                made.controller.give(nominee, criterion, 10, not_assessed=False)
        yield made


def receipt_for(desk: DeskWindow, award: SmallAward, folder: Path, *, draft: bool = False) -> Path:
    """Hand in without the window, take the file in at the secretariat, and return its receipt."""
    folder.mkdir(exist_ok=True)
    made = hand_in(desk.workspace.session, folder, draft=draft)
    desk.controller.load()
    session = award.workplace.session
    merge(session, preview_merge(session, [made.path], accepted=[made.sha256]))
    [written] = write_receipts(session, folder, [made.sha256])[0]
    return written.path


def test_by_keys_alone_a_receipt_is_opened_and_the_third_state_is_reached(
    desk: DeskWindow, award: SmallAward, tmp_path: Path, choosers: FakeChoosers
) -> None:
    receipt = receipt_for(desk, award, tmp_path / "files")
    desk.page.show_place(Place.HAND_IN)
    received = desk.page.hand_in.received
    assert received.title.text() == "Not received yet"
    assert not desk.page.hand_in.erase.isVisible()  # what nobody has received is not to be erased
    choosers.files = [receipt]

    button = desk.find(QPushButton, "open_receipt")
    for _step in range(20):
        if button.hasFocus():
            break
        desk.key("Tab")
    desk.key("Space")

    assert choosers.asked[-1] == "Which receipt shall be opened?"
    assert received.title.text() == "Received"
    assert desk.page.hand_in.erase.isVisible()
    assert "as you sent it. Log head " in received.text.text()
    assert received.accessibleName().startswith("Received. Received by the secretariat on")
    assert "has your file as you sent it" in desk.page.hand_in.sentence.text()
    assert len(received.text.toolTip().split()[-1]) == 64


def test_a_receipt_dropped_on_the_window_leads_to_the_hand_in_page(
    desk: DeskWindow, award: SmallAward, tmp_path: Path, shell: Shell, notifier: Recorder
) -> None:
    receipt = receipt_for(desk, award, tmp_path / "files")
    start = StartController(shell, desk.workspace)
    shell.files_given.connect(start.take_files)
    assert desk.place() is Place.SHEET

    shell.files_given.emit([receipt])
    settle()

    assert desk.place() is Place.HAND_IN
    assert notifier.messages[-1].weight == "ok"
    shell.files_given.emit([receipt])
    assert notifier.titles()[-1] == "This receipt was opened before."


def test_a_second_start_hands_its_receipt_to_the_window_that_is_open(
    desk: DeskWindow, award: SmallAward, tmp_path: Path, shell: Shell
) -> None:
    receipt = receipt_for(desk, award, tmp_path / "files")
    start = StartController(shell, desk.workspace)
    shell.files_given.connect(start.take_files)
    name = server_name(tmp_path)
    listener = Listener(name)
    listener.given.connect(shell.files_given)

    with desk.qtbot.waitSignal(listener.given):
        assert hand_over(name, [receipt])
    listener.close()
    settle()

    assert desk.place() is Place.HAND_IN
    assert desk.page.hand_in.received.title.text() == "Received"


def test_a_receipt_opens_the_desk_that_it_is_for(
    desk: DeskWindow, award: SmallAward, tmp_path: Path, shell: Shell
) -> None:
    receipt = receipt_for(desk, award, tmp_path / "files")
    desk.workspace.close()
    assert not desk.workspace.is_open

    assert ReceiptController(shell, desk.workspace).open(receipt)

    settle()
    assert desk.place() is Place.HAND_IN
    assert desk.page.hand_in.received.title.text() == "Received"


def test_a_draft_is_received_as_one(
    desk: DeskWindow, award: SmallAward, tmp_path: Path, shell: Shell
) -> None:
    receipt = receipt_for(desk, award, tmp_path / "files", draft=True)
    assert ReceiptController(shell, desk.workspace).open(receipt)
    assert desk.page.hand_in.received.title.text() == "Received as a draft"


def test_a_receipt_for_another_machines_file_warns_beside_the_state(
    desk: DeskWindow, award: SmallAward, tmp_path: Path, shell: Shell, notifier: Recorder
) -> None:
    ours = receipt_for(desk, award, tmp_path / "files")
    theirs = tmp_path / "other"
    theirs.mkdir()
    session = award.workplace.session
    with session.reading() as uow:
        others = [f.sha256 for f in uow.files.all() if f.sha256[:8] not in ours.name]
    ReceiptController(shell, desk.workspace).open(ours)
    [other] = write_receipts(session, theirs, others[:1])[0]

    assert ReceiptController(shell, desk.workspace).open(other.path)

    assert notifier.messages[-1].weight == "warn"
    received = desk.page.hand_in.received
    assert received.title.text() == "Received"
    assert "not made on this machine" in received.text.text()


def test_a_refused_receipt_leaves_the_state_as_it_was(
    desk: DeskWindow, award: SmallAward, tmp_path: Path, shell: Shell, notifier: Recorder
) -> None:
    receipt = receipt_for(desk, award, tmp_path / "files")
    receipt.write_bytes(receipt.read_bytes().replace(b"A", b"B", 1))
    desk.page.show_place(Place.HAND_IN)

    assert not ReceiptController(shell, desk.workspace).open(receipt)

    assert notifier.messages[-1].weight == "error"
    assert desk.page.hand_in.received.title.text() == "Not received yet"


def test_on_a_machine_without_that_desk_a_receipt_says_what_to_open_first(
    desk: DeskWindow, award: SmallAward, tmp_path: Path, shell: Shell, notifier: Recorder
) -> None:
    receipt = receipt_for(desk, award, tmp_path / "files")
    workspace = Workspace(shell)
    workspace.provide(services_in(tmp_path / "nobody"))
    assert not ReceiptController(shell, workspace).open(receipt)
    assert notifier.messages[-1].code == "E-EDITION"
    assert "Open your jury package first" in notifier.messages[-1].title


def test_the_way_to_a_receipt_is_a_button_and_an_action(desk: DeskWindow) -> None:
    desk.page.show_place(Place.HAND_IN)
    button = desk.find(QPushButton, "open_receipt")
    assert isinstance(button, QPushButton)
    assert button.text() == "Open a receipt …"
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    [action] = [a for a in desk.page.page_actions() if a.id == "desk.receipt"]
    assert action.enabled()
