"""Tables taken in through the set-up page: seen first, columns chosen, taken in whole, undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.dialogs.import_table_dialog import ImportTableDialog, SheetDialog
from juryapp.gui.notify import Recorder
from juryapp.gui.pages.setup_page import SetupPage
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import StatTile
from window_setup import Bench, bench, draft, fill
from workplace import FJORDBY


@pytest.fixture
def on(qtbot: QtBot, shell: Shell, tmp_path: Path) -> Iterator[Bench]:
    with bench(qtbot, shell, tmp_path) as made:
        yield made


def setup(on: Bench, section: str = "nominees", **changes: object) -> SetupPage:
    on.workspace.new_edition(draft(**changes))
    page = SetupPage(on.shell, on.workspace)
    on.add(page, "packages")
    page.show_section(section)
    return page


def table(on: Bench, text: str, name: str = "table.csv") -> Path:
    path = on.folder / name
    path.write_text(text, encoding="utf-8")
    return path


def facts(dialog: ImportTableDialog) -> list[str]:
    layout = dialog.tiles_box.layout()
    assert layout is not None
    found = [layout.itemAt(n) for n in range(layout.count())]
    tiles = [item.widget() for item in found if item is not None]
    return [tile.accessibleName() for tile in tiles if isinstance(tile, StatTile)]


def test_a_table_is_looked_through_before_anything_is_taken_in(
    on: Bench, choosers: FakeChoosers
) -> None:
    page = setup(on)
    choosers.files = [FJORDBY / "nominations.csv"]

    on.press("Ctrl+O")
    dialog = on.dialog(ImportTableDialog)

    assert facts(dialog) == ["4 new nominees", "5 new nominations", "0 rows are here already"]
    assert dialog.submit_button.text() == "Take in 5 nominations"
    assert page.controller.view.nominees == ()
    dialog.reject()
    on.no_dialog()
    assert page.controller.view.nominees == ()


def test_taking_in_gathers_nominations_on_nominees_and_can_be_undone_and_redone(
    on: Bench, choosers: FakeChoosers
) -> None:
    page = setup(on)
    choosers.files = [FJORDBY / "nominations.csv"]
    on.press("Ctrl+O")

    on.dialog(ImportTableDialog).submit()

    on.until(lambda: page.controller.view.nominees)
    taken = page.controller.view
    assert [n.name for n in taken.nominees] == ["Fjordby", "Skogheim", "Elvestad", "Bergset"]
    assert len(taken.nominations) == 5
    on.no_dialog()
    on.press("Ctrl+Z")
    undone = page.controller.view
    assert (undone.nominees, undone.nominations) == ((), ())
    on.press("Ctrl+Shift+Z")
    again = page.controller.view
    assert (again.nominees, again.nominations) == (taken.nominees, taken.nominations)


def test_a_table_without_a_known_heading_is_taken_in_by_choosing_the_column(on: Bench) -> None:
    page = setup(on)
    page.nominees.take_files([table(on, "Foo;Bar\nÅsheim;Fordi\n")])
    dialog = on.dialog(ImportTableDialog)
    assert "There is no column for “Nominee”" in dialog.refusal.text()
    assert not dialog.submit_button.isEnabled()

    dialog.boxes["nominee"].choose("0")
    dialog.boxes["text"].choose("1")
    assert dialog.submit_button.isEnabled()
    dialog.submit()

    on.until(lambda: page.controller.view.nominees)
    assert page.controller.view.nominations[0].text == "Fordi"


def test_a_row_that_is_wrong_is_named_and_nothing_can_be_taken_in(on: Bench) -> None:
    page = setup(on)
    page.nominees.take_files([table(on, "Kandidat;Kategori\nÅsheim;Liten\nÅsheim;Stor\n")])

    dialog = on.dialog(ImportTableDialog)

    assert "Row 3: “Åsheim” stands in two categories." in dialog.refusal.text()
    dialog.submit()
    assert dialog.isVisible()
    dialog.reject()
    on.no_dialog()
    assert page.controller.view.nominees == ()


def test_what_should_be_looked_at_stands_below_with_its_row(on: Bench) -> None:
    page = setup(on)
    page.nominees.take_files([table(on, "Kandidat;Mottatt;Begrunnelse\nÅsheim;1/2/2026;Fordi\n")])

    dialog = on.dialog(ImportTableDialog)

    assert dialog.warnings_text.text().startswith("Row 2: “1/2/2026” may mean two dates.")
    dialog.reject()


def test_rows_that_are_here_already_bring_nothing(on: Bench) -> None:
    on.workspace.new_edition(draft())
    fill(on.workspace)
    page = SetupPage(on.shell, on.workspace)
    on.add(page)
    page.show_section("nominees")

    page.nominees.take_files([FJORDBY / "nominations.csv"])
    dialog = on.dialog(ImportTableDialog)

    assert dialog.submit_button.toolTip() == "All of it is here already."
    dialog.reject()


def test_a_file_that_is_refused_is_named_and_no_dialog_opens(on: Bench, notifier: Recorder) -> None:
    page = setup(on)

    page.nominees.take_files([table(on, "", "empty.csv")])

    on.until(notifier.titles)
    on.no_dialog()
    assert notifier.messages[0].weight == "error"


def test_a_workbook_with_several_sheets_asks_which(on: Bench) -> None:
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    book.active.append(["Kandidat"])
    book.active.append(["Feil ark"])
    right = book.create_sheet("Svar")
    right.append(["Kandidat", "Begrunnelse"])
    right.append(["Åsheim", "Fordi"])
    path = on.folder / "two.xlsx"
    book.save(path)
    page = setup(on)

    page.nominees.take_files([path])
    sheets = on.dialog(SheetDialog)
    sheets.sheet.choose("Svar")
    sheets.submit()

    on.dialog(ImportTableDialog).submit()
    on.until(lambda: page.controller.view.nominees)
    assert [n.name for n in page.controller.view.nominees] == ["Åsheim"]


def test_a_table_dropped_on_the_page_goes_to_the_section_that_is_seen(on: Bench) -> None:
    page = setup(on, "jurors")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(FJORDBY / "jurors.csv"))])

    page.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data,
                              Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))  # fmt: skip
    dialog = on.dialog(ImportTableDialog)

    assert facts(dialog)[0] == "3 new jurors"
    dialog.submit()
    on.until(lambda: page.controller.view.jurors)
    assert [str(j.role) for j in page.controller.view.jurors] == ["chair", "deputy_chair", "member"]


def test_jurors_brought_up_to_date_by_a_table_get_back_what_they_had(on: Bench) -> None:
    on.workspace.new_edition(draft())
    fill(on.workspace)
    page = SetupPage(on.shell, on.workspace)
    on.add(page)
    page.show_section("jurors")
    before = page.controller.view.jurors
    page.section.take_files([table(on, "Navn;Rolle\nAstrid Åsen;medlem\nNy Person;medlem\n")])
    dialog = on.dialog(ImportTableDialog)
    assert facts(dialog) == ["1 new juror", "1 juror is known and brought up to date"]

    dialog.submit()
    on.until(lambda: len(page.controller.view.jurors) == 4)
    after = page.controller.view.jurors
    assert str(after[0].role) == "member"
    on.workspace.undo_stack.undo()
    assert page.controller.view.jurors == before
    on.workspace.undo_stack.redo()

    assert page.controller.view.jurors == after


def test_the_empty_section_offers_the_import_first(on: Bench, choosers: FakeChoosers) -> None:
    page = setup(on)
    button = page.nominees.empty.buttons[0]
    assert isinstance(button, QPushButton)
    assert button.hasFocus()

    on.press("Space", button)

    assert choosers.asked == ["Take nominations in"]
