"""Results of orders, votes, recommendations and comments: counted, and nothing invented."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from juryapp.domain.award import Category
from juryapp.domain.criteria import Criterion, CriterionKind, Missing, Rules
from juryapp.domain.ids import CategoryId, CriterionId, JurorId, NomineeId, RoundId
from juryapp.domain.impartiality import Standing
from juryapp.domain.methods import METHODS, Ballots
from juryapp.domain.nominees import Nominee
from juryapp.domain.results import CategoryResult, Open, Result, Scoring, result_of
from juryapp.domain.scales import Scale
from juryapp.domain.sheets import Sheet, sheet_cells
from juryapp.domain.statements import MarkContent, MarkKey, MarkState, mark
from juryapp.domain.tallies import comments, tally

ROUND = RoundId("R1")
HERE = CategoryId("HERE")
BASE = Criterion(
    id=CriterionId("C"), name="Idea", weight=Fraction(1), scale=Scale(0, 10, Fraction(1))
)
WHY = replace(BASE, id=CriterionId("WHY"), name="Why").asking(CriterionKind.TEXT)
SKIPPED = MarkContent(MarkState.NOT_ASSESSED)


def _asking(kind: CriterionKind) -> Criterion:
    words = ("Good", "Fair", "Bad") if kind is CriterionKind.RECOMMENDATION else ()
    return BASE.asking(kind, words)


def _result(
    criteria: list[Criterion],
    said: dict[str, dict[str, MarkContent]],
    *,
    recused: tuple[tuple[str, str], ...] = (),
    names: str = "ABCD",
) -> Result:
    """Count what each juror said of each nominee on the first criterion, comments on the second."""
    nominees = [
        Nominee(id=NomineeId(n), number=i, name=n, category=HERE) for i, n in enumerate(names, 1)
    ]
    marks = {
        MarkKey(ROUND, JurorId(juror), NomineeId(nominee), criteria[0].id): content
        for juror, given_ in said.items()
        for nominee, content in given_.items()
    }
    stands = {
        (JurorId(j), n.id): Standing.RECUSED if (j, n.id) in recused else Standing.IMPARTIAL
        for j in said
        for n in nominees
    }
    ids = [n.id for n in nominees]
    return result_of(
        Scoring(
            categories=[Category(id=HERE, name="Here")],
            nominees=nominees,
            criteria=criteria,
            rules=Rules(missing=Missing.VOID),
            sheets=[
                Sheet(
                    juror=JurorId(j),
                    cells=sheet_cells(JurorId(j), ids, [c.id for c in criteria], marks, stands),
                    received=True,
                    handed_in=True,
                )
                for j in said
            ],
            standings=stands,
            marks=marks,
            conflicts=(),
        )
    )


def _places(found: CategoryResult) -> dict[str, tuple[int, bool]]:
    return {r.nominee: (r.place, r.shared) for r in found.ranked}


def _order(places: str) -> dict[str, MarkContent]:
    """Return the places that a juror gives: “BAC” puts B first."""
    return {nominee: mark(place) for place, nominee in enumerate(places, 1)}


def test_a_yes_counts_one_and_the_share_of_yes_makes_the_place() -> None:
    yes, no = mark(1), mark(0)
    said = {"J1": {"A": yes, "B": no}, "J2": {"A": yes, "B": yes}, "J3": {"A": no, "B": no}}
    found = _result([_asking(CriterionKind.YES_NO)], said, names="AB").categories[0]
    assert [(r.nominee, r.value) for r in found.ranked] == [
        ("A", Fraction(2, 3)),
        ("B", Fraction(1, 3)),
    ]
    assert tally(found.ranked[0].total, _asking(CriterionKind.YES_NO)) == {1: 2, 0: 1}
    assert found.close == ()


def test_recommendations_are_counted_by_level() -> None:
    said = {
        "J1": {"A": mark(2), "B": mark(1)},
        "J2": {"A": mark(0), "B": mark(1)},
        "J3": {"A": mark(2), "B": SKIPPED},
    }
    criterion = _asking(CriterionKind.RECOMMENDATION)
    found = _result([criterion], said, names="AB").categories[0]
    assert _places(found) == {"A": (1, False), "B": (2, False)}
    assert tally(found.ranked[0].total, criterion) == {2: 2, 0: 1}
    assert tally(found.ranked[1].total, criterion) == {1: 2}


def test_an_order_is_counted_by_mean_place() -> None:
    said = {"J1": _order("ABCD"), "J2": _order("BACD"), "J3": _order("ACBD")}
    found = _result([_asking(CriterionKind.ORDER)], said).categories[0]
    assert [(r.nominee, found.mean_place(r.value)) for r in found.ranked] == [
        ("A", Fraction(4, 3)),
        ("B", Fraction(2)),
        ("C", Fraction(8, 3)),
        ("D", Fraction(4)),
    ]


def test_a_recused_jurors_gap_changes_nothing_for_the_others() -> None:
    """The juror placed B second and stood down afterwards: the rest is stretched over all places."""
    said = {"J1": _order("ABCD"), "J2": _order("ABCD")}
    found = _result([_asking(CriterionKind.ORDER)], said, recused=(("J2", "B"),)).categories[0]
    assert [(r.nominee, found.mean_place(r.value)) for r in found.ranked] == [
        ("A", Fraction(1)),
        ("B", Fraction(2)),
        ("C", Fraction(11, 4)),
        ("D", Fraction(4)),
    ]


def test_two_places_alike_from_two_machines_share_the_mean() -> None:
    twice = {"A": mark(1), "B": mark(2), "C": mark(2), "D": mark(3)}
    found = _result([_asking(CriterionKind.ORDER)], {"J1": twice}).categories[0]
    assert _places(found) == {"A": (1, False), "B": (2, True), "C": (2, True), "D": (4, False)}


@given(st.lists(st.permutations("ABCD"), min_size=1, max_size=5), st.data())
def test_the_order_of_the_result_is_that_of_the_method(
    orders: list[list[str]], data: st.DataObject
) -> None:
    said = {
        f"J{n}": dict(list(_order("".join(order)).items())[: data.draw(st.integers(1, 4))])
        for n, order in enumerate(orders)
    }
    found = _result([_asking(CriterionKind.ORDER)], said).categories[0]
    ballots = Ballots(
        tuple("ABCD"),
        {n: {j: Fraction(-(g[n].points or 0)) for j, g in said.items() if n in g} for n in "ABCD"},
    )
    by_method = METHODS["mean-rank"].order(ballots)
    assert {r.nominee: found.mean_place(r.value) for r in found.ranked} == by_method.values
    assert {t.nominee for t in found.unranked} == set(by_method.not_ranked)


def test_comments_alone_rank_nobody_and_are_all_shown() -> None:
    said = {
        "J1": {"A": mark(0, "Warm."), "B": SKIPPED},
        "J2": {"A": mark(0, "Brave."), "B": mark(0, "Dry.")},
    }
    result = _result([WHY], said, names="AB")
    found = result.categories[0]
    assert found.kind is CriterionKind.TEXT
    assert found.ranked == ()
    assert [t.nominee for t in found.unranked] == ["A", "B"]
    assert comments(found.unranked[0], WHY) == [("J1", "Warm."), ("J2", "Brave.")]
    assert comments(found.unranked[1], WHY) == [("J2", "Dry.")]
    assert result.official  # who has nothing to say holds up no result


def test_a_comment_beside_marks_counts_nowhere_even_where_every_mark_is_needed() -> None:
    said = {"J1": {"A": mark(8), "B": mark(7)}}
    found = _result([BASE, WHY], said, names="AB").categories[0]
    assert [r.value for r in found.ranked] == [8, 7]


def test_who_could_not_place_somebody_leaves_that_open() -> None:
    said = {"J1": {**_order("AB"), "C": SKIPPED, "D": mark(3)}}
    result = _result([_asking(CriterionKind.ORDER)], said)
    assert [q.kind for q in result.open_questions] == [Open.NOT_ASSESSED]
