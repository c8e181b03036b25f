"""What a juror sees and how marks are counted have one hash each, and never each other's."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_examples import HALF_POINTS, criterion
from juryapp.base.errors import RuleError
from juryapp.domain.criteria import (
    CommentRule,
    Criterion,
    Level,
    Missing,
    Rules,
    ballot_hash,
    rules_hash,
)
from juryapp.domain.ids import CriterionId
from juryapp.domain.scales import Scale

QUALITY = criterion("C1", "0.3", order=1)
COURAGE = criterion("C2", "0.7", order=2)
BOTH = (QUALITY, COURAGE)


def ballot(*criteria: Criterion, comment: CommentRule = CommentRule.NONE) -> str:
    return ballot_hash(criteria, comment)


@pytest.mark.parametrize(
    "seen",
    [
        {"id": CriterionId("C9")},
        {"name": "Quality of the work"},
        {"group": "Outcome"},
        {"guidance": "Look at the effect."},
        {"levels": (Level(20, "others can learn from it"),)},
        {"version": 2},
        {"scale": Scale(2, 20, Fraction(1, 2))},
        {"scale": Scale(0, 22, Fraction(1, 2))},
        {"scale": Scale(0, 20, Fraction(1, 4))},
        {"order": 3},
    ],
    ids=lambda seen: next(iter(seen)),
)
def test_everything_that_the_juror_sees_changes_the_ballot_and_not_the_rules(
    seen: dict[str, Any],
) -> None:
    changed = replace(QUALITY, **seen)

    assert ballot(changed, COURAGE) != ballot(*BOTH)
    if "id" not in seen:
        assert rules_hash((changed, COURAGE), Rules()) == rules_hash(BOTH, Rules())


def test_a_changed_weight_changes_the_rules_and_leaves_every_mark_standing() -> None:
    heavier = replace(QUALITY, weight=Fraction(1, 2))

    assert ballot(heavier, COURAGE) == ballot(*BOTH)
    assert rules_hash((heavier, COURAGE), Rules()) != rules_hash(BOTH, Rules())


@pytest.mark.parametrize(
    "counted",
    [
        {"method": "median"},
        {"missing": Missing.VOID},
        {"minimum_marks": 2},
        {"ties": ("C1", "shared")},
        {"places": "1223"},
        {"decimals": 3},
        {"close_margin": Fraction(1, 2)},
    ],
    ids=lambda counted: next(iter(counted)),
)
def test_everything_that_counts_changes_the_rules(counted: dict[str, Any]) -> None:
    assert rules_hash(BOTH, replace(Rules(), **counted)) != rules_hash(BOTH, Rules())


def test_asking_for_comments_changes_the_ballot_and_not_the_rules() -> None:
    asking = Rules(comment=CommentRule.ALL)

    assert ballot(*BOTH, comment=CommentRule.ALL) != ballot(*BOTH)
    assert rules_hash(BOTH, asking) == rules_hash(BOTH, Rules())


@given(st.permutations([criterion(f"C{n}", order=n % 2) for n in range(5)]))
def test_hashes_do_not_depend_on_the_order_in_which_criteria_come(
    shuffled: list[Criterion],
) -> None:
    in_order = sorted(shuffled, key=lambda c: c.id)

    assert ballot(*shuffled) == ballot(*in_order)
    assert rules_hash(shuffled, Rules()) == rules_hash(in_order, Rules())


def test_equal_weights_have_equal_hashes_however_they_are_written() -> None:
    written = replace(QUALITY, weight=Fraction(3, 10))

    assert rules_hash((written, COURAGE), Rules()) == rules_hash(BOTH, Rules())


def test_the_hashes_of_a_first_ballot_stay_what_they_are() -> None:
    # Frozen hashes stand in packages, score files and protocols: they must survive every refactoring.
    assert ballot(QUALITY) == ("53eb4d66d8fbb2bfc230b5bd077a85c3a56f325441f8c7a285e6f799cb30620d")
    assert rules_hash([QUALITY], Rules()) == (
        "716960e7fea44240480afdea305258afd819adaf8ba26f70ce4ef659a85b0bb6"
    )


@pytest.mark.parametrize("name", ["", "   ", "\t\n"])
def test_a_criterion_needs_a_name(name: str) -> None:
    with pytest.raises(RuleError, match="name"):
        replace(QUALITY, name=name).check()


@pytest.mark.parametrize("weight", [Fraction(0), Fraction(-1, 10)])
def test_a_weight_is_above_zero(weight: Fraction) -> None:
    with pytest.raises(RuleError, match="above zero") as refused:
        replace(QUALITY, weight=weight).check()
    assert refused.value.params == {"criterion": "C1"}


def test_words_can_only_stand_at_marks_of_the_scale() -> None:
    replace(QUALITY, levels=(Level(0, "nothing"), Level(20, "everything"))).check()
    with pytest.raises(RuleError) as refused:
        replace(QUALITY, levels=(Level(21, "more than everything"),)).check()
    assert refused.value.code == "E-RANGE"


@pytest.mark.parametrize(
    ("points", "words"),
    [(3, ""), (4, "weak"), (9, "weak"), (10, "good"), (19, "good"), (20, "others can learn")],
)
def test_a_mark_has_the_words_of_the_level_it_has_reached(points: int, words: str) -> None:
    levels = (Level(10, "good"), Level(20, "others can learn"), Level(4, "weak"))

    assert replace(QUALITY, levels=levels).words(points) == words


def test_a_criterion_without_levels_has_no_words() -> None:
    assert criterion("C1", scale=HALF_POINTS).words(20) == ""


@pytest.mark.parametrize(
    "rules",
    [
        Rules(method="borda"),
        Rules(places="1223"),
        Rules(ties=("lot",)),
        Rules(decimals=7),
        Rules(minimum_marks=0),
        Rules(close_margin=Fraction(-1)),
    ],
)
def test_rules_that_the_program_does_not_count_by_are_refused(rules: Rules) -> None:
    with pytest.raises(RuleError):
        rules.check()


def test_the_default_rules_are_known() -> None:
    Rules().check()
