"""Arriving in the window: a shared computer, and packages that cannot be opened, each with its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk_examples import JUROR, SmallAward, small_award
from desk_window import DeskWindow, desk_window, settle
from juryapp.gui.controllers.start import StartController
from juryapp.gui.notify import Recorder
from juryapp.gui.shell import Shell


@pytest.fixture(scope="module")
def award(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallAward]:
    made = small_award(tmp_path_factory.mktemp("award"))
    yield made
    made.close()


@pytest.fixture
def desk(qtbot: QtBot, shell: Shell, award: SmallAward, tmp_path: Path) -> Iterator[DeskWindow]:
    with desk_window(qtbot, shell, tmp_path / "juror", award.package()) as made:
        yield made


@pytest.fixture
def start(desk: DeskWindow, shell: Shell) -> StartController:
    controller = StartController(shell, desk.workspace)
    shell.page_requested.connect(desk.window.show_page)
    return controller


def other(award: SmallAward) -> str:
    """Return the name of another juror."""
    with award.workplace.session.reading() as uow:
        return next(j.name for j in uow.jurors.all() if j.name != JUROR and j.scores)


def test_on_a_shared_computer_it_is_asked_whose_desk_is_opened_and_both_live(
    desk: DeskWindow, start: StartController, award: SmallAward, notifier: Recorder
) -> None:
    desk.through_the_door()
    first = desk.controller.order[0]
    desk.controller.flag(first)
    edition, juror = desk.controller.contents.edition.id, desk.controller.contents.juror.id
    name = other(award)

    start.take_files([award.package(juror=name)])
    settle()
    assert desk.controller.contents.juror.name == JUROR  # nothing before the answer
    words, open_it = notifier.messages[-1].buttons[0]
    assert words == f"Open it as {name}"
    open_it()
    settle()

    assert desk.controller.contents.juror.name == name
    assert not desk.controller.said(desk.controller.order[0]).flagged
    assert desk.workspace.open_desk(edition, juror)
    desk.window.show_page("desk")
    settle()
    assert desk.controller.contents.juror.name == JUROR
    assert desk.controller.said(first).flagged


def test_the_own_package_again_says_nothing_of_others(
    desk: DeskWindow, start: StartController, award: SmallAward, notifier: Recorder
) -> None:
    start.take_files([award.package()])
    settle()
    assert notifier.titles() == []
    assert desk.controller.is_loaded


def halved(data: bytes) -> bytes:
    return data[: len(data) // 2]


def foreign(_data: bytes) -> bytes:
    return b"PK\x03\x04 this is somebody else's archive"


def flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


@pytest.mark.parametrize("spoilt", [halved, foreign, flipped, lambda _data: b""])
def test_a_package_that_cannot_be_opened_is_a_sentence_and_leaves_all_as_it_was(
    desk: DeskWindow,
    start: StartController,
    award: SmallAward,
    notifier: Recorder,
    tmp_path: Path,
    spoilt: Callable[[bytes], bytes],
) -> None:
    desk.through_the_door()
    before = desk.stored()
    path = tmp_path / "spoilt.jurypack"
    path.write_bytes(spoilt(award.package(juror=other(award)).read_bytes()))

    start.take_files([path])
    settle()

    assert notifier.messages[-1].weight == "error"
    assert len(notifier.messages[-1].title) > 20
    assert len(desk.workspace.services.store.desks()) == 1
    desk.window.show_page("desk")
    settle()
    assert desk.stored() == before  # the desk that was open is open again
