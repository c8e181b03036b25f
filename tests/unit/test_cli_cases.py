"""What may happen between a secretary and jurors who each have a computer, on the command line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from juryapp.base.files import sha256
from juryapp.base.i18n import use_language
from juryapp.cli.main import main

FJORDBY = Path(__file__).parents[1] / "data" / "fjordby"
ASTRID, BJARNE, CECILIE = "Astrid Åsen", "Bjarne Øvrebø", "Cecilie Čáhppe"
NAMES = {"astrid": ASTRID, "bjarne": BJARNE, "cecilie": CECILIE}


@dataclass(frozen=True)
class Award:
    """A small award in a folder: the secretariat's data, and what travels."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def call(self, *words: object, who: str = "secretariat", code: int = 0) -> Any:
        """Run a command on somebody's data with --json; return its object, whose exit code is `code`."""
        said = [str(word) for word in words]
        done = main([*said, "--data", str(self.folder / who), "--json"])
        out = self.capsys.readouterr().out
        assert done == code, out
        assert out.count("\n") == 1
        return json.loads(out)

    def packages(self, *words: object) -> dict[str, str]:
        """Write the packages and return them by the jurors' short names."""
        made = self.call("package", "--out", self.folder / "packages", *words)["packages"]
        files = {package["name"]: package["file"] for package in made}
        return {short: files[name] for short, name in NAMES.items()}

    def scored(self, package: str, who: str, *changes: tuple[str, str]) -> Path:
        """Score on the machine `who` with the table of its juror, changed; return the score file."""
        text = (FJORDBY / f"{who.split('-', maxsplit=1)[0]}.csv").read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        table = self.folder / f"{who}.csv"
        table.write_text(text, encoding="utf-8")
        scores = self.folder / "scores"
        done = self.call("score", package, "--marks", table, "--out", scores, who=who)
        return Path(done["file"])

    def database(self) -> bytes:
        """Return the bytes of the edition's database."""
        return (self.folder / "secretariat" / "editions" / "FJORD-2026.jurydb").read_bytes()

    def ranking(self, code: int = 0) -> list[tuple[int, str, str]]:
        """Return place, name and exact total."""
        [category] = self.call("results", code=code)["categories"]
        return [(line["place"], line["name"], line["value"]) for line in category["ranked"]]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Speak English."""
    monkeypatch.setenv("JURYAPP_LANGUAGE", "en")
    yield
    use_language("en")


@pytest.fixture(scope="module")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the secretariat's data with the round open."""
    data = tmp_path_factory.mktemp("set up") / "secretariat"
    for words in (
        ["edition", "new", "--from", FJORDBY / "edition.toml"],
        ["jurors", "import", FJORDBY / "jurors.csv"],
        ["nominations", "import", FJORDBY / "nominations.csv"],
        ["round", "open"],
    ):
        assert main([*(str(word) for word in words), "--data", str(data)]) == 0
    return data


