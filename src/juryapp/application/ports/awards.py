"""Backups and archives of a whole edition, as one signed file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Protocol

from juryapp.application.ports.contents import EditionContents
from juryapp.application.ports.exchange import Pieces
from juryapp.application.progress import Progress
from juryapp.domain.ids import AwardId, EditionId

Bytes = Callable[[], bytes]


class AwardKind(StrEnum):
    """What a file of a whole edition is for."""

    BACKUP = "backup"  # to go on with, here or elsewhere: it holds the locked keys
    ARCHIVE = "archive"  # to be kept and read by anybody: it holds no keys


class ChainHead(NamedTuple):
    """Where a chain of the log stood."""

    chain: str
    entries: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardHead:
    """What the signed manifest of a backup or archive says."""

    kind: AwardKind
    award: AwardId
    award_name: str
    edition: EditionId
    title: str
    year: int
    trial: bool
    made: str  # instant
    app_version: str
    award_key: str  # Ed25519 public key, hex
    chain: str  # the copy's own chain
    heads: tuple[ChainHead, ...]

    @property
    def log_head(self) -> ChainHead:
        """Where the copy's own chain stood."""
        return next((h for h in self.heads if h.chain == self.chain), ChainHead(self.chain, 0, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardContent:
    """What goes into a backup or archive. Bytes are asked for when they are written, and again."""

    head: AwardHead
    contents: EditionContents
    database: Path  # a verified copy
    wrapped_keys: bytes  # of a backup; empty if there is no recovery phrase yet
    received: Mapping[str, Bytes]  # score files by their sha256
    opened: Mapping[str, Bytes]  # of an archive: the signed envelopes inside, by the same
    protocols: Mapping[str, Bytes]  # by the sha256 of the PDF
    attachments: Mapping[str, Pieces]  # by their sha256; the database has no bytes of them


@dataclass(frozen=True, slots=True)
class OpenedAward:
    """A backup or archive of which every byte was checked; readable until its file is closed."""

    head: AwardHead
    sha256: str  # of the whole file
    wrapped_keys: bytes
    unpack: Callable[[Path], object]  # writes the database that lies in it
    attachments: Mapping[str, Pieces]  # whose bytes are in none of its tables


class AwardFileCodec(Protocol):
    """Writes and reads backups and archives of a whole edition."""

    def write(self, target: Path, content: AwardContent, progress: Progress) -> str:
        """Write the file, signed with the edition's key, atomically; return its sha256.

        Raises:
            RuleError: The edition's keys are not on this machine (E-NO-KEYS).
            UnavailableError: Disk full, no rights; nothing is left behind.
        """
        ...

    def read(self, path: Path, progress: Progress) -> AbstractContextManager[OpenedAward]:
        """Give what is in a file, every byte of it checked.

        Raises:
            FileFormatError: With a code and a sentence.
            UnavailableError: The machine does not let us read it.
        """
        ...
