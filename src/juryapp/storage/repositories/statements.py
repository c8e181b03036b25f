"""Statements of one kind: added or ignored, and what stands kept beside them.

A statement counts while at least one of its sources does: a file that is not taken out, or this machine.
`_bring_up_to_date` recomputes what stands for a part of the keys in three SQL statements; a property test
compares it with `domain.merging.view_of`, which is what it means.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, Generic

import sqlalchemy as sa

from juryapp.domain.ids import RoundId
from juryapp.domain.merging import Settlement, View, view_of
from juryapp.domain.statements import C, K, Provenance, Stated, Statement
from juryapp.storage import dialects
from juryapp.storage.repositories.statement_kinds import Kind
from juryapp.storage.repositories.statement_queries import (
    ADD_SOURCE,
    EXCLUDED_SOURCES,
    SOURCE_OF_FILE,
    Queries,
)

HERE: Final = 1  # the id of the source that is this machine
FEW: Final = 12  # up to so many keys are brought up to date one by one, more of them juror by juror
Scope = tuple[str, ...]  # the first parts of a key


class SqlStatements(Generic[K, C]):
    """Statements of one kind, in one transaction."""

    def __init__(self, connection: sa.Connection, kind: Kind[K, C], queries: Queries[K, C]) -> None:
        self._connection = connection
        self._kind = kind
        self._queries = queries
        self._dialect = connection.dialect.name

    # ------------------------------------------------------------------ adding

    def add(self, stated: Iterable[Stated[K, C]], *, file: str = "") -> int:
        """Add what is not there yet; return how many were new. As `ports.Statements.add`.

        A `file` must be put into `files` in the same transaction, before or after.
        """
        rows = self._rows(stated)
        if not rows:
            return 0
        dialects.lock_chain(self._connection)
        newest = self._connection.execute(self._queries.newest_id).scalar() or 0
        self._connection.execute(self._queries.add(self._dialect), rows)
        source = self._source(file)
        link = {"its_source": source, "after": newest}
        new = self._connection.execute(self._queries.link_new, link).rowcount
        if new < len(rows):
            self._link_known(rows, source)
        self._refresh_keys({tuple(row[name] for name in self._kind.key_columns) for row in rows})
        return new

    def _rows(self, stated: Iterable[Stated[K, C]]) -> list[dict[str, Any]]:
        hashes: dict[C, str] = {}  # most marks say one of few things
        names = (*self._kind.key_columns, *self._kind.content_columns)
        rows = []
        for item in stated:
            statement, provenance = item.statement, item.provenance
            content = statement.content
            if content not in hashes:
                hashes[content] = statement.content_hash
            row = dict(zip(names, (*statement.key, *self._kind.written(content)), strict=True))
            row["rev"] = statement.rev
            row["content_hash"] = hashes[content]
            row["made_at"] = provenance.at
            row["device"] = provenance.device
            rows.append(row)
        return rows

    def _source(self, file: str) -> int:
        if not file:
            return HERE
        known = self._connection.execute(SOURCE_OF_FILE, {"of_file": file}).scalar()
        if known is None:
            self._connection.execute(ADD_SOURCE, {"file": file})
            known = self._connection.execute(SOURCE_OF_FILE, {"of_file": file}).scalar_one()
        return int(known)

    def _link_known(self, rows: Sequence[dict[str, Any]], source: int) -> None:
        """Link statements that were there before, so that they stand on this file too."""
        names = (*self._kind.key_columns, "rev", "content_hash")
        values = [{f"its_{name}": row[name] for name in names} for row in rows]
        self._connection.execute(
            self._queries.link_known(self._dialect),
            [{**value, "its_source": source} for value in values],
        )

    # ----------------------------------------------------------------- reading

    def current(self, round_id: RoundId) -> View[K, C]:
        """Return the kept view of a round."""
        rows = self._connection.execute(self._queries.current, self._scoped((round_id,))).all()
        width = self._kind.width
        found: dict[K, list[Statement[K, C]]] = {}
        for row in sorted(rows, key=lambda row: (row[:width], row[-1])):  # the hash is last
            statement = self._statement(row, -2)
            found.setdefault(statement.key, []).append(statement)
        return View(
            effective={key: rivals[0] for key, rivals in found.items() if len(rivals) == 1},
            conflicts={key: tuple(rivals) for key, rivals in found.items() if len(rivals) > 1},
        )

    def derived(self, round_id: RoundId) -> View[K, C]:
        """Return what stands in a round, worked out anew from all statements that count."""
        excluded = self._excluded()
        rows = self._connection.execute(
            self._queries.counting(excluding=bool(excluded)), self._scoped((round_id,), excluded)
        )
        return view_of((self._statement(row, -1) for row in rows), self.settlements())

    def find(self, key: K) -> Statement[K, C] | None:
        """Return what stands for one key, or None (also for a conflict)."""
        rows = self._connection.execute(self._queries.find, self._scoped(key)).all()
        return self._statement(rows[0], -1) if len(rows) == 1 else None

    def last_revision(self, key: K) -> int:
        """Return the highest revision known for a key, also of what does not count; 0 if there is none."""
        return (
            self._connection.execute(self._queries.last_revision, self._scoped(key)).scalar() or 0
        )

    def history(self, round_id: RoundId) -> list[Stated[K, C]]:
        """Return every statement of a round, sorted by key, revision and content hash."""
        rows = self._connection.execute(self._queries.history, self._scoped((round_id,))).all()
        width = self._kind.width
        return [
            Stated(self._statement(row, -2), Provenance(row[-4], row[-3]))
            for row in sorted(rows, key=lambda row: (row[:width], row[-2], row[-1]))
        ]

    def by_file(self) -> dict[str, list[Statement[K, C]]]:
        """Return every statement by the files that hold it; those made here under ""."""
        found: dict[str, list[Statement[K, C]]] = {}
        for row in self._connection.execute(self._queries.by_file):
            found.setdefault(row[-1] or "", []).append(self._statement(row, -2))
        return found

    def _statement(self, row: Any, rev: int) -> Statement[K, C]:
        return Statement(self._kind.row_key(row), row[rev], self._kind.row_content(row))

    # ---------------------------------------------------------------- settling

    def settle(self, settlement: Settlement[K, C]) -> None:
        """Record the chair's decision and bring up to date what stands."""
        decided = {
            "rev": settlement.rev,
            "reason": settlement.reason,
            "made_by": settlement.by,
            "made_at": settlement.at,
        }
        said = self._columns(settlement.key, settlement.content)
        self._connection.execute(self._queries.settle, {**said, **decided})
        self._bring_up_to_date(settlement.key, self._excluded())

    def settlements(self) -> list[Settlement[K, C]]:
        """Return the chair's decisions, in the order they were made."""
        return self._settlements(())

    def _settlements(self, scope: Scope) -> list[Settlement[K, C]]:
        rows = self._connection.execute(self._queries.settlements(len(scope)), self._scoped(scope))
        return [
            Settlement(self._kind.row_key(row), row[-4], self._kind.row_content(row), *row[-3:])
            for row in rows
        ]

    # ------------------------------------------------------------- what stands

    def refresh(self) -> None:
        """Bring up to date what stands, for all keys."""
        self._bring_up_to_date((), self._excluded())

    def _refresh_keys(self, keys: set[Scope]) -> None:
        if len(keys) > FEW:
            keys = {key[:2] for key in keys}  # round and juror
        excluded = self._excluded()
        for key in sorted(keys):
            self._bring_up_to_date(key, excluded)

    def _bring_up_to_date(self, scope: Scope, excluded: list[int]) -> None:
        """Recompute what stands for the keys that begin with `scope`."""
        width = len(scope)
        self._connection.execute(self._queries.clear(width), self._scoped(scope))
        self._connection.execute(
            self._queries.stand_newest(width, excluding=bool(excluded)),
            self._scoped(scope, excluded),
        )
        decided = {(s.key, s.rev): s.content for s in self._settlements(scope)}
        for key, rev in self._contested(scope) if decided else ():
            content = decided.get((key, rev))
            if content is not None:
                self._stand(Statement(key, rev, content))

    def _excluded(self) -> list[int]:
        return sorted(self._connection.execute(EXCLUDED_SOURCES).scalars())

    def _contested(self, scope: Scope) -> list[tuple[K, int]]:
        rows = self._connection.execute(self._queries.contested(len(scope)), self._scoped(scope))
        return [(self._kind.row_key(row), row[-1]) for row in rows]

    def _stand(self, statement: Statement[K, C]) -> None:
        """Let one decided statement stand in place of those that contradict each other."""
        key = statement.key
        self._connection.execute(self._queries.clear(len(key)), self._scoped(key))
        hashed = {"rev": statement.rev, "content_hash": statement.content_hash}
        said = self._columns(key, statement.content)
        self._connection.execute(self._queries.stand, {**said, **hashed})

    # ------------------------------------------------------------------ shared

    def _columns(self, key: K, content: C) -> dict[str, Any]:
        names = (*self._kind.key_columns, *self._kind.content_columns)
        return dict(zip(names, (*key, *self._kind.written(content)), strict=True))

    def _scoped(self, scope: Scope, excluded: Sequence[int] = ()) -> dict[str, Any]:
        """Return the parameters of a query on the keys that begin with `scope`."""
        parameters: dict[str, Any] = {
            f"its_{name}": part for name, part in zip(self._kind.key_columns, scope, strict=False)
        }
        return {**parameters, "excluded": list(excluded)} if excluded else parameters
