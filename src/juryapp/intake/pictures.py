"""PNG and JPEG pictures: their structure is walked and their size in pixels read; nothing is unpacked.

A picture of a few bytes can claim to be wider than any memory. Whoever shows it is spared that.
"""

from __future__ import annotations

import struct
from typing import Final

from juryapp.base.i18n import N_
from juryapp.intake.media_refusals import refused

MOST_PIXELS: Final = 60_000_000  # what Qt unpacks at most: 240 MB
MOST_ACROSS: Final = 30_000

BROKEN = N_(
    "The picture “{file}” is damaged: it is cut off, or something in it does not fit. Open it, save it anew,"
    " and attach that."
)
TOO_WIDE = N_(
    "The picture “{file}” is {width} × {height} pixels, which is more than a computer can show at ease. Save"
    " it smaller, for example 4,000 pixels wide."
)

_PNG_SIGNATURE: Final = 8
_CHUNK_FRAME: Final = 12  # length, name and checksum
_JPEG_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_JPEG_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN: Final = 0xDA


def check_png(data: bytes) -> None:
    """Raise FileFormatError (E-MEDIA) unless a PNG is whole and of a size that can be shown."""
    at = _PNG_SIGNATURE
    names: list[bytes] = []
    while not names or names[-1] != b"IEND":
        (size,), name = _unpacked(">L", data, at), data[at + 4 : at + 8]
        if at + _CHUNK_FRAME + size > len(data):
            raise refused(BROKEN)
        if not names:
            _check_header(name, data[at + 8 : at + 8 + size])
        names.append(name)
        at += _CHUNK_FRAME + size
    if b"IDAT" not in names:
        raise refused(BROKEN)


def check_jpeg(data: bytes) -> None:
    """Raise FileFormatError (E-MEDIA) unless a JPEG is whole and of a size that can be shown.

    What telephones write after the end is left alone.
    """
    at, framed = 2, False
    while True:
        (marker,) = _unpacked(">B", data, _next_marker(data, at))
        at = _next_marker(data, at) + 1
        if marker in _JPEG_ALONE:
            continue
        (size,) = _unpacked(">H", data, at)
        if marker in _JPEG_FRAMES:
            height, width = _unpacked(">HH", data, at + 3)
            _check_size(width, height)
            framed = True
        if size < 2 or at + size > len(data):
            raise refused(BROKEN)
        at += size
        if marker == _SCAN:
            break
    if not framed or data.find(b"\xff\xd9", at) < 0:
        raise refused(BROKEN)


def _next_marker(data: bytes, at: int) -> int:
    """Return where the marker's second byte stands; before it stand as many 0xFF as somebody liked."""
    if data[at : at + 1] != b"\xff":
        raise refused(BROKEN)
    while data[at : at + 1] == b"\xff":
        at += 1
    return at


def _check_header(name: bytes, header: bytes) -> None:
    if name != b"IHDR" or len(header) != struct.calcsize(">LLBBBBB"):
        raise refused(BROKEN)
    width, height = struct.unpack_from(">LL", header)
    _check_size(width, height)


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise refused(BROKEN)
    if max(width, height) > MOST_ACROSS or width * height > MOST_PIXELS:
        raise refused(TOO_WIDE, width=width, height=height)


def _unpacked(form: str, data: bytes, at: int) -> tuple[int, ...]:
    try:
        found: tuple[int, ...] = struct.unpack_from(form, data, at)
    except struct.error:
        raise refused(BROKEN) from None
    return found
