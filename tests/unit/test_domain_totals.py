"""From marks to totals in exact numbers; whoever is recused is absent, and 0 is a mark like any other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_examples import (
    CLEARED,
    HALF_POINTS,
    NOT_ASSESSED,
    TENTHS,
    WITHDRAWN,
    Grid,
    all_impartial,
    criterion,
    mark_key,
    marks_of,
    validation_data,
)
from juryapp.domain.criteria import Criterion, Missing
from juryapp.domain.ids import CriterionId, JurorId, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.scales import Scale
from juryapp.domain.statements import MarkContent, MarkKey, mark
from juryapp.domain.totals import NomineeTotal, nominee_totals, weighted_mean

THREE = (criterion("C1", "0.3"), criterion("C2", "0.3"), criterion("C3", "0.4"))
Stands = Mapping[tuple[JurorId, NomineeId], Standing]


def totals(
    grid: Grid,
    criteria: Sequence[Criterion] = THREE,
    *,
    stands: Stands | None = None,
    missing: Missing = Missing.RENORMALISE,
    extra: Mapping[MarkKey, MarkContent] | None = None,
) -> dict[str, NomineeTotal]:
    jurors = sorted({juror for row in grid.values() for juror in row})
    found = nominee_totals(
        {**marks_of(grid, criteria), **(extra or {})},
        nominees=[NomineeId(name) for name in grid],
        jurors=[JurorId(juror) for juror in jurors],
        criteria=criteria,
        standings=stands if stands is not None else all_impartial(jurors, [*grid]),
        missing=missing,
    )
    return {total.nominee: total for total in found}


def values(grid: Grid, criteria: Sequence[Criterion] = THREE) -> dict[str, Fraction | None]:
    return {name: total.value for name, total in totals(grid, criteria).items()}


# --------------------------------------------------------------------- by hand


def test_a_total_is_the_mean_of_the_jurors_weighted_means() -> None:
    # J1: .3·8 + .3·7 + .4·9 = 8.1   J2: .3·6.5 + .3·9 + .4·7.5 = 7.65   mean 7.875
    total = totals({"N": {"J1": ["8", "7", "9"], "J2": ["6.5", "9", "7.5"]}})["N"]

    assert [score.value for score in total.scores] == [Fraction("8.1"), Fraction("7.65")]
    assert total.value == Fraction("7.875")
    assert total.counted == 2
    assert total.criterion_means == {"C1": Fraction("7.25"), "C2": 8, "C3": Fraction("8.25")}


def test_weights_need_not_add_up_to_anything() -> None:
    grid = {"N": {"J1": ["8", "7", "9"], "J2": ["6.5", "9", "7.5"]}}
    as_whole_numbers = [criterion("C1", "3"), criterion("C2", "3"), criterion("C3", "4")]

    assert values(grid, as_whole_numbers) == values(grid)


def test_a_zero_is_a_mark_and_pulls_the_mean_down() -> None:
    assert values({"N": {"J1": ["8", "8", "8"], "J2": ["0", "0", "0"]}})["N"] == 4


def test_a_recused_juror_is_absent_from_the_mean_whatever_was_marked() -> None:
    grid = {"N": {"J1": ["8", "8", "8"], "J2": ["0", "0", "0"]}}
    stands = {**all_impartial(["J1"], ["N"]), (JurorId("J2"), NomineeId("N")): Standing.RECUSED}

    total = totals(grid, stands=stands)["N"]

    assert total.value == 8, "a recused juror counted as zero would give 4"
    assert total.counted == 1
    assert total.criterion_means[CriterionId("C1")] == 8
    assert total.scores[1].value is None
    assert total.scores[1].marks, "the marks are kept"


@pytest.mark.parametrize("stands", [s for s in Standing if s is not Standing.IMPARTIAL])
def test_only_an_impartial_juror_counts(stands: Standing) -> None:
    pair = (JurorId("J1"), NomineeId("N"))

    total = totals({"N": {"J1": ["8", "8", "8"]}}, stands={pair: stands})["N"]

    assert total.value is None
    assert total.counted == 0
    assert total.criterion_means == {"C1": None, "C2": None, "C3": None}


def test_a_juror_of_whom_nothing_is_known_does_not_count() -> None:
    assert totals({"N": {"J1": ["8", "8", "8"]}}, stands={})["N"].value is None


def test_marks_count_again_when_the_panel_finds_the_juror_impartial() -> None:
    grid = {"N": {"J1": ["8", "8", "8"], "J2": ["4", "4", "4"]}}

    assert values(grid)["N"] == 6


@pytest.mark.parametrize("absent", [NOT_ASSESSED, CLEARED, WITHDRAWN])
def test_what_is_not_a_mark_takes_no_part_and_its_weight_neither(absent: MarkContent) -> None:
    extra = {mark_key("J1", "N", "C2"): absent}
    total = totals({"N": {"J1": ["8", "8", "6"]}}, extra=extra)["N"]

    assert total.value == (Fraction("0.3") * 8 + Fraction("0.4") * 6) / Fraction("0.7")
    assert total.criterion_means[CriterionId("C2")] is None


def test_by_the_other_rule_a_juror_with_a_missing_criterion_does_not_count_at_all() -> None:
    grid: Grid = {"N": {"J1": ["8", None, "6"], "J2": ["5", "5", "5"]}}

    total = totals(grid, missing=Missing.VOID)["N"]

    assert total.value == 5
    assert total.criterion_means[CriterionId("C1")] == 5, "over the jurors in the mean"


@pytest.mark.parametrize("missing", list(Missing))
def test_a_juror_without_any_mark_does_not_count(missing: Missing) -> None:
    grid: Grid = {"N": {"J1": [None, None, None], "J2": ["5", "5", "5"]}}

    assert totals(grid, missing=missing)["N"].value == 5
    assert weighted_mean({}, THREE, missing) is None


def test_criteria_on_different_scales_are_added_in_points() -> None:
    criteria = (criterion("C1"), criterion("C2", scale=Scale(1, 6, Fraction(1))))

    assert values({"N": {"J1": ["7.5", "6"]}}, criteria)["N"] == Fraction("6.75")


def test_marks_on_criteria_that_are_not_asked_for_are_left_aside() -> None:
    extra = {mark_key("J1", "N", "C9"): mark(0)}

    assert totals({"N": {"J1": ["8", "8", "8"]}}, extra=extra)["N"].value == 8


def test_totals_come_in_the_order_asked_for() -> None:
    assert [*totals({"B": {"J1": ["1"] * 3}, "A": {"J1": ["2"] * 3}})] == ["B", "A"]


# ------------------------------------------------------------------ exactness


def test_weights_of_three_tenths_and_half_points_never_invent_a_winner() -> None:
    grid = {
        "N1": {"J1": ["5.5", "6.5", "5.5"]},
        "N2": {"J1": ["7", "5", "5.5"]},
    }

    assert set(values(grid).values()) == {Fraction("5.8")}


def test_floats_would_tell_equal_totals_apart_and_fractions_do_not() -> None:
    """With weights .3/.3/.4 and half points, 44 of the 95 distinct totals have several float values."""
    floats: defaultdict[Fraction, set[float]] = defaultdict(set)
    for points in product(range(10, 21), repeat=3):
        said = {CriterionId(f"C{n}"): mark(p) for n, p in enumerate(points, start=1)}
        exact = weighted_mean(said, THREE, Missing.RENORMALISE)
        assert exact is not None
        one, two, three = (p / 2 for p in points)
        floats[exact].add(0.3 * one + 0.3 * two + 0.4 * three)

    assert len(floats) == 95
    assert sum(len(seen) > 1 for seen in floats.values()) == 44


def test_totals_are_exact_numbers_and_no_floats() -> None:
    total = totals({"N": {"J1": ["8", "7.5", None]}})["N"]

    exact = [total.value, total.scores[0].value, total.criterion_means[CriterionId("C2")]]
    assert all(type(value) is Fraction for value in exact)


# ----------------------------------------------------------------- properties

SAID = st.sampled_from([None, NOT_ASSESSED, CLEARED, WITHDRAWN, *map(mark, range(21))])
CRITERIA_LISTS = st.lists(
    st.integers(1, 500).map(lambda n: Fraction(n, 100)), min_size=1, max_size=3
).map(lambda weights: [criterion(f"C{n}", weight) for n, weight in enumerate(weights)])


@st.composite
def panels(draw: st.DrawFn) -> tuple[list[Criterion], dict[MarkKey, MarkContent], Stands]:
    criteria = draw(CRITERIA_LISTS)
    marks: dict[MarkKey, MarkContent] = {}
    stands: dict[tuple[JurorId, NomineeId], Standing] = {}
    for juror, who in product(("J1", "J2", "J3"), ("N1", "N2")):
        stands[JurorId(juror), NomineeId(who)] = draw(st.sampled_from(Standing))
        for one in criteria:
            content = draw(SAID)
            if content is not None:
                marks[mark_key(juror, who, one.id)] = content
    return criteria, marks, stands


Panel = tuple[list[Criterion], dict[MarkKey, MarkContent], Stands]


def of_panel(panel: Panel, missing: Missing = Missing.RENORMALISE) -> list[NomineeTotal]:
    criteria, marks, stands = panel
    return nominee_totals(
        marks,
        nominees=[NomineeId("N1"), NomineeId("N2")],
        jurors=[JurorId("J1"), JurorId("J2"), JurorId("J3")],
        criteria=criteria,
        standings=stands,
        missing=missing,
    )


def by_definition(panel: Panel, who: str, missing: Missing) -> Fraction | None:
    """The formula as it stands in the rules, in the plainest code."""
    criteria, marks, stands = panel
    means = []
    for juror in ("J1", "J2", "J3"):
        if stands[JurorId(juror), NomineeId(who)] is not Standing.IMPARTIAL:
            continue
        given_points = {
            c: marks[mark_key(juror, who, c.id)].points
            for c in criteria
            if mark_key(juror, who, c.id) in marks
        }
        points = {c.id: p for c, p in given_points.items() if p is not None}
        if not points or (missing is Missing.VOID and len(points) < len(criteria)):
            continue
        weight = {c.id: c.weight for c in criteria}
        means.append(
            sum((weight[c] * Fraction(p, 2) for c, p in points.items()), Fraction(0))
            / sum((weight[c] for c in points), Fraction(0))
        )
    return sum(means, Fraction(0)) / len(means) if means else None


@given(panels(), st.sampled_from(Missing))
def test_totals_are_what_the_definition_says(panel: Panel, missing: Missing) -> None:
    for total in of_panel(panel, missing):
        assert total.value == by_definition(panel, total.nominee, missing)
        assert total.counted == sum(score.value is not None for score in total.scores)


@given(panels(), st.data())
def test_no_order_of_jurors_criteria_or_marks_changes_a_total(
    panel: Panel, data: st.DataObject
) -> None:
    criteria, marks, stands = panel
    shuffled = (
        data.draw(st.permutations(criteria)),
        dict(data.draw(st.permutations([*marks.items()]))),
        stands,
    )

    assert [t.value for t in of_panel(shuffled)] == [t.value for t in of_panel(panel)]


@given(panels(), st.fractions(Fraction(1, 50), 50))
def test_weights_multiplied_by_one_factor_change_nothing(panel: Panel, factor: Fraction) -> None:
    criteria, marks, stands = panel
    heavier = [criterion(c.id, c.weight * factor) for c in criteria]

    assert [t.value for t in of_panel((heavier, marks, stands))] == [
        t.value for t in of_panel(panel)
    ]


@given(panels())
def test_a_total_lies_between_the_jurors_lowest_and_highest(panel: Panel) -> None:
    for total in of_panel(panel):
        counting = [score.value for score in total.scores if score.value is not None]
        if total.value is not None:
            assert min(counting) <= total.value <= max(counting)


@given(panels(), st.integers(0, 20))
def test_nothing_that_a_recused_juror_marks_moves_a_total(panel: Panel, points: int) -> None:
    criteria, marks, stands = panel
    recused = {**stands, (JurorId("J1"), NomineeId("N1")): Standing.RECUSED}
    other_marks = {**marks, **{mark_key("J1", "N1", c.id): mark(points) for c in criteria}}

    assert [t.value for t in of_panel((criteria, other_marks, recused))] == [
        t.value for t in of_panel((criteria, marks, recused))
    ]


# ------------------------------------------------------------- validation data


@pytest.mark.parametrize("missing", list(Missing))
def test_recusal_and_a_missing_criterion_give_the_fractions_worked_out_elsewhere(
    missing: Missing,
) -> None:
    data = validation_data("weighted_mean_missing_recusal")
    criteria = [criterion(name, weight) for name, weight in data["input"]["criteria"].items()]
    rows = data["input"]["scores"]
    grid = {
        who: {
            juror: [None if value is None else str(value) for value in values]
            for juror, values in row.items()
            if values is not None
        }
        for who, row in rows.items()
    }
    stands = {
        (JurorId(juror), NomineeId(who)): (
            Standing.RECUSED if values is None else Standing.IMPARTIAL
        )
        for who, row in rows.items()
        for juror, values in row.items()
    }

    for who, total in totals(grid, criteria, stands=stands, missing=missing).items():
        expected = data["expected"]["computed"][who][str(missing)]
        by_juror = {s.juror: s.value for s in total.scores}
        assert total.value == Fraction(expected["mean"])
        assert by_juror == {
            juror: None if value is None else Fraction(value)
            for juror, value in expected["juror_totals"].items()
        }


@pytest.mark.parametrize("name", ["wine_paris_1976_white", "wine_princeton_2012_white"])
def test_the_means_of_two_famous_tastings_come_out_exactly(name: str) -> None:
    data = validation_data(name)
    taste = criterion("taste", scale=Scale(0, 40, Fraction(1, 2)))
    judges = data["input"]["judges"]
    grid = {
        wine: {judge: [str(value)] for judge, value in zip(judges, row, strict=True)}
        for wine, row in zip(data["input"]["wines"], data["input"]["matrix"], strict=True)
    }

    found = values(grid, [taste])

    sums = [Fraction(str(value)) for value in data["expected"]["computed"]["sum"]]
    assert [*found.values()] == [total / len(judges) for total in sums]


def test_exactly_equal_weighted_means_stay_equal() -> None:
    data = validation_data("rounding_and_exact_arithmetic")
    weighted = data["input"]["weighted"]
    criteria = [criterion(f"C{n}", w, TENTHS) for n, w in enumerate(weighted["weights"])]
    grid = {who: {"J1": marks} for who, marks in weighted["scores"].items()}

    exact = data["expected"]["computed"]["weighted_mean_exact"]
    assert values(grid, criteria) == {who: Fraction(value) for who, value in exact.items()}
    assert len(set(values(grid, criteria).values())) == 1
    assert len(set(data["expected"]["computed"]["weighted_mean_float"].values())) == 3


def test_a_juror_score_says_whether_it_counts() -> None:
    total = totals({"N": {"J1": ["8", "8", "8"], "J2": [None] * 3}})["N"]

    assert [score.counts for score in total.scores] == [True, False]
    assert HALF_POINTS.value(16) == total.value
