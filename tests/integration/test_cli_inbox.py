"""`merge --inbox`, `merge --report` and `missing`: the secretariat's work without a window."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from juryapp.base.i18n import use_language
from juryapp.cli.main import main
from workplace import Workplace, ballot, fjordby

LONG_AGO = 1_700_000_000


@pytest.fixture
def scores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """The small award on the command line's data folder: Astrid's file, and a draft of Bjarne's."""
    workplace: Workplace = fjordby(tmp_path)
    astrid, bjarne, _cecilie = workplace.packages()
    files = [
        workplace.scored(astrid, ballot("astrid")),
        workplace.scored(bjarne, ballot("bjarne"), draft=True),
    ]
    workplace.session.close()
    monkeypatch.setenv("JURYAPP_DATA", str(tmp_path / "secretariat"))
    monkeypatch.setenv("JURYAPP_LANGUAGE", "en")
    yield files
    use_language("en")


@pytest.fixture
def inbox(tmp_path: Path, scores: list[Path]) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for file in scores:
        target = folder / file.name
        shutil.copyfile(file, target)
        os.utime(target, (LONG_AGO, LONG_AGO))
    return folder


def called(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code = main([*words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(list(words)) == 0
    return capsys.readouterr().out


def test_a_dry_run_lists_the_inbox_and_takes_nothing_in(
    capsys: pytest.CaptureFixture[str], inbox: Path
) -> None:
    (inbox / "c.juryscore.part").write_bytes(b"half")

    code, answer = called(capsys, "merge", "--inbox", str(inbox), "--dry-run")

    assert code == 0
    assert sorted(f["state"] for f in answer["inbox"]["files"]) == ["new", "new", "not_yet"]
    assert called(capsys, "missing")[1]["missing"][0]["state"] == "not_received"


def test_what_is_new_is_taken_in_and_the_second_time_nothing_is_new(
    capsys: pytest.CaptureFixture[str], inbox: Path
) -> None:
    code, answer = called(capsys, "merge", "--inbox", str(inbox))
    assert (code, answer["taken"]) == (0, 2)

    code, answer = called(capsys, "merge", "--inbox", str(inbox))

    assert (code, answer["taken"]) == (0, 0)
    assert {f["state"] for f in answer["inbox"]["files"]} == {"known"}
    assert "Nothing new has come." in said(capsys, "merge", "--inbox", str(inbox))
    assert len(list(inbox.iterdir())) == 2, "nothing in the inbox is moved or deleted"


def test_a_damaged_file_in_the_inbox_is_refused_and_the_others_are_taken_in(
    capsys: pytest.CaptureFixture[str], inbox: Path, scores: list[Path]
) -> None:
    bad = inbox / scores[1].name
    bad.write_bytes(bad.read_bytes()[:99])
    os.utime(bad, (LONG_AGO, LONG_AGO))

    code, answer = called(capsys, "merge", "--inbox", str(inbox))

    assert (code, answer["taken"], answer["refused"]) == (2, 1, 1)


def test_an_inbox_that_is_gone_is_the_machine_saying_no(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, scores: list[Path]
) -> None:
    code, answer = called(capsys, "merge", "--inbox", str(tmp_path / "gone"))

    assert code == 3
    assert answer["error"]["code"] == "E-INBOX"


def test_the_report_on_a_merge_is_written_as_pdf(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, scores: list[Path]
) -> None:
    target = tmp_path / "report.pdf"

    _code, answer = called(capsys, "merge", str(scores[0]), "--report", str(target))

    assert target.read_bytes().startswith(b"%PDF")
    assert answer["report"]["merge"] == 1


def test_where_every_file_is_refused_there_is_no_report(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, scores: list[Path]
) -> None:
    bad = tmp_path / "bad.juryscore"
    bad.write_bytes(b"no")
    target = tmp_path / "report.pdf"

    code, answer = called(capsys, "merge", str(bad), "--report", str(target))

    assert (code, answer["report"]) == (2, None)
    assert not target.exists()


def test_who_is_missing_is_said_with_a_reminder_in_the_language_asked_for(
    capsys: pytest.CaptureFixture[str], scores: list[Path]
) -> None:
    called(capsys, "merge", *map(str, scores))

    _code, answer = called(capsys, "missing", "--language", "en")

    assert [found["name"] for found in answer["missing"]] == ["Bjarne Øvrebø", "Cecilie Čáhppe"]
    assert answer["missing"][0]["state"] == "draft"
    assert answer["missing"][0]["letter"]["text"].startswith("Dear Bjarne Øvrebø,")
    assert "Bjarne" not in answer["letter_to_all"]["text"]
    nynorsk = called(capsys, "missing", "--language", "nn")[1]
    assert nynorsk["missing"][0]["letter"]["text"] != answer["missing"][0]["letter"]["text"]


def test_the_letters_are_printed_only_when_asked_for(
    capsys: pytest.CaptureFixture[str], scores: list[Path]
) -> None:
    assert "Subject:" not in said(capsys, "missing")
    assert said(capsys, "missing", "--letters").count("Subject:") == 3
