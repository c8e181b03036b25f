"""Files written whole or not at all, read with a limit, and hashed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from juryapp.base.errors import FileFormatError, UnavailableError
from juryapp.base.i18n import N_

_CANNOT_SYNC: Final = (errno.EINVAL, errno.ENOTSUP, errno.EBADF)  # folders on some network drives
REPLACE_TRIES: Final = 5  # Windows refuses to replace a file that a virus scanner has just opened

NOT_FOUND = N_("The file “{file}” is not there. Check the name, or whether it has been moved.")
NOT_READABLE = N_("The file “{file}” cannot be read: {why}. Check that you may open it.")
TOO_BIG = N_(
    "The file “{file}” is larger than such a file can be ({limit} MB). Check that it is the right one."
)
NOT_WRITABLE = N_(
    "“{file}” cannot be written: {why}. Choose another folder, or make room, and try again."
)


def sha256(data: bytes) -> str:
    """Return the SHA-256 of `data` as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def check_there(path: Path) -> None:
    """Raise FileFormatError (E-NOT-FOUND) unless `path` is a file."""
    if not path.is_file():
        raise FileFormatError(NOT_FOUND, code="E-NOT-FOUND", file=path.name)


def read_limited(path: Path, limit: int) -> bytes:
    """Return the bytes of `path`, which may have at most `limit` bytes.

    Raises:
        FileFormatError: It is not there (E-NOT-FOUND) or larger than `limit` (E-SIZE).
        UnavailableError: The machine does not let us read it.
    """
    try:
        check_there(path)
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise UnavailableError(NOT_READABLE, file=path.name, why=_why(error)) from error
    if len(data) > limit:
        raise FileFormatError(TOO_BIG, code="E-SIZE", file=path.name, limit=max(1, limit >> 20))
    return data


def write_atomically(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write `data` to `path`: afterwards the file is whole, or it is as it was before.

    A temporary file in the same folder is written, synced, read back and renamed; then the folder is synced.

    Args:
        path: Where to write; its folder must exist.
        data: What to write.
        private: Only the owner may read the file (keys).

    Raises:
        UnavailableError: Disk full, no rights, folder gone; nothing is left behind.
    """
    with writing_atomically(path, private=private) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        file.seek(0)
        if file.read() != data:
            raise OSError(errno.EIO, os.strerror(errno.EIO))


@contextlib.contextmanager
def writing_atomically(path: Path, *, private: bool = False) -> Iterator[IO[bytes]]:
    """Give a file to write to; it takes the place of `path` when the block ends without an error.

    Raises:
        UnavailableError: As for `write_atomically`.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".juryapp-", suffix=".tmp", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if not private and os.name == "posix":
            temporary.chmod(0o666 & ~_UMASK)
        _replace(temporary, path)
        _sync_folder(path.parent)
    except OSError as error:
        raise UnavailableError(NOT_WRITABLE, file=path.name, why=_why(error)) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make the folder `path` and those above it.

    Raises:
        UnavailableError: The machine does not let us.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnavailableError(NOT_WRITABLE, file=path.name, why=_why(error)) from error


def _replace(temporary: Path, path: Path) -> None:
    for again in range(REPLACE_TRIES):
        try:
            os.replace(temporary, path)  # noqa: PTH105 - the atomic one, by its own name
        except PermissionError:
            if again == REPLACE_TRIES - 1 or os.name != "nt":
                raise
            time.sleep(0.05 * (again + 1))
        else:
            return


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return  # Windows has no handle on a folder to sync
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return  # a folder that may be written but not read
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise
    finally:
        os.close(descriptor)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


_UMASK: Final = _umask()  # asked once: for a moment any file made by another thread is open to all


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__
