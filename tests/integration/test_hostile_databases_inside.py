"""Databases that were tampered with, inside award files and move files that are rightly signed and locked.

Whoever has the keys can sign anything; so what lies inside is checked as if it came alone.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from award_file_examples import exported, key_of, parts_of, signed_again
from bad_inputs import Place, a_place, check_refused, tidied, without_diary, written
from fuzz_locked import locked, without_argon
from hostile_files import Case, cases_of
from hostile_packages import packed
from hostile_scores import dumped
from juryapp.application.desk.ballots import fill_in
from juryapp.application.desk.moving import move_out, take_move
from juryapp.base.errors import FileFormatError, UserError
from juryapp.base.files import sha256
from juryapp.base.i18n import fill, texts_in
from juryapp.exchange.container import open_container
from juryapp.exchange.keys import SigningKey
from juryapp.exchange.move_file import _LAYOUT, MOVE_TYPE
from juryapp.exchange.password import UnlockedFile
from prepared_award import award_at, everything_in
from workplace import ballot, services_in

CASES = cases_of("backup", "refuse")


@dataclass(frozen=True)
class SavedAward:
    """A sound award file in its parts, and the key that signs it."""

    parts: dict[str, bytes]
    key: SigningKey


@pytest.fixture(scope="module")
def saved() -> Iterator[SavedAward]:
    with award_at("merged") as award:
        yield SavedAward(parts_of(exported(award)), key_of(award.session.services))


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with a_place() as place:
        yield place


@pytest.fixture
def tidy(place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with tidied(place, monkeypatch):
        yield


def spoilt(database: bytes, case: Case, folder: Path) -> bytes:
    path = folder / "spoilt.jurydb"
    path.write_bytes(database)
    case.built(path)
    data = path.read_bytes()
    path.unlink()
    return data


@pytest.mark.usefixtures("tidy")
@pytest.mark.parametrize("case", [*CASES, *cases_of("backup", "warn")], ids=str)
def test_an_award_file_with_a_hostile_database_is_refused_though_it_is_rightly_signed(
    case: Case, saved: SavedAward, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    database = spoilt(saved.parts["edition.jurydb"], case, place.files)
    data = signed_again({**saved.parts, "edition.jurydb": database}, saved.key)
    path = written(place, "hostile.juryaward", data)
    machine = place.files.parent / "machine"

    error = check_refused(capsys, place, machine, "award", "import", path)

    # the manifest says where the log stood: so here even a cut tail shows
    assert error["code"] == ("E-AWARD-DIFFERS" if case.outcome == "warn" else case.code)
    assert without_diary(machine) == {}


# ---- move files ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Move:
    """A sound move file in its parts."""

    manifest: dict[str, Any]
    desk: bytes


@pytest.fixture(scope="module")
def move() -> Iterator[Move]:
    with award_at("desks") as award, without_argon():
        desk = award.desk(award.written[1])
        fill_in(desk, ballot("bjarne"))
        moved = move_out(desk, award.folder)
        desk.close()
        with moved.path.open("rb") as file, UnlockedFile(file, "any") as source:
            container = open_container(source, MOVE_TYPE, layout=_LAYOUT)
            manifest = json.loads(container.read("manifest.json"))
            yield Move(manifest, container.read("desk.jurydb"))


def move_file(manifest: dict[str, Any], desk: bytes) -> bytes:
    fitting = {**manifest, "bytes": len(desk), "sha256": sha256(desk)}
    return locked(
        packed(
            [
                ("mimetype", MOVE_TYPE),
                ("manifest.json", dumped(fitting)),
                ("desk.jurydb", desk),
            ]
        )
    )


def refusal_of(data: bytes, folder: Path) -> UserError:
    """Return why a move file is refused; nothing may be left of it, not even a key."""
    path = folder / "hostile.jurymove"
    path.write_bytes(data)
    services = services_in(folder / "machine")
    with without_argon(), pytest.raises(UserError) as caught:
        take_move(services, path, word="any")
    assert everything_in(folder / "machine") == {}
    for language in ("nb", "nn", "en"):
        assert fill(texts_in(language), caught.value.template, caught.value.params).endswith(".")
    return caught.value


def test_the_sound_move_file_is_taken(move: Move, tmp_path: Path) -> None:
    path = tmp_path / "sound.jurymove"
    path.write_bytes(move_file(move.manifest, move.desk))

    with without_argon():
        take_move(services_in(tmp_path / "machine"), path, word="any").close()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_move_file_with_a_hostile_desk_is_refused_though_its_word_is_right(
    case: Case, move: Move, tmp_path: Path
) -> None:
    error = refusal_of(move_file(move.manifest, spoilt(move.desk, case, tmp_path)), tmp_path)

    assert isinstance(error, FileFormatError)
    assert error.code == case.code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"v": 2}, "E-VERSION"),
        ({"extra": 1}, "E-FIELD-UNKNOWN"),
        ({"juror_name": "a\u202eb"}, "E-STR-CHAR"),
        ({"juror_name": "a" * 20_001}, "E-STR-LEN"),
        ({"edition": "../../etc"}, "E-SCHEMA"),
        ({"juror": "NOBODY"}, "E-SIG"),
        ({"edition": "FJORD-2025"}, "E-SIG"),
        ({"given": "0" * 128}, "E-SIG"),
        ({"from_key": "0" * 64}, "E-SIG"),
        ({"baton": "AAAA"}, "E-SCHEMA"),
        ({"baton": "A" * 43 + "="}, "E-SIG"),
        ({"made": "2026-02-30T12:00:00Z"}, "E-SCHEMA"),
        ({"juryapp": "key"}, "E-KIND"),
    ],
)
def test_a_move_file_that_lies_is_refused_though_its_word_is_right(
    changes: dict[str, object], code: str, move: Move, tmp_path: Path
) -> None:
    assert refusal_of(move_file({**move.manifest, **changes}, move.desk), tmp_path).code == code


def test_an_editions_database_is_no_desk(saved: SavedAward, move: Move, tmp_path: Path) -> None:
    error = refusal_of(move_file(move.manifest, saved.parts["edition.jurydb"]), tmp_path)

    assert error.code.startswith("E-")


def test_a_locked_package_is_no_move_file(tmp_path: Path) -> None:
    with award_at("packages") as award:
        package = award.written[1].path.read_bytes()

    assert refusal_of(locked(package), tmp_path).code == "E-KIND"
    assert refusal_of(package, tmp_path).code == "E-KIND"
    assert io.BytesIO(package).read(2) == b"PK"
