"""Agreement, jurors and steadiness: the published answers, and the edges where a number is not defined."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juryapp.cli.main import main
from juryapp.domain.agreement.concordance import UNEQUAL, fleiss_kappa, kendall_w
from juryapp.domain.agreement.distributions import f_probability, f_quantile
from juryapp.domain.agreement.figure import (
    ALL_EQUAL,
    NOT_COMPLETE,
    TOO_FEW_JURORS,
    TOO_FEW_NOMINEES,
    Marks,
)
from juryapp.domain.agreement.intraclass import FORMS, intraclass
from juryapp.domain.agreement.krippendorff import BELOW_ZERO, LEVELS, NO_PAIRS, krippendorff
from juryapp.domain.agreement.profiles import profiles
from juryapp.domain.agreement.steadiness import (
    leave_one_out,
    places_under,
    redrawn,
    weight_levels,
)
from juryapp.domain.methods import METHODS, Ballots
from validation_sets import of_matrix, validation_set


def turned(rows: Marks) -> Marks:
    return [list(column) for column in zip(*rows, strict=True)]


def test_the_six_intraclass_correlations_are_those_of_shrout_and_fleiss() -> None:
    found = validation_set("icc_shrout_fleiss_1979")
    expected = found["expected"]["computed"]

    figures = intraclass(found["input"]["matrix"])

    for name, figure in figures.items():
        form = f"ICC({name[4]},{name[6]})"
        assert figure.value == pytest.approx(expected["icc"][form], abs=1e-9)
        assert [figure.low, figure.high] == pytest.approx(expected["ci95"][form], abs=1e-4)
        assert round(figure.value or 0, 2) == found["expected"]["published"][form]


def test_kendalls_w_is_corrected_for_ties() -> None:
    found = validation_set("kendall_w_ties_3x10")

    assert kendall_w(turned(found["input"]["matrix"])).value == pytest.approx(
        found["expected"]["computed"]["W"], abs=1e-9
    )


@pytest.mark.parametrize("name", ["wine_paris_1976_white", "wine_princeton_2012_white"])
def test_the_wine_tastings_agree_as_computed_elsewhere(name: str) -> None:
    found = validation_set(name)
    expected, rows = found["expected"]["computed"], found["input"]["matrix"]

    assert kendall_w(rows).value == pytest.approx(expected["kendall_w"]["W"], abs=1e-9)
    figures = intraclass(rows)
    for form, value in expected["icc"].items():
        assert figures[f"icc_{form[4]}_{form[6]}"].value == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("level", LEVELS)
def test_krippendorffs_alpha_is_the_canonical_one(level: str) -> None:
    found = validation_set("krippendorff_canonical_4x12")

    figure = krippendorff(turned(found["input"]["matrix"]), level)

    assert figure.value == pytest.approx(found["expected"]["computed"][level], abs=1e-9)
    assert figure.n == 40
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low < (figure.value or 0) <= figure.high


def test_fleiss_kappa_is_that_of_the_textbook() -> None:
    found = validation_set("fleiss_kappa_wikipedia")
    rows = [
        [float(category) for category, times in enumerate(counts) for _ in range(times)]
        for counts in found["input"]["counts"]
    ]

    assert fleiss_kappa(rows).value == pytest.approx(
        found["expected"]["computed"]["kappa"], abs=1e-12
    )


@pytest.mark.parametrize("name", ["wine_quandt2", "wine_quandt42"])
def test_each_judge_agrees_with_the_others_as_published(name: str) -> None:
    found = validation_set(name)
    given_by = turned(found["input"]["matrix"])
    ballots = of_matrix(found["input"]["wines"], found["input"]["judges"], given_by, places=True)

    agreement = {profile.juror: profile.correlation_with_others for profile in profiles(ballots)}

    assert agreement == pytest.approx(found["expected"]["computed"]["correlation_with_others"])


def test_severity_is_how_far_below_the_others_a_judge_marks() -> None:
    found = validation_set("wine_paris_1976_white")
    judges = found["input"]["judges"]
    ballots = of_matrix(found["input"]["wines"], judges, found["input"]["matrix"])

    severity = {profile.juror: profile.severity for profile in profiles(ballots)}

    expected = found["expected"]["computed"]["juror_severity"]
    assert severity == pytest.approx(dict(zip(judges, expected, strict=True)))


def test_without_one_judge_the_judgment_of_paris_turns_five_times() -> None:
    found = validation_set("wine_paris_1976_white")
    wines, judges = found["input"]["wines"], found["input"]["judges"]
    ballots = of_matrix(wines, judges, found["input"]["matrix"])

    winners = {w.juror: set(w.winners) for w in leave_one_out(ballots, METHODS["mean"])}

    expected = found["expected"]["computed"]["leave_one_juror_out_winner_by_mean"]
    assert winners == {
        judge: {wines[at] for at in first} for judge, first in zip(judges, expected, strict=True)
    }


def test_a_challenger_draws_level_where_the_weights_say() -> None:
    found = validation_set("weight_sensitivity")
    names = [str(at) for at in range(4)]
    weights = {
        n: Fraction(str(weight)) for n, weight in zip(names, found["input"]["weights"], strict=True)
    }
    means = {
        nominee: {n: Fraction(str(m)) for n, m in zip(names, given_marks, strict=True)}
        for nominee, given_marks in found["input"]["criterion_means"].items()
    }

    levels = weight_levels(weights, means)

    for level in levels:
        answer = found["expected"]["computed"]["challengers"][level.challenger]
        expected = answer["single_weight_change_others_rescaled"][level.criterion]
        if expected["new_weight"] is None:
            assert (level.weight, level.change) == (None, None)
        else:
            assert float(level.weight or 0) == pytest.approx(expected["new_weight"], abs=1e-7)
            assert float(level.change or 0) == pytest.approx(expected["change"], abs=1e-7)


def panel(*rows: list[int | None]) -> Ballots:
    names = "KLMNOP"
    return Ballots(
        nominees=tuple(names[: len(rows)]),
        values={
            name: {f"J{at}": Fraction(mark) for at, mark in enumerate(row) if mark is not None}
            for name, row in zip(names, rows, strict=False)
        },
    )


def test_drawing_two_jurors_anew_gives_exact_chances() -> None:
    """J0 alone: K. J1 alone: L. Both: L by half a point. So K is first in one draw of four."""
    chances = {c.nominee: c for c in redrawn(panel([8, 5], [7, 7]), METHODS["mean"], 1)}

    assert (chances["K"].first, chances["L"].first) == (Fraction(1, 4), Fraction(3, 4))
    assert (chances["K"].low_place, chances["K"].high_place) == (1, 2)
    assert chances["K"].top_k == chances["K"].first


def test_a_shared_first_place_counts_in_parts() -> None:
    chances = redrawn(panel([5, 5], [5, 5], [1, 1]), METHODS["mean"], 1)

    assert [c.first for c in chances] == [Fraction(1, 2), Fraction(1, 2), 0]
    assert sum(c.top_k for c in chances) == 1


def test_large_panels_are_drawn_by_a_seed() -> None:
    ballots = panel([8, 5, 7, 6, 9, 8, 7, 6], [7, 7, 7, 7, 7, 7, 7, 7])

    first, again = (redrawn(ballots, METHODS["mean"], 1, seed=4) for _ in range(2))

    assert first == again
    assert redrawn(ballots, METHODS["mean"], 1, seed=5) != first
    assert sum(c.first for c in first) == 1


def test_a_method_that_is_not_defined_is_left_out_of_the_comparison() -> None:
    under = places_under(panel([5, 5], [5, 4]), METHODS)

    assert under["mean"] == {"K": 1, "L": 2}
    assert "skating" not in under
    assert "approval" not in under


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([[5.0, 5.0], [5.0, 5.0]], ALL_EQUAL),
        ([[5.0], [6.0]], TOO_FEW_JURORS),
        ([[5.0, 6.0]], TOO_FEW_NOMINEES),
        ([[5.0, None], [6.0, 7.0]], NOT_COMPLETE),
    ],
)
def test_a_number_that_is_not_defined_says_why(rows: Marks, reason: str) -> None:
    assert {figure.reason for figure in intraclass(rows).values()} == {reason}
    assert kendall_w(rows).reason == reason


def test_alpha_and_kappa_say_why_they_are_not_defined() -> None:
    assert krippendorff([[1.0, None], [None, 2.0]], "nominal").reason == NO_PAIRS
    assert krippendorff([[1.0, 1.0], [1.0, 1.0]], "nominal").reason == ALL_EQUAL
    assert krippendorff([[-1.0, 1.0], [1.0, 1.0]], "ratio").reason == BELOW_ZERO
    assert fleiss_kappa([[1.0, 2.0], [1.0]]).reason == UNEQUAL
    assert fleiss_kappa([[1.0, 1.0], [1.0, 1.0]]).reason == ALL_EQUAL
    assert fleiss_kappa([[1.0], [1.0]]).reason == TOO_FEW_JURORS
    assert fleiss_kappa([[1.0, 2.0]]).reason == TOO_FEW_NOMINEES


def test_jurors_who_agree_wholly_have_a_correlation_of_one() -> None:
    rows: Marks = [[5.0, 5.0], [7.0, 7.0], [9.0, 9.0]]

    figures = intraclass(rows)

    assert [figures[form].value for form in FORMS] == pytest.approx([1.0] * 6)
    assert kendall_w(rows).value == pytest.approx(1.0)
    assert krippendorff(rows, "interval").value == pytest.approx(1.0)


@given(st.floats(0.01, 0.99), st.integers(1, 60), st.integers(1, 60))
def test_a_quantile_is_where_the_probability_is_reached(p: float, df1: int, df2: int) -> None:
    assert f_probability(f_quantile(p, df1, df2), df1, df2) == pytest.approx(p, abs=1e-9)


def test_a_table_is_analysed_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "marks.csv"
    file.write_text(
        "nominee,juror,criterion,mark\n"
        + "".join(
            f"{nominee},{juror},{criterion},{mark}\n"
            for nominee, marks in (("K", "8967"), ("L", "7878"), ("M", "3514"))
            for (juror, criterion), mark in zip(
                [("a", "idea"), ("a", "form"), ("b", "idea"), ("b", "form")], marks, strict=True
            )
        ),
        encoding="utf-8",
    )

    assert main(["analyse", str(file), "--json", "--language", "en"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert main(["analyse", str(file), "--language", "en"]) == 0
    spoken = capsys.readouterr().out

    assert set(document["statistics"]) == {
        *FORMS, *(f"krippendorff_alpha_{level}" for level in LEVELS), "kendall_w", "fleiss_kappa",
    }  # fmt: skip
    assert {entry["juror"] for entry in document["jurors"]} == {"a", "b"}
    steadiness = document["steadiness"]
    assert [entry["juror"] for entry in steadiness["leave_one_out"]] == ["a", "b"]
    assert sum(entry["first"] for entry in steadiness["bootstrap"]) == pytest.approx(1)
    assert {(w["challenger"], w["criterion"]) for w in steadiness["weights"]} >= {("M", "idea")}
    assert steadiness["methods"]["mean"] == {"K": 1, "L": 1, "M": 3}
    assert "no place follows" in spoken
