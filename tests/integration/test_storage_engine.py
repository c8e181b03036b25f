from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from juryapp.base.errors import BusyError, UnavailableError
from juryapp.base.paths import DataFolder
from juryapp.storage import dialects
from juryapp.storage.store import SqlStore
from storage_examples import (
    EDITION,
    StandingClock,
    a_busy_program,
    an_edition,
    closed_edition,
    fill,
    filled_edition,
    give,
    key,
    said,
    store_in,
)

EXPECTED = {
    "journal_mode": "delete",
    "synchronous": 3,
    "locking_mode": "exclusive",
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
    "mmap_size": 0,
    "fullfsync": 1,
}


@pytest.mark.parametrize("name", EXPECTED)
def test_what_keeps_a_database_whole_is_read_back(name: str, tmp_path: Path) -> None:
    database = filled_edition(store_in(tmp_path))
    with database.engine.connect() as connection:
        found = connection.exec_driver_sql(f"PRAGMA {name}").scalar()

    assert found == EXPECTED[name]
    database.close()


def test_the_driver_begins_nothing_by_itself(tmp_path: Path) -> None:
    database = filled_edition(store_in(tmp_path))
    raw = database.engine.raw_connection()

    assert raw.driver_connection is not None
    assert raw.driver_connection.isolation_level is None
    raw.close()
    database.close()


def test_a_setting_that_the_machine_does_not_take_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = closed_edition(tmp_path)
    monkeypatch.setitem(dialects.PRAGMAS, "synchronous", ("FULL", "3"))

    with pytest.raises(UnavailableError) as caught:
        store_in(tmp_path).open_place(str(path))

    assert caught.value.code == "E-PRAGMA"


def test_a_second_window_of_this_program_finds_the_edition_busy(tmp_path: Path) -> None:
    database = filled_edition(store_in(tmp_path))

    with pytest.raises(BusyError, match="open in another window"):
        store_in(tmp_path).open_edition(EDITION)

    database.close()
    store_in(tmp_path).open_edition(EDITION).close()


def test_another_program_finds_the_edition_busy(tmp_path: Path) -> None:
    path = closed_edition(tmp_path)

    with a_busy_program(path), pytest.raises(BusyError):
        store_in(tmp_path).open_edition(EDITION)


def test_an_edition_that_another_program_has_is_listed_with_its_title(tmp_path: Path) -> None:
    path = closed_edition(tmp_path)

    with a_busy_program(path):
        (line,) = store_in(tmp_path).editions()

    assert (line.title, line.problem) == ("The prize 2026", "Open in another window")


def can_be_opened_elsewhere(path: Path) -> bool:
    script = (
        "import sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], timeout=0)\n"
        "connection.execute('BEGIN IMMEDIATE')\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(path)], check=False, stderr=-3)
    return ended.returncode == 0


def test_looking_at_lists_does_not_give_the_lock_away(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    database = filled_edition(store)
    give(database, said(key(), 1, 7))

    store.editions()
    store_in(tmp_path).editions()
    store.back_up(database, EDITION, "import")

    assert not can_be_opened_elsewhere(Path(database.place))
    database.close()
    assert can_be_opened_elsewhere(Path(database.place))


def test_leaving_a_block_without_commit_undoes_it(tmp_path: Path) -> None:
    database = filled_edition(store_in(tmp_path))

    with database.unit_of_work() as uow:
        uow.put_edition(an_edition(title="Another title"))

    with database.unit_of_work() as uow:
        assert uow.edition().title == "The prize 2026"
    database.close()


def test_an_error_in_a_block_undoes_what_came_after_the_last_commit(tmp_path: Path) -> None:
    database = filled_edition(store_in(tmp_path))

    def change_twice() -> None:
        with database.unit_of_work() as uow:
            uow.put_edition(an_edition(title="Kept"))
            uow.commit()
            uow.put_edition(an_edition(title="Undone"))
            raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        change_twice()

    with database.unit_of_work() as uow:
        assert uow.edition().title == "Kept"
    database.close()


def test_a_unit_of_work_inside_another_is_a_bug_and_says_so(tmp_path: Path) -> None:
    database = filled_edition(store_in(tmp_path))

    with (
        database.unit_of_work(),
        pytest.raises(RuntimeError, match="inside another"),
        database.unit_of_work(),
    ):
        pass

    give(database, said(key(), 1, 7))  # and the outer one ended well
    database.close()


def test_threads_wait_for_each_other_and_lose_nothing(tmp_path: Path) -> None:
    database = filled_edition(store_in(tmp_path))
    failures: list[BaseException] = []

    def write(juror: str) -> None:
        try:
            for rev in range(1, 11):
                give(database, said(key(juror), rev, rev))
        except BaseException as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=write, args=(f"J{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    with database.unit_of_work() as uow:
        assert [uow.marks.last_revision(key(f"J{n}")) for n in range(4)] == [10] * 4
    database.close()


def test_what_is_opened_for_reading_cannot_be_changed(tmp_path: Path) -> None:
    path = closed_edition(tmp_path)
    before = path.read_bytes()
    database = store_in(tmp_path).open_place(str(path), read_only=True)

    def change() -> None:
        with database.unit_of_work() as uow:
            uow.put_edition(an_edition(title="Another title"))

    with pytest.raises(UnavailableError):
        change()
    with pytest.raises(UnavailableError) as caught, database.unit_of_work() as uow:
        uow.commit()

    assert caught.value.code == "E-READ-ONLY"
    database.close()
    assert path.read_bytes() == before


def test_two_may_read_the_same_backup_at_once(tmp_path: Path) -> None:
    path = closed_edition(tmp_path)

    with a_busy_program(path, "BEGIN; SELECT count(*) FROM edition"):
        store_in(tmp_path).open_place(str(path), read_only=True).close()


def test_a_store_for_reading_makes_nothing(tmp_path: Path) -> None:
    store = SqlStore(DataFolder(tmp_path), StandingClock(), read_only=True)

    with pytest.raises(UnavailableError) as caught:
        store.create_edition(EDITION)

    assert caught.value.code == "E-READ-ONLY"
    assert list(tmp_path.iterdir()) == []


def test_a_closed_database_gives_no_more_transactions(tmp_path: Path) -> None:
    database = filled_edition(store_in(tmp_path))
    database.close()
    database.close()

    with pytest.raises(RuntimeError, match="closed"):
        database.unit_of_work()


def test_references_are_checked_when_a_block_is_committed(tmp_path: Path) -> None:
    from sqlalchemy.exc import IntegrityError

    database = store_in(tmp_path).create_edition(EDITION)
    fill(database)

    def remove_the_category() -> None:
        with database.unit_of_work() as uow:
            uow.categories.remove(uow.categories.all()[0].id)
            uow.commit()

    with pytest.raises(IntegrityError):  # a bug of the caller, not something to tell the user
        remove_the_category()
    with database.unit_of_work() as uow:
        assert len(uow.categories.all()) == 1
    database.close()


def test_an_error_of_the_database_shows_no_marks_and_no_names(tmp_path: Path) -> None:
    database = filled_edition(store_in(tmp_path))
    with (
        database.engine.connect() as connection,
        pytest.raises(DBAPIError) as failed,
    ):
        connection.execute(text("SELECT * FROM nowhere WHERE a = :a"), {"a": "secret name"})

    assert "nowhere" in str(failed.value)
    assert "secret name" not in str(failed.value)
