"""The strict zip and the password round it: one layout, every other one refused under its own name."""

from __future__ import annotations

import hashlib
import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juryapp.base.errors import FileFormatError
from juryapp.exchange import container as module
from juryapp.exchange.container import open_container, write_container
from juryapp.exchange.password import CHUNK, LockingWriter, UnlockedFile, is_locked

MIMETYPE = b"application/vnd.juryapp.package+zip"
ATTACHMENT = b"hei"
NAME = "att/" + hashlib.sha256(ATTACHMENT).hexdigest()
CONTENTS: list[tuple[str, bytes | Path]] = [
    ("mimetype", MIMETYPE),
    ("manifest.json", b"{}"),
    ("data.json", b"[]"),
    (NAME, ATTACHMENT),
]


def written(contents: list[tuple[str, bytes | Path]]) -> bytes:
    target = io.BytesIO()
    write_container(target, contents)
    return target.getvalue()


GOOD = written(CONTENTS)


def read_all(data: bytes) -> dict[str, bytes]:
    opened = open_container(io.BytesIO(data), MIMETYPE)
    return {name: opened.read(name) for name in opened.sizes}


def refusal_of(data: bytes) -> str:
    with pytest.raises(FileFormatError) as caught:
        read_all(data)
    assert str(caught.value)
    return caught.value.code


