"""Finding words in the papers: whatever is between them, large or small letters, whole or with a hyphen.

    find("blå fjord", "… en Blå  fjord …")        # [(5, 15)]

The places are those of the text that was given, so that what is found can be marked there.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MOST_HITS: Final = 2_000  # in one text; nobody goes through more
LONGEST_WORDS: Final = 200
_BREAK: Final = "(?:\u00ad|[-\u00ad\u2010\ufffe\x02][ \t]*\r?\n)?"
_LIGATURES: Final = {
    "ff": "\ufb00", "fi": "\ufb01", "fl": "\ufb02", "ffi": "\ufb03", "ffl": "\ufb04",
}  # fmt: skip
_SAME: Final = {"'": "['’‘]", "’": "['’‘]", '"': '["“”„«»]', "-": "[-\u2010\u2011–]", "–": "[-–]"}


def find(words: str, text: str) -> list[tuple[int, int]]:
    """Return where `words` stand in `text`, as start and end."""
    pattern = _pattern(words)
    if pattern is None:
        return []
    found = []
    for match in pattern.finditer(text):
        found.append(match.span())
        if len(found) == MOST_HITS:
            break
    return found


def _pattern(words: str) -> re.Pattern[str] | None:
    parts = unicodedata.normalize("NFC", words[:LONGEST_WORDS]).split()
    if not parts:
        return None
    return re.compile(r"\s+".join(map(_word, parts)), re.IGNORECASE)


def _word(word: str) -> str:
    """Return the pattern of a word: letters may be composed or not, and broken at the end of a line."""
    pieces, at = [], 0
    while at < len(word):
        length = next((n for n in (3, 2) if word[at : at + n].casefold() in _LIGATURES), 1)
        pieces.append(_letters(word[at : at + length]))
        at += length
    return _BREAK.join(pieces)


def _letters(letters: str) -> str:
    if len(letters) > 1:
        apart = _BREAK.join(map(_letters, letters))
        return f"(?:{apart}|{_LIGATURES[letters.casefold()]})"
    if letters in _SAME:
        return _SAME[letters]
    split = unicodedata.normalize("NFD", letters)
    if split != letters:
        return f"(?:{re.escape(letters)}|{re.escape(split)})"
    return re.escape(letters)
