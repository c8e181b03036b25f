"""The juror declares, the panel decides; a recused juror is absent and never a zero."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_examples import nominee, nominee_key
from juryapp.domain.ids import JurorId, NomineeId
from juryapp.domain.impartiality import (
    REACH_NAMES,
    STANDING_NAMES,
    Reach,
    Ruling,
    Standing,
    Standings,
    recusals_in,
    standings,
)
from juryapp.domain.merging import view_of
from juryapp.domain.statements import (
    Answer,
    DeclarationContent,
    DeclarationStatement,
    Statement,
)

JURORS = [JurorId("J1"), JurorId("J2")]
NOMINEES = [nominee("N1"), nominee("N2"), nominee("N3", "B")]


def declared(
    answer: Answer, rev: int = 1, who: str = "N1", juror: str = "J1", facts: str = ""
) -> DeclarationStatement:
    return Statement(nominee_key(juror, who), rev, DeclarationContent(answer, facts))


def ruling(
    n: int,
    *,
    recused: bool,
    who: str = "N1",
    juror: str = "J1",
    reach: Reach = Reach.NOMINEE,
    after: int = 9,
    said: tuple[DeclarationStatement, ...] = (),
) -> Ruling:
    """Return a ruling that answers all declarations before revision `after`, and `said` at it."""
    return Ruling(
        n=n,
        juror=JurorId(juror),
        nominee=NomineeId(who),
        recused=recused,
        reach=reach,
        rev=after,
        said=frozenset(s.content_hash for s in said),
    )


def standing(
    *said: DeclarationStatement, rulings: tuple[Ruling, ...] = (), remember: bool = True
) -> Standings:
    history = recusals_in(said) if remember else {}
    return standings(JURORS, NOMINEES, view_of(said), rulings, history)


def at(stands: Standings, who: str = "N1", juror: str = "J1") -> Standing:
    return stands[JurorId(juror), NomineeId(who)]


def recused_in(stands: Standings) -> set[tuple[str, str]]:
    return {pair for pair, how in stands.items() if how is Standing.RECUSED}


def test_who_has_not_answered_is_undeclared_everywhere() -> None:
    assert set(standing().values()) == {Standing.UNDECLARED}
    assert len(standing()) == len(JURORS) * len(NOMINEES)


@pytest.mark.parametrize(
    ("answer", "stands"),
    [
        (Answer.NOTHING, Standing.IMPARTIAL),
        (Answer.TELL, Standing.PENDING),
        (Answer.DOUBT, Standing.PENDING),
        (Answer.RECUSED, Standing.RECUSED),
    ],
)
def test_an_answer_is_for_one_juror_and_one_nominee(answer: Answer, stands: Standing) -> None:
    found = standing(declared(answer))

    assert at(found) is stands
    assert [how for pair, how in found.items() if pair != ("J1", "N1")] == [Standing.UNDECLARED] * 5


def test_two_contradicting_declarations_wait_for_the_panel() -> None:
    twice = (declared(Answer.NOTHING), declared(Answer.RECUSED))

    assert at(standing(*twice)) is Standing.PENDING
    assert at(standing(*reversed(twice))) is Standing.PENDING
    assert at(standing(*twice, rulings=(ruling(1, recused=False),))) is Standing.IMPARTIAL


def test_the_later_declaration_stands() -> None:
    assert at(standing(declared(Answer.NOTHING), declared(Answer.RECUSED, 2))) is Standing.RECUSED


def test_a_recusal_that_was_taken_back_waits_for_the_panel() -> None:
    back = (declared(Answer.RECUSED), declared(Answer.NOTHING, 2))

    assert at(standing(*back)) is Standing.PENDING
    assert at(standing(*back, rulings=(ruling(1, recused=False),))) is Standing.IMPARTIAL
    assert at(standing(*back, rulings=(ruling(1, recused=True),))) is Standing.RECUSED


def test_on_the_jurors_own_desk_a_slip_can_be_put_right_before_anything_is_handed_in() -> None:
    back = (declared(Answer.RECUSED), declared(Answer.NOTHING, 2))

    assert at(standing(*back, remember=False)) is Standing.IMPARTIAL


def test_standing_down_for_one_nominee_does_not_make_others_wait() -> None:
    found = standing(declared(Answer.RECUSED), declared(Answer.NOTHING, who="N2"))

    assert at(found, "N2") is Standing.IMPARTIAL
    assert at(found) is Standing.RECUSED


@pytest.mark.parametrize(
    ("later", "stands"),
    [
        ((Answer.NOTHING,), Standing.IMPARTIAL),
        ((Answer.TELL,), Standing.PENDING),
        ((Answer.DOUBT,), Standing.PENDING),
        ((Answer.RECUSED,), Standing.RECUSED),
        ((Answer.RECUSED, Answer.NOTHING), Standing.PENDING),
        ((Answer.NOTHING, Answer.RECUSED), Standing.RECUSED),
    ],
)
@pytest.mark.parametrize("told", [True, False])
def test_what_is_declared_after_a_ruling_of_impartiality_opens_the_question_again(
    later: tuple[Answer, ...], stands: Standing, told: bool
) -> None:
    before = (declared(Answer.TELL),) if told else ()
    ruled = ruling(1, recused=False, after=len(before), said=before)
    said = [declared(answer, rev) for rev, answer in enumerate(later, len(before) + 1)]

    assert at(standing(*before, rulings=(ruled,))) is Standing.IMPARTIAL
    assert at(standing(*before, *said, rulings=(ruled,))) is stands
    confirmed = ruling(2, recused=False, after=len(said) + len(before), said=(said[-1],))
    assert at(standing(*before, *said, rulings=(ruled, confirmed))) is Standing.IMPARTIAL


def test_nothing_that_is_declared_later_undoes_a_ruling_that_the_juror_is_recused() -> None:
    ruled = ruling(1, recused=True, after=1, said=(declared(Answer.TELL),))

    for answer in Answer:
        found = standing(declared(Answer.TELL), declared(answer, 2), rulings=(ruled,))
        assert at(found) is Standing.RECUSED


def test_another_content_at_the_revision_that_was_ruled_on_waits_for_the_panel_again() -> None:
    first, other = declared(Answer.TELL), declared(Answer.RECUSED)
    ruled = ruling(1, recused=False, after=1, said=(first,))

    assert at(standing(first, rulings=(ruled,))) is Standing.IMPARTIAL
    assert at(standing(first, other, rulings=(ruled,))) is Standing.PENDING


@pytest.mark.parametrize("answer", list(Answer))
@pytest.mark.parametrize("recused", [True, False])
def test_the_panel_overrides_what_the_juror_declared(answer: Answer, recused: bool) -> None:
    found = standing(declared(answer), rulings=(ruling(1, recused=recused),))

    assert at(found) is (Standing.RECUSED if recused else Standing.IMPARTIAL)


def test_of_two_rulings_on_one_question_the_highest_number_counts() -> None:
    first, second = ruling(1, recused=True, reach=Reach.DECISION), ruling(2, recused=False)

    for rulings in ((first, second), (second, first)):
        found = standing(rulings=rulings)
        assert at(found) is Standing.IMPARTIAL
        assert recused_in(found) == set(), "the reach of an overruled ruling is gone with it"


@pytest.mark.parametrize(
    ("reach", "reached"),
    [
        (Reach.NOMINEE, {"N1"}),
        (Reach.CATEGORY, {"N1", "N2"}),
        (Reach.DECISION, {"N1", "N2", "N3"}),
    ],
)
def test_a_recusal_reaches_as_far_as_the_panel_says(reach: Reach, reached: set[str]) -> None:
    found = standing(rulings=(ruling(1, recused=True, reach=reach),))

    assert recused_in(found) == {("J1", who) for who in reached}


@pytest.mark.parametrize("reach", list(Reach))
def test_being_found_impartial_never_reaches_further_than_the_question(reach: Reach) -> None:
    found = standing(rulings=(ruling(1, recused=False, reach=reach),))

    assert at(found) is Standing.IMPARTIAL
    assert at(found, "N2") is Standing.UNDECLARED


def test_a_recusal_with_reach_is_stronger_than_a_declaration_that_there_is_nothing() -> None:
    found = standing(
        declared(Answer.NOTHING, who="N2"),
        rulings=(ruling(1, recused=True, reach=Reach.CATEGORY),),
    )

    assert at(found, "N2") is Standing.RECUSED


@pytest.mark.parametrize("later", [0, 9])
def test_a_recusal_with_reach_is_stronger_than_being_found_impartial_elsewhere(later: int) -> None:
    found = standing(
        rulings=(
            ruling(later, recused=False, who="N2"),
            ruling(5, recused=True, reach=Reach.CATEGORY),
        )
    )

    assert at(found, "N2") is Standing.RECUSED


def test_a_recusal_for_a_withdrawn_nominee_still_reaches_its_category() -> None:
    listed = [nominee("N1", withdrawn=True), nominee("N2")]
    found = standings(JURORS, listed, view_of([]), [ruling(1, recused=True, reach=Reach.CATEGORY)])

    assert at(found, "N2") is Standing.RECUSED


def test_a_ruling_on_somebody_unknown_reaches_nobody_by_its_category() -> None:
    stray = ruling(1, recused=True, who="gone", reach=Reach.CATEGORY)

    assert recused_in(standing(rulings=(stray,))) == set()


@given(
    st.lists(
        st.builds(
            Ruling,
            n=st.integers(1, 4),
            juror=st.sampled_from(JURORS),
            nominee=st.sampled_from([n.id for n in NOMINEES]),
            recused=st.booleans(),
            reach=st.sampled_from(Reach),
        ),
        unique_by=lambda r: r.n,
    ),
    st.data(),
)
def test_what_stands_depends_on_numbers_and_not_on_the_order_of_rulings(
    rulings: list[Ruling], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(rulings))
    found = standing(rulings=tuple(shuffled))

    assert found == standing(rulings=tuple(rulings))
    last = {(r.juror, r.nominee): r for r in sorted(rulings, key=lambda r: r.n)}
    for (juror, who), how in found.items():
        own = [r for r in last.values() if (r.juror, r.nominee) == (juror, who)]
        assert how is not Standing.IMPARTIAL or not own[0].recused
        assert all(how is Standing.RECUSED for r in own if r.recused)


def test_a_ruling_for_one_juror_says_nothing_of_another() -> None:
    found = standing(rulings=(ruling(1, recused=True, reach=Reach.DECISION),))

    for who in ("N1", "N2", "N3"):
        assert at(found, who, "J2") is Standing.UNDECLARED


def test_every_standing_and_reach_has_a_name() -> None:
    assert set(STANDING_NAMES) == set(Standing)
    assert set(REACH_NAMES) == set(Reach)