def foreign_zip(*entries: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """What any other program would write, with headers of its own."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return target.getvalue()


def smuggled(name: str, *, mode: int = 0, flags: int = 0) -> bytes:
    """A package with one more entry, as a forger would add it."""
    target = io.BytesIO(GOOD)
    with zipfile.ZipFile(target, "a") as archive:
        info = zipfile.ZipInfo("x")
        info.filename = name
        info.external_attr = mode << 16
        archive.writestr(info, b"x")
    data = bytearray(target.getvalue())
    if flags:
        at = data.rfind(b"PK\1\2")
        data[at + 8 : at + 10] = struct.pack("<H", flags)
    return bytes(data)


def with_directory_byte(place: int, value: int) -> bytes:
    """The good package with one byte of its first directory record changed."""
    data = bytearray(GOOD)
    data[GOOD.index(b"PK\1\2") + place] = value
    return bytes(data)


def test_what_was_written_is_read_back() -> None:
    assert read_all(GOOD) == dict(CONTENTS)


def test_a_package_is_a_zip_that_other_programs_can_read() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [name for name, _ in CONTENTS]


def test_the_type_stands_at_byte_38() -> None:
    assert GOOD[38:].startswith(MIMETYPE)


def test_the_same_contents_give_the_same_bytes() -> None:
    assert written(CONTENTS) == GOOD


@pytest.mark.parametrize(
    ("code", "data"),
    [
        pytest.param("E-EMPTY", b"", id="nothing at all"),
        pytest.param("E-ZIP-MISSING", foreign_zip(), id="a zip with nothing in it"),
        pytest.param("E-KIND", b"%PDF-1.7", id="a PDF renamed"),
        pytest.param("E-KIND", b"whatever", id="some other file"),
        pytest.param("E-KIND", b"MZ" + GOOD, id="a program before the archive"),
        pytest.param("E-KIND", foreign_zip(("a.txt", b"hei")), id="some other zip"),
        pytest.param(
            "E-KIND", foreign_zip(("[Content_Types].xml", b""), ("word/document.xml", b"")), id="a Word file"
        ),
        pytest.param(
            "E-KIND", foreign_zip(("mimetype", b"application/epub+zip"), ("manifest.json", b"")), id="a book"
        ),
        pytest.param("E-TRUNC", GOOD[:-30], id="cut off at the end"),
        pytest.param("E-TRUNC", GOOD[: len(GOOD) // 2], id="cut in the middle"),
        pytest.param(
            "E-ZIP-METHOD",
            foreign_zip(("mimetype", MIMETYPE), ("manifest.json", b"{}"), (NAME, bytes(10 << 20)), method=8),
            id="ten megabytes in ten kilobytes",
        ),
        pytest.param("E-ZIP-PATH", smuggled("../../evil.txt"), id="a path upwards"),
        pytest.param("E-ZIP-PATH", smuggled("/etc/cron.d/evil"), id="an absolute path"),
        pytest.param("E-ZIP-PATH", smuggled("C:\\Windows\\evil.dll"), id="a drive"),
        pytest.param("E-ZIP-PATH", smuggled("\\\\host\\share\\evil"), id="a share"),
        pytest.param("E-ZIP-PATH", smuggled("CON"), id="a device"),
        pytest.param("E-ZIP-PATH", smuggled("manifest.json:evil"), id="a hidden stream"),
        pytest.param("E-ZIP-PATH", smuggled("a\nb"), id="a line end in the name"),
        pytest.param("E-ZIP-PATH", smuggled("a" * 5000), id="a name of 5 000 letters"),
        pytest.param("E-ZIP-PATH", smuggled("blåbær.txt"), id="a name that is not ASCII"),
        pytest.param("E-ZIP-EXTRA", smuggled("hei.exe"), id="a file nobody listed"),
        pytest.param("E-ZIP-LINK", smuggled("att/" + "0" * 64, mode=0o120777), id="a link"),
        pytest.param("E-ZIP-ENCRYPTED", smuggled("att/" + "0" * 64, flags=1), id="locked by another program"),
        pytest.param("E-ZIP-MISMATCH", smuggled("att/" + "f" * 64), id="headers of another program"),
        pytest.param("E-ZIP-MISMATCH", GOOD + GOOD[-22:], id="a second end record"),
        pytest.param(
            "E-ZIP-MISMATCH",
            GOOD[:-2] + struct.pack("<H", 60_000) + b"x" * 59_978 + GOOD[-22:],
            id="an end record hidden in the comment",
        ),
        pytest.param("E-ZIP-MISMATCH", GOOD[:-2] + b"\x05\0hello", id="a comment"),
        pytest.param("E-ZIP-MISMATCH", GOOD + b"\r\n", id="bytes after the end"),
        pytest.param("E-ZIP-MISMATCH", GOOD[:-18] + b"\1" + GOOD[-17:], id="several discs"),
        pytest.param(
            "E-ZIP-MISMATCH",
            foreign_zip((NAME, ATTACHMENT), ("mimetype", MIMETYPE), ("manifest.json", b"{}")),
            id="the manifest is not first",
        ),
        pytest.param(
            "E-ZIP-MISSING", foreign_zip(("mimetype", MIMETYPE), (NAME, ATTACHMENT)), id="no manifest"
        ),
        pytest.param(
            "E-ZIP-MANY",
            foreign_zip(*((f"att/{n:064}", b"") for n in range(3000))),
            id="3 000 entries",
        ),
        pytest.param("E-ZIP-HASH", GOOD.replace(b"hei", b"hai"), id="contents changed"),
        pytest.param("E-ZIP-MISMATCH", GOOD.replace(b"PK\1\2", b"PK\1\3"), id="no directory"),
        pytest.param("E-ZIP-MISMATCH", with_directory_byte(12, 9), id="another time in the directory"),
        pytest.param("E-TRUNC", with_directory_byte(45, 0x7F), id="an entry behind the end"),
        pytest.param(
            "E-SIZE",
            foreign_zip(("mimetype", MIMETYPE), ("manifest.json", bytes((4 << 20) + 1))),
            id="a manifest of more than 4 MiB",
        ),
    ],
)  # fmt: skip
def test_a_hostile_package_is_refused_under_its_own_name(code: str, data: bytes) -> None:
    assert refusal_of(data) == code


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused() -> None:
    twice = (("mimetype", MIMETYPE), ("manifest.json", b"{}"), ("manifest.json", b"[]"))

    assert refusal_of(foreign_zip(*twice)) == "E-ZIP-DUP"


@given(st.integers(0, len(GOOD) * 8 - 1))
def test_no_flipped_bit_of_a_package_goes_unseen(bit: int) -> None:
    bad = bytearray(GOOD)
    bad[bit // 8] ^= 1 << bit % 8

    assert refusal_of(bytes(bad)).startswith("E-")


@given(st.binary(max_size=300))
def test_no_bytes_at_all_cause_anything_but_a_refusal(data: bytes) -> None:
    for beginning in (b"", b"PK\3\4", b"PK\5\6"):
        assert refusal_of(beginning + data).startswith("E-")
        assert refusal_of(beginning + data + GOOD[-22:]).startswith("E-")


def test_an_entry_that_is_not_there_is_named() -> None:
    opened = open_container(io.BytesIO(GOOD), MIMETYPE)

    with pytest.raises(FileFormatError) as caught:
        opened.read("att/" + "0" * 64)
    assert caught.value.code == "E-ZIP-MISSING"


@pytest.mark.parametrize(
    "contents",
    [
        pytest.param([("manifest.json", b""), ("mimetype", MIMETYPE)], id="another order"),
        pytest.param([("mimetype", MIMETYPE)], id="no manifest"),
        pytest.param([*CONTENTS, ("notes.txt", b"")], id="a name of one's own"),
        pytest.param([*CONTENTS, (NAME, b"")], id="the same name twice"),
        pytest.param(CONTENTS + [(f"att/{n:064x}", b"") for n in range(2000)], id="too many"),
    ],
)
def test_a_package_that_could_not_be_read_is_never_written(
    contents: list[tuple[str, bytes | Path]],
) -> None:
    target = io.BytesIO()

    with pytest.raises(FileFormatError):
        write_container(target, contents)
    assert target.getvalue() == b""


def test_a_package_above_the_whole_limit_is_never_written() -> None:
    small = replace(module.PACKAGE, max_total=100)

    with pytest.raises(FileFormatError) as caught:
        write_container(io.BytesIO(), CONTENTS, small)
    assert caught.value.code == "E-SIZE"


def test_a_package_above_the_whole_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_DIRECTORY", 10)

    with pytest.raises(FileFormatError) as caught:
        open_container(io.BytesIO(GOOD), MIMETYPE, layout=replace(module.PACKAGE, max_total=10))
    assert caught.value.code == "E-SIZE"


def test_opening_a_large_package_needs_little_memory(tmp_path: Path) -> None:
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(40 << 20)
    package = tmp_path / "x.jurypack"
    tracemalloc.start()
    try:
        with package.open("wb") as file:
            write_container(file, [*CONTENTS[:3], ("att/" + "0" * 64, large)])
        with package.open("rb") as file:
            opened = open_container(file, MIMETYPE)
            read = sum(len(piece) for piece in opened.pieces("att/" + "0" * 64))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert read == 40 << 20
    assert peak < 4 << 20


# ---- the password


def locked(data: bytes, password: str = "sommer i Ålesund") -> bytes:
    target = io.BytesIO()
    writer = LockingWriter(target, password)
    for start in range(0, len(data), 50_000):
        writer.write(data[start : start + 50_000])
    writer.close()
    return target.getvalue()


LOCKED = locked(GOOD)


def unlocked(data: bytes, password: str | None = "sommer i Ålesund") -> bytes:
    with UnlockedFile(io.BytesIO(data), password) as file:
        return file.read()


def refusal_of_lock(data: bytes, password: str | None = "sommer i Ålesund") -> str:
    with pytest.raises(FileFormatError) as caught:
        unlocked(data, password)
    assert str(caught.value)
    return caught.value.code


def test_the_right_password_opens_and_nothing_shows_through() -> None:
    assert unlocked(LOCKED) == GOOD
    assert is_locked(LOCKED)
    assert not is_locked(GOOD)
    assert MIMETYPE not in LOCKED


def test_a_container_is_read_through_the_lock() -> None:
    with UnlockedFile(io.BytesIO(LOCKED), "sommer i Ålesund") as file:
        assert open_container(file, MIMETYPE).read(NAME) == ATTACHMENT


def test_a_password_is_the_same_however_its_letters_are_typed() -> None:
    assert unlocked(LOCKED, "  sommer i A\N{COMBINING RING ABOVE}lesund ") == GOOD


def test_a_locked_file_asks_for_the_password() -> None:
    assert refusal_of_lock(LOCKED, None) == "E-LOCKED"
    assert refusal_of_lock(LOCKED, "") == "E-LOCKED"


def test_a_wrong_password_is_told_from_a_damaged_file() -> None:
    assert refusal_of_lock(LOCKED, "vinter i Ålesund") == "E-PASSWORD"
    assert refusal_of_lock(LOCKED[:-1] + bytes([LOCKED[-1] ^ 1])) == "E-LOCK-DAMAGED"


def test_the_same_package_locked_twice_looks_different() -> None:
    assert locked(GOOD) != LOCKED


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_every_length_comes_back(size: int) -> None:
    data = bytes(n % 251 for n in range(size))

    assert unlocked(locked(data)) == data


def swapped(data: bytes) -> bytes:
    head, chunk = len(data) - 3 * (CHUNK + 16), CHUNK + 16
    return (
        data[:head]
        + data[head + chunk : head + 2 * chunk]
        + data[head : head + chunk]
        + data[-chunk:]
    )


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(swapped, id="two chunks swapped"),
        pytest.param(lambda data: data[: -(CHUNK + 16)], id="the last chunk left out"),
        pytest.param(lambda data: data[:-1], id="the last byte left out"),
        pytest.param(lambda data: data + b"x", id="a byte added"),
        pytest.param(lambda data: data + data[-(CHUNK + 16) :], id="a chunk added"),
    ],
)
def test_chunks_cannot_be_moved_left_out_or_added(damage: Callable[[bytes], bytes]) -> None:
    assert refusal_of_lock(damage(locked(bytes(3 * CHUNK)))) == "E-LOCK-DAMAGED"


@pytest.mark.parametrize("size", [8, 40, 60])
def test_a_locked_file_that_is_cut_off_early_says_so(size: int) -> None:
    assert refusal_of_lock(LOCKED[:size]) == "E-TRUNC"


def test_a_lock_of_a_newer_program_is_named() -> None:
    assert refusal_of_lock(LOCKED[:8] + b"\2" + LOCKED[9:]) == "E-VERSION"


def test_any_part_can_be_read_alone() -> None:
    data = bytes(n % 251 for n in range(2 * CHUNK + 5))
    with UnlockedFile(io.BytesIO(locked(data)), "sommer i Ålesund") as file:
        assert file.seek(-5, 2) == 2 * CHUNK
        assert file.read() == data[-5:]
        file.seek(CHUNK - 2)
        assert file.read(2) == data[CHUNK - 2 : CHUNK]
        assert file.tell() == CHUNK
        assert file.readable()
        assert file.seekable()
