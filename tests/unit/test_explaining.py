"""How points came about: exactly what the total says, juror by juror, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_examples import TENTHS, category, criterion, scoring_of
from juryapp.application.results.explaining import (
    LEFT_OUT_TEXTS,
    Arithmetic,
    LeftOut,
    arithmetic,
    arithmetic_lines,
    exact_words,
    shown_difference,
)
from juryapp.base.i18n import use_language
from juryapp.domain.criteria import Missing, Rules
from juryapp.domain.ids import JurorId, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.results import Scoring, result_of
from juryapp.domain.totals import NomineeTotal

CRITERIA = [criterion("C1", "3"), criterion("C2", "1")]


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    use_language("en")
    yield
    use_language("en")


def total_of(scoring: Scoring, nominee: str = "N") -> NomineeTotal:
    result = result_of(scoring).categories[0]
    totals = [*(ranked.total for ranked in result.ranked), *result.unranked]
    return next(total for total in totals if total.nominee == nominee)


def lines_of(made: Arithmetic, decimals: int = 2) -> list[str]:
    return arithmetic_lines(made, name=str, criteria={c.id: c for c in CRITERIA}, decimals=decimals)


def test_the_parts_are_marks_times_weights_and_the_mean_of_the_jurors() -> None:
    made = arithmetic(
        total_of(scoring_of({"N": {"J1": ["8", "6"], "J2": ["7", "5"]}}, CRITERIA)), CRITERIA
    )

    assert [(part.weighted, part.weights, part.mean) for part in made.counted] == [
        (Fraction(30), Fraction(4), Fraction(15, 2)),
        (Fraction(26), Fraction(4), Fraction(13, 2)),
    ]
    assert made.value == 7


def test_the_arithmetic_reads_as_plain_sentences() -> None:
    made = arithmetic(
        total_of(scoring_of({"N": {"J1": ["8", "6"], "J2": ["7", "5.5"]}}, CRITERIA)), CRITERIA
    )

    assert lines_of(made) == [
        "J1: 8 × 3 + 6 × 1 = 30. Divided by the weights, 4: 7.5.",
        "J2: 7 × 3 + 5.5 × 1 = 26.5. Divided by the weights, 4: 6.625.",
        "14.125 in all, divided by 2 jurors: 7.0625.",
        "Shown as 7.06. The place comes from the exact number.",
    ]


def test_norwegian_readers_get_a_decimal_comma() -> None:
    use_language("nb")
    made = arithmetic(total_of(scoring_of({"N": {"J1": ["7.5", "6"]}}, CRITERIA)), CRITERIA)

    assert "7,5 × 3" in lines_of(made)[0]


def test_a_recused_juror_is_named_and_takes_no_part() -> None:
    scoring = scoring_of({"N": {"J1": ["8", "8"], "J2": ["2", "2"]}}, CRITERIA)
    recused = {**scoring.standings, (JurorId("J2"), NomineeId("N")): Standing.RECUSED}

    made = arithmetic(total_of(replace(scoring, standings=recused)), CRITERIA)

    assert made.value == 8
    assert [(part.juror, part.left_out) for part in made.left_out] == [("J2", LeftOut.RECUSED)]
    assert "J2 is recused, and is neither in the sum nor in the number of jurors." in lines_of(made)
    assert lines_of(made)[-2] == "8 in all, divided by 1 juror: 8."


@pytest.mark.parametrize(
    ("standing", "why"),
    [(Standing.PENDING, LeftOut.PENDING), (Standing.UNDECLARED, LeftOut.UNDECLARED)],
)
def test_who_waits_for_the_panel_does_not_count_yet(standing: Standing, why: LeftOut) -> None:
    scoring = scoring_of({"N": {"J1": ["8", "8"], "J2": ["2", "2"]}}, CRITERIA)
    stands = {**scoring.standings, (JurorId("J2"), NomineeId("N")): standing}

    made = arithmetic(total_of(replace(scoring, standings=stands)), CRITERIA)

    assert [part.left_out for part in made.left_out] == [why]


def test_what_was_not_assessed_takes_its_weight_with_it() -> None:
    made = arithmetic(total_of(scoring_of({"N": {"J1": ["8", None]}}, CRITERIA)), CRITERIA)

    assert lines_of(made)[0] == (
        "J1: 8 × 3 = 24. Divided by the weights, 3: 8. No mark for: C2. What it weighs is left out."
    )


def test_a_juror_who_lacks_a_mark_is_left_out_where_the_rules_say_so() -> None:
    scoring = scoring_of(
        {"N": {"J1": ["8", None], "J2": ["6", "6"]}}, CRITERIA, rules=Rules(missing=Missing.VOID)
    )

    made = arithmetic(total_of(scoring), CRITERIA)

    assert [part.left_out for part in made.left_out] == [LeftOut.INCOMPLETE]
    assert made.value == 6


def test_without_any_mark_there_is_no_value_and_no_sum() -> None:
    made = arithmetic(total_of(scoring_of({"N": {"J1": [None, None]}}, CRITERIA)), CRITERIA)

    assert made.value is None
    assert lines_of(made) == ["J1 does not count here: there is no mark."]


def test_a_mean_without_end_is_shown_as_a_fraction_too() -> None:
    assert exact_words(Fraction(47, 6)) == "47/6 (7.8333 …)"
    assert exact_words(Fraction(785, 100)) == "7.85"


def test_a_difference_is_read_off_the_shown_decimals() -> None:
    assert shown_difference(Fraction(8385, 1000), Fraction(8334, 1000), 2) == Fraction(6, 100)
    assert shown_difference(Fraction(8334, 1000), Fraction(8331, 1000), 2) == 0


def test_every_reason_has_a_sentence() -> None:
    assert set(LEFT_OUT_TEXTS) == set(LeftOut)


marks = st.none() | st.integers(0, 100).map(lambda n: str(Fraction(n, 10)))
sheets = st.lists(st.lists(marks, min_size=2, max_size=2), min_size=1, max_size=5)
weights = st.fractions(min_value=Fraction(1, 9), max_value=9, max_denominator=9)


@given(sheets, weights, weights, st.sampled_from(Missing))
def test_the_explanation_comes_to_exactly_the_total(
    given_marks: list[list[str | None]], one: Fraction, two: Fraction, missing: Missing
) -> None:
    criteria = [criterion("C1", one, TENTHS), criterion("C2", two, TENTHS)]
    grid = {"N": {f"J{n}": values for n, values in enumerate(given_marks)}}
    scoring = scoring_of(grid, criteria, rules=Rules(missing=missing), categories=(category(),))
    total = total_of(scoring)

    made = arithmetic(total, criteria)

    assert made.value == total.value
    assert len(made.counted) == total.counted
    assert len(made.counted) + len(made.left_out) == len(total.scores)
