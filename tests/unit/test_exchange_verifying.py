"""Verifying: what a file is, whose, and whether it is whole, without taking anything in."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from juryapp.application.ports import Expected
from juryapp.base.canonical import canonical_bytes
from juryapp.domain.award import Category
from juryapp.domain.criteria import CommentRule
from juryapp.domain.ids import CategoryId
from juryapp.domain.packages import (
    PackageContent,
    PackageKind,
)
from juryapp.exchange.jury_package import JuryPackages
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.score_file import ScoreFiles
from juryapp.exchange.verifying import FileVerifier
from package_examples import INVENTED, made
from score_file_examples import (
    BALLOT,
    CONTENT,
    CRITERIA,
    EDITION,
    EXPECTED,
    JUROR,
    ROUND,
    TOKEN,
    World,
    issue_for,
    new_world,
    pinned,
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return new_world(tmp_path_factory.mktemp("world"))


def test_verify_tells_who_signed_a_score_file_and_how_that_is_known(world: World) -> None:
    verifier, path = FileVerifier(world.office), world.file(world.written())

    def verdict(expected: Expected | None) -> tuple[bool, str, str, str]:
        found = verifier.verify(path, expected)
        assert found.kind == "score"
        return found.whole, found.signature, found.signer, found.known

    assert verdict(pinned(world)) == (True, "valid", "Åse", "word")
    assert verdict(EXPECTED) == (True, "valid", "Åse", "package")
    assert verdict(replace(EXPECTED, packages=())) == (True, "valid", "Åse", "")
    assert verdict(pinned(world, closed="2026-11-10T12:00:00Z")) == (
        True,
        "valid",
        "Åse",
        "package",
    )
    assert verdict(None) == (True, "valid", JUROR, "")


def test_verify_says_sealed_where_the_key_is_not(world: World) -> None:
    path = world.file(world.written())
    found = FileVerifier(world.desk).verify(path, None)

    assert (found.whole, found.signature, found.signer) == (True, "sealed", "")
    hostile = world.file(canonical_bytes({**json.loads(world.written()), "edition": "../x"}))
    assert FileVerifier(world.office).verify(hostile, None).signature == "sealed"


def test_verify_reads_the_opened_envelope_that_an_archive_holds(world: World) -> None:
    path = world.file(world.inside(world.written()))
    found = FileVerifier(world.desk).verify(path, None)

    assert (found.kind, found.whole, found.signature) == ("score", True, "valid")


def test_verify_tells_a_wrong_signature_from_damage(world: World) -> None:
    envelope = json.loads(world.inside(world.written()))
    envelope["signatures"][0]["sig"] = "A" * 86 + "=="
    verifier = FileVerifier(world.office)

    forged = verifier.verify(world.file(canonical_bytes(envelope)), None)
    cut_off = verifier.verify(world.file(world.written()[:-9]), None)

    assert (forged.whole, forged.signature) == (False, "invalid")
    assert (cut_off.whole, cut_off.signature, cut_off.code) == (False, "invalid", "E-TRUNC")
    assert forged.detail != cut_off.detail


def test_verify_says_of_a_signed_file_that_a_mark_in_it_is_off_the_scale(world: World) -> None:
    body = world.body()
    body["marks"][0]["points"] = 999
    path = world.file(world.sealed(canonical_bytes(body)))

    found = FileVerifier(world.office).verify(path, EXPECTED)

    assert (found.whole, found.signature, found.code) == (False, "valid", "E-RANGE")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"SQLite format 3\0", b"hello"])
def test_verify_says_of_a_foreign_file_that_it_is_none_of_ours(world: World, data: bytes) -> None:
    found = FileVerifier(world.office).verify(world.file(data), None)

    assert (found.kind, found.whole, found.signature) == ("unknown", False, "none")
    assert found.detail


PACKAGE = PackageContent(
    kind=PackageKind.DECLARE,
    issue=2,
    trial=False,
    award=EDITION.award,
    award_name="Pris",
    edition=EDITION.id,
    title="Pris 2026",
    year=2026,
    owner="",
    languages=("nb",),
    deadline="",
    round=ROUND,
    ballot=BALLOT,
    rules="b" * 64,
    log_head="c" * 64,
    made="2026-10-01T12:00:00Z",
    juror=JUROR,
    juror_number=1,
    juror_name="Åse",
    juror_role="member",
    juror_organisation="",
    comment=CommentRule.NONE,
    grounds=(),
    categories=(Category(id=CategoryId("K1"), name="Alle", order=1),),
    criteria=CRITERIA,
    nominees=(),
    nominations=(),
    practice=INVENTED,
)


def test_verify_tells_whose_a_package_is(world: World) -> None:
    data, digest = made(JuryPackages(world.office), PACKAGE, TOKEN)
    issued = replace(EXPECTED, packages=(issue_for(JUROR, TOKEN, digest),))
    path = world.file(data)

    def verdict(keys: FolderKeyStore, expected: Expected | None) -> tuple[bool, str, str, str]:
        found = FileVerifier(keys).verify(path, expected)
        assert found.kind == "package"
        return found.whole, found.signature, found.signer, found.known

    assert verdict(world.office, None) == (True, "valid", "Pris", "award")
    assert verdict(world.desk, issued) == (True, "valid", "Pris", "award")
    assert verdict(world.desk, EXPECTED) == (True, "valid", "Pris", "")


def test_verify_says_of_a_locked_package_that_it_is_locked(world: World) -> None:
    path = world.file(made(JuryPackages(world.office), PACKAGE, TOKEN, password="sommer")[0])

    found = FileVerifier(world.office).verify(path, None)

    assert (found.kind, found.whole, found.signature) == ("package", True, "sealed")


def test_verify_says_of_a_changed_package_that_it_is_not_whole(world: World) -> None:
    data = made(JuryPackages(world.office), PACKAGE, TOKEN)[0]
    found = FileVerifier(world.office).verify(
        world.file(data.replace("Åse".encode(), b"Ose!")), None
    )

    assert (found.kind, found.whole) == ("package", False)


def test_a_juror_answers_the_package_that_the_office_made(world: World) -> None:
    data, digest = made(JuryPackages(world.office), PACKAGE, TOKEN)
    package = JuryPackages(world.desk).read(world.file(data)).head
    content = replace(CONTENT, package=package.sha256, kind=package.kind)
    expected = replace(EXPECTED, packages=(issue_for(JUROR, TOKEN, digest),))

    answer = ScoreFiles(world.desk).write(content, package)

    assert ScoreFiles(world.office).read(world.file(answer), expected).content == content
