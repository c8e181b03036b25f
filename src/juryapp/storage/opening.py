"""Opening and making database files, with every check on the way."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from juryapp.base.errors import BusyError, FileFormatError
from juryapp.base.files import make_folder
from juryapp.storage import checks, dialects, open_files, placing, refusals, schema
from juryapp.storage.engine import sqlite_engine

_JOURNAL: Final = (
    b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"  # how a journal begins that is to be played back
)


def open_file(
    path: Path, *, read_only: bool, before_migrating: Callable[[sa.Engine], None]
) -> sa.Engine:
    """Open a database file: whole, ours, up to date, its log unbroken, and locked for this program.

    Args:
        path: The file.
        read_only: Change nothing; then a broken log is no obstacle, so that it can be looked at.
        before_migrating: Makes a backup of an older database.

    Raises:
        FileFormatError: Not there, not ours, newer, damaged, with foreign parts, with a broken log.
        BusyError: Another program, or another window of this one, has it.
        UnavailableError: The machine does not let us.
    """
    _check_from_outside(path)
    with _named(path):
        if read_only:
            _undo_what_a_crash_left(path)
        engine = sqlite_engine(path, read_only=read_only)
        try:
            _check_inside(engine, path, read_only=read_only, before_migrating=before_migrating)
        except BaseException:
            engine.dispose()
            raise
    return engine


def look_into(path: Path) -> sa.Engine:
    """Open a file for a list: locked for a moment, and only what is quick is checked. Raises as above."""
    _check_from_outside(path)
    with _named(path):
        _undo_what_a_crash_left(path)
        engine = sqlite_engine(path, read_only=True)
        try:
            with engine.connect() as connection:
                version = checks.check_numbers(connection, path)
                _check_up_to_date(version, path)
                checks.check_schema(connection, path, version)
        except BaseException:
            engine.dispose()
            raise
    return engine


def _undo_what_a_crash_left(path: Path) -> None:
    """Let the transaction be undone that was under way when the power went: who only reads cannot do it."""
    if not _is_to_be_played_back(path.with_name(f"{path.name}-journal")):
        return
    engine = sqlite_engine(path)
    with contextlib.suppress(
        sa.exc.DBAPIError
    ):  # in use, or on a medium that is only read: told soon
        engine.connect().close()
    engine.dispose()


def _is_to_be_played_back(journal: Path) -> bool:
    try:
        with journal.open("rb") as file:
            return file.read(len(_JOURNAL)) == _JOURNAL
    except OSError:
        return False


def _check_from_outside(path: Path) -> None:
    if open_files.find(path) is not None:
        raise BusyError(refusals.BUSY)
    if not path.is_file():
        raise FileFormatError(refusals.NOT_THERE, code="E-NOT-FOUND", file=path.name)
    checks.check_header(path)


def _check_inside(
    engine: sa.Engine,
    path: Path,
    *,
    read_only: bool,
    before_migrating: Callable[[sa.Engine], None],
) -> None:
    with engine.connect() as connection:
        version = checks.check_numbers(connection, path)
        checks.check_whole(connection, path)
        checks.check_schema(connection, path, version)
    if version < schema.LATEST:
        if read_only:
            _check_up_to_date(version, path)
        before_migrating(engine)
        schema.migrate(engine)
    if not read_only:
        with engine.connect() as connection:
            checks.check_log(connection, path)


def _check_up_to_date(version: int, path: Path) -> None:
    if version < schema.LATEST:
        raise FileFormatError(refusals.OLDER, code="E-OLDER", file=path.name)


def make_file(path: Path) -> None:
    """Make an empty database by running all migrations; it appears at `path` whole or not at all."""
    make_folder(path.parent)
    with placing.temporary_file(path.parent) as temporary, _named(path):
        engine = sqlite_engine(temporary)
        try:
            schema.migrate(engine)
        finally:
            engine.dispose()
        placing.put(temporary, path)


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """Say which file it is that the machine or SQLite complains of."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        told = dialects.told(error)
        if told is None:
            raise
        if told.code == "E-DB-CORRUPT":
            raise checks.damaged(path) from error
        raise told from error
