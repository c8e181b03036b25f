"""Excel ballots in the window: made for who is selected, read in with the rest, confirmed by e-mail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from juryapp.application.edition.rounds import open_round
from juryapp.application.packages.writing import write_packages
from juryapp.domain.packages import PackageKind
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.dialogs.letter_dialog import LetterDialog
from juryapp.gui.notify import Recorder
from juryapp.gui.pages.merge_tabs import TAKEN
from juryapp.gui.pages.packages_page import PackagesPage
from juryapp.gui.shell import Shell
from merge_award import ASTRID, Award, award, made
from window_setup import Bench, bench, draft
from window_setup import fill as fill_edition
from workbook_examples import fill

__all__ = ["award", "made"]  # fixtures


@pytest.fixture
def on(qtbot: QtBot, shell: Shell, tmp_path: Path) -> Iterator[Bench]:
    with bench(qtbot, shell, tmp_path) as bench_:
        yield bench_


def packages(on: Bench) -> PackagesPage:
    on.workspace.new_edition(draft())
    fill_edition(on.workspace)
    open_round(on.workspace.session)
    page = PackagesPage(on.shell, on.workspace)
    on.add(page, "setup", "merge")
    return page


def make(on: Bench, page: PackagesPage, choosers: FakeChoosers) -> list[Path]:
    folder = on.folder / "out"
    choosers.target = folder
    with on.qtbot.waitSignal(page.controller.made, timeout=20_000):
        page.workbook.click()
    return sorted(folder.iterdir())


def test_an_excel_ballot_is_made_for_the_selected_juror_after_saying_what_it_is(
    on: Bench, choosers: FakeChoosers, notifier: Recorder
) -> None:
    page = packages(on)

    files = make(on, page, choosers)

    assert [file.name for file in files] == ["2026-01-AA.xlsx"]
    assert choosers.asked == [
        "Make an Excel ballot for 1 juror?",
        "Where should the Excel ballots lie?",
    ]
    assert notifier.titles() == ["1 Excel ballot has been made."]
    assert page.controller.kind is PackageKind.SCORE
    row = page.model.rows()[0]
    assert [column.text(row) for column in page.model.columns][2] == "Excel ballot"


def test_its_letter_says_how_it_is_filled_in_and_that_the_marks_are_to_be_confirmed(
    on: Bench, choosers: FakeChoosers
) -> None:
    page = packages(on)
    make(on, page, choosers)

    assert "Excel workbook (2026-01-AA.xlsx)" in page.detail.body.toPlainText()
    assert "you confirm them by answering" in page.detail.body.toPlainText()
    assert not page.controller.passwords


def test_a_no_makes_none(on: Bench, choosers: FakeChoosers) -> None:
    page = packages(on)
    choosers.agrees = False
    page.workbook.click()
    assert choosers.asked == ["Make an Excel ballot for 1 juror?"]
    assert page.controller.overview.lines[0].score is None


def ballot(award: Award, **given: object) -> Path:
    """Bjarne's Excel ballot, filled in."""
    juror = award.packages[1].juror
    folder = award.workplace.folder / "workbooks"
    session = award.workspace.session
    written, _ = write_packages(session, folder, jurors=[juror.id], workbook=True)
    path = folder / "bjarne.xlsx"
    filled = fill(written[0].path)
    for key, value in given.items():
        filled.put("Fjordby", f"mark:{key}", value)
    path.write_bytes(filled.bytes())
    return path


def test_an_excel_ballot_is_looked_at_read_in_and_shown_as_not_signed(award: Award) -> None:
    path = ballot(award)

    award.look_at(award.whole(ASTRID), path)

    assert ("Bjarne Øvrebø", "4 of 4, complete · Excel, not signed") in award.words()
    award.page.waiting.choose(path)
    assert "ask Bjarne Øvrebø to confirm the marks" in award.label("file_sentence")

    award.page.controller.read_in()
    award.wait()

    taken = award.page.taken.rows.model.all_rows()
    assert sorted(bool(row.origin) for row in taken) == [False, True]


def test_the_juror_is_asked_to_confirm_by_a_letter_that_lists_the_marks(award: Award) -> None:
    award.read_in(ballot(award))
    award.page.show_view(TAKEN)
    confirm = award.page.findChild(QPushButton, "ask_to_confirm")
    assert isinstance(confirm, QPushButton)
    assert confirm.isVisibleTo(award.page)

    confirm.click()

    dialog = award.dialog(LetterDialog)
    assert isinstance(dialog, LetterDialog)
    assert "Samarbeid" in dialog.text.toPlainText()
    dialog.reject()


def test_a_bad_cell_is_named_in_the_list(award: Award) -> None:
    path = ballot(award, SAM="good")

    award.look_at(path)

    assert award.words() == [("bjarne.xlsx", "Refused")]
    assert "“good” is no answer to “Samarbeid”" in award.label("file_sentence")
