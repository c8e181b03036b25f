"""What stands in a score file, as a typed document, and how it becomes domain objects and back.

A row of the document is numbered from 1 within its list; a row that cannot be taken refuses the whole file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Final, Literal, TypeVar

from msgspec import Meta

from juryapp.base.characters import fit_to_travel
from juryapp.base.errors import FileFormatError
from juryapp.base.instants import is_instant
from juryapp.base.numbers import format_exactly
from juryapp.domain.criteria import WRITTEN, Criterion, CriterionKind
from juryapp.domain.ids import PRACTICE, AwardId, EditionId, JurorId, NomineeId, RoundId
from juryapp.domain.packages import Handover, Origin, PackageKind, PracticeMark, ScoreContent
from juryapp.domain.scales import Scale
from juryapp.domain.statements import (
    Answer,
    DeclarationContent,
    MarkContent,
    MarkKey,
    MarkState,
    NomineeKey,
    NoteContent,
    Provenance,
    Stated,
    StatedDeclaration,
    StatedMark,
    StatedNote,
    Statement,
)
from juryapp.exchange import refusals
from juryapp.exchange.package_documents import Instant
from juryapp.exchange.strict_json import (
    Hash,
    IdText,
    Points,
    Revision,
    StrictJson,
    Struct,
    Text,
    Whole,
)

_KeyT = TypeVar("_KeyT", bound=tuple[object, ...])

_PRACTISED: Final[dict[MarkState, Literal["mark", "not_assessed", "cleared"]]] = {
    MarkState.MARK: "mark",
    MarkState.NOT_ASSESSED: "not_assessed",
    MarkState.CLEARED: "cleared",
}
SignatureText = Annotated[str, Meta(pattern=r"^[0-9a-f]{128}\Z")]
HashOrNothing = Annotated[str, Meta(pattern=r"^(?:[0-9a-f]{64})?\Z")]


class MarkDocument(Struct, frozen=True):
    """One mark, or that there is none."""

    at: str
    criterion: str
    device: Text
    nominee: str
    note: Text
    points: Points | None
    rev: Revision
    state: Literal["mark", "not_assessed", "cleared", "withdrawn"]


class DeclarationDocument(Struct, frozen=True):
    """One declaration of impartiality."""

    answer: Literal["nothing", "tell", "doubt", "recused"]
    at: str
    device: Text
    facts: Text
    nominee: str
    rev: Revision


class NoteDocument(Struct, frozen=True):
    """One comment to the jury."""

    at: str
    device: Text
    nominee: str
    rev: Revision
    text: Text
    usable: bool


class PracticeMarkDocument(Struct, frozen=True):
    """One mark for the practice nominee."""

    criterion: str
    note: Text
    points: Points | None
    state: Literal["mark", "not_assessed", "cleared"]


class HandoverDocument(Struct, frozen=True):
    """The word of the juror's machine before that this one goes on."""

    at: Instant
    baton: Hash
    from_key: Hash
    given: SignatureText
    taken: SignatureText


class Score(Struct, frozen=True):
    """The whole present state of one juror."""

    app_version: Text
    award: str
    ballot: Hash
    complete: bool
    declarations: list[DeclarationDocument]
    device: IdText
    edition: str
    enrol: Hash
    file: IdText
    handover: HandoverDocument | None
    juror: str
    kind: Literal["declare", "score"]
    made: Instant
    marks: list[MarkDocument]
    notes: list[NoteDocument]
    origin: Literal["own", "workbook", "paper"]
    package: Hash
    practice: list[PracticeMarkDocument]
    previous: HashOrNothing
    public_key: Hash
    round: str
    seq: Whole
    trial: bool
    v: Literal[1]


SCORES = StrictJson(Score)


# ---- domain → document -----------------------------------------------------------------------------------


def score_of(content: ScoreContent, *, public_key: str, enrol: str) -> Score:
    """Return the document that says `content`, made with that key."""
    return Score(
        app_version=content.app_version,
        award=content.award,
        ballot=content.ballot,
        complete=content.complete,
        declarations=[_declaration_document(stated) for stated in content.declarations],
        device=content.device,
        edition=content.edition,
        enrol=enrol,
        file=content.file,
        handover=_handover_document(content.handover),
        juror=content.juror,
        kind=content.kind.value,
        made=content.made,
        marks=[_mark_document(stated) for stated in content.marks],
        notes=[_note_document(stated) for stated in content.notes],
        origin=content.origin.value,
        package=content.package,
        practice=[_practice_document(practised) for practised in content.practice],
        previous=content.previous,
        public_key=public_key,
        round=content.round,
        seq=content.seq,
        trial=content.trial,
        v=1,
    )


