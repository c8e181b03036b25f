"""Tables of what was received, decided, printed and logged. Nearly all of them are only ever added to."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from juryapp.domain.decisions import Basis, Outcome
from juryapp.domain.impartiality import Reach
from juryapp.domain.packages import Confirmation, PackageKind
from juryapp.storage.tables.base import (
    Base,
    at_least,
    filled,
    is_flag,
    is_hash,
    is_hash_or_empty,
    is_one_of,
    strict,
)
from juryapp.storage.types import Flag, IdText, Instant


class ReceivedFileRow(Base):
    """A score file that was taken in; `n` is the order in which files came."""

    __tablename__ = "received_file"
    __table_args__ = strict(
        UniqueConstraint("sha256"),
        is_hash("sha256"),
        is_flag("complete"),
        is_flag("late"),
        is_one_of("kind", PackageKind),
    )

    n: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    name: Mapped[str]
    juror: Mapped[IdText]
    file: Mapped[IdText]
    device: Mapped[str]
    seq: Mapped[int]
    made: Mapped[Instant]
    received: Mapped[Instant]
    complete: Mapped[Flag]
    late: Mapped[Flag]
    kind: Mapped[str]
    marks: Mapped[int]
    declarations: Mapped[int]


class FileBytesRow(Base):
    """The bytes of a received file, apart from its facts so that lists stay quick."""

    __tablename__ = "file_bytes"
    __table_args__ = strict()

    sha256: Mapped[str] = mapped_column(
        ForeignKey("received_file.sha256", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    sealed: Mapped[bytes]  # as received
    opened: Mapped[bytes]  # the signed envelope inside


class ExclusionRow(Base):
    """A decision that a file does not count, or does again; the highest `n` counts."""

    __tablename__ = "exclusion"
    __table_args__ = strict(at_least("n", 1), is_flag("excluded"))

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sha256: Mapped[str] = mapped_column(
        ForeignKey("received_file.sha256", deferrable=True, initially="DEFERRED"), index=True
    )
    excluded: Mapped[Flag]
    reason: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[Instant]


class JurorKeyRow(Base):
    """A juror's public key, pinned; `n` is the order of pinning."""

    __tablename__ = "juror_key"
    __table_args__ = strict(
        UniqueConstraint("juror", "public_key"),
        filled("public_key"),
        is_one_of("confirmation", Confirmation),
    )

    n: Mapped[int] = mapped_column(primary_key=True)
    juror: Mapped[IdText]
    public_key: Mapped[str]
    device: Mapped[str]
    issue: Mapped[int]
    confirmation: Mapped[str]
    pinned: Mapped[Instant]
    closed: Mapped[Instant]


class PackageRow(Base):
    """A package that was made for a juror."""

    __tablename__ = "package_issue"
    __table_args__ = strict(
        PrimaryKeyConstraint("juror", "issue"),
        at_least("issue", 1),
        is_one_of("kind", PackageKind),
        is_hash("sha256"),
    )

    juror: Mapped[IdText]
    issue: Mapped[int]
    kind: Mapped[str]
    round: Mapped[IdText]
    token: Mapped[str]
    sha256: Mapped[str]
    ballot: Mapped[str]
    made: Mapped[Instant]
    file_name: Mapped[str]


class LogChainRow(Base):
    """A chain of the log; the newest one is written to."""

    __tablename__ = "log_chain"
    __table_args__ = strict(UniqueConstraint("chain"), filled("chain"), filled("root"))

    n: Mapped[int] = mapped_column(primary_key=True)
    chain: Mapped[str]
    root: Mapped[str]


class LogEntryRow(Base):
    """One thing that was done, chained to the one before."""

    __tablename__ = "log_entry"
    __table_args__ = strict(
        PrimaryKeyConstraint("chain", "seq"), at_least("seq", 1), is_hash("hash"), filled("what")
    )

    chain: Mapped[str] = mapped_column(
        ForeignKey("log_chain.chain", deferrable=True, initially="DEFERRED")
    )
    seq: Mapped[int] = mapped_column(autoincrement=False)
    made_at: Mapped[Instant]
    actor: Mapped[str]
    what: Mapped[str]
    body: Mapped[str]
    prev: Mapped[str]
    hash: Mapped[str]


class RulingRow(Base):
    """The panel's decision on a juror's impartiality."""

    __tablename__ = "ruling"
    __table_args__ = strict(at_least("n", 1), is_flag("recused"), is_one_of("reach", Reach))

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    juror: Mapped[IdText]
    nominee: Mapped[IdText]
    recused: Mapped[Flag]
    reach: Mapped[str]
    ground: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[Instant]


class WaiverRow(Base):
    """The chair accepts that things were not assessed, or no longer does."""

    __tablename__ = "waiver"
    __table_args__ = strict(at_least("n", 1), is_flag("waived"))

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    waived: Mapped[Flag]
    reason: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[Instant]


class DecisionRow(Base):
    """The panel's decision on a nominee, or (nominee NULL) that a category has no winner."""

    __tablename__ = "decision"
    __table_args__ = strict(
        at_least("n", 1),
        is_one_of("outcome", Outcome),
        is_one_of("basis", Basis),
        CheckConstraint("nominee IS NOT NULL OR outcome = 'none'", name="outcome_has_nominee"),
    )

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    category: Mapped[IdText]
    nominee: Mapped[IdText | None]
    outcome: Mapped[str]
    basis: Mapped[str]
    reason: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[Instant]


class JustificationRow(Base):
    """The public text on a nominee in one written form."""

    __tablename__ = "justification"
    __table_args__ = strict(at_least("n", 1), filled("language"))

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    nominee: Mapped[IdText]
    language: Mapped[str]
    wording: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[Instant]


class ProtocolPdfRow(Base):
    """The bytes of a printed protocol."""

    __tablename__ = "protocol_pdf"
    __table_args__ = strict(is_hash("sha256"))

    sha256: Mapped[str] = mapped_column(primary_key=True)
    pdf: Mapped[bytes]


class ProtocolRow(Base):
    """A protocol that was printed as a draft or approved."""

    __tablename__ = "protocol"
    __table_args__ = strict(at_least("version", 1), is_flag("draft"), is_hash_or_empty("digest"))

    n: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    draft: Mapped[Flag]
    language: Mapped[str]
    digest: Mapped[str]
    log_head: Mapped[str]
    pdf_sha256: Mapped[str] = mapped_column(
        ForeignKey("protocol_pdf.sha256", deferrable=True, initially="DEFERRED"), index=True
    )
    made_at: Mapped[Instant]
    made_by: Mapped[str]
