"""The recovery phrase: how it is read, and what it opens."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juryapp.base.errors import FileFormatError, UsageError
from juryapp.domain.ids import EditionId
from juryapp.exchange.key_recovery import (
    WORDS,
    new_phrase,
    public_halves,
    read_phrase,
    unwrap,
    wrap,
)
from juryapp.exchange.keys import SealKey, SigningKey
from score_file_examples import EDITION

SIGN, SEAL = SigningKey.make(), SealKey.make()
# From the published test vectors of BIP 39, so that a sheet can be read by other programs too.
KNOWN = "legal winner thank year wave sausage worth useful legal winner thank yellow"


@pytest.fixture(scope="module")
def wrapped() -> bytes:
    return wrap(EDITION, SIGN, SEAL, KNOWN)


def outcome(typed: str) -> str:
    """Return what comes of what was typed: a phrase, or the code of the error."""
    try:
        return "a phrase" if len(read_phrase(typed).split()) == WORDS else "too long"
    except UsageError as error:
        return error.code if str(error) else "nothing said"


def test_a_phrase_has_twelve_words_and_no_two_are_alike() -> None:
    phrases = {new_phrase() for _ in range(20)}

    assert len(phrases) == 20
    assert all(len(phrase.split()) == WORDS for phrase in phrases)
    assert all(read_phrase(phrase) == phrase for phrase in phrases)


@pytest.mark.parametrize(
    "typed",
    [
        KNOWN.upper(),
        "  " + KNOWN.replace(" ", "\n"),
        KNOWN.replace(" ", ", ") + ".",
        " ".join(f"{n}. {word}" for n, word in enumerate(KNOWN.split(), start=1)),
    ],
)
def test_a_phrase_may_be_typed_as_it_stands_on_the_sheet(typed: str) -> None:
    assert read_phrase(typed) == KNOWN


def test_a_mistyped_word_is_named_with_its_place_and_the_word_that_is_meant() -> None:
    with pytest.raises(UsageError, match=r"sausge.*word 6.*sausage") as caught:
        read_phrase(KNOWN.replace("sausage", "sausge"))

    assert caught.value.code == "E-PHRASE-WORD"
    assert caught.value.params["word"] == "sausge"


def test_a_word_that_is_like_none_is_named_without_a_guess() -> None:
    with pytest.raises(UsageError, match="xqzzk") as caught:
        read_phrase(KNOWN.replace("wave", "xqzzk"))

    assert caught.value.code == "E-PHRASE-WORD"
    assert "Is it" not in str(caught.value)


@pytest.mark.parametrize("typed", ["", "legal winner", KNOWN + " legal", "1 2 3"])
def test_too_few_or_too_many_words_are_counted(typed: str) -> None:
    with pytest.raises(UsageError, match="12 words") as caught:
        read_phrase(typed)

    assert caught.value.code == "E-PHRASE"


def test_most_changes_of_places_are_found_by_the_check() -> None:
    words = KNOWN.split()
    swapped = []
    for a, b in itertools.combinations(range(WORDS), 2):
        other = list(words)
        other[a], other[b] = other[b], other[a]
        if other != words:
            swapped.append(" ".join(other))

    found = [phrase for phrase in swapped if outcome(phrase) == "E-PHRASE"]

    assert len(found) > len(swapped) * 0.8


@given(st.text(max_size=300))
def test_whatever_is_typed_is_a_phrase_or_a_named_error(typed: str) -> None:
    assert outcome(typed) in {"a phrase", "E-PHRASE", "E-PHRASE-WORD"}


def test_the_phrase_opens_what_it_locked(wrapped: bytes) -> None:
    assert unwrap(wrapped, KNOWN) == (SIGN, SEAL)
    assert public_halves(wrapped, EDITION) == (SIGN.public.hex(), SEAL.public.hex())


def test_what_is_locked_says_neither_key_nor_word(wrapped: bytes) -> None:
    for secret in (SIGN.private, SEAL.private):
        assert secret not in wrapped
        assert secret.hex().encode() not in wrapped
    assert not any(word.encode() in wrapped for word in ("sausage", "yellow"))
    assert wrapped != wrap(EDITION, SIGN, SEAL, KNOWN)


def test_another_phrase_is_told_from_a_damaged_lock(wrapped: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        unwrap(wrapped, new_phrase())

    assert caught.value.code == "E-PHRASE"


@pytest.mark.parametrize("field", ["box", "sign", "seal", "award"])
def test_a_changed_lock_is_damaged_even_with_the_right_phrase(wrapped: bytes, field: str) -> None:
    document = json.loads(wrapped)
    text = document[field]
    document[field] = ("0" if text[0] != "0" else "1") + text[1:]
    changed = json.dumps(document, sort_keys=True, separators=(",", ":")).encode()

    with pytest.raises(FileFormatError) as caught:
        unwrap(changed, KNOWN)

    assert caught.value.code == "E-KEYS-DAMAGED"


@pytest.mark.parametrize("cut", [0, 1, 40, -1])
def test_a_lock_that_is_cut_off_is_damaged(wrapped: bytes, cut: int) -> None:
    with pytest.raises(FileFormatError) as caught:
        public_halves(wrapped[:cut], EDITION)

    assert caught.value.code == "E-KEYS-DAMAGED"


def test_the_lock_of_another_edition_is_refused(wrapped: bytes) -> None:
    with pytest.raises(FileFormatError) as caught:
        public_halves(wrapped, replace(EDITION, id=EditionId("E27")))

    assert caught.value.code == "E-EDITION"
