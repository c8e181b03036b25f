"""Numbers as people read and write them: half up for the eye, decimal comma in Norwegian, exact inside.

Only this module formats numbers. Values come as `Fraction` or `int`; no float takes part.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from juryapp.base.i18n import language as language_in_use

THIN_SPACE: Final = "\u202f"
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,12}(?:[.,][0-9]{1,9})?")
_GROUPED: Final = re.compile(rf"[+-]?[0-9]{{1,3}}(?:{THIN_SPACE}[0-9]{{3}})+(?:[.,][0-9]{{1,9}})?")


def decimal_text(value: Fraction | int, places: int) -> str:
    """Return `value` with exactly `places` decimals, rounded half away from zero, with a point.

    >>> decimal_text(Fraction(2345, 1000), 2)
    '2.35'
    """
    scaled = abs(Fraction(value)) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = str(whole).zfill(places + 1)
    sign = "-" if value < 0 and whole else ""  # what is shown as zero has no sign
    if not places:
        return sign + digits
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def format_number(value: Fraction | int, places: int = 2, language: str | None = None) -> str:
    """Return `value` as a reader of `language` expects it: 8,39 in Norwegian, 8.39 in English."""
    text = decimal_text(value, places)
    whole, _, decimals = text.partition(".")
    digits = whole.lstrip("-")
    if len(digits) > 4:
        digits = f"{int(digits):,}".replace(",", THIN_SPACE)
    point = "." if (language or language_in_use()) == "en" else ","
    sign = "−" if whole.startswith("-") else ""
    return sign + digits + (point + decimals if decimals else "")


def format_exactly(value: Fraction | int, language: str | None = None) -> str:
    """Return `value` with as many decimals as it has (at most 6): 7, 7,5, 0,125."""
    for places in range(7):
        if Fraction(value) * 10**places % 1 == 0:
            return format_number(value, places, language)
    return format_number(value, 6, language)


def fraction_text(value: Fraction) -> str:
    """Return the exact value as "p/q", for `--json` and for hashes."""
    return f"{value.numerator}/{value.denominator}"


def parse_number(text: str) -> Fraction | None:
    """Return the number that `text` says, written with a comma or a point; None if it says none.

    A text with what could be a thousands separator ("1.000,5", "1 000 000") is no number to us; only the
    narrow space that `format_number` itself puts between thousands is understood.
    """
    stripped = text.strip().replace("−", "-")
    if _GROUPED.fullmatch(stripped):
        stripped = stripped.replace(THIN_SPACE, "")
    if not _NUMBER.fullmatch(stripped):
        return None
    return Fraction(stripped.replace(",", "."))
