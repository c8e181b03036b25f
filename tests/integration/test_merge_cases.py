"""The table of cases, row by row: files, revisions, clocks, conflicts, recusals.

Through the real use cases, with real files: packages, desks and score files of the small award.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from juryapp.application.impartiality.ruling import rule
from juryapp.application.merge.conflicts import conflict_rows, settle
from juryapp.application.merge.merging import FileStatus
from juryapp.application.merge.taking_out import let_count, missing_jurors
from juryapp.application.packages.writing import write_packages
from juryapp.application.protocol.printing import draft_content
from juryapp.base.files import sha256
from juryapp.domain.ids import CriterionId
from juryapp.domain.impartiality import Standing
from juryapp.domain.merging import ChangeKind
from juryapp.domain.results import Open
from juryapp.domain.statements import Answer, MarkState, mark
from merge_case_steps import (
    BY_HAND,
    ROUND,
    again,
    notices,
    other_machine,
    preview,
    reached,
    said,
    standing,
    status,
    statuses,
    value,
)
from prepared_award import Award, award_at
from workplace import ballot, changed


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


# ---- same file twice / same body under another name


def test_the_same_file_twice_was_already_taken_in_and_leaves_one_row_in_the_log(
    merged: Award,
) -> None:
    before, log = reached(merged), merged.done()

    report = merged.merged(merged.scores["bjarne"])

    assert statuses(report.plan) == [FileStatus.ALREADY]
    assert report.plan.files[0].received
    assert reached(merged) == before
    assert merged.done() == [*log, "file.again"]


def test_the_same_body_under_another_name_was_already_taken_in(merged: Award) -> None:
    twin = merged.folder / "another name.juryscore"
    twin.write_bytes(merged.scores["bjarne"].read_bytes())

    assert status(merged, twin) is FileStatus.ALREADY


# ---- newer then older, older then newer


def test_newer_then_older_ends_as_older_then_newer_and_the_older_adds_history_only() -> None:
    ends = []
    for order in ((0, 1), (1, 0)):
        with award_at("scored") as award:
            files = [award.scores["bjarne"], again(award, "bjarne", "Fjordby,SAM,1")]
            plans = [award.merged(files[n]).plan for n in order]
            with award.session.reading() as uow:
                view = uow.marks.current(ROUND)
                contents = {key[2:]: s.content for key, s in view.effective.items()}
                history = len(uow.marks.history(ROUND))
            ends.append((contents, history))
            if order == (1, 0):
                assert statuses(plans[1]) == [FileStatus.OLDER]
                assert plans[1].marks == ()
    assert ends[0] == ends[1]


# ---- file 2 never comes, file 3 does


def test_file_2_never_comes_and_file_3_is_whole_without_it(merged: Award) -> None:
    never = again(merged, "bjarne", "Fjordby,SAM,1")
    third = again(merged, "bjarne", "Skogheim,SAM,2")

    plan = merged.merged(third).plan

    (verdict,) = plan.files
    (notice,) = verdict.notices
    assert (notice.code, notice.params) == ("E-GAP", {"numbers": "2"})
    bjarne = merged.juror("bjarne").id
    with merged.session.reading() as uow:
        view = uow.marks.current(ROUND)
    marks = {k[2:]: said.content.points for k, said in view.effective.items() if k.juror == bjarne}
    assert marks[merged.nominee("Fjordby").id, CriterionId("SAM")] == 2  # what file 2 said
    assert marks[merged.nominee("Skogheim").id, CriterionId("SAM")] == 4
    assert missing_jurors(merged.session) == []
    assert notices(preview(merged, never)) == []
    assert status(merged, never) is FileStatus.OLDER


# ---- same rev from two laptops


def test_the_same_content_at_the_same_revision_from_two_laptops_is_one_statement(
    merged: Award,
) -> None:
    with merged.session.reading() as uow:
        before = uow.marks.history(ROUND)
    same = merged.scored(merged.written[1], ballot("bjarne"), machine="b")

    report = merged.merged(same, accept=True)

    assert statuses(report.plan) == [FileStatus.NOTHING_NEW]
    with merged.session.reading() as uow:
        assert uow.marks.history(ROUND) == before
    assert merged.ranking() == BY_HAND


def test_another_content_at_the_same_revision_is_a_conflict_shown_with_machine_and_time(
    merged: Award,
) -> None:
    merged.merged(other_machine(merged, "bjarne", "3"), accept=True)

    (row,) = conflict_rows(merged.session)

    assert {rival.content.points for rival in row.rivals} == {14, 6}
    assert len({stated.provenance.device for stated in row.stated}) == 2
    assert all(stated.provenance.at for stated in row.stated)
    assert merged.open_questions() == [Open.CONFLICT]
    # neither counts: Bjarne's SAM for Fjordby is in no mean, his NY is
    assert value(merged, "Fjordby") == (Fraction(15, 2) + 5 + 7) / 3


# ---- conflict, then higher rev / chair decides


def test_a_conflict_ends_with_a_higher_revision_and_stays_in_history(merged: Award) -> None:
    merged.conflict()
    again(merged, "bjarne", "Fjordby,SAM,6")
    newest = again(merged, "bjarne", "Fjordby,SAM,7")

    report = merged.merged(newest)

    assert report.plan.count(ChangeKind.SETTLED) == 1
    assert conflict_rows(merged.session) == []
    assert merged.ranking() == BY_HAND
    bjarne, fjord = merged.juror("bjarne").id, merged.nominee("Fjordby").id
    with merged.session.reading() as uow:
        told = [
            stated.statement
            for stated in uow.marks.history(ROUND)
            if stated.statement.key[1:] == (bjarne, fjord, "SAM")
        ]
    assert len([statement for statement in told if statement.rev == 1]) == 2


def test_a_conflict_that_the_chair_decides_stands_in_the_protocol(merged: Award) -> None:
    key, _ = merged.conflict()

    settle(merged.session, key, mark(14), "He said so in the meeting.")

    (line,) = draft_content(merged.session).settlements
    assert (line.value, line.by) == (Fraction(7), "Astrid Åsen")
    assert merged.ranking() == BY_HAND
    assert merged.check().sound


# ---- clocks


def test_a_higher_revision_with_an_earlier_clock_counts(
    merged: Award, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = with_clock(merged, monkeypatch, "2026-01-01T00:00:00Z", "Fjordby,SAM,1")

    merged.merged(later)

    assert value(merged, "Fjordby") < 7


@pytest.mark.parametrize("year", ["2099", "1970"])
def test_a_clock_far_off_gets_a_warning_and_the_revision_decides(
    year: str, merged: Award, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = with_clock(merged, monkeypatch, f"{year}-01-01T00:00:00Z", "Fjordby,SAM,1")
    right = again(merged, "bjarne", "Fjordby,SAM,7")

    plan = merged.merged(wrong).plan
    assert "E-CLOCK" in notices(plan)
    assert statuses(plan) == [FileStatus.NEW]
    assert "E-CLOCK" not in notices(merged.merged(right).plan)
    assert merged.ranking() == BY_HAND


def with_clock(award: Award, monkeypatch: pytest.MonkeyPatch, at: str, row: str) -> Path:
    """Let Bjarne change a mark and hand in on a machine whose clock says `at`."""
    from juryapp.application.services import Services

    with monkeypatch.context() as patch:
        patch.setattr(Services, "now", lambda _self: at)
        return again(award, "bjarne", row)


# ---- a laptop restored from a backup


def test_a_laptop_restored_from_a_backup_says_the_same_again_and_that_is_ignored(
    award: Award,
) -> None:
    first = award.scores["bjarne"]
    award.merged(first, again(award, "bjarne", "Fjordby,SAM,1"))
    before = reached(award)
    with award_at("scored") as restored:  # the laptop as it was before the change
        same = again(restored, "bjarne", "Fjordby,SAM,1")
        report = award.merged(same, accept=True)

    assert statuses(report.plan) == [FileStatus.NOTHING_NEW]
    assert reached(award) == before


def test_a_restored_laptop_that_goes_on_differently_at_the_same_revision_is_a_conflict(
    award: Award,
) -> None:
    award.merged(award.scores["bjarne"], again(award, "bjarne", "Fjordby,SAM,1"))
    with award_at("scored") as restored:
        other = again(restored, "bjarne", "Fjordby,SAM,9")
        award.merged(other, accept=True)

    (row,) = conflict_rows(award.session)
    assert {(rival.rev, rival.content.points) for rival in row.rivals} == {(2, 2), (2, 18)}


def test_marks_of_a_machine_that_did_not_know_newer_ones_are_not_lost_without_a_word(
    merged: Award,
) -> None:
    merged.merged(again(merged, "bjarne", "Fjordby,SAM,1"))
    fresh = other_machine(merged, "bjarne", "9")  # at revision 1: it has seen nothing of the change

    report = merged.merged(fresh, accept=True)

    (notice,) = [notice for verdict in report.plan.files for notice in verdict.notices]
    assert (notice.code, dict(notice.params)) == ("E-OUTDONE", {"juror": "Bjarne Øvrebø", "n": "1"})
    assert statuses(report.plan) == [FileStatus.OLDER]


@pytest.mark.parametrize("reissue", [True, False])
def test_a_fresh_machine_with_a_newer_package_is_not_outdone_by_the_one_that_is_gone(
    merged: Award, *, reissue: bool
) -> None:
    merged.merged(again(merged, "bjarne", "Fjordby,SAM,1"))  # revision 2, on a laptop that is lost
    who = merged.juror("bjarne").id
    (package,), _ = write_packages(
        merged.session, merged.folder / "anew", jurors=[who], reissue=reissue
    )
    marks = changed(ballot("bjarne"), "Fjordby", "SAM", "9")

    report = merged.merged(merged.scored(package, marks, machine="fresh"), accept=True)

    assert statuses(report.plan) == [FileStatus.NEW]
    assert notices(report.plan) == []
    with merged.session.reading() as uow:
        view = uow.marks.current(uow.rounds.all()[-1].id)
    fjordby = merged.nominee("Fjordby").id
    (stands,) = [
        said
        for key, said in view.effective.items()
        if (key.juror, key.nominee, key.criterion) == (who, fjordby, "SAM")
    ]
    assert (stands.rev, stands.content.points) == (3, 18)


def test_nobody_is_warned_of_an_older_file_of_the_same_machine(award: Award) -> None:
    newer = again(award, "bjarne", "Fjordby,SAM,1")
    same = award.scored(award.written[1], ballot("bjarne"), machine="b")

    award.merged(newer)
    assert notices(award.merged(award.scores["bjarne"]).plan) == []
    assert notices(award.merged(same, accept=True).plan) == ["E-OUTDONE"]


# ---- mark → null, recusals


def test_a_mark_that_is_cleared_is_withdrawn_and_stays_in_history(merged: Award) -> None:
    cleared = again(merged, "bjarne", "Fjordby,SAM,", draft=True)
    merged.merged(cleared)
    assert merged.ranking() == BY_HAND  # a draft takes nothing back
    assert status(merged, cleared) is FileStatus.ALREADY

    let_count(merged.session, sha256(cleared.read_bytes()), "He is abroad.")

    with merged.session.reading() as uow:
        view = uow.marks.current(ROUND)
        history = uow.marks.history(ROUND)
    bjarne = merged.juror("bjarne").id
    states = [s.content.state for k, s in view.effective.items()
              if k.juror == bjarne and k.criterion == "SAM"]  # fmt: skip
    assert states.count(MarkState.CLEARED) == 1
    assert len([s for s in history if s.statement.key.juror == bjarne]) == 9


def test_a_mark_that_becomes_not_assessed_leaves_the_mean(merged: Award) -> None:
    merged.merged(again(merged, "bjarne", "Fjordby,SAM,not assessed"))

    assert merged.open_questions() == [Open.NOT_ASSESSED]
    assert value(merged, "Fjordby") == (Fraction(15, 2) + 5 + 7) / 3


def test_a_recusal_after_marks_takes_them_out_of_the_sum_and_deletes_none(merged: Award) -> None:
    merged.merged(said(merged, "bjarne", "Bergset", Answer.RECUSED))

    assert value(merged, "Bergset") == Fraction(1, 2)
    with merged.session.reading() as uow:
        assert len(uow.marks.current(ROUND).effective) == 22


def test_marks_after_a_recusal_are_stored_and_not_counted(merged: Award) -> None:
    """Astrid has stood down for Elvestad; on her other machine she gives marks there."""
    rows = ["Elvestad,SAM,1", "Elvestad,NY,1"]
    filled = replace(
        ballot("astrid"),
        rows=tuple(row for row in ballot("astrid").rows if "Elvestad" not in row.cells),
    )
    marks = replace(
        filled,
        rows=(
            *filled.rows,
            *(replace(filled.rows[0], cells=(*row.split(","), "")) for row in rows),
        ),
    )
    merged.merged(merged.scored(merged.written[0], marks, machine="b"), accept=True)

    with merged.session.reading() as uow:
        assert len(uow.marks.current(ROUND).effective) == 24
    assert standing(merged, "astrid", "Elvestad") is Standing.PENDING
    assert value(merged, "Elvestad") == Fraction(123, 16)
    rule(merged.session, merged.juror("astrid").id, merged.nominee("Elvestad").id, recused=True)
    assert value(merged, "Elvestad") == Fraction(123, 16)


def test_a_recusal_that_is_withdrawn_counts_again_after_the_panel_confirms(merged: Award) -> None:
    merged.merged(said(merged, "bjarne", "Bergset", Answer.RECUSED))
    merged.merged(said(merged, "bjarne", "Bergset", Answer.NOTHING))
    assert standing(merged, "bjarne", "Bergset") is Standing.PENDING
    assert value(merged, "Bergset") == Fraction(1, 2)

    rule(merged.session, merged.juror("bjarne").id, merged.nominee("Bergset").id, recused=False)

    assert merged.ranking() == BY_HAND


def test_a_juror_who_stands_down_after_a_ruling_of_impartiality_is_recused(merged: Award) -> None:
    pair = merged.juror("bjarne").id, merged.nominee("Bergset").id
    merged.merged(said(merged, "bjarne", "Bergset", Answer.TELL))
    rule(merged.session, *pair, recused=False)
    assert merged.ranking() == BY_HAND

    merged.merged(said(merged, "bjarne", "Bergset", Answer.RECUSED))

    assert standing(merged, "bjarne", "Bergset") is Standing.RECUSED
    merged.merged(said(merged, "bjarne", "Bergset", Answer.NOTHING))
    assert standing(merged, "bjarne", "Bergset") is Standing.PENDING
    rule(merged.session, *pair, recused=False)
    assert merged.ranking() == BY_HAND
    assert merged.check().sound
