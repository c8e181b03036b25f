"""Whether the file that is open is still the one at its path.

SQLite goes on writing into a file that was deleted, moved or replaced while it was open, and calls each
commit durable; all of it is gone when the program ends. A sync program or a tidy colleague is enough for
that. So every commit looks first. Only the directory is asked: opening the file would give its lock away.
"""

from __future__ import annotations

from pathlib import Path

from juryapp.base.errors import UnavailableError
from juryapp.storage import refusals


class Whereabouts:
    """Remembers which file is at a path, from the moment it was opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = _identity(path)

    def is_there(self) -> bool:
        """Return whether anything is at the path."""
        return _identity(self._path) is not None

    def check(self) -> None:
        """Raise UnavailableError if the file is gone (E-GONE), or another took its place (E-REPLACED)."""
        now = _identity(self._path)
        if now is None:
            raise UnavailableError(refusals.GONE, code="E-GONE", place=str(self._path))
        if now != self._known:
            raise UnavailableError(refusals.REPLACED, code="E-REPLACED", place=str(self._path))

    def look_anew(self) -> None:
        """Take the file that is there now for the right one."""
        self._known = _identity(self._path)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    except OSError:  # a share that does not answer: the commit itself will tell
        return (0, 0)
    return found.st_dev, found.st_ino
