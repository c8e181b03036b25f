"""Conflicts, waivers and impartiality: who settles what, what it needs, and what it does to the result."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from juryapp.application.desk.ballots import fill_in
from juryapp.application.desk.handing_in import hand_in, reopen_sheet
from juryapp.application.desk.saying import declare, write_note
from juryapp.application.edition.jurors import put_juror
from juryapp.application.impartiality.ruling import impartiality_rows, rule
from juryapp.application.merge.conflicts import (
    conflict_rows,
    note_conflicts,
    question_to,
    settle,
    settle_declaration,
    settle_note,
    waive,
)
from juryapp.application.merge.merging import merge, preview_merge
from juryapp.application.overview import overview
from juryapp.application.protocol.printing import draft_content
from juryapp.base.files import sha256
from juryapp.base.i18n import texts_in
from juryapp.cli.main import main
from juryapp.domain.ids import JurorId, NomineeId, RoundId
from juryapp.domain.impartiality import Reach, Standing
from juryapp.domain.jury import Juror, Role
from juryapp.domain.merging import ChangeKind
from juryapp.domain.results import Open
from juryapp.domain.statements import Answer, MarkContent, MarkState, NomineeKey, NoteContent, mark
from prepared_award import Award, award_at, refused
from workplace import ballot, changed, table_of

COLUMNS = "nominee,criterion,mark"
BY_HAND = [
    (1, "Elvestad", Fraction(123, 16)),
    (2, "Fjordby", Fraction(7)),
    (2, "Skogheim", Fraction(7)),
    (4, "Bergset", Fraction(11, 6)),
]


@pytest.fixture
def award() -> Iterator[Award]:
    """The small award with all score files taken in."""
    with award_at("merged") as award:
        yield award


def value(award: Award, name: str) -> Fraction:
    return next(v for _, n, v in award.ranking() if n == name)


def standing(award: Award, juror: str, nominee: str) -> Standing:
    rows = impartiality_rows(award.session)
    found = (award.juror(juror).id, award.nominee(nominee).id)
    return next(r.standing for r in rows if (r.juror.id, r.nominee.id) == found)


def say(award: Award, juror: str, nominee: str, answer: Answer, facts: str = "") -> None:
    """Let a juror declare anew, hand in and have the file taken in."""
    number = award.juror(juror).number
    desk = award.desk(award.written[number - 1])
    try:
        reopen_sheet(desk)
        declare(desk, award.nominee(nominee).id, answer, facts)
        path = hand_in(desk, award.folder, draft=True).path
    finally:
        desk.close()
    award.merged(path)


# ---- conflicts


def test_a_conflict_shows_both_marks_with_their_machines_and_a_letter_to_the_juror(
    award: Award,
) -> None:
    assert conflict_rows(award.session) == []
    key, rivals = award.conflict()

    (row,) = conflict_rows(award.session)

    assert (row.key, row.rivals) == (key, rivals)
    assert {stated.statement for stated in row.stated} == set(rivals)
    assert len({stated.provenance.device for stated in row.stated}) == 2
    letter = question_to(row, texts_in("en"))
    assert "Hello Bjarne Øvrebø" in letter
    assert "Fjordby, Samarbeid" in letter
    assert {"7", "3"} == set(letter.split("Samarbeid: ")[1].split(".")[0].split(" / "))
    cleared = replace(rivals[0], content=MarkContent(MarkState.NOT_ASSESSED))
    assert "not assessed" in question_to(replace(row, rivals=(cleared, rivals[1])))


def test_the_chair_settles_a_conflict_with_a_reason_that_stands_in_the_protocol(
    award: Award,
) -> None:
    key, _ = award.conflict()

    settle(award.session, key, mark(14), " He said so in the meeting. ")

    assert conflict_rows(award.session) == []
    assert award.ranking() == BY_HAND
    (line,) = draft_content(award.session).settlements
    assert (line.juror, line.by, line.value) == ("Bjarne Øvrebø", "Astrid Åsen", Fraction(7))
    assert line.reason == "He said so in the meeting."
    entry = award.log()[-1]
    assert (entry.what, entry.actor) == ("conflict.settled", f"juror:{award.juror('astrid').id}")
    assert award.check().sound


def test_a_mark_can_be_settled_as_not_assessed(award: Award) -> None:
    key, _ = award.conflict()

    settle(award.session, key, MarkContent(MarkState.NOT_ASSESSED), "He does not know any more.")

    assert draft_content(award.session).settlements[0].value is None
    assert award.open_questions() == [Open.NOT_ASSESSED]


def test_what_the_chair_settled_stands_until_the_juror_says_something_newer(award: Award) -> None:
    key, _ = award.conflict()
    settle(award.session, key, mark(20), "By mistake.")
    again = award.scored(award.written[1], table_of(COLUMNS, "Fjordby,SAM,8"))
    newest = award.scored(award.written[1], table_of(COLUMNS, "Fjordby,SAM,7"))

    award.merged(again, newest)

    assert award.ranking() == BY_HAND


def test_settling_needs_a_reason_a_conflict_and_a_mark_on_the_scale(award: Award) -> None:
    key, _ = award.conflict()
    other = key._replace(nominee=award.nominee("Bergset").id)
    before = award.log()

    assert refused(lambda: settle(award.session, key, mark(14), " ")).code == "E-REASON"
    assert refused(lambda: settle(award.session, other, mark(14), "x")).code == "E-NO-CONFLICT"
    assert refused(lambda: settle(award.session, key, mark(21), "x")).code == "E-RANGE"
    assert award.log() == before
    assert len(conflict_rows(award.session)) == 1


def test_a_chair_who_is_recused_does_not_settle_it_and_the_deputy_chair_does(
    award: Award,
) -> None:
    key, _ = award.conflict("cecilie")
    astrid, bjarne = award.juror("astrid"), award.juror("bjarne")
    early = refused(lambda: settle(award.session, key, mark(14), "x", by=bjarne))
    assert early.code == "E-CHAIR-CAN"
    rule(award.session, astrid.id, key.nominee, recused=True)

    assert refused(lambda: settle(award.session, key, mark(14), "x")).code == "E-CHAIR-RECUSED"

    settle(award.session, key, mark(14), "As in the minutes.", by=bjarne)
    assert draft_content(award.session).settlements[0].by == "Bjarne Øvrebø"


def test_nobody_settles_what_they_handed_in_themselves(award: Award) -> None:
    key, _ = award.conflict("astrid")
    astrid, bjarne = award.juror("astrid"), award.juror("bjarne")

    for by in (None, astrid):
        error = refused(lambda by=by: settle(award.session, key, mark(14), "x", by=by))  # type: ignore[misc]
        assert error.code == "E-CHAIR-OWN"
    settle(award.session, key, mark(14), "She said so in the meeting.", by=bjarne)

    own, _ = award.conflict("bjarne")
    rule(award.session, astrid.id, own.nominee, recused=True)
    error = refused(lambda: settle(award.session, own, mark(14), "x", by=bjarne))
    assert error.code == "E-CHAIR-OWN"


def test_a_third_mark_that_comes_after_the_chair_settled_is_a_conflict_anew(award: Award) -> None:
    key, _ = award.conflict()
    settle(award.session, key, mark(14), "He said so.")
    third = award.scored(
        award.written[1], changed(ballot("bjarne"), "Fjordby", "SAM", "5"), machine="c"
    )
    yes = [sha256(third.read_bytes())]
    plan = preview_merge(award.session, [third], accepted=yes)
    [change] = plan.marks
    assert (change.kind, len(change.before), len(change.after)) == (ChangeKind.CONFLICT, 1, 3)

    merge(award.session, plan)

    [row] = conflict_rows(award.session)
    assert len(row.rivals) == 3
    assert award.check().sound
    settle(award.session, key, mark(10), "He looked it up.")
    assert conflict_rows(award.session) == []
    assert award.check().sound


def test_nobody_else_settles_a_conflict(award: Award) -> None:
    key, _ = award.conflict()
    cecilie, bjarne = award.juror("cecilie"), award.juror("bjarne")
    gone = replace(bjarne, left=True)
    put_juror(award.session, replace(award.juror("astrid"), role=Role.SECRETARY))

    put_juror(award.session, gone)

    for person in (None, cecilie, bjarne):
        error = refused(lambda person=person: settle(award.session, key, mark(1), "x", by=person))  # type: ignore[misc]
        assert error.code == "E-NOT-CHAIR"
    assert len(conflict_rows(award.session)) == 1


def test_a_waiver_accepts_what_was_not_assessed_and_can_be_taken_back(award: Award) -> None:
    path = award.scored(award.written[1], table_of(COLUMNS, "Fjordby,SAM,not assessed"))
    award.merged(path)
    assert award.open_questions() == [Open.NOT_ASSESSED]
    assert refused(lambda: waive(award.session, " ")).code == "E-REASON"

    waive(award.session, "Seven of eight is enough.")
    assert award.open_questions() == []
    assert draft_content(award.session).waiver == "Seven of eight is enough."

    waive(award.session, "", waived=False)
    assert award.open_questions() == [Open.NOT_ASSESSED]
    assert draft_content(award.session).waiver == ""
    assert award.check().sound


# ---- impartiality


def test_before_the_round_is_open_nothing_was_declared() -> None:
    with award_at("set_up") as early:
        assert impartiality_rows(early.session) == []


def test_a_recusal_after_marks_takes_them_out_of_the_mean_and_keeps_them(award: Award) -> None:
    say(award, "bjarne", "Bergset", Answer.RECUSED, "Min bror arbeider der.")

    assert value(award, "Bergset") == Fraction(1, 2)  # (0 + 1) / 2
    assert standing(award, "bjarne", "Bergset") is Standing.RECUSED
    with award.session.reading() as uow:
        assert len(uow.marks.current(uow.rounds.all()[0].id).effective) == 22


def test_a_recusal_that_is_taken_back_counts_again_after_the_panel_has_decided(
    award: Award,
) -> None:
    say(award, "bjarne", "Bergset", Answer.RECUSED)
    say(award, "bjarne", "Bergset", Answer.NOTHING)
    assert standing(award, "bjarne", "Bergset") is Standing.PENDING
    assert award.open_questions() == [Open.PENDING]
    told = {(line.juror, line.nominee): line for line in draft_content(award.session).impartiality}
    assert told["Bjarne Øvrebø", "Bergset"].standing is Standing.PENDING
    assert value(award, "Bergset") == Fraction(1, 2)

    rule(award.session, award.juror("bjarne").id, award.nominee("Bergset").id, recused=False)

    assert award.ranking() == BY_HAND
    assert award.open_questions() == []


@pytest.mark.parametrize("answer", [Answer.TELL, Answer.DOUBT])
def test_what_is_told_waits_for_the_panel_and_stands_first_in_the_list(
    answer: Answer, award: Award
) -> None:
    say(award, "cecilie", "Skogheim", answer, "Vi har hatt et møte.")

    first = impartiality_rows(award.session)[0]
    assert (first.standing, first.answer, first.facts) == (
        Standing.PENDING,
        answer,
        "Vi har hatt et møte.",
    )
    assert first.ruling is None
    assert len(impartiality_rows(award.session)) == 2  # Astrid's recusal for Elvestad comes after


@pytest.mark.parametrize(
    ("reach", "recused"),
    [
        (Reach.NOMINEE, {"Fjordby"}),
        (Reach.CATEGORY, {"Fjordby", "Skogheim", "Elvestad", "Bergset"}),
        (Reach.DECISION, {"Fjordby", "Skogheim", "Elvestad", "Bergset"}),
    ],
)
def test_a_ruling_reaches_as_far_as_the_panel_decided(
    reach: Reach, recused: set[str], award: Award
) -> None:
    fjord, cecilie = award.nominee("Fjordby"), award.juror("cecilie")

    rule(award.session, cecilie.id, fjord.id, recused=True, reach=reach, ground=" Styret ")

    sheet = overview(award.session).sheets[2]
    names = {n.id: name for name, n in award.nominees().items()}
    assert {names[c.nominee] for c in sheet.cells if c.standing is Standing.RECUSED} == recused
    with award.session.reading() as uow:
        (ruling,) = uow.rulings.all()
    assert (ruling.ground, ruling.reach, ruling.by) == ("Styret", reach, "secretary")
    assert award.check().sound


def test_a_juror_who_is_recused_everywhere_is_waited_for_no_more() -> None:
    with award_at("open") as award:
        for juror in award.jurors():
            rule(
                award.session,
                juror.id,
                award.nominee("Fjordby").id,
                recused=True,
                reach=Reach.DECISION,
            )

        assert award.open_questions() == []
        assert award.ranking() == []


def test_the_newest_ruling_counts(award: Award) -> None:
    fjord, cecilie = award.nominee("Fjordby").id, award.juror("cecilie").id

    for recused in (True, False, True):
        rule(award.session, cecilie, fjord, recused=recused)
        expected = Standing.RECUSED if recused else Standing.IMPARTIAL
        assert standing(award, "cecilie", "Fjordby") is expected


def test_nothing_is_ruled_about_somebody_who_is_not_there(award: Award) -> None:
    fjord, cecilie = award.nominee("Fjordby").id, award.juror("cecilie").id

    for pair in ((JurorId("NOBODY"), fjord), (cecilie, NomineeId("NOBODY"))):
        error = refused(lambda pair=pair: rule(award.session, *pair, recused=True))  # type: ignore[misc]
        assert error.code == "E-UNKNOWN"
    assert "impartiality.ruled" not in award.done()


def test_two_machines_that_declare_differently_wait_for_the_panel(award: Award) -> None:
    other = award.scored(
        award.written[1], table_of(COLUMNS, "Fjordby,,recused"), machine="b", draft=True
    )
    award.merged(other, accept=True)

    assert standing(award, "bjarne", "Fjordby") is Standing.PENDING
    row = next(r for r in impartiality_rows(award.session) if r.juror.number == 2)
    assert (row.answer, row.facts) == (None, "")


def test_a_deputy_chair_of_no_award_is_no_chair_here(award: Award) -> None:
    stranger = Juror(id=JurorId("X"), number=9, name="Nobody", role=Role.OBSERVER)
    key, _ = award.conflict()

    assert refused(lambda: settle(award.session, key, mark(1), "x", by=stranger)).code == (
        "E-NOT-CHAIR"
    )


def contradicting_comments(award: Award) -> NomineeKey:
    """Let Bjarne's second machine say another thing of Fjordby, in a comment and in what he declares."""
    fjord, bjarne = award.nominee("Fjordby").id, award.juror("bjarne").id
    key = NomineeKey(RoundId("R1"), bjarne, fjord)
    paths = []
    for machine, text, answer in (("", "Sterk", Answer.TELL), ("n", "Svak", Answer.DOUBT)):
        desk = award.desk(award.written[1], machine)
        if machine:
            fill_in(desk, ballot("bjarne"))
        else:
            reopen_sheet(desk)
        write_note(desk, fjord, text, usable=False)
        declare(desk, fjord, answer, "")
        paths.append(hand_in(desk, award.folder / f"from {machine or 'a'}").path)
        desk.close()
    for path in paths:
        award.merged(path, accept=True)
    return key


