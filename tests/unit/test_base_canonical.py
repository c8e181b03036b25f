"""The one spelling that hashes are taken of."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juryapp.base.canonical import Json, canonical_bytes, canonical_hash

KEYS = st.text(st.characters(codec="ascii"), max_size=6)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=10)
DOCUMENTS: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(DOCUMENTS)
def test_a_document_comes_back_and_is_spelt_the_same_again(document: Json) -> None:
    spelt = canonical_bytes(document)

    assert json.loads(spelt) == document
    assert canonical_bytes(json.loads(spelt)) == spelt


@given(st.dictionaries(KEYS, st.integers(), max_size=6))
def test_the_order_of_keys_does_not_matter(document: dict[str, int]) -> None:
    backwards = dict(reversed(document.items()))

    assert canonical_hash(backwards) == canonical_hash(document)


@given(DOCUMENTS)
def test_there_is_no_white_space_outside_texts(document: Json) -> None:
    parts = canonical_bytes(document).decode().replace("\\\\", "").replace('\\"', "").split('"')

    assert not any(letter.isspace() for outside in parts[::2] for letter in outside)


def test_the_spelling_is_that_of_rfc_8785() -> None:
    """The example of RFC 8785, section 3.2.2, less its floats: control letters, quotes and beyond ASCII."""
    document = {
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
        "numbers": [333333333, 4, 0, -1],
    }

    assert canonical_bytes(document) == (
        b'{"literals":[null,true,false],"numbers":[333333333,4,0,-1],'
        b'"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_the_hash_is_the_sha256_of_the_spelling() -> None:
    assert canonical_hash({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_json_cannot_say_is_a_bug(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical_bytes([number])  # type: ignore[list-item]
