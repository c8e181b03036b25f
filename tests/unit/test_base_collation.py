"""Names in Norwegian order, Sámi letters among them."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juryapp.base.collation import sort_key


def in_order(*names: str) -> bool:
    """Return whether sorting any arrangement of `names` gives just this one."""
    arranged = [names, tuple(reversed(names)), tuple(sorted(names))]
    return all(tuple(sorted(each, key=sort_key)) == names for each in arranged)


@pytest.mark.parametrize(
    "names",
    [
        ("Asker", "Zorro", "Ærdal", "Øyrevik", "Åsfjell"),
        ("zebra", "zoom", "ære", "øre", "åre"),
        ("By", "Bærum", "Bø", "Bø nord", "Båt"),
        ("Zygot", "Ælv", "Østlandet", "Aasen"),
        ("Ås", "Aasen", "Åsen vest"),
        ("Čáppa", "Carl", "Cirkus"),
        ("Dal", "Đemo", "Dg"),
        ("Na", "Ŋe", "Ni"),
        ("Sa", "Še", "Si"),
        ("Ta", "Ŧe", "Ti"),
        ("Za", "Že", "Zi", "Æ"),
        ("Ailo", "Áilu", "Aimo"),
        ("Cappa", "Čáppa"),
        ("myller", "Müller", "Myllerud"),
        ("Ähl", "Ærlig", "Öl", "Øra"),
        ("Sak 9", "Sak 10", "Sak 010 b", "Sak 11"),
        ("2 små", "10 små", "alfa"),
        ("Kari", "Kari Nes", "Karin"),
        ("nes", "Nes", "nesse"),
        ("Ǽ", "Ø", "Ǿa", "Å", "Ǻb"),
    ],
)
def test_names_stand_in_norwegian_order(names: tuple[str, ...]) -> None:
    assert in_order(*names)


def test_the_last_letters_come_after_every_other_word() -> None:
    words = ["zzz", "z{", "ž", "æ", "ø", "å"]

    assert [word for word in sorted(words, key=sort_key) if word[0] in "æøå"] == ["æ", "ø", "å"]
    assert sorted(words, key=sort_key)[-3:] == ["æ", "ø", "å"]


@pytest.mark.parametrize("name", ["Åse", "Áilu", "Čáppa", "Ǻ"])
def test_composed_and_decomposed_letters_are_the_same(name: str) -> None:
    assert sort_key(unicodedata.normalize("NFD", name)) == sort_key(name)


@pytest.mark.parametrize(
    "text", ["", "²", "½", "1²3", "٣", "9" * 5000, "İ", "ß", "漢字", "🦌", "{|}~"]
)
def test_every_text_has_a_place(text: str) -> None:
    assert sort_key(text) <= sort_key(text + "a")


def test_numbers_longer_than_any_machine_word_count_too() -> None:
    assert sort_key("9" * 5000) < sort_key("1" + "0" * 5000)


@given(st.lists(st.text(max_size=8), max_size=8))
def test_the_order_does_not_depend_on_where_one_starts(names: list[str]) -> None:
    same = [unicodedata.normalize("NFC", name) for name in names]

    backwards = same[::-1]

    assert sorted(same, key=sort_key) == sorted(backwards, key=sort_key)


@given(st.text(max_size=12), st.text(max_size=12))
def test_two_texts_share_a_place_only_if_they_are_the_same(one: str, two: str) -> None:
    alike = sort_key(one) == sort_key(two)
    normal = {unicodedata.normalize("NFC", text).swapcase() for text in (one, two)}

    assert alike == (len(normal) == 1)


def test_the_alphabet_is_in_order() -> None:
    alphabet = "abcdefghijklmnopqrstuvwxyzæøå"

    for first, second in itertools.pairwise(alphabet):
        assert sort_key(first + "å") < sort_key(second + "a")
        assert sort_key(first.upper() + "å") < sort_key(second + "a")
