"""Attachments on their way: from the secretariat into the package, and from there to the juror's desk."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from attachment_examples import SMALL, attach_all, pdf, png
from desk_examples import JUROR, SmallAward, small_award
from juryapp.application.desk.attachments import (
    attachment_bytes,
    desk_attachments,
)
from juryapp.application.desk.contents import desk_contents
from juryapp.application.desk.copying import copy_attachments, is_all_here
from juryapp.application.desk.erasing import erase_desk
from juryapp.application.desk.moving import move_out, take_move
from juryapp.application.desk.opening import open_desk, open_package
from juryapp.application.desk.saying import declare, declare_rest, record_mark
from juryapp.application.edition import attachments as kept
from juryapp.application.edition.attachments import keep_bytes, remove_attachment
from juryapp.application.impartiality.ruling import rule
from juryapp.application.naming import find_juror, find_nominee
from juryapp.application.packages.writing import write_packages
from juryapp.application.session import Session
from juryapp.base.errors import Cancelled, FileFormatError, RuleError, UnavailableError, UserError
from juryapp.base.files import sha256
from juryapp.domain.attachments import Attachment, Media
from juryapp.domain.ids import CriterionId, EditionId, JurorId, NomineeId
from juryapp.domain.packages import PackageKind
from juryapp.domain.statements import Answer, mark
from juryapp.exchange import jury_package
from workplace import services_in


@pytest.fixture
def award(tmp_path: Path) -> Iterator[SmallAward]:
    made = small_award(tmp_path / "office")
    yield made
    made.close()


def nominee_of(session: Session, name: str) -> NomineeId:
    with session.reading() as uow:
        return find_nominee(uow.nominees.all(), name).id


def equipped(award: SmallAward, folder: Path, name: str = "Fjordby") -> list[Attachment]:
    session = award.workplace.session
    return attach_all(session, nominee_of(session, name), folder)


def opened(package: Path, folder: Path, *, password: str = "", answered: bool = True) -> Session:
    desk = open_package(services_in(folder), package, password=password)
    if answered:
        declare_rest(desk)
    return desk


def reopened(folder: Path) -> Session:
    """Open the desk as after a restart: without its package being chosen."""
    services = services_in(folder)
    (found,) = services.store.desks()
    database = services.store.desk(EditionId(found.edition), JurorId(found.juror))
    return open_desk(services, database)


def states(desk: Session) -> set[str]:
    return {str(a.state) for found in desk_attachments(desk).values() for a in found}


def code_of(desk: Session, attachment: Attachment) -> str:
    with pytest.raises(UserError) as caught:
        attachment_bytes(desk, attachment.sha256)
    return caught.value.code


@dataclass
class Steps:
    """Counts what was told, and cancels at a step if asked to."""

    cancel_at: int = -1
    told: list[tuple[int, int]] = field(default_factory=list)

    def step(self, done: int, total: int) -> None:
        if len(self.told) == self.cancel_at:
            raise Cancelled
        self.told.append((done, total))


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


# ---- what goes wrong


def damaged(package: Path, data: bytes) -> None:
    """Change a letter of a file in a package, as a bad memory stick does."""
    whole = package.read_bytes()
    assert whole.count(data) == 1
    package.write_bytes(whole.replace(data, data[:-1] + bytes([data[-1] ^ 1])))


def test_of_a_large_package_a_damaged_file_is_named_and_the_marks_are_safe(
    award: SmallAward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jury_package, "CHECKED_AT_ONCE", 0)
    sent = equipped(award, tmp_path / "in")
    bad = next(a for a in sent if a.name == "Torget.png")
    package = award.package()
    damaged(package, SMALL[bad.name])
    desk = opened(package, tmp_path / "juror")
    record_mark(desk, bad.nominee, CriterionId("SAM"), mark(7))

    done = copy_attachments(desk)

    assert done.damaged == (bad,)
    assert done.files == len(sent) - 1
    assert states(desk) == {"here", "damaged"}
    assert code_of(desk, bad) == "E-ZIP-HASH"
    assert desk_contents(desk).said[bad.nominee].marks == {CriterionId("SAM"): mark(7)}
    desk.close()

    again = opened(award.package(), tmp_path / "juror")
    copy_attachments(again)
    assert states(again) == {"here"}
    assert desk_contents(again).said[bad.nominee].marks == {CriterionId("SAM"): mark(7)}
    again.close()


def test_of_a_small_package_a_damaged_file_is_found_when_it_is_opened(
    award: SmallAward, tmp_path: Path
) -> None:
    equipped(award, tmp_path / "in")
    package = award.package()
    damaged(package, SMALL["Torget.png"])

    with pytest.raises(FileFormatError) as caught:
        open_package(services_in(tmp_path / "juror"), package)
    assert caught.value.code == "E-ZIP-HASH"


def test_a_file_that_is_no_file_of_its_kind_is_not_shown(award: SmallAward, tmp_path: Path) -> None:
    session = award.workplace.session
    liar = pdf(root="/OpenAction << /S /JavaScript /JS (1) >>")
    with session.writing() as uow:  # a secretariat whose program looks at nothing
        fjordby = find_nominee(uow.nominees.all(), "Fjordby").id
        attachment = Attachment(
            nominee=fjordby, sha256=sha256(liar), name="a.pdf", media=Media.PDF, size=len(liar)
        )
        keep_bytes(uow, attachment.sha256, [liar])
        uow.attachments.put(attachment)
    desk = opened(award.package(), tmp_path / "juror")
    copy_attachments(desk)

    assert code_of(desk, attachment) == "E-MEDIA"
    desk.close()


def test_a_package_with_a_password_asks_for_it_again_after_a_restart(
    award: SmallAward, tmp_path: Path
) -> None:
    sent = equipped(award, tmp_path / "in")
    session = award.workplace.session
    with session.reading() as uow:
        bjarne = find_juror(uow.jurors.all(), JUROR).id
    ((package,), _) = write_packages(
        session, tmp_path / "out", jurors=[bjarne], passwords={bjarne: "blå fjord"}
    )
    desk = opened(package.path, tmp_path / "juror", password="blå fjord")
    assert states(desk) == {"coming"}
    assert attachment_bytes(desk, sent[0].sha256) == SMALL[sent[0].name]
    assert "blå fjord" not in repr(desk)
    desk.close()

    desk = reopened(tmp_path / "juror")
    assert states(desk) == {"locked"}
    assert code_of(desk, sent[0]) == "E-LOCKED"
    with pytest.raises(UnavailableError):
        copy_attachments(desk)
    desk.close()

    desk = opened(package.path, tmp_path / "juror", password="blå fjord")
    copy_attachments(desk)
    assert states(desk) == {"here"}
    desk.close()


def test_no_package_is_made_with_a_file_that_is_damaged_or_gone_in_the_edition(
    award: SmallAward, tmp_path: Path
) -> None:
    session = award.workplace.session
    (sent, *_) = equipped(award, tmp_path / "in")
    with session.writing() as uow:
        uow.attachments.add_piece(sent.sha256, 0, b"something else")

    with pytest.raises(UserError) as caught:
        award.package()
    assert caught.value.code == "E-GONE"
    assert sent.name in str(caught.value)
    assert list((award.workplace.folder / "packages").iterdir()) == []

    with session.writing() as uow:
        uow.attachments.spoil(sent.sha256)
    with pytest.raises(RuleError) as gone:
        award.package()
    assert gone.value.code == "E-GONE"


# ---- an updated package


def test_an_updated_package_takes_away_what_is_gone_and_keeps_what_is_the_same(
    award: SmallAward, tmp_path: Path
) -> None:
    sent = equipped(award, tmp_path / "in")
    desk = opened(award.package(), tmp_path / "juror")
    copy_attachments(desk)
    desk.close()
    session = award.workplace.session
    remove_attachment(session, sent[0].nominee, sent[0].sha256)
    attach_all(session, sent[0].nominee, tmp_path / "in", {"Ny.png": png(9)})

    desk = opened(award.package(), tmp_path / "juror")

    listed = desk_attachments(desk)[sent[0].nominee]
    assert [a.attachment.name for a in listed] == [*(a.name for a in sent[1:]), "Ny.png"]
    assert [str(a.state) for a in listed] == ["here", "here", "here", "coming"]
    with desk.reading() as uow:
        assert sent[0].sha256 not in uow.attachments.stored()
    assert copy_attachments(desk).files == 1
    desk.close()


# ---- beside other work


def test_marks_are_saved_while_files_are_copied(
    award: SmallAward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "PIECE", 64)  # hundreds of transactions
    sent = equipped(award, tmp_path / "in")
    desk = opened(award.package(), tmp_path / "juror")
    copier = threading.Thread(target=copy_attachments, args=[desk])
    copier.start()
    given = 0
    while copier.is_alive():
        given = 1 + given % 20
        record_mark(desk, sent[0].nominee, CriterionId("SAM"), mark(given))
    copier.join()

    assert is_all_here(desk)
    said = desk_contents(desk).said[sent[0].nominee]
    assert said.marks[CriterionId("SAM")] == mark(given)
    desk.close()


def test_a_desk_that_moves_takes_its_files_along(award: SmallAward, tmp_path: Path) -> None:
    sent = equipped(award, tmp_path / "in")
    package = award.package()
    desk = opened(package, tmp_path / "juror")  # nothing is copied yet

    moved = move_out(desk, tmp_path / "stick.jurymove")
    desk.close()
    package.unlink()
    there = take_move(services_in(tmp_path / "new"), moved.path, word=moved.word)

    assert states(there) == {"here"}
    assert {a.name: attachment_bytes(there, a.sha256) for a in sent} == SMALL
    there.close()


def test_a_desk_moves_although_its_package_is_gone_and_the_files_come_later(
    award: SmallAward, tmp_path: Path
) -> None:
    equipped(award, tmp_path / "in")
    package = award.package()
    desk = opened(Path(shutil.copy(package, tmp_path / "a.jurypack")), tmp_path / "juror")
    (tmp_path / "a.jurypack").unlink()

    moved = move_out(desk, tmp_path / "stick.jurymove")
    desk.close()
    there = take_move(services_in(tmp_path / "new"), moved.path, word=moved.word)
    assert states(there) == {"away"}
    there.close()

    there = opened(package, tmp_path / "new")
    copy_attachments(there)
    assert states(there) == {"here"}
    there.close()


def test_erasing_a_desk_leaves_nothing_of_its_files(award: SmallAward, tmp_path: Path) -> None:
    equipped(award, tmp_path / "in")
    package = award.package()
    desk = opened(package, tmp_path / "juror")
    copy_attachments(desk)
    services = desk.services
    services.store.back_up(desk.database, desk.edition().id, "test")

    erase_desk(desk, although_not_received=True)

    left = [path for path in (tmp_path / "juror").rglob("*") if path.is_file()]
    for path in left:
        assert not any(data in path.read_bytes() for data in SMALL.values()), path
    assert services.store.desks() == []
