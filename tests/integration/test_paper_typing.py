"""Ballots on paper: typed in by one person, confirmed by another, and only then counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from juryapp.application.log.check import check_log
from juryapp.application.merge.taking_out import take_out
from juryapp.application.paper.confirming import confirm_ballot, send_back
from juryapp.application.paper.form import juror_of_code, paper_form
from juryapp.application.paper.printing import print_papers
from juryapp.application.paper.standing import PaperStage, paper_overview
from juryapp.application.paper.table import type_table
from juryapp.application.paper.typing import finish_typing, forget_typed, keep_typed, take_back
from juryapp.base.errors import RuleError, UsageError
from juryapp.domain.criteria import CommentRule
from juryapp.domain.ids import JurorId
from juryapp.domain.packages import Origin
from juryapp.domain.paper import PaperSheet
from juryapp.domain.statements import Answer, MarkState, mark
from prepared_award import Award, award_at, refused
from workplace import ballot, changed


@pytest.fixture
def award() -> Iterator[Award]:
    with award_at("packages") as place:
        yield place


def typed(award: Award, name: str, *, by: str = "Tone Typist") -> int:
    """Type in a whole paper from the table of a juror; return its number."""
    return type_table(award.session, award.juror(name).id, ballot(name), by=by)[0].n


def stage(award: Award, name: str) -> PaperStage:
    """Return how far the paper of a juror is."""
    found = paper_overview(award.session).of(award.juror(name).id)
    assert found is not None
    return found.stage


def marks_of(award: Award, name: str) -> dict[tuple[str, str], tuple[MarkState, int | None]]:
    """Return what stands of a juror, by nominee and criterion."""
    juror = award.juror(name).id
    with award.session.reading() as uow:
        view = uow.marks.current(uow.rounds.all()[-1].id)
    return {
        (key.nominee, key.criterion): (said.content.state, said.content.points)
        for key, said in view.effective.items()
        if key.juror == juror
    }


def test_what_was_typed_counts_only_when_a_second_person_has_confirmed_it(award: Award) -> None:
    n = typed(award, "astrid")

    assert stage(award, "astrid") is PaperStage.WAITING
    assert marks_of(award, "astrid") == {}

    confirmed = confirm_ballot(award.session, n, by="Sigrid Second")

    assert stage(award, "astrid") is PaperStage.CONFIRMED
    assert marks_of(award, "astrid")
    with award.session.reading() as uow:
        origin = uow.files.origins()[confirmed.file.sha256]
        file = uow.files.find(confirmed.file.sha256)
    assert (origin.origin, origin.by, origin.confirmed_by) == (
        Origin.PAPER,
        "Tone Typist",
        "Sigrid Second",
    )
    assert file is not None
    assert file.complete


def test_a_paper_gives_the_same_marks_as_the_same_ballot_on_the_jurors_machine(
    award: Award,
) -> None:
    for name in ("astrid", "bjarne", "cecilie"):
        confirm_ballot(award.session, typed(award, name), by="Sigrid Second")
    with award_at("merged") as merged:
        by_machine = [marks_of(merged, name) for name in ("astrid", "bjarne", "cecilie")]
        placed = merged.ranking()

    assert [marks_of(award, name) for name in ("astrid", "bjarne", "cecilie")] == by_machine
    assert award.ranking() == placed


def test_the_same_paper_typed_twice_says_the_same_once(award: Award) -> None:
    first = confirm_ballot(award.session, typed(award, "astrid"), by="Sigrid Second")
    second = confirm_ballot(award.session, typed(award, "astrid"), by="Sigrid Second")

    def said(file: object) -> set[object]:
        content = file.content  # type: ignore[attr-defined]
        both = (*content.marks, *content.declarations, *content.notes)
        return {stated.statement for stated in both}

    assert said(second.file) <= said(first.file)
    assert first.file.sha256 != second.file.sha256
    assert not second.report.conflicts


def test_a_paper_typed_anew_replaces_what_was_read_wrongly(award: Award) -> None:
    juror = award.juror("astrid").id
    confirm_ballot(award.session, typed(award, "astrid"), by="Sigrid Second")
    place = (award.nominee("Fjordby").id, award.criterion("SAM").id)
    before = marks_of(award, "astrid")[place]
    table = changed(ballot("astrid"), "Fjordby", "SAM", "3")
    again = type_table(award.session, juror, table, by="Tone Typist")[0]
    report = confirm_ballot(award.session, again.n, by="Sigrid Second").report

    assert not report.conflicts
    assert marks_of(award, "astrid")[place] != before


def test_a_paper_beside_what_the_juror_handed_in_on_a_machine_is_the_newer_word(
    award: Award,
) -> None:
    package = next(p for p in award.written if p.juror.name.startswith("Astrid"))
    award.merged(award.scored(package, ballot("bjarne")))
    confirm_ballot(award.session, typed(award, "astrid"), by="Sigrid Second")

    with award_at("merged") as merged:
        expected = marks_of(merged, "astrid")
    kept = {key: said for key, said in marks_of(award, "astrid").items() if said[1] is not None}
    assert kept == {key: said for key, said in expected.items() if said[1] is not None}


def test_whoever_typed_cannot_confirm_however_the_name_is_spelt(award: Award) -> None:
    n = typed(award, "astrid", by="Åse  Nordmann")

    for name in ("åse nordmann", "ÅSE NORDMANN ", "A\u030ase Nordmann", "Åse-Nordmann"):
        error = refused(partial(confirm_ballot, award.session, n, by=name))
        assert error.code == "E-SAME-PERSON"
    assert refused(lambda: confirm_ballot(award.session, n, by="  ")).code == "E-NAME"
    assert stage(award, "astrid") is PaperStage.WAITING


def test_what_is_half_typed_is_there_again_after_a_stop(award: Award) -> None:
    juror = award.juror("astrid").id
    form = paper_form(award.session, juror)
    line = replace(form.sheet.line(form.nominees[0].id), answer=Answer.NOTHING, comment="Godt")
    line = line.with_mark(form.criteria[0].id, mark(form.criteria[0].scale.least))
    sheet = form.sheet.with_line(line)
    keep_typed(award.session, juror, sheet, by="Tone Typist")

    again = paper_form(award.session, juror)

    assert again.sheet.line(line.nominee) == line
    assert (again.by, again.state.stage) == ("Tone Typist", PaperStage.TYPING)
    assert marks_of(award, "astrid") == {}
    forget_typed(award.session, juror)
    assert stage(award, "astrid") is not PaperStage.TYPING


def test_a_blank_box_makes_the_paper_a_draft(award: Award) -> None:
    juror = award.juror("astrid").id
    form = paper_form(award.session, juror)
    line = replace(form.sheet.line(form.nominees[0].id), answer=Answer.NOTHING)
    keep_typed(award.session, juror, form.sheet.with_line(line), by="Tone Typist")
    n = finish_typing(award.session, juror, by="Tone Typist")[0].n

    assert not confirm_ballot(award.session, n, by="Sigrid Second").file.content.complete


def test_a_blank_box_takes_back_what_stood_there(award: Award) -> None:
    juror = award.juror("astrid").id
    confirm_ballot(award.session, typed(award, "astrid"), by="Sigrid Second")
    nominee, criterion = next(iter(marks_of(award, "astrid")))
    form = paper_form(award.session, juror)
    table = ballot("astrid")
    rows = tuple(row for row in table.rows if row != table.rows[0])
    n = type_table(award.session, juror, replace(table, rows=rows), by="Tone Typist")[0].n
    confirmed = confirm_ballot(award.session, n, by="Sigrid Second")

    emptied = [s for s in confirmed.file.content.marks if s.statement.content.points is None]
    assert form.sheet == PaperSheet(issue=0)  # a confirmed paper is typed anew
    assert nominee
    assert criterion
    assert MarkState.CLEARED in {stated.statement.content.state for stated in emptied}


def test_a_paper_that_was_sent_back_is_typed_on_and_says_why(award: Award) -> None:
    juror = award.juror("astrid").id
    n = typed(award, "astrid")
    nominee = paper_form(award.session, juror).nominees[0]
    send_back(award.session, n, by="Sigrid Second", reason="7, ikke 1", nominee=nominee.id)

    form = paper_form(award.session, juror)

    assert form.state.stage is PaperStage.SENT_BACK
    assert form.state.verdict is not None
    assert form.state.verdict.reason == f"{nominee.name}: 7, ikke 1"
    assert not form.sheet.line(nominee.id).is_blank
    again = finish_typing(award.session, juror, by="Tone Typist")[0]
    assert (again.n, stage(award, "astrid")) == (n + 1, PaperStage.WAITING)
    assert refused(lambda: confirm_ballot(award.session, n, by="Ny")).code == "E-NOT-WAITING"


def test_only_who_typed_takes_a_waiting_paper_back(award: Award) -> None:
    n = typed(award, "astrid")

    assert refused(lambda: take_back(award.session, n, by="Noen")).code == "E-NOT-TYPIST"
    assert refused(lambda: typed(award, "astrid")).code == "E-WAITS"
    take_back(award.session, n, by="tone typist")
    assert stage(award, "astrid") is PaperStage.SENT_BACK
    typed(award, "astrid")


def test_a_paper_needs_the_name_of_who_typed_and_something_that_was_typed(award: Award) -> None:
    juror = award.juror("astrid").id

    assert refused(lambda: typed(award, "astrid", by=" \u200b")).code == "E-NAME"
    assert refused(lambda: finish_typing(award.session, juror, by="Tone")).code == "E-NOTHING"
    with pytest.raises(UsageError):
        paper_form(award.session, JurorId("NOBODY"))


def test_the_code_of_a_printed_paper_finds_its_juror(award: Award, tmp_path: Path) -> None:
    papers, _changes = print_papers(award.session, tmp_path, jurors=[award.juror("bjarne").id])
    (paper,) = papers

    juror, code = juror_of_code(award.session, paper.code.lower().replace("-", " "))

    assert (juror.name, code.issue) == (award.juror("bjarne").name, 1)
    assert stage(award, "bjarne") is PaperStage.PRINTED
    for wrong in ("", "K7Q2", paper.code[:-1] + ("1" if paper.code[-1] != "1" else "2")):
        assert refused(partial(juror_of_code, award.session, wrong)).code == "E-PAPER-CODE"


def test_nothing_is_confirmed_once_the_round_is_closed(award: Award) -> None:
    n = typed(award, "astrid")
    with award.session.writing() as uow:
        from juryapp.domain.award import RoundState

        uow.rounds.put(replace(uow.rounds.all()[-1], state=RoundState.CLOSED))

    with pytest.raises(RuleError) as closed:
        confirm_ballot(award.session, n, by="Sigrid Second")
    assert closed.value.code == "E-CLOSED"
    assert stage(award, "astrid") is PaperStage.WAITING


def test_the_log_covers_a_paper_to_the_last_mark(award: Award) -> None:
    confirm_ballot(award.session, typed(award, "astrid"), by="Sigrid Second")

    verdict = check_log(award.session)

    assert not verdict.uncovered
    assert not verdict.untold
    assert award.done()[-4:] == ["paper.typed", "paper.confirmed", "file.unsigned", "file.taken"]


def test_a_paper_that_was_taken_out_does_not_count_and_is_shown_as_such(award: Award) -> None:
    confirmed = confirm_ballot(award.session, typed(award, "astrid"), by="Sigrid Second")
    take_out(award.session, confirmed.file.sha256, "Feil papir")

    assert stage(award, "astrid") is PaperStage.TAKEN_OUT
    assert marks_of(award, "astrid") == {}
    confirm_ballot(award.session, typed(award, "astrid"), by="Sigrid Second")
    assert stage(award, "astrid") is PaperStage.CONFIRMED
    assert marks_of(award, "astrid")


def test_a_comment_that_the_award_asks_for_is_missing_like_a_blank_box(award: Award) -> None:
    form = replace(paper_form(award.session, award.juror("astrid").id), comment=CommentRule.ALL)
    first = form.nominees[0].id
    line = replace(form.sheet.line(first), answer=Answer.NOTHING)
    for criterion in form.criteria:
        line = line.with_mark(criterion.id, mark(criterion.scale.least))

    silent = replace(form, sheet=form.sheet.with_line(line))
    spoken = replace(form, sheet=form.sheet.with_line(replace(line, comment="Godt")))

    assert silent.lacking()[first] == 1
    assert first not in spoken.lacking()
