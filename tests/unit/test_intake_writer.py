"""Tables that go out: no text in them is ever a formula."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from juryapp.application.ports.sheets import OutTable
from juryapp.intake.writer import SpreadsheetWriter

DANGEROUS = [
    "=1+1",
    "+47 22 22 22 22",
    "-5 % av alle",
    "@SUM(A1)",
    "\tx",
    "\rx",
    '=cmd|"/c calc"!A1',
]


def table(*cells: str | int) -> OutTable:
    return OutTable(title="Log", headings=("No.", "What"), rows=[(1, cell) for cell in cells])


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_looks_like_a_formula_is_a_text_in_csv(text: str) -> None:
    data = SpreadsheetWriter().csv(table(text)).decode("utf-8-sig")

    [_, row] = csv.reader(io.StringIO(data, newline=""), delimiter=";")
    assert row[1] == f"'{text}"


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_looks_like_a_formula_is_a_text_cell_in_a_workbook(text: str) -> None:
    workbook = load_workbook(io.BytesIO(SpreadsheetWriter().xlsx(table(text))))
    sheet = workbook.active
    assert sheet is not None
    cell = sheet.cell(2, 2)

    assert cell.data_type == "s"
    assert str(cell.value).strip() == text.strip()
    workbook.close()


def test_numbers_stay_numbers_and_letters_stay_themselves() -> None:
    workbook = load_workbook(io.BytesIO(SpreadsheetWriter().xlsx(table("Åse Čáhppe; “x”", -7))))
    sheet = workbook.active
    assert sheet is not None

    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        "Åse Čáhppe; “x”",
        -7,
    ]
    workbook.close()


def test_semicolons_quotation_marks_and_line_ends_come_back_from_csv() -> None:
    text = 'a; "b"\nc'

    data = SpreadsheetWriter().csv(table(text)).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(data, newline=""), delimiter=";"))[1] == ["1", text]


def test_what_xml_cannot_hold_becomes_a_blank() -> None:
    workbook = load_workbook(io.BytesIO(SpreadsheetWriter().xlsx(table("a\x00b\x1fc"))))
    sheet = workbook.active
    assert sheet is not None

    assert sheet.cell(2, 2).value == "a b c"
    workbook.close()
