"""The edition, its categories, and how far it has come."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain_examples import ROUND, category
from juryapp.base.errors import RuleError
from juryapp.domain.award import Edition, Round, RoundState, Status, status_of
from juryapp.domain.ids import AwardId, EditionId

EDITION = Edition(
    id=EditionId("E-1"), award=AwardId("A-1"), award_name="The Prize", title="Prize 2026", year=2026
)
OPEN = Round(
    id=ROUND, number=1, state=RoundState.OPEN, ballot="b", rules="r", order_seed="s", opened=""
)
CLOSED = replace(OPEN, state=RoundState.CLOSED)


def test_an_edition_with_a_title_can_be_used() -> None:
    EDITION.check()
    replace(EDITION, languages=("nb", "nn", "en")).check()


@pytest.mark.parametrize("title", ["", "  "])
def test_an_edition_needs_a_title(title: str) -> None:
    with pytest.raises(RuleError, match="title"):
        replace(EDITION, title=title).check()


def test_an_edition_needs_a_language_because_its_protocol_does() -> None:
    with pytest.raises(RuleError, match="language"):
        replace(EDITION, languages=()).check()


def test_a_language_that_we_do_not_speak_is_named() -> None:
    with pytest.raises(RuleError, match="“sv”"):
        replace(EDITION, languages=("nb", "sv")).check()


@pytest.mark.parametrize(("finalists", "winners"), [(1, 1), (3, 1), (3, 3)])
def test_a_category_has_at_least_as_many_finalists_as_winners(finalists: int, winners: int) -> None:
    category(finalists=finalists, winners=winners).check()


@pytest.mark.parametrize(("finalists", "winners"), [(3, 0), (0, 0), (1, 2), (3, -1)])
def test_a_category_without_winner_or_with_too_few_finalists_is_refused(
    finalists: int, winners: int
) -> None:
    with pytest.raises(RuleError, match="winner"):
        category(finalists=finalists, winners=winners).check()


def test_a_category_needs_a_name() -> None:
    with pytest.raises(RuleError, match="name"):
        replace(category(), name=" ").check()


@pytest.mark.parametrize(
    ("current", "approved", "status"),
    [
        (None, False, Status.SETUP),
        (OPEN, False, Status.SCORING),
        (CLOSED, False, Status.CLOSED),
        (CLOSED, True, Status.DECIDED),
        (OPEN, True, Status.DECIDED),
        (None, True, Status.DECIDED),
    ],
)
def test_the_status_follows_from_round_and_protocol(
    current: Round | None, approved: bool, status: Status
) -> None:
    assert status_of(current, approved=approved) is status
