"""Statements of one kind: added or ignored, and what stands kept beside them.

A statement counts while at least one of its sources does: a file that is not taken out, or this machine.
`_bring_up_to_date` recomputes what stands for a part of the keys, in three SQL statements; a property test
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
from juryapp.storage import tables as t
from juryapp.storage.repositories.statement_kinds import Kind
from juryapp.storage.tables.base import table_of

HERE: Final = 1  # the id of the source that is this machine
FEW: Final = 12  # up to so many keys are brought up to date one by one, more of them juror by juror
_source = table_of(t.SourceRow)
_exclusion = table_of(t.ExclusionRow)


class SqlStatements(Generic[K, C]):
    """Statements of one kind, in one transaction."""

    def __init__(self, connection: sa.Connection, kind: Kind[K, C]) -> None:
        self._connection = connection
        self._kind = kind

    # ------------------------------------------------------------------ adding

    def add(self, stated: Iterable[Stated[K, C]], *, file: str = "") -> int:
        """Add what is not there yet; return how many were new. As `ports.Statements.add`."""
        rows = self._rows(stated)
        if not rows:
            return 0
        dialects.lock_chain(self._connection)
        newest = self._newest()
        insert = dialects.insert_or_ignore(self._dialect, self._kind.statement)
        self._connection.execute(insert, rows)
        source = self._source(file)
        new = self._link_new(newest, source)
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

    def _newest(self) -> int:
        highest = sa.select(sa.func.max(self._kind.statement.c.id))
        return self._connection.execute(highest).scalar() or 0

    def _source(self, file: str) -> int:
        if not file:
            return HERE
        find = sa.select(_source.c.id).where(_source.c.file == file)
        known = self._connection.execute(find).scalar()
        if known is None:
            self._connection.execute(_source.insert().values(file=file))
            known = self._connection.execute(find).scalar_one()
        return int(known)

    def _link_new(self, newest: int, source: int) -> int:
        statement = self._kind.statement
        new = sa.select(statement.c.id, sa.literal(source)).where(statement.c.id > newest)
        link = self._kind.source.insert().from_select(["statement", "source"], new)
        return self._connection.execute(link).rowcount

    def _link_known(self, rows: Sequence[dict[str, Any]], source: int) -> None:
        """Link statements that were there before, so that they stand on this file too."""
        names = (*self._kind.key_columns, "rev", "content_hash")
        statement = self._kind.statement
        same = [statement.c[name] == sa.bindparam(f"its_{name}") for name in names]
        found = sa.select(statement.c.id, sa.bindparam("its_source", type_=sa.Integer)).where(*same)
        link = dialects.insert_or_ignore(self._dialect, self._kind.source).from_select(
            ["statement", "source"], found
        )
        values = [{f"its_{name}": row[name] for name in names} for row in rows]
        self._connection.execute(link, [{**value, "its_source": source} for value in values])

    # ----------------------------------------------------------------- reading

    def current(self, round_id: RoundId) -> View[K, C]:
        """Return the kept view of a round."""
        current = self._kind.current
        columns = self._kind.columns(current, "rev", "content_hash")
        rows = self._connection.execute(
            sa.select(*columns).where(current.c.round == round_id)
        ).all()
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
        statement = self._kind.statement
        counting = sa.select(*self._kind.columns(statement, "rev")).where(
            statement.c.round == round_id, *self._counts(statement)
        )
        statements = (self._statement(row, -1) for row in self._connection.execute(counting))
        return view_of(statements, self.settlements())

    def find(self, key: K) -> Statement[K, C] | None:
        """Return what stands for one key, or None (also for a conflict)."""
        current = self._kind.current
        query = sa.select(*self._kind.columns(current, "rev")).where(
            *self._kind.within(current, key)
        )
        rows = self._connection.execute(query).all()
        return self._statement(rows[0], -1) if len(rows) == 1 else None

    def last_revision(self, key: K) -> int:
        """Return the highest revision known for a key, also of what does not count; 0 if there is none."""
        statement = self._kind.statement
        query = sa.select(sa.func.max(statement.c.rev)).where(*self._kind.within(statement, key))
        return self._connection.execute(query).scalar() or 0

    def history(self, round_id: RoundId) -> list[Stated[K, C]]:
        """Return every statement of a round, sorted by key, revision and content hash."""
        statement = self._kind.statement
        columns = self._kind.columns(statement, "made_at", "device", "rev", "content_hash")
        rows = self._connection.execute(
            sa.select(*columns).where(statement.c.round == round_id)
        ).all()
        width = self._kind.width
        return [
            Stated(self._statement(row, -2), Provenance(row[-4], row[-3]))
            for row in sorted(rows, key=lambda row: (row[:width], row[-2], row[-1]))
        ]

    def _statement(self, row: Any, rev: int) -> Statement[K, C]:
        return Statement(self._kind.row_key(row), row[rev], self._kind.row_content(row))

    # ---------------------------------------------------------------- settling

    def settle(self, settlement: Settlement[K, C]) -> None:
        """Record the chair's decision and bring up to date what stands."""
        names = (*self._kind.key_columns, *self._kind.content_columns)
        values = (*settlement.key, *self._kind.written(settlement.content))
        self._connection.execute(
            self._kind.settlement.insert().values(
                **dict(zip(names, values, strict=True)),
                rev=settlement.rev,
                reason=settlement.reason,
                made_by=settlement.by,
                made_at=settlement.at,
            )
        )
        self._bring_up_to_date(settlement.key)

    def settlements(self) -> list[Settlement[K, C]]:
        """Return the chair's decisions, in the order they were made."""
        return self._settlements(())

    def _settlements(self, scope: tuple[str, ...]) -> list[Settlement[K, C]]:
        table = self._kind.settlement
        columns = self._kind.columns(table, "rev", "reason", "made_by", "made_at")
        query = sa.select(*columns).where(*self._kind.within(table, scope)).order_by(table.c.n)
        return [
            Settlement(self._kind.row_key(row), row[-4], self._kind.row_content(row), *row[-3:])
            for row in self._connection.execute(query)
        ]

    # ------------------------------------------------------------- what stands

    def refresh(self) -> None:
        """Bring up to date what stands, for all keys."""
        self._bring_up_to_date(())

    def _refresh_keys(self, keys: set[tuple[str, ...]]) -> None:
        if len(keys) > FEW:
            keys = {key[:2] for key in keys}  # round and juror
        for key in sorted(keys):
            self._bring_up_to_date(key)

    def _bring_up_to_date(self, scope: tuple[str, ...]) -> None:
        """Recompute what stands for the keys that begin with `scope`."""
        current, statement = self._kind.current, self._kind.statement
        self._connection.execute(current.delete().where(*self._kind.within(current, scope)))
        columns = self._kind.columns(statement, "rev", "content_hash")
        newest = sa.select(*columns).where(
            *self._kind.within(statement, scope),
            *self._counts(statement),
            statement.c.rev == self._newest_revision(statement),
        )
        names = [column.name for column in newest.selected_columns]
        self._connection.execute(current.insert().from_select(names, newest))
        self._apply_settlements(scope)

    def _newest_revision(self, statement: sa.Table) -> sa.ScalarSelect[Any]:
        other = statement.alias("other")
        same_key = [other.c[name] == statement.c[name] for name in self._kind.key_columns]
        highest = sa.select(sa.func.max(other.c.rev)).where(*same_key, *self._counts(other))
        return highest.correlate(statement).scalar_subquery()

    def _counts(self, statement: sa.FromClause) -> list[sa.ColumnElement[bool]]:
        """Return the condition that a statement counts; none while no file is taken out."""
        excluded = self._excluded_sources()
        if not excluded:
            return []
        link = self._kind.source.alias()
        standing = sa.exists().where(
            link.c.statement == statement.c.id, link.c.source.not_in(excluded)
        )
        return [standing]

    def _excluded_sources(self) -> list[int]:
        last = sa.select(sa.func.max(_exclusion.c.n)).group_by(_exclusion.c.sha256)
        query = (
            sa.select(_source.c.id)
            .join(_exclusion, _exclusion.c.sha256 == _source.c.file)
            .where(_exclusion.c.n.in_(last), _exclusion.c.excluded == 1)
        )
        return sorted(self._connection.execute(query).scalars())

    def _apply_settlements(self, scope: tuple[str, ...]) -> None:
        decided = {(s.key, s.rev): s.content for s in self._settlements(scope)}
        if not decided:
            return
        for key, rev in self._contested(scope):
            content = decided.get((key, rev))
            if content is not None:
                self._stand(Statement(key, rev, content))

    def _contested(self, scope: tuple[str, ...]) -> list[tuple[K, int]]:
        current = self._kind.current
        key = [current.c[name] for name in self._kind.key_columns]
        query = (
            sa.select(*key, current.c.rev)
            .where(*self._kind.within(current, scope))
            .group_by(*key, current.c.rev)
            .having(sa.func.count() > 1)
        )
        return [(self._kind.row_key(row), row[-1]) for row in self._connection.execute(query)]

    def _stand(self, statement: Statement[K, C]) -> None:
        """Let one decided statement stand in place of those that contradict each other."""
        current = self._kind.current
        self._connection.execute(current.delete().where(*self._kind.within(current, statement.key)))
        names = (*self._kind.key_columns, *self._kind.content_columns)
        values = (*statement.key, *self._kind.written(statement.content))
        self._connection.execute(
            current.insert().values(
                **dict(zip(names, values, strict=True)),
                rev=statement.rev,
                content_hash=statement.content_hash,
            )
        )

    @property
    def _dialect(self) -> str:
        return self._connection.dialect.name
