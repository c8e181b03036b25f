"""Files as received, those laid aside, and which of them are taken out again."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from juryapp.domain.packages import Exclusion, FileOrigin, HeldFile, PracticeRun, ReceivedFile
from juryapp.storage import dialects
from juryapp.storage import tables as t
from juryapp.storage.repositories.mapping import Mapping
from juryapp.storage.repositories.numbering import next_number
from juryapp.storage.tables.base import table_of

FILES: Final = Mapping(ReceivedFile, t.ReceivedFileRow)
EXCLUSIONS: Final = Mapping(Exclusion, t.ExclusionRow)
HELD: Final = Mapping(HeldFile, t.HeldFileRow)
PRACTICE: Final = Mapping(PracticeRun, t.PracticeRunRow)
ORIGINS: Final = Mapping(FileOrigin, t.FileOriginRow)
_file, _exclusion, _held = FILES.table, EXCLUSIONS.table, HELD.table
_practice, _origin = PRACTICE.table, ORIGINS.table
_bytes = table_of(t.FileBytesRow)


class SqlFiles:
    """Score files as received."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, file: ReceivedFile, sealed: bytes, opened: bytes) -> None:
        """Keep a file; one that is there already stays as it was."""
        dialect = self._connection.dialect.name
        self._connection.execute(dialects.insert_or_ignore(dialect, _file), FILES.written(file))
        self._connection.execute(
            dialects.insert_or_ignore(dialect, _bytes),
            {"sha256": file.sha256, "sealed": sealed, "opened": opened},
        )

    def all(self) -> list[ReceivedFile]:
        """Return all, in the order received."""
        rows = self._connection.execute(sa.select(_file).order_by(_file.c.n)).mappings()
        return [FILES.read(row) for row in rows]

    def find(self, sha256: str) -> ReceivedFile | None:
        """Return one, or None."""
        query = sa.select(_file).where(_file.c.sha256 == sha256)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else FILES.read(row)

    def sealed(self, sha256: str) -> bytes:
        """Return the bytes as received; none if somebody took them out behind the program's back."""
        query = sa.select(_bytes.c.sealed).where(_bytes.c.sha256 == sha256)
        return bytes(self._connection.execute(query).scalar() or b"")

    def opened(self, sha256: str) -> bytes:
        """Return the signed envelope that was inside; none if somebody took it out."""
        query = sa.select(_bytes.c.opened).where(_bytes.c.sha256 == sha256)
        return bytes(self._connection.execute(query).scalar() or b"")

    def hold(self, file: HeldFile, sealed: bytes) -> None:
        """Lay a file aside as it came; one that lies there already stays as it was."""
        keep = dialects.insert_or_ignore(self._connection.dialect.name, _held)
        self._connection.execute(keep, {**HELD.written(file), "sealed": sealed})

    def held(self) -> list[HeldFile]:
        """Return the files that were laid aside and not taken in since, in the order received."""
        columns = [column for column in _held.c if column is not _held.c.sealed]
        query = sa.select(*columns).where(_held.c.sha256.not_in(sa.select(_file.c.sha256)))
        rows = self._connection.execute(query).mappings()
        in_order = sorted(rows, key=lambda row: (row["received"], row["sha256"]))
        return [HELD.read(row) for row in in_order]

    def held_bytes(self, sha256: str) -> bytes:
        """Return the bytes of a file that was laid aside; none if there is no such file."""
        query = sa.select(_held.c.sealed).where(_held.c.sha256 == sha256)
        return bytes(self._connection.execute(query).scalar() or b"")

    def put_origin(self, origin: FileOrigin) -> None:
        """Record how a file came about that is no juror's own score file."""
        keep = dialects.insert_or_ignore(self._connection.dialect.name, _origin)
        self._connection.execute(keep, ORIGINS.written(origin))

    def origins(self) -> dict[str, FileOrigin]:
        """Return how such files came about, by sha256; a juror's own files are not among them."""
        rows = self._connection.execute(sa.select(_origin)).mappings()
        return {row["sha256"]: ORIGINS.read(row) for row in rows}

    def put_practice(self, run: PracticeRun) -> None:
        """Record how a file answers the practice nominee."""
        keep = dialects.insert_or_ignore(self._connection.dialect.name, _practice)
        self._connection.execute(keep, PRACTICE.written(run))

    def practice(self) -> list[PracticeRun]:
        """Return how files answered the practice nominee, in the order received."""
        query = sa.select(_practice).join(_file, _file.c.sha256 == _practice.c.sha256)
        rows = self._connection.execute(query.order_by(_file.c.n)).mappings()
        return [PRACTICE.read(row) for row in rows]

    def exclude(self, exclusion: Exclusion) -> None:
        """Record that a file does not count, or does again."""
        self._connection.execute(_exclusion.insert(), EXCLUSIONS.written(exclusion))

    def exclusions(self) -> list[Exclusion]:
        """Return the standing exclusions, by number."""
        return [last for last in self._last_words() if last.excluded]

    def let_count(self) -> list[Exclusion]:
        """Return the standing decisions that a draft counts, by number."""
        return [last for last in self._last_words() if not last.excluded and last.reason]

    def _last_words(self) -> list[Exclusion]:
        last = {exclusion.sha256: exclusion for exclusion in self.all_exclusions()}
        return sorted(last.values(), key=lambda exclusion: exclusion.n)

    def all_exclusions(self) -> list[Exclusion]:
        """Return every exclusion, and every one that was lifted, by number."""
        rows = self._connection.execute(sa.select(_exclusion).order_by(_exclusion.c.n)).mappings()
        return [EXCLUSIONS.read(row) for row in rows]

    def next_exclusion(self) -> int:
        """Return the next free number of an exclusion."""
        return next_number(self._connection, _exclusion)
