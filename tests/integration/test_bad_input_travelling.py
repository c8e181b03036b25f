"""Jury packages and score files that are not what they should be: refused by name, with nothing left."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bad_inputs import (
    PDF,
    SQLITE,
    ZIP,
    Bad,
    Place,
    a_place,
    call,
    check_refused,
    merge_refusal,
    tidied,
    without_diary,
    written,
)
from juryapp.application.desk.view import desk_info
from juryapp.application.edition.editions import open_edition
from juryapp.application.merge.merging import preview_merge
from juryapp.application.packages.writing import write_packages
from juryapp.base.canonical import Json, canonical_bytes
from juryapp.base.files import sha256
from juryapp.domain.ids import CriterionId, EditionId, JurorId, NomineeId
from juryapp.domain.packages import PackageHead, ScoreContent
from juryapp.domain.statements import MarkKey, Stated, Statement, mark
from juryapp.exchange.container import open_container, write_container
from juryapp.exchange.diagnosis import MAX_BYTES
from juryapp.exchange.envelope import open_envelope, sign
from juryapp.exchange.jury_package import PACKAGE_TYPE
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.keys import SigningKey
from prepared_award import award_at
from workplace import FJORDBY, services_in


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with a_place() as place:
        yield place


@pytest.fixture(autouse=True)
def tidy(place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with tidied(place, monkeypatch):
        yield


# ---- jury packages


def rebuilt(change: Callable[[dict[str, Any], dict[str, Any]], None], key: SigningKey) -> Bad:
    """Return what makes a package that says something else, whole and signed."""

    def make(package: bytes) -> bytes:
        opened = open_container(io.BytesIO(package), PACKAGE_TYPE)
        envelope = open_envelope(opened.read("manifest.json"), "package", expected="")
        manifest, data = json.loads(envelope.unverified), json.loads(opened.read("data.json"))
        change(manifest, data)
        body = canonical_bytes(data)
        manifest["files"][0].update(bytes=len(body), sha256=sha256(body))
        target = io.BytesIO()
        signed = sign("package", canonical_bytes(manifest), key)
        contents: list[tuple[str, bytes | Path]] = [
            ("mimetype", PACKAGE_TYPE),
            ("manifest.json", signed),
            ("data.json", body),
        ]
        write_container(target, contents)
        return target.getvalue()

    return make


def set_in(which: int, value: object, *path: str | int) -> Callable[..., None]:
    def change(*documents: dict[str, Any]) -> None:
        at: Any = documents[which]
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value

    return change


def flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


PACKAGES: list[tuple[str, Bad | Callable[..., None], str]] = [
    ("empty", lambda _: b"", "E-EMPTY"),
    ("damaged", lambda data: data[: len(data) // 2], ""),
    ("one bit", flipped, ""),
    ("more at the end", lambda data: data + b"x", ""),
    ("a PDF", lambda _: PDF, "E-KIND"),
    ("a foreign zip", lambda _: ZIP, ""),
    ("a database", lambda _: SQLITE, "E-KIND"),
    ("newer", set_in(0, 2, "v"), "E-VERSION"),
    ("lying about its key", set_in(0, "ab" * 32, "award_key"), "E-SIG"),
    ("lying about the criteria", set_in(1, "Noe annet", "criteria", 0, "name"), "E-BALLOT"),
    ("lying about places", set_in(1, 99, "categories", 0, "winners"), "E-SCHEMA"),
    ("lying about a day", set_in(1, "2026-02-30", "deadline"), "E-SCHEMA"),
    ("lying about a scale", set_in(1, 10**15 - 1, "criteria", 0, "most"), "E-SCHEMA"),
    ("hidden text", set_in(1, "Pris\u202e2026", "title"), "E-STR-CHAR"),
]


@pytest.mark.parametrize(
    ("bad", "code"), [case[1:] for case in PACKAGES], ids=[c[0] for c in PACKAGES]
)
def test_a_package_that_is_none(
    bad: Any, code: str, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a juror's machine that has seen no package: not even a desk or a key is left."""
    good = place.award.written[1].path.read_bytes()
    if bad.__name__ == "change":
        keys = place.award.session.services.keys
        assert isinstance(keys, FolderKeyStore)
        bad = rebuilt(bad, keys.sign_key(EditionId("FJORD-2026")))
    path = written(place, "package.jurypack", bad(good))
    machine = place.files.parent / "machine"

    error = check_refused(
        capsys, place, machine, "score", path,
        "--marks", FJORDBY / "bjarne.csv", "--out", place.files,
    )  # fmt: skip

    assert error["code"].startswith("E-")
    assert error["code"] != "E-BUG"
    if code:
        assert error["code"] == code
    assert error["file"] == "package.jurypack"
    assert without_diary(machine) == {}


