"""A mark is a whole number of steps, so no rounding can ever touch it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_examples import HALF_POINTS, TENTHS
from juryapp.base.errors import RuleError
from juryapp.domain.scales import Scale

steps = st.fractions(min_value=Fraction(1, 1000), max_value=10, max_denominator=1000)
scales = st.builds(
    lambda least, length, step: Scale(least, least + length, step),
    st.integers(0, 50),
    st.integers(1, 200),
    steps,
)


@given(scales, st.data())
def test_a_mark_keeps_its_exact_value_there_and_back(scale: Scale, data: st.DataObject) -> None:
    points = data.draw(st.integers(scale.least, scale.most))

    assert scale.points(scale.value(points)) == points


@given(scales, st.integers(1, 300))
def test_marks_beyond_either_end_are_refused(scale: Scale, beyond: int) -> None:
    for points in (scale.least - beyond, scale.most + beyond):
        assert points not in scale
        with pytest.raises(RuleError) as refused:
            scale.points(scale.value(points))
        assert refused.value.code == "E-RANGE"
        with pytest.raises(RuleError):
            scale.check(points)


@given(scales)
def test_both_ends_are_marks(scale: Scale) -> None:
    scale.check(scale.least)
    scale.check(scale.most)


@given(scales)
def test_a_scale_is_the_same_by_its_values(scale: Scale) -> None:
    least, most = scale.value(scale.least), scale.value(scale.most)

    assert Scale.between(least, most, scale.step) == scale


@pytest.mark.parametrize("value", ["7.25", "7.49999999", "1/3"])
def test_a_value_between_two_steps_is_refused_and_not_rounded(value: str) -> None:
    with pytest.raises(RuleError) as refused:
        HALF_POINTS.points(Fraction(value))
    assert refused.value.code == "E-RANGE"


def test_a_half_is_exactly_one_step_of_half_points() -> None:
    assert HALF_POINTS.points(Fraction("7.5")) == 15
    assert HALF_POINTS.value(15) == Fraction(15, 2)


def test_three_tenths_are_exactly_three_tenths() -> None:
    assert TENTHS.value(1) + TENTHS.value(2) == TENTHS.value(3)


def test_the_error_says_which_marks_the_scale_has() -> None:
    with pytest.raises(RuleError) as refused:
        HALF_POINTS.points(Fraction("10.25"))

    said = "10.25 is not on the scale: marks go from 0 to 10 in steps of 0.5."
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("least", "most", "step"),
    [(0, 0, "1"), (5, 4, "1"), (-1, 4, "1"), (0, 4, "0"), (0, 4, "-1")],
)
def test_a_scale_without_two_marks_is_refused(least: int, most: int, step: str) -> None:
    with pytest.raises(RuleError) as refused:
        Scale(least, most, Fraction(step))
    assert refused.value.code == "E-SCALE"


@pytest.mark.parametrize(
    ("least", "most", "step"),
    [("0", "10", "0"), ("0", "10", "-1"), ("10", "0", "1"), ("-1", "10", "1"), ("3", "3", "1")],
)
def test_values_that_make_no_scale_are_refused(least: str, most: str, step: str) -> None:
    with pytest.raises(RuleError) as refused:
        Scale.between(Fraction(least), Fraction(most), Fraction(step))
    assert refused.value.code == "E-SCALE"


@pytest.mark.parametrize(("least", "most"), [("0.5", "10"), ("0", "10.5")])
def test_an_end_between_two_steps_is_refused(least: str, most: str) -> None:
    with pytest.raises(RuleError, match="whole numbers of steps of 1") as refused:
        Scale.between(Fraction(least), Fraction(most), Fraction(1))
    assert refused.value.code == "E-SCALE"
