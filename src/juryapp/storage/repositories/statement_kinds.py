"""How each kind of statement lies in its four tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Generic

import sqlalchemy as sa

from juryapp.domain.statements import (
    Answer,
    C,
    DeclarationContent,
    K,
    MarkContent,
    MarkKey,
    MarkState,
    NomineeKey,
    NoteContent,
    Statement,
    StatementKind,
)
from juryapp.storage import tables as t
from juryapp.storage.tables.base import table_of

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Kind(Generic[K, C]):
    """The tables, and the translation of keys and contents, of one kind of statement."""

    about: str  # of StatementKind
    statement: sa.Table
    source: sa.Table
    settlement: sa.Table
    current: sa.Table
    key: Callable[..., K]
    key_columns: tuple[str, ...]
    content: Callable[..., C]
    content_columns: tuple[str, ...]
    written: Callable[[C], tuple[Any, ...]]
    counts_in_drafts: bool = False  # whoever stands down in a draft has stood down

    @cached_property
    def width(self) -> int:
        """The number of columns of a key."""
        return len(self.key_columns)

    def columns(self, table: sa.FromClause, *more: str) -> list[sa.ColumnElement[Any]]:
        """Return the columns of the key, the content and `more` of a table."""
        names = (*self.key_columns, *self.content_columns, *more)
        return [table.c[name] for name in names]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The columns of a new statement, in the order of its table."""
        said = (*self.key_columns, "rev", "content_hash", *self.content_columns)
        return (*said, "made_at", "device")

    def row_key(self, row: Any) -> K:
        """Return the key of a row that begins with it."""
        return self.key(*row[: self.width])

    def row_content(self, row: Any) -> C:
        """Return the content of a row in which it follows the key."""
        return self.content(*row[self.width : self.width + len(self.content_columns)])

    def statements(
        self, rows: Iterable[Row], *, content: int, rev: int
    ) -> Iterator[Statement[K, C]]:
        """Yield the statements in rows that begin with the key; like contents are one object.

        Args:
            rows: In any order.
            content: Where the content begins.
            rev: Where the revision stands.
        """
        width, end = self.width, content + len(self.content_columns)
        made: dict[Row, C] = {}
        for row in rows:
            written = row[content:end]
            said = made.get(written)
            if said is None:
                said = made[written] = self.content(*written)
            yield Statement(self.key(*row[:width]), row[rev], said)


def _mark(state: str, points: int | None, note: str) -> MarkContent:
    return MarkContent(MarkState(state), points, note)


def _declaration(answer: str, facts: str) -> DeclarationContent:
    return DeclarationContent(Answer(answer), facts)


def _note(wording: str, usable: int) -> NoteContent:
    return NoteContent(wording, bool(usable))


MARKS: Final = Kind[MarkKey, MarkContent](
    about=StatementKind.MARK.value,
    statement=table_of(t.MarkStatementRow),
    source=table_of(t.MarkSourceRow),
    settlement=table_of(t.MarkSettlementRow),
    current=table_of(t.CurrentMarkRow),
    key=MarkKey,
    key_columns=("round", "juror", "nominee", "criterion"),
    content=_mark,
    content_columns=("state", "points", "note"),
    written=lambda content: (str(content.state), content.points, content.note),
)
DECLARATIONS: Final = Kind[NomineeKey, DeclarationContent](
    counts_in_drafts=True,
    about=StatementKind.DECLARATION.value,
    statement=table_of(t.DeclarationStatementRow),
    source=table_of(t.DeclarationSourceRow),
    settlement=table_of(t.DeclarationSettlementRow),
    current=table_of(t.CurrentDeclarationRow),
    key=NomineeKey,
    key_columns=("round", "juror", "nominee"),
    content=_declaration,
    content_columns=("answer", "facts"),
    written=lambda content: (str(content.answer), content.facts),
)
NOTES: Final = Kind[NomineeKey, NoteContent](
    about=StatementKind.NOTE.value,
    statement=table_of(t.NoteStatementRow),
    source=table_of(t.NoteSourceRow),
    settlement=table_of(t.NoteSettlementRow),
    current=table_of(t.CurrentNoteRow),
    key=NomineeKey,
    key_columns=("round", "juror", "nominee"),
    content=_note,
    content_columns=("wording", "usable"),
    written=lambda content: (content.text, int(content.usable)),
)
