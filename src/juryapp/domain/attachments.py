"""Attachments: what came with a nominee, to be looked at on the desk. Their bytes are kept by SHA-256."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from juryapp.domain.ids import NomineeId

MOST_BYTES: Final = 50 << 20  # of one attachment
MOST_FILES: Final = 1_900  # of an edition, each counted once: a package has to hold them all
MOST_IN_ALL: Final = 460 << 20  # bytes of them together, for the same reason
PIECE: Final = 1 << 20  # attachments are kept and copied in pieces of this many bytes


class Media(StrEnum):
    """The kinds that the desk shows in place. Nothing that could run anything is among them."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TEXT = "text/plain"  # UTF-8


_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_PDF: Final = b"%PDF-"
_BEFORE_PDF: Final = 1024  # bytes that may stand before a PDF's first line


def media_beginning(beginning: bytes) -> Media | None:
    """Return what a file that begins so seems to be; None where only a text could still be meant."""
    if beginning.startswith(_PNG):
        return Media.PNG
    if beginning.startswith(_JPEG):
        return Media.JPEG
    return Media.PDF if _PDF in beginning[: _BEFORE_PDF + len(_PDF)] else None


def begins_like(media: Media, beginning: bytes) -> bool:
    """Return whether a file that begins so can be of that kind. Whoever shows it looks closer."""
    found = media_beginning(beginning)
    return found is media or (found is None and media is Media.TEXT and b"\0" not in beginning)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that belongs to a nominee. The same file may belong to several."""

    nominee: NomineeId
    sha256: str
    name: str  # as people know it: “Næringsplan 2026.pdf”; never used as a path
    media: Media
    size: int  # in bytes
    order: int = 0
