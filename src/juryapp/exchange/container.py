"""The strict zip that packages lie in: one permitted layout, so that there is one way only to read it.

Nothing is compressed, no name comes from people, entries stand in a fixed order without a gap, and every
header equals what this program would have written for that name, size, checksum and place. Attachments are
not read before they are asked for, so that memory stays small.
"""

from __future__ import annotations

import os
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from juryapp.exchange import refusals
from juryapp.exchange.sniffing import looks_like

MAX_ENTRIES: Final = 2000
MAX_TOTAL: Final = 512 << 20
MAX_MANIFEST: Final = 4 << 20
MAX_DATA: Final = 32 << 20
MAX_ATTACHMENT: Final = 50 << 20
MIMETYPE: Final = "mimetype"
MANIFEST: Final = "manifest.json"
DATA: Final = "data.json"

_PIECE: Final = 256 << 10
_MAX_DIRECTORY: Final = 8 << 20
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_LOCAL_MAGIC, _CENTRAL_MAGIC, _END_MAGIC = b"PK\3\4", b"PK\1\2", b"PK\5\6"
_ZIP_VERSION: Final = 20
_MIDNIGHT_1980: Final = (
    0,
    33,
)  # zip's first moment: when a package was made stands in its manifest
_REGULAR_FILE: Final = 0o100000
_MAX_MIMETYPE: Final = 200
_HARMLESS: Final = re.compile(r"[\w-]{1,60}\.[A-Za-z0-9]{1,5}", re.ASCII)
Pieces = Callable[[], Iterable[bytes]]
Content = bytes | Path | Pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What a container of one kind may hold: names, in this order, and how large each may be."""

    expected: str  # what such a file is called, to be named if something else is in it
    fixed: tuple[str, ...]  # names that stand first, in this order
    limits: Mapping[str, int]  # of the fixed names
    others: re.Pattern[str]  # all other names, sorted
    max_other: int
    max_total: int
    max_entries: int
    needed: tuple[str, ...] = field(default=(MIMETYPE, MANIFEST))

    def limit_of(self, name: str) -> int:
        """Return the largest number of bytes that an entry may have."""
        return _MAX_MIMETYPE if name == MIMETYPE else self.limits.get(name, self.max_other)


PACKAGE: Final = Layout(
    expected=refusals.JURY_PACKAGE,
    fixed=(MIMETYPE, MANIFEST, DATA),
    limits={MANIFEST: MAX_MANIFEST, DATA: MAX_DATA},
    others=re.compile(r"att/[0-9a-f]{64}"),
    max_other=MAX_ATTACHMENT,
    max_total=MAX_TOTAL,
    max_entries=MAX_ENTRIES,
)


class Source(Protocol):
    """A binary file that can be read from any place."""

    def read(self, size: int = -1, /) -> bytes | None:
        """Return up to `size` bytes."""
        ...

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a place and return it."""
        ...


class Target(Protocol):
    """Something that bytes are written to, one after another."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in a container."""

    name: str
    size: int
    crc: int
    offset: int

    @property
    def start(self) -> int:
        """Where its bytes begin."""
        return self.offset + _LOCAL.size + len(self.name)

    @property
    def end(self) -> int:
        """Where its bytes end and the next header begins."""
        return self.start + self.size

    @property
    def local_header(self) -> bytes:
        """The only header that may stand before its bytes."""
        sizes = (self.crc, self.size, self.size, len(self.name), 0)
        return (
            _LOCAL.pack(_LOCAL_MAGIC, _ZIP_VERSION, 0, 0, *_MIDNIGHT_1980, *sizes)
            + self.name.encode()
        )

    @property
    def directory_record(self) -> bytes:
        """The only record that may stand in the directory for it."""
        facts = (_CENTRAL_MAGIC, _ZIP_VERSION, _ZIP_VERSION, 0, 0, *_MIDNIGHT_1980)
        sizes = (self.crc, self.size, self.size, len(self.name), 0, 0, 0, 0, 0)
        return _CENTRAL.pack(*facts, *sizes, self.offset) + self.name.encode()


def _end_record(entries: Sequence[Entry]) -> bytes:
    size = sum(len(entry.directory_record) for entry in entries)
    start = entries[-1].end
    return _END.pack(_END_MAGIC, 0, 0, len(entries), len(entries), size, start, 0)


# ---- writing ---------------------------------------------------------------------------------------------


def write_container(
    target: Target, contents: Sequence[tuple[str, Content]], layout: Layout = PACKAGE
) -> None:
    """Write a container to `target`, front to back.

    Args:
        target: Where to write.
        contents: Names and what they hold, in the one permitted order; a file is read piece by piece, and
            what a function gives is asked for twice instead of being kept.
        layout: What a container of this kind may hold.

    Raises:
        FileFormatError: A reader would refuse the names, their order or the sizes.
    """
    entries: list[Entry] = []
    for name, content in contents:
        size, crc = _measured(content)
        entries.append(Entry(name, size, crc, entries[-1].end if entries else 0))
    _check_entries(entries, layout)
    for entry, (_, content) in zip(entries, contents, strict=True):
        target.write(entry.local_header)
        for piece in _pieces(content):
            target.write(piece)
    for entry in entries:
        target.write(entry.directory_record)
    target.write(_end_record(entries))


