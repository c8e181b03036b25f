"""Tables that only a juror's desk fills, and the count of commits."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from juryapp.storage.tables.base import Base, at_least, filled, is_flag, only_row, strict
from juryapp.storage.types import Flag, IdText, Instant


class DeskRow(Base):
    """What the desk knows about itself; a single row. The package's content lies in the other tables."""

    __tablename__ = "desk"
    __table_args__ = strict(
        only_row(), filled("device"), at_least("seq", 0), is_flag("looked_through")
    )

    only_row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    package: Mapped[str]  # JSON: how to answer the newest package opened
    nominee_order: Mapped[str]  # JSON: the nominees in this juror's own order
    device: Mapped[IdText]
    seq: Mapped[int]
    previous: Mapped[str]
    handed_in: Mapped[Instant]
    confidentiality: Mapped[Instant]
    looked_through: Mapped[Flag]
    at_nominee: Mapped[str]


class DeskMemoryRow(Base):
    """What makes the desk convenient and may be lost: a single row. It never leaves the desk."""

    __tablename__ = "desk_memory"
    __table_args__ = strict(only_row())

    only_row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    saved_to: Mapped[str]  # path of the last score file, or ""
    news: Mapped[str]  # JSON: what an updated package changed and the juror has not seen yet, or ""
    package: Mapped[str]  # path of the newest package, from which attachments are copied, or ""


class PrivateNoteRow(Base):
    """A juror's private note. It never leaves the desk: an edition's backup is emptied of it."""

    __tablename__ = "private_note"
    __table_args__ = strict(filled("wording"))

    nominee: Mapped[IdText] = mapped_column(primary_key=True)
    wording: Mapped[str]


class CommitCountRow(Base):
    """How many transactions were committed; read back when a commit reports an error. A single row."""

    __tablename__ = "commit_count"
    __table_args__ = strict(only_row(), at_least("n", 0))

    only_row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int]
