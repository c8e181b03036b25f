from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from juryapp.base.errors import FileFormatError, RuleError, UnavailableError, UsageError
from juryapp.base.paths import DataFolder
from juryapp.domain.award import Round, RoundState
from juryapp.domain.ids import EditionId, JurorId, NomineeId
from juryapp.domain.jury import Juror
from juryapp.storage import checks
from juryapp.storage.database import SqlDatabase
from juryapp.storage.store import SqlStore
from storage_examples import (
    AT,
    EDITION,
    ROUND,
    StandingClock,
    a_desk,
    an_edition,
    closed_edition,
    file_hash,
    filled_edition,
    give,
    key,
    log,
    rows,
    said,
    store_in,
    titles,
)

SECRET = "Between us: I was bribed with waffles"


def a_filled_desk(store: SqlStore) -> SqlDatabase:
    database = store.desk(EDITION, JurorId("KARI"))
    with database.unit_of_work() as uow:
        uow.put_edition(an_edition())
        uow.jurors.put(Juror(id=JurorId("KARI"), number=1, name="Kari Nordmann"))
        uow.rounds.put(
            Round(
                id=ROUND,
                number=1,
                state=RoundState.OPEN,
                ballot="b" * 64,
                rules="c" * 64,
                order_seed="",
                opened=AT,
            )
        )
        uow.journal.begin("DESK", "0" * 64)
        uow.put_desk(a_desk())
        uow.put_private_note(NomineeId("ASH"), SECRET)
        log(uow, "package.opened")
        uow.commit()
    return database


# ----------------------------------------------------------------------- lists


