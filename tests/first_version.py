"""Today's database taken back to the structure of the first version of the program."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from juryapp.storage.allowed_schema import ALLOWED


def take_back(path: Path) -> None:
    """Leave in a database only what the first migration made, and say so in its header."""
    first = {part.removeprefix("table ") for part in ALLOWED[1] if part.startswith("table ")}
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT name FROM sqlite_schema WHERE type = 'table'"
        tables = [name for (name,) in connection.execute(query).fetchall()]
        for name in tables:
            if name not in first and not name.startswith("sqlite_"):
                connection.execute(f"DROP TABLE {name}")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
        connection.execute("VACUUM")
