"""The language of one paper: its texts, numbers, dates and lists.

A paper is printed in a language of its own, whatever the window speaks; so sections take a `Words` instead of
calling `_()`. Points in time are given in UTC: the same protocol printed anywhere has the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from juryapp.base.i18n import N_, Texts
from juryapp.base.instants import format_date, is_instant
from juryapp.base.numbers import format_exactly, format_number

LIST_OF_NAMES = N_("{names} and {last}")
PERCENT = N_("{number}%")


class Words:
    """Texts, numbers and dates in the language of a paper."""

    def __init__(self, text: Texts, decimals: int = 2) -> None:
        self.text = text
        self.language = text.language
        self._decimals = decimals

    def __call__(self, template: str, **names: object) -> str:
        """Return an `N_` text in this language with its placeholders filled in."""
        return self.text(template).format_map(names)

    def ngettext(self, one: str, many: str, n: int) -> str:
        """Return the form for `n` things, with `{n}` filled in."""
        return self.text.plural(one, many, n).format(n=n)

    def points(self, value: Fraction) -> str:
        """Return a total with the edition's number of decimals."""
        return format_number(value, self._decimals, self.language)

    def difference(self, value: Fraction) -> str:
        """Return a difference above zero with as many decimals as it takes not to look like none."""
        for places in range(self._decimals, 7):
            if round(value * 10**places) != 0:
                return format_number(value, places, self.language)
        return format_number(value, 6, self.language)

    def exactly(self, value: Fraction | int) -> str:
        """Return a number with as many decimals as it has."""
        return format_exactly(value, self.language)

    def share(self, value: Fraction) -> str:
        """Return a part of 1 as a percentage, with one decimal where it needs one."""
        percent = value * 100
        places = 0 if percent.denominator == 1 else 1
        return self(PERCENT, number=format_number(percent, places, self.language))

    def day(self, text: str) -> str:
        """Return an ISO date in words; what is no date is returned as it is."""
        try:
            return format_date(text, self.language)
        except ValueError:
            return text

    def moment(self, instant: str) -> str:
        """Return a point in time in words, in UTC; what is none is returned as it is."""
        if not is_instant(instant):
            return instant
        clock = instant[11:16]
        clock = clock if self.language == "en" else "kl. " + clock.replace(":", ".")
        return f"{format_date(instant, self.language)} {clock} UTC"

    def listed(self, names: Sequence[str]) -> str:
        """Return names as people list them: A, B and C."""
        if len(names) < 2:
            return "".join(names)
        return self(LIST_OF_NAMES, names=", ".join(names[:-1]), last=names[-1])


def shortened(text: str, most: int) -> str:
    """Return `text` with an ellipsis where it is longer than `most` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
