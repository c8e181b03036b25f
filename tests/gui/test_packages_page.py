"""The packages page: who has one, making them, passwords shown once, letters, what has come back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from juryapp.application.edition.jurors import put_juror
from juryapp.application.edition.rounds import close_round, open_round
from juryapp.base.errors import FileFormatError
from juryapp.domain.packages import PackageKind
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.notify import Recorder
from juryapp.gui.pages.packages_page import PackagesPage
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import Label
from window_setup import Bench, bench, draft, fill
from workplace import Workplace, ballot, services_in

BJARNE = 1  # place in the table


@pytest.fixture
def on(qtbot: QtBot, shell: Shell, tmp_path: Path) -> Iterator[Bench]:
    with bench(qtbot, shell, tmp_path) as made:
        yield made


def packages(
    on: Bench,
    *,
    opened: bool = True,
    by_mail: bool = False,
    kind: PackageKind | None = PackageKind.SCORE,
) -> PackagesPage:
    """The page; `kind` None leaves the choice to it."""
    on.workspace.new_edition(draft())
    fill(on.workspace)
    if opened:
        open_round(on.workspace.session)
    page = PackagesPage(on.shell, on.workspace)
    page.controller.by_mail = by_mail
    if kind is not None:
        page.controller.choose_kind(kind)
    on.add(page, "setup", "merge")
    return page


def make(on: Bench, page: PackagesPage, choosers: FakeChoosers) -> list[Path]:
    folder = on.folder / "out"
    choosers.target = folder
    with on.qtbot.waitSignal(page.controller.made, timeout=20_000):
        page.make.click()
    return sorted(folder.iterdir())


def cells(page: PackagesPage, place: int) -> list[str]:
    row = page.model.rows()[place]
    return [column.text(row) for column in page.model.columns]


def test_before_the_round_is_open_it_leads_to_the_check(on: Bench) -> None:
    page = packages(on, opened=False)
    assert page.not_open.buttons[0].hasFocus()

    on.press("Space", page.not_open.buttons[0])

    assert on.shown() == "setup"
    assert on.given() == ["check"]


def test_a_package_is_made_for_each_juror_into_the_chosen_folder(
    on: Bench, choosers: FakeChoosers, notifier: Recorder
) -> None:
    page = packages(on)
    assert page.make.text() == "Make 3 packages …"

    files = make(on, page, choosers)

    assert choosers.asked == ["Where should the packages lie?"]
    assert [f.name for f in files] == [
        "2026-01-AA.jurypack",
        "2026-02-BO.jurypack",
        "2026-03-CC.jurypack",
    ]
    assert [cells(page, n)[2] for n in range(3)] == ["Made", "Made", "Made"]
    assert notifier.titles() == ["3 packages have been made."]
    assert "3 of 3 have a package" in page.summary.text()
    assert not on.workspace.undo_stack.canUndo()


def test_the_primary_button_then_leads_to_the_score_files(
    on: Bench, choosers: FakeChoosers
) -> None:
    page = packages(on)
    make(on, page, choosers)

    page.make.click()

    assert on.shown() == "merge"


def test_nothing_is_made_when_no_folder_is_chosen(on: Bench, choosers: FakeChoosers) -> None:
    page = packages(on)
    choosers.target = None

    on.press("Ctrl+M")

    assert len(page.controller.lacking()) == 3


def test_by_mail_each_package_has_a_password_that_is_shown_once_and_opens_it(
    on: Bench, choosers: FakeChoosers
) -> None:
    page = packages(on, by_mail=True)
    page.controller.refresh()
    assert page.way_text.text().startswith("Each package is locked")

    files = make(on, page, choosers)

    words = [on.find(Label, f"password_{n}").text() for n in (1, 2, 3)]
    assert len(set(words)) == 3
    on.until(page.passwords.done.hasFocus)
    codec = services_in(on.folder / "juror").packages
    with pytest.raises(FileFormatError) as refused:
        codec.read(files[0])
    assert refused.value.code == "E-LOCKED"
    assert codec.read(files[0], password=words[0]).content.juror_name == "Astrid Åsen"
    page.passwords.copy.click()
    assert words[2] in QGuiApplication.clipboard().text()

    page.passwords.done.click()

    assert page.controller.passwords == {}
    assert page.table.isVisible()


def test_passwords_are_gone_when_the_edition_is_closed(on: Bench, choosers: FakeChoosers) -> None:
    page = packages(on, by_mail=True)
    make(on, page, choosers)

    on.workspace.close()

    assert page.controller.passwords == {}


def test_without_a_password_it_says_who_can_read_the_file(on: Bench) -> None:
    page = packages(on, by_mail=True)

    page.controller.choose_way(by_mail=False)

    assert page.way_text.text() == (
        "Without a password, everyone who gets this file can read the nominations."
    )
    page.controller.choose_kind(PackageKind.DECLARE)
    assert "who is nominated" in page.way_text.text()


def test_space_takes_the_password_off_one_juror(on: Bench, choosers: FakeChoosers) -> None:
    page = packages(on, by_mail=True)
    page.controller.refresh()
    page.table.choose(page.model.key_at(BJARNE))

    on.press("Space", page.table)

    assert [cells(page, n)[3] for n in range(3)] == ["Yes", "No", "Yes"]
    assert page.way_text.text().startswith("Without a password")
    assert not page.detail.locked.isChecked()
    files = make(on, page, choosers)
    assert set(page.controller.passwords) == {page.model.rows()[n].line.juror.id for n in (0, 2)}
    assert services_in(on.folder / "juror").packages.read(files[BJARNE]).content.juror_number == 2


def test_the_letter_is_ready_to_be_copied_and_says_what_is_true(
    on: Bench, choosers: FakeChoosers, notifier: Recorder
) -> None:
    page = packages(on)
    assert page.detail.no_letter.isVisible()
    make(on, page, choosers)

    on.press("Ctrl+L")

    text = QGuiApplication.clipboard().text()
    assert text.startswith("Fjordprisen 2026: your jury package\n\nDear Astrid Åsen,")
    assert "2026-01-AA.jurypack" in text
    assert "Everyone who gets this file can read the nominations" in text
    assert "1 January 2099" in text
    assert notifier.words == ["Letter copied"]


def test_a_missing_address_is_said_at_the_button(on: Bench) -> None:
    packages(on)

    button = on.find(QPushButton, "write_mail")

    assert not button.isEnabled()
    assert "Add it in the set-up" in button.toolTip()


@pytest.mark.parametrize("has_mail", [True, False])
def test_the_letter_goes_to_the_mail_program_where_there_is_one(
    on: Bench, choosers: FakeChoosers, notifier: Recorder, has_mail: bool
) -> None:
    page = packages(on)
    make(on, page, choosers)
    first = page.controller.overview.lines[0].juror
    on.workspace.change(
        lambda: put_juror(on.workspace.session, replace(first, email="astrid@example.org"))
    )
    choosers.has_mail = has_mail

    on.find(QPushButton, "write_mail").click()

    assert choosers.letters[0][:2] == ("astrid@example.org", "Fjordprisen 2026: your jury package")
    assert ("No mail program could be opened." in notifier.titles()) is not has_mail


def test_a_new_package_for_one_juror_is_asked_about_first(
    on: Bench, choosers: FakeChoosers
) -> None:
    page = packages(on)
    make(on, page, choosers)
    page.table.choose(page.model.key_at(BJARNE))

    with on.qtbot.waitSignal(page.controller.made, timeout=20_000):
        page.again.click()

    assert choosers.asked[-1] == "Make a new package for 1 juror?"
    assert cells(page, BJARNE)[2] == "Made, issue 2"
    assert cells(page, 0)[2] == "Made"


def test_declare_packages_are_counted_by_themselves(on: Bench, choosers: FakeChoosers) -> None:
    page = packages(on)
    make(on, page, choosers)

    page.controller.choose_kind(PackageKind.DECLARE)

    assert len(page.controller.lacking()) == 3
    assert page.make.text() == "Make 3 packages"
    with on.qtbot.waitSignal(page.controller.made, timeout=20_000):
        page.make.click()
    assert page.controller.lacking() == ()


def test_what_has_come_back_is_seen(on: Bench, choosers: FakeChoosers) -> None:
    from juryapp.application.merge.merging import merge, preview_merge
    from juryapp.application.packages.writing import write_packages

    page = packages(on)
    session = on.workspace.session
    written, _changes = write_packages(session, on.folder / "packages")
    jurors = Workplace(session, on.folder)
    files = [jurors.scored(written[0], ballot("astrid"))]
    merge(session, preview_merge(session, files))

    on.window.show_page("packages")

    assert cells(page, 0)[4:] == ["4 of 4", "Complete"]
    assert cells(page, BJARNE)[4:] == ["0 of 4", "Not received"]
    assert "1 of 3 have answered in full" in page.summary.text()


def test_a_closed_round_makes_no_packages_and_says_why(on: Bench) -> None:
    page = packages(on)

    on.workspace.change(lambda: close_round(on.workspace.session))

    assert not page.make.isEnabled()
    assert page.make.toolTip().startswith("The round is closed.")


def test_on_a_computer_without_the_keys_it_says_where_they_are(on: Bench) -> None:
    page = packages(on)
    for key in on.workspace.services.data.keys.rglob("*"):
        if key.is_file():
            key.unlink()

    on.window.show_page("packages")

    assert "Type the recovery phrase" in page.make.toolTip()


def test_the_folder_is_opened_in_the_file_manager(on: Bench, choosers: FakeChoosers) -> None:
    page = packages(on)
    make(on, page, choosers)

    page.open.click()

    assert choosers.folders == [on.folder / "out"]


def test_a_folder_that_cannot_be_written_is_told_and_nothing_counts_as_made(
    on: Bench, choosers: FakeChoosers, notifier: Recorder
) -> None:
    page = packages(on)
    choosers.target = on.folder / "a file"
    choosers.target.write_text("x", encoding="utf-8")

    page.make.click()

    on.until(notifier.titles)
    assert notifier.messages[0].weight == "error"
    assert len(page.controller.lacking()) == 3
    assert page.controller.passwords == {}
