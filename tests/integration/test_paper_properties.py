"""Whatever stands on a paper: typed and confirmed it is said exactly so, and typed twice it is said once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from juryapp.application.paper.answers import answer_in, answer_words, typed_text
from juryapp.application.paper.confirming import confirm_ballot
from juryapp.application.paper.documents import draft_text, sheet_in
from juryapp.application.paper.form import PaperForm, paper_form
from juryapp.application.paper.table import type_table
from juryapp.application.paper.typing import type_sheet
from juryapp.base.errors import UserError
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.domain.paper import PaperLine, PaperSheet
from juryapp.domain.statements import Answer, MarkContent, MarkState, mark
from prepared_award import Award, award_at
from workplace import ballot

WORDS = st.text("abcæøå ß\u00e9.,-–\n", max_size=20)
Key = tuple[NomineeId, CriterionId]


@contextmanager
def an_award() -> Iterator[Award]:
    with award_at("packages") as place:
        yield place


def contents(criterion: Criterion) -> st.SearchStrategy[MarkContent | None]:
    scale = criterion.scale
    given_marks = st.integers(scale.least, scale.most).map(mark)
    not_assessed = st.just(MarkContent(MarkState.NOT_ASSESSED))
    return st.one_of(st.none(), not_assessed, given_marks, given_marks)


@st.composite
def sheets(draw: st.DrawFn, form: PaperForm) -> PaperSheet:
    lines = []
    for nominee in form.nominees:
        answer = draw(st.sampled_from([None, *Answer]))
        line = PaperLine(
            nominee=nominee.id,
            answer=answer,
            facts=draw(WORDS),
            comment=draw(WORDS),
            usable=draw(st.booleans()),
        )
        for criterion in form.criteria if answer is not Answer.RECUSED else ():
            line = line.with_mark(criterion.id, draw(contents(criterion)))
        lines.append(line)
    return PaperSheet(lines=tuple(lines))


def standing(award: Award) -> tuple[Mapping[Key, MarkContent], Mapping[NomineeId, Answer]]:
    """Return the marks and declarations that stand, of which some are empty."""
    with award.session.reading() as uow:
        round_id = uow.rounds.all()[-1].id
        marks, said = uow.marks.current(round_id), uow.declarations.current(round_id)
        assert not marks.conflicts
        assert not said.conflicts
    given_marks = (MarkState.MARK, MarkState.NOT_ASSESSED)
    return (
        {
            (k.nominee, k.criterion): s.content
            for k, s in marks.effective.items()
            if s.content.state in given_marks
        },
        {k.nominee: s.content.answer for k, s in said.effective.items()},
    )


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_paper_is_said_as_it_was_typed_and_typing_it_twice_changes_nothing(
    data: st.DataObject,
) -> None:
    with an_award() as award:
        juror = award.juror("astrid").id
        form = paper_form(award.session, juror)
        sheet = data.draw(sheets(form))
        if all(line.is_blank or not _kept(line) for line in sheet.lines):
            return
        first = type_sheet(award.session, juror, sheet, by="Tone Berg")[0]
        confirm_ballot(award.session, first.n, by="Sigrid Second")
        wanted = {(ln.nominee, c): said for ln in sheet.lines for c, said in ln.marks.items()}
        answers = {ln.nominee: ln.answer for ln in sheet.lines if ln.answer}
        assert standing(award) == (wanted, answers)
        recused = {n for n, answer in answers.items() if answer is Answer.RECUSED}
        asked = replace(sheet, lines=tuple(x for x in sheet.lines if x.nominee not in recused))
        if all(line.is_blank or not _kept(line) for line in asked.lines):
            return
        again = type_sheet(award.session, juror, asked, by="Tone Berg")[0]
        report = confirm_ballot(award.session, again.n, by="Sigrid Second").report
        assert standing(award) == (wanted, answers)
        assert not report.plan.marks


def _kept(line: PaperLine) -> bool:
    return bool(line.answer or line.marks or line.facts.strip() or line.comment.strip())


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_typed_sheet_is_kept_and_read_back_as_it_is(data: st.DataObject) -> None:
    with an_award() as award:
        form = paper_form(award.session, award.juror("astrid").id)
    sheet = data.draw(sheets(form))

    assert sheet_in(draft_text(sheet)) == sheet


@pytest.mark.parametrize("kind", list(CriterionKind))
def test_an_answer_of_every_kind_is_typed_as_it_is_shown(kind: CriterionKind) -> None:
    with an_award() as award:
        plain = replace(award.criterion("NY"), levels=())
    words = ["Anbefales varmt", "Anbefales", "Anbefales ikke"]
    asked = plain if kind is CriterionKind.POINTS else plain.asking(kind, words)
    most = min(asked.scale.most, 12)
    given_points = range(asked.scale.least, most + 1) if kind is not CriterionKind.TEXT else (0,)
    note = "Godt sagt" if kind is CriterionKind.TEXT else ""

    for points in given_points:
        said = mark(points, note)
        assert answer_in(asked, typed_text(asked, said)) == said
        assert answer_words(asked, said)
    not_assessed = MarkContent(MarkState.NOT_ASSESSED)
    assert answer_in(asked, typed_text(asked, not_assessed)) == not_assessed
    assert answer_in(asked, typed_text(asked, None)) is None


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (CriterionKind.POINTS, "eleven"),
        (CriterionKind.POINTS, "99"),
        (CriterionKind.ORDER, "0"),
        (CriterionKind.ORDER, "1,5"),
        (CriterionKind.YES_NO, "2"),
        (CriterionKind.RECOMMENDATION, "4"),
        (CriterionKind.RECOMMENDATION, "0"),
    ],
)
def test_what_is_no_answer_of_a_kind_is_refused(kind: CriterionKind, typed: str) -> None:
    with an_award() as award:
        plain = replace(award.criterion("NY"), levels=())
    asked = plain if kind is CriterionKind.POINTS else plain.asking(kind, ["A", "B", "C"])

    with pytest.raises(UserError) as refused:
        answer_in(asked, typed)
    assert refused.value.code in {"E-MARK", "E-RANGE"}


def test_a_paper_after_a_score_file_and_a_score_file_after_a_paper_never_contradict() -> None:
    with an_award() as award:
        package = next(p for p in award.written if p.juror.name.startswith("Astrid"))
        juror = package.juror.id
        award.merged(award.scored(package, ballot("bjarne")))
        n = type_table(award.session, juror, ballot("astrid"), by="Tone Berg")[0].n
        assert not confirm_ballot(award.session, n, by="Sigrid Second").report.conflicts
