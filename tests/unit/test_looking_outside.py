"""Copies for another program: private, only to be read, with a harmless name, and gone afterwards."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from juryapp.application.looking_outside import (
    copy_for_another_program,
    plain_name,
    remove_copies,
)
from juryapp.base.paths import DataFolder
from juryapp.domain.attachments import Attachment, Media
from juryapp.domain.ids import NomineeId


def attachment(name: str, media: Media = Media.PDF) -> Attachment:
    return Attachment(nominee=NomineeId("N"), sha256="0" * 64, name=name, media=media, size=3)


def test_a_copy_can_only_be_read_and_only_by_me(tmp_path: Path) -> None:
    path = copy_for_another_program(DataFolder(tmp_path), attachment("Plan.pdf"), b"abc")

    assert path.read_bytes() == b"abc"
    assert path.name == "Plan.pdf"
    assert path.is_relative_to(tmp_path)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == stat.S_IRUSR
        assert stat.S_IMODE(path.parent.stat().st_mode) == stat.S_IRWXU


def test_copies_of_the_same_name_do_not_meet(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    one = copy_for_another_program(data, attachment("Plan.pdf"), b"one")
    other = copy_for_another_program(data, attachment("Plan.pdf"), b"other")

    assert (one.read_bytes(), other.read_bytes()) == (b"one", b"other")


def test_all_copies_go(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    path = copy_for_another_program(data, attachment("Plan.pdf"), b"abc")

    remove_copies(data)

    assert not path.exists()
    assert list(tmp_path.iterdir()) == []
    remove_copies(data)  # nothing there is nothing to do


@pytest.mark.parametrize(
    ("name", "media", "plain"),
    [
        ("Næringsplan 2026.pdf", Media.PDF, "Næringsplan 2026.pdf"),
        ("../../etc/passwd", Media.TEXT, "passwd.txt"),
        ("..\\..\\run.exe", Media.PDF, "run.pdf"),
        ("photo.png.exe", Media.PNG, "photo_png.png"),
        ("<>:|?*", Media.JPEG, "attachment.jpg"),
        ("", Media.TEXT, "attachment.txt"),
        ("a" * 300 + ".pdf", Media.PDF, "a" * 60 + ".pdf"),
    ],
)
def test_a_name_is_harmless_and_ends_as_the_bytes_say(name: str, media: Media, plain: str) -> None:
    assert plain_name(name, media) == plain
