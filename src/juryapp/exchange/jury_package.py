"""Jury packages: written for one juror and signed by the award; read, and checked to the last byte.

A package with many attachments may have hundreds of megabytes, and the desk shall open at once. So of a
large one all that is said is checked when it is opened – layout, signature, list, sizes –, and the bytes of
each attachment when they are copied or shown: the signed manifest vouches for their hashes. A package is
therefore known by the hash of that manifest.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from juryapp.application.ports.exchange import PackageFile, Pieces
from juryapp.base.errors import FileFormatError, UnavailableError
from juryapp.base.files import NOT_FOUND, NOT_READABLE, sha256, writing_atomically
from juryapp.domain.attachments import Attachment
from juryapp.domain.packages import OpenedPackage, PackageContent, PackageKind
from juryapp.exchange import refusals
from juryapp.exchange.attachment_documents import FOLDER, check_beginning, check_listed
from juryapp.exchange.container import (
    DATA,
    MANIFEST,
    MIMETYPE,
    Container,
    Content,
    Source,
    open_container,
    write_container,
)
from juryapp.exchange.envelope import Envelope, open_envelope, sign
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.keys import is_seal_key
from juryapp.exchange.package_contents import content_of, data_of, head_of
from juryapp.exchange.package_documents import (
    DATA_DOCUMENTS,
    MANIFESTS,
    Data,
    ListedFile,
    Manifest,
)
from juryapp.exchange.password import LockingWriter, UnlockedFile, is_locked

PACKAGE_TYPE: Final = b"application/vnd.juryapp.package+zip"
CHECKED_AT_ONCE: Final = 16 << 20  # bytes of attachments that are read when a package is opened
_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class JuryPackages:
    """Implements the port `PackageCodec`."""

    keys: FolderKeyStore

    def write(
        self,
        content: PackageContent,
        token: str,
        target: Path,
        *,
        files: Mapping[str, Pieces] | None = None,
        password: str = "",
    ) -> PackageFile:
        """Write a package, signed by the edition's key, atomically.

        Args:
            content: What it says.
            token: Lets the juror enrol a key.
            target: Where to.
            files: The bytes of the attachments by their hash; each is asked for twice.
            password: Locks the whole, unless it is "".

        Raises:
            RuleError: The edition's keys are not on this machine (E-NO-KEYS).
            FileFormatError: A text is too long, a criterion has characters that no file may hold, or an
                attachment is not what its hash says.
            UnavailableError: Disk full, no rights; nothing is left behind.
        """
        if (content.practice is not None) != (content.kind is PackageKind.DECLARE):
            raise ValueError("a declare package has a practice nominee, and no other has")
        attached = _each_once(content.attachments)
        data = DATA_DOCUMENTS.encode(data_of(content))
        manifest = self._manifest(content, token, data, attached)
        envelope = sign("package", MANIFESTS.encode(manifest), self.keys.sign_key(content.edition))
        contents: list[tuple[str, Content]] = [
            (MIMETYPE, PACKAGE_TYPE),
            (MANIFEST, envelope),
            (DATA, data),
            *((f"{FOLDER}{a.sha256}", _vouched(a, (files or {})[a.sha256])) for a in attached),
        ]
        with writing_atomically(target) as file:
            digest = _written(file, contents, password)
        return PackageFile(identity=sha256(envelope), sha256=digest)

    def _manifest(
        self, content: PackageContent, token: str, data: bytes, attached: Iterable[Attachment]
    ) -> Manifest:
        return Manifest(
            above=content.above,
            award=content.award,
            award_key=self.keys.sign_key(content.edition).public.hex(),
            ballot=content.ballot,
            edition=content.edition,
            enrol=token,
            files=[
                ListedFile(bytes=len(data), name=DATA, sha256=sha256(data)),
                *(
                    ListedFile(bytes=a.size, name=f"{FOLDER}{a.sha256}", sha256=a.sha256)
                    for a in attached
                ),
            ],
            format="jury-package",
            issue=content.issue,
            juror=content.juror,
            kind=content.kind.value,
            log_head=content.log_head,
            made=content.made,
            new_key=content.new_key,
            round=content.round,
            rules=content.rules,
            seal_key=self.keys.seal_key(content.edition).public.hex(),
            trial=content.trial,
            v=1,
        )

    def read(self, path: Path, *, password: str = "") -> OpenedPackage:
        """Return what a package says; of a large one the attachments are not read yet.

        Raises:
            FileFormatError: With a code and a sentence; E-LOCKED asks for a password, E-PASSWORD: wrong.
            UnavailableError: The machine does not let us read it.
        """
        try:
            with opened_source(path, password) as source:
                return read_package(source)
        except FileFormatError as error:
            raise error.named(path.name) from None

    @contextmanager
    def attachments(self, path: Path, *, password: str = "") -> Iterator[LyingAttachments]:
        """Give the attachments of a package that lies at `path`, to be read one by one.

        Raises:
            FileFormatError: It is not there, or no package; E-LOCKED asks for a password.
            UnavailableError: The machine does not let us read it.
        """
        try:
            with opened_source(path, password) as source:
                container = open_container(source, PACKAGE_TYPE)
                yield LyingAttachments(sha256(container.read(MANIFEST)), container)
        except FileFormatError as error:
            raise error.named(path.name) from None

    def is_locked(self, path: Path) -> bool:
        """Return whether a file seems to be a package with a password; of none that cannot be read."""
        try:
            with path.open("rb") as file:
                return is_locked(file.read(16))
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class LyingAttachments:
    """Implements the port `PackageAttachments`: whoever knows `identity` has seen the signature once."""

    identity: str
    container: Container

    def pieces(self, attachment: Attachment) -> Iterator[bytes]:
        """Yield an attachment piece by piece. What came counts only if the end is reached.

        Raises:
            FileFormatError: It is not there (E-ZIP-MISSING), damaged (E-ZIP-HASH), or not of the kind that
                it is said to be (E-MEDIA).
        """
        digest = hashlib.sha256()
        for n, piece in enumerate(self.container.pieces(f"{FOLDER}{attachment.sha256}")):
            if n == 0:
                check_beginning(attachment, piece)
            digest.update(piece)
            yield piece
        if digest.hexdigest() != attachment.sha256:
            raise refusals.ZIP_HASH.error(name=attachment.name)


@contextmanager
def opened_source(path: Path, password: str) -> Iterator[Source]:
    """Give the bytes of a package, unlocked if need be.

    Raises:
        FileFormatError: There is no such file, or as `UnlockedFile`.
        UnavailableError: The machine does not let us read it.
    """
    if not path.is_file():
        raise FileFormatError(NOT_FOUND, code="E-NOT-FOUND", file=path.name)
    try:
        with path.open("rb") as file:
            if is_locked(file.read(16)):
                with UnlockedFile(file, password) as unlocked:
                    yield unlocked
            else:
                yield file
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UnavailableError(NOT_READABLE, file=path.name, why=why) from error


# ---- reading ---------------------------------------------------------------------------------------------


def read_package(source: Source, *, thoroughly: bool = False) -> OpenedPackage:
    """Return the package in `source`, which is not locked; `thoroughly`: every byte is checked however many.

    Raises:
        FileFormatError: It is refused.
    """
    try:
        container = open_container(source, PACKAGE_TYPE)
    except FileFormatError as error:
        if error.code == refusals.ZIP_MISMATCH.code:  # was more changed than the outside?
            _checked_manifest(open_container(source, PACKAGE_TYPE, repacked=True), thoroughly=False)
        raise
    thoroughly = thoroughly or _attached_bytes(container) <= CHECKED_AT_ONCE
    manifest = _checked_manifest(container, thoroughly=thoroughly)
    data: Data = DATA_DOCUMENTS.decode(container.read(DATA))
    content = content_of(manifest, data)
    check_listed(content.attachments, container.sizes)
    for attachment in _each_once(content.attachments) if thoroughly else ():
        check_beginning(attachment, next(container.pieces(f"{FOLDER}{attachment.sha256}")))
    identity = sha256(container.read(MANIFEST))
    return OpenedPackage(head=head_of(manifest, data, identity), content=content)


def _attached_bytes(container: Container) -> int:
    return sum(size for name, size in container.sizes.items() if name.startswith(FOLDER))


def _checked_manifest(container: Container, *, thoroughly: bool) -> Manifest:
    """Return the manifest: signed, and agreeing with the contents."""
    envelope = open_envelope(container.read(MANIFEST), "package", expected=refusals.JURY_PACKAGE)
    manifest = _verified_manifest(envelope)
    _check_contents(container, manifest, thoroughly=thoroughly)
    return manifest


def _verified_manifest(envelope: Envelope) -> Manifest:
    """Return the manifest. It names its own key; whether that is the award's, the desk remembers."""
    claimed: Manifest = MANIFESTS.decode(envelope.unverified)
    if not envelope.is_signed_by(bytes.fromhex(claimed.award_key)):
        raise refusals.PACKAGE_SIGNATURE.error()
    if not is_seal_key(bytes.fromhex(claimed.seal_key)):  # else nobody could hand in
        raise refusals.SCHEMA.error(field="seal_key")
    return claimed


