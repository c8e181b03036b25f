"""Heads of the log that somebody brings from outside: out of a package, a receipt, an award file, a paper.

A chain alone cannot notice that its newest entries are gone or that all of it was made anew; a head that lies
elsewhere can.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from juryapp.application.ports import UnitOfWork
from juryapp.application.progress import UNWATCHED
from juryapp.application.session import Session
from juryapp.base.errors import FileFormatError
from juryapp.base.files import check_there, read_limited, sha256
from juryapp.base.i18n import N_
from juryapp.domain.packages import Anchor, AnchorKind

MAX_PDF: Final = 64 << 20
NO_ANCHOR: Final = N_(
    "“{file}” holds no head of a log that this program can read. Give a jury package, a receipt, a backup,"
    " an archive, an approved protocol, or the 64 characters of a head."
)
UNKNOWN_PROTOCOL: Final = N_(
    "“{file}” is none of the approved protocols of this edition, so its head cannot be looked up. Give the"
    " 64 characters of the head that is printed in it."
)
NO_ENTRY_YET: Final = N_(
    "“{file}” holds a log without entries, so nothing can be compared with it."
)
OTHER_EDITION: Final = N_("“{file}” belongs to another edition, so it says nothing about this log.")
_HEAD: Final = re.compile(r"[0-9a-fA-F]{64}")
Heads = list[str]


def anchors_in(session: Session, given: str) -> list[Anchor]:
    """Return the heads that a file, or the text of a head itself, vouches for.

    Args:
        session: The edition whose log will be checked.
        given: A path, or 64 hex digits (white space between them does no harm).

    Raises:
        FileFormatError: The file cannot be read, is of another edition, or holds no head.
    """
    head = "".join(given.split())
    if _HEAD.fullmatch(head):
        return [_anchor(session, AnchorKind.PAPER, head.lower(), head.lower())]
    path = Path(given).expanduser()
    check_there(path)
    kind, read = _reader(path)
    return [_anchor(session, kind, path.name, found) for found in read(session, path)]


def _reader(path: Path) -> tuple[AnchorKind, Callable[[Session, Path], Heads]]:
    known = _READERS.get(path.suffix.lower())
    if known is None:
        raise FileFormatError(NO_ANCHOR, code="E-KIND", file=path.name)
    return known


def _anchor(session: Session, kind: AnchorKind, named: str, head: str) -> Anchor:
    return Anchor(kind=kind, named=named, head=head, at=session.services.now())


def _in_package(session: Session, path: Path) -> Heads:
    opened = session.services.packages.read(path)
    _check_edition(session, opened.content.edition, path)
    return [opened.head.log_head]


def _in_receipt(session: Session, path: Path) -> Heads:
    content = session.services.receipts.read(path).content
    _check_edition(session, content.edition, path)
    return [content.receipt.head]


def _in_award_file(session: Session, path: Path) -> Heads:
    with session.services.awards.read(path, UNWATCHED) as award:
        _check_edition(session, award.head.edition, path)
        return [chain.head for chain in award.head.heads if chain.entries]


def _in_database(session: Session, path: Path) -> Heads:
    """Return the heads of a backup. It holds an edition of its own, so it is opened by itself."""
    with session.reading() as uow:
        edition = uow.edition().id
    database = session.services.store.open_place(str(path), read_only=True)
    try:
        with database.unit_of_work() as uow:
            if uow.edition().id != edition:
                raise FileFormatError(OTHER_EDITION, code="E-EDITION", file=path.name)
            heads = _heads_of(uow)
    finally:
        database.close()
    if not heads:
        raise FileFormatError(NO_ENTRY_YET, code="E-ANCHOR", file=path.name)
    return heads


def _heads_of(uow: UnitOfWork) -> Heads:
    chains = [uow.journal.entries(chain) for chain, _root in uow.journal.chains()]
    return [entries[-1].hash for entries in chains if entries]


def _in_protocol(session: Session, path: Path) -> Heads:
    digest = sha256(read_limited(path, MAX_PDF))
    with session.reading() as uow:
        heads = [record.log_head for record in uow.protocols() if record.pdf_sha256 == digest]
    if not heads:
        raise FileFormatError(UNKNOWN_PROTOCOL, code="E-PROTOCOL", file=path.name)
    return heads[:1]


def _check_edition(session: Session, found: str, path: Path) -> None:
    with session.reading() as uow:
        if found != uow.edition().id:
            raise FileFormatError(OTHER_EDITION, code="E-EDITION", file=path.name)


_READERS: Final[Mapping[str, tuple[AnchorKind, Callable[[Session, Path], Heads]]]] = {
    ".jurypack": (AnchorKind.PACKAGE, _in_package),
    ".juryreceipt": (AnchorKind.RECEIPT, _in_receipt),
    ".juryaward": (AnchorKind.BACKUP, _in_award_file),
    ".jurydb": (AnchorKind.BACKUP, _in_database),
    ".pdf": (AnchorKind.PAPER, _in_protocol),
}
