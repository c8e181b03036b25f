"""A newer package in the middle of the round: nothing is lost, and the juror is told what changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from juryapp.application.desk.handing_in import hand_in
from juryapp.application.desk.moving import move_out, take_move
from juryapp.application.desk.news import Change, News, NomineeNews, Part, read_news, written_news
from juryapp.application.desk.saying import declare, declare_rest, record_mark
from juryapp.application.desk.updates import confirm_marks, desk_news, news_seen, visited
from juryapp.application.desk.view import desk_info
from juryapp.application.edition.nominations import put_nomination, put_nominee
from juryapp.application.session import Session
from juryapp.domain.criteria import Level, ballot_hash
from juryapp.domain.ids import CriterionId, NominationId, NomineeId
from juryapp.domain.nominees import Nomination, Nominee
from juryapp.domain.packages import PackageKind
from juryapp.domain.statements import Answer, mark
from prepared_award import Award, award_at, refused
from workplace import services_in

SAM, NY = CriterionId("SAM"), CriterionId("NY")


@pytest.fixture
def award() -> Iterator[Award]:
    with award_at("desks") as award:
        yield award


@pytest.fixture
def fjord(award: Award) -> NomineeId:
    return award.nominee("Fjordby").id


def marked(award: Award, *, everywhere: bool = False) -> list[NomineeId]:
    """Let Bjarne declare and give marks, for Fjordby or for all; return his order."""
    desk = award.desk(award.written[1])
    declare_rest(desk)
    with desk.reading() as uow:
        order = desk_info(uow).order
    for nominee in order if everywhere else [award.nominee("Fjordby").id]:
        for criterion in (SAM, NY):
            record_mark(desk, nominee, criterion, mark(14))
    desk.close()
    return list(order)


def updated(award: Award, kind: PackageKind = PackageKind.SCORE) -> Session:
    """Open Bjarne's next package."""
    return award.desk(award.packages(kind)[1])


def told(news: News) -> list[tuple[str, Change, tuple[Part, ...]]]:
    return [(n.name, n.change, n.parts) for n in news.nominees]


def add(award: Award, name: str) -> Nominee:
    """Add a nominee with one nomination."""
    like = award.nominee("Fjordby")
    nominee = replace(like, id=NomineeId(name.upper()), number=9, name=name)
    put_nominee(award.session, nominee)
    put_nomination(
        award.session,
        Nomination(id=NominationId(f"N-{name.upper()}"), nominee=nominee.id, text="Fordi."),
    )
    return nominee


def reword(award: Award) -> None:
    """Give a criterion other words, as a secretariat with another program could."""
    with award.session.writing() as uow:
        criteria = [
            replace(c, guidance="Les begge sider.", version=2) if c.id == SAM else c
            for c in uow.criteria.all()
        ]
        uow.criteria.put(*criteria)
        (round_,) = uow.rounds.all()
        uow.rounds.put(replace(round_, ballot=ballot_hash(criteria, uow.rules().comment)))


def test_the_first_package_is_no_news(award: Award) -> None:
    desk = award.desk(award.written[1])

    assert desk_news(desk) == News()
    desk.close()


def test_the_same_package_opened_again_is_no_news(award: Award) -> None:
    marked(award)
    desk = award.desk(award.written[1])

    assert desk_news(desk).at == ""
    desk.close()


def test_a_newer_package_in_which_nothing_changed_says_so(award: Award) -> None:
    marked(award)
    desk = updated(award)

    news = desk_news(desk)
    assert (news.seen, news.says_nothing) == (False, True)
    desk.close()


def test_new_changed_and_missing_candidates_are_told_and_every_mark_and_the_order_stay(
    award: Award, fjord: NomineeId
) -> None:
    order = marked(award, everywhere=True)
    skogheim, bergset = award.nominee("Skogheim"), award.nominee("Bergset")
    add(award, "Nyby")
    put_nominee(award.session, replace(skogheim, name="Skogheim kommune", facts="13 000 (2026)"))
    put_nominee(award.session, replace(bergset, withdrawn=True))
    with award.session.reading() as uow:
        voice = next(n for n in uow.nominations.all() if n.nominee == fjord)
    put_nomination(award.session, replace(voice, text=voice.text + " Og mer."))

    desk = updated(award)

    news = desk_news(desk)
    assert sorted(told(news)) == [
        ("Bergset", Change.GONE, ()),
        ("Fjordby", Change.CHANGED, (Part.NOMINATIONS,)),
        ("Nyby", Change.NEW, ()),
        ("Skogheim kommune", Change.CHANGED, (Part.NAME, Part.FACTS)),
    ]
    assert next(n.was for n in news.nominees if n.parts[:1] == (Part.NAME,)) == "Skogheim"
    assert news.unvisited == {"NYBY", fjord, skogheim.id}
    with desk.reading() as uow:
        now = [n for n in desk_info(uow).order if n != "NYBY"]
        marks = uow.marks.current(uow.rounds.all()[0].id).effective
    assert now == [n for n in order if n != bergset.id]
    assert len(marks) == 8
    desk.close()


def test_a_nomination_that_was_taken_out_leaves_the_desk(award: Award, fjord: NomineeId) -> None:
    marked(award)
    with award.session.writing() as uow:
        gone = next(n for n in uow.nominations.all() if n.nominee == fjord)
        uow.nominations.remove(gone.id)

    desk = updated(award)

    assert told(desk_news(desk)) == [("Fjordby", Change.CHANGED, (Part.NOMINATIONS,))]
    with desk.reading() as uow:
        assert gone.id not in {n.id for n in uow.nominations.all()}
    desk.close()


