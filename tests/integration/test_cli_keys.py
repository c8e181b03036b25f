"""Keys, the recovery phrase and moving desks on the command line: what scripts get, and exit codes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from juryapp.cli.main import main
from workplace import FJORDBY

Call = Callable[..., tuple[int, Any]]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run a command on the named person's computer and return exit code and object."""

    def called(who: str, *words: object) -> tuple[int, Any]:
        code = main([*(str(word) for word in words), "--json", "--data", str(tmp_path / who)])
        return code, json.loads(capsys.readouterr().out)

    return called


@pytest.fixture
def ready(call: Call, tmp_path: Path) -> str:
    """Set up the small award and make its packages; return the recovery phrase."""
    _, made = call("office", "edition", "new", "--from", FJORDBY / "edition.toml")
    call("office", "jurors", "import", FJORDBY / "jurors.csv")
    call("office", "nominations", "import", FJORDBY / "nominations.csv")
    call("office", "round", "open")
    call("office", "package", "--out", tmp_path / "packages")
    return str(made["recovery_phrase"])


def package(tmp_path: Path, issue: str = "") -> Path:
    return next(p for p in (tmp_path / "packages").glob(f"*-01-*{issue}.jurypack"))


def scored(call: Call, tmp_path: Path, who: str = "astrid", *words: object) -> Path:
    marks = ("--marks", FJORDBY / "astrid.csv", "--out", tmp_path / "scores")
    (tmp_path / "scores").mkdir(exist_ok=True)
    _, done = call(who, "score", package(tmp_path), *marks, *words)
    return Path(done["file"])


def typing(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text + "\n"))


def test_a_new_edition_shows_its_phrase_this_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ("--data", str(tmp_path))
    assert main(["edition", "new", "--template", "plain", *data]) == 0
    shown = capsys.readouterr().out
    words = [word for word in shown.split("elsewhere")[0].split() if word.isalpha()]
    assert "12 " in shown
    assert "shown only now" in shown
    assert main(["keys", "phrase", *data]) == 0
    again = capsys.readouterr().out
    assert "kept nowhere" in again
    assert not set(words[-3:]) <= set(again.split())


def test_without_a_phrase_the_exit_code_says_that_something_is_to_be_done(call: Call) -> None:
    _, made = call("office", "edition", "new", "--template", "plain", "--no-phrase")
    assert made["recovery_phrase"] is None
    assert call("office", "keys", "phrase") == (
        1,
        {"ok": True, "command": "keys phrase", "made": False, "keys_here": True},
    )
    code, new = call("office", "keys", "phrase", "--new")
    assert code == 0
    assert len(new["recovery_phrase"].split()) == 12
    assert call("office", "keys", "phrase")[0] == 0


def test_the_work_goes_on_on_another_computer(
    call: Call, ready: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = scored(call, tmp_path)
    _, backup = call("office", "backup", "--out", tmp_path / "backup.jurydb")
    call("home", "restore", backup["file"])
    code, refused = call("home", "merge", file)
    assert (code, refused["error"]["code"]) == (2, "E-NO-KEYS")
    assert "recovery phrase" in refused["error"]["message"]

    typing(monkeypatch, ready)
    assert call("home", "keys", "restore")[1]["keys_here"] is True
    assert call("home", "merge", file)[0] in {0, 1}


def test_a_phrase_may_lie_in_a_file_and_a_wrong_word_is_named(
    call: Call, ready: str, tmp_path: Path
) -> None:
    _, backup = call("office", "backup", "--out", tmp_path / "backup.jurydb")
    call("home", "restore", backup["file"])
    sheet = tmp_path / "sheet.txt"
    sheet.write_text(ready.replace(ready.split()[4], "fjordby"))
    code, told = call("home", "keys", "restore", "--phrase-file", sheet)
    assert (code, told["error"]["code"]) == (2, "E-PHRASE-WORD")
    assert "fjordby" in told["error"]["message"]
    sheet.write_text("\n".join(f"{n}. {w}" for n, w in enumerate(ready.split(), 1)))
    assert call("home", "keys", "restore", "--phrase-file", sheet)[0] == 0


def test_keys_are_listed_confirmed_and_closed(call: Call, ready: str, tmp_path: Path) -> None:
    call("office", "merge", scored(call, tmp_path))
    [key] = call("office", "keys", "list")[1]["keys"]
    assert key["state"] == "package"

    code, told = call("office", "keys", "confirm", key["juror"], "11111", "22222", "33333", "44444")
    assert (code, told["error"]["code"]) == (2, "E-FINGERPRINT")
    code, told = call("office", "keys", "confirm", key["name"], *key["fingerprint"].split())
    assert (code, told["state"]) == (0, "word")
    code, told = call("office", "keys", "close", key["name"])
    assert (code, told["state"]) == (0, "closed")
    code, told = call("office", "keys", "close", key["name"])
    assert (code, told["error"]["code"]) == (2, "E-NO-KEY")
    assert call("office", "keys", "list")[1]["keys"][0]["closed"]


def test_a_package_is_issued_anew_for_one_who_is_named(
    call: Call, ready: str, tmp_path: Path
) -> None:
    lost = scored(call, tmp_path)
    code, told = call("office", "package", "--reissue", "--out", tmp_path / "packages")
    assert (code, told["error"]["code"]) == (2, "E-USAGE")
    [juror] = {
        line["juror"]
        for line in call("office", "package", "--out", tmp_path / "more")[1]["packages"]
        if line["number"] == 1
    }
    code, told = call(
        "office", "package", "--reissue", "--juror", juror, "--out", tmp_path / "packages"
    )
    assert (code, told["packages"][0]["issue"]) == (0, 3)
    code, refused = call("office", "merge", lost)
    assert code == 2
    assert "E-KEY-CLOSED" in json.dumps(refused)


def test_a_desk_moves_to_another_computer(call: Call, ready: str, tmp_path: Path) -> None:
    call("office", "merge", scored(call, tmp_path))
    code, moved = call("astrid", "desk", "move", "--out", tmp_path)
    assert code == 0
    assert moved["file"].endswith(".jurymove")
    code, told = call("astrid", "desk", "move", "--out", tmp_path)
    assert (code, told["error"]["code"]) == (2, "E-MOVED")
    code, told = call("tablet", "desk", "take", moved["file"], "--word", "no")
    assert (code, told["error"]["code"]) == (2, "E-PASSWORD")
    code, told = call("tablet", "desk", "take", moved["file"], "--word", moved["word"])
    assert (code, told["juror"]) == (0, call("office", "keys", "list")[1]["keys"][0]["juror"])
    assert call("astrid", "desk", "again")[0] == 0
    code, told = call("astrid", "desk", "again")
    assert (code, told["error"]["code"]) == (2, "E-NOT-MOVED")


def test_without_a_desk_there_is_nothing_to_move(call: Call) -> None:
    code, told = call("nobody", "desk", "move")
    assert (code, told["error"]["code"]) == (2, "E-NO-DESK")
