"""`juryapp desk erase`: nothing without --yes, a receipt, JSON for scripts, a stop that is finished later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from called_award import CalledAward, called_award
from juryapp.storage.store import SqlStore


@pytest.fixture
def award(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[CalledAward]:
    monkeypatch.setenv("JURYAPP_LANGUAGE", "en")
    with called_award("scored", capsys) as made:
        yield made


def taken_in(award: CalledAward, who: str = "juror-2") -> None:
    """Let everybody's file be taken in, and one juror open the receipt."""
    folder = award.folder / "receipts"
    done = award.call("merge", award.folder / "scores", "--receipts", folder)
    for receipt in done["receipts"]:
        if receipt["name"].startswith("Bjarne"):
            award.call("desk", "receipt", receipt["file"], who=who)


def files(award: CalledAward, who: str = "juror-2") -> list[str]:
    found = [path for path in (award.folder / who).rglob("*") if path.is_file()]
    return [path.name for path in found if "log" not in path.name]


def test_a_desk_is_erased_with_a_receipt(award: CalledAward) -> None:
    taken_in(award)
    target = award.folder / "deletion.txt"
    done = award.call("desk", "erase", "--receipt", target, "--yes", who="juror-2")

    assert done["deleted"]["marks"] > 0
    assert done["unreceived"] is None
    assert done["receipt"] == str(target)
    assert done["text"] == target.read_text(encoding="utf-8")
    assert files(award) == []


def test_without_yes_it_says_what_would_go_and_nothing_goes(award: CalledAward) -> None:
    target = award.folder / "deletion.txt"
    done = award.call("desk", "erase", "--receipt", target, who="juror-2", code=2)
    assert done["error"]["code"] == "E-YES"
    assert "marks" in done["error"]["message"]
    assert not target.exists()
    assert files(award)


def test_what_was_not_received_needs_to_be_said(award: CalledAward) -> None:
    words = ("desk", "erase", "--receipt", award.folder, "--yes")
    done = award.call(*words, who="juror-2", code=2)
    assert done["error"]["code"] == "E-NOT-RECEIVED"
    assert files(award)

    done = award.call(*words, "--although-not-received", who="juror-2")
    assert done["unreceived"] == "not_received"
    assert Path(done["receipt"]).name.endswith("-deletion-receipt.txt")
    assert files(award) == []


def test_what_was_stopped_is_finished_by_the_next_call(
    award: CalledAward, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCutError(BaseException):
        pass

    def stop(*_: object) -> None:
        raise PowerCutError

    words = ("desk", "erase", "--receipt", award.folder, "--yes", "--although-not-received")
    with monkeypatch.context() as patch:
        patch.setattr(SqlStore, "erase", stop)
        with pytest.raises(PowerCutError):
            award.call(*words, who="juror-2")
    assert files(award)

    done = award.call(*words, who="juror-2")

    assert [desk["receipt"] is not None for desk in done["finished"]] == [True]
    assert files(award) == []
