"""The check of the log: whatever is changed in the file behind the program's back is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from juryapp.application.decisions.deciding import decide, justify
from juryapp.application.desk.handing_in import reopen_sheet
from juryapp.application.desk.saying import write_note
from juryapp.application.edition.editions import open_place
from juryapp.application.impartiality.ruling import rule
from juryapp.application.log.check import LogVerdict, check_integrity, check_log
from juryapp.application.merge.conflicts import settle, waive
from juryapp.application.merge.taking_out import put_back, take_out
from juryapp.application.protocol.printing import print_again, print_protocol
from juryapp.domain.decisions import Outcome
from juryapp.domain.ids import CriterionId
from juryapp.domain.statements import mark
from prepared_award import Award, award_at, new_place, refused
from workplace import services_in, table_of


def write_everything(award: Award, folder: Path) -> None:
    """Do everything that the log covers: conflict, ruling, waiver, exclusions, decision, protocol."""
    key, _ = award.conflict()
    settle(award.session, key, mark(14), "He said so.")
    rule(
        award.session,
        award.juror("cecilie").id,
        award.nominee("Bergset").id,
        recused=True,
        ground="Styret",
    )
    waive(award.session, "Enough.")
    with award.session.reading() as uow:
        first, last = uow.files.all()[0].sha256, uow.files.all()[-1].sha256
    take_out(award.session, first, "By mistake")
    put_back(award.session, first)
    take_out(award.session, last, "A trial run")
    decide(award.session, award.nominee("Elvestad").id, Outcome.WINNER)
    justify(award.session, award.nominee("Elvestad").id, "nb", "Næringshagen vokser.")
    print_protocol(award.session, folder / "protocol.pdf", final=True)


@pytest.fixture(scope="module")
def finished() -> Iterator[Path]:
    """An edition's file in which everything was done; tests work on copies of it."""
    with award_at("merged") as award, new_place() as folder:
        write_everything(award, Path(folder))
        assert award.check().sound
        award.session.close()
        kept = Path(folder) / "kept.jurydb"
        kept.write_bytes(award.database.read_bytes())
        yield kept


@pytest.fixture
def file(finished: Path) -> Iterator[Path]:
    """A copy of that file, to be tampered with."""
    with new_place() as folder:
        path = Path(folder) / "edition.jurydb"
        path.write_bytes(finished.read_bytes())
        yield path


def tampered(file: Path, *statements: str, values: Sequence[Any] = ()) -> LogVerdict:
    """Change the file as somebody with a database tool would, triggers out of the way; check its log."""
    connection = sqlite3.connect(file)
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    changed = sum(connection.execute(s, values if "?" in s else ()).rowcount for s in statements)
    for _, sql in triggers:
        connection.execute(sql)
    connection.execute("COMMIT")
    connection.close()
    assert changed > 0
    return verdict_on(file)


def verdict_on(file: Path) -> LogVerdict:
    """Check the log of a file, opened for reading only: a broken log is no obstacle then."""
    with new_place() as folder:
        session = open_place(services_in(Path(folder)), str(file), read_only=True)
        try:
            return check_log(session)
        finally:
            session.close()


def test_a_log_that_nobody_touched_is_sound(file: Path) -> None:
    verdict = verdict_on(file)

    assert verdict.sound
    assert (verdict.broken_at, verdict.uncovered, verdict.lost_anchors) == (None, (), ())
    assert len(verdict.head) == 64


# ---- integrity


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE log_entry SET made_at = '2020-01-01T00:00:00Z' WHERE seq = 5",
        "UPDATE log_entry SET actor = 'chair' WHERE seq = 5",
        "UPDATE log_entry SET what = 'nothing' WHERE seq = 5",
        "UPDATE log_entry SET body = '{}' WHERE seq = 5",
        "DELETE FROM log_entry WHERE seq = 5",
        "UPDATE log_entry SET seq = 1000 WHERE seq = 5",
    ],
)
def test_an_entry_that_was_changed_or_taken_away_breaks_the_chain_there(
    change: str, file: Path
) -> None:
    verdict = tampered(file, change)

    assert verdict.broken_at == 5
    assert verdict.entries == 4
    assert not verdict.sound


