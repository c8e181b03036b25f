"""The bytes of attachments beside the program's own backups: kept once, however many backups there are.

There may be fifty backups of an edition, and hundreds of megabytes of attachments. So a backup that the
program makes by itself holds the list of them only, and the bytes lie in a folder beside the backups, each
file under its hash. Putting a backup back takes them from there; a copy that a person asks for is whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from juryapp.application.ports import Database, UnitOfWork
from juryapp.base.files import make_folder, writing_atomically
from juryapp.domain.attachments import PIECE

FOLDER: Final = "attachments"
_NAME: Final = re.compile(r"[0-9a-f]{64}")


def keep(database: Database, folder: Path) -> None:
    """Write what a database holds and does not lie in `folder` yet; mark the rest as used still.

    Raises:
        UnavailableError: Disk full, no rights.
    """
    with database.unit_of_work() as uow:
        stored = sorted(uow.attachments.stored())
    if stored:
        make_folder(folder)
    for sha256 in stored:
        path = folder / sha256
        if path.exists():
            with contextlib.suppress(OSError):
                path.touch()
            continue
        with database.unit_of_work() as uow:
            pieces = list(uow.attachments.pieces(sha256))
        _write(path, pieces)


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file unless the bytes are not what the hash says: one that is damaged is no backup."""
    data = list(pieces)
    digest = hashlib.sha256()
    for piece in data:
        digest.update(piece)
    if digest.hexdigest() == path.name:
        with writing_atomically(path) as file:
            file.writelines(data)


def fill_in(uow: UnitOfWork, folder: Path) -> None:
    """Put into a database what it lists, lacks, and what lies whole in `folder`."""
    stored = uow.attachments.stored()
    for sha256 in sorted({a.sha256 for a in uow.attachments.all()} - stored):
        path = folder / sha256
        if not path.is_file():
            continue
        with contextlib.suppress(OSError):
            _fill_in_one(uow, path)


def _fill_in_one(uow: UnitOfWork, path: Path) -> None:
    digest, count = hashlib.sha256(), 0
    for n, piece in enumerate(_pieces_of(path)):
        digest.update(piece)
        uow.attachments.add_piece(path.name, n, piece)
        count = n + 1
    if digest.hexdigest() == path.name and count:
        uow.attachments.finish(path.name, count)


def _pieces_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def prune(folder: Path, oldest: datetime) -> None:
    """Remove what no backup lists any more: what was last used before the oldest one was made."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if _NAME.fullmatch(path.name):
            with contextlib.suppress(OSError):  # a file too many harms nobody
                if path.stat().st_mtime < oldest.timestamp():
                    path.unlink()
