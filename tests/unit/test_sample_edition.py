"""The sample keeps its promises: counts, one tie, one close margin, one departure, recusals, no gaps.

Everything is worked out from the plain files with the standard library alone, so that the program's own
arithmetic is not its own witness.
"""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl

from juryapp.base.resources import resource

RECUSED = {
    (3, "Lomvatn"),
    (6, "Nordhamn"),
    (6, "Sundmark"),
}
Row = dict[str, str]


def sample(name: str) -> Path:
    return resource("sample", name)


@cache
def document(name: str) -> dict[str, Any]:
    return tomllib.loads(sample(name).read_text(encoding="utf-8"))


def semicolon_rows(name: str) -> list[Row]:
    with sample(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@cache
def marks_of(number: int) -> tuple[Row, ...]:
    with sample(f"marks/{number}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def category_of() -> dict[str, str]:
    return {row["Kandidat"]: row["Klasse"] for row in semicolon_rows("nominations.csv")}


def juror_means(nominee: str) -> list[Fraction]:
    """Return the weighted mean of each juror who is not recused."""
    weights = {c["id"]: Fraction(c["weight"]) for c in document("edition.toml")["criterion"]}
    means = []
    for number in range(1, 8):
        marks = [row for row in marks_of(number) if row["nominee"] == nominee and row["criterion"]]
        if marks:
            weighted = [weights[row["criterion"]] * Fraction(row["mark"]) for row in marks]
            means.append(sum(weighted, Fraction(0)) / sum(weights.values()))
    return means


@cache
def ranking(category: str) -> tuple[tuple[str, Fraction], ...]:
    """Return the nominees of a category with their totals, best first."""
    names = [name for name, home in category_of().items() if home == category]
    means = {name: juror_means(name) for name in names}
    totals = {name: sum(values) / Fraction(len(values)) for name, values in means.items()}
    return tuple(sorted(totals.items(), key=lambda item: item[1], reverse=True))


UNDER = "Under 15 000 innbyggere"
OVER = "Over 15 000 innbyggere"


def test_there_are_26_nominations_on_20_nominees_in_two_classes() -> None:
    rows = semicolon_rows("nominations.csv")
    names = {category["name"] for category in document("edition.toml")["category"]}

    assert len(rows) == 26
    assert Counter(category_of().values()) == {UNDER: 12, OVER: 8}
    assert set(category_of().values()) == names
    assert sorted(Counter(row["Kandidat"] for row in rows).values())[-4:] == [2, 2, 3, 3]
    assert all(60 <= len(row["Begrunnelse"].split()) <= 150 for row in rows)
    assert all((int(row["Innbyggere"]) < 15_000) == (row["Klasse"] == UNDER) for row in rows)


def test_nobody_nominates_twice_with_one_voice() -> None:
    rows = semicolon_rows("nominations.csv")
    assert len({(row["Nominert av"], row["Organisasjon"]) for row in rows}) == 26


def test_the_workbook_says_the_same_as_the_csv_file() -> None:
    book = openpyxl.load_workbook(sample("nominations.xlsx"), read_only=True)
    first, *rows = book.worksheets[0].iter_rows(values_only=True)
    book.close()

    headings = [str(cell) for cell in first]
    shown = [
        {
            h: f"{c:%d.%m.%Y}" if h == "Mottatt" else str(c)
            for h, c in zip(headings, row, strict=True)
        }
        for row in rows
    ]
    assert shown == semicolon_rows("nominations.csv")


def test_the_texts_hold_nynorsk_and_sami_letters() -> None:
    text = sample("nominations.csv").read_text(encoding="utf-8-sig")
    assert all(letter in text for letter in "æøåØČŋá")
    assert sum(" ikkje " in row["Begrunnelse"] for row in semicolon_rows("nominations.csv")) >= 3


def test_seven_jurors_score_and_a_secretary_keeps_the_minutes() -> None:
    roles = Counter(row["Rolle"] for row in semicolon_rows("jurors.csv"))
    assert roles == {"leder": 1, "nestleder": 1, "medlem": 5, "sekretær": 1}
    assert len(list(sample("marks").glob("*.csv"))) == 7


def test_every_juror_marks_every_criterion_or_is_recused() -> None:
    criteria = {c["id"]: c for c in document("edition.toml")["criterion"]}
    recused = set()
    for number in range(1, 8):
        said: dict[str, list[str]] = {name: [] for name in category_of()}
        for row in marks_of(number):
            if row["mark"] == "recused":
                assert row["criterion"] == ""
                recused.add((number, row["nominee"]))
                continue
            criterion = criteria[row["criterion"]]
            assert 0 <= Fraction(row["mark"]) <= Fraction(criterion["most"])
            assert Fraction(row["mark"]) % Fraction(criterion["step"]) == 0
            said[row["nominee"]].append(row["criterion"])
        for name, marked in said.items():
            assert sorted(marked) == ([] if (number, name) in recused else sorted(criteria))
    assert recused == RECUSED


def test_a_zero_is_among_the_marks() -> None:
    assert any(row["mark"] == "0" for number in range(1, 8) for row in marks_of(number))


def test_the_recusals_of_the_files_are_those_of_the_meeting() -> None:
    names = [row["Navn"] for row in semicolon_rows("jurors.csv")]
    decided = {
        (names.index(entry["juror"]) + 1, entry["nominee"])
        for entry in document("decisions.toml")["impartiality"]
        if entry["recused"] and entry["ground"]
    }
    assert decided == RECUSED


def test_exactly_one_pair_ties_and_not_at_the_top() -> None:
    tied = [
        (above, below)
        for category in (UNDER, OVER)
        for (above, one), (below, other) in pairwise(ranking(category))
        if one == other
    ]
    assert [set(pair) for pair in tied] == [{"Lomvatn", "Havstrand"}]
    assert dict(ranking(UNDER))["Lomvatn"] == Fraction("6.45")
    assert [name for name, _ in ranking(UNDER)].index("Lomvatn") in {4, 5}
    assert len(juror_means("Lomvatn")) == 6  # six jurors and seven come to the same exact mean
    assert len(juror_means("Havstrand")) == 7


def test_exactly_one_margin_among_the_finalists_is_close() -> None:
    clear = Fraction(document("edition.toml")["rules"]["close_margin"])
    close = [
        (above, below, one - other)
        for category in (UNDER, OVER)
        for (above, one), (below, other) in pairwise(ranking(category)[:4])
        if one - other < clear
    ]
    assert close == [("Nordhamn", "Fagerlunde", Fraction(1951, 240) - Fraction(449, 56))]


def test_the_decision_departs_from_the_points_once_and_says_why() -> None:
    names = {category["id"]: category["name"] for category in document("edition.toml")["category"]}
    departures = []
    for decision in document("decisions.toml")["decision"]:
        order = [name for name, _ in ranking(names[decision["category"]])]
        room = {"winner": 1, "finalist": 3}.get(decision["outcome"], len(order))
        if order.index(decision["nominee"]) >= room:
            departures.append((decision["nominee"], bool(decision.get("reason"))))
    assert departures == [("Fagerlunde", True)]
    assert [name for name, _ in ranking(OVER)][:2] == ["Nordhamn", "Fagerlunde"]


def test_every_class_gets_one_winner_and_two_more_finalists() -> None:
    outcomes = Counter(
        (decision["category"], decision["outcome"])
        for decision in document("decisions.toml")["decision"]
    )
    for category in ("UNDER", "OVER"):
        assert (outcomes[category, "winner"], outcomes[category, "finalist"]) == (1, 2)


def test_every_chosen_nominee_has_a_justification_of_fitting_length() -> None:
    decisions = document("decisions.toml")
    written = {(j["nominee"], j["language"]): j["text"] for j in decisions["justification"]}

    assert {name for name, _ in written} == {d["nominee"] for d in decisions["decision"]}
    assert {language for _, language in written} == {"nb", "nn"}
    assert all(80 <= len(text.split()) <= 150 for text in written.values())
    for decision in decisions["decision"]:
        if decision["outcome"] == "winner":
            assert {(decision["nominee"], "nb"), (decision["nominee"], "nn")} <= written.keys()


def test_the_people_of_the_meeting_are_the_people_of_the_jury() -> None:
    jury = {row["Navn"] for row in semicolon_rows("jurors.csv")}
    held = document("decisions.toml")["meeting"]
    planned = document("edition.toml")["meeting"]

    assert set(held["present"]) == jury
    assert {held["chair"], held["keeper"]} <= jury
    assert planned == {key: value for key, value in held.items() if key != "present"}


def test_the_jury_uses_only_addresses_that_belong_to_nobody() -> None:
    domains = {row["E-post"].split("@")[1] for row in semicolon_rows("jurors.csv")}
    assert domains == {"example.org"}
