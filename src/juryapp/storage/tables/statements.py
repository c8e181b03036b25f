"""Tables of statements, which are only ever added to, and of what stands.

For each kind (marks, declarations, notes) there are four tables: the statements; the links that say where a
statement came from; the chair's settlements; and `current_…`, which keeps what stands, one row per key, or
several where contents contradict each other. A statement has no foreign key to juror, nominee, criterion or
round: it was said and stands, whatever happens later to what it was about.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from juryapp.domain.statements import Answer, MarkState
from juryapp.storage.tables.base import (
    Base,
    at_least,
    filled,
    is_flag,
    is_hash,
    is_one_of,
    strict,
)
from juryapp.storage.types import Flag, IdText, Instant

POINTS_GO_WITH_A_MARK = "(state = 'mark') = (points IS NOT NULL)"


class SourceRow(Base):
    """Where statements come from: a received file, or (file NULL, id 1) this machine itself."""

    __tablename__ = "source"
    __table_args__ = strict(UniqueConstraint("file"))

    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str | None] = mapped_column(
        ForeignKey("received_file.sha256", deferrable=True, initially="DEFERRED")
    )


class MarkStatementRow(Base):
    """A mark that was stated: revision `rev` for its key."""

    __tablename__ = "mark_statement"
    __table_args__ = strict(
        UniqueConstraint("round", "juror", "nominee", "criterion", "rev", "content_hash"),
        filled("round"),
        filled("juror"),
        filled("nominee"),
        filled("criterion"),
        at_least("rev", 1),
        is_hash("content_hash"),
        is_one_of("state", MarkState),
        CheckConstraint(POINTS_GO_WITH_A_MARK, name="points_go_with_a_mark"),
        at_least("points", 0),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round: Mapped[IdText]
    juror: Mapped[IdText]
    nominee: Mapped[IdText]
    criterion: Mapped[IdText]
    rev: Mapped[int]
    content_hash: Mapped[str]
    state: Mapped[str]
    points: Mapped[int | None]  # steps of the scale above zero
    note: Mapped[str]
    made_at: Mapped[Instant]  # provenance: shown, never hashed, never deciding
    device: Mapped[str]


class MarkSourceRow(Base):
    """A mark's statement came from a source; it counts while one of its sources does."""

    __tablename__ = "mark_source"
    __table_args__ = strict()

    statement: Mapped[int] = mapped_column(
        ForeignKey("mark_statement.id"), primary_key=True, autoincrement=False
    )
    source: Mapped[int] = mapped_column(
        ForeignKey("source.id"), primary_key=True, autoincrement=False
    )


class MarkSettlementRow(Base):
    """The chair's decision between contradicting marks."""

    __tablename__ = "mark_settlement"
    __table_args__ = strict(
        at_least("rev", 1),
        is_one_of("state", MarkState),
        CheckConstraint(POINTS_GO_WITH_A_MARK, name="points_go_with_a_mark"),
    )

    n: Mapped[int] = mapped_column(primary_key=True)
    round: Mapped[IdText]
    juror: Mapped[IdText]
    nominee: Mapped[IdText]
    criterion: Mapped[IdText]
    rev: Mapped[int]
    state: Mapped[str]
    points: Mapped[int | None]
    note: Mapped[str]
    reason: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[Instant]


class CurrentMarkRow(Base):
    """What stands for a mark's key; kept in the transaction that adds statements."""

    __tablename__ = "current_mark"
    __table_args__ = strict(
        at_least("rev", 1),
        is_one_of("state", MarkState),
        CheckConstraint(POINTS_GO_WITH_A_MARK, name="points_go_with_a_mark"),
    )

    round: Mapped[IdText] = mapped_column(primary_key=True)
    juror: Mapped[IdText] = mapped_column(primary_key=True)
    nominee: Mapped[IdText] = mapped_column(primary_key=True)
    criterion: Mapped[IdText] = mapped_column(primary_key=True)
    content_hash: Mapped[str] = mapped_column(primary_key=True)
    rev: Mapped[int]
    state: Mapped[str]
    points: Mapped[int | None]
    note: Mapped[str]


