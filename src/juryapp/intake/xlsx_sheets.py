"""The cells of one sheet of a workbook, as plain text. Runs in a process of its own (`xlsx_worker`)."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from juryapp.base.errors import FileFormatError
from juryapp.base.i18n import N_
from juryapp.intake.guards import BROKEN, check_workbook
from juryapp.intake.sheets import MAX_COLUMNS, MAX_ROWS, NO_ROWS, TOO_MANY_COLUMNS, TOO_MANY_ROWS
from juryapp.intake.xlsx_look import Look, look_at

WHICH_SHEET = N_(
    "The workbook “{file}” has several sheets with rows. Choose one of them: {sheets}."
)
NO_SUCH_SHEET = N_("The workbook “{file}” has no sheet “{sheet}” with rows. It has: {sheets}.")
NEVER_CALCULATED = N_(
    "Cell {cell} holds a formula that was never calculated, so it has no value."
    " Open the workbook in a spreadsheet program, save it, and try again."
)
ERROR_VALUE = N_(
    "Cell {cell} has the error value {value}. Put it right or empty it, and try again."
)


_DECLARED: Final = re.compile(rb"<(?:\w+:)?sheet\s")


@dataclass(frozen=True, slots=True)
class SheetText:
    """One sheet: its rows (number, cells) and what to warn about."""

    rows: list[tuple[int, list[str]]]
    formulas: list[str]
    codes: list[str]


def read_sheet(data: bytes, sheet: str | None) -> SheetText:
    """Return the text of the sheet called `sheet`, or of the only one that has rows.

    Raises:
        FileFormatError: The workbook is not safe, has no or several such sheets, errors in its cells,
            or is larger than a table may be.
    """
    codes = list(check_workbook(data))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions, which we do not read
        return _read(data, sheet, codes)


def _read(data: bytes, sheet: str | None, codes: list[str]) -> SheetText:
    import openpyxl  # noqa: PLC0415 - costs 150 ms, and only workbooks need it

    book = openpyxl.load_workbook(
        io.BytesIO(data), read_only=True, data_only=True, keep_links=False
    )
    try:
        looks = _looks(data, book)
        chosen = _chosen(book, looks, sheet)
        look = looks[chosen]
        _check(look)
        hidden = [name for name in looks if book[name].sheet_state != "visible"]
        if look.hidden or hidden:
            codes.append("W-XLSX-HIDDEN")
        return SheetText(list(_rows(book[chosen], look)), look.formulas, codes)
    finally:
        book.close()


def _looks(data: bytes, book: Any) -> dict[str, Look]:
    """Return a look at each sheet that says something. The library leaves out sheets that are not there."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if len(_DECLARED.findall(archive.read("xl/workbook.xml"))) > len(book.sheetnames):
            raise FileFormatError(BROKEN, code="E-XLSX-BROKEN")
        looks = {
            sheet.title: look_at(archive.read(sheet._worksheet_path))  # noqa: SLF001 - nowhere else
            for sheet in book.worksheets
        }
    return {name: look for name, look in looks.items() if look.last_row}


def _chosen(book: Any, looks: dict[str, Look], sheet: str | None) -> str:
    sheets = ", ".join(f"“{name}”" for name in looks)
    if not looks:
        raise FileFormatError(NO_ROWS, code="E-CSV-EMPTY")
    if sheet is not None:
        if sheet not in looks:
            raise FileFormatError(NO_SUCH_SHEET, code="A-XLSX-SHEET", sheet=sheet, sheets=sheets)
        return sheet
    visible = [name for name in looks if book[name].sheet_state == "visible"] or list(looks)
    if len(visible) > 1:
        raise FileFormatError(WHICH_SHEET, code="A-XLSX-SHEET", sheets=sheets)
    return visible[0]


def _check(look: Look) -> None:
    if look.last_row > MAX_ROWS + 1:
        raise FileFormatError(TOO_MANY_ROWS, code="E-CSV-ROWS", row=look.last_row, limit=MAX_ROWS)
    if look.last_column > MAX_COLUMNS:
        raise FileFormatError(
            TOO_MANY_COLUMNS, code="E-CSV-COLUMNS", row=look.last_row, limit=MAX_COLUMNS
        )
    if look.error:
        cell, value = look.error
        raise FileFormatError(ERROR_VALUE, code="E-XLSX-CELLERR", cell=cell, value=value)
    if look.without_value:
        raise FileFormatError(NEVER_CALCULATED, code="E-NAME-EMPTY", cell=look.without_value)


def _rows(sheet: Any, look: Look) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that say something. The look sets the bounds, never the file's own word."""
    bounds = {"max_row": look.last_row, "max_col": look.last_column}
    for number, row in enumerate(
        sheet.iter_rows(min_row=1, min_col=1, values_only=True, **bounds), 1
    ):
        cells = [cell_text(value) for value in row]
        if any(cells):
            yield number, cells


def cell_text(value: Any) -> str:
    """Return a cell's value as plain text: 7.5, 2026-02-01, no noise of floats, "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, dt.datetime):
        return _day_text(value)
    if isinstance(value, str):
        return _plain(value)
    return str(value)  # a time of day or a duration


def _number_text(value: float) -> str:
    """Write 15 digits, as spreadsheet programs show them: 0.30000000000000004 is 0.3."""
    text = f"{Decimal(f'{value:.15g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day_text(value: dt.datetime) -> str:
    if value.microsecond >= 500_000:  # a day number's fraction of 59.9999 seconds
        value += dt.timedelta(seconds=1)
    if value.time().replace(microsecond=0) == dt.time():
        return value.date().isoformat()
    return value.strftime("%Y-%m-%d %H:%M" if not value.second else "%Y-%m-%d %H:%M:%S")


def _plain(text: str) -> str:
    from openpyxl.utils.escape import unescape  # noqa: PLC0415 - as above

    shown = unescape(text) if "_x" in text else text
    return str(shown).replace("\r\n", "\n").replace("\r", "\n")
