"""The start page: who sits here, what can be gone on with, files, new editions, backups."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from juryapp.application.copies.backups import back_up
from juryapp.application.edition.jurors import import_jurors
from juryapp.application.edition.nominations import import_nominations
from juryapp.application.edition.rounds import open_round
from juryapp.application.packages.writing import write_packages
from juryapp.domain.jury import Juror
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.controllers.start import CHAIR, JUROR, SECRETARIAT
from juryapp.gui.dialogs.edition_dialog import EditionDialog
from juryapp.gui.dialogs.package_password_dialog import PackagePasswordDialog
from juryapp.gui.notify import Recorder
from juryapp.gui.pages.start_page import StartPage
from juryapp.gui.pages.start_parts import ActionCard
from juryapp.gui.settings import Recent
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import RowList
from window_setup import Bench, bench, draft
from workplace import FJORDBY, services_in

OTHERS = ("setup", "packages", "merge", "results", "decisions", "protocol", "desk")


@pytest.fixture
def on(qtbot: QtBot, shell: Shell, tmp_path: Path) -> Iterator[Bench]:
    with bench(qtbot, shell, tmp_path) as made:
        yield made


def start(on: Bench, role: str = SECRETARIAT) -> StartPage:
    on.shell.settings.change(role=role)
    page = StartPage(on.shell, on.workspace)
    on.add(page, *OTHERS)
    return page


def an_edition(on: Bench, **changes: object) -> None:
    on.workspace.new_edition(draft(**changes))
    on.workspace.close()


def a_package(on: Bench, *, password: str = "") -> Path:
    """Return a package that another machine's secretariat made."""
    services = services_in(on.folder / "elsewhere")
    from juryapp.application.edition.editions import new_edition

    session = new_edition(services, draft())
    import_nominations(session, services.tables.read(FJORDBY / "nominations.csv"))
    import_jurors(session, services.tables.read(FJORDBY / "jurors.csv"))
    open_round(session)
    with session.reading() as uow:
        juror: Juror = uow.jurors.all()[1]
    words = {juror.id: password} if password else {}
    written, _changes = write_packages(
        session, on.folder / "packages", jurors=[juror.id], passwords=words
    )
    session.close()
    return written[0].path


def titles(page: StartPage) -> list[str]:
    return [row.title for row in page.rows.rows.rows()]


def test_who_sits_here_is_asked_once_and_kept(on: Bench) -> None:
    page = start(on, "")
    assert page.question.isVisible()
    assert page.role_cards[JUROR].hasFocus()

    on.press("Tab")
    on.press("Return")

    assert on.shell.settings.values.role == SECRETARIAT
    assert not page.question.isVisible()
    assert page.new_award.isVisible()


def test_it_can_be_asked_again(on: Bench) -> None:
    page = start(on, JUROR)

    on.find(QPushButton, "change_role").click()

    assert page.question.isVisible()


@pytest.mark.parametrize(("role", "makes", "restores"), [(JUROR, False, False), (CHAIR, False, True),
                                                         (SECRETARIAT, True, True)])  # fmt: skip
def test_each_sees_only_the_buttons_that_are_theirs(
    on: Bench, role: str, makes: bool, restores: bool
) -> None:
    page = start(on, role)

    assert page.new_award.isVisible() is makes
    assert page.new_edition.isVisible() is makes
    assert page.restore.isVisible() is restores
    offered = {action.id for action in page.page_actions() if action.enabled()}
    assert ("start.new" in offered) is makes
    assert ("start.restore" in offered) is restores


def test_a_juror_is_told_how_it_goes_and_sees_no_editions(on: Bench) -> None:
    an_edition(on)

    page = start(on, JUROR)

    assert titles(page) == []
    assert page.steps.isVisible()
    assert page.nothing.isVisible()


