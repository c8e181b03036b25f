"""Erasing files: what stood in them is overwritten once, then they are removed.

This is as much as a program can do, and it is not everything. A solid-state disk, a memory stick, or a file
system that writes changes to another place may keep what stood there before, until it needs the room; so may
backups of the whole disk, and cloud folders. Whoever tells people that something was erased tells them that
too.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

from juryapp.base.errors import UnavailableError
from juryapp.base.i18n import N_

_BLOCK: Final = 1 << 20

CANNOT_ERASE = N_(
    "“{file}” cannot be erased: {why}. Close other programs that may have it open, and check that you may"
    " write in its folder. Nothing was erased."
)
NOT_ALL_ERASED = N_(
    "“{file}” could not be erased: {why}. Close other programs that may have it open, then start juryapp"
    " again: it goes on with the erasing where it stopped."
)
IS_LINK = N_(
    "“{file}” is a link to a file elsewhere, and juryapp erases nothing outside of its own folder. Take the"
    " link away, then try again. Nothing was erased."
)


def check_erasable(path: Path, *, is_open: bool = False) -> None:
    """Raise UnavailableError (E-ERASE, E-ERASE-LINK) if `path` could not be erased; nothing is changed.

    Args:
        path: An existing file.
        is_open: This process has it locked; opening it anew, and closing that, would lose the lock.
    """
    if path.is_symlink():
        raise UnavailableError(IS_LINK, code="E-ERASE-LINK", file=path.name)
    try:
        if not os.access(path.parent, os.W_OK) or not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        if not is_open:
            path.open("r+b").close()
    except OSError as error:
        raise UnavailableError(
            CANNOT_ERASE, code="E-ERASE", file=path.name, why=_why(error)
        ) from error


def erase_file(path: Path) -> None:
    """Overwrite the content of `path` once and remove it. A file that is not there is erased already.

    Raises:
        UnavailableError: The machine does not let us (E-NOT-ALL-ERASED); trying again goes on.
    """
    try:
        if not path.is_symlink():  # what a link shows lies elsewhere
            overwrite(path)
        path.unlink(missing_ok=True)
    except FileNotFoundError:
        return
    except OSError as error:
        raise UnavailableError(
            NOT_ALL_ERASED, code="E-NOT-ALL-ERASED", file=path.name, why=_why(error)
        ) from error


def overwrite(path: Path) -> None:
    """Overwrite the content of `path` once; the file stays, as long as it was. Raises OSError."""
    left = path.stat().st_size
    with path.open("r+b", buffering=0) as file:
        while left > 0:
            left -= file.write(bytes(min(left, _BLOCK)))
        os.fsync(file.fileno())


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__
