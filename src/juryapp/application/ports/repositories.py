"""Repositories: they take and give domain objects and know no rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from juryapp.domain.attachments import Attachment
from juryapp.domain.ids import JurorId, NomineeId, RoundId
from juryapp.domain.log import LogEntry
from juryapp.domain.merging import Settlement, View
from juryapp.domain.packages import (
    Exclusion,
    FileOrigin,
    HeldFile,
    JurorKey,
    PracticeRun,
    ReceivedFile,
)
from juryapp.domain.statements import (
    C,
    K,
    Stated,
    Statement,
)

T = TypeVar("T")
I_contra = TypeVar("I_contra", bound=str, contravariant=True)


class Collection(Protocol[T, I_contra]):
    """Things of an edition that are kept by id. `put` adds or replaces."""

    def all(self) -> list[T]:
        """Return all, in their own order (`order` or `number`, then id)."""
        ...

    def find(self, id_: I_contra) -> T | None:
        """Return one, or None."""
        ...

    def put(self, *things: T) -> None:
        """Add or replace."""
        ...

    def remove(self, id_: I_contra) -> None:
        """Remove one; what does not exist is no error."""
        ...


class Statements(Protocol[K, C]):
    """Statements of one kind: added, never changed, never removed."""

    def add(self, stated: Iterable[Stated[K, C]], *, file: str = "") -> int:
        """Add what is not there yet and return how many were new; `file` (sha256) becomes a source.

        What stands is brought up to date in the same transaction.
        """
        ...

    def current(self, round_id: RoundId) -> View[K, C]:
        """Return what stands in a round: the kept view, excluded files left out, settlements applied."""
        ...

    def derived(self, round_id: RoundId) -> View[K, C]:
        """Return the same, worked out anew from all statements; `log check` compares the two."""
        ...

    def find(self, key: K) -> Statement[K, C] | None:
        """Return what stands for one key, or None (also for a conflict)."""
        ...

    def last_revision(self, key: K) -> int:
        """Return the highest revision known for a key, 0 if there is none."""
        ...

    def highest_revision(self, round_id: RoundId, juror: JurorId) -> int:
        """Return the highest revision of anything that a juror has said in a round, 0 if nothing."""
        ...

    def history(self, round_id: RoundId) -> list[Stated[K, C]]:
        """Return every statement of a round, sorted by key, revision and content hash."""
        ...

    def by_file(self) -> Mapping[str, Sequence[Statement[K, C]]]:
        """Return every statement by the files (sha256) that hold it; those made here under ""."""
        ...

    def settle(self, settlement: Settlement[K, C]) -> None:
        """Record the chair's decision in a conflict and bring up to date what stands."""
        ...

    def settlements(self) -> list[Settlement[K, C]]:
        """Return the chair's decisions, in the order they were made."""
        ...

    def settled(self, round_id: RoundId) -> Mapping[K, tuple[Statement[K, C], ...]]:
        """Return what contradicts each other where a decision stands, by key."""
        ...

    def refresh(self) -> None:
        """Bring up to date what stands, for all keys (after a file was excluded or taken back in)."""
        ...


class Files(Protocol):
    """Score files as received, and which of them are taken out again."""

    def put(self, file: ReceivedFile, sealed: bytes, opened: bytes) -> None:
        """Keep a file: the bytes as received and the signed envelope inside."""
        ...

    def all(self) -> list[ReceivedFile]:
        """Return all, in the order received."""
        ...

    def find(self, sha256: str) -> ReceivedFile | None:
        """Return one, or None."""
        ...

    def sealed(self, sha256: str) -> bytes:
        """Return the bytes as received."""
        ...

    def opened(self, sha256: str) -> bytes:
        """Return the signed envelope that was inside."""
        ...

    def hold(self, file: HeldFile, sealed: bytes) -> None:
        """Lay a file aside as it came; one that lies there already stays as it was."""
        ...

    def held(self) -> list[HeldFile]:
        """Return the files that were laid aside and not taken in since, in the order received."""
        ...

    def held_bytes(self, sha256: str) -> bytes:
        """Return the bytes of a file that was laid aside."""
        ...

    def put_origin(self, origin: FileOrigin) -> None:
        """Record how a file came about that is no juror's own score file."""
        ...

    def origins(self) -> Mapping[str, FileOrigin]:
        """Return how such files came about, by sha256; a juror's own files are not among them."""
        ...

    def put_practice(self, run: PracticeRun) -> None:
        """Record how a file answers the practice nominee."""
        ...

    def practice(self) -> list[PracticeRun]:
        """Return how files answered the practice nominee, in the order received."""
        ...

    def exclude(self, exclusion: Exclusion) -> None:
        """Record that a file does not count, or does again."""
        ...

    def exclusions(self) -> list[Exclusion]:
        """Return the standing exclusions: per file the one with the highest n, if it excludes."""
        ...

    def all_exclusions(self) -> list[Exclusion]:
        """Return every exclusion, and every one that was lifted, by number."""
        ...

    def let_count(self) -> list[Exclusion]:
        """Return the standing decisions that a draft counts: not excluded, and with a reason."""
        ...

    def next_exclusion(self) -> int:
        """Return the next free number of an exclusion."""
        ...


