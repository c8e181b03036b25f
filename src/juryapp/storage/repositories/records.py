"""Files as received, keys as pinned, and the log."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from juryapp.domain.ids import JurorId
from juryapp.domain.log import LogEntry
from juryapp.domain.packages import (
    Confirmation,
    Exclusion,
    JurorKey,
    PackageKind,
    ReceivedFile,
)
from juryapp.storage import dialects
from juryapp.storage import tables as t
from juryapp.storage.tables.base import table_of

Columns = dict[str, Any]
_file = table_of(t.ReceivedFileRow)
_bytes = table_of(t.FileBytesRow)
_exclusion = table_of(t.ExclusionRow)
_key = table_of(t.JurorKeyRow)
_chain = table_of(t.LogChainRow)
_entry = table_of(t.LogEntryRow)
_CHAINS: Final = sa.select(_chain.c.chain, _chain.c.root).order_by(_chain.c.n)
_NEWEST: Final = (
    sa.select(_entry)
    .where(_entry.c.chain == sa.bindparam("of_chain"))
    .order_by(_entry.c.seq.desc())
    .limit(1)
)
_APPEND: Final = _entry.insert()


class SqlFiles:
    """Score files as received."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, file: ReceivedFile, sealed: bytes, opened: bytes) -> None:
        """Keep a file; one that is there already stays as it was."""
        dialect = self._connection.dialect.name
        self._connection.execute(dialects.insert_or_ignore(dialect, _file), _file_row(file))
        self._connection.execute(
            dialects.insert_or_ignore(dialect, _bytes),
            {"sha256": file.sha256, "sealed": sealed, "opened": opened},
        )

    def all(self) -> list[ReceivedFile]:
        """Return all, in the order received."""
        rows = self._connection.execute(sa.select(_file).order_by(_file.c.n)).mappings()
        return [_received(row) for row in rows]

    def find(self, sha256: str) -> ReceivedFile | None:
        """Return one, or None."""
        query = sa.select(_file).where(_file.c.sha256 == sha256)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else _received(row)

    def sealed(self, sha256: str) -> bytes:
        """Return the bytes as received; none if somebody took them out behind the program's back."""
        query = sa.select(_bytes.c.sealed).where(_bytes.c.sha256 == sha256)
        return bytes(self._connection.execute(query).scalar() or b"")

    def exclude(self, exclusion: Exclusion) -> None:
        """Record that a file does not count, or does again."""
        self._connection.execute(
            _exclusion.insert().values(
                n=exclusion.n,
                sha256=exclusion.sha256,
                excluded=int(exclusion.excluded),
                reason=exclusion.reason,
                made_by=exclusion.by,
                made_at=exclusion.at,
            )
        )

    def exclusions(self) -> list[Exclusion]:
        """Return the standing exclusions, by number."""
        rows = self._connection.execute(sa.select(_exclusion).order_by(_exclusion.c.n)).mappings()
        last = {row["sha256"]: row for row in rows}
        standing = [_excluded(row) for row in last.values() if row["excluded"]]
        return sorted(standing, key=lambda exclusion: exclusion.n)

    def next_exclusion(self) -> int:
        """Return the next free number of an exclusion."""
        return next_number(self._connection, _exclusion)


def next_number(connection: sa.Connection, table: sa.Table) -> int:
    """Return the next free `n` of a table; other writers wait until this transaction ends."""
    dialects.lock_chain(connection)
    return (connection.execute(sa.select(sa.func.max(table.c.n))).scalar() or 0) + 1


def _file_row(file: ReceivedFile) -> Columns:
    return {
        "sha256": file.sha256,
        "name": file.name,
        "juror": file.juror,
        "file": file.file,
        "device": file.device,
        "seq": file.seq,
        "made": file.made,
        "received": file.received,
        "complete": int(file.complete),
        "late": int(file.late),
        "kind": str(file.kind),
        "marks": file.marks,
        "declarations": file.declarations,
    }


