"""The rules that hold for every table, whatever file it came in."""

from __future__ import annotations

import pytest

from juryapp.application.tables.mapping import Table
from juryapp.base.errors import FileFormatError
from juryapp.base.i18n import translated
from juryapp.intake.sheets import MAX_ROWS, MAX_TEXT, WARNINGS_PER_CODE, Record, table_from


def made(*rows: list[str], typed: bool = False) -> Table:
    """Return the table of these rows."""
    return table_from("x.csv", [Record(n, row) for n, row in enumerate(rows, 1)], typed=typed)


def refused(*rows: list[str], typed: bool = False) -> FileFormatError:
    """Return the error that these rows end with."""
    with pytest.raises(FileFormatError) as caught:
        made(*rows, typed=typed)
    assert translated(caught.value.named("x.csv"))
    return caught.value


def test_a_title_above_the_headings_is_passed_over() -> None:
    table = made(["Nominasjoner 2026"], ["", ""], ["Navn", "Sted"], ["A", "x"])

    assert table.columns == ("Navn", "Sted")
    assert table.rows[0].number == 4


def test_headings_lose_their_line_ends_and_double_spaces() -> None:
    assert made(["Navn\npå  kommune", " Sted "], ["A", "x"]).columns == ("Navn på kommune", "Sted")


def test_a_column_without_a_heading_is_called_by_its_letter() -> None:
    assert made(["Navn", "", "Sted"], ["A", "x", "y"]).columns == ("Navn", "B", "Sted")


def test_in_a_workbook_cells_beyond_the_headings_have_a_column_too() -> None:
    assert made(["Navn", "Sted"], ["A", "x", "note"], typed=True).columns == ("Navn", "Sted", "C")


@pytest.mark.parametrize("again", ["Navn", "NAVN", " navn "])
def test_a_heading_that_stands_twice_is_refused(again: str) -> None:
    error = refused(["Navn", "Sted", again], ["A", "x", "y"])

    assert (error.code, error.row, error.column) == ("E-CSV-HEADER", 1, "Navn")


@pytest.mark.parametrize(
    "character", ["\x00", "\x07", "\x1b", "\x7f", "\x9f", "\u202e", "\u2066", "\uffff"]
)
def test_a_forbidden_character_is_named_by_row_column_and_number(character: str) -> None:
    error = refused(["Navn", "Sted"], ["A", f"b{character}c"])

    assert (error.code, error.row, error.column) == ("E-STR-CHAR", 2, "Sted")
    assert f"U+{ord(character):04X}" in translated(error)


def test_line_ends_tabs_and_emoji_are_allowed() -> None:
    assert made(["Navn", "Tekst"], ["A", "x\n\ty 🦌"]).rows[0].cells == ("A", "x\n\ty 🦌")


def test_a_text_may_be_long_but_not_longer() -> None:
    made(["Navn", "Tekst"], ["A", "x" * MAX_TEXT])

    error = refused(["Navn", "Tekst"], ["A", "x" * (MAX_TEXT + 1)])

    assert (error.code, error.row, error.column) == ("E-CSV-FIELD", 2, "Tekst")


def test_too_many_rows_are_refused() -> None:
    assert refused(["Navn"], *[["A"]] * MAX_ROWS + [["B"]]).code == "E-CSV-ROWS"


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|'/C calc'!A0", "@SUM(1+1)", "-1+2", "+1+1", "\t=A1"]
)
def test_what_looks_like_a_formula_is_taken_as_text_with_a_remark(text: str) -> None:
    table = made(["Navn", "Tekst"], ["A", text])

    assert table.rows[0].cells[1] == text
    assert [w.code for w in table.warnings] == ["W-FORMULA"]
    assert "B2" in table.warnings[0].sentence()


@pytest.mark.parametrize(
    "text",
    ["+47 12345678", "+47 (0) 22-33-44", "-5", "- et godt tiltak", "–", "@ordforar", "=", "a=b"],
)
def test_phone_numbers_lists_and_numbers_are_no_formulas(text: str) -> None:
    assert made(["Navn", "Tekst"], ["A", text]).warnings == ()


def test_in_a_workbook_text_is_never_taken_for_a_formula() -> None:
    assert made(["Navn", "Tekst"], ["A", "=1+1"], typed=True).warnings == ()


def test_of_many_remarks_the_first_are_shown_and_the_rest_counted() -> None:
    table = made(["Navn", "Tekst"], *[["A", "=1+1"]] * (WARNINGS_PER_CODE + 5))

    assert len(table.warnings) == WARNINGS_PER_CODE + 1
    assert table.warnings[-1].sentence() == "More remarks of this kind: 5 (W-FORMULA)."
