"""A unit of work: one transaction on one edition's or desk's database.

Leaving its block without `commit()` undoes everything in it. There is no unit of work inside another.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from juryapp.application.ports.repositories import (
    Attachments,
    Collection,
    Files,
    Journal,
    Keys,
    Sequel,
    Statements,
)
from juryapp.domain.award import Category, Edition, Reopening, Round
from juryapp.domain.criteria import Criterion, Rules
from juryapp.domain.decisions import Decision, Justification
from juryapp.domain.ids import (
    CategoryId,
    CriterionId,
    JurorId,
    NominationId,
    NomineeId,
    RoundId,
)
from juryapp.domain.impartiality import Ruling
from juryapp.domain.jury import Departure, Juror
from juryapp.domain.nominees import Nomination, Nominee
from juryapp.domain.packages import (
    Anchor,
    PackageHead,
    PackageIssue,
    Receipt,
)
from juryapp.domain.paper import PaperBallot, PaperDraft, PaperVerdict
from juryapp.domain.protocol import Meeting, ProtocolRecord
from juryapp.domain.statements import (
    DeclarationContent,
    MarkContent,
    MarkKey,
    NomineeKey,
    NoteContent,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """The chair accepts, with a reason, that some things were not assessed (or no longer does)."""

    n: int
    waived: bool
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeRecord:
    """What one merge did, as it was told then."""

    n: int
    document: str  # canonical JSON; `application.merge_reports` writes and reads it
    by: str
    at: str  # instant


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskMachine:
    """What a desk knows of moving from one machine to another."""

    handover: str = ""  # what the key of the machine before signed, or ""
    moved: str = ""  # instant at which the juror went on elsewhere, or ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskMemory:
    """What makes a desk convenient and may be lost. It never leaves the desk."""

    saved_to: str = ""  # path of the last score file
    news: str = ""  # JSON: what an updated package changed and the juror has not seen yet
    package: str = ""  # path of the newest package, as long as attachments are copied from it


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
    def departures(self) -> Sequel[Departure]: ...  # noqa: D102
    @property
    def reopenings(self) -> Sequel[Reopening]: ...  # noqa: D102
    @property
    def merges(self) -> Sequel[MergeRecord]: ...  # noqa: D102
    @property
    def paper_drafts(self) -> Collection[PaperDraft, JurorId]: ...  # noqa: D102
    @property
    def paper_ballots(self) -> Sequel[PaperBallot]: ...  # noqa: D102
    @property
    def paper_verdicts(self) -> Sequel[PaperVerdict]: ...  # noqa: D102
    @property
    def attachments(self) -> Attachments: ...  # noqa: D102
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

    def anchors(self) -> list[Anchor]:
        """Return the heads of the log that were given out, in that order."""
        ...

    def put_anchor(self, anchor: Anchor) -> None:
        """Record that a head of the log was given out."""
        ...

    def wrapped_keys(self) -> bytes:
        """Return the edition's keys, wrapped by the recovery phrase; none before there is one."""
        ...

    def put_wrapped_keys(self, wrapped: bytes, made: str) -> None:
        """Set the edition's wrapped keys."""
        ...

    def receipts(self) -> list[Receipt]:
        """Return the receipts that came to this desk, by the time of reception."""
        ...

    def put_receipt(self, receipt: Receipt, document: bytes) -> None:
        """Keep a receipt with its bytes; one that is there already stays as it was."""
        ...

    def machine(self) -> DeskMachine:
        """Return what the desk knows of moving between machines."""
        ...

    def put_machine(self, machine: DeskMachine) -> None:
        """Set what the desk knows of moving between machines."""
        ...

    def desk(self) -> DeskInfo | None:
        """Return what the desk knows about itself; None in an edition's database."""
        ...

    def put_desk(self, info: DeskInfo) -> None:
        """Set what the desk knows about itself."""
        ...

    def desk_memory(self) -> DeskMemory:
        """Return what makes the desk convenient."""
        ...

    def put_desk_memory(self, memory: DeskMemory) -> None:
        """Set what makes the desk convenient."""
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