def test_the_newest_edition_comes_first(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    for id_, year in (("A", 2024), ("B", 2026), ("C", 2025)):
        database = filled_edition(store, id_)
        with database.unit_of_work() as uow:
            uow.put_edition(replace(uow.edition(), year=year))
            uow.commit()
        database.close()

    assert [line.id for line in store.editions()] == ["B", "C", "A"]


def test_an_empty_data_folder_has_no_editions_and_no_desks(tmp_path: Path) -> None:
    store = store_in(tmp_path / "none")

    assert store.editions() == []
    assert store.desks() == []
    assert store.backups(EDITION) == []
    assert not (tmp_path / "none").exists()


def test_an_edition_that_is_there_is_not_made_again(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    filled_edition(store).close()

    with pytest.raises(RuleError) as caught:
        store.create_edition(EDITION)

    assert caught.value.code == "E-EXISTS"


@pytest.mark.parametrize("name", ["NOTHING", "../editions/ED-1", "", "ed-1"])
def test_an_unknown_edition_is_a_wrong_use(tmp_path: Path, name: str) -> None:
    closed_edition(tmp_path)

    with pytest.raises(UsageError) as caught:
        store_in(tmp_path).open_edition(name)

    assert caught.value.code == "E-UNKNOWN"


def test_a_place_stands_for_the_data_folders_editions(tmp_path: Path) -> None:
    path = closed_edition(tmp_path / "elsewhere")
    store = SqlStore(DataFolder(tmp_path / "data"), StandingClock(), place=str(path))

    assert titles(store.editions()) == ["The prize 2026"]
    store.open_edition(EDITION).close()
    with pytest.raises(UsageError):
        store.open_edition("ANOTHER")
    with pytest.raises(RuleError):
        store.create_edition(EditionId("ANOTHER"))


def test_an_edition_is_made_at_the_place_that_was_named(tmp_path: Path) -> None:
    path = tmp_path / "stick" / "prize.jurydb"
    store = SqlStore(DataFolder(tmp_path / "data"), StandingClock(), place=str(path))
    assert store.editions() == []

    database = store.create_edition(EDITION)
    database.close()
    store.open_edition(EDITION).close()  # not set up yet: it will become this edition

    assert path.exists()
    assert not (tmp_path / "data").exists()


def test_a_desk_is_made_once_and_found_again(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    a_filled_desk(store).close()

    database = store.desk(EDITION, JurorId("KARI"))

    with database.unit_of_work() as uow:
        assert uow.private_note(NomineeId("ASH")) == SECRET
    (line,) = store.desks()
    assert (line.edition, line.juror, line.juror_name) == (EDITION, "KARI", "Kari Nordmann")
    assert (line.title, line.handed_in, line.problem) == ("The prize 2026", True, "")
    database.close()


def test_ids_with_hyphens_do_not_open_another_jurors_desk(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    a_filled_desk(store).close()

    with pytest.raises(RuleError) as caught:
        store.desk(EditionId("ED"), JurorId("1-KARI"))

    assert caught.value.code == "E-JUROR"
    store.desk(EDITION, JurorId("KARI")).close()  # and it was closed again


def test_a_desk_without_a_package_is_a_line_with_a_problem(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.desk(EDITION, JurorId("KARI")).close()

    (line,) = store.desks()

    assert line.problem.startswith("Never set up")


def test_what_a_crash_left_is_swept_away_after_an_hour(tmp_path: Path) -> None:
    path = closed_edition(tmp_path)
    clock = StandingClock()
    old, new = path.with_name(".juryapp-old.tmp"), path.with_name(".juryapp-new.tmp")
    for left, age in ((old, timedelta(hours=2)), (new, timedelta(minutes=5))):
        left.write_bytes(b"left over")
        moment = (clock.now() - age).timestamp()
        os.utime(left, (moment, moment))

    store_in(tmp_path, clock).open_edition(EDITION).close()

    assert not old.exists()
    assert new.exists()


# --------------------------------------------------------------------- backups


def test_a_backup_put_back_is_the_edition_again(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    database = filled_edition(store)
    give(database, said(key(), 1, 7), said(key(), 1, 8), file=file_hash("a"))
    backup = store.back_up(database, EDITION, "import")
    with database.unit_of_work() as uow:
        expected = (uow.marks.current(key().round), uow.journal.all(), uow.files.all())
    database.close()
    elsewhere = store_in(tmp_path / "another machine")

    assert elsewhere.restore(backup) == EDITION

    database = elsewhere.open_edition(EDITION)
    with database.unit_of_work() as uow:
        found = (uow.marks.current(key().round), uow.journal.all(), uow.files.all())
    database.close()
    assert found == expected


def test_a_backup_says_when_and_why_and_is_compact(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    database = filled_edition(store)

    backup = store.back_up(database, EDITION, "import")
    again = store.back_up(database, EDITION, "Closing!")
    database.close()

    assert backup == tmp_path / "backups" / EDITION / "20261112T130207Z-import.jurydb"
    assert again.name == "20261112T130207Z-closing.jurydb"
    assert rows(backup, "PRAGMA freelist_count") == [(0,)]
    assert sorted(path.name for path in backup.parent.iterdir()) == [again.name, backup.name]


def test_backups_of_one_second_stand_side_by_side(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    database = filled_edition(store)

    made = [store.back_up(database, EDITION, "import") for _ in range(3)]
    database.close()

    assert len(set(made)) == 3
    assert store.backups(EDITION) == made[::-1]


def test_the_newest_24_and_one_a_day_for_30_days_are_kept(tmp_path: Path) -> None:
    clock = StandingClock()
    store = store_in(tmp_path, clock)
    database = filled_edition(store)
    for _ in range(50):
        store.back_up(database, EDITION, "import")
        clock.move(timedelta(hours=18))
    database.close()

    kept = store.backups(EDITION)
    days = [path.name[:8] for path in kept]

    assert len(kept) == 24 + 13
    assert len(set(days[24:])) == len(days[24:])
    assert days == sorted(days, reverse=True)


def test_no_backup_of_an_edition_ever_holds_a_private_note(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    database = filled_edition(store)
    with database.unit_of_work() as uow:
        uow.put_private_note(NomineeId("ASH"), SECRET)
        uow.commit()

    backup = store.back_up(database, EDITION, "import")
    target = tmp_path / "by hand.jurydb"
    database.backup(target)

    for copy in (backup, target):
        assert SECRET.encode() not in copy.read_bytes()
        assert rows(copy, "SELECT count(*) FROM private_note") == [(0,)]
    with database.unit_of_work() as uow:
        assert uow.private_note(NomineeId("ASH")) == SECRET
    database.close()


def test_a_desks_backup_keeps_the_notes_and_never_lies_among_the_editions(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    database = a_filled_desk(store)

    backup = store.back_up(database, EDITION, "handin")
    database.close()

    assert rows(backup, "SELECT wording FROM private_note") == [(SECRET,)]
    assert store.backups(EDITION) == []
    with pytest.raises(FileFormatError) as caught:
        store.restore(backup)
    assert caught.value.code == "E-DESK"


def test_a_backup_never_takes_the_place_of_an_edition_that_is_whole(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    database = filled_edition(store)
    backup = store.back_up(database, EDITION, "import")

    with pytest.raises(RuleError) as open_here:
        store.restore(backup)
    database.close()
    with pytest.raises(RuleError) as closed:
        store.restore(backup)

    assert open_here.value.code == closed.value.code == "E-EXISTS"
    assert [path.name for path in (tmp_path / "editions").iterdir()] == [f"{EDITION}.jurydb"]


def test_a_backup_takes_the_place_of_an_older_file_of_the_same_name(tmp_path: Path) -> None:
    database = filled_edition(store_in(tmp_path))
    target = tmp_path / "prize.jurydb"
    target.write_bytes(b"old")

    database.backup(target)
    database.close()

    assert rows(target, "SELECT title FROM edition") == [("The prize 2026",)]


def test_a_copy_that_differs_is_not_called_a_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_in(tmp_path)
    database = filled_edition(store)
    counted = iter([{"mark_statement": 1}, {"mark_statement": 0}])
    monkeypatch.setattr(checks, "counts", lambda _connection: next(counted))

    with pytest.raises(UnavailableError) as caught:
        store.back_up(database, EDITION, "import")
    database.close()

    assert caught.value.code == "E-COPY"
    assert list((tmp_path / "backups" / EDITION).iterdir()) == []


def test_a_backup_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_in(tmp_path)
    database = filled_edition(store)
    (tmp_path / "backups").write_text("a file where the folder should be", encoding="utf-8")

    with pytest.raises(UnavailableError):
        store.back_up(database, EDITION, "import")

    give(database, said(key(), 1, 7))  # the edition goes on
    database.close()


def test_a_backup_of_an_edition_with_an_open_transaction_is_a_bug(tmp_path: Path) -> None:
    database = filled_edition(store_in(tmp_path))

    with database.unit_of_work(), pytest.raises(RuntimeError, match="inside another"):
        database.backup(tmp_path / "copy.jurydb")
    database.close()
