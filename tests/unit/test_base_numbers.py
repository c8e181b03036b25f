"""Numbers for the eye: half up, never through a float, and back again."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juryapp.base.i18n import use_language
from juryapp.base.numbers import (
    THIN_SPACE,
    decimal_text,
    format_exactly,
    format_number,
    fraction_text,
    parse_number,
)

FRACTIONS = st.fractions(-(10**11), 10**11, max_denominator=10**6)
PLACES = st.integers(0, 6)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(2345, 1000), 2, "2.35"),
        (Fraction(2335, 1000), 2, "2.34"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(1, 3), 6, "0.333333"),
        (Fraction(2, 3), 6, "0.666667"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(1, 2**300), 3, "0.000"),
        (Fraction(10**70) + Fraction(1, 4), 1, "1" + "0" * 70 + ".3"),
        (Fraction(4999, 10000), 0, "0"),
        (7, 2, "7.00"),
        (0, 0, "0"),
        (-12, 0, "-12"),
    ],
)
def test_a_value_is_rounded_half_away_from_zero(
    value: Fraction | int, places: int, text: str
) -> None:
    assert decimal_text(value, places) == text


@given(FRACTIONS, PLACES)
def test_what_is_shown_is_never_further_away_than_half_a_step(value: Fraction, places: int) -> None:
    shown = Fraction(decimal_text(value, places))

    assert abs(shown - value) <= Fraction(1, 2 * 10**places)


@given(st.integers(-(10**9), 10**9), st.integers(0, 9), PLACES)
def test_decimal_numbers_round_as_pythons_own_half_up(digits: int, shift: int, places: int) -> None:
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(digits).scaleb(-shift)
        theirs = f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"

    ours = decimal_text(Fraction(digits, 10**shift), places)

    assert Decimal(ours) == Decimal(theirs)
    assert ours == theirs.replace("-", "" if not Decimal(theirs) else "-")


@given(FRACTIONS, PLACES)
def test_a_number_and_its_opposite_round_alike(value: Fraction, places: int) -> None:
    assert decimal_text(-value, places).lstrip("-") == decimal_text(value, places).lstrip("-")


@given(FRACTIONS, FRACTIONS, PLACES)
def test_rounding_keeps_the_order(one: Fraction, two: Fraction, places: int) -> None:
    low, high = sorted((one, two))

    assert Fraction(decimal_text(low, places)) <= Fraction(decimal_text(high, places))


@pytest.mark.parametrize(("language", "text"), [("nb", "8,39"), ("nn", "8,39"), ("en", "8.39")])
def test_the_decimal_mark_is_that_of_the_language(language: str, text: str) -> None:
    assert format_number(Fraction(8386, 1000), 2, language) == text


def test_the_language_in_use_counts_when_none_is_named() -> None:
    use_language("nb")
    try:
        assert format_number(Fraction(1, 2), 1) == "0,5"
    finally:
        use_language("en")
    assert format_number(Fraction(1, 2), 1) == "0.5"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234, "1234"),
        (12345, f"12{THIN_SPACE}345"),
        (-1234567, f"−1{THIN_SPACE}234{THIN_SPACE}567"),
        (-7, "−7"),
    ],
)
def test_thousands_stand_apart_from_five_digits_on(value: int, text: str) -> None:
    assert format_number(value, 0, "nb") == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"),
        (Fraction(15, 2), "7,5"),
        (Fraction(1, 8), "0,125"),
        (Fraction(-1, 4), "−0,25"),
        (Fraction(1, 3), "0,333333"),
        (Fraction(1, 10**6), "0,000001"),
        (Fraction(1, 10**7), "0,000000"),
    ],
)
def test_a_value_is_shown_with_the_decimals_it_has(value: Fraction | int, text: str) -> None:
    assert format_exactly(value, "nb") == text


@given(st.integers(-(10**9), 10**9), st.integers(0, 6), st.sampled_from(["nb", "nn", "en"]))
def test_what_is_shown_exactly_is_read_back_exactly(digits: int, shift: int, language: str) -> None:
    value = Fraction(digits, 10**shift)

    assert parse_number(format_exactly(value, language)) == value


@given(FRACTIONS, PLACES, st.sampled_from(["nb", "nn", "en"]))
def test_what_is_shown_is_read_back_as_shown(value: Fraction, places: int, language: str) -> None:
    assert parse_number(format_number(value, places, language)) == Fraction(
        decimal_text(value, places)
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7,5", Fraction(15, 2)),
        ("7.5", Fraction(15, 2)),
        (" 10 ", Fraction(10)),
        ("-0,5", Fraction(-1, 2)),
        ("−3", Fraction(-3)),
        ("+3", Fraction(3)),
        ("007", Fraction(7)),
    ],
)
def test_a_number_is_read_with_comma_or_point(text: str, value: Fraction) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "sju", "7,", ",5", "7,5,5", "1.000,5", "1 000", "1 000 000", "1e3", "NaN", "inf", "7/2",
        "--1", "+-1", "7,5 poeng", "0x10", "٣", "７", "1_000", "9" * 13, f"1{THIN_SPACE}00",
    ],
)  # fmt: skip
def test_what_is_no_number_or_might_be_two_is_none(text: str) -> None:
    assert parse_number(text) is None


@given(st.text(max_size=20))
def test_no_text_is_a_bug(text: str) -> None:
    assert parse_number(text) is None or any(letter.isdigit() for letter in text)


@given(FRACTIONS)
def test_a_fraction_is_written_out_in_full(value: Fraction) -> None:
    assert Fraction(fraction_text(value)) == value
    assert "/" in fraction_text(value)
