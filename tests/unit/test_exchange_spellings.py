"""Every document that is signed or locked has one spelling, all its fields and no other, on every layer.

The documents are put in place as their reader finds them, rightly signed, sealed or locked: so nothing but
what is wrong with them can be the reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

import fuzz_readers
from fuzz_locked import a_move, an_award
from fuzz_readers import Bench, Target, bench, targets
from hostile_scores import dumped
from juryapp.base.errors import FileFormatError
from juryapp.base.i18n import LANGUAGES, fill, texts_in
from juryapp.exchange.envelope import open_envelope


@dataclass(frozen=True)
class Place:
    """Where a document stands: its reader, the layer, and a sound one."""

    target: Target
    layer: bytes
    sound: dict[str, Any]

    def refusal(self, body: bytes) -> str:
        """Return the code with which a document is refused; its sentence must be whole in every language."""
        with pytest.raises(FileFormatError) as caught:
            self.target.read(self.layer + body)
        for language in LANGUAGES:
            said = fill(texts_in(language), caught.value.template, caught.value.params)
            assert said.endswith(".")
            assert "{" not in said
        return caught.value.code


@pytest.fixture(scope="module")
def places() -> Iterator[dict[str, Place]]:
    with bench() as on:
        made = targets(on)
        yield {
            "manifest": Place(made["package"], b"\1", on.packages.manifest),
            "data": Place(made["package"], b"\2", on.packages.data),
            "score": Place(made["score"], b"\2", on.scores.body),
            "receipt": Place(made["receipt"], b"\1", receipt_body(on)),
            "award": Place(made["award"], b"\1", an_award(on)[0]),
            "move": Place(made["move"], b"\2", a_move(on)),
        }


def receipt_body(on: Bench) -> dict[str, Any]:
    envelope = open_envelope(fuzz_readers.receipt(on), "receipt", expected="")
    body: dict[str, Any] = json.loads(envelope.unverified)
    return body


NAMES = ["manifest", "data", "score", "receipt", "award", "move"]
A_TEXT = {
    "manifest": "log_head",
    "data": "title",
    "score": "app_version",
    "award": "title",
    "move": "title",
}
A_NUMBER = {
    "manifest": "issue",
    "data": "year",
    "score": "seq",
    "receipt": "seq",
    "award": "year",
    "move": "bytes",
}

SPELLINGS: dict[str, tuple[Callable[[dict[str, Any]], bytes], str]] = {
    "a space": (lambda d: dumped(d).replace(b":", b": ", 1), "E-JSON-FORM"),
    "a line end": (lambda d: dumped(d) + b"\n", "E-JSON-FORM"),
    "indented": (lambda d: json.dumps(d, indent=1, sort_keys=True).encode(), "E-JSON-FORM"),
    "another order": (
        lambda d: json.dumps(
            dict(sorted(d.items(), reverse=True)), ensure_ascii=False, separators=(",", ":")
        ).encode(),
        "E-JSON-FORM",
    ),
    "an escape": (lambda d: dumped(d).replace(b'"v":1', b'"\\u0076":1'), "E-JSON-FORM"),
    "a key twice": (lambda d: dumped(d).replace(b'"v":1', b'"v":1,"v":1'), "E-JSON-DUPKEY"),
    "a mark before it": (lambda d: b"\xef\xbb\xbf" + dumped(d), "E-ENC-BOM"),
    "UTF-16": (lambda d: dumped(d).decode().encode("utf-16-le"), ""),
    "no UTF-8": (lambda d: dumped(d)[:-1] + b',"x":"\xff"}', "E-ENC-UTF8"),
    "a newer version": (lambda d: dumped({**d, "v": 2}), "E-VERSION"),
    "no version": (lambda d: dumped({**d, "v": 0}), "E-SCHEMA"),
    "a field more": (lambda d: dumped({**d, "zz": 1}), "E-FIELD-UNKNOWN"),
    "a list": (lambda d: dumped([d]), ""),
    "nothing": (lambda _: b"", "E-EMPTY"),
    "null": (lambda _: b"null", ""),
    "half": (lambda d: dumped(d)[: len(dumped(d)) // 2], "E-TRUNC"),
    "deep": (
        lambda d: dumped({**d, "v": 0}).replace(b'"v":0', b'"v":' + b"[" * 9 + b"]" * 9),
        "E-JSON-DEPTH",
    ),
    "very deep": (lambda _: b"[" * 10_000, "E-JSON-DEPTH"),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_sound_document_is_taken(name: str, places: dict[str, Place]) -> None:
    place = places[name]

    assert place.target.once(place.layer + dumped(place.sound))


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("name", NAMES)
def test_another_spelling_is_refused(name: str, spelling: str, places: dict[str, Place]) -> None:
    spell, code = SPELLINGS[spelling]

    found = places[name].refusal(spell(places[name].sound))

    assert found == code or (not code and found.startswith("E-"))


NUMBERS = [
    "1.0",
    "1e3",
    "1E400",
    "-0",
    "NaN",
    "Infinity",
    "-1",
    "9007199254740993",
    "9" * 5000,
    "01",
    "0x1",
]


@pytest.mark.parametrize("literal", NUMBERS)
@pytest.mark.parametrize("name", NAMES)
def test_a_number_that_is_none_is_refused(
    name: str, literal: str, places: dict[str, Place]
) -> None:
    body = dumped({**places[name].sound, A_NUMBER[name]: 987_654_321})
    assert body.count(b"987654321") == 1

    found = places[name].refusal(body.replace(b"987654321", literal.encode()))

    assert found in {"E-JSON-NUMBER", "E-JSON-SYNTAX", "E-JSON-FORM", "E-SCHEMA"}


TEXTS = {
    "a\u202eb": "E-STR-CHAR",
    "a\u2066b": "E-STR-CHAR",
    "a\u200bb": "E-STR-CHAR",
    "\ufeffa": "E-STR-CHAR",
    "a\x1b[31m": "E-STR-CHAR",
    "a\x7f": "E-STR-CHAR",
    "a\rb": "E-STR-CHAR",
    "a\tb": "E-STR-CHAR",
    "\U000e0041": "E-STR-CHAR",
    "\ue000": "E-STR-CHAR",
    "Z" + "\u0316" * 5: "E-STR-CHAR",
    "A\u030a": "E-STR-NFC",
    "a" * 20_001: "E-STR-LEN",
}


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text)[:20])
@pytest.mark.parametrize("name", A_TEXT)
def test_a_text_that_hides_something_is_refused(
    name: str, text: str, places: dict[str, Place]
) -> None:
    body = dumped({**places[name].sound, A_TEXT[name]: text})

    assert places[name].refusal(body) == TEXTS[text]


@pytest.mark.parametrize("name", A_TEXT)
def test_half_a_surrogate_pair_is_refused(name: str, places: dict[str, Place]) -> None:
    body = dumped({**places[name].sound, A_TEXT[name]: "@@"})

    assert places[name].refusal(body.replace(b"@@", rb"\ud83d")) == "E-STR-CHAR"
    assert places[name].refusal(body.replace(b"@@", b"\xed\xa0\xbd")) == "E-ENC-UTF8"


WRONG = {"E-SCHEMA", "E-KIND", "E-JSON-NUMBER", "E-FIELD-UNKNOWN"}


@pytest.mark.parametrize("name", NAMES)
def test_every_field_must_be_there_and_hold_what_it_should(
    name: str, places: dict[str, Place]
) -> None:
    place = places[name]
    for field in place.sound:
        lacking = {key: value for key, value in place.sound.items() if key != field}
        assert place.refusal(dumped(lacking)) in {"E-SCHEMA", "E-KIND"}, field
        for wrong in ({}, {"a": 1}, -1.5, "\N{SNOWMAN}" * 3):
            if isinstance(place.sound[field], str) and isinstance(wrong, str):
                continue  # a free text may be anything
            found = place.refusal(dumped({**place.sound, field: wrong}))
            assert found in WRONG, (field, wrong)
