"""At the juror's desk: what may be said and when, what is kept, and what a newer package does to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from juryapp.application.desk.ballots import declare_all
from juryapp.application.desk.handing_in import hand_in
from juryapp.application.desk.opening import open_desk, open_package
from juryapp.application.desk.saying import (
    accept_confidentiality,
    declare,
    declare_rest,
    record_mark,
    stay_at,
    write_note,
    write_private_note,
)
from juryapp.application.desk.view import desk_info, own_sheet
from juryapp.application.edition.jurors import put_juror
from juryapp.application.edition.nominations import put_nominee
from juryapp.application.impartiality.ruling import rule
from juryapp.application.log.check import check_log
from juryapp.application.packages.writing import write_packages
from juryapp.application.session import Session
from juryapp.base.errors import UnavailableError
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.ids import PRACTICE, CriterionId, NomineeId, RoundId
from juryapp.domain.jury import Role
from juryapp.domain.packages import PackageKind
from juryapp.domain.sheets import CellState
from juryapp.domain.statements import Answer, DeclarationContent, MarkContent, MarkState, mark
from prepared_award import Award, award_at, everything_in, refused
from workplace import ballot, practise, services_in

SAM, NY = CriterionId("SAM"), CriterionId("NY")
ROUND = RoundId("R1")
CLEARED = MarkContent(MarkState.CLEARED)


@pytest.fixture
def award() -> Iterator[Award]:
    """The small award with packages written, and each opened on its juror's machine."""
    with award_at("desks") as award:
        yield award


@pytest.fixture
def desk(award: Award) -> Iterator[Session]:
    """Bjarne's desk, with nothing said yet."""
    desk = award.desk(award.written[1])
    yield desk
    desk.close()


@pytest.fixture
def fjord(award: Award) -> NomineeId:
    return award.nominee("Fjordby").id


def states(desk: Session) -> list[CellState]:
    with desk.reading() as uow:
        return [cell.state for cell in own_sheet(uow).cells]


def said(desk: Session) -> list[tuple[int, MarkContent]]:
    """Return every mark ever said, with its revision."""
    with desk.reading() as uow:
        history = uow.marks.history(ROUND)
    return [(stated.statement.rev, stated.statement.content) for stated in history]


def done(desk: Session) -> list[str]:
    with desk.reading() as uow:
        return [entry.what for entry in uow.journal.all()]


# ---- saying


def test_the_sheet_is_in_the_jurors_own_order_with_everything_to_do(
    desk: Session, award: Award
) -> None:
    with desk.reading() as uow:
        order, cells = desk_info(uow).order, own_sheet(uow).cells

    assert [cell.nominee for cell in cells] == list(order)
    assert set(order) == {nominee.id for nominee in award.nominees().values()}
    assert states(desk) == [CellState.UNDECLARED] * 4


def test_no_mark_is_taken_before_the_question_of_impartiality_is_answered(
    desk: Session, fjord: NomineeId
) -> None:
    assert refused(lambda: record_mark(desk, fjord, SAM, mark(14))).code == "E-UNDECLARED"

    declare(desk, fjord, Answer.NOTHING)
    record_mark(desk, fjord, SAM, mark(14))

    assert said(desk) == [(1, mark(14))]


@pytest.mark.parametrize("answer", [Answer.TELL, Answer.DOUBT])
def test_who_tells_of_something_goes_on_marking_until_the_panel_decides(
    answer: Answer, desk: Session, fjord: NomineeId
) -> None:
    declare(desk, fjord, answer, "Vi har hatt et møte.")

    assert record_mark(desk, fjord, SAM, mark(14)) == ChangeSet.of(Topic.MARKS)


def test_who_stands_down_gives_no_mark_there_and_keeps_those_given(
    desk: Session, fjord: NomineeId
) -> None:
    declare(desk, fjord, Answer.NOTHING)
    record_mark(desk, fjord, SAM, mark(14))
    declare(desk, fjord, Answer.RECUSED, "Min bror arbeider der.")

    error = refused(lambda: record_mark(desk, fjord, NY, mark(1)))

    assert (error.code, error.params["nominee"]) == ("E-RECUSED", "Fjordby")
    assert said(desk) == [(1, mark(14))]
    assert states(desk).count(CellState.RECUSED) == 1


