"""Files of nominees on the command line: attached, listed, taken away; and at the juror's own computer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from attachment_examples import SMALL, files_in, pdf, png
from called_award import CalledAward, called_award


@pytest.fixture
def award(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[CalledAward]:
    monkeypatch.setenv("JURYAPP_LANGUAGE", "en")
    with called_award("open", capsys) as made:
        yield made


def attached(award: CalledAward, folder: Path) -> list[Path]:
    paths = files_in(folder)
    award.call("nominations", "attach", "Fjordby", *paths)
    return paths


def test_files_are_attached_listed_and_taken_away(award: CalledAward, tmp_path: Path) -> None:
    paths = files_in(tmp_path)

    done = award.call("nominations", "attach", "Fjordby", *paths)
    assert [a["name"] for a in done["attached"]] == list(SMALL)
    again = award.call("nominations", "attach", "Fjordby", paths[0])
    assert [a["name"] for a in again["already"]] == [paths[0].name]

    listed = award.call("nominations", "attachments")
    assert [(a["nominee_name"], a["name"]) for a in listed["attachments"]] == [
        ("Fjordby", name) for name in SMALL
    ]
    assert (listed["files"], listed["bytes"]) == (len(SMALL), sum(map(len, SMALL.values())))
    assert "Torget.png" in award.told("nominations", "attachments")

    award.call("nominations", "detach", "Fjordby", "Torget.png", listed["attachments"][0]["sha256"])
    left = award.call("nominations", "attachments")["attachments"]
    assert [a["name"] for a in left] == ["Havna.jpg", "Notat.txt"]
    told = award.call("nominations", "detach", "Fjordby", "Torget.png", code=2)
    assert told["error"]["code"] == "E-UNKNOWN"


def test_what_is_refused_is_named_and_the_rest_is_taken(award: CalledAward, tmp_path: Path) -> None:
    files = {"a.docx": b"PK\3\4[Content_Types].xml", "b.png": png(), "c.pdf": pdf("")}
    paths = files_in(tmp_path, files)

    done = award.call("nominations", "attach", "Fjordby", *paths, code=2)

    assert [a["name"] for a in done["attached"]] == ["b.png", "c.pdf"]
    assert [e["code"] for e in done["refused"]] == ["E-MEDIA"]
    assert [w["code"] for w in done["warnings"]] == ["W-PDF-NO-TEXT"]


def test_a_folder_goes_to_whom_its_names_say(award: CalledAward, tmp_path: Path) -> None:
    files_in(tmp_path / "Vedlegg" / "1 Fjordby" / "bilder", {"torget.png": png(3)})
    files_in(
        tmp_path / "Vedlegg",
        {
            "Elvestad - plan.txt": b"plan",
            "02_notat.txt": b"notat",
            "Elvestadmoen.txt": b"another place",
            "99.txt": b"nobody",
            ".hidden": b"x",
        },
    )
    second = award_names(award)[2]

    planned = award.call(
        "nominations", "attach", "--folder", tmp_path / "Vedlegg", "--dry-run", code=1
    )
    assert {p["name"]: [Path(f).name for f in p["files"]] for p in planned["planned"]} == {
        "Fjordby": ["torget.png"],
        "Elvestad": ["Elvestad - plan.txt"],
        second: ["02_notat.txt"],
    }
    assert sorted(Path(f).name for f in planned["unknown"]) == ["99.txt", "Elvestadmoen.txt"]
    assert award.call("nominations", "attachments")["attachments"] == []

    done = award.call("nominations", "attach", "--folder", tmp_path / "Vedlegg", code=1)
    assert len(done["attached"]) == 3


def award_names(award: CalledAward) -> dict[int, str]:
    """Return the nominees' names by number."""
    from juryapp.application.edition.editions import open_edition
    from workplace import services_in

    session = open_edition(services_in(award.folder / "secretariat"))
    try:
        with session.reading() as uow:
            return {n.number: n.name for n in uow.nominees.all()}
    finally:
        session.close()


@pytest.mark.parametrize(
    "words", [("Fjordby",), (), ("--folder", "x", "Fjordby", "a.pdf"), ("Ingensteds", "a.pdf")]
)
def test_half_a_command_is_refused(award: CalledAward, words: tuple[str, ...]) -> None:
    assert award.call("nominations", "attach", *words, code=2)["ok"] is False


def test_a_juror_lists_and_writes_the_files_out(award: CalledAward, tmp_path: Path) -> None:
    attached(award, tmp_path / "in")
    made = award.call("package", "--kind", "score", "--out", tmp_path / "packages")
    package = next(p for p in made["packages"] if p["name"].startswith("Bjarne"))["file"]
    marks = Path(__file__).parents[1] / "data" / "fjordby" / "bjarne.csv"
    award.call("score", package, "--marks", marks, "--out", tmp_path, who="bjarne")

    listed = award.call("desk", "files", "--out", tmp_path / "papers", who="bjarne")

    assert [(f["name"], f["state"]) for f in listed["files"]] == [(n, "here") for n in SMALL]
    assert [Path(f["file"]).read_bytes() for f in listed["files"]] == list(SMALL.values())
    assert "Torget.png" in award.told("desk", "files", who="bjarne")


def test_a_juror_whose_package_is_gone_is_told(award: CalledAward, tmp_path: Path) -> None:
    attached(award, tmp_path / "in")
    made = award.call("package", "--kind", "score", "--out", tmp_path / "packages")
    package = next(p for p in made["packages"] if p["name"].startswith("Bjarne"))["file"]
    marks = Path(__file__).parents[1] / "data" / "fjordby" / "bjarne.csv"
    award.call("score", package, "--marks", marks, "--out", tmp_path, who="bjarne")
    Path(package).unlink()

    listed = award.call("desk", "files", who="bjarne", code=1)

    assert listed["error"]["code"] == "E-AWAY"
    assert {f["state"] for f in listed["files"]} == {"away"}


def test_putting_a_backup_back_names_the_files_that_did_not_come_along(
    award: CalledAward, tmp_path: Path
) -> None:
    attached(award, tmp_path / "in")
    award.call("round", "close")  # makes a backup of the program's own
    (backup,) = (award.folder / "secretariat" / "backups").rglob("*-closing.jurydb")

    told = award.call("restore", backup, who="elsewhere", code=0)
    assert told["missing"] == []
    (tmp_path / "carried.jurydb").write_bytes(backup.read_bytes())
    told = award.call("restore", tmp_path / "carried.jurydb", who="nowhere", code=1)

    assert [m["name"] for m in told["missing"]] == list(SMALL)
    listed = award.call("nominations", "attachments", who="nowhere", code=1)
    assert all(a["missing"] for a in listed["attachments"])
