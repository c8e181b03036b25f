"""Attachments at the desk when something goes wrong, beside other work, and when the desk moves or goes."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from attached_award import code_of, equipped, nominee_of, opened, reopened, states
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
from juryapp.application.desk.opening import open_package
from juryapp.application.desk.saying import record_mark
from juryapp.application.edition import attachments as kept
from juryapp.application.edition.attachments import keep_bytes, remove_attachment
from juryapp.application.naming import find_juror, find_nominee
from juryapp.application.packages.writing import write_packages
from juryapp.base.errors import FileFormatError, RuleError, UnavailableError, UserError
from juryapp.base.files import sha256
from juryapp.domain.attachments import Attachment, Media
from juryapp.domain.ids import CriterionId
from juryapp.domain.statements import mark
from juryapp.exchange import jury_package
from workplace import services_in


@pytest.fixture
def award(tmp_path: Path) -> Iterator[SmallAward]:
    made = small_award(tmp_path / "office")
    yield made
    made.close()


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


COPIER = """
import sys
from pathlib import Path
from attached_award import code_of, equipped, nominee_of, opened, reopened, states
from juryapp.application.desk.copying import copy_attachments
desk = reopened(Path(sys.argv[1]))
print("ready", flush=True)
copy_attachments(desk)
desk.close()
"""


@pytest.mark.slow
def test_a_program_that_is_killed_while_it_copies_loses_nothing(
    award: SmallAward, tmp_path: Path
) -> None:
    session = award.workplace.session
    files = {f"{n}.txt": f"{n} æøå\n".encode() * 100_000 for n in range(20)}
    sent = attach_all(session, nominee_of(session, "Fjordby"), tmp_path / "in", files)
    desk = opened(award.package(), tmp_path / "juror")
    record_mark(desk, sent[0].nominee, CriterionId("SAM"), mark(7))
    desk.close()
    tests = str(Path(__file__).parents[1])
    paths = os.pathsep.join([tests, *sys.path])
    for n in range(5):
        with subprocess.Popen(
            [sys.executable, "-c", COPIER, str(tmp_path / "juror")],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
        ) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(0.02 + 0.03 * n)
            child.kill()

    desk = reopened(tmp_path / "juror")
    copy_attachments(desk)

    assert {a.name: attachment_bytes(desk, a.sha256) for a in sent} == files
    assert desk_contents(desk).said[sent[0].nominee].marks == {CriterionId("SAM"): mark(7)}
    desk.close()
