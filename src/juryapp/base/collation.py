"""Norwegian order of names: a–z, æ, ø, å; Sámi letters beside their Latin ones. Never done in SQL."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# The three last letters of the alphabet stand for characters that follow "z": { | }
_LETTERS: Final = {
    "æ": "{", "ä": "{", "ø": "|", "ö": "|", "œ": "|", "ő": "|", "å": "}", "ǻ": "}",
    "ü": "y", "ű": "y", "đ": "d", "ð": "d", "ŋ": "n", "ŧ": "t", "þ": "th", "ł": "l", "ı": "i",
}  # fmt: skip
_DIGITS: Final = re.compile(r"([0-9]+)")

SortKey = tuple[tuple[tuple[int, int, str], ...], str]


def sort_key(text: str) -> SortKey:
    """Return what to sort `text` by; numbers in it count as numbers ("Sak 9" before "Sak 10").

    As in Norwegian dictionaries and CLDR: "aa" is å, ä and ö are æ and ø, ü is y; accents and capitals
    only count where all else is equal (Čáppa beside Cappa).
    """
    normal = unicodedata.normalize("NFC", text)
    parts = enumerate(_DIGITS.split(normal.casefold()))  # numbers stand at the odd places
    main = tuple(_number(part) if at % 2 else (1, 0, _primary(part)) for at, part in parts if part)
    return main, normal.swapcase()  # small letters before capitals


def _number(digits: str) -> tuple[int, int, str]:
    """Return a number's place in the order; the longer is the larger, however many digits it has."""
    digits = digits.lstrip("0")
    return 0, len(digits), digits


def _primary(text: str) -> str:
    """Return casefolded `text` in letters that sort as the Norwegian alphabet does."""
    return "".join(map(_letter, unicodedata.normalize("NFC", text).replace("aa", "å")))


def _letter(letter: str) -> str:
    if letter.isascii():
        return letter if letter < "{" else "~"  # the places after "z" are taken
    if letter in _LETTERS:
        return _LETTERS[letter]
    plain = (c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
    return "".join(_LETTERS.get(c, c) for c in plain)
