"""Keys, jury packages and score files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from juryapp.domain.attachments import Attachment
from juryapp.domain.award import Edition, Round
from juryapp.domain.criteria import CommentRule, Criterion
from juryapp.domain.ids import (
    EditionId,
    JurorId,
    NomineeId,
)
from juryapp.domain.jury import Juror
from juryapp.domain.nominees import Nominee
from juryapp.domain.packages import (
    JurorKey,
    OpenedPackage,
    OpenedReceipt,
    OpenedScoreFile,
    PackageContent,
    PackageHead,
    PackageIssue,
    ReceiptContent,
    ScoreContent,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardKeys:
    """The public keys of an edition, hex; the private ones stay in the key folder."""

    sign: str
    seal: str


class KeyStore(Protocol):
    """Private keys on this machine, never in a database."""

    def make_award_keys(self, edition: EditionId) -> AwardKeys:
        """Make and keep the keys of a new edition."""
        ...

    def award_keys(self, edition: EditionId) -> AwardKeys | None:
        """Return the public keys of an edition if its private keys are on this machine."""
        ...

    def new_phrase(self) -> str:
        """Return a new recovery phrase; nothing is locked with it yet."""
        ...

    def read_phrase(self, typed: str) -> str:
        """Return the phrase that somebody typed, spelt as `new_phrase` does.

        Raises:
            UsageError: A word is none of the list (E-PHRASE-WORD), or they do not go together (E-PHRASE).
        """
        ...

    def wrap_award_keys(self, edition: Edition, phrase: str) -> bytes:
        """Return the private keys of an edition, locked with a phrase. Raises RuleError (E-NO-KEYS)."""
        ...

    def wrapped_award_keys(self, edition: Edition, wrapped: bytes) -> AwardKeys:
        """Return the public keys of what is locked. Raises FileFormatError: damaged, another edition's."""
        ...

    def restore_award_keys(self, edition: EditionId, wrapped: bytes, phrase: str) -> AwardKeys:
        """Put the keys that are locked into this machine's folder.

        Raises:
            UsageError: It was another phrase (E-PHRASE).
            FileFormatError: What is locked is damaged (E-KEYS-DAMAGED).
        """
        ...

    def juror_key(self, edition: EditionId, juror: JurorId) -> str:
        """Return the juror's public key on this machine (hex), made at the first call."""
        ...

    def renew_juror_key(self, edition: EditionId, juror: JurorId) -> str:
        """Make a new key of the juror's on this machine and return its public half (hex)."""
        ...

    def locked_by(self, edition: EditionId, juror: JurorId | None = None) -> str:
        """Return what locks the keys of an edition, or of a juror, beside the file (N_ text), or ""."""
        ...

    def check_forgettable(self, edition: EditionId, juror: JurorId) -> None:
        """Raise UnavailableError (E-ERASE) if the juror's key could not be forgotten."""
        ...

    def forget_juror_key(self, edition: EditionId, juror: JurorId) -> None:
        """Overwrite and delete the juror's key on this machine.

        Raises:
            UnavailableError: The machine does not let us (E-NOT-ALL-ERASED); trying again goes on.
        """
        ...

    def fingerprint(self, public_key: str) -> str:
        """Return a public key (hex) as 20 digits in four groups of five, to be read aloud."""
        ...


Pieces = Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFile:
    """A jury package that was written."""

    identity: (
        str  # sha256 of the signed manifest: what score files and the desk know the package by
    )
    sha256: str  # of the file as it lies there, locked or not


class PackageAttachments(Protocol):
    """The attachments in a jury package, where it lies."""

    @property
    def identity(self) -> str:
        """What the package is known by."""
        ...

    def pieces(self, attachment: Attachment) -> Iterator[bytes]:
        """Yield a file piece by piece; what came counts only if the end is reached.

        Raises:
            FileFormatError: It is not there (E-ZIP-MISSING), damaged (E-ZIP-HASH), or of another kind
                (E-MEDIA).
        """
        ...


