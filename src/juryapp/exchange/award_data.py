"""The open data in a backup or archive: everything that the database holds, readable without this program.

Canonical JSON, whole numbers and exact fractions only, times in UTC, no private notes and no private keys.
It is written piece by piece: an edition of any size needs little memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import islice
from typing import Any, Final, Generic, Literal, TypeVar

import msgspec

from juryapp.application.ports import MergeRecord, Waiver
from juryapp.application.ports.awards import AwardHead
from juryapp.application.ports.contents import Chain, EditionContents, Said, Sourced
from juryapp.domain.attachments import Attachment
from juryapp.domain.award import Category, Edition, Reopening, Round
from juryapp.domain.criteria import Criterion, Rules
from juryapp.domain.decisions import Decision, Justification
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
    statement_hashes,
)
from juryapp.exchange.package_documents import Instant
from juryapp.exchange.strict_json import Hash, IdText, Struct

DATA_FORMAT: Final = "jury-award-data"
_PIECE: Final = 256 << 10
_AS_THEY_ARE: Final = (
    *(
        "edition",
        "meeting",
        "categories",
        "criteria",
        "nominees",
        "nominations",
        "attachments",
        "jurors",
        "rounds",
    ),
    *("rulings", "waivers", "decisions", "justifications", "departures", "reopenings", "merges"),
    *(
        "files",
        "origins",
        "paper_ballots",
        "paper_verdicts",
        "exclusions",
        "held",
        "practice",
        "keys",
        "packages",
        "protocols",
        "anchors",
    ),
)


class MarkLine(Struct, frozen=True):
    """A mark that was stated. `files` are the score files that hold it; "" is the secretariat's machine."""

    at: str
    criterion: IdText
    device: str
    files: list[str]
    hash: Hash
    juror: IdText
    nominee: IdText
    note: str
    points: int | None
    rev: int
    round: IdText
    state: str


class DeclarationLine(Struct, frozen=True):
    """A declaration of impartiality that was stated."""

    answer: str
    at: str
    device: str
    facts: str
    files: list[str]
    hash: Hash
    juror: IdText
    nominee: IdText
    rev: int
    round: IdText


class NoteLine(Struct, frozen=True):
    """A comment to the jury that was stated."""

    at: str
    device: str
    files: list[str]
    hash: Hash
    juror: IdText
    nominee: IdText
    rev: int
    round: IdText
    text: str
    usable: bool


class StandingLine(Struct, frozen=True):
    """What stands for one key: the hash of one statement, or of several that contradict each other."""

    criterion: str  # "" for declarations and notes
    hashes: list[Hash]
    juror: IdText
    nominee: IdText
    rev: int
    round: IdText


class SettlementLine(Struct, frozen=True):
    """The chair's decision in a conflict; `content` is what counts, as it is hashed into a statement."""

    at: str
    by: str
    content: list[str | int | bool | None]
    criterion: str
    juror: IdText
    nominee: IdText
    reason: str
    rev: int
    rivals: list[Hash]  # the hashes of the contents that stood against each other
    round: IdText


class RulesDocument(Struct, frozen=True):
    """The rules of counting."""

    close_margin: Fraction
    comment: str
    decimals: int
    method: str
    minimum_marks: int
    missing: str
    places: str
    ties: list[str]


class LogLine(Struct, frozen=True):
    """One entry of the log; `body` is kept as text, since the hash is taken of its very letters."""

    actor: str
    at: str
    body: str
    hash: Hash
    prev: Hash
    seq: int
    what: str


class ChainDocument(Struct, frozen=True):
    """One chain of the log."""

    chain: IdText
    entries: list[LogLine]
    joined: str  # its head when it came from another copy; "" for this copy's own past
    root: Hash


Line = TypeVar("Line")


class Told(Struct, Generic[Line], frozen=True):
    """All statements of one kind, what stands of them, and what the chair settled."""

    settlements: list[SettlementLine]
    standing: list[StandingLine]
    statements: list[Line]