def _measured(content: Content) -> tuple[int, int]:
    size = crc = 0
    for piece in _pieces(content):
        size += len(piece)
        crc = zlib.crc32(piece, crc)
    return size, crc


def _pieces(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    if not isinstance(content, Path):
        yield from content()
        return
    with content.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


# ---- reading ---------------------------------------------------------------------------------------------


class Container:
    """A container that was opened: its layout is right; its contents are read when asked for."""

    def __init__(self, source: Source, entries: Sequence[Entry]) -> None:
        self._source = source
        self._entries = {entry.name: entry for entry in entries}

    @property
    def sizes(self) -> dict[str, int]:
        """The names of the entries in their order, and how many bytes each has."""
        return {name: entry.size for name, entry in self._entries.items()}

    def read(self, name: str) -> bytes:
        """Return what is in an entry.

        Raises:
            FileFormatError: It is not there (E-ZIP-MISSING) or damaged (E-ZIP-HASH).
        """
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield what is in an entry, piece by piece. What came counts only if the end is reached.

        Raises:
            FileFormatError: As `read`.
        """
        entry = self._entries.get(name)
        if entry is None:
            raise refusals.ZIP_MISSING.error(name=name)
        at, crc = entry.start, 0
        while at < entry.end:
            piece = _read_at(self._source, at, min(_PIECE, entry.end - at))
            at += len(piece)
            crc = zlib.crc32(piece, crc)
            yield piece
        if crc != entry.crc:
            raise refusals.ZIP_HASH.error(name=name)


def open_container(
    source: Source, mimetype: bytes, *, repacked: bool = False, layout: Layout = PACKAGE
) -> Container:
    """Return the container in `source`.

    Args:
        source: The file; it must stay open as long as the container is read.
        mimetype: What the entry `mimetype` must say.
        repacked: Let headers pass that another program wrote about the same contents. Only to find out what
            else was changed: such a file is never taken.
        layout: What a container of this kind may hold.

    Raises:
        FileFormatError: It is another kind of file, or not laid out as this program does it.
    """
    size = source.seek(0, os.SEEK_END)
    _check_beginning(source, size, layout)
    end = _end_of(source, size, layout)
    records = _records(_read_at(source, end.directory, end.directory_size), end.entries)
    _check_kind(records, source, mimetype, layout)
    for record in records:
        _check_record(record, layout)
    entries = [Entry(r.name.decode(), r.size, r.crc, r.offset) for r in records]
    _check_entries(entries, layout)
    check = _check_places if repacked else _check_layout
    check(source, entries, size)
    return Container(source, entries)


class _End(NamedTuple):
    """What the end record says."""

    entries: int
    directory_size: int
    directory: int


@dataclass(frozen=True, slots=True)
class _Record:
    """What a directory record says, whoever wrote it."""

    name: bytes
    flags: int
    method: int
    crc: int
    size: int
    mode: int
    offset: int


def _read_at(source: Source, place: int, size: int) -> bytes:
    source.seek(place)
    parts, missing = [], size
    while missing:
        part = source.read(missing)
        if not part:
            raise refusals.TRUNCATED.error()
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _check_beginning(source: Source, size: int, layout: Layout) -> None:
    if not size:
        raise refusals.EMPTY.error()
    beginning = _read_at(source, 0, min(size, 512))
    if beginning.startswith((_LOCAL_MAGIC, _END_MAGIC)):
        if size > layout.max_total + _MAX_DIRECTORY:
            raise refusals.SIZE.error(limit=layout.max_total >> 20)
        return
    found = looks_like(beginning) or refusals.OTHER_FILE
    raise refusals.KIND.error(expected=layout.expected, found=found)


def _end_of(source: Source, size: int, layout: Layout) -> _End:
    tail = _read_at(source, max(0, size - 0xFFFF - _END.size), min(size, 0xFFFF + _END.size))
    if len(tail) - tail.rfind(_END_MAGIC) < _END.size or _END_MAGIC not in tail:
        raise refusals.TRUNCATED.error()
    record = tail[-_END.size :]
    if len(record) < _END.size or not record.startswith(_END_MAGIC):
        raise refusals.ZIP_MISMATCH.error()  # something follows the end: a comment, a second archive
    _, disc, first_disc, here, count, directory_size, directory, comment = _END.unpack(record)
    if count > layout.max_entries:
        raise refusals.ZIP_MANY.error(count=count)
    if count == 0:
        raise refusals.ZIP_MISSING.error(name=MANIFEST)
    fits = directory + directory_size + _END.size == size and directory_size <= _MAX_DIRECTORY
    if disc or first_disc or here != count or comment or not fits:
        raise refusals.ZIP_MISMATCH.error()
    return _End(count, directory_size, directory)


def _records(directory: bytes, count: int) -> list[_Record]:
    records: list[_Record] = []
    at = 0
    for _ in range(count):
        header = directory[at : at + _CENTRAL.size]
        if len(header) < _CENTRAL.size or header[:4] != _CENTRAL_MAGIC:
            raise refusals.ZIP_MISMATCH.error()
        fields = _CENTRAL.unpack(header)
        name_size, extra, comment = fields[10:13]
        at += _CENTRAL.size
        name = directory[at : at + name_size]
        at += name_size + extra + comment
        records.append(
            _Record(
                name=name,
                flags=fields[3],
                method=fields[4],
                crc=fields[7],
                size=fields[9],
                mode=fields[15] >> 16,
                offset=fields[16],
            )
        )
    return records


def _check_kind(
    records: Sequence[_Record], source: Source, mimetype: bytes, layout: Layout
) -> None:
    """Tell a Word document or an e-book from a package of ours that was tampered with."""
    known = {record.name for record in records} & {MIMETYPE.encode(), MANIFEST.encode()}
    first = records[0]
    if first.name == MIMETYPE.encode() and not first.method and first.size <= _MAX_MIMETYPE:
        start = first.offset + _LOCAL.size + len(first.name)
        foreign = _read_at(source, start, first.size) != mimetype
    else:
        foreign = not known
    if foreign:
        found = _kind_of(records)
        raise refusals.KIND.error(expected=layout.expected, found=found)


def _kind_of(records: Sequence[_Record]) -> str:
    office = any(record.name == b"[Content_Types].xml" for record in records)
    return refusals.OFFICE_DOCUMENT if office else refusals.ZIP_ARCHIVE


def _check_record(record: _Record, layout: Layout) -> None:
    if record.flags & 1:
        raise refusals.ZIP_ENCRYPTED.error()
    name = record.name.decode("ascii", "replace")
    if record.mode & 0o170000 not in {0, _REGULAR_FILE}:
        raise refusals.ZIP_LINK.error(name=name)
    _check_name(name, layout)
    if record.method:
        raise refusals.ZIP_METHOD.error(name=name)


def _check_name(name: str, layout: Layout) -> None:
    if name in layout.fixed or layout.others.fullmatch(name):
        return
    refusal = refusals.ZIP_EXTRA if _HARMLESS.fullmatch(name) else refusals.ZIP_PATH
    raise refusal.error(name=name)


def _check_entries(entries: Sequence[Entry], layout: Layout) -> None:
    """Raise FileFormatError unless names, order, number and sizes are those of the layout."""
    names = [entry.name for entry in entries]
    if len(names) > layout.max_entries:
        raise refusals.ZIP_MANY.error(count=len(names))
    for entry in entries:
        _check_name(entry.name, layout)
        limit = layout.limit_of(entry.name)
        if entry.size > limit:
            raise refusals.SIZE.error(limit=limit >> 20)
    if entries[-1].end > layout.max_total:
        raise refusals.SIZE.error(limit=layout.max_total >> 20)
    _check_order(names, layout)


def _check_order(names: Sequence[str], layout: Layout) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise refusals.ZIP_DUPLICATE.error(name=name)
        seen.add(name)
    for name in layout.needed:
        if name not in names:
            raise refusals.ZIP_MISSING.error(name=name)
    fixed = [name for name in layout.fixed if name in names]
    if list(names) != fixed + sorted(seen - set(fixed)):
        raise refusals.ZIP_MISMATCH.error()


def _check_layout(source: Source, entries: Sequence[Entry], size: int) -> None:
    """Raise FileFormatError unless every byte outside the contents is the one that we would have written."""
    place = 0
    for entry in entries:
        if entry.offset != place or entry.end > size:
            raise refusals.ZIP_MISMATCH.error()
        header = entry.local_header
        if _read_at(source, place, len(header)) != header:
            raise refusals.ZIP_MISMATCH.error()
        place = entry.end
    directory = b"".join(entry.directory_record for entry in entries) + _end_record(entries)
    if size - place != len(directory) or _read_at(source, place, len(directory)) != directory:
        raise refusals.ZIP_MISMATCH.error()


def _check_places(source: Source, entries: Sequence[Entry], size: int) -> None:
    """Raise FileFormatError unless contents follow one another under headers that say the same of them."""
    place = 0
    for entry in entries:
        if entry.offset != place or entry.end > size:
            raise refusals.ZIP_MISMATCH.error()
        header = _read_at(source, place, len(entry.local_header))
        _, _, *facts = _LOCAL.unpack(header[: _LOCAL.size])
        sizes = [entry.crc, entry.size, entry.size, len(entry.name), 0]
        named = header[_LOCAL.size :] == entry.name.encode()
        if facts[:2] != [0, 0] or facts[4:] != sizes or not named:
            raise refusals.ZIP_MISMATCH.error()
        place = entry.end
