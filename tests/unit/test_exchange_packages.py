"""Jury packages: what is written is read back equal, and whatever was changed is refused."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from juryapp.application.ports import PackageCodec
from juryapp.base.canonical import canonical_bytes
from juryapp.base.errors import FileFormatError, RuleError, UnavailableError
from juryapp.base.files import sha256
from juryapp.exchange.container import Container, open_container, write_container
from juryapp.exchange.envelope import open_envelope, sign
from juryapp.exchange.jury_package import PACKAGE_TYPE, JuryPackages
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.keys import SigningKey
from package_examples import CONTENT, EDITION, TOKEN, identity_of, made


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> FolderKeyStore:
    store = FolderKeyStore(KeyFolder(tmp_path_factory.mktemp("keys")))
    store.make_award_keys(EDITION)
    return store


@pytest.fixture(scope="module")
def codec(store: FolderKeyStore) -> JuryPackages:
    port: PackageCodec = JuryPackages(store)
    assert isinstance(port, JuryPackages)
    return port


@pytest.fixture(scope="module")
def package(codec: JuryPackages) -> bytes:
    return made(codec, CONTENT)[0]


def refusal_of(codec: JuryPackages, folder: Path, data: bytes, password: str = "") -> str:
    path = folder / "x.jurypack"
    path.write_bytes(data)
    with pytest.raises(FileFormatError) as caught:
        codec.read(path, password=password)
    assert caught.value.file == "x.jurypack"
    assert str(caught.value)
    return caught.value.code


def test_a_package_is_read_back_as_it_was_written(
    codec: JuryPackages, store: FolderKeyStore, tmp_path: Path
) -> None:
    data, digest = made(codec, CONTENT)
    path = tmp_path / "x.jurypack"
    path.write_bytes(data)

    opened = codec.read(path)

    assert opened.content == CONTENT
    assert digest == opened.head.sha256 == identity_of(data)
    assert opened.head.token == TOKEN
    assert opened.head.grounds == CONTENT.grounds
    keys = store.award_keys(EDITION)
    assert keys is not None
    assert (opened.head.award_key, opened.head.seal_key) == (keys.sign, keys.seal)


def test_a_package_lists_its_entries_in_the_one_order(package: bytes) -> None:
    opened = open_container(io.BytesIO(package), PACKAGE_TYPE)

    assert list(opened.sizes) == ["mimetype", "manifest.json", "data.json"]


def test_the_same_content_gives_the_same_bytes(codec: JuryPackages, package: bytes) -> None:
    assert made(codec, CONTENT)[0] == package


def test_a_locked_package_opens_with_its_password_and_keeps_its_identity(
    codec: JuryPackages, package: bytes, tmp_path: Path
) -> None:
    data, digest = made(codec, CONTENT, password="sommer")
    path = tmp_path / "x.jurypack"
    path.write_bytes(data)

    assert codec.read(path, password="sommer").content == CONTENT
    assert digest == identity_of(package)
    assert b"Kari" in package
    assert b"Kari" not in data
    assert refusal_of(codec, tmp_path, data) == "E-LOCKED"
    assert refusal_of(codec, tmp_path, data, "vinter") == "E-PASSWORD"


def test_a_password_does_no_harm_to_a_package_that_has_none(
    codec: JuryPackages, package: bytes, tmp_path: Path
) -> None:
    (tmp_path / "x.jurypack").write_bytes(package)

    assert codec.read(tmp_path / "x.jurypack", password="sommer").content == CONTENT


def test_a_package_that_is_not_there_is_named(codec: JuryPackages, tmp_path: Path) -> None:
    with pytest.raises(FileFormatError) as caught:
        codec.read(tmp_path / "y.jurypack")
    assert (caught.value.code, caught.value.file) == ("E-NOT-FOUND", "y.jurypack")


def test_a_disk_that_fails_is_the_machines_fault(
    codec: JuryPackages, package: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    (tmp_path / "x.jurypack").write_bytes(package)
    monkeypatch.setattr("juryapp.exchange.jury_package.read_package", fail)

    with pytest.raises(UnavailableError):
        codec.read(tmp_path / "x.jurypack")


def test_no_package_is_made_without_the_editions_keys(tmp_path: Path) -> None:
    elsewhere = FolderKeyStore(KeyFolder(tmp_path))

    with pytest.raises(RuleError) as caught:
        made(JuryPackages(elsewhere), CONTENT)
    assert caught.value.code == "E-NO-KEYS"
    with pytest.raises(RuleError):
        elsewhere.seal_key(EDITION)


# ---- changed packages


def parts(package: bytes) -> tuple[Container, dict[str, Any], dict[str, Any]]:
    opened = open_container(io.BytesIO(package), PACKAGE_TYPE)
    envelope = open_envelope(opened.read("manifest.json"), "package", expected="")
    return opened, json.loads(envelope.unverified), json.loads(opened.read("data.json"))


def repacked(package: bytes, *, change: bytes = b"", extra: str = "", leave: str = "") -> bytes:
    """What somebody gets who changes a package with a zip program: other headers, and more than that."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if name != leave:
                content = old.read(name)
                new.writestr(zipfile.ZipInfo(name), content + change * (name == "data.json"))
        if extra:
            new.writestr(zipfile.ZipInfo(extra), b"x")
    return target.getvalue()


