"""The inbox: what has come into a folder is said, and nothing in it is touched."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from juryapp.application.edition.rounds import close_round
from juryapp.application.merge.inbox import (
    Arrival,
    Inbox,
    is_announced,
    look_into_inbox,
    score_files_in,
)
from juryapp.application.merge.merging import merge, preview_merge
from juryapp.application.merge.taking_out import take_out
from juryapp.base.errors import UnavailableError
from juryapp.base.files import sha256
from workplace import Workplace, ballot, fjordby

LONG_AGO = 1_700_000_000


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    return fjordby(tmp_path)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "OneDrive – Jury"
    folder.mkdir()
    return folder


def put(source: Path, target: Path, *, when: float = LONG_AGO) -> Path:
    """Put a file into the inbox as if it had come at `when`."""
    target.parent.mkdir(exist_ok=True)
    shutil.copyfile(source, target)
    os.utime(target, (when, when))
    return target


def astrids(workplace: Workplace) -> Path:
    return workplace.scored(workplace.packages()[0], ballot("astrid"))


def look(workplace: Workplace, folder: Path, before: Inbox | None = None) -> list[tuple[str, str]]:
    found = look_into_inbox(workplace.session, folder, before=before)
    return [(file.path.name, str(file.arrival)) for file in found.files]


def test_a_file_that_has_come_is_new_and_named_by_its_juror(
    workplace: Workplace, inbox: Path
) -> None:
    put(astrids(workplace), inbox / "a.juryscore")

    [file] = look_into_inbox(workplace.session, inbox).files

    assert file.arrival is Arrival.NEW
    assert file.juror is not None
    assert file.juror.name == "Astrid Åsen"


def test_looking_merges_nothing_and_leaves_the_folder_as_it_is(
    workplace: Workplace, inbox: Path
) -> None:
    path = put(astrids(workplace), inbox / "a.juryscore")
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    with workplace.session.reading() as uow:
        log = len(uow.journal.all())

    look(workplace, inbox)

    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    with workplace.session.reading() as uow:
        assert uow.files.all() == []
        assert len(uow.journal.all()) == log


def test_a_file_that_was_taken_in_is_known_also_after_it_was_taken_out(
    workplace: Workplace, inbox: Path
) -> None:
    path = put(astrids(workplace), inbox / "a.juryscore")
    merge(workplace.session, preview_merge(workplace.session, [path]))
    assert look(workplace, inbox) == [("a.juryscore", "known")]

    take_out(workplace.session, sha256(path.read_bytes()), "sent by mistake")

    assert look(workplace, inbox) == [("a.juryscore", "known")]


def test_a_file_that_was_laid_aside_is_known(workplace: Workplace, inbox: Path) -> None:
    path = put(astrids(workplace), inbox / "a.juryscore")
    close_round(workplace.session)
    assert look(workplace, inbox) == [("a.juryscore", "new")]

    merge(workplace.session, preview_merge(workplace.session, [path]))

    assert look(workplace, inbox) == [("a.juryscore", "known")]


def test_a_file_that_changed_a_moment_ago_is_not_here_yet_until_a_second_look_finds_it_the_same(
    workplace: Workplace, inbox: Path
) -> None:
    put(astrids(workplace), inbox / "a.juryscore", when=time.time())

    first = look_into_inbox(workplace.session, inbox)

    assert [file.arrival for file in first.files] == [Arrival.NOT_YET]
    assert look(workplace, inbox, first) == [("a.juryscore", "new")]


def test_a_file_that_still_grows_between_two_looks_is_not_here_yet(
    workplace: Workplace, inbox: Path
) -> None:
    whole = astrids(workplace).read_bytes()
    path = inbox / "a.juryscore"
    path.write_bytes(whole[:100])
    first = look_into_inbox(workplace.session, inbox)
    path.write_bytes(whole[:200])

    second = look_into_inbox(workplace.session, inbox, before=first)

    assert [file.arrival for file in second.files] == [Arrival.NOT_YET]


def test_a_time_to_come_does_not_keep_a_file_out(workplace: Workplace, inbox: Path) -> None:
    put(astrids(workplace), inbox / "a.juryscore", when=time.time() + 100_000)

    assert look(workplace, inbox) == [("a.juryscore", "new")]


@pytest.mark.parametrize(
    "name",
    [
        "a.juryscore.part",
        "a.juryscore.crdownload",
        "a.juryscore.nextcloud",
        ".a.juryscore.icloud",
        ".a.juryscore.Xk29Qz",
        ".a.juryscore.~3f2a",
        "~$a.juryscore",
        ".syncthing.a.juryscore.tmp",
    ],
)
def test_what_a_sync_program_has_not_finished_is_not_here_yet(
    workplace: Workplace, inbox: Path, name: str
) -> None:
    put(astrids(workplace), inbox / name)

    assert look(workplace, inbox) == [(name, "not_yet")]


def test_an_empty_placeholder_is_not_here_yet(workplace: Workplace, inbox: Path) -> None:
    path = inbox / "a.juryscore"
    path.touch()
    os.utime(path, (LONG_AGO, LONG_AGO))

    assert look(workplace, inbox) == [("a.juryscore", "not_yet")]


def test_a_conflicted_copy_is_just_a_file_and_the_same_bytes_are_one(
    workplace: Workplace, inbox: Path
) -> None:
    source = astrids(workplace)
    put(source, inbox / "a.juryscore")
    put(source, inbox / "a (Live sin konfliktkopi 2026-11-12).juryscore")

    assert [arrival for _name, arrival in look(workplace, inbox)] == ["new"]


def test_a_damaged_file_is_refused_with_its_reason(workplace: Workplace, inbox: Path) -> None:
    path = put(astrids(workplace), inbox / "a.juryscore")
    path.write_bytes(path.read_bytes()[:200])
    os.utime(path, (LONG_AGO, LONG_AGO))

    [file] = look_into_inbox(workplace.session, inbox).files

    assert file.arrival is Arrival.REFUSED
    assert file.error is not None
    assert file.error.code.startswith("E-")


def test_files_of_others_are_only_counted_and_folders_are_looked_into_one_deep(
    workplace: Workplace, inbox: Path
) -> None:
    source = astrids(workplace)
    put(source, inbox / "Astrid" / "a.juryscore")
    (inbox / "Astrid" / "deeper").mkdir()
    put(source, inbox / "Astrid" / "deeper" / "b.juryscore")
    (inbox / "minutes.docx").write_bytes(b"PK")
    (inbox / ".sync").mkdir()
    put(source, inbox / ".sync" / "c.juryscore")

    found = look_into_inbox(workplace.session, inbox)

    assert [file.path for file in found.files] == [inbox / "Astrid" / "a.juryscore"]
    assert found.others == 1
    assert score_files_in(workplace.session.services, inbox) == [inbox / "Astrid" / "a.juryscore"]


def test_a_folder_that_is_gone_is_said_in_a_sentence(workplace: Workplace, inbox: Path) -> None:
    inbox.rmdir()

    with pytest.raises(UnavailableError) as caught:
        look_into_inbox(workplace.session, inbox)

    assert caught.value.code == "E-INBOX"
    assert caught.value.params["folder"] == inbox.name


@pytest.mark.parametrize(
    "marks",
    [
        {"st_file_attributes": 0x400000},  # Windows: the bytes come when somebody reads them
        {"st_file_attributes": 0x1000},
        {"st_flags": 0x40000000},  # macOS: the bytes lie with the cloud
    ],
)
def test_a_placeholder_whose_bytes_lie_in_the_cloud_is_announced_and_not_fetched(
    marks: dict[str, int],
) -> None:
    facts = SimpleNamespace(st_size=4_000, **marks)
    here = SimpleNamespace(st_size=4_000, st_file_attributes=0x20, st_flags=0)

    assert is_announced(Path("a.juryscore"), cast("os.stat_result", facts))
    assert not is_announced(Path("a.juryscore"), cast("os.stat_result", here))
