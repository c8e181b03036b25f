"""The first week: a declare package with a practice nominee goes out, comes back, and counts nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from juryapp.application.desk.ballots import declare_all, fill_in
from juryapp.application.desk.contents import desk_contents
from juryapp.application.desk.handing_in import hand_in
from juryapp.application.desk.saying import declare, declare_rest, record_mark, write_note
from juryapp.application.desk.view import practice_cell
from juryapp.application.edition.view import setup_view
from juryapp.application.merge.taking_out import take_out
from juryapp.application.overview import Step, overview
from juryapp.application.packages.overview import Gathered, PackageOverview, package_overview
from juryapp.application.packages.practice import practice_nominee
from juryapp.application.protocol.content import protocol_content
from juryapp.application.results.scoring import results
from juryapp.application.session import Session
from juryapp.base.errors import FileFormatError, RuleError
from juryapp.base.i18n import LANGUAGES
from juryapp.domain.ids import PRACTICE, CriterionId
from juryapp.domain.packages import PackageKind
from juryapp.domain.protocol import as_document
from juryapp.domain.statements import Answer, MarkContent, MarkState, mark
from prepared_award import Award, award_at, refused
from workplace import ballot, declared, practise, table_of

SAM, NY = CriterionId("SAM"), CriterionId("NY")


@pytest.fixture
def award() -> Iterator[Award]:
    with award_at("open") as made:
        yield made


@pytest.fixture
def desk(award: Award) -> Iterator[Session]:
    """Bjarne's desk, with the declare package."""
    desk = award.desk(award.packages(PackageKind.DECLARE)[1])
    yield desk
    desk.close()


def seen(award: Award) -> PackageOverview:
    return package_overview(award.session)


# ---- what is invented


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_practice_nominee_speaks_every_language_and_has_two_voices(language: str) -> None:
    practice = practice_nominee(language)

    assert practice.nominee.id == PRACTICE
    assert len(practice.nominations) == 2
    texts = [practice.nominee.name, practice.nominee.facts]
    texts += [text for n in practice.nominations for text in (n.nominator, n.organisation, n.text)]
    assert all(text.strip() for text in texts)


def test_it_is_no_nominee_of_the_edition(award: Award) -> None:
    award.packages(PackageKind.DECLARE)

    assert PRACTICE not in {nominee.id for nominee in award.nominees().values()}
    assert overview(award.session).nominees == 4


# ---- at the desk


def test_the_desk_shows_it_first_with_its_papers_and_the_others_without(desk: Session) -> None:
    contents = desk_contents(desk)

    assert next(iter(contents.papers)) == PRACTICE
    assert len(contents.real) == 4
    assert [n.text != "" for n in contents.papers[PRACTICE].nominations] == [True, True]
    assert contents.papers[PRACTICE].category == ""
    for nominee in contents.real:
        papers = contents.papers[nominee]
        assert papers.nominee.facts == ""
        assert {n.text for n in papers.nominations} == {""}


def test_it_is_marked_without_being_declared_for_and_no_other_is_marked(
    desk: Session, award: Award
) -> None:
    fjord = award.nominee("Fjordby").id
    record_mark(desk, PRACTICE, SAM, mark(14))
    record_mark(desk, PRACTICE, NY, MarkContent(MarkState.NOT_ASSESSED))
    record_mark(desk, PRACTICE, NY, MarkContent(MarkState.CLEARED))

    with desk.reading() as uow:
        cell = practice_cell(uow)
    assert cell is not None
    assert (cell.marked, cell.missing) == ((SAM,), (NY,))
    declare(desk, fjord, Answer.NOTHING)
    assert refused(lambda: record_mark(desk, fjord, SAM, mark(14))).code == "E-DECLARE-ONLY"
    assert refused(lambda: declare(desk, PRACTICE, Answer.DOUBT)).code == "E-PRACTICE"


def test_handing_in_needs_every_answer_and_the_whole_practice_ballot(
    desk: Session, award: Award
) -> None:
    def missing() -> str:
        with pytest.raises(RuleError) as caught:
            hand_in(desk, award.folder / "x.juryscore")
        assert caught.value.code == "E-INCOMPLETE"
        return str(caught.value)

    record_mark(desk, PRACTICE, SAM, mark(14))
    assert "not answered for 4 of 4" in missing()
    declare_rest(desk)
    assert "practice nominee lacks marks: Nyskaping" in missing()
    drafted = hand_in(desk, award.folder / "draft.juryscore", draft=True)
    assert drafted.practice is not None
    assert (drafted.complete, drafted.practice.given, drafted.practice.asked) == (False, 1, 2)

    record_mark(desk, PRACTICE, NY, MarkContent(MarkState.NOT_ASSESSED))
    done = hand_in(desk, award.folder / "done.juryscore")
    assert (done.complete, done.marks, done.missing) == (True, 0, 0)


