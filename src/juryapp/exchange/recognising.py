"""Telling by its first bytes which of our files a file is; its name helps only where they say nothing.

A damaged file is still recognised by its suffix, so that it is called damaged and not foreign.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from juryapp.base.errors import UnavailableError
from juryapp.base.files import NOT_READABLE, check_there
from juryapp.base.i18n import N_, OurText
from juryapp.exchange.diagnosis import MAX_BYTES
from juryapp.exchange.refusals import OTHER_FILE, SIGNED_FILE
from juryapp.exchange.sniffing import LOCK_MAGIC, looks_like

PACKAGE: Final = "package"
SCORE: Final = "score"
RECEIPT: Final = "receipt"
AWARD: Final = "award"
MOVE: Final = "move"
KEY: Final = "key"
DATABASE: Final = "database"
PDF: Final = "pdf"
UNKNOWN: Final = "unknown"

_BEGINNING: Final = 4096
_BY_SUFFIX: Final = {
    ".jurypack": PACKAGE,
    ".juryscore": SCORE,
    ".juryreceipt": RECEIPT,
    ".juryaward": AWARD,
    ".jurymove": MOVE,
    ".jurydb": DATABASE,
    ".key": KEY,
}
_BY_TYPE: Final = {
    b"application/vnd.juryapp.package+zip": PACKAGE,
    b"application/vnd.juryapp.award+zip": AWARD,
}
_JSON: Final = frozenset({SCORE, RECEIPT, KEY})
_JSON_LIKE: Final = re.compile(rb'"[a-z]{1,20}":')
_FIRST_ENTRY: Final = (
    30  # in a zip its name begins here; ours is `mimetype`, with the type behind it
)
_MIMETYPE: Final = b"mimetype"
_ENVELOPE: Final = b'{"payload":'
_PAYLOAD_TYPE: Final = re.compile(
    rb'"payloadType":"application/vnd\.juryapp\.([a-z]{1,20})\+json; v='
)
_SEALED: Final = re.compile(rb'\{"award":"[^"]{0,60}","box":"')
_KEY: Final = re.compile(rb'\{(?:"juryapp":"key"|"box":"[^"]{0,200}","juryapp":"wrapped_key")')
_OFFICE: Final = (
    (b"xl/workbook.xml", N_("an Excel workbook")),
    (b"word/document.xml", N_("a Word document")),
    (b"ppt/presentation.xml", N_("a PowerPoint presentation")),
    (b"mimetypeapplication/vnd.oasis.opendocument", N_("an OpenDocument file")),
)
_TEXT: Final = N_("a plain text")


def recognise(path: Path) -> str:
    """Return which of our files `path` seems to be, "pdf", or "unknown".

    Raises:
        FileFormatError: There is no such file.
        UnavailableError: The machine does not let us read it.
    """
    beginning = _read(path, 0, _BEGINNING)
    suffix = _BY_SUFFIX.get(path.suffix.lower(), UNKNOWN)
    if not beginning or (suffix in _JSON and not _JSON_LIKE.search(beginning)):
        return _recognised(path, beginning, UNKNOWN) or UNKNOWN
    return _recognised(path, beginning, suffix) or suffix


def _recognised(path: Path, beginning: bytes, suffix: str) -> str:
    """Return what the content says; "" where it says nothing, or says no more than the suffix."""
    if beginning.startswith(LOCK_MAGIC):
        return MOVE if suffix == MOVE else PACKAGE
    if beginning.startswith((b"PK\3\4", b"PK\5\6")):
        return _of_zip(beginning, suffix)
    if beginning.startswith(_ENVELOPE):
        return _of_envelope(path, suffix)
    for pattern, kind in ((_SEALED, SCORE), (_KEY, KEY)):
        if pattern.match(beginning):
            return kind
    if beginning.startswith(b"SQLite format 3\0"):
        return DATABASE
    if beginning.startswith(b"%PDF"):
        return PDF
    return UNKNOWN if looks_like(beginning) is not None else ""


def _of_zip(beginning: bytes, suffix: str) -> str:
    if beginning[_FIRST_ENTRY:].startswith(_MIMETYPE):
        stated = beginning[_FIRST_ENTRY + len(_MIMETYPE) :]
        for type_, kind in _BY_TYPE.items():
            if stated.startswith(type_):
                return kind
    return suffix if suffix in {PACKAGE, AWARD} else UNKNOWN


def _of_envelope(path: Path, suffix: str) -> str:
    """Return what is in an opened envelope: its type stands behind the content."""
    size = path.stat().st_size
    found = None
    if size <= MAX_BYTES:
        found = _PAYLOAD_TYPE.search(_read(path, max(0, size - _BEGINNING), _BEGINNING))
    kinds = {b"score": SCORE, b"receipt": RECEIPT}
    return kinds.get(found[1], UNKNOWN) if found else (suffix or UNKNOWN)


def foreign_name(path: Path) -> OurText:
    """Return what a file that is not ours seems to be."""
    beginning = _read(path, 0, _BEGINNING)
    if beginning.startswith((b"PK\3\4", b"PK\5\6")):
        size = path.stat().st_size
        ends = beginning + _read(path, max(0, size - (64 << 10)), 64 << 10)
        for part, name in _OFFICE:
            if part in ends:
                return OurText(name)
    found = looks_like(beginning)
    if found is not None:
        return found
    if beginning.startswith(_ENVELOPE):
        return SIGNED_FILE
    return OurText(_TEXT) if _is_text(beginning) else OTHER_FILE


def _is_text(beginning: bytes) -> bool:
    try:
        text = beginning.decode()
    except UnicodeDecodeError as error:
        if error.start < len(beginning) - 4:  # a letter may have been cut in two
            return False
        text = beginning[: error.start].decode()
    return bool(text) and all(letter.isprintable() or letter.isspace() for letter in text)


def _read(path: Path, place: int, size: int) -> bytes:
    check_there(path)
    try:
        with path.open("rb") as file:
            file.seek(place, os.SEEK_SET)
            return file.read(size)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UnavailableError(NOT_READABLE, file=path.name, why=why) from error
