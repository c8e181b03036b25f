"""Tables of what goes between machines, and of what was done about it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, PrimaryKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from juryapp.domain.packages import AnchorKind, Origin
from juryapp.domain.statements import StatementKind
from juryapp.storage.tables.base import (
    Base,
    at_least,
    filled,
    is_flag,
    is_hash,
    is_one_of,
    only_row,
    strict,
)
from juryapp.storage.types import Flag, IdText, Instant


class AnchorRow(Base):
    """A head of the log that was given out, on something that lies outside this database."""

    __tablename__ = "anchor"
    __table_args__ = strict(is_one_of("kind", AnchorKind), is_hash("head"))

    n: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    named: Mapped[str]
    head: Mapped[str]
    made_at: Mapped[Instant]


class DepartureRow(Base):
    """A juror left the panel (or came back), and whether the marks given until then count."""

    __tablename__ = "departure"
    __table_args__ = strict(at_least("n", 1), is_flag("has_left"), is_flag("marks_count"))

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    juror: Mapped[IdText]
    has_left: Mapped[Flag]
    marks_count: Mapped[Flag]
    deputy: Mapped[str]
    reason: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[Instant]


class FileOriginRow(Base):
    """Of a file that is no juror's own score file: how it came about, and who vouches for it."""

    __tablename__ = "file_origin"
    __table_args__ = strict(is_one_of("origin", Origin))

    sha256: Mapped[str] = mapped_column(
        ForeignKey("received_file.sha256", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    origin: Mapped[str]
    made_by: Mapped[str]
    confirmed_by: Mapped[str]


class HeldFileRow(Base):
    """A score file that came after the round was closed; it is kept and nothing of it is taken in."""

    __tablename__ = "held_file"
    __table_args__ = strict(is_hash("sha256"))

    sha256: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    juror: Mapped[IdText]
    made: Mapped[Instant]
    received: Mapped[Instant]
    code: Mapped[str]
    sealed: Mapped[bytes]


class JoinedChainRow(Base):
    """A chain of the log that came from another copy of the edition, up to its head at that time."""

    __tablename__ = "joined_chain"
    __table_args__ = strict(is_hash("head"))

    chain: Mapped[str] = mapped_column(
        ForeignKey("log_chain.chain", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    head: Mapped[str]
    joined: Mapped[Instant]


class MachineRow(Base):
    """What a desk knows of moving from one machine to another; a single row."""

    __tablename__ = "machine"
    __table_args__ = strict(only_row())

    only_row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    handover: Mapped[str]  # JSON: what the key of the machine before signed, or ""
    moved: Mapped[Instant]  # "" while the desk is used here


class MergeReportRow(Base):
    """What one merge did, as it was told then."""

    __tablename__ = "merge_report"
    __table_args__ = strict(at_least("n", 1))

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[Instant]


class PaperBallotRow(Base):
    """What somebody read off a ballot on paper and typed in."""

    __tablename__ = "paper_ballot"
    __table_args__ = strict(at_least("n", 1), filled("made_by"))

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round: Mapped[IdText] = mapped_column(
        ForeignKey("round.id", deferrable=True, initially="DEFERRED")
    )
    juror: Mapped[IdText]
    document: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[Instant]


class PaperDraftRow(Base):
    """How far somebody is with typing in a juror's paper; the only table of these that is written over."""

    __tablename__ = "paper_draft"
    __table_args__ = strict(filled("id"), filled("made_by"))

    id: Mapped[IdText] = mapped_column(primary_key=True)  # the juror's
    document: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[Instant]


class PaperVerdictRow(Base):
    """A second person held the paper against what was typed."""

    __tablename__ = "paper_verdict"
    __table_args__ = strict(at_least("n", 1), is_flag("confirmed"), filled("made_by"))

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ballot: Mapped[int] = mapped_column(
        ForeignKey("paper_ballot.n", deferrable=True, initially="DEFERRED")
    )
    confirmed: Mapped[Flag]
    reason: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[Instant]


class PracticeRunRow(Base):
    """How many marks a file holds for the practice nominee; the marks themselves are not kept."""

    __tablename__ = "practice_run"
    __table_args__ = strict(at_least("given", 0), at_least("asked", 0))

    sha256: Mapped[str] = mapped_column(
        ForeignKey("received_file.sha256", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    given: Mapped[int]
    asked: Mapped[int]


class ReceiptRow(Base):
    """On a desk: the secretariat's word about a file of this juror. Two about one file are two rows."""

    __tablename__ = "receipt"
    __table_args__ = strict(
        is_hash("digest"),
        is_hash("sha256"),
        is_hash("head"),
        is_flag("taken"),
        is_flag("complete"),
        at_least("seq", 0),
    )

    digest: Mapped[str] = mapped_column(primary_key=True)  # of the document
    sha256: Mapped[str]  # of the score file
    file: Mapped[str]
    seq: Mapped[int]
    taken: Mapped[Flag]
    complete: Mapped[Flag]
    statements: Mapped[str]
    received: Mapped[Instant]
    chain: Mapped[str]
    head: Mapped[str]
    document: Mapped[bytes]


class ReopeningRow(Base):
    """The chair opened a closed round again, and why."""

    __tablename__ = "reopening"
    __table_args__ = strict(at_least("n", 1), filled("reason"))

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round: Mapped[IdText] = mapped_column(
        ForeignKey("round.id", deferrable=True, initially="DEFERRED")
    )
    reason: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[Instant]


class RulingBasisRow(Base):
    """Which revision of the juror's declaration a ruling answers (0: none), and what stood there."""

    __tablename__ = "ruling_basis"
    __table_args__ = strict(at_least("rev", 0))

    ruling: Mapped[int] = mapped_column(
        ForeignKey("ruling.n", deferrable=True, initially="DEFERRED"),
        primary_key=True,
        autoincrement=False,
    )
    rev: Mapped[int]
    said: Mapped[str]  # hashes of contents, in order, with a space between


class SettledRivalRow(Base):
    """A content in a conflict that the chair settled; one that comes later is a new conflict."""

    __tablename__ = "settled_rival"
    __table_args__ = strict(
        PrimaryKeyConstraint("kind", "settlement", "content_hash"),
        is_one_of("kind", StatementKind),
        is_hash("content_hash"),
    )

    kind: Mapped[str]
    settlement: Mapped[int] = mapped_column(autoincrement=False)
    content_hash: Mapped[str]


class WrappedKeysRow(Base):
    """The edition's keys, wrapped by the recovery phrase; a single row."""

    __tablename__ = "wrapped_keys"
    __table_args__ = strict(only_row())

    only_row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made: Mapped[Instant]
    wrapped: Mapped[bytes]
