"""What travels: the content of a jury package (secretariat → one juror) and of a score file back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from juryapp.domain.attachments import Attachment
from juryapp.domain.award import Category
from juryapp.domain.criteria import CommentRule, Criterion
from juryapp.domain.ids import AwardId, CriterionId, EditionId, JurorId, RoundId
from juryapp.domain.nominees import Nomination, Nominee, PracticeNominee
from juryapp.domain.statements import (
    MarkContent,
    MarkState,
    StatedDeclaration,
    StatedMark,
    StatedNote,
)


class PackageKind(StrEnum):
    """What the juror is asked for."""

    DECLARE = "declare"  # names, nominators, grounds and a practice nominee; no material
    SCORE = "score"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageContent:
    """Everything in one juror's package; nothing of other jurors."""

    kind: PackageKind
    issue: int  # 1, 2 … per juror
    trial: bool
    award: AwardId
    award_name: str
    edition: EditionId
    title: str
    year: int
    owner: str
    languages: tuple[str, ...]
    deadline: str
    round: RoundId
    ballot: str
    rules: str
    log_head: str  # an anchor of the secretariat's log outside it
    made: str  # instant
    juror: JurorId
    juror_number: int
    juror_name: str
    juror_role: str
    juror_organisation: str
    comment: CommentRule
    grounds: tuple[str, ...]  # plain examples of connections
    categories: tuple[Category, ...]
    criteria: tuple[Criterion, ...]
    nominees: tuple[Nominee, ...]  # in this juror's own order
    nominations: tuple[Nomination, ...]  # texts are empty in a declare package
    attachments: tuple[Attachment, ...] = ()  # none in a declare package; their bytes lie beside it
    practice: PracticeNominee | None = None  # in every declare package, and in no other
    new_key: bool = False  # earlier keys of the juror were closed: sign with a new one
    above: int = (
        0  # the highest revision known of this juror: a new machine says newer things than that
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageHead:
    """What a desk keeps of a package beside its content: how to answer it."""

    sha256: str  # of the signed manifest, which vouches for everything else in the package
    kind: PackageKind
    issue: int
    award_key: str  # Ed25519 public key, hex
    seal_key: str  # X25519 public key, hex
    token: str  # enrolment token, hex
    log_head: str
    grounds: tuple[str, ...]
    above: int = 0  # what is said at the desk has a higher revision than this


@dataclass(frozen=True, slots=True)
class OpenedPackage:
    """A package that was read and found sound."""

    head: PackageHead
    content: PackageContent


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageIssue:
    """The secretariat's record of a package that was made for a juror. The token proves possession of it."""

    juror: JurorId
    issue: int
    kind: PackageKind
    round: RoundId
    token: str  # hex; "" once no key is enrolled with it any more
    sha256: str
    ballot: str
    made: str  # instant
    file_name: str

    @property
    def is_workbook(self) -> bool:
        """Whether it is an Excel ballot, for a juror who installs nothing."""
        return self.file_name.lower().endswith(".xlsx")


class Origin(StrEnum):
    """How the marks of a score file came about."""

    OWN = "own"  # the juror's own machine
    WORKBOOK = "workbook"
    PAPER = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeMark:
    """A mark for the practice nominee: it shows that the machine works, and counts nowhere."""

    criterion: CriterionId
    content: MarkContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What shows that the juror went on from one machine to another, with no second trip between them.

    The machine before signs a *baton*, a key used once, and gives it away in a locked file; the new machine
    makes its own key, which never travels, signs it with the baton, and throws the baton away. Whoever has
    the file and its word has all that the juror had on the machine before (the marks and the token of the
    package), so the baton adds nothing to that. It is good for one key only: once the secretariat has taken
    a file with it, the machine before is closed, and another key that comes with the same baton waits for a
    click like any second machine.
    """

    from_key: str  # public key, hex, of the machine before
    baton: str  # public key, hex
    given: str  # the machine before signed the baton; hex
    taken: str  # the baton signed the key of the machine that goes on; hex
    at: str  # instant by the clock of the machine before


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreContent:
    """A juror's whole present state: any one score file is enough."""

    kind: PackageKind  # of the package it answers
    trial: bool
    award: AwardId
    edition: EditionId
    round: RoundId
    ballot: str
    package: str  # sha256 that identifies the package it answers
    juror: JurorId
    device: str  # id of the machine's desk
    file: str  # id of this file
    seq: int  # 1, 2 … per device
    previous: str  # sha256 of this device's previous file, or ""
    made: str  # instant by the juror's clock
    app_version: str
    complete: bool
    origin: Origin
    marks: tuple[StatedMark, ...]
    declarations: tuple[StatedDeclaration, ...]
    notes: tuple[StatedNote, ...]
    practice: tuple[PracticeMark, ...] = ()
    handover: Handover | None = None

    @property
    def practised(self) -> int:
        """How many criteria are answered for the practice nominee."""
        said = {MarkState.MARK, MarkState.NOT_ASSESSED}
        return sum(practised.content.state in said for practised in self.practice)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedScoreFile:
    """A score file that was opened, verified and checked in itself; or a ballot that nobody signed."""

    name: str
    sha256: str  # of the sealed bytes as received
    content: ScoreContent
    public_key: str  # hex, the key that signed it; "" of a workbook or a paper
    enrolled: bool  # its HMAC is right for a token of that juror
    issue: int  # of the package whose token it is; 0 if none
    sealed: bytes  # the file as received
    opened: bytes  # the signed envelope inside, for the open archive; unsigned: what was read, as a document
    by: str = ""  # of a ballot that nobody signed: the name of who typed it
    confirmed_by: str = ""  # the name of who held the paper against it

    @property
    def is_signed(self) -> bool:
        """Whether a key of the juror's vouches for it."""
        return bool(self.public_key)


class Confirmation(StrEnum):
    """How a juror's key is known to be the juror's."""

    PACKAGE = "package"  # made by somebody who holds that juror's package
    WORD = "word"  # the juror read the digits aloud


@dataclass(frozen=True, slots=True, kw_only=True)
class JurorKey:
    """A juror's key, pinned at the first file."""

    juror: JurorId
    public_key: str  # hex
    device: str
    issue: int
    confirmation: Confirmation
    pinned: str  # instant
    closed: str = ""  # instant: no file signed with it is taken any more


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """A score file that was taken in."""

    sha256: str
    name: str
    juror: JurorId
    file: str
    device: str
    seq: int
    made: str
    received: str  # instant
    complete: bool
    late: bool
    kind: PackageKind
    marks: int
    declarations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOrigin:
    """Of a file that is no juror's own score file: how it came about, and who vouches for it."""

    sha256: str
    origin: Origin
    by: str  # who took it in or typed it: a name
    confirmed_by: str = ""  # who held the paper against it: a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A recorded decision that a file's statements do not count (or do again). The highest `n` counts."""

    n: int
    sha256: str
    excluded: bool
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFile:
    """A score file that came after the round was closed: kept as it came, nothing of it taken in."""

    sha256: str
    name: str
    juror: JurorId
    made: str  # instant by the juror's clock
    received: str  # instant
    code: str  # why it is held: E-CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeRun:
    """How many marks a file holds for the practice nominee; the marks themselves are not kept."""

    sha256: str  # of the file
    given: int
    asked: int

    @property
    def whole(self) -> bool:
        """Whether nothing is missing: the juror's machine works."""
        return self.given >= self.asked > 0


class AnchorKind(StrEnum):
    """On what a head of the log was given out."""

    PACKAGE = "package"
    RECEIPT = "receipt"
    BACKUP = "backup"
    ARCHIVE = "archive"
    PAPER = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A head of the log that was given out: what lies outside the database and vouches for it."""

    kind: AnchorKind
    named: str  # sha256 of the thing, or its name
    head: str
    at: str  # instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The secretariat's word about a score file: that it was taken in as sent, or laid aside."""

    sha256: str  # of the score file
    file: str  # its id; "" of one that was laid aside unread
    seq: int  # 0 of one that was laid aside unread
    taken: bool  # False: it came after closing and was laid aside
    complete: bool  # False: a draft
    statements: str  # hash of the statements taken in, as in the log; "" of one that was laid aside
    received: str  # instant
    chain: str  # of the secretariat's log
    head: str  # of that chain, with the file in it


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptContent:
    """A receipt with whom it is for."""

    award: AwardId
    edition: EditionId
    round: RoundId
    juror: JurorId
    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedReceipt:
    """A receipt that was read and is signed by the key that it names."""

    content: ReceiptContent
    award_key: str  # Ed25519 public key, hex; whether it is the award's, the desk knows
    document: bytes  # the file as it came
