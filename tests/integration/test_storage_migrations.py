from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from juryapp.base.errors import FileFormatError
from juryapp.storage import allowed_schema, dialects, opening, schema
from juryapp.storage.engine import sqlite_engine
from juryapp.storage.tables import Base
from storage_examples import (
    EDITION,
    closed_edition,
    rows,
    store_in,
    titles,
)

HEADER = '''"""What the migrations up to each number make; a test computes it and compares, or writes it anew.

JURYAPP_WRITE_SCHEMA=1 pytest tests/integration/test_storage_migrations.py
"""

from __future__ import annotations

from typing import Final

ALLOWED: Final[dict[int, dict[str, str]]] = {
'''


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[sa.Engine]:
    """A database as the migrations make it."""
    path = tmp_path / "fresh.jurydb"
    opening.make_file(path)
    engine = sqlite_engine(path)
    yield engine
    engine.dispose()


def test_the_allow_list_is_what_the_migrations_make(fresh: sa.Engine) -> None:
    with fresh.connect() as connection:
        made = schema.structure(connection)
    if os.environ.get("JURYAPP_WRITE_SCHEMA"):
        write_allow_list({**allowed_schema.ALLOWED, schema.LATEST: made})

    assert allowed_schema.ALLOWED[schema.LATEST] == made


def write_allow_list(allowed: dict[int, dict[str, str]]) -> None:
    lines = [HEADER]
    for version, parts in sorted(allowed.items()):
        lines.append(f"    {version}: {{\n")
        lines += [f'        "{part}": "{found}",\n' for part, found in sorted(parts.items())]
        lines.append("    },\n")
    text = "".join([*lines, "}\n"])
    Path(allowed_schema.__file__).write_text(text, encoding="utf-8")


def test_the_migrations_make_the_tables_that_the_program_uses(fresh: sa.Engine) -> None:
    with fresh.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_migrations_make_every_table_to_the_letter(fresh: sa.Engine) -> None:
    """What the comparison above does not see: CHECKs, STRICT, and when references are checked."""
    with fresh.connect() as connection:
        query = "SELECT name, sql FROM sqlite_schema WHERE type = 'table'"
        found = {row.name: row.sql for row in connection.exec_driver_sql(query)}
    dialect = sqlite.dialect()

    def clauses(ddl: str) -> list[str]:
        return sorted(line.strip().rstrip(",") for line in ddl.strip().splitlines())

    for table in Base.metadata.sorted_tables:
        expected = str(CreateTable(table).compile(dialect=dialect))
        assert clauses(found[table.name]) == clauses(expected)


def test_the_number_of_the_structure_stands_in_the_file(tmp_path: Path) -> None:
    path = closed_edition(tmp_path)

    assert rows(path, "PRAGMA user_version") == [(schema.LATEST,)]
    assert rows(path, "PRAGMA application_id") == [(0x4A555259,)]
    assert rows(path, "SELECT version_num FROM alembic_version") == [(f"{schema.LATEST:04}",)]


def test_every_migration_has_the_next_number() -> None:
    names = sorted(path.name for path in (schema.MIGRATIONS / "versions").glob("0*.py"))

    assert [name[:4] for name in names] == [f"{n:04}" for n in range(1, schema.LATEST + 1)]


# ------------------------------------------- a later program meets today's file

NEXT_NUMBER = schema.LATEST + 1

NEXT = f'''"""Gives the edition a motto."""

import sqlalchemy as sa
from alembic import op

revision = "{NEXT_NUMBER:04}"
down_revision = "{schema.LATEST:04}"


def upgrade() -> None:
    """Add a column to a table with a trigger and to one without; one of them by copying the table."""
    op.add_column("edition", sa.Column("motto", sa.Text(), nullable=False, server_default="Fair!"))
    with op.batch_alter_table("ruling", table_kwargs={{"sqlite_strict": True}}) as batch:
        batch.add_column(sa.Column("vote", sa.Text(), nullable=False, server_default=""))
'''