def test_newest_entries_that_are_cut_off_are_missed_by_the_anchor_and_the_coverage(
    file: Path,
) -> None:
    """The chain itself looks whole."""
    verdict = tampered(file, "DELETE FROM log_entry WHERE seq > 12")

    assert verdict.broken_at is None
    assert len(verdict.lost_anchors) == 1
    assert {"decisions", "protocols"} <= set(verdict.uncovered)


# ---- coverage


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (["UPDATE mark_statement SET points = 20 WHERE points = 10"], 1),
        (["UPDATE mark_statement SET note = 'x' WHERE note <> ''"], 1),
        (["UPDATE mark_statement SET rev = 9 WHERE id = 1"], 1),
        (["DELETE FROM mark_source WHERE statement = 1"], 1),
        (
            [
                "DELETE FROM mark_source WHERE statement = 1",
                "DELETE FROM mark_statement WHERE id = 1",
            ],
            1,
        ),
        (["UPDATE declaration_statement SET answer = 'nothing' WHERE answer = 'recused'"], 1),
        (["DELETE FROM declaration_source WHERE statement = 1"], 1),
    ],
)
def test_a_statement_that_was_changed_or_taken_away_is_found_by_its_file(
    changes: list[str], found: int, file: Path
) -> None:
    """What stands is changed with it, so that it looks as if it had always been so."""
    columns = "round, juror, nominee, criterion, content_hash, rev, state, points, note"
    standing_now = (
        f"INSERT INTO current_mark ({columns}) SELECT {columns} FROM mark_statement s WHERE rev = "
        "(SELECT max(rev) FROM mark_statement o WHERE o.juror = s.juror AND o.nominee = s.nominee"
        " AND o.criterion = s.criterion)"
    )

    verdict = tampered(file, *changes, "DELETE FROM current_mark", standing_now)

    hashes = [name for name in verdict.uncovered if len(name) == 64]
    assert len(hashes) >= found
    assert verdict.broken_at is None


def test_a_statement_that_was_slipped_in_as_if_made_here_is_found(file: Path) -> None:
    verdict = tampered(
        file,
        "INSERT INTO mark_statement (round, juror, nominee, criterion, rev, content_hash, state, points,"
        " note, made_at, device) SELECT round, juror, nominee, criterion, rev + 1, content_hash, state,"
        " 20, note, made_at, device FROM mark_statement WHERE id = 1",
        "INSERT INTO mark_source (statement, source) SELECT max(id), 1 FROM mark_statement",
    )

    assert "marks" in verdict.uncovered


def test_what_stands_is_compared_with_the_statements(file: Path) -> None:
    verdict = tampered(file, "UPDATE current_mark SET points = 19 WHERE points = 10")

    assert verdict.uncovered == ("marks",)


def test_no_protocol_is_approved_from_marks_that_were_changed_behind_the_log(file: Path) -> None:
    tampered(file, "UPDATE current_mark SET points = 19 WHERE points = 10")

    with new_place() as folder:
        session = open_place(services_in(Path(folder)), str(file), read_only=True)
        try:
            assert refused(lambda: check_integrity(session)).code == "E-COVERAGE"
        finally:
            session.close()


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE mark_settlement SET points = 20", "settlements"),
        ("UPDATE mark_settlement SET reason = 'Another'", "settlements"),
        ("DELETE FROM mark_settlement", "settlements"),
        ("UPDATE ruling SET recused = 0", "rulings"),
        ("UPDATE ruling SET ground = 'Another'", "rulings"),
        ("DELETE FROM ruling", "rulings"),
        ("UPDATE waiver SET waived = 0", "waivers"),
        ("UPDATE decision SET outcome = 'mention'", "decisions"),
        ("UPDATE decision SET reason = 'Another'", "decisions"),
        ("DELETE FROM decision", "decisions"),
        ("UPDATE justification SET wording = 'Another'", "justifications"),
        ("UPDATE exclusion SET excluded = 0", "exclusions"),
        ("DELETE FROM exclusion WHERE n = 3", "exclusions"),
        ("UPDATE protocol SET digest = replace(digest, '0', '1')", "protocols"),
        ("UPDATE protocol_pdf SET pdf = x'25504446'", "protocols"),
        ("DELETE FROM protocol_pdf", "protocols"),
    ],
)
def test_what_was_settled_ruled_or_decided_is_what_the_log_says(
    change: str, what: str, file: Path
) -> None:
    assert what in tampered(file, change).uncovered


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE file_bytes SET sealed = x'00' WHERE rowid = 1",
        "DELETE FROM file_bytes WHERE rowid = 1",
    ],
)
def test_a_file_whose_bytes_are_not_those_received_is_found(change: str, file: Path) -> None:
    verdict = tampered(file, change)

    assert len(verdict.uncovered) == 1
    assert len(verdict.uncovered[0]) == 64


