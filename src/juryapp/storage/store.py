"""The databases of a data folder, or the one place that `--database` names."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from juryapp.application.ports import (
    Clock,
    Database,
    ErasedDesk,
    StoredDesk,
    StoredEdition,
    Unpack,
)
from juryapp.base.errors import FileFormatError, RuleError, UnavailableError, UsageError
from juryapp.base.files import make_folder
from juryapp.base.paths import DataFolder
from juryapp.base.wiping import erase_file
from juryapp.domain.ids import EditionId, JurorId, is_id
from juryapp.storage import (
    attachment_files,
    backups,
    copying,
    erasing,
    listing,
    opening,
    placing,
    refusals,
    restoring,
    servers,
)
from juryapp.storage.database import SqlDatabase
from juryapp.storage.refusals import SUFFIX
from juryapp.storage.servers import Server
from juryapp.storage.unit_of_work import SqlUnitOfWork

_LEFT_OVER: Final = timedelta(hours=1)


class SqlStore:
    """Opens, makes, lists, backs up and restores databases.

    Args:
        data: Where editions, desks and backups lie.
        clock: Names the backups.
        place: A path or URL that is used in place of the data folder's editions.
        read_only: Open everything for reading only.
    """

    def __init__(
        self, data: DataFolder, clock: Clock, *, place: str | None = None, read_only: bool = False
    ) -> None:
        self._data = data
        self._clock = clock
        self._read_only = read_only
        self._server = Server(place) if place and servers.is_address(place) else None
        self._file = Path(place).expanduser() if place and self._server is None else None

    # ------------------------------------------------------------------- lists

    def editions(self) -> list[StoredEdition]:
        """Return the editions, newest first."""
        if self._server is not None:
            lines = self._lines_on(self._server)
        elif self._file is not None:
            lines = [listing.edition_line(self._file)] if self._file.exists() else []
        else:
            lines = [listing.own_line(path) for path in _databases(self._data.editions)]
        return sorted(lines, key=lambda line: (line.year, line.changed, line.id), reverse=True)

    def _lines_on(self, server: Server) -> list[StoredEdition]:
        lines = []
        for edition in [server.edition] if server.edition else server.editions():
            database = self._open_on(server, edition, read_only=True)
            try:
                with database.unit_of_work() as uow:
                    lines.append(listing.edition_of(uow, database.place))
            finally:
                database.close()
        return lines

    def desks(self) -> list[StoredDesk]:
        """Return the jurors' desks on this machine, newest first."""
        lines = [listing.desk_line(path) for path in _databases(self._data.desks)]
        return sorted(lines, key=lambda line: (line.changed, line.place), reverse=True)

    # ----------------------------------------------------------------- opening

    def create_edition(self, edition: EditionId) -> SqlDatabase:
        """Make an empty database for a new edition, open. Raises RuleError if there is one."""
        self._check_writable()
        if self._server is not None:
            if edition in self._server.editions():
                raise RuleError(refusals.EDITION_EXISTS, code="E-EXISTS", edition=edition)
            self._server.create(edition)
            return self._open_on(self._server, edition, read_only=False)
        path = self._path_of(edition)
        if path.exists():
            raise RuleError(refusals.EDITION_EXISTS, code="E-EXISTS", edition=edition)
        opening.make_file(path)
        return self._open_file(path, read_only=False)

    def discard(self, database: Database, edition: EditionId) -> None:
        """Close and remove a database that was just made. Raises ValueError if an edition is in it."""
        with contextlib.suppress(LookupError), database.unit_of_work() as uow:
            raise ValueError(f"{uow.edition().id} is set up and stays")
        database.close()
        if self._server is not None and servers.is_address(database.place):
            self._server.drop(edition)
        else:
            Path(database.place).unlink(missing_ok=True)

    def open_edition(self, edition: str, *, read_only: bool = False) -> SqlDatabase:
        """Open an edition by id.

        Raises:
            UsageError: There is no such edition.
            BusyError: It is open in another window.
            FileFormatError: It is damaged, newer, or not ours; the code says which.
        """
        if self._server is not None:
            if edition not in self._server.editions():
                raise _unknown(edition)
            return self._open_on(self._server, edition, read_only=read_only)
        if self._file is not None:
            return self._opened_as(edition, self._open_file(self._file, read_only=read_only))
        if not is_id(edition) or not self._path_of(EditionId(edition)).is_file():
            raise _unknown(edition)
        return self._open_file(self._path_of(EditionId(edition)), read_only=read_only)

    def _opened_as(self, edition: str, database: SqlDatabase) -> SqlDatabase:
        """Return the database in place, if it is the edition that was asked for."""
        try:
            with database.unit_of_work() as uow:
                found = uow.edition().id
        except LookupError:
            found = EditionId(edition)  # not set up yet: it will become this edition
        if found != edition:
            database.close()
            raise _unknown(edition)
        return database

    def open_place(self, place: str, *, read_only: bool = False) -> SqlDatabase:
        """Open the database at a path or URL in place. Raises as `open_edition`."""
        if not servers.is_address(place):
            return self._open_file(Path(place).expanduser(), read_only=read_only)
        server = Server(place)
        known = [server.edition] if server.edition else server.editions()
        if len(known) != 1:
            raise _unknown("")
        return self._open_on(server, known[0], read_only=read_only)

    def desk(self, edition: EditionId, juror: JurorId) -> SqlDatabase:
        """Open a juror's desk, made if there is none. One that is being erased is refused (E-ERASING)."""
        path = self._data.desks / f"{edition}-{juror}{SUFFIX}"
        erasing.refuse_if_marked(path)
        if not path.exists():
            self._check_writable()
            opening.make_file(path)
        database = self._open_file(path, read_only=False)
        if erasing.mark_of(path).exists():  # another program began it just now
            database.close()
            erasing.refuse_if_marked(path)
        if not _belongs_to(database, edition, juror):
            database.close()
            raise RuleError(refusals.NOT_A_DESK, code="E-JUROR", file=path.name)
        return database

    def put_desk(
        self,
        edition: EditionId,
        juror: JurorId,
        source: Path,
        *,
        unpack: Unpack,
        prepare: restoring.Prepare,
        gives_way: restoring.Prepare,
    ) -> SqlDatabase:
        """Check a desk that comes from elsewhere, put it in, and return it open. As `ports.Store`."""
        self._check_writable()
        path = self._data.desks / f"{edition}-{juror}{SUFFIX}"
        if path.exists():
            self._make_way(self.desk(edition, juror), edition, gives_way)
        checked = restoring.checked(
            source, self._data.desks, unpack=unpack, prepare=prepare, a_desk=True
        )
        with checked as (temporary, _edition):
            placing.put(temporary, path)
        return self.desk(edition, juror)

    def _make_way(self, old: SqlDatabase, edition: EditionId, gives_way: restoring.Prepare) -> None:
        try:
            with old.unit_of_work() as uow:
                gives_way(uow)
            self.back_up(old, edition, "move")
        finally:
            old.close()

    def _open_file(self, path: Path, *, read_only: bool) -> SqlDatabase:
        read_only = read_only or self._read_only
        backups_of_it = self._data.backups / path.stem
        if not read_only:
            placing.sweep(path.parent, before=(self._clock.now() - _LEFT_OVER).timestamp())

        def keep_old(engine: sa.Engine) -> None:
            copying.write_old_copy(
                engine, backups.next_place(backups_of_it, self._clock.now(), "migration")
            )

        try:
            engine = opening.open_file(path, read_only=read_only, before_migrating=keep_old)
        except FileFormatError as error:
            raise _with_a_way_out(error, backups.listed(backups_of_it)) from error
        return SqlDatabase(engine, str(path), path=path, read_only=read_only)

    def _open_on(self, server: Server, edition: str, *, read_only: bool) -> SqlDatabase:
        read_only = read_only or self._read_only
        return SqlDatabase(server.open(edition), server.place(edition), read_only=read_only)

    # ----------------------------------------------------------------- erasing

    def begin_erasing(self, database: Database, desk: ErasedDesk, note: bytes) -> None:
        """Check that a desk can be erased, mark it, and close it. As `ports.Store.begin_erasing`."""
        if database.read_only or self._read_only:
            raise UnavailableError(refusals.READ_ONLY, code="E-READ-ONLY")
        erasing.check(self._data, desk)
        erasing.mark(self._data, desk, note)  # still locked: nobody else can have it open
        if isinstance(database, SqlDatabase):
            database.close(first=lambda: erasing.overwrite_journal(self._data, desk))
        database.close()

    def erase(self, desk: ErasedDesk) -> None:
        """Overwrite and remove everything of a desk that is marked; the mark stays."""
        erasing.erase(self._data, desk)

    def end_erasing(self, desk: ErasedDesk) -> None:
        """Remove the mark: the desk is gone."""
        erase_file(erasing.mark_of(erasing.desk_path(self._data, desk)))

    def being_erased(self) -> list[bytes]:
        """Return the notes of the desks that are marked."""
        return list(erasing.marks(self._data).values())

    # ----------------------------------------------------------------- backups

    def backups(self, edition: EditionId) -> list[Path]:
        """Return the program's own backups of an edition, newest first."""
        return backups.listed(self._data.backups / edition)

    def back_up(self, database: Database, edition: EditionId, why: str) -> Path:
        """Make one of the program's own backups and prune old ones.

        A desk's backup holds the juror's private notes, so it never lies among those of the edition.
        """
        if database.read_only:
            raise UnavailableError(refusals.READ_ONLY, code="E-READ-ONLY")
        folder = self._data.backups / edition
        if Path(database.place).parent == self._data.desks:
            folder = self._data.backups / Path(database.place).stem
        now = self._clock.now()
        place = backups.next_place(folder, now, why)
        attachment_files.keep(database, folder / attachment_files.FOLDER)
        database.backup(place, light=True)
        backups.prune(folder, now)
        attachment_files.prune(folder / attachment_files.FOLDER, backups.oldest(folder))
        return place

    def restore(
        self,
        backup: Path,
        *,
        unpack: Unpack | None = None,
        prepare: restoring.Prepare | None = None,
    ) -> EditionId:
        """Check a backup and put it in as an edition. As `ports.Store.restore`.

        A damaged file that stands in its place is set aside under another name, never overwritten.

        Raises:
            FileFormatError: The backup is not one, or is damaged, newer, tampered with, or a desk's.
            RuleError: The edition is there, and whole.
        """
        self._check_writable()
        if self._server is not None:
            return self._restore_on(self._server, backup, unpack, prepare)
        folder = self._file.parent if self._file is not None else self._data.editions
        checked = restoring.checked(backup, folder, unpack=unpack, prepare=prepare)
        with checked as (temporary, edition):
            path = self._path_of(edition)
            restoring.make_room(path, edition, self._clock.now())
            placing.put(temporary, path)
        return edition

    def _restore_on(
        self,
        server: Server,
        backup: Path,
        unpack: Unpack | None,
        prepare: restoring.Prepare | None,
    ) -> EditionId:
        checked = restoring.checked(backup, self._data.backups, unpack=unpack, prepare=prepare)
        with checked as (temporary, edition):
            if edition in server.editions():
                raise RuleError(refusals.EDITION_EXISTS, code="E-EXISTS", edition=edition)
            server.create(edition)
            restoring.fill(temporary, server.open(edition))
        return edition

    @contextlib.contextmanager
    def examine(self, backup: Path, *, unpack: Unpack | None = None) -> Iterator[SqlUnitOfWork]:
        """Give a checked copy of a backup to look at; it is gone afterwards. Raises as `restore`."""
        checked = restoring.checked(backup, self._data.editions, unpack=unpack)
        with checked as (temporary, _edition), restoring.reading(temporary) as uow:
            yield uow

    @contextlib.contextmanager
    def snapshot(
        self, database: Database, *, for_all: bool = False, light: bool = False
    ) -> Iterator[tuple[Path, SqlUnitOfWork]]:
        """Give a verified copy of an edition, as a file and to be read; it is gone afterwards."""
        make_folder(self._data.editions)
        with placing.temporary_file(self._data.editions) as temporary:
            database.backup(temporary, light=light)
            if for_all:
                copying.take_out_secrets(temporary)
            with restoring.reading(temporary) as uow:
                yield temporary, uow

    # ------------------------------------------------------------------ shared

    def _path_of(self, edition: EditionId) -> Path:
        if self._file is not None:
            return self._file
        return self._data.editions / f"{edition}{SUFFIX}"

    def _check_writable(self) -> None:
        if self._read_only:
            raise UnavailableError(refusals.READ_ONLY, code="E-READ-ONLY")


def _databases(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []


def _belongs_to(desk: SqlDatabase, edition: EditionId, juror: JurorId) -> bool:
    """Return whether a desk is that juror's, or nobody's yet; ids with hyphens can share a file's name."""
    with desk.unit_of_work() as uow:
        if uow.desk() is None:
            return True
        return uow.edition().id == edition and uow.jurors.find(juror) is not None


def _unknown(edition: str) -> UsageError:
    return UsageError(refusals.UNKNOWN_EDITION, code="E-UNKNOWN", edition=edition)


def _with_a_way_out(error: FileFormatError, own_backups: list[Path]) -> FileFormatError:
    """Return the error, naming the newest backup where there is one."""
    if error.code != "E-DB-CORRUPT" or not own_backups:
        return error
    return FileFormatError(
        refusals.DAMAGED_WITH_BACKUP,
        code=error.code,
        file=error.file,
        backup=own_backups[0].name,
    )
