"""While the juror works, the window copies the files out of the package, and tells only what matters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from attachment_examples import SMALL, attach_all
from desk_examples import SmallAward, small_award
from desk_window import SAM, DeskWindow, desk_window, settle
from juryapp.application.desk.attachments import desk_attachments
from juryapp.application.desk.copying import is_all_here
from juryapp.application.naming import find_nominee
from juryapp.domain.statements import mark
from juryapp.exchange import jury_package
from juryapp.gui.controllers.desk_attachments import DeskCopying
from juryapp.gui.notify import Recorder
from juryapp.gui.shell import Shell


@pytest.fixture(scope="module")
def award(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallAward]:
    folder = tmp_path_factory.mktemp("award")
    made = small_award(folder / "office")
    session = made.workplace.session
    with session.reading() as uow:
        fjordby = find_nominee(uow.nominees.all(), "Fjordby").id
    attach_all(session, fjordby, folder / "in")
    yield made
    made.close()


@pytest.fixture
def package(award: SmallAward) -> Path:
    return award.package()


def copying_of(desk: DeskWindow) -> DeskCopying:
    return desk.page.documents.copying


def wait_until_over(desk: DeskWindow) -> None:
    desk.qtbot.waitUntil(lambda: not copying_of(desk).is_running, timeout=10_000)
    settle()


def test_everything_is_copied_when_a_package_was_opened(
    qtbot: QtBot, shell: Shell, package: Path, tmp_path: Path
) -> None:
    with desk_window(qtbot, shell, tmp_path / "juror", package) as desk:
        wait_until_over(desk)

        assert is_all_here(desk.workspace.session)
        assert isinstance(shell.notifier, Recorder)
        assert not shell.notifier.messages
        desk.through_the_door()
        found = desk.page.documents.of(desk.nominee("Fjordby"))
        assert [str(a.state) for a in found] == ["here"] * len(SMALL)


def test_closing_the_desk_ends_it_and_opening_it_again_goes_on(
    qtbot: QtBot, shell: Shell, package: Path, tmp_path: Path
) -> None:
    with desk_window(qtbot, shell, tmp_path / "juror", package) as desk:
        session = desk.workspace.session
        edition, juror = desk.controller.contents.edition.id, desk.controller.contents.juror.id
        desk.workspace.close()
        assert not copying_of(desk).is_running
        assert session is not None

        assert desk.workspace.open_desk(edition, juror)
        desk.page.enter()
        wait_until_over(desk)
        assert is_all_here(desk.workspace.session)


def test_a_damaged_file_is_told_of_and_the_marks_stay(
    qtbot: QtBot, shell: Shell, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jury_package, "CHECKED_AT_ONCE", 0)
    picture = SMALL["Torget.png"]
    whole = package.read_bytes()
    package.write_bytes(whole.replace(picture, picture[:-1] + b"?"))

    with desk_window(qtbot, shell, tmp_path / "juror", package) as desk:
        wait_until_over(desk)
        desk.through_the_door()
        fjordby = desk.nominee("Fjordby")
        desk.controller.give(fjordby, SAM, 8, not_assessed=False)

        assert isinstance(shell.notifier, Recorder)
        (told,) = shell.notifier.messages
        assert told.weight == "warn"
        assert "Torget.png" in told.text
        assert desk.mark(fjordby, SAM) == mark(8)
        states = {str(a.state) for a in desk_attachments(desk.workspace.session)[fjordby]}
        assert states == {"here", "damaged"}


def test_a_package_that_is_gone_is_told_of_at_the_file_and_in_no_banner(
    qtbot: QtBot, shell: Shell, package: Path, tmp_path: Path
) -> None:
    with desk_window(qtbot, shell, tmp_path / "juror", package) as desk:
        wait_until_over(desk)
        with desk.workspace.session.writing() as uow:
            for attachment in uow.attachments.all():
                uow.attachments.spoil(attachment.sha256)
        edition, juror = desk.controller.contents.edition.id, desk.controller.contents.juror.id
        package.rename(package.with_suffix(".elsewhere"))

        assert desk.workspace.open_desk(edition, juror)
        desk.page.enter()
        wait_until_over(desk)

        assert isinstance(shell.notifier, Recorder)
        assert not shell.notifier.messages