def test_a_package_that_is_too_big(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    path = place.files / "package.jurypack"
    with path.open("wb") as file:
        file.write(place.award.written[1].path.read_bytes()[:100])
        file.truncate(600 << 20)  # takes no room on the disk
    machine = place.files.parent / "machine"
    words = ("score", path, "--marks", FJORDBY / "bjarne.csv", "--out", place.files)

    code, answer = call(capsys, machine, *words)

    assert (code, answer["error"]["code"]) == (2, "E-SIZE")
    assert without_diary(machine) == {}


@pytest.mark.parametrize(
    ("password", "code"), [((), "E-LOCKED"), (("--password", "feil"), "E-PASSWORD")]
)
def test_a_locked_package_without_its_word(
    password: tuple[str, ...], code: str, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    with award_at("packages") as award:
        juror = award.juror("bjarne").id

        (locked,) = write_packages(
            award.session, award.folder / "locked", jurors=[juror], passwords={juror: "grønn fjord"}
        )[0]
        path = written(place, "package.jurypack", locked.path.read_bytes())
    machine = place.files.parent / "machine"
    words = ("score", path, "--marks", FJORDBY / "bjarne.csv", "--out", place.files, *password)

    answer = call(capsys, machine, *words)

    assert (answer[0], answer[1]["error"]["code"]) == (2, code)
    assert without_diary(machine) == {}


# ---- score files


def in_json(field: str, value: Json) -> Bad:
    return lambda data: canonical_bytes({**json.loads(data), field: value})


SCORES: list[tuple[str, Bad, str]] = [
    ("empty", lambda _: b"", "E-EMPTY"),
    ("only spaces", lambda _: b" " * 500, "E-JSON-SYNTAX"),
    ("lost in a power cut", lambda data: bytes(len(data)), "E-JSON-SYNTAX"),
    ("cut off", lambda data: data[: len(data) // 2], "E-TRUNC"),
    ("more at the end", lambda data: data + b"{}", "E-JSON-SYNTAX"),
    ("a PDF", lambda _: PDF, "E-KIND"),
    ("a workbook", lambda _: ZIP, "E-KIND"),
    ("a database", lambda _: SQLITE, "E-KIND"),
    ("another JSON", lambda _: b'{"marks":[]}', "E-KIND"),
    ("newer", in_json("v", 2), "E-VERSION"),
    ("too big", lambda data: data + b" " * MAX_BYTES, "E-SIZE"),
    ("another edition", in_json("edition", "FJORD-2025"), "E-EDITION"),
    ("another award", in_json("award", "OTHER"), "E-EDITION"),
    ("to another key", in_json("to", "0" * 32), "E-KEY"),
    ("one letter of the box", in_json("box", "AAAA"), ""),
    ("a field more", in_json("extra", 1), ""),
    ("a duplicate key", lambda d: d.replace(b'{"', b'{"v":1,"', 1), "E-JSON-DUPKEY"),
]


@pytest.mark.parametrize(("bad", "code"), [case[1:] for case in SCORES], ids=[c[0] for c in SCORES])
def test_a_score_file_that_is_none(
    bad: Bad, code: str, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    good = place.award.scores["bjarne"].read_bytes()

    assert code in {"", merge_refusal(capsys, place, bad(good))}


@dataclass(frozen=True)
class Forger:
    """Bjarne with his own key, his own token, and a pen."""

    place: Place
    content: ScoreContent
    head: PackageHead

    def file(self, **changes: Any) -> bytes:
        services = services_in(self.place.award.folder / "juror-2")
        return services.score_files.write(replace(self.content, **changes), self.head)


@pytest.fixture(scope="module")
def forger(place: Place) -> Forger:

    session = open_edition(place.award.session.services)
    (verdict,) = preview_merge(session, [place.award.scores["bjarne"]]).files
    session.close()
    assert verdict.opened is not None
    desk = place.award.desk(place.award.written[1])
    with desk.reading() as uow:
        head = desk_info(uow).package
    desk.close()
    return Forger(place, verdict.opened.content, head)


def other_mark(content: ScoreContent, points: int, **key: str) -> ScoreContent:
    first = content.marks[0]
    changed = first.statement.key._replace(**key)  # type: ignore[arg-type]
    stated = Stated(Statement(MarkKey(*changed), 1, mark(points)), first.provenance)
    return replace(content, marks=(*content.marks[1:], stated))


@pytest.mark.parametrize(
    ("lie", "code"),
    [
        (lambda c: other_mark(c, 99), "E-RANGE"),
        (lambda c: other_mark(c, 1, nominee=NomineeId("NOBODY")), "E-NOMINATION"),
        (lambda c: other_mark(c, 1, criterion=CriterionId("NOTHING")), "E-CRITERION"),
        (lambda c: replace(c, marks=(*c.marks, c.marks[0])), "E-DUP-SCORE"),
        (lambda c: replace(c, ballot="d" * 64), "E-PACKAGE-REPLACED"),
        (lambda c: replace(c, package="d" * 64), "E-PACKAGE-REPLACED"),
        (lambda c: replace(c, trial=True), "E-TRIAL"),
        (lambda c: replace(c, made="2026-13-45T25:00:00Z"), "E-SCHEMA"),
    ],
)
def test_a_score_file_that_lies_though_it_is_signed(
    lie: Callable[[ScoreContent], ScoreContent],
    code: str,
    forger: Forger,
    place: Place,
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = lie(forger.content)
    services = services_in(place.award.folder / "juror-2")

    assert merge_refusal(capsys, place, services.score_files.write(told, forger.head)) == code


def test_a_juror_cannot_speak_for_another(
    forger: Forger, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    astrid = JurorId(place.award.written[0].juror.id)

    def renamed(stated: Any) -> Any:
        statement = stated.statement
        key = statement.key._replace(juror=astrid)
        return replace(stated, statement=replace(statement, key=key))

    content = forger.content
    told = forger.file(
        juror=astrid,
        marks=tuple(map(renamed, content.marks)),
        declarations=tuple(map(renamed, content.declarations)),
    )

    assert merge_refusal(capsys, place, told) == "E-KEY-UNKNOWN"
