"""Any ballot, written as an Excel workbook and filled in at random, reads back as it was filled in."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from juryapp.application.answers import choices
from juryapp.application.kept_texts import kept_text
from juryapp.application.merge.workbooks import Said, answers_in
from juryapp.application.ports.workbooks import WorkbookIdentity, WrittenIdentity, stamp_of
from juryapp.base.i18n import texts_in
from juryapp.domain.award import Category
from juryapp.domain.criteria import WRITTEN, CommentRule, Criterion, CriterionKind
from juryapp.domain.ids import CategoryId, CriterionId, NomineeId
from juryapp.domain.nominees import Nominee
from juryapp.domain.packages import PackageContent
from juryapp.domain.scales import Scale
from juryapp.domain.statements import (
    Answer,
    DeclarationContent,
    MarkContent,
    MarkState,
    NoteContent,
    mark,
)
from juryapp.intake.ballot_book import write_ballot
from juryapp.intake.ballot_cells import read_ballot
from juryapp.intake.ballot_pages import PIECE, pieces
from juryapp.intake.ballot_reader import ExcelBallots, filled_in
from juryapp.intake.ballot_words import ANSWERS
from package_examples import CONTENT
from score_file_examples import EXPECTED

SHA = "5" * 64
SCALES = (
    Scale(0, 20, Fraction(1, 2)),
    Scale(1, 6, Fraction(1)),
    Scale(0, 1000, Fraction(1, 100)),  # too fine for a list
    Scale(0, 100, Fraction(1, 10)),
)
POINTS = Criterion(id=CriterionId("C1"), name="A & <B>", weight=Fraction(1), scale=SCALES[0])
LANGUAGES = ("nb", "nn", "en")
words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co")), min_size=1, max_size=40
).filter(lambda text: kept_text(text).strip() == text and text != "")


@st.composite
def criteria(draw: st.DrawFn) -> tuple[Criterion, ...]:
    kind = draw(st.sampled_from([*CriterionKind]))
    scale = draw(st.sampled_from(SCALES))
    first = replace(POINTS, scale=scale)
    if kind is CriterionKind.RECOMMENDATION:
        first = first.asking(kind, ["Yes, gladly", "Perhaps", "No"])
    elif kind is not CriterionKind.POINTS:
        first = first.asking(kind)
    comment = replace(POINTS, id=CriterionId("C2"), name="In words", order=1)
    return (first, comment.asking(CriterionKind.TEXT)) if draw(st.booleans()) else (first,)


@st.composite
def contents(draw: st.DrawFn) -> PackageContent:
    count = draw(st.integers(1, 6))
    categories = (
        Category(id=CategoryId("K1"), name="Small"),
        Category(id=CategoryId("K2"), name="=Large"),
    )
    nominees = [
        Nominee(
            id=NomineeId(f"N{n}"),
            number=n,
            name=f"{draw(words)} {n}",
            category=categories[draw(st.integers(0, 1))].id,
            place=draw(words),
        )
        for n in range(1, count + 1)
    ]
    return replace(
        CONTENT,
        categories=categories,
        nominees=tuple(draw(st.permutations(nominees))),
        nominations=(),
        criteria=draw(criteria()),
        comment=draw(st.sampled_from([*CommentRule])),
        languages=(draw(st.sampled_from(LANGUAGES)),),
    )


def in_cell(criterion: Criterion, said: MarkContent, language: str, draw: st.DrawFn) -> object:
    """Return what a juror puts into the cell for an answer."""
    if said.state is MarkState.NOT_ASSESSED:
        return texts_in(language)("not assessed")
    assert said.points is not None
    if criterion.kind is CriterionKind.TEXT:
        return said.note
    offered = dict(choices(criterion, texts_in(language)))
    if offered:
        return offered[said.points]
    value = criterion.scale.value(said.points)
    if draw(st.booleans()):
        return float(value)
    text = f"{float(value):g}"
    return text.replace(".", ",") if draw(st.booleans()) else text


Cells = dict[tuple[str, str], Any]


@st.composite
def ballots(draw: st.DrawFn) -> tuple[PackageContent, Said, Cells]:
    content = draw(contents())
    said, cells = Said(), Cells()
    for criterion in content.criteria:
        free = {c.id: draw(st.permutations(range(1, 7))) for c in content.categories}
        for nominee in content.nominees:
            place = free[nominee.category].pop()
            size = sum(n.category == nominee.category for n in content.nominees)
            if criterion.kind is not CriterionKind.ORDER or place <= size:
                put_mark(draw, content, nominee, criterion, place, (said, cells))
    for nominee in content.nominees:
        put_answer(draw, content, nominee, said, cells)
    return content, said, cells


def put_mark(
    draw: st.DrawFn,
    content: PackageContent,
    nominee: Nominee,
    criterion: Criterion,
    place: int,
    told: tuple[Said, Cells],
) -> None:
    """Answer one criterion for one nominee, or leave the cell empty."""
    said, cells = told
    answer = draw(st.sampled_from(["mark", "not_assessed", ""]))
    if not answer:
        return
    is_text = criterion.kind is CriterionKind.TEXT
    commented = content.comment is CommentRule.ALL and not is_text
    note = draw(words) if is_text or (commented and draw(st.booleans())) else ""
    points = draw(st.integers(criterion.scale.least, criterion.scale.most))
    points = {CriterionKind.ORDER: place, CriterionKind.TEXT: WRITTEN}.get(criterion.kind, points)
    one = mark(points, note)
    if answer == "not_assessed":
        one = MarkContent(MarkState.NOT_ASSESSED, None, note if commented else "")
    said.marks[nominee.id, criterion.id] = one
    language = content.languages[0]
    cells[nominee.id, f"mark:{criterion.id}"] = in_cell(criterion, one, language, draw)
    if commented:
        cells[nominee.id, f"why:{criterion.id}"] = note


def put_answer(
    draw: st.DrawFn, content: PackageContent, nominee: Nominee, said: Said, cells: Cells
) -> None:
    """Answer the question of impartiality and comment on one nominee, or do not."""
    texts = texts_in(content.languages[0])
    chosen = draw(st.sampled_from([None, *ANSWERS]))
    if chosen is not None:
        facts = "" if chosen is Answer.NOTHING else draw(words)
        said.declarations[nominee.id] = DeclarationContent(chosen, facts)
        cells[nominee.id, "answer"] = texts(ANSWERS[chosen])
        cells[nominee.id, "facts"] = facts
    if draw(st.booleans()):
        usable = draw(st.booleans())
        said.notes[nominee.id] = NoteContent(draw(words), usable)
        cells[nominee.id, "note"] = said.notes[nominee.id].text
        cells[nominee.id, "usable"] = texts("yes") if usable else None


def filled(data: bytes, cells: Cells) -> bytes:
    """Put answers into the cells of an empty ballot, as a spreadsheet program does."""
    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[1]
    keys = {str(cell.value): n for n, cell in enumerate(sheet[1], 1)}
    rows = {str(sheet.cell(row, 1).value): row for row in range(3, sheet.max_row + 1)}
    for (nominee, key), value in cells.items():
        cell: Any = sheet.cell(rows[nominee], keys[key])
        cell.value = value or None
        if value == 0:
            cell.value = 0
        if isinstance(value, str) and value:
            cell.data_type = "s"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read(content: PackageContent, data: bytes) -> Said:
    identity = WorkbookIdentity(
        award=content.award,
        edition=content.edition,
        trial=False,
        round=content.round,
        ballot=content.ballot,
        juror=content.juror,
        issue=1,
        above=0,
        made=content.made,
        nominees=tuple(nominee.id for nominee in content.nominees),
    )
    expected = replace(
        EXPECTED, criteria=content.criteria, listed=content.nominees, comment=content.comment
    )
    written = WrittenIdentity(code="code", sha256=SHA, identity=identity)
    return answers_in(filled_in(read_ballot(data)), written, expected)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ballots())
def test_any_ballot_reads_back_as_it_was_filled_in(
    made: tuple[PackageContent, Said, Cells],
) -> None:
    content, said, cells = made
    back = read(content, filled(write_ballot(content, "code", stamp_of(SHA)), cells))
    assert back.marks == said.marks
    assert back.declarations == said.declarations
    assert back.notes == said.notes


def test_an_empty_ballot_says_nothing() -> None:
    content = replace(CONTENT, comment=CommentRule.NONE)
    back = read(content, write_ballot(content, "code", stamp_of(SHA)))
    assert (back.marks, back.declarations, back.notes) == ({}, {}, {})


def test_no_cell_of_an_empty_ballot_is_a_formula_and_no_cells_are_merged() -> None:
    book = load_workbook(io.BytesIO(write_ballot(CONTENT, "code", stamp_of(SHA))))
    for sheet in book.worksheets:
        assert sheet.protection.sheet
        assert not sheet.merged_cells.ranges
        for row in sheet.iter_rows():
            assert "f" not in {cell.data_type for cell in row}


def test_only_the_answers_are_open_and_each_has_a_rule() -> None:
    content = replace(CONTENT, comment=CommentRule.NONE)
    sheet = load_workbook(io.BytesIO(write_ballot(content, "code", stamp_of(SHA)))).worksheets[1]
    open_cells = {
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }
    ruled = {
        cell.coordinate
        for rule in sheet.data_validations.dataValidation
        for cells in rule.sqref.ranges
        for row in sheet[cells.coord if ":" in cells.coord else f"{cells.coord}:{cells.coord}"]
        for cell in row
    }
    assert open_cells == ruled
    assert len(open_cells) == 2 * 6  # nominees × answer, facts, two marks, comment, usable


def test_the_choices_of_a_scale_are_numbers_so_that_no_spreadsheet_makes_days_of_them() -> None:
    book = load_workbook(io.BytesIO(write_ballot(CONTENT, "code", stamp_of(SHA))))
    listed = [cell.value for column in book.worksheets[4].columns for cell in column]
    assert {7.5, 10, 0} <= set(listed)
    assert "7.5" not in listed


@pytest.mark.parametrize("text", ["", "One.", "A. " * 2000, "x" * 5000, "One\n\nTwo\n" * 50])
def test_a_long_text_is_cut_into_rows_and_nothing_of_it_is_lost(text: str) -> None:
    found = pieces(text)
    assert max(map(len, found)) <= PIECE
    assert "".join("".join(found).split()) == "".join(text.split())


def test_a_ballot_is_told_from_other_workbooks_without_opening_it() -> None:
    ballot = write_ballot(CONTENT, "code", stamp_of(SHA))
    assert ExcelBallots().is_ballot(ballot)
    assert not ExcelBallots().is_ballot(b"PK\x03\x04 no workbook")
    assert not ExcelBallots().is_ballot(ballot[:2000])
