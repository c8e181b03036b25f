"""Receipts on the command line: written after a merge, opened on the juror's own computer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from called_award import CalledAward, called_award
from juryapp.__main__ import wants_window


@pytest.fixture
def award(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[CalledAward]:
    monkeypatch.setenv("JURYAPP_LANGUAGE", "en")
    with called_award("scored", capsys) as made:
        yield made


def merged(award: CalledAward) -> dict[str, Path]:
    """Take all files in with receipts; return these by the jurors' first names."""
    folder = award.folder / "receipts"
    done = award.call("merge", award.folder / "scores", "--receipts", folder)
    return {r["name"].split()[0].lower(): Path(r["file"]) for r in done["receipts"]}


def test_a_merge_writes_the_receipts_of_the_files_it_took_in(award: CalledAward) -> None:
    receipts = merged(award)
    assert sorted(receipts) == ["astrid", "bjarne", "cecilie"]
    assert all(path.suffix == ".juryreceipt" and path.exists() for path in receipts.values())


def test_a_dry_run_writes_no_receipt(award: CalledAward) -> None:
    folder = award.folder / "receipts"
    done = award.call("merge", "--dry-run", award.folder / "scores", "--receipts", folder)
    assert "receipts" not in done
    assert not folder.exists()


def test_a_juror_opens_the_receipt_and_reads_that_all_is_well(award: CalledAward) -> None:
    receipt = merged(award)["bjarne"]

    told = award.call("desk", "receipt", receipt, who="juror-2")

    assert (told["match"], told["reception"], told["again"]) == ("same", "received", False)
    assert told["message"].startswith("Received by the secretariat on ")
    assert told["log"]["head"][:4] in told["message"]
    assert award.call("desk", "receipt", receipt, who="juror-2")["again"] is True
    assert "as you sent it" in award.told("desk", "receipt", receipt, who="juror-2")


def test_a_receipt_is_refused_where_it_does_not_belong(award: CalledAward) -> None:
    receipts = merged(award)
    damaged = award.folder / "damaged.juryreceipt"
    damaged.write_bytes(receipts["bjarne"].read_bytes()[:-3])

    def code(file: Path, who: str) -> str:
        error = award.call("desk", "receipt", file, who=who, code=2)["error"]
        assert error["file"] == file.name
        return str(error["code"])

    assert code(receipts["astrid"], "juror-2") == "E-JUROR"
    assert code(receipts["bjarne"], "nobody") == "E-EDITION"
    assert code(damaged, "juror-2") == "E-TRUNC"
    assert code(award.scores["bjarne"], "juror-2") == "E-KIND"


def test_receipts_are_written_for_new_files_or_for_all(award: CalledAward) -> None:
    merged(award)
    out = award.folder / "again"
    assert award.call("receipts", "--out", out)["receipts"] == []
    assert "no file without a receipt" in award.told("receipts", "--out", out)
    again = award.call("receipts", "--all", "--out", out)["receipts"]
    assert [r["state"] for r in again] == ["taken"] * 3
    assert all(len(r["sha256"]) == len(r["score_file"]) == 64 for r in again)
    table = award.told("receipts", "--all", "--out", out)
    assert "Bjarne Øvrebø" in table
    assert "taken in" in table


def test_a_late_file_gets_a_receipt_that_says_so(award: CalledAward) -> None:
    award.call("merge", award.scores["astrid"])
    award.call("round", "close")

    done = award.call("merge", award.scores["bjarne"], "--receipts", award.folder / "r", code=1)

    by_name = {r["name"].split()[0]: r for r in done["receipts"]}
    assert by_name["Bjarne"]["state"] == "held"
    receipt = by_name["Bjarne"]["file"]
    told = award.call("desk", "receipt", receipt, who="juror-2")
    assert (told["reception"], told["taken"]) == ("laid_aside", False)


def test_the_log_stays_whole_and_knows_the_heads_on_the_receipts(award: CalledAward) -> None:
    merged(award)
    assert award.call("log", "check")["sound"] is True


def test_a_receipt_alone_opens_the_window() -> None:
    assert wants_window(["x.juryreceipt"])
    assert not wants_window(["desk", "receipt", "x.juryreceipt"])
