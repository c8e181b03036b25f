"""The digits by which people compare keys: twenty, of which two check the others (ISO 7064 MOD 97-10)."""

from __future__ import annotations

import re
from typing import Final

LENGTH: Final = 20
_NOT_DIGITS: Final = re.compile(r"[\s.,;:/-]+")


def check_digits(number: int) -> str:
    """Return the two digits that go behind the number.

    They find every single wrong digit, and every two neighbours in the wrong order.
    """
    return f"{98 - number * 100 % 97:02d}"


def do_check(digits: str) -> bool:
    """Return whether twenty digits go together."""
    return len(digits) == LENGTH and digits.isascii() and digits.isdigit() and int(digits) % 97 == 1


def plain_digits(typed: str) -> str:
    """Return what somebody typed or heard, without the gaps between groups."""
    return _NOT_DIGITS.sub("", typed)


def grouped(digits: str) -> str:
    """Return digits in groups of five."""
    return " ".join(digits[start : start + 5] for start in range(0, len(digits), 5))
