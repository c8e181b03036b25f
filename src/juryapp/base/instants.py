"""Points in time: inside as UTC text that sorts ("2026-11-12T13:02:07Z"), outside as people read them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

from juryapp.base.i18n import language as language_in_use

_INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_LOCALES: Final = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}


def instant_text(moment: datetime) -> str:
    """Return an aware `moment` as UTC text with whole seconds. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone is no point in time")
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def is_instant(text: str) -> bool:
    """Return whether `text` is one of our points in time, on a day that exists."""
    try:
        parse_instant(text)
    except ValueError:
        return False
    return True


def parse_instant(text: str) -> datetime:
    """Return the aware datetime of our UTC text. Raises ValueError for anything else."""
    if not _INSTANT.fullmatch(text):  # strptime would take 2026-1-2T3:4:5Z too
        raise ValueError(text)
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
