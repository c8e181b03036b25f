"""The structure of a database: made by migrations, and nothing in it that they did not make."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from juryapp.storage import dialects
from juryapp.storage.allowed_schema import ALLOWED
from juryapp.storage.tables import APPEND_ONLY

LATEST: Final = 3
MIGRATIONS: Final = Path(__file__).parent / "migrations"


def migrate(engine: sa.Engine) -> None:
    """Run the migrations that a database lacks, all in one transaction, and make the triggers anew.

    Raises:
        RuntimeError: A migration left a row that refers to nothing; the database is as it was.
    """
    if not dialects.is_sqlite(engine):
        with engine.begin() as connection:
            migrate_on(connection)
        return
    dialects.set_foreign_keys(engine, on=False)
    try:
        with engine.begin() as connection:
            migrate_on(connection)
    finally:
        dialects.set_foreign_keys(engine, on=True)


def migrate_on(connection: sa.Connection) -> None:
    """Do the same in a transaction that the caller has begun, without foreign keys on SQLite."""
    dialects.lock_chain(connection)
    run_alembic(connection)
    dialects.append_only(connection, APPEND_ONLY)
    if dialects.broken_references(connection):
        raise RuntimeError("a migration left references to nothing")
    dialects.set_schema_version(connection, LATEST)


def run_alembic(connection: sa.Connection, scripts: Path = MIGRATIONS) -> None:
    """Run Alembic's migrations in `scripts` on this connection, within its transaction."""
    from alembic import command  # noqa: PLC0415 - costs 250 ms, and most openings need none
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def structure(connection: sa.Connection) -> dict[str, str]:
    """Return a hash for each table, index, trigger and view of an SQLite database."""
    return {part: _fingerprint(sql) for part, sql in dialects.parts(connection).items()}


def _fingerprint(sql: str) -> str:
    """Return a hash of DDL that white space does not change."""
    return hashlib.sha256(" ".join(sql.split()).encode()).hexdigest()[:16]


def foreign_parts(connection: sa.Connection, version: int) -> list[str]:
    """Return what in an SQLite database the migrations up to `version` did not make, or made otherwise."""
    found, allowed = structure(connection), ALLOWED.get(version, {})
    return sorted(part for part in {*found, *allowed} if found.get(part) != allowed.get(part))