def test_a_new_deadline_and_title_are_told(award: Award) -> None:
    marked(award)
    with award.session.writing() as uow:
        edition = uow.edition()
        uow.put_edition(replace(edition, deadline="2027-01-31", title="Fjordbyprisen"))

    news = desk_news(desk := updated(award))

    assert news.deadline == (edition.deadline, "2027-01-31")
    assert news.title == "Fjordbyprisen"
    desk.close()


def test_what_was_not_seen_of_one_update_is_told_with_the_next(award: Award) -> None:
    marked(award)
    add(award, "Nyby")
    updated(award).close()
    put_nominee(award.session, replace(award.nominee("Nyby"), withdrawn=True))
    put_nominee(award.session, replace(award.nominee("Elvestad"), place="Elvestad i nord"))

    desk = updated(award)

    assert told(desk_news(desk)) == [("Elvestad", Change.CHANGED, (Part.PLACE,))]
    news_seen(desk)
    assert desk_news(desk).seen
    desk.close()


def test_a_candidate_stays_marked_until_it_is_looked_at(award: Award) -> None:
    marked(award)
    nyby = add(award, "Nyby")
    desk = updated(award)
    news_seen(desk)
    assert desk_news(desk).change_of(nyby.id) is Change.NEW

    visited(desk, nyby.id)

    assert desk_news(desk).change_of(nyby.id) is None
    desk.close()


def test_a_sheet_that_was_handed_in_opens_for_a_new_candidate_and_says_so(award: Award) -> None:
    marked(award, everywhere=True)
    desk = award.desk(award.written[1])
    hand_in(desk, award.folder)
    desk.close()
    add(award, "Nyby")

    desk = updated(award)

    assert desk_news(desk).reopened
    with desk.reading() as uow:
        assert desk_info(uow).handed_in == ""
    desk.close()


def test_a_mark_whose_criterion_was_worded_anew_stands_and_is_to_be_confirmed(
    award: Award, fjord: NomineeId
) -> None:
    order = marked(award, everywhere=True)
    reword(award)
    desk = updated(award)

    news = desk_news(desk)
    assert [(c.criterion, c.change) for c in news.criteria] == [(SAM, Change.CHANGED)]
    assert {u.nominee for u in news.unconfirmed} == set(order)
    assert news.to_confirm(fjord) == (SAM,)
    assert refused(lambda: hand_in(desk, award.folder)).code == "E-CONFIRM"
    assert not hand_in(desk, award.folder, draft=True).complete

    record_mark(desk, fjord, SAM, mark(12))  # another mark needs no confirming
    assert desk_news(desk).to_confirm(fjord) == ()
    confirm_marks(desk, order[0])
    confirm_marks(desk)
    assert desk_news(desk).unconfirmed == ()
    path = hand_in(desk, award.folder).path
    desk.close()
    assert award.merged(path).plan.taken[0].new == 8


def test_another_weight_leaves_every_mark_as_it_is(award: Award) -> None:
    marked(award, everywhere=True)
    with award.session.writing() as uow:
        uow.criteria.put(*(replace(c, weight=c.weight * (2 + c.order)) for c in uow.criteria.all()))

    news = desk_news(desk := updated(award))

    assert all(c.reweighted for c in news.criteria)
    assert news.unconfirmed == ()
    desk.close()


def test_levels_in_other_words_are_other_words(award: Award) -> None:
    marked(award)
    with award.session.writing() as uow:
        ny = next(c for c in uow.criteria.all() if c.id == NY)
        criteria = [c for c in uow.criteria.all() if c.id != NY]
        criteria.append(replace(ny, levels=(Level(0, "ikke noe"), Level(20, "helt nytt"))))
        uow.criteria.put(*criteria)
        (round_,) = uow.rounds.all()
        uow.rounds.put(replace(round_, ballot=ballot_hash(criteria, uow.rules().comment)))

    news = desk_news(desk := updated(award))

    assert [(u.criterion, u.rev) for u in news.unconfirmed] == [(NY, 1)]
    desk.close()


def test_the_material_that_follows_the_declarations_is_one_piece_of_news() -> None:
    with award_at("open") as award:
        first = award.packages(PackageKind.DECLARE)[1]
        desk = award.desk(first)
        declare(desk, award.nominee("Bergset").id, Answer.NOTHING)
        desk.close()

        news = desk_news(desk := updated(award))

        assert news.material
        assert told(news) == []
        desk.close()


def test_news_survive_a_restart_and_a_move_to_another_machine(award: Award) -> None:
    marked(award)
    add(award, "Nyby")
    desk = updated(award)
    made = hand_in(desk, award.folder, draft=True)
    with desk.reading() as uow:
        assert uow.desk_memory().saved_to == str(made.path)
    moved = move_out(desk, award.folder)
    desk.close()

    there = take_move(services_in(award.folder / "other"), moved.path, word=moved.word)

    assert told(desk_news(there)) == [("Nyby", Change.NEW, ())]
    with there.reading() as uow:
        assert uow.desk_memory().saved_to == ""  # that place was on the other machine
    there.close()


def test_news_are_read_as_they_were_written_and_damaged_ones_are_none() -> None:
    news = News(
        at="2026-11-01T10:00:00Z",
        seen=False,
        deadline=("2026-11-01", "2026-12-01"),
        nominees=(
            NomineeNews(
                nominee=NomineeId("A"), name="Å", change=Change.CHANGED, parts=(Part.FACTS,)
            ),
        ),
        unvisited=frozenset({NomineeId("A")}),
    )

    assert read_news(written_news(news)) == news
    for text in ("", "{", "[]", '{"at": 1}', '{"at": "", "more": 1}', "null"):
        assert read_news(text) == News()
