"""Beside the order by points: what a nominee's points are made of, and whether the first place holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from award_pages import (
    JURORS,
    label,
    make_award,
    nominee_called,
    opening,
)
from juryapp.application.results.holding import Answer, PlaceChange, Question, Variant, Verdict
from juryapp.application.results.showing import results_board
from juryapp.domain.criteria import Rules
from juryapp.domain.ids import CategoryId, JurorId, NomineeId
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.models.results import (
    JUST_AHEAD,
    ResultRow,
    close_sentence,
    is_great_disagreement,
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


# ------------------------------------------------------------------- one nominee


def test_the_first_nominee_is_explained_at_once(
    opened: Callable[[Path], ResultsPage], complete: Path
) -> None:
    page = opened(complete)

    assert page.nominee.name.text() == "Elvestad"
    assert label(page, "points_line").startswith("7.69 points  ·  0.69 ahead of place 2")
    assert label(page, "recused") == "Astrid Åsen (no reason is written down)"
    assert "15.375 in all, divided by 2 jurors: 7.6875." in label(page, "arithmetic")


def test_arrow_keys_go_through_the_nominees(
    opened: Callable[[Path], ResultsPage], complete: Path, show: Show, qtbot: QtBot
) -> None:
    page = opened(complete)
    show(page)
    page.table.setFocus()

    qtbot.keyClick(page.table, Qt.Key.Key_Down)

    assert page.nominee.name.text() == "Fjordby"
    assert "the same points as others on this place" in label(page, "points_line")


def test_jurors_have_no_names_until_they_are_asked_for(
    opened: Callable[[Path], ResultsPage], complete: Path
) -> None:
    page = opened(complete)
    assert "Bjarne" not in label(page, "arithmetic")
    assert label(page, "arithmetic").startswith("Juror 1: 9 × 3")

    page.nominee.names.setChecked(True)

    assert label(page, "arithmetic").startswith("Bjarne Øvrebø: 9 × 3")


def test_a_juror_is_picked_out_only_by_name(
    opened: Callable[[Path], ResultsPage], complete: Path, notifier: Recorder
) -> None:
    page = opened(complete)
    page._highlight_by_key(2)
    assert notifier.words == ["Tick “Show the jurors’ names” first."]

    page.nominee.names.setChecked(True)
    page._highlight_by_key(2)

    fjordby = row_called(page, "Fjordby")
    assert fjordby.highlighted is not None
    picked = [fjordby.jurors[n] for n in fjordby.dots().highlighted]
    assert picked == [fjordby.highlighted]
    page.nominee.names.setChecked(False)
    assert row_called(page, "Fjordby").highlighted is None


def test_the_charts_are_there_as_text(
    opened: Callable[[Path], ResultsPage], complete: Path
) -> None:
    page = opened(complete)

    page.nominee.toggle_text()

    assert "Nyskaping: 2 marks: 6.5  8.5; mean 7.50" in label(page, "marks_as_text")
    assert not any(strip.isVisibleTo(page.nominee) for strip in page.nominee._strips)


# ------------------------------------------------------------------- does it hold


def test_whether_the_first_place_holds_is_answered_in_words(
    opened: Callable[[Path], ResultsPage], complete: Path, qtbot: QtBot
) -> None:
    page = opened(complete)

    qtbot.waitUntil(lambda: bool(page.controller.answers()))

    assert label(page, "verdict_without_one") == "No"
    texts = {question: view.text.text() for question, view in page.holding.views.items()}
    assert texts[Question.WITHOUT_ONE] == "Without one of the jurors: first comes Fjordby."
    assert texts[Question.ASSESSED_ALL] == (
        "The first place is the same without 1 juror who is recused for somebody or has not assessed"
        " everything."
    )


def test_names_are_said_in_the_answers_only_where_they_are_shown(
    opened: Callable[[Path], ResultsPage], complete: Path, qtbot: QtBot
) -> None:
    page = opened(complete)
    qtbot.waitUntil(lambda: bool(page.controller.answers()))

    page.nominee.names.setChecked(True)

    texts = [view.text.text() for view in page.holding.views.values()]
    assert texts[0].startswith("Without Bjarne Øvrebø:")


def test_a_close_margin_is_told_with_what_is_true_of_it(
    opened: Callable[[Path], ResultsPage], unassessed: Path
) -> None:
    page = opened(unassessed)

    assert row_called(page, "Elvestad").closeness == JUST_AHEAD
    board = page.controller.board
    assert board is not None
    elvestad = nominee_called(workspace_of(page), "Elvestad")
    assert close_sentence(board, ALL, elvestad) == (
        "Elvestad is 0.02 points ahead of Fjordby. One juror could have turned it; talk about both before"
        " deciding."
    )
    fjordby = nominee_called(workspace_of(page), "Fjordby")
    assert close_sentence(board, ALL, fjordby) == ""


def test_a_margin_that_the_decimals_do_not_show_says_so(
    opened: Callable[[Path], ResultsPage], unassessed: Path
) -> None:
    board = opened(unassessed).controller.board
    assert board is not None
    rules: Rules = replace(board.scoring.rules, decimals=0)
    coarse = replace(board, scoring=replace(board.scoring, rules=rules))
    first = board.result.category(ALL).ranked[0].nominee

    assert "the same points as shown" in close_sentence(coarse, ALL, first)


@pytest.mark.parametrize(("means", "great"), [((2, 5), True), ((2, 4), False), ((2,), False)])
def test_great_disagreement_is_three_tenths_of_the_scale(
    opened: Callable[[Path], ResultsPage], complete: Path, means: tuple[int, ...], great: bool
) -> None:
    page = opened(complete)
    criteria = results_board(workspace_of(page).session).scoring.criteria

    assert is_great_disagreement([Fraction(m) for m in means], criteria) is great


def test_the_answers_stay_while_the_marks_do(
    opened: Callable[[Path], ResultsPage], complete: Path, qtbot: QtBot
) -> None:
    page = opened(complete)
    qtbot.waitUntil(lambda: bool(page.controller.answers()))
    before = page.controller.answers()

    page.controller.refresh()

    assert page.controller.answers() is before
    assert not page.shell.jobs.is_busy()


def answer(question: Question, verdict: Verdict, *variants: Variant) -> Answer:
    return Answer(question=question, verdict=verdict, jurors=3, variants=variants)


def variant(jurors: list[JurorId], first: list[NomineeId], *changes: PlaceChange) -> Variant:
    return Variant(left_out=tuple(jurors), first=tuple(first), changes=changes, holds=False)


def said(page: ResultsPage, given: Answer, *, winners: int = 1, named: bool = False) -> list[str]:
    """Return what the panel says of an answer: the sentence, then the places that change."""
    board = page.controller.board
    assert board is not None
    found = board.result.categories[0]
    wider = replace(found, category=replace(found.category, winners=winners))
    board = replace(board, result=replace(board.result, categories=(wider,)))
    page.holding.show_answers(board, ALL, [given], named=named)
    view = page.holding.views[given.question]
    return [view.verdict.text(), view.text.text(), *view.changes.text().splitlines()]


def test_answers_are_put_into_sentences(
    opened: Callable[[Path], ResultsPage], complete: Path
) -> None:
    page = opened(complete)
    board = page.controller.board
    assert board is not None
    one, two, three = list(board.jurors)[:3]
    a, b = (board.result.categories[0].ranked[n].nominee for n in (0, 1))
    without, full = Question.WITHOUT_ONE, Question.ASSESSED_ALL

    assert said(page, answer(without, Verdict.CANNOT))[0] == "Cannot be asked"
    assert "at least two jurors" in said(page, answer(without, Verdict.CANNOT))[1]
    assert "whichever of the 3 jurors" in said(page, answer(without, Verdict.YES))[1]
    assert said(page, answer(without, Verdict.YES), winners=2)[1].startswith("The winners")
    assert "nothing changes" in said(page, answer(full, Verdict.YES))[1]
    two_out = answer(full, Verdict.YES, variant([one, two], [a]))
    assert "2 jurors" in said(page, two_out)[1]
    assert said(page, two_out, winners=2)[1].startswith("The winners")
    shared = answer(full, Verdict.NO, variant([one, two], [a, b]))
    assert said(page, shared)[1].startswith("Without 2 jurors: Elvestad · Fjordby share")
    gone = answer(without, Verdict.NO, variant([three], [], PlaceChange(a, 1, None)))
    assert said(page, gone, named=True)[1:] == [
        f"Without {board.jurors[three].name}: too few jurors are left for a place.",
        "Elvestad: no place instead of place 1",
    ]


def test_a_long_list_of_changes_is_counted(
    opened: Callable[[Path], ResultsPage], complete: Path
) -> None:
    page = opened(complete)
    nominee = page.model.key_at(0)
    assert isinstance(nominee, str)
    many = [PlaceChange(NomineeId(nominee), 1, place) for place in range(2, 10)]

    lines = said(page, answer(Question.WITHOUT_ONE, Verdict.NO, variant([], [], *many)))

    assert len(lines) == 2 + 6 + 1
    assert lines[-1] == "and 2 other places"
