"""Jury packages: what is written is read back equal, and whatever was changed is refused."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from juryapp.application.ports import PackageCodec
from juryapp.base.canonical import canonical_bytes
from juryapp.base.characters import fit_to_travel
from juryapp.base.errors import FileFormatError, RuleError, UnavailableError
from juryapp.base.files import sha256
from juryapp.domain.award import Category
from juryapp.domain.criteria import CommentRule, Criterion, Level, ballot_hash
from juryapp.domain.ids import (
    AwardId,
    CategoryId,
    CriterionId,
    EditionId,
    JurorId,
    NominationId,
    NomineeId,
    RoundId,
)
from juryapp.domain.nominees import Nomination, Nominee, Relation
from juryapp.domain.packages import PackageContent, PackageKind
from juryapp.domain.scales import Scale
from juryapp.exchange.container import Container, open_container, write_container
from juryapp.exchange.diagnosis import FORBIDDEN
from juryapp.exchange.envelope import open_envelope, sign
from juryapp.exchange.jury_package import PACKAGE_TYPE, JuryPackages
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.keys import SigningKey

EDITION = EditionId("KOMMUNE-2026")
TOKEN = "0123456789abcdef" * 2
CRITERIA = (
    Criterion(
        id=CriterionId("C1"),
        name="Nyskaping",
        weight=Fraction(2, 3),
        scale=Scale.between(Fraction(0), Fraction(10), Fraction(1, 2)),
        order=1,
        group="Kvalitet",
        guidance="Er det nytt?\nFor hvem?",
        levels=(Level(0, "Ikke"), Level(20, "Andre kan lære av det")),
    ),
    Criterion(
        id=CriterionId("C2"),
        name="Nytte",
        weight=Fraction(1),
        scale=Scale(1, 6, Fraction(1)),
        order=2,
        version=3,
    ),
)
CONTENT = PackageContent(
    kind=PackageKind.SCORE,
    issue=1,
    trial=False,
    award=AwardId("AWARD"),
    award_name="Vertskapskommuneprisen",
    edition=EDITION,
    title="Vertskapskommuneprisen 2026",
    year=2026,
    owner="Eieren",
    languages=("nb", "nn"),
    deadline="2026-11-12",
    round=RoundId("R1"),
    ballot=ballot_hash(CRITERIA, CommentRule.ALL),
    rules="b" * 64,
    log_head="c" * 64,
    made="2026-10-01T12:00:00Z",
    juror=JurorId("J1"),
    juror_number=1,
    juror_name="Åse Ødegård",
    juror_role="chair",
    juror_organisation="Fylket",
    comment=CommentRule.ALL,
    grounds=("Jeg sitter i styret.",),
    categories=(Category(id=CategoryId("K1"), name="Under 15 000", order=1, rule="innbyggere"),),
    criteria=CRITERIA,
    nominees=(
        Nominee(id=NomineeId("N2"), number=2, name="Čáhcesuolu", category=CategoryId("K1")),
        Nominee(
            id=NomineeId("N1"), number=1, name="Ø", category=CategoryId("K1"), facts="1", withdrawn=True
        ),
    ),
    nominations=(
        Nomination(
            id=NominationId("F1"),
            nominee=NomineeId("N1"),
            order=1,
            nominator="Kari",
            organisation="Laget",
            relation=Relation.SELF,
            text="<b>Fint</b> & =1+1\n🦌",
            received="2026-09-01",
        ),
    ),
)  # fmt: skip


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
    return codec.write(CONTENT, TOKEN)[0]


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
    data, digest = codec.write(CONTENT, TOKEN)
    path = tmp_path / "x.jurypack"
    path.write_bytes(data)

    opened = codec.read(path)

    assert opened.content == CONTENT
    assert digest == opened.head.sha256 == sha256(data)
    assert opened.head.token == TOKEN
    assert opened.head.grounds == CONTENT.grounds
    keys = store.award_keys(EDITION)
    assert keys is not None
    assert (opened.head.award_key, opened.head.seal_key) == (keys.sign, keys.seal)


def test_a_package_lists_its_entries_in_the_one_order(package: bytes) -> None:
    opened = open_container(io.BytesIO(package), PACKAGE_TYPE)

    assert list(opened.sizes) == ["mimetype", "manifest.json", "data.json"]


def test_the_same_content_gives_the_same_bytes(codec: JuryPackages, package: bytes) -> None:
    assert codec.write(CONTENT, TOKEN)[0] == package


def test_a_locked_package_opens_with_its_password_and_keeps_its_identity(
    codec: JuryPackages, package: bytes, tmp_path: Path
) -> None:
    data, digest = codec.write(CONTENT, TOKEN, password="sommer")
    path = tmp_path / "x.jurypack"
    path.write_bytes(data)

    assert codec.read(path, password="sommer").content == CONTENT
    assert digest == sha256(package)
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
        JuryPackages(elsewhere).write(CONTENT, TOKEN)
    assert caught.value.code == "E-NO-KEYS"
    with pytest.raises(RuleError):
        elsewhere.seal_key(EDITION)


# ---- changed packages


def parts(package: bytes) -> tuple[Container, dict[str, Any], dict[str, Any]]:
    opened = open_container(io.BytesIO(package), PACKAGE_TYPE)
    envelope = open_envelope(opened.read("manifest.json"), "package", expected="")
    return opened, json.loads(envelope.unverified), json.loads(opened.read("data.json"))


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
    (tmp_path / "good").write_bytes(forged(missing, data, key, [(name, b"hei")]))
    assert codec.read(tmp_path / "good").content == CONTENT


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
    locked = codec.write(CONTENT, TOKEN, password="sommer")[0]
    bit = data.draw(st.integers(0, len(locked) * 8 - 1))
    bad = bytearray(locked)
    bad[bit // 8] ^= 1 << bit % 8
    folder = tmp_path_factory.getbasetemp()

    assert refusal_of(codec, folder, bytes(bad), "sommer").startswith("E-")


# ---- any content at all

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(fit_to_travel)
ids = st.from_regex(r"[A-Z0-9-]{1,40}", fullmatch=True)
ratios = st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=1000)


@st.composite
def criteria(draw: st.DrawFn) -> Criterion:
    least = draw(st.integers(0, 5))
    scale = Scale(least, draw(st.integers(least + 1, 100)), draw(ratios))
    points = st.integers(scale.least, scale.most)
    return Criterion(
        id=CriterionId(draw(ids)),
        name=draw(texts.filter(str.strip)),
        weight=draw(ratios),
        scale=scale,
        order=draw(st.integers(0, 99)),
        group=draw(texts),
        guidance=draw(texts),
        levels=tuple(draw(st.lists(st.builds(Level, points, texts), max_size=3))),
        version=draw(st.integers(1, 9)),
    )


@st.composite
def contents(draw: st.DrawFn) -> PackageContent:
    def listed(strategy: st.SearchStrategy[Any], least: int = 0) -> tuple[Any, ...]:
        unique = st.lists(strategy, min_size=least, max_size=3, unique_by=lambda t: t.id)
        return tuple(draw(unique))

    chosen = listed(criteria())
    comment = draw(st.sampled_from(CommentRule))
    numbers = st.integers(0, 999)
    categories = listed(
        st.builds(
            Category, id=ids, name=texts, order=numbers, rule=texts, finalists=numbers, winners=numbers
        ),
        1,
    )  # fmt: skip
    homes = st.sampled_from([category.id for category in categories])
    nominees = listed(
        st.builds(
            Nominee, id=ids, number=numbers, name=texts, category=homes, place=texts, facts=texts,
            withdrawn=st.booleans(),
        )
    )  # fmt: skip
    nominations: tuple[Any, ...] = ()
    if nominees:
        nominated = st.sampled_from([nominee.id for nominee in nominees])
        nominations = listed(
            st.builds(
                Nomination, id=ids, nominee=nominated, order=numbers, nominator=texts, organisation=texts,
                relation=st.sampled_from(Relation), text=texts, received=texts,
            )
        )  # fmt: skip
    return replace(
        CONTENT,
        kind=draw(st.sampled_from(PackageKind)),
        issue=draw(st.integers(1, 99)),
        trial=draw(st.booleans()),
        award=AwardId(draw(ids)),
        title=draw(texts),
        year=draw(st.integers(1900, 2200)),
        owner=draw(texts),
        ballot=ballot_hash(chosen, comment),
        juror=JurorId(draw(ids)),
        juror_name=draw(texts),
        comment=comment,
        grounds=tuple(draw(st.lists(texts, max_size=3))),
        categories=categories,
        criteria=chosen,
        nominees=nominees,
        nominations=nominations,
    )


@settings(max_examples=60)
@given(content=contents())
def test_any_content_is_read_back_equal(
    codec: JuryPackages, tmp_path_factory: pytest.TempPathFactory, content: PackageContent
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.jurypack"
    path.write_bytes(codec.write(content, TOKEN)[0])

    assert codec.read(path).content == content


@given(st.text())
def test_a_text_fit_to_travel_is_never_refused_and_fitting_it_again_changes_nothing(
    text: str,
) -> None:
    fit = fit_to_travel(text)

    assert not FORBIDDEN.search(fit)
    assert fit_to_travel(fit) == fit


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        ("Vanlig tekst.", "Vanlig tekst."),
        ("en\ttabulator", "en tabulator"),
        ("to\r\nlinjer\rtil", "to\nlinjer\ntil"),
        ("fra en PDF\u2028ny linje", "fra en PDF\nny linje"),
        ("myk\u00adbindestrek", "myk\u00adbindestrek"),
        ("usyn\u200blig \ufeffmerke", "usynlig merke"),
        ("a\u030a", "å"),
        ("Z" + "\u0321" * 5 + "\u0339" * 5 + "!", "Z!"),
        ("half \ud800", "half "),
    ],
)
def test_what_a_person_pasted_is_made_fit_to_travel(text: str, fit: str) -> None:
    assert fit_to_travel(text) == fit


def test_a_criterion_with_hidden_characters_is_refused_before_it_is_sent(
    codec: JuryPackages,
) -> None:
    crooked = replace(CRITERIA[0], name="Ny\u200bskaping")

    with pytest.raises(FileFormatError) as caught:
        codec.write(replace(CONTENT, criteria=(crooked,)), TOKEN)
    assert (caught.value.code, caught.value.params["field"]) == ("E-STR-CHAR", "criteria[1].name")
