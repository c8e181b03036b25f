"""What the pages of score files and impartiality ask for, on real databases and real score files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from juryapp.application.desk.handing_in import hand_in
from juryapp.application.desk.saying import declare
from juryapp.application.edition.rounds import close_round
from juryapp.application.impartiality.ruling import rule
from juryapp.application.impartiality.view import impartiality_matrix, rulings_on
from juryapp.application.log.check import check_log
from juryapp.application.merge.conflicts import conflict_rows, settle
from juryapp.application.merge.merging import FileStatus, merge, preview_merge
from juryapp.application.merge.reminders import (
    missing_lines,
    question,
    reminder,
    reminder_to_all,
    unfinished,
)
from juryapp.application.merge.showing_marks import note_marks_shown
from juryapp.application.merge.taking_out import take_out
from juryapp.application.merge.view import (
    Finished,
    SettledBy,
    finished_in,
    settled_conflicts,
    taken_files,
    who_settles,
)
from juryapp.application.packages.overview import package_overview
from juryapp.application.packages.writing import WrittenPackage
from juryapp.domain.impartiality import Standing
from juryapp.domain.log import LogEntry
from juryapp.domain.packages import PackageKind
from juryapp.domain.statements import Answer
from workplace import Workplace, ballot, changed, fjordby, table_of

ASTRID, BJARNE, CECILIE = range(3)


@pytest.fixture
def award(tmp_path: Path) -> Iterator[Workplace]:
    workplace = fjordby(tmp_path)
    yield workplace
    workplace.session.close()


@pytest.fixture
def packages(award: Workplace) -> list[WrittenPackage]:
    return award.packages()


def merged(award: Workplace, *paths: Path) -> None:
    """Take files in, with a yes to second machines."""
    plan = preview_merge(award.session, paths)
    yes = [file.opened.sha256 for file in plan.files if file.opened]
    merge(award.session, preview_merge(award.session, paths, accepted=yes))


def with_conflict(award: Workplace, package: WrittenPackage) -> None:
    """Take in two files of one juror who gave Fjordby two different marks."""
    first = award.scored(package, ballot("bjarne"))
    other = changed(ballot("bjarne"), "Fjordby", "SAM", "3")
    merged(award, first, award.scored(package, other, machine="b"))


def entries(award: Workplace) -> list[LogEntry]:
    with award.session.reading() as uow:
        return uow.journal.all()


def test_looking_at_marks_is_written_to_the_log_while_the_round_is_open(award: Workplace) -> None:
    note_marks_shown(award.session, ["b", "a"])

    assert entries(award)[-1].what == "marks.shown"
    assert '"files":["a","b"]' in entries(award)[-1].body
    assert check_log(award.session).sound


def test_looking_at_marks_after_the_round_is_closed_is_no_news(award: Workplace) -> None:
    close_round(award.session)

    note_marks_shown(award.session, ["a"])

    assert entries(award)[-1].what == "round.closed"


def test_a_file_says_how_far_its_juror_is(award: Workplace, packages: list[WrittenPackage]) -> None:
    whole = award.scored(packages[ASTRID], ballot("astrid"))
    begun = table_of("nominee,criterion,mark", "Fjordby,SAM,3", "Fjordby,NY,3", "Bergset,NY,2")
    draft = award.scored(packages[BJARNE], begun, draft=True)
    plan = preview_merge(award.session, [whole, draft])

    found = finished_in(award.session, [f.opened for f in plan.files if f.opened])

    assert list(found.values()) == [Finished(4, 4), Finished(1, 4)]


def test_a_file_that_only_declares_says_how_many_are_declared(award: Workplace) -> None:
    package = award.packages(PackageKind.DECLARE)[BJARNE]
    desk = award.desk(package)
    with desk.reading() as uow:
        first = uow.nominees.all()[0].id
    declare(desk, first, Answer.DOUBT, "A cousin")
    path = hand_in(desk, award.folder, draft=True).path
    desk.close()
    plan = preview_merge(award.session, [path])

    found = finished_in(award.session, [f.opened for f in plan.files if f.opened])

    assert list(found.values()) == [Finished(1, 4)]


def test_a_file_that_is_taken_out_says_why(
    award: Workplace, packages: list[WrittenPackage]
) -> None:
    merged(award, award.scored(packages[ASTRID], ballot("astrid")))
    [taken] = taken_files(award.session)
    assert taken.counts
    assert taken.juror is not None
    assert taken.juror.name == "Astrid Åsen"

    take_out(award.session, taken.file.sha256, "Sent by mistake")

    [taken] = taken_files(award.session)
    assert not taken.counts
    assert taken.exclusion is not None
    assert taken.exclusion.reason == "Sent by mistake"


def test_the_same_bytes_under_another_name_are_taken_once(
    award: Workplace, packages: list[WrittenPackage]
) -> None:
    path = award.scored(packages[ASTRID], ballot("astrid"))
    copy = Path(shutil.copy(path, path.with_name("copy.juryscore")))

    plan = preview_merge(award.session, [path, copy])
    merge(award.session, plan)

    assert [file.status for file in plan.files] == [FileStatus.NEW, FileStatus.ALREADY]
    said = [entry.what for entry in entries(award)]
    assert said.count("file.taken") == 1
    assert "file.put_back" not in said


def test_the_chair_settles_and_the_deputy_where_the_chair_is_recused(
    award: Workplace, packages: list[WrittenPackage]
) -> None:
    with_conflict(award, packages[BJARNE])
    row = conflict_rows(award.session)[0]
    chair, deputy = who_settles(award.session, row.nominee.id)
    assert [(d.juror.name, d.recused) for d in (chair, deputy)] == [
        ("Astrid Åsen", False),
        ("Bjarne Øvrebø", False),
    ]

    rule(award.session, chair.juror.id, row.nominee.id, recused=True)

    assert [d.recused for d in who_settles(award.session, row.nominee.id)] == [True, False]


def test_a_conflict_that_the_chair_settled_stays_in_history(
    award: Workplace, packages: list[WrittenPackage]
) -> None:
    with_conflict(award, packages[BJARNE])
    row = conflict_rows(award.session)[0]
    assert settled_conflicts(award.session) == []

    settle(award.session, row.key, row.rivals[0].content, "Said so by telephone")

    [settled] = settled_conflicts(award.session)
    assert settled.how is SettledBy.CHAIR
    assert settled.by is not None
    assert settled.by.name == "Astrid Åsen"
    assert settled.counts == row.rivals[0].content
    assert set(settled.rivals) == {rival.content for rival in row.rivals}


def test_a_conflict_ends_with_the_jurors_newer_file_or_when_one_is_taken_out(
    award: Workplace, packages: list[WrittenPackage]
) -> None:
    with_conflict(award, packages[BJARNE])
    newest, _oldest = taken_files(award.session)
    take_out(award.session, newest.file.sha256, "The wrong machine")
    assert [s.how for s in settled_conflicts(award.session)] == [SettledBy.TAKEN_OUT]

    newer = table_of("nominee,criterion,mark", "Fjordby,SAM,6")
    merged(award, award.scored(packages[BJARNE], newer))

    [settled] = settled_conflicts(award.session)
    assert settled.how is SettledBy.JUROR
    assert settled.counts is not None
    assert settled.counts.points == 12


def test_a_reminder_says_what_is_missing_in_the_language_of_the_edition(award: Workplace) -> None:
    view = package_overview(award.session)

    early = reminder(view.edition, view.lines[0], today="2026-01-01", language="en")
    late = reminder(view.edition, view.lines[0], today="2099-01-02", language="en")

    assert early.subject == "Fjordprisen 2026: your score file"
    assert early.body.startswith("Dear Astrid Åsen,\n\nWe have not received your score file")
    assert "We need your file by 1 January 2099." in early.body
    assert "The deadline was 1 January 2099." in late.body


def test_a_reminder_without_a_deadline_names_none(award: Workplace) -> None:
    view = package_overview(award.session)
    edition = replace(view.edition, deadline="")

    assert (
        "deadline" not in reminder(edition, view.lines[0], today="2026-01-01", language="en").body
    )


def test_a_reminder_to_who_sent_a_draft_says_how_far_it_is(
    award: Workplace, packages: list[WrittenPackage]
) -> None:
    begun = table_of("nominee,criterion,mark", "Fjordby,SAM,3", "Fjordby,NY,3")
    merged(award, award.scored(packages[BJARNE], begun, draft=True))
    view = package_overview(award.session)

    letter = reminder(view.edition, view.lines[BJARNE], today="2026-01-01", language="en")

    assert "a draft from you for Fjordprisen 2026: 1 of 4 nominees are finished" in letter.body


def test_the_question_to_the_juror_holds_no_marks(
    award: Workplace, packages: list[WrittenPackage]
) -> None:
    with_conflict(award, packages[BJARNE])

    letter = question(award.session.edition(), conflict_rows(award.session)[0], language="en")

    assert "two different marks for Fjordby, Samarbeid, from two computers" in letter.body
    assert not any(character.isdigit() for character in letter.body)


def test_a_reminder_to_who_has_begun_names_the_nominees_that_are_left(
    award: Workplace, packages: list[WrittenPackage]
) -> None:
    begun = table_of("nominee,criterion,mark", "Fjordby,SAM,3", "Fjordby,NY,3")
    merged(award, award.scored(packages[BJARNE], begun, draft=True))
    [line] = [found for found in missing_lines(award.session) if found.juror.number == 2]
    left = unfinished(award.session, line.juror.id)

    letter = reminder(award.session.edition(), line, today="2026-01-01", language="en", left=left)

    assert len(left) == 3
    assert f"These are left: {', '.join(left)}." in letter.body


def test_a_reminder_to_all_names_nobody(award: Workplace) -> None:
    letter = reminder_to_all(award.session.edition(), today="2026-01-01", language="en")

    assert letter.body.startswith("Dear members of the jury,")
    assert "We need your file by 1 January 2099." in letter.body
    assert "Astrid" not in letter.body


def test_who_only_has_a_conflict_is_not_missing(
    award: Workplace, packages: list[WrittenPackage]
) -> None:
    with_conflict(award, packages[BJARNE])

    assert [line.juror.name for line in missing_lines(award.session)] == [
        "Astrid Åsen",
        "Cecilie Čáhppe",
    ]


def test_the_question_to_the_juror_names_both_marks_where_that_is_wanted(
    award: Workplace, packages: list[WrittenPackage]
) -> None:
    with_conflict(award, packages[BJARNE])

    edition, row = award.session.edition(), conflict_rows(award.session)[0]
    letter = question(edition, row, language="en", with_marks=True)

    assert "Hello Bjarne Øvrebø" in letter.body
    assert "Fjordby, Samarbeid: " in letter.body
    assert {"3", "7"} <= set(letter.body.split("Samarbeid: ")[1].split(".")[0].split(" / "))


def test_the_matrix_counts_who_is_left_for_each_nominee(
    award: Workplace, packages: list[WrittenPackage]
) -> None:
    merged(award, award.scored(packages[ASTRID], ballot("astrid")))

    matrix = impartiality_matrix(award.session)

    rows = {row.nominee.name: row for row in matrix.rows}
    assert rows["Elvestad"].standings == (
        Standing.RECUSED,
        Standing.UNDECLARED,
        Standing.UNDECLARED,
    )
    assert (rows["Elvestad"].left, rows["Fjordby"].left) == (2, 3)
    assert [(juror.name, n) for juror, n in matrix.undeclared] == [
        ("Bjarne Øvrebø", 4),
        ("Cecilie Čáhppe", 4),
    ]


def test_what_the_panel_decided_is_kept_the_newest_first(award: Workplace) -> None:
    with award.session.reading() as uow:
        juror, nominee = uow.jurors.all()[0].id, uow.nominees.all()[0].id

    rule(award.session, juror, nominee, recused=True, ground="A cousin")
    rule(award.session, juror, nominee, recused=False)

    assert [r.recused for r in rulings_on(award.session, juror, nominee)] == [False, True]
