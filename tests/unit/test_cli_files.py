"""Files on the command line: packages into a file or folder, what merge answers, what verify says."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from called_award import CalledAward, called_award
from juryapp.base.i18n import use_language

BJARNE = "Bjarne Øvrebø"


@pytest.fixture
def award(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[CalledAward]:
    monkeypatch.setenv("JURYAPP_LANGUAGE", "en")
    with called_award("scored", capsys) as made:
        yield made


# ---- package


def test_the_package_of_one_juror_is_written_into_the_file_that_was_named(
    award: CalledAward,
) -> None:
    target = award.folder / "out" / "bjarne.jurypack"
    [made] = award.call("package", "--juror", BJARNE, "--out", target)["packages"]

    assert Path(made["file"]) == target
    assert target.is_file()
    assert award.call("verify", target)["known"] == "award"
    assert [path.name for path in target.parent.iterdir()] == ["bjarne.jurypack"]


def test_several_packages_do_not_go_into_one_file(award: CalledAward) -> None:
    target = award.folder / "all.jurypack"
    error = award.call("package", "--out", target, code=2)["error"]
    assert error["code"] == "E-USAGE"
    assert "3 packages" in error["message"]
    assert not target.exists()


def test_a_folder_may_be_called_like_a_package(award: CalledAward) -> None:
    folder = award.folder / "x.jurypack"
    folder.mkdir()
    made = award.call("package", "--out", folder)["packages"]
    assert all(Path(package["file"]).parent == folder for package in made)


def test_a_password_locks_the_package_of_one_juror(award: CalledAward) -> None:
    target = award.folder / "locked.jurypack"
    word = "sol over fjell"
    award.call("package", "--juror", BJARNE, "--password", word, "--out", target)

    shut = award.call("verify", target, code=1)
    assert (shut["signature"], shut["verdict"]) == ("sealed", "unsure")
    assert award.call("verify", target, "--password", word)["whose"] == BJARNE
    wrong = award.call("verify", target, "--password", "else", code=2)
    assert wrong["error"]["code"] == "E-PASSWORD"
    assert award.call("package", "--password", word, code=2)["error"]["code"] == "E-USAGE"


# ---- merge


def test_a_folder_stands_for_the_score_files_in_it(award: CalledAward) -> None:
    (award.folder / "scores" / "readme.txt").write_text("hello", encoding="utf-8")
    done = award.call("merge", award.folder / "scores")
    assert (done["taken"], done["refused"], done["missing"]) == (3, 0, [])
    assert {Path(file["file"]).suffix for file in done["files"]} == {".juryscore"}


def test_the_exit_codes_of_a_merge_are_those_of_its_help_page(award: CalledAward) -> None:
    page = award.told("merge", "--help")
    assert "Exit code 0: taken in; 1: something is to be decided" in page
    assert "Examples:" in page
    assert "juryapp merge --dry-run scores" in page

    damaged = award.folder / "damaged.juryscore"
    damaged.write_bytes(award.scores["astrid"].read_bytes()[:-5])
    assert award.call("merge", award.scores["astrid"])["taken"] == 1
    both = award.call("merge", award.scores["bjarne"], damaged, code=2)
    assert (both["ok"], both["taken"], both["refused"]) == (False, 1, 1)
    assert both["error"]["file"] == "damaged.juryscore"


def test_one_hyphen_is_no_file_from_standard_input(award: CalledAward) -> None:
    told = award.call("merge", "-", code=2)
    assert told["error"]["code"] == "E-NOT-FOUND"


# ---- verify


@pytest.mark.parametrize("command", ["package", "merge", "receipts", "verify", "desk receipt"])
def test_the_help_page_has_examples_that_name_the_command(award: CalledAward, command: str) -> None:
    page = award.told(*command.split(), "--help")
    examples = page.partition("Examples:")[2]
    assert f"juryapp {command} " in examples


def test_verify_answers_with_the_same_keys_whatever_the_file(award: CalledAward) -> None:
    folder = award.folder / "receipts"
    award.call("merge", award.folder / "scores", "--receipts", folder)
    award.call("backup", award.folder / "copy.jurydb")
    (award.folder / "note.txt").write_text("hello", encoding="utf-8")
    files = {
        "package": (award.packages["bjarne"], 0),
        "score": (award.scores["bjarne"], 0),
        "receipt": (next(folder.iterdir()), 0),
        "backup": (award.folder / "copy.jurydb", 0),
        "unknown": (award.folder / "note.txt", 2),
        "edition": (award.folder / "secretariat" / "editions" / "FJORD-2026.jurydb", 0),
        "desk": (next((award.folder / "juror-2" / "desks").iterdir()), 0),
        "key": (next((award.folder / "secretariat" / "keys").glob("SIGN*")), 0),
    }
    for kind, (file, code) in files.items():
        told = award.call("verify", file, code=code)
        assert told["kind"] == kind
        assert told["command"] == "verify"
        assert set(told) - {"error"} == {
            "ok", "command", "kind", "whole", "signature", "signer", "known", "whose", "edition",
            "verdict", "code", "detail", "facts",
        }  # fmt: skip


def test_keys_and_codes_of_verify_are_the_same_in_every_language(
    award: CalledAward, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = award.folder / "damaged.juryscore"
    damaged.write_bytes(award.scores["astrid"].read_bytes()[:-5])
    told = {}
    for language in ("en", "nb", "nn"):
        monkeypatch.setenv("JURYAPP_LANGUAGE", language)
        told[language] = award.call("verify", damaged, code=2)
    use_language("en")
    assert {t["code"] for t in told.values()} == {"E-TRUNC"}
    assert len({json.dumps(sorted(t)) for t in told.values()}) == 1
    assert len({t["detail"] for t in told.values()}) == 3


def test_verify_tells_people_in_words(award: CalledAward) -> None:
    told = award.told("verify", award.scores["bjarne"])
    assert "What it is" in told
    assert "Score file" in told
    assert "Bjarne Øvrebø – known: confirmed by package" in told


def test_verify_does_not_change_a_byte(award: CalledAward) -> None:
    database = award.folder / "secretariat" / "editions" / "FJORD-2026.jurydb"
    before = database.read_bytes()
    for file in (*award.packages.values(), *award.scores.values(), database):
        award.call("verify", file)
    assert database.read_bytes() == before


def test_verify_of_a_file_that_is_not_there_is_an_error(award: CalledAward) -> None:
    assert award.call("verify", "nowhere.jurypack", code=2)["error"]["code"] == "E-NOT-FOUND"


def test_verify_without_any_data_here_makes_none(award: CalledAward) -> None:
    told = award.call("verify", award.packages["bjarne"], who="nobody", code=1)
    assert (told["whole"], told["known"], told["verdict"]) == (True, None, "unsure")
    assert not (award.folder / "nobody" / "editions").exists()


# ---- backup


def test_a_database_opened_for_reading_only_can_be_backed_up(award: CalledAward) -> None:
    database = award.folder / "secretariat" / "editions" / "FJORD-2026.jurydb"
    copy = award.folder / "elsewhere.jurydb"
    shutil.copy(database, copy)
    before = copy.read_bytes()
    target = award.folder / "backup.jurydb"

    award.call("backup", "--database", copy, "--read-only", "--out", target, who="nobody")

    assert copy.read_bytes() == before
    assert award.call("verify", target)["whole"] is True
