"""Backups and archives of a whole edition: the strict zip, signed with the award's key, of any size.

Nothing is built in memory: the data is written piece by piece, the database and the files are copied. What
was written is read back, with every check that a reader makes, before it takes its place.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Final

from juryapp.application.ports.awards import AwardContent, AwardKind, Bytes, OpenedAward
from juryapp.application.progress import UNWATCHED, Progress
from juryapp.base.collecting import no_collecting
from juryapp.base.errors import FileFormatError, UnavailableError
from juryapp.base.files import NOT_READABLE, check_there, writing_atomically
from juryapp.domain.packages import Origin
from juryapp.exchange import refusals
from juryapp.exchange.attachment_documents import FOLDER
from juryapp.exchange.award_data import data_pieces
from juryapp.exchange.award_documents import (
    AWARD_MANIFESTS,
    AwardManifest,
    head_of,
    manifest_of,
)
from juryapp.exchange.award_refusals import AWARD_FILE, in_our_words
from juryapp.exchange.container import (
    DATA,
    MANIFEST,
    MAX_ATTACHMENT,
    MAX_MANIFEST,
    MIMETYPE,
    Container,
    Layout,
    Pieces,
    Source,
    open_container,
    write_container,
)
from juryapp.exchange.envelope import open_envelope, sign
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.keys import SigningKey
from juryapp.exchange.package_documents import ListedFile

AWARD_TYPE: Final = b"application/vnd.juryapp.award+zip"
DATABASE: Final = "edition.jurydb"
KEYS: Final = "keys.json"
MAX_DATABASE: Final = 1 << 30
AWARD: Final = Layout(
    expected=AWARD_FILE,
    fixed=(MIMETYPE, MANIFEST, DATA, DATABASE, KEYS),
    limits={MANIFEST: MAX_MANIFEST, DATA: 256 << 20, DATABASE: MAX_DATABASE, KEYS: 64 << 10},
    others=re.compile(
        r"att/[0-9a-f]{64}|imports/[0-9a-f]{64}\.(?:juryscore|xlsx|json)|opened/[0-9a-f]{64}\.json"
        r"|protocols/[0-9a-f]{64}\.pdf"
    ),
    max_other=MAX_ATTACHMENT,
    max_total=2 << 30,
    max_entries=10_000,
)

_NAMED_BY_CONTENT: Final = re.compile(r"(?:att|imports|protocols)/([0-9a-f]{64})(?:\..*)?")
_SIGNED: Final = frozenset({MIMETYPE, MANIFEST})  # all other entries are listed in the manifest
_ENDINGS: Final = {Origin.OWN: ".juryscore", Origin.WORKBOOK: ".xlsx", Origin.PAPER: ".json"}
_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class AwardFiles:
    """Implements the port `AwardFileCodec`."""

    keys: FolderKeyStore

    def write(self, target: Path, content: AwardContent, progress: Progress = UNWATCHED) -> str:
        """Write the file, signed with the edition's key, atomically; return its sha256.

        Raises:
            RuleError: The edition's keys are not on this machine (E-NO-KEYS).
            FileFormatError: A part is larger than such a file can hold, or is not what it is called.
            UnavailableError: Disk full, no rights; nothing is left behind.
        """
        key = self.keys.sign_key(content.head.edition)
        try:
            with writing_atomically(target) as file, no_collecting(), _spool(target) as data:
                return _written(file, data, content, key, progress)
        except FileFormatError as error:
            raise in_our_words(error).named(target.name) from None

    @contextmanager
    def read(self, path: Path, progress: Progress = UNWATCHED) -> Iterator[OpenedAward]:
        """Give what is in a file, every byte of it checked.

        Raises:
            FileFormatError: With a code and a sentence.
            UnavailableError: The machine does not let us read it.
        """
        check_there(path)
        try:
            with path.open("rb") as file:
                yield _opened(file, path, progress)
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise UnavailableError(NOT_READABLE, file=path.name, why=why) from error


def read_award_manifest(source: Source, progress: Progress = UNWATCHED) -> AwardManifest:
    """Return the manifest of a file of which every byte was checked. Raises FileFormatError."""
    try:
        return _checked(source, _Watch(progress, total=1))[1]
    except FileFormatError as error:
        raise in_our_words(error) from None


# ---- writing ---------------------------------------------------------------------------------------------


def _spool(target: Path) -> IO[bytes]:
    """Return a nameless file beside `target`: the data is read three times, and made but once."""
    return tempfile.TemporaryFile(dir=target.parent)


def _written(
    file: IO[bytes],
    data: IO[bytes],
    content: AwardContent,
    key: SigningKey,
    progress: Progress,
) -> str:
    """Write the file, read it back with every check, and return its sha256."""
    for piece in data_pieces(content.head, content.contents):
        progress.step(0, 1)
        data.write(piece)
    parts = _parts(content, data)
    watch = _Watch(progress, total=3 * len(parts))
    listed = [watch.listed(name, pieces) for name, pieces in parts.items()]
    manifest = AWARD_MANIFESTS.encode(manifest_of(content.head, listed))
    entries = [(MIMETYPE, AWARD_TYPE), (MANIFEST, sign("award", manifest, key))]
    watched = [(name, watch.over(pieces)) for name, pieces in parts.items()]
    write_container(file, [*entries, *watched], AWARD)
    file.flush()
    _checked(file, watch)
    return _sha256_of(file)


def _parts(content: AwardContent, data: IO[bytes]) -> dict[str, Pieces]:
    """Return what is listed in the manifest, in the order of the container."""
    fixed: dict[str, Pieces] = {
        DATA: partial(_pieces_in, data),
        DATABASE: partial(_pieces_of, content.database),
    }
    if content.wrapped_keys:
        fixed[KEYS] = lambda: (content.wrapped_keys,)
    others: dict[str, Pieces] = {
        **{f"{FOLDER}{sha256}": pieces for sha256, pieces in content.attachments.items()},
        **_received(content),
        **_named("opened/{}.json", content.opened),
        **_named("protocols/{}.pdf", content.protocols),
    }
    return {**fixed, **dict(sorted(others.items()))}


def _received(content: AwardContent) -> dict[str, Pieces]:
    """Return what came in under its name: a score file, an Excel ballot, or what was typed from a paper."""
    endings = {o.sha256: _ENDINGS[o.origin] for o in content.contents.origins}
    for held in content.contents.held:
        if held.name.lower().endswith(_ENDINGS[Origin.WORKBOOK]):
            endings[held.sha256] = _ENDINGS[Origin.WORKBOOK]
    return {
        f"imports/{name}{endings.get(name, _ENDINGS[Origin.OWN])}": partial(_all_at_once, read)
        for name, read in content.received.items()
    }


def _named(pattern: str, files: Mapping[str, Bytes]) -> dict[str, Pieces]:
    return {pattern.format(name): partial(_all_at_once, read) for name, read in files.items()}


def _all_at_once(read: Bytes) -> Iterable[bytes]:
    return (read(),)


def _pieces_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from _pieces_in(file)


def _pieces_in(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(_PIECE):
        yield piece


class _Watch:
    """Tells how far the work is, part by part, and lets it be stopped within a part."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._done = 0
        self.total = total

    def over(self, pieces: Pieces) -> Pieces:
        """Return the pieces, watched."""
        return lambda: self.each(pieces())

    def each(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the pieces of one part."""
        for piece in pieces:
            self._progress.step(min(self._done, self.total), self.total)
            yield piece
        self._done += 1

    def listed(self, name: str, pieces: Pieces) -> ListedFile:
        """Return what the manifest says of a part. Raises FileFormatError if it is not what it is called."""
        digest, size = hashlib.sha256(), 0
        for piece in self.each(pieces()):
            digest.update(piece)
            size += len(piece)
        found = ListedFile(bytes=size, name=name, sha256=digest.hexdigest())
        if not _rightly_named(found):
            raise in_our_words(refusals.ZIP_HASH.error(name=name))
        return found


def _rightly_named(file: ListedFile) -> bool:
    match = _NAMED_BY_CONTENT.fullmatch(file.name)
    return match is None or match[1] == file.sha256


# ---- reading ---------------------------------------------------------------------------------------------


def _opened(file: IO[bytes], path: Path, progress: Progress) -> OpenedAward:
    try:
        container, manifest = _checked(file, _Watch(progress, total=1))
        keys = container.read(KEYS) if KEYS in container.sizes else b""
    except FileFormatError as error:
        raise in_our_words(error).named(path.name) from None
    return OpenedAward(
        head=head_of(manifest),
        sha256=_sha256_of(file),
        wrapped_keys=keys,
        unpack=partial(_unpack, container),
        attachments={
            name.removeprefix(FOLDER): partial(container.pieces, name)
            for name in container.sizes
            if name.startswith(FOLDER)
        },
    )


def _unpack(container: Container, target: Path) -> None:
    with target.open("wb") as file:
        for piece in container.pieces(DATABASE):
            file.write(piece)


def _checked(source: Source, watch: _Watch) -> tuple[Container, AwardManifest]:
    """Return what is in a file, signed, and agreeing with its manifest to the last byte."""
    try:
        container = open_container(source, AWARD_TYPE, layout=AWARD)
    except FileFormatError as error:
        if error.code == refusals.ZIP_MISMATCH.code:  # was more changed than the outside?
            repacked = open_container(source, AWARD_TYPE, repacked=True, layout=AWARD)
            _checked_manifest(repacked, watch)
        raise
    return container, _checked_manifest(container, watch)


def _checked_manifest(container: Container, watch: _Watch) -> AwardManifest:
    envelope = open_envelope(container.read(MANIFEST), "award", expected=AWARD_FILE)
    manifest: AwardManifest = AWARD_MANIFESTS.decode(envelope.unverified)
    if not envelope.is_signed_by(bytes.fromhex(manifest.award_key)):
        raise refusals.SIGNATURE.error()  # whether that key is the award's, its log says
    watch.total = max(watch.total, len(manifest.files))
    _check_names(container, manifest)
    for file in manifest.files:
        _check_part(container, file, watch.each)
    return manifest


def _check_names(container: Container, manifest: AwardManifest) -> None:
    """Raise FileFormatError unless manifest and container name the same parts, and the kind allows them."""
    names = [file.name for file in manifest.files]
    held = [name for name in container.sizes if name not in _SIGNED]
    for name in (DATA, DATABASE, *names):
        if name not in held:
            raise refusals.ZIP_MISSING.error(name=name)
    for name in held:
        if name not in names or not _belongs(name, AwardKind(manifest.kind)):
            raise refusals.ZIP_EXTRA.error(name=name)
    if len(set(names)) < len(names):
        raise refusals.SCHEMA.error(field="files")


def _belongs(name: str, kind: AwardKind) -> bool:
    """Return whether a file of that kind may hold a part: an archive holds no keys."""
    return name != KEYS if kind is AwardKind.ARCHIVE else not name.startswith("opened/")


def _check_part(
    container: Container,
    file: ListedFile,
    each: Callable[[Iterable[bytes]], Iterator[bytes]],
) -> None:
    digest = hashlib.sha256()
    for piece in each(container.pieces(file.name)):
        digest.update(piece)
    size = container.sizes[file.name]
    if (size, digest.hexdigest()) != (file.bytes, file.sha256) or not _rightly_named(file):
        raise refusals.ZIP_HASH.error(name=file.name)


def _sha256_of(source: Source) -> str:
    digest = hashlib.sha256()
    source.seek(0)
    while piece := source.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()
