"""Who has a package and who has answered; letters; passwords for the telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juryapp.application.edition.rounds import close_round
from juryapp.application.merge.merging import merge, preview_merge
from juryapp.application.packages.letters import package_letter
from juryapp.application.packages.overview import package_overview
from juryapp.application.packages.passwords import readable_password
from juryapp.domain.award import Edition
from juryapp.domain.ids import AwardId, EditionId, JurorId
from juryapp.domain.jury import Juror
from juryapp.domain.packages import PackageKind
from juryapp.domain.sheets import SheetState
from workplace import Workplace, ballot, fjordby

EDITION = Edition(
    id=EditionId("E"),
    award=AwardId("A"),
    award_name="Fjordprisen",
    title="Fjordprisen 2026",
    year=2026,
    languages=("en",),
    deadline="2026-10-30",
)
JUROR = Juror(id=JurorId("J"), number=1, name="Astrid Åsen")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    made = fjordby(tmp_path)
    yield made
    made.session.close()


def test_before_any_package_everyone_who_scores_lacks_one(place: Workplace) -> None:
    seen = package_overview(place.session)

    assert [line.juror.number for line in seen.lacking(PackageKind.SCORE)] == [1, 2, 3]
    assert seen.is_open
    assert seen.has_keys
    assert {line.state for line in seen.lines} == {SheetState.NOT_RECEIVED}


def test_the_newest_package_of_each_kind_is_seen(place: Workplace) -> None:
    place.packages(PackageKind.DECLARE)
    place.packages(PackageKind.SCORE)
    place.packages(PackageKind.SCORE)

    line = package_overview(place.session).lines[0]

    declare, score = line.newest(PackageKind.DECLARE), line.newest(PackageKind.SCORE)
    assert declare is not None
    assert score is not None
    assert (declare.issue, score.issue) == (1, 3)


def test_who_has_answered_is_seen_and_a_complete_sheet_answers_both_kinds(place: Workplace) -> None:
    packages = place.packages()
    file = place.scored(packages[0], ballot("astrid"))
    merge(place.session, preview_merge(place.session, [file]))

    first, second, _third = package_overview(place.session).lines

    assert first.state is SheetState.COMPLETE
    assert (first.finished, first.nominees) == (4, 4)
    assert first.is_answered(PackageKind.SCORE)
    assert first.is_answered(PackageKind.DECLARE)
    assert not second.is_answered(PackageKind.SCORE)
    assert not second.is_answered(PackageKind.DECLARE)


def test_a_closed_round_is_not_open(place: Workplace) -> None:
    close_round(place.session)

    assert not package_overview(place.session).is_open


def letter(kind: PackageKind = PackageKind.SCORE, *, locked: bool | None) -> str:
    made = package_letter(EDITION, JUROR, kind, file="2026-01-AA.jurypack", locked=locked)
    return f"{made.subject}\n{made.body}"


def test_a_letter_names_juror_file_and_deadline() -> None:
    text = letter(locked=True)

    assert text.startswith("Fjordprisen 2026: your jury package\nDear Astrid Åsen,")
    assert "2026-01-AA.jurypack" in text
    assert "30 October 2026" in text


def test_a_letter_never_claims_a_password_that_is_not_known() -> None:
    assert "password" in letter(locked=True)
    assert "Everyone who gets this file can read the nominations" in letter(locked=False)
    unknown = letter(locked=None)
    assert "password" not in unknown
    assert "Everyone who gets this file" not in unknown


def test_a_declare_letter_asks_for_impartiality_and_promises_no_nominations() -> None:
    text = letter(PackageKind.DECLARE, locked=False)

    assert "question of impartiality" in text
    assert "who is nominated" in text
    assert "give your marks" not in text


def test_a_declare_letter_says_what_to_do_in_three_steps_and_that_practice_counts_nowhere() -> None:
    text = letter(PackageKind.DECLARE, locked=True)

    steps = [line for line in text.splitlines() if line[:2] in {"1.", "2.", "3."}]
    assert len(steps) == 3
    assert "practice nominee" in steps[2]
    assert "count nowhere" in steps[2]
    assert "your next package" in text
    assert "1. " not in letter(PackageKind.SCORE, locked=True)


def test_a_letter_without_a_deadline_names_none() -> None:
    edition = replace(EDITION, deadline="")

    made = package_letter(edition, JUROR, PackageKind.SCORE, file="x", locked=True)

    assert "We need your file by" not in made.body


@given(st.binary(min_size=16, max_size=16))
def test_a_password_is_five_groups_that_can_be_said(secret: bytes) -> None:
    word = readable_password(secret.hex())

    assert re.fullmatch(r"([bdfghklmnprst][aeiou]){2}(-([bdfghklmnprst][aeiou]){2}){4}", word)


@given(st.integers(0, 2**50), st.integers(0, 2**50))
def test_different_secrets_give_different_passwords(one: int, other: int) -> None:
    same = readable_password(f"{one:032x}") == readable_password(f"{other:032x}")

    assert same == (one == other)
