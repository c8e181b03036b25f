"""Attachments of nominees, and their bytes in pieces, so that no file is ever whole in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa

from juryapp.domain.attachments import Attachment
from juryapp.domain.ids import NomineeId
from juryapp.storage import dialects
from juryapp.storage import tables as t
from juryapp.storage.repositories.mapping import Mapping
from juryapp.storage.tables.base import table_of

ATTACHMENTS: Final = Mapping(Attachment, t.AttachmentRow)
_attachment: Final = ATTACHMENTS.table
_piece: Final = table_of(t.AttachmentPieceRow)
_file: Final = table_of(t.AttachmentFileRow)
_SPOILED: Final = 0  # pieces: no file that is here has none


class SqlAttachments:
    """Implements the port `Attachments` on one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def all(self) -> list[Attachment]:
        """Return all, by nominee, then in their order."""
        rows = self._connection.execute(sa.select(_attachment)).mappings().all()
        found = [ATTACHMENTS.read(row) for row in rows]
        return sorted(found, key=lambda a: (a.nominee, a.order, a.name, a.sha256))

    def put(self, *attachments: Attachment) -> None:
        """Add, or replace what is said of a nominee's file; the bytes are another matter."""
        if attachments:
            dialect = self._connection.dialect.name
            upsert = dialects.upsert(dialect, _attachment, "nominee", "sha256")
            self._connection.execute(
                upsert, [ATTACHMENTS.written(attachment) for attachment in attachments]
            )

    def remove(self, nominee: NomineeId, sha256: str) -> None:
        """Take a file away from a nominee; bytes that nobody needs any more go with `drop_unused`."""
        theirs = sa.and_(_attachment.c.nominee == nominee, _attachment.c.sha256 == sha256)
        self._connection.execute(_attachment.delete().where(theirs))

    def stored(self) -> frozenset[str]:
        """Return the hashes of the files whose bytes are here, whole."""
        whole = sa.select(_file.c.sha256).where(_file.c.pieces > 0)
        return frozenset(self._connection.execute(whole).scalars())

    def spoiled(self) -> frozenset[str]:
        """Return the hashes of the files that were found to be damaged where they came from."""
        none = sa.select(_file.c.sha256).where(_file.c.pieces == _SPOILED)
        return frozenset(self._connection.execute(none).scalars())

    def spoil(self, sha256: str) -> None:
        """Say that a file was found to be damaged; what came of it goes."""
        self._connection.execute(_piece.delete().where(_piece.c.sha256 == sha256))
        self.finish(sha256, _SPOILED)

    def add_piece(self, sha256: str, n: int, piece: bytes) -> None:
        """Keep a piece (0, 1, 2 …); one that is there already is replaced."""
        upsert = dialects.upsert(self._connection.dialect.name, _piece, "sha256", "n")
        self._connection.execute(upsert, {"sha256": sha256, "n": n, "piece": piece})

    def finish(self, sha256: str, pieces: int) -> None:
        """Say that all pieces of a file are here and were found to be what the hash says."""
        keep = dialects.upsert(self._connection.dialect.name, _file, "sha256")
        self._connection.execute(keep, {"sha256": sha256, "pieces": pieces})

    def pieces(self, sha256: str) -> Iterator[bytes]:
        """Yield a file's bytes piece by piece, within this transaction; nothing unless it is stored."""
        query = sa.select(_file.c.pieces).where(_file.c.sha256 == sha256)
        for n in range(self._connection.execute(query).scalar() or 0):
            piece = sa.select(_piece.c.piece).where(_piece.c.sha256 == sha256, _piece.c.n == n)
            yield bytes(self._connection.execute(piece).scalar_one())

    def drop_unused(self) -> None:
        """Remove the bytes of files that belong to no nominee any more, and of those left half-way."""
        used = sa.select(_attachment.c.sha256)
        self._connection.execute(_file.delete().where(_file.c.sha256.not_in(used)))
        whole = sa.select(_file.c.sha256)
        self._connection.execute(_piece.delete().where(_piece.c.sha256.not_in(whole)))
