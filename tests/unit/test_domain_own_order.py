"""The order of one juror's marks, and what another order would take."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from domain_examples import NOT_ASSESSED, criterion
from juryapp.domain.criteria import Missing
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.domain.own_order import Looking, Marks, Wish, kept_in, moved, placed, wishes
from juryapp.domain.statements import mark
from juryapp.domain.totals import weighted_mean

A, B, C, D = (NomineeId(name) for name in "ABCD")
SAM, NY = CriterionId("SAM"), CriterionId("NY")
CRITERIA = (criterion("SAM", "60"), criterion("NY", "40"))


def mean(marks: Marks) -> Fraction | None:
    return weighted_mean(marks, CRITERIA, Missing.RENORMALISE)


def given_marks(**points: tuple[int, int]) -> dict[NomineeId, Marks]:
    return {NomineeId(n): {SAM: mark(sam), NY: mark(ny)} for n, (sam, ny) in points.items()}


def looking(tried: str, marks: dict[NomineeId, Marks]) -> Looking:
    values = {n: mean(said) or Fraction(0) for n, said in marks.items()}
    order = [NomineeId(name) for name in tried]
    return Looking(tried=order, values=values, marks=marks, criteria=CRITERIA, mean=mean)


def names(text: str) -> tuple[NomineeId, ...]:
    return tuple(NomineeId(name) for name in text)


# ---------------------------------------------------------------------------------- the order


def test_equal_values_share_a_place_and_stay_in_the_order_they_came_in() -> None:
    found = placed({A: Fraction(5), B: Fraction(7), C: Fraction(5), D: Fraction(1)})

    assert [(p.nominee, p.place, p.shared) for p in found] == [
        (B, 1, False), (A, 2, True), (C, 2, True), (D, 4, False),
    ]  # fmt: skip


def test_the_order_by_the_marks_asks_for_nothing() -> None:
    assert wishes(names("ABCD"), names("ABCD")) == ()


def test_one_who_is_moved_up_is_to_stand_before_the_one_who_comes_next() -> None:
    assert wishes(names("ABCD"), names("ADBC")) == (Wish(mover=D, before=D, after=B),)


def test_one_who_is_moved_down_is_to_stand_behind_the_one_above() -> None:
    assert wishes(names("ABCD"), names("BCAD")) == (Wish(mover=A, before=C, after=A),)


def test_moving_keeps_all_the_others_in_their_order() -> None:
    assert moved(names("ABCD"), D, 1) == names("ADBC")
    assert moved(names("ABCD"), A, 99) == names("BCDA")
    assert moved(names("ABCD"), C, -1) == names("CABD")


def test_an_order_that_was_looked_at_follows_who_comes_and_goes() -> None:
    assert kept_in(names("DAC"), names("ABCD")) == names("DBAC")
    assert kept_in(names("CBA"), names("AC")) == names("CA")


# ------------------------------------------------------------------------------- what it takes


def test_the_least_other_mark_is_found_for_each_criterion() -> None:
    marks = given_marks(A=(16, 12), B=(14, 12))  # 7.2 and 6.6

    mover, other = looking("BA", marks).ways(Wish(mover=B, before=B, after=A))

    assert [(s.criterion, s.was, s.becomes) for way in mover for s in way.steps] == [
        (NY, 12, 16),  # 7.4: the smaller change first
        (SAM, 14, 17),  # 7.5
    ]
    assert [(s.criterion, s.was, s.becomes) for way in other for s in way.steps] == [
        (NY, 12, 8),
        (SAM, 16, 13),
    ]


def test_a_tie_is_broken_by_one_step() -> None:
    marks = given_marks(A=(14, 12), B=(14, 12))

    mover, _other = looking("BA", marks).ways(Wish(mover=B, before=B, after=A))

    assert [way.steps[0].becomes for way in mover] == [13, 15]  # NY weighs less: the smaller change


def test_several_marks_change_together_where_one_is_not_enough() -> None:
    marks = given_marks(A=(20, 18), B=(14, 4))

    mover, _other = looking("BA", marks).ways(Wish(mover=B, before=B, after=A))

    assert [[(s.criterion, s.becomes) for s in way.steps] for way in mover] == [
        [(SAM, 20), (NY, 19)]
    ]


def test_nothing_is_enough_against_the_highest_marks() -> None:
    marks = given_marks(A=(20, 20), B=(20, 4))

    mover, other = looking("BA", marks).ways(Wish(mover=B, before=B, after=A))

    assert mover == ()
    assert [s.becomes for way in other for s in way.steps] == [9, 3]


def test_a_criterion_that_was_not_assessed_is_not_asked_for() -> None:
    marks: dict[NomineeId, Marks] = {
        A: {SAM: mark(16), NY: mark(16)},
        B: {SAM: mark(14), NY: NOT_ASSESSED},
    }

    mover, _other = looking("BA", marks).ways(Wish(mover=B, before=B, after=A))

    assert [(s.criterion, s.becomes) for way in mover for s in way.steps] == [(SAM, 17)]


def test_who_would_be_passed_too_is_said() -> None:
    marks = given_marks(A=(15, 12), B=(14, 13), C=(10, 10))  # 6.9, 6.8, 5

    mover, _other = looking("ACB", marks).ways(Wish(mover=C, before=C, after=B))

    assert all(way.beyond == (A,) for way in mover)


orders = st.integers(0, 9).flatmap(lambda n: st.permutations([NomineeId(str(i)) for i in range(n)]))


@given(orders)
def test_every_order_that_differs_asks_for_something_and_only_for_what_differs(
    tried: list[NomineeId],
) -> None:
    given_order = tuple(sorted(tried))
    found = wishes(given_order, tried)

    assert bool(found) == (tuple(tried) != given_order)
    for wish in found:
        assert tried.index(wish.before) < tried.index(wish.after)
        assert given_order.index(wish.before) > given_order.index(wish.after)
        assert wish.mover in {wish.before, wish.after}
    rest = [n for n in tried if n not in {wish.mover for wish in found}]
    assert rest == sorted(rest)


points = st.tuples(st.integers(0, 20), st.integers(0, 20))


@given(st.lists(points, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_every_way_is_on_the_scale_and_does_what_it_says(
    said: list[tuple[int, int]], random: object
) -> None:
    marks = given_marks(**{str(n): pair for n, pair in enumerate(said)})
    values = {n: mean(m) or Fraction(0) for n, m in marks.items()}
    order = [p.nominee for p in placed(values)]
    tried = list(order)
    random.shuffle(tried)  # type: ignore[attr-defined]
    held = Looking(tried=tried, values=values, marks=marks, criteria=CRITERIA, mean=mean)
    scales = {c.id: c.scale for c in CRITERIA}

    for wish in wishes(order, tried):
        for way in (way for ways in held.ways(wish) for way in ways):
            changed = {**marks[way.nominee]}
            for step in way.steps:
                assert step.becomes in scales[step.criterion]
                assert changed[step.criterion].points == step.was != step.becomes
                changed[step.criterion] = mark(step.becomes)
            assert mean(changed) == way.value
            other = wish.after if way.nominee == wish.before else wish.before
            better = way.value > values[other]
            assert better if way.nominee == wish.before else way.value < values[other]
            last = {**changed, way.steps[-1].criterion: mark(nearer(way.steps[-1]))}
            value = mean(last) or Fraction(0)
            assert not (
                value > values[other] if way.nominee == wish.before else value < values[other]
            )


def nearer(step: object) -> int:
    """Return the mark one step nearer to what stands: it must not be enough."""
    was, becomes = step.was, step.becomes  # type: ignore[attr-defined]
    return int(becomes - 1 if becomes > was else becomes + 1)