def _check_contents(container: Container, manifest: Manifest, *, thoroughly: bool) -> None:
    """Raise FileFormatError unless the manifest and the contents say the same, both ways round.

    The bytes of attachments are read if `thoroughly`.
    """
    listed = {file.name: file for file in manifest.files}
    if len(listed) < len(manifest.files) or DATA not in listed:
        raise refusals.SCHEMA.error(field="files")
    sizes = {k: v for k, v in container.sizes.items() if k not in {MIMETYPE, MANIFEST}}
    for name in listed:
        if name not in sizes:
            raise refusals.ZIP_MISSING.error(name=name)
    for name, size in sizes.items():
        if name not in listed:
            raise refusals.ZIP_EXTRA.error(name=name)
        expected = listed[name].sha256
        right = size == listed[name].bytes and name in {DATA, f"{FOLDER}{expected}"}
        if right and (thoroughly or name == DATA):
            right = _sha256_in(container, name) == expected
        if not right:
            raise refusals.ZIP_HASH.error(name=name)


def _sha256_in(container: Container, name: str) -> str:
    digest = hashlib.sha256()
    for piece in container.pieces(name):
        digest.update(piece)
    return digest.hexdigest()


# ---- writing ---------------------------------------------------------------------------------------------


def _each_once(attachments: Iterable[Attachment]) -> list[Attachment]:
    """Return one attachment of each file, as they lie in a package."""
    return [a for _, a in sorted({a.sha256: a for a in attachments}.items())]


def _vouched(attachment: Attachment, pieces: Pieces) -> Pieces:
    """Return the pieces of a file that is found to be what its hash says, however often it is read."""

    def checked() -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        for piece in pieces():
            digest.update(piece)
            size += len(piece)
            yield piece
        if (digest.hexdigest(), size) != (attachment.sha256, attachment.size):
            raise refusals.ATTACHMENT_CHANGED.error(name=attachment.name)

    return checked


class _Hashing:
    """Hashes what is written to a file."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Take the next bytes."""
        self.digest.update(data)
        return self._file.write(data)


def _written(file: IO[bytes], contents: list[tuple[str, Content]], password: str) -> str:
    """Write a package, read it back, and return the sha256 of the file."""
    target = _Hashing(file)
    if password:
        writer = LockingWriter(target, password)
        write_container(writer, contents)
        writer.close()
    else:
        write_container(target, contents)
    file.flush()
    os.fsync(file.fileno())
    file.seek(0)
    found = hashlib.sha256()
    while piece := file.read(_PIECE):
        found.update(piece)
    if found.digest() != target.digest.digest():
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    return target.digest.hexdigest()
