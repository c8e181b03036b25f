"""Check digits: what they find, and how digits are read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from juryapp.domain.fingerprints import check_digits, do_check, grouped, plain_digits

NUMBERS = st.integers(min_value=0, max_value=10**18 - 1)


def digits_of(number: int) -> str:
    return f"{number:018d}{check_digits(number)}"


@given(NUMBERS)
def test_digits_with_their_check_digits_go_together(number: int) -> None:
    assert do_check(digits_of(number))


@given(NUMBERS, st.integers(0, 19), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(number: int, at: int, by: int) -> None:
    digits = digits_of(number)
    wrong = digits[:at] + str((int(digits[at]) + by) % 10) + digits[at + 1 :]

    assert not do_check(wrong)


@given(NUMBERS, st.integers(0, 18))
def test_every_two_neighbours_in_the_wrong_order_are_found(number: int, at: int) -> None:
    digits = digits_of(number)
    swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]

    assert do_check(swapped) == (swapped == digits)


@given(NUMBERS)
def test_gaps_and_strokes_between_groups_do_not_count(number: int) -> None:
    digits = digits_of(number)

    assert plain_digits(grouped(digits)) == digits
    assert plain_digits(grouped(digits).replace(" ", " - ")) == digits


def test_letters_and_other_lengths_never_check() -> None:
    assert not any(do_check(text) for text in ("", "1", "x" * 20, "٠" * 20, "0" * 19))
