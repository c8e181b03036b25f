"""Files of whole editions in which a byte is not right: refused, and nothing is left of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from award_file_examples import exported, key_of, parts_of, signed_again
from juryapp.application.copies.award_files import import_award
from juryapp.application.services import Services
from juryapp.base.errors import FileFormatError, RuleError
from juryapp.exchange.keys import SigningKey
from prepared_award import Award, award_at, everything_in, refused
from workplace import services_in

LOCKED_KEYS = b'{"locked":"with twelve words"}'


@pytest.fixture
def award() -> Iterator[Award]:
    with award_at("merged") as award:
        yield award


@pytest.fixture(scope="module")
def saved() -> Iterator[tuple[bytes, SigningKey]]:
    """A backup, and the key that signed it; made once."""
    with award_at("merged") as award:
        with award.session.writing() as uow:
            uow.put_wrapped_keys(LOCKED_KEYS, "2026-11-12T13:02:07Z")
        yield exported(award).read_bytes(), key_of(award.session.services)


def refusal_of(data: bytes, folder: Path) -> FileFormatError:
    """Return why a file is refused; nothing may be left of it."""
    path = folder / "copy.juryaward"
    path.write_bytes(data)
    services = services_in(folder / "elsewhere")
    with pytest.raises(FileFormatError) as caught:
        import_award(services, path)
    assert caught.value.file == "copy.juryaward"
    assert not everything_in(folder / "elsewhere")
    return caught.value


@settings(max_examples=150)
@given(data=st.data())
def test_a_file_with_one_byte_changed_anywhere_is_refused(
    data: st.DataObject, saved: tuple[bytes, SigningKey], tmp_path_factory: pytest.TempPathFactory
) -> None:
    good, _key = saved
    place = data.draw(st.integers(0, len(good) - 1) | st.integers(0, 9000))
    other = data.draw(st.integers(1, 255))
    changed = good[:place] + bytes([good[place] ^ other]) + good[place + 1 :]

    refusal_of(changed, tmp_path_factory.mktemp("byte"))


@pytest.mark.parametrize("size", [0, 1, 3, 30, 100, 5000, 60_000, -200_000, -300, -22, -1])
def test_a_file_that_was_cut_off_is_refused(
    size: int, saved: tuple[bytes, SigningKey], tmp_path: Path
) -> None:
    code = refusal_of(saved[0][:size], tmp_path).code

    assert code in {"E-EMPTY", "E-TRUNC", "E-KIND"}


def foreign_zip(*entries: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"%PDF-1.7 and so on", "E-KIND", id="a PDF"),
        pytest.param(foreign_zip(("[Content_Types].xml", b"<x/>")), "E-KIND", id="a Word document"),
        pytest.param(foreign_zip(("photo.jpg", b"\xff\xd8")), "E-KIND", id="a zip archive"),
        pytest.param(
            foreign_zip(("mimetype", b"application/vnd.juryapp.package+zip")),
            "E-KIND",
            id="a jury package",
        ),
    ],
)
def test_a_file_of_another_kind_is_refused_by_name(data: bytes, code: str, tmp_path: Path) -> None:
    assert refusal_of(data, tmp_path).code == code


def packed_anew(parts: dict[str, bytes]) -> bytes:
    return foreign_zip(*parts.items())


def with_part(name: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        parts[name] = content

    return change


def without_part(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        del parts[name]

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(without_part("data.json"), "E-ZIP-MISSING", id="no data"),
        pytest.param(without_part("edition.jurydb"), "E-ZIP-MISSING", id="no database"),
        pytest.param(without_part("keys.json"), "E-AWARD-DIFFERS", id="no keys"),
        pytest.param(with_part("keys.json", b"{}"), "E-AWARD-DIFFERS", id="other keys"),
        pytest.param(with_part(f"opened/{'0' * 64}.json", b"{}"), "E-ZIP-EXTRA", id="opened"),
        pytest.param(
            with_part(f"protocols/{'0' * 64}.pdf", b"%PDF"), "E-ZIP-HASH", id="misnamed part"
        ),
        pytest.param(with_part("edition.jurydb", b"SQLite"), "E-DB-HEADER", id="no SQLite file"),
    ],
)
def test_a_file_whose_parts_do_not_belong_together_is_refused_although_the_signature_is_right(
    change: Callable[[dict[str, bytes]], None],
    code: str,
    saved: tuple[bytes, SigningKey],
    tmp_path: Path,
) -> None:
    (tmp_path / "good").write_bytes(saved[0])
    parts = parts_of(tmp_path / "good")
    change(parts)
    ordered = {name: parts[name] for name in sorted(parts, key=_place)}

    assert refusal_of(signed_again(ordered, saved[1]), tmp_path).code == code


FIXED = ("mimetype", "manifest.json", "data.json", "edition.jurydb", "keys.json")


def _place(name: str) -> tuple[int, str]:
    return (FIXED.index(name) if name in FIXED else len(FIXED), name)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        pytest.param("edition", "FJORD-2027", "E-AWARD-DIFFERS", id="another edition"),
        pytest.param("trial", True, "E-AWARD-DIFFERS", id="a trial"),
        pytest.param("heads", [], "E-AWARD-DIFFERS", id="no head of the log"),
        pytest.param("kind", "archive", "E-ZIP-EXTRA", id="an archive with keys"),
        pytest.param("v", 2, "E-VERSION", id="a newer version"),
        pytest.param("extra", 1, "E-FIELD-UNKNOWN", id="a field of one's own"),
    ],
)
def test_a_manifest_that_says_something_else_is_refused_although_the_signature_is_right(
    field: str, value: Any, code: str, saved: tuple[bytes, SigningKey], tmp_path: Path
) -> None:
    (tmp_path / "good").write_bytes(saved[0])
    parts = parts_of(tmp_path / "good")
    data = signed_again(parts, saved[1], lambda manifest: manifest.update({field: value}))

    assert refusal_of(data, tmp_path).code == code


def test_a_file_signed_with_another_key_than_the_editions_is_refused(
    saved: tuple[bytes, SigningKey], tmp_path: Path
) -> None:
    (tmp_path / "good").write_bytes(saved[0])

    data = signed_again(parts_of(tmp_path / "good"), SigningKey.make())

    assert refusal_of(data, tmp_path).code == "E-SIG"


def test_a_file_that_another_program_packed_anew_is_refused(
    saved: tuple[bytes, SigningKey], tmp_path: Path
) -> None:
    (tmp_path / "good").write_bytes(saved[0])

    assert refusal_of(packed_anew(parts_of(tmp_path / "good")), tmp_path).code == "E-ZIP-MISMATCH"


def test_an_edition_that_is_there_is_not_put_in_again(award: Award) -> None:
    path = exported(award)
    award.session.close()
    before = everything_in(award.folder / "secretariat" / "editions")

    error = refused(lambda: import_award(award.session.services, path))

    assert isinstance(error, RuleError)
    assert error.code == "E-EXISTS"
    assert everything_in(award.folder / "secretariat" / "editions") == before


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    services: Services = services_in(tmp_path / "elsewhere")

    assert refused(lambda: import_award(services, tmp_path / "x.juryaward")).code == "E-NOT-FOUND"