def test_two_comments_and_two_declarations_are_settled_like_marks(award: Award) -> None:
    key = contradicting_comments(award)
    bjarne, fjord = key.juror, key.nominee
    with award.session.reading() as uow:
        assert set(uow.notes.current(key.round).conflicts) == {key}
        said = uow.declarations.current(key.round).conflicts[key]

    (conflict,) = note_conflicts(award.session)
    assert {rival.content.text for rival in conflict.rivals} == {"Sterk", "Svak"}
    assert (conflict.juror.id, conflict.nominee.id) == (bjarne, fjord)

    assert refused(
        lambda: settle_note(award.session, key, NoteContent("Sterk"), " ")
    ).code == "E-REASON"  # fmt: skip
    settle_note(award.session, key, NoteContent("Sterk"), "He said so.")
    settle_declaration(award.session, key, said[0].content, "He said so.")

    with award.session.reading() as uow:
        assert uow.notes.current(key.round).effective[key].content == NoteContent("Sterk")
        assert not uow.declarations.current(key.round).conflicts
    assert standing(award, "bjarne", "Fjordby") is Standing.PENDING  # the panel has yet to decide
    assert award.done()[-2:] == ["note.settled", "declaration.settled"]
    assert award.check().sound


def test_the_command_line_lists_comments_that_contradict_each_other_and_settles_them(
    award: Award, capsys: pytest.CaptureFixture[str]
) -> None:
    contradicting_comments(award)
    award.session.close()
    data = ("--data", str(award.folder / "secretariat"), "--json")

    assert main(["resolve", *data]) == 1
    [told] = json.loads(capsys.readouterr().out)["comments"]
    assert sorted(told["comments"]) == ["Sterk", "Svak"]
    names = ("Bjarne Øvrebø", "Fjordby", "--reason", "Ringt")
    assert main(["resolve", *names, "--comment", "3", *data]) == 2
    assert main(["resolve", *names, "--comment", "1", *data]) == 0
    assert '"comments":[]' in capsys.readouterr().out.replace(" ", "")
