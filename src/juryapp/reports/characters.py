"""What can be printed of a text from outside: nothing is lost silently, nothing plays tricks.

A character without a glyph, a control character and a mark that turns the reading direction round are shown
by their code, as [U+1F98C]. Marks that nobody sees and that change nothing are left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Final

UNSEEN: Final = frozenset({0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFE0E, 0xFE0F, 0xFEFF})
SAME_TO_THE_EYE: Final = {0x2212: "–", 0x25CF: "•", 0x25AA: "•", 0x2028: "\n", 0x2029: "\n"}
_KEPT: Final = {0x0A: "\n", 0x09: " "}


class Printable:
    """Makes texts printable with a font.

    Args:
        has_glyph: Whether the font has a glyph for a code point.
    """

    def __init__(self, has_glyph: Callable[[int], bool]) -> None:
        self._table = _Table(has_glyph)

    def __call__(self, text: str) -> str:
        """Return `text` with nothing in it that cannot be printed."""
        if text.isascii() and text.isprintable():
            return text
        one_break = text.replace("\r\n", "\n").replace("\r", "\n")
        return unicodedata.normalize("NFC", one_break).translate(self._table)

    def missing(self, text: str) -> list[str]:
        """Return the characters of `text` that are shown by their code, each once, in order."""
        if text.isascii() and text.isprintable():
            return []
        one_break = text.replace("\r\n", "\n").replace("\r", "\n")
        normal = unicodedata.normalize("NFC", one_break)
        return [c for c in dict.fromkeys(normal) if self._table[ord(c)] == code_of(c)]


class _Table(dict[int, str]):
    """A translation table that finds out about each character once."""

    def __init__(self, has_glyph: Callable[[int], bool]) -> None:
        super().__init__(_KEPT | SAME_TO_THE_EYE | dict.fromkeys(UNSEEN, ""))
        self._has_glyph = has_glyph

    def __missing__(self, code: int) -> str:
        character = chr(code)
        seen = unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
        self[code] = character if seen and self._has_glyph(code) else code_of(character)
        return self[code]


def code_of(character: str) -> str:
    """Return how a character is shown that cannot be printed: [U+202E]."""
    return f"[U+{ord(character):04X}]"


IN_ANY_FONT: Final = Printable(lambda _code: True)
