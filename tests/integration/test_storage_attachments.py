"""Attachments, ballots on paper and where files came from, as the database keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from juryapp.application.ports import DeskMemory
from juryapp.domain.attachments import Attachment, Media
from juryapp.domain.ids import JurorId, NomineeId, RoundId
from juryapp.domain.packages import FileOrigin, Origin
from juryapp.domain.paper import PaperBallot, PaperVerdict
from juryapp.storage.unit_of_work import SqlUnitOfWork
from storage_examples import file_hash, filled_edition, received, store_in

ASH, BIRCH = NomineeId("ASH"), NomineeId("BIRCH")
PLAN, PHOTO = "a" * 64, "b" * 64


@pytest.fixture
def uow(tmp_path: Path) -> Iterator[SqlUnitOfWork]:
    database = filled_edition(store_in(tmp_path))
    with database.unit_of_work() as opened:
        yield opened
    database.close()


def attached(nominee: NomineeId, sha256: str, order: int = 0) -> Attachment:
    return Attachment(
        nominee=nominee,
        sha256=sha256,
        name="Næringsplan.pdf",
        media=Media.PDF,
        size=5,
        order=order,
    )


def test_attachments_come_by_nominee_in_their_order(uow: SqlUnitOfWork) -> None:
    plan, photo, same = attached(ASH, PLAN, 2), attached(ASH, PHOTO, 1), attached(BIRCH, PLAN)

    uow.attachments.put(same, plan, photo)

    assert uow.attachments.all() == [photo, plan, same]


def test_a_file_is_stored_only_when_all_its_pieces_are_said_to_be_there(uow: SqlUnitOfWork) -> None:
    uow.attachments.put(attached(ASH, PLAN))
    uow.attachments.add_piece(PLAN, 0, b"abc")
    uow.attachments.add_piece(PLAN, 1, b"de")

    assert uow.attachments.stored() == frozenset()
    assert list(uow.attachments.pieces(PLAN)) == []

    uow.attachments.finish(PLAN, 2)

    assert uow.attachments.stored() == {PLAN}
    assert list(uow.attachments.pieces(PLAN)) == [b"abc", b"de"]


def test_bytes_stay_while_a_nominee_has_the_file_and_go_with_the_last(uow: SqlUnitOfWork) -> None:
    uow.attachments.put(attached(ASH, PLAN), attached(BIRCH, PLAN))
    uow.attachments.add_piece(PLAN, 0, b"abcde")
    uow.attachments.finish(PLAN, 1)
    uow.attachments.add_piece(PHOTO, 0, b"left half-way")

    uow.attachments.remove(ASH, PLAN)
    uow.attachments.drop_unused()
    assert uow.attachments.stored() == {PLAN}
    assert count_of(uow, "attachment_piece") == 1

    uow.attachments.remove(BIRCH, PLAN)
    uow.attachments.drop_unused()
    assert uow.attachments.stored() == frozenset()
    assert count_of(uow, "attachment_piece") == 0


def count_of(uow: SqlUnitOfWork, table: str) -> int:
    found = uow.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
    return int(found)


def test_a_ballot_on_paper_and_its_verdict_are_kept_with_every_field(uow: SqlUnitOfWork) -> None:
    ballot = PaperBallot(
        n=1, round=RoundId("R-1"), juror=JurorId("KARI"), document="{}", by="Ida", at="now"
    )
    verdict = PaperVerdict(n=1, ballot=1, confirmed=False, reason="A 7 is a 1", by="Per", at="now")

    uow.paper_ballots.add(ballot)
    uow.paper_verdicts.add(verdict)

    assert uow.paper_ballots.all() == [ballot]
    assert uow.paper_verdicts.all() == [verdict]


def test_the_origin_of_a_file_is_said_once(uow: SqlUnitOfWork) -> None:
    sha256 = file_hash("0")
    uow.files.put(received(sha256), b"sealed", b"opened")
    first = FileOrigin(sha256=sha256, origin=Origin.PAPER, by="Ida", confirmed_by="Per")

    uow.files.put_origin(first)
    uow.files.put_origin(FileOrigin(sha256=sha256, origin=Origin.WORKBOOK, by="Nobody"))

    assert uow.files.origins() == {sha256: first}


def test_a_desk_remembers_where_the_last_file_was_saved(uow: SqlUnitOfWork) -> None:
    assert uow.desk_memory() == DeskMemory()

    uow.put_desk_memory(DeskMemory(saved_to="/somewhere/a.juryscore", news="[]"))

    assert uow.desk_memory().saved_to == "/somewhere/a.juryscore"


def test_an_edition_that_lost_power_in_a_transaction_is_listed_as_it_was_before(
    tmp_path: Path,
) -> None:
    database = filled_edition(store_in(tmp_path / "here"))
    place = Path(database.place)
    left = tmp_path / "left" / "editions"
    left.mkdir(parents=True)
    with database.unit_of_work() as uow:
        for n in range(64):  # more than SQLite keeps in memory: the file itself is written to
            uow.attachments.add_piece(PLAN, n, bytes([n]) * (1 << 20))
        journal = place.with_name(f"{place.name}-journal")
        for part in (place, journal):  # what a power loss leaves
            (left / part.name).write_bytes(part.read_bytes())
    database.close()

    (line,) = store_in(tmp_path / "left").editions()

    assert line.problem == ""
    opened = store_in(tmp_path / "left").open_edition(line.id)
    with opened.unit_of_work() as uow:
        assert uow.attachments.stored() == frozenset()
    opened.close()
