from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

import juryapp.storage
from juryapp.domain.ids import NomineeId
from juryapp.domain.merging import Settlement
from juryapp.domain.packages import Exclusion
from juryapp.domain.statements import mark
from juryapp.storage import dialects
from juryapp.storage.database import SqlDatabase
from juryapp.storage.repositories.statement_queries import (
    DECLARATION_QUERIES,
    MARK_QUERIES,
    NOTE_QUERIES,
)
from juryapp.storage.store import SqlStore
from juryapp.storage.tables import APPEND_ONLY, Base
from juryapp.storage.unit_of_work import SqlUnitOfWork
from storage_examples import file_hash, filled_edition, give, key, log, said, store_in

if TYPE_CHECKING:  # mypy compares our classes with what the application asks for
    from juryapp.application.ports import Database, Store, UnitOfWork

    def _is_a_store(store: SqlStore) -> Store:
        return store

    def _is_a_database(database: SqlDatabase) -> Database:
        return database

    def _is_a_unit_of_work(uow: SqlUnitOfWork) -> UnitOfWork:
        return uow


TABLES = list(Base.metadata.sorted_tables)
SQLITE = sqlite.dialect()
POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_is_strict_and_has_only_the_types_that_both_databases_hold(
    table: sa.Table,
) -> None:
    ddl = str(CreateTable(table).compile(dialect=SQLITE))
    types = {column.type.compile(dialect=SQLITE) for column in table.columns}
    on_the_server = {column.type.compile(dialect=POSTGRESQL) for column in table.columns}

    assert ddl.rstrip().endswith("STRICT")
    assert types <= {"TEXT", "INTEGER", "BLOB"}
    assert on_the_server <= {"TEXT", "BIGINT", "BYTEA"}


