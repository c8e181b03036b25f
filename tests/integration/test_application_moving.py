"""A juror goes on on another machine: everything comes along, and the secretariat need not be asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from juryapp.application.desk.ballots import fill_in
from juryapp.application.desk.contents import keep_private_note
from juryapp.application.desk.handing_in import hand_in, reopen_sheet
from juryapp.application.desk.moving import MovedDesk, move_out, take_move, use_again
from juryapp.application.desk.opening import open_desk, open_package
from juryapp.application.desk.saying import record_mark
from juryapp.application.desk.view import desk_info, own_sheet
from juryapp.application.keys.juror_keys import close_key, confirm_key, juror_keys
from juryapp.application.merge.merging import FileStatus, MergePlan, merge, preview_merge
from juryapp.application.session import Session
from juryapp.base.errors import FileFormatError, RuleError, UnavailableError
from juryapp.domain.ids import EditionId, JurorId
from juryapp.domain.packages import Confirmation
from juryapp.domain.statements import mark
from juryapp.exchange.handovers import given, taken
from juryapp.exchange.keys import SigningKey
from workplace import Workplace, ballot, fjordby, services_in

JUROR = "astrid"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    made = fjordby(tmp_path)
    yield made
    made.session.close()


@pytest.fixture
def desk(place: Workplace) -> Iterator[Session]:
    """The juror's desk on the first machine, half filled in."""
    opened = place.desk(place.packages()[0])
    fill_in(opened, ballot(JUROR))
    yield opened
    opened.close()


def arrived(place: Workplace, moved: MovedDesk, machine: str = "second") -> Session:
    return take_move(services_in(place.folder / machine), moved.path, word=moved.word)


