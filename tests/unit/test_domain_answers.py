"""What an answer is for each kind of criterion, and which kinds stand on one ballot."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juryapp.base.errors import RuleError
from juryapp.domain.answers import check_answer, check_ballot, check_places, counted_kind
from juryapp.domain.criteria import Criterion, CriterionKind, Level
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.domain.orders import Order, order_of, place_changes
from juryapp.domain.scales import Scale
from juryapp.domain.statements import MarkContent, MarkState, mark

POINTS = Criterion(
    id=CriterionId("C1"), name="Idea", weight=Fraction(1), scale=Scale(0, 20, Fraction(1, 2))
)
WORDS = ("Recommended", "Perhaps", "Not recommended")


def _asking(kind: CriterionKind, name: str = "Idea") -> Criterion:
    words = WORDS if kind is CriterionKind.RECOMMENDATION else ()
    if kind is CriterionKind.POINTS:
        return replace(POINTS, name=name)
    return replace(POINTS, name=name).asking(kind, words)


@pytest.mark.parametrize("kind", [k for k in CriterionKind if k is not CriterionKind.POINTS])
def test_what_asks_for_another_kind_can_be_used(kind: CriterionKind) -> None:
    _asking(kind).check()


def test_the_levels_of_a_recommendation_are_given_best_first() -> None:
    criterion = _asking(CriterionKind.RECOMMENDATION)
    assert criterion.words(2) == "Recommended"
    assert criterion.words(0) == "Not recommended"


@pytest.mark.parametrize("words", [("Yes",), ("A", "a"), ("A", ""), tuple("ABCDEFGHIJ"), ()])
def test_a_recommendation_needs_levels_in_different_words(words: tuple[str, ...]) -> None:
    with pytest.raises(RuleError) as caught:
        POINTS.asking(CriterionKind.RECOMMENDATION, words).check()
    assert caught.value.code == "E-KIND"


@pytest.mark.parametrize(
    "criterion",
    [
        replace(_asking(CriterionKind.YES_NO), scale=Scale(0, 2, Fraction(1))),
        replace(_asking(CriterionKind.ORDER), scale=Scale(0, 3, Fraction(1))),
        replace(_asking(CriterionKind.YES_NO), levels=(Level(1, "Aye"),)),
        replace(_asking(CriterionKind.RECOMMENDATION), scale=Scale(0, 9, Fraction(1))),
        replace(POINTS, kind=CriterionKind.TEXT),
    ],
)
def test_a_scale_that_does_not_go_with_the_kind_is_refused(criterion: Criterion) -> None:
    with pytest.raises(RuleError) as caught:
        criterion.check()
    assert caught.value.code == "E-KIND"


@pytest.mark.parametrize(
    ("kind", "points", "note"),
    [
        (CriterionKind.POINTS, 20, ""),
        (CriterionKind.ORDER, 3, ""),
        (CriterionKind.YES_NO, 0, ""),
        (CriterionKind.RECOMMENDATION, 2, ""),
        (CriterionKind.TEXT, 0, "Well told."),
    ],
)
def test_an_answer_of_its_kind_is_taken(kind: CriterionKind, points: int, note: str) -> None:
    check_answer(_asking(kind), mark(points, note))
    check_answer(_asking(kind), MarkContent(MarkState.NOT_ASSESSED))


@pytest.mark.parametrize(
    ("kind", "points", "note", "code"),
    [
        (CriterionKind.POINTS, 21, "", "E-RANGE"),
        (CriterionKind.ORDER, 0, "", "E-RANGE"),
        (CriterionKind.YES_NO, 2, "", "E-RANGE"),
        (CriterionKind.RECOMMENDATION, 3, "", "E-RANGE"),
        (CriterionKind.TEXT, 1, "Well told.", "E-RANGE"),
        (CriterionKind.TEXT, 0, "  ", "E-TEXT"),
    ],
)
def test_any_other_answer_is_refused(
    kind: CriterionKind, points: int, note: str, code: str
) -> None:
    with pytest.raises(RuleError) as caught:
        check_answer(_asking(kind), mark(points, note))
    assert caught.value.code == code


def test_a_comment_may_stand_beside_anything_and_makes_no_place() -> None:
    for kind in CriterionKind:
        ballot = [_asking(CriterionKind.TEXT, "Why"), _asking(kind)]
        check_ballot(ballot)
        assert counted_kind(ballot) is kind


@pytest.mark.parametrize(
    "kinds",
    [
        (CriterionKind.POINTS, CriterionKind.YES_NO),
        (CriterionKind.ORDER, CriterionKind.RECOMMENDATION),
        (CriterionKind.ORDER, CriterionKind.ORDER),
    ],
)
def test_kinds_that_cannot_be_counted_together_are_refused(
    kinds: tuple[CriterionKind, CriterionKind],
) -> None:
    with pytest.raises(RuleError) as caught:
        check_ballot([_asking(kinds[0], "One"), _asking(kinds[1], "Two")])
    assert caught.value.code == "E-KINDS"


def test_recommendations_with_other_numbers_of_levels_are_refused() -> None:
    two = POINTS.asking(CriterionKind.RECOMMENDATION, ("Good", "Bad"))
    with pytest.raises(RuleError) as caught:
        check_ballot([_asking(CriterionKind.RECOMMENDATION), two])
    assert caught.value.code == "E-KINDS"
    check_ballot([_asking(CriterionKind.RECOMMENDATION)] * 2)


def test_a_place_is_given_once_and_within_the_category() -> None:
    names = {NomineeId("A"): "Ask", NomineeId("B"): "Birk"}
    check_places({NomineeId("A"): 1, NomineeId("B"): 3}, names, 3)
    for places, code in (({"A": 2, "B": 2}, "E-PLACE-TWICE"), ({"A": 4}, "E-RANGE")):
        with pytest.raises(RuleError) as caught:
            check_places({NomineeId(n): place for n, place in places.items()}, names, 3)
        assert caught.value.code == code


MEMBERS = tuple(NomineeId(f"N{n}") for n in range(1, 7))
moves = st.lists(
    st.tuples(st.sampled_from([*MEMBERS, NomineeId("X")]), st.integers(-1, 9)), max_size=12
)


def _after(order: Order, said: list[tuple[NomineeId, int]]) -> list[Order]:
    orders = [order]
    for nominee, place in said:
        here = orders[-1]
        orders.append(here.taken_out(nominee) if place < 0 else here.moved(nominee, place))
    return orders


@given(moves)
def test_nobody_gets_lost_or_stands_twice_whatever_is_moved(
    said: list[tuple[NomineeId, int]],
) -> None:
    for order in _after(Order((), MEMBERS), said):
        assert sorted((*order.placed, *order.unplaced)) == sorted(MEMBERS)


@given(moves, moves)
def test_what_has_to_be_said_leads_to_the_order_and_back(
    first: list[tuple[NomineeId, int]], then: list[tuple[NomineeId, int]]
) -> None:
    before = _after(Order((), MEMBERS), first)[-1]
    after = _after(before, then)[-1]
    places = {n: place for place, n in enumerate(before.placed, 1)}
    start = dict(places)
    for order in (after, before):
        for nominee, place in place_changes(order, places).items():
            if place is None:
                del places[nominee]
            else:
                places[nominee] = place
        assert order_of(MEMBERS, places).placed == order.placed
    assert places == start


def test_a_move_makes_room_and_closes_up() -> None:
    order = Order(MEMBERS[:4], MEMBERS[4:])
    assert order.moved(MEMBERS[3], 1).placed == (MEMBERS[3], *MEMBERS[:3])
    assert order.moved(MEMBERS[5], 2).placed == (MEMBERS[0], MEMBERS[5], *MEMBERS[1:4])
    assert order.moved(MEMBERS[0], 99).place_of(MEMBERS[0]) == 4
    assert order.taken_out(MEMBERS[1]).unplaced == (MEMBERS[1], *MEMBERS[4:])


def test_gaps_close_and_two_alike_keep_the_order_they_came_in() -> None:
    places = {MEMBERS[0]: 5, MEMBERS[1]: 2, MEMBERS[2]: 2}
    order = order_of(MEMBERS, places)
    assert order.placed == (MEMBERS[1], MEMBERS[2], MEMBERS[0])
    assert order.unplaced == MEMBERS[3:]