@pytest.fixture
def award(set_up: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Award:
    """Return the award with its round open."""
    shutil.copytree(set_up, tmp_path / "secretariat")
    capsys.readouterr()
    return Award(tmp_path, capsys)


BY_HAND = [
    (1, "Elvestad", "123/16"),
    (2, "Fjordby", "7/1"),
    (2, "Skogheim", "7/1"),
    (4, "Bergset", "11/6"),
]


def test_neither_a_dry_run_nor_a_refused_file_changes_a_byte(award: Award) -> None:
    score = award.scored(award.packages()["astrid"], "astrid")
    before = award.database()
    damaged = award.folder / "damaged.juryscore"
    damaged.write_bytes(score.read_bytes()[:-1])
    (award.folder / "none").mkdir()

    assert award.call("merge", "--dry-run", score)["missing"] == [BJARNE, CECILIE]
    refused = award.call("merge", damaged, code=2)
    held_back = award.call("merge", "--all-or-nothing", score, damaged, code=2)
    nothing = award.call("merge", award.folder / "none", code=2)

    assert refused["error"] == refused["files"][0]["error"]
    assert refused["error"]["code"] == held_back["error"]["code"] == "E-TRUNC"
    assert held_back["taken"] == 0
    assert nothing["error"]["code"] == "E-NOT-FOUND"
    assert award.database() == before


def test_a_table_that_does_not_finish_the_sheet_leaves_no_mark_behind(award: Award) -> None:
    package = award.packages()["cecilie"]
    table = award.folder / "one.csv"
    table.write_text("nominee,criterion,mark\nFjordby,SAM,1\n", encoding="utf-8")
    said = ("score", package, "--marks", table, "--out", award.folder / "out")

    assert award.call(*said, code=2)["error"]["code"] == "E-INCOMPLETE"
    assert not (award.folder / "out").exists()
    table.write_text("nominee,criterion,mark\nFjordby,NY,1\n", encoding="utf-8")
    assert award.call(*said, "--draft")["marks"] == 1


def test_two_machines_of_one_juror_can_differ_and_the_chair_settles_it(award: Award) -> None:
    packages = award.packages()
    for who in NAMES:
        award.scored(packages[who], who)
    award.call("merge", award.folder / "scores")
    other = award.scored(packages["bjarne"], "bjarne-at home", ("Fjordby;SAM;7", "Fjordby;SAM;9"))

    waiting = award.call("merge", other, code=1)
    assert (waiting["files"][0]["status"], waiting["waiting"]) == ("second_machine", 1)
    assert award.ranking() == BY_HAND
    assert award.call("merge", other, "--accept", code=1)["conflicts"] == 1
    [conflict] = award.call("resolve", code=1)["conflicts"]
    assert sorted(conflict["marks"]) == ["7/1", "9/1"]
    assert award.call("results", code=1)["official"] is False

    names = ("--juror", BJARNE, "--nominee", "Fjordby", "--criterion", "SAM")
    assert award.call("resolve", *names, "--mark", "8", code=2)["error"]["code"] == "E-REASON"
    chosen = ("--mark", "7,0", "--reason", "Ringt")
    own = award.call("resolve", BJARNE, "Fjordby", "Samarbeid", *chosen, "--by", BJARNE, code=2)
    assert own["error"]["code"] == "E-CHAIR-OWN"
    award.call("resolve", BJARNE, "Fjordby", "Samarbeid", *chosen)
    assert award.ranking() == BY_HAND


def test_declarations_go_first_and_marks_follow_for_the_nominees_left(award: Award) -> None:
    declare = award.packages("--kind", "declare")
    out = ("--out", award.folder / "declarations")
    award.call("declare", declare["astrid"], "--recused", "Elvestad", *out, who="astrid")
    award.call("declare", declare["bjarne"], *out, who="bjarne")
    award.call("declare", declare["cecilie"], *out, who="cecilie")
    assert award.call("merge", award.folder / "declarations")["refused"] == 0
    [told] = award.call("declare")["impartiality"]
    assert (told["juror_name"], told["nominee_name"], told["standing"]) == (
        ASTRID, "Elvestad", "recused",
    )  # fmt: skip

    score = award.packages("--kind", "score")
    for who in NAMES:  # the table of Astrid says "recused" again: that is no mistake
        award.scored(score[who], who)
    award.call("merge", award.folder / "scores")

    assert award.ranking() == BY_HAND


def test_the_panel_rules_on_impartiality_in_whatever_order_it_is_said(award: Award) -> None:
    packages = award.packages()
    for who in NAMES:
        award.scored(packages[who], who)
    award.call("merge", award.folder / "scores")

    award.call("declare", BJARNE, "Skogheim", "--recused", "--ground", "Eier")
    [row] = [r for r in award.call("declare")["impartiality"] if r["nominee_name"] == "Skogheim"]
    assert (row["standing"], row["ground"], row["ruled"]) == ("recused", "Eier", True)
    award.call("declare", "--impartial", BJARNE, "Skogheim")
    assert award.ranking() == BY_HAND
    award.call("declare", "--juror", BJARNE, "--nominee", "Skogheim", "--recused")
    award.call("declare", BJARNE, "--impartial", "Skogheim")
    assert award.ranking() == BY_HAND
    assert award.call("declare", BJARNE, "Skogheim", code=2)["error"]["code"] == "E-USAGE"


def test_a_recusal_taken_back_waits_for_the_panel(award: Award) -> None:
    packages = award.packages()
    for who in NAMES:
        award.scored(packages[who], who)
    both = "Elvestad,SAM,5,\nElvestad,NY,5,"
    again = award.scored(packages["astrid"], "astrid", ("Elvestad,,recused,", both))

    merged = award.call("merge", award.folder / "scores", code=1)

    assert again.exists()
    assert merged["impartiality_to_decide"] == 1


def test_after_closing_known_files_are_known_and_late_ones_wait_for_the_chair(award: Award) -> None:
    packages = award.packages()
    early = award.scored(packages["astrid"], "astrid")
    award.call("merge", early)
    award.call("round", "close")
    late = award.scored(packages["bjarne"], "bjarne")

    assert award.call("merge", early)["files"][0]["status"] == "already"
    held = award.call("merge", early, late, code=1)
    assert [file["status"] for file in held["files"]] == ["already", "held"]
    assert held["taken"] == 0
    assert award.call("merge", "--held", code=2)["error"]["code"] == "E-CLOSED"
    assert award.call("edition", "show")["held"] == 1
    assert award.call("round", "open", code=2)["error"]["code"] == "E-REASON"
    award.call("round", "open", "--reason", "Posten var sen.")
    assert award.call("merge", "--held")["taken"] == 1
    assert award.call("merge", late)["files"][0]["status"] == "already"


def test_the_language_of_a_paper_is_its_own(award: Award) -> None:
    paper = award.folder / "paper.pdf"

    first = award.call("--language", "en", "protocol", "--out", paper, code=1)
    other = award.call("protocol", "--language", "nn", "--out", paper, code=1)

    assert (first["language"], other["language"]) == ("nb", "nn")
    assert other["sha256"] == sha256(paper.read_bytes())


def test_a_verdict_that_is_not_whole_has_a_code(award: Award) -> None:
    package = Path(award.packages()["astrid"])
    changed = award.folder / "changed.jurypack"
    data = package.read_bytes()
    changed.write_bytes(data.replace(b"Fjordby", b"Fjordbx"))
    text = award.folder / "text.txt"
    text.write_text("hello", encoding="utf-8")

    assert award.call("verify", package)["known"] == "award"
    for file, code in ((changed, "E-ZIP-HASH"), (text, "E-KIND")):
        told = award.call("verify", file, code=2)
        assert (told["whole"], told["error"]["code"], told["error"]["file"]) == (
            False, code, file.name,
        )  # fmt: skip


def test_a_database_may_be_named_by_path_or_as_sqlalchemy_does(award: Award) -> None:
    backup = award.folder / "copy.jurydb"
    award.call("backup", backup)
    before = backup.read_bytes()

    for place in (backup, f"sqlite:///{backup}"):
        shown = award.call("edition", "show", "--database", place, "--read-only", who="nobody")
        assert shown["edition"] == "FJORD-2026"

    assert backup.read_bytes() == before
    assert not (award.folder / "nobody" / "editions").exists()


def test_a_file_is_taken_out_and_put_back_on_the_command_line(award: Award) -> None:
    packages = award.packages()
    for who in NAMES:
        award.scored(packages[who], who)
    merged = award.call("merge", award.folder / "scores")
    digest = next(file["sha256"] for file in merged["files"] if file["name"] == BJARNE)

    assert award.call("merge", "--take-out", digest, code=2)["error"]["code"] == "E-REASON"
    told = award.call("merge", "--take-out", digest, "--reason", "Feil maskin")
    assert (told["sha256"], told["counts"]) == (digest, False)
    assert award.call("results", code=1)["official"] is False
    award.call("merge", "--put-back", digest)
    assert award.ranking() == BY_HAND
    whole = award.call("merge", "--let-count", digest, "--reason", "Syk", code=2)
    assert whole["error"]["code"] == "E-NO-DRAFT"
    assert award.call("merge", code=2)["error"]["code"] == "E-USAGE"
    both = award.call("merge", "--held", award.folder / "scores", code=2)
    assert both["error"]["code"] == "E-USAGE"


def test_who_leaves_the_jury_is_recorded_with_what_the_chair_decided(award: Award) -> None:
    packages = award.packages()
    for who in NAMES:
        award.scored(packages[who], who)
    award.call("merge", award.folder / "scores")

    left = award.call("jurors", "left", BJARNE, "--marks-count", "no", "--reason", "Flytter")
    assert (left["left"], left["marks_count"], left["deputy"]) == (True, False, None)
    assert award.ranking() != BY_HAND
    again = award.call(
        "jurors", "left", BJARNE, "--marks-count", "yes", "--reason", "Flytter", code=2
    )
    assert again["error"]["code"] == "E-LEFT"
    award.call("jurors", "back", BJARNE, "--reason", "Kom likevel")
    assert award.ranking() == BY_HAND
    deputy = award.call(
        "jurors", "left", CECILIE, "--marks-count", "yes", "--reason", "Syk", "--deputy", BJARNE
    )
    assert deputy["marks_count"]
    assert award.ranking() == BY_HAND


def test_a_trial_is_made_on_the_command_line(award: Award) -> None:
    trial = award.call("edition", "trial", "--id", "TRIAL")

    assert (trial["edition"], trial["trial"]) == ("TRIAL", True)
    assert {e["id"] for e in award.call("edition", "list")["editions"]} == {"FJORD-2026", "TRIAL"}
