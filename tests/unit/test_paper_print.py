"""Ballots on paper as PDF: what stands on them, page by page, in every language."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pypdfium2
import pytest

from juryapp.domain.criteria import CommentRule, Criterion, CriterionKind, Level
from juryapp.domain.ids import CriterionId
from juryapp.domain.paper_print import PaperContent, PrintedNominee
from juryapp.domain.scales import Scale
from juryapp.reports.paper_boxes import digits_of
from juryapp.reports.protocol_pdf import PdfPrinter

HALVES = Scale.between(Fraction(0), Fraction(10), Fraction(1, 2))
NEW = Criterion(
    id=CriterionId("NY"),
    name="Nyskaping",
    weight=Fraction(1),
    scale=HALVES,
    levels=(Level(0, "ikke til stede"), Level(20, "andre kan lære av det")),
)
CONTENT = PaperContent(
    award="Fjordprisen",
    owner="Fjordrådet",
    title="Fjordprisen 2026",
    year=2026,
    trial=False,
    juror="Ingrid Sørensen Ålgård",
    juror_number=3,
    code="K7Q2-1-03-1-58",
    round=1,
    opened="2026-11-01T10:00:00Z",
    deadline="2026-11-12",
    comment=CommentRule.NONE,
    criteria=(NEW,),
    nominees=(
        PrintedNominee(number=7, name="Guovdageainnu suohkan", category="Store"),
        PrintedNominee(number=2, name="Fjordby", category="Små", place="Vestland"),
    ),
)


def pages_of(*contents: PaperContent, language: str = "en") -> list[str]:
    """Return the text of each page of the papers."""
    pdf = pypdfium2.PdfDocument(PdfPrinter().render_papers(contents, language))
    found = [" ".join(page.get_textpage().get_text_bounded().split()) for page in pdf]
    pdf.close()
    return found


def test_a_paper_says_all_that_is_asked_in_the_jurors_own_order() -> None:
    whole = " ".join(pages_of(CONTENT))

    for text in (
        "Ballot on paper",
        "No. 3 · Ingrid Sørensen Ålgård",
        "12 November 2026",
        "07 Guovdageainnu suohkan",
        "Små · Vestland",
        "Nyskaping 0 to 10, in steps of 0.5",
        "0 = ikke til stede · 10 = andre kan lære av det",
        "not assessed",
        "nothing to report",
        "something the panel should know",
        "in doubt",
        "may be used in the justification",
        "Signature",
        "Date",
    ):
        assert text in whole, text
    assert whole.index("Guovdageainnu") < whole.index("Fjordby Små")


def test_every_page_bears_the_code_and_its_number_and_only_the_first_the_name() -> None:
    many = replace(CONTENT, nominees=CONTENT.nominees * 6)
    pages = pages_of(many)

    assert len(pages) > 2
    for n, page in enumerate(pages, start=1):
        assert CONTENT.code in page
        assert f"Page {n} of {len(pages)}" in page
    assert not any("Ingrid" in page for page in pages[1:])


def test_papers_together_begin_on_leaves_of_their_own_with_their_own_numbers() -> None:
    other = replace(CONTENT, juror="Åse Moe", juror_number=4, code="K7Q2-1-04-1-55")
    alone = pages_of(CONTENT)
    pages = pages_of(CONTENT, other)

    start = next(n for n, page in enumerate(pages) if "Åse Moe" in page)
    assert start % 2 == 0  # a front
    assert pages[: len(alone)] == alone
    assert set(pages[len(alone) : start]) <= {""}
    assert "Page 1 of" in pages[start]
    assert all(other.code in page for page in pages[start:])


def test_the_same_paper_has_the_same_bytes() -> None:
    printer = PdfPrinter()
    assert printer.render_papers([CONTENT], "nb") == printer.render_papers([CONTENT], "nb")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_ten_criteria_and_sixty_nominees_fit_in_every_language(language: str) -> None:
    criteria = tuple(replace(NEW, id=CriterionId(f"C{n}"), name=f"{n} " * 40) for n in range(10))
    long = "Interkommunalt samarbeidsråd for stedsutvikling " * 6
    nominees = tuple(
        PrintedNominee(number=n, name=f"{n} {long}", category=long) for n in range(1, 61)
    )
    pages = pages_of(replace(CONTENT, criteria=criteria, nominees=nominees), language=language)

    whole = " ".join(pages)
    assert all(re.search(rf"\b{n:02d} {n} Interkommunalt", whole) for n in range(1, 61))
    assert all(CONTENT.code in page for page in pages)


def test_each_kind_of_criterion_has_what_it_takes_to_answer() -> None:
    kinds = (
        replace(NEW, levels=(), name="Plass").asking(CriterionKind.ORDER),
        replace(NEW, levels=(), name="Ja eller nei").asking(CriterionKind.YES_NO),
        replace(NEW, levels=(), name="Råd").asking(
            CriterionKind.RECOMMENDATION, ["Anbefales varmt", "Anbefales", "Ikke"]
        ),
        replace(NEW, levels=(), name="Med ord").asking(CriterionKind.TEXT),
    )
    whole = " ".join(pages_of(replace(CONTENT, criteria=kinds)))

    assert "Plass place, 1 is best" in whole
    assert "Ja eller nei" in whole
    assert "Yes" in whole
    assert "No " in whole
    assert "1 Anbefales varmt" in whole
    assert "3 Ikke" in whole
    assert "Med ord" in whole


def test_hostile_names_are_printed_as_text() -> None:
    nominee = PrintedNominee(number=1, name='<b>fet</b> <img src="x"/> & "', category="")
    whole = " ".join(pages_of(replace(CONTENT, nominees=(nominee,), title="<i>Pris</i>")))

    assert '<b>fet</b> <img src="x"/> & "' in whole
    assert "<i>Pris</i>" in whole


def test_a_comment_that_is_asked_for_and_who_is_left_out_are_said() -> None:
    whole = " ".join(pages_of(replace(CONTENT, comment=CommentRule.ALL, left_out=2, trial=True)))

    assert "asks for a comment" in whole
    assert "2 candidates are left out, for whom you are recused" in whole
    assert "decides nothing" in whole


@pytest.mark.parametrize(
    ("scale", "boxes"),
    [
        (HALVES, (2, 1)),
        (Scale(1, 6, Fraction(1)), (1, 0)),
        (Scale(0, 100, Fraction(1)), (3, 0)),
        (Scale(0, 400, Fraction(1, 4)), (3, 2)),
        (Scale(0, 9, Fraction(1, 3)), (1, 6)),
    ],
)
def test_there_is_a_box_for_each_digit(scale: Scale, boxes: tuple[int, int]) -> None:
    assert digits_of(scale) == boxes
