"""“Check a file”: any file is dropped or chosen by keys, and the window says what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFormLayout, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.controllers.checking import CheckController
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.dialogs.check_file_dialog import CheckFileDialog
from juryapp.gui.shell import Shell
from prepared_award import Award, award_at
from workplace import services_in


@pytest.fixture(scope="module")
def award() -> Iterator[Award]:
    with award_at("scored") as award:
        award.session.close()
        yield award


@pytest.fixture
def workspace(shell: Shell, award: Award) -> Iterator[Workspace]:
    made = Workspace(shell)
    made.provide(services_in(award.folder / "secretariat"))
    yield made
    made.close()


@pytest.fixture
def dialog(
    shell: Shell, workspace: Workspace, show: Callable[[QWidget], QWidget]
) -> CheckFileDialog:
    made = CheckFileDialog(shell.choosers, CheckController(shell, workspace))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    show(made)
    return made


def told(dialog: CheckFileDialog) -> dict[str, str]:
    """Return the rows, label and value."""
    rows, roles = dialog.rows, QFormLayout.ItemRole
    found = {}
    for n in range(rows.rowCount()):
        label, value = rows.itemAt(n, roles.LabelRole), rows.itemAt(n, roles.FieldRole)
        assert label is not None
        assert value is not None
        said, told = label.widget(), value.widget()
        assert isinstance(said, QLabel)
        assert isinstance(told, QLabel)
        found[said.text()] = told.text()
    return found


def checked(dialog: CheckFileDialog, qtbot: QtBot, path: Path) -> None:
    dialog.verdict.clear()
    dialog.check(path)
    qtbot.waitUntil(lambda: bool(dialog.verdict.text()), timeout=20_000)


def test_by_keys_alone_a_file_is_chosen_checked_and_copied(
    dialog: CheckFileDialog,
    workspace: Workspace,
    award: Award,
    qtbot: QtBot,
    choosers: FakeChoosers,
) -> None:
    assert workspace.open_edition("FJORD-2026")
    choosers.files = [award.scores["bjarne"]]
    assert dialog.drop.hasFocus()

    QTest.keyClick(dialog.drop, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.verdict.text()), timeout=20_000)

    assert choosers.asked == ["Which file shall be checked?"]
    assert dialog.verdict.text() == "The file is in order."
    rows = told(dialog)
    assert rows["What it is"] == "Score file"
    assert rows["Whose"] == "Bjarne Øvrebø"
    assert rows["Signed by"] == "Bjarne Øvrebø – known: confirmed by package"
    for _step in range(12):
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and focus.objectName() == "copy_verdict":
            break
        QTest.keyClick(focus or dialog, Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Space)
    assert "Whose: Bjarne Øvrebø" in QApplication.clipboard().text()


def test_any_file_can_be_dropped_and_a_foreign_one_is_named(
    dialog: CheckFileDialog,
    qtbot: QtBot,
    tmp_path: Path,
    drop: Callable[..., object],
) -> None:
    picture = tmp_path / "holiday.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(30))

    drop(dialog.drop, picture)
    qtbot.waitUntil(lambda: bool(dialog.verdict.text()), timeout=20_000)

    assert dialog.verdict.text() == "The file is not in order."
    assert "a picture" in dialog.detail.text()
    assert told(dialog)["What it is"] == "None of our files"
    assert dialog.drop.text() == "holiday.png"


def test_an_unknown_signer_is_told_apart_from_damage(
    dialog: CheckFileDialog, qtbot: QtBot, award: Award, tmp_path: Path, workspace: Workspace
) -> None:
    workspace.provide(services_in(tmp_path / "nobody"))
    package = award.written[0].path
    checked(dialog, qtbot, package)
    assert dialog.verdict.text() == "The file is whole; not everything can be told here."
    assert told(dialog)["Signed by"].endswith("not known here")

    damaged = tmp_path / "damaged.jurypack"
    damaged.write_bytes(package.read_bytes()[:-5])
    checked(dialog, qtbot, damaged)
    assert dialog.verdict.text() == "The file is not in order."
    assert told(dialog)["Whole"] == "no"


def test_a_file_that_is_not_there_is_said_to_be_so(
    dialog: CheckFileDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    checked(dialog, qtbot, tmp_path / "gone.jurypack")
    assert dialog.verdict.text() == "The file could not be checked."
    assert "is not there" in dialog.detail.text()


def test_the_dialog_may_be_closed_while_a_file_is_checked(
    shell: Shell, workspace: Workspace, award: Award, qtbot: QtBot
) -> None:
    made = CheckFileDialog(shell.choosers, CheckController(shell, workspace))
    made.check(award.scores["astrid"])
    made.deleteLater()
    qtbot.waitUntil(lambda: not shell.jobs.is_busy(), timeout=20_000)


def test_everything_in_the_dialog_has_a_name(
    dialog: CheckFileDialog, qtbot: QtBot, award: Award
) -> None:
    checked(dialog, qtbot, award.written[0].path)
    assert dialog.windowTitle() == "Check a file"
    assert dialog.drop.accessibleName()
    for button in dialog.findChildren(QPushButton):
        assert button.text() or button.accessibleName()
    values = [label for label in dialog.card.findChildren(QLabel) if label.accessibleName()]
    assert any(label.accessibleName().startswith("Whose: ") for label in values)
