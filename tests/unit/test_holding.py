"""Does the first place hold? Yes or no, by counting again."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_examples import category, criterion, nominee, scoring_of
from juryapp.application.results.holding import (
    PlaceChange,
    Question,
    Verdict,
    assessed_all,
    one_juror_could_turn,
    without_one,
)
from juryapp.base.errors import Cancelled
from juryapp.domain.criteria import Criterion, Rules
from juryapp.domain.ids import CategoryId, JurorId, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.results import Scoring, result_of

ONE: list[Criterion] = [criterion("C1")]
TWO: list[Criterion] = [criterion("C1"), criterion("C2")]
A = CategoryId("A")

CLEAR = {
    "N1": {"J1": ["9"], "J2": ["9"], "J3": ["8"]},
    "N2": {"J1": ["5"], "J2": ["6"], "J3": ["5"]},
}
NARROW = {
    "N1": {"J1": ["10"], "J2": ["6"], "J3": ["6"]},
    "N2": {"J1": ["6"], "J2": ["7"], "J3": ["7"]},
}


def change(who: str, before: int | None, after: int | None) -> PlaceChange:
    return PlaceChange(NomineeId(who), before, after)


def recused(scoring: Scoring, juror: str, who: str) -> Scoring:
    stands = {**scoring.standings, (JurorId(juror), NomineeId(who)): Standing.RECUSED}
    return replace(scoring, standings=stands)


def test_a_clear_first_place_holds_whoever_is_left_out() -> None:
    answer = without_one(scoring_of(CLEAR, ONE), A)

    assert answer.question is Question.WITHOUT_ONE
    assert answer.verdict is Verdict.YES
    assert [variant.left_out for variant in answer.variants] == [("J1",), ("J2",), ("J3",)]
    assert answer.turning == ()


def test_one_juror_who_lifted_the_first_is_found_with_the_places_that_change() -> None:
    answer = without_one(scoring_of(NARROW, ONE), A)

    assert answer.verdict is Verdict.NO
    assert [variant.left_out for variant in answer.turning] == [("J1",)]
    assert answer.turning[0].first == ("N2",)
    assert answer.turning[0].changes == (change("N2", 2, 1), change("N1", 1, 2))


def test_a_place_that_becomes_shared_no_longer_holds() -> None:
    grid = {"N1": {"J1": ["9"], "J2": ["7"]}, "N2": {"J1": ["5"], "J2": ["7"]}}

    answer = without_one(scoring_of(grid, ONE), A)

    assert answer.verdict is Verdict.NO
    assert answer.turning[0].first == ("N1", "N2")
    assert answer.turning[0].changes == (change("N2", 2, 1),)


def test_changes_below_the_finalists_are_not_told() -> None:
    grid = {
        "N1": {"J1": ["9"], "J2": ["9"]},
        "N2": {"J1": ["5"], "J2": ["4"]},
        "N3": {"J1": ["3"], "J2": ["5"]},
    }

    answer = without_one(scoring_of(grid, ONE, categories=(category(finalists=1),)), A)

    assert [variant.changes for variant in answer.variants] == [(), ()]


def test_with_one_juror_nobody_can_be_left_out() -> None:
    answer = without_one(scoring_of({"N1": {"J1": ["9"]}}, ONE), A)

    assert (answer.verdict, answer.jurors) == (Verdict.CANNOT, 1)


def test_without_any_place_nothing_can_be_asked() -> None:
    scoring = scoring_of(CLEAR, ONE, rules=Rules(minimum_marks=9))

    assert without_one(scoring, A).verdict is Verdict.CANNOT
    assert assessed_all(scoring, A).verdict is Verdict.CANNOT


def test_too_few_jurors_left_means_no_place() -> None:
    scoring = scoring_of(CLEAR, ONE, rules=Rules(minimum_marks=3))

    answer = without_one(scoring, A)

    assert answer.verdict is Verdict.NO
    assert change("N1", 1, None) in answer.turning[0].changes


def test_only_the_category_that_was_asked_for_counts() -> None:
    nominees = [nominee("N1"), nominee("N2", "B")]
    scoring = scoring_of(CLEAR, ONE, nominees=nominees, categories=(category("A"), category("B")))

    answer = without_one(scoring, A)

    assert {variant.first for variant in answer.variants} == {("N1",)}


def test_the_work_stops_when_it_is_cancelled() -> None:
    class Stop:
        def step(self, done: int, total: int) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        without_one(scoring_of(CLEAR, ONE), A, Stop())


def test_where_everybody_assessed_everything_nothing_can_change() -> None:
    answer = assessed_all(scoring_of(CLEAR, ONE), A)

    assert (answer.verdict, answer.variants) == (Verdict.YES, ())


def test_a_juror_who_is_recused_for_one_is_left_out_for_all() -> None:
    grid = {
        "N1": {"J1": ["8"], "J2": ["8"], "J3": ["1"]},
        "N2": {"J1": ["7"], "J2": ["7"], "J3": ["9"]},
    }
    scoring = recused(scoring_of(grid, ONE), "J3", "N1")

    answer = assessed_all(scoring, A)

    assert answer.verdict is Verdict.YES
    assert answer.variants[0].left_out == ("J3",)


def test_the_first_place_may_rest_on_those_who_did_not_assess_everything() -> None:
    grid: dict[str, dict[str, list[str | None]]] = {
        "N1": {"J1": ["6", "6"], "J2": ["10", None]},
        "N2": {"J1": ["7", "7"], "J2": ["7", "7"]},
    }

    answer = assessed_all(scoring_of(grid, TWO), A)

    assert answer.verdict is Verdict.NO
    assert answer.variants[0].left_out == ("J2",)
    assert answer.variants[0].changes == (change("N2", 2, 1), change("N1", 1, 2))


def test_if_nobody_assessed_everything_it_cannot_be_asked() -> None:
    assert assessed_all(scoring_of({"N1": {"J1": ["9", None]}}, TWO), A).verdict is Verdict.CANNOT


def turns(grid: dict[str, dict[str, list[str | None]]], criteria: list[Criterion]) -> bool:
    first, second = result_of(scoring_of(grid, criteria)).categories[0].ranked
    return one_juror_could_turn(first, second, criteria)


def test_one_juror_can_turn_a_small_difference_and_not_a_large_one() -> None:
    assert turns({"N1": {"J1": ["7"], "J2": ["7"]}, "N2": {"J1": ["6.5"], "J2": ["7"]}}, ONE)
    assert not turns({"N1": {"J1": ["10"], "J2": ["10"]}, "N2": {"J1": ["0"], "J2": ["0"]}}, ONE)


scale = st.integers(0, 20).map(lambda n: str(Fraction(n, 2)))
grids = st.integers(2, 4).flatmap(
    lambda jurors: st.tuples(
        *(st.lists(scale, min_size=jurors, max_size=jurors) for _nominee in range(2))
    )
)


@given(grids)
def test_could_turn_agrees_with_trying_the_ends_of_the_scale(
    rows: tuple[list[str], list[str]],
) -> None:
    grid = {f"N{i}": {f"J{j}": [v] for j, v in enumerate(row)} for i, row in enumerate(rows)}
    ranked = result_of(scoring_of(grid, ONE)).categories[0].ranked
    first, second = ranked[0], ranked[1]
    tried = []
    for juror in grid["N0"]:
        other = {who: dict(by) for who, by in grid.items()}
        other[first.nominee][juror] = ["0"]
        other[second.nominee][juror] = ["10"]
        again = result_of(scoring_of(other, ONE)).categories[0]
        values = {r.nominee: r.value for r in again.ranked}
        tried.append(values[second.nominee] > values[first.nominee])

    assert one_juror_could_turn(first, second, ONE) == any(tried)
