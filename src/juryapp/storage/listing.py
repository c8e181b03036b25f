"""The lines of the lists of editions and desks; a file that cannot be opened is a line with a problem."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar

import sqlalchemy as sa

from juryapp.application.desk.receipts import Reception
from juryapp.application.desk.standing import desk_standing
from juryapp.application.ports import StoredDesk, StoredEdition
from juryapp.base.errors import BusyError, UserError
from juryapp.domain.award import status_of
from juryapp.domain.protocol import standing_approvals
from juryapp.storage import open_files, opening, refusals
from juryapp.storage import tables as t
from juryapp.storage.engine import peeking_engine
from juryapp.storage.erasing import mark_of
from juryapp.storage.tables.base import table_of
from juryapp.storage.unit_of_work import SqlUnitOfWork, Turnstile

L = TypeVar("L", StoredEdition, StoredDesk)
_UNREADABLE: Final = (UserError, sa.exc.SQLAlchemyError, LookupError, ValueError)
_entry = table_of(t.LogEntryRow)


def edition_line(path: Path) -> StoredEdition:
    """Return the line of an edition's file; never raises for what is in the file."""
    unreadable = StoredEdition(
        id=path.stem,
        title="",
        year=0,
        award_name="",
        status="",
        place=str(path),
        changed="",
        problem=refusals.IS_DAMAGED,
    )
    return _line(path, edition_of, unreadable)


def own_line(path: Path) -> StoredEdition:
    """Return the line of a file among the program's own, which are named by their editions' ids."""
    line = edition_line(path)
    if line.id == path.stem:
        return line
    return replace(line, id=path.stem, problem=refusals.IS_COPY)


def desk_line(path: Path) -> StoredDesk:
    """Return the line of a desk's file; never raises for what is in the file."""
    unreadable = StoredDesk(
        edition=path.stem,
        juror="",
        title="",
        juror_name="",
        place=str(path),
        changed="",
        handed_in=False,
        problem=refusals.IS_DAMAGED,
    )
    if mark_of(path).exists():
        return replace(unreadable, problem=refusals.IS_BEING_ERASED)
    return _line(path, desk_of, unreadable)


def _line(path: Path, read: Callable[[SqlUnitOfWork, str], L], unreadable: L) -> L:
    try:
        with _reading(path) as uow:
            return read(uow, str(path))
    except BusyError:
        return _peeked(path, read, unreadable)
    except LookupError:
        return replace(unreadable, problem=refusals.IS_EMPTY)
    except _UNREADABLE as error:
        return replace(unreadable, problem=_problem(error))


def _problem(error: Exception) -> str:
    code = error.code if isinstance(error, UserError) else ""
    return refusals.PROBLEMS.get(code or "", refusals.IS_DAMAGED)


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[SqlUnitOfWork]:
    """Give a look into a file, through its own connection if this process has it open."""
    known = open_files.find(path)
    if known is not None:
        with known.unit_of_work() as uow:
            yield uow
        return
    engine = opening.look_into(path)
    try:
        with SqlUnitOfWork(engine, Turnstile(), read_only=True) as uow:
            yield uow
    finally:
        engine.dispose()


def _peeked(path: Path, read: Callable[[SqlUnitOfWork, str], L], unreadable: L) -> L:
    """Return what can be seen of a file that another program has open: its title, if all goes well."""
    engine = peeking_engine(path)
    try:
        with SqlUnitOfWork(engine, Turnstile(), read_only=True) as uow:
            return replace(read(uow, str(path)), problem=refusals.IS_BUSY)
    except _UNREADABLE:
        return replace(unreadable, problem=refusals.IS_BUSY)
    finally:
        engine.dispose()


def edition_of(uow: SqlUnitOfWork, place: str) -> StoredEdition:
    """Return the line of an open edition. Raises LookupError if none was set up."""
    edition = uow.edition()
    rounds = uow.rounds.all()
    approved = bool(standing_approvals(uow.protocols(), uow.reopenings.all()))
    return StoredEdition(
        id=edition.id,
        title=edition.title,
        year=edition.year,
        award_name=edition.award_name,
        status=str(status_of(rounds[-1] if rounds else None, approved=approved)),
        place=place,
        changed=_changed(uow) or edition.made,
    )


def desk_of(uow: SqlUnitOfWork, place: str) -> StoredDesk:
    """Return the line of an open desk. Raises LookupError if no package was opened on it."""
    info, edition = uow.desk(), uow.edition()
    if info is None:
        raise LookupError("no package was opened on this desk")
    juror, standing = uow.jurors.all()[0], desk_standing(uow)
    return StoredDesk(
        edition=edition.id,
        juror=juror.id,
        title=edition.title,
        juror_name=juror.name,
        place=place,
        changed=_changed(uow) or edition.made,
        handed_in=bool(info.handed_in),
        finished=standing.finished,
        total=standing.total,
        received=standing.reception is Reception.RECEIVED,
    )


def _changed(uow: SqlUnitOfWork) -> str:
    """Return the instant of the newest log entry, or ""."""
    return uow.connection.execute(sa.select(sa.func.max(_entry.c.made_at))).scalar() or ""
