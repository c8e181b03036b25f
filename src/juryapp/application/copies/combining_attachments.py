"""Combining two copies: the files of nominees, known by their hash, so that none contradicts another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Final

from juryapp.application.copies.combining_state import Combining, news_of
from juryapp.application.edition.attachments import keep_bytes, whole_pieces
from juryapp.base.canonical import Json
from juryapp.base.errors import FileFormatError
from juryapp.base.i18n import N_
from juryapp.domain.attachments import Attachment
from juryapp.domain.log import LogEntry

NAME_DIFFERS: Final = N_(
    "The file “{name}” is called otherwise in the other copy. Its name in this copy stands."
)
DAMAGED: Final = N_(
    "The content of “{name}” is damaged in the other copy, so it is not combined. Use a backup file of that"
    " copy."
)
_PUT: Final = "attachment.put"
_REMOVED: Final = "attachment.removed"


def unite_attachments(work: Combining) -> None:
    """Add the files that are new here and were not taken away here; bytes that lack here come too.

    Raises:
        FileFormatError: Bytes in the other copy are not what their hash says (E-COMBINE-FILE).
    """
    known = {_key(attachment): attachment for attachment in work.own.attachments}
    there = {nominee.id for nominee in work.ours.nominees.all()}
    ours = _touched(news_of(work.own, work.other))
    theirs = _touched(news_of(work.other, work.own))
    for other in work.other.attachments:
        mine, named = known.get(_key(other)), (_PUT, *_key(other))
        if other.nominee not in there or (mine is None and (_REMOVED, *_key(other)) in ours):
            continue
        if mine is None or (mine.name != other.name and named in theirs and named not in ours):
            _add(work, other)
        elif mine.name != other.name and named in theirs:
            work.differ("E-COMBINE-ATTACHMENT", NAME_DIFFERS, name=mine.name)
    _bring_bytes(work)


def _key(attachment: Attachment) -> tuple[str, str]:
    return attachment.nominee, attachment.sha256


def _touched(entries: Iterable[LogEntry]) -> set[tuple[str, str, str]]:
    """Return what was done to which file of whom."""
    found = set()
    for entry in entries:
        if entry.what in {_PUT, _REMOVED}:
            body = json.loads(entry.body)
            found.add((entry.what, str(body.get("nominee")), str(body.get("sha256"))))
    return found


def _add(work: Combining, attachment: Attachment) -> None:
    work.ours.attachments.put(attachment)
    body: Json = {"nominee": attachment.nominee, "sha256": attachment.sha256}
    work.told.append((_PUT, body))
    work.added["attachments"] += 1


def _bring_bytes(work: Combining) -> None:
    """Copy the bytes that are listed here, lack, and are in the other copy."""
    stored = work.ours.attachments.stored()
    lacking = {a.sha256: a.name for a in work.ours.attachments.all() if a.sha256 not in stored}
    for sha256, name in sorted(lacking.items()):
        if sha256 in work.attachments:
            pieces = whole_pieces(work.attachments[sha256]())
            keep_bytes(work.ours, sha256, _checked(pieces, sha256, name))


def _checked(pieces: Iterable[bytes], sha256: str, name: str) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
        yield piece
    if digest.hexdigest() != sha256:
        raise FileFormatError(DAMAGED, code="E-COMBINE-FILE", name=name)
