"""Ballots on paper in the window: printed, typed in and compared by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from juryapp.application.edition.rounds import open_round
from juryapp.application.merge.reminders import reminder
from juryapp.application.packages.overview import package_overview
from juryapp.application.paper.confirming import confirm_ballot
from juryapp.application.paper.form import paper_form
from juryapp.application.paper.standing import PaperStage, paper_overview
from juryapp.application.paper.typing import finish_typing, keep_typed
from juryapp.domain.ids import JurorId
from juryapp.domain.paper import PaperLine
from juryapp.domain.statements import Answer, MarkState, mark
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.dialogs.send_back_dialog import SendBackDialog
from juryapp.gui.notify import Recorder
from juryapp.gui.pages.paper_compare import PaperComparePage
from juryapp.gui.pages.paper_page import PaperPage
from juryapp.gui.pages.paper_type import PaperTypePage
from juryapp.gui.shell import Shell
from juryapp.gui.theme import theme
from juryapp.gui.widgets import Label
from screen_audit import cut, nameless, overlapping, primaries, unreachable, wordless
from whole_window import settle
from window_setup import Bench, bench, draft, fill


@pytest.fixture
def on(qtbot: QtBot, shell: Shell, tmp_path: Path) -> Iterator[Bench]:
    with bench(qtbot, shell, tmp_path) as made:
        yield made


def papers(on: Bench) -> tuple[PaperPage, PaperTypePage, PaperComparePage]:
    on.workspace.new_edition(draft())
    fill(on.workspace)
    open_round(on.workspace.session)
    pages = (
        PaperPage(on.shell, on.workspace),
        PaperTypePage(on.shell, on.workspace),
        PaperComparePage(on.shell, on.workspace),
    )
    for page in pages[1:]:
        on.window.add_page(page)
    on.add(pages[0], "packages", "merge")
    return pages


def first_juror(on: Bench) -> JurorId:
    with on.workspace.session.reading() as uow:
        return next(juror.id for juror in uow.jurors.all() if juror.scores)


def stage(on: Bench) -> PaperStage:
    state = paper_overview(on.workspace.session).of(first_juror(on))
    assert state is not None
    return state.stage


def say(text: str) -> None:
    """Type a text where the focus is."""
    for character in text:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, character)


def press(on: Bench, keys: str) -> None:
    on.press(keys)
    QApplication.processEvents()


def type_everything(on: Bench) -> None:
    """Type a whole paper by digits and Tab: nothing to report, 5 for each criterion, no comment."""
    form = paper_form(on.workspace.session, first_juror(on))
    for nominee in form.nominees:
        say("1")
        press(on, "Tab")
        press(on, "Tab")
        for _criterion in form.criteria:
            say("5")
            press(on, "Tab")
        press(on, "Tab")
        if nominee is not form.nominees[-1]:
            press(on, "Tab")
    press(on, "Up")
    press(on, "Down")


def put_typed(on: Bench) -> int:
    """Type a paper in by the use cases; return its number."""
    session, juror = on.workspace.session, first_juror(on)
    form = paper_form(session, juror)
    sheet = form.sheet
    for nominee in form.nominees:
        marks = {c.id: mark(c.scale.most) for c in form.criteria}
        line = PaperLine(nominee=nominee.id, answer=Answer.NOTHING, marks=marks, comment="Godt")
        sheet = sheet.with_line(line)
    keep_typed(session, juror, sheet, by="Tone Berg")
    return finish_typing(session, juror, by="Tone Berg")[0].n


def test_a_whole_paper_is_typed_by_digits_and_tab_alone(on: Bench, notifier: Recorder) -> None:
    _page, typing, _comparing = papers(on)
    press(on, "Return")
    assert on.shown() == "paper_type"
    say("Tone Berg")
    press(on, "Return")
    type_everything(on)

    kept = paper_form(on.workspace.session, first_juror(on))
    assert kept.complete
    assert kept.by == "Tone Berg"
    press(on, "Ctrl+Return")
    on.until(lambda: on.shown() == "paper")
    assert stage(on) is PaperStage.WAITING
    assert any("typed in" in title for title in notifier.titles())
    assert typing.model.filled() == len(kept.nominees)


def test_nothing_can_be_typed_before_somebody_has_said_who_types(on: Bench) -> None:
    _page, typing, _comparing = papers(on)
    press(on, "Return")

    assert not typing.grid.isEnabled()
    assert not typing.done_button.isEnabled()
    say("T")
    assert typing.grid.isEnabled()


def test_what_is_no_mark_stays_where_it_was_typed_and_is_not_kept(on: Bench) -> None:
    _page, typing, _comparing = papers(on)
    press(on, "Return")
    say("Tone")
    press(on, "Return")
    press(on, "Tab")
    press(on, "Tab")
    say("99")
    press(on, "Tab")

    assert typing.model.text(typing.model.index(0, 4)) == "99"
    assert not typing.done_button.isEnabled()
    assert not typing.model.sheet.lines or not typing.model.line(0).marks
    press(on, "Shift+Backtab")
    assert "99" in typing.wrong.text()
    assert typing.wrong_row.isVisible()
    say("7")
    press(on, "Tab")
    assert not typing.wrong_row.isVisible()
    assert typing.model.line(0).marks


def test_the_box_that_is_being_typed_in_is_kept_when_the_page_is_left(on: Bench) -> None:
    _page, typing, _comparing = papers(on)
    press(on, "Return")
    say("Tone")
    press(on, "Return")
    press(on, "Tab")
    press(on, "Tab")
    say("7")
    press(on, "Alt+Left")

    assert on.shown() == "paper"
    kept = paper_form(on.workspace.session, first_juror(on))
    assert kept.sheet.line(kept.nominees[0].id).marks
    assert typing.controller.form is not None


def test_a_minus_is_not_assessed_and_delete_leaves_a_box_blank(on: Bench) -> None:
    _page, typing, _comparing = papers(on)
    press(on, "Return")
    say("Tone")
    press(on, "Return")
    press(on, "Tab")
    press(on, "Tab")
    say("-")
    press(on, "Tab")
    first = typing.model.columns[4].criterion
    assert first is not None

    assert typing.model.line(0).marks[first.id].state is MarkState.NOT_ASSESSED
    press(on, "Shift+Backtab")
    press(on, "Escape")
    press(on, "Delete")
    assert not typing.model.line(0).marks


def test_a_typed_paper_is_compared_ticked_off_and_confirmed_by_keyboard(on: Bench) -> None:
    _page, _typing, comparing = papers(on)
    put_typed(on)
    on.shell.go("paper")
    press(on, "Return")
    assert on.shown() == "paper_compare"
    assert not comparing.confirm_button.isEnabled()
    say("tone  berg")
    press(on, "Return")
    assert "Tone Berg" in comparing.by_error.text()
    comparing.by.clear()
    say("Sigrid Second")
    press(on, "Return")
    form = paper_form(on.workspace.session, first_juror(on))
    for _nominee in form.nominees:
        press(on, "Space")
    assert comparing.confirm_button.isEnabled()
    press(on, "Ctrl+Return")

    on.until(lambda: on.shown() == "paper")
    assert stage(on) is PaperStage.CONFIRMED
    with on.workspace.session.reading() as uow:
        (origin,) = uow.files.origins().values()
    assert (origin.by, origin.confirmed_by) == ("Tone Berg", "Sigrid Second")


def test_the_second_person_sees_all_and_can_change_nothing(on: Bench) -> None:
    _page, _typing, comparing = papers(on)
    put_typed(on)
    on.shell.go("paper_compare", first_juror(on))

    QApplication.processEvents()
    fields = [f for f in comparing.findChildren(QLineEdit) if not f.isReadOnly()]
    assert [field.objectName() for field in fields] == ["compared_by"]
    shown = [label.text() for label in comparing.lines.findChildren(Label) if label.isVisible()]
    form = paper_form(on.workspace.session, first_juror(on))
    assert {criterion.name for criterion in form.criteria} <= set(shown)
    assert "Godt" in shown
    assert "nothing to report" in shown


def test_what_differs_is_sent_back_with_a_word_and_typed_on(on: Bench) -> None:
    page, typing, comparing = papers(on)
    put_typed(on)
    on.shell.go("paper_compare", first_juror(on))
    say("Sigrid Second")
    press(on, "Return")
    press(on, "Ctrl+Backspace")
    dialog = on.dialog(SendBackDialog)
    say("7, not 1")
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    on.until(lambda: on.shown() == "paper")
    on.no_dialog()

    name = comparing.who.text().split("  ", 1)[1]
    assert stage(on) is PaperStage.SENT_BACK
    assert "7, not 1" in page.about.text()
    page.type_button.click()
    assert typing.returned.isVisible()
    assert typing.returned.text.text() == f"{name}: 7, not 1"
    assert typing.model.filled() == len(typing.model.nominees)


def test_papers_are_printed_for_all_and_found_by_their_code(
    on: Bench, choosers: FakeChoosers, tmp_path: Path
) -> None:
    page, typing, _comparing = papers(on)
    choosers.target = tmp_path / "papers.pdf"
    with on.qtbot.waitSignal(page.controller.printed, timeout=20_000) as printed:
        press(on, "Ctrl+P")
    last = printed.args[0][-1]

    assert choosers.target.exists()
    page.code.setFocus()
    say(last.code)
    press(on, "Return")
    assert on.shown() == "paper_type"
    assert typing.controller.form is not None
    assert typing.controller.form.juror.id == last.juror.id


def test_a_paper_that_waits_is_shown_as_such_wherever_jurors_are_missing(on: Bench) -> None:
    papers(on)
    put_typed(on)

    overview = package_overview(on.workspace.session)
    assert [line.paper_waits for line in overview.lines] == [True, False, False]
    assert overview.lines[0].state_name == "Paper waits for a second person"
    letter = reminder(overview.edition, overview.lines[0], today="2026-11-01")
    assert "You need do nothing more" in letter.body


def test_a_paper_that_counts_says_who_typed_and_who_confirmed(on: Bench) -> None:
    page, _typing, _comparing = papers(on)
    n = put_typed(on)
    confirm_ballot(on.workspace.session, n, by="Sigrid Second")
    on.shell.go("paper")

    assert not page.warning_row.isVisible()
    assert "confirmed by Sigrid Second" in page.about.text()
    assert on.find(QPushButton, "type_paper").text() == "Type it in anew"


@pytest.mark.parametrize("scale", [1.0, 1.4, 2.0])
def test_every_control_is_named_reached_and_whole_also_in_large_text(
    on: Bench, scale: float
) -> None:
    _page, typing, comparing = papers(on)
    put_typed(on)
    theme().use("light", scale)
    on.window.resize(1366, 680)

    def audit(name: str) -> None:
        settle()
        for look in (nameless, unreachable, wordless, cut, overlapping):
            assert look(on.window) == [], f"{name}, {look.__name__}"
        assert len(primaries(on.window)) == 1, name

    on.shell.go("paper")
    audit("papers")
    on.shell.go("paper_compare", first_juror(on))
    comparing.by.setText("Tone Berg")
    audit("comparing")
    second = paper_overview(on.workspace.session).states[1].juror.id
    on.shell.go("paper_type", second)
    typing.by.setText("Tone Berg")
    audit("typing")


def test_the_name_is_seen_again_where_a_new_line_begins(on: Bench) -> None:
    _page, typing, _comparing = papers(on)
    on.window.resize(900, 680)
    press(on, "Return")
    say("Tone")
    press(on, "Return")
    bar = typing.grid.horizontalScrollBar()
    for _box in range(typing.model.columnCount() - 3):
        press(on, "Tab")
    assert bar.value() > 0 or bar.maximum() == 0
    press(on, "Tab")

    assert typing.grid.currentIndex().row() == 1
    assert bar.value() == 0
