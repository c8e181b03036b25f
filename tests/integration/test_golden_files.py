"""Today's program reads the golden files: one of every kind, as a program of its time wrote it."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any, Final

import pytest

from juryapp.application.copies.award_files import import_award
from juryapp.application.copies.backups import restore
from juryapp.application.desk.copying import copy_attachments
from juryapp.application.desk.opening import open_package
from juryapp.application.desk.receipts import take_receipt
from juryapp.application.edition.attachments import attachments_of, missing_attachments
from juryapp.application.edition.editions import open_edition
from juryapp.application.keys.recovery import restore_keys
from juryapp.application.log.check import check_log
from juryapp.application.merge.merging import merge, preview_merge
from juryapp.application.services import Services
from juryapp.domain.ids import EditionId, RoundId
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.keys import SealKey, SigningKey
from juryapp.storage import schema
from workplace import services_in

GOLDEN: Final = Path(__file__).parents[1] / "data" / "golden" / "v1"
FACTS: Final = json.loads((GOLDEN / "facts.json").read_text(encoding="utf-8"))
EDITION: Final = EditionId("FJORD-2026")
DATABASES: Final = ("edition-1.jurydb", "edition-2.jurydb", "edition-3.jurydb")
AWARDS: Final = ("archive.juryaward", "backup.juryaward")


def unpacked(name: str, folder: Path) -> Path:
    path = folder / name
    path.write_bytes(gzip.decompress((GOLDEN / f"{name}.gz").read_bytes()))
    return path


@pytest.fixture
def office(tmp_path: Path) -> Services:
    """A secretariat's machine with the edition's keys and nothing else."""
    folder = tmp_path / "office"
    keys = KeyFolder(folder / "keys")
    keys.put_signing_key(f"SIGN.{EDITION}", SigningKey.of(private("award_key")))
    keys.put_seal_key(f"SEAL.{EDITION}", SealKey.of(private("seal_key")))
    return services_in(folder)


def private(name: str) -> bytes:
    return bytes.fromhex(FACTS[name]["private"])


def marks_in(session: Any) -> list[list[Any]]:
    """Return what stands for Bjarne, as the facts say it."""
    with session.reading() as uow:
        names = {nominee.id: nominee.name for nominee in uow.nominees.all()}
        standing = uow.marks.current(RoundId("R1")).effective
    return sorted(
        [names[key.nominee], key.criterion, str(s.content.state), s.content.points]
        for key, s in standing.items()
        if key.juror == FACTS["juror"]
    )


def test_there_is_a_database_of_every_structure() -> None:
    assert len(DATABASES) == schema.LATEST


def test_the_golden_files_are_those_that_were_made() -> None:
    for name, kind in (("bjarne.jurypack", "package"), ("bjarne.juryscore", "score")):
        found = hashlib.sha256((GOLDEN / name).read_bytes()).hexdigest()
        assert found == FACTS[kind]["sha256"]


@pytest.mark.parametrize("name", DATABASES)
def test_a_golden_database_is_put_back_and_goes_on(
    name: str, office: Services, tmp_path: Path
) -> None:
    restore(office, unpacked(name, tmp_path))

    session = open_edition(office)
    try:
        verdict = check_log(session)
        assert verdict.sound
        with session.reading() as uow:
            assert [juror.name.partition(" ")[0] for juror in uow.jurors.all()] == [
                "Astrid",
                "Bjarne",
                "Cecilie",
            ]
            statements = len(uow.marks.current(RoundId("R1")).effective)
        assert statements == (22 if name == "edition-1.jurydb" else 0)
    finally:
        session.close()


def test_a_golden_score_file_is_taken_in(office: Services, tmp_path: Path) -> None:
    restore(office, unpacked("edition-3.jurydb", tmp_path))
    session = open_edition(office)
    try:
        report = merge(session, preview_merge(session, [GOLDEN / "bjarne.juryscore"]))
        assert not report.plan.refused
        assert marks_in(session) == FACTS["score"]["marks"]
    finally:
        session.close()


def test_a_golden_package_is_opened_and_its_golden_receipt_is_taken(tmp_path: Path) -> None:
    desk = open_package(services_in(tmp_path / "desk"), GOLDEN / "bjarne.jurypack")
    try:
        assert desk.edition().id == FACTS["edition"]
        taken = take_receipt(desk, GOLDEN / "bjarne.juryreceipt")
        assert taken is not None
        assert copy_attachments(desk).files == len(FACTS["attachments"])
    finally:
        desk.close()


@pytest.mark.parametrize("name", AWARDS)
def test_a_golden_award_file_is_put_in(name: str, tmp_path: Path) -> None:
    services = services_in(tmp_path / "new")
    imported = import_award(services, unpacked(name, tmp_path))

    assert imported.edition == EDITION
    assert not imported.has_keys
    assert imported.has_phrase == (name == "backup.juryaward")
    session = open_edition(services)
    try:
        assert marks_in(session) == FACTS["score"]["marks"]
        (attached,) = attachments_of(session).values()
        assert {a.name: a.sha256 for a in attached} == FACTS["attachments"]
        assert missing_attachments(session) == ()
        if imported.has_phrase:
            restore_keys(session, FACTS["phrase"])
            keys = services.keys.award_keys(EDITION)
            assert keys is not None
            assert (keys.sign, keys.seal) == (
                FACTS["award_key"]["public"],
                FACTS["seal_key"]["public"],
            )
    finally:
        session.close()


def test_golden_keys_are_read(tmp_path: Path) -> None:
    """A key file is a format as well, though it never travels."""
    office = KeyFolder(tmp_path / "keys")
    office.put_signing_key("SIGN.X", SigningKey.of(private("award_key")))
    shutil.copyfile(GOLDEN / "sign.key", tmp_path / "keys" / "SIGN.Y.key")

    assert office.find_signing_key("SIGN.Y") == office.find_signing_key("SIGN.X")
