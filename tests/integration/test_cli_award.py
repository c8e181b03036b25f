"""`juryapp award …`: a whole edition saved, put in and combined from the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from juryapp.base.files import sha256
from juryapp.base.i18n import use_language
from juryapp.base.logs import stop_logging
from juryapp.cli.main import main
from two_copies import Two, two_copies


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    """Both copies, closed: each command opens what it needs."""
    monkeypatch.setenv("JURYAPP_LANGUAGE", "en")
    with two_copies() as two:
        two.ours.merge(two.files["astrid"])
        two.theirs.merge(two.files["bjarne"])
        two.ours.session.close()
        two.theirs.session.close()
        yield two
    stop_logging()
    use_language("en")


def called(
    capsys: pytest.CaptureFixture[str], folder: Path, *words: str, code: int = 0
) -> dict[str, Any]:
    done = main([*words, "--data", str(folder), "--json"])
    told = capsys.readouterr().out
    assert done == code, told
    document = json.loads(told)
    assert isinstance(document, dict)
    return document


def test_an_edition_is_saved_put_in_elsewhere_and_both_are_combined(
    two: Two, capsys: pytest.CaptureFixture[str]
) -> None:
    home = two.ours.folder
    out = str(home / "out")
    saved = called(capsys, home / "theirs", "award", "export", "--out", out)
    assert saved["kind"] == "backup"
    assert saved["sha256"] == sha256(Path(saved["file"]).read_bytes())

    put = called(capsys, home / "third", "award", "import", saved["file"], code=1)
    assert (put["edition"], put["keys"], put["phrase"]) == ("FJORD-2026", False, False)
    assert put["log"] == saved["log"]
    assert called(capsys, home / "third", "log", "check")["sound"]

    dry = called(capsys, home / "ours", "award", "combine", "--dry-run", saved["file"])
    assert (dry["dry_run"], dry["nothing_new"], dry["added"]["files"]) == (True, False, 1)
    done = called(capsys, home / "ours", "award", "combine", saved["file"])
    assert {**done, "dry_run": True} == dry
    assert done["marks"]["new"] == done["added"]["marks"] == 8
    again = called(capsys, home / "ours", "award", "combine", saved["file"])
    assert again["nothing_new"]
    assert called(capsys, home / "ours", "log", "check")["sound"]


def test_restore_takes_such_a_file_too(two: Two, capsys: pytest.CaptureFixture[str]) -> None:
    home = two.ours.folder
    saved = called(capsys, home / "theirs", "award", "export", "--out", str(home / "out"))

    put = called(capsys, home / "third", "restore", saved["file"], code=1)

    assert (put["command"], put["edition"]) == ("restore", "FJORD-2026")


def test_an_archive_is_named_as_asked(two: Two, capsys: pytest.CaptureFixture[str]) -> None:
    target = two.ours.folder / "kept.juryaward"

    words = ("award", "export", "--kind", "archive", "--out", str(target))
    saved = called(capsys, two.ours.folder / "ours", *words)

    assert saved["kind"] == "archive"
    assert Path(saved["file"]) == target.absolute()


def test_a_contradiction_is_done_and_to_be_decided(
    two: Two, capsys: pytest.CaptureFixture[str]
) -> None:
    home = two.ours.folder
    for name, text in (("ours", "Fordi det virker."), ("theirs", "Fordi alle er med.")):
        file = home / f"{name}.txt"
        file.write_text(text, encoding="utf-8")
        words = ("justify", "Fjordby", "--language", "nb", "--text", str(file))
        called(capsys, home / name, *words)
    saved = called(capsys, home / "theirs", "award", "export", "--out", str(home / "out"))

    done = called(capsys, home / "ours", "award", "combine", saved["file"], code=1)

    [found] = done["differences"]
    assert found["code"] == "E-COMBINE-JUSTIFICATION"
    assert "Fjordby" in found["message"]


def test_for_people_the_answer_is_a_list_and_a_sentence(
    two: Two, capsys: pytest.CaptureFixture[str]
) -> None:
    home = two.ours.folder
    saved = called(capsys, home / "theirs", "award", "export", "--out", str(home / "out"))

    assert main(["award", "combine", saved["file"], "--data", str(home / "ours")]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["Score", "files", "1"]
    assert lines[-1] == "Both copies are one now."


def test_a_damaged_file_is_refused_with_its_code(
    two: Two, capsys: pytest.CaptureFixture[str]
) -> None:
    home = two.ours.folder
    saved = called(capsys, home / "theirs", "award", "export", "--out", str(home / "out"))
    path = Path(saved["file"])
    path.write_bytes(path.read_bytes()[:-1])

    for words, folder in ((("import",), "third"), (("combine",), "ours")):
        refused = called(capsys, home / folder, "award", *words, str(path), code=2)
        assert refused["error"]["code"] == "E-TRUNC"
        assert refused["error"]["file"] == path.name


def test_without_the_keys_nothing_is_signed(two: Two, capsys: pytest.CaptureFixture[str]) -> None:
    for key in (two.ours.folder / "ours" / "keys").iterdir():
        key.unlink()
    out = two.ours.folder / "out"

    refused = called(capsys, two.ours.folder / "ours", "award", "export", "--out", str(out), code=2)

    assert refused["error"]["code"] == "E-NO-KEYS"
    assert not out.exists()
