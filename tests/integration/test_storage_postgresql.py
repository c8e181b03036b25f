"""The same on a PostgreSQL server, when there is one: JURYAPP_TEST_POSTGRESQL=postgresql://…/empty_database.

The tests make and drop schemas whose names begin with TEST.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from juryapp.base.errors import FileFormatError, RuleError, UnavailableError, UsageError
from juryapp.base.paths import DataFolder
from juryapp.domain.award import Edition
from juryapp.domain.ids import EditionId
from juryapp.domain.merging import Settlement
from juryapp.domain.packages import Exclusion
from juryapp.domain.statements import mark
from juryapp.storage import schema
from juryapp.storage.servers import Server
from juryapp.storage.store import SqlStore
from storage_examples import (
    AT,
    ROUND,
    StandingClock,
    a_desk,
    an_edition,
    file_hash,
    fill,
    filled_edition,
    give,
    key,
    receive,
    said,
    store_in,
    titles,
)

ADDRESS = os.environ.get("JURYAPP_TEST_POSTGRESQL", "")
needs_server = pytest.mark.skipif(not ADDRESS, reason="JURYAPP_TEST_POSTGRESQL names no server")


def store_on(place: str, folder: Path) -> SqlStore:
    return SqlStore(DataFolder(folder, chosen=True), StandingClock(), place=place)


@pytest.fixture
def edition() -> Iterator[Edition]:
    """An edition whose schema is dropped afterwards."""
    one = an_edition(f"TEST-{secrets.token_hex(6).upper()}")
    yield one
    engine = sa.create_engine(ADDRESS.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(sa.schema.DropSchema(one.id, cascade=True, if_exists=True))
    engine.dispose()


@needs_server
def test_an_edition_on_a_server_is_made_listed_and_opened(edition: Edition, tmp_path: Path) -> None:
    store = store_on(ADDRESS, tmp_path)
    database = store.create_edition(edition.id)
    fill(database, edition)
    database.close()

    with pytest.raises(RuleError):
        store.create_edition(edition.id)
    assert edition.id in {line.id for line in store.editions()}
    assert "@" not in database.place or ":" not in database.place.split("@")[0].split("//")[1]
    again = store_on(database.place, tmp_path)
    assert titles(again.editions()) == [edition.title]
    with pytest.raises(UsageError):
        again.open_edition("ANOTHER")
    database = store.open_place(database.place, read_only=True)
    with database.unit_of_work() as uow:
        assert uow.edition() == edition
        with pytest.raises(UnavailableError):
            uow.commit()
    database.close()


@needs_server
def test_statements_stand_on_a_server_as_they_do_in_a_file(
    edition: Edition, tmp_path: Path
) -> None:
    database = store_on(ADDRESS, tmp_path).create_edition(edition.id)
    fill(database, edition)

    assert give(database, said(key(), 1, 7), said(key(who="BIRCH"), 1, 5), file=file_hash("a")) == 2
    assert give(database, said(key(), 1, 8), said(key(who="BIRCH"), 1, 5)) == 1
    many = [said(key(f"J{n % 20}", f"N{n}"), 1, n % 20) for n in range(1000)]
    assert give(database, *many, file=file_hash("b")) == 1000
    with database.unit_of_work() as uow:
        assert set(uow.marks.current(ROUND).conflicts) == {key()}
        rivals = frozenset(s.content_hash for s in uow.marks.current(ROUND).conflicts[key()])
        uow.marks.settle(Settlement(key(), 1, mark(9), "read aloud", "KARI", AT, rivals))
        n = uow.files.next_exclusion()
        uow.files.exclude(
            Exclusion(n=n, sha256=file_hash("b"), excluded=True, reason="", by="", at=AT)
        )
        uow.marks.refresh()
        assert uow.marks.current(ROUND) == uow.marks.derived(ROUND)
        assert len(uow.marks.current(ROUND).effective) == 2
        uow.commit()
    database.close()


@needs_server
def test_the_server_refuses_to_change_what_was_said(edition: Edition, tmp_path: Path) -> None:
    database = store_on(ADDRESS, tmp_path).create_edition(edition.id)
    fill(database, edition)
    give(database, said(key(), 1, 7))

    with (
        pytest.raises(sa.exc.DBAPIError, match="only ever added"),
        database.unit_of_work() as uow,
    ):
        uow.connection.execute(sa.text("DELETE FROM mark_statement"))
    database.close()


@needs_server
def test_two_secretaries_write_one_log(edition: Edition, tmp_path: Path) -> None:
    """Both have it open at once; each waits for the other's transaction before it reads the last entry."""
    store = store_on(ADDRESS, tmp_path)
    first = store.create_edition(edition.id)
    fill(first, edition)
    second = store.open_edition(edition.id)

    for rev in range(1, 6):
        give(first, said(key("A"), rev, rev))
        give(second, said(key("B"), rev, rev))

    with first.unit_of_work() as uow:
        assert [entry.seq for entry in uow.journal.all()] == list(range(1, 14))
    first.close()
    second.close()