@pytest.fixture
def tomorrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the program be the next version, with one more migration."""
    scripts = tmp_path / "migrations"
    (scripts / "versions").mkdir(parents=True)
    of_today = [schema.MIGRATIONS / "env.py", *(schema.MIGRATIONS / "versions").glob("0*.py")]
    for path in of_today:
        (scripts / path.relative_to(schema.MIGRATIONS)).write_bytes(path.read_bytes())
    motto = scripts / "versions" / f"{NEXT_NUMBER:04}_motto.py"
    motto.write_text(NEXT, encoding="utf-8")
    run = schema.run_alembic
    monkeypatch.setattr(schema, "LATEST", NEXT_NUMBER)
    monkeypatch.setattr(schema, "run_alembic", lambda connection: run(connection, scripts))
    made = tmp_path / "tomorrow.jurydb"
    opening.make_file(made)
    engine = sqlite_engine(made)
    with engine.connect() as connection:
        monkeypatch.setitem(allowed_schema.ALLOWED, NEXT_NUMBER, schema.structure(connection))
    engine.dispose()
    return made


@pytest.fixture
def of_today(tmp_path: Path) -> Path:
    """Today's file, made before the program became the next version."""
    return closed_edition(tmp_path)


@pytest.fixture
def old_and_new(of_today: Path, tomorrow: Path) -> Path:
    assert tomorrow.exists()
    return of_today


def test_an_older_file_is_backed_up_then_brought_up_to_date(
    old_and_new: Path, tmp_path: Path
) -> None:
    store = store_in(tmp_path)

    database = store.open_edition(EDITION)

    with database.unit_of_work() as uow:
        assert uow.edition().title == "The prize 2026"
        assert uow.connection.exec_driver_sql("SELECT motto FROM edition").scalar() == "Fair!"
    database.close()
    (backup,) = store.backups(EDITION)
    assert backup.name == "20261112T130207Z-migration.jurydb"
    assert rows(backup, "PRAGMA user_version") == [(NEXT_NUMBER - 1,)]
    assert rows(backup, "PRAGMA integrity_check") == [("ok",)]


def test_triggers_that_a_migration_lost_are_made_anew(old_and_new: Path, tmp_path: Path) -> None:
    store_in(tmp_path).open_edition(EDITION).close()

    with closing(sqlite3.connect(old_and_new)) as connection:
        connection.execute(
            "INSERT INTO ruling VALUES (1, 'KARI', 'ASH', 1, 'nominee', '', '', '', '')"
        )
        with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
            connection.execute("DELETE FROM ruling")


def test_an_older_file_is_not_changed_when_it_is_opened_for_reading(
    old_and_new: Path, tmp_path: Path
) -> None:
    with pytest.raises(FileFormatError) as caught:
        store_in(tmp_path).open_edition(EDITION, read_only=True)

    assert caught.value.code == "E-OLDER"
    assert rows(old_and_new, "PRAGMA user_version") == [(NEXT_NUMBER - 1,)]
    (line,) = store_in(tmp_path).editions()
    assert line.problem.startswith("Made by an older version")


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    old_and_new: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_connection: object, _tables: object) -> None:
        raise RuntimeError("half-way")

    monkeypatch.setattr(dialects, "append_only", fail)

    with pytest.raises(RuntimeError, match="half-way"):
        store_in(tmp_path).open_edition(EDITION)

    assert rows(old_and_new, "PRAGMA user_version") == [(NEXT_NUMBER - 1,)]
    assert rows(old_and_new, "SELECT count(*) FROM pragma_table_info('edition')") == [(13,)]


def test_a_migration_that_leaves_references_to_nothing_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialects, "broken_references", lambda _connection: True)

    with pytest.raises(RuntimeError, match="references to nothing"):
        opening.make_file(tmp_path / "new.jurydb")

    assert list(tmp_path.iterdir()) == []


def test_a_file_of_tomorrow_is_refused_by_name_and_number(
    tmp_path: Path, tomorrow: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "LATEST", NEXT_NUMBER - 1)

    with pytest.raises(FileFormatError) as caught:
        store_in(tmp_path).open_place(str(tomorrow))

    assert caught.value.code == "E-VERSION"
    assert caught.value.params == {
        "file": "tomorrow.jurydb",
        "found": NEXT_NUMBER,
        "known": NEXT_NUMBER - 1,
        "row": None,
        "column": None,
    }


def test_an_older_backup_is_put_back_and_brought_up_to_date(
    old_and_new: Path, tmp_path: Path
) -> None:
    store = store_in(tmp_path / "elsewhere")

    assert store.restore(old_and_new) == EDITION

    assert titles(store.editions()) == ["The prize 2026"]
    assert rows(old_and_new, "PRAGMA user_version") == [
        (NEXT_NUMBER - 1,)
    ]  # the backup itself is untouched
