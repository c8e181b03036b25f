"""Ballots on paper on the command line: printed, typed in, shown, confirmed, sent back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from called_award import CalledAward, called_award
from workplace import FJORDBY


@pytest.fixture
def award(capsys: pytest.CaptureFixture[str]) -> Iterator[CalledAward]:
    with called_award("packages", capsys) as place:
        yield place


def typed(award: CalledAward, name: str = "Astrid Moen", file: str = "astrid") -> int:
    """Type in a paper; return its number."""
    done = award.call(
        "paper", "type", name, "--marks", FJORDBY / f"{file}.csv", "--by", "Tone Berg", code=1
    )
    assert done["stage"] == "waiting"
    return int(done["n"])


def jurors(award: CalledAward) -> dict[str, dict[str, object]]:
    """Return what is listed, by first name."""
    listed = award.call("paper", "list", code=award_code(award))["papers"]
    return {str(paper["name"]).split()[0].lower(): paper for paper in listed}


def award_code(award: CalledAward) -> int:
    """Return the exit code of the list: 1 while something waits."""
    told = award.told
    try:
        told("paper", "list")
    except AssertionError:
        return 1
    return 0


def test_papers_are_printed_into_a_folder_each_with_its_code(award: CalledAward) -> None:
    out = award.folder / "papers"
    done = award.call("paper", "print", "--out", out, "--language", "en")["papers"]

    files = [Path(paper["file"]) for paper in done]
    assert sorted(out.iterdir()) == sorted(files)
    for paper, file in zip(done, files, strict=True):
        pages = pypdfium2.PdfDocument(file)
        for page in pages:
            assert paper["code"] in page.get_textpage().get_text_bounded()
        assert "Ballot on paper" in pages[0].get_textpage().get_text_bounded()
        pages.close()
    again = award.call("paper", "print", "--out", out)["papers"]
    assert [paper["issue"] for paper in again] == [2] * len(done)


def test_a_typed_paper_is_shown_confirmed_and_counted(award: CalledAward) -> None:
    name = str(jurors(award)["astrid"]["name"])
    typed(award, name)

    assert jurors(award)["astrid"]["stage"] == "waiting"
    shown = award.call("paper", "show", name)
    assert any(line["marks"] for line in shown["lines"])
    assert "Waits for a second person" in award.told("paper", "show", name)
    same = award.call("paper", "confirm", name, "--by", " tone  BERG", code=2)
    assert same["error"]["code"] == "E-SAME-PERSON"
    done = award.call("paper", "confirm", name, "--by", "Sigrid Second")
    assert done["complete"]
    paper = jurors(award)["astrid"]
    assert (paper["stage"], paper["typed_by"], paper["confirmed_by"]) == (
        "confirmed",
        "Tone Berg",
        "Sigrid Second",
    )


def test_a_paper_is_sent_back_with_a_reason_and_typed_by_its_code(award: CalledAward) -> None:
    (printed,) = award.call(
        "paper",
        "print",
        "--out",
        award.folder / "one.pdf",
        "--juror",
        jurors(award)["bjarne"]["name"],
    )["papers"]
    typed(award, printed["code"], "bjarne")
    award.call("paper", "reject", printed["code"], "--by", "Sigrid", "--reason", "7, not 1")
    assert jurors(award)["bjarne"]["reason"] == "7, not 1"
    n = typed(award, printed["code"], "bjarne")
    assert award.call("paper", "take-back", printed["code"], "--by", "Tone Berg")["n"] == n


def test_a_row_that_is_no_mark_is_named_and_nothing_is_typed(award: CalledAward) -> None:
    name = str(jurors(award)["astrid"]["name"])
    table = award.folder / "wrong.csv"
    lines = (FJORDBY / "astrid.csv").read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([lines[0], lines[1].rsplit(",", 2)[0] + ",eleven,"]), "utf-8")

    refused = award.call("paper", "type", name, "--marks", table, "--by", "Tone", code=2)

    assert refused["error"]["row"] == 2
    assert jurors(award)["astrid"]["stage"] == "none"


def test_a_printed_paper_is_known_again_and_a_changed_one_is_not(award: CalledAward) -> None:
    papers = award.call("paper", "print", "--out", award.folder / "papers")["papers"]
    file = Path(papers[0]["file"])

    found = award.call("verify", file)
    assert (found["kind"], found["whole"]) == ("paper", True)
    file.write_bytes(file.read_bytes() + b"%")
    assert "ok" in award.call("verify", file, code=2)
