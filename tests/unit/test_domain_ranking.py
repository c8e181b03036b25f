"""Places depend on exact totals and on nothing else; who has equally many shares the place."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_examples import validation_data
from juryapp.base.numbers import decimal_text, format_number
from juryapp.domain.ids import JurorId, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.ranking import Ranked, close_margins, competition_places, rank
from juryapp.domain.totals import JurorScore, NomineeTotal

values = st.integers(0, 30).map(lambda twelfths: Fraction(twelfths, 12))
pools = st.lists(values, max_size=9).map(lambda drawn: dict(zip("DAIBHCGEF", drawn, strict=False)))


def total(name: str, value: str | Fraction | None, counted: int = 1) -> NomineeTotal:
    exact = None if value is None else Fraction(value)
    scores = tuple(
        JurorScore(juror=JurorId(f"J{n}"), standing=Standing.IMPARTIAL, marks={}, value=exact)
        for n in range(counted if exact is not None else 0)
    )
    return NomineeTotal(nominee=NomineeId(name), value=exact, scores=scores, criterion_means={})


def ranked(*values: str) -> list[Ranked]:
    """Rank nominees A, B, C … with these totals."""
    totals = [total(name, value) for name, value in zip("ABCDEFGH", values, strict=False)]
    return rank(totals, 1)[0]


def places(scores: Sequence[Fraction]) -> list[int]:
    found = competition_places(dict(enumerate(scores)))
    return [found[n] for n in range(len(scores))]


# ------------------------------------------------------------------ properties


@given(pools)
def test_a_place_is_one_more_than_the_number_of_better_totals(pool: dict[str, Fraction]) -> None:
    found = competition_places(pool)

    assert found == {
        name: 1 + sum(other > value for other in pool.values()) for name, value in pool.items()
    }


@given(pools, st.data())
def test_places_do_not_depend_on_the_order_of_the_input(
    pool: dict[str, Fraction], data: st.DataObject
) -> None:
    shuffled = dict(data.draw(st.permutations([*pool.items()])))

    assert competition_places(shuffled) == competition_places(pool)


@given(pools)
def test_the_best_come_first_and_the_tied_keep_the_order_given(pool: dict[str, Fraction]) -> None:
    listed = [*competition_places(pool)]

    assert listed == sorted(pool, key=lambda name: -pool[name])


@given(pools, values, st.fractions(Fraction(1, 10), 10))
def test_places_do_not_depend_on_unit_or_zero_of_the_scale(
    pool: dict[str, Fraction], shift: Fraction, factor: Fraction
) -> None:
    moved = {name: value * factor + shift for name, value in pool.items()}

    assert competition_places(moved) == competition_places(pool)


@given(pools, st.integers(0, 3))
def test_exactly_equal_totals_share_a_place_and_say_so(
    pool: dict[str, Fraction], minimum: int
) -> None:
    able, unable = rank([total(name, value, 2) for name, value in pool.items()], minimum)

    assert len(able) + len(unable) == len(pool)
    assert [r.place for r in able] == sorted(r.place for r in able)
    for one in able:
        alike = [other for other in able if other.value == one.value]
        assert one.shared == (len(alike) > 1)
        assert {other.place for other in alike} == {one.place}
        assert one.place == 1 + sum(other.value > one.value for other in able)


def test_nobody_has_no_places() -> None:
    assert competition_places({}) == {}
    assert rank([], 1) == ([], [])


# --------------------------------------------------------------- before rounding


def test_totals_that_look_alike_when_rounded_still_have_their_own_places() -> None:
    found = ranked("8.344", "8.336")

    assert [decimal_text(r.value, 2) for r in found] == ["8.34", "8.34"]
    assert [r.place for r in found] == [1, 2], "ranking rounded totals would share the place"
    assert not any(r.shared for r in found)


def test_totals_that_differ_by_less_than_any_float_can_tell_are_told_apart() -> None:
    tiny = Fraction(1, 10**30)
    one, other = total("A", Fraction(8)), total("B", 8 + tiny)

    assert float(other.value or 0) == float(one.value or 0)
    assert [r.nominee for r in rank([one, other], 1)[0]] == ["B", "A"]


def test_equal_sums_of_thirds_share_a_place() -> None:
    third = Fraction(1, 3)

    assert places([third + third + third, Fraction(1)]) == [1, 1]


# ------------------------------------------------------- enough jurors, or not ranked


def test_a_nominee_with_too_few_jurors_is_listed_as_not_ranked() -> None:
    able, unable = rank([total("A", "9", 1), total("B", "5", 2)], 2)

    assert [r.nominee for r in able] == ["B"]
    assert able[0].place == 1, "nobody stands behind one who has no place"
    assert [t.nominee for t in unable] == ["A"]


@pytest.mark.parametrize("minimum", [0, 1])
def test_a_nominee_for_whom_nobody_counts_is_never_ranked(minimum: int) -> None:
    able, unable = rank([total("A", None), total("B", "0")], minimum)

    assert [r.nominee for r in able] == ["B"], "zero is a total"
    assert [t.nominee for t in unable] == ["A"]


def test_a_place_without_a_total_is_a_bug() -> None:
    with pytest.raises(ValueError, match="without a total"):
        _ = Ranked(total=total("A", None), place=1, shared=False).value


# ----------------------------------------------------------------------- margins


def pairs(found: list[Ranked], clear: str, last: int) -> list[tuple[str, str, Fraction]]:
    return [(m.above, m.below, m.difference) for m in close_margins(found, Fraction(clear), last)]


def test_neighbours_closer_than_the_rules_call_clear_are_named() -> None:
    assert pairs(ranked("8.5", "8.3", "7"), "0.25", 3) == [("A", "B", Fraction("0.2"))]


def test_a_margin_that_is_just_clear_is_not_close() -> None:
    assert pairs(ranked("8.5", "8.25"), "0.25", 3) == []


def test_a_shared_place_is_a_tie_and_no_close_margin() -> None:
    assert pairs(ranked("8.5", "8.5"), "0.25", 3) == []


def test_margins_are_looked_at_down_to_the_cut_and_no_further() -> None:
    found = ranked("8", "7.9", "7.8", "7.7")

    assert [below for _, below, _ in pairs(found, "0.25", 1)] == ["B"]
    assert [below for _, below, _ in pairs(found, "0.25", 3)] == ["B", "C", "D"]


def test_the_cut_below_a_shared_last_place_is_looked_at() -> None:
    assert [below for _, below, _ in pairs(ranked("8", "7", "7", "6.9"), "0.25", 2)] == ["D"]


# --------------------------------------------------------------- validation data


def test_shared_places_are_counted_as_standard_competition_ranking_counts_them() -> None:
    data = validation_data("ranking_styles")

    for scores, expected in zip(
        data["input"]["score_lists"], data["expected"]["computed"], strict=True
    ):
        assert places([Fraction(str(s)) for s in scores]) == expected["standard_1224"]


def test_two_ski_jumpers_share_first_place_in_innsbruck() -> None:
    data = validation_data("ski_jumping_innsbruck_2015")["expected"]

    totals = [Fraction(jump["total"]) for jump in data["published"]]
    assert places(totals) == data["computed"]["rank_by_total"]
    assert places(totals)[:3] == [1, 1, 3]


@pytest.mark.parametrize("name", ["wine_quandt2", "wine_quandt42"])
def test_published_shared_places_of_wine_tastings_come_out(name: str) -> None:
    data = validation_data(name)
    sums = [sum(column) for column in zip(*data["input"]["matrix"], strict=True)]

    assert sums == data["expected"]["published"]["rank_sums"]
    best_is_least = [Fraction(-rank_sum, len(data["input"]["judges"])) for rank_sum in sums]
    assert places(best_is_least) == data["expected"]["published"]["group_rank_1224"]


@pytest.mark.parametrize("name", ["wine_paris_1976_white", "wine_princeton_2012_white"])
def test_means_of_famous_tastings_give_the_places_worked_out_elsewhere(name: str) -> None:
    data = validation_data(name)
    judges = len(data["input"]["judges"])
    means = [
        sum((Fraction(str(mark)) for mark in row), Fraction(0)) / judges
        for row in data["input"]["matrix"]
    ]

    assert places(means) == data["expected"]["computed"]["rank_by_mean"]


def test_what_people_see_is_rounded_half_up() -> None:
    for row in validation_data("rounding_and_exact_arithmetic")["expected"]["computed"]["rounding"]:
        exact = Fraction(row["value"])
        assert decimal_text(exact, 2) == row["half_up_2"]
        assert decimal_text(exact, 0) == row["half_up_0"]
        assert format_number(exact, 2, "en").replace("−", "-") == row["half_up_2"]
