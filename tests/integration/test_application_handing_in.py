"""Handing in, and filling a ballot in from a table: whole or not at all, and nothing that is private."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from juryapp.application.desk.ballots import fill_in
from juryapp.application.desk.handing_in import hand_in, reopen_sheet
from juryapp.application.desk.last_file import last_file
from juryapp.application.desk.saying import (
    declare,
    declare_rest,
    record_mark,
    write_note,
    write_private_note,
)
from juryapp.application.desk.view import desk_info, own_sheet
from juryapp.application.edition.nominations import put_nominee
from juryapp.application.edition.rounds import open_round
from juryapp.application.edition.setup import put_rules
from juryapp.application.impartiality.ruling import rule
from juryapp.application.packages.writing import write_packages
from juryapp.application.session import Session
from juryapp.application.tables.mapping import Table
from juryapp.base.errors import Cancelled, FileFormatError, UnavailableError
from juryapp.domain.changes import ChangeSet
from juryapp.domain.criteria import CommentRule, Rules
from juryapp.domain.ids import CriterionId, NomineeId, RoundId
from juryapp.domain.packages import PackageKind
from juryapp.domain.results import Open
from juryapp.domain.sheets import SheetState
from juryapp.domain.statements import Answer, MarkContent, MarkState, mark
from prepared_award import Award, award_at, everything_in, refused
from workplace import ballot, table_of

SAM, NY = CriterionId("SAM"), CriterionId("NY")
COLUMNS = "nominee,criterion,mark,note"


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


def state(desk: Session) -> object:
    """Return everything at the desk that a use case may change."""
    with desk.reading() as uow:
        return uow.desk(), uow.journal.all(), uow.marks.history(RoundId("R1"))


def marks(desk: Session) -> dict[tuple[str, str], MarkContent]:
    """Return what stands, by the name of the nominee and the criterion."""
    with desk.reading() as uow:
        names = {n.id: n.name for n in uow.nominees.all()}
        view = uow.marks.current(RoundId("R1"))
    return {(names[k.nominee], k.criterion): s.content for k, s in view.effective.items()}


# ---- handing in


def test_a_complete_sheet_is_handed_in_and_then_locked(desk: Session, award: Award) -> None:
    fill_in(desk, ballot("bjarne"))

    done = hand_in(desk, award.folder)

    assert (done.complete, done.marks, done.missing) == (True, 8, 0)
    assert done.path.parent == award.folder
    assert done.path.suffix == ".juryscore"
    assert done.juror == award.juror("bjarne").id
    assert "Bjarne" not in done.path.name
    fjord = award.nominee("Fjordby").id
    for use_case in (
        lambda: record_mark(desk, fjord, SAM, mark(1)),
        lambda: declare(desk, fjord, Answer.RECUSED),
        lambda: write_note(desk, fjord, "x", usable=True),
    ):
        assert refused(use_case).code == "E-HANDED-IN"
    write_private_note(desk, fjord, "Ta opp i møtet.")  # it goes nowhere

    reopen_sheet(desk)
    record_mark(desk, fjord, SAM, mark(1))
    second = hand_in(desk, award.folder)
    with desk.reading() as uow:
        assert (desk_info(uow).seq, desk_info(uow).previous) == (2, second.sha256)
    assert second.path != done.path


def test_an_unfinished_sheet_is_handed_in_as_a_draft_only(desk: Session, award: Award) -> None:
    fill_in(desk, table_of(COLUMNS, "Fjordby,SAM,7,", "Fjordby,NY,5,", "Bergset,,recused,"))
    before = state(desk)

    error = refused(lambda: hand_in(desk, award.folder / "scores"))
    assert (error.code, error.params["missing"], error.params["total"]) == ("E-INCOMPLETE", 2, 4)
    assert state(desk) == before
    assert not (award.folder / "scores").exists()

    draft = hand_in(desk, award.folder / "scores", draft=True)
    assert (draft.complete, draft.missing, draft.marks) == (False, 2, 2)
    award.merged(draft.path)
    assert Open.DRAFT in award.open_questions()
    assert award.ranking() == []


def test_a_draft_that_is_followed_by_the_same_marks_handed_in_brings_them_into_the_result(
    award: Award,
) -> None:
    draft = award.scored(award.written[1], ballot("bjarne"), draft=True)
    assert award.merged(draft).sheets[1].state is SheetState.DRAFT
    whole = award.scored(award.written[1], table_of(COLUMNS, "Fjordby,SAM,7,"))

    report = award.merged(whole)

    assert report.plan.files[0].status == "new"
    assert report.sheets[1].state is SheetState.COMPLETE
    assert len(award.ranking()) == 4


def test_where_no_file_can_be_written_the_sheet_stays_as_it_was(
    desk: Session, award: Award
) -> None:
    fill_in(desk, ballot("bjarne"))
    before = state(desk)
    blocked = award.folder / "blocked"
    blocked.write_text("a file where a folder should be", encoding="utf-8")

    with pytest.raises(UnavailableError):
        hand_in(desk, blocked / "x.juryscore")
    assert state(desk) == before


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EBUSY])
def test_what_the_machine_refuses_is_a_sentence_and_leaves_nothing_half_written(
    number: int, desk: Session, award: Award, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Disk full, no rights, a write-protected stick, a file that another program holds."""
    fill_in(desk, ballot("bjarne"))
    before = state(desk)
    folder = award.folder / "stick"
    folder.mkdir()

    def refuse(*_args: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        error = refused(lambda: hand_in(desk, folder))

    assert "cannot be written" in error.template
    assert list(folder.iterdir()) == []
    assert state(desk) == before
    assert hand_in(desk, folder).complete  # room was made: the same again works


# ---- the rule that every mark has a comment


@pytest.fixture
def strict() -> Iterator[Session]:
    """Bjarne's desk in an award that asks for a comment with each mark."""
    with award_at("set_up") as award:
        put_rules(award.session, Rules(comment=CommentRule.ALL))
        open_round(award.session)
        desk = award.desk(award.packages()[1])
        yield desk
        desk.close()


def commented(*without: str) -> Table:
    rows = [
        f"{name},{criterion},5,{'' if name in without else 'Fordi.'}"
        for name in ("Fjordby", "Skogheim", "Elvestad", "Bergset")
        for criterion in ("SAM", "NY")
    ]
    return table_of(COLUMNS, *rows)


def test_a_mark_without_the_comment_asked_for_keeps_the_sheet_from_being_handed_in(
    strict: Session, tmp_path: Path
) -> None:
    fill_in(strict, commented("Fjordby"))
    assert refused(lambda: hand_in(strict, tmp_path / "x.juryscore")).code == "E-COMMENT"
    assert not (tmp_path / "x.juryscore").exists()

    reopen_sheet(strict)
    fill_in(strict, table_of(COLUMNS, "Fjordby,SAM,5,Fordi.", "Fjordby,NY,5,Fordi."))
    assert hand_in(strict, tmp_path / "x.juryscore").complete


def test_a_draft_needs_no_comments(strict: Session, tmp_path: Path) -> None:
    fill_in(strict, commented("Fjordby"))

    assert not hand_in(strict, tmp_path / "x.juryscore", draft=True).complete


def test_no_comment_is_asked_for_where_the_juror_has_stood_down_since(
    strict: Session, tmp_path: Path
) -> None:
    """The mark cannot be commented on any more, and does not count."""
    fill_in(strict, commented("Fjordby"))
    with strict.reading() as uow:
        fjord = next(n.id for n in uow.nominees.all() if n.name == "Fjordby")
    declare(strict, fjord, Answer.RECUSED, "Bror")

    assert hand_in(strict, tmp_path / "x.juryscore").complete


def test_not_assessed_needs_no_comment(strict: Session, tmp_path: Path) -> None:
    table = commented("Fjordby")
    rows = tuple(
        replace(row, cells=(*row.cells[:2], "not assessed", ""))
        if row.cells[0] == "Fjordby"
        else row
        for row in table.rows
    )
    fill_in(strict, replace(table, rows=rows))

    assert hand_in(strict, tmp_path / "x.juryscore").marks == 6


# ---- a ballot from a table


def test_a_table_says_marks_recusals_not_assessed_and_cleared_marks(desk: Session) -> None:
    fill_in(desk, table_of(COLUMNS, "Fjordby,SAM,7.5,Bra", "Fjordby,NY,0,", "Bergset,,inhabil,"))
    fill_in(desk, table_of(COLUMNS, "Fjordby,samarbeid,,", "Fjordby,NY,ikke vurdert,Ukjent"))

    assert marks(desk) == {
        ("Fjordby", "SAM"): MarkContent(MarkState.CLEARED),
        ("Fjordby", "NY"): MarkContent(MarkState.NOT_ASSESSED, None, "Ukjent"),
    }
    with desk.reading() as uow:
        history = uow.declarations.history(RoundId("R1"))
    answers = [s.statement.content.answer for s in history]
    assert answers.count(Answer.RECUSED) == 1
    assert answers.count(Answer.NOTHING) == 4  # the second table took the recusal back


@pytest.fixture(scope="module")
def locked() -> Iterator[Session]:
    """Bjarne's desk after he has handed in; every test leaves it as it was."""
    with award_at("scored") as award:
        desk = award.desk(award.written[1])
        yield desk
        desk.close()


@pytest.mark.parametrize(
    ("rows", "code", "row", "column"),
    [
        (("Nobody,SAM,7,",), "E-UNKNOWN", 2, "nominee"),
        (("Fjordby,SAM,7,", "Fjordby,Nothing,7,"), "E-UNKNOWN", 3, "criterion"),
        (("Fjordby,,7,",), "E-MARK", 2, "criterion"),
        (("Fjordby,SAM,seven,",), "E-MARK", 2, "mark"),
        (("Fjordby,SAM,7.3,",), "E-RANGE", 2, "mark"),
        (("Fjordby,SAM,11,",), "E-RANGE", 2, "mark"),
        (("Fjordby,SAM,-1,",), "E-RANGE", 2, "mark"),
        (("Fjordby,SAM,nan,",), "E-MARK", 2, "mark"),
        (("Fjordby,SAM,recused,",), "E-MARK", 2, "criterion"),
        (("Fjordby,SAM,1e3,",), "E-MARK", 2, "mark"),
        (("Fjordby,SAM,7,", "Fjordby,SAM,7,"), "E-MARK", 3, "criterion"),
        (("Fjordby,,recused,", "Fjordby,SAM,7,"), "E-MARK", 3, "nominee"),
        (("Fjordby,SAM,7,", "Fjordby,,recused,"), "E-MARK", 3, "nominee"),
        (("Fjordby,SAM,7," + "x" * 20_001,), "E-STR-LEN", 2, "note"),
        (("Fjordby,SAM,not assessed," + "x" * 20_001,), "E-STR-LEN", 2, "note"),
    ],
)
def test_a_wrong_row_is_named_with_its_column_and_nothing_is_taken(
    rows: tuple[str, ...], code: str, row: int, column: str, locked: Session
) -> None:
    before = state(locked)

    with pytest.raises(FileFormatError) as caught:
        fill_in(locked, table_of(COLUMNS, *rows, name="marks.csv"))

    error = caught.value
    assert (error.code, error.file, error.row, error.column) == (code, "marks.csv", row, column)
    assert str(error)
    assert state(locked) == before  # the sheet is handed in still


def test_a_sheet_that_was_handed_in_is_opened_by_a_table(desk: Session, award: Award) -> None:
    fill_in(desk, ballot("bjarne"))
    hand_in(desk, award.folder)

    fill_in(desk, table_of(COLUMNS, "Fjordby,SAM,1,"))

    assert marks(desk)["Fjordby", "SAM"] == mark(2)
    with desk.reading() as uow:
        assert desk_info(uow).handed_in == ""
        assert own_sheet(uow).complete


# ---- nominees that come and go after the packages went out


def test_a_nominee_that_came_later_leaves_the_sheet_incomplete_and_the_rest_accepted(
    award: Award,
) -> None:
    new = replace(award.nominee("Fjordby"), id=NomineeId(""), name="Nydalen")
    put_nominee(award.session, new)
    path = award.scored(award.written[1], ballot("bjarne"))

    report = award.merged(path)

    assert report.plan.count(report.plan.marks[0].kind) == 8
    assert report.sheets[1].state is SheetState.INCOMPLETE
    assert len(award.ranking()) == 4
    assert award.open_questions().count(Open.UNDECLARED) == 1

    (package,) = write_packages(
        award.session, award.folder / "packages", jurors=[award.juror("bjarne").id]
    )[0]
    desk = award.desk(package)
    with desk.reading() as uow:
        assert desk_info(uow).handed_in == ""  # more is asked for
    desk.close()
    whole = award.scored(package, table_of(COLUMNS, "Nydalen,SAM,1,", "Nydalen,NY,1,"))
    assert award.merged(whole).sheets[1].state is SheetState.COMPLETE


def test_marks_for_a_nominee_that_was_withdrawn_later_are_kept_out_of_the_ranking(
    award: Award,
) -> None:
    path = award.scored(award.written[1], ballot("bjarne"))
    put_nominee(award.session, replace(award.nominee("Elvestad"), withdrawn=True))

    report = award.merged(path)

    assert report.sheets[1].state is SheetState.COMPLETE
    assert [name for _, name, _ in award.ranking()] == ["Skogheim", "Fjordby", "Bergset"]
    with award.session.reading() as uow:
        assert len(uow.marks.current(RoundId("R1")).effective) == 8


# ---- packages


def test_a_package_is_only_left_behind_if_it_is_on_record(
    award: Award, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A juror could fill in one that is not, and nobody would take the score file."""
    folder = award.folder / "again"
    monkeypatch.setattr(
        type(award.session.services.ids), "secret", _fails_at(3, UnavailableError("Disk full."))
    )

    assert refused(lambda: write_packages(award.session, folder)).code == "E-UNAVAILABLE"
    assert everything_in(folder) == {}
    with award.session.reading() as uow:
        assert len(uow.packages()) == 3


def test_packages_can_be_cancelled_until_they_are_on_record(award: Award) -> None:
    class Stopping:
        def step(self, done: int, total: int) -> None:
            if done == total:
                raise Cancelled

    with pytest.raises(Cancelled):
        write_packages(award.session, award.folder / "again", progress=Stopping())

    assert everything_in(award.folder / "again") == {}
    with award.session.reading() as uow:
        assert {issue.issue for issue in uow.packages()} == {1}


def _fails_at(turn: int, error: Exception) -> object:
    made: list[str] = []

    def secret(_self: object) -> str:
        if len(made) + 1 == turn:
            raise error
        made.append("")
        return "0" * 32

    return secret


def test_packages_can_be_locked_each_with_its_own_word(award: Award) -> None:
    astrid = award.juror("astrid").id
    written = write_packages(
        award.session, award.folder / "again", passwords={astrid: "grønn fjord"}
    )[0]

    assert [package.locked for package in written] == [True, False, False]
    assert refused(lambda: award.desk(written[0])).code == "E-LOCKED"


def test_no_package_is_made_without_the_editions_keys(award: Award) -> None:
    for path in sorted(award.session.services.data.keys.iterdir()):
        path.unlink()

    assert refused(award.packages).code == "E-NO-KEYS"


def test_a_package_holds_no_nominee_for_whom_its_juror_is_recused(award: Award) -> None:
    bjarne, fjord = award.juror("bjarne"), award.nominee("Fjordby")
    rule(award.session, bjarne.id, fjord.id, recused=True)

    written = award.packages(PackageKind.SCORE)

    assert [package.nominees for package in written] == [4, 3, 4]
    names = b"Fjordby"
    assert [names in package.path.read_bytes() for package in written] == [True, False, True]


# ---- the file that was made last


def test_the_last_file_is_known_after_a_restart_with_what_was_told_of_it(
    desk: Session, award: Award
) -> None:
    assert last_file(desk) is None
    made = hand_in(desk, award.folder, draft=True)

    found = last_file(desk)

    assert found is not None
    assert (found.path, found.sha256, found.is_there) == (made.path, made.sha256, True)
    assert found.made == replace(made, changes=ChangeSet())


def test_what_was_said_since_is_not_in_the_last_file(desk: Session, award: Award) -> None:
    made = hand_in(desk, award.folder, draft=True)
    declare_rest(desk)

    found = last_file(desk)

    assert found is not None
    assert (found.path, found.made) == (made.path, None)


def test_a_last_file_that_is_gone_or_another_one_now_is_not_there(
    desk: Session, award: Award
) -> None:
    made = hand_in(desk, award.folder, draft=True)
    made.path.write_bytes(b"something else")
    found = last_file(desk)
    assert found is not None
    assert not found.is_there
    made.path.unlink()
    assert not found.is_there


def test_a_file_that_the_desk_cannot_record_does_not_stay(
    desk: Session, award: Award, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A receipt for it could never be understood."""

    def full(*_args: object, **_kwargs: object) -> None:
        raise UnavailableError("The disk is full.", code="E-DISK-FULL")

    monkeypatch.setattr(Session, "note", full)
    folder = award.folder / "out"
    folder.mkdir()

    assert refused(lambda: hand_in(desk, folder, draft=True)).code == "E-DISK-FULL"

    assert list(folder.iterdir()) == []
    with desk.reading() as uow:
        assert desk_info(uow).seq == 0