@pytest.mark.parametrize("points", [-1, 21])
def test_a_mark_off_the_scale_is_not_taken(points: int, desk: Session, fjord: NomineeId) -> None:
    declare(desk, fjord, Answer.NOTHING)

    assert refused(lambda: record_mark(desk, fjord, SAM, mark(points))).code == "E-RANGE"
    assert said(desk) == []


def test_what_is_not_in_the_package_is_not_marked(desk: Session, fjord: NomineeId) -> None:
    declare(desk, fjord, Answer.NOTHING)
    nobody, nothing = NomineeId("NOBODY"), CriterionId("NOTHING")

    for use_case in (
        lambda: record_mark(desk, nobody, SAM, mark(1)),
        lambda: record_mark(desk, fjord, nothing, mark(1)),
        lambda: declare(desk, nobody, Answer.NOTHING),
        lambda: write_note(desk, nobody, "x", usable=True),
        lambda: write_private_note(desk, nobody, "x"),
    ):
        assert refused(use_case).code == "E-UNKNOWN"


def test_every_change_is_the_next_revision_and_one_row_in_the_log(
    desk: Session, fjord: NomineeId
) -> None:
    declare(desk, fjord, Answer.NOTHING)
    before = len(done(desk))

    for content in (mark(14), mark(15, "Bedre"), CLEARED, mark(14)):
        assert record_mark(desk, fjord, SAM, content) == ChangeSet.of(Topic.MARKS)

    assert said(desk) == [(1, mark(14)), (2, mark(15, "Bedre")), (3, CLEARED), (4, mark(14))]
    assert done(desk)[before:] == ["mark.said"] * 4
    assert check_log(desk).sound


def test_saying_the_same_again_says_nothing(desk: Session, fjord: NomineeId) -> None:
    assert declare(desk, fjord, Answer.NOTHING)
    assert not record_mark(desk, fjord, SAM, CLEARED)
    assert not write_note(desk, fjord, "", usable=True)
    record_mark(desk, fjord, SAM, mark(3))
    write_note(desk, fjord, "Fint", usable=True)
    before = done(desk)

    assert not declare(desk, fjord, Answer.NOTHING)
    assert not record_mark(desk, fjord, SAM, mark(3))
    assert not write_note(desk, fjord, "Fint", usable=True)
    assert done(desk) == before


def test_a_comment_can_be_changed_and_taken_back(desk: Session, fjord: NomineeId) -> None:
    for text, usable in (("Fint", False), ("Fint", True), ("", True)):
        assert write_note(desk, fjord, text, usable=usable) == ChangeSet.of(Topic.NOTES)

    with desk.reading() as uow:
        assert [s.statement.rev for s in uow.notes.history(ROUND)] == [1, 2, 3]


def test_texts_are_kept_as_they_will_travel_and_no_longer(desk: Session, fjord: NomineeId) -> None:
    declare(desk, fjord, Answer.TELL, "lim\u200bt\tinn")
    write_private_note(desk, fjord, "a\u030a")
    with desk.reading() as uow:
        told = next(iter(uow.declarations.current(ROUND).effective.values())).content
        assert (told.facts, uow.private_note(fjord)) == ("limt inn", "å")

    long = "x" * 20_001
    for use_case in (
        lambda: declare(desk, fjord, Answer.TELL, long),
        lambda: record_mark(desk, fjord, SAM, mark(1, long)),
        lambda: write_note(desk, fjord, long, usable=False),
        lambda: write_private_note(desk, fjord, long),
    ):
        assert refused(use_case).code == "E-STR-LEN"


def test_nothing_to_report_for_the_rest_leaves_what_was_answered(
    desk: Session, fjord: NomineeId
) -> None:
    declare(desk, fjord, Answer.DOUBT, "Kanskje.")
    declare_rest(desk)

    with desk.reading() as uow:
        answers = [s.content.answer for s in uow.declarations.current(ROUND).effective.values()]
        assert desk_info(uow).looked_through
    assert sorted(answers) == [Answer.DOUBT, *[Answer.NOTHING] * 3]
    before = done(desk)
    declare_rest(desk)
    assert done(desk) == before


def test_place_and_confidentiality_are_remembered(desk: Session, fjord: NomineeId) -> None:
    stay_at(desk, fjord)
    accept_confidentiality(desk)

    with desk.reading() as uow:
        info = desk_info(uow)
    assert info.at_nominee == fjord
    assert info.confidentiality.endswith("Z")
    assert done(desk)[-1] == "confidentiality.accepted"


