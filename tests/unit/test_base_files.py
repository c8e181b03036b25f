"""Files are written whole or not at all, whatever fails on the way."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juryapp.base import files
from juryapp.base.errors import FileFormatError, UnavailableError, UserError
from juryapp.base.files import (
    make_folder,
    read_limited,
    sha256,
    write_atomically,
    writing_atomically,
)
from juryapp.base.i18n import translated

OLD = b"the old file, whole"
NEW = b"the new file"
posix_only = pytest.mark.skipif(os.name != "posix", reason="file modes and folder handles of POSIX")


def failing(number: int) -> Callable[..., Any]:
    """Return a function that fails as the system does with this error number."""

    def fail(*_: object, **__: object) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


def disk_full_at(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one step of writing fail as on a full or broken disk."""
    match step:
        case "mkstemp":
            monkeypatch.setattr(tempfile, "mkstemp", failing(errno.ENOSPC))
        case "fdopen" | "fsync" | "replace":
            monkeypatch.setattr(os, step, failing(errno.ENOSPC))
        case "chmod":
            monkeypatch.setattr(Path, "chmod", failing(errno.EPERM))


STEPS = ["mkstemp", "fdopen", "fsync", "replace", *(["chmod"] if os.name == "posix" else [])]


@pytest.mark.parametrize("existing", [True, False])
@pytest.mark.parametrize("step", STEPS)
def test_a_failing_step_leaves_the_old_file_whole_and_nothing_beside_it(
    step: str, existing: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.dat"
    if existing:
        path.write_bytes(OLD)
    with monkeypatch.context() as broken:
        disk_full_at(step, broken)
        with pytest.raises(UnavailableError) as caught:
            write_atomically(path, NEW)

    assert "“file.dat” cannot be written" in translated(caught.value)
    assert [p.name for p in tmp_path.iterdir()] == (["file.dat"] if existing else [])
    assert not existing or path.read_bytes() == OLD


@pytest.mark.parametrize(
    "problem", [OSError(errno.ENOSPC, "full"), ValueError("bug"), KeyboardInterrupt()]
)
def test_a_writer_that_stops_halfway_leaves_the_old_file_whole(
    problem: BaseException, tmp_path: Path
) -> None:
    path = tmp_path / "file.dat"
    path.write_bytes(OLD)

    def write_half() -> None:
        with writing_atomically(path) as file:
            file.write(NEW[:3])
            raise problem

    with pytest.raises((UnavailableError, ValueError, KeyboardInterrupt)) as caught:
        write_half()

    assert isinstance(caught.value, UnavailableError) is isinstance(problem, OSError)
    assert path.read_bytes() == OLD
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_written_is_read_back_before_it_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.dat"
    path.write_bytes(OLD)
    real = os.fdopen

    def lying(handle: int, mode: str) -> Any:
        file = real(handle, mode)
        os.write(handle, b"x")  # a stray byte at the start, as a broken disk might have it
        return file

    monkeypatch.setattr(os, "fdopen", lying)

    with pytest.raises(UnavailableError):
        write_atomically(path, NEW)

    assert path.read_bytes() == OLD


def test_a_file_is_made_or_replaced(tmp_path: Path) -> None:
    path = tmp_path / "file.dat"

    write_atomically(path, OLD)
    write_atomically(path, NEW)

    assert path.read_bytes() == NEW
    assert list(tmp_path.iterdir()) == [path]


def test_a_large_file_may_be_written_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "file.dat"

    with writing_atomically(path) as file:
        file.writelines([b"one ", b"two"])
        assert not path.exists()

    assert path.read_bytes() == b"one two"


@pytest.mark.parametrize("name", ["missing/file.dat", "folder"])
def test_a_missing_folder_or_one_in_the_way_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder" / "inner").mkdir(parents=True)

    with pytest.raises(UnavailableError):
        write_atomically(tmp_path / name, NEW)

    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


@posix_only
@pytest.mark.parametrize(("private", "mode"), [(True, 0o600), (False, 0o666 & ~files._UMASK)])
def test_only_a_private_file_is_for_its_owner_alone(
    private: bool, mode: int, tmp_path: Path
) -> None:
    path = tmp_path / "file.key"

    write_atomically(path, NEW, private=private)

    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix_only
@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_drive_that_cannot_sync_folders_is_no_reason_to_fail(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def only_files(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(number, os.strerror(number))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", only_files)

    write_atomically(tmp_path / "file.dat", NEW)

    assert (tmp_path / "file.dat").read_bytes() == NEW


@posix_only
def test_a_folder_that_breaks_while_it_is_synced_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def only_files(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EIO, "broken")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", only_files)

    with pytest.raises(UnavailableError):
        write_atomically(tmp_path / "file.dat", NEW)

    assert (tmp_path / "file.dat").read_bytes() == NEW  # whole all the same


@posix_only
def test_a_folder_that_may_not_be_read_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "open", failing_open(os.open, tmp_path))

    write_atomically(tmp_path / "file.dat", NEW)

    assert (tmp_path / "file.dat").read_bytes() == NEW


def failing_open(real: Callable[..., int], folder: Path) -> Callable[..., int]:
    """Return an `os.open` that refuses one folder."""

    def refuse(path: Any, flags: int, mode: int = 0o777) -> int:
        if path == folder:
            raise PermissionError(errno.EACCES, "no")
        return real(path, flags, mode)

    return refuse


def test_replacing_is_tried_again_where_a_scanner_holds_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, tries = os.replace, [0]
    waits: list[float] = []

    def busy_twice(old: Path, new: Path) -> None:
        tries[0] += 1
        if tries[0] <= 2:
            raise PermissionError(errno.EACCES, "in use")
        real(old, new)

    monkeypatch.setattr(os, "replace", busy_twice)
    monkeypatch.setattr(os, "name", "nt")
    monkeypatch.setattr(time, "sleep", waits.append)

    files._replace(*_pair(tmp_path))

    assert (tmp_path / "new").read_bytes() == NEW
    assert len(waits) == 2


def test_replacing_is_given_up_in_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(os, "replace", failing(errno.EACCES))
    monkeypatch.setattr(os, "name", "nt")
    monkeypatch.setattr(time, "sleep", waits.append)

    with pytest.raises(PermissionError):
        files._replace(*_pair(tmp_path))

    assert len(waits) == files.REPLACE_TRIES - 1


def _pair(folder: Path) -> tuple[Path, Path]:
    """Return two paths, made before the system pretends to be another one."""
    (folder / "old").write_bytes(NEW)
    return folder / "old", folder / "new"


@given(st.binary(max_size=64))
def test_a_file_within_the_limit_is_read(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("read") / "file.dat"
    path.write_bytes(data)

    assert read_limited(path, 64) == data
    assert sha256(data) == hashlib.sha256(data).hexdigest()


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.dat"
    path.write_bytes(b"x" * ((1 << 20) + 1))

    with pytest.raises(FileFormatError) as caught:
        read_limited(path, 1 << 20)

    assert (caught.value.code, caught.value.file) == ("E-SIZE", "file.dat")
    assert "(1 MB)" in translated(caught.value)


@pytest.mark.parametrize("name", ["nothing.dat", ".", "no\0name"])
def test_what_is_no_file_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileFormatError) as caught:
        read_limited(tmp_path / name, 10)

    assert caught.value.code == "E-NOT-FOUND"


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.dat"
    path.write_bytes(OLD)
    monkeypatch.setattr(Path, "open", failing(errno.EACCES))

    with pytest.raises(UnavailableError) as caught:
        read_limited(path, 100)

    assert os.strerror(errno.EACCES) in translated(caught.value)


def test_an_error_without_words_is_told_by_its_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(os, "replace", fail)

    with pytest.raises(UnavailableError) as caught:
        write_atomically(tmp_path / "file.dat", NEW)

    assert "TimeoutError" in translated(caught.value)


def test_folders_are_made_with_those_above_them(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")

    assert (tmp_path / "a" / "b").is_dir()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(UserError) as caught:
        make_folder(tmp_path / "file" / "folder")

    assert isinstance(caught.value, UnavailableError)
