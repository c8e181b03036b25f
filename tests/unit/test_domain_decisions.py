"""Points advise, people decide, and the gap is explained."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_examples import category, criterion, nominee, scoring_of
from juryapp.base.errors import RuleError
from juryapp.domain.award import Category
from juryapp.domain.decisions import (
    OUTCOME_NAMES,
    Basis,
    Decision,
    Justification,
    Outcome,
    basis_of,
    check_decision,
    standing_decisions,
    standing_justifications,
)
from juryapp.domain.ids import CategoryId, NomineeId
from juryapp.domain.results import CategoryResult, result_of


def result(*values: str | None, finalists: int = 3, winners: int = 1) -> CategoryResult:
    """Rank nominees A, B, C … with these totals; None: not assessed by anyone."""
    grid = {name: {"J1": [value]} for name, value in zip("ABCDEFG", values, strict=False)}
    scoring = scoring_of(
        grid,
        (criterion("C1"),),
        categories=(category(finalists=finalists, winners=winners),),
        nominees=[nominee(name) for name in grid],
    )
    return result_of(scoring).category(CategoryId("A"))


def basis(outcome: Outcome, who: str | None, found: CategoryResult) -> Basis:
    return basis_of(outcome, None if who is None else NomineeId(who), found)


def decision(
    outcome: Outcome,
    who: str | None = "A",
    *,
    n: int = 1,
    how: Basis = Basis.FOLLOWS,
    reason: str = "",
) -> Decision:
    return Decision(
        n=n,
        category=CategoryId("A"),
        nominee=None if who is None else NomineeId(who),
        outcome=outcome,
        basis=how,
        reason=reason,
    )


# -------------------------------------------------------------- against the points


@pytest.mark.parametrize(
    ("who", "expected"), [("A", Basis.FOLLOWS), ("B", Basis.DEPARTS), ("G", Basis.DEPARTS)]
)
def test_a_winner_follows_the_points_only_from_first_place(who: str, expected: Basis) -> None:
    assert basis(Outcome.WINNER, who, result("9", "8", "7")) is expected


def test_with_two_winners_the_second_place_follows_too() -> None:
    found = result("9", "8", "7", winners=2)

    assert basis(Outcome.WINNER, "B", found) is Basis.FOLLOWS
    assert basis(Outcome.WINNER, "C", found) is Basis.DEPARTS


def test_a_shared_first_place_leaves_the_winner_open() -> None:
    found = result("9", "9", "7")

    assert basis(Outcome.WINNER, "A", found) is Basis.TIE
    assert basis(Outcome.WINNER, "B", found) is Basis.TIE
    assert basis(Outcome.WINNER, "C", found) is Basis.DEPARTS


def test_a_shared_place_with_room_for_all_leaves_nothing_open() -> None:
    assert basis(Outcome.WINNER, "B", result("9", "9", "7", winners=2)) is Basis.FOLLOWS


def test_a_tie_across_the_end_of_the_finalists_leaves_only_that_place_open() -> None:
    found = result("9", "8", "7", "7", "6")

    assert basis(Outcome.FINALIST, "B", found) is Basis.FOLLOWS
    assert basis(Outcome.FINALIST, "C", found) is Basis.TIE
    assert basis(Outcome.FINALIST, "D", found) is Basis.TIE
    assert basis(Outcome.FINALIST, "E", found) is Basis.DEPARTS


def test_a_tie_that_begins_below_the_cut_departs() -> None:
    assert basis(Outcome.WINNER, "B", result("9", "8", "8")) is Basis.DEPARTS


def test_a_nominee_without_a_place_departs() -> None:
    assert basis(Outcome.FINALIST, "C", result("9", "8", None)) is Basis.DEPARTS


def test_passing_over_a_nominee_with_a_winners_place_departs() -> None:
    found = result("9", "8", "7")

    assert basis(Outcome.NONE, "A", found) is Basis.DEPARTS
    assert basis(Outcome.NONE, "B", found) is Basis.FOLLOWS


def test_passing_over_one_of_those_who_share_first_place_needs_no_explanation_of_its_own() -> None:
    assert basis(Outcome.NONE, "A", result("9", "9")) is Basis.FOLLOWS


def test_no_award_departs_as_soon_as_somebody_is_ranked() -> None:
    assert basis(Outcome.NONE, None, result("9")) is Basis.DEPARTS
    assert basis(Outcome.NONE, None, result(None)) is Basis.FOLLOWS


def test_an_honourable_mention_is_free() -> None:
    assert basis(Outcome.MENTION, "C", result("9", "8", "7")) is Basis.FOLLOWS


@given(
    st.lists(st.integers(0, 4).map(str), min_size=1, max_size=7),
    st.integers(1, 4),
    st.integers(0, 3),
)
def test_as_many_follow_or_tie_as_the_places_and_their_ties_hold(
    values: list[str], winners: int, more: int
) -> None:
    found = result(*values, winners=winners, finalists=winners + more)
    for outcome, room in ((Outcome.WINNER, winners), (Outcome.FINALIST, winners + more)):
        said = [basis(outcome, r.nominee, found) for r in found.ranked]
        within = len(said) - said.count(Basis.DEPARTS)
        assert said == sorted(said, key=[Basis.FOLLOWS, Basis.TIE, Basis.DEPARTS].index)
        assert said.count(Basis.FOLLOWS) <= room
        assert within >= min(room, len(said))
        assert (Basis.TIE in said) == (within > room)


# --------------------------------------------------------------- reasons and room


@pytest.mark.parametrize("how", [Basis.DEPARTS, Basis.TIE])
@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_decision_that_the_points_do_not_give_needs_a_reason(how: Basis, reason: str) -> None:
    with pytest.raises(RuleError) as refused:
        check_decision(decision(Outcome.WINNER, how=how, reason=reason), category(), [])
    assert refused.value.code == "E-REASON"

    check_decision(decision(Outcome.WINNER, how=how, reason="The better story"), category(), [])


def test_a_decision_that_follows_the_points_needs_none() -> None:
    check_decision(decision(Outcome.WINNER), category(), [])


@pytest.mark.parametrize("how", [Basis.FOLLOWS, Basis.DEPARTS])
def test_no_award_always_needs_a_reason(how: Basis) -> None:
    with pytest.raises(RuleError, match="no award is made") as refused:
        check_decision(decision(Outcome.NONE, None, how=how), category(), [])
    assert refused.value.code == "E-REASON"

    check_decision(decision(Outcome.NONE, None, how=how, reason="Too weak"), category(), [])


def refusal(new: Decision, where: Category, *others: Decision) -> RuleError | None:
    try:
        check_decision(new, where, others)
    except RuleError as error:
        return error
    return None


def test_a_second_winner_waits_until_the_first_is_taken_back() -> None:
    error = refusal(decision(Outcome.WINNER, "B"), category(), decision(Outcome.WINNER, "A"))

    assert error is not None
    assert error.code == "E-TAKEN"
    assert "“Class A”" in str(error)
    assert refusal(decision(Outcome.WINNER, "B"), category(), decision(Outcome.NONE, "A")) is None
    two = category(winners=2)
    assert refusal(decision(Outcome.WINNER, "B"), two, decision(Outcome.WINNER, "A")) is None


def test_no_award_cannot_stand_beside_a_winner() -> None:
    none = decision(Outcome.NONE, None, reason="Too weak")

    error = refusal(none, category(), decision(Outcome.WINNER, "A"))
    assert error is not None
    assert error.code == "E-TAKEN"
    assert refusal(none, category(), decision(Outcome.FINALIST, "A")) is None


def test_a_winner_after_no_award_is_welcome() -> None:
    none = decision(Outcome.NONE, None, reason="Too weak")

    assert refusal(decision(Outcome.WINNER, "A"), category(), none) is None


@pytest.mark.parametrize("outcome", [Outcome.FINALIST, Outcome.WINNER])
def test_finalists_and_winner_together_fill_the_room_in_whatever_order(outcome: Outcome) -> None:
    three = [decision(Outcome.FINALIST, who) for who in "ABC"]

    error = refusal(decision(outcome, "D"), category(finalists=3), *three)
    assert error is not None
    assert error.code == "E-TAKEN"
    assert "(3)" in str(error)
    assert refusal(decision(outcome, "D"), category(finalists=3), *three[:2]) is None


def test_a_winner_takes_the_room_of_one_finalist() -> None:
    full = [decision(Outcome.WINNER, "A"), *(decision(Outcome.FINALIST, who) for who in "BC")]

    error = refusal(decision(Outcome.FINALIST, "D"), category(finalists=3), *full)
    assert error is not None
    assert error.code == "E-TAKEN"


def test_a_finalist_can_become_the_winner_when_the_final_is_full() -> None:
    others = [decision(Outcome.FINALIST, who) for who in "BC"]

    assert refusal(decision(Outcome.WINNER, "A"), category(finalists=3), *others) is None


@pytest.mark.parametrize("outcome", [Outcome.MENTION, Outcome.NONE])
def test_mentions_and_nothing_take_no_room(outcome: Outcome) -> None:
    full = [decision(Outcome.WINNER, "B"), decision(Outcome.FINALIST, "C")]

    assert refusal(decision(outcome, "A"), category(finalists=2), *full) is None


# ------------------------------------------------------------------ what stands


def test_decisions_are_never_overwritten_and_the_highest_number_counts() -> None:
    first, second = decision(Outcome.WINNER), decision(Outcome.FINALIST, n=2)

    assert standing_decisions([second, first]) == [second]


def test_a_later_winner_ends_an_earlier_no_award_and_not_the_other_way_round() -> None:
    none = decision(Outcome.NONE, None, n=1, reason="Too weak")
    winner = decision(Outcome.WINNER, n=2)

    assert standing_decisions([none, winner]) == [winner]
    later = replace(none, n=3)
    assert standing_decisions([none, winner, later]) == [winner, later]


def test_a_winner_in_one_category_leaves_no_award_in_another() -> None:
    none = replace(decision(Outcome.NONE, None, reason="Too weak"), category=CategoryId("B"))
    winner = decision(Outcome.WINNER, n=2)

    assert standing_decisions([winner, none]) == [none, winner]


@given(
    st.lists(
        st.builds(
            decision,
            st.sampled_from(Outcome),
            st.sampled_from("AB"),
            n=st.integers(1, 9),
        ),
        unique_by=lambda d: d.n,
    ),
    st.data(),
)
def test_what_stands_does_not_depend_on_the_order_of_reading(
    made: list[Decision], data: st.DataObject
) -> None:
    standing = standing_decisions(data.draw(st.permutations(made)))

    assert standing == standing_decisions(made)
    assert standing == sorted(standing, key=lambda d: d.n)
    assert {d.nominee for d in standing} == {d.nominee for d in made}
    for one in standing:
        assert one.n == max(d.n for d in made if d.nominee == one.nominee)


def text(n: int, words: str, language: str = "nb", who: str = "A") -> Justification:
    return Justification(n=n, nominee=NomineeId(who), language=language, text=words)


def test_the_newest_justification_in_each_language_stands() -> None:
    old, new, other = text(1, "Modig"), text(2, "Modigere"), text(3, "Djervare", "nn")

    assert standing_justifications([new, other, old]) == [new, other]


def test_an_empty_justification_takes_the_text_back() -> None:
    assert standing_justifications([text(1, "Modig"), text(2, "  ")]) == []


def test_justifications_of_different_nominees_stand_side_by_side() -> None:
    assert len(standing_justifications([text(1, "Modig"), text(2, "Modig", who="B")])) == 2


def test_every_outcome_has_a_name() -> None:
    assert set(OUTCOME_NAMES) == set(Outcome)
