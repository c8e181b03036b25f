"""Workbooks: the guard, the first look, and the text of cells. No other process here."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from juryapp.base.errors import FileFormatError
from juryapp.base.i18n import translated
from juryapp.intake import guards, xlsx_worker
from juryapp.intake.guards import check_workbook
from juryapp.intake.xlsx_look import look_at, place_of
from juryapp.intake.xlsx_sheets import cell_text, read_sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(fill: Callable[[Any, Any], None]) -> bytes:
    """Return a workbook whose first sheet `fill(book, sheet)` has written."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        fill(book, book.add_worksheet("Ark1"))
    return buffer.getvalue()


def with_rows(*rows: list[object]) -> bytes:
    """Return a workbook of one sheet with these rows."""

    def fill(_book: Any, sheet: Any) -> None:
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return workbook(fill)


def changed(data: bytes, *, method: int = zipfile.ZIP_DEFLATED, **parts: bytes) -> bytes:
    """Return the workbook with parts replaced or added; `xl__styles_xml` stands for xl/styles.xml."""
    named = {name.replace("__", "/").replace("_xml", ".xml"): body for name, body in parts.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", method) as new:
        for part in old.infolist():
            if part.filename not in named:
                new.writestr(part.filename, old.read(part))
        for name, body in named.items():
            new.writestr(name, body)
    return buffer.getvalue()


def part(data: bytes, name: str) -> bytes:
    """Return one part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def code_of(data: bytes, sheet: str | None = None) -> str:
    """Return the code that reading ends with; its sentence can be told in full."""
    with pytest.raises(FileFormatError) as caught:
        read_sheet(data, sheet)
    assert translated(caught.value.named("x.xlsx"))
    return caught.value.code


GOOD = with_rows(["Navn", "Tall"], ["Ærdal", 7.5])
WITH_MACROS = changed(GOOD, xl__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin")
UTF16_DOCTYPE = "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE a><a/>".encode("utf-16")
STRICT_BOOK = b'<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'


def test_a_workbook_gives_its_rows_as_text() -> None:
    assert read_sheet(GOOD, None).rows == [(1, ["Navn", "Tall"]), (2, ["Ærdal", "7.5"])]


def test_empty_rows_keep_their_numbers_and_are_left_out() -> None:
    data = with_rows(["Navn"], [""], ["A"], [], ["B"])

    assert [number for number, _ in read_sheet(data, None).rows] == [1, 3, 5]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("  a ", "  a "),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a_x000D_\nb", "a\nb"),
        ("snake_xyz", "snake_xyz"),
        (7, "7"),
        (7.0, "7"),
        (7.5, "7.5"),
        (0.1 + 0.2, "0.3"),
        (1e21, "1000000000000000000000"),
        (1.5e-7, "0.00000015"),
        (-0.5, "-0.5"),
        (100.0, "100"),
        (True, "TRUE"),
        (False, "FALSE"),
        (dt.datetime.fromisoformat("2026-02-01"), "2026-02-01"),
        (dt.datetime.fromisoformat("2026-02-01T13:05:00"), "2026-02-01 13:05"),
        (dt.datetime.fromisoformat("2026-02-01T13:05:07"), "2026-02-01 13:05:07"),
        (dt.datetime.fromisoformat("2026-01-31T23:59:59.999990"), "2026-02-01"),
        (dt.time(13, 5), "13:05:00"),
    ],
)  # fmt: skip
def test_a_value_becomes_plain_text(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_formulas_give_their_saved_value_and_are_named() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Navn", "Sum"])
        sheet.write(1, 0, "A")
        sheet.write_formula(1, 1, "=1+2", None, 3)

    read = read_sheet(workbook(fill), None)

    assert read.rows[1] == (2, ["A", "3"])
    assert read.formulas == ["B2"]


def test_a_formula_that_gives_an_empty_text_has_a_value() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Navn", "Sted"])
        sheet.write(1, 0, "A")
        sheet.write_formula(1, 1, '=""', None, "")

    assert read_sheet(workbook(fill), None).rows[1] == (2, ["A", ""])


def test_hidden_columns_that_say_something_are_told() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Navn", "Sted"])
        sheet.write_row(1, 0, ["A", "x"])
        sheet.set_column(1, 1, 10, None, {"hidden": True})

    assert read_sheet(workbook(fill), None).codes == ["W-XLSX-HIDDEN"]


def test_hidden_columns_that_say_nothing_are_not_told() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Navn"])
        sheet.write_row(1, 0, ["A"])
        sheet.set_column(3, 9, 10, None, {"hidden": True})

    assert read_sheet(workbook(fill), None).codes == []


def two_sheets(book: Any, sheet: Any) -> None:
    """Write a sheet of nominations and one of jurors."""
    sheet.write_column(0, 0, ["Navn", "A"])
    book.add_worksheet("Jury").write_column(0, 0, ["Navn", "Kari"])


def test_of_several_sheets_one_must_be_chosen() -> None:
    assert code_of(workbook(two_sheets)) == "A-XLSX-SHEET"
    assert read_sheet(workbook(two_sheets), "Jury").rows[1] == (2, ["Kari"])


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are() -> None:
    assert code_of(workbook(two_sheets), "Ark9") == "A-XLSX-SHEET"


def test_a_hidden_sheet_is_not_taken_for_the_one_with_rows_but_told() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_column(0, 0, ["Navn", "A"])
        hidden = book.add_worksheet("Lister")
        hidden.write_column(0, 0, ["ja", "nei"])
        hidden.hide()

    read = read_sheet(workbook(fill), None)

    assert read.rows[1] == (2, ["A"])
    assert read.codes == ["W-XLSX-HIDDEN"]


def test_a_workbook_without_any_text_has_no_rows() -> None:
    assert code_of(with_rows()) == "E-CSV-EMPTY"


def test_a_sheet_that_the_workbook_names_but_does_not_hold_is_refused() -> None:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(two_sheets))) as old,
        zipfile.ZipFile(buffer, "w") as new,
    ):
        for info in old.infolist():
            if not info.filename.endswith("sheet2.xml"):
                new.writestr(info.filename, old.read(info))

    assert code_of(buffer.getvalue()) == "E-XLSX-BROKEN"


def test_a_cell_far_below_is_refused() -> None:
    assert code_of(workbook(lambda _book, sheet: sheet.write(900_000, 0, "x"))) == "E-CSV-ROWS"


def test_a_formula_that_was_never_calculated_is_refused() -> None:
    sheet = part(GOOD, "xl/worksheets/sheet1.xml").replace(
        b'<c r="B2"><v>7.5</v>', b'<c r="B2"><f>1+1</f>'
    )

    assert code_of(changed(GOOD, xl__worksheets__sheet1_xml=sheet)) == "E-NAME-EMPTY"


def test_a_cell_far_to_the_right_is_refused() -> None:
    assert code_of(workbook(lambda _book, sheet: sheet.write(0, 5000, "x"))) == "E-CSV-COLUMNS"


def test_a_format_far_below_costs_nothing() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_column(0, 0, ["Navn", "A"])
        sheet.write_blank(900_000, 0, None, book.add_format({"bold": True}))

    assert len(read_sheet(workbook(fill), None).rows) == 2


def test_an_error_value_names_its_cell() -> None:
    sheet = part(GOOD, "xl/worksheets/sheet1.xml").replace(
        b'<c r="B2"><v>7.5</v>', b'<c r="B2" t="e"><v>#N/A</v>'
    )

    assert code_of(changed(GOOD, xl__worksheets__sheet1_xml=sheet)) == "E-XLSX-CELLERR"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xd0\xcf\x11\xe0", "E-XLSX-OLD"),
        (b"Navn;Sted\n", "E-XLSX-NOT"),
        (b"PK\x03\x04 and no more", "E-XLSX-BROKEN"),
        (GOOD[:-30], "E-XLSX-BROKEN"),
        (b"PK" + b"PK\x01\x02" * 201, "E-ZIP-MANY"),
        (WITH_MACROS, "E-XLSX-MACRO"),
        (changed(GOOD, method=zipfile.ZIP_BZIP2), "E-XLSX-BROKEN"),
        (changed(GOOD, XL__WORKBOOK_xml=b"<a/>"), "E-ZIP-DUP"),
        (changed(GOOD, xl__a__evil_xml=b"<a/>").replace(b"xl/a/evil", b"xl/../evi"), "E-ZIP-PATH"),
        (changed(GOOD, xl__styles_xml=b"<a>"), "E-XLSX-BROKEN"),
        (changed(GOOD, xl__styles_xml=b"<!DOCTYPE a><a/>"), "E-XLSX-DTD"),
        (changed(GOOD, xl__styles_xml=UTF16_DOCTYPE), "E-XLSX-DTD"),
        (changed(GOOD, xl__styles_xml=b"<a>" * 65 + b"</a>" * 65), "E-XLSX-BROKEN"),
        (changed(GOOD, xl__media__big=b"\0" * (2 << 20)), "E-ZIP-BOMB"),
        (changed(GOOD, xl__styles_xml=b"<a/>" + b" " * (17 << 20)), "E-ZIP-BOMB"),
        (changed(GOOD, xl__workbook_xml=STRICT_BOOK), "E-XLSX-STRICT"),
    ],
)  # fmt: skip
def test_the_guard_refuses_what_is_not_a_plain_workbook(data: bytes, code: str) -> None:
    with pytest.raises(FileFormatError) as caught:
        check_workbook(data)

    assert caught.value.code == code
    assert translated(caught.value.named("x.xlsx"))


def test_a_part_with_a_password_is_refused() -> None:
    data = bytearray(GOOD)
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1

    with pytest.raises(FileFormatError) as caught:
        check_workbook(bytes(data))

    assert caught.value.code == "E-ZIP-ENCRYPTED"


def test_another_packed_file_is_no_workbook() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")

    assert code_of(buffer.getvalue()) == "E-XLSX-NOT"


def test_links_to_other_files_are_told() -> None:
    assert check_workbook(changed(GOOD, xl__externalLinks__externalLink1_xml=b"<a/>")) == (
        "W-XLSX-EXTERNAL",
    )


def test_parts_that_are_large_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "MAX_TOTAL", 2000)

    assert code_of(GOOD) == "E-ZIP-BOMB"


def test_cells_without_a_name_stand_side_by_side() -> None:
    look = look_at(
        f'<worksheet xmlns="{MAIN}"><sheetData><row><c><v>1</v></c><c><v>2</v></c></row>'
        f'<row><c t="e"><v>#REF!</v></c></row></sheetData></worksheet>'.encode()
    )

    assert (look.last_row, look.last_column) == (2, 2)
    assert look.error == ("A2", "#REF!")


def test_a_prefix_of_the_namespace_changes_nothing() -> None:
    look = look_at(
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="3"><x:c r="C3" t="inlineStr"><x:is><x:t>a'
        f"</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>".encode()
    )

    assert (look.last_row, look.last_column) == (3, 3)


@pytest.mark.parametrize(
    ("name", "place"), [("A1", (1, 1)), ("Z9", (9, 26)), ("XFD1048576", (1_048_576, 16_384))]
)
def test_a_cells_name_is_its_place(name: str, place: tuple[int, int]) -> None:
    assert place_of(name) == place


def test_the_other_process_answers_in_json_what_it_read_or_why_not() -> None:
    assert xlsx_worker.answer_to(GOOD, None)["rows"][1] == (2, ["Ærdal", "7.5"])

    refused = xlsx_worker.answer_to(b"PK", None)["refused"]

    assert refused["code"] == "E-XLSX-BROKEN"
    assert refused["template"] == guards.BROKEN