def _mark_document(stated: StatedMark) -> MarkDocument:
    statement = stated.statement
    return MarkDocument(
        at=stated.provenance.at,
        criterion=statement.key.criterion,
        device=stated.provenance.device,
        nominee=statement.key.nominee,
        note=fit_to_travel(statement.content.note),
        points=statement.content.points,
        rev=statement.rev,
        state=statement.content.state.value,
    )


def _declaration_document(stated: StatedDeclaration) -> DeclarationDocument:
    statement = stated.statement
    return DeclarationDocument(
        answer=statement.content.answer.value,
        at=stated.provenance.at,
        device=stated.provenance.device,
        facts=fit_to_travel(statement.content.facts),
        nominee=statement.key.nominee,
        rev=statement.rev,
    )


def _note_document(stated: StatedNote) -> NoteDocument:
    statement = stated.statement
    return NoteDocument(
        at=stated.provenance.at,
        device=stated.provenance.device,
        nominee=statement.key.nominee,
        rev=statement.rev,
        text=fit_to_travel(statement.content.text),
        usable=statement.content.usable,
    )


def _practice_document(practised: PracticeMark) -> PracticeMarkDocument:
    return PracticeMarkDocument(
        criterion=practised.criterion,
        note=fit_to_travel(practised.content.note),
        points=practised.content.points,
        state=_PRACTISED[practised.content.state],
    )


def _handover_document(handover: Handover | None) -> HandoverDocument | None:
    if handover is None:
        return None
    return HandoverDocument(
        at=handover.at,
        baton=handover.baton,
        from_key=handover.from_key,
        given=handover.given,
        taken=handover.taken,
    )


# ---- document → domain -----------------------------------------------------------------------------------

Nominees = Mapping[str, NomineeId]
Criteria = Mapping[str, Criterion]


def content_of(score: Score, nominees: Nominees, criteria: Criteria) -> ScoreContent:
    """Return what a verified document says.

    Args:
        score: The document; that it belongs to this edition, round and juror was checked.
        nominees: Those who may be spoken of, by id.
        criteria: Those that are used, by id.

    Raises:
        FileFormatError: One row cannot be taken; it is named, and nothing of the file is.
    """
    if not _exists(score.made):
        raise refusals.SCHEMA.error(field="made")
    if score.practice and score.kind != PackageKind.DECLARE.value:
        raise refusals.SCHEMA.error(field="practice")
    rows = _Rows(RoundId(score.round), JurorId(score.juror), nominees, criteria)
    return ScoreContent(
        kind=PackageKind(score.kind),
        trial=score.trial,
        award=AwardId(score.award),
        edition=EditionId(score.edition),
        round=RoundId(score.round),
        ballot=score.ballot,
        package=score.package,
        juror=JurorId(score.juror),
        device=score.device,
        file=score.file,
        seq=score.seq,
        previous=score.previous,
        made=score.made,
        app_version=score.app_version,
        complete=score.complete,
        origin=Origin(score.origin),
        marks=rows.marks(score.marks),
        declarations=rows.declarations(score.declarations),
        notes=rows.notes(score.notes),
        practice=rows.practice(score.practice),
        handover=_handover(score.handover),
    )


