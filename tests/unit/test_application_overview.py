"""The one next thing to do, from the numbers of an edition."""

from __future__ import annotations

from dataclasses import replace

import pytest

from juryapp.application.overview import STATUS_NAMES, STEP_NAMES, Overview, Step, next_step
from juryapp.domain.award import Edition, Status
from juryapp.domain.ids import AwardId, EditionId

DONE = Overview(
    edition=Edition(
        id=EditionId("E"), award=AwardId("A"), award_name="Pris", title="Pris", year=2026
    ),
    status=Status.DECIDED,
    step=Step.SETUP,
    categories=2,
    criteria=3,
    nominees=20,
    nominations=26,
    jurors=7,
    packages=7,
    handed_in=7,
    complete=7,
    conflicts=0,
    open_questions=0,
    decided=2,
    approved=1,
    sheets=(),
)


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        ({}, Step.DONE),
        ({"approved": 0}, Step.PROTOCOL),
        ({"decided": 1}, Step.DECISIONS),
        ({"open_questions": 1, "decided": 0}, Step.RESULTS),
        ({"conflicts": 1, "open_questions": 1}, Step.MERGE),
        ({"handed_in": 6}, Step.MERGE),
        ({"handed_in": 6, "packages": 6}, Step.MERGE),  # a new juror, after others handed in
        ({"handed_in": 0, "packages": 6}, Step.PACKAGES),
        ({"handed_in": 0, "packages": 0, "status": Status.SETUP}, Step.SETUP),
    ],
)
def test_the_next_step_is_the_first_that_is_not_done(facts: dict[str, object], step: Step) -> None:
    assert next_step(replace(DONE, **facts)) is step  # type: ignore[arg-type]


def test_every_status_and_step_has_a_name() -> None:
    assert set(STATUS_NAMES) == set(Status)
    assert set(STEP_NAMES) == set(Step)
