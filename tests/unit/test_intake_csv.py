"""CSV as people send it: character sets, separators, quotation marks."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from juryapp.application.tables.mapping import Table
from juryapp.base.errors import FileFormatError
from juryapp.base.i18n import translated
from juryapp.intake.csv_tables import read_csv
from juryapp.intake.sheets import letter

NORWEGIAN = "Navn;Sted\nÆrdal;Øst\nÅsfjell;Vest\n"


def read(text: str, encoding: str = "utf-8") -> Table:
    """Return the table of a file with this text."""
    return read_csv(text.encode(encoding), "list.csv")


def cells(table: Table) -> list[tuple[str, ...]]:
    """Return headings and rows."""
    return [table.columns, *(row.cells for row in table.rows)]


def codes(table: Table) -> list[str]:
    """Return the codes of the remarks, each of which must be a sentence."""
    assert all(warning.sentence() for warning in table.warnings)
    return [warning.code for warning in table.warnings]


def refused(data: str | bytes) -> FileFormatError:
    """Return the error that reading `data` ends with; its sentence can be told in full."""
    with pytest.raises(FileFormatError) as caught:
        read_csv(data.encode() if isinstance(data, str) else data, "list.csv")
    assert translated(caught.value.named("list.csv"))
    return caught.value


EXPECTED = [("Navn", "Sted"), ("Ærdal", "Øst"), ("Åsfjell", "Vest")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_unicode_is_read_without_a_question(encoding: str) -> None:
    table = read(NORWEGIAN, encoding)

    assert cells(table) == EXPECTED
    assert codes(table) == []


def test_utf16_of_the_other_order_with_its_mark_is_read() -> None:
    assert cells(read("\ufeff" + NORWEGIAN, "utf-16-be")) == EXPECTED


def test_windows_1252_is_read_and_shown_for_a_look() -> None:
    table = read(NORWEGIAN, "cp1252")

    assert cells(table) == EXPECTED
    assert codes(table) == ["A-CSV-ENCODING"]
    assert "Ærdal" in table.warnings[0].sentence()


def test_lines_of_two_character_sets_are_both_read() -> None:
    data = "Navn;Sted\nÆrdal;Øst\n".encode() + "Åsfjell;Vest\n".encode("cp1252")

    table = read_csv(data, "list.csv")

    assert cells(table) == EXPECTED
    assert "two character sets" in table.warnings[0].sentence()


def test_bytes_of_no_character_set_are_refused_by_place() -> None:
    error = refused(b"Navn;Sted\n\x8f\xff;x\n")

    assert error.code == "E-CSV-ENCODING"
    assert error.params["position"] == 11


def test_utf16_cut_in_the_middle_of_a_letter_is_refused() -> None:
    assert refused(NORWEGIAN.encode("utf-16")[:-1]).code == "E-CSV-ENCODING"


@pytest.mark.parametrize("text", ["Å – og Ä", "Å være", "Ã…", "SÅ ER DET", "ÅÆØ"])
def test_letters_that_look_damaged_are_shown_for_a_look_and_others_are_not(text: str) -> None:
    assert bool(codes(read(f"Navn;Sted\n{text};x\n"))) is (text == "Ã…")


@pytest.mark.parametrize(
    "damaged", ["Ã¦rdal", "Ã˜st", "Ã…sfjell", "blÃ¥bÃ¦r", "Å¡uoÅ‹Å‹Ã¡", "\ufffdrdal"]
)
def test_text_damaged_before_is_told(damaged: str) -> None:
    table = read(f"Navn;Sted\n{damaged};x\n")

    assert codes(table) == ["A-CSV-ENCODING"]
    assert damaged in table.warnings[0].sentence()


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_usual_separators_are_found(separator: str) -> None:
    table = read(NORWEGIAN.replace(";", separator))

    assert cells(table) == EXPECTED
    assert codes(table) == []


def test_an_unusual_separator_is_found_and_asked_about() -> None:
    table = read(NORWEGIAN.replace(";", "|"))

    assert cells(table) == EXPECTED
    assert codes(table) == ["A-CSV-DELIM"]


def test_decimal_commas_are_not_taken_for_separators() -> None:
    table = read("nominee;mark\nA;7,5\nB;8,0\n")

    assert table.columns == ("nominee", "mark")
    assert table.rows[0].cells == ("A", "7,5")


def test_separators_inside_a_text_do_not_mislead() -> None:
    table = read('Navn,Tekst\nA,"god; bedre; best"\nB,"a; b"\n')

    assert table.rows[0].cells == ("A", "god; bedre; best")


@pytest.mark.parametrize("line", ["sep=;\r\n", '"sep=;"\n', "sep=;\r"])
def test_a_line_that_names_the_separator_is_obeyed_and_not_counted(line: str) -> None:
    table = read(line + "Navn;Sted, by\nA;b, c, d\n")

    assert table.columns == ("Navn", "Sted, by")
    assert table.rows[0].number == 2


def test_a_list_of_one_column_is_read() -> None:
    assert cells(read("Navn\nA\nB\n")) == [("Navn",), ("A",), ("B",)]


@pytest.mark.parametrize("heading", ["Navn", "nominee", '"Den nominerte"', " Name "])
@pytest.mark.parametrize("separator", [";", ",", "|"])
def test_one_known_heading_is_one_column_whatever_stands_below(
    heading: str, separator: str
) -> None:
    table = read(f"{heading}\nÅsen{separator} Astrid\nØvrebø{separator} Bjarne\n")
    assert [row.cells for row in table.rows] == [
        (f"Åsen{separator} Astrid",),
        (f"Øvrebø{separator} Bjarne",),
    ]
    assert codes(table) == []


def test_a_title_above_the_headings_still_stands_apart() -> None:
    table = read("Nominasjoner 2026\nNavn;Sted\nÆrdal;Øst\n")
    assert cells(table) == [("Navn", "Sted"), ("Ærdal", "Øst")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do_and_the_last_may_be_missing(end: str) -> None:
    assert cells(read(NORWEGIAN.strip().replace("\n", end))) == EXPECTED


def test_a_long_list_is_judged_by_its_first_rows() -> None:
    assert len(read("Navn;Sted, by\n" + "A;b, c\n" * 500).rows) == 500


def test_a_text_in_quotation_marks_keeps_its_lines_and_separators() -> None:
    table = read('Navn;Tekst\r\nA;"En; to\r\n""tre"""\r\nB;x\r\n')

    assert [row.cells for row in table.rows] == [("A", 'En; to\n"tre"'), ("B", "x")]
    assert [row.number for row in table.rows] == [2, 3]