def _handover(document: HandoverDocument | None) -> Handover | None:
    if document is None:
        return None
    if not _exists(document.at):
        raise refusals.SCHEMA.error(field="handover.at")
    return Handover(
        from_key=document.from_key,
        baton=document.baton,
        given=document.given,
        taken=document.taken,
        at=document.at,
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """Turns the rows of one file into statements."""

    round: RoundId
    juror: JurorId
    nominees: Nominees
    criteria: Criteria

    def marks(self, documents: list[MarkDocument]) -> tuple[StatedMark, ...]:
        """Return the marks. Most say one of few things at one of few times: those are made once."""
        seen: set[tuple[str, str, int]] = set()
        contents: dict[tuple[object, ...], MarkContent] = {}
        alike: dict[MarkContent, MarkContent] = {}
        times: dict[tuple[str, str], Provenance] = {}
        stated: list[StatedMark] = []
        nominees, criteria, stating = self.nominees, self.criteria, (self.round, self.juror)
        for row, document in enumerate(documents, 1):
            nominee = nominees.get(document.nominee) or self._nominee(row, document.nominee)
            criterion = criteria.get(document.criterion)
            if criterion is None:
                raise refusals.ROW_CRITERION.error(row=row, criterion=document.criterion)
            about = (document.nominee, document.criterion, document.rev)
            if about in seen:
                raise refusals.ROW_TWICE.error(row=row, nominee=document.nominee)
            seen.add(about)
            said = (document.criterion, document.state, document.points, document.note)
            content = contents.get(said)
            if content is None:
                content = self._mark_content(row, document, criterion)
                content = contents[said] = alike.setdefault(content, content)
            when = (document.at, document.device)
            provenance = times.get(when)
            if provenance is None:
                provenance = times[when] = _provenance(row, *when)
            key = MarkKey(*stating, nominee, criterion.id)
            stated.append(Stated(Statement(key, document.rev, content), provenance))
        return tuple(stated)

    @staticmethod
    def _mark_content(
        row: int, document: MarkDocument | PracticeMarkDocument, criterion: Criterion
    ) -> MarkContent:
        if (document.state == MarkState.MARK.value) != (document.points is not None):
            raise refusals.ROW_SCHEMA.error(row=row, field="points")
        if document.points is not None and document.points not in criterion.scale:
            nominee = document.nominee if isinstance(document, MarkDocument) else PRACTICE
            raise _off_scale(row, nominee, document.points, criterion)
        if criterion.kind is CriterionKind.TEXT and document.points is not None:
            _check_text(row, document, criterion)
        return MarkContent(MarkState(document.state), document.points, document.note)

    def practice(self, documents: list[PracticeMarkDocument]) -> tuple[PracticeMark, ...]:
        seen: set[tuple[str]] = set()
        practised: list[PracticeMark] = []
        for row, document in enumerate(documents, 1):
            criterion = self.criteria.get(document.criterion)
            if criterion is None:
                raise refusals.ROW_CRITERION.error(row=row, criterion=document.criterion)
            self._check_once(row, (document.criterion,), seen)
            content = self._mark_content(row, document, criterion)
            practised.append(PracticeMark(criterion=criterion.id, content=content))
        return tuple(practised)

    def declarations(self, documents: list[DeclarationDocument]) -> tuple[StatedDeclaration, ...]:
        seen: set[tuple[str, int]] = set()
        stated: list[StatedDeclaration] = []
        for row, document in enumerate(documents, 1):
            key = self._key(row, document.nominee)
            self._check_once(row, (document.nominee, document.rev), seen)
            content = DeclarationContent(Answer(document.answer), document.facts)
            statement = Statement(key, document.rev, content)
            provenance = _provenance(row, document.at, document.device)
            stated.append(Stated(statement, provenance))
        return tuple(stated)

    def notes(self, documents: list[NoteDocument]) -> tuple[StatedNote, ...]:
        seen: set[tuple[str, int]] = set()
        stated: list[StatedNote] = []
        for row, document in enumerate(documents, 1):
            key = self._key(row, document.nominee)
            self._check_once(row, (document.nominee, document.rev), seen)
            content = NoteContent(document.text, document.usable)
            statement = Statement(key, document.rev, content)
            provenance = _provenance(row, document.at, document.device)
            stated.append(Stated(statement, provenance))
        return tuple(stated)

    def _key(self, row: int, nominee: str) -> NomineeKey:
        return NomineeKey(self.round, self.juror, self._nominee(row, nominee))

    def _nominee(self, row: int, nominee: str) -> NomineeId:
        found = self.nominees.get(nominee)
        if found is None:
            raise refusals.ROW_NOMINEE.error(row=row, nominee=nominee)
        return found

    @staticmethod
    def _check_once(row: int, key: _KeyT, seen: set[_KeyT]) -> None:
        if key in seen:
            raise refusals.ROW_TWICE.error(row=row, nominee=str(key[0]))
        seen.add(key)


def _check_text(
    row: int, document: MarkDocument | PracticeMarkDocument, criterion: Criterion
) -> None:
    """Raise FileFormatError unless a comment that is asked for has words."""
    if document.points != WRITTEN or not document.note.strip():
        nominee = document.nominee if isinstance(document, MarkDocument) else PRACTICE
        raise refusals.ROW_TEXT.error(row=row, nominee=nominee, criterion=criterion.name)


def _off_scale(row: int, nominee: str, points: int, criterion: Criterion) -> FileFormatError:
    scale: Scale = criterion.scale
    return refusals.ROW_RANGE.error(
        row=row,
        nominee=nominee,
        criterion=criterion.name,
        value=format_exactly(scale.value(points)),
        least=format_exactly(scale.value(scale.least)),
        most=format_exactly(scale.value(scale.most)),
    )


def _provenance(row: int, at: str, device: str) -> Provenance:
    if not _exists(at):
        raise refusals.ROW_SCHEMA.error(row=row, field="at")
    return Provenance(at, device)


@lru_cache(maxsize=4096)
def _exists(instant: str) -> bool:
    """Return whether a point in time exists; the many marks of one sitting share few of them."""
    return is_instant(instant)
