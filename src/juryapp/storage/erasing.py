"""Erasing a juror's desk: which files are its own, and the mark that lets a crash in the middle do no harm.

A mark, `<desk>.erasing`, is written before anything is removed and goes last. So a desk is in use, or it is
marked; one that is marked is never opened again, and is erased to the end at the next start.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from juryapp.application.ports import ErasedDesk
from juryapp.base.errors import FileFormatError, UnavailableError, UserError
from juryapp.base.files import read_limited, write_atomically
from juryapp.base.paths import DataFolder
from juryapp.base.wiping import CANNOT_ERASE, check_erasable, erase_file, overwrite
from juryapp.domain.ids import is_id
from juryapp.storage import opening, placing, refusals
from juryapp.storage.refusals import SUFFIX
from juryapp.storage.unit_of_work import SqlUnitOfWork, Turnstile

log = logging.getLogger(__name__)
MARK: Final = ".erasing"
_MAX_NOTE: Final = 1 << 16
_BESIDE: Final = ("-journal", "-wal", "-shm")
_AT_WORK: Final = 60  # seconds in which a temporary file may still be in another program's hands
_ABANDONED: Final = 3600


def mark_of(path: Path) -> Path:
    """Return where the mark of the desk at `path` lies."""
    return path.with_suffix(MARK)


def refuse_if_marked(path: Path) -> None:
    """Raise UnavailableError (E-ERASING) if the desk at `path` is being erased."""
    if mark_of(path).exists():
        raise UnavailableError(refusals.BEING_ERASED, code="E-ERASING")


def desk_path(data: DataFolder, desk: ErasedDesk) -> Path:
    """Return where a desk's database lies. Raises ValueError for what are no ids."""
    if not is_id(desk.edition) or not is_id(desk.juror):
        raise ValueError(desk)
    return data.desks / f"{desk.edition}-{desk.juror}{SUFFIX}"


def check(data: DataFolder, desk: ErasedDesk) -> None:
    """Raise UnavailableError (E-ERASE, E-ERASE-LINK) if something of a desk could not be erased.

    The desk itself is open in this process.
    """
    path = desk_path(data, desk)
    for own in files_of(data, desk):
        check_erasable(own, is_open=own.name.startswith(path.name))


def mark(data: DataFolder, desk: ErasedDesk, note: bytes) -> None:
    """Mark a desk as being erased. Raises UnavailableError (E-ERASE): it is not marked."""
    path = desk_path(data, desk)
    try:
        write_atomically(mark_of(path), note, private=True)
    except UnavailableError as error:
        why = error.params.get("why", "")
        raise UnavailableError(CANNOT_ERASE, code="E-ERASE", file=path.name, why=why) from error


def overwrite_journal(data: DataFolder, desk: ErasedDesk) -> None:
    """Overwrite the journal of an open desk, in which earlier content stands: SQLite just removes it.

    While no transaction runs it is not in use, and one of zeros is none to go back by.
    """
    path = desk_path(data, desk)
    with contextlib.suppress(OSError):  # it is gone
        overwrite(path.with_name(f"{path.name}-journal"))


def marks(data: DataFolder) -> dict[Path, bytes]:
    """Return the notes of the marks, by where they lie."""
    found = {}
    for path in sorted(data.desks.glob(f"*{MARK}")) if data.desks.is_dir() else []:
        try:
            found[path] = read_limited(path, _MAX_NOTE)
        except (FileFormatError, UnavailableError) as error:
            log.warning("a mark cannot be read: %s", error.code)
    return found


def erase(data: DataFolder, desk: ErasedDesk) -> None:
    """Overwrite and remove everything of a desk but its mark."""
    own = list(files_of(data, desk))
    for path in own:
        erase_file(path)
    for folder in sorted({path.parent for path in own}, reverse=True):
        if desk_path(data, desk).stem in {folder.name, folder.parent.name}:
            with contextlib.suppress(OSError):  # something else lies there: it is not ours
                folder.rmdir()


def files_of(data: DataFolder, desk: ErasedDesk) -> Iterator[Path]:
    """Yield the files of a desk that are there: database, journals, backups, what was kept for it.

    The database comes before its journal: an old journal beside a new database is of no use to anybody.
    """
    path = desk_path(data, desk)
    parts = [path, *(path.with_name(path.name + end) for end in _BESIDE)]
    yield from (part for part in parts if part.exists() or part.is_symlink())
    yield from _backups(data, path.stem)
    yield from _kept_for_it(data, path.stem)
    yield from _left_over(data, desk)


def _backups(data: DataFolder, stem: str) -> Iterator[Path]:
    """Yield the backups of a desk; an edition may have the same name, and keeps its own."""
    is_edition = (data.editions / f"{stem}{SUFFIX}").exists()
    for path in _inside(data.backups / stem):
        if not is_edition or _is_desk(path):
            yield path


def _is_desk(path: Path) -> bool:
    try:
        engine = opening.look_into(path)
    except UserError:
        return False
    try:
        with SqlUnitOfWork(engine, Turnstile(), read_only=True) as uow:
            return uow.desk() is not None
    finally:
        engine.dispose()


def _kept_for_it(data: DataFolder, stem: str) -> Iterator[Path]:
    """Yield what lies in a folder of the desk's name, in whatever folder of ours that is."""
    others = {data.editions, data.backups}
    for folder in sorted(data.root.iterdir()):
        if folder.is_dir() and not folder.is_symlink() and folder not in others:
            yield from _inside(folder / stem)


def _inside(folder: Path) -> list[Path]:
    if not folder.is_dir() or folder.is_symlink():
        return []
    return sorted(path for path in folder.rglob("*") if path.is_symlink() or path.is_file())


def _left_over(data: DataFolder, desk: ErasedDesk) -> Iterator[Path]:
    """Yield temporary files that a crash left, unless another program may be writing them now."""
    for folder, age in (
        (data.desks, _AT_WORK),
        (data.keys, _AT_WORK),
        (data.editions, _ABANDONED),
    ):
        for path in sorted(folder.glob(f"{placing.TEMPORARY}*.tmp*")) if folder.is_dir() else []:
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < time.time() - age or _holds(path, desk):
                    yield path


def _holds(path: Path, desk: ErasedDesk) -> bool:
    """Return whether a copy of the desk lies in a file, however unfinished."""
    data = path.read_bytes()
    return any(trace.encode() in data for trace in desk.traces if trace)