def test_before_the_services_are_there_nothing_can_be_made_and_the_list_rests(
    qtbot: QtBot, shell: Shell, tmp_path: Path
) -> None:
    with bench(qtbot, shell, tmp_path, ready=False) as on:
        page = start(on)
        assert page.resting.isVisible()
        assert not page.new_award.isEnabled()
        assert page.new_award.toolTip()

        on.workspace.provide(services_in(tmp_path / "data"))
        page.services_ready()

        assert not page.resting.isVisible()
        assert page.nothing.isVisible()
        assert page.new_award.isEnabled()


def test_a_file_given_before_the_services_are_there_is_opened_when_they_are(
    qtbot: QtBot, shell: Shell, tmp_path: Path
) -> None:
    with bench(qtbot, shell, tmp_path, ready=False) as on:
        page = start(on, "")
        shell.files_given.emit([a_package(on)])
        assert on.shown() == "start"

        on.workspace.provide(services_in(tmp_path / "data"))
        page.services_ready()

        assert on.shown() == "desk"


def test_editions_are_listed_with_their_state_and_opened_by_enter(on: Bench) -> None:
    an_edition(on, id="A-2025", title="Fjordprisen 2025", year=2025)
    an_edition(on)
    page = start(on)
    rows = {row.title: row.badge for row in page.rows.rows.rows()}
    assert rows == {"Fjordprisen 2026": "Being set up", "Fjordprisen 2025": "Being set up"}
    assert page.rows.hasFocus()

    on.press("Return")

    on.until(lambda: on.shown() == "setup")
    assert on.workspace.session.edition().title in rows


def test_an_edition_whose_round_is_open_leads_to_the_next_needed_step(on: Bench) -> None:
    on.workspace.new_edition(draft())
    tables = on.workspace.services.tables
    import_nominations(on.workspace.session, tables.read(FJORDBY / "nominations.csv"))
    import_jurors(on.workspace.session, tables.read(FJORDBY / "jurors.csv"))
    open_round(on.workspace.session)
    on.workspace.close()
    page = start(on)
    assert page.rows.rows.rows()[0].badge == "Open for marks"

    on.press("Return")

    on.until(lambda: on.shown() == "packages")


def test_a_damaged_edition_is_a_line_that_says_so(on: Bench, notifier: Recorder) -> None:
    folder = on.workspace.services.data.editions
    folder.mkdir(parents=True)
    (folder / "BROKEN.jurydb").write_bytes(b"SQLite format 3\0" + bytes(4000))
    page = start(on)
    assert page.rows.rows.rows()[0].badge == "Cannot be opened"

    on.press("Return")

    on.until(notifier.titles)
    assert not on.workspace.is_open


def test_one_that_is_gone_is_shown_as_missing_and_can_be_taken_off_the_list(
    on: Bench, notifier: Recorder
) -> None:
    on.shell.settings.remember(Recent(path="/nowhere/old.jurydb", title="Gammel pris"))
    page = start(on)
    assert page.rows.rows.rows()[0].badge == "Not found"

    on.press("Return")
    on.until(notifier.messages.__len__)
    text, take_off = notifier.messages[0].buttons[0]
    take_off()

    assert text == "Take it off the list"
    assert titles(page) == []


def test_a_jury_package_opens_the_desk_and_answers_who_sits_here(on: Bench) -> None:
    page = start(on, "")

    page.controller.take_files([a_package(on)])

    assert on.shown() == "desk"
    assert on.shell.settings.values.role == JUROR


def test_a_desk_is_gone_on_with_by_its_juror(on: Bench) -> None:
    page = start(on, JUROR)
    page.controller.take_files([a_package(on)])
    on.workspace.close()

    on.window.show_page("start")

    row = page.rows.rows.rows()[0]
    assert (row.title, row.badge) == ("Fjordprisen 2026", "0 of 4")
    assert "Bjarne Øvrebø" in row.subtitle
    assert page.heading.text() == "Good day, Bjarne"
    on.press("Return", page.rows)
    on.until(lambda: on.shown() == "desk")