def _received(row: Any) -> ReceivedFile:
    return ReceivedFile(
        sha256=row["sha256"],
        name=row["name"],
        juror=JurorId(row["juror"]),
        file=row["file"],
        device=row["device"],
        seq=row["seq"],
        made=row["made"],
        received=row["received"],
        complete=bool(row["complete"]),
        late=bool(row["late"]),
        kind=PackageKind(row["kind"]),
        marks=row["marks"],
        declarations=row["declarations"],
    )


def _excluded(row: Any) -> Exclusion:
    return Exclusion(
        n=row["n"],
        sha256=row["sha256"],
        excluded=bool(row["excluded"]),
        reason=row["reason"],
        by=row["made_by"],
        at=row["made_at"],
    )


class SqlKeys:
    """Public keys of the jurors."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def all(self) -> list[JurorKey]:
        """Return all, in the order pinned."""
        rows = self._connection.execute(sa.select(_key).order_by(_key.c.n)).mappings()
        return [
            JurorKey(
                juror=JurorId(row["juror"]),
                public_key=row["public_key"],
                device=row["device"],
                issue=row["issue"],
                confirmation=Confirmation(row["confirmation"]),
                pinned=row["pinned"],
                closed=row["closed"],
            )
            for row in rows
        ]

    def put(self, key: JurorKey) -> None:
        """Pin a key, or change its confirmation or closing."""
        upsert = dialects.upsert(self._connection.dialect.name, _key, "juror", "public_key")
        self._connection.execute(
            upsert,
            {
                "juror": key.juror,
                "public_key": key.public_key,
                "device": key.device,
                "issue": key.issue,
                "confirmation": str(key.confirmation),
                "pinned": key.pinned,
                "closed": key.closed,
            },
        )


class SqlJournal:
    """The hash-chained log; the newest chain is the one that is written to."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def root(self) -> str:
        """Return what the first entry is chained to."""
        return self._begun()[1]

    def chain(self) -> str:
        """Return the chain's id."""
        return self._begun()[0]

    def begin(self, chain: str, root: str) -> None:
        """Start the chain of a new database."""
        self._connection.execute(_chain.insert().values(chain=chain, root=root))

    def last(self) -> LogEntry | None:
        """Return the newest entry; other writers wait from here on until the transaction ends."""
        dialects.lock_chain(self._connection)
        row = self._connection.execute(_NEWEST, {"of_chain": self.chain()}).mappings().first()
        return None if row is None else _logged(row)

    def append(self, entry: LogEntry) -> None:
        """Add an entry."""
        self._connection.execute(
            _APPEND,
            {
                "chain": entry.chain,
                "seq": entry.seq,
                "made_at": entry.at,
                "actor": entry.actor,
                "what": entry.what,
                "body": entry.body,
                "prev": entry.prev,
                "hash": entry.hash,
            },
        )

    def all(self) -> list[LogEntry]:
        """Return the entries of the chain in use, oldest first."""
        return self.entries(self.chain())

    def chains(self) -> list[tuple[str, str]]:
        """Return the id and root of each chain in this database, oldest first."""
        return [(row.chain, row.root) for row in self._connection.execute(_CHAINS)]

    def entries(self, chain: str) -> list[LogEntry]:
        """Return the entries of one chain, oldest first."""
        query = sa.select(_entry).where(_entry.c.chain == chain).order_by(_entry.c.seq)
        return [_logged(row) for row in self._connection.execute(query).mappings()]

    def _begun(self) -> tuple[str, str]:
        begun = self.chains()
        if not begun:
            raise LookupError("the log of this database was not begun")
        return begun[-1]


def _logged(row: Any) -> LogEntry:
    return LogEntry(
        chain=row["chain"],
        seq=row["seq"],
        at=row["made_at"],
        actor=row["actor"],
        what=row["what"],
        body=row["body"],
        prev=row["prev"],
        hash=row["hash"],
    )
