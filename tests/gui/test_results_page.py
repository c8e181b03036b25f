"""The page of results: hidden until all have handed in, then the order by points and what to know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from award_pages import (
    JURORS,
    button,
    label,
    log_of,
    make_award,
    open_copy,
    opening,
)
from juryapp.application.results.scoring import results
from juryapp.base.i18n import N_
from juryapp.domain.ids import CategoryId, JurorId, NomineeId
from juryapp.gui.choosers import FakeChoosers
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.dialogs.waive_reason_dialog import ReasonDialog
from juryapp.gui.main_window import MainWindow
from juryapp.gui.models.results import (
    CLOSE,
    COLUMNS,
    DISAGREEMENT,
    POINTS_COLUMN,
    Axis,
    ResultRow,
    ResultsTableModel,
    result_rows,
)
from juryapp.gui.notify import Recorder
from juryapp.gui.pages.results_page import ResultsPage
from juryapp.gui.shell import Shell
from workplace import table_of

ALL = CategoryId("ALLE")
Show = Callable[[QWidget], QWidget]


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_award(tmp_path_factory.mktemp("complete"), *JURORS)


@pytest.fixture(scope="module")
def partial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_award(tmp_path_factory.mktemp("partial"), "astrid", "bjarne")


@pytest.fixture(scope="module")
def unassessed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    marks = table_of(
        "nominee,criterion,mark",
        *("Fjordby,SAM,9", "Fjordby,NY,not assessed", "Skogheim,SAM,2", "Skogheim,NY,3"),
        *("Elvestad,SAM,6.5", "Elvestad,NY,6.5", "Bergset,SAM,1", "Bergset,NY,1"),
    )
    return make_award(tmp_path_factory.mktemp("open"), *JURORS, ballots={"cecilie": marks})


@pytest.fixture
def opened(tmp_path: Path, shell: Shell) -> Iterator[Callable[[Path], ResultsPage]]:
    yield from opening(ResultsPage, tmp_path, shell)


def row_called(page: ResultsPage, name: str) -> ResultRow:
    return next(row for row in page.model.all_rows() if row.name == name)


def workspace_of(page: ResultsPage) -> Workspace:
    return page.controller._workspace


# ------------------------------------------------------------------- hidden


def test_the_order_is_hidden_while_somebody_is_missing(
    opened: Callable[[Path], ResultsPage], partial: Path
) -> None:
    page = opened(partial)

    assert page.stack.currentWidget() is page.waiting
    assert label(page, "missing_jurors") == "Cecilie Čáhppe"
    assert "2 of 3 jurors" in page.waiting.text.text()
    assert page.model.all_rows() == ()


def test_the_chair_opens_the_order_early_and_the_log_says_so(
    opened: Callable[[Path], ResultsPage], partial: Path, choosers: FakeChoosers, qtbot: QtBot
) -> None:
    page = opened(partial)

    qtbot.keyClick(button(page, "show_results"), Qt.Key.Key_Space)

    assert choosers.asked == ["Open the results before all have handed in?"]
    assert page.stack.currentWidget() is page.content
    assert log_of(workspace_of(page))[-1] == "results.shown"
    assert page.about.text().endswith("Still missing: Cecilie Čáhppe.")
    assert button(page, "next_step").text() == "To the score files"


def test_who_thinks_better_of_it_leaves_no_trace(
    opened: Callable[[Path], ResultsPage], partial: Path, choosers: FakeChoosers
) -> None:
    choosers.agrees = False
    page = opened(partial)

    button(page, "show_results").click()

    assert page.stack.currentWidget() is page.waiting
    assert "results.shown" not in log_of(workspace_of(page))


# ------------------------------------------------------------------- the order


def test_the_order_is_that_of_the_result_and_shared_places_say_so(
    opened: Callable[[Path], ResultsPage], complete: Path
) -> None:
    page = opened(complete)
    rows = page.model.all_rows()

    assert [(r.place_words, r.name, r.points) for r in rows] == [
        ("1", "Elvestad", "7.69"),
        ("2, shared", "Fjordby", "7.00"),
        ("2, shared", "Skogheim", "7.00"),
        ("4", "Bergset", "1.83"),
    ]
    ranked = results(workspace_of(page).session).category(ALL).ranked
    assert [r.nominee for r in rows] == [r.nominee for r in ranked]


def test_the_exact_number_is_in_the_tool_tip(
    opened: Callable[[Path], ResultsPage], complete: Path
) -> None:
    page = opened(complete)
    tips = [
        page.model.index(place, POINTS_COLUMN).data(Qt.ItemDataRole.ToolTipRole) for place in (0, 3)
    ]

    assert tips == ["Exactly 7.6875", "Exactly 11/6 (1.8333 …)"]


def test_a_recused_juror_is_counted_apart(
    opened: Callable[[Path], ResultsPage], complete: Path
) -> None:
    row = row_called(opened(complete), "Elvestad")

    assert row.counted_words == "2 jurors, 1 recused"
    assert len(row.dots().values) == 2


def test_the_axis_stands_in_the_header(
    opened: Callable[[Path], ResultsPage], complete: Path
) -> None:
    page = opened(complete)

    title = page.model.headerData(3, Qt.Orientation.Horizontal)
    page.model.show_axis_alone(True)

    assert title == "Jurors (0–9)"
    assert page.model.headerData(3, Qt.Orientation.Horizontal) == "0–9"


def test_the_range_of_the_axis_is_not_cut_in_a_narrow_table(
    opened: Callable[[Path], ResultsPage], complete: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = opened(complete).table
    titles = []

    for width in (300, 60, 300):
        monkeypatch.setattr(table, "columnWidth", lambda _place, width=width: width)
        table.fit_axis()
        titles.append(table.model().headerData(3, Qt.Orientation.Horizontal))

    assert titles == ["Jurors (0–9)", "0–9", "Jurors (0–9)"]


def test_the_model_keeps_the_rules_of_qt(
    opened: Callable[[Path], ResultsPage], complete: Path, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(opened(complete).model)


def test_the_dashed_line_stands_below_the_finalists(
    opened: Callable[[Path], ResultsPage], complete: Path
) -> None:
    page = opened(complete)

    assert page.table._last_finalist() == 2
    page.table.sortByColumn(1, Qt.SortOrder.AscendingOrder)  # by name: there is no such line
    assert page.table._last_finalist() is None


def test_the_filter_leaves_the_nominees_that_were_asked_for(
    opened: Callable[[Path], ResultsPage], complete: Path, qtbot: QtBot
) -> None:
    page = opened(complete)

    qtbot.keyClicks(page.filter, "skog")

    assert [row.name for row in page.model.rows()] == ["Skogheim"]


def test_the_whole_table_goes_to_the_clipboard(
    opened: Callable[[Path], ResultsPage], complete: Path, show: Show, notifier: Recorder
) -> None:
    page = opened(complete)
    show(page)

    page.table.copy_all()

    lines = QApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:3] == ["Place", "Nominee", "Points"]
    assert lines[1].split("\t")[:3] == ["1", "Elvestad", "7.69"]
    assert notifier.words == ["4 rows copied"]


# ------------------------------------------------------------------- what is open


def test_an_open_question_is_the_next_needed_step(
    opened: Callable[[Path], ResultsPage], unassessed: Path
) -> None:
    page = opened(unassessed)

    assert label(page, "result_state") == "1 question is open"
    assert button(page, "next_step").text() == "The chair accepts what was not assessed …"
    assert label(page, "open_sentence") == "Cecilie Čáhppe has not assessed Fjordby, Nyskaping."


def test_the_chair_accepts_with_a_reason_and_it_can_be_undone(
    opened: Callable[[Path], ResultsPage], unassessed: Path, show: Show, qtbot: QtBot
) -> None:
    page = opened(unassessed)
    show(page)
    button(page, "next_step").click()
    dialog = page.findChild(ReasonDialog)
    assert dialog is not None

    dialog.submit()
    assert "Write why" in dialog.form.row("reason").error.text()
    reason = dialog.findChild(QPlainTextEdit, "reason")
    assert reason is not None
    qtbot.keyClicks(reason, "She was ill that week")
    qtbot.keyClick(reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert label(page, "result_state") == "Nothing is open"
    assert page.about.text() == "The chair accepts what was not assessed: She was ill that week"
    assert button(page, "next_step").text() == "To the decision"
    workspace_of(page).undo_stack.undo()
    assert label(page, "result_state") == "1 question is open"


def test_the_waiver_can_be_taken_back_from_the_page(
    opened: Callable[[Path], ResultsPage], unassessed: Path
) -> None:
    page = opened(unassessed)
    page.controller.waive("Ill")

    page.controller.take_waiver_back()
    assert label(page, "result_state") == "1 question is open"
    workspace_of(page).undo_stack.undo()

    assert label(page, "result_state") == "Nothing is open"


def test_the_round_is_closed_after_saying_what_follows(
    opened: Callable[[Path], ResultsPage],
    complete: Path,
    choosers: FakeChoosers,
    qtbot: QtBot,
) -> None:
    page = opened(complete)

    button(page, "close_round").click()

    assert choosers.asked == ["Close the round?"]
    qtbot.waitUntil(lambda: not page.controller.is_round_open)
    assert button(page, "close_round").text() == "Open the round again …"
    assert "round.closed" in log_of(workspace_of(page))
    assert not workspace_of(page).undo_stack.canUndo()


def test_the_round_is_opened_again_only_with_a_reason(
    opened: Callable[[Path], ResultsPage], complete: Path, show: Show, qtbot: QtBot
) -> None:
    page = opened(complete)
    show(page)
    page.controller.close_round()
    qtbot.waitUntil(lambda: not page.controller.is_round_open)

    button(page, "close_round").click()
    dialog = page.findChild(ReasonDialog)
    assert dialog is not None
    dialog.reason.setPlainText("A file was late for good reason")
    dialog.submit()

    assert page.controller.is_round_open


@pytest.mark.parametrize(("button_name", "goal"), [("next_step", "decisions")])
def test_the_primary_button_leads_to_the_decision(
    opened: Callable[[Path], ResultsPage],
    complete: Path,
    shell: Shell,
    qtbot: QtBot,
    button_name: str,
    goal: str,
) -> None:
    page = opened(complete)

    with qtbot.waitSignal(shell.page_requested) as asked:
        button(page, button_name).click()

    assert asked.args == [goal, None]
    assert button(page, button_name).property("look") == "primary"


def test_only_one_button_of_the_page_is_primary(
    opened: Callable[[Path], ResultsPage], unassessed: Path
) -> None:
    page = opened(unassessed)
    looks = [found.property("look") for found in page.content.findChildren(QPushButton)]

    assert looks.count("primary") == 1


# ------------------------------------------------------------------- the window


def test_keys_work_in_the_window(
    complete: Path, tmp_path: Path, shell: Shell, show: Show, qtbot: QtBot
) -> None:
    workspace = open_copy(complete, tmp_path, shell)
    window = MainWindow(shell)
    window.resize(1366, 768)
    window.add_page(ResultsPage(shell, workspace))
    show(window)
    window.show_page("results")
    page = window.pages.page("results")
    assert isinstance(page, ResultsPage)
    control = Qt.KeyboardModifier.ControlModifier

    qtbot.keyClick(window, Qt.Key.Key_F, control)
    assert page.filter.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_H, control)
    assert page.panels.currentWidget() is page.holding
    shell.page_requested.disconnect(window.show_page)
    with qtbot.waitSignal(shell.page_requested) as asked:
        qtbot.keyClick(window, Qt.Key.Key_Return, control)

    assert asked.args == ["decisions", None]
    shell.jobs.close()
    workspace.close()


def test_in_a_narrow_window_the_panel_takes_the_place_of_the_table(
    opened: Callable[[Path], ResultsPage], complete: Path, shell: Shell, show: Show, qtbot: QtBot
) -> None:
    page = opened(complete)
    show(page)
    shell.set_narrow(True)
    assert not page.panel.isVisible()

    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.panel.isVisible()
    assert not page.left.isVisible()
    button(page, "back_to_list").click()

    assert page.left.isVisible()


def test_the_language_changes_every_word(
    opened: Callable[[Path], ResultsPage],
    complete: Path,
    fake_language: Callable[[dict[str, str]], None],
) -> None:
    from juryapp.gui.translation import use_window_language

    page = opened(complete)
    fake_language({"Order by points": "Rekkefølge etter poeng", "To the decision": "Til vedtaket"})

    use_window_language("nb")
    page.retranslate()

    assert page.heading.text() == "Rekkefølge etter poeng"
    assert button(page, "next_step").text() == "Til vedtaket"
    assert row_called(page, "Elvestad").points == "7,69"


def test_an_edition_that_is_closed_leaves_nothing_behind(
    opened: Callable[[Path], ResultsPage], complete: Path
) -> None:
    page = opened(complete)

    workspace_of(page).close()
    page.enter()

    assert page.controller.board is None
    assert page.stack.currentWidget() is page.empty


def test_a_row_says_close_and_disagreement_in_words() -> None:
    row = ResultRow(
        nominee=NomineeId("N"), name="N", home="", number=1, place=2, shared=False,
        value=Fraction(7), decimals=1, jurors=(JurorId("J"),), means=(Fraction(7),), recused=0,
        axis=Axis(Fraction(0), Fraction(10)), closeness=CLOSE, disagreement=True,
    )  # fmt: skip
    model = ResultsTableModel()
    model.show_rows([row])

    assert row.mark_words == "Close · Great disagreement"
    assert [column.text(row) for column in COLUMNS[:3]] == ["2", "N", "7.0"]
    assert N_(DISAGREEMENT) in row.mark_words


def test_who_is_not_ranked_stands_last_without_a_place(
    opened: Callable[[Path], ResultsPage], complete: Path
) -> None:
    page = opened(complete)
    board = page.controller.board
    assert board is not None
    from juryapp.domain.results import result_of

    scoring = replace(board.scoring, rules=replace(board.scoring.rules, minimum_marks=3))
    rows = result_rows(replace(board, scoring=scoring, result=result_of(scoring)), ALL)

    assert (rows[-1].name, rows[-1].place_words) == ("Elvestad", "not ranked")
