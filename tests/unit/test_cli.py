"""The command line itself: options, help, exit codes, and one JSON object whatever happens."""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from juryapp.__main__ import wants_window
from juryapp.base.i18n import use_language
from juryapp.cli.answer import Answer, Exit, prepare_streams, told
from juryapp.cli.argparse_texts import TEXTS
from juryapp.cli.main import build_parser, main


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder for each test, and English."""
    monkeypatch.setenv("JURYAPP_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("JURYAPP_LANGUAGE", "en")
    yield tmp_path / "data"
    use_language("en")


def called(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    """Run a command with --json and return its exit code and object."""
    code = main([*words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def all_commands() -> list[tuple[str, ...]]:
    """Return every command and subcommand."""
    found: list[tuple[str, ...]] = []

    def walk(parser: argparse.ArgumentParser, words: tuple[str, ...]) -> None:
        groups = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
        for group in groups:
            for name, child in group.choices.items():
                walk(child, (*words, name))
        if not groups:
            found.append(words)

    walk(build_parser(), ())
    return found


def test_every_command_of_the_whole_job_is_there() -> None:
    words = {" ".join(command) for command in all_commands()}
    assert words == {
        "edition new", "edition list", "edition show", "edition trial", "nominations import",
        "nominations attach", "nominations attachments", "nominations detach", "desk files",
        "jurors import", "jurors left", "jurors back",
        "round open", "round close", "package", "score", "merge", "declare", "resolve", "results",
        "decide", "justify", "protocol", "verify", "log check", "log list", "log export",
        "backup", "restore", "demo",
        "receipts", "missing", "desk receipt", "desk move", "desk take", "desk again",
        "desk erase", "desk open", "desk news", "desk history", "desk order",
        "keys list", "keys confirm", "keys close", "keys phrase", "keys restore",
        "paper print", "paper list", "paper type", "paper show", "paper confirm", "paper reject",
        "paper take-back",
        "rank", "analyse", "award export", "award import", "award combine",
    }  # fmt: skip
    assert len(all_commands()) == len(words)


@pytest.mark.parametrize("command", all_commands(), ids=" ".join)
def test_every_command_has_a_help_page(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--help"]) == 0
    page = capsys.readouterr().out
    assert "--json" in page
    assert "--data" in page


def test_the_help_page_tells_the_whole_job_and_the_exit_codes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--help"]) == 0
    page = capsys.readouterr().out
    assert "juryapp protocol --final" in page
    assert "Exit codes" in page


def test_common_options_work_before_and_after_the_command(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    there = str(tmp_path / "elsewhere")
    assert main(["--data", there, "--json", "edition", "list"]) == 0
    before = capsys.readouterr().out
    assert main(["edition", "list", "--data", there, "--json"]) == 0
    assert capsys.readouterr().out == before
    options = build_parser().parse_args(["--data", there, "edition", "list"])
    assert options.data == there


def test_wrong_use_is_refused_with_code_2_and_one_object(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, told = called(capsys, "merge")
    assert code == 2
    assert (told["ok"], told["error"]["code"]) == (False, "E-USAGE")


def test_wrong_use_for_people_is_a_sentence_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonsense"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("juryapp: ")


@pytest.mark.parametrize(
    "words",
    [
        ["edition", "list", "--data"],
        ["--language"],
        ["edition", "list", "--data", ""],
        ["merge", "--js"],
    ],
)
def test_an_option_without_its_value_is_one_object_too(
    words: list[str], capsys: pytest.CaptureFixture[str], own_data: Path
) -> None:
    code, told = called(capsys, *words)
    assert (code, told["error"]["code"]) == (2, "E-USAGE")
    assert not own_data.exists()


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_a_page_asked_for_with_json_is_one_object(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = called(capsys, word)
    assert code == 0
    assert told["text"].strip()


def test_wrong_use_is_told_in_the_users_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("argparse._", str)  # so that it is put back
    monkeypatch.setattr("juryapp.cli.argparse_texts._", lambda text: f"~{text}" if text else "")
    code, told = called(capsys, "score")
    assert code == 2
    assert told["error"]["message"].startswith("~the following arguments are required")
    assert told["command"] == "score"


def test_every_text_of_argparse_that_is_named_is_one_of_argparses_own() -> None:
    source = Path(argparse.__file__).read_text(encoding="utf-8")
    assert [text for text in TEXTS if text not in source] == []


def test_every_letter_can_be_answered_whatever_the_terminal_knows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for as_json, line in ((True, '"é\\udc80"'), (False, "\\xe9\\udc80")):
        raw = io.BytesIO()
        monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="ascii"))
        prepare_streams(as_json=as_json)
        told(Answer(["é\udc80"], {"name": "é\udc80"}), "x", as_json=as_json)
        shown = raw.getvalue().decode()
        assert line in shown


def test_an_answer_that_cannot_be_written_is_the_machines_no_and_a_closed_pipe_is_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def shut(error: OSError) -> Exit:
        with (tmp_path / "out").open("w", encoding="utf-8") as file:
            monkeypatch.setattr("sys.stdout", file)
            monkeypatch.setattr("juryapp.cli.answer.print", fails_with(error), raising=False)
            code = told(Answer(["x"], code=Exit.TO_DECIDE), "x", as_json=False)
            monkeypatch.undo()
        return code

    assert shut(BrokenPipeError(32, "Broken pipe")) is Exit.TO_DECIDE
    assert shut(OSError(28, "No space left on device")) is Exit.UNAVAILABLE


def fails_with(error: OSError) -> Callable[..., None]:
    """Return a `print` that fails on stdout."""

    def fail(*_: object, file: object = None) -> None:
        if file is None:
            raise error

    return fail


def test_an_edition_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert called(capsys, "results")[1]["error"]["code"] == "E-NO-EDITION"
    assert called(capsys, "results", "NONE")[0] == 2


def test_a_fault_of_the_program_is_code_4_and_no_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, own_data: Path
) -> None:
    def fault(*_args: object) -> None:
        raise ZeroDivisionError("secret name")

    monkeypatch.setattr("juryapp.cli.context.services_for", fault)

    assert main(["edition", "list"]) == 4

    told = capsys.readouterr()
    assert "ZeroDivisionError" in told.err
    assert "secret name" not in told.err
    assert "Traceback" not in told.err
    diary = (own_data / "logs" / "juryapp.log").read_text("utf-8")
    assert "ZeroDivisionError" in diary
    assert "fault" in diary  # where it happened
    assert "secret name" not in diary


def test_an_edition_is_made_from_a_template_and_listed_by_id(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, made = called(capsys, "edition", "new", "--template", "plain", "--title", "Prisen")
    assert code == 0
    _, listed = called(capsys, "edition", "list")
    assert [edition["id"] for edition in listed["editions"]] == [made["edition"]]
    assert main(["edition", "list"]) == 0
    assert capsys.readouterr().out.split()[0] == made["edition"]
    assert called(capsys, "edition", "show", made["edition"])[1]["title"] == "Prisen"


def test_a_template_that_does_not_exist_is_refused_with_those_that_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, told = called(capsys, "edition", "new", "--template", "none")
    assert code == 2
    assert "plain" in told["error"]["message"]


def test_an_edition_file_that_is_wrong_leaves_nothing_behind(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, own_data: Path
) -> None:
    file = tmp_path / "edition.toml"
    file.write_text('[award]\nname = "A"\n[edition]\nyear = "soon"\n', encoding="utf-8")

    code, told = called(capsys, "edition", "new", "--from", str(file))

    assert (code, told["error"]["code"]) == (2, "E-TOML")
    assert not list(own_data.rglob("*.jurydb"))


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ([], True),
        (["--data", "x"], True),
        (["a.jurypack"], True),
        (["--language=nb", "b.JURYSCORE"], True),
        (["--selftest"], True),
        (["edition", "list"], False),
        (["--help"], False),
        (["verify", "a.jurypack"], False),
        (["demo", "--headless"], False),
        (["demo", "--json"], False),
        (["--data", "x", "demo", "--headless"], False),
        (["a.jurypack", "--json"], False),
    ],
)
def test_the_window_opens_without_a_command_or_with_one_of_our_files(
    words: list[str], window: bool
) -> None:
    assert wants_window(words) is window


def test_the_demo_opens_a_window_only_where_there_is_a_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    assert not wants_window(["demo"])
    monkeypatch.setenv("DISPLAY", ":0")
    assert wants_window(["demo"])
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert not wants_window(["demo"])


def test_the_demo_refuses_a_folder_that_is_not_empty(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")

    code, told = called(capsys, "demo", "--headless", "--out", str(tmp_path))

    assert (code, told["error"]["code"]) == (2, "E-NOT-EMPTY")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_headless_demo_does_the_whole_job_and_touches_nothing_else(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, own_data: Path
) -> None:
    folder = tmp_path / "demo"

    assert main(["demo", "--headless", "--out", str(folder)]) == 0

    protocol = Path(capsys.readouterr().out.splitlines()[-1])
    assert protocol == folder / "protocol.pdf"
    assert protocol.read_bytes().startswith(b"%PDF")
    assert [path.name for path in folder.rglob("*.pdf")] == ["protocol.pdf"]
    assert len(list((folder / "packages").glob("*.jurypack"))) == 7
    assert len(list((folder / "scores").glob("*.juryscore"))) == 7
    assert (folder / "edition.jurydb").is_file()
    assert not own_data.exists()