def test_where_each_mark_needs_a_comment_so_does_one_for_practice(desk: Session) -> None:
    with desk.writing() as uow:
        rules = uow.rules()
        uow.put_rules(type(rules)(comment=type(rules.comment)("all")))
    declare_rest(desk)
    practise(desk)

    assert refused(lambda: hand_in(desk, Path("x.juryscore"))).code == "E-COMMENT"


# ---- from a table


def test_a_table_brings_recusals_and_marks_for_the_practice_nominee(desk: Session) -> None:
    name = practice_nominee("nb").nominee.name
    rows = ["Fjordby,,recused", "PRACTICE,SAM,7,Bra", f"{name},NY,not assessed", "Elvestad,SAM,"]

    fill_in(desk, table_of("nominee,criterion,mark,note", *rows), finish=True)

    contents = desk_contents(desk)
    said = contents.said[PRACTICE].marks
    assert (said[SAM], said[NY].state) == (mark(14, "Bra"), MarkState.NOT_ASSESSED)
    answers = [said.declaration for n, said in contents.said.items() if n != PRACTICE]
    assert [a.answer for a in answers if a is not None].count(Answer.NOTHING) == 3


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Fjordby,SAM,7", "asks for no mark for “Fjordby” yet"),
        ("PRACTICE,,recused", "is invented for practice"),
        ("PRACTICE,SAM,11", "10"),
    ],
)
def test_a_row_that_a_declare_package_cannot_take_refuses_the_table(
    desk: Session, row: str, words: str
) -> None:
    with pytest.raises(FileFormatError) as caught:
        fill_in(desk, table_of("nominee,criterion,mark", "PRACTICE,NY,2", row))

    assert caught.value.row == 3
    assert words in str(caught.value)
    assert desk_contents(desk).said[PRACTICE].marks == {}


def test_some_practice_rows_must_be_all_and_none_leaves_a_draft(desk: Session) -> None:
    some = table_of("nominee,criterion,mark", "PRACTICE,NY,2")
    assert refused(lambda: fill_in(desk, some, finish=True)).code == "E-INCOMPLETE"

    fill_in(desk, table_of("nominee,criterion,mark", "Fjordby,,recused"), finish=True)

    assert refused(lambda: hand_in(desk, Path("x.juryscore"))).code == "E-INCOMPLETE"


# ---- at the secretariat


def test_what_comes_back_shows_whose_machine_works_and_what_was_declared(award: Award) -> None:
    astrid, bjarne, cecilie = award.packages(PackageKind.DECLARE)
    fjord, elve = award.nominee("Fjordby").id, award.nominee("Elvestad").id
    assert seen(award).working == 0
    award.merged(declared(award, astrid, fjord, elve))
    award.merged(declared(award, bjarne, practised=False))

    found = seen(award)
    first, second, third = found.lines
    assert (first.works, first.sent_back, first.declared, first.left_out) == (True, True, 4, 2)
    assert (second.works, second.sent_back, second.declared) == (False, True, 4)
    assert (third.works, third.sent_back, third.declared) == (False, False, 0)
    assert found.gathered == Gathered(nothing=6, recused=2, asked=12)
    assert [line.juror.name for line in found.not_working] == [
        bjarne.juror.name,
        cecilie.juror.name,
    ]
    assert [line.juror.id for line in found.ready_to_score] == [astrid.juror.id]
    facts = overview(award.session)
    assert (facts.machines, facts.declare_packages, facts.score_packages) == (1, 3, 0)
    assert facts.step is Step.MERGE


def test_the_practice_run_is_recorded_with_the_file_and_nothing_of_it_is_a_statement(
    award: Award,
) -> None:
    desk = award.desk(award.packages(PackageKind.DECLARE)[1])
    declare_rest(desk)
    practise(desk)
    write_note(desk, PRACTICE, "Prøver", usable=True)
    file = hand_in(desk, award.folder / "one.juryscore")
    desk.close()
    before = as_document(results(award.session))

    award.merged(file.path)

    with award.session.reading() as uow:
        (run,) = uow.files.practice()
        assert (run.sha256, run.given, run.asked, run.whole) == (file.sha256, 2, 2, True)
        assert uow.marks.by_file() == {}
        assert uow.notes.by_file() == {}
        assert uow.nominees.find(PRACTICE) is None
        content = as_document(protocol_content(award.session, uow, version=1, draft=True))
    assert "PRACTICE" not in str(content)
    assert practice_nominee("nb").nominee.name not in str(content)
    assert before == as_document(results(award.session))


