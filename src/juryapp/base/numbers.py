"""Numbers as people read and write them: half up for the eye, decimal comma in Norwegian, exact inside.

Only this module formats numbers. Values come as `Fraction` or `int`; no float takes part.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Final

from juryapp.base.i18n import language as language_in_use

THIN_SPACE: Final = "\u202f"
_NUMBER: Final = re.compile(r"[+-]?\d{1,12}(?:[.,]\d{1,9})?")


def decimal_text(value: Fraction | int, places: int) -> str:
    """Return `value` with exactly `places` decimals, rounded half away from zero, with a point.

    >>> decimal_text(Fraction(2345, 1000), 2)
    '2.35'
    """
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        rounded = _rounded(Fraction(value), places) if _is_inexact(value) else exact
        return f"{rounded.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"


def _is_inexact(value: Fraction | int) -> bool:
    rest = value.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return rest != 1


def _rounded(value: Fraction, places: int) -> Decimal:
    """Round half away from zero in whole numbers: no digit is lost on the way."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if value < 0 else whole).scaleb(-places)


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

    A text that could be a thousands separator ("1.000,5", "1 000 000") is no number to us.
    """
    stripped = text.strip().replace("−", "-")
    if not _NUMBER.fullmatch(stripped):
        return None
    return Fraction(stripped.replace(",", "."))
