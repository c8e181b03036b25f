"""`juryapp desk files`: it says what is not given out, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from called_award import called_award


def test_files_of_candidates_not_answered_about_are_counted_and_not_denied(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JURYAPP_LANGUAGE", "en")
    paper = tmp_path / "report.txt"
    paper.write_text("About the square.", encoding="utf-8")
    with called_award("open", capsys) as award:
        award.call("nominations", "attach", "Fjordby", paper)
        out = award.folder / "one.jurypack"
        award.call("package", "--juror", "Bjarne Øvrebø", "--out", out)
        award.call("desk", "open", out, who="new")

        told = award.told("desk", "files", who="new")
        answer = award.call("desk", "files", who="new")

    assert "The files of 1 candidate are not given out" in told
    assert "No files are attached." not in told
    assert (answer["files"], answer["held_back"]) == ([], 1)
