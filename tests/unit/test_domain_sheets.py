"""What each juror has handed in and what is missing; recused is never missing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_examples import CLEARED, NOT_ASSESSED, WITHDRAWN, mark_key
from juryapp.domain.ids import CriterionId, JurorId, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.sheets import (
    SHEET_STATE_NAMES,
    Cell,
    CellState,
    Sheet,
    SheetState,
    grouped_marks,
    sheet_cells,
)
from juryapp.domain.statements import MarkContent, MarkKey, mark

J1, N1, N2 = JurorId("J1"), NomineeId("N1"), NomineeId("N2")
C1, C2 = CriterionId("C1"), CriterionId("C2")
Said = Mapping[str, MarkContent]


def cell(said: Said, standing: Standing = Standing.IMPARTIAL) -> Cell:
    marks = {mark_key("J1", "N1", what): content for what, content in said.items()}
    (only,) = sheet_cells(J1, [N1], [C1, C2], marks, {(J1, N1): standing})
    return only


def sheet(*said: Said, received: bool = True, handed_in: bool = True) -> Sheet:
    cells = tuple(cell(one) for one in said)
    return Sheet(juror=J1, cells=cells, received=received, handed_in=handed_in)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({}, CellState.NOT_BEGUN),
        ({"C1": mark(0)}, CellState.BEGUN),
        ({"C2": NOT_ASSESSED}, CellState.BEGUN),
        ({"C1": mark(0), "C2": mark(20)}, CellState.DONE),
        ({"C1": mark(0), "C2": NOT_ASSESSED}, CellState.DONE),
        ({"C1": NOT_ASSESSED, "C2": NOT_ASSESSED}, CellState.DONE),
        ({"C1": CLEARED}, CellState.NOT_BEGUN),
        ({"C1": mark(3), "C2": CLEARED}, CellState.BEGUN),
        ({"C1": mark(3), "C2": WITHDRAWN}, CellState.BEGUN),
    ],
)
@pytest.mark.parametrize("standing", [Standing.IMPARTIAL, Standing.PENDING])
def test_a_cell_is_done_when_every_criterion_has_a_word(
    said: Said, state: CellState, standing: Standing
) -> None:
    found = cell(said, standing)

    assert found.state is state
    assert found.finished == (state is CellState.DONE)


@pytest.mark.parametrize("said", [{}, {"C1": mark(3)}, {"C1": mark(3), "C2": mark(3)}])
def test_nothing_is_missing_from_a_recused_juror(said: Said) -> None:
    found = cell(said, Standing.RECUSED)

    assert found.state is CellState.RECUSED
    assert found.missing == ()
    assert found.finished


@pytest.mark.parametrize("said", [{}, {"C1": mark(3), "C2": mark(3)}])
def test_without_a_declaration_a_cell_is_not_finished_whatever_is_marked(said: Said) -> None:
    found = cell(said, Standing.UNDECLARED)

    assert found.state is CellState.UNDECLARED
    assert not found.finished


def test_a_cell_says_what_was_marked_not_assessed_and_missing() -> None:
    assert cell({"C2": mark(0)}).marked == (C2,)
    assert cell({"C2": NOT_ASSESSED}).not_assessed == (C2,)
    assert cell({"C2": mark(0)}).missing == (C1,)
    assert cell({"C2": CLEARED}).missing == (C1, C2)


def test_cells_come_in_the_jurors_own_order_and_nobody_is_left_out() -> None:
    cells = sheet_cells(J1, [N2, N1], [C1], {}, {})

    assert [c.nominee for c in cells] == [N2, N1]
    assert {c.standing for c in cells} == {Standing.UNDECLARED}


def test_other_jurors_marks_do_not_show_on_a_sheet() -> None:
    theirs = {mark_key("J2", "N1", "C1"): mark(3)}

    (only,) = sheet_cells(J1, [N1], [C1], theirs, {(J1, N1): Standing.IMPARTIAL})

    assert only.state is CellState.NOT_BEGUN


def test_marks_grouped_once_serve_every_sheet() -> None:
    marks = {mark_key("J1", "N1", "C1"): mark(3)}
    standings = {(J1, N1): Standing.IMPARTIAL}

    once = sheet_cells(J1, [N1], [C1], {}, standings, grouped_marks(marks))

    assert once == sheet_cells(J1, [N1], [C1], marks, standings)


@given(
    st.dictionaries(
        st.builds(mark_key, st.sampled_from("AB"), st.sampled_from("12"), st.sampled_from("xy")),
        st.one_of(st.integers(0, 9).map(mark), st.sampled_from([NOT_ASSESSED, CLEARED, WITHDRAWN])),
    )
)
def test_grouping_keeps_every_word_that_stands_and_no_other(
    marks: dict[MarkKey, MarkContent],
) -> None:
    back = {
        mark_key(juror, who, what): content
        for (juror, who), said in grouped_marks(marks).items()
        for what, content in said.items()
    }

    assert back == {k: c for k, c in marks.items() if c not in {CLEARED, WITHDRAWN}}


# ------------------------------------------------------------------------ sheets

FULL = {"C1": mark(3), "C2": mark(4)}


@pytest.mark.parametrize(
    ("received", "handed_in", "said", "state"),
    [
        (False, False, FULL, SheetState.NOT_RECEIVED),
        (True, False, FULL, SheetState.DRAFT),
        (True, True, {"C1": mark(3)}, SheetState.INCOMPLETE),
        (True, True, FULL, SheetState.COMPLETE),
    ],
)
def test_a_sheet_counts_only_when_a_file_that_is_no_draft_has_come(
    received: bool, handed_in: bool, said: Said, state: SheetState
) -> None:
    assert sheet(said, received=received, handed_in=handed_in).state is state


def test_a_sheet_counts_what_is_finished() -> None:
    half = sheet(FULL, {"C1": mark(1)})

    assert half.finished == 1
    assert not half.complete
    assert sheet(FULL, FULL).complete


def test_every_state_of_a_sheet_has_a_name() -> None:
    assert set(SHEET_STATE_NAMES) == set(SheetState)
