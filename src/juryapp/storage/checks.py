"""What a database file must pass before it is opened, copied or put back; each refusal has a code."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import sqlalchemy as sa

from juryapp.base.errors import FileFormatError, UnavailableError
from juryapp.domain.ids import RoundId
from juryapp.domain.log import check_chain
from juryapp.domain.statements import C, K
from juryapp.storage import dialects, refusals, schema
from juryapp.storage import tables as t
from juryapp.storage.repositories import statement_kinds as kinds
from juryapp.storage.repositories import statement_queries as queries
from juryapp.storage.repositories.journal import SqlJournal
from juryapp.storage.repositories.statements import SqlStatements
from juryapp.storage.tables.base import Base, table_of

_MAGIC: Final = b"SQLite format 3\x00"
_HEADER: Final = 100  # bytes; the fields are those of SQLite's "Database File Format", 1.3
_SHOWN_PARTS: Final = 3
_KINDS: Final = (kinds.MARKS, kinds.DECLARATIONS, kinds.NOTES)


def check_header(path: Path) -> None:
    """Refuse what is no edition's file at all, before SQLite touches it.

    The file must not be open in this process: closing any handle on it would drop SQLite's lock.

    Raises:
        FileFormatError: E-DB-HEADER, E-DB-APPID, E-VERSION or E-DB-CORRUPT (cut short).
        UnavailableError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
        size = path.stat().st_size
    except OSError as error:
        raise UnavailableError(refusals.NO_RIGHTS, code="E-RIGHTS") from error
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise _refusal(refusals.NOT_OURS, "E-DB-HEADER", path)
    if path.with_name(f"{path.name}-journal").exists():
        return  # a step was interrupted: SQLite mends the header first, and check_numbers looks again
    _check_numbers(path, application=_number(header, 68), version=_number(header, 60))
    page = _number(header, 16, 2)
    if size < (65536 if page == 1 else page) * _number(header, 28):
        raise damaged(path)


def _number(header: bytes, at: int, width: int = 4) -> int:
    return int.from_bytes(header[at : at + width], "big")


def check_numbers(connection: sa.Connection, path: Path) -> int:
    """Return the number of the file's structure; refuse another program's file and a newer one."""
    version = dialects.schema_version(connection)
    _check_numbers(path, application=dialects.application_id(connection), version=version)
    return version


def _check_numbers(path: Path, *, application: int, version: int) -> None:
    if application != refusals.APPLICATION_ID:
        raise _refusal(refusals.OTHER_PROGRAM, "E-DB-APPID", path)
    if version > schema.LATEST:
        raise FileFormatError(
            refusals.NEWER, code="E-VERSION", file=path.name, found=version, known=schema.LATEST
        )


def check_whole(connection: sa.Connection, path: Path, *, thoroughly: bool = False) -> None:
    """Refuse a damaged file; `thoroughly` also compares indexes with their tables."""
    if not dialects.is_whole(connection, thoroughly=thoroughly):
        raise damaged(path)


def check_schema(connection: sa.Connection, path: Path, version: int) -> None:
    """Refuse tables, views, triggers and indexes that our migrations did not make."""
    parts = schema.foreign_parts(connection, version)
    if parts:
        more = ["…"] if len(parts) > _SHOWN_PARTS else []
        raise FileFormatError(
            refusals.FOREIGN_PARTS,
            code="E-DB-SCHEMA",
            file=path.name,
            parts=", ".join([*parts[:_SHOWN_PARTS], *more]),
        )


def check_log(connection: sa.Connection, path: Path) -> None:
    """Refuse a log in which an entry does not follow from the one before."""
    journal = SqlJournal(connection)
    for chain, root in journal.chains():
        verdict = check_chain(journal.entries(chain), root)
        if not verdict.whole:
            raise FileFormatError(
                refusals.CHAIN_BROKEN, code="E-CHAIN", file=path.name, entry=verdict.broken_at
            )


def check_views(connection: sa.Connection, path: Path) -> None:
    """Refuse a file in which what is kept as standing does not follow from the statements."""
    known = sa.union(*(sa.select(kind.statement.c.round) for kind in _KINDS))
    rounds = connection.execute(known).scalars().all()
    marks = SqlStatements(connection, kinds.MARKS, queries.MARK_QUERIES)
    declarations = SqlStatements(connection, kinds.DECLARATIONS, queries.DECLARATION_QUERIES)
    notes = SqlStatements(connection, kinds.NOTES, queries.NOTE_QUERIES)
    for round_id in rounds:
        if not all(
            (_agree(marks, round_id), _agree(declarations, round_id), _agree(notes, round_id))
        ):
            raise _refusal(refusals.VIEW_DIFFERS, "E-DB-VIEW", path)


def _agree(statements: SqlStatements[K, C], round_id: RoundId) -> bool:
    return statements.current(round_id) == statements.derived(round_id)


def counts(connection: sa.Connection) -> dict[str, int]:
    """Return the number of rows in each table, without the private notes, which no copy holds."""
    left_out = table_of(t.PrivateNoteRow).name
    return {
        table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        for table in Base.metadata.sorted_tables
        if table.name != left_out
    }


def damaged(path: Path) -> FileFormatError:
    """Return the refusal of a damaged file."""
    return _refusal(refusals.DAMAGED, "E-DB-CORRUPT", path)


def _refusal(template: str, code: str, path: Path) -> FileFormatError:
    return FileFormatError(template, code=code, file=path.name)