class PackageCodec(Protocol):
    """Writes and reads jury packages."""

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

        `files` gives the bytes of the attachments by their hash; each is asked for twice. `password` locks
        the whole; what identifies the package is inside and stays the same.
        """
        ...

    def read(self, path: Path, *, password: str = "") -> OpenedPackage:
        """Return what a package says; of a large one the attachments are not read yet.

        Raises:
            FileFormatError: With a code and a sentence; E-LOCKED asks for a password, E-PASSWORD: wrong.
        """
        ...

    def attachments(
        self, path: Path, *, password: str = ""
    ) -> AbstractContextManager[PackageAttachments]:
        """Give the attachments of a package, to be read one by one. Raises as `read`."""
        ...

    def is_locked(self, path: Path) -> bool:
        """Return whether a file seems to be a package with a password; of none that cannot be read."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a score file is checked against."""

    edition: Edition
    round: Round
    jurors: Sequence[Juror]
    nominees: Sequence[NomineeId]
    criteria: Sequence[Criterion]
    packages: Sequence[PackageIssue]
    keys: Sequence[JurorKey]
    comment: CommentRule = CommentRule.NONE
    taken: frozenset[str] = (
        frozenset()
    )  # sha256 of files that are taken in: nobody asks again who signed
    listed: Sequence[
        Nominee
    ] = ()  # the same nominees with their categories: an order is made in one


class ScoreFileCodec(Protocol):
    """Writes and reads score files."""

    def write(self, content: ScoreContent, package: PackageHead) -> bytes:
        """Return a score file: signed with the juror's key on this machine, sealed to the secretariat."""
        ...

    def read(self, path: Path, expected: Expected) -> OpenedScoreFile:
        """Open, verify and check a score file.

        Raises:
            FileFormatError: With a code (E-EDITION, E-KEY, E-TRIAL, E-PACKAGE-REPLACED …), a
                sentence, and the row where one mark is wrong: then the whole file is refused.
        """
        ...

    def read_bytes(self, name: str, data: bytes, expected: Expected) -> OpenedScoreFile:
        """Do the same to a file that lies in the database, as it came under `name`."""
        ...

    def read_signed(
        self, name: str, sealed: bytes, opened: bytes, expected: Expected
    ) -> tuple[ScoreContent, str]:
        """Return what a file that was opened elsewhere says, and the public key (hex) that signed it.

        Where the edition's keys are on this machine, what was `sealed` must be what is `opened`.

        Raises:
            FileFormatError: It is not signed by the key that it names, or is for something else.
        """
        ...

    def write_unsigned(self, content: ScoreContent) -> bytes:
        """Return the document of a ballot that nobody signed: what was read from a workbook or a paper."""
        ...

    def read_unsigned(self, name: str, document: bytes, expected: Expected) -> ScoreContent:
        """Return what such a document says. Raises FileFormatError if it is not for this edition."""
        ...


class ReceiptCodec(Protocol):
    """Writes and reads receipts."""

    def write(self, content: ReceiptContent) -> bytes:
        """Return a receipt, signed with the edition's key. Raises RuleError (E-NO-KEYS)."""
        ...

    def read(self, path: Path) -> OpenedReceipt:
        """Open a receipt and check the signature of the key that it names. Raises FileFormatError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What `verify` says of one of our files."""

    kind: str  # a key of `application.verifying.KIND_NAMES`
    whole: bool
    signature: str  # "valid", "invalid", "sealed", "none"
    signer: str  # name or id, or "" if unknown
    known: str  # "package", "word", "award", "here" – how the signer is known –, or ""
    code: str = ""  # of what is wrong, `E-…`, the same in every language; "" if nothing is
    detail: str = ""  # a sentence in the language in use
    whose: str = ""  # name or id of the juror, or the edition’s title
    edition: str = ""  # its id, if the file says
    key: str = ""  # public key that signed it (hex), if that was checked; a key file’s own
    facts: tuple[tuple[str, str], ...] = ()  # key of `application.verifying.FACT_NAMES`, and value


class Verifier(Protocol):
    """Says of a file what it is and whether it is whole, without taking anything in."""

    def recognise(self, path: Path) -> str:
        """Return what a file seems to be: a kind of ours, "database", "pdf" or "unknown"."""
        ...

    def verify(self, path: Path, expected: Expected | None, *, password: str = "") -> Verification:
        """Return the verdict; a foreign or damaged file is a verdict, not an error.

        With its `password`, a locked jury package is looked into.
        """
        ...
