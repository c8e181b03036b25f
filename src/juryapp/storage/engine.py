"""Opening a connection: one per database, locked for this program, with settings that keep it whole."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import StaticPool

from juryapp.storage import dialects

PATIENCE: Final = 0.2  # seconds that SQLite waits for another program before it is called busy


def sqlite_engine(path: Path, *, read_only: bool = False) -> Engine:
    """Return an engine for the file at `path`, which must exist; its only connection opens at once.

    Raises:
        sqlalchemy.exc.DBAPIError: Busy, not a database, no rights: `dialects.told` says which.
    """
    address = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, timeout=PATIENCE, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _on_connect(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin and commit on its own
        try:
            dialects.set_pragmas(connection)
            dialects.lock_file(connection, read_only=read_only)
        except BaseException:
            connection.close()  # else the file stays locked by a connection that nobody has
            raise

    _begin_ourselves(engine, read_only=read_only)
    return engine


def peeking_engine(path: Path) -> Engine:
    """Return an engine that reads a file although another program has it locked.

    What it reads may be half-written; it is good for a title in a list and for nothing else. It must not be
    used on a file that is open in this process.
    """
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, check_same_thread=False)

    return create_engine("sqlite://", creator=connect, poolclass=StaticPool, hide_parameters=True)


def postgresql_engine(url: URL, schema: str) -> Engine:
    """Return an engine for one edition, which is a schema of that name."""
    return create_engine(
        url,
        hide_parameters=True,  # marks and names would stand in error messages, and so in the diary
        pool_pre_ping=True,  # a secretariat's connection may lie idle over lunch
        connect_args={"options": f'-csearch_path="{schema}"', "connect_timeout": 5},
    )


def _begin_ourselves(engine: Engine, *, read_only: bool) -> None:
    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        dialects.begin(connection, read_only=read_only)