def test_a_locked_package_asks_for_its_password_until_it_is_right(on: Bench) -> None:
    page = start(on, JUROR)
    page.controller.take_files([a_package(on, password="bato-kimu")])
    dialog = on.dialog(PackagePasswordDialog)
    field = dialog.findChild(QLineEdit, "package_password")
    assert field is not None
    on.qtbot.keyClicks(field, "wrong")
    on.press("Return", field)
    again = on.dialog(PackagePasswordDialog)
    on.until(again.form.has_errors)

    field = again.findChild(QLineEdit, "package_password")
    assert field is not None
    on.qtbot.keyClicks(field, "bato-kimu")
    on.press("Return", field)

    on.until(lambda: on.shown() == "desk")


def test_a_juror_is_told_what_a_score_file_is_for(on: Bench, notifier: Recorder) -> None:
    page = start(on, JUROR)

    page.controller.take_files([Path("2026-01-AA.juryscore")])

    assert "sent to the secretariat" in notifier.titles()[0]


@pytest.mark.parametrize("role", [JUROR, SECRETARIAT])
def test_a_foreign_file_is_named_and_refused(on: Bench, notifier: Recorder, role: str) -> None:
    page = start(on, role)

    page.controller.take_files([Path("menu.docx")])

    assert "“menu.docx” cannot be opened here." in notifier.titles()[0]


def test_score_files_go_to_the_open_edition(on: Bench) -> None:
    page = start(on)
    on.workspace.new_edition(draft())
    files = [Path("a.juryscore"), Path("b.juryscore")]

    page.controller.take_files(files)

    assert on.shown() == "merge"
    assert on.given()[-1] == files


def test_score_files_open_the_only_edition_there_is(on: Bench, tmp_path: Path) -> None:
    an_edition(on)
    page = start(on)
    file = tmp_path / "a.juryscore"
    file.write_text("{}", encoding="utf-8")

    page.controller.take_files([file])

    assert on.shown() == "merge"
    assert on.given()[-1] == [file]


def test_score_files_wait_where_it_is_not_clear_which_edition_is_theirs(
    on: Bench, tmp_path: Path, notifier: Recorder
) -> None:
    an_edition(on, id="A-2025", title="Fjordprisen 2025", year=2025)
    an_edition(on)
    page = start(on)
    file = tmp_path / "a.juryscore"
    file.write_text("{}", encoding="utf-8")

    page.controller.take_files([file])
    assert notifier.titles() == ["1 score file waits."]
    page.rows.setFocus()
    on.press("Return")

    on.until(lambda: on.shown() == "merge")
    assert on.given()[-1] == [file]


def test_files_dropped_on_the_page_are_taken(on: Bench) -> None:
    page = start(on, "")
    package = a_package(on)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(package))])
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier)  # fmt: skip

    page.drop.dropEvent(event)

    assert on.shown() == "desk"


def test_ctrl_o_asks_for_the_files_of_ones_role(on: Bench, choosers: FakeChoosers) -> None:
    start(on, JUROR)

    on.press("Ctrl+O")

    assert choosers.asked == ["Open a file"]


def test_a_new_award_is_made_by_keyboard_and_goes_to_its_set_up(on: Bench) -> None:
    start(on)

    on.press("Ctrl+N")
    dialog = on.dialog(EditionDialog)
    on.until(dialog.award_name.hasFocus)
    on.qtbot.keyClicks(dialog.award_name, "Fyrprisen")
    assert dialog.edition_title.text().startswith("Fyrprisen 20")
    on.press("Return", dialog.award_name)

    on.until(lambda: on.shown() == "setup")
    with on.workspace.session.reading() as uow:
        assert uow.edition().award_name == "Fyrprisen"
        assert len(uow.criteria.all()) == 3


def test_an_award_without_a_name_is_not_made(on: Bench) -> None:
    start(on)
    on.press("Ctrl+N")
    dialog = on.dialog(EditionDialog)

    dialog.submit()

    assert dialog.form.has_errors()
    assert dialog.isVisible()
    dialog.reject()


