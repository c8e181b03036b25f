"""Jury packages: written for one juror and signed by the award, read and checked to the last byte."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from juryapp.base.errors import FileFormatError, UnavailableError
from juryapp.base.files import NOT_FOUND, NOT_READABLE, sha256
from juryapp.domain.packages import OpenedPackage, PackageContent, PackageKind
from juryapp.exchange import refusals
from juryapp.exchange.container import (
    DATA,
    MANIFEST,
    MIMETYPE,
    Container,
    Source,
    open_container,
    write_container,
)
from juryapp.exchange.envelope import Envelope, open_envelope, sign
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.keys import is_seal_key
from juryapp.exchange.package_documents import (
    DATA_DOCUMENTS,
    MANIFESTS,
    Data,
    ListedFile,
    Manifest,
    content_of,
    data_of,
    head_of,
)
from juryapp.exchange.password import LockingWriter, UnlockedFile, is_locked

PACKAGE_TYPE: Final = b"application/vnd.juryapp.package+zip"
_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class JuryPackages:
    """Implements the port `PackageCodec`."""

    keys: FolderKeyStore

    def write(
        self, content: PackageContent, token: str, *, password: str = ""
    ) -> tuple[bytes, str]:
        """Return the file's bytes, signed by the edition's key, and the sha256 of the package inside.

        Raises:
            RuleError: The edition's keys are not on this machine (E-NO-KEYS).
            FileFormatError: A text is too long, or a criterion has characters that no file may hold.
        """
        if (content.practice is not None) != (content.kind is PackageKind.DECLARE):
            raise ValueError("a declare package has a practice nominee, and no other has")
        data = DATA_DOCUMENTS.encode(data_of(content))
        manifest = self._manifest(content, token, data)
        envelope = sign("package", MANIFESTS.encode(manifest), self.keys.sign_key(content.edition))
        target = io.BytesIO()
        write_container(target, [(MIMETYPE, PACKAGE_TYPE), (MANIFEST, envelope), (DATA, data)])
        package = target.getvalue()
        return (_locked(package, password) if password else package), sha256(package)

    def _manifest(self, content: PackageContent, token: str, data: bytes) -> Manifest:
        return Manifest(
            above=content.above,
            award=content.award,
            award_key=self.keys.sign_key(content.edition).public.hex(),
            ballot=content.ballot,
            edition=content.edition,
            enrol=token,
            files=[ListedFile(bytes=len(data), name=DATA, sha256=sha256(data))],
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
        """Return what is in a package; every byte of it was checked.

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


def read_package(source: Source) -> OpenedPackage:
    """Return the package in `source`, which is not locked.

    Raises:
        FileFormatError: It is refused.
    """
    try:
        container = open_container(source, PACKAGE_TYPE)
    except FileFormatError as error:
        if error.code == refusals.ZIP_MISMATCH.code:  # was more changed than the outside?
            _checked_manifest(open_container(source, PACKAGE_TYPE, repacked=True))
        raise
    manifest = _checked_manifest(container)
    data: Data = DATA_DOCUMENTS.decode(container.read(DATA))
    content = content_of(manifest, data)
    return OpenedPackage(head=head_of(manifest, data, _sha256_of(source)), content=content)


def _checked_manifest(container: Container) -> Manifest:
    """Return the manifest: signed, and agreeing with the contents."""
    envelope = open_envelope(container.read(MANIFEST), "package", expected=refusals.JURY_PACKAGE)
    manifest = _verified_manifest(envelope)
    _check_contents(container, manifest)
    return manifest


def _verified_manifest(envelope: Envelope) -> Manifest:
    """Return the manifest. It names its own key; whether that is the award's, the desk remembers."""
    claimed: Manifest = MANIFESTS.decode(envelope.unverified)
    if not envelope.is_signed_by(bytes.fromhex(claimed.award_key)):
        raise refusals.PACKAGE_SIGNATURE.error()
    if not is_seal_key(bytes.fromhex(claimed.seal_key)):  # else nobody could hand in
        raise refusals.SCHEMA.error(field="seal_key")
    return claimed


def _check_contents(container: Container, manifest: Manifest) -> None:
    """Raise FileFormatError unless the manifest and the contents say the same, both ways round."""
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
        digest = _sha256_in(container, name)
        named_by_it = name in {DATA, f"att/{digest}"}
        if size != listed[name].bytes or digest != listed[name].sha256 or not named_by_it:
            raise refusals.ZIP_HASH.error(name=name)


def _sha256_in(container: Container, name: str) -> str:
    digest = hashlib.sha256()
    for piece in container.pieces(name):
        digest.update(piece)
    return digest.hexdigest()


def _sha256_of(source: Source) -> str:
    digest = hashlib.sha256()
    source.seek(0)
    while piece := source.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _locked(package: bytes, password: str) -> bytes:
    target = io.BytesIO()
    writer = LockingWriter(target, password)
    writer.write(package)
    writer.close()
    return target.getvalue()
