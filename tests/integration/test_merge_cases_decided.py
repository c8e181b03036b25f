"""The table of cases, row by row: who leaves, closing, drafts, trials, and all or nothing.

Through the real use cases, with real files: packages, desks and score files of the small award.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from juryapp.application.decisions.deciding import decide
from juryapp.application.desk.handing_in import hand_in, reopen_sheet
from juryapp.application.desk.saying import declare
from juryapp.application.edition.departures import come_back, leave
from juryapp.application.edition.jurors import put_juror
from juryapp.application.edition.rounds import close_round, open_round
from juryapp.application.edition.setup import put_edition
from juryapp.application.edition.trials import make_trial
from juryapp.application.merge.merging import FileStatus, merge, preview_held
from juryapp.application.merge.taking_out import let_count, missing_jurors, put_back, take_out
from juryapp.application.overview import Step, overview
from juryapp.application.packages.overview import package_overview
from juryapp.application.packages.writing import write_packages
from juryapp.application.protocol.printing import draft_content, print_protocol
from juryapp.application.services import Services
from juryapp.base.errors import Cancelled
from juryapp.base.files import sha256
from juryapp.domain.award import Edition, Status
from juryapp.domain.decisions import Outcome
from juryapp.domain.ids import JurorId
from juryapp.domain.impartiality import Standing
from juryapp.domain.jury import Juror, Role
from juryapp.domain.merging import ChangeKind, View, changes_between
from juryapp.domain.packages import HeldFile
from juryapp.domain.results import Open
from juryapp.domain.sheets import SheetState
from juryapp.domain.statements import Answer, MarkContent, MarkKey, mark
from merge_case_steps import (
    BY_HAND,
    ROUND,
    again,
    code,
    held,
    notices,
    preview,
    reached,
    standing,
    statuses,
    value,
)
from prepared_award import Award, award_at, refused
from two_copies import two_copies
from workplace import ballot


@pytest.fixture
def award() -> Iterator[Award]:
    """The small award with three score files that nobody has taken in."""
    with award_at("scored") as award:
        yield award


@pytest.fixture
def merged() -> Iterator[Award]:
    """The small award with all score files taken in."""
    with award_at("merged") as award:
        yield award


# ---- who leaves, who takes over


@pytest.mark.parametrize("counts", [True, False])
def test_when_a_juror_leaves_statements_are_kept_and_the_chair_decides(
    counts: bool, merged: Award
) -> None:
    bjarne = merged.juror("bjarne").id
    assert refused(
        lambda: leave(merged.session, bjarne, marks_count=counts, reason=" ")
    ).code == "E-REASON"  # fmt: skip

    leave(merged.session, bjarne, marks_count=counts, reason="Flytter utenlands.")

    with merged.session.reading() as uow:
        assert len(uow.marks.history(ROUND)) == 22
    expected = Fraction(123, 16) if counts else Fraction(13, 2)
    assert value(merged, "Elvestad") == expected
    assert len(overview(merged.session).sheets) == 2
    assert merged.open_questions() == []
    assert len(package_overview(merged.session).lines) == 2
    (line,) = draft_content(merged.session).departures
    assert (line.juror, line.marks_count, line.reason) == (
        "Bjarne Øvrebø", counts, "Flytter utenlands.",
    )  # fmt: skip
    come_back(merged.session, bjarne, reason="Kom likevel.")
    assert merged.ranking() == BY_HAND
    assert merged.check().sound


def test_what_a_juror_sends_after_leaving_gets_a_word(merged: Award) -> None:
    late = again(merged, "bjarne", "Fjordby,SAM,1")
    leave(merged.session, merged.juror("bjarne").id, marks_count=False, reason="Flytter.")

    assert "E-LEFT" in notices(merged.merged(late).plan)
    assert value(merged, "Elvestad") == Fraction(13, 2)


def test_a_deputy_who_takes_the_seat_is_another_juror_and_inherits_nothing(merged: Award) -> None:
    put_juror(
        merged.session,
        Juror(id=JurorId(""), number=0, name="Dag Vara", role=Role.DEPUTY_MEMBER),
    )
    dag, cecilie = merged.juror("dag"), merged.juror("cecilie")

    leave(merged.session, cecilie.id, marks_count=False, reason="Sykdom.", deputy=dag.id)

    assert merged.juror("dag").role is Role.MEMBER
    assert merged.juror("dag").id != cecilie.id
    assert merged.open_questions() == [Open.NOT_RECEIVED]
    sheet = next(s for s in overview(merged.session).sheets if s.juror == dag.id)
    assert sheet.state is SheetState.NOT_RECEIVED
    assert not any(cell.marked for cell in sheet.cells)
    (package,), _ = write_packages(merged.session, merged.folder / "new", jurors=[dag.id])
    merged.merged(merged.scored(package, ballot("cecilie")))
    assert merged.ranking() == BY_HAND
    assert merged.check().sound
    error = refused(
        lambda: leave(
            merged.session, dag.id, marks_count=True, reason="x", deputy=merged.juror("dag").id
        )
    )
    assert error.code == "E-DEPUTY"


# ---- late, after closing, reopening


def test_a_late_file_before_closing_is_accepted_and_marked_late(award: Award) -> None:
    put_edition(award.session, replace(award.session.edition(), deadline="2020-01-01"))

    plan = award.merged(award.scores["bjarne"]).plan

    assert "E-LATE" in notices(plan)
    with award.session.reading() as uow:
        assert [file.late for file in uow.files.all()] == [True]


def test_a_file_after_closing_is_laid_aside_and_takes_part_in_nothing(award: Award) -> None:
    award.merged(award.scores["astrid"], award.scores["cecilie"])
    close_round(award.session)
    before = reached(award)

    report = award.merged(award.scores["bjarne"])

    assert statuses(report.plan) == [FileStatus.HELD]
    assert reached(award) == before
    assert held(award) == [sha256(award.scores["bjarne"].read_bytes())]
    assert award.done()[-1] == "file.held"
    assert overview(award.session).held == 1
    (line,) = draft_content(award.session).held
    assert line.juror == "Bjarne Øvrebø"
    again_ = award.merged(award.scores["bjarne"])
    assert statuses(again_.plan) == [FileStatus.HELD_ALREADY]
    assert again_.plan.files[0].received
    assert len(held(award)) == 1
    assert award.check().sound


def test_after_reopening_with_a_reason_what_was_laid_aside_is_taken_in_through_a_preview(
    award: Award,
) -> None:
    award.merged(award.scores["astrid"], award.scores["cecilie"])
    close_round(award.session)
    award.merged(award.scores["bjarne"])
    assert refused(lambda: preview_held(award.session)).code == "E-CLOSED"
    assert refused(lambda: open_round(award.session)).code == "E-REASON"

    open_round(award.session, reason="Posten var sen.")
    plan = preview_held(award.session)
    assert statuses(plan) == [FileStatus.NEW]
    assert plan.count(ChangeKind.NEW) == 8
    merge(award.session, plan)

    assert award.ranking() == BY_HAND
    assert held(award) == []
    assert preview_held(award.session).files == ()
    content = draft_content(award.session)
    assert [line.reason for line in content.reopenings] == ["Posten var sen."]
    assert content.held == ()
    assert award.check().sound


def test_after_reopening_a_decided_award_a_new_version_of_the_protocol_is_due(
    merged: Award, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_round(merged.session)
    decide(merged.session, merged.nominee("Elvestad").id, Outcome.WINNER)
    first = print_protocol(merged.session, merged.folder / "first.pdf", final=True)
    assert (first.record.version, overview(merged.session).status) == (1, Status.DECIDED)

    with monkeypatch.context() as patch:
        patch.setattr(Services, "now", lambda _self: "2098-01-01T00:00:00Z")
        open_round(merged.session, reason="Bergset ble glemt.")

    facts = overview(merged.session)
    assert (facts.status, facts.step, facts.reopened) == (Status.SCORING, Step.PROTOCOL, 1)
    assert draft_content(merged.session).version == 2


def test_the_log_notices_a_file_that_somebody_laid_aside_behind_its_back(award: Award) -> None:
    forged = HeldFile(
        sha256="0" * 64,
        name="forged.juryscore",
        juror=award.juror("bjarne").id,
        made="2026-11-12T14:00:00Z",
        received="2026-11-12T14:00:00Z",
        code="E-CLOSED",
    )
    with award.session.writing() as uow:
        uow.files.hold(forged, b"forged")

    assert "held" in award.check().uncovered


# ---- two secretaries


def test_two_secretaries_who_merge_different_files_and_combine_get_the_union_and_two_logs() -> None:
    with two_copies() as two:
        two.ours.merge(two.files["astrid"], two.files["bjarne"])
        two.theirs.merge(two.files["cecilie"], two.files["bjarne"])
        theirs = two.theirs.contents().log

        two.ours.combine(two.theirs)

        contents = two.ours.contents()
        assert len(contents.files) == 3
        [joined] = [chain for chain in contents.chains if chain.joined]
        assert joined.entries == theirs.entries
        assert any(theirs.head in entry.body for entry in contents.log.entries)
        with award_at("merged") as award:
            assert contents.marks.views[ROUND] == reached(award)[0]  # type: ignore[index]
        assert two.ours.is_sound()


# ---- drafts


def test_an_incomplete_file_is_a_draft_and_not_in_the_result(award: Award) -> None:
    award.merged(award.scores["astrid"], award.scores["cecilie"])
    before = award.ranking()

    award.merged(again(award, "bjarne", "Fjordby,SAM,1", draft=True))

    assert award.ranking() == before
    assert award.open_questions() == [Open.DRAFT]
    assert missing_jurors(award.session) == [award.juror("bjarne")]


def test_a_draft_before_with_or_after_a_whole_file_changes_nothing_that_counts() -> None:
    ends = []
    for merges in (([0], [1]), ([1], [0]), ([0, 1],), ([1, 0],)):
        with award_at("scored") as award:
            draft = again(award, "bjarne", "Fjordby,SAM,1", "Skogheim,SAM,", draft=True)
            files = (award.scores["bjarne"], draft)
            for numbers in merges:
                before = standing_marks(award)
                plan = award.merged(*(files[n] for n in numbers)).plan
                assert changes_between(before, standing_marks(award)) == list(plan.marks)
            ends.append({k[2:]: s.content for k, s in standing_marks(award).effective.items()})
            assert overview(award.session).sheets[1].state is SheetState.COMPLETE
            assert award.check().sound
    assert ends == [ends[0]] * 4
    assert len(ends[0]) == 8


def standing_marks(award: Award) -> View[MarkKey, MarkContent]:
    with award.session.reading() as uow:
        assert uow.marks.current(ROUND) == uow.marks.derived(ROUND)
        return uow.marks.current(ROUND)


def test_a_draft_counts_when_the_chair_decides_so_with_a_reason(award: Award) -> None:
    draft = again(award, "bjarne", "Fjordby,SAM,1", draft=True)
    award.merged(award.scores["astrid"], award.scores["cecilie"], draft)
    digest = sha256(draft.read_bytes())
    assert refused(lambda: let_count(award.session, digest, " ")).code == "E-REASON"
    whole = sha256(award.scores["astrid"].read_bytes())
    assert refused(lambda: let_count(award.session, whole, "x")).code == "E-NO-DRAFT"

    let_count(award.session, digest, "Han er syk.")

    assert value(award, "Elvestad") == Fraction(123, 16)
    assert award.open_questions() == []
    lines = {line.sha256: line for line in draft_content(award.session).files}
    assert lines[digest].let_count == "Han er syk."
    assert award.check().sound
    take_out(award.session, digest, "Likevel ikke.")
    put_back(award.session, digest)
    assert award.open_questions() == [Open.DRAFT]
    assert award.check().sound


def test_whoever_stands_down_in_a_draft_has_stood_down(merged: Award) -> None:
    desk = merged.desk(merged.written[1])
    reopen_sheet(desk)
    declare(desk, merged.nominee("Bergset").id, Answer.RECUSED, "")
    draft = hand_in(desk, merged.folder, draft=True).path
    desk.close()

    merged.merged(draft)

    assert standing(merged, "bjarne", "Bergset") is Standing.RECUSED
    assert value(merged, "Bergset") == Fraction(1, 2)


# ---- trials


def test_a_trial_and_the_real_edition_answer_each_others_files_as_a_trials(award: Award) -> None:
    trial_session = make_trial(award.session, id_="TRIAL")
    trial = Award(trial_session, award.folder / "trial")
    try:
        assert trial_session.edition().trial
        assert trial_session.edition().title.startswith("Fjordprisen 2026")
        open_round(trial_session)
        packages = trial.packages()
        tried = trial.scored(packages[1], ballot("bjarne"))

        assert code(award, tried) == "E-TRIAL"
        assert code(trial, award.scores["bjarne"]) == "E-TRIAL"
        assert statuses(trial.merged(tried).plan) == [FileStatus.NEW]
        assert draft_content(trial_session).trial
        assert trial.check().sound
        assert refused(lambda: make_trial(trial_session)).code == "E-TRIAL"
    finally:
        trial_session.close()
    edition: Edition = award.session.edition()
    assert not edition.trial


# ---- whole or not at all


def test_a_file_with_the_same_field_twice_is_refused_whole(award: Award) -> None:
    path = award.scores["bjarne"]
    text = path.read_text(encoding="ascii")
    path.write_text(text[:-1] + ',"v":1}', encoding="ascii")

    assert code(award, path) == "E-JSON-DUPKEY"


def test_one_bad_mark_among_many_refuses_the_file_and_names_the_row(award: Award) -> None:
    from juryapp.application.desk.view import desk_info

    (verdict,) = preview(award, award.scores["bjarne"]).files
    assert verdict.opened is not None
    content = verdict.opened.content
    bad = content.marks[4]
    wrong = replace(bad, statement=replace(bad.statement, content=mark(99)))
    desk = award.desk(award.written[1])
    with desk.reading() as uow:
        head = desk_info(uow).package
    path = award.folder / "bad.juryscore"
    told = replace(content, marks=(*content.marks[:4], wrong, *content.marks[5:]))
    path.write_bytes(desk.services.score_files.write(told, head))
    desk.close()
    before = reached(award)

    (found,) = award.merged(path).plan.refused

    assert found.error is not None
    assert (found.error.code, getattr(found.error, "row", None)) == ("E-RANGE", 5)
    assert reached(award) == before


def test_an_import_that_is_interrupted_has_done_nothing_or_everything(award: Award) -> None:
    class Stopping:
        def step(self, done: int, total: int) -> None:
            if done == 2:
                raise Cancelled

    plan = preview(award, *award.scores.values())
    before = award.database.read_bytes()
    with pytest.raises(Cancelled):
        merge(award.session, plan, progress=Stopping())
    assert award.database.read_bytes() == before

    merge(award.session, plan)
    assert award.ranking() == BY_HAND
