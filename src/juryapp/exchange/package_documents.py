"""What stands in a jury package, as typed documents."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from juryapp.exchange.attachment_documents import AttachmentDocument
from juryapp.exchange.container import MAX_DATA
from juryapp.exchange.strict_json import Hash, IdText, StrictJson, Struct, Text, Whole

Token = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
Instant = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z\Z")]
RoleText = Literal["chair", "deputy_chair", "member", "deputy_member", "secretary", "observer"]
Language = Annotated[str, Meta(pattern=r"^(?:nb|nn|en)\Z")]
Above = Annotated[int, Meta(ge=0, le=1_000_000)]
Version = Annotated[int, Meta(ge=1, le=10**6)]
IdOrNothing = Annotated[str, Meta(pattern=r"^[A-Z0-9-]{0,40}\Z")]
Divisor = Annotated[int, Meta(ge=1, le=10**12)]


class JurorDocument(Struct, frozen=True):
    """Whose package it is."""

    id: IdText
    name: Text
    number: Whole
    organisation: Text
    role: RoleText


class ListedFile(Struct, frozen=True):
    """What the manifest vouches for."""

    bytes: Whole
    name: str
    sha256: Hash


class Manifest(Struct, frozen=True):
    """The signed part of a package: where it belongs, the keys, and the hashes of all the rest."""

    above: Above
    award: IdText
    award_key: Hash
    ballot: Hash
    edition: IdText
    enrol: Token
    files: list[ListedFile]
    format: Literal["jury-package"]
    issue: Whole
    juror: IdText
    kind: Literal["declare", "score"]
    log_head: Text
    made: Instant
    new_key: bool
    round: IdText
    rules: Hash
    seal_key: Hash
    trial: bool
    v: Literal[1]


class Ratio(Struct, frozen=True):
    """An exact number."""

    den: Divisor
    num: Whole


class LevelDocument(Struct, frozen=True):
    """What a mark means in words."""

    points: Whole
    words: Text


class CriterionDocument(Struct, frozen=True):
    """One criterion. Scale and levels go with its kind; see `Criterion.check`."""

    group: Text
    guidance: Text
    id: IdText
    kind: Literal["points", "order", "yes_no", "recommendation", "text"]
    least: Whole
    levels: list[LevelDocument]
    most: Whole
    name: Text
    order: Whole
    step: Ratio
    version: Version
    weight: Ratio


class CategoryDocument(Struct, frozen=True):
    """One category."""

    finalists: Whole
    id: IdText
    name: Text
    order: Whole
    rule: Text
    winners: Whole


class NomineeDocument(Struct, frozen=True):
    """One nominee; their order in the list is this juror's own."""

    category: IdText
    facts: Text
    id: IdText
    name: Text
    number: Whole
    place: Text
    withdrawn: bool


class PracticeNomineeDocument(Struct, frozen=True):
    """The practice nominee: without number, and never withdrawn."""

    category: IdOrNothing
    facts: Text
    id: Literal["PRACTICE"]
    name: Text
    place: Text


class NominationDocument(Struct, frozen=True):
    """One nomination as received."""

    id: IdText
    nominator: Text
    nominee: IdText
    order: Whole
    organisation: Text
    received: Text
    relation: Literal["other", "self"]
    text: Text


class PracticeDocument(Struct, frozen=True):
    """The practice nominee and the voices for it. Their ids are reserved; there may be no category."""

    nominations: list[NominationDocument]
    nominee: PracticeNomineeDocument


class Data(Struct, frozen=True):
    """What the juror sees. A declare package has a practice nominee, and no other has."""

    attachments: list[AttachmentDocument]  # none in a declare package
    award_name: Text
    categories: list[CategoryDocument]
    comment: Literal["none", "all"]
    criteria: list[CriterionDocument]
    deadline: Text
    grounds: list[Text]
    juror: JurorDocument
    languages: Annotated[list[Language], Meta(min_length=1)]
    nominations: list[NominationDocument]
    nominees: list[NomineeDocument]
    owner: Text
    practice: PracticeDocument | None
    title: Text
    v: Literal[1]
    year: Whole


MANIFESTS = StrictJson(Manifest)
DATA_DOCUMENTS = StrictJson(Data, limit=MAX_DATA)
