"""What can be wrong with an edition's file: each function spoils a sound one in one way, in its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from storage_examples import tamper, without_trigger


def not_sqlite(path: Path) -> None:
    path.write_bytes(b"This is a letter, not a database. " * 40)


def too_short(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def another_program(path: Path) -> None:
    path.unlink()
    tamper(path, "CREATE TABLE moz_places (id)")


def newer(path: Path) -> None:
    tamper(path, "PRAGMA user_version = 99")


def corrupt_page(path: Path) -> None:
    """Overwrite the page in which the marks begin."""
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT rootpage FROM sqlite_schema WHERE name = 'mark_statement'"
        (page,) = connection.execute(query).fetchone()
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = b"\x99" * 4096
    path.write_bytes(bytes(data))


def truncated(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 3 // 4])


def truncated_to_its_header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:150])


def foreign_trigger(path: Path) -> None:
    tamper(
        path,
        "CREATE TRIGGER t AFTER INSERT ON log_entry BEGIN DELETE FROM current_mark; END",
    )


def lost_trigger(path: Path) -> None:
    tamper(path, "DROP TRIGGER log_entry_no_delete")


def view_instead_of_table(path: Path) -> None:
    tamper(
        path,
        "ALTER TABLE private_note RENAME TO real_note",
        "CREATE VIEW private_note AS SELECT nominee, load_extension('evil') AS wording"
        " FROM real_note",
    )


def weaker_table(path: Path) -> None:
    tamper(
        path,
        "DROP TABLE private_note",
        "CREATE TABLE private_note (nominee TEXT NOT NULL PRIMARY KEY, wording TEXT) STRICT",
    )


def chain_edit(path: Path) -> None:
    without_trigger(
        path, "log_entry_no_update", "UPDATE log_entry SET actor = 'chair' WHERE seq = 2"
    )


def chain_gap(path: Path) -> None:
    without_trigger(path, "log_entry_no_delete", "DELETE FROM log_entry WHERE seq = 2")


def view_edit(path: Path) -> None:
    tamper(path, "UPDATE current_mark SET points = 20")


def reference_to_nothing(path: Path) -> None:
    tamper(path, "INSERT INTO nominee VALUES ('X', 9, 'X', 'NOWHERE', '', '', 0)")


def chain_tail_cut(path: Path) -> None:
    without_trigger(path, "log_entry_no_delete", "DELETE FROM log_entry WHERE seq > 2")


Build = Callable[[Path], None]

DATABASES: Final[dict[str, dict[str, Build]]] = {
    "not_sqlite": {"a letter": not_sqlite, "a beginning": too_short, "empty": empty},
    "wrong_app_id": {"another program": another_program},
    "newer_version": {"version 99": newer},
    "corrupt_page": {"of marks": corrupt_page},
    "truncated": {"three quarters": truncated, "the header": truncated_to_its_header},
    "trigger": {"foreign": foreign_trigger, "lost": lost_trigger},
    "view_instead_of_table": {"view": view_instead_of_table, "weaker table": weaker_table},
    "chain_gap": {"removed": chain_gap},
    "chain_edit": {"edited": chain_edit},
    "chain_tail_cut": {"cut": chain_tail_cut},
}
