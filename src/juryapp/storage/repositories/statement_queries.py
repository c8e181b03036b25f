"""The SQL on one kind of statement, built once: to build an expression costs more than to run it."""

from __future__ import annotations

from functools import cache
from typing import Any, Final, Generic

import sqlalchemy as sa

from juryapp.domain.packages import PackageKind
from juryapp.domain.statements import C, K
from juryapp.storage import dialects
from juryapp.storage import tables as t
from juryapp.storage.repositories.statement_kinds import DECLARATIONS, MARKS, NOTES, Kind
from juryapp.storage.tables.base import table_of

Condition = sa.ColumnElement[bool]
_source = table_of(t.SourceRow)
_exclusion = table_of(t.ExclusionRow)
_file = table_of(t.ReceivedFileRow)
_rival = table_of(t.SettledRivalRow)


def _excluded_sources() -> sa.Select[Any]:
    last = sa.select(sa.func.max(_exclusion.c.n)).group_by(_exclusion.c.sha256)
    return (
        sa.select(_source.c.id)
        .join(_exclusion, _exclusion.c.sha256 == _source.c.file)
        .where(_exclusion.c.n.in_(last), _exclusion.c.excluded == 1)
    )


def _sources_beside() -> sa.Select[Any]:
    """Return the drafts of jurors who have handed in: as `domain.counting.beside`, in SQL."""
    last = sa.select(sa.func.max(_exclusion.c.n)).group_by(_exclusion.c.sha256)
    said = sa.select(_exclusion.c.sha256).where(_exclusion.c.n.in_(last))
    let_count = said.where(_exclusion.c.excluded == 0, _exclusion.c.reason != "")
    whole = _file.alias("whole")
    handed_in = sa.exists().where(
        whole.c.juror == _file.c.juror,
        whole.c.kind == PackageKind.SCORE.value,
        sa.or_(whole.c.complete == 1, whole.c.sha256.in_(let_count)),
        whole.c.sha256.not_in(said.where(_exclusion.c.excluded == 1)),
    )
    return (
        sa.select(_source.c.id)
        .join(_file, _file.c.sha256 == _source.c.file)
        .where(
            _file.c.complete == 0,
            _file.c.kind == PackageKind.SCORE.value,
            _file.c.sha256.not_in(let_count),
            handed_in,
        )
    )


EXCLUDED_SOURCES: Final = _excluded_sources()
SOURCES_BESIDE: Final = _sources_beside()
SOURCE_OF_FILE: Final = sa.select(_source.c.id).where(_source.c.file == sa.bindparam("of_file"))
ADD_SOURCE: Final = _source.insert()
RIVALS: Final = sa.select(_rival.c.settlement, _rival.c.content_hash).where(
    _rival.c.kind == sa.bindparam("of_kind")
)
ADD_RIVALS: Final = _rival.insert()


