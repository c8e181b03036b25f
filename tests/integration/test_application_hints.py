"""Hints for the question of impartiality: what the package shows of a connection, said in neutral words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from juryapp.application.desk.contents import DeskContents, desk_contents
from juryapp.application.desk.hints import earlier_answers, hints
from juryapp.application.desk.saying import declare
from juryapp.application.session import Session
from juryapp.base.i18n import use_language
from juryapp.domain.ids import NomineeId
from juryapp.domain.statements import Answer
from prepared_award import Award, award_at


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


@pytest.fixture
def award() -> Iterator[Award]:
    with award_at("desks") as award:
        yield award


@pytest.fixture
def desk(award: Award) -> Iterator[Session]:
    desk = award.desk(award.written[1])
    yield desk
    desk.close()


@pytest.fixture
def fjord(award: Award) -> NomineeId:
    return award.nominee("Fjordby").id


def contents(
    desk: Session, fjord: NomineeId, *, organisation: str = "", place: str = "", by: str = ""
) -> DeskContents:
    """Return the desk with a juror from an organisation, and Fjordby's place and nominators set."""
    found = desk_contents(desk)
    papers = {
        n: replace(
            p, nominee=replace(p.nominee, place=place if n == fjord else ""),
            nominations=tuple(
                replace(v, organisation=by if n == fjord else "Andre") for v in p.nominations
            ),
        )
        for n, p in found.papers.items()
    }  # fmt: skip
    return replace(found, juror=replace(found.juror, organisation=organisation), papers=papers)


@pytest.mark.parametrize(
    ("organisation", "place", "by", "told"),
    [
        ("Fjordby kommune", "", "", ("You are from Fjordby kommune.",)),
        ("fjordby", "", "", ("You are from fjordby.",)),
        ("Bakvik kommune", "Bakvik", "",
         ("You are from Bakvik kommune, and the candidate is in Bakvik.",)),
        ("Bakvik Næringslag", "", "bakvik næringslag", ("Bakvik Næringslag has nominated here.",)),
        ("Fjordbygda vel", "Fjord", "", ()),
        ("AS", "AS", "", ()),
        ("", "Bakvik", "", ()),
    ],
)  # fmt: skip
def test_a_hint_says_what_the_package_shows(
    organisation: str,
    place: str,
    by: str,
    told: tuple[str, ...],
    desk: Session,
    fjord: NomineeId,
) -> None:
    found = contents(desk, fjord, organisation=organisation, place=place, by=by)

    assert hints(found, {}) == ({fjord: told} if told else {})


def test_who_nominated_under_the_jurors_name_is_said(desk: Session, fjord: NomineeId) -> None:
    found = contents(desk, fjord)
    found = replace(found, juror=replace(found.juror, name="Ola Prøve"))

    assert hints(found, {})[fjord] == ("A nomination here is in your name.",)


def test_a_report_that_was_taken_back_is_a_hint_and_one_that_stands_is_none(
    desk: Session, fjord: NomineeId, award: Award
) -> None:
    declare(desk, fjord, Answer.TELL, "Vi har møttes.")
    declare(desk, award.nominee("Bergset").id, Answer.DOUBT)
    assert earlier_answers(desk) == {}

    declare(desk, fjord, Answer.NOTHING)

    found = hints(contents(desk, fjord), earlier_answers(desk))
    assert list(found) == [fjord]
    assert found[fjord][0].startswith("Your answer was “something the panel should know” on ")
