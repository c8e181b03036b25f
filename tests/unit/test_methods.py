"""What must hold of every method, and the edges of each."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juryapp.base.errors import RuleError
from juryapp.domain.methods import METHODS, Ballots, method_named
from juryapp.domain.methods.head_to_head import votes_of
from juryapp.domain.methods.means import FEW_MARKS, UNEQUAL
from juryapp.domain.methods.method import Ordering
from juryapp.domain.methods.places import STRETCHED
from juryapp.domain.methods.ranking import PlaceStyle, ranking_of
from juryapp.domain.methods.tie_steps import NAMES, resolved, tie_step

STRICT = {"skating"}  # needs everybody to place everybody, and nobody alike
VOTES = {"approval"}
EXACT = [name for name in METHODS if name not in {*STRICT, *VOTES} and "adjusted" not in name]
JURORS = ("Ada", "Bo", "Cy", "Di", "Eli")
NOMINEES = ("K", "L", "M", "N")


def ballots(rows: dict[str, str]) -> Ballots:
    """Return ballots from `{"K": "7 8 - 9"}`: a dash is no mark."""
    return Ballots(
        nominees=tuple(rows),
        values={
            name: {
                juror: Fraction(mark)
                for juror, mark in zip(JURORS, row.split(), strict=False)
                if mark != "-"
            }
            for name, row in rows.items()
        },
    )


def orders(ordering: Ordering) -> list[set[str]]:
    return [set(group) for group in ordering.groups]


marks = st.one_of(st.none(), st.integers(0, 6).map(lambda points: Fraction(points, 2)))


@st.composite
def panels(draw: st.DrawFn) -> Ballots:
    rows = draw(st.lists(st.lists(marks, min_size=3, max_size=5), min_size=2, max_size=4))
    return Ballots(
        nominees=NOMINEES[: len(rows)],
        values={
            name: {j: m for j, m in zip(JURORS, row, strict=False) if m is not None}
            for name, row in zip(NOMINEES, rows, strict=False)
        },
    )


@pytest.mark.parametrize("name", EXACT)
@given(panel=panels(), order=st.permutations(NOMINEES))
def test_the_order_of_input_decides_nothing(
    name: str, panel: Ballots, order: Sequence[str]
) -> None:
    turned = Ballots(
        nominees=tuple(n for n in order if n in panel.nominees),
        values={n: dict(reversed(list(panel.of(n).items()))) for n in reversed(panel.nominees)},
    )

    assert orders(METHODS[name].order(panel)) == orders(METHODS[name].order(turned))


@pytest.mark.parametrize("name", EXACT)
@given(panel=panels())
def test_scaling_all_marks_changes_no_place(name: str, panel: Ballots) -> None:
    scaled = Ballots(
        nominees=panel.nominees,
        values={n: {j: 3 * y for j, y in panel.of(n).items()} for n in panel.nominees},
    )

    assert orders(METHODS[name].order(panel)) == orders(METHODS[name].order(scaled))


@pytest.mark.parametrize("name", EXACT)
@given(panel=panels())
def test_everybody_with_a_mark_is_listed_once(name: str, panel: Ballots) -> None:
    ordering = METHODS[name].order(panel)

    listed = [n for group in ordering.groups for n in group]
    assert len(listed) == len(set(listed))
    assert {*listed, *ordering.not_ranked} == set(panel.nominees)
    assert set(listed) >= set(panel.marked)


@pytest.mark.parametrize("name", EXACT)
@given(panel=panels())
def test_a_ballot_that_counts_twice_is_the_same_as_two_of_them(name: str, panel: Ballots) -> None:
    twice = Ballots(panel.nominees, panel.values, counts={"Ada": 2})
    two = Ballots(
        panel.nominees,
        {
            n: {**given, "Ada again": given["Ada"]} if "Ada" in given else given
            for n, given in panel.values.items()
        },
    )

    assert orders(METHODS[name].order(twice)) == orders(METHODS[name].order(two))


@pytest.mark.parametrize("name", [*EXACT, "adjusted", "adjusted-shrunken"])
def test_when_all_marks_are_equal_all_share_the_first_place(name: str) -> None:
    equal = ballots({"K": "5 5 5", "L": "5 5 5", "M": "5 5 5"})

    assert orders(METHODS[name].order(equal)) == [{"K", "L", "M"}]


def test_one_juror_is_enough_for_means_and_places() -> None:
    alone = ballots({"K": "5", "L": "7", "M": "6"})

    for name in ("mean", "median", "drop1", "sum", "borda", "mean-rank", "schulze"):
        assert orders(METHODS[name].order(alone)) == [{"L"}, {"M"}, {"K"}], name


def test_a_biased_juror_is_dropped_once_five_have_marked() -> None:
    panel = ballots({"K": "8 8 8 8 0", "L": "7 7 7 7 10"})

    assert orders(METHODS["mean"].order(panel)) == [{"L"}, {"K"}]
    assert orders(METHODS["drop1"].order(panel)) == [{"K"}, {"L"}]


def test_with_four_marks_nothing_is_dropped_and_a_warning_says_so() -> None:
    ordering = METHODS["drop1"].order(ballots({"K": "1 2 3 10"}))

    assert ordering.values["K"] == 4
    assert [warned.text for warned in ordering.warnings] == [FEW_MARKS]


def test_a_sum_warns_when_somebody_is_absent() -> None:
    assert [w.text for w in METHODS["sum"].order(ballots({"K": "1 2", "L": "3 -"})).warnings] == [
        UNEQUAL
    ]


def test_being_absent_is_neither_gain_nor_loss_in_points_by_place() -> None:
    panel = ballots({"K": "3 3 3", "L": "2 2 -", "M": "1 1 1"})

    ordering = METHODS["borda"].order(panel)

    assert orders(ordering) == [{"K"}, {"L"}, {"M"}]
    assert ordering.values == {"K": 6, "L": 3, "M": 0}
    assert [warned.text for warned in ordering.warnings] == [STRETCHED]


def test_majority_judgment_takes_medians_away_one_by_one() -> None:
    panel = ballots({"K": "1 3 3", "L": "2 3 3", "M": "3 3 1"})

    ordering = METHODS["majority-judgment"].order(panel)

    assert orders(ordering) == [{"L"}, {"K", "M"}]
    assert ordering.values == {"K": 3, "L": 3, "M": 3}
    assert set(ordering.decided_by.values()) == {"median-removal"}


def test_majority_judgment_compares_panels_of_different_sizes() -> None:
    """Repeated up to six ballots each: K 2 2 2 4 4 4, L 2 2 3 3 4 4; the lower median is 2 and 3."""
    panel = ballots({"K": "2 4", "L": "2 3 4"})

    assert orders(METHODS["majority-judgment"].order(panel)) == [{"L"}, {"K"}]


@given(rows=st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=4), min_size=2, max_size=3))
def test_majority_judgment_is_what_repeating_ballots_gives(rows: list[list[int]]) -> None:
    """The definition, word for word: repeat to the common multiple, take lower medians away."""
    panel = Ballots(
        NOMINEES[: len(rows)],
        {
            name: {juror: Fraction(mark) for juror, mark in zip(JURORS, row, strict=False)}
            for name, row in zip(NOMINEES, rows, strict=False)
        },
    )

    def removed(row: list[int]) -> list[int]:
        left = sorted(grade for grade in row for _ in range(12 // len(row)))
        return [left.pop((len(left) - 1) // 2) for _ in range(len(left))]

    by_hand = {name: removed(row) for name, row in zip(NOMINEES, rows, strict=False)}
    best_first = sorted(set(map(tuple, by_hand.values())), reverse=True)
    assert orders(METHODS["majority-judgment"].order(panel)) == [
        {name for name, sequence in by_hand.items() if tuple(sequence) == best}
        for best in best_first
    ]


def test_a_circle_of_preferences_is_told_and_shared() -> None:
    circle = ballots({"K": "3 1 2", "L": "2 3 1", "M": "1 2 3"})

    for name in ("copeland", "schulze", "ranked-pairs"):
        ordering = METHODS[name].order(circle)
        assert orders(ordering) == [{"K", "L", "M"}], name
        assert ordering.warnings[0].params["nominees"] in {"K, L, M", "K, M, L"}


@given(panel=panels())
def test_whoever_beats_everybody_is_first_by_every_head_to_head_method(panel: Ballots) -> None:
    votes = votes_of(panel)
    for name in panel.marked:
        rivals = [other for other in panel.marked if other != name]
        if rivals and all(votes[name, r] > votes[r, name] for r in rivals):
            for method in ("copeland", "schulze", "ranked-pairs"):
                assert METHODS[method].order(panel).groups[0] == (name,)


def test_skating_refuses_who_is_not_placed_and_who_is_placed_alike() -> None:
    with pytest.raises(RuleError) as missing:
        METHODS["skating"].order(ballots({"K": "1 2", "L": "2 -"}))
    with pytest.raises(RuleError) as alike:
        METHODS["skating"].order(ballots({"K": "1 2", "L": "1 3"}))

    assert (missing.value.code, alike.value.code) == ("E-INCOMPLETE", "E-TIED")
    assert missing.value.params == {"juror": "Bo", "nominee": "L"}


def test_approval_takes_yes_and_no_alone() -> None:
    ordering = METHODS["approval"].order(ballots({"K": "1 0 1", "L": "1 - 1", "M": "0 0 0"}))

    assert orders(ordering) == [{"L"}, {"K"}, {"M"}]
    assert ordering.values["K"] == Fraction(2, 3)
    with pytest.raises(RuleError, match="Approval takes these two alone"):
        METHODS["approval"].order(ballots({"K": "2"}))


def test_a_transferable_vote_goes_on_to_the_next_choice() -> None:
    """Food at the party, 20 votes, 3 seats: the textbook count, oranges first, pears out first."""
    choices = {
        "4 oranges": ["Oranges"],
        "2 pears": ["Pears", "Oranges"],
        "8 chocolate, strawberries": ["Chocolate", "Strawberries"],
        "4 chocolate, sweets": ["Chocolate", "Sweets"],
        "1 strawberries": ["Strawberries"],
        "1 sweets": ["Sweets"],
    }
    names = ("Oranges", "Pears", "Chocolate", "Strawberries", "Sweets")
    values: dict[str, dict[str, Fraction]] = {name: {} for name in names}
    for ballot, order in choices.items():
        for place, name in enumerate(order):
            values[name][ballot] = Fraction(-place)
    counts = {ballot: int(ballot.split()[0]) for ballot in choices}

    ordering = method_named("stv", seats=3).order(Ballots(names, values, counts=counts))

    assert [set(group) for group in ordering.groups][:3] == [
        {"Chocolate"}, {"Oranges"}, {"Strawberries"},
    ]  # fmt: skip
    assert set(ordering.groups[-1]) == {"Pears"}


def test_jurors_without_a_nominee_in_common_cannot_be_adjusted() -> None:
    apart = Ballots(
        ("K", "L", "M"),
        {"K": {"Ada": Fraction(5)}, "L": {"Ada": Fraction(6)}, "M": {"Bo": Fraction(9)}},
    )

    with pytest.raises(RuleError) as caught:
        METHODS["adjusted"].order(apart)
    assert (caught.value.code, caught.value.params["nominees"]) == ("E-UNCONNECTED", "M")


def test_a_strict_juror_is_taken_out() -> None:
    """Ada is two points stricter than Bo and marked the better half."""
    panel = Ballots(
        ("K", "L", "M"),
        {
            "K": {"Ada": Fraction(6)},
            "L": {"Ada": Fraction(5), "Bo": Fraction(7)},
            "M": {"Bo": Fraction(15, 2)},
        },
    )

    assert orders(METHODS["mean"].order(panel))[0] == {"M"}
    assert orders(METHODS["adjusted"].order(panel))[0] == {"K"}


@pytest.mark.parametrize("name", ["median", "majority-judgment", "adjusted", "skating"])
def test_a_method_that_does_not_weigh_jurors_says_so(name: str) -> None:
    weighed = Ballots(
        ("K", "L"),
        {
            "K": {"Ada": Fraction(1), "Bo": Fraction(2)},
            "L": {"Ada": Fraction(2), "Bo": Fraction(1)},
        },
        weights={"Ada": Fraction(2)},
    )

    with pytest.raises(RuleError, match="does not weigh jurors"):
        METHODS[name].order(weighed)


def test_an_unknown_method_names_those_there_are() -> None:
    with pytest.raises(RuleError) as caught:
        method_named("best")

    assert caught.value.code == "E-METHOD"
    assert "ranked-pairs" in str(caught.value)


# ---------------------------------------------------------------- the tie chain


def chained(rows: dict[str, str], *steps: str) -> Ordering:
    panel = ballots(rows)
    ordering = METHODS["mean"].order(panel)
    return resolved(ordering, panel, [tie_step(step, ()) for step in steps])


def test_each_step_works_only_on_those_still_tied() -> None:
    ordering = chained({"K": "5 5 5", "L": "4 5 6", "M": "3 6 6", "N": "9 9 9"}, "median")

    assert orders(ordering) == [{"N"}, {"M"}, {"K", "L"}]
    assert ordering.decided_by == {"K": "median", "L": "median", "M": "median"}


def test_what_is_still_tied_goes_on_to_the_next_step() -> None:
    ordering = chained({"K": "5 5 5", "L": "4 5 6", "M": "3 6 6"}, "median", "countback")

    assert orders(ordering) == [{"M"}, {"L"}, {"K"}]
    assert ordering.decided_by == {"K": "countback", "L": "countback", "M": "median"}


def test_countback_counts_shares_where_panels_differ() -> None:
    ordering = chained({"K": "8 8 6 6", "L": "8 - 6 -"}, "countback")

    assert orders(ordering) == [{"K", "L"}]


def test_head_to_head_skips_a_circle() -> None:
    circle = {"K": "3 1 2", "L": "2 3 1", "M": "1 2 3"}

    assert orders(chained(circle, "head-to-head")) == [{"K", "L", "M"}]
    assert orders(chained({"K": "6 6 3", "L": "5 5 5"}, "head-to-head")) == [{"K"}, {"L"}]


def test_a_lot_can_be_repeated_by_anybody() -> None:
    tied = {"K": "5", "L": "5", "M": "5"}

    first = chained(tied, "lot=2026-11-23")
    again = chained(dict(reversed(tied.items())), "lot=2026-11-23")

    assert orders(first) == orders(again)
    assert all(len(group) == 1 for group in first.groups)
    drawn = {tuple(chained(tied, f"lot={seed}").groups) for seed in range(20)}
    assert len(drawn) > 1


@pytest.mark.parametrize("step", ["best", "criterion=form", "lot", "lot="])
def test_a_step_that_cannot_be_taken_is_refused(step: str) -> None:
    with pytest.raises(RuleError) as caught:
        tie_step(step, ("idea",))

    assert caught.value.code == "E-TIES"


def test_every_step_that_is_named_can_be_taken() -> None:
    for name in NAMES:
        if name != "shared":
            tie_step(name.replace("NAME", "idea").replace("SEED", "7"), ("idea",))


# -------------------------------------------------------------------- the places


def test_a_cut_takes_in_all_who_are_tied_there() -> None:
    panel = ballots({"K": "9", "L": "8", "M": "8", "N": "1"})
    ordering = METHODS["mean"].order(panel)

    ranking = ranking_of(ordering, panel, advance=2)

    assert [placed.nominee for placed in ranking.placed if placed.advances] == ["K", "L", "M"]


@pytest.mark.parametrize(
    ("style", "places"),
    [
        (PlaceStyle.STANDARD, [1, 2, 2, 4]),
        (PlaceStyle.DENSE, [1, 2, 2, 3]),
        (PlaceStyle.MIDDLE, [1, Fraction(5, 2), Fraction(5, 2), 4]),
    ],
)
def test_tied_nominees_are_numbered_as_the_rules_say(
    style: PlaceStyle, places: list[Fraction]
) -> None:
    panel = ballots({"K": "9", "L": "8", "M": "8", "N": "1"})

    ranking = ranking_of(METHODS["mean"].order(panel), panel, style=style)

    assert [placed.place for placed in ranking.placed] == places
    assert [placed.tied for placed in ranking.placed] == [False, True, True, False]


def test_who_has_no_mark_is_not_ranked() -> None:
    panel = ballots({"K": "9", "L": "-"})

    for order in permutations(panel.nominees):
        turned = Ballots(order, panel.values)
        ranking = ranking_of(METHODS["mean"].order(turned), turned)
        assert [placed.nominee for placed in ranking.placed] == ["K"]
        assert ranking.not_ranked == ("L",)
