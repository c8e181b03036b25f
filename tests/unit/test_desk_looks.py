"""How the other views of the desk say things: rows across, the own order, the difference of two."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_examples import SmallAward, small_award
from domain_examples import NOT_ASSESSED, criterion
from juryapp.application.desk.contents import DeskContents, desk_contents
from juryapp.application.desk.opening import open_package
from juryapp.application.desk.own_order import advise, own_orders
from juryapp.application.desk.own_order_words import apart_text, count_text, decimals_for
from juryapp.application.desk.saying import declare, declare_rest, record_mark
from juryapp.application.session import Session
from juryapp.base.i18n import use_language
from juryapp.base.numbers import format_number
from juryapp.domain.criteria import CriterionKind
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.domain.own_order import moved
from juryapp.domain.scales import Scale
from juryapp.domain.statements import Answer, mark
from juryapp.gui.models.desk_across import (
    AcrossRow,
    Answered,
    Show,
    Sort,
    across_row,
    arranged,
    listed,
)
from juryapp.gui.models.desk_compare import difference, mean_difference, partner
from workplace import services_in

SAM, NY = CriterionId("SAM"), CriterionId("NY")


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


@pytest.fixture(scope="module")
def award(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallAward]:
    made = small_award(tmp_path_factory.mktemp("award"))
    yield made
    made.close()


@pytest.fixture
def desk(award: SmallAward, tmp_path: Path) -> Iterator[Session]:
    session = open_package(services_in(tmp_path / "juror"), award.package())
    yield session
    session.close()


def named(contents: DeskContents, name: str) -> NomineeId:
    return next(n for n, p in contents.papers.items() if p.nominee.name == name)


# -------------------------------------------------------------------------------- the own order


def test_the_own_order_tells_apart_who_is_placed_who_lacks_marks_and_who_is_left_out(
    desk: Session,
) -> None:
    contents = desk_contents(desk)
    fjordby, vik = named(contents, "Fjordby"), named(contents, "Skogheim")
    out, nothing = named(contents, "Elvestad"), named(contents, "Bergset")
    declare(desk, out, Answer.RECUSED)
    declare_rest(desk)
    for c in (SAM, NY):
        record_mark(desk, fjordby, c, mark(14))
        record_mark(desk, nothing, c, NOT_ASSESSED)
    record_mark(desk, vik, SAM, mark(14))

    [order] = own_orders(desk_contents(desk))

    assert order.nominees == (fjordby,)
    assert (order.incomplete, order.not_assessed, order.left_out) == ((vik,), (nothing,), 1)
    assert order.placed[0].value == 7
    assert count_text(order) == "1 of 2 candidates"
    assert apart_text(order) == "1 candidate in which you take no part is left out."


def test_looking_at_another_order_stores_nothing(desk: Session) -> None:
    declare_rest(desk)
    contents = desk_contents(desk)
    for n, nominee in enumerate(contents.real):
        for c in (SAM, NY):
            record_mark(desk, nominee, c, mark(4 * n))
    before = desk_contents(desk)
    [order] = own_orders(before)

    count, advice = advise(before, order, moved(order.nominees, order.nominees[-1], 0), most=1)

    assert count == 1
    assert advice[0].wish.before == order.nominees[-1]
    assert desk_contents(desk).said == before.said


@given(st.lists(st.fractions(0, 10, max_denominator=60), min_size=1, max_size=8))
def test_values_that_differ_never_look_the_same_unless_by_less_than_a_millionth(
    values: list[Fraction],
) -> None:
    places = decimals_for(values)
    shown = {format_number(value, places) for value in values}
    assert len(shown) == len(set(values)) or places == 6


# ---------------------------------------------------------------------------------- rows across


def row(name: str, number: int, points: int | None = None, **more: object) -> AcrossRow:
    facts = {
        "below": "Place",
        "not_assessed": False,
        "value": "",
        "words": "",
        "closed": "",
        "unsaved": False,
        "flagged": False,
    }
    return AcrossRow(
        key=NomineeId(name),
        number=number,
        name=name,
        points=points,
        **{**facts, **more},  # type: ignore[arg-type]
    )


ROWS = [row("Ås", 3, 4), row("Bø", 1), row("Vik", 2, 9), row("Lund", 4, None, closed="no part")]


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        (Sort.OWN, "Ås Bø Vik Lund"),
        (Sort.HIGHEST, "Vik Ås Bø Lund"),
        (Sort.LOWEST, "Ås Vik Bø Lund"),
        (Sort.NUMBER, "Bø Vik Ås Lund"),
        (Sort.NAME, "Bø Lund Vik Ås"),
    ],
)
def test_rows_are_sorted_as_asked_and_those_without_a_mark_come_last(
    sort: Sort, names: str
) -> None:
    assert [r.name for r in arranged(ROWS, sort)] == names.split()


def test_the_filter_for_what_is_left_leaves_out_whom_no_mark_is_asked_for() -> None:
    assert [r.name for r in listed(ROWS, Show.LEFT, "")] == ["Bø"]
    assert [r.name for r in listed(ROWS, Show.ALL, " VIK ")] == ["Vik"]
    assert listed(ROWS, Show.FLAGGED, "") == []


def test_how_many_are_answered_is_kept_without_counting_anew(desk: Session) -> None:
    declare_rest(desk)
    before = desk_contents(desk)
    answered = Answered(before.criteria, before.said)
    nominee = before.real[0]
    record_mark(desk, nominee, SAM, mark(4))
    after = desk_contents(desk).said[nominee]

    assert answered.replace(nominee, after) == (SAM,)
    assert (answered.count(SAM), answered.count(NY), answered.total) == (1, 0, 4)
    assert not answered.is_done(SAM)
    declare(desk, nominee, Answer.RECUSED)
    answered.replace(nominee, desk_contents(desk).said[nominee])
    assert answered.total == 3


def test_a_row_says_number_name_mark_and_state(desk: Session) -> None:
    declare_rest(desk)
    contents = desk_contents(desk)
    nominee = named(contents, "Fjordby")
    asked = contents.criteria[0]

    made = across_row(contents.papers[nominee], contents.said[nominee], asked, mark(15))

    assert made.spoken() == f"{made.number:02d}, Fjordby, 7.5, 7.5"
    unsaved = across_row(
        contents.papers[nominee], contents.said[nominee], asked, mark(15), unsaved=True
    )
    assert unsaved.second_line == "Not saved"


# ----------------------------------------------------------------------------------- two compared


def test_the_difference_points_to_the_higher_mark_and_says_how_much() -> None:
    asked = criterion("SAM")
    names = ("Ås", "Bø")

    assert difference(asked, names, (mark(15), mark(12))).words == "1.5 more"
    assert difference(asked, names, (mark(15), mark(12))).side == -1
    assert difference(asked, names, (mark(12), mark(15))).side == 1
    assert difference(asked, names, (mark(12), mark(15))).spoken == "Bø has 1.5 more"
    assert difference(asked, names, (mark(12), mark(12))).words == "the same"
    assert difference(asked, names, (mark(12), NOT_ASSESSED)).words == "one mark is missing"
    assert difference(asked, names, (None, None)).words == "no marks to compare"


def test_of_votes_it_is_only_said_whether_they_differ() -> None:
    asked = criterion("V", scale=Scale(0, 1, Fraction(1))).asking(CriterionKind.YES_NO)

    assert difference(asked, ("Ås", "Bø"), (mark(1), mark(0))).words == "different"
    assert difference(asked, ("Ås", "Bø"), (mark(1), mark(1))).words == "the same"


def test_the_difference_of_means_is_that_of_the_shown_decimals() -> None:
    found = mean_difference(("Ås", "Bø"), (Fraction(31, 4), Fraction(25, 4)))  # 7.8 and 6.3

    assert (found.words, found.side) == ("1.5 more", -1)
    near = mean_difference(("Ås", "Bø"), (Fraction(700, 100), Fraction(702, 100)))
    assert (near.words, near.side) == ("0.02 more", 1)


def test_somebody_is_compared_first_with_the_next_of_the_category(desk: Session) -> None:
    declare_rest(desk)
    contents = desk_contents(desk)
    first, second, *_rest, last = contents.real

    assert partner(contents, contents.real, first) == second
    assert partner(contents, contents.real, last) == first
