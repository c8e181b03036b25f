"""The first week on the command line: declare packages, practice rows, and whose machine works."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from juryapp.base.i18n import use_language
from juryapp.cli.main import main

FJORDBY = Path(__file__).parents[1] / "data" / "fjordby"
Call = Callable[..., Any]


@pytest.fixture
def call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Call]:
    """Run a command on somebody's data with --json, and return its object."""
    monkeypatch.setenv("JURYAPP_LANGUAGE", "en")

    def run(*words: object, who: str = "secretariat", code: int = 0) -> Any:
        done = main([*map(str, words), "--data", str(tmp_path / who), "--json"])
        out = capsys.readouterr().out
        assert done == code, out
        return json.loads(out)

    run("edition", "new", "--from", FJORDBY / "edition.toml")
    run("jurors", "import", FJORDBY / "jurors.csv")
    run("nominations", "import", FJORDBY / "nominations.csv")
    run("round", "open")
    yield run
    use_language("en")


@pytest.fixture
def packages(call: Call, tmp_path: Path) -> list[str]:
    """The declare packages, by the jurors' numbers."""
    made = call("package", "--kind", "declare", "--out", tmp_path / "packages")["packages"]
    assert [package["nominees"] for package in made] == [4, 4, 4]  # and the practice nominee
    return [package["file"] for package in made]


@pytest.fixture
def score(call: Call, tmp_path: Path) -> Call:
    """Fill a declare package in by a table of these rows."""

    def run(package: str, *rows: str, draft: bool = False, code: int = 0) -> Any:
        table = tmp_path / "table.csv"
        table.write_text("\n".join(["nominee,criterion,mark,note", *rows]), encoding="utf-8")
        options = ["--draft"] if draft else []
        out = ("--out", tmp_path / "out")
        return call(
            "score", package, "--marks", table, *out, *options, who=Path(package).stem, code=code
        )

    return run


def test_declarations_and_practice_marks_come_from_one_table(
    call: Call, score: Call, packages: list[str]
) -> None:
    done = score(
        packages[0],
        "Elvestad,,recused,Styret",
        'PRACTICE,SAM,"7,5",Bra',
        "Prøvelund (øvelse),NY,not assessed",
    )

    assert done["practice"] == {"given": 2, "asked": 2}
    assert (done["complete"], done["marks"], done["missing"]) == (True, 0, 0)
    merged = call("merge", done["file"])
    assert (merged["taken"], merged["new"]) == (1, 0)
    shown = call("edition", "show")
    assert shown["machines_work"] == 1
    first, second, _third = shown["juror_list"]
    assert (first["machine_works"], first["declared"], first["left_out"]) == (True, 4, 1)
    assert (second["machine_works"], second["declared"]) == (False, 0)


def test_without_practice_rows_the_file_is_a_draft(
    call: Call, score: Call, packages: list[str]
) -> None:
    done = score(packages[0], "Elvestad,,recused")

    assert (done["complete"], done["practice"]) == (False, {"given": 0, "asked": 2})
    call("merge", done["file"])
    shown = call("edition", "show")
    assert (shown["machines_work"], shown["juror_list"][0]["declared"]) == (0, 4)
    assert shown["juror_list"][0]["machine_works"] is False


def test_once_all_is_given_no_practice_rows_are_needed(score: Call, packages: list[str]) -> None:
    score(packages[0], "PRACTICE,SAM,7", "PRACTICE,NY,8")

    again = score(packages[0], "Elvestad,,recused")

    assert (again["complete"], again["practice"]["given"]) == (True, 2)


def test_half_a_practice_ballot_is_refused_unless_it_is_a_draft(
    score: Call, packages: list[str]
) -> None:
    assert score(packages[0], "PRACTICE,SAM,7", code=2)["error"]["code"] == "E-INCOMPLETE"

    done = score(packages[0], "PRACTICE,SAM,7", draft=True)

    assert done["practice"] == {"given": 1, "asked": 2}


def test_a_mark_for_a_real_nominee_names_its_row(score: Call, packages: list[str]) -> None:
    error = score(packages[0], "PRACTICE,SAM,7", "Fjordby,SAM,7", code=2)["error"]

    assert (error["code"], error["row"]) == ("E-MARK", 3)
    assert "asks for no mark for “Fjordby” yet" in error["message"]


def test_a_score_package_says_nothing_of_practice(
    call: Call, packages: list[str], tmp_path: Path
) -> None:
    package = call("package", "--out", tmp_path / "packages")["packages"][0]["file"]

    done = call(
        "score", package, "--marks", FJORDBY / "astrid.csv", "--out", tmp_path, who="astrid"
    )

    assert packages
    assert (done["practice"], done["complete"]) == (None, True)


def test_declaring_alone_is_a_draft_and_nobody_declares_for_practice(
    call: Call, packages: list[str], tmp_path: Path
) -> None:
    out = ("--out", tmp_path / "x.juryscore")
    done = call("declare", packages[0], *out, who="astrid")
    assert (done["complete"], done["practice"]["given"]) == (False, 0)

    told = call("declare", packages[0], "--recused", "PRACTICE", *out, who="astrid", code=2)

    assert told["error"]["code"] == "E-UNKNOWN"
