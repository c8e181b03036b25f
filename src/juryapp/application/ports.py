"""What the application needs of the world, as protocols; `bootstrap` supplies the adapters.

A unit of work is one transaction: leaving its block without `commit()` undoes everything in it. There is no
unit of work inside another. Repositories take and give domain objects; they know no rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeVar

from juryapp.application.tables import Table
from juryapp.domain.award import Category, Edition, Round
from juryapp.domain.criteria import Criterion, Rules
from juryapp.domain.decisions import Decision, Justification
from juryapp.domain.ids import (
    CategoryId,
    CriterionId,
    EditionId,
    JurorId,
    NominationId,
    NomineeId,
    RoundId,
)
from juryapp.domain.impartiality import Ruling
from juryapp.domain.jury import Juror
from juryapp.domain.log import LogEntry
from juryapp.domain.merging import Settlement, View
from juryapp.domain.nominees import Nomination, Nominee
from juryapp.domain.packages import (
    Exclusion,
    JurorKey,
    OpenedPackage,
    OpenedScoreFile,
    PackageContent,
    PackageHead,
    PackageIssue,
    ReceivedFile,
    ScoreContent,
)
from juryapp.domain.protocol import Meeting, ProtocolContent, ProtocolRecord
from juryapp.domain.statements import (
    C,
    DeclarationContent,
    K,
    MarkContent,
    MarkKey,
    NomineeKey,
    NoteContent,
    Stated,
    Statement,
)

T = TypeVar("T")
I_contra = TypeVar("I_contra", bound=str, contravariant=True)


# --------------------------------------------------------------------- storage


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

    def history(self, round_id: RoundId) -> list[Stated[K, C]]:
        """Return every statement of a round, sorted by key, revision and content hash."""
        ...

    def settle(self, settlement: Settlement[K, C]) -> None:
        """Record the chair's decision in a conflict and bring up to date what stands."""
        ...

    def settlements(self) -> list[Settlement[K, C]]:
        """Return the chair's decisions, in the order they were made."""
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

    def exclude(self, exclusion: Exclusion) -> None:
        """Record that a file does not count, or does again."""
        ...

    def exclusions(self) -> list[Exclusion]:
        """Return the standing exclusions: per file the one with the highest n, if it excludes."""
        ...

    def next_exclusion(self) -> int:
        """Return the next free number of an exclusion."""
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
        """Return all entries, oldest first."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """The chair accepts, with a reason, that some things were not assessed (or no longer does)."""

    n: int
    waived: bool
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskInfo:
    """What a juror's desk knows about itself."""

    package: PackageHead  # of the newest one opened; its content lies in the other tables
    order: tuple[NomineeId, ...]  # this juror's own order
    device: str
    seq: int = 0  # score files written
    previous: str = ""  # sha256 of the last one
    handed_in: str = ""  # instant of the last complete file, "" while open
    confidentiality: str = ""  # instant at which it was accepted
    looked_through: bool = False  # “I have looked through all”
    at_nominee: str = ""  # where the juror was


class UnitOfWork(Protocol):
    """One transaction on one edition's or desk's database."""

    @property
    def categories(self) -> Collection[Category, CategoryId]: ...  # noqa: D102
    @property
    def criteria(self) -> Collection[Criterion, CriterionId]: ...  # noqa: D102
    @property
    def nominees(self) -> Collection[Nominee, NomineeId]: ...  # noqa: D102
    @property
    def nominations(self) -> Collection[Nomination, NominationId]: ...  # noqa: D102
    @property
    def jurors(self) -> Collection[Juror, JurorId]: ...  # noqa: D102
    @property
    def rounds(self) -> Collection[Round, RoundId]: ...  # noqa: D102
    @property
    def marks(self) -> Statements[MarkKey, MarkContent]: ...  # noqa: D102
    @property
    def declarations(self) -> Statements[NomineeKey, DeclarationContent]: ...  # noqa: D102
    @property
    def notes(self) -> Statements[NomineeKey, NoteContent]: ...  # noqa: D102
    @property
    def rulings(self) -> Sequel[Ruling]: ...  # noqa: D102
    @property
    def waivers(self) -> Sequel[Waiver]: ...  # noqa: D102
    @property
    def decisions(self) -> Sequel[Decision]: ...  # noqa: D102
    @property
    def justifications(self) -> Sequel[Justification]: ...  # noqa: D102
    @property
    def files(self) -> Files: ...  # noqa: D102
    @property
    def keys(self) -> Keys: ...  # noqa: D102
    @property
    def journal(self) -> Journal: ...  # noqa: D102

    def edition(self) -> Edition:
        """Return the edition of this database."""
        ...

    def put_edition(self, edition: Edition) -> None:
        """Set the edition's facts."""
        ...

    def rules(self) -> Rules:
        """Return the rules of counting."""
        ...

    def put_rules(self, rules: Rules) -> None:
        """Set the rules of counting."""
        ...

    def meeting(self) -> Meeting:
        """Return what is known of the meeting."""
        ...

    def put_meeting(self, meeting: Meeting) -> None:
        """Set what is known of the meeting."""
        ...

    def packages(self) -> list[PackageIssue]:
        """Return the packages made, by juror number and issue."""
        ...

    def put_package(self, issue: PackageIssue) -> None:
        """Record a package."""
        ...

    def protocols(self) -> list[ProtocolRecord]:
        """Return the protocols, in the order made."""
        ...

    def put_protocol(self, record: ProtocolRecord, pdf: bytes) -> None:
        """Keep a protocol with its bytes."""
        ...

    def protocol_pdf(self, pdf_sha256: str) -> bytes:
        """Return a kept protocol's bytes."""
        ...

    def desk(self) -> DeskInfo | None:
        """Return what the desk knows about itself; None in an edition's database."""
        ...

    def put_desk(self, info: DeskInfo) -> None:
        """Set what the desk knows about itself."""
        ...

    def private_note(self, nominee: NomineeId) -> str:
        """Return the juror's private note on a nominee, "" if there is none. It never leaves the desk."""
        ...

    def put_private_note(self, nominee: NomineeId, text: str) -> None:
        """Set the juror's private note."""
        ...

    def commit(self) -> None:
        """Make everything in this block durable."""
        ...

    def __enter__(self) -> Self:
        """Begin."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Undo what was not committed."""
        ...


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

    def backup(self, target: Path) -> None:
        """Write a verified copy to `target`, atomically."""
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
    problem: str = ""


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

    def open_edition(self, edition: str, *, read_only: bool = False) -> Database:
        """Open an edition by id. Raises UsageError (unknown), BusyError, FileFormatError (damaged, newer)."""
        ...

    def open_place(self, place: str, *, read_only: bool = False) -> Database:
        """Open the database at a path or URL in place. Raises as `open_edition`."""
        ...

    def desk(self, edition: EditionId, juror: JurorId) -> Database:
        """Open a juror's desk, made if there is none."""
        ...

    def restore(self, backup: Path) -> EditionId:
        """Check a backup and put it in as an edition (which must not exist). Raises FileFormatError."""
        ...

    def backups(self, edition: EditionId) -> list[Path]:
        """Return the program's own backups of an edition, newest first."""
        ...

    def back_up(self, database: Database, edition: EditionId, why: str) -> Path:
        """Make one of the program's own backups (`why`: "import", "closing" …) and prune old ones."""
        ...


