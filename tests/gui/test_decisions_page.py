"""The page of decisions: by keyboard, with the reasons that the rules ask for, undone and redone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from award_pages import JURORS, button, label, make_award, nominee_called, open_copy, opening
from juryapp.application.decisions.deciding import decisions
from juryapp.application.protocol.content import protocol_content
from juryapp.domain.decisions import Basis, Decision, Outcome
from juryapp.domain.ids import NomineeId
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.dialogs.waive_reason_dialog import ReasonDialog
from juryapp.gui.main_window import MainWindow
from juryapp.gui.models.decisions import DecisionRow
from juryapp.gui.notify import Recorder
from juryapp.gui.pages.decisions_page import DecisionsPage
from juryapp.gui.shell import Shell

Show = Callable[[QWidget], QWidget]
Open = Callable[..., DecisionsPage]
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_award(tmp_path_factory.mktemp("decisions"), *JURORS, closed=True)


@pytest.fixture
def opened(
    complete: Path, tmp_path: Path, shell: Shell, show: Show
) -> Iterator[Callable[..., DecisionsPage]]:
    opener = opening(DecisionsPage, tmp_path, shell, show)
    enter = next(opener)
    yield lambda made=complete: enter(made)
    next(opener, None)


def workspace_of(page: DecisionsPage) -> Workspace:
    return page.controller._workspace


def stands(page: DecisionsPage, name: str) -> Decision | None:
    nominee = nominee_called(workspace_of(page), name)
    return next((d for d in decisions(workspace_of(page).session) if d.nominee == nominee), None)


def turn_to(page: DecisionsPage, name: str) -> NomineeId:
    nominee = nominee_called(workspace_of(page), name)
    assert page.table.choose(nominee)
    page.table.setFocus()
    return nominee


def row_called(page: DecisionsPage, name: str) -> DecisionRow:
    return next(row for row in page.model.all_rows() if row.name == name)


# ------------------------------------------------------------------- deciding


def test_what_follows_the_points_is_recorded_by_one_key(opened: Open, qtbot: QtBot) -> None:
    page = opened()

    qtbot.keyClick(page.table, Qt.Key.Key_W)

    made = stands(page, "Elvestad")
    assert made is not None
    assert (made.outcome, made.basis) == (Outcome.WINNER, Basis.FOLLOWS)
    assert row_called(page, "Elvestad").outcome_words == "Winner"
    assert row_called(page, "Elvestad").basis_words == "follows the points"
    assert label(page, "decision_state") == "1 of 1 winner · 1 of 3 finalists"
    assert label(page, "live_line") == "This follows the points."


def test_another_order_asks_for_a_reason_and_keeps_what_is_typed(
    opened: Open, qtbot: QtBot
) -> None:
    page = opened()
    turn_to(page, "Bergset")

    qtbot.keyClick(page.table, Qt.Key.Key_W)
    assert stands(page, "Bergset") is None
    assert label(page, "live_line").startswith("The panel has chosen another order")
    assert page.choice.reason.hasFocus()
    qtbot.keyClick(page.choice.reason, Qt.Key.Key_Return, CONTROL)
    assert "write briefly what was decisive" in page.choice.form.row("reason").error.text()
    qtbot.keyClicks(page.choice.reason, "It reaches the smallest firms")
    qtbot.keyClick(page.choice.reason, Qt.Key.Key_Return, CONTROL)

    made = stands(page, "Bergset")
    assert made is not None
    assert (made.basis, made.reason) == (Basis.DEPARTS, "It reaches the smallest firms")
    assert label(page, "stands") == "Decided: Winner. Reason: It reaches the smallest firms"
    assert page.table.hasFocus()


def test_what_is_typed_for_one_nominee_waits_while_another_is_looked_at(
    opened: Open, qtbot: QtBot
) -> None:
    page = opened()
    turn_to(page, "Bergset")
    qtbot.keyClick(page.table, Qt.Key.Key_W)
    qtbot.keyClicks(page.choice.reason, "Half a rea")

    turn_to(page, "Elvestad")
    assert page.choice.reason_text() == ""
    turn_to(page, "Bergset")

    assert page.choice.reason_text() == "Half a rea"
    assert page.choice.is_picked(Outcome.WINNER)


def test_where_the_points_leave_it_open_the_line_says_so(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    assert page.controller.board is not None
    from dataclasses import replace

    board = page.controller.board
    found = board.result.categories[0]
    narrow = replace(found, category=replace(found.category, winners=2))
    page.controller.board = replace(board, result=replace(board.result, categories=(narrow,)))
    turn_to(page, "Fjordby")

    qtbot.keyClick(page.table, Qt.Key.Key_W)

    assert label(page, "live_line").startswith("The points do not decide here")


def test_letters_in_the_reason_are_text_and_no_choice(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    turn_to(page, "Bergset")
    qtbot.keyClick(page.table, Qt.Key.Key_W)

    qtbot.keyClicks(page.choice.reason, "mfw")
    qtbot.keyClick(page.choice.reason, Qt.Key.Key_Backspace)

    assert page.choice.reason_text() == "mf"
    assert page.choice.is_picked(Outcome.WINNER)


def test_mention_and_finalist_have_keys_and_buttons(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    turn_to(page, "Fjordby")
    qtbot.keyClick(page.table, Qt.Key.Key_F)
    turn_to(page, "Bergset")

    button(page, "choose_mention").click()

    finalist, mention = stands(page, "Fjordby"), stands(page, "Bergset")
    assert finalist is not None
    assert finalist.outcome is Outcome.FINALIST
    assert mention is not None
    assert mention.outcome is Outcome.MENTION
    assert label(page, "live_line") == "An honourable mention stands beside the order by points."


def test_delete_takes_a_decision_back(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    qtbot.keyClick(page.table, Qt.Key.Key_W)

    qtbot.keyClick(page.table, Qt.Key.Key_Delete)

    assert row_called(page, "Elvestad").outcome is None
    assert label(page, "stands") == "Nothing is decided about this nominee yet."


def test_delete_where_nothing_is_decided_records_nothing(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    turn_to(page, "Bergset")

    qtbot.keyClick(page.table, Qt.Key.Key_Delete)

    assert stands(page, "Bergset") is None


def test_passing_over_the_first_needs_a_reason(opened: Open, qtbot: QtBot) -> None:
    page = opened()

    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    qtbot.keyClicks(page.choice.reason, "Too little has happened since")
    button(page, "record_decision").click()

    made = stands(page, "Elvestad")
    assert made is not None
    assert (made.outcome, made.basis) == (Outcome.NONE, Basis.DEPARTS)
    assert row_called(page, "Elvestad").outcome is Outcome.NONE


def test_a_second_winner_is_refused_and_the_way_out_is_offered(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    qtbot.keyClick(page.table, Qt.Key.Key_W)
    turn_to(page, "Bergset")
    qtbot.keyClick(page.table, Qt.Key.Key_W)
    qtbot.keyClicks(page.choice.reason, "Because")
    button(page, "record_decision").click()
    assert "There is already a winner" in page.choice.form.row("reason").error.text()
    assert button(page, "make_room").text().startswith("Take the decision on Elvestad back")

    button(page, "make_room").click()

    made = stands(page, "Bergset")
    assert made is not None
    assert made.outcome is Outcome.WINNER
    assert row_called(page, "Elvestad").outcome is None
    assert page.choice.reason_text() == "Because"


def test_too_many_finalists_is_said_at_the_choice(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    qtbot.keyClick(page.table, Qt.Key.Key_W)
    for name in ("Fjordby", "Skogheim"):
        turn_to(page, name)
        qtbot.keyClick(page.table, Qt.Key.Key_F)
    turn_to(page, "Bergset")

    qtbot.keyClick(page.table, Qt.Key.Key_F)
    page.choice.reason.setPlainText("Because")
    button(page, "record_decision").click()

    error = page.choice.form.row("reason").error.text()
    assert "finalist" in error
    assert "3" in error
    assert not button(page, "make_room").isVisible()


def test_decisions_are_undone_and_redone(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    undo = workspace_of(page).undo_stack
    qtbot.keyClick(page.table, Qt.Key.Key_W)
    assert undo.undoText() == "Decision on Elvestad"

    undo.undo()
    assert row_called(page, "Elvestad").outcome is None
    undo.redo()

    assert row_called(page, "Elvestad").outcome is Outcome.WINNER
    assert len(page.controller.chosen(Outcome.WINNER)) == 1


def test_undo_brings_back_the_decision_and_reason_before(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    turn_to(page, "Bergset")
    qtbot.keyClick(page.table, Qt.Key.Key_W)
    page.choice.reason.setPlainText("First reason")
    button(page, "record_decision").click()
    page.choice.reason.setPlainText("Second reason")
    assert button(page, "record_decision").isEnabled()
    button(page, "record_decision").click()

    workspace_of(page).undo_stack.undo()

    made = stands(page, "Bergset")
    assert made is not None
    assert (made.outcome, made.reason) == (Outcome.WINNER, "First reason")


def test_a_decision_that_was_taken_back_is_not_in_the_protocol(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    qtbot.keyClick(page.table, Qt.Key.Key_W)
    workspace_of(page).undo_stack.undo()

    session = workspace_of(page).session
    with session.reading() as uow:
        part = protocol_content(session, uow, version=1, draft=True).categories[0]

    assert part.decisions == ()
    assert {line.outcome for line in part.ranking} == {None}


def test_no_award_needs_a_reason_and_a_winner_ends_it(
    opened: Open, qtbot: QtBot, notifier: Recorder
) -> None:
    page = opened()
    button(page, "no_award").click()
    dialog = page.findChild(ReasonDialog)
    assert dialog is not None
    dialog.submit()
    assert "Write why no award is made" in dialog.form.row("reason").error.text()
    dialog.reason.setPlainText("Nobody has come far enough")
    dialog.submit()

    assert label(page, "decision_state") == "No award"
    assert label(page, "no_award_line").endswith("Nobody has come far enough")
    assert not workspace_of(page).undo_stack.canUndo()
    qtbot.keyClick(page.table, Qt.Key.Key_W)
    assert label(page, "decision_state").startswith("1 of 1 winner")
    workspace_of(page).undo_stack.undo()
    assert label(page, "decision_state") == "No award"
    assert notifier.messages == []


def test_no_award_cannot_be_recorded_beside_a_winner(opened: Open, qtbot: QtBot) -> None:
    page = opened()

    qtbot.keyClick(page.table, Qt.Key.Key_W)

    assert not button(page, "no_award").isEnabled()
    assert (
        button(page, "no_award").toolTip()
        == "There is a winner here. Take that decision back first."
    )


def test_the_primary_button_is_the_next_needed_step(opened: Open, qtbot: QtBot) -> None:
    page = opened()
    assert button(page, "to_protocol").property("look") == "primary"
    turn_to(page, "Bergset")

    qtbot.keyClick(page.table, Qt.Key.Key_W)

    assert button(page, "to_protocol").property("look") == "plain"
    assert button(page, "record_decision").property("look") == "primary"


def test_the_primary_button_leads_to_the_protocol(opened: Open, shell: Shell, qtbot: QtBot) -> None:
    page = opened()

    with qtbot.waitSignal(shell.page_requested) as asked:
        button(page, "to_protocol").click()

    assert asked.args == ["protocol", None]


def test_the_model_keeps_the_rules_of_qt(opened: Open, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(opened().model)


# ------------------------------------------------------------------- before and after


def test_the_order_is_not_shown_before_the_results_are_open(
    opened: Open, tmp_path_factory: pytest.TempPathFactory, shell: Shell, qtbot: QtBot
) -> None:
    page = opened(make_award(tmp_path_factory.mktemp("hidden"), "astrid"))

    assert page.stack.currentWidget() is page.empty
    assert page.model.all_rows() == ()
    with qtbot.waitSignal(shell.page_requested) as asked:
        page.empty.buttons[0].click()
    assert asked.args == ["results", None]


def test_keys_work_in_the_window(
    complete: Path, tmp_path: Path, shell: Shell, show: Show, qtbot: QtBot
) -> None:
    workspace = open_copy(complete, tmp_path, shell)
    window = MainWindow(shell)
    window.resize(1366, 768)
    window.add_page(DecisionsPage(shell, workspace))
    show(window)
    window.show_page("decisions")
    page = window.pages.page("decisions")
    assert isinstance(page, DecisionsPage)

    qtbot.keyClick(page.table, Qt.Key.Key_W)
    assert page.controller.chosen(Outcome.WINNER)
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert not page.controller.chosen(Outcome.WINNER)
    qtbot.keyClick(window, Qt.Key.Key_J, CONTROL)

    assert page.views.currentWidget() is page.justify
    workspace.close()


def test_the_language_changes_every_word(
    opened: Open, fake_language: Callable[[dict[str, str]], None]
) -> None:
    from juryapp.gui.translation import use_window_language

    page = opened()
    fake_language({"To the protocol": "Til protokollen", "Winner": "Vinner"})

    use_window_language("nb")
    page.retranslate()

    assert button(page, "to_protocol").text() == "Til protokollen"
    assert button(page, "choose_winner").text() == "Vinner"
