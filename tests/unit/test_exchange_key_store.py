"""The keys of editions and jurors: made once, one per edition, never shared."""

from __future__ import annotations

import pytest

from juryapp.domain.ids import EditionId, JurorId
from juryapp.exchange.keys import is_fingerprint
from score_file_examples import (
    EDITION,
    JUROR,
    World,
    new_world,
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return new_world(tmp_path_factory.mktemp("world"))


def test_the_keys_of_an_edition_are_made_once(world: World) -> None:
    first = world.office.make_award_keys(EDITION.id)

    assert world.office.make_award_keys(EDITION.id) == first == world.office.award_keys(EDITION.id)
    assert world.desk.award_keys(EDITION.id) is None


def test_a_juror_has_one_key_per_edition_on_a_machine(world: World) -> None:
    first = world.desk.juror_key(EDITION.id, JUROR)

    assert world.desk.juror_key(EDITION.id, JUROR) == first
    assert world.desk.juror_key(EditionId("E27"), JUROR) != first
    assert is_fingerprint(world.desk.fingerprint(first))


def test_ids_with_hyphens_never_share_a_key(world: World) -> None:
    assert world.desk.juror_key(EditionId("A-B"), JurorId("C")) != world.desk.juror_key(
        EditionId("A"), JurorId("B-C")
    )