@needs_server
def test_what_goes_from_file_to_server_and_back_is_the_same(
    edition: Edition, tmp_path: Path
) -> None:
    local = store_in(tmp_path / "local")
    database = filled_edition(local, edition.id)
    give(database, said(key(), 1, 7), said(key(), 1, 8), file=file_hash("a"))
    backup = local.back_up(database, edition.id, "moving")
    with database.unit_of_work() as uow:
        expected = (
            uow.marks.history(ROUND),
            uow.journal.all(),
            uow.files.all(),
            uow.criteria.all(),
        )
    database.close()
    store = store_on(ADDRESS, tmp_path / "server")

    assert store.restore(backup) == edition.id
    with pytest.raises(RuleError):
        store.restore(backup)
    database = store.open_edition(edition.id)
    give(database, said(key("OLA"), 1, 3), file=file_hash("b"))  # numbers go on where they were
    back = store.back_up(database, edition.id, "back")
    database.close()

    target = store_in(tmp_path / "again")
    assert target.restore(back) == edition.id
    database = target.open_edition(edition.id)
    with database.unit_of_work() as uow:
        assert len(uow.marks.history(ROUND)) == 3
        assert [s for s in uow.marks.history(ROUND) if s.statement.key.juror == "KARI"] == expected[
            0
        ]
        assert uow.journal.all()[:4] == expected[1]
        assert uow.files.all()[:1] == expected[2]
        assert uow.criteria.all() == expected[3]
    database.close()


@needs_server
def test_a_desk_beside_a_server_stays_on_this_machine(edition: Edition, tmp_path: Path) -> None:
    store = store_on(ADDRESS, tmp_path)
    database = store.desk(edition.id, a_desk().order[0])  # type: ignore[arg-type]
    database.close()

    assert Path(database.place).parent == tmp_path / "desks"


@needs_server
def test_a_newer_edition_on_a_server_is_refused(
    edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_on(ADDRESS, tmp_path)
    store.create_edition(edition.id).close()
    monkeypatch.setattr(schema, "LATEST", 0)

    with pytest.raises(FileFormatError) as caught:
        store.open_edition(edition.id)

    assert caught.value.code == "E-VERSION"


@needs_server
def test_a_mark_of_a_file_that_was_never_kept_is_refused_on_a_server(
    edition: Edition, tmp_path: Path
) -> None:
    database = store_on(ADDRESS, tmp_path).create_edition(edition.id)
    fill(database, edition)
    with database.unit_of_work() as uow:
        uow.marks.add([said(key(), 1, 7)], file=file_hash("unknown"))
        with pytest.raises(sa.exc.IntegrityError):
            uow.commit()
    with database.unit_of_work() as uow:
        receive(uow, file_hash("unknown"))
        assert uow.marks.add([said(key(), 1, 7)], file=file_hash("unknown")) == 1
        uow.commit()
    database.close()


# ------------------------------------------------------ what needs no server


def test_a_place_never_shows_a_password() -> None:
    server = Server(
        "postgres://kari:secret@db.example.org:5433/juries?edition=ED-1&sslmode=require"
    )

    assert server.edition == "ED-1"
    assert server.place() == "postgresql://kari@db.example.org:5433/juries?sslmode=require"
    assert "edition=ED-2" in server.place("ED-2")


@pytest.mark.parametrize(
    "place", ["mysql://kari:secret@db/juries", "postgresql://kari:secret@db:port/juries"]
)
def test_a_place_that_is_no_use_is_refused_without_its_password(place: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        store_on(place, tmp_path)

    assert "secret" not in str(caught.value)
    with pytest.raises(UsageError):
        store_in(tmp_path).open_place(place)


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    store = store_on("postgresql://kari@127.0.0.1:9/juries?connect_timeout=2", tmp_path)

    for attempt in (store.editions, lambda: store.create_edition(EditionId("ED-1"))):
        with pytest.raises(UnavailableError) as caught:
            attempt()
        assert caught.value.code == "E-SERVER"
