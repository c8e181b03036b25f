"""Papers that ask for more than points: orders, votes, recommendations, words."""

from __future__ import annotations

from pathlib import Path

import pytest

from juryapp.application.paper.confirming import confirm_ballot
from juryapp.application.paper.form import paper_form
from juryapp.application.paper.printing import print_papers
from juryapp.application.paper.table import type_table
from juryapp.application.paper.typing import type_sheet
from juryapp.domain.ids import CriterionId, JurorId
from juryapp.domain.paper import PaperLine
from juryapp.domain.statements import Answer, mark
from kinds_award import KindsAward, kinds_award
from prepared_award import refused
from workplace import table_of

SAID = {
    "order": {"Ås": "2", "Bø": "1", "Vik": "3", "Lund": "1", "Nes": "2"},
    "yes_no": {"Ås": "yes", "Bø": "no", "Vik": "not assessed", "Lund": "ja", "Nes": "0"},
    "recommendation": {"Ås": "1", "Bø": "Not recommended", "Vik": "2", "Lund": "3", "Nes": "1"},
}
POINTS = {
    "order": [2, 1, 3, 1, 2],
    "yes_no": [1, 0, None, 1, 0],
    "recommendation": [2, 0, 1, 0, 2],
}


def place(tmp_path: Path, kind: str) -> KindsAward:
    return kinds_award(tmp_path, kind)


@pytest.mark.parametrize("kind", list(SAID))
def test_answers_of_every_kind_are_typed_confirmed_and_counted(tmp_path: Path, kind: str) -> None:
    award = place(tmp_path, kind)
    rows = [f"{name},C,{said}" for name, said in SAID[kind].items()]
    table = table_of("nominee,criterion,mark", *rows)

    ballot = type_table(award.session, JurorId("J1"), table, by="Tone Berg")[0]
    done = confirm_ballot(award.session, ballot.n, by="Sigrid Second")

    points = {
        stated.statement.key.nominee: stated.statement.content.points
        for stated in done.file.content.marks
    }
    assert [points[f"N{n}"] for n in range(1, 6)] == POINTS[kind]  # type: ignore[index]
    assert done.file.content.complete


def test_a_place_that_is_given_twice_on_paper_is_named_before_it_waits(tmp_path: Path) -> None:
    award = place(tmp_path, "order")
    form = paper_form(award.session, JurorId("J1"))
    sheet = form.sheet
    for nominee in form.nominees:
        marks = {CriterionId("C"): mark(1)}
        sheet = sheet.with_line(PaperLine(nominee=nominee.id, answer=Answer.NOTHING, marks=marks))

    error = refused(lambda: type_sheet(award.session, JurorId("J1"), sheet, by="Tone"))

    assert error.code == "E-PLACE-TWICE"


@pytest.mark.parametrize("kind", [*SAID, "text"])
def test_papers_of_every_kind_are_printed(tmp_path: Path, kind: str) -> None:
    award = place(tmp_path, kind)

    papers, _changes = print_papers(award.session, tmp_path / "all.pdf", together=True)

    assert len(papers) == 3
    assert papers[0].path.read_bytes().startswith(b"%PDF")