class Queries(Generic[K, C]):
    """Queries that take a key, or the beginning of one, as parameters `its_round`, `its_juror`.

    `excluding` queries also take `excluded`, the ids of the sources that do not count; the others are
    for the usual case, in which everything counts and no link need be looked at.
    """

    def __init__(self, kind: Kind[K, C]) -> None:
        self._kind = kind
        statement, current, settlement = kind.statement, kind.current, kind.settlement
        self.newest_id = sa.select(sa.func.max(statement.c.id))
        self.link_new = (
            kind.source.insert()
            .from_select(
                ["statement", "source"],
                sa.select(statement.c.id, sa.bindparam("its_source", type_=sa.Integer)).where(
                    statement.c.id > sa.bindparam("after")
                ),
            )
            .execution_options(preserve_rowcount=True)
        )  # else -1 on PostgreSQL
        self.settle = settlement.insert()
        self.stand = current.insert()
        self.last_revision = sa.select(sa.func.max(statement.c.rev)).where(
            *self._within(statement, kind.width)
        )
        self.highest_revision = sa.select(sa.func.max(statement.c.rev)).where(
            *self._within(statement, 2)  # round and juror
        )
        self.find = sa.select(*kind.columns(current, "rev")).where(
            *self._within(current, kind.width)
        )
        self._prepare_standing()
        self.history = sa.select(
            *kind.columns(statement, "made_at", "device", "rev", "content_hash")
        ).where(*self._within(statement, 1))

        link = kind.source
        self.by_file = (
            sa.select(*kind.columns(statement, "rev"), _source.c.file)
            .join(link, link.c.statement == statement.c.id)
            .join(_source, _source.c.id == link.c.source)
        )

    def _prepare_standing(self) -> None:
        """Build what reads what stands, and what lets a juror's first words stand as they came."""
        kind, statement, current = self._kind, self._kind.statement, self._kind.current
        order = (*kind.key_columns, "content_hash", "rev", *kind.content_columns)
        self.current = sa.select(*(current.c[name] for name in order)).where(
            *self._within(current, 1)
        )
        self.any_current = (
            sa.select(sa.literal(1)).select_from(current).where(*self._within(current, 2)).limit(1)
        )
        self.stand_new = current.insert().from_select(
            order,
            sa.select(*(statement.c[name] for name in order)).where(
                statement.c.id > sa.bindparam("after")
            ),
        )

    def add(self, dialect: str) -> Any:
        """Return the INSERT that passes over statements that are there already."""
        return dialects.insert_or_ignore(dialect, self._kind.statement)

    @cache  # noqa: B019 - the three objects live as long as the program
    def link_known(self, dialect: str) -> Any:
        """Return what links a statement, found by its key, `its_rev` and `its_content_hash`, to a source."""
        statement = self._kind.statement
        names = (*self._kind.key_columns, "rev", "content_hash")
        same = [statement.c[name] == sa.bindparam(f"its_{name}") for name in names]
        found = sa.select(statement.c.id, sa.bindparam("its_source", type_=sa.Integer)).where(*same)
        adding = dialects.insert_or_ignore(dialect, self._kind.source)
        return adding.from_select(["statement", "source"], found)

    @cache  # noqa: B019 - as above
    def counting(self, *, excluding: bool) -> sa.Select[Any]:
        """Return the statements of a round that count."""
        statement = self._kind.statement
        return sa.select(*self._kind.columns(statement, "rev")).where(
            *self._within(statement, 1), *self._counts(statement, excluding=excluding)
        )

    @cache  # noqa: B019 - as above
    def clear(self, width: int) -> sa.Delete:
        """Return what takes away what stands, for keys of which the first `width` parts are given."""
        current = self._kind.current
        return current.delete().where(*self._within(current, width))

    @cache  # noqa: B019 - as above
    def stand_newest(self, width: int, *, excluding: bool) -> sa.Insert:
        """Return what lets the newest revision that counts stand, for the same keys."""
        statement = self._kind.statement
        newest = sa.select(*self._kind.columns(statement, "rev", "content_hash")).where(
            *self._within(statement, width),
            *self._counts(statement, excluding=excluding),
            statement.c.rev == self._newest_revision(excluding=excluding),
        )
        names = [column.name for column in newest.selected_columns]
        return self._kind.current.insert().from_select(names, newest)

    def _newest_revision(self, *, excluding: bool) -> sa.ScalarSelect[Any]:
        statement = self._kind.statement
        other = statement.alias("other")
        same_key = [other.c[name] == statement.c[name] for name in self._kind.key_columns]
        counts = self._counts(other, excluding=excluding)
        highest = sa.select(sa.func.max(other.c.rev)).where(*same_key, *counts)
        return highest.correlate(statement).scalar_subquery()

    @cache  # noqa: B019 - as above
    def settlements(self, width: int) -> sa.Select[Any]:
        """Return the chair's decisions on the same keys, in their order."""
        table = self._kind.settlement
        columns = self._kind.columns(table, "rev", "reason", "made_by", "made_at", "n")
        return sa.select(*columns).where(*self._within(table, width)).order_by(table.c.n)

    @cache  # noqa: B019 - as above
    def said_at(self, *, excluding: bool) -> sa.Select[Any]:
        """Return the statements of a key at `its_rev` that count."""
        statement = self._kind.statement
        return sa.select(*self._kind.columns(statement, "rev")).where(
            *self._within(statement, self._kind.width),
            statement.c.rev == sa.bindparam("its_rev"),
            *self._counts(statement, excluding=excluding),
        )

    def _within(self, table: sa.FromClause, width: int) -> list[Condition]:
        """Return the condition that the first `width` parts of a row's key are those given."""
        names = self._kind.key_columns[:width]
        return [table.c[name] == sa.bindparam(f"its_{name}") for name in names]

    def _counts(self, statement: sa.FromClause, *, excluding: bool) -> list[Condition]:
        """Return the condition that a statement came from at least one source that counts."""
        if not excluding:
            return []
        link = self._kind.source.alias()
        out: sa.BindParameter[Any] = sa.bindparam("excluded", expanding=True)
        return [sa.exists().where(link.c.statement == statement.c.id, link.c.source.not_in(out))]


MARK_QUERIES: Final = Queries(MARKS)
DECLARATION_QUERIES: Final = Queries(DECLARATIONS)
NOTE_QUERIES: Final = Queries(NOTES)
