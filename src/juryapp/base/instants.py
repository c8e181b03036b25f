"""Points in time: inside as UTC text that sorts ("2026-11-12T13:02:07Z"), outside as people read them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

from juryapp.base.i18n import language as language_in_use

_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_LOCALES: Final = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}


def instant_text(moment: datetime) -> str:
    """Return an aware `moment` as UTC text with whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_instant(text: str) -> bool:
    """Return whether `text` is one of our points in time, on a day that exists."""
    if not _INSTANT.fullmatch(text):
        return False
    try:
        parse_instant(text)
    except ValueError:
        return False
    return True


def parse_instant(text: str) -> datetime:
    """Return the aware datetime of our UTC text. Raises ValueError for anything else."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def format_date(day: date | str, language: str | None = None) -> str:
    """Return a day in words: 12. november 2026, 12 November 2026. Takes a date or ISO text."""
    from babel.dates import format_date as babel_date  # noqa: PLC0415 - costs 30 ms

    value = date.fromisoformat(day[:10]) if isinstance(day, str) else day
    pattern = "d MMMM y" if (language or language_in_use()) == "en" else "d. MMMM y"
    return babel_date(value, pattern, locale=_LOCALES[language or language_in_use()])


def format_instant(instant: str, language: str | None = None) -> str:
    """Return a UTC text in local time, in words: 12. november 2026 kl. 14.02."""
    local = parse_instant(instant).astimezone()
    code = language or language_in_use()
    clock = local.strftime("%H:%M") if code == "en" else f"kl. {local:%H.%M}"
    return f"{format_date(local.date(), code)} {clock}"
