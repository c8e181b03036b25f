"""The whole job on the command line: subprocesses, real files, a data folder for each person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from machine import FJORDBY, Machine

pytestmark = pytest.mark.slow

JURORS = ("astrid", "bjarne", "cecilie")


def pdf_text(path: Path) -> str:
    """Return all text of a PDF."""
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.fixture
def secretary(tmp_path: Path) -> Machine:
    """Return the secretariat's computer."""
    return Machine(tmp_path / "secretariat")


@pytest.fixture
def scores(secretary: Machine, tmp_path: Path) -> dict[str, Path]:
    """Set the edition up, write the packages, let every juror score; return the score files."""
    secretary.json("edition", "new", "--from", FJORDBY / "edition.toml")
    secretary.json("jurors", "import", FJORDBY / "jurors.csv")
    taken = secretary.json("nominations", "import", FJORDBY / "nominations.csv")
    assert (taken["nominees"], taken["nominations"]) == (4, 5)
    secretary.json("round", "open")
    packages = secretary.json("package", "--kind", "score", "--out", tmp_path / "packages")
    files = {}
    for name, package in zip(JURORS, packages["packages"], strict=True):
        juror = Machine(tmp_path / name)
        done = juror.json(
            "score",
            package["file"],
            "--marks",
            FJORDBY / f"{name}.csv",
            "--out",
            tmp_path / "scores",
        )
        assert (done["complete"], done["missing"]) == (True, 0)
        files[name] = Path(done["file"])
    return files


def ranking(results: Any) -> list[tuple[int, str, str, bool]]:
    """Return place, name, exact total and whether the place is shared."""
    return [
        (line["place"], line["name"], line["value"], line["shared"])
        for line in results["categories"][0]["ranked"]
    ]


BY_HAND = [
    (1, "Elvestad", "123/16", False),
    (2, "Fjordby", "7/1", True),
    (2, "Skogheim", "7/1", True),
    (4, "Bergset", "11/6", False),
]


def test_the_whole_job_gives_the_totals_worked_out_by_hand(
    secretary: Machine, scores: dict[str, Path], tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.juryscore"
    damaged.write_bytes(scores["bjarne"].read_bytes()[:-40])

    preview = secretary.json("merge", "--dry-run", scores["cecilie"], scores["astrid"])
    assert preview["new"] == 14
    assert secretary.json("results", code=1)["official"] is False

    first = secretary.json("merge", scores["cecilie"], damaged, scores["astrid"], code=2)
    assert [file["status"] for file in first["files"]] == ["new", "refused", "new"]
    assert first["files"][1]["error"]["code"].startswith("E-")
    assert first["missing"] == ["Bjarne Øvrebø"]

    last = secretary.json("merge", scores["bjarne"], scores["astrid"])
    assert [file["status"] for file in last["files"]] == ["new", "already"]
    assert last["missing"] == []

    results = secretary.json("results")
    assert results["official"] is True
    assert ranking(results) == BY_HAND
    assert len(results["categories"][0]["ranked"][0]["recused"]) == 1

    decide_and_print(secretary, tmp_path)


def decide_and_print(secretary: Machine, tmp_path: Path) -> None:
    secretary.json("round", "close")
    refused = secretary.json("decide", "Fjordby", "--as", "winner", code=2)
    assert refused["error"]["code"] == "E-REASON"
    reason = "Fjordby har vist mest på kortest tid."
    made = secretary.json("decide", "Fjordby", "--as", "winner", "--reason", reason)
    assert made["decisions"][0]["departs"] is True
    secretary.json("decide", "Elvestad", "--as", "finalist")
    text = tmp_path / "text.txt"
    text.write_text("Fjordby får prisen fordi kommunen svarer.", encoding="utf-8")
    secretary.json("justify", "Fjordby", "--language", "nb", "--text", text)

    paper = tmp_path / "protocol.pdf"
    printed = secretary.json("protocol", "--final", "--language", "nb", "--out", paper)
    assert printed["draft"] is False
    shown = pdf_text(paper)
    for needed in ("Fjordprisen 2026", "7,69", "1,83", "Astrid Åsen", "Cecilie Čáhppe", reason):
        assert needed in shown.replace("\r\n", " ").replace("\n", " ")

    assert secretary.json("verify", paper)["whole"] is True
    assert secretary.json("log", "check")["sound"] is True
    backup_and_restore(secretary, tmp_path)


def backup_and_restore(secretary: Machine, tmp_path: Path) -> None:
    backup = Path(secretary.json("backup", "--out", tmp_path / "backup.jurydb")["file"])
    looked = secretary.json("results", "--database", backup, "--read-only")
    assert ranking(looked) == BY_HAND
    other = Machine(tmp_path / "other")
    assert other.json("restore", backup)["edition"] == "FJORD-2026"
    assert ranking(other.json("results")) == BY_HAND


def test_marks_with_a_bad_row_leave_no_file_behind_and_name_the_row(
    secretary: Machine, scores: dict[str, Path], tmp_path: Path
) -> None:
    package = next((tmp_path / "packages").glob("*.jurypack"))
    marks = tmp_path / "marks.csv"
    marks.write_text("nominee,criterion,mark\nFjordby,SAM,8\nFjordby,NY,7.3\n", encoding="utf-8")
    juror = Machine(tmp_path / "new machine")

    refused = juror.json("score", package, "--marks", marks, "--out", tmp_path / "none", code=2)

    assert (refused["error"]["row"], refused["error"]["column"]) == (3, "mark")
    assert not (tmp_path / "none").exists()


def test_a_second_program_is_told_that_the_edition_is_open_elsewhere(
    secretary: Machine, scores: dict[str, Path], tmp_path: Path
) -> None:
    from juryapp.application.edition.editions import open_edition
    from juryapp.base.paths import DataFolder
    from juryapp.bootstrap import services_for

    session = open_edition(services_for(DataFolder(secretary.data, chosen=True)))
    try:
        busy = secretary.json("results", code=3)
    finally:
        session.close()

    assert busy["error"]["code"] == "E-BUSY"
