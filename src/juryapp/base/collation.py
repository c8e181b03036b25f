"""Norwegian order of names: a–z, æ, ø, å; Sámi letters beside their Latin ones. Never done in SQL."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LETTERS: Final = {
    "æ": "z1", "ä": "z1", "ø": "z2", "ö": "z2", "å": "z3", "aa": "z3",
    "đ": "d1", "ð": "d1", "ŋ": "n1", "ŧ": "t1", "þ": "t2",
    "č": "c1", "š": "s1", "ž": "z0", "ß": "ss", "ł": "l1",
}  # fmt: skip
_KEPT: Final = set("æäøöåđðŋŧþčšžßł")
_DIGITS: Final = re.compile(r"(\d+)")

SortKey = tuple[tuple[int, int, str], ...]


def _primary(text: str) -> str:
    letters = []
    for letter in unicodedata.normalize("NFC", text).casefold():
        if letter in _KEPT:
            letters.append(_LETTERS[letter])
            continue
        letters += (c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
    return "".join(letters)


def sort_key(text: str) -> SortKey:
    """Return what to sort `text` by; numbers in it count as numbers ("Sak 9" before "Sak 10")."""
    parts = _DIGITS.split(_primary(text))
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts if part)
