"""Workbooks that mean harm, handed in as ballots: each a sentence, and nothing stored; and real programs."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from juryapp.application.merge.merging import FileStatus
from juryapp.application.merge.planning import preview_merge
from juryapp.base.errors import UserError
from juryapp.base.i18n import translated
from prepared_award import Award, award_at
from workbook_examples import returned

FOLDER: Final = Path(__file__).parents[1] / "data" / "intake" / "hostile"
CASES: Final = [
    case["file"]
    for case in json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    if case["file"].startswith("xlsx/")
]


@pytest.fixture(scope="module")
def shared() -> Iterator[Award]:
    """The small award, only looked at."""
    with award_at("open") as award:
        yield award


@pytest.fixture
def award() -> Iterator[Award]:
    with award_at("open") as award:
        yield award


def error_of(award: Award, path: Path) -> UserError:
    (verdict,) = preview_merge(award.session, [path]).files
    assert verdict.status is FileStatus.REFUSED
    assert verdict.error is not None
    return verdict.error


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_no_hostile_workbook_is_taken_for_a_ballot(shared: Award, name: str) -> None:
    error = error_of(shared, FOLDER / name)
    assert error.code.startswith("E-")
    said = translated(error)
    assert said.endswith((".", "”"))
    assert "{" not in said
    assert "nominations" not in said  # what is said of tables is not said of ballots


def with_part(path: Path, name: str, data: bytes) -> Path:
    """Return a ballot with one more part in it."""
    target = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, old.read(part))
        new.writestr(name, data)
    return target


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("xl/vbaProject.bin", b"macro", "E-XLSX-MACRO"),
        ("xl/media/image1.bin", b"\0" * (20 << 20), "E-ZIP-BOMB"),
        ("../outside.xml", b"<a/>", "E-ZIP-PATH"),
        ("xl/extra.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "E-XLSX-DTD"),
    ],
)
def test_a_real_ballot_with_something_hidden_in_it_is_refused(
    award: Award, name: str, data: bytes, code: str
) -> None:
    assert error_of(award, with_part(returned(award), name, data)).code == code


def test_a_ballot_that_is_cut_off_is_refused(award: Award) -> None:
    path = returned(award)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert error_of(award, path).code == "E-XLSX-BROKEN"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("x.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 512, "E-XLSX-OLD"),
        ("x.xlsx", b"%PDF-1.7", "E-XLSX-NOT"),
        ("x.xlsx", b"", "E-EMPTY"),
    ],
)
def test_another_kind_of_file_under_the_name_of_a_workbook_is_named(
    award: Award, tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert error_of(award, path).code == code


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_a_ballot_saved_by_libreoffice_reads_as_it_was(award: Award, tmp_path: Path) -> None:
    path = returned(award, note="Fint – “ja”, ÆØÅ")
    kind = "xlsx:Calc MS Excel 2007 XML"
    subprocess.run(
        ["soffice", "--headless", "--convert-to", kind, "--outdir", tmp_path, path],
        check=True,
        capture_output=True,
        timeout=120,
    )

    (verdict,) = preview_merge(award.session, [tmp_path / path.name]).files

    assert (verdict.status, verdict.complete, verdict.new) == (FileStatus.NEW, True, 8)
