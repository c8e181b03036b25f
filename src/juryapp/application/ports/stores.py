"""Databases of this data folder: opening, listing, backing up."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from juryapp.application.ports.units import UnitOfWork
from juryapp.domain.ids import (
    EditionId,
    JurorId,
)

Unpack = Callable[[Path], object]


class Database(Protocol):
    """One open database: an edition or a desk. Closing it lets other programs open it."""

    @property
    def place(self) -> str:
        """The path or URL, without any password."""
        ...

    @property
    def read_only(self) -> bool:
        """Whether it was opened for reading only."""
        ...

    def unit_of_work(self) -> UnitOfWork:
        """Return a new transaction, to be used in a `with`."""
        ...

    def backup(self, target: Path, *, light: bool = False) -> None:
        """Write a verified copy to `target`, atomically; a `light` one holds no bytes of attachments."""
        ...

    def put_back(self) -> None:
        """Write the file again if it was deleted or moved while it was open. Raises UnavailableError."""
        ...

    def close(self) -> None:
        """Close it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEdition:
    """A line of `edition list`; `problem` is an N_ text if the file cannot be opened."""

    id: str
    title: str
    year: int
    award_name: str
    status: str  # of domain.award.Status
    place: str
    changed: str  # instant
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDesk:
    """A juror's desk on this machine."""

    edition: str
    juror: str
    title: str
    juror_name: str
    place: str
    changed: str  # instant
    handed_in: bool
    finished: int = 0  # nominees that need nothing more
    total: int = 0
    received: bool = False  # the newest score file, as the secretariat's receipt says
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedDesk:
    """A desk that is to be erased, and what tells its copies from others."""

    edition: EditionId
    juror: JurorId
    traces: tuple[str, ...]  # its chain and its device: no other desk or edition has them


class Store(Protocol):
    """The databases of this data folder (or the place named by --database)."""

    def editions(self) -> list[StoredEdition]:
        """Return the editions, newest first."""
        ...

    def desks(self) -> list[StoredDesk]:
        """Return the jurors' desks on this machine, newest first."""
        ...

    def create_edition(self, edition: EditionId) -> Database:
        """Make an empty database for a new edition, open. Raises RuleError if there is one."""
        ...

    def discard(self, database: Database, edition: EditionId) -> None:
        """Close and remove a database that was just made, when the edition could not be put into it."""
        ...

    def open_edition(self, edition: str, *, read_only: bool = False) -> Database:
        """Open an edition by id. Raises UsageError (unknown), BusyError, FileFormatError (damaged, newer)."""
        ...

    def open_place(self, place: str, *, read_only: bool = False) -> Database:
        """Open the database at a path or URL in place. Raises as `open_edition`."""
        ...

    def desk(self, edition: EditionId, juror: JurorId) -> Database:
        """Open a juror's desk, made if there is none."""
        ...

    def put_desk(
        self,
        edition: EditionId,
        juror: JurorId,
        source: Path,
        *,
        unpack: Unpack,
        prepare: Callable[[UnitOfWork], object],
        gives_way: Callable[[UnitOfWork], object],
    ) -> Database:
        """Check a desk that comes from elsewhere, put it in, and return it open.

        Args:
            edition: Which edition it is of.
            juror: Whose it is.
            source: The file that it came in; its name stands in what is said about it.
            unpack: Writes the database that lies in `source` to a path.
            prepare: Looks at the checked copy and changes it; what it raises keeps the copy out.
            gives_way: Looks at the desk that is here; what it raises keeps that one. Else a backup of it is
                made, and the new one takes its place.

        Raises:
            FileFormatError: It is not one, or damaged, newer, tampered with; nothing is left.
            BusyError: The one that is here is open in another window.
        """
        ...

    def restore(
        self,
        backup: Path,
        *,
        unpack: Unpack | None = None,
        prepare: Callable[[UnitOfWork], object] | None = None,
    ) -> EditionId:
        """Check a backup and put it in as an edition (which must not exist).

        Args:
            backup: The file; its name stands in what is said about it.
            unpack: Writes the database that lies in `backup` to a path; None: `backup` itself is it.
            prepare: Looks at the checked copy and changes it, before it is put in; what it raises keeps the
                copy out.

        Raises:
            FileFormatError: It is not one, or damaged, newer, tampered with, or a desk's; nothing is left.
            RuleError: The edition is there, and whole.
        """
        ...

    def examine(
        self, backup: Path, *, unpack: Unpack | None = None
    ) -> AbstractContextManager[UnitOfWork]:
        """Give a checked copy of a backup to look at; it is gone afterwards. Raises as `restore`."""
        ...

    def snapshot(
        self, database: Database, *, for_all: bool = False, light: bool = False
    ) -> AbstractContextManager[tuple[Path, UnitOfWork]]:
        """Give a verified copy of an edition, as a file and to be read; it is gone afterwards.

        Args:
            database: The edition's.
            for_all: Everybody may have the copy: nothing secret is in it, not even locked.
            light: Without the bytes of attachments.
        """
        ...

    def backups(self, edition: EditionId) -> list[Path]:
        """Return the program's own backups of an edition, newest first."""
        ...

    def back_up(self, database: Database, edition: EditionId, why: str) -> Path:
        """Make one of the program's own backups (`why`: "import", "closing" …) and prune old ones.

        The bytes of attachments lie beside them, once for all; `restore` and `examine` find them there.
        """
        ...

    def begin_erasing(self, database: Database, desk: ErasedDesk, note: bytes) -> None:
        """Check that a desk can be erased, mark it as being erased, and close it.

        Args:
            database: The desk's, open.
            desk: Which it is.
            note: Kept until it is over; `being_erased` gives it back.

        Raises:
            UnavailableError: Something could not be erased (E-ERASE); the desk is open and in use as before.
        """
        ...

    def erase(self, desk: ErasedDesk) -> None:
        """Overwrite and remove everything of a desk that is marked, its backups too; the mark stays.

        Raises:
            UnavailableError: The machine does not let us (E-NOT-ALL-ERASED); calling it again goes on.
        """
        ...

    def end_erasing(self, desk: ErasedDesk) -> None:
        """Remove the mark: the desk is gone. Raises as `erase`."""
        ...

    def being_erased(self) -> list[bytes]:
        """Return the notes of the desks that are marked."""
        ...
