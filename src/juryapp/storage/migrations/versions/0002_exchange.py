"""Adds what exchange needs beside the first tables: files laid aside, receipts, keys in words, two copies."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _texts(*names: str) -> list[SchemaItem]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _wholes(*names: str) -> list[SchemaItem]:
    return [sa.Column(name, _WHOLE, nullable=False) for name in names]


def _given(name: str) -> SchemaItem:
    return sa.Column(name, _WHOLE, nullable=False, autoincrement=False)


def _blobs(*names: str) -> list[SchemaItem]:
    return [sa.Column(name, sa.LargeBinary(), nullable=False) for name in names]


def _key(*columns: str) -> SchemaItem:
    return sa.PrimaryKeyConstraint(*columns)


def _check(name: str, rule: str) -> SchemaItem:
    return sa.CheckConstraint(rule, name=name)


def _refers(column: str, target: str) -> SchemaItem:
    return sa.ForeignKeyConstraint([column], [target], deferrable=True, initially="DEFERRED")


_TABLES: Final[dict[str, list[SchemaItem]]] = {
    "anchor": [
        *_wholes("n"),
        *_texts("kind", "named", "head", "made_at"),
        _key("n"),
        _check("kind_is_known", "kind IN ('package', 'receipt', 'backup', 'archive', 'paper')"),
        _check("head_is_hash", "length(head) = 64"),
    ],
    "departure": [
        _given("n"),
        *_texts("juror"),
        *_wholes("has_left", "marks_count"),
        *_texts("deputy", "reason", "made_by", "made_at"),
        _key("n"),
        _check("n_at_least_1", "n >= 1"),
        _check("has_left_is_flag", "has_left IN (0, 1)"),
        _check("marks_count_is_flag", "marks_count IN (0, 1)"),
    ],
    "held_file": [
        *_texts("sha256", "name", "juror", "made", "received", "code"),
        *_blobs("sealed"),
        _key("sha256"),
        _check("sha256_is_hash", "length(sha256) = 64"),
    ],
    "joined_chain": [
        *_texts("chain", "head", "joined"),
        _key("chain"),
        _check("head_is_hash", "length(head) = 64"),
        _refers("chain", "log_chain.chain"),
    ],
    "machine": [
        _given("only_row"),
        *_texts("handover", "moved"),
        _key("only_row"),
        _check("only_row", "only_row = 1"),
    ],
    "merge_report": [
        _given("n"),
        *_texts("document", "made_by", "made_at"),
        _key("n"),
        _check("n_at_least_1", "n >= 1"),
    ],
    "practice_run": [
        *_texts("sha256"),
        *_wholes("given", "asked"),
        _key("sha256"),
        _check("given_at_least_0", "given >= 0"),
        _check("asked_at_least_0", "asked >= 0"),
        _refers("sha256", "received_file.sha256"),
    ],
    "receipt": [
        *_texts("digest", "sha256", "file"),
        *_wholes("seq", "taken", "complete"),
        *_texts("statements", "received", "chain", "head"),
        *_blobs("document"),
        _key("digest"),
        _check("digest_is_hash", "length(digest) = 64"),
        _check("sha256_is_hash", "length(sha256) = 64"),
        _check("head_is_hash", "length(head) = 64"),
        _check("taken_is_flag", "taken IN (0, 1)"),
        _check("complete_is_flag", "complete IN (0, 1)"),
        _check("seq_at_least_0", "seq >= 0"),
    ],
    "reopening": [
        _given("n"),
        *_texts("round", "reason", "made_by", "made_at"),
        _key("n"),
        _check("n_at_least_1", "n >= 1"),
        _check("reason_filled", "reason <> ''"),
        _refers("round", "round.id"),
    ],
    "ruling_basis": [
        _given("ruling"),
        *_wholes("rev"),
        *_texts("said"),
        _key("ruling"),
        _check("rev_at_least_0", "rev >= 0"),
        _refers("ruling", "ruling.n"),
    ],
    "settled_rival": [
        *_texts("kind"),
        _given("settlement"),
        *_texts("content_hash"),
        _key("kind", "settlement", "content_hash"),
        _check("kind_is_known", "kind IN ('mark', 'declaration', 'note')"),
        _check("content_hash_is_hash", "length(content_hash) = 64"),
    ],
    "wrapped_keys": [
        _given("only_row"),
        *_texts("made"),
        *_blobs("wrapped"),
        _key("only_row"),
        _check("only_row", "only_row = 1"),
    ],
}


def upgrade() -> None:
    """Make the tables; those that are there stay as they are."""
    for name, parts in _TABLES.items():
        op.create_table(name, *parts, sqlite_strict=True)