class DeclarationStatementRow(Base):
    """A juror's answer to the question of impartiality for one nominee."""

    __tablename__ = "declaration_statement"
    __table_args__ = strict(
        UniqueConstraint("round", "juror", "nominee", "rev", "content_hash"),
        filled("round"),
        filled("juror"),
        filled("nominee"),
        at_least("rev", 1),
        is_hash("content_hash"),
        is_one_of("answer", Answer),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round: Mapped[IdText]
    juror: Mapped[IdText]
    nominee: Mapped[IdText]
    rev: Mapped[int]
    content_hash: Mapped[str]
    answer: Mapped[str]
    facts: Mapped[str]
    made_at: Mapped[Instant]
    device: Mapped[str]


class DeclarationSourceRow(Base):
    """A declaration came from a source."""

    __tablename__ = "declaration_source"
    __table_args__ = strict()

    statement: Mapped[int] = mapped_column(
        ForeignKey("declaration_statement.id"), primary_key=True, autoincrement=False
    )
    source: Mapped[int] = mapped_column(
        ForeignKey("source.id"), primary_key=True, autoincrement=False
    )


class DeclarationSettlementRow(Base):
    """The chair's decision between contradicting declarations."""

    __tablename__ = "declaration_settlement"
    __table_args__ = strict(at_least("rev", 1), is_one_of("answer", Answer))

    n: Mapped[int] = mapped_column(primary_key=True)
    round: Mapped[IdText]
    juror: Mapped[IdText]
    nominee: Mapped[IdText]
    rev: Mapped[int]
    answer: Mapped[str]
    facts: Mapped[str]
    reason: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[Instant]


class CurrentDeclarationRow(Base):
    """What stands for a declaration's key."""

    __tablename__ = "current_declaration"
    __table_args__ = strict(at_least("rev", 1), is_one_of("answer", Answer))

    round: Mapped[IdText] = mapped_column(primary_key=True)
    juror: Mapped[IdText] = mapped_column(primary_key=True)
    nominee: Mapped[IdText] = mapped_column(primary_key=True)
    content_hash: Mapped[str] = mapped_column(primary_key=True)
    rev: Mapped[int]
    answer: Mapped[str]
    facts: Mapped[str]


class NoteStatementRow(Base):
    """A juror's comment to the jury on one nominee."""

    __tablename__ = "note_statement"
    __table_args__ = strict(
        UniqueConstraint("round", "juror", "nominee", "rev", "content_hash"),
        filled("round"),
        filled("juror"),
        filled("nominee"),
        at_least("rev", 1),
        is_hash("content_hash"),
        is_flag("usable"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round: Mapped[IdText]
    juror: Mapped[IdText]
    nominee: Mapped[IdText]
    rev: Mapped[int]
    content_hash: Mapped[str]
    wording: Mapped[str]
    usable: Mapped[Flag]  # in the justification
    made_at: Mapped[Instant]
    device: Mapped[str]


class NoteSourceRow(Base):
    """A note came from a source."""

    __tablename__ = "note_source"
    __table_args__ = strict()

    statement: Mapped[int] = mapped_column(
        ForeignKey("note_statement.id"), primary_key=True, autoincrement=False
    )
    source: Mapped[int] = mapped_column(
        ForeignKey("source.id"), primary_key=True, autoincrement=False
    )


class NoteSettlementRow(Base):
    """The chair's decision between contradicting notes."""

    __tablename__ = "note_settlement"
    __table_args__ = strict(at_least("rev", 1), is_flag("usable"))

    n: Mapped[int] = mapped_column(primary_key=True)
    round: Mapped[IdText]
    juror: Mapped[IdText]
    nominee: Mapped[IdText]
    rev: Mapped[int]
    wording: Mapped[str]
    usable: Mapped[Flag]
    reason: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[Instant]


class CurrentNoteRow(Base):
    """What stands for a note's key."""

    __tablename__ = "current_note"
    __table_args__ = strict(at_least("rev", 1), is_flag("usable"))

    round: Mapped[IdText] = mapped_column(primary_key=True)
    juror: Mapped[IdText] = mapped_column(primary_key=True)
    nominee: Mapped[IdText] = mapped_column(primary_key=True)
    content_hash: Mapped[str] = mapped_column(primary_key=True)
    rev: Mapped[int]
    wording: Mapped[str]
    usable: Mapped[Flag]
