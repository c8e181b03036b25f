"""Today's database taken back to the structure of the first version of the program."""

from __future__ import annotations

import re
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
        _forget_kinds(connection)
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
        connection.execute("VACUUM")


def _forget_kinds(connection: sqlite3.Connection) -> None:
    """Make the criteria's table as it was before there were kinds."""
    query = "SELECT sql FROM sqlite_schema WHERE name = 'criterion'"
    ((now,),) = connection.execute(query).fetchall()
    kept = "\n".join(line for line in now.splitlines() if "kind" not in line)
    before = re.sub(r",\s*\)\s*(STRICT)?$", r"\n) \1", kept.rstrip())
    columns = ", ".join(
        name for _, name, *_ in connection.execute("PRAGMA table_info(criterion)") if name != "kind"
    )
    connection.execute("ALTER TABLE criterion RENAME TO criterion_now")
    connection.execute(before)
    connection.execute(f"INSERT INTO criterion SELECT {columns} FROM criterion_now")
    connection.execute("DROP TABLE criterion_now")
