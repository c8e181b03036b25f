"""Statements of one kind: added or ignored, and what stands kept beside them.

A statement counts while at least one of its sources does: this machine, or a file that is not taken out,
nor a draft beside what was handed in (see `domain.counting`).
`_bring_up_to_date` recomputes what stands for a part of the keys in three SQL statements; a property test
compares it with `domain.merging.view_of`, which is what it means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Generic

import sqlalchemy as sa

from juryapp.domain.ids import JurorId, RoundId
from juryapp.domain.merging import Settlement, View, settled_by, view_of
from juryapp.domain.statements import C, K, Provenance, Stated, Statement
from juryapp.storage import dialects
from juryapp.storage.repositories.statement_kinds import Kind, Row
from juryapp.storage.repositories.statement_queries import (
    ADD_RIVALS,
    ADD_SOURCE,
    EXCLUDED_SOURCES,
    RIVALS,
    SOURCE_OF_FILE,
    SOURCES_BESIDE,
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
        adding = self._queries.add(self._dialect)
        dialects.insert_rows(self._connection, adding, self._kind.names, rows)
        source = self._source(file)
        link = {"its_source": source, "after": newest}
        new = self._connection.execute(self._queries.link_new, link).rowcount
        if new < len(rows):
            self._link_known(rows, source)
        keys = {row[: self._kind.width] for row in rows}
        if new == len(keys) == len(rows) and self._is_first_word(keys, source):
            self._connection.execute(self._queries.stand_new, {"after": newest})
        else:
            self._refresh_keys(keys)
        return new

    def _rows(self, stated: Iterable[Stated[K, C]]) -> list[Row]:
        """Return the values of `Kind.names` for each statement."""
        many = list(stated)  # holds the contents, so that no two of them have one address
        said: dict[int, tuple[str, Row]] = {}  # most marks say one of few things
        rows = []
        for item in many:
            statement, provenance = item.statement, item.provenance
            content = statement.content
            known = said.get(id(content))
            if known is None:
                known = said[id(content)] = (statement.content_hash, self._kind.written(content))
            hashed, written = known
            said_at = (provenance.at, provenance.device)
            rows.append((*statement.key, statement.rev, hashed, *written, *said_at))
        return rows

    def _is_first_word(self, keys: set[Scope], source: int) -> bool:
        """Return whether nothing stands yet of the jurors who speak: then what is new stands as it is."""
        if len(keys) <= FEW:
            return False
        stands = any(
            self._connection.execute(self._queries.any_current, self._scoped(scope)).scalar()
            for scope in {key[:2] for key in keys}
        )
        return not stands and source not in self._excluded()

    def _source(self, file: str) -> int:
        if not file:
            return HERE
        known = self._connection.execute(SOURCE_OF_FILE, {"of_file": file}).scalar()
        if known is None:
            self._connection.execute(ADD_SOURCE, {"file": file})
            known = self._connection.execute(SOURCE_OF_FILE, {"of_file": file}).scalar_one()
        return int(known)

    def _link_known(self, rows: Sequence[Row], source: int) -> None:
        """Link statements that were there before, so that they stand on this file too."""
        names = [f"its_{name}" for name in (*self._kind.key_columns, "rev", "content_hash")]
        self._connection.execute(
            self._queries.link_known(self._dialect),
            [{**dict(zip(names, row, strict=False)), "its_source": source} for row in rows],
        )

    # ----------------------------------------------------------------- reading

    def current(self, round_id: RoundId) -> View[K, C]:
        """Return the kept view of a round."""
        rows = self._fetched(self._queries.current, self._scoped((round_id,)))
        rows.sort()  # by the key, then the hash; the two are the table's key
        width = self._kind.width
        effective: dict[K, Statement[K, C]] = {}
        conflicts: dict[K, tuple[Statement[K, C], ...]] = {}
        for statement in self._kind.statements(rows, content=width + 2, rev=width + 1):
            key = statement.key
            if key in conflicts:
                conflicts[key] += (statement,)
            elif key in effective:
                conflicts[key] = (effective.pop(key), statement)
            else:
                effective[key] = statement
        return View(effective, conflicts)

    def derived(self, round_id: RoundId) -> View[K, C]:
        """Return what stands in a round, worked out anew from all statements that count."""
        excluded = self._excluded()
        rows = self._fetched(
            self._queries.counting(excluding=bool(excluded)), self._scoped((round_id,), excluded)
        )
        width = self._kind.width
        said = self._kind.statements(rows, content=width, rev=-1)
        return view_of(said, self.settlements())

    def find(self, key: K) -> Statement[K, C] | None:
        """Return what stands for one key, or None (also for a conflict)."""
        rows = self._connection.execute(self._queries.find, self._scoped(key)).all()
        return self._statement(rows[0], -1) if len(rows) == 1 else None

    def last_revision(self, key: K) -> int:
        """Return the highest revision known for a key, also of what does not count; 0 if there is none."""
        return (
            self._connection.execute(self._queries.last_revision, self._scoped(key)).scalar() or 0
        )

    def highest_revision(self, round_id: RoundId, juror: JurorId) -> int:
        """Return the highest revision of anything that a juror has said in a round, 0 if nothing."""
        whose = self._scoped((round_id, juror))
        return self._connection.execute(self._queries.highest_revision, whose).scalar() or 0

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
        rows = self._fetched(self._queries.by_file, {})
        said = self._kind.statements(rows, content=self._kind.width, rev=-2)
        for row, statement in zip(rows, said, strict=True):
            found.setdefault(row[-1] or "", []).append(statement)
        return found

    def _fetched(self, query: sa.Select[Any], values: Mapping[str, Any]) -> list[Row]:
        return dialects.rows_of(self._connection, query, values)

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
        made = self._connection.execute(self._queries.settle, {**said, **decided})
        (n,) = made.inserted_primary_key or (0,)
        answered = [
            {"kind": self._kind.about, "settlement": n, "content_hash": rival}
            for rival in sorted(settlement.rivals)
        ]
        if answered:
            self._connection.execute(ADD_RIVALS, answered)
        self._bring_up_to_date(settlement.key, self._excluded())

    def settlements(self) -> list[Settlement[K, C]]:
        """Return the chair's decisions, in the order they were made."""
        return self._settlements(())

    def _settlements(self, scope: Scope) -> list[Settlement[K, C]]:
        rows = self._connection.execute(self._queries.settlements(len(scope)), self._scoped(scope))
        found = rows.all()
        answered = self._answered() if found else {}
        return [
            Settlement(
                key=self._kind.row_key(row),
                rev=row[-5],
                content=self._kind.row_content(row),
                reason=row[-4],
                by=row[-3],
                at=row[-2],
                rivals=frozenset(answered.get(row[-1], ())),
            )
            for row in found
        ]

    def _answered(self) -> dict[int, set[str]]:
        """Return which contents each decision answers, by its number."""
        found: dict[int, set[str]] = {}
        for n, content_hash in self._connection.execute(RIVALS, {"of_kind": self._kind.about}):
            found.setdefault(n, set()).add(content_hash)
        return found

    def settled(self, round_id: RoundId) -> dict[K, tuple[Statement[K, C], ...]]:
        """Return what contradicts each other where a decision stands, by key."""
        excluded = self._excluded()
        found: dict[K, tuple[Statement[K, C], ...]] = {}
        for key, rev in {(s.key, s.rev) for s in self._settlements((round_id,))}:
            rows = self._connection.execute(
                self._queries.said_at(excluding=bool(excluded)),
                {**self._scoped(key, excluded), "its_rev": rev},
            )
            rivals = [self._statement(row, -1) for row in rows]
            standing = self.find(key)
            if len(rivals) > 1 and standing is not None and standing.rev == rev:
                found[key] = tuple(sorted(rivals, key=lambda rival: rival.content_hash))
        return found

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
        decisions: dict[tuple[K, int], list[Settlement[K, C]]] = {}
        for settlement in self._settlements(scope):
            decisions.setdefault((settlement.key, settlement.rev), []).append(settlement)
        for (key, rev), made in decisions.items():
            rivals = self._rivals(key, rev)
            decided = settled_by(made, rivals) if rivals else None
            if decided is not None:
                self._stand(Statement(key, rev, decided.content))

    def _excluded(self) -> list[int]:
        """Return the sources that do not count."""
        found = set(self._connection.execute(EXCLUDED_SOURCES).scalars())
        if not self._kind.counts_in_drafts:
            found |= set(self._connection.execute(SOURCES_BESIDE).scalars())
        return sorted(found)

    def _rivals(self, key: K, rev: int) -> list[Statement[K, C]]:
        """Return what stands against each other for a key, if that is at this revision."""
        rows = self._connection.execute(self._queries.find, self._scoped(key))
        rivals = [self._statement(row, -1) for row in rows]
        return rivals if len(rivals) > 1 and rivals[0].rev == rev else []

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
