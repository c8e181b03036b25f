"""Verified copies: nothing is called a backup before it was opened and compared."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from juryapp.base.errors import UnavailableError
from juryapp.base.files import make_folder
from juryapp.storage import checks, dialects, placing, refusals, schema
from juryapp.storage import tables as t
from juryapp.storage.engine import sqlite_engine
from juryapp.storage.tables.base import Base, table_of

_private = table_of(t.PrivateNoteRow)
_desk = table_of(t.DeskRow)
_wrapped = table_of(t.WrappedKeysRow)
_package = table_of(t.PackageRow)
_file = table_of(t.AttachmentFileRow)
_piece = table_of(t.AttachmentPieceRow)
_BYTES = frozenset({_file.name, _piece.name})


def write_copy(engine: sa.Engine, target: Path, *, light: bool = False) -> None:
    """Write a verified copy of a database that is up to date to `target`, atomically.

    The copy is an SQLite file whatever the original is. It holds no private notes unless it is of a desk,
    and, if it shall be `light`, no bytes of attachments.

    Raises:
        UnavailableError: It could not be written, or did not come out like the original.
        FileFormatError: The original is damaged, or its log is broken.
    """
    make_folder(target.parent)
    with placing.temporary_file(target.parent) as temporary:
        _fill(engine, temporary, light=light)
        with engine.connect() as connection:
            expected = checks.counts(connection)
        if light:
            expected |= dict.fromkeys(_BYTES, 0)
        _verify(temporary, target, expected)
        placing.put(temporary, target)


def write_old_copy(engine: sa.Engine, target: Path) -> None:
    """Write a copy of a database of an older version, of which only the wholeness can be checked."""
    make_folder(target.parent)
    with placing.temporary_file(target.parent) as temporary:
        dialects.vacuum_into(engine, temporary)
        copy = sqlite_engine(temporary, read_only=True)
        try:
            with copy.connect() as connection:
                checks.check_whole(connection, target, thoroughly=True)
        finally:
            copy.dispose()
        placing.put(temporary, target)


def _fill(engine: sa.Engine, temporary: Path, *, light: bool) -> None:
    if dialects.is_sqlite(engine):
        dialects.vacuum_into(engine, temporary)
        if light:
            _take_out_bytes(temporary)
        return
    copy = sqlite_engine(temporary)
    try:
        schema.migrate(copy)
        copy_rows(engine, copy, light=light)
    finally:
        copy.dispose()


def _take_out_bytes(copy: Path) -> None:
    """Remove the bytes of attachments from a copy: they are kept beside it."""
    engine = sqlite_engine(copy)
    try:
        with engine.connect() as connection:
            some = connection.execute(sa.select(_file.c.sha256)).first() is not None
        if not some:
            return
        dialects.forget_without_overwriting(engine)
        with engine.begin() as connection:
            connection.execute(_piece.delete())
            connection.execute(_file.delete())
        dialects.vacuum(engine)
    finally:
        engine.dispose()


def take_out_secrets(copy: Path) -> None:
    """Remove the locked keys and the tokens of the packages from a copy that everybody may have."""
    engine = sqlite_engine(copy)
    try:
        with engine.begin() as connection:
            connection.execute(_wrapped.delete())
            connection.execute(_package.update().values(token=""))
        dialects.vacuum(engine)
    finally:
        engine.dispose()


def copy_rows(original: sa.Engine, copy: sa.Engine, *, light: bool = False) -> None:
    """Copy all rows into an empty database of the same structure, in one transaction."""
    with original.connect() as reading, copy.begin() as writing:
        for table in Base.metadata.sorted_tables:
            if table.name in _BYTES:
                if not light:
                    _copy_one_by_one(reading, writing, table)
                continue
            rows = [dict(row) for row in reading.execute(sa.select(table)).mappings()]
            if table.name in {"commit_count", "source"}:  # the migrations fill these with a row
                _replace_rows(writing, table, rows)
            elif rows:
                writing.execute(table.insert(), rows)
        dialects.set_counters(writing, Base.metadata.sorted_tables)


def _copy_one_by_one(reading: sa.Connection, writing: sa.Connection, table: sa.Table) -> None:
    """Copy rows of a megabyte each, never all of them in memory."""
    key = list(table.primary_key.columns)
    for found in reading.execute(sa.select(*key)).all():
        this = sa.and_(*(column == value for column, value in zip(key, found, strict=True)))
        row = reading.execute(sa.select(table).where(this)).mappings().one()
        writing.execute(table.insert(), dict(row))


def _replace_rows(writing: sa.Connection, table: sa.Table, rows: list[dict[str, object]]) -> None:
    key = [column.name for column in table.primary_key.columns]
    adding = dialects.upsert(writing.dialect.name, table, *key)
    fresh = [row for row in rows if table.name != "source" or row["file"] is not None]
    if fresh:
        writing.execute(adding, fresh)


def _verify(temporary: Path, target: Path, expected: dict[str, int]) -> None:
    copy = sqlite_engine(temporary)
    try:
        _empty_of_private_notes(copy)
        with copy.connect() as connection:
            checks.check_whole(connection, target, thoroughly=True)
            checks.check_schema(connection, target, checks.check_numbers(connection, target))
            checks.check_log(connection, target)
            if checks.counts(connection) != expected:
                raise UnavailableError(refusals.COPY_DIFFERS, code="E-COPY", file=target.name)
    finally:
        copy.dispose()


def _empty_of_private_notes(copy: sa.Engine) -> None:
    """Remove private notes from a copy that is not of a desk, and the free pages they lay on."""
    with copy.connect() as connection:
        is_desk = connection.execute(sa.select(_desk.c.only_row)).first() is not None
        notes = connection.execute(sa.select(sa.func.count()).select_from(_private)).scalar_one()
    if notes and not is_desk:
        with copy.begin() as connection:
            connection.execute(_private.delete())
        dialects.vacuum(copy)
