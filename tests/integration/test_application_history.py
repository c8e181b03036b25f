"""The history at the desk: every revision with its time, what stood before it, and what was sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from juryapp.application.desk.contents import desk_contents
from juryapp.application.desk.handing_in import hand_in, reopen_sheet
from juryapp.application.desk.history import About, HistoryEntry, desk_history
from juryapp.application.desk.saying import (
    declare,
    declare_rest,
    record_mark,
    write_note,
    write_private_note,
)
from juryapp.application.session import Session
from juryapp.base.i18n import use_language
from juryapp.domain.criteria import WRITTEN
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.domain.statements import Answer, MarkContent, MarkState, mark
from kinds_award import kinds_award
from prepared_award import Award, award_at

SAM, NY = CriterionId("SAM"), CriterionId("NY")


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


@pytest.fixture
def award() -> Iterator[Award]:
    with award_at("desks") as award:
        yield award


@pytest.fixture
def desk(award: Award) -> Iterator[Session]:
    desk = award.desk(award.written[1])
    yield desk
    desk.close()


@pytest.fixture
def fjord(award: Award) -> NomineeId:
    return award.nominee("Fjordby").id


def told(entries: list[HistoryEntry]) -> list[tuple[str, str, str]]:
    return [(entry.what, entry.before, entry.now) for entry in entries]


def test_each_revision_stands_beside_the_one_before_it_the_newest_first(
    desk: Session, fjord: NomineeId
) -> None:
    declare(desk, fjord, Answer.DOUBT, "Vi har møttes.")
    declare(desk, fjord, Answer.NOTHING)
    record_mark(desk, fjord, SAM, mark(14))
    record_mark(desk, fjord, SAM, mark(15, "Bedre enn jeg trodde."))
    record_mark(desk, fjord, SAM, MarkContent(MarkState.NOT_ASSESSED))
    record_mark(desk, fjord, SAM, MarkContent(MarkState.CLEARED))
    write_note(desk, fjord, "Fint.", usable=True)

    entries = desk_history(desk, fjord)

    marks = [entry for entry in entries if entry.about is About.MARK]
    assert [(m.rev, m.before, m.now, m.stands) for m in marks] == [
        (4, "not assessed", "taken back", True),
        (3, "7.5", "not assessed", False),
        (2, "7", "7.5", False),
        (1, "", "7", False),
    ]
    assert marks[2].note == "Bedre enn jeg trodde."
    assert told([e for e in entries if e.about is not About.MARK]) == [
        ("Comment to the jury", "", "Fint. (may be used in the justification)"),
        ("Impartiality", "in doubt", "nothing to report"),
        ("Impartiality", "", "in doubt"),
    ]
    assert {entry.name for entry in entries} == {"Fjordby"}
    assert all(entry.at for entry in entries)


def test_files_and_the_sheet_opened_again_are_in_the_history_of_all_only(
    desk: Session, award: Award, fjord: NomineeId
) -> None:
    declare_rest(desk)
    hand_in(desk, award.folder, draft=True)
    record_mark(desk, fjord, SAM, mark(2))
    reopen_sheet(desk)

    steps = [entry.what for entry in desk_history(desk) if entry.about is About.DESK]

    assert steps == ["Sheet opened again", "Draft made", "Jury package opened"]
    assert all(entry.about is not About.DESK for entry in desk_history(desk, fjord))


def test_private_notes_have_no_history(desk: Session, fjord: NomineeId) -> None:
    write_private_note(desk, fjord, "Husk å spørre.")

    assert "Husk" not in repr(desk_history(desk))


def test_what_was_said_of_a_candidate_that_is_gone_is_still_there(
    desk: Session, fjord: NomineeId
) -> None:
    declare(desk, fjord, Answer.NOTHING)
    record_mark(desk, fjord, NY, mark(3))
    with desk.writing() as uow:
        uow.criteria.remove(NY)

    (entry,) = (e for e in desk_history(desk, fjord) if e.about is About.MARK)

    assert (entry.what, entry.now) == ("a criterion that is not asked for any more", "3 steps")


def test_a_comment_that_is_the_answer_is_told_once(tmp_path: Path) -> None:
    desk = kinds_award(tmp_path, "text").desk()
    (town, *_others) = desk_contents(desk).papers
    declare_rest(desk)
    record_mark(desk, town, CriterionId("C"), mark(WRITTEN, "A square for all."))

    newest = desk_history(desk, town)[0]

    assert (newest.now, newest.note) == ("A square for all.", "")
    desk.close()
