"""Whole copies in the window: saved as files, put in by dropping them, and two of them made one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from juryapp.application.copies.award_files import export_award
from juryapp.application.decisions.deciding import justify
from juryapp.application.ports.awards import AwardKind
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.controllers.start import JUROR, SECRETARIAT
from juryapp.gui.copies_guide import CopiesGuide
from juryapp.gui.dialogs.combine_dialog import CombineDialog
from juryapp.gui.dialogs.copies_dialog import CopiesDialog
from juryapp.gui.notify import Message, Recorder
from juryapp.gui.pages.start_page import StartPage
from juryapp.gui.pages.start_parts import ActionCard
from juryapp.gui.shell import Shell
from two_copies import Two, two_copies
from window_setup import Bench, bench
from workplace import services_in

OTHERS = ("setup", "packages", "merge", "results", "decisions", "protocol", "desk")


@pytest.fixture
def two() -> Iterator[Two]:
    with two_copies() as two:
        two.theirs.merge(two.files["bjarne"])
        yield two


@pytest.fixture
def on(qtbot: QtBot, shell: Shell, two: Two) -> Iterator[Bench]:
    """A window on our copy."""
    two.ours.session.close()
    with bench(qtbot, shell, two.ours.folder, ready=False) as made:
        made.workspace.provide(services_in(two.ours.folder / "ours"))
        yield made


def start(on: Bench, role: str = SECRETARIAT) -> StartPage:
    on.shell.settings.change(role=role)
    page = StartPage(on.shell, on.workspace)
    on.add(page, *OTHERS)
    return page


def guide(on: Bench) -> CopiesGuide:
    start(on)
    assert on.workspace.open_edition("FJORD-2026")
    return CopiesGuide(on.shell, on.workspace, on.window)


def told(on: Bench) -> list[Message]:
    notifier = on.shell.notifier
    assert isinstance(notifier, Recorder)
    return notifier.messages


def titles(on: Bench) -> list[str]:
    return [message.title for message in told(on)]


def texts(dialog: CombineDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel)]


def the_dialog(on: Bench, kind: type[CombineDialog | CopiesDialog]) -> CombineDialog | CopiesDialog:
    on.until(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


@pytest.mark.parametrize("name", ["save_backup", "save_archive"])
def test_the_edition_is_saved_as_a_file(on: Bench, name: str) -> None:
    copies = guide(on)
    copies.show()
    target = on.folder / "saved.juryaward"
    choosers = on.shell.choosers
    assert isinstance(choosers, FakeChoosers)
    choosers.target = target

    card = the_dialog(on, CopiesDialog).findChild(ActionCard, name)
    assert card is not None
    card.click()

    on.until(target.exists)
    on.until(lambda: titles(on) == ["The file is checked and lies here:"])
    assert not QApplication.activeModalWidget()


def test_a_copy_is_looked_at_first_and_then_combined(on: Bench, two: Two) -> None:
    there = two.theirs.saved()
    copies = guide(on)
    copies.look_at(there)

    dialog = the_dialog(on, CombineDialog)
    assert isinstance(dialog, CombineDialog)
    assert "Score files" in texts(dialog)
    with on.workspace.session.reading() as uow:
        assert not uow.files.all()
    yes = dialog.findChild(QPushButton, "combine_now")
    assert yes is not None
    yes.click()

    on.until(lambda: "Both copies are one now." in titles(on))
    with on.workspace.session.reading() as uow:
        assert len(uow.files.all()) == 1


def test_a_copy_that_brings_nothing_is_told_at_once(on: Bench, two: Two) -> None:
    guide(on)
    two.theirs.session.close()
    copies = CopiesGuide(on.shell, on.workspace, on.window)
    backup = two.ours.folder / "own.juryaward"
    export_award(on.workspace.session, backup, AwardKind.BACKUP)
    copies.look_at(backup)

    on.until(lambda: titles(on))
    assert titles(on) == ["Everything in “own.juryaward” is here already."]


def test_what_contradicts_stands_in_the_preview(on: Bench, two: Two) -> None:
    copies = guide(on)
    with on.workspace.session.reading() as uow:
        nominee = uow.nominees.all()[0]
    justify(on.workspace.session, nominee.id, "nb", "Fordi det virker.")
    justify(two.theirs.session, nominee.id, "nb", "Fordi alle er med.")
    copies.look_at(two.theirs.saved())

    dialog = the_dialog(on, CombineDialog)
    assert isinstance(dialog, CombineDialog)
    assert any(nominee.name in text and "not the same" in text for text in texts(dialog))
    cancel = dialog.findChild(QPushButton, "combine_not")
    assert cancel is not None
    cancel.click()

    with on.workspace.session.reading() as uow:
        assert not uow.files.all()


def test_a_file_dropped_on_the_start_page_is_put_in_after_a_question(
    qtbot: QtBot, shell: Shell, two: Two
) -> None:
    there = two.theirs.saved()
    with bench(qtbot, shell, two.ours.folder, ready=False) as on:
        on.workspace.provide(services_in(two.ours.folder / "third"))
        page = start(on)

        page.drop.dropped.emit([there])

        on.until(lambda: "has been put in" in "".join(titles(on)))
        assert [e.id for e in on.workspace.services.store.editions()] == ["FJORD-2026"]
        assert "Fjordprisen 2026" in [row.title for row in page.rows.rows.rows()]


def test_a_copy_of_an_edition_that_is_here_is_offered_to_be_combined(on: Bench, two: Two) -> None:
    page = start(on)
    copies = CopiesGuide(on.shell, on.workspace, on.window)
    page.controller.combine_wanted.connect(copies.look_at)
    there: Path = two.theirs.saved()

    page.controller.take_files([there])
    on.until(lambda: titles(on))
    assert titles(on) == ["The edition is here already. The file may be another copy of it."]
    [(_text, combine)] = told(on)[-1].buttons
    combine()

    assert isinstance(the_dialog(on, CombineDialog), CombineDialog)
    the_dialog(on, CombineDialog).close()


def test_while_an_edition_is_open_a_dropped_copy_is_compared_with_it(on: Bench, two: Two) -> None:
    page = start(on)
    wanted: list[Path] = []
    page.controller.combine_wanted.connect(wanted.append)
    on.workspace.open_edition("FJORD-2026")

    page.controller.take_files([two.theirs.saved()])

    assert [path.suffix for path in wanted] == [".juryaward"]


def test_a_juror_is_told_that_such_a_file_is_not_theirs(on: Bench, two: Two) -> None:
    page = start(on, JUROR)

    page.controller.take_files([two.theirs.saved()])

    [title] = titles(on)
    assert "Open the jury package" in title
