"""`juryapp desk order`: a juror's own order on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from called_award import CalledAward, called_award
from juryapp.application.desk.ordering import say_answers
from juryapp.application.desk.saying import declare_rest
from juryapp.base.i18n import use_language
from juryapp.cli.main import main
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.domain.statements import mark
from kinds_award import kinds_award


@pytest.fixture
def award(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[CalledAward]:
    monkeypatch.setenv("JURYAPP_LANGUAGE", "en")
    with called_award("scored", capsys) as made:
        yield made


def test_the_own_order_is_told_per_category_with_what_is_left_out(award: CalledAward) -> None:
    told = award.call("desk", "order", who="juror-2")

    for found in told["categories"]:
        places = [line["place"] for line in found["order"]]
        assert places == sorted(places)
    assert sum(len(found["order"]) for found in told["categories"]) > 0


def test_another_order_is_looked_at_and_no_mark_changes(award: CalledAward) -> None:
    before = award.call("desk", "order", who="juror-2")
    found = next(c for c in before["categories"] if len(c["order"]) > 1)
    best, last = found["order"][0]["name"], found["order"][-1]["name"]

    told = award.call("desk", "order", "--put", last, "--before", best, who="juror-2")

    assert [w["before"] for w in told["wishes"]] == [found["order"][-1]["nominee"]]
    assert award.call("desk", "order", who="juror-2")["categories"] == before["categories"]
    words = award.told("desk", "order", "--put", last, "--before", best, who="juror-2")
    assert f"To have {last} before {best}" in words
    assert "No mark was changed." in words


def test_what_stands_already_needs_no_other_mark(award: CalledAward) -> None:
    order = award.call("desk", "order", who="juror-2")["categories"][0]["order"]
    best, last = order[0]["name"], order[-1]["name"]

    told = award.call("desk", "order", "--put", best, "--before", last, who="juror-2")

    assert told["wishes"] == []


def test_only_one_of_the_two_names_is_refused(award: CalledAward) -> None:
    refused = award.call("desk", "order", "--put", "Vik", who="juror-2", code=2)

    assert refused["error"]["code"] == "E-USAGE"


def test_an_order_that_the_juror_gives_is_told_and_nothing_else_is_tried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    use_language("en")
    award = kinds_award(tmp_path, "order")
    desk = award.desk()
    declare_rest(desk)
    say_answers(desk, CriterionId("C"), {NomineeId("N2"): mark(1), NomineeId("N1"): mark(2)})
    desk.close()
    data = ["--data", str(tmp_path / "machine1")]
    capsys.readouterr()

    assert main(["desk", "order", *data]) == 0
    told = capsys.readouterr().out
    assert told.index("Bø") < told.index("Ås")
    assert "Marks are missing: Vik." in told
    assert main(["desk", "order", "--put", "Ås", "--before", "Bø", *data, "--json"]) == 2
    assert "E-GIVEN" in capsys.readouterr().out