def handed_in(desk: Session, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return hand_in(desk, folder).path


def look(place: Workplace, *paths: Path) -> MergePlan:
    return preview_merge(place.session, paths)


def take(place: Workplace, *paths: Path) -> list[FileStatus]:
    plan = look(place, *paths)
    merge(place.session, plan)
    return [file.status for file in plan.files]


def change_a_mark(desk: Session) -> None:
    """Give another mark where one stands."""
    with desk.reading() as uow:
        scales = {criterion.id: criterion.scale for criterion in uow.criteria.all()}
        standing = uow.marks.current(uow.rounds.all()[-1].id).effective.values()
    stated = next(s for s in standing if s.content.points is not None)
    points, scale = stated.content.points, scales[stated.key.criterion]
    assert points is not None
    other = points - 1 if points - 1 in scale else points + 1
    record_mark(desk, stated.key.nominee, stated.key.criterion, mark(other))


def test_everything_comes_along_to_the_other_machine(place: Workplace, desk: Session) -> None:
    with desk.reading() as uow:
        nominee, order = own_sheet(uow).cells[0].nominee, desk_info(uow).order
        marks = uow.marks.history(uow.rounds.all()[-1].id)
    keep_private_note(desk, nominee, "Ring them.", flagged=True)

    there = arrived(place, move_out(desk, place.folder / "stick"))
    with there.reading() as uow:
        assert uow.marks.history(uow.rounds.all()[-1].id) == marks
        assert desk_info(uow).order == order
        assert "Ring them." in uow.private_note(nominee)
    there.close()


def test_the_first_machine_is_closed_for_changes(place: Workplace, desk: Session) -> None:
    move_out(desk, place.folder / "stick")

    with pytest.raises(UnavailableError) as caught:
        change_a_mark(desk)
    assert caught.value.code == "E-MOVED"
    with pytest.raises(UnavailableError) as caught:
        hand_in(desk, place.folder)
    assert caught.value.code == "E-MOVED"
    assert not list(place.folder.glob("*.juryscore"))
    with pytest.raises(RuleError) as twice:
        move_out(desk, place.folder / "again")
    assert twice.value.code == "E-MOVED"


def test_a_file_from_the_new_machine_is_taken_without_a_click(
    place: Workplace, desk: Session
) -> None:
    first = handed_in(desk, place.folder / "one")
    assert take(place, first) == [FileStatus.NEW]
    there = arrived(place, move_out(desk, place.folder / "stick"))
    reopen_sheet(there)
    change_a_mark(there)

    plan = look(place, handed_in(there, place.folder / "two"))

    assert [(f.status, f.changed, f.conflicts) for f in plan.files] == [(FileStatus.NEW, 1, 0)]
    merge(place.session, plan)
    old, new = juror_keys(place.session)
    assert old.key.closed
    assert not new.key.closed
    assert new.key.confirmation is Confirmation.PACKAGE
    there.close()


def test_a_key_confirmed_by_word_does_not_confirm_the_one_after_it(
    place: Workplace, desk: Session
) -> None:
    take(place, handed_in(desk, place.folder / "one"))
    [line] = juror_keys(place.session)
    confirm_key(place.session, line.juror.id, line.key.public_key)
    there = arrived(place, move_out(desk, place.folder / "stick"))
    take(place, handed_in(there, place.folder / "two"))

    assert [line.key.confirmation for line in juror_keys(place.session)] == [
        Confirmation.WORD,
        Confirmation.PACKAGE,
    ]
    there.close()


def test_a_desk_that_moves_before_anything_was_handed_in_closes_the_first_machine_too(
    place: Workplace, desk: Session
) -> None:
    key = desk.services.keys.juror_key(desk.edition().id, own_juror(desk))
    there = arrived(place, move_out(desk, place.folder / "stick"))

    assert take(place, handed_in(there, place.folder / "two")) == [FileStatus.NEW]
    closed = [line for line in juror_keys(place.session) if line.key.closed]
    assert [line.key.public_key for line in closed] == [key]
    there.close()


def test_a_desk_may_move_on_and_back_again(place: Workplace, desk: Session) -> None:
    take(place, handed_in(desk, place.folder / "one"))
    second = arrived(place, move_out(desk, place.folder / "stick"))
    reopen_sheet(second)
    change_a_mark(second)
    assert take(place, handed_in(second, place.folder / "two")) == [FileStatus.NEW]
    back = move_out(second, place.folder / "stick2")
    second.close()
    desk.close()

    home = take_move(desk.services, back.path, word=back.word)
    reopen_sheet(home)
    change_a_mark(home)
    assert take(place, handed_in(home, place.folder / "three")) == [FileStatus.NEW]
    home.close()
    assert [bool(line.key.closed) for line in juror_keys(place.session)] == [True, True, False]


def test_score_files_of_the_new_machine_begin_with_number_one_and_revisions_go_on(
    place: Workplace, desk: Session
) -> None:
    handed_in(desk, place.folder / "one")
    with desk.reading() as uow:
        before = desk_info(uow)
    there = arrived(place, move_out(desk, place.folder / "stick"))
    with there.reading() as uow:
        now = desk_info(uow)
    assert (now.seq, now.previous) == (0, "")
    assert now.device != before.device
    reopen_sheet(there)
    change_a_mark(there)
    with there.reading() as uow:
        revisions = {s.statement.rev for s in uow.marks.history(uow.rounds.all()[-1].id)}
    assert revisions == {1, 2}
    there.close()


def test_a_wrong_word_opens_nothing_and_leaves_nothing(place: Workplace, desk: Session) -> None:
    moved = move_out(desk, place.folder / "stick")
    services = services_in(place.folder / "second")

    for word, code in (("", "E-LOCKED"), ("bato-kimu", "E-PASSWORD")):
        with pytest.raises(FileFormatError, match="move file") as caught:
            take_move(services, moved.path, word=word)
        assert caught.value.code == code
    assert services.store.desks() == []
    assert not services.data.keys.exists()


def test_the_move_file_holds_no_key_that_signs_score_files(place: Workplace, desk: Session) -> None:
    moved = move_out(desk, place.folder / "stick")
    old = next(desk.services.data.keys.glob("*.key"))
    there = arrived(place, moved)
    with there.services.moves.opened(moved.path, word=moved.word) as opened:
        baton = bytes.fromhex(opened.move.baton)
    keys = [json.loads(path.read_text())["private"] for path in (old, new_key_of(there))]
    import base64

    assert base64.b64encode(baton).decode() not in keys
    assert len(set(keys)) == 2
    assert moved.path.read_bytes().find(b"jurydb") == -1  # all of it is locked
    there.close()


def new_key_of(desk: Session) -> Path:
    [path] = desk.services.data.keys.glob("*.key")
    return path


@pytest.mark.parametrize("at", [40, 5000, -20])
def test_a_damaged_move_file_is_refused_whole(place: Workplace, desk: Session, at: int) -> None:
    moved = move_out(desk, place.folder / "stick")
    data = bytearray(moved.path.read_bytes())
    data[at] ^= 1
    moved.path.write_bytes(data)

    services = services_in(place.folder / "second")
    with pytest.raises(FileFormatError) as caught:
        take_move(services, moved.path, word=moved.word)
    assert caught.value.code in {"E-LOCK-DAMAGED", "E-PASSWORD"}
    assert services.store.desks() == []


def test_other_files_are_no_move_files(place: Workplace, desk: Session) -> None:
    package = place.packages()[0].path
    with pytest.raises(FileFormatError) as caught:
        take_move(services_in(place.folder / "second"), package, word="x")
    assert caught.value.code == "E-KIND"


def test_a_lost_file_is_no_disaster_the_first_machine_is_used_again_as_a_second_one(
    place: Workplace, desk: Session
) -> None:
    take(place, handed_in(desk, place.folder / "one"))
    move_out(desk, place.folder / "stick").path.unlink()

    use_again(desk)
    reopen_sheet(desk)
    change_a_mark(desk)
    file = handed_in(desk, place.folder / "again")

    plan = look(place, file)
    assert [f.status for f in plan.files] == [FileStatus.SECOND_MACHINE]
    opened = plan.files[0].opened
    assert opened is not None
    assert opened.content.handover is None
    merge(place.session, preview_merge(place.session, [file], accepted=[opened.sha256]))
    assert len(juror_keys(place.session)) == 2
    with pytest.raises(RuleError) as caught:
        use_again(desk)
    assert caught.value.code == "E-NOT-MOVED"


def test_marks_on_the_new_machine_are_never_overwritten(place: Workplace, desk: Session) -> None:
    package = place.packages()[0]
    services = services_in(place.folder / "second")
    other = open_package(services, package.path)
    fill_in(other, ballot(JUROR))
    other.close()
    moved = move_out(desk, place.folder / "stick")

    with pytest.raises(RuleError) as caught:
        take_move(services, moved.path, word=moved.word)
    assert caught.value.code == "E-DESK-EXISTS"
    [kept] = services.store.desks()
    again = open_desk(services, services.store.open_place(kept.place))
    with again.reading() as uow:
        assert own_sheet(uow).finished
    again.close()


def test_an_empty_desk_on_the_new_machine_gives_way(place: Workplace, desk: Session) -> None:
    services = services_in(place.folder / "second")
    open_package(services, place.packages()[0].path).close()
    moved = move_out(desk, place.folder / "stick")

    there = take_move(services, moved.path, word=moved.word)
    with there.reading() as uow:
        assert own_sheet(uow).finished
    there.close()


# ---- forged and replayed -----------------------------------------------------------------------------------


def own_juror(desk: Session) -> JurorId:
    with desk.reading() as uow:
        return uow.jurors.all()[0].id


def with_handover(place: Workplace, desk: Session, **changes: str) -> Path:
    """Hand in from a desk whose word of the machine before was tampered with."""
    with desk.writing() as uow:
        machine = uow.machine()
        document = json.loads(machine.handover) | changes
        uow.put_machine(replace(machine, handover=json.dumps(document)))
    return handed_in(desk, place.folder / "forged")


@pytest.mark.parametrize("part", ["given", "taken", "baton", "from_key"])
def test_a_word_that_was_changed_is_refused_and_logged(
    place: Workplace, desk: Session, part: str
) -> None:
    take(place, handed_in(desk, place.folder / "one"))
    there = arrived(place, move_out(desk, place.folder / "stick"))
    with there.reading() as uow:
        text = json.loads(uow.machine().handover)[part]
    changed = ("0" if text[0] != "0" else "1") + text[1:]

    plan = look(place, with_handover(place, there, **{part: changed}))

    [file] = plan.files
    assert file.status is FileStatus.REFUSED
    assert file.error is not None
    assert file.error.code == "E-HANDOVER"
    merge(place.session, plan)
    with place.session.reading() as uow:
        assert "E-HANDOVER" in uow.journal.all()[-1].body or any(
            "E-HANDOVER" in entry.body for entry in uow.journal.all()
        )
    there.close()


@pytest.mark.parametrize("other", ["edition", "juror"])
def test_a_word_for_another_edition_or_juror_does_not_fit(
    place: Workplace, desk: Session, other: str
) -> None:
    take(place, handed_in(desk, place.folder / "one"))
    edition, juror = desk.edition().id, own_juror(desk)
    if other == "edition":
        edition = EditionId("E99")
    else:
        juror = JurorId("SOMEBODY-ELSE")
    before = desk.services.keys.juror_signing_key(desk.edition().id, own_juror(desk))  # type: ignore[attr-defined]
    there = arrived(place, move_out(desk, place.folder / "stick"))
    baton = SigningKey.make()
    new = bytes.fromhex(there.services.keys.juror_key(desk.edition().id, own_juror(desk)))
    forged = {
        "baton": baton.public.hex(),
        "given": given(before, baton.public, edition=edition, juror=juror).hex(),
        "taken": taken(baton, before.public, new, edition=edition, juror=juror).hex(),
    }

    [file] = look(place, with_handover(place, there, **forged)).files

    assert file.error is not None
    assert file.error.code == "E-HANDOVER"
    there.close()


def test_a_machine_whose_key_was_closed_can_name_no_other(place: Workplace, desk: Session) -> None:
    take(place, handed_in(desk, place.folder / "one"))
    [line] = juror_keys(place.session)
    close_key(place.session, line.juror.id, line.key.public_key)
    there = arrived(place, move_out(desk, place.folder / "stick"))

    plan = look(place, handed_in(there, place.folder / "two"))

    assert [f.status for f in plan.files] == [FileStatus.SECOND_MACHINE]
    there.close()


def test_a_move_file_opened_on_two_machines_lets_one_in_and_the_other_wait(
    place: Workplace, desk: Session
) -> None:
    take(place, handed_in(desk, place.folder / "one"))
    moved = move_out(desk, place.folder / "stick")
    one, two = arrived(place, moved, "second"), arrived(place, moved, "third")
    for machine in (one, two):
        reopen_sheet(machine)
        change_a_mark(machine)
    files = [handed_in(one, place.folder / "two"), handed_in(two, place.folder / "three")]

    assert take(place, *files)[1] is FileStatus.SECOND_MACHINE
    assert [f.status for f in look(place, files[1]).files] == [FileStatus.SECOND_MACHINE]
    one.close()
    two.close()


def test_the_first_machine_cannot_hand_in_any_more_once_the_second_has(
    place: Workplace, desk: Session
) -> None:
    take(place, handed_in(desk, place.folder / "one"))
    reopen_sheet(desk)
    change_a_mark(desk)
    late = handed_in(desk, place.folder / "late")
    there = arrived(place, move_out(desk, place.folder / "stick"))
    take(place, handed_in(there, place.folder / "two"))

    [file] = look(place, late).files

    assert file.error is not None
    assert file.error.code == "E-KEY-CLOSED"
    there.close()


def test_a_file_that_is_taken_in_stays_known_after_its_key_was_closed(
    place: Workplace, desk: Session
) -> None:
    file = handed_in(desk, place.folder / "one")
    take(place, file)
    [line] = juror_keys(place.session)
    close_key(place.session, line.juror.id, line.key.public_key)

    assert [f.status for f in look(place, file).files] == [FileStatus.ALREADY]