# ---- opening


def test_a_desk_is_found_again_with_all_that_was_said(award: Award, fjord: NomineeId) -> None:
    desk = award.desk(award.written[1])
    declare(desk, fjord, Answer.NOTHING)
    record_mark(desk, fjord, SAM, mark(14))
    entries = done(desk)
    desk.close()

    again = award.desk(award.written[1])
    assert (said(again), done(again)) == ([(1, mark(14))], entries)
    place = again.database.place
    again.close()

    database = again.services.store.open_place(place)
    opened = open_desk(again.services, database)
    assert opened.actor == f"juror:{award.juror('bjarne').id}"
    opened.close()


def test_a_package_that_is_issued_again_keeps_every_mark(award: Award, fjord: NomineeId) -> None:
    bjarne = award.juror("bjarne")
    desk = award.desk(award.written[1])
    declare(desk, fjord, Answer.NOTHING)
    record_mark(desk, fjord, SAM, mark(14))
    hand_in(desk, award.folder, draft=True)
    desk.close()

    (again,) = write_packages(award.session, award.folder / "packages", jurors=[bjarne.id])[0]
    assert again.issue == 2
    assert again.path != award.written[1].path

    desk = award.desk(again)
    assert said(desk) == [(1, mark(14))]
    with desk.reading() as uow:
        assert (desk_info(uow).package.issue, desk_info(uow).seq) == (2, 1)
    path = hand_in(desk, award.folder, draft=True).path
    desk.close()
    assert award.merged(path).plan.taken[0].new == 1


def test_an_older_package_is_refused_where_a_newer_one_is_open(award: Award) -> None:
    (newer,) = write_packages(
        award.session, award.folder / "packages", jurors=[award.juror("bjarne").id]
    )[0]
    award.desk(newer).close()
    before = everything_in(award.folder / "juror-2")

    assert refused(lambda: award.desk(award.written[1])).code == "E-OLD"
    assert everything_in(award.folder / "juror-2") == before
    award.desk(newer).close()  # the desk was let go


def test_a_package_with_another_key_of_the_award_is_refused(award: Award) -> None:
    """Somebody else may make a package that looks the same; its key is another."""
    award.desk(award.written[1]).close()
    before = everything_in(award.folder / "juror-2")
    keys = award.session.services.data.keys
    for path in sorted(keys.iterdir()):
        path.unlink()
    award.session.services.keys.make_award_keys(award.session.edition().id)
    forged = write_packages(award.session, award.folder / "forged")[0][1]

    error = refused(lambda: award.desk(forged))

    assert error.code == "E-KEY"
    assert everything_in(award.folder / "juror-2") == before


def test_papers_of_a_nominee_who_is_gone_leave_the_desk_and_marks_stay(
    award: Award, fjord: NomineeId
) -> None:
    bjarne = award.juror("bjarne")
    desk = award.desk(award.written[1])
    declare(desk, fjord, Answer.NOTHING)
    record_mark(desk, fjord, SAM, mark(14))
    desk.close()
    rule(award.session, bjarne.id, fjord, recused=True, ground="Bror")
    put_nominee(award.session, replace(award.nominee("Bergset"), withdrawn=True))

    desk = award.desk(award.packages()[1])

    with desk.reading() as uow:
        shown = {n.name for n in uow.nominees.all() if not n.withdrawn}
        papers = {n.nominee for n in uow.nominations.all()}
        cells = {cell.nominee for cell in own_sheet(uow).cells}
        running = {n.id for n in uow.nominees.all() if not n.withdrawn}
    assert shown == {"Skogheim", "Elvestad"}
    assert papers == running == cells
    assert said(desk) == [(1, mark(14))]
    assert refused(lambda: record_mark(desk, fjord, SAM, mark(2))).code == "E-UNKNOWN"
    desk.close()