def test_a_file_that_is_taken_out_takes_its_answers_along_and_the_machine_still_works(
    award: Award,
) -> None:
    path = declared(award, award.packages(PackageKind.DECLARE)[0])
    (verdict,) = award.merged(path).plan.taken
    assert verdict.opened is not None

    take_out(award.session, verdict.opened.sha256, "Feil fil")

    line = seen(award).lines[0]
    assert (line.works, line.sent_back, line.declared) == (True, False, 0)


def test_when_all_have_answered_the_score_packages_are_next_and_leave_out_who_is_recused(
    award: Award,
) -> None:
    fjord = award.nominee("Fjordby").id
    packages = award.packages(PackageKind.DECLARE)
    files = [declared(award, packages[0], fjord), *(declared(award, p) for p in packages[1:])]
    award.merged(*files)

    assert overview(award.session).step is Step.PACKAGES
    assert len(seen(award).ready_to_score) == 3
    score = award.packages(PackageKind.SCORE)
    assert [p.nominees for p in score] == [3, 4, 4]
    assert seen(award).ready_to_score == ()
    assert overview(award.session).step is Step.MERGE


def test_with_the_score_package_the_practice_nominee_leaves_the_desk_and_declarations_stand(
    award: Award,
) -> None:
    fjord = award.nominee("Fjordby").id
    first = award.packages(PackageKind.DECLARE)[0]
    award.merged(declared(award, first, fjord))
    second = award.packages(PackageKind.SCORE)[0]

    desk = award.desk(second)

    contents = desk_contents(desk)
    assert PRACTICE not in contents.papers
    assert fjord not in contents.papers
    assert {said.declaration for said in contents.said.values()} != {None}
    with desk.reading() as uow:
        assert practice_cell(uow) is None
        history = uow.marks.history(contents.round.id)
    assert {stated.statement.key.nominee for stated in history} == {PRACTICE}
    assert refused(lambda: record_mark(desk, PRACTICE, SAM, mark(2))).code == "E-UNKNOWN"
    desk.close()


def test_practice_marks_never_travel_in_a_score_file(award: Award) -> None:
    package = award.packages(PackageKind.DECLARE)[1]
    award.merged(declared(award, package))
    score = award.packages(PackageKind.SCORE)[1]

    report = award.merged(award.scored(score, ballot("bjarne")))

    (verdict,) = report.plan.taken
    assert verdict.opened is not None
    assert verdict.opened.content.practice == ()
    assert PRACTICE not in {s.statement.key.nominee for s in verdict.opened.content.marks}
    assert verdict.opened.content.complete


def test_a_declare_package_made_again_has_all_names_so_that_an_answer_can_be_changed(
    award: Award,
) -> None:
    fjord = award.nominee("Fjordby").id
    award.merged(declared(award, award.packages(PackageKind.DECLARE)[0], fjord))

    again = award.packages(PackageKind.DECLARE)[0]

    assert again.nominees == 4
    desk = award.desk(again)
    declare_all(desk, {})
    assert desk_contents(desk).said[PRACTICE].marks != {}
    desk.close()


def test_opening_the_declare_package_twice_changes_nothing(award: Award) -> None:
    package = award.packages(PackageKind.DECLARE)[1]
    desk = award.desk(package)
    practise(desk)
    before = desk_contents(desk)
    desk.close()

    desk = award.desk(package)

    assert desk_contents(desk) == before
    desk.close()


def test_the_protocol_knows_who_had_the_material_before_declaring(award: Award) -> None:
    def said() -> tuple[tuple[str, ...], tuple[str, ...]]:
        with award.session.reading() as uow:
            content = protocol_content(award.session, uow, version=1, draft=True)
        return content.early, content.declared_first

    assert said() == ((), ())
    declare_packages = award.packages(PackageKind.DECLARE)
    award.merged(declared(award, declare_packages[0]))
    assert said() == ((), ())

    names = [package.juror.name for package in award.packages(PackageKind.SCORE)]

    assert said() == (tuple(names[1:]), tuple(names[:1]))


def test_the_set_up_knows_too_that_one_package_served_for_both(award: Award) -> None:
    assert setup_view(award.session).early == ()
    award.packages(PackageKind.DECLARE)
    assert setup_view(award.session).early == ()

    award.packages(PackageKind.SCORE)

    assert len(setup_view(award.session).early) == 3
