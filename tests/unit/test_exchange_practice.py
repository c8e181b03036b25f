"""The practice nominee in the files: it travels unchanged, and a package that abuses it is refused."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from juryapp.base.canonical import canonical_bytes
from juryapp.base.errors import FileFormatError
from juryapp.base.files import sha256
from juryapp.domain.ids import PRACTICE
from juryapp.domain.packages import PackageKind, PracticeMark, ScoreContent
from juryapp.domain.statements import MarkContent, MarkState, mark
from juryapp.exchange.container import open_container, write_container
from juryapp.exchange.envelope import open_envelope, sign
from juryapp.exchange.jury_package import PACKAGE_TYPE, JuryPackages
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.score_file import ScoreFiles
from package_examples import CONTENT as SCORE
from package_examples import DECLARE, EDITION, INVENTED, made
from score_file_examples import CONTENT, CRITERIA, EXPECTED, World, new_world


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> FolderKeyStore:
    store = FolderKeyStore(KeyFolder(tmp_path_factory.mktemp("keys")))
    store.make_award_keys(EDITION)
    return store


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return new_world(tmp_path_factory.mktemp("world"))


def test_the_practice_nominee_travels_in_a_declare_package(
    store: FolderKeyStore, tmp_path: Path
) -> None:
    path = tmp_path / "x.jurypack"
    path.write_bytes(made(JuryPackages(store), DECLARE)[0])

    content = JuryPackages(store).read(path).content

    assert content == DECLARE
    assert content.practice is not None
    assert content.practice.nominee.id == PRACTICE
    assert PRACTICE not in {nominee.id for nominee in content.nominees}


@pytest.mark.parametrize(
    "content", [replace(DECLARE, practice=None), replace(SCORE, practice=INVENTED)]
)
def test_no_package_is_written_that_no_desk_would_take(store: FolderKeyStore, content: Any) -> None:
    with pytest.raises(ValueError, match="practice nominee"):
        made(JuryPackages(store), content)


def refusal(store: FolderKeyStore, folder: Path, kind: str, practice: Any, **data: Any) -> str:
    """Return field or code of the refusal of a signed package in which these fields stand."""
    package = made(JuryPackages(store), DECLARE if kind == "declare" else SCORE)[0]
    opened = open_container(io.BytesIO(package), PACKAGE_TYPE)
    manifest = json.loads(
        open_envelope(opened.read("manifest.json"), "package", expected="").unverified
    )
    document = {**json.loads(opened.read("data.json")), "practice": practice, **data}
    written = canonical_bytes(document)
    manifest["files"][0].update(bytes=len(written), sha256=sha256(written))
    path = folder / "x.jurypack"
    envelope = sign("package", canonical_bytes(manifest), store.sign_key(EDITION))
    with path.open("wb") as target:
        write_container(
            target,
            [("mimetype", PACKAGE_TYPE), ("manifest.json", envelope), ("data.json", written)],
        )
    with pytest.raises(FileFormatError) as caught:
        JuryPackages(store).read(path)
    assert caught.value.code in {"E-SCHEMA", "E-FIELD-UNKNOWN", "E-STR-CHAR"}
    return str(caught.value.params.get("field"))


NOMINEE = {"category": "", "facts": "", "id": "PRACTICE", "name": "Prøve", "place": ""}
VOICE = {
    "id": "PRACTICE-1", "nominator": "", "nominee": "PRACTICE", "order": 1, "organisation": "",
    "received": "", "relation": "other", "text": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("field", "nominee", "voices"),
    [
        pytest.param("practice.nominee.id", {"id": "N1"}, [], id="a real nominee as practice"),
        pytest.param("practice.nominee.name", {"name": " "}, [], id="no name"),
        pytest.param("practice.nominee.category", {"category": "K9"}, [], id="an unknown category"),
        pytest.param("withdrawn", {"withdrawn": True}, [], id="a field too much"),
        pytest.param("practice.nominee.name", {"name": "a\u202eb"}, [], id="a hidden character"),
        pytest.param("practice.nominations.id", {}, [VOICE, VOICE], id="a voice twice"),
        pytest.param(
            "practice.nominations.id", {}, [{**VOICE, "id": "F1"}], id="a real voice’s id"
        ),
        pytest.param(
            "practice.nominations.nominee",
            {},
            [{**VOICE, "nominee": "N1"}],
            id="a real one’s voice",
        ),
    ],
)
def test_a_practice_nominee_that_could_be_taken_for_a_real_one_is_refused(
    store: FolderKeyStore,
    tmp_path: Path,
    field: str,
    nominee: dict[str, Any],
    voices: list[Any],
) -> None:
    practice = {"nominee": {**NOMINEE, **nominee}, "nominations": voices}

    assert refusal(store, tmp_path, "declare", practice).startswith(field)


def test_the_practice_nominee_stands_where_it_belongs_and_nowhere_else(
    store: FolderKeyStore, tmp_path: Path
) -> None:
    practice = {"nominee": NOMINEE, "nominations": []}
    empty: dict[str, Any] = {"nominees": [], "nominations": [], "categories": []}

    assert refusal(store, tmp_path, "declare", None) == "practice"
    assert refusal(store, tmp_path, "score", practice) == "practice"
    assert refusal(store, tmp_path, "declare", practice, **empty) == "practice.nominee.category"


@pytest.mark.parametrize("kind", ["declare", "score"])
def test_no_real_nominee_has_the_reserved_id(
    store: FolderKeyStore, tmp_path: Path, kind: str
) -> None:
    practice = {"nominee": NOMINEE, "nominations": []} if kind == "declare" else None
    real = {
        "category": "K1", "facts": "", "id": "PRACTICE", "name": "X", "number": 1, "place": "",
        "withdrawn": False,
    }  # fmt: skip

    found = refusal(store, tmp_path, kind, practice, nominees=[real], nominations=[])

    assert found == "nominees.id"


PRACTISED: ScoreContent = replace(
    CONTENT,
    kind=PackageKind.DECLARE,
    marks=(),
    notes=(),
    practice=(
        PracticeMark(criterion=CRITERIA[0].id, content=mark(15, "Prøver.")),
        PracticeMark(criterion=CRITERIA[1].id, content=MarkContent(MarkState.NOT_ASSESSED)),
    ),
)


def test_practice_marks_travel_apart_from_all_others(world: World) -> None:
    opened = ScoreFiles(world.office).read(world.file(world.written(PRACTISED)), EXPECTED)

    assert opened.content == PRACTISED
    assert (opened.content.practised, opened.content.marks) == (2, ())


def practised(world: World, *changes: dict[str, Any], **body: Any) -> FileFormatError:
    """Return the refusal of a file in which practice marks were changed."""
    rows = [{"criterion": c.id, "note": "", "points": 3, "state": "mark"} for c in CRITERIA]
    for row, change in zip(rows, changes, strict=False):
        row.update(change)
    document = {**world.body(), "kind": "declare", "practice": rows, **body}
    return world.refusal(world.sealed(canonical_bytes(document)))


def test_a_practice_mark_off_the_scale_names_the_practice_nominee(world: World) -> None:
    error = practised(world, {}, {"points": 7})

    assert (error.code, error.row) == ("E-RANGE", 2)
    assert "PRACTICE the mark 7" in str(error)


def test_a_bad_practice_mark_refuses_the_file(world: World) -> None:
    assert practised(world, {"criterion": "C9"}).code == "E-CRITERION"
    assert practised(world, {"criterion": "C2"}).code == "E-DUP-SCORE"
    assert practised(world, {"state": "cleared"}).code == "E-SCHEMA"
    assert practised(world, {"state": "withdrawn", "points": None}).code == "E-SCHEMA"
    assert practised(world, {"rev": 1}).code == "E-FIELD-UNKNOWN"
    assert practised(world, kind="score").params["field"] == "practice"


def test_a_mark_for_the_practice_nominee_never_stands_among_the_others(world: World) -> None:
    body = world.body()
    body["marks"][0]["nominee"] = "PRACTICE"

    assert world.refusal(world.sealed(canonical_bytes(body))).code == "E-NOMINATION"