# ---- the log of a desk


def test_every_change_of_a_mark_at_a_desk_is_covered_and_a_changed_one_is_found() -> None:
    with award_at("scored") as award:
        desk = award.desk(award.written[1])
        reopen_sheet(desk)
        write_note(desk, award.nominee("Fjordby").id, "Sterk søknad", usable=True)
        assert check_log(desk).sound
        place = Path(desk.database.place)
        desk.close()

        for change in (
            "UPDATE note_statement SET wording = 'Svak'",
            "UPDATE mark_statement SET points = points - 1 WHERE points > 0",
        ):
            assert "marks" in tampered(place, change).uncovered


# ---- what the log holds


def test_no_body_of_the_log_holds_a_name_a_mark_or_a_comment(tmp_path: Path) -> None:
    with award_at("merged") as award:
        write_everything(award, tmp_path)
        path = award.scored(
            award.written[2],
            table_of("nominee,criterion,mark,note", "Fjordby,SAM,4.5,Hemmelig kommentar"),
        )
        award.merged(path)
        bodies = [entry.body for entry in award.log()]
        words = [
            *award.nominees(),
            *(juror.name for juror in award.jurors()),
            *(juror.name.split()[0] for juror in award.jurors()),
            "Hemmelig", "Styret", "Enough", "mistake", "trial run", "He said", "vokser", "4.5", "FJORD-20-02",
        ]  # fmt: skip

    assert len(bodies) > 15
    assert [(word, body) for word in words for body in bodies if word in body] == []


def test_the_log_names_who_acted_and_when_and_never_goes_back(tmp_path: Path) -> None:
    with award_at("merged") as award:
        write_everything(award, tmp_path)
        entries = award.log()
        jurors = {f"juror:{juror.id}" for juror in award.jurors()}

    assert {entry.actor for entry in entries} <= {"secretary", "chair", *jurors}
    assert [entry.seq for entry in entries] == [*range(1, len(entries) + 1)]
    assert all(entry.at.endswith("Z") for entry in entries)
    by_what = {entry.what: entry.actor for entry in entries}
    assert by_what["decision.made"] == by_what["protocol.approved"] == "chair"
    assert replace(entries[0], hash="").what == "edition.made"
    assert CriterionId("SAM") in next(e.body for e in entries if e.what == "conflict.settled")


@pytest.mark.parametrize(
    "change", ["UPDATE protocol_pdf SET pdf = x'25504446'", "DELETE FROM protocol_pdf"]
)
def test_a_protocol_that_was_changed_in_the_file_is_not_printed_again(
    change: str, file: Path, tmp_path: Path
) -> None:
    tampered(file, change)
    session = open_place(services_in(tmp_path / "data"), str(file), read_only=True)

    error = refused(lambda: print_again(session, 1, tmp_path / "again.pdf"))

    session.close()
    assert (error.code, error.params["version"]) == ("E-CHANGED", 1)
    assert not (tmp_path / "again.pdf").exists()
