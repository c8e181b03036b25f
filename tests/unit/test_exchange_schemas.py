"""The published JSON Schemas: in line with the sources, right about real files, not the whole of the law."""

from __future__ import annotations

import base64
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import fuzz_readers
from fuzz_locked import a_move
from fuzz_readers import Bench, bench, targets
from hostile_scores import dumped
from juryapp.application.copies.award_files import export_award
from juryapp.application.ports.awards import AwardKind
from juryapp.application.ports.workbooks import WorkbookIdentity
from juryapp.base.resources import resource
from juryapp.exchange.envelope import open_envelope
from juryapp.exchange.key_recovery import new_phrase, wrap
from juryapp.exchange.schemas import FORMATS, SUFFIX, schema_of, schema_text
from juryapp.exchange.workbook_identity import WorkbookCodes
from prepared_award import award_at


@pytest.fixture(scope="module")
def on() -> Iterator[Bench]:
    with bench() as on:
        yield on


def payload(envelope: bytes, kind: Any) -> bytes:
    return open_envelope(envelope, kind, expected="").unverified


def real(on: Bench) -> dict[str, bytes]:
    """Return a real document of each format."""
    manifest = dict(on.packages.files)["manifest.json"]
    receipt = fuzz_readers.receipt(on)
    keys = sorted((on.award.folder / "secretariat" / "keys").iterdir())
    with on.award.session.reading() as uow:
        edition = uow.edition()
    office = on.office
    parts = award_parts(on)
    return {
        "award-manifest": payload(parts["manifest.json"], "award"),
        "award-data": parts["data.json"],
        "move-manifest": dumped(a_move(on)),
        "envelope": manifest,
        "package-manifest": payload(manifest, "package"),
        "package-data": dict(on.packages.files)["data.json"],
        "score-sealed": on.scores.good,
        "score": payload(on.scores.inside, "score"),
        "receipt": payload(receipt, "receipt"),
        "workbook": payload(code_of(on), "workbook"),
        "key": keys[0].read_bytes(),
        "wrapped-keys": wrap(
            edition, office.sign_key(edition.id), office.seal_key(edition.id), new_phrase()
        ),
    }


def code_of(on: Bench) -> bytes:
    """Return the envelope on the hidden sheet of an Excel ballot."""
    identity = WorkbookIdentity(
        award=on.expected.edition.award,
        edition=on.expected.edition.id,
        trial=False,
        round=on.expected.round.id,
        ballot=on.expected.round.ballot,
        juror=on.expected.jurors[0].id,
        issue=1,
        above=0,
        made="2026-11-23T12:00:00Z",
        nominees=tuple(on.expected.nominees),
    )
    return base64.b64decode(WorkbookCodes(on.office).write(identity).code)


def award_parts(on: Bench) -> dict[str, bytes]:
    """Return what is in a backup of an edition in which something was done."""
    with award_at("merged") as award:
        export_award(award.session, award.folder, AwardKind.BACKUP)
        (path,) = award.folder.glob("*.juryaward")
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def complaints(name: str, document: object) -> list[str]:
    validator = jsonschema.Draft202012Validator(schema_of(name))
    return [error.message for error in validator.iter_errors(document)]


@pytest.mark.parametrize("name", FORMATS)
def test_a_published_schema_is_the_one_that_the_sources_give(name: str) -> None:
    """If this fails: `python3 dev.py formats`."""
    published = resource("formats", name + SUFFIX).read_text(encoding="utf-8")

    assert published == schema_text(name)


def test_no_schema_is_published_of_a_format_that_is_no_more() -> None:
    assert {path.name for path in resource("formats").glob("*.json")} == {
        name + SUFFIX for name in FORMATS
    }


@pytest.mark.parametrize("name", FORMATS)
def test_a_schema_is_one_and_closed(name: str) -> None:
    schema = schema_of(name)

    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:juryapp:format:{name}:1"
    for part in schema["$defs"].values():
        if "enum" in part:
            continue
        assert part["additionalProperties"] is False
        assert set(part["required"]) == set(part["properties"])
    assert "\\Z" not in schema_text(name)


def test_real_files_are_as_their_schemas_say(on: Bench) -> None:
    documents = real(on)

    assert documents.keys() >= FORMATS.keys() - {"wrapped-key"}
    for name, data in documents.items():
        assert complaints(name, json.loads(data)) == [], name


def test_a_schema_finds_what_is_missing_too_much_or_of_another_type(on: Bench) -> None:
    for name, data in real(on).items():
        sound = json.loads(data)
        for field in sound:
            assert complaints(name, {k: v for k, v in sound.items() if k != field}), (name, field)
            assert complaints(name, {**sound, field: 1.5}), (name, field)
        assert complaints(name, {**sound, "more": 1}), name


def test_what_a_schema_allows_can_still_be_refused(on: Bench) -> None:
    """A schema speaks of the document; the reader also demands its one spelling."""
    reader = targets(on)["score"]
    body = on.scores.body
    for spelt in (
        json.dumps(body, ensure_ascii=False).encode(),
        json.dumps(body, sort_keys=True, indent=1).encode(),
        dumped(body).replace(b'"v":1}', b'"v":1,"v":1}'),
        dumped(dict(reversed(body.items()))).replace(b"{", b"{ ", 1),
    ):
        assert complaints("score", json.loads(spelt)) == []
        assert not reader.once(b"\2" + spelt)
    assert reader.once(b"\2" + dumped(body))


def test_what_a_reader_takes_its_schema_allows(on: Bench) -> None:
    """Else somebody who checks with the schema would refuse files of ours."""
    read = targets(on)["score"]
    for seed in read.seeds():
        if seed[:1] == b"\2" and read.once(seed):
            assert complaints("score", json.loads(seed[1:])) == []


def test_writing_anew_removes_what_is_no_format(tmp_path: Path) -> None:
    from juryapp.exchange.schemas import write_schemas

    (tmp_path / f"gone{SUFFIX}").write_text("{}", encoding="utf-8")
    write_schemas(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {name + SUFFIX for name in FORMATS}
