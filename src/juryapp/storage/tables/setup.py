"""Tables of what the secretariat sets up: edition, categories, criteria, nominees, jurors, rounds.

Foreign keys are checked at the commit, so that a use case may write parts in any order.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, PrimaryKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from juryapp.domain.attachments import Media
from juryapp.domain.award import RoundState
from juryapp.domain.criteria import CommentRule, CriterionKind, Missing
from juryapp.domain.jury import Role
from juryapp.domain.nominees import Relation
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


class EditionRow(Base):
    """The edition that this database is; a single row."""

    __tablename__ = "edition"
    __table_args__ = strict(only_row(), filled("id"), is_flag("trial"))

    only_row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[IdText]
    award: Mapped[IdText]
    award_name: Mapped[str]
    title: Mapped[str]
    year: Mapped[int]
    owner: Mapped[str]
    purpose: Mapped[str]
    statutes: Mapped[str]
    languages: Mapped[str]  # JSON: ["nb", "nn"]
    deadline: Mapped[str]  # ISO date, or ""
    made: Mapped[Instant]
    trial: Mapped[Flag]


class CategoryRow(Base):
    """A class of the award."""

    __tablename__ = "category"
    __table_args__ = strict(
        filled("id"),
        at_least("winners", 1),
        CheckConstraint("finalists >= winners", name="room_for_winners"),
    )

    id: Mapped[IdText] = mapped_column(primary_key=True)
    name: Mapped[str]
    position: Mapped[int]
    rule: Mapped[str]
    finalists: Mapped[int]
    winners: Mapped[int]


class CriterionRow(Base):
    """A criterion. Weight and step are exact fractions; `least` and `most` count steps."""

    __tablename__ = "criterion"
    __table_args__ = strict(
        filled("id"),
        at_least("weight_num", 1),
        at_least("weight_den", 1),
        at_least("least", 0),
        CheckConstraint("most > least", name="two_marks"),
        at_least("step_num", 1),
        at_least("step_den", 1),
        at_least("version", 1),
        is_one_of("kind", CriterionKind),
    )

    id: Mapped[IdText] = mapped_column(primary_key=True)
    name: Mapped[str]
    weight_num: Mapped[int]
    weight_den: Mapped[int]
    least: Mapped[int]
    most: Mapped[int]
    step_num: Mapped[int]
    step_den: Mapped[int]
    position: Mapped[int]
    group_name: Mapped[str]
    guidance: Mapped[str]
    levels: Mapped[str]  # JSON: [[points, words] …]
    version: Mapped[int]
    kind: Mapped[str]


class RulesRow(Base):
    """The rules of counting; a single row."""

    __tablename__ = "rules"
    __table_args__ = strict(
        only_row(),
        filled("method"),
        is_one_of("missing", Missing),
        at_least("minimum_marks", 0),
        at_least("decimals", 0),
        at_least("close_margin_num", 0),
        at_least("close_margin_den", 1),
        is_one_of("comment_rule", CommentRule),
    )

    only_row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    method: Mapped[str]
    missing: Mapped[str]
    minimum_marks: Mapped[int]
    ties: Mapped[str]  # JSON: ["shared"]
    places: Mapped[str]
    decimals: Mapped[int]
    close_margin_num: Mapped[int]
    close_margin_den: Mapped[int]
    comment_rule: Mapped[str]


class NomineeRow(Base):
    """Who or what can win."""

    __tablename__ = "nominee"
    __table_args__ = strict(filled("id"), is_flag("withdrawn"))

    id: Mapped[IdText] = mapped_column(primary_key=True)
    number: Mapped[int]
    name: Mapped[str]
    category: Mapped[IdText] = mapped_column(
        ForeignKey("category.id", deferrable=True, initially="DEFERRED"), index=True
    )
    place: Mapped[str]
    facts: Mapped[str]
    withdrawn: Mapped[Flag]


class NominationRow(Base):
    """One voice for a nominee, as received."""

    __tablename__ = "nomination"
    __table_args__ = strict(filled("id"), is_one_of("relation", Relation))

    id: Mapped[IdText] = mapped_column(primary_key=True)
    nominee: Mapped[IdText] = mapped_column(
        ForeignKey("nominee.id", deferrable=True, initially="DEFERRED"), index=True
    )
    position: Mapped[int]
    nominator: Mapped[str]
    organisation: Mapped[str]
    relation: Mapped[str]
    wording: Mapped[str]
    received: Mapped[str]  # ISO date, or ""


class AttachmentRow(Base):
    """That a file belongs to a nominee, and what people call it."""

    __tablename__ = "attachment"
    __table_args__ = strict(
        PrimaryKeyConstraint("nominee", "sha256"),
        is_hash("sha256"),
        filled("name"),
        is_one_of("media", Media),
        at_least("size", 0),
    )

    nominee: Mapped[IdText] = mapped_column(
        ForeignKey("nominee.id", deferrable=True, initially="DEFERRED")
    )
    sha256: Mapped[str]
    position: Mapped[int]
    name: Mapped[str]
    media: Mapped[str]
    size: Mapped[int]


class AttachmentPieceRow(Base):
    """A part of an attachment's bytes; all parts but the last are equally long."""

    __tablename__ = "attachment_piece"
    __table_args__ = strict(
        PrimaryKeyConstraint("sha256", "n"), is_hash("sha256"), at_least("n", 0)
    )

    sha256: Mapped[str]
    n: Mapped[int] = mapped_column(autoincrement=False)
    piece: Mapped[bytes]


class AttachmentFileRow(Base):
    """All parts of an attachment are there, and they are what its hash says."""

    __tablename__ = "attachment_file"
    __table_args__ = strict(is_hash("sha256"), at_least("pieces", 0))

    sha256: Mapped[str] = mapped_column(primary_key=True)
    pieces: Mapped[int]


class JurorRow(Base):
    """A person with a role in the jury."""

    __tablename__ = "juror"
    __table_args__ = strict(filled("id"), is_one_of("role", Role), is_flag("has_left"))

    id: Mapped[IdText] = mapped_column(primary_key=True)
    number: Mapped[int]
    name: Mapped[str]
    role: Mapped[str]
    email: Mapped[str]
    organisation: Mapped[str]
    has_left: Mapped[Flag]


class RoundRow(Base):
    """One scoring of a stage, with the hashes of what was frozen when it opened."""

    __tablename__ = "round"
    __table_args__ = strict(
        filled("id"),
        at_least("number", 1),
        is_one_of("state", RoundState),
        is_hash("ballot"),
        is_hash("rules"),
    )

    id: Mapped[IdText] = mapped_column(primary_key=True)
    number: Mapped[int]
    state: Mapped[str]
    ballot: Mapped[str]
    rules: Mapped[str]
    order_seed: Mapped[str]
    opened: Mapped[Instant]
    closed: Mapped[Instant]


class MeetingRow(Base):
    """What is known of the meeting; a single row."""

    __tablename__ = "meeting"
    __table_args__ = strict(only_row())

    only_row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[str]
    date: Mapped[str]  # ISO date, or ""
    place: Mapped[str]
    chair: Mapped[str]
    keeper: Mapped[str]
    present: Mapped[str]  # JSON: names
    absent: Mapped[str]  # JSON: names
    remarks: Mapped[str]
