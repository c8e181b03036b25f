"""Every method gives the answers that were published, or that other programs give, to the last digit."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from juryapp.domain.methods import METHODS, Ballots
from juryapp.domain.methods.adjusted import fitted, predicted
from juryapp.domain.methods.head_to_head import strongest_paths, votes_of
from juryapp.domain.methods.ranking import PlaceStyle, places_of
from juryapp.domain.methods.skating import one_dance, summary
from juryapp.domain.methods.tie_steps import resolved, tie_step
from validation_sets import (
    of_matrix,
    of_points,
    of_rankings,
    of_reviews,
    standard_places,
    validation_set,
)

ELECTIONS = ["schulze_45_voters", "tennessee_capital", "tideman_1987_example5"]


def paris() -> tuple[Ballots, list[str], dict[str, Any]]:
    found = validation_set("wine_paris_1976_white")
    wines = found["input"]["wines"]
    ballots = of_matrix(wines, found["input"]["judges"], found["input"]["matrix"])
    return ballots, wines, found["expected"]["computed"]


@pytest.mark.parametrize(
    ("method", "value", "place", "times"),
    [
        ("mean", "mean", "rank_by_mean", 1),
        ("median", "median", "rank_by_median", 1),
        ("drop1", "trimmed_mean_drop1each", "rank_by_trimmed", 1),
        ("mean-rank", "rank_sum_midranks", "rank_by_rank_sum", 11),
        ("sum", "sum", "rank_by_mean", 1),
    ],
)
def test_the_judgment_of_paris_comes_out_by_every_average(
    method: str, value: str, place: str, times: int
) -> None:
    ballots, wines, expected = paris()

    ordering = METHODS[method].order(ballots)

    values = [float((ordering.values[wine] or 0) * times) for wine in wines]
    assert values == pytest.approx(expected[value], abs=1e-9)
    assert [standard_places(ordering)[wine] for wine in wines] == expected[place]


def test_pairwise_preferences_are_those_computed_elsewhere() -> None:
    ballots, wines, expected = paris()

    votes = votes_of(ballots)

    counted = [[votes[a, b] if a != b else 0 for b in wines] for a in wines]
    assert counted == expected["pairwise_preferences"]


@pytest.mark.parametrize("name", ["wine_quandt2", "wine_quandt42"])
def test_rank_sums_and_shared_places_are_those_published(name: str) -> None:
    found = validation_set(name)
    wines, rows = found["input"]["wines"], found["input"]["matrix"]
    by_wine = [list(column) for column in zip(*rows, strict=True)]
    ballots = of_matrix(wines, found["input"]["judges"], by_wine, places=True)

    ordering = METHODS["mean-rank"].order(ballots)

    published = found["expected"]["published"]
    sums = [(ordering.values[wine] or 0) * len(rows) for wine in wines]
    assert sums == published["rank_sums"]
    assert [standard_places(ordering)[wine] for wine in wines] == published["group_rank_1224"]
    assert METHODS["borda"].order(ballots).groups == ordering.groups


@pytest.mark.parametrize("name", ELECTIONS)
def test_elections_come_out_as_published(name: str) -> None:
    found = validation_set(name)
    ballots, expected = of_rankings(found["input"]), found["expected"]["computed"]
    votes = votes_of(ballots)

    assert {a: {b: votes[a, b] for b in row} for a, row in expected["pairwise"].items()} == (
        expected["pairwise"]
    )
    paths = strongest_paths(ballots.nominees, votes)
    strengths = expected["schulze_path_strengths"]
    assert {a: {b: paths[a, b] for b in row} for a, row in strengths.items()} == strengths
    tiers = [list(group) for group in METHODS["schulze"].order(ballots).groups]
    assert tiers == expected["schulze_tiers"]
    pairs = METHODS["ranked-pairs"].order(ballots)
    assert [name for group in pairs.groups for name in group] == expected["ranked_pairs_order"]
    assert METHODS["borda"].order(ballots).values == expected["borda_from_zero"]
    assert METHODS["copeland"].order(ballots).values == expected["copeland_balance"]


def test_majority_judgment_gives_the_order_of_the_poll() -> None:
    found = validation_set("majority_judgment_2012")
    values: dict[str, dict[str, Fraction]] = {}
    counts: dict[str, int] = {}
    for name, shares in found["input"]["shares"].items():
        values[name] = {}
        for grade, share in enumerate(shares):
            if share:
                values[name][f"{name} {grade}"] = Fraction(grade)
                counts[f"{name} {grade}"] = round(share * 10_000)

    ordering = METHODS["majority-judgment"].order(Ballots(tuple(values), values, counts=counts))

    assert [name for group in ordering.groups for name in group] == (
        found["expected"]["published"]["ranking"]
    )
    grades = found["input"]["grades_worst_to_best"]
    computed = found["expected"]["computed"]
    assert {name: grades[int(value or 0)] for name, value in ordering.values.items()} == {
        name: answer["majority_grade"] for name, answer in computed.items()
    }


def test_eurovision_1991_ends_in_a_tie_that_the_tens_decide() -> None:
    found = validation_set("eurovision_1991")
    ballots = of_points(found["input"], "total")

    ordering = METHODS["eurovision"].order(ballots)

    assert ordering.values == found["expected"]["published"]["total"]
    assert set(ordering.groups[0]) == {"SE", "FR"}
    chain = [tie_step("countback-points", ())]
    after = resolved(ordering, ballots, chain)
    assert after.groups[:2] == (("SE",), ("FR",))
    assert after.decided_by["SE"] == "countback-points"


def test_eurovision_2016_adds_two_sets_of_votes() -> None:
    found = validation_set("eurovision_2016")
    published = found["expected"]["published"]

    both = METHODS["eurovision"].order(of_points(found["input"], "public", "jury"))

    assert both.values == published["total"]
    places = standard_places(both)
    tied = {"NL", "MT"}  # at 153; the contest's rule looks at the public then
    assert {k: v for k, v in places.items() if k not in tied} == {
        k: v for k, v in published["place"].items() if k not in tied
    }
    assert places["NL"] == places["MT"] == published["place"]["NL"]
    for part in ("public", "jury"):
        alone = METHODS["eurovision"].order(of_points(found["input"], part))
        assert alone.values == published[f"points_{part}"]


def test_the_skating_system_places_the_teaching_examples() -> None:
    found = validation_set("skating_schmidt")
    given, expected = found["input"], found["expected"]["computed"]

    for dance, places in zip(given["single"], expected["single"], strict=True):
        assert one_dance(dance["marks"]) == places, dance["label"]
    for over, answer in zip(given["summary"], expected["summary"], strict=True):
        by_dance = zip(*over["places_by_dance"].values(), strict=True)
        couples = list(over["places_by_dance"])
        placed = [
            {couple: Fraction(place) for couple, place in zip(couples, places, strict=True)}
            for places in by_dance
        ]
        assert summary(placed).places == answer["places"], over["label"]
    marks = [given["rule11"]["marks"][dance] for dance in ("waltz", "tango")]
    last = summary([one_dance(dance) for dance in marks], marks)
    assert last.places == expected["rule11"]["final"]
    assert last.rules == expected["rule11"]["rule"]


def test_the_skating_system_places_dawsons_examples() -> None:
    found = validation_set("skating_dawson_open")
    for given, expected in zip(
        found["input"]["examples"], found["expected"]["computed"], strict=True
    ):
        marks = [given["marks"][dance] for dance in given["dances"]]
        placed = [one_dance(dance) for dance in marks]
        places = [expected["places_by_dance"][dance] for dance in given["dances"]]
        assert placed == [{c: Fraction(str(p)) for c, p in dance.items()} for dance in places]
        if "final_places" in expected:
            final = summary(placed, marks)
            assert final.places == expected["final_places"], given["label"]
            assert final.rules == expected["rule_used"], given["label"]


@pytest.mark.parametrize("name", ["additive_kuehl_bib", "additive_penicillin"])
def test_adjusted_means_are_those_of_least_squares_in_r(name: str) -> None:
    found = validation_set(name)
    ballots, expected = of_reviews(found["input"]), found["expected"]["computed"]

    fit = fitted(ballots)

    assert fit.adjusted == pytest.approx(expected["adjusted_mean"], abs=1e-6)
    assert fit.jurors == pytest.approx(expected["juror_effect"], abs=1e-6)


def test_shrunken_means_are_those_of_a_mixed_model_in_r() -> None:
    found = validation_set("additive_penicillin")
    expected = found["expected"]["computed"]["mixed_model_REML"]

    fit = predicted(of_reviews(found["input"]))

    sd = {"nominee": fit.nominee_sd, "juror": fit.juror_sd, "residual": fit.residual_sd}
    assert sd == pytest.approx(expected["sd"], rel=0.0005)
    assert fit.nominees == pytest.approx(expected["nominee_blup"], abs=0.002)
    assert fit.jurors == pytest.approx(expected["juror_blup"], abs=0.002)
    assert fit.intercept == pytest.approx(expected["intercept"], abs=1e-6)


def test_places_are_numbered_in_every_style() -> None:
    found = validation_set("ranking_styles")
    for scores, expected in zip(
        found["input"]["score_lists"], found["expected"]["computed"], strict=True
    ):
        values = [Fraction(str(score)) for score in scores]
        assert places_of(values, PlaceStyle.STANDARD) == expected["standard_1224"]
        assert places_of(values, PlaceStyle.DENSE) == expected["dense_1223"]
        assert places_of(values, PlaceStyle.MIDDLE) == [
            Fraction(str(place)) for place in expected["fractional_midrank"]
        ]
