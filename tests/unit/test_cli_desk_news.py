"""`juryapp desk open|news|history`: what an updated package changed, and everything that was said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from called_award import CalledAward, called_award


@pytest.fixture
def award(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[CalledAward]:
    monkeypatch.setenv("JURYAPP_LANGUAGE", "en")
    with called_award("desks", capsys) as made:
        yield made


def again(award: CalledAward) -> str:
    """Let the secretariat take in one more nominee and make Bjarne's package anew."""
    table = award.folder / "more.csv"
    table.write_text("nominee,category,nominator,text\nNyby,Alle,Ola,Fordi.\n", encoding="utf-8")
    award.call("nominations", "import", table)
    made = award.call("package", "--out", award.folder / "again")
    return next(str(p["file"]) for p in made["packages"] if "-02-" in str(p["file"]))


def test_a_first_package_opens_a_desk(award: CalledAward) -> None:
    done = award.call("desk", "open", award.packages["bjarne"], who="new")

    assert (done["finished"], done["nominees"]) == (0, 4)
    assert done["news"]["opened"] == ""
    assert "Bjarne Øvrebø" in award.told("desk", "open", award.packages["bjarne"], who="new")


def test_a_colleagues_package_is_opened_only_by_whoever_says_so(award: CalledAward) -> None:
    award.call("desk", "open", award.packages["bjarne"], who="shared")
    colleagues = award.packages["cecilie"]

    refused = award.call("desk", "open", colleagues, who="shared", code=2)
    assert refused["error"]["code"] == "E-OTHER-JUROR"
    assert "Bjarne Øvrebø is on the same jury" in refused["error"]["message"]

    opened = award.call("desk", "open", colleagues, "--another", who="shared")
    assert (
        opened["juror"]
        != award.call("desk", "open", award.packages["bjarne"], who="shared")["juror"]
    )


def test_an_updated_package_says_what_changed_until_that_was_seen(award: CalledAward) -> None:
    told = award.told("desk", "open", again(award), who="juror-2")
    assert "Nyby: Is new among your candidates." in told
    assert "Everything you have said is kept" in told

    news = award.call("desk", "news", "--seen", who="juror-2")
    assert [(c["change"], c["nominee"] is not None) for c in news["changes"]] == [("new", True)]
    assert "There is nothing new." in award.told("desk", "news", who="juror-2")


def test_the_history_names_each_revision(award: CalledAward) -> None:
    marks = award.folder / "marks.csv"
    for mark in ("7", "7,5"):
        marks.write_text(f'nominee,criterion,mark,note\nFjordby,SAM,"{mark}",\n', encoding="utf-8")
        award.call(
            "score", award.packages["bjarne"], "--marks", marks, "--draft",
            "--out", award.folder / "out", who="juror-2",
        )  # fmt: skip

    done = award.call("desk", "history", "--nominee", "Fjordby", who="juror-2")

    said = [(e["rev"], e["before"], e["now"]) for e in done["said"] if e["about"] == "mark"]
    assert said == [(2, "7", "7.5"), (1, "", "7")]
    told = award.told("desk", "history", who="juror-2")
    assert "7 → 7.5" in told
    assert "Draft made" in told


def test_who_is_not_there_is_named(award: CalledAward) -> None:
    done = award.call("desk", "history", "--nominee", "Nobody", who="juror-2", code=2)
    assert "Nobody" in done["error"]["message"]
