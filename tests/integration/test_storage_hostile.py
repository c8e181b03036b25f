"""Files that are no editions, or no longer, or tampered with: each is refused by its own code.

The cases are those of the project's collection of hostile files (kind "backup"), made anew against the
real structure, so that only what the case is about is wrong with each.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from hostile_databases import (
    another_program,
    chain_edit,
    chain_gap,
    chain_tail_cut,
    corrupt_page,
    empty,
    foreign_trigger,
    lost_trigger,
    newer,
    not_sqlite,
    reference_to_nothing,
    too_short,
    truncated,
    truncated_to_its_header,
    view_edit,
    view_instead_of_table,
    weaker_table,
)
from juryapp.base.errors import BusyError, FileFormatError, UnavailableError, UserError
from juryapp.base.i18n import fill, texts_in
from juryapp.cli.main import main
from storage_examples import (
    EDITION,
    closed_edition,
    file_hash,
    give,
    key,
    said,
    store_in,
)

ANYWHERE = [
    (not_sqlite, "E-DB-HEADER"),
    (too_short, "E-DB-HEADER"),
    (empty, "E-DB-HEADER"),
    (another_program, "E-DB-APPID"),
    (newer, "E-VERSION"),
    (corrupt_page, "E-DB-CORRUPT"),
    (truncated, "E-DB-CORRUPT"),
    (truncated_to_its_header, "E-DB-CORRUPT"),
    (foreign_trigger, "E-DB-SCHEMA"),
    (lost_trigger, "E-DB-SCHEMA"),
    (view_instead_of_table, "E-DB-SCHEMA"),
    (weaker_table, "E-DB-SCHEMA"),
    (chain_edit, "E-CHAIN"),
    (chain_gap, "E-CHAIN"),
]
ONLY_IN_A_BACKUP = [(view_edit, "E-DB-VIEW"), (reference_to_nothing, "E-DB-CORRUPT")]
Spoil = Callable[[Path], None]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return closed_edition(tmp_path_factory.mktemp("sound"))


def spoilt(sound: Path, spoil: Spoil, folder: Path) -> Path:
    folder.mkdir(parents=True)
    path = folder / f"{EDITION}.jurydb"
    shutil.copyfile(sound, path)
    spoil(path)
    return path


def says_what_to_do(error: UserError) -> bool:
    """Return whether the sentence can be filled in and ends like one."""
    return fill(texts_in("en"), error.template, error.params).endswith(".")


@pytest.mark.parametrize(("spoil", "code"), ANYWHERE)
def test_a_spoilt_file_is_not_opened_and_left_as_it_is(
    sound: Path, spoil: Spoil, code: str, tmp_path: Path
) -> None:
    path = spoilt(sound, spoil, tmp_path / "editions")
    before = path.read_bytes()

    with pytest.raises(FileFormatError) as caught:
        store_in(tmp_path).open_edition(EDITION)

    assert caught.value.code == code
    assert caught.value.file == f"{EDITION}.jurydb"
    assert says_what_to_do(caught.value)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(("spoil", "code"), ANYWHERE + ONLY_IN_A_BACKUP)
def test_a_spoilt_backup_is_not_put_back_and_leaves_nothing(
    sound: Path, spoil: Spoil, code: str, tmp_path: Path
) -> None:
    backup = spoilt(sound, spoil, tmp_path / "stick")
    before = backup.read_bytes()

    with pytest.raises(FileFormatError) as caught:
        store_in(tmp_path / "data").restore(backup)

    assert caught.value.code == code
    assert caught.value.file == backup.name
    assert says_what_to_do(caught.value)
    assert backup.read_bytes() == before
    assert list((tmp_path / "data" / "editions").iterdir()) == []


@pytest.mark.parametrize(("spoil", "code"), ANYWHERE)
def test_a_spoilt_file_is_a_line_with_a_problem_in_the_list(
    sound: Path, spoil: Spoil, code: str, tmp_path: Path
) -> None:
    spoilt(sound, spoil, tmp_path / "editions")

    (line,) = store_in(tmp_path).editions()

    assert line.id == EDITION
    noticed = spoil is not corrupt_page and code != "E-CHAIN"  # else when the edition is opened
    assert bool(line.problem) == noticed
    assert "{" not in line.problem


def test_the_cut_tail_of_a_log_shows_only_by_an_anchor_outside(sound: Path, tmp_path: Path) -> None:
    backup = spoilt(sound, chain_tail_cut, tmp_path / "stick")

    assert store_in(tmp_path / "data").restore(backup) == EDITION


def test_the_entry_that_does_not_follow_is_named(sound: Path, tmp_path: Path) -> None:
    spoilt(sound, chain_gap, tmp_path / "editions")

    with pytest.raises(FileFormatError, match="entry 2 does not follow"):
        store_in(tmp_path).open_edition(EDITION)


def test_a_broken_log_can_be_looked_at(sound: Path, tmp_path: Path) -> None:
    spoilt(sound, chain_edit, tmp_path / "editions")

    database = store_in(tmp_path).open_edition(EDITION, read_only=True)

    with database.unit_of_work() as uow:
        assert len(uow.journal.all()) == 4
    database.close()


def test_the_foreign_parts_are_named(sound: Path, tmp_path: Path) -> None:
    spoilt(sound, foreign_trigger, tmp_path / "editions")

    with pytest.raises(FileFormatError, match=r"\(trigger t\)"):
        store_in(tmp_path).open_edition(EDITION)


def test_a_damaged_edition_names_its_newest_backup_and_makes_room_for_it(
    sound: Path, tmp_path: Path
) -> None:
    store = store_in(tmp_path)
    path = spoilt(sound, lambda _path: None, tmp_path / "editions")
    database = store.open_edition(EDITION)
    backup = store.back_up(database, EDITION, "closing")
    database.close()
    corrupt_page(path)
    damaged = path.read_bytes()

    with pytest.raises(FileFormatError, match=backup.name):
        store.open_edition(EDITION)
    assert store.restore(backup) == EDITION

    store.open_edition(EDITION).close()
    (aside,) = path.parent.glob("*.damaged-*")
    assert aside.read_bytes() == damaged
    assert len(store.editions()) == 1


def test_a_header_that_a_crash_left_half_written_is_mended_first(
    sound: Path, tmp_path: Path
) -> None:
    """A journal beside the file means that SQLite has something to undo before anything is read."""
    path = spoilt(sound, lambda _path: None, tmp_path / "editions")
    give_up_in_the_middle(path)

    database = store_in(tmp_path).open_edition(EDITION)

    with database.unit_of_work() as uow:
        assert uow.edition().title == "The prize 2026"
        assert uow.marks.last_revision(key()) == 1
    database.close()


def give_up_in_the_middle(path: Path) -> None:
    """Leave the file as a crash does: pages written, the journal not yet gone."""
    copy, journal = path.with_suffix(".crashed"), path.with_name(f"{path.name}-journal")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")  # pages spill into the file before the commit
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("PRAGMA user_version = 77")
        for n in range(400):
            connection.execute(
                "INSERT INTO category VALUES (?, ?, 0, '', 1, 1)", (f"C{n}", "x" * 2000)
            )
        shutil.copyfile(path, copy)
        crashed_journal = journal.read_bytes()
        connection.execute("ROLLBACK")
    copy.replace(path)
    journal.write_bytes(crashed_journal)


def test_a_backup_that_is_open_is_busy(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    path = closed_edition(tmp_path / "other")
    database = store.open_place(str(path))

    with pytest.raises(BusyError):
        store.restore(path)
    database.close()


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    store = store_in(tmp_path)

    for attempt in (store.restore, lambda path: store.open_place(str(path))):
        with pytest.raises(FileFormatError) as caught:
            attempt(tmp_path / "nothing.jurydb")
        assert caught.value.code == "E-NOT-FOUND"


def test_a_folder_that_cannot_be_read_is_the_machines_trouble(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = spoilt(sound, lambda _path: None, tmp_path / "editions")

    def refuse(*_arguments: object, **_more: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnavailableError) as caught:
        store_in(tmp_path).open_place(str(path))

    assert caught.value.code == "E-RIGHTS"


def test_an_edition_that_was_never_set_up_is_a_line_with_a_problem(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    database = store.create_edition(EDITION)
    (line,) = store.editions()
    database.close()

    assert line.problem.startswith("Never set up")
    with pytest.raises(FileFormatError) as caught:
        store_in(tmp_path / "other").restore(Path(database.place))
    assert caught.value.code == "E-DB-EMPTY"


def test_files_are_still_there_when_a_spoilt_neighbour_is_listed(
    sound: Path, tmp_path: Path
) -> None:
    path = spoilt(sound, truncated, tmp_path / "editions")
    path.rename(path.with_name("SPOILT.jurydb"))
    shutil.copyfile(sound, path.with_name("ED-1 copy.jurydb"))
    shutil.copyfile(sound, path)
    store = store_in(tmp_path)

    assert {line.id: line.problem.partition(":")[0] for line in store.editions()} == {
        "ED-1": "",
        "ED-1 copy": "A copy of an edition under another name",
        "SPOILT": "Damaged",
    }
    database = store.open_edition(EDITION)
    give(database, said(key(), 2, 9), file=file_hash("a"))
    database.close()


def test_the_check_of_the_log_says_where_it_breaks(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoilt(sound, chain_gap, tmp_path / "editions")

    code = main(["--data", str(tmp_path), "--json", "log", "check"])

    answer = json.loads(capsys.readouterr().out)
    assert code == 1  # not 2: the command is there to say so
    assert (answer["integrity"]["whole"], answer["integrity"]["broken_at"]) == (False, 2)
