"""Ballots that nobody signed take part in a merge like any file, pin no key, and say how they came about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from juryapp.application.log.check import Soundness
from juryapp.application.merge.merging import FileStatus, MergePlan, merge
from juryapp.application.merge.planning import preview_opened
from juryapp.application.merge.taking_out import take_out
from juryapp.base.errors import FileFormatError
from juryapp.domain.packages import FileOrigin, OpenedScoreFile, Origin
from merge_case_steps import ROUND, again
from prepared_award import Award, award_at
from two_copies import two_copies
from unsigned_examples import unsigned, unsigned_in


@pytest.fixture
def award() -> Iterator[Award]:
    """The small award whose packages are out."""
    with award_at("scored") as award:
        yield award


def taken(award: Award, *files: OpenedScoreFile) -> MergePlan:
    plan = preview_opened(award.session, files)
    merge(award.session, plan)
    return plan


def test_an_unsigned_ballot_counts_pins_no_key_and_says_how_it_came_about(award: Award) -> None:
    file = unsigned(award)

    plan = taken(award, file)

    assert plan.files[0].status is FileStatus.NEW
    with award.session.reading() as uow:
        assert uow.keys.all() == []
        origin = uow.files.origins()[file.sha256]
        assert (origin.origin, origin.confirmed_by) == (Origin.WORKBOOK, "")
        assert origin.by  # somebody vouches for it
        assert uow.files.sealed(file.sha256) == file.sealed
        assert len(uow.marks.current(ROUND).effective) == len(file.content.marks)


def test_the_log_covers_how_it_came_about(award: Award) -> None:
    file = unsigned(award)
    taken(award, file)
    assert "file.unsigned" in award.done()
    assert award.check().coverage is Soundness.WHOLE

    award.merged(award.scores["astrid"])
    with award.session.writing() as uow:  # behind the back of the log
        signed = next(f for f in uow.files.all() if f.sha256 != file.sha256)
        uow.files.put_origin(FileOrigin(sha256=signed.sha256, origin=Origin.PAPER, by="Somebody"))

    assert award.check().coverage is not Soundness.WHOLE


def test_the_same_ballot_a_second_time_changes_nothing(award: Award) -> None:
    file = unsigned(award)
    taken(award, file)

    assert taken(award, file).files[0].status is FileStatus.ALREADY


def test_two_different_ballots_of_one_issue_contradict_each_other_until_one_is_taken_out(
    award: Award,
) -> None:
    first, second = unsigned(award, points=6), unsigned(award, points=8)
    taken(award, first)
    taken(award, second)
    with award.session.reading() as uow:
        assert len(uow.marks.current(ROUND).conflicts) == len(first.content.marks)

    take_out(award.session, first.sha256, "Bjarne says that the second one is right.")

    with award.session.reading() as uow:
        view = uow.marks.current(ROUND)
    assert not view.conflicts
    assert {s.content.points for s in view.effective.values()} == {8}


def test_marks_of_the_jurors_own_machine_with_higher_revisions_win(award: Award) -> None:
    newer = again(award, "bjarne", "Fjordby,SAM,1")  # revision 2
    file = unsigned(award)
    taken(award, file)

    award.merged(newer)

    with award.session.reading() as uow:
        view = uow.marks.current(ROUND)
        won = {key: s for key, s in view.effective.items() if s.rev > 1}
        assert len(uow.keys.all()) == 1
    assert won
    assert view.conflicts  # at revision 1 the two ballots differ


def test_a_ballot_on_paper_names_who_typed_and_who_confirmed(award: Award) -> None:
    file = unsigned(award, origin=Origin.PAPER, by="Ida Sand", confirmed_by="Nils Berg")

    taken(award, file)

    with award.session.reading() as uow:
        origin = uow.files.origins()[file.sha256]
    assert (origin.origin, origin.by, origin.confirmed_by) == (
        Origin.PAPER,
        "Ida Sand",
        "Nils Berg",
    )


def test_a_paper_in_another_copy_that_is_no_document_of_ours_is_not_combined() -> None:
    with two_copies() as two:
        one, other = two.ours, two.theirs
        file = unsigned_in(other.session, origin=Origin.PAPER, by="Ida", confirmed_by="Nils")
        merge(other.session, preview_opened(other.session, [file]))

        with pytest.raises(FileFormatError) as caught:
            one.combine(other)

        assert caught.value.code == "E-COMBINE-FILE"
        with one.session.reading() as uow:
            assert uow.files.origins() == {}


def test_a_workbook_of_a_juror_who_has_signed_waits_for_a_yes(award: Award) -> None:
    award.merged(again(award, "bjarne"))
    file = unsigned(award, points=9, rev=5)

    (waiting,) = preview_opened(award.session, [file]).files
    (taken_in,) = preview_opened(award.session, [file], accepted=[file.sha256]).files

    assert (waiting.status, waiting.changed) == (FileStatus.UNSIGNED, 0)
    assert taken_in.status is FileStatus.NEW
    assert taken_in.changed > 0


def test_a_paper_that_a_second_person_has_confirmed_waits_for_nobody_else(award: Award) -> None:
    award.merged(again(award, "bjarne"))
    file = unsigned(award, points=9, rev=5, origin=Origin.PAPER, by="Ida", confirmed_by="Nils")

    (verdict,) = preview_opened(award.session, [file]).files

    assert verdict.status is FileStatus.NEW
