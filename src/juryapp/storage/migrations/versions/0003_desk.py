"""Adds what the desk needs beside the earlier tables: attachments, kinds of criteria, ballots on paper."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KINDS = "kind IN ('points', 'order', 'yes_no', 'recommendation', 'text')"
_MEDIA = "media IN ('application/pdf', 'image/png', 'image/jpeg', 'text/plain')"


def _texts(*names: str) -> list[SchemaItem]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _wholes(*names: str) -> list[SchemaItem]:
    return [sa.Column(name, _WHOLE, nullable=False, autoincrement=False) for name in names]


def _blob(name: str) -> SchemaItem:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _key(*columns: str) -> SchemaItem:
    return sa.PrimaryKeyConstraint(*columns)


def _check(name: str, rule: str) -> SchemaItem:
    return sa.CheckConstraint(rule, name=name)


def _refers(column: str, target: str) -> SchemaItem:
    return sa.ForeignKeyConstraint([column], [target], deferrable=True, initially="DEFERRED")


_IS_HASH: Final = ("sha256_is_hash", "length(sha256) = 64")

_TABLES: Final[dict[str, list[SchemaItem]]] = {
    "attachment": [
        *_texts("nominee", "sha256"),
        *_wholes("position"),
        *_texts("name", "media"),
        *_wholes("size"),
        _key("nominee", "sha256"),
        _check(*_IS_HASH),
        _check("name_filled", "name <> ''"),
        _check("media_is_known", _MEDIA),
        _check("size_at_least_0", "size >= 0"),
        _refers("nominee", "nominee.id"),
    ],
    "attachment_file": [
        *_texts("sha256"),
        *_wholes("pieces"),
        _key("sha256"),
        _check(*_IS_HASH),
        _check("pieces_at_least_0", "pieces >= 0"),
    ],
    "attachment_piece": [
        *_texts("sha256"),
        *_wholes("n"),
        _blob("piece"),
        _key("sha256", "n"),
        _check(*_IS_HASH),
        _check("n_at_least_0", "n >= 0"),
    ],
    "desk_memory": [
        *_wholes("only_row"),
        *_texts("saved_to", "news", "package"),
        _key("only_row"),
        _check("only_row", "only_row = 1"),
    ],
    "file_origin": [
        *_texts("sha256", "origin", "made_by", "confirmed_by"),
        _key("sha256"),
        _check("origin_is_known", "origin IN ('own', 'workbook', 'paper')"),
        _refers("sha256", "received_file.sha256"),
    ],
    "paper_ballot": [
        *_wholes("n"),
        *_texts("round", "juror", "document", "made_by", "made_at"),
        _key("n"),
        _check("n_at_least_1", "n >= 1"),
        _check("made_by_filled", "made_by <> ''"),
        _refers("round", "round.id"),
    ],
    "paper_draft": [
        *_texts("id", "document", "made_by", "made_at"),
        _key("id"),
        _check("id_filled", "id <> ''"),
        _check("made_by_filled", "made_by <> ''"),
    ],
    "paper_verdict": [
        *_wholes("n", "ballot", "confirmed"),
        *_texts("reason", "made_by", "made_at"),
        _key("n"),
        _check("n_at_least_1", "n >= 1"),
        _check("confirmed_is_flag", "confirmed IN (0, 1)"),
        _check("made_by_filled", "made_by <> ''"),
        _refers("ballot", "paper_ballot.n"),
    ],
}

_CRITERION: Final[list[SchemaItem]] = [
    *_texts("id", "name"),
    *_wholes("weight_num", "weight_den", "least", "most", "step_num", "step_den", "position"),
    *_texts("group_name", "guidance", "levels"),
    *_wholes("version"),
    *_texts("kind"),
    _key("id"),
    _check("id_filled", "id <> ''"),
    _check("weight_num_at_least_1", "weight_num >= 1"),
    _check("weight_den_at_least_1", "weight_den >= 1"),
    _check("least_at_least_0", "least >= 0"),
    _check("two_marks", "most > least"),
    _check("step_num_at_least_1", "step_num >= 1"),
    _check("step_den_at_least_1", "step_den >= 1"),
    _check("version_at_least_1", "version >= 1"),
    _check("kind_is_known", _KINDS),
]


def upgrade() -> None:
    """Make the tables, and say of every criterion that there is that it asks for points."""
    for name, parts in _TABLES.items():
        op.create_table(name, *parts, sqlite_strict=True)
    _add_kinds()


def _add_kinds() -> None:
    if op.get_bind().dialect.name != "sqlite":
        kind = sa.Column("kind", sa.Text(), nullable=False, server_default="points")
        op.add_column("criterion", kind)
        op.alter_column("criterion", "kind", server_default=None)
        op.create_check_constraint("kind_is_known", "criterion", _KINDS)
        return
    # SQLite's ALTER TABLE adds no CHECK of its own, and Alembic copies them in no fixed order.
    op.rename_table("criterion", "criterion_before")
    op.create_table("criterion", *_CRITERION, sqlite_strict=True)
    op.execute("INSERT INTO criterion SELECT *, 'points' FROM criterion_before")
    op.drop_table("criterion_before")