def test_spaces_around_quotation_marks_do_no_harm() -> None:
    assert read('Navn;Tekst\n "A" ; "b;c"\n').rows[0].cells == ("A", "b;c")


def test_a_quotation_mark_inside_a_word_is_a_letter() -> None:
    assert read('Navn;Mål\nBolt 5";x\n').rows[0].cells == ('Bolt 5"', "x")


@pytest.mark.parametrize(
    ("text", "row", "column"),
    [
        ('Navn;Tekst\nA;"uten slutt\nB;x\n', 2, "B"),
        ('Navn;Tekst\nA;b\n"uten" slutt;x\n', 3, "A"),
        ('Navn;Tekst\nA;"', 2, "B"),
        ('"Navn;Tekst\n', 1, "A"),
    ],
)
def test_a_quotation_mark_without_a_partner_is_named(text: str, row: int, column: str) -> None:
    error = refused(text)

    assert (error.code, error.row, error.column) == ("E-CSV-QUOTE", row, column)


def test_rows_are_numbered_as_spreadsheet_programs_number_them() -> None:
    table = read("\nNavn;Sted\n\nA;x\n;;\nB;y\n")

    assert [row.number for row in table.rows] == [4, 6]


def test_a_row_longer_than_the_headings_is_refused() -> None:
    error = refused("Navn;Sted\nA;x\nB;y;z\n")

    assert (error.code, error.row) == ("E-CSV-COLUMNS", 3)


def test_a_row_shorter_than_the_headings_is_filled_up() -> None:
    assert read("Navn;Sted;By\nA;x\n").rows[0].cells == ("A", "x", "")


@pytest.mark.parametrize("line", [";" * 500 + "x", '"a"' + ";b" * 500])
def test_a_row_with_hundreds_of_cells_is_refused(line: str) -> None:
    assert refused(f"Navn;Sted\n{line}\n").code == "E-CSV-COLUMNS"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04rest", "E-KIND"),
        (b"%PDF-1.7", "E-KIND"),
        (b"\x89PNG\r\n", "E-KIND"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "E-KIND"),
        (b"  <TABLE><tr>", "E-KIND"),
        (b"a;b\n\x00\x00\x00\x01\x02;c", "E-KIND"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "E-XLSX-OLD"),
    ],
)
def test_another_kind_of_file_is_named(data: bytes, code: str) -> None:
    assert refused(data).code == code


@pytest.mark.parametrize("text", ["\n", "Navn;Sted", "Navn;Sted\n\n;;\n", "Liste\nNavn;Sted\n"])
def test_a_table_without_rows_is_refused(text: str) -> None:
    assert refused(text).code == "E-CSV-EMPTY"


_TEXT = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"), include_characters='";,\n'),
    max_size=12,
)


@given(
    st.lists(st.lists(_TEXT, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from(";,\t"),
)
def test_what_another_program_writes_is_read_back(rows: list[list[str]], separator: str) -> None:
    """Every table that Python's csv module writes, with all its quotation marks, comes back unchanged."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([["h 1", "h 2", "h 3"], *rows])

    full = [tuple(row) for row in rows if any(cell.strip() for cell in row)]
    if full:
        assert [row.cells for row in read(text.getvalue()).rows] == full


@given(st.binary(max_size=300))
@example(b"\xa0")
def test_no_bytes_at_all_are_a_bug(data: bytes) -> None:
    try:
        widths = {len(row.cells) for row in read_csv(b"a;b\n" + data, "x.csv").rows}
    except FileFormatError as error:
        told = translated(error.named("x.csv"))
    else:
        told = f"rows of {widths} cells"

    assert told == "rows of {2} cells" or told.endswith(".")


@pytest.mark.parametrize(
    ("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ")]
)
def test_columns_are_named_as_spreadsheet_programs_name_them(place: int, name: str) -> None:
    assert letter(place) == name
