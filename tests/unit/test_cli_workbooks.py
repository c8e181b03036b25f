"""Excel ballots on the command line: made, merged, confirmed, verified."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from called_award import CalledAward, called_award
from workbook_examples import fill

BJARNE = "Bjarne Øvrebø"


@pytest.fixture
def award(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[CalledAward]:
    monkeypatch.setenv("JURYAPP_LANGUAGE", "en")
    with called_award("open", capsys) as made:
        yield made


def made(award: CalledAward) -> Path:
    target = award.folder / "out" / "bjarne.xlsx"
    [written] = award.call("package", "--workbook", "--juror", BJARNE, "--out", target)["packages"]
    assert written["workbook"]
    assert not written["locked"]
    return target


def back(award: CalledAward, mark: object = 7.5) -> Path:
    path = award.folder / "back" / "bjarne.xlsx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(fill(made(award), {"SAM": mark, "NY": 8}).bytes())
    return path


def test_a_workbook_for_each_juror_lies_under_names_without_personal_data(
    award: CalledAward,
) -> None:
    written = award.call("package", "--workbook", "--out", award.folder / "out")["packages"]
    names = [Path(package["file"]).name for package in written]
    assert names == ["2026-01-AA.xlsx", "2026-02-BO.xlsx", "2026-03-CC.xlsx"]


def test_a_workbook_has_no_password(award: CalledAward) -> None:
    words = ("package", "--workbook", "--juror", BJARNE, "--password", "x", "--out", award.folder)
    assert award.call(*words, code=2)["error"]["code"] == "E-USAGE"


def test_a_dry_run_says_that_it_is_not_signed_and_changes_nothing(award: CalledAward) -> None:
    answer = award.call("merge", "--dry-run", back(award), code=0)
    [file] = answer["files"]
    assert (file["origin"], file["complete"], file["new"]) == ("workbook", True, 8)
    assert [warning["code"] for warning in file["warnings"]] == ["E-UNSIGNED"]
    assert award.call("merge", "--dry-run", back(award))["files"][0]["status"] == "new"


def test_a_folder_stands_for_the_ballots_in_it_and_not_for_other_workbooks(
    award: CalledAward,
) -> None:
    path = back(award)
    source = Path(__file__).parents[1] / "data" / "intake" / "nominations.xlsx"
    shutil.copy(source, path.parent / "nominations.xlsx")

    answer = award.call("merge", path.parent)

    assert [Path(file["file"]).name for file in answer["files"]] == ["bjarne.xlsx"]
    assert answer["taken"] == 1


def test_an_inbox_counts_other_workbooks_as_others(award: CalledAward) -> None:
    path = back(award)
    source = Path(__file__).parents[1] / "data" / "intake" / "nominations.xlsx"
    shutil.copy(source, path.parent / "nominations.xlsx")
    (path.parent / "~$bjarne.xlsx").write_bytes(b"x")
    for file in path.parent.iterdir():
        file.touch()

        os.utime(file, (1_700_000_000, 1_700_000_000))

    inbox = award.call("merge", "--inbox", path.parent)["inbox"]

    assert [Path(file["file"]).name for file in inbox["files"]] == ["bjarne.xlsx"]
    assert inbox["others"] == 2


def test_bad_cells_refuse_the_file_and_are_named_for_scripts(award: CalledAward) -> None:
    answer = award.call("merge", back(award, "good"), code=2)
    error = answer["files"][0]["error"]
    assert error["code"] == "E-CELL-MARK"
    assert "“good” is no answer to “Samarbeid”" in error["message"]


def test_the_e_mail_to_confirm_is_written_instead_of_a_receipt(award: CalledAward) -> None:
    award.call("merge", back(award))
    folder = award.folder / "letters"
    assert award.call("receipts", "--out", folder)["receipts"] == []

    [letter] = award.call("receipts", "--confirm", "--out", folder)["letters"]

    assert letter["name"] == BJARNE
    assert "Samarbeid" in Path(letter["file"]).read_text(encoding="utf-8")


def test_verify_says_that_nobody_signed_the_marks(award: CalledAward) -> None:
    said = award.call("verify", back(award))
    assert (said["kind"], said["signature"], said["known"]) == ("workbook", "valid", "award")
