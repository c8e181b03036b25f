"""Everything that one edition's database holds, read at once: for the archive, and to combine copies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic

from juryapp.application.ports.units import MergeRecord, Waiver
from juryapp.domain.attachments import Attachment
from juryapp.domain.award import Category, Edition, Reopening, Round
from juryapp.domain.criteria import Criterion, Rules
from juryapp.domain.decisions import Decision, Justification
from juryapp.domain.ids import RoundId
from juryapp.domain.impartiality import Ruling
from juryapp.domain.jury import Departure, Juror
from juryapp.domain.log import LogEntry
from juryapp.domain.merging import Settlement, View
from juryapp.domain.nominees import Nomination, Nominee
from juryapp.domain.packages import (
    Anchor,
    Exclusion,
    FileOrigin,
    HeldFile,
    JurorKey,
    PackageIssue,
    PracticeRun,
    ReceivedFile,
)
from juryapp.domain.paper import PaperBallot, PaperVerdict
from juryapp.domain.protocol import Meeting, ProtocolRecord
from juryapp.domain.statements import (
    C,
    DeclarationContent,
    K,
    MarkContent,
    MarkKey,
    NomineeKey,
    NoteContent,
    Stated,
)


@dataclass(frozen=True)  # without slots, as Statement is
class Sourced(Generic[K, C]):
    """A statement and the files (sha256) that hold it; "" stands for what was said on this machine."""

    stated: Stated[K, C]
    files: tuple[str, ...]


@dataclass(frozen=True)
class Said(Generic[K, C]):
    """All that was said of one kind, and what stands of it."""

    statements: tuple[Sourced[K, C], ...]  # by round, key, revision and content hash
    views: Mapping[RoundId, View[K, C]]  # what stands, round by round
    settlements: tuple[Settlement[K, C], ...]  # in the order they were made


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """One chain of the log."""

    id: str
    root: str
    joined: (
        str  # its head when it was joined from another copy; "" for a chain of this copy's own past
    )
    entries: tuple[LogEntry, ...]

    @property
    def head(self) -> str:
        """The hash of the newest entry, or the root."""
        return self.entries[-1].hash if self.entries else self.root


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionContents:
    """An edition, whole, without private keys, private notes and the bytes of files."""

    edition: Edition
    rules: Rules
    meeting: Meeting
    categories: tuple[Category, ...]
    criteria: tuple[Criterion, ...]
    nominees: tuple[Nominee, ...]
    nominations: tuple[Nomination, ...]
    attachments: tuple[Attachment, ...]  # their bytes are another matter
    jurors: tuple[Juror, ...]
    rounds: tuple[Round, ...]
    marks: Said[MarkKey, MarkContent]
    declarations: Said[NomineeKey, DeclarationContent]
    notes: Said[NomineeKey, NoteContent]
    rulings: tuple[Ruling, ...]
    waivers: tuple[Waiver, ...]
    decisions: tuple[Decision, ...]
    justifications: tuple[Justification, ...]
    departures: tuple[Departure, ...]
    reopenings: tuple[Reopening, ...]
    merges: tuple[MergeRecord, ...]
    files: tuple[ReceivedFile, ...]
    origins: tuple[FileOrigin, ...]  # of the files that nobody signed
    paper_ballots: tuple[PaperBallot, ...]  # what was typed in from papers, confirmed or not
    paper_verdicts: tuple[PaperVerdict, ...]
    exclusions: tuple[Exclusion, ...]  # all, by number
    held: tuple[HeldFile, ...]
    practice: tuple[PracticeRun, ...]
    keys: tuple[JurorKey, ...]
    packages: tuple[PackageIssue, ...]
    protocols: tuple[ProtocolRecord, ...]
    anchors: tuple[Anchor, ...]
    chains: tuple[Chain, ...]  # in the order they came
    own_chain: str  # the id of the one that is written to

    @property
    def log(self) -> Chain:
        """This copy's own chain."""
        return next(chain for chain in self.chains if chain.id == self.own_chain)
