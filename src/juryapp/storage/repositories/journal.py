"""The hash-chained log, and the chains of other copies that were joined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa

from juryapp.domain.log import LogEntry
from juryapp.storage import dialects
from juryapp.storage import tables as t
from juryapp.storage.tables.base import table_of

_chain = table_of(t.LogChainRow)
_entry = table_of(t.LogEntryRow)
_joined = table_of(t.JoinedChainRow)
_CHAINS: Final = sa.select(_chain.c.chain, _chain.c.root).order_by(_chain.c.n)
_NEWEST: Final = (
    sa.select(_entry)
    .where(_entry.c.chain == sa.bindparam("of_chain"))
    .order_by(_entry.c.seq.desc())
    .limit(1)
)
_ENTRIES: Final = (
    sa.select(
        _entry.c.chain,
        _entry.c.seq,
        _entry.c.made_at,
        _entry.c.actor,
        _entry.c.what,
        _entry.c.body,
        _entry.c.prev,
        _entry.c.hash,
    )
    .where(_entry.c.chain == sa.bindparam("of_chain"))
    .order_by(_entry.c.seq)
)
_APPEND: Final = _entry.insert()


class SqlJournal:
    """The hash-chained log. Of the chains that were begun here the newest is the one that is written to."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._known: tuple[str, str] | None = None  # this copy's chain and root, once looked up

    def root(self) -> str:
        """Return what the first entry is chained to."""
        return self._begun()[1]

    def chain(self) -> str:
        """Return the chain's id."""
        return self._begun()[0]

    def begin(self, chain: str, root: str) -> None:
        """Start the chain of a new database."""
        self._connection.execute(_chain.insert().values(chain=chain, root=root))
        self._known = None

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
        """Return the entries of this copy's own chain, oldest first."""
        return self.entries(self.chain())

    def chains(self) -> list[tuple[str, str]]:
        """Return the id and root of each chain in this database, in the order they came."""
        return [(row.chain, row.root) for row in self._connection.execute(_CHAINS)]

    def joined(self) -> dict[str, str]:
        """Return the chains that came from other copies, each with its head when it was joined last."""
        rows = self._connection.execute(sa.select(_joined.c.chain, _joined.c.head))
        return {row.chain: row.head for row in rows}

    def join(self, chain: str, root: str, entries: Sequence[LogEntry], at: str) -> int:
        """Add another copy's chain, or what is new of it, and return how many entries were new."""
        self._known = None
        known = {entry.seq for entry in self.entries(chain)}
        new = [entry for entry in entries if entry.seq not in known]
        if chain not in dict(self.chains()):
            self._connection.execute(_chain.insert().values(chain=chain, root=root))
        for entry in new:
            self.append(entry)
        if new:
            upsert = dialects.upsert(self._connection.dialect.name, _joined, "chain")
            head = {"chain": chain, "head": entries[-1].hash, "joined": at}
            self._connection.execute(upsert, head)
        return len(new)

    def entries(self, chain: str) -> list[LogEntry]:
        """Return the entries of one chain, oldest first."""
        rows = dialects.rows_of(self._connection, _ENTRIES, {"of_chain": chain})
        return [
            LogEntry(
                chain=row[0],
                seq=row[1],
                at=row[2],
                actor=row[3],
                what=row[4],
                body=row[5],
                prev=row[6],
                hash=row[7],
            )
            for row in rows
        ]

    def _begun(self) -> tuple[str, str]:
        if self._known is None:
            foreign = self.joined()
            begun = [(chain, root) for chain, root in self.chains() if chain not in foreign]
            if not begun:
                raise LookupError("the log of this database was not begun")
            self._known = begun[-1]
        return self._known


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
