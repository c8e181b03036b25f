"""Tables from real files: both kinds say the same, and no workbook can harm the program that reads it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from juryapp.application.tables.mapping import (
    JUROR_FIELDS,
    NOMINATION_FIELDS,
    MappedRow,
    mapped_rows,
    mapping_warnings,
    proposed_mapping,
)
from juryapp.base.errors import FileFormatError, UnavailableError
from juryapp.base.i18n import translated
from juryapp.intake import xlsx_tables
from juryapp.intake.reader import SpreadsheetReader, read_table

FOLDER: Final = Path(__file__).parents[1] / "data" / "intake"
WORKBOOK: Final = FOLDER / "nominations.xlsx"
CSV: Final = FOLDER / "nominations_cp1252.csv"


def nominations(path: Path) -> tuple[MappedRow, ...]:
    """Return the nominations in a file, by the headings alone."""
    table = read_table(path)
    return mapped_rows(table, proposed_mapping(table, NOMINATION_FIELDS))


def test_the_workbook_and_the_csv_say_the_same() -> None:
    workbook, text = read_table(WORKBOOK), read_table(CSV)
    received = workbook.columns.index("Mottatt")

    assert nominations(WORKBOOK) == nominations(CSV)
    assert workbook.columns == text.columns
    for ours, theirs in zip(workbook.rows, text.rows, strict=True):
        assert ours.number == theirs.number
        assert ours.cells[:received] == theirs.cells[:received]


def test_twenty_six_nominations_name_twenty_nominees() -> None:
    rows = nominations(WORKBOOK)

    assert len(rows) == 26
    assert len({row["nominee"] for row in rows}) == 20
    assert {row["relation"] for row in rows} == {"self", "other"}
    assert all(row["received"].startswith("2026-02-") for row in rows)
    assert rows[0].values == {
        "nominee": "Ærdal",
        "category": "Under 15 000 innbyggere",
        "text": (
            "Kommunen svarer bedrifter innen to døgn og har én dør inn for alle spørsmål."
            " Næringssjefen kommer på besøk; hun venter ikke på søknader."
        ),
        "nominator": "Torgeir Blåvarp",
        "organisation": "Ærdal Treindustri AS",
        "relation": "other",
        "received": "2026-02-02",
        "facts": "4210",
    }


def test_only_the_csv_asks_about_its_character_set() -> None:
    asked = [remark.code for remark in read_table(CSV).warnings]

    assert asked == ["A-CSV-ENCODING"]
    assert read_table(WORKBOOK).warnings == ()
    assert (
        mapping_warnings(read_table(CSV), proposed_mapping(read_table(CSV), NOMINATION_FIELDS))
        == ()
    )


def test_a_named_sheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "to_ark.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Nominasjoner").write_column(0, 0, ["Navn", "Ærdal"])
        jury = book.add_worksheet("Juryen")
        jury.write_row(0, 0, ["Navn", "E-post", "Rolle"])
        jury.write_row(1, 0, ["Kari Nes", "kari@example.org", "Juryleiar"])

    with pytest.raises(FileFormatError) as caught:
        SpreadsheetReader().read(path)
    table = SpreadsheetReader().read(path, "Juryen")

    assert caught.value.code == "A-XLSX-SHEET"
    assert "“Nominasjoner”, “Juryen”" in translated(caught.value)
    (juror,) = mapped_rows(table, proposed_mapping(table, JUROR_FIELDS))
    assert juror.values == {"name": "Kari Nes", "email": "kari@example.org", "role": "chair"}


def test_a_file_without_a_known_suffix_is_judged_by_its_first_bytes(tmp_path: Path) -> None:
    for source in (WORKBOOK, CSV):
        copy = tmp_path / "attachment"
        copy.write_bytes(source.read_bytes())
        assert len(read_table(copy).rows) == 26


def test_an_old_workbook_that_is_really_a_new_one_is_read(tmp_path: Path) -> None:
    copy = tmp_path / "list.xls"
    copy.write_bytes(WORKBOOK.read_bytes())

    assert len(read_table(copy).rows) == 26


def test_a_text_that_calls_itself_a_workbook_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "list.xlsx"
    copy.write_bytes(CSV.read_bytes())

    with pytest.raises(FileFormatError) as caught:
        read_table(copy)

    assert (caught.value.code, caught.value.file) == ("E-XLSX-NOT", "list.xlsx")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileFormatError) as caught:
        read_table(tmp_path / "nothing.csv")

    assert caught.value.code == "E-NOT-FOUND"


def test_a_workbook_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_tables, "TIME_LIMIT", 0.01)

    with pytest.raises(FileFormatError) as caught:
        read_table(WORKBOOK)

    assert (caught.value.code, caught.value.file) == ("E-XLSX-SLOW", "nominations.xlsx")


def test_a_workbook_that_kills_its_reader_is_refused_as_damaged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dying = [sys.executable, "-c", "import os; os.abort()"]
    monkeypatch.setattr(xlsx_tables, "_command", lambda: dying)

    with pytest.raises(FileFormatError) as caught:
        read_table(WORKBOOK)

    assert caught.value.code == "E-XLSX-BROKEN"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps the cap strictly")
def test_a_workbook_that_eats_memory_is_refused_as_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    greedy = (
        f"import sys; sys.path[:] = {sys.path!r};"
        " from juryapp.intake import xlsx_worker; sys.stdin.buffer.readline();"
        " xlsx_worker.cap_memory(xlsx_worker.MEMORY); b'x' * (2 * xlsx_worker.MEMORY)"
    )
    monkeypatch.setattr(xlsx_tables, "_command", lambda: [sys.executable, "-I", "-c", greedy])

    with pytest.raises(FileFormatError) as caught:
        read_table(WORKBOOK)

    assert caught.value.code == "E-XLSX-BROKEN"


def test_a_machine_that_starts_no_process_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(xlsx_tables, "_command", lambda: [str(tmp_path / "no-such-program")])

    with pytest.raises(UnavailableError) as caught:
        read_table(WORKBOOK)

    assert "nominations.xlsx" in translated(caught.value)


def test_a_frozen_program_calls_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert xlsx_tables._command() == [sys.executable, "--intake-worker"]

    itself = [sys.executable, "-m", "juryapp", "--intake-worker"]
    monkeypatch.setattr(xlsx_tables, "_command", lambda: itself)
    assert len(read_table(WORKBOOK).rows) == 26


def test_reading_csv_does_not_load_the_spreadsheet_library() -> None:
    code = (
        "import sys; from pathlib import Path; from juryapp.intake.reader import read_table;"
        f" read_table(Path({str(CSV)!r})); sys.exit('openpyxl' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
def test_ten_thousand_nominations_are_read(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Navn", "Kategori", "Begrunnelse", "Nominert av"])
        for number in range(1, 10_001):
            row = [
                f"Sted {number}",
                "Klasse",
                f"Begrunnelse nr. {number}. " * 30,
                f"Person {number}",
            ]
            sheet.write_row(number, 0, row)

    assert len(nominations(path)) == 10_000
