"""What the pages of results, decisions and the protocol ask for, on a small award with real files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from juryapp.application.decisions.board import UsableNote, decision_board
from juryapp.application.decisions.deciding import decide, decide_no_award, justify
from juryapp.application.desk.ballots import fill_in
from juryapp.application.desk.handing_in import hand_in
from juryapp.application.desk.saying import write_note
from juryapp.application.impartiality.ruling import rule
from juryapp.application.merge.merging import merge, preview_merge
from juryapp.application.protocol.board import approved_pdf, protocol_board
from juryapp.application.results.showing import results_board, show_results
from juryapp.base.errors import RuleError, UsageError
from juryapp.domain.decisions import Outcome
from juryapp.domain.ids import CategoryId, NomineeId
from juryapp.domain.impartiality import Reach
from workplace import Workplace, ballot, fjordby


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    made = fjordby(tmp_path)
    yield made
    made.session.close()


def take_in(work: Workplace, *names: str) -> None:
    packages = {package.juror.name.split()[0].lower(): package for package in work.packages()}
    files = [work.scored(packages[name], ballot(name)) for name in names]
    merge(work.session, preview_merge(work.session, files))


def nominee_called(work: Workplace, name: str) -> NomineeId:
    board = results_board(work.session)
    return next(n.id for n in board.nominees.values() if n.name == name)


def shown_in_log(work: Workplace) -> list[str]:
    with work.session.reading() as uow:
        return [entry.actor for entry in uow.journal.all() if entry.what == "results.shown"]


def test_the_order_is_hidden_until_everybody_has_handed_in(work: Workplace) -> None:
    take_in(work, "astrid", "bjarne")

    board = results_board(work.session)

    assert not board.is_shown
    assert [juror.name for juror in board.missing] == ["Cecilie Čáhppe"]


def test_the_order_is_open_once_everybody_has_handed_in(work: Workplace) -> None:
    take_in(work, "astrid", "bjarne", "cecilie")

    board = results_board(work.session)

    assert board.is_shown
    assert not board.opened_early
    assert not show_results(work.session)  # nothing to open
    assert shown_in_log(work) == []


def test_opening_early_is_a_step_of_the_chair_in_the_log_and_done_once(work: Workplace) -> None:
    take_in(work, "astrid")

    assert show_results(work.session)
    assert not show_results(work.session)

    assert shown_in_log(work) == ["chair"]
    board = results_board(work.session)
    assert board.is_shown
    assert board.opened_early
    assert decision_board(work.session).is_shown
    assert protocol_board(work.session).is_shown


def test_the_ground_of_a_recusal_is_that_of_the_nearest_ruling(work: Workplace) -> None:
    take_in(work, "astrid", "bjarne", "cecilie")
    one, other = nominee_called(work, "Fjordby"), nominee_called(work, "Bergset")
    board = results_board(work.session)
    bjarne = next(j.id for j in board.jurors.values() if j.name.startswith("Bjarne"))
    astrid = next(j.id for j in board.jurors.values() if j.name.startswith("Astrid"))
    rule(work.session, bjarne, one, recused=True, reach=Reach.CATEGORY, ground="Sits on the board")
    rule(work.session, bjarne, other, recused=True, ground="A brother works there")

    grounds = results_board(work.session).grounds

    assert grounds[bjarne, one] == "Sits on the board"
    assert grounds[bjarne, other] == "A brother works there"
    assert grounds[bjarne, nominee_called(work, "Skogheim")] == "Sits on the board"
    assert grounds[astrid, nominee_called(work, "Elvestad")] == ""  # stood down without a word


def test_the_decision_board_knows_what_stands(work: Workplace) -> None:
    take_in(work, "astrid", "bjarne", "cecilie")
    winner = nominee_called(work, "Elvestad")
    decide(work.session, winner, Outcome.WINNER)
    justify(work.session, winner, "nb", "Elvestad vokser.")

    board = decision_board(work.session)
    made = board.decision_on(winner)

    assert made is not None
    assert made.outcome is Outcome.WINNER
    assert board.decision_on(nominee_called(work, "Bergset")) is None
    assert board.no_award(CategoryId("ALLE")) is None
    assert board.text_on(winner, "nb") == "Elvestad vokser."
    assert board.text_on(winner, "nn") == ""
    assert [n.nominator for n in board.nominations[winner]] == ["Per Prøve"]


def test_no_award_stands_until_a_winner_is_named(work: Workplace) -> None:
    take_in(work, "astrid", "bjarne", "cecilie")
    decide_no_award(work.session, CategoryId("ALLE"), "Nobody was far enough.")

    made = decision_board(work.session).no_award(CategoryId("ALLE"))

    assert made is not None
    assert made.reason == "Nobody was far enough."


def test_only_comments_that_may_be_used_reach_the_writer(work: Workplace) -> None:
    package = work.packages()[0]
    desk = work.desk(package)
    fill_in(desk, ballot("astrid"))
    one, other = nominee_called(work, "Fjordby"), nominee_called(work, "Bergset")
    write_note(desk, one, "Answers at once", usable=True)
    write_note(desk, other, "Between us: weak", usable=False)
    (work.folder / "notes").mkdir()
    path = hand_in(desk, work.folder / "notes").path
    desk.close()
    merge(work.session, preview_merge(work.session, [path]))

    notes = decision_board(work.session).notes

    assert notes == {one: (UsableNote("Astrid Åsen", "Answers at once"),)}


def test_the_protocol_board_says_what_to_look_at(work: Workplace) -> None:
    take_in(work, "astrid", "bjarne", "cecilie")

    board = protocol_board(work.session)

    assert board.is_shown
    assert not board.is_closed
    assert board.hindrance is not None
    assert board.hindrance.code == "E-NO-DECISION"
    assert len(board.advice) == 3  # no decision, no date, nobody present
    assert board.next_version == 1
    assert board.approved == ()


def test_an_unknown_version_has_no_bytes(work: Workplace) -> None:
    with pytest.raises(UsageError) as refused:
        approved_pdf(work.session, 4)
    assert refused.value.code == "E-UNKNOWN"
    assert refused.value.params["version"] == 4


def test_before_the_round_there_is_nothing_to_show(tmp_path: Path) -> None:
    from juryapp.application.edition.editions import new_edition
    from juryapp.application.edition.files import parse_edition
    from workplace import FJORDBY, services_in

    text = (FJORDBY / "edition.toml").read_text(encoding="utf-8")
    session = new_edition(services_in(tmp_path / "new"), parse_edition(text, "edition.toml"))
    try:
        assert not results_board(session).is_shown
        assert not decision_board(session).is_shown
        board = protocol_board(session)
        assert (board.is_shown, board.round, board.advice) == (False, None, ())
        with pytest.raises(RuleError):
            show_results(session)
    finally:
        session.close()
