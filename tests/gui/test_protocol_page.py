"""The page of the protocol: the meeting as it is typed, the draft as it would be printed, approving once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from award_pages import JURORS, button, label, log_of, make_award, nominee_called, opening
from juryapp.application.decisions.deciding import decide
from juryapp.application.edition.editions import new_edition, open_edition
from juryapp.application.edition.files import parse_edition
from juryapp.application.protocol.printing import approved
from juryapp.base.errors import RuleError
from juryapp.domain.decisions import Outcome
from juryapp.domain.protocol import Meeting
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.models.protocol import advice_rows, hex_groups, short_digest
from juryapp.gui.notify import Recorder
from juryapp.gui.pages.protocol_page import ADVICE, PREVIEW, VERSIONS, ProtocolPage
from juryapp.gui.shell import Shell
from juryapp.gui.widgets.pdf_view import pdf_facts
from workplace import services_in

Show = Callable[[QWidget], QWidget]
Open = Callable[..., ProtocolPage]
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def undecided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_award(tmp_path_factory.mktemp("undecided"), *JURORS, closed=True)


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory, undecided: Path) -> Path:
    """The same with a winner."""
    folder = tmp_path_factory.mktemp("decided")
    edition = services_in(undecided).store.editions()[0].id
    shutil.copytree(undecided, folder / "secretariat")
    session = open_edition(services_in(folder / "secretariat"), edition)
    with session.reading() as uow:
        winner = next(n.id for n in uow.nominees.all() if n.name == "Elvestad")
    decide(session, winner, Outcome.WINNER)
    session.close()
    return folder / "secretariat"


@pytest.fixture
def opened(
    decided: Path, tmp_path: Path, shell: Shell, show: Show, qtbot: QtBot
) -> Iterator[Callable[..., ProtocolPage]]:
    opener = opening(ProtocolPage, tmp_path, shell, show)
    enter_page = next(opener)

    def enter(made: Path = decided, *, wait: bool = True) -> ProtocolPage:
        page = enter_page(made)
        if wait:
            qtbot.waitUntil(lambda: page.preview.paper is not None, timeout=20_000)
        return page

    yield enter
    next(opener, None)


def workspace_of(page: ProtocolPage) -> Workspace:
    return page.controller._workspace


def meeting_of(page: ProtocolPage) -> Meeting:
    with workspace_of(page).session.reading() as uow:
        return uow.meeting()


# ------------------------------------------------------------------- the meeting


def test_the_meeting_is_kept_as_it_is_typed(opened: Open, qtbot: QtBot) -> None:
    page = opened()

    qtbot.keyClicks(page.meeting.number, "3/2026")

    qtbot.waitUntil(lambda: meeting_of(page).number == "3/2026")
    assert page.meeting.number.text() == "3/2026"


def test_going_to_the_next_field_keeps_the_one_before(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    page.meeting.date.setFocus()
    qtbot.keyClicks(page.meeting.date, "12.11.2026")

    qtbot.keyClick(page.meeting.date, Qt.Key.Key_Tab)

    assert meeting_of(page).date == "2026-11-12"


def test_a_day_that_is_none_is_said_and_not_kept(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    page.meeting.date.setFocus()
    qtbot.keyClicks(page.meeting.date, "soon")

    page.leave()

    assert meeting_of(page).date == ""
    assert page.meeting.form.row("date").error.text().startswith("This is no day")


def test_who_was_there_is_ticked_and_others_are_written(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    attendance = page.meeting.attendance

    button(page, "all_present").click()
    qtbot.keyClick(attendance.absent["Bjarne Øvrebø"], Qt.Key.Key_Space)
    page.meeting.others.setFocus()
    qtbot.keyClicks(page.meeting.others, "Live Prøve")
    page.meeting.flush()

    kept = meeting_of(page)
    assert kept.present == ("Astrid Åsen", "Cecilie Čáhppe", "Live Prøve")
    assert kept.absent == ("Bjarne Øvrebø",)
    assert not attendance.present["Bjarne Øvrebø"].isChecked()


def test_the_meeting_can_be_undone_field_by_field(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    for field, text in ((page.meeting.number, "3"), (page.meeting.place, "Fjordby")):
        field.setFocus()
        qtbot.keyClicks(field, text)
        page.meeting.flush()
    workspace_of(page).undo_stack.undo()

    assert meeting_of(page) == Meeting(number="3")
    assert page.meeting.place.text() == ""
    workspace_of(page).undo_stack.redo()
    assert page.meeting.place.text() == "Fjordby"


def test_closing_the_edition_keeps_what_is_half_written(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    page.meeting.remarks.setFocus()
    qtbot.keyClicks(page.meeting.remarks, "Half")
    workspace = workspace_of(page)
    edition = workspace.session.edition().id

    workspace.close()
    workspace.open_edition(edition)

    assert meeting_of(page).remarks == "Half"


# ------------------------------------------------------------------- the preview


def test_the_draft_is_seen_with_its_watermark(opened: Open) -> None:
    page = opened()
    paper = page.preview.paper
    assert paper is not None

    assert paper.pdf.startswith(b"%PDF")
    assert label(page, "paper_state") == "Draft"
    assert label(page, "page_of") == f"Page 1 of {len(paper.facts.sizes)}"
    assert "UTKAST" in paper.facts.texts[0] or "DRAFT" in paper.facts.texts[0]


def test_the_draft_follows_what_is_written(opened: Open, qtbot: QtBot) -> None:
    page = opened()

    page.meeting.place.setFocus()
    qtbot.keyClicks(page.meeting.place, "Fjordheim")
    page.meeting.flush()

    def there() -> bool:
        return page.preview.paper is not None and "Fjordheim" in page.preview.text.toPlainText()

    qtbot.waitUntil(there, timeout=20_000)


def test_f6_shows_the_text_for_those_who_cannot_see_a_picture(opened: Open) -> None:
    page = opened()

    page.preview.toggle_text()

    assert page.preview.text.hasFocus()
    assert "Fjordprisen 2026" in page.preview.text.toPlainText()
    page.preview.toggle_text()
    assert page.preview.view.hasFocus()


def test_the_paper_can_be_in_another_language(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    first = page.preview.paper
    assert page.language.current_key() == "nb"

    page.language.choose("en")
    page.language.activated.emit(page.language.currentIndex())

    qtbot.waitUntil(lambda: page.preview.paper is not first, timeout=20_000)
    assert "Protocol" in page.preview.text.toPlainText()
    assert page.controller.suggested_name(0) == "protocol-draft-en.pdf"


def test_an_error_while_setting_the_paper_is_told(
    opened: Open, monkeypatch: pytest.MonkeyPatch, notifier: Recorder, qtbot: QtBot
) -> None:
    page = opened()

    def refuse(*_args: object) -> bytes:
        raise RuleError("The printer is out of ink.")

    monkeypatch.setattr("juryapp.gui.controllers.protocol.preview_protocol", refuse)
    page.controller.make_paper()

    qtbot.waitUntil(lambda: notifier.titles() == ["The printer is out of ink."])
    assert page.preview.paper is None


# ------------------------------------------------------------------- advice


def test_what_to_look_at_leads_to_where_it_is_mended(
    opened: Open, shell: Shell, qtbot: QtBot
) -> None:
    page = opened()
    said = {row.text: row for row in page.advice.rows}
    written = said["“Elvestad” is chosen and has no justification yet."]

    with qtbot.waitSignal(shell.page_requested) as asked:
        page.advice.links[page.advice.rows.index(written)].click()

    assert asked.args == ["decisions", ("justify", nominee_called(workspace_of(page), "Elvestad"))]


def test_a_missing_date_leads_to_its_field(opened: Open) -> None:
    page = opened()
    page._show_tab(ADVICE)
    place = next(n for n, row in enumerate(page.advice.rows) if row.argument == "date")

    page.advice.links[place].click()

    assert page.meeting.date.hasFocus()


def test_nobody_present_leads_to_the_jury(opened: Open) -> None:
    page = opened()
    place = next(n for n, row in enumerate(page.advice.rows) if row.argument == "present")

    page.advice.links[place].click()

    assert page.meeting.attendance.present["Astrid Åsen"].hasFocus()


def test_without_a_decision_the_next_step_is_to_decide(
    opened: Open, undecided: Path, shell: Shell, qtbot: QtBot
) -> None:
    page = opened(undecided)

    assert not button(page, "approve").isEnabled()
    assert label(page, "why_not").startswith("No decision is made in “Alle”.")
    assert button(page, "mend_first").property("look") == "primary"
    with qtbot.waitSignal(shell.page_requested) as asked:
        button(page, "mend_first").click()
    assert asked.args == ["decisions", None]


def test_open_questions_and_an_open_round_are_listed_first(opened: Open) -> None:
    page = opened()
    board = page.controller.board
    assert board is not None
    assert board.round is not None
    from juryapp.domain.award import RoundState

    hindered = replace(
        board,
        open_questions=2,
        hindrance=RuleError("…", code="E-NOT-OFFICIAL"),
        round=replace(board.round, state=RoundState.OPEN),
    )
    rows = advice_rows(hindered, ["“x” has a character that the fonts lack."])

    assert rows[0].text == "2 questions are open, so this can only be a draft."
    assert (rows[0].tone, rows[0].page) == ("error", "results")
    assert "The round is still open: score files are still taken in." in [r.text for r in rows]
    assert rows[-1].text.startswith("“x”")


def test_a_decision_that_the_points_no_longer_bear_leads_to_it(opened: Open) -> None:
    page = opened()
    board = page.controller.board
    assert board is not None
    error = RuleError("“{nominee}” again.", code="E-REASON", nominee="Elvestad")

    row = advice_rows(replace(board, hindrance=error))[0]

    assert (row.text, row.page) == ("“Elvestad” again.", "decisions")
    assert row.argument == nominee_called(workspace_of(page), "Elvestad")


# ------------------------------------------------------------------- saving and approving


def test_the_draft_is_saved_and_can_be_opened(
    opened: Open, choosers: FakeChoosers, notifier: Recorder, tmp_path: Path, qtbot: QtBot
) -> None:
    page = opened()
    choosers.target = tmp_path / "draft.pdf"

    button(page, "save_draft").click()

    qtbot.waitUntil(lambda: bool(notifier.messages), timeout=20_000)
    assert choosers.suggested == ["protocol-draft-nb.pdf"]
    assert notifier.titles() == ["The draft is saved"]
    assert (tmp_path / "draft.pdf").read_bytes().startswith(b"%PDF")
    assert approved(workspace_of(page).session) == []
    for _words, handler in notifier.messages[0].buttons:
        handler()
    assert choosers.opened == [tmp_path / "draft.pdf"]
    assert choosers.folders == [tmp_path]


def test_approving_says_what_becomes_fixed_and_is_not_undone(
    opened: Open, choosers: FakeChoosers, notifier: Recorder, tmp_path: Path, qtbot: QtBot
) -> None:
    page = opened()
    qtbot.keyClicks(page.meeting.number, "3/2026")
    choosers.target = tmp_path / "final.pdf"

    button(page, "approve").click()

    qtbot.waitUntil(lambda: bool(notifier.messages), timeout=20_000)
    assert choosers.asked == ["Approve version 1?", "Approve and save"]
    assert meeting_of(page).number == "3/2026"  # what was half written is in it
    record = approved(workspace_of(page).session)[0]
    assert record.version == 1
    assert "protocol.approved" in log_of(workspace_of(page))
    assert not workspace_of(page).undo_stack.canUndo()
    assert page.tabs.current() == VERSIONS
    assert label(page, "digest_1") == hex_groups(record.digest)
    qtbot.waitUntil(lambda: label(page, "paper_state") == "Version 1", timeout=20_000)
    paper = page.preview.paper
    assert paper is not None
    assert paper.pdf == (tmp_path / "final.pdf").read_bytes()
    assert button(page, "approve").text() == "Approve a new version …"


def test_who_thinks_better_of_it_approves_nothing(opened: Open, choosers: FakeChoosers) -> None:
    page = opened()
    choosers.agrees = False

    button(page, "approve").click()

    assert approved(workspace_of(page).session) == []
    assert choosers.suggested == []


def test_an_approved_version_is_saved_again_byte_by_byte(
    opened: Open, choosers: FakeChoosers, notifier: Recorder, tmp_path: Path, qtbot: QtBot
) -> None:
    page = opened()
    choosers.target = tmp_path / "final.pdf"
    button(page, "approve").click()
    qtbot.waitUntil(lambda: len(notifier.messages) == 1, timeout=20_000)
    page.meeting.place.setText("Elsewhere")  # what is changed later is not in it
    page.meeting._typed()
    page.meeting.flush()

    choosers.target = tmp_path / "again.pdf"
    button(page, "save_again_1").click()
    qtbot.waitUntil(lambda: len(notifier.messages) == 2, timeout=20_000)

    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "final.pdf").read_bytes()


def test_the_digest_is_shown_in_groups() -> None:
    digest = "0123456789abcdef" * 4

    assert hex_groups(digest).splitlines() == ["01234567 89abcdef 01234567 89abcdef"] * 2
    assert short_digest(digest) == "01234567 89abcdef …"


# ------------------------------------------------------------------- printing


def test_a_range_of_pages_is_kept_to(
    opened: Open, choosers: FakeChoosers, notifier: Recorder, tmp_path: Path, qtbot: QtBot
) -> None:
    page = opened()
    choosers.printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    choosers.printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    choosers.printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    choosers.printer.setFromTo(2, 2)

    page._ask_print()

    qtbot.waitUntil(lambda: notifier.words == ["Sent to the printer"], timeout=60_000)
    assert len(pdf_facts((tmp_path / "printed.pdf").read_bytes()).sizes) == 1


def test_a_machine_that_cannot_print_says_what_to_do(
    opened: Open, choosers: FakeChoosers, notifier: Recorder
) -> None:
    page = opened()

    page._ask_print()

    assert choosers.asked == ["Print the protocol"]
    assert notifier.titles() == ["Printing is not possible from here on this machine."]


# ------------------------------------------------------------------- before, narrow, words


def test_the_order_is_not_given_away_before_the_results_are_open(
    opened: Open, tmp_path_factory: pytest.TempPathFactory, shell: Shell, qtbot: QtBot
) -> None:
    page = opened(make_award(tmp_path_factory.mktemp("hidden"), "astrid"), wait=False)

    assert page.stack.currentWidget() is page.empty
    assert not shell.jobs.is_busy()
    with qtbot.waitSignal(shell.page_requested) as asked:
        page.empty.buttons[0].click()
    assert asked.args == ["results", None]


def test_before_the_round_the_way_leads_to_the_set_up(
    tmp_path: Path, shell: Shell, show: Show, qtbot: QtBot
) -> None:
    from workplace import FJORDBY

    text = (FJORDBY / "edition.toml").read_text(encoding="utf-8")
    services = services_in(tmp_path / "new")
    new_edition(services, parse_edition(text, "edition.toml")).close()
    workspace = Workspace(shell)
    workspace.provide(services)
    workspace.open_edition("FJORD-2026")
    page = ProtocolPage(shell, workspace)
    show(page)
    page.enter()

    assert page.empty.title.text() == "There is no protocol yet"
    with qtbot.waitSignal(shell.page_requested) as asked:
        page.empty.buttons[0].click()
    assert asked.args == ["setup", None]
    workspace.close()


def test_in_a_narrow_window_the_preview_is_a_tab(opened: Open, shell: Shell) -> None:
    page = opened()

    shell.set_narrow(True)
    assert not page.preview.isVisible()
    page._show_tab(PREVIEW)

    assert page.preview.isVisible()
    assert not page.panels.isVisible()


def test_only_one_button_is_primary(opened: Open, undecided: Path) -> None:
    page = opened(undecided)
    visible = [b for b in page.content.findChildren(QPushButton) if b.isVisible()]

    assert [b.objectName() for b in visible if b.property("look") == "primary"] == ["mend_first"]


def test_the_language_changes_every_word(
    opened: Open, fake_language: Callable[[dict[str, str]], None]
) -> None:
    from juryapp.gui.translation import use_window_language

    page = opened()
    fake_language({"Save the draft …": "Lagre utkastet …", "Absent": "Fraværende"})

    use_window_language("nb")
    page.retranslate()

    assert button(page, "save_draft").text() == "Lagre utkastet …"
    assert page.meeting.attendance.absent["Astrid Åsen"].text() == "Fraværende"


def test_a_closed_edition_leaves_nothing_behind(opened: Open) -> None:
    page = opened()

    workspace_of(page).close()

    assert page.stack.currentWidget() is page.empty
    assert page.preview.paper is None
    QApplication.processEvents()
