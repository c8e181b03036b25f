"""What a file that is not ours seems to be, so that the refusal can name it."""

from __future__ import annotations

import re
from typing import Final

from juryapp.base.i18n import N_, OurText

LOCK_MAGIC: Final = b"JURYLOCK"

_BEGINNINGS: Final = (
    (b"%PDF", N_("a PDF document")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"SQLite format 3\0", N_("a database")),
    (b"PK\3\4", N_("a zip archive")),
    (b"PK\5\6", N_("a zip archive")),
    (b"\x1f\x8b", N_("a compressed file")),
    (b"7z\xbc\xaf", N_("a compressed file")),
    (b"Rar!", N_("a compressed file")),
    (b"\xd0\xcf\x11\xe0", N_("an old Office document")),
    (b"{\\rtf", N_("a text document")),
    (b"MZ", N_("a program")),
    (b"\x7fELF", N_("a program")),
    (LOCK_MAGIC, N_("a locked jury package")),
)
_WEB_PAGE: Final = re.compile(rb"\s*(?:<!doctype html|<html|<head|<body|<script)", re.IGNORECASE)
_MARKUP: Final = re.compile(rb"\s*<(?:\?xml|[A-Za-z])")
_MAIL: Final = re.compile(
    rb"(?:From|To|Subject|Date|Received|Return-Path|MIME-Version|Delivered-To|Message-ID):? ",
    re.IGNORECASE,
)


def looks_like(data: bytes) -> OurText | None:
    """Return what `data` (or its beginning) seems to be; None: no idea."""
    found = _seems(data)
    return None if found is None else OurText(found)


def _seems(data: bytes) -> str | None:
    for beginning, name in _BEGINNINGS:
        if data.startswith(beginning):
            return name
    if _WEB_PAGE.match(data, 0, 512):
        return N_("a web page")
    if _MARKUP.match(data, 0, 512):
        return N_("an XML document")
    if _MAIL.match(data):
        return N_("a whole e-mail; save the file that is attached to it")
    return None
