"""Packages that are not what they should be, given to the window: a sentence each, nothing left behind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk_examples import JUROR, SmallAward, small_award
from desk_window import SAM, DeskWindow, desk_window, settle
from hostile_packages import PACKAGES, Build, PackageForge, packed
from juryapp.domain.ids import EditionId
from juryapp.domain.statements import mark
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.desktop import Desktop
from juryapp.gui.main_window import MainWindow
from juryapp.gui.notify import Recorder
from juryapp.gui.pages.start_page import StartPage
from juryapp.gui.settings import SettingsStore
from juryapp.gui.shell import Shell
from workplace import services_in

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture(scope="module")
def award(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallAward]:
    made = small_award(tmp_path_factory.mktemp("award"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def forge(award: SmallAward) -> PackageForge:
    office = FolderKeyStore(KeyFolder(award.workplace.folder / "secretariat" / "keys"))
    return PackageForge(award.package().read_bytes(), office.sign_key(EditionId("FJORD-2026")))


@pytest.fixture
def empty(qtbot: QtBot, tmp_path: Path) -> Iterator[Desktop]:
    """A juror's window before anything was opened."""
    window = MainWindow(Shell(SettingsStore(None), notifier=Recorder()))
    desktop = Desktop(window, services_in(tmp_path / "juror"))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield desktop
    window.close()
    window.deleteLater()
    settle()


def told(desktop: Desktop) -> Recorder:
    notifier = desktop.workspace._shell.notifier
    assert isinstance(notifier, Recorder)
    return notifier


def newer(forge: PackageForge) -> bytes:
    """Return a package of a version that this program does not know."""
    return packed(forge.holding(v=2))


def cut_off(forge: PackageForge) -> bytes:
    return forge.good[: len(forge.good) * 2 // 3]


FAULTY: dict[str, Build] = {
    f"{group}, {name}": build
    for group, builds in PACKAGES.items()
    for name, build in builds.items()
}
FAULTY |= {
    "cut off": cut_off,
    "empty": lambda _: b"",
    "a PDF": lambda _: PDF,
    "newer": newer,
    "other letters": lambda forge: forge.good.replace(b"PK", b"QK", 1),
}


def left_behind(folder: Path) -> dict[str, str]:
    """Return what lies in a data folder, but for the diary and the settings."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and "logs" not in path.parts
    }


@pytest.mark.parametrize("fault", FAULTY)
def test_a_package_that_is_refused_says_why_and_leaves_nothing(
    empty: Desktop, forge: PackageForge, tmp_path: Path, fault: str
) -> None:
    package = tmp_path / "2026-02-BO.jurypack"
    package.write_bytes(FAULTY[fault](forge))
    window = empty._window
    before = left_behind(tmp_path / "juror")

    window.shell.files_given.emit([package])
    settle()

    [message] = told(empty).messages
    assert message.weight == "error"
    assert message.code.startswith("E-")
    sentence = f"{message.title} {message.text}".strip()
    assert sentence.endswith(".")
    assert "Traceback" not in sentence
    assert "{" not in sentence
    [banner] = window.messages.banners()
    assert banner.title.text() == message.title
    assert not empty.workspace.is_open
    current = window.pages.current()
    assert isinstance(current, StartPage)
    assert left_behind(tmp_path / "juror") == before


def test_a_newer_package_asks_for_a_newer_program(
    empty: Desktop, forge: PackageForge, tmp_path: Path
) -> None:
    package = tmp_path / "new.jurypack"
    package.write_bytes(newer(forge))
    empty._window.shell.files_given.emit([package])
    [message] = told(empty).messages
    assert "newer" in message.title
    assert "pdate" in message.title


def test_a_score_file_under_a_package_s_name_is_found_out(
    empty: Desktop, award: SmallAward, tmp_path: Path, qtbot: QtBot
) -> None:
    with desk_window(
        qtbot, Shell(SettingsStore(None), notifier=Recorder()), tmp_path / "other", award.package()
    ) as desk:
        desk.through_the_door()
        done: list[object] = []
        desk.controller.make_file(tmp_path, draft=True, done=done.append)
        qtbot.waitUntil(lambda: bool(done))
        desk.page.shell.close()
    [score] = tmp_path.glob("*.juryscore")
    wrong = score.rename(tmp_path / "wrong.jurypack")

    empty._window.shell.files_given.emit([wrong])

    assert [message.weight for message in told(empty).messages] == ["error"]
    assert not empty.workspace.is_open


# ------------------------------------------------------------------- with a desk that is open


@pytest.fixture
def ready(qtbot: QtBot, shell: Shell, award: SmallAward, tmp_path: Path) -> Iterator[DeskWindow]:
    with desk_window(qtbot, shell, tmp_path / "juror", award.package()) as made:
        made.through_the_door()
        yield made


def test_a_bad_package_does_not_take_the_juror_away_from_work(
    ready: DeskWindow, forge: PackageForge, tmp_path: Path, notifier: Recorder
) -> None:
    package = tmp_path / "bad.jurypack"
    package.write_bytes(cut_off(forge))
    nominee = ready.controller.order[0]
    ready.key("8")  # still being typed

    assert not ready.workspace.open_package(package)

    assert notifier.messages[-1].weight == "error"
    assert ready.workspace.is_open
    assert ready.place() is Place.SHEET
    ready.key(",", "5", "Tab")
    assert ready.mark(nominee, SAM) == mark(17)


def test_a_colleague_s_package_is_not_opened_by_accident(
    empty: Desktop, award: SmallAward, notifier: Recorder
) -> None:
    own, other = award.package(), award.package(juror="Astrid Åsen")
    window = empty._window
    window.shell.files_given.emit([own])
    settle()
    window.shell.files_given.emit([other])
    settle()

    message = told(empty).messages[-1]
    assert message.code == "E-OTHER-JUROR"
    assert "This package is for Astrid Åsen" in message.title
    assert JUROR in message.title
    assert empty.workspace.session.actor.startswith("juror:")
    assert [d.juror_name for d in empty.workspace.services.store.desks()] == [JUROR]
    assert empty.workspace.is_open

    message.buttons[0][1]()  # both work at this computer
    settle()
    assert {d.juror_name for d in empty.workspace.services.store.desks()} == {JUROR, "Astrid Åsen"}
    told(empty).messages.clear()
    window.shell.files_given.emit([own])  # and from now on nobody asks
    settle()
    assert told(empty).messages == []


def test_an_older_package_is_named_as_such(
    ready: DeskWindow, award: SmallAward, tmp_path: Path, notifier: Recorder
) -> None:
    older = award.package().rename(tmp_path / "older.jurypack")
    assert ready.workspace.open_package(award.package())

    assert not ready.workspace.open_package(older)

    assert notifier.messages[-1].code == "E-OLD"
    assert ready.workspace.is_open  # and the juror is back where the work was
    assert ready.window.pages.current() is ready.page