class Attachments(Protocol):
    """Files that belong to nominees; their bytes by SHA-256, in pieces of `domain.attachments.PIECE`."""

    def all(self) -> list[Attachment]:
        """Return all, by nominee, then in their order."""
        ...

    def put(self, *attachments: Attachment) -> None:
        """Add, or replace what is said of a nominee's file; the bytes are another matter."""
        ...

    def remove(self, nominee: NomineeId, sha256: str) -> None:
        """Take a file away from a nominee; bytes that nobody needs any more go with `drop_unused`."""
        ...

    def stored(self) -> frozenset[str]:
        """Return the hashes of the files whose bytes are here, whole."""
        ...

    def add_piece(self, sha256: str, n: int, piece: bytes) -> None:
        """Keep a piece (0, 1, 2 …); one that is there already is replaced."""
        ...

    def finish(self, sha256: str, pieces: int) -> None:
        """Say that all pieces of a file are here and were found to be what the hash says."""
        ...

    def spoiled(self) -> frozenset[str]:
        """Return the hashes of the files that were found to be damaged where they came from."""
        ...

    def spoil(self, sha256: str) -> None:
        """Say that a file was found to be damaged; what came of it goes. `finish` takes it back."""
        ...

    def pieces(self, sha256: str) -> Iterator[bytes]:
        """Yield a file's bytes piece by piece, within this transaction; nothing unless it is stored."""
        ...

    def drop_unused(self) -> None:
        """Remove the bytes of files that belong to no nominee any more, and of those left half-way."""
        ...


class Keys(Protocol):
    """Public keys of the jurors."""

    def all(self) -> list[JurorKey]:
        """Return all, in the order pinned."""
        ...

    def put(self, key: JurorKey) -> None:
        """Pin a key, or change its confirmation or closing."""
        ...


class Journal(Protocol):
    """The hash-chained log of this database."""

    def root(self) -> str:
        """Return what the first entry is chained to."""
        ...

    def begin(self, chain: str, root: str) -> None:
        """Start the chain of a new database."""
        ...

    def chain(self) -> str:
        """Return the chain's id."""
        ...

    def last(self) -> LogEntry | None:
        """Return the newest entry; the chain is locked against other writers until the end."""
        ...

    def append(self, entry: LogEntry) -> None:
        """Add an entry."""
        ...

    def all(self) -> list[LogEntry]:
        """Return all entries of this copy's own chain, oldest first."""
        ...

    def chains(self) -> list[tuple[str, str]]:
        """Return the id and root of each chain, also of joined copies, in the order they came."""
        ...

    def entries(self, chain: str) -> list[LogEntry]:
        """Return the entries of one chain, oldest first."""
        ...

    def joined(self) -> dict[str, str]:
        """Return the chains that came from other copies, each with its head when it was joined last."""
        ...

    def join(self, chain: str, root: str, entries: Sequence[LogEntry], at: str) -> int:
        """Add another copy's chain, or what is new of it, and return how many entries were new."""
        ...


class Sequel(Protocol[T]):
    """Things that are only ever added: rulings, decisions, justifications, waivers."""

    def add(self, thing: T) -> None:
        """Add one."""
        ...

    def all(self) -> list[T]:
        """Return all, in the order added."""
        ...

    def next_number(self) -> int:
        """Return the next free `n`, from 1."""
        ...
