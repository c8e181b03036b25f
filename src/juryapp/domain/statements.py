"""Statements: what a juror said, once, for ever. Nothing is overwritten; a change is a higher revision.

A statement is `(key, rev, content)`. Time, device and file are provenance beside it: they are shown and
kept, but never hashed into it and never decide anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, NamedTuple, Protocol, TypeVar

from juryapp.base.canonical import Json, canonical_bytes, canonical_hash
from juryapp.domain.ids import CriterionId, JurorId, NomineeId, RoundId


class StatementKind(StrEnum):
    """What a statement is about."""

    MARK = "mark"
    DECLARATION = "declaration"
    NOTE = "note"


class MarkKey(NamedTuple):
    """What a mark is about."""

    round: RoundId
    juror: JurorId
    nominee: NomineeId
    criterion: CriterionId


class NomineeKey(NamedTuple):
    """What a declaration or a note is about."""

    round: RoundId
    juror: JurorId
    nominee: NomineeId


class MarkState(StrEnum):
    """What was said about a mark. “Not assessed”, “recused” and 0 are three different things."""

    MARK = "mark"
    NOT_ASSESSED = "not_assessed"
    CLEARED = "cleared"  # taken back; as if never given, but the history knows
    WITHDRAWN = "withdrawn"  # by the juror who stood down


@dataclass(frozen=True, slots=True)
class MarkContent:
    """A mark of `points` steps, or another state without points, and the comment that goes with it."""

    state: MarkState
    points: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        """A mark has points; nothing else has."""
        if (self.state is MarkState.MARK) != (self.points is not None):
            raise ValueError("points go with the state “mark”, and only with it")

    def document(self) -> Json:
        """Return the content for hashing."""
        return [str(self.state), self.points, self.note]


def mark(points: int, note: str = "") -> MarkContent:
    """Return a mark of `points` steps."""
    return MarkContent(MarkState.MARK, points, note)


class Answer(StrEnum):
    """A juror's answer to the question of impartiality for one nominee."""

    NOTHING = "nothing"  # nothing to report
    TELL = "tell"  # something the panel should know
    DOUBT = "doubt"  # in doubt
    RECUSED = "recused"  # stands down of their own accord


@dataclass(frozen=True, slots=True)
class DeclarationContent:
    """The answer, and the facts that the juror reports."""

    answer: Answer
    facts: str = ""

    def document(self) -> Json:
        """Return the content for hashing."""
        return [str(self.answer), self.facts]


@dataclass(frozen=True, slots=True)
class NoteContent:
    """A comment to the jury on one nominee; `usable` if it may be used in the justification."""

    text: str
    usable: bool = False

    def document(self) -> Json:
        """Return the content for hashing."""
        return [self.text, self.usable]


class Content(Protocol):
    """What a statement can say."""

    def document(self) -> Json:
        """Return the content for hashing."""
        ...


K = TypeVar("K", bound=tuple[str, ...])
C = TypeVar("C", bound=Content)


# Generic and frozen, but without slots: with them, `MarkStatement(…)` fails on Python 3.11, where a
# frozen dataclass with slots answers the `__orig_class__` that typing sets with a TypeError.
# A hundred thousand are made in a merge, and the `__init__` of a frozen dataclass sets each field by a call
# that costs as much as all of this one: hence their own.


@dataclass(frozen=True, init=False)
class Statement(Generic[K, C]):
    """Revision `rev` (from 1) of what was said about `key`."""

    key: K
    rev: int
    content: C

    def __init__(self, key: K, rev: int, content: C) -> None:
        """Revisions count from 1; a lower one would never stand and so be lost without a word."""
        if rev < 1:
            raise ValueError("revisions count from 1")
        fields = self.__dict__
        fields["key"] = key
        fields["rev"] = rev
        fields["content"] = content

    @property
    def content_hash(self) -> str:
        """SHA-256 of the content: two statements with the same key, rev and hash are one."""
        return canonical_hash(self.content.document())

    @property
    def hash(self) -> str:
        """SHA-256 of the whole statement."""
        return canonical_hash([list(self.key), self.rev, self.content.document()])


@dataclass(frozen=True, slots=True)
class Provenance:
    """When, on which machine and in which file a statement was made; never part of it."""

    at: str  # instant by the juror's own clock
    device: str = ""


@dataclass(frozen=True, init=False)
class Stated(Generic[K, C]):
    """A statement with its provenance."""

    statement: Statement[K, C]
    provenance: Provenance

    def __init__(self, statement: Statement[K, C], provenance: Provenance) -> None:
        """Set the fields, quickly."""
        fields = self.__dict__
        fields["statement"] = statement
        fields["provenance"] = provenance


class _Spellings(dict[str, str]):
    """Texts as canonical JSON, each spelt once."""

    def __missing__(self, text: str) -> str:
        spelt = self[text] = canonical_bytes(text).decode()
        return spelt


def statement_hashes(statements: Iterable[Statement[K, C]]) -> list[str]:
    """Return the `hash` of each statement; of many it costs a third.

    Canonical JSON of a list is that of its items with commas, and of a juror's statements the ids and the
    contents are few.
    """
    many = list(statements)  # holds the contents, so that no two of them have one address
    spelt = _Spellings()
    said: dict[int, str] = {}
    hashes = []
    for statement in many:
        content = statement.content
        words = said.get(id(content))
        if words is None:
            words = said[id(content)] = canonical_bytes(content.document()).decode()
        key = ",".join(map(spelt.__getitem__, statement.key))
        text = f"[[{key}],{statement.rev},{words}]"
        hashes.append(hashlib.sha256(text.encode()).hexdigest())
    return hashes


MarkStatement = Statement[MarkKey, MarkContent]
DeclarationStatement = Statement[NomineeKey, DeclarationContent]
NoteStatement = Statement[NomineeKey, NoteContent]
StatedMark = Stated[MarkKey, MarkContent]
StatedDeclaration = Stated[NomineeKey, DeclarationContent]
StatedNote = Stated[NomineeKey, NoteContent]