def test_a_deadline_that_is_no_day_is_not_taken(on: Bench) -> None:
    start(on)
    on.press("Ctrl+N")
    dialog = on.dialog(EditionDialog)
    dialog.award_name.setText("Fyrprisen")
    dialog.edition_title.setText("Fyrprisen 2026")
    dialog.deadline.setText("31.11.2026")

    dialog.submit()

    assert dialog.form.row("deadline").error.text()
    dialog.deadline.setText("30.11.2026")
    dialog.submit()
    on.until(lambda: on.shown() == "setup")
    assert on.workspace.session.edition().deadline == "2026-11-30"


def test_a_new_edition_is_as_the_last_one_with_the_year_counted_up(on: Bench) -> None:
    an_edition(on)
    page = start(on)

    page.new_edition.click()
    dialog = on.dialog(EditionDialog)

    assert dialog.edition_title.text() == "Fjordprisen 2027"
    assert dialog.year.value() == 2027
    dialog.submit()
    on.until(lambda: on.shown() == "setup")
    with on.workspace.session.reading() as uow:
        assert [c.name for c in uow.criteria.all()] == ["Samarbeid", "Nyskaping"]
        assert uow.edition().deadline == ""


def test_an_edition_can_be_made_from_a_file(on: Bench, choosers: FakeChoosers) -> None:
    start(on)
    choosers.files = [FJORDBY / "edition.toml"]
    on.press("Ctrl+N")
    dialog = on.dialog(EditionDialog)

    dialog.source.choose("file")

    assert dialog.award_name.text() == "Fjordprisen"
    assert dialog.edition_title.text() == "Fjordprisen 2026"
    dialog.reject()


def test_a_file_that_is_no_edition_is_refused_and_nothing_is_made(
    on: Bench, notifier: Recorder, tmp_path: Path
) -> None:
    page = start(on)
    bad = tmp_path / "bad.toml"
    bad.write_text("[award", encoding="utf-8")

    page.controller.take_files([bad])

    on.no_dialog()
    assert "bad.toml" in notifier.titles()[0]
    assert on.workspace.services.store.editions() == []


def test_a_backup_is_asked_about_checked_and_put_in(
    on: Bench, choosers: FakeChoosers, notifier: Recorder
) -> None:
    on.workspace.new_edition(draft())
    copy = back_up(on.workspace.session, on.folder / "copy.jurydb")
    on.workspace.close()
    for file in on.workspace.services.data.editions.iterdir():
        file.unlink()
    on.shell.settings.change(recent=())
    page = start(on)
    assert titles(page) == []

    page.controller.take_files([copy])

    assert choosers.asked == ["Put this backup in as an edition?"]
    on.until(lambda: titles(page) == ["Fjordprisen 2026"])
    assert notifier.messages[-1].weight == "ok"


def test_a_backup_is_left_alone_when_the_answer_is_no(on: Bench, choosers: FakeChoosers) -> None:
    page = start(on)
    choosers.agrees = False
    copy = on.folder / "copy.jurydb"
    copy.write_bytes(b"")

    page.controller.take_files([copy])

    assert titles(page) == []


def test_the_sample_is_asked_for(on: Bench) -> None:
    page = start(on)

    with on.qtbot.waitSignal(page.sample_requested):
        on.find(ActionCard, "sample").click()


def test_after_a_crash_it_says_that_everything_is_in_place(on: Bench) -> None:
    an_edition(on)
    page = start(on)

    page.show_recovery()

    assert page._banner is not None
    assert page._banner.title.text().startswith("Everything is in place, last saved")


def test_live_data_is_shown_without_its_folder(on: Bench) -> None:
    an_edition(on)

    page = start(on)

    assert str(on.folder) not in page.rows.rows.rows()[0].subtitle


def test_every_control_has_a_name_and_can_be_reached(on: Bench) -> None:
    page = start(on)

    for card in page.findChildren(ActionCard):
        assert card.accessibleName()
        assert card.objectName()
    assert page.drop.accessibleName()
    assert page.findChild(RowList, "places").accessibleName()  # type: ignore[union-attr]
