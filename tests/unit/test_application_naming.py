"""Finding a thing by what a person typed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from juryapp.application.naming import (
    find_category,
    find_criterion,
    find_juror,
    find_nominee,
)
from juryapp.base.errors import UsageError
from juryapp.domain.award import Category
from juryapp.domain.criteria import Criterion
from juryapp.domain.ids import CategoryId, CriterionId, JurorId, NomineeId
from juryapp.domain.jury import Juror
from juryapp.domain.nominees import Nominee
from juryapp.domain.scales import Scale

HOME = CategoryId("K1")
NOMINEES = [
    Nominee(id=NomineeId("N1"), number=1, name="Fjordby", category=HOME),
    Nominee(id=NomineeId("N2"), number=2, name="Øygard", category=HOME),
    Nominee(id=NomineeId("N3"), number=3, name="ØYGARD", category=HOME),
    Nominee(id=NomineeId("FJORDBY"), number=4, name="N1", category=HOME),
]
TEN = Scale(0, 10, Fraction(1))


@pytest.mark.parametrize("typed", ["N1", " Fjordby ", "fjordby"])
def test_a_nominee_is_found_by_id_or_by_name_in_any_case(typed: str) -> None:
    assert find_nominee(NOMINEES, typed).id == "N1"


def test_an_id_goes_before_a_name_that_looks_like_it() -> None:
    assert find_nominee(NOMINEES, "FJORDBY").name == "N1"


def test_a_name_that_two_have_is_not_guessed() -> None:
    with pytest.raises(UsageError) as refused:
        find_nominee(NOMINEES, "øygard")

    assert (refused.value.code, refused.value.params["name"]) == ("E-AMBIGUOUS", "øygard")


def test_other_things_are_found_in_the_same_way() -> None:
    criterion = Criterion(id=CriterionId("C1"), name="Nytte", weight=Fraction(1), scale=TEN)
    juror = Juror(id=JurorId("J1"), number=1, name="Kari Prøve")
    category = Category(id=HOME, name="Alle")

    assert find_criterion([criterion], "nytte") is criterion
    assert find_juror([juror], "J1") is juror
    assert find_category([category], "ALLE") is category


@pytest.mark.parametrize("find", [find_nominee, find_criterion, find_juror, find_category])
def test_what_nothing_is_called_is_named(find: object) -> None:
    assert callable(find)
    with pytest.raises(UsageError) as refused:
        find([], " Nobody ")

    assert refused.value.code == "E-UNKNOWN"
    assert "“Nobody”" in str(refused.value)
