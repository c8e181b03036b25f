"""What the text of one cell means: names put right, days in any usual spelling, words of a choice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from juryapp.application.tables.fields import Field, FieldKind
from juryapp.base.i18n import N_
from juryapp.domain.ids import is_id, is_reserved

NAME_PUT_RIGHT = N_(
    "The name “{value}” has been put right: invisible characters and double spaces were taken out."
)
DATE_AMBIGUOUS = N_(
    "“{value}” may mean two dates. It has been read as {day}; check it, or write dates as 2026-02-01."
)
DAY_NUMBER = N_(
    "“{value}” stands where a date belongs. It has been read as the spreadsheet’s day number for {day}."
)
DATE_NOT_UNDERSTOOD = N_("“{value}” is no date and was left out. Write dates as 2026-02-01.")
ID_LEFT_OUT = N_(
    "“{value}” cannot be an id and was left out; a new one will be made."
    " Ids have at most 40 of A–Z, 0–9 and hyphen."
)
WORD_LEFT_OUT = N_("“{value}” is not known here and was left out. Known words are: {known}.")

_INVISIBLE: Final = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff]")
_FOLDED: Final = str.maketrans({"æ": "ae", "ø": "o", "ð": "d", "đ": "d", "ŋ": "n", "ŧ": "t"})
_ISO: Final = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ].*)?")
_DOTTED: Final = re.compile(r"(\d\d?)\.\s?(\d\d?)\.\s?(\d{4}|\d\d)(?:[ ,].*)?")
_SLASHED: Final = re.compile(r"(\d\d?)/(\d\d?)/(\d{4}|\d\d)(?:[ ,].*)?")
_WORDED: Final = re.compile(r"(\d\d?)\.?\s+([a-zæøå]{3,9})\.?\s+(\d{4})(?:[ ,].*)?", re.IGNORECASE)
_DAY_NUMBER: Final = re.compile(r"\d{5}(?:\.\d+)?")
_FIRST_DAY: Final = date(1899, 12, 30)  # day 0 of spreadsheets, as they count since 1 March 1900
_MONTHS: Final = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "mai": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8,
    "sep": 9, "okt": 10, "oct": 10, "nov": 11, "des": 12, "dec": 12,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at in a cell: a code, a sentence (`N_`) and what fills it in."""

    code: str
    template: str
    params: tuple[tuple[str, object], ...] = ()


Understood = tuple[str, Finding | None]


def understood(field: Field, text: str) -> Understood:
    """Return what `text` says in the column of `field`, and what a person should look at."""
    stripped = unicodedata.normalize("NFC", text).strip()
    return _BY_KIND[field.kind](field, stripped) if stripped else ("", None)


def name_key(name: str) -> str:
    """Return what two spellings of one name have in common: neither case nor white space counts."""
    return unicodedata.normalize("NFC", _one_line(name).casefold())


def folded(text: str) -> str:
    """Return `text` as words of a–z and digits, to compare headings by: "Mottatt, dato:" → mottatt dato."""
    plain = _INVISIBLE.sub("", text).casefold().translate(_FOLDED)
    letters = unicodedata.normalize("NFD", plain)
    kept = "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return " ".join(kept.split())


def _one_line(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def _text(_field: Field, text: str) -> Understood:
    return text, None


def _name(_field: Field, text: str) -> Understood:
    name = _one_line(text)
    if name == text or not _INVISIBLE.search(text):
        return name, None  # a double space alone is not worth a person's time
    return name, Finding("W-NAME-NORMALISED", NAME_PUT_RIGHT, (("value", name),))


def _id(_field: Field, text: str) -> Understood:
    if is_id(text) and not is_reserved(text):
        return text, None
    return "", Finding("W-ID", ID_LEFT_OUT, (("value", text[:60]),))


def _choice(field: Field, text: str) -> Understood:
    said = folded(text)
    for value, words in field.choices:
        if said == folded(value) or said in {folded(word) for word in words}:
            return str(value), None
    known = ", ".join(str(value) for value, _ in field.choices)
    return "", Finding("E-VALUE", WORD_LEFT_OUT, (("value", text[:60]), ("known", known)))


def _date(_field: Field, text: str) -> Understood:
    for form, read in ((_ISO, _iso), (_DOTTED, _dotted), (_SLASHED, _slashed), (_WORDED, _worded)):
        if found := form.fullmatch(text):
            try:
                return read(text, *found.groups())
            except (ValueError, KeyError):  # the 31st of February, the month of “foo”
                break
    if _DAY_NUMBER.fullmatch(text):
        day = _FIRST_DAY + timedelta(days=int(text[:5]))
        return day.isoformat(), _ambiguous(DAY_NUMBER, text, day)
    return "", Finding("W-DATE", DATE_NOT_UNDERSTOOD, (("value", text[:60]),))


def _iso(_text: str, year: str, month: str, day: str) -> Understood:
    return date(int(year), int(month), int(day)).isoformat(), None


def _dotted(_text: str, day: str, month: str, year: str) -> Understood:
    return date(_year(year), int(month), int(day)).isoformat(), None


def _slashed(text: str, first: str, second: str, year: str) -> Understood:
    """Read 2/1/26 as day/month unless only month/day is possible; say so where both are."""
    one, two = int(first), int(second)
    if two > 12:
        return date(_year(year), one, two).isoformat(), None
    day = date(_year(year), two, one)
    both = one <= 12 and one != two
    return day.isoformat(), _ambiguous(DATE_AMBIGUOUS, text, day) if both else None


def _worded(_text: str, day: str, month: str, year: str) -> Understood:
    return date(int(year), _MONTHS[month[:3].lower()], int(day)).isoformat(), None


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _ambiguous(template: str, text: str, day: date) -> Finding:
    return Finding("W-DATE-AMBIG", template, (("value", text), ("day", day.isoformat())))


_BY_KIND: Final[dict[FieldKind, Callable[[Field, str], Understood]]] = {
    FieldKind.TEXT: _text,
    FieldKind.NAME: _name,
    FieldKind.DATE: _date,
    FieldKind.CHOICE: _choice,
    FieldKind.ID: _id,
}
