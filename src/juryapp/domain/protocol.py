"""What the protocol states, without layout: one object for the paper, the preview and the digest.

Names stand in it as they were when it was made. Texts that depend on the reader's language (headings, the
names of roles and outcomes) do not: the same content is printed in bokmål, nynorsk or English.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from fractions import Fraction

from juryapp.base.canonical import Json, canonical_hash
from juryapp.base.numbers import fraction_text
from juryapp.domain.award import Reopening
from juryapp.domain.criteria import CriterionKind
from juryapp.domain.decisions import Basis, Outcome
from juryapp.domain.impartiality import Reach, Standing
from juryapp.domain.jury import Role
from juryapp.domain.merge_report import HeldLine, MergeLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """The meeting at which the panel decided. Everything may be empty while it is a draft."""

    number: str = ""  # case number as the panel counts: 3/2026
    date: str = ""  # ISO date
    place: str = ""  # or "remote"
    chair: str = ""
    keeper: str = ""  # of the minutes
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    remarks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JurorLine:
    """A member of the jury; `key` says how the juror's key is known ("package", "word" or "")."""

    name: str
    role: Role
    organisation: str
    scores: bool
    key: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionLine:
    """A criterion with its share of the weight (the shares add up to 1) and its scale in points."""

    name: str
    group: str
    share: Fraction
    least: Fraction
    most: Fraction
    step: Fraction
    kind: CriterionKind = CriterionKind.POINTS
    levels: tuple[str, ...] = ()  # of a recommendation, the best first


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpartialityLine:
    """A question of impartiality that was raised, and what came of it."""

    juror: str
    nominee: str
    facts: str
    standing: Standing
    reach: Reach
    ground: str
    ruled: bool  # the panel decided, without the juror; else the juror stood down unasked


@dataclass(frozen=True, slots=True, kw_only=True)
class JurorPart:
    """One juror's part in a nominee's total; `value` None with standing impartial: not in the mean."""

    juror: str
    standing: Standing
    value: Fraction | None  # of an order the place
    answer: str = ""  # yes, no, or the words of a level


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingLine:
    """A nominee in the ranking; `place` None: too few jurors."""

    place: int | None
    shared: bool
    number: int
    nominee: str
    home: str
    value: Fraction | None  # of an order the mean place
    counted: int
    recused: tuple[str, ...]
    nominations: int
    outcome: Outcome | None
    parts: tuple[JurorPart, ...] = ()
    answers: tuple[tuple[str, int], ...] = ()  # how often each was given, the best first
    comments: tuple[tuple[str, str], ...] = ()  # juror and words, where the ballot asked for them


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """A decision with its reason; `nominee` empty: no award in the category."""

    nominee: str
    outcome: Outcome
    basis: Basis
    place: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginLine:
    """Two neighbours that are close."""

    above: str
    below: str
    difference: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class JustificationText:
    """The public text on one nominee."""

    nominee: str
    outcome: Outcome | None
    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryPart:
    """Everything on one category."""

    name: str
    rule: str
    finalists: int
    winners: int
    ranking: tuple[RankingLine, ...]
    decisions: tuple[DecisionLine, ...]
    close: tuple[MarginLine, ...]
    justifications: tuple[JustificationText, ...]
    kind: CriterionKind = CriterionKind.POINTS  # of the answers that make the places


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementLine:
    """A conflict that the chair settled."""

    juror: str
    nominee: str
    criterion: str
    value: Fraction | None  # None: not assessed, or an answer in words
    reason: str
    by: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A score file that the result rests on."""

    juror: str
    sha256: str
    received: str  # instant
    complete: bool
    excluded: str = ""  # the reason, if it was taken out again
    let_count: str = ""  # the reason, if it is a draft that the chair lets count
    origin: str = "own"  # of domain.packages.Origin: a signed file, an Excel ballot, a paper
    by: str = ""  # of what nobody signed: who took it in, or typed it
    confirmed_by: str = ""  # who held the paper against it


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopeningLine:
    """The round was opened again after it had been closed."""

    at: str  # instant
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartureLine:
    """A juror left the panel, or came back."""

    juror: str
    at: str  # instant
    left: bool
    marks_count: bool
    deputy: str  # name, or ""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolContent:
    """What the protocol states."""

    award: str
    title: str
    owner: str
    year: int
    purpose: str
    version: int
    draft: bool
    trial: bool
    meeting: Meeting
    jury: tuple[JurorLine, ...]
    criteria: tuple[CriterionLine, ...]
    missing: str
    minimum_marks: int
    decimals: int
    close_margin: Fraction
    rules: str
    ballot: str
    order_seed: str
    opened: str
    closed: str
    impartiality: tuple[ImpartialityLine, ...]
    categories: tuple[CategoryPart, ...]
    open_questions: tuple[
        tuple[str, Mapping[str, str]], ...
    ]  # template and names; empty when official
    waiver: str  # the chair's reason for accepting “not assessed”, or ""
    settlements: tuple[SettlementLine, ...]
    files: tuple[FileLine, ...]
    log_entries: int
    log_head: str
    statements: str = ""  # hash over everything that stands: each mark, declaration and note
    early: tuple[str, ...] = ()  # jurors who had the material in hand before they declared
    unguarded: tuple[str, ...] = ()  # jurors who had it in a workbook, which keeps nothing closed
    declared_first: tuple[str, ...] = ()  # jurors who declared before they were given the material
    merges: tuple[MergeLine, ...] = ()  # what each merge did, in that order
    held: tuple[HeldLine, ...] = ()  # files that came after the round was closed
    reopenings: tuple[ReopeningLine, ...] = ()
    departures: tuple[DepartureLine, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of everything the protocol states: 64 hex digits; printed on it once it is final."""
        return canonical_hash(as_document(self))


def as_document(value: object) -> Json:
    """Return dataclasses, enums, exact numbers and tuples as canonical JSON."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Fraction):
        return fraction_text(value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, Mapping):
        return {str(key): as_document(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [as_document(item) for item in value]
    if is_dataclass(value):
        return {field.name: as_document(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no place in a protocol")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolRecord:
    """A protocol that was approved or printed as a draft; a final one keeps its bytes for ever."""

    version: int
    draft: bool
    language: str
    digest: str
    log_head: str
    pdf_sha256: str
    at: str  # instant
    by: str


def standing_approvals(
    records: Iterable[ProtocolRecord], reopenings: Iterable[Reopening]
) -> list[ProtocolRecord]:
    """Return the approved protocols that hold: after the round was opened again, a new version is due."""
    since = max((reopening.at for reopening in reopenings), default="")
    return [record for record in records if not record.draft and record.at >= since]
