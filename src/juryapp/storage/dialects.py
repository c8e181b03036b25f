"""The only place that knows SQLite from PostgreSQL.

Everything else in storage/ is written once, in SQL that both understand.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection

from juryapp.base.errors import BusyError, FileFormatError, UnavailableError, UserError
from juryapp.storage import refusals

# As exchange.md has it: over thousands of simulated power losses these lost no acknowledged commit.
PRAGMAS: Final[dict[str, tuple[str, str]]] = {  # name: what to set, what must be read back
    "locking_mode": ("EXCLUSIVE", "exclusive"),  # first: it decides how the file is locked
    "journal_mode": ("DELETE", "delete"),
    "synchronous": ("EXTRA", "3"),
    "foreign_keys": ("ON", "1"),
    "trusted_schema": ("OFF", "0"),
    "cell_size_check": ("ON", "1"),
    "secure_delete": ("ON", "1"),
    "mmap_size": ("0", "0"),
    "fullfsync": ("ON", "1"),
    "temp_store": ("MEMORY", "2"),
}
_LOCK_KEY: Final = 0x4A555259
_SQLITE: Final = sqlite.dialect()
Row = tuple[Any, ...]

_FULL: Final = {sqlite3.SQLITE_FULL}
_LOCKED: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DENIED: Final = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN}
_BROKEN: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_TROUBLED: Final = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOLFS, sqlite3.SQLITE_PROTOCOL}


def is_sqlite(bind: sa.Connection | sa.Engine) -> bool:
    """Return whether this is SQLite."""
    return bind.dialect.name == "sqlite"


# ------------------------------------------------------------------ opening


def set_pragmas(connection: DBAPIConnection) -> None:
    """Set what keeps a database whole, and read it back.

    Raises:
        UnavailableError: The machine's SQLite does not do as told.
    """
    cursor = connection.cursor()
    for name, (value, expected) in PRAGMAS.items():
        cursor.execute(f"PRAGMA {name} = {value}")
        cursor.execute(f"PRAGMA {name}")
        row = cursor.fetchone()
        if row is not None and str(row[0]) != expected:
            raise UnavailableError(refusals.TROUBLE, code="E-PRAGMA")
    cursor.close()


def lock_file(connection: DBAPIConnection, *, read_only: bool) -> None:
    """Take the file for this program alone (or, for reading, for readers) until it is closed."""
    cursor = connection.cursor()
    if read_only:
        cursor.execute("PRAGMA query_only = ON")
        cursor.execute("BEGIN")
        cursor.execute("SELECT count(*) FROM sqlite_schema")
        cursor.fetchone()
    else:
        cursor.execute("BEGIN EXCLUSIVE")
    cursor.execute("COMMIT")
    cursor.close()


def begin(connection: sa.Connection, *, read_only: bool) -> None:
    """Start a transaction; the driver starts none by itself (isolation_level is None)."""
    if is_sqlite(connection):
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def set_foreign_keys(engine: sa.Engine, *, on: bool) -> None:
    """Switch SQLite's foreign keys, outside a transaction; a migration copies tables without them."""
    _run_outside(engine, f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")


def application_id(connection: sa.Connection) -> int:
    """Return the number by which an SQLite file says whose it is."""
    return int(connection.exec_driver_sql("PRAGMA application_id").scalar_one())


def is_whole(connection: sa.Connection, *, thoroughly: bool) -> bool:
    """Return whether an SQLite file's pages fit together; `thoroughly` also compares the indexes."""
    pragma = "integrity_check" if thoroughly else "quick_check"
    found = connection.exec_driver_sql(f"PRAGMA {pragma}(1)").scalars().all()
    return found == ["ok"] and not (thoroughly and broken_references(connection))


def parts(connection: sa.Connection) -> dict[str, str]:
    """Return the SQL of each table, index, trigger and view of an SQLite file."""
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_schema").all()
    # an index without SQL belongs to a constraint, which stands in its table's SQL
    return {f"{kind} {name}": sql for kind, name, sql in rows if sql is not None}


def broken_references(connection: sa.Connection) -> bool:
    """Return whether a row refers to one that is not there. PostgreSQL never lets that happen."""
    if not is_sqlite(connection):
        return False
    return bool(connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall())


# ------------------------------------------------------- the schema's number


def schema_version(connection: sa.Connection) -> int:
    """Return the number of the last migration that ran, 0 for an empty database."""
    if is_sqlite(connection):
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if not sa.inspect(connection).has_table("alembic_version"):
        return 0
    number = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return int(number or 0)


def set_schema_version(connection: sa.Connection, version: int) -> None:
    """Write the number into the file's header; on PostgreSQL Alembic's own table has it."""
    if is_sqlite(connection):
        connection.exec_driver_sql(f"PRAGMA user_version = {version:d}")
        connection.exec_driver_sql(f"PRAGMA application_id = {refusals.APPLICATION_ID:d}")


def append_only(connection: sa.Connection, tables: Sequence[str]) -> None:
    """Make the database itself refuse to change or remove a row of `tables`; made anew each time."""
    for ddl in append_only_ddl(connection.dialect.name, tables):
        connection.execute(sa.text(ddl))


def append_only_ddl(dialect: str, tables: Sequence[str]) -> list[str]:
    """Return the statements that make `tables` append-only."""
    if dialect == "sqlite":
        return [ddl for table in tables for ddl in _sqlite_triggers(table)]
    refuse = (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME; END $$"
    )
    return [refuse, *(ddl for table in tables for ddl in _postgresql_triggers(table))]


def _sqlite_triggers(table: str) -> list[str]:
    made = []
    for verb in ("update", "delete"):
        name = f"{table}_no_{verb}"
        made.append(f"DROP TRIGGER IF EXISTS {name}")
        made.append(
            f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
        )
    return made


def _postgresql_triggers(table: str) -> list[str]:
    name = f"{table}_append_only"
    when = f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"
    return [
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION refuse_change()",
    ]


# ------------------------------------------------------------------- writing


@cache
def insert_or_ignore(dialect: str, table: sa.Table) -> Any:
    """Return an INSERT that passes over rows whose key is there already."""
    kind = sqlite if dialect == "sqlite" else postgresql
    return kind.insert(table).on_conflict_do_nothing()


@cache
def upsert(dialect: str, table: sa.Table, *key: str) -> Any:
    """Return an INSERT that replaces the columns of a row whose `key` is there already."""
    kind = sqlite if dialect == "sqlite" else postgresql
    adding = kind.insert(table)
    others = {
        column.name: adding.excluded[column.name]
        for column in table.columns
        if column.name not in key and column.name != "n"
    }
    if not others:
        return adding.on_conflict_do_nothing()
    return adding.on_conflict_do_update(index_elements=list(key), set_=others)


def insert_rows(
    connection: sa.Connection, inserting: sa.Insert, names: tuple[str, ...], rows: Sequence[Row]
) -> None:
    """Insert many rows, each as a tuple in the order of `names`, which is the table's.

    SQLite's driver takes tuples as they are; to name each value of each row costs more than to insert it.
    """
    if not rows:
        return
    if is_sqlite(connection):
        connection.exec_driver_sql(_sqlite_text(inserting, names), list(rows))
    else:
        connection.execute(inserting, [dict(zip(names, row, strict=True)) for row in rows])


@cache
def _sqlite_text(inserting: sa.Insert, names: tuple[str, ...]) -> str:
    compiled = inserting.compile(dialect=_SQLITE, column_keys=names)
    if compiled.positiontup != list(names):
        raise ValueError("the values must come in the order of the table's columns")
    return str(compiled)


def rows_of(
    connection: sa.Connection, query: sa.Select[Any], values: Mapping[str, Any]
) -> list[Row]:
    """Return the rows of a query as plain tuples, quickly: for very many of them."""
    with connection.execute(query, values) as result:
        cursor = result.cursor
        if cursor is None:
            raise TypeError("only a query has rows")
        return [tuple(row) for row in cursor.fetchall()]


def lock_chain(connection: sa.Connection) -> None:
    """Keep other writers away until the transaction ends. SQLite's file is locked already."""
    if not is_sqlite(connection):
        connection.execute(chain_lock())


def chain_lock() -> sa.Select[Any]:
    """Return PostgreSQL's lock on one edition, which is one schema."""
    return sa.select(
        sa.func.pg_advisory_xact_lock(_LOCK_KEY, sa.func.hashtext(sa.func.current_schema()))
    )


# ------------------------------------------------------------------- copying


def vacuum_into(engine: sa.Engine, target: Path) -> None:
    """Write a compact copy of an SQLite database into an empty file, also of one that is only read."""
    raw = engine.raw_connection()
    try:  # SQLite takes the copy for a change; the file itself was opened so that nothing can change it
        (only_reading,) = raw.cursor().execute("PRAGMA query_only").fetchone()
    finally:
        raw.close()
    _run_outside(engine, "PRAGMA query_only = OFF")
    try:
        _run_outside(engine, "VACUUM INTO ?", str(target))
    finally:
        _run_outside(engine, f"PRAGMA query_only = {only_reading:d}")


def vacuum(engine: sa.Engine) -> None:
    """Write an SQLite database anew, so that nothing deleted is left in it."""
    _run_outside(engine, "VACUUM")


def forget_without_overwriting(engine: sa.Engine) -> None:
    """Let what is deleted from here on not be overwritten: for a copy that is written anew afterwards."""
    if is_sqlite(engine):
        _run_outside(engine, "PRAGMA secure_delete = OFF")


def _run_outside(engine: sa.Engine, sql: str, *values: str) -> None:
    """Run what SQLite refuses within a transaction."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute(sql, values)
    except sqlite3.Error as error:
        raise sa.exc.DBAPIError.instance(sql, values, error, sqlite3.Error) from error
    finally:
        raw.close()


def set_counters(connection: sa.Connection, tables: Sequence[sa.Table]) -> None:
    """After rows came with their numbers: let PostgreSQL count on from there. SQLite looks by itself."""
    if is_sqlite(connection):
        return
    for table in tables:
        column = table.autoincrement_column
        if column is not None:
            connection.execute(next_number(table, column))


def next_number(table: sa.Table, column: sa.Column[Any]) -> sa.Select[Any]:
    """Return what sets PostgreSQL's counter of a column to the highest number in use."""
    sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
    highest = sa.select(sa.func.coalesce(sa.func.max(column), 0) + 1).scalar_subquery()
    return sa.select(sa.func.setval(sequence, highest, sa.false()))


# ---------------------------------------------------------------- what went wrong


def told(error: BaseException) -> UserError | None:
    """Return what to tell the user, if the machine is to blame; None for a bug of ours."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return _told_by_sqlite(cause)
    if isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError):
        return UnavailableError(refusals.NO_SERVER, code="E-SERVER")
    return None


def _told_by_sqlite(error: sqlite3.Error) -> UserError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the kind of error
    if code in _LOCKED:
        return BusyError(refusals.BUSY)
    if code in _FULL:
        return UnavailableError(refusals.DISK_FULL, code="E-DISK-FULL")
    if code in _DENIED:
        return UnavailableError(refusals.NO_RIGHTS, code="E-RIGHTS")
    if code in _TROUBLED:
        return UnavailableError(refusals.TROUBLE, code="E-DISK")
    if code in _BROKEN:
        return FileFormatError(refusals.DAMAGED, code="E-DB-CORRUPT")
    return None
