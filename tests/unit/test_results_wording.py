"""What a place rests on, in the words of its kind."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from juryapp.application.answers import answer_text, choices, said_points
from juryapp.application.results.wording import Wording, told_lines, value_in_words
from juryapp.base.i18n import texts_in
from juryapp.domain.criteria import Criterion, CriterionKind, Missing
from juryapp.domain.ids import CriterionId, JurorId, NomineeId, RoundId
from juryapp.domain.impartiality import Standing
from juryapp.domain.scales import Scale
from juryapp.domain.statements import MarkContent, MarkKey, MarkState, mark
from juryapp.domain.totals import NomineeTotal, nominee_totals

EN = texts_in("en")
BASE = Criterion(
    id=CriterionId("C"), name="Idea", weight=Fraction(1), scale=Scale(0, 20, Fraction(1, 2))
)
VOTE = BASE.asking(CriterionKind.YES_NO)
ADVICE = BASE.asking(CriterionKind.RECOMMENDATION, ("Good", "Fair", "Bad"))
JURORS = tuple(JurorId(f"J{n}") for n in (1, 2, 3))


def _total(criteria: list[Criterion], points: list[tuple[int, ...]]) -> NomineeTotal:
    """Return the total of one nominee: what each juror gave on each criterion."""
    nominee = NomineeId("A")
    marks = {
        MarkKey(RoundId("R1"), juror, nominee, criterion.id): mark(given)
        for juror, row in zip(JURORS, points, strict=True)
        for criterion, given in zip(criteria, row, strict=True)
    }
    (total,) = nominee_totals(
        marks,
        nominees=[nominee],
        jurors=JURORS,
        criteria=criteria,
        standings={(juror, nominee): Standing.IMPARTIAL for juror in JURORS},
        missing=Missing.RENORMALISE,
    )
    return total


def _wording(criteria: list[Criterion]) -> Wording:
    return Wording(kind=criteria[0].kind, size=1, criteria=criteria, decimals=2, texts=EN)


def test_votes_are_counted() -> None:
    total = _total([VOTE], [(1,), (0,), (1,)])
    assert value_in_words(_wording([VOTE]), total) == "2 of 3 yes"
    told = told_lines(_wording([VOTE]), total, lambda juror: juror)
    assert told == ["J1: yes.", "J2: no.", "J3: yes.", "Yes: 2 of 3, that is 67%."]


def test_several_votes_have_a_share() -> None:
    other = replace(VOTE, id=CriterionId("D"), name="Craft", weight=Fraction(3))
    total = _total([VOTE, other], [(1, 1), (1, 0), (0, 1)])
    assert value_in_words(_wording([VOTE, other]), total) == "67% yes"
    assert _wording([VOTE, other]).juror(total.scores[1]) == "yes, no"


def test_levels_are_counted_and_never_become_decimals() -> None:
    total = _total([ADVICE], [(2,), (2,), (0,)])
    assert value_in_words(_wording([ADVICE]), total) == "2 Good · 1 Bad"
    other = replace(ADVICE, id=CriterionId("D"), name="Craft")
    total = _total([ADVICE, other], [(2, 1), (2, 1), (0, 1)])
    assert value_in_words(_wording([ADVICE, other]), total) == "Idea: 2 Good · 1 Bad; Craft: 3 Fair"


@pytest.mark.parametrize(
    ("criterion", "content", "words"),
    [
        (BASE, mark(15), "7.5"),
        (VOTE, mark(0), "no"),
        (ADVICE, mark(1), "Fair"),
        (BASE.asking(CriterionKind.ORDER), mark(3), "place 3"),
        (BASE.asking(CriterionKind.TEXT), mark(0, "Warm."), "Warm."),
        (VOTE, MarkContent(MarkState.NOT_ASSESSED), "not assessed"),
    ],
)
def test_an_answer_is_read_in_words(criterion: Criterion, content: MarkContent, words: str) -> None:
    assert answer_text(criterion, content, EN) == words


def test_every_choice_is_understood_as_it_is_offered() -> None:
    for criterion in (VOTE, ADVICE):
        for points, words in choices(criterion, EN):
            assert said_points(criterion, words) == points
    assert said_points(VOTE, "Nei") == 0
    assert said_points(VOTE, "nja") is None
