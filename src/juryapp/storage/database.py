"""One open database: an edition or a desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from juryapp.base.errors import UnavailableError
from juryapp.storage import copying, dialects, open_files, refusals
from juryapp.storage.unit_of_work import SqlUnitOfWork, Turnstile
from juryapp.storage.whereabouts import Whereabouts


class SqlDatabase:
    """A database that this program has open, alone if it is a file; `close()` lets it go."""

    def __init__(
        self, engine: sa.Engine, place: str, *, path: Path | None = None, read_only: bool = False
    ) -> None:
        self._engine = engine
        self._place = place
        self._path = path
        self._read_only = read_only
        self._closed = False
        self._turnstile = Turnstile()
        self._whereabouts = None if path is None else Whereabouts(path)
        if path is not None:
            open_files.add(path, self)

    @property
    def place(self) -> str:
        """The path or URL, without any password."""
        return self._place

    @property
    def read_only(self) -> bool:
        """Whether it was opened for reading only."""
        return self._read_only

    @property
    def engine(self) -> sa.Engine:
        """The engine, for storage/ alone."""
        return self._engine

    def unit_of_work(self) -> SqlUnitOfWork:
        """Return a new transaction, to be used in a `with`."""
        self._check_open()
        return SqlUnitOfWork(
            self._engine,
            self._turnstile,
            read_only=self._read_only,
            whereabouts=self._whereabouts,
        )

    def backup(self, target: Path, *, light: bool = False) -> None:
        """Write a verified copy to `target`, atomically; a `light` one holds no bytes of attachments.

        Raises:
            UnavailableError: It could not be written, or did not come out like the original.
            FileFormatError: The original is damaged.
        """
        self._check_open()
        with self._turnstile.alone():
            try:
                copying.write_copy(self._engine, target, light=light)
            except sa.exc.DBAPIError as error:
                if dialects.told(error) is None:
                    raise
                raise UnavailableError(
                    refusals.NO_COPY, code="E-BACKUP", file=target.name
                ) from error

    def put_back(self) -> None:
        """Write the file again where it was, if it was deleted or moved while it was open.

        Raises:
            UnavailableError: Another file is in its place, or it could not be written.
        """
        self._check_open()
        if self._path is None or self._whereabouts is None:
            return  # a server keeps its own files
        with self._turnstile.alone():
            if self._whereabouts.is_there():
                self._whereabouts.check()
                return
            try:
                copying.write_copy(self._engine, self._path)
            except sa.exc.DBAPIError as error:
                raise dialects.told(error) or error from error
            self._engine.dispose()  # the next transaction opens and locks the file that is there now
            self._whereabouts.look_anew()

    def close(self, *, first: Callable[[], object] | None = None) -> None:
        """Close it; closing again does nothing.

        Args:
            first: Done while no transaction runs, and the file is still locked.
        """
        if self._closed:
            return
        with self._turnstile.alone():
            if first is not None:
                first()
            self._closed = True
            self._engine.dispose()
        if self._path is not None:
            open_files.forget(self._path)

    def _check_open(self) -> None:
        if self._closed:
            raise RuntimeError("the database was closed")
