"""Every kind of criterion through the whole job: package, desk, score file, merge, result, protocol."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from juryapp.application.desk.ballots import fill_in
from juryapp.application.desk.handing_in import hand_in
from juryapp.application.desk.ordering import orders, reorder, say_answers
from juryapp.application.desk.saying import declare, declare_rest, record_mark
from juryapp.application.edition.rounds import check_setup, open_round
from juryapp.application.edition.setup import put_criterion
from juryapp.application.merge.merging import merge, preview_merge
from juryapp.application.results.scoring import results
from juryapp.application.session import Session
from juryapp.base.errors import FileFormatError, RuleError
from juryapp.base.i18n import translated
from juryapp.domain.answers import check_ballot
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.domain.orders import Order
from juryapp.domain.statements import Answer, MarkContent, MarkKey, MarkState, mark
from kinds_award import KindsAward, kinds_award
from workplace import table_of

C = CriterionId("C")
TOWNS = tuple(NomineeId(n) for n in ("N1", "N2", "N3"))


def _places(desk: Session) -> dict[str, int]:
    return {n: place for here in orders(desk) for n, place in here.places.items()}


def _towns(desk: Session) -> Order:
    return next(here.order for here in orders(desk) if here.category == "TOWNS")


def _revisions(desk: Session) -> int:
    with desk.reading() as uow:
        return len(list(uow.marks.history(uow.rounds.all()[0].id)))


def _score_files(award: KindsAward, *ballots: tuple[str, ...]) -> list[Path]:
    files = []
    for juror, rows in enumerate(ballots, 1):
        desk = award.desk(juror)
        fill_in(desk, table_of("nominee,criterion,mark,note", *rows), finish=True)
        files.append(hand_in(desk, award.folder / f"scores{juror}").path)
        desk.close()
    return files


def test_an_order_comes_back_as_it_was_given(tmp_path: Path) -> None:
    award = kinds_award(tmp_path, "order")
    one = ("Ås,C,1", "Bø,C,2", "Vik,C,3", "Lund,C,2", "Nes,C,1")
    other = ("Ås,C,2", "Bø,C,1", "Vik,C,3", "Lund,C,1", "Nes,C,2")
    files = _score_files(award, one, one, other)
    merge(award.session, preview_merge(award.session, files))
    found = results(award.session)
    assert found.official
    towns, villages = found.categories
    assert [r.nominee for r in towns.ranked] == ["N1", "N2", "N3"]
    assert [str(towns.mean_place(r.value)) for r in towns.ranked] == ["4/3", "5/3", "3"]
    assert [r.nominee for r in villages.ranked] == ["N5", "N4"]


def test_a_move_says_every_place_that_changes_in_one_go(tmp_path: Path) -> None:
    desk = kinds_award(tmp_path, "order").desk()
    declare_rest(desk)
    reorder(desk, C, TOWNS)
    said = _revisions(desk)
    before = reorder(desk, C, (TOWNS[2], TOWNS[0], TOWNS[1]))
    assert _places(desk) == {"N3": 1, "N1": 2, "N2": 3}
    assert _revisions(desk) == said + 3
    say_answers(desk, C, before)
    assert _places(desk) == {"N1": 1, "N2": 2, "N3": 3}


def test_a_move_that_is_refused_says_nothing(tmp_path: Path) -> None:
    desk = kinds_award(tmp_path, "order").desk()
    declare(desk, TOWNS[0], Answer.NOTHING)
    for placed, code in (
        ((TOWNS[0], TOWNS[1]), "E-UNDECLARED"),
        ((TOWNS[0], NomineeId("N4")), "E-CATEGORY"),
        ((TOWNS[0], TOWNS[0]), "E-UNKNOWN"),
        ((NomineeId("X"),), "E-UNKNOWN"),
    ):
        with pytest.raises(RuleError) as caught:
            reorder(desk, C, placed)
        assert caught.value.code == code
    assert _revisions(desk) == 0


def test_a_place_that_another_has_is_refused(tmp_path: Path) -> None:
    desk = kinds_award(tmp_path, "order").desk()
    declare_rest(desk)
    record_mark(desk, TOWNS[0], C, mark(1))
    with pytest.raises(RuleError) as caught:
        record_mark(desk, TOWNS[1], C, mark(1))
    assert caught.value.code == "E-PLACE-TWICE"
    with pytest.raises(RuleError) as caught:
        record_mark(desk, TOWNS[1], C, mark(4))
    assert caught.value.code == "E-RANGE"


def test_who_stands_down_leaves_the_order_and_comes_back_to_a_place_that_is_free(
    tmp_path: Path,
) -> None:
    desk = kinds_award(tmp_path, "order").desk()
    declare_rest(desk)
    reorder(desk, C, TOWNS)
    declare(desk, TOWNS[1], Answer.RECUSED)
    assert _towns(desk).placed == (TOWNS[0], TOWNS[2])
    declare(desk, TOWNS[1], Answer.NOTHING)
    assert _towns(desk).placed == TOWNS


def test_who_comes_back_to_a_place_that_was_given_away_is_unplaced(tmp_path: Path) -> None:
    desk = kinds_award(tmp_path, "order").desk()
    declare_rest(desk)
    reorder(desk, C, TOWNS)
    declare(desk, TOWNS[1], Answer.RECUSED)
    reorder(desk, C, (TOWNS[2], TOWNS[0]))
    declare(desk, TOWNS[1], Answer.NOTHING)
    assert _towns(desk).unplaced == (TOWNS[1],)
    assert _towns(desk).placed == (TOWNS[2], TOWNS[0])


def test_a_file_with_a_gap_where_the_juror_stands_down_is_taken_in(tmp_path: Path) -> None:
    award = kinds_award(tmp_path, "order")
    desk = award.desk()
    declare_rest(desk)
    reorder(desk, C, TOWNS)
    reorder(desk, C, (NomineeId("N4"), NomineeId("N5")))
    declare(desk, TOWNS[0], Answer.RECUSED)
    reorder(desk, C, (TOWNS[2], TOWNS[1]))  # the first place is given twice now, one of them unseen
    made = hand_in(desk, tmp_path / "score")
    plan = preview_merge(award.session, [made.path])
    assert not plan.refused
    merge(award.session, plan)
    towns = results(award.session).categories[0]
    assert [r.nominee for r in towns.ranked] == ["N3", "N2"]


@pytest.mark.parametrize(
    ("kind", "said", "points"),
    [
        ("yes_no", ["yes", "Ja", "J", "1"], 1),
        ("yes_no", ["no", "nei", "N", "0"], 0),
        ("recommendation", ["Recommended", "recommended", "1"], 2),
        ("recommendation", ["Not recommended", "3"], 0),
    ],
)
def test_votes_are_read_in_words(tmp_path: Path, kind: str, said: list[str], points: int) -> None:
    desk = kinds_award(tmp_path, kind).desk()
    for word in said:
        fill_in(desk, table_of("nominee,criterion,mark,note", f"Ås,C,{word}"))
        with desk.reading() as uow:
            key = MarkKey(uow.rounds.all()[0].id, uow.jurors.all()[0].id, TOWNS[0], C)
            found = uow.marks.find(key)
        assert found is not None
        assert found.content.points == points


@pytest.mark.parametrize(
    ("kind", "rows", "row", "code", "words"),
    [
        ("yes_no", ("Ås,C,2",), 2, "E-MARK", "Write yes or no"),
        ("yes_no", ("Ås,C,perhaps",), 2, "E-MARK", "Worthy"),
        ("recommendation", ("Ås,C,4",), 2, "E-MARK", "levels"),
        ("order", ("Ås,C,1", "Bø,C,1"), 3, "E-MARK", "place 1 was given to “Ås”"),
        ("order", ("Ås,C,4",), 2, "E-MARK", "only 3"),
        ("order", ("Ås,C,0",), 2, "E-MARK", "Write the place"),
        ("order", ("Ås,C,first",), 2, "E-MARK", "Write the place"),
        ("text", ("Ås,C,recused,words",), 2, "E-MARK", "as a whole"),
    ],
)
def test_a_row_that_is_no_answer_is_named(
    tmp_path: Path, kind: str, rows: tuple[str, ...], row: int, code: str, words: str
) -> None:
    desk = kinds_award(tmp_path, kind).desk()
    with pytest.raises(FileFormatError) as caught:
        fill_in(desk, table_of("nominee,criterion,mark,note", *rows))
    assert (caught.value.row, caught.value.code) == (row, code)
    assert words in translated(caught.value)
    assert _revisions(desk) == 0


def test_comments_travel_and_rank_nobody(tmp_path: Path) -> None:
    award = kinds_award(tmp_path, "text")
    rows = ("Ås,C,,Warm.", "Bø,C,not assessed,", "Vik,C,Brave.,", "Lund,C,,Dry.", "Nes,C,,Bold.")
    files = _score_files(award, rows, rows, rows)
    merge(award.session, preview_merge(award.session, files))
    found = results(award.session)
    assert found.official
    assert found.categories[0].kind is CriterionKind.TEXT
    assert found.categories[0].ranked == ()


def test_a_comment_without_words_is_no_answer(tmp_path: Path) -> None:
    desk = kinds_award(tmp_path, "text").desk()
    declare_rest(desk)
    with pytest.raises(RuleError) as caught:
        record_mark(desk, TOWNS[0], C, mark(0, " "))
    assert caught.value.code == "E-TEXT"
    with pytest.raises(RuleError) as caught:
        fill_in(desk, table_of("nominee,criterion,mark,note", "Ås,C,,"), finish=True)
    assert caught.value.code == "E-INCOMPLETE"


def test_a_candidate_of_an_updated_package_stands_unplaced(tmp_path: Path) -> None:
    award = kinds_award(tmp_path, "order")
    desk = award.desk()
    declare_rest(desk)
    reorder(desk, C, TOWNS)
    desk.close()
    with award.session.writing() as uow:
        found = uow.nominees.find(TOWNS[0])
        assert found is not None
        uow.nominees.put(replace(found, id=NomineeId("N9"), number=9, name="Nyby"))
    desk = award.desk(package=award.package())
    assert _towns(desk).placed == TOWNS
    assert _towns(desk).unplaced == ("N9",)


def test_kinds_that_cannot_be_counted_together_keep_the_round_from_opening(tmp_path: Path) -> None:
    award = kinds_award(tmp_path, "points", opened=False)
    with award.session.reading() as uow:
        points: Criterion = uow.criteria.all()[0]
    vote = replace(points, id=CriterionId(""), name="Worthy").asking(CriterionKind.YES_NO)
    put_criterion(award.session, vote)
    found = [f for f in check_setup(award.session) if f.page == "criteria"]
    assert [f.blocks for f in found] == [True]
    with pytest.raises(RuleError) as caught:
        open_round(award.session)
    assert caught.value.code == "E-KINDS"
    check_ballot([points])


def test_places_from_another_order_may_be_not_assessed(tmp_path: Path) -> None:
    desk = kinds_award(tmp_path, "order").desk()
    declare_rest(desk)
    skipped = MarkContent(MarkState.NOT_ASSESSED)
    record_mark(desk, TOWNS[1], C, skipped)
    before = reorder(desk, C, TOWNS)
    assert before[TOWNS[1]] == skipped
