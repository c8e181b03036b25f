"""How few marks, one step higher or lower, would let another draw level with the first."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from juryapp.domain.agreement.margin import Lever, Margin, Turn, margin


def lever(juror: str, criterion: str, pull: str, *, up: int = 9, down: int = 9) -> Lever:
    return Lever(juror=juror, criterion=criterion, pull=Fraction(pull), up=up, down=down)


TOTALS = {"ASH": Fraction(8), "BIRCH": Fraction(7), "ELM": Fraction(1)}


def test_the_strongest_marks_are_moved_first() -> None:
    levers = {
        "ASH": [lever("KARI", "CRAFT", "0.25"), lever("KARI", "IDEA", "0.1")],
        "BIRCH": [lever("OLE", "CRAFT", "0.5", up=1)],
    }

    found = margin(TOTALS, levers, "ASH")

    assert found == Margin(
        leader="ASH",
        challenger="BIRCH",
        turns=(
            Turn(nominee="BIRCH", juror="OLE", criterion="CRAFT", steps=1),
            Turn(nominee="ASH", juror="KARI", criterion="CRAFT", steps=-2),
        ),
    )
    assert found.steps == 3


def test_who_shares_first_place_needs_no_change() -> None:
    found = margin({"ASH": Fraction(8), "BIRCH": Fraction(8)}, {}, "ASH")

    assert found is not None
    assert found.steps == 0


def test_a_lead_that_no_mark_can_take_has_no_margin() -> None:
    levers = {"BIRCH": [lever("OLE", "CRAFT", "0.5", up=1)]}

    assert margin(TOTALS, levers, "ASH") is None


def test_a_nominee_far_behind_with_strong_marks_can_be_the_nearest() -> None:
    levers = {
        "BIRCH": [lever("OLE", "CRAFT", "0.1", up=50)],
        "ELM": [lever("OLE", "CRAFT", "3.5", up=2)],
    }

    found = margin(TOTALS, levers, "ASH")

    assert found is not None
    assert (found.challenger, found.steps) == ("ELM", 2)


pulls = st.fractions(min_value=Fraction(1, 20), max_value=2, max_denominator=20)
few = st.lists(
    st.builds(
        Lever,
        juror=st.sampled_from("AB"),
        criterion=st.sampled_from("XY"),
        pull=pulls,
        up=st.integers(0, 2),
        down=st.integers(0, 2),
    ),
    max_size=3,
)


def fewest(gap: Fraction, down: list[Lever], up: list[Lever]) -> int | None:
    """Return the fewest steps that close the gap, by trying everything."""
    rooms = [range(one.down + 1) for one in down] + [range(one.up + 1) for one in up]
    every = [*down, *up]
    return min(
        (
            sum(steps)
            for steps in product(*rooms)
            if sum(n * one.pull for n, one in zip(steps, every, strict=True)) >= gap
        ),
        default=None,
    )


@given(st.fractions(min_value=0, max_value=5, max_denominator=20), few, few)
def test_no_other_choice_of_marks_takes_fewer_steps(
    gap: Fraction, down: list[Lever], up: list[Lever]
) -> None:
    totals = {"ASH": gap, "BIRCH": Fraction(0)}

    found = margin(totals, {"ASH": down, "BIRCH": up}, "ASH")

    assert (None if found is None else found.steps) == fewest(gap, down, up)
