"""Attachments on their way: from the secretariat into the package, and from there to the juror's desk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from attached_award import Steps, code_of, equipped, nominee_of, opened, reopened, states
from attachment_examples import SMALL, attach_all, png
from desk_examples import JUROR, SmallAward, small_award
from juryapp.application.desk.attachments import (
    attachment_bytes,
    desk_attachments,
)
from juryapp.application.desk.contents import desk_contents
from juryapp.application.desk.copying import copy_attachments, is_all_here
from juryapp.application.desk.saying import declare
from juryapp.application.edition import attachments as kept
from juryapp.application.impartiality.ruling import rule
from juryapp.application.naming import find_juror
from juryapp.base.errors import Cancelled, UnavailableError
from juryapp.domain.ids import NomineeId
from juryapp.domain.packages import PackageKind
from juryapp.domain.statements import Answer


@pytest.fixture
def award(tmp_path: Path) -> Iterator[SmallAward]:
    made = small_award(tmp_path / "office")
    yield made
    made.close()


# ---- at the desk


def test_every_file_is_listed_readable_at_once_and_then_copied(
    award: SmallAward, tmp_path: Path
) -> None:
    sent = equipped(award, tmp_path / "in")
    desk = opened(award.package(), tmp_path / "juror")
    fjordby = nominee_of(desk, "Fjordby")

    listed = desk_attachments(desk)
    assert list(listed) == [fjordby]
    assert [found.attachment for found in listed[fjordby]] == sent
    assert states(desk) == {"coming"}
    before = {a.name: attachment_bytes(desk, a.sha256) for a in sent}

    done = copy_attachments(desk)

    assert (done.files, done.damaged) == (len(SMALL), ())
    assert states(desk) == {"here"}
    assert is_all_here(desk)
    assert {a.name: attachment_bytes(desk, a.sha256) for a in sent} == before == SMALL
    desk.close()


def test_the_package_may_be_away_once_everything_is_copied(
    award: SmallAward, tmp_path: Path
) -> None:
    sent = equipped(award, tmp_path / "in")
    package = award.package()
    desk = opened(package, tmp_path / "juror")
    package.unlink()
    assert states(desk) == {"away"}
    assert code_of(desk, sent[0]) == "E-AWAY"
    with pytest.raises(UnavailableError):
        copy_attachments(desk)
    desk.close()

    shutil.copy(award.package(), tmp_path / "again.jurypack")
    again = opened(tmp_path / "again.jurypack", tmp_path / "juror")
    copy_attachments(again)
    (tmp_path / "again.jurypack").unlink()

    assert states(again) == {"here"}
    assert copy_attachments(again).files == 0
    again.close()


def test_another_package_in_the_same_place_is_not_read(award: SmallAward, tmp_path: Path) -> None:
    sent = equipped(award, tmp_path / "in")
    package = Path(shutil.copy(award.package(), tmp_path / "a.jurypack"))
    desk = opened(package, tmp_path / "juror")
    shutil.copy(award.package(juror="Astrid Åsen"), tmp_path / "a.jurypack")

    assert code_of(desk, sent[0]) == "E-AWAY"
    desk.close()


def test_copying_can_be_stopped_and_goes_on(
    award: SmallAward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "PIECE", 8)
    equipped(award, tmp_path / "in")
    package = award.package()
    desk = opened(package, tmp_path / "juror")
    steps = Steps(cancel_at=20)
    with pytest.raises(Cancelled):
        copy_attachments(desk, steps)
    assert not is_all_here(desk)
    desk.close()

    desk = reopened(tmp_path / "juror")
    goes_on = Steps()
    copy_attachments(desk, goes_on)

    assert is_all_here(desk)
    assert goes_on.told[0][0] == 0
    assert goes_on.told[-1][0] == goes_on.told[-1][1] <= sum(map(len, SMALL.values()))
    desk.close()


def test_a_program_that_was_killed_between_two_pieces_goes_on_with_that_file(
    award: SmallAward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "PIECE", 8)
    (sent, *_) = equipped(award, tmp_path / "in")
    desk = opened(award.package(), tmp_path / "juror")
    with desk.writing() as uow:  # what an earlier start left, half-way, of another spelling even
        uow.attachments.add_piece(sent.sha256, 0, b"????????")
        uow.attachments.add_piece(sent.sha256, 1, b"????????")
    desk.close()

    desk = reopened(tmp_path / "juror")
    copy_attachments(desk)

    assert attachment_bytes(desk, sent.sha256) == SMALL[sent.name]
    desk.close()


def test_the_files_of_the_nominee_on_the_screen_come_first(
    award: SmallAward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = award.workplace.session
    for n, name in enumerate(("Fjordby", "Elvestad")):
        folder = tmp_path / name
        attach_all(session, nominee_of(session, name), folder, {f"{n}.png": png(4 + n)})
    desk = opened(award.package(), tmp_path / "juror")
    order = [n for n in desk_contents(desk).papers if n in desk_attachments(desk)]
    came: list[set[NomineeId]] = []

    def wanted() -> NomineeId:
        came.append({n for n, found in desk_attachments(desk).items() if found[0].state == "here"})
        return order[-1]

    copy_attachments(desk, wanted=wanted)

    assert came == [set(), {order[-1]}]
    desk.close()


# ---- whose papers may be seen


def test_nothing_is_given_out_before_the_question_is_answered(
    award: SmallAward, tmp_path: Path
) -> None:
    sent = equipped(award, tmp_path / "in")
    desk = opened(award.package(), tmp_path / "juror", answered=False)
    copy_attachments(desk)

    assert desk_attachments(desk) == {}
    assert code_of(desk, sent[0]) == "E-DECLARE"
    declare(desk, sent[0].nominee, Answer.NOTHING)
    assert attachment_bytes(desk, sent[0].sha256) == SMALL[sent[0].name]
    desk.close()


def test_the_papers_of_a_nominee_one_stands_down_for_never_open(
    award: SmallAward, tmp_path: Path
) -> None:
    sent = equipped(award, tmp_path / "in")
    desk = opened(award.package(), tmp_path / "juror")
    copy_attachments(desk)

    declare(desk, sent[0].nominee, Answer.RECUSED)

    assert desk_attachments(desk) == {}
    assert code_of(desk, sent[0]) == "E-RECUSED"
    desk.close()


def test_a_file_that_belongs_to_two_opens_for_the_one_that_may_be_seen(
    award: SmallAward, tmp_path: Path
) -> None:
    sent = equipped(award, tmp_path / "in")
    equipped(award, tmp_path / "in", "Elvestad")
    desk = opened(award.package(), tmp_path / "juror")
    declare(desk, sent[0].nominee, Answer.RECUSED)

    assert list(desk_attachments(desk)) == [nominee_of(desk, "Elvestad")]
    assert attachment_bytes(desk, sent[0].sha256) == SMALL[sent[0].name]
    desk.close()


def test_a_package_holds_nothing_of_those_whom_its_juror_stands_down_for(
    award: SmallAward, tmp_path: Path
) -> None:
    session = award.workplace.session
    sent = equipped(award, tmp_path / "in")
    with session.reading() as uow:
        bjarne = find_juror(uow.jurors.all(), JUROR).id
    rule(session, bjarne, sent[0].nominee, recused=True, ground="Sitter i styret")
    package = award.package()

    desk = opened(package, tmp_path / "juror")

    assert desk_attachments(desk) == {}
    for data in SMALL.values():
        assert data not in package.read_bytes()
    desk.close()


def test_a_package_of_the_first_week_holds_no_material(award: SmallAward, tmp_path: Path) -> None:
    equipped(award, tmp_path / "in")
    package = award.package(PackageKind.DECLARE)

    desk = opened(package, tmp_path / "juror", answered=False)

    assert is_all_here(desk)
    assert not any(data in package.read_bytes() for data in SMALL.values())
    desk.close()


def test_a_file_of_several_nominees_lies_in_a_package_once(
    award: SmallAward, tmp_path: Path
) -> None:
    equipped(award, tmp_path / "in")
    equipped(award, tmp_path / "in", "Elvestad")
    package = award.package()

    assert package.read_bytes().count(SMALL["Torget.png"]) == 1
    desk = opened(package, tmp_path / "juror")
    assert {len(found) for found in desk_attachments(desk).values()} == {len(SMALL)}
    assert copy_attachments(desk).files == len(SMALL)
    desk.close()
