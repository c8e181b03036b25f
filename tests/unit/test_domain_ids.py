"""Ids are made by the program and never names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juryapp.domain.ids import id_from, is_id

sixteen_bytes = st.binary(min_size=16, max_size=16)


@given(sixteen_bytes)
def test_sixteen_random_bytes_make_an_id_of_26_letters(random_bytes: bytes) -> None:
    made = id_from(random_bytes)

    assert len(made) == 26
    assert is_id(made)
    assert not set(made) & set("ILOU"), "letters that are misheard or misread"


@given(sixteen_bytes)
def test_no_bit_of_the_randomness_is_lost(random_bytes: bytes) -> None:
    number = 0
    for letter in id_from(random_bytes):
        number = number * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(letter)

    assert number.to_bytes(16, "big") == random_bytes


def test_known_bytes_make_a_known_id() -> None:
    assert id_from(bytes(16)) == "0" * 26
    assert id_from(bytes(15) + b"\x20") == "0" * 24 + "10"
    assert id_from(b"\xff" * 16) == "7" + "Z" * 25


@pytest.mark.parametrize("text", ["A", "0", "VIK-2026", "-", "Z" * 40])
def test_capital_letters_digits_and_hyphens_are_an_id(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize(
    "text", ["", "a", "Å", "A B", "A\n", "\nA", "A_1", "../A", "Z" * 41, "٣", "Ａ"]
)
def test_anything_else_is_no_id(text: str) -> None:
    assert not is_id(text)