def test_a_declare_package_asks_for_answers_only_and_the_score_package_goes_on_from_there() -> None:
    with award_at("open") as award:
        first = award.packages(PackageKind.DECLARE)[0]
        desk = award.desk(first)
        with desk.reading() as uow:
            real = [n for n in uow.nominations.all() if n.nominee != PRACTICE]
            assert {n.text for n in real} == {""}
        berg = award.nominee("Bergset").id
        declare(desk, berg, Answer.RECUSED, "Styret")
        error = refused(lambda: hand_in(desk, award.folder))
        assert (error.code, error.params["missing"], error.params["total"]) == (
            "E-INCOMPLETE",
            3,
            4,
        )
        declare_rest(desk)
        assert refused(lambda: record_mark(desk, berg, SAM, mark(14))).code == "E-DECLARE-ONLY"
        practise(desk)

        handed_in = hand_in(desk, award.folder / "declared.juryscore")
        assert (handed_in.complete, handed_in.missing, handed_in.marks) == (True, 0, 0)
        desk.close()
        award.merged(handed_in.path)

        second = award.packages(PackageKind.SCORE)[0]
        assert (second.issue, second.nominees) == (2, 3)  # not where this juror stood down
        desk = award.desk(second)
        with desk.reading() as uow:
            assert desk_info(uow).handed_in == ""  # marks were not asked for before
        assert states(desk) == [CellState.NOT_BEGUN] * 3
        desk.close()


def test_a_juror_who_becomes_a_member_gets_an_own_package_and_inherits_nothing() -> None:
    with award_at("merged") as award:
        cecilie = award.juror("cecilie")
        put_juror(award.session, replace(cecilie, left=True))
        put_juror(
            award.session,
            replace(cecilie, id="", name="Dag Deltaker", role=Role.DEPUTY_MEMBER, left=False),  # type: ignore[arg-type]
        )
        dag = award.juror("dag")
        assert (
            refused(
                lambda: write_packages(award.session, award.folder / "p", jurors=[dag.id])
            ).params["juror"]
            == "Dag Deltaker"
        )
        assert not (award.folder / "p").exists()

        put_juror(award.session, replace(dag, role=Role.MEMBER))
        (package,) = write_packages(award.session, award.folder / "p", jurors=[dag.id])[0]
        desk = award.desk(package)
        assert states(desk) == [CellState.UNDECLARED] * 4
        desk.close()
        marks = award.scored(package, ballot("astrid"))
        award.merged(marks)
        assert award.open_questions() == []
        assert award.ranking()[-1][1] == "Bergset"


def test_a_package_that_is_refused_leaves_no_desk_and_no_key(tmp_path: Path) -> None:
    path = tmp_path / "x.jurypack"
    path.write_bytes(b"PK\x03\x04 not really")
    machine = tmp_path / "machine"

    error = refused(lambda: open_package(services_in(machine), path))

    assert error.params["file"] == "x.jurypack"
    assert everything_in(machine) == {}


def test_an_editions_database_is_no_desk(award: Award) -> None:
    with (
        award.session.reading() as uow,
        pytest.raises(ValueError, match="not a desk's"),
    ):
        desk_info(uow)


def test_a_desk_that_could_not_be_made_whole_is_not_left_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with award_at("packages") as award:
        services = services_in(tmp_path)

        def full(_self: object) -> str:
            raise UnavailableError("The disk is full.")

        with monkeypatch.context() as patch:
            patch.setattr(type(services.ids), "new_id", full)
            error = refused(lambda: open_package(services, award.written[1].path))
        assert error.code == "E-UNAVAILABLE"
        assert services.store.desks() == []

        open_package(services, award.written[1].path).close()
        assert len(services.store.desks()) == 1


def test_a_juror_can_answer_for_all_nominees_at_once(desk: Session, fjord: NomineeId) -> None:
    changes = declare_all(desk, {fjord: DeclarationContent(Answer.RECUSED, "Bror")})

    assert changes == ChangeSet.of(Topic.DECLARATIONS)
    assert sorted(states(desk)) == [CellState.NOT_BEGUN] * 3 + [CellState.RECUSED]


def test_looking_through_all_says_and_logs_each_answer_once(
    desk: Session, fjord: NomineeId
) -> None:
    declare(desk, fjord, Answer.TELL, "Vi er naboer.")
    with desk.reading() as uow:
        before, real = len(uow.journal.all()), len(desk_info(uow).order)

    declare_rest(desk)

    with desk.reading() as uow:
        view = uow.declarations.current(ROUND).effective
        answers = {key.nominee: found.content.answer for key, found in view.items()}
        new = uow.journal.all()[before:]
        assert desk_info(uow).looked_through
    assert answers.pop(fjord) is Answer.TELL
    assert set(answers.values()) == {Answer.NOTHING}
    assert [entry.what for entry in new] == ["declaration.said"] * (real - 1)
    assert check_log(desk).sound
