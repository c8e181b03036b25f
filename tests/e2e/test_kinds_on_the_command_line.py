"""Every kind of criterion on the command line: from the edition file to the text of the protocol."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from juryapp.base.i18n import use_language
from juryapp.cli.main import main
from kinds_award import TOWNS, VILLAGES, edition_text

Called = Callable[..., Any]


def pdf_text(path: Path) -> str:
    """Return all text of a paper."""
    document = pdfium.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Called]:
    """Return what runs a command on somebody's data and returns its object."""

    def called(who: str, *words: object, code: int = 0, plain: bool = False) -> Any:
        arguments = [str(word) for word in words]
        more = [] if plain else ["--json"]
        done = main([*arguments, *more, "--data", str(tmp_path / who), "--language", "en"])
        printed = capsys.readouterr()
        assert done == code, printed.out + printed.err
        return printed.out if plain else json.loads(printed.out or printed.err)

    yield called
    use_language("en")


def _prepared(call: Called, folder: Path, kind: str) -> list[Path]:
    """Set an award of one kind up and return the packages."""
    edition = folder / "edition.toml"
    edition.write_text(edition_text(kind, why=kind == "yes_no"), encoding="utf-8")
    rows = [(name, "Towns") for name in TOWNS] + [(name, "Villages") for name in VILLAGES]
    text = "".join(f"{name};{category};Somebody;Good.\n" for name, category in rows)
    nominations = folder / "nominations.csv"
    nominations.write_text("Kandidat;Kategori;Forslagsstiller;Tekst\n" + text, encoding="utf-8")
    call("office", "edition", "new", "--from", edition)
    call("office", "nominations", "import", nominations)
    call("office", "round", "open")
    call("office", "package", "--out", folder / "packages")
    return sorted((folder / "packages").glob("*.jurypack"))


def _scored(call: Called, folder: Path, packages: list[Path], ballots: list[list[str]]) -> None:
    """Let each juror score and the office take the files in."""
    files = []
    for number, (package, rows) in enumerate(zip(packages, ballots, strict=True)):
        marks = folder / f"marks{number}.csv"
        marks.write_text("nominee,criterion,mark,note\n" + "\n".join(rows), encoding="utf-8")
        out = folder / "scores" / str(number)
        made = call(f"juror{number}", "score", package, "--marks", marks, "--out", out)
        assert made["complete"]
        files.append(made["file"])
    call("office", "merge", *files)


def _ballots(kind: str) -> list[list[str]]:
    """Return three ballots in three manners of speaking."""
    names = (*TOWNS, *VILLAGES)
    said = {
        "order": [
            ("1", "2", "3", "1", "2"),
            ("1.", "2.", "3.", "2.", "1."),
            ("2", "1", "3", "1", "2"),
        ],
        "yes_no": [("ja", "nei", "yes", "no", "1"), ("Ja", "Nei", "nei", "yes", "J"), ("yes",) * 5],
        "recommendation": [
            ("1", "Not recommended", "recommended", "2", "3"),
            ("Recommended", "2", "With reservations", "2", "3"),
            ("1", "3", "2", "1", "1"),
        ],
        "text": [("",) * 5] * 3,
    }[kind]
    note = "Well told" if kind == "text" else ""
    rows = [[f"{n},C,{a},{note}" for n, a in zip(names, answers, strict=True)] for answers in said]
    why = [f"{n},WHY,,Because of {n}" for n in names] if kind == "yes_no" else []
    return [[*row, *why] for row in rows]


EXPECTED = {
    "order": (["Ås", "Bø", "Vik"], "mean place 1.33", "Mean place"),
    "yes_no": (["Ås", "Vik", "Bø"], "3 of 3 yes", "Each juror answered yes or no"),
    "recommendation": (["Ås", "Vik", "Bø"], "3 Recommended", "Each juror chose a level"),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["order", "yes_no", "recommendation"])
def test_what_jurors_answer_becomes_places_and_stands_in_the_protocol(
    call: Called, tmp_path: Path, kind: str
) -> None:
    names, words, told = EXPECTED[kind]
    _scored(call, tmp_path, _prepared(call, tmp_path, kind), _ballots(kind))

    found = call("office", "results")
    towns = found["categories"][0]
    shown = call("office", "results", plain=True)
    call("office", "decide", "Ås", "--as", "winner", "--reason", "Best.")
    paper = tmp_path / "protocol.pdf"
    call("office", "protocol", "--out", paper)

    assert found["official"]
    assert towns["kind"] == kind
    assert [line["name"] for line in towns["ranked"]] == names
    assert towns["ranked"][0]["words"] == words
    assert words in shown
    printed = " ".join(pdf_text(paper).split())
    assert told in printed
    assert words.removesuffix(" yes").removeprefix("mean place ") in printed
    assert ("Because of Ås" in printed) == (kind == "yes_no")


@pytest.mark.slow
def test_a_round_of_comments_ranks_nobody_and_prints_what_was_said(
    call: Called, tmp_path: Path
) -> None:
    _scored(call, tmp_path, _prepared(call, tmp_path, "text"), _ballots("text"))

    found = call("office", "results")
    call("office", "decide", "Ås", "--as", "winner", "--reason", "We agree.")
    paper = tmp_path / "protocol.pdf"
    call("office", "protocol", "--out", paper)

    towns = found["categories"][0]
    assert found["official"]
    assert towns["ranked"] == []
    assert [line["name"] for line in towns["unranked"]] == ["Bø", "Vik", "Ås"]
    assert len(towns["unranked"][0]["answers"][0]["comments"]) == 3
    printed = " ".join(pdf_text(paper).split())
    assert "Nothing was counted" in printed
    assert "Well told" in printed
