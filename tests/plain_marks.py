"""The least that could be called the same: one row in one table, kept as safely as ours, by plain sqlite3."""

from __future__ import annotations

import sqlite3
from pathlib import Path

INSERT = "INSERT INTO mark VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def plain_marks(path: Path) -> sqlite3.Connection:
    """Open a file with one table of marks and one of a log."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = DELETE", "synchronous = EXTRA"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(
        "CREATE TABLE mark (round, juror, nominee, criterion, rev, hash, state, points, note, at,"
        " device, UNIQUE (round, juror, nominee, criterion, rev, hash))"
    )
    connection.execute("CREATE TABLE log (seq INTEGER PRIMARY KEY, body)")
    return connection


def insert_plainly(connection: sqlite3.Connection, n: int) -> None:
    """Commit a mark and a line of a log."""
    row = ("R", "J", "N", "C", n, "h" * 64, "mark", 7, "", "2026-11-12T13:02:07Z", "D")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(INSERT, row)
    connection.execute("INSERT INTO log VALUES (?, '{}')", (n,))
    connection.execute("COMMIT")
