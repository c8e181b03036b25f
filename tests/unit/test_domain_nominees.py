"""Nominees are scored; nominations were received."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from domain_examples import nominee
from juryapp.base.errors import RuleError
from juryapp.domain.ids import NominationId, NomineeId
from juryapp.domain.nominees import Nomination, Relation


def test_a_nominee_with_a_name_can_be_used() -> None:
    nominee("Fjordvik").check()


@pytest.mark.parametrize("name", ["", " \t"])
def test_a_nominee_needs_a_name(name: str) -> None:
    with pytest.raises(RuleError, match="name"):
        replace(nominee("Fjordvik"), name=name).check()


@pytest.mark.parametrize("id_", ["PRACTICE", "PRACTICE-1"])
def test_the_id_of_the_practice_nominee_is_kept_for_it(id_: str) -> None:
    with pytest.raises(RuleError) as caught:
        replace(nominee("Fjordvik"), id=NomineeId(id_)).check()

    assert caught.value.code == "E-RESERVED"
    replace(nominee("Fjordvik"), id=NomineeId("PRACTICES")).check()


def test_several_nominations_of_one_nominee_are_kept_side_by_side() -> None:
    first = Nomination(id=NominationId("1"), nominee=NomineeId("N1"), text="Brave")
    second = replace(first, id=NominationId("2"), relation=Relation.SELF)

    assert first != second
    assert first.nominee == second.nominee
    assert first.relation is Relation.OTHER


def test_what_was_received_cannot_be_changed_afterwards() -> None:
    received = Nomination(id=NominationId("1"), nominee=NomineeId("N1"))

    with pytest.raises(FrozenInstanceError):
        received.text = "Braver"  # type: ignore[misc]
