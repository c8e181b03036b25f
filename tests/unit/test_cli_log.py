"""`juryapp log`: checking, reading and taking the log along, for people and for scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from juryapp.cli.main import main
from prepared_award import Award, award_at


@pytest.fixture
def award() -> Iterator[Award]:
    with award_at("merged") as made:
        made.session.close()
        yield made


def called(award: Award, capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    data = str(award.folder / "secretariat")
    code = main(["--data", data, "--json", *map(str, words)])
    return code, json.loads(capsys.readouterr().out)


def test_a_sound_log_is_sound_in_all_three_questions(
    award: Award, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = called(award, capsys, "log", "check")

    assert code == 0
    assert answer["sound"]
    found = [answer[name]["verdict"] for name in ("integrity", "coverage", "anchors")]
    assert found == ["whole"] * 3
    assert answer["anchors"]["known"] == 3  # one in each package


def test_the_verdicts_are_sentences_for_people(
    award: Award, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(award.folder / "secretariat"), "log", "check"]) == 0

    said = capsys.readouterr().out
    assert "entries follow from one another" in said
    assert "The log tells of everything" in said


def test_a_head_from_outside_is_compared_with_the_log(
    award: Award, capsys: pytest.CaptureFixture[str]
) -> None:
    package = award.written[0].path

    code, answer = called(award, capsys, "log", "check", "--anchor", package)
    assert (code, answer["anchors"]["known"]) == (0, 4)

    code, answer = called(award, capsys, "log", "check", "--anchor", package, "--anchor", "f" * 64)
    assert code == 1
    assert [lost["head"] for lost in answer["anchors"]["lost"]] == ["f" * 64]
    assert answer["integrity"]["whole"]


def test_a_file_without_a_head_is_refused(
    award: Award, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = tmp_path / "x.txt"
    text.write_text("x", encoding="utf-8")

    code, answer = called(award, capsys, "log", "check", "--anchor", text)

    assert (code, answer["error"]["code"]) == (2, "E-KIND")


def test_the_log_is_listed_the_oldest_first_and_found_by_juror_and_kind(
    award: Award, capsys: pytest.CaptureFixture[str]
) -> None:
    code, whole = called(award, capsys, "log", "list")
    assert code == 0
    assert [entry["seq"] for entry in whole["entries"]] == [*range(1, whole["count"] + 1)]

    _, files = called(award, capsys, "log", "list", "--juror", "Astrid Åsen", "--what", "files")
    assert [entry["what"] for entry in files["entries"]] == [
        "Read in a score file from Astrid Åsen"
    ]
    assert files["entries"][0]["kind"] == "files"


def test_nominee_and_days_narrow_the_list(award: Award, capsys: pytest.CaptureFixture[str]) -> None:
    _, fjordby = called(award, capsys, "log", "list", "--nominee", "Fjordby")
    _, never = called(award, capsys, "log", "list", "--since", "2999-01-01")
    _, before = called(award, capsys, "log", "list", "--until", "2000-01-01")

    assert fjordby["count"] == 3
    assert never["entries"] == before["entries"] == []


def test_who_and_when_must_be_understood(award: Award, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(award, capsys, "log", "list", "--juror", "Nobody")[0] == 2
    assert called(award, capsys, "log", "list", "--since", "soon")[0] == 2


@pytest.mark.parametrize("name", ["log.csv", "log.xlsx"])
def test_the_log_is_written_to_a_table(
    award: Award, capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    code, answer = called(award, capsys, "log", "export", "--out", tmp_path / "out" / name)

    assert code == 0
    assert Path(answer["path"]).stat().st_size > 1000
    assert answer["count"] == 13


def test_the_table_must_be_of_a_known_kind(
    award: Award, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, answer = called(award, capsys, "log", "export", "--out", tmp_path / "log.doc")

    assert code == 2
    assert not list(tmp_path.iterdir())
    assert "log.doc" in answer["error"]["message"]
