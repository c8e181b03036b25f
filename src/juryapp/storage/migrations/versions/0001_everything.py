"""Makes everything: the tables of the first released version."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0001"
down_revision = None
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


def _unique(*columns: str) -> SchemaItem:
    return sa.UniqueConstraint(*columns)


def _check(name: str, rule: str) -> SchemaItem:
    return sa.CheckConstraint(rule, name=name)


def _refers(column: str, target: str) -> SchemaItem:
    return sa.ForeignKeyConstraint([column], [target], deferrable=True, initially="DEFERRED")


def _refers_at_once(column: str, target: str) -> SchemaItem:
    return sa.ForeignKeyConstraint([column], [target])


_SETUP: Final[dict[str, list[SchemaItem]]] = {
    "category": [
        *_texts("id", "name"),
        *_wholes("position"),
        *_texts("rule"),
        *_wholes("finalists", "winners"),
        _key("id"),
        _check("id_filled", "id <> ''"),
        _check("winners_at_least_1", "winners >= 1"),
        _check("room_for_winners", "finalists >= winners"),
    ],
    "criterion": [
        *_texts("id", "name"),
        *_wholes("weight_num", "weight_den", "least", "most", "step_num", "step_den", "position"),
        *_texts("group_name", "guidance", "levels"),
        *_wholes("version"),
        _key("id"),
        _check("id_filled", "id <> ''"),
        _check("weight_num_at_least_1", "weight_num >= 1"),
        _check("weight_den_at_least_1", "weight_den >= 1"),
        _check("least_at_least_0", "least >= 0"),
        _check("two_marks", "most > least"),
        _check("step_num_at_least_1", "step_num >= 1"),
        _check("step_den_at_least_1", "step_den >= 1"),
        _check("version_at_least_1", "version >= 1"),
    ],
    "edition": [
        _given("only_row"),
        *_texts("id", "award", "award_name", "title"),
        *_wholes("year"),
        *_texts("owner", "purpose", "statutes", "languages", "deadline", "made"),
        *_wholes("trial"),
        _key("only_row"),
        _check("only_row", "only_row = 1"),
        _check("id_filled", "id <> ''"),
        _check("trial_is_flag", "trial IN (0, 1)"),
    ],
    "juror": [
        *_texts("id"),
        *_wholes("number"),
        *_texts("name", "role", "email", "organisation"),
        *_wholes("has_left"),
        _key("id"),
        _check("id_filled", "id <> ''"),
        _check(
            "role_is_known",
            "role IN ('chair', 'deputy_chair', 'member', 'deputy_member', 'secretary', 'observer')",
        ),
        _check("has_left_is_flag", "has_left IN (0, 1)"),
    ],
    "meeting": [
        _given("only_row"),
        *_texts("number", "date", "place", "chair", "keeper", "present", "absent", "remarks"),
        _key("only_row"),
        _check("only_row", "only_row = 1"),
    ],
    "round": [
        *_texts("id"),
        *_wholes("number"),
        *_texts("state", "ballot", "rules", "order_seed", "opened", "closed"),
        _key("id"),
        _check("id_filled", "id <> ''"),
        _check("number_at_least_1", "number >= 1"),
        _check("state_is_known", "state IN ('open', 'closed')"),
        _check("ballot_is_hash", "length(ballot) = 64"),
        _check("rules_is_hash", "length(rules) = 64"),
    ],
    "rules": [
        _given("only_row"),
        *_texts("method", "missing"),
        *_wholes("minimum_marks"),
        *_texts("ties", "places"),
        *_wholes("decimals", "close_margin_num", "close_margin_den"),
        *_texts("comment_rule"),
        _key("only_row"),
        _check("only_row", "only_row = 1"),
        _check("method_filled", "method <> ''"),
        _check("missing_is_known", "missing IN ('renormalise', 'void')"),
        _check("minimum_marks_at_least_0", "minimum_marks >= 0"),
        _check("decimals_at_least_0", "decimals >= 0"),
        _check("close_margin_num_at_least_0", "close_margin_num >= 0"),
        _check("close_margin_den_at_least_1", "close_margin_den >= 1"),
        _check("comment_rule_is_known", "comment_rule IN ('none', 'all')"),
    ],
    "nominee": [
        *_texts("id"),
        *_wholes("number"),
        *_texts("name", "category", "place", "facts"),
        *_wholes("withdrawn"),
        _key("id"),
        _check("id_filled", "id <> ''"),
        _check("withdrawn_is_flag", "withdrawn IN (0, 1)"),
        _refers("category", "category.id"),
    ],
    "nomination": [
        *_texts("id", "nominee"),
        *_wholes("position"),
        *_texts("nominator", "organisation", "relation", "wording", "received"),
        _key("id"),
        _check("id_filled", "id <> ''"),
        _check("relation_is_known", "relation IN ('other', 'self')"),
        _refers("nominee", "nominee.id"),
    ],
}
_RECORDS: Final[dict[str, list[SchemaItem]]] = {
    "decision": [
        _given("n"),
        *_texts("category"),
        sa.Column("nominee", sa.Text(), nullable=True),
        *_texts("outcome", "basis", "reason", "made_by", "made_at"),
        _key("n"),
        _check("n_at_least_1", "n >= 1"),
        _check("outcome_is_known", "outcome IN ('winner', 'finalist', 'mention', 'none')"),
        _check("basis_is_known", "basis IN ('follows', 'tie', 'departs')"),
        _check("outcome_has_nominee", "nominee IS NOT NULL OR outcome = 'none'"),
    ],
    "juror_key": [
        *_wholes("n"),
        *_texts("juror", "public_key", "device"),
        *_wholes("issue"),
        *_texts("confirmation", "pinned", "closed"),
        _key("n"),
        _unique("juror", "public_key"),
        _check("public_key_filled", "public_key <> ''"),
        _check("confirmation_is_known", "confirmation IN ('package', 'word')"),
    ],
    "justification": [
        _given("n"),
        *_texts("nominee", "language", "wording", "made_by", "made_at"),
        _key("n"),
        _check("n_at_least_1", "n >= 1"),
        _check("language_filled", "language <> ''"),
    ],
    "log_chain": [
        *_wholes("n"),
        *_texts("chain", "root"),
        _key("n"),
        _unique("chain"),
        _check("chain_filled", "chain <> ''"),
        _check("root_filled", "root <> ''"),
    ],
    "package_issue": [
        *_texts("juror"),
        _given("issue"),
        *_texts("kind", "round", "token", "sha256", "ballot", "made", "file_name"),
        _key("juror", "issue"),
        _check("issue_at_least_1", "issue >= 1"),
        _check("kind_is_known", "kind IN ('declare', 'score')"),
        _check("sha256_is_hash", "length(sha256) = 64"),
    ],
    "protocol_pdf": [
        *_texts("sha256"),
        *_blobs("pdf"),
        _key("sha256"),
        _check("sha256_is_hash", "length(sha256) = 64"),
    ],
    "received_file": [
        *_wholes("n"),
        *_texts("sha256", "name", "juror", "file", "device"),
        *_wholes("seq"),
        *_texts("made", "received"),
        *_wholes("complete", "late"),
        *_texts("kind"),
        *_wholes("marks", "declarations"),
        _key("n"),
        _unique("sha256"),
        _check("sha256_is_hash", "length(sha256) = 64"),
        _check("complete_is_flag", "complete IN (0, 1)"),
        _check("late_is_flag", "late IN (0, 1)"),
        _check("kind_is_known", "kind IN ('declare', 'score')"),
    ],
    "ruling": [
        _given("n"),
        *_texts("juror", "nominee"),
        *_wholes("recused"),
        *_texts("reach", "ground", "made_by", "made_at"),
        _key("n"),
        _check("n_at_least_1", "n >= 1"),
        _check("recused_is_flag", "recused IN (0, 1)"),
        _check("reach_is_known", "reach IN ('nominee', 'category', 'decision')"),
    ],
    "waiver": [
        _given("n"),
        *_wholes("waived"),
        *_texts("reason", "made_by", "made_at"),
        _key("n"),
        _check("n_at_least_1", "n >= 1"),
        _check("waived_is_flag", "waived IN (0, 1)"),
    ],
    "exclusion": [
        _given("n"),
        *_texts("sha256"),
        *_wholes("excluded"),
        *_texts("reason", "made_by", "made_at"),
        _key("n"),
        _check("n_at_least_1", "n >= 1"),
        _check("excluded_is_flag", "excluded IN (0, 1)"),
        _refers("sha256", "received_file.sha256"),
    ],
    "file_bytes": [
        *_texts("sha256"),
        *_blobs("sealed", "opened"),
        _key("sha256"),
        _refers("sha256", "received_file.sha256"),
    ],
    "log_entry": [
        *_texts("chain"),
        _given("seq"),
        *_texts("made_at", "actor", "what", "body", "prev", "hash"),
        _key("chain", "seq"),
        _check("seq_at_least_1", "seq >= 1"),
        _check("hash_is_hash", "length(hash) = 64"),
        _check("what_filled", "what <> ''"),
        _refers("chain", "log_chain.chain"),
    ],
    "protocol": [
        *_wholes("n", "version", "draft"),
        *_texts("language", "digest", "log_head", "pdf_sha256", "made_at", "made_by"),
        _key("n"),
        _check("version_at_least_1", "version >= 1"),
        _check("draft_is_flag", "draft IN (0, 1)"),
        _check("digest_is_hash", "length(digest) IN (0, 64)"),
        _refers("pdf_sha256", "protocol_pdf.sha256"),
    ],
}
_STATEMENTS: Final[dict[str, list[SchemaItem]]] = {
    "current_declaration": [
        *_texts("round", "juror", "nominee", "content_hash"),
        *_wholes("rev"),
        *_texts("answer", "facts"),
        _key("round", "juror", "nominee", "content_hash"),
        _check("rev_at_least_1", "rev >= 1"),
        _check("answer_is_known", "answer IN ('nothing', 'tell', 'doubt', 'recused')"),
    ],
    "current_mark": [
        *_texts("round", "juror", "nominee", "criterion", "content_hash"),
        *_wholes("rev"),
        *_texts("state"),
        sa.Column("points", _WHOLE, nullable=True),
        *_texts("note"),
        _key("round", "juror", "nominee", "criterion", "content_hash"),
        _check("rev_at_least_1", "rev >= 1"),
        _check("state_is_known", "state IN ('mark', 'not_assessed', 'cleared', 'withdrawn')"),
        _check("points_go_with_a_mark", "(state = 'mark') = (points IS NOT NULL)"),
    ],
    "current_note": [
        *_texts("round", "juror", "nominee", "content_hash"),
        *_wholes("rev"),
        *_texts("wording"),
        *_wholes("usable"),
        _key("round", "juror", "nominee", "content_hash"),
        _check("rev_at_least_1", "rev >= 1"),
        _check("usable_is_flag", "usable IN (0, 1)"),
    ],
    "declaration_settlement": [
        *_wholes("n"),
        *_texts("round", "juror", "nominee"),
        *_wholes("rev"),
        *_texts("answer", "facts", "reason", "made_by", "made_at"),
        _key("n"),
        _check("rev_at_least_1", "rev >= 1"),
        _check("answer_is_known", "answer IN ('nothing', 'tell', 'doubt', 'recused')"),
    ],
    "declaration_statement": [
        *_wholes("id"),
        *_texts("round", "juror", "nominee"),
        *_wholes("rev"),
        *_texts("content_hash", "answer", "facts", "made_at", "device"),
        _key("id"),
        _unique("round", "juror", "nominee", "rev", "content_hash"),
        _check("round_filled", "round <> ''"),
        _check("juror_filled", "juror <> ''"),
        _check("nominee_filled", "nominee <> ''"),
        _check("rev_at_least_1", "rev >= 1"),
        _check("content_hash_is_hash", "length(content_hash) = 64"),
        _check("answer_is_known", "answer IN ('nothing', 'tell', 'doubt', 'recused')"),
    ],
    "mark_settlement": [
        *_wholes("n"),
        *_texts("round", "juror", "nominee", "criterion"),
        *_wholes("rev"),
        *_texts("state"),
        sa.Column("points", _WHOLE, nullable=True),
        *_texts("note", "reason", "made_by", "made_at"),
        _key("n"),
        _check("rev_at_least_1", "rev >= 1"),
        _check("state_is_known", "state IN ('mark', 'not_assessed', 'cleared', 'withdrawn')"),
        _check("points_go_with_a_mark", "(state = 'mark') = (points IS NOT NULL)"),
    ],
    "mark_statement": [
        *_wholes("id"),
        *_texts("round", "juror", "nominee", "criterion"),
        *_wholes("rev"),
        *_texts("content_hash", "state"),
        sa.Column("points", _WHOLE, nullable=True),
        *_texts("note", "made_at", "device"),
        _key("id"),
        _unique("round", "juror", "nominee", "criterion", "rev", "content_hash"),
        _check("round_filled", "round <> ''"),
        _check("juror_filled", "juror <> ''"),
        _check("nominee_filled", "nominee <> ''"),
        _check("criterion_filled", "criterion <> ''"),
        _check("rev_at_least_1", "rev >= 1"),
        _check("content_hash_is_hash", "length(content_hash) = 64"),
        _check("state_is_known", "state IN ('mark', 'not_assessed', 'cleared', 'withdrawn')"),
        _check("points_go_with_a_mark", "(state = 'mark') = (points IS NOT NULL)"),
        _check("points_at_least_0", "points >= 0"),
    ],
    "note_settlement": [
        *_wholes("n"),
        *_texts("round", "juror", "nominee"),
        *_wholes("rev"),
        *_texts("wording"),
        *_wholes("usable"),
        *_texts("reason", "made_by", "made_at"),
        _key("n"),
        _check("rev_at_least_1", "rev >= 1"),
        _check("usable_is_flag", "usable IN (0, 1)"),
    ],
    "note_statement": [
        *_wholes("id"),
        *_texts("round", "juror", "nominee"),
        *_wholes("rev"),
        *_texts("content_hash", "wording"),
        *_wholes("usable"),
        *_texts("made_at", "device"),
        _key("id"),
        _unique("round", "juror", "nominee", "rev", "content_hash"),
        _check("round_filled", "round <> ''"),
        _check("juror_filled", "juror <> ''"),
        _check("nominee_filled", "nominee <> ''"),
        _check("rev_at_least_1", "rev >= 1"),
        _check("content_hash_is_hash", "length(content_hash) = 64"),
        _check("usable_is_flag", "usable IN (0, 1)"),
    ],
    "source": [
        *_wholes("id"),
        sa.Column("file", sa.Text(), nullable=True),
        _key("id"),
        _unique("file"),
        _refers("file", "received_file.sha256"),
    ],
    "declaration_source": [
        _given("statement"),
        _given("source"),
        _key("statement", "source"),
        _refers_at_once("statement", "declaration_statement.id"),
        _refers_at_once("source", "source.id"),
    ],
    "mark_source": [
        _given("statement"),
        _given("source"),
        _key("statement", "source"),
        _refers_at_once("statement", "mark_statement.id"),
        _refers_at_once("source", "source.id"),
    ],
    "note_source": [
        _given("statement"),
        _given("source"),
        _key("statement", "source"),
        _refers_at_once("statement", "note_statement.id"),
        _refers_at_once("source", "source.id"),
    ],
}
_DESK: Final[dict[str, list[SchemaItem]]] = {
    "commit_count": [
        _given("only_row"),
        *_wholes("n"),
        _key("only_row"),
        _check("only_row", "only_row = 1"),
        _check("n_at_least_0", "n >= 0"),
    ],
    "desk": [
        _given("only_row"),
        *_texts("package", "nominee_order", "device"),
        *_wholes("seq"),
        *_texts("previous", "handed_in", "confidentiality"),
        *_wholes("looked_through"),
        *_texts("at_nominee"),
        _key("only_row"),
        _check("only_row", "only_row = 1"),
        _check("device_filled", "device <> ''"),
        _check("seq_at_least_0", "seq >= 0"),
        _check("looked_through_is_flag", "looked_through IN (0, 1)"),
    ],
    "private_note": [
        *_texts("nominee", "wording"),
        _key("nominee"),
        _check("wording_filled", "wording <> ''"),
    ],
}
_INDEXES: Final = (
    ("nominee", "category"),
    ("nomination", "nominee"),
    ("exclusion", "sha256"),
    ("protocol", "pdf_sha256"),
)


def upgrade() -> None:
    """Make all tables; the commit count starts at 0 and this machine is source 1."""
    for name, parts in (_SETUP | _RECORDS | _STATEMENTS | _DESK).items():
        op.create_table(name, *parts, sqlite_strict=True)
    for table, column in _INDEXES:
        op.create_index(None, table, [column])
    op.execute("INSERT INTO commit_count (only_row, n) VALUES (1, 0)")
    op.execute("INSERT INTO source (file) VALUES (NULL)")
