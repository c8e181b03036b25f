"""Nominees given to jurors: each to the right number, evenly, at the least cost, connected, repeatably."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from juryapp.base.errors import RuleError
from juryapp.domain.assignment.assigning import assign
from juryapp.domain.assignment.task import Assignment, Blocked, Task
from juryapp.domain.ids import JurorId, NomineeId
from validation_sets import validation_set


def nominees(count: int) -> tuple[NomineeId, ...]:
    return tuple(NomineeId(f"N{n}") for n in range(count))


def jurors(count: int) -> tuple[JurorId, ...]:
    return tuple(JurorId(f"J{n}") for n in range(count))


def task(count: int, panel: int, each: int, **more: Any) -> Task:
    return Task(nominees=nominees(count), jurors=jurors(panel), each=each, **more)


def task_of(name: str) -> Task:
    given = validation_set(name)["input"]
    rows, panel = nominees(len(given["cost"])), jurors(len(given["cost"][0]))
    return Task(
        nominees=rows,
        jurors=panel,
        each=given["k"],
        least=given["load_min"],
        most=given["load_max"],
        forbidden=frozenset(
            (rows[row], panel[column])
            for row, barred in enumerate(given["forbidden"])
            for column in barred
        ),
        costs={
            (rows[row], panel[column]): cost
            for row, line in enumerate(given["cost"])
            for column, cost in enumerate(line)
        },
    )


def made(given: Task) -> Assignment:
    found = assign(given)
    assert isinstance(found, Assignment)
    return found


def test_the_cost_is_the_least_that_three_other_solvers_found() -> None:
    expected = validation_set("assignment_24x8_k3")["expected"]["computed"]

    found = made(task_of("assignment_24x8_k3"))

    assert found.cost == expected["optimal_total_cost"]
    assert set(found.loads.values()) == {9}
    assert found.is_connected


def test_a_nominee_with_too_few_jurors_is_named() -> None:
    assert assign(task_of("assignment_infeasible")) == Blocked(nominees=(NomineeId("N0"),))


def test_a_juror_who_may_read_too_few_is_named() -> None:
    barred = frozenset((nominee, JurorId("J0")) for nominee in nominees(4)[:3])

    found = assign(task(4, 4, 2, forbidden=barred, least=2, most=2))

    assert found == Blocked(jurors=(JurorId("J0"),))


def test_nominees_that_need_the_same_jurors_are_named_with_them() -> None:
    """Three nominees may only be read by two jurors, who have room for one each."""
    crowd, narrow = nominees(3), jurors(2)
    barred = frozenset(product(crowd, jurors(4)[2:]))

    found = assign(task(4, 4, 1, forbidden=barred, least=0, most=1))

    assert found == Blocked(nominees=crowd, jurors=narrow)


def test_fixed_pairs_are_kept_when_others_are_assigned_anew() -> None:
    kept = frozenset({(NomineeId("N0"), JurorId("J3")), (NomineeId("N5"), JurorId("J3"))})

    found = made(task(6, 4, 2, fixed=kept, seed="again"))

    assert all(juror in found.readers[nominee] for nominee, juror in kept)
    assert set(found.loads.values()) == {3}


def test_the_same_seed_gives_the_same_and_another_seed_another() -> None:
    first, again = made(task(12, 6, 2, seed="a")), made(task(12, 6, 2, seed="a"))
    other = made(task(12, 6, 2, seed="b"))

    assert first == again
    assert first.readers != other.readers


def test_two_halves_that_cost_alone_would_keep_apart_are_connected_by_a_swap() -> None:
    """Everybody is cheapest at home; without a swap the two halves would never share a juror."""
    home = {(n, j): int((int(n[1:]) < 4) != (int(j[1:]) < 2))
            for n, j in product(nominees(8), jurors(4))}  # fmt: skip

    found = made(task(8, 4, 2, costs=home))

    assert found.is_connected
    assert found.cost == 2  # one swap: two nominees away from home


def test_with_one_reader_each_nothing_can_be_connected_and_that_is_said() -> None:
    found = made(task(6, 3, 1))

    assert found.groups == 3
    assert not found.is_connected


@pytest.mark.parametrize(
    "wrong",
    [
        {"each": 0},
        {"each": 5},
        {"each": 2, "least": 3, "most": 2},
        {"each": 1, "fixed": frozenset(product(nominees(1), jurors(2)))},
        {"each": 2, "costs": {(NomineeId("N0"), JurorId("J0")): -1}},
        {
            "each": 2,
            "fixed": frozenset(product(nominees(1), jurors(1))),
            "forbidden": frozenset(product(nominees(1), jurors(1))),
        },
    ],
)
def test_a_task_that_contradicts_itself_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(RuleError) as caught:
        assign(task(4, 4, **wrong))

    assert caught.value.code == "E-ASSIGN"


small = st.builds(
    lambda count, panel, each, pairs, costs: task(
        count,
        panel,
        min(each, panel),
        forbidden=frozenset(
            (NomineeId(f"N{n % count}"), JurorId(f"J{j % panel}")) for n, j in pairs
        ),
        costs={
            (NomineeId(f"N{n}"), JurorId(f"J{j}")): costs[(n * panel + j) % len(costs)]
            for n in range(count)
            for j in range(panel)
        },
    ),
    st.integers(2, 4),
    st.integers(2, 3),
    st.integers(1, 2),
    st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=4),
    st.lists(st.integers(0, 5), min_size=1, max_size=7),
)


def every_assignment(given: Task) -> list[dict[NomineeId, tuple[JurorId, ...]]]:
    """Return all that are allowed, by trying each."""
    least, most = given.bounds
    choices = [
        [
            readers
            for readers in combinations(given.jurors, given.each)
            if not any((nominee, juror) in given.forbidden for juror in readers)
        ]
        for nominee in given.nominees
    ]
    found = []
    for readers in product(*choices):
        load = [sum(juror in few for few in readers) for juror in given.jurors]
        if all(least <= one <= most for one in load):
            found.append(dict(zip(given.nominees, readers, strict=True)))
    return found


def cost_of(given: Task, readers: dict[NomineeId, tuple[JurorId, ...]]) -> int:
    return sum(given.costs[nominee, juror] for nominee, few in readers.items() for juror in few)


@given(small)
def test_what_is_found_is_allowed_and_nothing_is_found_only_where_there_is_nothing(
    given: Task,
) -> None:
    every = every_assignment(given)

    found = assign(given)

    assert isinstance(found, Assignment) == bool(every)
    if isinstance(found, Assignment):
        assert dict(found.readers) in every


@given(small)
def test_no_other_assignment_costs_less_unless_a_swap_was_needed(given: Task) -> None:
    every = every_assignment(given)
    assume(every)

    found = made(given)

    cheapest = min(cost_of(given, readers) for readers in every)
    assert found.cost >= cheapest
    if given.each == 1:  # nothing can be connected, so nothing was swapped
        assert found.cost == cheapest


@given(st.integers(5, 40), st.integers(3, 9), st.integers(2, 3), st.text(max_size=5))
def test_loads_differ_by_one_at_most_and_all_is_connected_where_there_are_pairs_enough(
    count: int, panel: int, each: int, seed: str
) -> None:
    found = made(task(count, panel, each, seed=seed))

    assert all(len(readers) == each for readers in found.readers.values())
    assert max(found.loads.values()) - min(found.loads.values()) <= 1
    enough = count * each >= count + panel - 1  # a tree of nominees and jurors needs so many pairs
    assert found.is_connected or not enough