# -------------------------------------------------------------------- exchange


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

    def juror_key(self, edition: EditionId, juror: JurorId) -> str:
        """Return the juror's public key on this machine (hex), made at the first call."""
        ...

    def fingerprint(self, public_key: str) -> str:
        """Return a public key (hex) as 20 digits in four groups of five, to be read aloud."""
        ...


class PackageCodec(Protocol):
    """Writes and reads jury packages."""

    def write(
        self, content: PackageContent, token: str, *, password: str = ""
    ) -> tuple[bytes, str]:
        """Return the file's bytes, signed by the edition's key, and the sha256 that identifies it.

        `password` encrypts the whole; the sha256 is that of the package inside.
        """
        ...

    def read(self, path: Path, *, password: str = "") -> OpenedPackage:
        """Return what is in a package.

        Raises:
            FileFormatError: With a code and a sentence; E-LOCKED asks for a password, E-PASSWORD: wrong.
        """
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


class ScoreFileCodec(Protocol):
    """Writes and reads score files."""

    def write(self, content: ScoreContent, package: PackageHead) -> bytes:
        """Return a score file: signed with the juror's key on this machine, sealed to the secretariat."""
        ...

    def read(self, path: Path, expected: Expected) -> OpenedScoreFile:
        """Open, verify and check a score file.

        Raises:
            FileFormatError: With a code (E-AWARD, E-EDITION, E-KEY, E-TRIAL, E-PACKAGE-REPLACED …), a
                sentence, and the row where one mark is wrong: then the whole file is refused.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What `verify` says of one of our files."""

    kind: str  # "package", "score", "protocol", "backup", "unknown"
    whole: bool
    signature: str  # "valid", "invalid", "sealed", "none"
    signer: str  # name or id, or "" if unknown
    known: str  # "package", "word", "award" – how the signer is known –, or ""
    detail: str = ""  # an N_ sentence
    facts: tuple[tuple[str, str], ...] = ()  # N_ label and value


class Verifier(Protocol):
    """Says of a file what it is and whether it is whole, without taking anything in."""

    def verify(self, path: Path, expected: Expected | None) -> Verification:
        """Return the verdict; a foreign or damaged file is a verdict, not an error."""
        ...


# ---------------------------------------------------------------- the rest of it


class TableReader(Protocol):
    """Reads spreadsheets from outside."""

    def read(self, path: Path, sheet: str | None = None) -> Table:
        """Return the table in a CSV or XLSX file. Raises FileFormatError."""
        ...


class ProtocolPrinter(Protocol):
    """Makes the PDF."""

    def render(self, content: ProtocolContent, language: str) -> bytes:
        """Return the protocol as PDF; the same content gives the same bytes."""
        ...

    def warnings(self, content: ProtocolContent) -> list[str]:
        """Return characters that the fonts lack, as sentences in the language in use."""
        ...


class Clock(Protocol):
    """Says what time it is."""

    def now(self) -> datetime:
        """Return the time, aware."""
        ...


class Ids(Protocol):
    """Makes ids and secrets."""

    def new_id(self) -> str:
        """Return a new id of 26 letters."""
        ...

    def secret(self) -> str:
        """Return 16 random bytes as hex."""
        ...