def test_a_package_that_another_program_packed_anew_is_refused_for_what_was_changed(
    codec: JuryPackages, package: bytes, tmp_path: Path
) -> None:
    def refusal(**changes: Any) -> str:
        return refusal_of(codec, tmp_path, repacked(package, **changes))

    assert refusal() == "E-ZIP-MISMATCH"
    assert refusal(change=b" ") == "E-ZIP-HASH"
    assert refusal(extra=f"att/{'0' * 64}") == "E-ZIP-EXTRA"
    assert refusal(leave="data.json") == "E-ZIP-MISSING"
    assert refusal_of(codec, tmp_path, package[:-1]) == "E-TRUNC"


def forged(
    manifest: dict[str, Any],
    data: bytes,
    key: SigningKey,
    attachments: list[tuple[str, bytes | Path]] | None = None,
) -> bytes:
    envelope = sign("package", canonical_bytes(manifest), key)
    target = io.BytesIO()
    contents: list[tuple[str, bytes | Path]] = [
        ("mimetype", PACKAGE_TYPE),
        ("manifest.json", envelope),
        ("data.json", data),
    ]
    write_container(target, contents + (attachments or []))
    return target.getvalue()


Change = Callable[[dict[str, Any], dict[str, Any]], None]


def put(which: int, value: object, *path: str | int) -> Change:
    """A change of one field of the manifest (0) or the data (1)."""

    def change(*documents: dict[str, Any]) -> None:
        place: Any = documents[which]
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("code", "change"),
    [
        pytest.param("E-SCHEMA", put(0, "J2", "juror"), id="another juror in the manifest"),
        pytest.param("E-BALLOT", put(0, "d" * 64, "ballot"), id="another ballot"),
        pytest.param("E-BALLOT", put(1, "Noe annet", "criteria", 0, "name"), id="another criterion text"),
        pytest.param("E-SCHEMA", put(1, "K9", "nominees", 0, "category"), id="a category nobody knows"),
        pytest.param("E-SCHEMA", put(1, "N9", "nominations", 0, "nominee"), id="a nominee nobody knows"),
        pytest.param("E-SCHEMA", put(1, "N1", "nominees", 0, "id"), id="a nominee twice"),
        pytest.param("E-SCHEMA", put(1, 0, "criteria", 0, "most"), id="a scale with one mark"),
        pytest.param("E-SCHEMA", put(1, 0, "criteria", 0, "step", "num"), id="a step of nought"),
        pytest.param("E-SCHEMA", put(1, 0, "criteria", 0, "step", "den"), id="a division by nought"),
        pytest.param("E-SCHEMA", put(1, 0, "criteria", 0, "weight", "num"), id="a weight of nought"),
        pytest.param("E-SCHEMA", put(1, 99, "criteria", 0, "levels", 0, "points"), id="an off-scale level"),
        pytest.param("E-SCHEMA", put(1, "boss", "juror", "role"), id="a role nobody knows"),
        pytest.param("E-SCHEMA", put(1, [], "languages"), id="no language"),
        pytest.param("E-SCHEMA", put(1, ["de"], "languages"), id="a language that is not ours"),
        pytest.param("E-SCHEMA", put(0, "j 1", "juror"), id="an id that is none"),
        pytest.param("E-SCHEMA", put(0, "yesterday", "made"), id="a time that is none"),
        pytest.param("E-SCHEMA", put(0, "x", "format"), id="another format"),
        pytest.param("E-FIELD-UNKNOWN", put(0, 1, "extra"), id="an extra field"),
        pytest.param("E-VERSION", put(0, 2, "v"), id="a newer manifest"),
        pytest.param("E-VERSION", put(1, 2, "v"), id="newer data"),
        pytest.param("E-STR-CHAR", put(1, "a\u202eb", "title"), id="a hidden character"),
    ],
)  # fmt: skip
def test_a_package_that_contradicts_itself_is_refused_though_it_is_signed(
    codec: JuryPackages,
    store: FolderKeyStore,
    package: bytes,
    tmp_path: Path,
    code: str,
    change: Change,
) -> None:
    _, manifest, data = parts(package)
    change(manifest, data)
    written = canonical_bytes(data)
    manifest["files"][0].update(bytes=len(written), sha256=sha256(written))

    assert refusal_of(codec, tmp_path, forged(manifest, written, store.sign_key(EDITION))) == code


