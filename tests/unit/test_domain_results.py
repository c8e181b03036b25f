"""One result for window, command line and paper; it says itself whether it is official."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_examples import (
    CLEARED,
    Grid,
    all_impartial,
    category,
    criterion,
    mark_key,
    nominee,
    nominee_key,
    scoring_of,
    validation_data,
)
from juryapp.domain.criteria import Missing, Rules, rules_hash
from juryapp.domain.ids import CategoryId, CriterionId, JurorId, NomineeId
from juryapp.domain.impartiality import Reach, Ruling, Standing, standings
from juryapp.domain.merging import view_of
from juryapp.domain.results import (
    OPEN_TEXTS,
    CategoryResult,
    Open,
    OpenQuestion,
    Result,
    Scoring,
    open_questions,
    result_of,
    spread,
)
from juryapp.domain.scales import Scale
from juryapp.domain.sheets import Sheet, sheet_cells
from juryapp.domain.statements import (
    Answer,
    DeclarationContent,
    DeclarationStatement,
    Statement,
    mark,
)

ONE = (criterion("C1"),)
TWO = (criterion("C1"), criterion("C2"))
GRID: Grid = {
    "N1": {"J1": ["8"], "J2": ["6"]},
    "N2": {"J1": ["9"], "J2": ["9"]},
    "N3": {"J1": ["5"], "J2": ["9"]},
}


def lines(result: Result | CategoryResult) -> list[tuple[str, int, Fraction | int]]:
    found = result.category(CategoryId("A")) if isinstance(result, Result) else result
    return [(r.nominee, r.place, r.value) for r in found.ranked]


def questions(scoring: Scoring) -> list[tuple[Open, str, str | None, str | None]]:
    return [(q.kind, q.juror, q.nominee, q.criterion) for q in open_questions(scoring)]


def with_standing(scoring: Scoring, juror: str, who: str, how: Standing) -> Scoring:
    """Return the same scoring with another standing of one juror, in standings and sheets."""
    stands = {**scoring.standings, (JurorId(juror), NomineeId(who)): how}
    sheets = [
        replace(
            sheet,
            cells=sheet_cells(
                sheet.juror,
                [n.id for n in scoring.nominees],
                [c.id for c in scoring.criteria],
                scoring.marks,
                stands,
            ),
        )
        for sheet in scoring.sheets
    ]
    return replace(scoring, standings=stands, sheets=sheets)


# ----------------------------------------------------------------------- ranking


def test_a_complete_panel_has_an_official_result() -> None:
    result = result_of(scoring_of(GRID, ONE))

    assert lines(result) == [("N2", 1, 9), ("N1", 2, 7), ("N3", 2, 7)]
    assert result.official
    assert result.rules == rules_hash(ONE, Rules())


def test_recused_not_assessed_and_zero_give_three_different_results() -> None:
    grid: Grid = {"N": {"J1": ["8", "8"], "J2": ["4", "4"]}}
    zero = {mark_key("J2", "N", "C1"): mark(0)}
    recused = with_standing(scoring_of(grid, TWO), "J2", "N", Standing.RECUSED)
    not_assessed = scoring_of({"N": {"J1": ["8", "8"], "J2": [None, "4"]}}, TWO)

    assert lines(result_of(scoring_of(grid, TWO, extra=zero))) == [("N", 1, 5)]
    assert lines(result_of(not_assessed)) == [("N", 1, 6)]
    assert lines(result_of(recused)) == [("N", 1, 8)]


def test_each_category_has_its_own_places() -> None:
    nominees = [nominee("N1", "A"), nominee("N2", "B"), nominee("N3", "B")]
    scoring = scoring_of(GRID, ONE, nominees=nominees, categories=(category("A"), category("B")))
    result = result_of(scoring)

    assert lines(result.category(CategoryId("A"))) == [("N1", 1, 7)]
    assert lines(result.category(CategoryId("B"))) == [("N2", 1, 9), ("N3", 2, 7)]
    with pytest.raises(KeyError):
        result.category(CategoryId("C"))


def test_a_withdrawn_nominee_is_out_of_the_ranking_and_asks_for_nothing() -> None:
    nominees = [nominee("N1"), nominee("N2", withdrawn=True), nominee("N3")]
    grid: Grid = {
        "N1": {"J1": ["8", "8"]},
        "N2": {"J1": ["9", None]},
        "N3": {"J1": ["5", "5"]},
    }
    result = result_of(scoring_of(grid, TWO, nominees=nominees))

    assert lines(result) == [("N1", 1, 8), ("N3", 2, 5)]
    assert result.category(CategoryId("A")).unranked == ()
    assert result.official


def test_a_nominee_added_after_the_packages_went_out_is_missing_and_the_rest_stands() -> None:
    nominees = [nominee(name) for name in ("N1", "N2", "N3", "N4")]
    stands = all_impartial(["J1", "J2"], ["N1", "N2", "N3", "N4"])
    scoring = scoring_of(GRID, ONE, nominees=nominees, standings=stands)
    result = result_of(scoring)

    assert len(lines(result)) == 3
    assert [t.nominee for t in result.category(CategoryId("A")).unranked] == ["N4"]
    assert questions(scoring) == [
        (Open.MISSING, "J1", "N4", "C1"),
        (Open.MISSING, "J2", "N4", "C1"),
    ]


def test_the_rules_decide_how_many_jurors_a_place_needs() -> None:
    scoring = with_standing(
        scoring_of(GRID, ONE, rules=Rules(minimum_marks=2)), "J1", "N2", Standing.RECUSED
    )
    found = result_of(scoring).category(CategoryId("A"))

    assert [r.nominee for r in found.ranked] == ["N1", "N3"]
    assert [t.nominee for t in found.unranked] == ["N2"]
    assert found.place_of(NomineeId("N2")) is None
    assert found.place_of(NomineeId("N3")) == 1


def test_the_rules_decide_what_a_missing_criterion_does() -> None:
    grid: Grid = {"N": {"J1": ["8", "8"], "J2": [None, "4"]}}

    assert lines(result_of(scoring_of(grid, TWO))) == [("N", 1, 6)]
    void = scoring_of(grid, TWO, rules=Rules(missing=Missing.VOID))
    assert lines(result_of(void)) == [("N", 1, 8)]


def test_close_margins_are_looked_for_among_the_finalists() -> None:
    grid: Grid = {name: {"J1": [value]} for name, value in (("A", "9"), ("B", "8.5"), ("C", "8"))}
    rules = Rules(close_margin=Fraction(1))

    def close(finalists: int) -> list[tuple[str, str, Fraction]]:
        scoring = scoring_of(grid, ONE, rules=rules, categories=(category(finalists=finalists),))
        found = result_of(scoring).category(CategoryId("A")).close
        return [(margin.above, margin.below, margin.difference) for margin in found]

    half = Fraction("0.5")
    assert close(1) == [("A", "B", half)]
    assert close(2) == [("A", "B", half), ("B", "C", half)]


# ------------------------------------------------------------------ open questions


@pytest.mark.parametrize(("received", "open_"), [(False, Open.NOT_RECEIVED), (True, Open.DRAFT)])
def test_a_juror_who_has_not_handed_in_is_not_in_the_result_and_is_asked_for_once(
    received: bool, open_: Open
) -> None:
    scoring = scoring_of(GRID, ONE)
    late = replace(scoring.sheets[1], received=received, handed_in=False)
    scoring = replace(scoring, sheets=[scoring.sheets[0], late])

    assert questions(scoring) == [(open_, "J2", None, None)]
    assert lines(result_of(scoring)) == [("N2", 1, 9), ("N1", 2, 8), ("N3", 3, 5)]
    assert not result_of(scoring).official


@pytest.mark.parametrize("received", [True, False])
def test_no_file_is_waited_for_from_a_juror_who_is_recused_everywhere(received: bool) -> None:
    scoring = scoring_of(GRID, ONE)
    for who in GRID:
        scoring = with_standing(scoring, "J2", who, Standing.RECUSED)
    absent = replace(scoring.sheets[1], received=received, handed_in=False)
    scoring = replace(scoring, sheets=[scoring.sheets[0], absent])

    assert result_of(scoring).official


def test_a_juror_recused_for_all_but_one_nominee_is_still_waited_for() -> None:
    scoring = scoring_of(GRID, ONE)
    for who in ("N1", "N2"):
        scoring = with_standing(scoring, "J2", who, Standing.RECUSED)
    absent = replace(scoring.sheets[1], received=False, handed_in=False)

    assert questions(replace(scoring, sheets=[absent])) == [(Open.NOT_RECEIVED, "J2", None, None)]


def test_a_juror_without_a_sheet_to_fill_in_is_still_waited_for() -> None:
    empty = Sheet(juror=JurorId("J3"), cells=())
    scoring = replace(scoring_of(GRID, ONE), sheets=[empty])

    assert questions(scoring) == [(Open.NOT_RECEIVED, "J3", None, None)]


@pytest.mark.parametrize(
    ("how", "open_"),
    [(Standing.UNDECLARED, Open.UNDECLARED), (Standing.PENDING, Open.PENDING)],
)
def test_a_question_of_impartiality_stays_open_and_the_marks_do_not_count(
    how: Standing, open_: Open
) -> None:
    scoring = with_standing(scoring_of(GRID, ONE), "J2", "N1", how)

    assert questions(scoring) == [(open_, "J2", "N1", None)]
    assert ("N1", 2, 8) in lines(result_of(scoring))


def test_a_recused_juror_leaves_nothing_open() -> None:
    grid: Grid = {"N1": {"J1": ["8", "8"], "J2": [None, None]}}
    scoring = with_standing(scoring_of(grid, TWO), "J2", "N1", Standing.RECUSED)
    disputed = replace(scoring, conflicts=[mark_key("J2", "N1", "C1")])

    assert result_of(disputed).official


def test_not_assessed_is_open_until_the_chair_waives_it() -> None:
    grid: Grid = {"N1": {"J1": ["8", None]}}

    assert questions(scoring_of(grid, TWO)) == [(Open.NOT_ASSESSED, "J1", "N1", "C2")]
    waived = result_of(scoring_of(grid, TWO, waived=True))
    assert waived.official
    assert waived.waived


def test_of_a_juror_on_whom_the_chair_decided_nothing_more_is_asked_but_conflicts_stay() -> None:
    grid = {"N1": {"J1": ["8", "8"], "J2": ["8", "8"]}}
    scoring = scoring_of(grid, TWO, extra={mark_key("J1", "N1", "C2"): CLEARED})
    final = [replace(sheet, final=True) for sheet in scoring.sheets]
    assert [q.kind for q in result_of(scoring).open_questions] == [Open.MISSING]

    settled = replace(scoring, sheets=final)
    assert result_of(settled).official

    contested = replace(settled, conflicts=[mark_key("J2", "N1", TWO[0].id)])
    assert [q.kind for q in result_of(contested).open_questions] == [Open.CONFLICT]


def test_the_chair_cannot_waive_a_mark_that_is_missing() -> None:
    cleared = {mark_key("J1", "N1", "C2"): CLEARED}
    scoring = scoring_of({"N1": {"J1": ["8", "8"]}}, TWO, extra=cleared, waived=True)

    assert questions(scoring) == [(Open.MISSING, "J1", "N1", "C2")]


def test_a_conflict_is_asked_about_once_and_counts_for_neither_mark() -> None:
    rivals = [
        Statement(mark_key("J1", "N1", "C2"), 1, mark(2)),
        Statement(mark_key("J1", "N1", "C2"), 1, mark(20)),
        Statement(mark_key("J1", "N1", "C1"), 1, mark(16)),
    ]
    view = view_of(rivals)
    marks = {key: s.content for key, s in view.effective.items()}
    stands = all_impartial(["J1"], ["N1"])
    cells = sheet_cells(JurorId("J1"), [NomineeId("N1")], [c.id for c in TWO], marks, stands)
    scoring = Scoring(
        categories=[category()],
        nominees=[nominee("N1")],
        criteria=TWO,
        rules=Rules(),
        sheets=[Sheet(juror=JurorId("J1"), cells=cells, received=True, handed_in=True)],
        standings=stands,
        marks=marks,
        conflicts=[*view.conflicts],
    )

    assert questions(scoring) == [(Open.CONFLICT, "J1", "N1", "C2")]
    assert lines(result_of(scoring)) == [("N1", 1, 8)]
    assert not result_of(scoring).official


def test_a_conflict_on_one_nominee_is_not_asked_about_on_another() -> None:
    scoring = replace(scoring_of(GRID, ONE), conflicts=[mark_key("J1", "N1", "C1")])

    assert questions(scoring) == [(Open.CONFLICT, "J1", "N1", "C1")]


def test_a_juror_who_stands_down_after_marking_leaves_the_sum() -> None:
    key = nominee_key("J2", "N1")
    said = [
        Statement(key, 1, DeclarationContent(Answer.NOTHING)),
        Statement(key, 2, DeclarationContent(Answer.RECUSED)),
    ]
    grid: Grid = {"N1": {"J1": ["8"], "J2": ["4"]}}

    def value(*declared: DeclarationStatement) -> Fraction | int:
        view = view_of(declared)
        stands = {
            **all_impartial(["J1"], ["N1"]),
            **standings([JurorId("J2")], [nominee("N1")], view, []),
        }
        return lines(result_of(scoring_of(grid, ONE, standings=stands)))[0][2]

    assert value(said[0]) == 6
    assert value(*said) == 8, "stored, and not counted"


def test_a_recusal_with_reach_takes_the_jurors_marks_on_rivals_out_too() -> None:
    ruling = Ruling(
        n=1,
        juror=JurorId("J2"),
        nominee=NomineeId("N1"),
        recused=True,
        reach=Reach.CATEGORY,
    )
    nothing = DeclarationContent(Answer.NOTHING)
    said = view_of([Statement(nominee_key(j, n), 1, nothing) for j in ("J1", "J2") for n in GRID])
    stands = standings(
        [JurorId("J1"), JurorId("J2")], [nominee(name) for name in GRID], said, [ruling]
    )

    result = result_of(scoring_of(GRID, ONE, standings=stands))

    assert lines(result) == [("N2", 1, 9), ("N1", 2, 8), ("N3", 3, 5)]


def test_every_open_question_has_a_sentence_that_its_names_fill() -> None:
    assert set(OPEN_TEXTS) == set(Open)
    names = {"juror": "Kari", "nominee": "Fjordvik", "criterion": "Courage"}
    for text in OPEN_TEXTS.values():
        assert "Kari" in text.format_map(names) or "{juror}" not in text


def test_a_question_without_nominee_stands_for_the_whole_sheet() -> None:
    question = OpenQuestion(kind=Open.DRAFT, juror=JurorId("J1"))

    assert question.nominee is None
    assert question.criterion is None


# --------------------------------------------------------------------- properties

MARKS = st.one_of(st.none(), st.integers(0, 20).map(lambda points: str(Fraction(points, 2))))


@given(
    st.lists(st.lists(MARKS, min_size=6, max_size=6), min_size=1, max_size=5),
    st.lists(st.sampled_from(Standing), min_size=15, max_size=15),
    st.data(),
)
def test_no_order_of_nominees_jurors_criteria_or_marks_changes_a_place(
    rows: list[list[str | None]], hows: list[Standing], data: st.DataObject
) -> None:
    grid = {
        f"N{n}": {f"J{j}": row[2 * j : 2 * j + 2] for j in range(3)} for n, row in enumerate(rows)
    }
    pairs = [(JurorId(f"J{j}"), NomineeId(who)) for who in grid for j in range(3)]
    scoring = scoring_of(grid, TWO, standings=dict(zip(pairs, hows, strict=False)))
    shuffled = replace(
        scoring,
        nominees=data.draw(st.permutations(scoring.nominees)),
        sheets=data.draw(st.permutations(scoring.sheets)),
        criteria=data.draw(st.permutations(scoring.criteria)),
        marks=dict(data.draw(st.permutations([*scoring.marks.items()]))),
    )

    one, other = result_of(scoring), result_of(shuffled)
    assert sorted(lines(one)) == sorted(lines(other))
    assert one.rules == other.rules
    assert set(one.open_questions) == set(other.open_questions)
    assert one.official == (not one.open_questions)


def test_the_spread_shows_the_lowest_and_the_highest_juror() -> None:
    found = result_of(scoring_of(GRID, ONE)).category(CategoryId("A")).ranked

    assert spread(found[2]) == (Fraction(5), Fraction(9))
    nobody = replace(found[2], total=replace(found[2].total, scores=()))
    assert spread(nobody) is None


# ---------------------------------------------------------------- validation data


def test_the_judgment_of_paris_comes_out_in_the_published_order() -> None:
    data = validation_data("wine_paris_1976_white")["input"]
    taste = criterion("taste", scale=Scale(0, 40, Fraction(1, 2)))
    grid = {
        wine: {judge: [str(value)] for judge, value in zip(data["judges"], row, strict=True)}
        for wine, row in zip(data["wines"], data["matrix"], strict=True)
    }
    backwards = [nominee(wine) for wine in reversed(data["wines"])]

    result = result_of(scoring_of(grid, (taste,), nominees=backwards))

    found = result.category(CategoryId("A")).ranked
    assert [r.nominee for r in found] == data["wines"], "listed in the order of the means"
    assert [r.place for r in found] == [*range(1, 11)]
    assert found[0].value == Fraction(317, 22), "158.5 / 11 = 14.41"
    assert result.official
    (closest, *_) = result.category(CategoryId("A")).close
    assert closest.difference == Fraction(1, 11)
    assert CriterionId("taste") in found[0].total.criterion_means
