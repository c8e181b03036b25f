"""`juryapp rank`: any old spreadsheet in, places out; what cannot be understood is named by its place."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from juryapp.cli.main import main
from validation_sets import validation_set


def rank(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    """Return the exit code and the object that `juryapp rank … --json` prints."""
    code = main(["rank", *words, "--json", "--language", "en"])
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, document


def table(folder: Path, text: str, name: str = "marks.csv") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def places(document: dict[str, Any]) -> dict[str, Any]:
    return {result["nominee"]: result["place"] for result in document["results"]}


def test_weights_a_recusal_and_a_missing_mark_give_the_exact_fractions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = validation_set("weighted_mean_missing_recusal")
    rows = ["nominee,juror,criterion,mark"]
    for nominee, jurors in found["input"]["scores"].items():
        for juror, given in jurors.items():
            if given is None:
                rows.append(f"{nominee},{juror},,recused")
                continue
            for criterion, mark in zip(found["input"]["criteria"], given, strict=True):
                rows.append(f"{nominee},{juror},{criterion},{'' if mark is None else mark}")
    file = table(tmp_path, "\n".join(rows))
    weights = ",".join(f"{name}={weight}" for name, weight in found["input"]["criteria"].items())

    for missing in ("renormalise", "void"):
        common = (file, "--weights", weights, "--missing", missing)
        code, plain = rank(capsys, *common)
        _, weighed = rank(capsys, *common, "--juror-weights", "J2=2")
        expected = found["expected"]["computed"]
        assert code == 1  # a mark is missing
        for document, key in ((plain, "mean"), (weighed, "juror_weighted")):
            assert {r["nominee"]: Fraction(r["value"]) for r in document["results"]} == {
                nominee: Fraction(answer[missing][key]) for nominee, answer in expected.items()
            }


def test_a_wide_table_needs_no_headings_that_we_know(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = validation_set("wine_paris_1976_white")
    judges, wines = found["input"]["judges"], found["input"]["wines"]
    rows = [";".join(["vin", *judges])]
    for wine, marks in zip(wines, found["input"]["matrix"], strict=True):
        rows.append(";".join([wine, *(str(mark).replace(".", ",") for mark in marks)]))
    file = table(tmp_path, "\n".join(rows))

    code, document = rank(capsys, file, "--method", "median")

    assert code == 0
    expected = found["expected"]["computed"]["rank_by_median"]
    assert places(document) == dict(zip(wines, expected, strict=True))
    assert document["results"][0]["value"] == "33/2"
    assert document["results"][0]["decimal"] == "16.500000"


def test_counted_rankings_are_places(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = validation_set("schulze_45_voters")
    rows = ["nominee,juror,mark,count"]
    for number, ballot in enumerate(found["input"]["ballots"]):
        order = ballot["ranking"]
        for name in found["input"]["candidates"]:
            place = order.index(name) + 1 if name in order else len(order) + 1
            rows.append(f"{name},b{number},{place},{ballot['count']}")
    file = table(tmp_path, "\n".join(rows))

    for method, key in (("schulze", "schulze_order"), ("ranked-pairs", "ranked_pairs_order")):
        code, document = rank(capsys, file, "--method", method, "--marks", "places")
        assert code == 0
        assert [r["nominee"] for r in document["results"]] == found["expected"]["published"][key]
        assert "circle" in document["warnings"][0]


def test_a_mean_of_places_is_printed_as_a_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path, "n,a,b\nK,1,2\nL,2,1\nM,3,3\n")

    _, document = rank(capsys, file, "--marks", "places", "--places", "mid", "--advance", "1")

    assert [(r["place"], r["decimal"], r["advances"]) for r in document["results"]] == [
        (1.5, "1.500000", True),
        (1.5, "1.500000", True),
        (3, "3.000000", False),
    ]


def test_grades_are_words_in_the_order_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path, "n,a,b,c\nK,Good,Fair,Good\nL,excellent,fair,fair\n")
    words = ("--marks", "grades", "--grades", "excellent>good>fair")

    _, document = rank(capsys, file, *words, "--method", "majority-judgment")
    main(["rank", file, *words, "--method", "majority-judgment", "--language", "en"])

    assert places(document) == {"K": 1, "L": 2}
    assert "good" in capsys.readouterr().out


def test_a_chain_of_ties_says_what_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "nominee,juror,criterion,mark\nK,a,idea,8\nK,a,form,6\nL,a,idea,6\nL,a,form,8\n"
    file = table(tmp_path, rows)

    _, shared = rank(capsys, file)
    _, chained = rank(capsys, file, "--ties", "criterion=form")

    assert [(r["place"], r["tied"]) for r in shared["results"]] == [(1, True), (1, True)]
    assert places(chained) == {"L": 1, "K": 2}
    assert chained["results"][0]["decided_by"] == "criterion=form"


def test_rules_may_stand_in_a_file_and_what_is_said_wins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path, "n,a,b,c\nK,1,9,9\nL,8,8,2\n")
    rules = table(tmp_path, 'method = "median"\nties = ["drop1"]\nadvance = 1\n', "rules.toml")

    _, by_file = rank(capsys, file, "--rules", rules)
    _, said = rank(capsys, file, "--rules", rules, "--method", "sum")

    assert (by_file["method"], said["method"]) == ("median", "sum")
    assert by_file["rules_hash"] != said["rules_hash"]
    assert places(by_file) == {"K": 1, "L": 2}


@pytest.mark.parametrize(
    ("text", "words", "code", "place"),
    [
        ("n,a\nK,good\n", (), "E-NUMBER", (2, "a")),
        ("nominee,juror,mark\nK,a,5\nL,a,x\n", (), "E-NUMBER", (3, "mark")),
        ("nominee,juror,mark\nK,a,5\nK,a,6\n", (), "E-DUPLICATE", (3, "mark")),
        ("n,a\nK,5\nK,6\n", (), "E-DUPLICATE", (3, "n")),
        ("nominee,juror,mark,colour\nK,a,5,red\n", (), "E-COLUMN", (1, "colour")),
        ("nominee,juror,mark\nK,,5\n", (), "E-EMPTY-CELL", (2, "juror")),
        ("n,a,b\nK,5,\nL,6,\n", (), "E-NO-MARKS", (1, "b")),
        ("n,a\nK,1.3\n", ("--marks", "places"), "E-RANGE", (2, "a")),
        ("n,a\nK,best\n", ("--marks", "grades", "--grades", "good>bad"), "E-VALUE", (2, "a")),
        ("nominee,juror,mark,count\nK,a,5,0\n", (), "E-NUMBER", (2, "count")),
        ("nominee,juror,mark,count\nK,a,5,1\nL,a,5,2\n", (), "E-COUNT", (3, "count")),
        ("n,a\n", (), "E-CSV-EMPTY", (None, None)),
        ("nominee,juror,mark\nK,a,\n", (), "E-EMPTY", (None, None)),
        ("n,a\nK,5\n", ("--method", "best"), "E-METHOD", (None, None)),
        ("n,a\nK,5\n", ("--ties", "best"), "E-TIES", (None, None)),
        ("n,a\nK,5\n", ("--places", "1234"), "E-VALUE", (None, None)),
        ("n,a\nK,5\n", ("--advance", "0"), "E-VALUE", (None, None)),
        ("n,a\nK,5\n", ("--weights", "idea=1"), "E-CRITERION", (None, None)),
        ("n,a\nK,5\n", ("--juror-weights", "b=1"), "E-JUROR", (None, None)),
        ("n,a\nK,5\n", ("--juror-weights", "a=0"), "E-WEIGHTS", (None, None)),
        ("n,a\nK,5\n", ("--weights", "a"), "E-WEIGHTS", (None, None)),
        (
            "nominee,juror,criterion,mark\nK,a,i,5\n",
            ("--weights", "i=0"),
            "E-WEIGHTS",
            (None, None),
        ),
        ("n,a\nK,5\n", ("--marks", "grades"), "E-GRADES", (None, None)),
        (
            "n,a,b\nK,5,recused\nL,recused,6\n",
            ("--method", "adjusted"),
            "E-UNCONNECTED",
            (None, None),
        ),
    ],
)
def test_what_cannot_be_understood_is_named(
    text: str,
    words: tuple[str, ...],
    code: str,
    place: tuple[int | None, str | None],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = table(tmp_path, text)

    answer, document = rank(capsys, file, *words)

    assert answer == 2
    error = document["error"]
    assert (error["code"], (error["row"], error["column"])) == (code, place)
    assert error["message"].endswith((".", ".”", "…"))
    assert "{" not in error["message"]
    assert [path.name for path in tmp_path.iterdir()] == ["marks.csv"]


def test_rules_that_are_none_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = table(tmp_path, "n,a\nK,5\n")

    for text in ("method = ", 'colour = "red"'):
        code, document = rank(capsys, file, "--rules", table(tmp_path, text, "r.toml"))
        assert (code, document["error"]["code"]) == (2, "E-TOML")
    for text in ("weights = 3", "weights = {a = []}", 'marks = "stars"'):
        code, document = rank(capsys, file, "--rules", table(tmp_path, text, "r.toml"))
        assert (code, document["error"]["code"]) == (2, "E-VALUE")


def test_the_same_table_gives_the_same_places_in_any_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ["K,a,7", "K,b,6", "L,a,6", "L,b,7", "M,a,1", "M,b,9"]
    seen = set()
    for turn in (rows, rows[::-1], rows[3:] + rows[:3]):
        file = table(tmp_path, "\n".join(["nominee,juror,mark", *turn]))
        _, document = rank(capsys, file)
        seen.add(tuple(sorted(places(document).items())))

    assert len(seen) == 1