@pytest.mark.parametrize("dialect", [SQLITE, POSTGRESQL], ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_compiles_for_both_databases(table: sa.Table, dialect: Any) -> None:
    assert str(CreateTable(table).compile(dialect=dialect))
    for index in table.indexes:
        assert str(CreateIndex(index).compile(dialect=dialect))


def test_what_was_said_received_decided_and_logged_is_only_ever_added() -> None:
    replaceable = {
        "attachment",
        "attachment_file",
        "attachment_piece",
        "category",
        "commit_count",
        "criterion",
        "current_declaration",
        "current_mark",
        "current_note",
        "desk",
        "desk_memory",
        "edition",
        "juror",
        "joined_chain",
        "juror_key",
        "machine",
        "meeting",
        "nomination",
        "nominee",
        "package_issue",
        "paper_draft",
        "private_note",
        "round",
        "rules",
        "wrapped_keys",
    }

    assert {table.name for table in TABLES} - replaceable == set(APPEND_ONLY)


def test_append_only_is_said_in_both_languages() -> None:
    on_sqlite = dialects.append_only_ddl("sqlite", ["log_entry"])
    on_the_server = dialects.append_only_ddl("postgresql", ["log_entry"])

    assert sum(ddl.startswith("CREATE TRIGGER") for ddl in on_sqlite) == 2
    assert on_the_server[-1].endswith("EXECUTE FUNCTION refuse_change()")


def queries_of(queries: Any) -> list[sa.Executable]:
    made = [query for query in vars(queries).values() if isinstance(query, sa.Executable)]
    for width in range(4):
        made += [queries.clear(width), queries.settlements(width)]
        made += [queries.stand_newest(width, excluding=excluding) for excluding in (True, False)]
    made += [queries.counting(excluding=excluding) for excluding in (True, False)]
    made += [queries.said_at(excluding=excluding) for excluding in (True, False)]
    return made


@pytest.mark.parametrize("dialect", [SQLITE, POSTGRESQL], ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("queries", [MARK_QUERIES, DECLARATION_QUERIES, NOTE_QUERIES])
def test_every_query_on_statements_compiles_for_both_databases(queries: Any, dialect: Any) -> None:
    for query in [
        *queries_of(queries),
        queries.add(dialect.name),
        queries.link_known(dialect.name),
    ]:
        assert str(query.compile(dialect=dialect))


def test_every_statement_that_is_run_compiles_for_postgresql(tmp_path: Path) -> None:
    """What runs on SQLite here is caught and compiled for the other; upserts are made per dialect."""
    caught: list[sa.ClauseElement] = []
    store = store_in(tmp_path)
    database = filled_edition(store)

    @sa.event.listens_for(database.engine, "before_execute")
    def _catch(_connection: object, clause: sa.ClauseElement, *_others: object) -> None:
        caught.append(clause)

    give(database, said(key(), 1, 7), said(key(), 1, 8), file=file_hash("a"))
    with database.unit_of_work() as uow:
        uow.marks.settle(Settlement(key(), 1, mark(9), "r", "KARI", "", frozenset({"0" * 64})))
        uow.files.exclude(
            Exclusion(n=1, sha256=file_hash("a"), excluded=True, reason="", by="", at="")
        )
        uow.marks.refresh()
        uow.rulings.next_number()
        uow.private_note(NomineeId("ASH"))
        log(uow, "all.read")
        for read in (uow.files, uow.keys, uow.rulings, uow.decisions, uow.nominees, uow.rounds):
            read.all()
        uow.packages(), uow.protocols(), uow.meeting(), uow.rules(), uow.desk()
    store.back_up(database, key().round, "import")  # type: ignore[arg-type]
    database.close()

    ours = [clause for clause in caught if not isinstance(clause, sqlite.Insert)]
    assert len(ours) > 30
    for clause in ours:
        assert str(clause.compile(dialect=POSTGRESQL))


def test_insert_or_ignore_and_upsert_compile_for_the_server() -> None:
    for table in TABLES:
        key_of = [column.name for column in table.primary_key.columns]
        ignoring = dialects.insert_or_ignore("postgresql", table)
        replacing = dialects.upsert("postgresql", table, *key_of)
        assert "ON CONFLICT DO NOTHING" in str(ignoring.compile(dialect=POSTGRESQL))
        assert "ON CONFLICT" in str(replacing.compile(dialect=POSTGRESQL))


def test_the_server_locks_one_edition_until_the_transaction_ends() -> None:
    assert "pg_advisory_xact_lock" in str(dialects.chain_lock().compile(dialect=POSTGRESQL))


def test_the_server_counts_on_after_rows_came_with_their_numbers() -> None:
    table = Base.metadata.tables["mark_statement"]
    compiled = str(dialects.next_number(table, table.c.id).compile(dialect=POSTGRESQL))

    assert "setval(pg_get_serial_sequence" in compiled


@pytest.mark.parametrize("word", ["PRAGMA", "sqlite_schema", "VACUUM", "pg_", "on_conflict"])
def test_only_dialects_knows_one_database_from_the_other(word: str) -> None:
    folder = Path(juryapp.storage.__file__).parent
    found = {path.name for path in folder.rglob("*.py") if word in path.read_text(encoding="utf-8")}

    assert found == {"dialects.py"}


def test_importing_the_package_loads_no_sqlalchemy() -> None:
    script = "import sys, juryapp.storage; sys.exit('sqlalchemy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_opening_a_database_loads_no_alembic(tmp_path: Path) -> None:
    database = filled_edition(store_in(tmp_path))
    place = database.place
    database.close()
    script = (
        "import sys\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from juryapp.base.paths import DataFolder\n"
        "from juryapp.storage.store import SqlStore\n"
        "class Clock:\n"
        "    def now(self):\n"
        "        return datetime.now(UTC)\n"
        "SqlStore(DataFolder(Path(sys.argv[1])), Clock()).open_place(sys.argv[2]).close()\n"
        "sys.exit('alembic' in sys.modules)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path), place]

    assert subprocess.run(command, check=False).returncode == 0
