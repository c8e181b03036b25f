"""Words are found in papers whatever is between them, however they are spelt, and at the right place."""

from __future__ import annotations

import pytest

from juryapp.application.desk.finding import MOST_HITS, find


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("blåbær", "Blåbær og BLÅBÆR", ["Blåbær", "BLÅBÆR"]),
        ("ČÁHPPES", "x čáhppes y", ["čáhppes"]),
        ("ŋ", "Siŋgga Ŋ", ["ŋ", "Ŋ"]),
        ("blå fjord", "en blå\nfjord, blå  fjord", ["blå\nfjord", "blå  fjord"]),
        ("kommunen", "kom-\r\nmunen kom\u00admunen kom\ufffe\nmunen", None),
        ("effekt", "e\ufb00ekt EFFEKT", ["e\ufb00ekt", "EFFEKT"]),
        ("å", "A\u030a å Å", ["A\u030a", "å", "Å"]),
        ("don't", "Don’t", ["Don’t"]),
        ("1,2 (a)", "kr 1,2 (a)", ["1,2 (a)"]),
        (".*", "nothing", []),
        ("o", "ø", []),
        ("  ", "anything", []),
    ],
)
def test_words_are_found(words: str, text: str, found: list[str] | None) -> None:
    spans = find(words, text)

    if found is None:
        assert len(spans) == 3
    else:
        assert [text[start:end] for start, end in spans] == found


def test_no_more_is_found_than_anybody_goes_through() -> None:
    assert len(find("a", "a" * (MOST_HITS + 5))) == MOST_HITS
