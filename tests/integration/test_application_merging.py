"""Taking score files in and out again: any order, twice, two machines, late, and with an old plan."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from juryapp.application.desk.handing_in import hand_in, reopen_sheet
from juryapp.application.desk.saying import declare
from juryapp.application.edition.jurors import put_juror
from juryapp.application.edition.rounds import close_round, open_round
from juryapp.application.edition.setup import put_edition
from juryapp.application.merge.merging import (
    FILE_STATUS_NAMES,
    FileStatus,
    MergePlan,
    merge,
    preview_merge,
)
from juryapp.application.merge.taking_out import missing_jurors, put_back, take_out
from juryapp.application.overview import Step, overview
from juryapp.base.errors import Cancelled
from juryapp.base.files import sha256
from juryapp.domain.ids import RoundId
from juryapp.domain.merging import ChangeKind, changes_between
from juryapp.domain.packages import PackageKind
from juryapp.domain.results import Open
from juryapp.domain.sheets import SheetState
from juryapp.domain.statements import Answer
from prepared_award import Award, award_at, everything_in, refused
from workplace import ballot, changed, table_of

COLUMNS = "nominee,criterion,mark"
ROUND = RoundId("R1")
BY_HAND = [
    (1, "Elvestad", Fraction(123, 16)),
    (2, "Fjordby", Fraction(7)),
    (2, "Skogheim", Fraction(7)),
    (4, "Bergset", Fraction(11, 6)),
]


@pytest.fixture
def award() -> Iterator[Award]:
    """The small award with three score files that nobody has taken in."""
    with award_at("scored") as award:
        yield award


@pytest.fixture
def merged() -> Iterator[Award]:
    """The small award with all score files taken in."""
    with award_at("merged") as award:
        yield award


def preview(award: Award, *paths: Path) -> MergePlan:
    return preview_merge(award.session, paths)


def statuses(plan: MergePlan) -> list[FileStatus]:
    return [verdict.status for verdict in plan.files]


def state(award: Award) -> object:
    """Return everything in the edition that a merge may change."""
    with award.session.reading() as uow:
        return (
            uow.files.all(),
            uow.files.exclusions(),
            uow.keys.all(),
            uow.marks.history(ROUND),
            uow.journal.all(),
        )


def rescored(award: Award, *rows: str, machine: str = "", draft: bool = False) -> Path:
    """Let Bjarne change something and hand in again."""
    marks = table_of(COLUMNS, *rows)
    return award.scored(award.written[1], marks, machine=machine, draft=draft)


# ---- any order


def test_one_file_after_the_other_backwards_gives_the_places_worked_out_by_hand(
    award: Award,
) -> None:
    for name in ("cecilie", "bjarne", "astrid"):
        award.merged(award.scores[name])

    assert award.ranking() == BY_HAND
    assert award.check().sound


def test_the_preview_says_exactly_what_the_merge_then_does(award: Award) -> None:
    award.merged(award.scores["bjarne"])
    other = rescored(award, "Fjordby,SAM,1", "Skogheim,NY,2")
    with award.session.reading() as uow:
        before = uow.marks.current(ROUND)
    plan = preview(award, award.scores["astrid"], other, award.scores["bjarne"])

    merge(award.session, plan)

    with award.session.reading() as uow:
        assert changes_between(before, uow.marks.current(ROUND)) == list(plan.marks)
    assert (plan.count(ChangeKind.NEW), plan.count(ChangeKind.CHANGED)) == (6, 2)
    assert statuses(plan) == [FileStatus.NEW, FileStatus.NEW, FileStatus.ALREADY]


def test_a_preview_leaves_every_byte_as_it_was(award: Award) -> None:
    before = everything_in(award.folder)

    preview(award, *award.scores.values())

    assert everything_in(award.folder) == before


def test_the_same_bytes_under_two_names_are_taken_once(award: Award) -> None:
    twin = award.folder / "twin.juryscore"
    twin.write_bytes(award.scores["astrid"].read_bytes())

    plan = preview(award, award.scores["astrid"], twin, award.scores["astrid"])
    merge(award.session, plan)

    assert statuses(plan) == [FileStatus.NEW, FileStatus.ALREADY]
    assert award.done().count("file.taken") == 1
    again = award.merged(twin)
    assert again.plan.files[0].received
    assert award.done()[-1] == "file.again"
    assert not again.changes


def test_a_file_that_adds_history_only_is_called_older(award: Award) -> None:
    newer = rescored(award, "Fjordby,SAM,1")
    award.merged(newer)

    report = award.merged(award.scores["bjarne"])

    assert statuses(report.plan) == [FileStatus.OLDER]
    assert report.plan.marks == ()
    with award.session.reading() as uow:
        assert len(uow.marks.history(ROUND)) == 9


def test_older_declarations_are_older_too(award: Award) -> None:
    """Only what was declared changed between the two files; no mark did."""
    desk = award.desk(award.written[1])
    reopen_sheet(desk)
    declare(desk, award.nominee("Bergset").id, Answer.TELL, "Vi var klassekamerater.")
    newer = hand_in(desk, award.folder).path
    desk.close()
    award.merged(newer)

    assert statuses(preview(award, award.scores["bjarne"])) == [FileStatus.OLDER]


def test_a_file_that_another_has_said_everything_of_brings_nothing_new(award: Award) -> None:
    award.merged(award.scores["bjarne"])
    again = rescored(award, "Fjordby,SAM,7")  # that stands already

    assert statuses(preview(award, again)) == [FileStatus.NOTHING_NEW]
    report = award.merged(again)
    assert len(report.plan.taken) == 1
    assert award.check().sound


# ---- what is refused


def test_a_refused_file_keeps_nobody_else_out_and_leaves_nothing_behind(award: Award) -> None:
    damaged = award.folder / "damaged.juryscore"
    damaged.write_bytes(award.scores["bjarne"].read_bytes()[:-9])
    missing = award.folder / "missing.juryscore"

    report = award.merged(damaged, award.scores["astrid"], missing)

    assert statuses(report.plan) == [FileStatus.REFUSED, FileStatus.NEW, FileStatus.REFUSED]
    errors = [verdict.error for verdict in report.plan.refused]
    assert [error.code for error in errors if error is not None] == ["E-TRUNC", "E-NOT-FOUND"]
    before = everything_in(award.folder / "secretariat" / "backups")
    known = state(award)
    award.merged(damaged, missing)
    assert state(award) == known
    assert everything_in(award.folder / "secretariat" / "backups") == before


def test_all_or_nothing_takes_nothing_if_one_is_refused(award: Award) -> None:
    missing = award.folder / "missing.juryscore"
    plan = preview(award, award.scores["astrid"], missing)
    before = state(award)

    error = refused(lambda: merge(award.session, plan, all_or_nothing=True))

    assert (error.code, error.params["n"]) == ("E-REFUSED", 1)
    assert state(award) == before


def test_nothing_is_taken_before_the_round_is_open_or_by_a_plan_from_before_it_was_closed(
    award: Award,
) -> None:
    with award_at("set_up") as early:
        path = award.scores["astrid"]
        assert refused(lambda: preview_merge(early.session, [path])).code == "E-NOT-OPENED"

    plan = preview(award, award.scores["astrid"])
    close_round(award.session)
    before = state(award)
    backups = award.session.services.store.backups(award.session.edition().id)

    assert refused(lambda: merge(award.session, plan)).code == "E-CLOSED"  # closed meanwhile
    assert state(award) == before
    assert award.session.services.store.backups(award.session.edition().id) == backups

    open_round(award.session, reason="Astrids fil kom for sent.")
    assert award.merged(award.scores["astrid"]).sheets[0].state is SheetState.COMPLETE


def test_a_merge_that_is_cancelled_has_taken_nothing(award: Award) -> None:
    class Stopping:
        def step(self, done: int, total: int) -> None:
            if done == 2:
                raise Cancelled

    plan = preview(award, *award.scores.values())
    before = state(award)
    with pytest.raises(Cancelled):
        merge(award.session, plan, progress=Stopping())

    assert state(award) == before


def test_a_plan_that_is_carried_out_twice_does_nothing_the_second_time(award: Award) -> None:
    plan = preview(award, *award.scores.values())
    merge(award.session, plan)
    before = state(award)

    merge(award.session, plan)

    assert state(award) == before


def test_a_backup_is_made_before_anything_is_taken(award: Award) -> None:
    store, edition = award.session.services.store, award.session.edition().id

    award.merged(award.scores["astrid"])

    (backup,) = store.backups(edition)
    copy = store.open_place(str(backup), read_only=True)
    with copy.unit_of_work() as uow:
        assert uow.files.all() == []
    copy.close()


# ---- two machines of one juror


def test_a_second_machine_waits_for_a_yes(merged: Award) -> None:
    marks = changed(ballot("bjarne"), "Fjordby", "SAM", "3")
    other = merged.scored(merged.written[1], marks, machine="b")

    report = merged.merged(other)
    assert statuses(report.plan) == [FileStatus.SECOND_MACHINE]
    assert report.plan.taken == ()
    assert report.conflicts == ()

    report = merged.merged(other, accept=True)
    assert [key.criterion for key in report.conflicts] == ["SAM"]
    assert merged.open_questions() == [Open.CONFLICT]
    assert merged.done().count("key.pinned") == 4
    assert overview(merged.session).step is Step.MERGE
    later = rescored(merged, "Fjordby,SAM,4", machine="b")
    assert statuses(preview(merged, later)) == [FileStatus.NEW]  # the machine is known now


@pytest.mark.parametrize("first", ["", "b"])
def test_two_machines_in_one_merge_are_not_both_taken_without_a_yes(
    first: str, award: Award
) -> None:
    """Whichever comes first is pinned; in one merge as in two, the other waits."""
    other = rescored(award, "Fjordby,SAM,3", machine="b", draft=True)
    paths = [award.scores["bjarne"], other]
    plan = preview(award, *(reversed(paths) if first else paths))

    assert statuses(plan) == [FileStatus.NEW, FileStatus.SECOND_MACHINE]
    merge(award.session, plan)
    with award.session.reading() as uow:
        assert len(uow.keys.all()) == 1


def test_a_conflict_ends_with_a_higher_revision_of_the_juror(merged: Award) -> None:
    merged.conflict()
    newer = rescored(merged, "Fjordby,SAM,6")
    newest = rescored(merged, "Fjordby,SAM,7")
    assert newer != newest

    report = merged.merged(newest)

    assert report.plan.count(ChangeKind.SETTLED) == 1
    assert report.conflicts == ()
    assert merged.ranking() == BY_HAND


# ---- late, left, drafts


def test_a_file_after_the_deadline_is_taken_and_marked_late(award: Award) -> None:
    put_edition(award.session, replace(award.session.edition(), deadline="2020-01-01"))
    award.merged(award.scores["astrid"])
    put_edition(award.session, replace(award.session.edition(), deadline=""))
    award.merged(award.scores["bjarne"])

    with award.session.reading() as uow:
        assert [file.late for file in uow.files.all()] == [True, False]


def test_the_marks_of_a_juror_who_left_are_kept_and_do_not_count(merged: Award) -> None:
    put_juror(merged.session, replace(merged.juror("bjarne"), left=True))

    assert {name: value for _, name, value in merged.ranking()}["Elvestad"] == Fraction(13, 2)
    assert len(overview(merged.session).sheets) == 2
    with merged.session.reading() as uow:
        assert len(uow.marks.history(ROUND)) == 22

    put_juror(merged.session, replace(merged.juror("bjarne"), left=False))
    assert merged.ranking() == BY_HAND


def test_who_has_not_handed_in_is_named_until_something_other_than_a_draft_comes(
    award: Award,
) -> None:
    def missing() -> list[str]:
        return [juror.name.split()[0] for juror in missing_jurors(award.session)]

    assert missing() == ["Astrid", "Bjarne", "Cecilie"]
    award.merged(award.scores["astrid"], rescored(award, "Fjordby,SAM,1", draft=True))
    assert missing() == ["Bjarne", "Cecilie"]
    put_juror(award.session, replace(award.juror("cecilie"), left=True))
    award.merged(award.scores["bjarne"])
    assert missing() == []
    assert missing_jurors(award.session, PackageKind.DECLARE)
    with award.session.reading() as uow:
        first = uow.files.all()[0].sha256
    take_out(award.session, first, "Sent by mistake")
    assert missing() == ["Astrid"]


def test_a_draft_after_handing_in_lies_beside_and_changes_nothing_that_counts(
    award: Award,
) -> None:
    award.merged(*award.scores.values())
    draft = rescored(award, "Fjordby,SAM,10", draft=True)

    report = award.merged(draft)

    assert statuses(report.plan) == [FileStatus.DRAFT]
    assert report.plan.marks == ()
    assert report.sheets[1].state is SheetState.COMPLETE
    assert award.ranking() == BY_HAND
    assert award.check().sound
    award.merged(rescored(award, "Fjordby,SAM,10"))  # the same, handed in
    assert award.ranking()[0][1] == "Fjordby"


# ---- out and back


def test_a_file_that_is_taken_out_can_come_back_by_a_yes_or_by_a_click(merged: Award) -> None:
    path = merged.scores["bjarne"]
    digest = sha256(path.read_bytes())
    take_out(merged.session, digest, " Wrong juror ")
    without = merged.ranking()
    assert without != BY_HAND
    assert missing_jurors(merged.session)[0].name == "Bjarne Øvrebø"
    with merged.session.reading() as uow:
        (exclusion,) = uow.files.exclusions()
    assert (exclusion.reason, exclusion.by) == ("Wrong juror", "secretary")

    waiting = merged.merged(path)
    assert statuses(waiting.plan) == [FileStatus.TAKEN_OUT]
    assert merged.ranking() == without

    back = merged.merged(path, accept=True)
    assert statuses(back.plan) == [FileStatus.NEW]
    assert merged.ranking() == BY_HAND
    assert merged.done()[-2:] == ["file.put_back", "file.taken"]

    take_out(merged.session, digest, "Again")
    put_back(merged.session, digest)
    assert merged.ranking() == BY_HAND
    assert merged.check().sound


def test_taking_out_needs_a_reason_and_a_file_that_is_there(merged: Award) -> None:
    digest = sha256(merged.scores["bjarne"].read_bytes())
    before = state(merged)

    assert refused(lambda: take_out(merged.session, digest, "  ")).code == "E-REASON"
    assert refused(lambda: take_out(merged.session, "0" * 64, "Why not")).code == "E-UNKNOWN"
    assert refused(lambda: put_back(merged.session, digest)).code == "E-RULE"
    assert state(merged) == before


def test_a_conflict_is_gone_while_one_of_its_files_is_out(merged: Award) -> None:
    key, rivals = merged.conflict()
    with merged.session.reading() as uow:
        second = uow.files.all()[-1].sha256

    take_out(merged.session, second, "A trial run")
    assert merged.ranking() == BY_HAND

    put_back(merged.session, second)
    with merged.session.reading() as uow:
        assert uow.marks.current(ROUND).conflicts == {key: rivals}


def test_every_status_has_a_name() -> None:
    assert set(FILE_STATUS_NAMES) == set(FileStatus)


def test_a_key_counts_as_known_for_its_own_juror_only(award: Award) -> None:
    """Pinned is who signed for whom: another juror's key never makes this juror's second machine known."""
    award.merged(award.scores["astrid"])
    with award.session.reading() as uow:
        (astrid,) = uow.keys.all()
    bjarne = award.juror("bjarne")
    with award.session.writing() as uow:
        uow.keys.put(replace(astrid, juror=bjarne.id))

    plan = preview(award, award.scores["bjarne"])

    assert statuses(plan) == [FileStatus.SECOND_MACHINE]


def test_a_bug_in_reading_a_file_is_not_taken_for_a_bad_file(
    award: Award, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(type(award.session.services.score_files), "read", broken)

    with pytest.raises(ZeroDivisionError):
        preview(award, award.scores["astrid"])


def test_a_file_in_anothers_name_is_refused_and_the_log_remembers_that(award: Award) -> None:
    """Whose key it is was known: this is no damage."""
    award.merged(award.scores["bjarne"])
    with award.session.reading() as uow:
        (key,) = uow.keys.all()
    with award.session.writing() as uow:
        uow.keys.put(replace(key, closed="2026-01-01T00:00:00Z"))

    report = award.merged(rescored(award, "Fjordby,SAM,1"))

    (file,) = report.plan.refused
    assert file.error is not None
    assert file.error.code == "E-KEY-CLOSED"
    body = json.loads(award.log()[-1].body)
    assert (body["code"], body["juror"], body["signer"]) == (
        "E-KEY-CLOSED",
        award.juror("bjarne").id,
        award.juror("bjarne").id,
    )
    assert body["sha256"] == sha256(file.path.read_bytes())
    assert len(body["key"]) == 32