class AwardData(Struct, frozen=True):
    """The whole of `data.json`; a time is text in UTC, a fraction `{"den", "num"}`."""

    anchors: list[Anchor]
    app_version: str
    attachments: list[Attachment]  # whose bytes lie in `att/`
    categories: list[Category]
    chain: str  # the id of this copy's own chain
    chains: list[ChainDocument]
    criteria: list[Criterion]
    decisions: list[Decision]
    declarations: Told[DeclarationLine]
    departures: list[Departure]
    edition: Edition
    exclusions: list[Exclusion]
    files: list[ReceivedFile]
    format: Literal["jury-award-data"]
    held: list[HeldFile]
    jurors: list[Juror]
    justifications: list[Justification]
    keys: list[JurorKey]
    kind: Literal["backup", "archive"]
    made: Instant
    marks: Told[MarkLine]
    meeting: Meeting
    merges: list[MergeRecord]
    nominations: list[Nomination]
    nominees: list[Nominee]
    notes: Told[NoteLine]
    origins: list[FileOrigin]  # of the files that nobody signed: workbooks and papers
    packages: list[PackageIssue]  # the token is empty in an archive
    paper_ballots: list[PaperBallot]  # what was typed in from papers, confirmed or not
    paper_verdicts: list[PaperVerdict]
    practice: list[PracticeRun]
    protocols: list[ProtocolRecord]
    reopenings: list[Reopening]
    rounds: list[Round]
    rules: RulesDocument
    rulings: list[Ruling]
    v: Literal[1]
    waivers: list[Waiver]


def _ratio(value: Any) -> dict[str, int]:
    if isinstance(value, Fraction):
        return {"den": value.denominator, "num": value.numerator}
    raise NotImplementedError(type(value).__name__)


def _fraction(kind: type, value: Any) -> Any:
    if kind is Fraction:
        return Fraction(value["num"], value["den"])
    raise NotImplementedError(kind.__name__)


_ENCODER: Final = msgspec.json.Encoder(order="sorted", enc_hook=_ratio)
_DECODER: Final = msgspec.json.Decoder(AwardData, dec_hook=_fraction)


def read_data(data: bytes) -> AwardData:
    """Return a whole `data.json`, typed: for tools and tests; what is put in is the database beside it."""
    return _DECODER.decode(data)


def data_schema() -> dict[str, Any]:
    """Return the JSON Schema of `data.json`."""
    whole = {"type": "integer", "minimum": 0}
    ratio = {"type": "object", "properties": {"den": whole, "num": whole}}
    return msgspec.json.schema(AwardData, schema_hook=lambda _kind: ratio)


def data_pieces(head: AwardHead, contents: EditionContents) -> Iterator[bytes]:
    """Yield `data.json` piece by piece."""
    waiting = bytearray()
    for small in _small_pieces(_sections(head, contents)):
        waiting += small
        if len(waiting) > _PIECE:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)


def _sections(head: AwardHead, contents: EditionContents) -> dict[str, Any]:
    """Return what stands in the data by name; what is long is an iterator."""
    return {
        **{name: getattr(contents, name) for name in _AS_THEY_ARE},
        "app_version": head.app_version,
        "chain": contents.own_chain,
        "chains": map(_chain, contents.chains),
        "declarations": _told(contents.declarations, _declaration_line),
        "format": DATA_FORMAT,
        "kind": str(head.kind),
        "made": head.made,
        "marks": _told(contents.marks, _mark_line),
        "notes": _told(contents.notes, _note_line),
        "rules": _rules(contents.rules),
        "v": 1,
    }


def _small_pieces(value: Any) -> Iterator[bytes]:
    """Yield canonical JSON: maps and iterators are walked, everything else is encoded at once."""
    if isinstance(value, dict):
        yield b"{"
        for n, name in enumerate(sorted(value)):
            yield b'%b"%b":' % (b"," if n else b"", name.encode())
            yield from _small_pieces(value[name])
        yield b"}"
    elif isinstance(value, Iterator):
        yield b"["
        for n, item in enumerate(value):
            yield b"," * bool(n)
            yield _ENCODER.encode(item)
        yield b"]"
    else:
        yield _ENCODER.encode(value)


