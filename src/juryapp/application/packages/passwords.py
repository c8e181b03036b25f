"""Passwords that can be read out over the telephone: “bato-kimu-losa-neri-vudo”."""

from __future__ import annotations

from typing import Final

_CONSONANTS: Final = "bdfghklmnprst"
_VOWELS: Final = "aeiou"  # no y, æ, ø, å: every keyboard has these, and each is heard clearly
_GROUPS: Final = 5
_SYLLABLES: Final = [c + v for c in _CONSONANTS for v in _VOWELS]  # 65, so 6 bits each


def readable_password(secret: str) -> str:
    """Return 16 random bytes (hex) as five groups of two syllables: 60 bits.

    That is more than anyone can try out against the slow function that locks a package.
    """
    number = int(secret, 16)
    syllables = []
    for _place in range(2 * _GROUPS):
        number, rest = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[rest])
    return "-".join("".join(syllables[i : i + 2]) for i in range(0, len(syllables), 2))
