"""A database of the first version of the program, met by this one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from first_version import take_back
from juryapp.application.edition.contents import read_contents
from juryapp.application.edition.editions import open_edition
from juryapp.application.log.check import check_log
from juryapp.application.ports.contents import EditionContents
from juryapp.base.errors import FileFormatError
from juryapp.storage import schema
from prepared_award import Award, award_at
from storage_examples import rows

VERSION = "PRAGMA user_version"


@pytest.fixture
def award() -> Iterator[Award]:
    with award_at("merged") as award:
        yield award


def contents_of(award: Award) -> EditionContents:
    session = open_edition(award.session.services)
    try:
        with session.reading() as uow:
            return read_contents(uow)
    finally:
        session.close()


def test_a_first_version_is_backed_up_then_brought_up_to_date_and_whole(award: Award) -> None:
    award.session.close()
    before = contents_of(award)
    path = award.folder / "secretariat" / "editions" / "FJORD-2026.jurydb"
    take_back(path)
    assert rows(path, VERSION) == [(1,)]

    after = contents_of(award)

    assert rows(path, VERSION) == [(schema.LATEST,)]
    for name in (
        "edition",
        "nominees",
        "jurors",
        "rounds",
        "marks",
        "declarations",
        "files",
        "keys",
    ):
        assert getattr(after, name) == getattr(before, name)
    assert after.chains == before.chains
    assert (after.merges, after.anchors, after.held) == (
        (),
        (),
        (),
    )  # not kept by the first version
    [backup] = (award.folder / "secretariat" / "backups" / "FJORD-2026").glob("*-migration.jurydb")
    assert rows(backup, VERSION) == [(1,)]
    with closing(sqlite3.connect(path)) as now, closing(sqlite3.connect(backup)) as then:
        query = "SELECT * FROM mark_statement ORDER BY id"
        assert then.execute(query).fetchall() == now.execute(query).fetchall()
        assert then.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    session = open_edition(award.session.services)
    assert check_log(session).sound
    session.close()


def test_a_first_version_that_may_only_be_read_is_left_as_it_is(award: Award) -> None:
    award.session.close()
    path = award.folder / "secretariat" / "editions" / "FJORD-2026.jurydb"
    take_back(path)
    before = path.read_bytes()

    with pytest.raises(FileFormatError) as caught:
        open_edition(award.session.services, read_only=True)

    assert caught.value.code == "E-OLDER"
    assert path.read_bytes() == before


def test_a_first_version_with_a_part_of_its_own_is_not_brought_up_to_date(award: Award) -> None:
    award.session.close()
    path: Path = award.folder / "secretariat" / "editions" / "FJORD-2026.jurydb"
    take_back(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIEW friendly AS SELECT * FROM mark_statement")
        connection.commit()

    with pytest.raises(FileFormatError) as caught:
        open_edition(award.session.services)

    assert caught.value.code == "E-DB-SCHEMA"
    assert rows(path, VERSION) == [(1,)]
