"""Putting a backup back: checked on a copy, so that nothing hostile is ever opened in place."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from juryapp.application.ports import Unpack
from juryapp.base.errors import BusyError, FileFormatError, RuleError, UnavailableError
from juryapp.base.files import make_folder
from juryapp.base.instants import instant_text
from juryapp.domain.ids import EditionId, is_id
from juryapp.storage import (
    attachment_files,
    checks,
    copying,
    open_files,
    opening,
    placing,
    refusals,
)
from juryapp.storage.engine import sqlite_engine
from juryapp.storage.unit_of_work import SqlUnitOfWork, Turnstile

Prepare = Callable[[SqlUnitOfWork], object]


@contextlib.contextmanager
def checked(
    backup: Path,
    folder: Path,
    *,
    unpack: Unpack | None = None,
    prepare: Prepare | None = None,
    a_desk: bool = False,
) -> Iterator[tuple[Path, EditionId]]:
    """Give a checked copy of a backup, lying in `folder`, and the edition that it holds.

    Args:
        backup: The file.
        folder: Where the copy lies until it is put elsewhere.
        unpack: Writes the database that lies in `backup`; None: `backup` itself is it.
        prepare: Looks at the checked copy and changes it.
        a_desk: It must be a juror's desk; else it must be none.

    Raises:
        FileFormatError: With a code: E-NOT-FOUND, E-DB-HEADER, E-DB-APPID, E-VERSION, E-DB-CORRUPT,
            E-DB-SCHEMA, E-CHAIN, E-DB-VIEW, E-DB-EMPTY or E-DESK.
    """
    if open_files.find(backup) is not None:
        raise BusyError(refusals.BUSY)
    if not backup.is_file():
        raise FileFormatError(refusals.NOT_THERE, code="E-NOT-FOUND", file=backup.name)
    make_folder(folder)
    with placing.temporary_file(folder) as temporary:
        _fill(temporary, backup, unpack)
        try:
            edition = _examined(temporary, backup, a_desk=a_desk)
        except FileFormatError as error:
            raise error.named(backup.name) from error
        if unpack is None:
            _prepare(temporary, lambda uow: attachment_files.fill_in(uow, _beside(backup)))
        if prepare is not None:
            _prepare(temporary, prepare)
        yield temporary, edition


def _beside(backup: Path) -> Path:
    """Return where the bytes of attachments lie that a backup of the program's own only lists."""
    return backup.parent / attachment_files.FOLDER


def _fill(temporary: Path, backup: Path, unpack: Unpack | None) -> None:
    try:
        if unpack is not None:
            unpack(temporary)
        else:
            shutil.copyfile(backup, temporary)
    except OSError as error:
        raise UnavailableError(refusals.NO_COPY, file=backup.name) from error


def _prepare(temporary: Path, prepare: Prepare) -> None:
    engine = sqlite_engine(temporary)
    try:
        with SqlUnitOfWork(engine, Turnstile(), read_only=False) as uow:
            prepare(uow)
            uow.commit()
    finally:
        engine.dispose()


@contextlib.contextmanager
def reading(path: Path) -> Iterator[SqlUnitOfWork]:
    """Give a unit of work to look at a copy that nobody else has."""
    engine = sqlite_engine(path, read_only=True)
    try:
        with SqlUnitOfWork(engine, Turnstile(), read_only=True) as uow:
            yield uow
    finally:
        engine.dispose()


def _examined(temporary: Path, backup: Path, *, a_desk: bool) -> EditionId:
    engine = opening.open_file(temporary, read_only=False, before_migrating=_no_need)
    try:
        with engine.connect() as connection:
            checks.check_whole(connection, backup, thoroughly=True)
            checks.check_views(connection, backup)
        return _edition_in(engine, backup, a_desk=a_desk)
    finally:
        engine.dispose()


def _no_need(_engine: sa.Engine) -> None:
    """The backup itself stays as it is."""


def _edition_in(engine: sa.Engine, backup: Path, *, a_desk: bool) -> EditionId:
    with SqlUnitOfWork(engine, Turnstile(), read_only=True) as uow:
        is_desk = uow.desk() is not None
        if a_desk and not is_desk:
            raise FileFormatError(refusals.NO_DESK, code="E-DESK", file=backup.name)
        if is_desk and not a_desk:
            raise FileFormatError(refusals.A_DESK, code="E-DESK", file=backup.name)
        try:
            edition = uow.edition().id
        except LookupError as error:
            raise FileFormatError(
                refusals.NO_EDITION_INSIDE, code="E-DB-EMPTY", file=backup.name
            ) from error
    if not is_id(edition):  # it becomes a file's name
        raise checks.damaged(backup)
    return edition


def make_room(path: Path, edition: EditionId, now: datetime) -> None:
    """Set a damaged file aside, so that a backup can take its place.

    Raises:
        RuleError: The file that is there is whole, or open: it stays.
    """
    if not path.exists():
        return
    if open_files.find(path) is not None or not _is_damaged(path):
        raise RuleError(refusals.EDITION_EXISTS, code="E-EXISTS", edition=edition)
    stamp = instant_text(now).replace("-", "").replace(":", "")
    for part in (path, path.with_name(f"{path.name}-journal")):
        if part.exists():
            part.rename(part.with_name(f"{part.name}.damaged-{stamp}"))


def _is_damaged(path: Path) -> bool:
    try:
        engine = opening.open_file(path, read_only=True, before_migrating=_no_need)
    except FileFormatError as error:
        return error.code in {"E-DB-CORRUPT", "E-DB-HEADER", "E-DB-SCHEMA"}
    except UnavailableError:
        return False
    engine.dispose()
    return False


def fill(temporary: Path, empty: sa.Engine) -> None:
    """Copy the rows of a checked backup into an empty database on a server."""
    engine = sqlite_engine(temporary, read_only=True)
    try:
        copying.copy_rows(engine, empty)
    finally:
        engine.dispose()
        empty.dispose()