def test_a_manifest_signed_by_somebody_else_is_refused(
    codec: JuryPackages, package: bytes, tmp_path: Path
) -> None:
    opened, manifest, _ = parts(package)
    data = forged(manifest, opened.read("data.json"), SigningKey.make())

    assert refusal_of(codec, tmp_path, data) == "E-SIG"


def test_data_that_the_manifest_does_not_vouch_for_is_refused(
    codec: JuryPackages, store: FolderKeyStore, package: bytes, tmp_path: Path
) -> None:
    _, manifest, data = parts(package)
    data["title"] = "Noe annet"
    changed = forged(manifest, canonical_bytes(data), store.sign_key(EDITION))

    assert refusal_of(codec, tmp_path, changed) == "E-ZIP-HASH"


def test_the_list_of_contents_and_the_contents_must_agree_both_ways(
    codec: JuryPackages, store: FolderKeyStore, package: bytes, tmp_path: Path
) -> None:
    opened, manifest, _ = parts(package)
    key, data = store.sign_key(EDITION), opened.read("data.json")
    name = "att/" + sha256(b"hei")
    entry = {"bytes": 3, "name": name, "sha256": sha256(b"hei")}
    missing = {**manifest, "files": [*manifest["files"], entry]}
    wrong = {**manifest, "files": [*manifest["files"], {**entry, "name": "att/" + "0" * 64}]}
    twice = {**manifest, "files": manifest["files"] * 2}
    none = {**manifest, "files": []}

    def refusal(document: dict[str, Any], *attached: tuple[str, bytes | Path]) -> str:
        return refusal_of(codec, tmp_path, forged(document, data, key, list(attached)))

    assert refusal(missing) == "E-ZIP-MISSING"
    assert refusal(manifest, (name, b"hei")) == "E-ZIP-EXTRA"
    assert refusal(missing, (name, b"hai")) == "E-ZIP-HASH"
    assert refusal(wrong, ("att/" + "0" * 64, b"hei")) == "E-ZIP-HASH"
    assert refusal(twice) == "E-SCHEMA"
    assert refusal(none) == "E-SCHEMA"
    assert refusal(missing, (name, b"hei")) == "E-ZIP-EXTRA"  # the juror's own list lacks it


@settings(max_examples=300)
@given(data=st.data())
def test_no_flipped_bit_of_a_package_goes_unseen(
    codec: JuryPackages,
    package: bytes,
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
) -> None:
    bit = data.draw(st.integers(0, len(package) * 8 - 1))
    bad = bytearray(package)
    bad[bit // 8] ^= 1 << bit % 8

    assert refusal_of(codec, tmp_path_factory.getbasetemp(), bytes(bad)).startswith("E-")


@settings(max_examples=15)
@given(data=st.data())
def test_no_flipped_bit_of_a_locked_package_goes_unseen(
    codec: JuryPackages, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    locked = made(codec, CONTENT, password="sommer")[0]
    bit = data.draw(st.integers(0, len(locked) * 8 - 1))
    bad = bytearray(locked)
    bad[bit // 8] ^= 1 << bit % 8
    folder = tmp_path_factory.getbasetemp()

    assert refusal_of(codec, folder, bytes(bad), "sommer").startswith("E-")
