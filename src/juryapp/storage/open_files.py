"""Which database files this process has open.

On POSIX a process loses its lock on a file when it closes *any* handle on it, so a file that is open here
must never be opened by anything but its own connection: not for a list, not for a look at its header.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from juryapp.storage.database import SqlDatabase

_open: Final[WeakValueDictionary[Path, SqlDatabase]] = WeakValueDictionary()
_guard: Final = threading.Lock()


def add(path: Path, database: SqlDatabase) -> None:
    """Remember that `database` has the file at `path` open."""
    with _guard:
        _open[path.resolve()] = database


def forget(path: Path) -> None:
    """Forget a file that was closed."""
    with _guard:
        _open.pop(path.resolve(), None)


def find(path: Path) -> SqlDatabase | None:
    """Return the database that has the file at `path` open in this process, or None."""
    with _guard:
        return _open.get(path.resolve())
