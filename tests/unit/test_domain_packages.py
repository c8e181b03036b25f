"""What travels holds nothing of other jurors, and its words are fixed in files for ever."""

from __future__ import annotations

from dataclasses import fields

from juryapp.domain.ids import JurorId
from juryapp.domain.packages import (
    Confirmation,
    JurorKey,
    Origin,
    PackageContent,
    PackageKind,
    PracticeRun,
    ScoreContent,
)


def test_the_words_that_stand_in_files_stay_what_they_are() -> None:
    assert {str(kind) for kind in PackageKind} == {"declare", "score"}
    assert {str(origin) for origin in Origin} == {"own", "workbook", "paper"}
    assert {str(how) for how in Confirmation} == {"package", "word"}


def test_a_package_speaks_of_one_juror_and_holds_no_marks() -> None:
    names = {field.name for field in fields(PackageContent)}

    assert "juror" in names
    assert not {"jurors", "marks", "declarations", "notes", "token"} & names


def test_a_score_file_says_which_round_ballot_and_package_it_answers() -> None:
    names = {field.name for field in fields(ScoreContent)}

    assert {"award", "edition", "round", "ballot", "package", "juror", "trial"} <= names


def test_a_practice_run_is_whole_when_nothing_asked_is_missing() -> None:
    def whole(given: int, asked: int) -> bool:
        return PracticeRun(sha256="aa", given=given, asked=asked).whole

    assert [whole(7, 7), whole(6, 7), whole(0, 7), whole(0, 0)] == [True, False, False, False]


def test_a_key_is_open_until_it_is_closed() -> None:
    key = JurorKey(
        juror=JurorId("J1"),
        public_key="00",
        device="D",
        issue=1,
        confirmation=Confirmation.PACKAGE,
        pinned="2026-11-12T13:02:07Z",
    )

    assert key.closed == ""
