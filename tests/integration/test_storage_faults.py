"""What the machine does wrong: full disks, folders without rights, commits that report an error."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from juryapp.base.errors import BusyError, FileFormatError, UnavailableError, UserError
from juryapp.storage import dialects
from juryapp.storage.database import SqlDatabase
from storage_examples import (
    EDITION,
    an_edition,
    closed_edition,
    filled_edition,
    give,
    key,
    rows,
    said,
    store_in,
)


def fill_the_disk(database: SqlDatabase) -> None:
    """Let the file have no more pages than it has, as on a full disk."""
    raw = database.engine.raw_connection()
    (pages,) = raw.cursor().execute("PRAGMA page_count").fetchone()
    raw.cursor().execute(f"PRAGMA max_page_count = {pages}")
    raw.close()


def test_a_full_disk_is_told_and_nothing_of_the_step_is_kept(tmp_path: Path) -> None:
    database = filled_edition(store_in(tmp_path))
    give(database, said(key(), 1, 7))
    fill_the_disk(database)
    many = [said(key(who=f"N{n}"), 1, 7) for n in range(5000)]

    with pytest.raises(UnavailableError) as caught:
        give(database, *many)

    assert caught.value.code == "E-DISK-FULL"
    with database.unit_of_work() as uow:
        assert len(uow.marks.history(key().round)) == 1
        assert len(uow.journal.all()) == 4
    database.close()
    assert rows(Path(database.place), "PRAGMA integrity_check") == [("ok",)]


class Failing:
    """A driver's connection whose next commit fails, before or after it reached the disk."""

    def __init__(self, engine: sa.Engine, *, saved: bool) -> None:
        self._saved = saved
        self._engine = engine

    def __enter__(self) -> None:
        self._real = self._engine.dialect.do_commit
        self._engine.dialect.do_commit = self._commit  # type: ignore[method-assign, assignment]

    def __exit__(self, *_: object) -> None:
        self._engine.dialect.do_commit = self._real  # type: ignore[method-assign]

    def _commit(self, connection: Any) -> None:
        self._engine.dialect.do_commit = self._real  # type: ignore[method-assign]
        if self._saved:
            self._real(connection)
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
        raise error


def test_a_commit_that_reports_an_error_and_was_not_saved_is_told(tmp_path: Path) -> None:
    database = filled_edition(store_in(tmp_path))

    with pytest.raises(UnavailableError) as caught, Failing(database.engine, saved=False):
        give(database, said(key(), 1, 7))

    assert caught.value.code == "E-DISK"
    with database.unit_of_work() as uow:
        assert uow.marks.find(key()) is None
    assert give(database, said(key(), 1, 7)) == 1  # trying again helps
    database.close()


def test_a_commit_that_reports_an_error_but_was_saved_is_no_error(tmp_path: Path) -> None:
    database = filled_edition(store_in(tmp_path))

    with Failing(database.engine, saved=True):
        give(database, said(key(), 1, 7))

    with database.unit_of_work() as uow:
        assert uow.marks.find(key()) is not None
    database.close()


def test_when_it_cannot_be_read_back_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = filled_edition(store_in(tmp_path))

    def unreadable(_uow: object) -> int:
        raise sa.exc.OperationalError("SELECT", {}, sqlite3.OperationalError("disk I/O error"))

    def fail() -> None:
        with database.unit_of_work() as uow, Failing(database.engine, saved=True):
            uow.put_edition(an_edition(title="Another"))
            monkeypatch.setattr(type(uow), "_count_commit", lambda _uow: 9)
            monkeypatch.setattr(type(uow), "_committed", unreadable)
            uow.commit()

    with pytest.raises(UnavailableError) as caught:
        fail()

    assert caught.value.code == "E-UNSURE"
    database.close()


def error_with(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("for a test")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "kind", "name"),
    [
        (sqlite3.SQLITE_BUSY, BusyError, "E-BUSY"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, BusyError, "E-BUSY"),
        (sqlite3.SQLITE_LOCKED, BusyError, "E-BUSY"),
        (sqlite3.SQLITE_FULL, UnavailableError, "E-DISK-FULL"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, UnavailableError, "E-RIGHTS"),
        (sqlite3.SQLITE_CANTOPEN, UnavailableError, "E-RIGHTS"),
        (sqlite3.SQLITE_IOERR_WRITE, UnavailableError, "E-DISK"),
        (sqlite3.SQLITE_CORRUPT, FileFormatError, "E-DB-CORRUPT"),
        (sqlite3.SQLITE_NOTADB, FileFormatError, "E-DB-CORRUPT"),
    ],
)
def test_what_the_machine_is_to_blame_for_is_told(
    code: int, kind: type[UserError], name: str
) -> None:
    told = dialects.told(sa.exc.OperationalError("", {}, error_with(code)))

    assert type(told) is kind
    assert told.code == name


@pytest.mark.parametrize("code", [sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_ERROR])
def test_a_bug_of_ours_is_not_told_as_trouble(code: int) -> None:
    assert dialects.told(error_with(code)) is None
    assert dialects.told(ValueError()) is None


def test_a_server_that_does_not_answer_is_told() -> None:
    told = dialects.told(sa.exc.OperationalError("", {}, OSError("connection refused")))

    assert told is not None
    assert told.code == "E-SERVER"


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="needs a user who can be refused something"
)
def test_a_folder_without_rights_is_told(tmp_path: Path) -> None:
    path = closed_edition(tmp_path)
    path.parent.chmod(0o500)
    try:
        database = store_in(tmp_path).open_edition(EDITION)
        with pytest.raises(UnavailableError):
            give(database, said(key(), 1, 7))
        database.close()
    finally:
        path.parent.chmod(0o700)
