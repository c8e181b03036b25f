"""Who scores, under which initials, and in which order of their own."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_examples import ROUND
from juryapp.base.errors import RuleError
from juryapp.domain.ids import JurorId, NomineeId, RoundId
from juryapp.domain.jury import (
    ROLE_NAMES,
    Departure,
    Juror,
    Role,
    own_order,
    standing_departures,
)

KARI = Juror(id=JurorId("J1"), number=1, name="Kari Nordmann")
nominees = st.lists(st.text("ABC123-", min_size=1, max_size=6).map(NomineeId), unique=True)
seeds = st.text("0123456789abcdef", min_size=1, max_size=8)


def order(listed: list[NomineeId], seed: str = "5eed", juror: str = "J1") -> list[NomineeId]:
    return own_order(listed, seed=seed, round_id=ROUND, juror=JurorId(juror))


@pytest.mark.parametrize(
    ("role", "scores"),
    [
        (Role.CHAIR, True),
        (Role.DEPUTY_CHAIR, True),
        (Role.MEMBER, True),
        (Role.DEPUTY_MEMBER, False),
        (Role.SECRETARY, False),
        (Role.OBSERVER, False),
    ],
)
def test_chairs_and_members_score_and_nobody_else(role: Role, scores: bool) -> None:
    assert replace(KARI, role=role).scores is scores
    assert not replace(KARI, role=role, left=True).scores


def test_every_role_has_a_name() -> None:
    assert set(ROLE_NAMES) == set(Role)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Kari Nordmann", "KN"),
        ("Kari Marie van der Nordmann", "KN"),
        ("  kari   nordmann ", "KN"),
        ("Åse Øvrebø", "ÅØ"),
        ("Kari", "K"),
        ("", ""),
        ("(Kari) “Moe”", "KM"),
        ("Kari /", "K"),
        ("../.. \\", ""),
        ("Kari Moe (NRK)", "KN"),
    ],
)
def test_initials_are_first_letters_of_first_and_last_name(name: str, initials: str) -> None:
    assert replace(KARI, name=name).initials == initials


@given(st.text())
def test_initials_never_hold_what_a_path_could_misread(name: str) -> None:
    initials = replace(KARI, name=name).initials

    assert all(letter.isalnum() or letter.isidentifier() for letter in initials)
    assert not set(initials) & set('/\\:.*?"<>|\0 ')


@pytest.mark.parametrize("name", ["", "  "])
def test_a_juror_needs_a_name(name: str) -> None:
    with pytest.raises(RuleError, match="name"):
        replace(KARI, name=name).check()


def test_a_juror_with_a_name_can_be_used() -> None:
    KARI.check()


@given(nominees, seeds, st.randoms(use_true_random=False))
def test_a_jurors_order_is_a_permutation_that_anyone_can_repeat(
    listed: list[NomineeId], seed: str, random: Random
) -> None:
    shuffled = list(listed)
    random.shuffle(shuffled)

    assert sorted(order(listed, seed)) == sorted(listed)
    assert order(shuffled, seed) == order(listed, seed)


@given(nominees, seeds, st.data())
def test_an_addition_keeps_everybodys_relative_order(
    listed: list[NomineeId], seed: str, data: st.DataObject
) -> None:
    kept = data.draw(st.sets(st.sampled_from(listed)) if listed else st.just(set()))
    whole = order(listed, seed)

    assert [n for n in whole if n in kept] == order(list(kept), seed)


def test_the_order_is_the_one_that_the_protocol_lets_anyone_check() -> None:
    listed = [NomineeId(f"N{n}") for n in range(20)]

    def digest(who: NomineeId) -> str:
        return hashlib.sha256(f"5eed\0{ROUND}\0J1\0{who}".encode()).hexdigest()

    assert order(listed) == sorted(listed, key=digest)
    assert order(listed) != listed


def test_seed_round_and_juror_each_make_another_order() -> None:
    listed = [NomineeId(f"N{n}") for n in range(20)]
    orders = [
        order(listed),
        order(listed, seed="5eee"),
        order(listed, juror="J2"),
        own_order(listed, seed="5eed", round_id=RoundId("R-2"), juror=JurorId("J1")),
    ]

    assert len({tuple(one) for one in orders}) == 4


def test_neighbouring_parts_of_the_seed_cannot_be_mistaken_for_each_other() -> None:
    listed = [NomineeId(f"N{n}") for n in range(20)]

    one = own_order(listed, seed="1", round_id=RoundId("23"), juror=JurorId("4"))
    other = own_order(listed, seed="12", round_id=RoundId("3"), juror=JurorId("4"))

    assert one != other


def test_the_last_word_on_who_left_stands() -> None:
    def word(n: int, who: str, *, left: bool) -> Departure:
        return Departure(n=n, juror=JurorId(who), left=left, marks_count=not left)

    told = [word(3, "J1", left=True), word(1, "J1", left=True), word(2, "J1", left=False)]

    assert standing_departures([*told, word(4, "J2", left=True)]) == {
        "J1": told[0],
        "J2": word(4, "J2", left=True),
    }
    assert standing_departures([]) == {}
