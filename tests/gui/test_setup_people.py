"""The set-up page: nominees, the nominations gathered on them, and jurors; every edit is undone again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from juryapp.domain.jury import Role
from juryapp.gui.dialogs.juror_dialog import JurorDialog
from juryapp.gui.dialogs.nomination_dialog import NominationDialog, NominationMoveDialog
from juryapp.gui.dialogs.nominee_dialog import NomineeDialog
from juryapp.gui.notify import Recorder
from juryapp.gui.pages.setup_jurors import JurorsSection
from juryapp.gui.pages.setup_page import SetupPage
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import ToolButton
from window_setup import Bench, bench, draft, fill


@pytest.fixture
def on(qtbot: QtBot, shell: Shell, tmp_path: Path) -> Iterator[Bench]:
    with bench(qtbot, shell, tmp_path) as made:
        yield made


def setup(
    on: Bench, section: str = "award", *, filled: bool = True, **changes: object
) -> SetupPage:
    on.workspace.new_edition(draft(**changes))
    if filled:
        fill(on.workspace)
    page = SetupPage(on.shell, on.workspace)
    on.add(page, "packages")
    page.show_section(section)
    return page


def jurors(page: SetupPage) -> JurorsSection:
    section = page.section
    assert isinstance(section, JurorsSection)
    return section


def undo(on: Bench) -> None:
    on.workspace.undo_stack.undo()


def names(page: SetupPage) -> list[str]:
    return [n.name for n in page.controller.view.nominees]


# --- nominees and nominations


def test_a_nominee_is_added_changed_and_both_are_undone(on: Bench) -> None:
    page = setup(on, "nominees")
    on.press("Ctrl+N")
    dialog = on.dialog(NomineeDialog)
    on.qtbot.keyClicks(dialog.name, "Åsheim")
    on.press("Return", dialog.name)
    on.no_dialog()
    assert names(page)[-1] == "Åsheim"

    page.nominees.show_nominee(page.controller.view.nominees[-1].id)
    on.press("Return", page.nominees.table)
    again = on.dialog(NomineeDialog)
    again.place.setText("Nord")
    again.submit()

    assert page.controller.view.nominees[-1].place == "Nord"
    undo(on)
    undo(on)
    assert "Åsheim" not in names(page)


def test_a_nominee_needs_a_category_first(on: Bench, notifier: Recorder) -> None:
    setup(on, "nominees", filled=False, categories=())

    on.press("Ctrl+N")

    assert notifier.titles() == ["Add a category first."]


def test_a_removed_nominee_comes_back_with_its_nominations(on: Bench) -> None:
    page = setup(on, "nominees")
    before = page.controller.view.nominations

    on.find(QPushButton, "remove_nominee").click()
    assert "Fjordby" not in names(page)
    assert len(page.controller.view.nominations) == len(before) - 2
    undo(on)

    assert page.controller.view.nominations == before
    assert "Fjordby" in names(page)


def test_a_withdrawn_nominee_is_kept_and_marked(on: Bench) -> None:
    page = setup(on, "nominees")

    on.find(QPushButton, "withdraw_nominee").click()

    assert page.controller.view.nominees[0].withdrawn
    row = page.nominees.model.rows()[0]
    assert page.nominees.model.columns[4].text(row) == "Withdrawn"
    assert on.find(QPushButton, "withdraw_nominee").text() == "Take back in"
    undo(on)
    assert not page.controller.view.nominees[0].withdrawn


def test_a_nomination_is_gathered_on_another_nominee(on: Bench) -> None:
    page = setup(on, "nominees")
    on.find(ToolButton, "move_nomination_2").click()
    dialog = on.dialog(NominationMoveDialog)
    on.until(dialog.filter.hasFocus)

    on.qtbot.keyClicks(dialog.filter, "skog")
    on.press("Return", dialog.filter)
    on.no_dialog()

    skogheim = next(n for n in page.controller.view.nominees if n.name == "Skogheim")
    assert len(page.controller.view.nominations_of(skogheim.id)) == 2
    undo(on)
    assert len(page.controller.view.nominations_of(skogheim.id)) == 1


def test_a_nomination_is_added_changed_and_removed(on: Bench) -> None:
    page = setup(on, "nominees")
    fjordby = page.controller.view.nominees[0].id
    on.find(QPushButton, "add_nomination").click()
    dialog = on.dialog(NominationDialog)
    dialog.submit()
    assert dialog.problem.text()
    dialog.nominator.setText("Åse Prøve")
    dialog.received.setText("3. mars 2026")
    dialog.own.setChecked(True)
    dialog.submit()
    added = page.controller.view.nominations_of(fjordby)[-1]
    assert (added.nominator, added.received, str(added.relation)) == (
        "Åse Prøve",
        "2026-03-03",
        "self",
    )

    on.find(ToolButton, "change_nomination_3").click()
    again = on.dialog(NominationDialog)
    again.text.setPlainText("Fordi.")
    again.submit()
    assert page.controller.view.nominations_of(fjordby)[-1].text == "Fordi."
    on.find(ToolButton, "remove_nomination_3").click()

    assert len(page.controller.view.nominations_of(fjordby)) == 2
    for _step in range(3):
        undo(on)
    assert len(page.controller.view.nominations_of(fjordby)) == 2


def test_the_filter_keeps_the_nominees_that_are_meant(on: Bench) -> None:
    page = setup(on, "nominees")
    on.press("Ctrl+F")

    on.qtbot.keyClicks(page.nominees.filter, "elv")

    assert [r.nominee.name for r in page.nominees.model.rows()] == ["Elvestad"]


def test_what_cannot_be_kept_stays_in_its_dialog(on: Bench, notifier: Recorder) -> None:
    page = setup(on, "nominees")
    on.find(QPushButton, "add_nomination").click()
    dialog = on.dialog(NominationDialog)
    dialog.text.setPlainText("x" * 30_000)

    dialog.submit()

    assert dialog.isVisible()
    assert dialog.problem.text()
    assert notifier.titles()
    dialog.text.setPlainText("Fordi.")
    dialog.submit()
    assert len(page.controller.view.nominations_of(page.controller.view.nominees[0].id)) == 3


# --- jurors


def test_a_juror_is_added_by_keyboard_with_a_role(on: Bench) -> None:
    page = setup(on, "jurors")
    on.press("Ctrl+N")
    dialog = on.dialog(JurorDialog)
    dialog.role.choose(str(Role.OBSERVER))
    assert "no marks" in dialog.does.text()

    on.qtbot.keyClicks(dialog.name, "Øyvind Øst")
    on.press("Ctrl+Return", dialog.name)
    on.no_dialog()

    added = page.controller.view.jurors[-1]
    assert (added.name, added.role, added.number) == ("Øyvind Øst", Role.OBSERVER, 4)
    undo(on)
    assert len(page.controller.view.jurors) == 3


def test_a_juror_who_left_is_kept_and_gives_no_marks(on: Bench) -> None:
    page = setup(on, "jurors")

    on.find(QPushButton, "juror_leaves").click()

    assert page.controller.view.jurors[0].left
    assert on.find(QPushButton, "juror_leaves").text() == "Is back"


def test_a_juror_is_removed_and_put_back(on: Bench) -> None:
    page = setup(on, "jurors")
    before = page.controller.view.jurors

    on.press("Delete", jurors(page).table)
    assert len(page.controller.view.jurors) == 2
    undo(on)

    assert page.controller.view.jurors == before