def _told(said: Said[K, C], line: Callable[[Sourced[K, C], str], object]) -> dict[str, Any]:
    hashes = statement_hashes(item.stated.statement for item in said.statements)
    return {
        "settlements": map(_settlement, said.settlements),
        "standing": (item for view in said.views.values() for item in _standing(view)),
        "statements": map(line, said.statements, hashes),
    }


def _mark_line(said: Sourced[MarkKey, MarkContent], digest: str) -> MarkLine:
    statement, provenance = said.stated.statement, said.stated.provenance
    key, content = statement.key, statement.content
    return MarkLine(
        at=provenance.at,
        criterion=key.criterion,
        device=provenance.device,
        files=list(said.files),
        hash=digest,
        juror=key.juror,
        nominee=key.nominee,
        note=content.note,
        points=content.points,
        rev=statement.rev,
        round=key.round,
        state=str(content.state),
    )


def _declaration_line(
    said: Sourced[NomineeKey, DeclarationContent], digest: str
) -> DeclarationLine:
    statement, provenance = said.stated.statement, said.stated.provenance
    return DeclarationLine(
        answer=str(statement.content.answer),
        at=provenance.at,
        device=provenance.device,
        facts=statement.content.facts,
        files=list(said.files),
        hash=digest,
        juror=statement.key.juror,
        nominee=statement.key.nominee,
        rev=statement.rev,
        round=statement.key.round,
    )


def _note_line(said: Sourced[NomineeKey, NoteContent], digest: str) -> NoteLine:
    statement, provenance = said.stated.statement, said.stated.provenance
    return NoteLine(
        at=provenance.at,
        device=provenance.device,
        files=list(said.files),
        hash=digest,
        juror=statement.key.juror,
        nominee=statement.key.nominee,
        rev=statement.rev,
        round=statement.key.round,
        text=statement.content.text,
        usable=statement.content.usable,
    )


def _standing(view: View[K, C]) -> Iterable[StandingLine]:
    standing = {key: (statement,) for key, statement in view.effective.items()}
    told = sorted({**standing, **view.conflicts}.items())
    hashes = iter(statement_hashes(rival for _key, rivals in told for rival in rivals))
    for key, rivals in told:
        round_id, juror, nominee, *criterion = key
        yield StandingLine(
            criterion=criterion[0] if criterion else "",
            hashes=list(islice(hashes, len(rivals))),
            juror=juror,
            nominee=nominee,
            rev=rivals[0].rev,
            round=round_id,
        )


def _settlement(settlement: Settlement[K, C]) -> SettlementLine:
    round_id, juror, nominee, *criterion = settlement.key
    content: Any = settlement.content.document()
    return SettlementLine(
        at=settlement.at,
        by=settlement.by,
        content=list(content),
        criterion=criterion[0] if criterion else "",
        juror=juror,
        nominee=nominee,
        reason=settlement.reason,
        rev=settlement.rev,
        rivals=sorted(settlement.rivals),
        round=round_id,
    )


def _rules(rules: Rules) -> RulesDocument:
    return RulesDocument(
        close_margin=rules.close_margin,
        comment=str(rules.comment),
        decimals=rules.decimals,
        method=rules.method,
        minimum_marks=rules.minimum_marks,
        missing=str(rules.missing),
        places=rules.places,
        ties=list(rules.ties),
    )


def _chain(chain: Chain) -> ChainDocument:
    return ChainDocument(
        chain=chain.id,
        entries=[_log_line(entry) for entry in chain.entries],
        joined=chain.joined,
        root=chain.root,
    )


def _log_line(entry: LogEntry) -> LogLine:
    return LogLine(
        actor=entry.actor,
        at=entry.at,
        body=entry.body,
        hash=entry.hash,
        prev=entry.prev,
        seq=entry.seq,
        what=entry.what,
    )
