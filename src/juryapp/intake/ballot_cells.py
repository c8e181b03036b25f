"""What stands in a filled Excel ballot, cell by cell. Runs in a process of its own (`xlsx_worker`).

Nothing is judged here. A formula is told as a formula, whatever value a spreadsheet program saved with it; a
day as a day, since it may have been a number once.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from juryapp.base.errors import FileFormatError
from juryapp.base.i18n import N_
from juryapp.intake.guards import check_workbook
from juryapp.intake.sheets import letter
from juryapp.intake.xlsx_look import look_at
from juryapp.intake.xlsx_sheets import cell_text

STAMP: Final = "juryapp:"  # before what binds a sheet to the code of its workbook
CODE_HEAD: Final = "juryapp-ballot"
MAX_ROWS: Final = 10_000
MAX_COLUMNS: Final = 400
MAX_TEXT: Final = 40_000  # characters of a cell; the program that takes it says what is too long
_MAX_PIECES: Final = 64
_KEY_ROWS: Final = 50  # among which the names of the columns are looked for
TOO_LARGE: Final = N_(
    "The sheet “{sheet}” of “{file}” is far larger than a ballot. Ask the juror to fill in the ballot that"
    " you sent."
)


def read_ballot(data: bytes) -> dict[str, Any]:
    """Return what is in a workbook, as JSON can say it.

    Raises:
        FileFormatError: The workbook is not safe, or a sheet is larger than a ballot can be.
    """
    check_workbook(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions, which we do not read
        return _read(data)


def _read(data: bytes) -> dict[str, Any]:
    import openpyxl  # noqa: PLC0415 - costs 150 ms, and only workbooks need it

    book: Any = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    try:
        code, sheets = "", []
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for sheet in book.worksheets:
                look = look_at(archive.read(sheet._worksheet_path))  # noqa: SLF001 - nowhere else
                if look.last_row > MAX_ROWS or look.last_column > MAX_COLUMNS:
                    raise FileFormatError(TOO_LARGE, code="E-WORKBOOK-LARGE", sheet=sheet.title)
                rows = _rows(sheet, look.last_row, look.last_column)
                code = code or _code_in(rows)
                if found := _ballot_in(sheet.title, rows):
                    sheets.append(found)
        return {"code": code, "sheets": sheets, "saved": _saved(book.properties.modified)}
    finally:
        book.close()


_Row = tuple[int, list[tuple[str, str]]]  # its number; kind and value of each cell


def _rows(sheet: Any, last_row: int, last_column: int) -> list[_Row]:
    """Return the rows that say something; the look sets the bounds, never the file's own word."""
    if not last_row:
        return []
    found = sheet.iter_rows(min_row=1, min_col=1, max_row=last_row, max_col=last_column)
    rows = ((number, [_told(cell) for cell in row]) for number, row in enumerate(found, 1))
    return [(number, cells) for number, cells in rows if any(kind != "empty" for kind, _ in cells)]


def _told(cell: Any) -> tuple[str, str]:
    """Return the kind of a cell and what it says."""
    value = cell.value
    if value is None:
        return "empty", ""
    if cell.data_type == "f":
        return "formula", ""
    if cell.data_type == "e":
        return "error", str(value)[:40]
    if isinstance(value, bool):
        return "yes_no", cell_text(value)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return "date", cell_text(value)[:40]
    if isinstance(value, int | float):
        percent = "%" in str(cell.number_format or "")
        return ("percent" if percent else "number"), cell_text(value)[:40]
    text = cell_text(value)[:MAX_TEXT]
    return ("text", text) if text.strip() else ("empty", "")


def _code_in(rows: list[_Row]) -> str:
    """Return the code that stands below its head in the first column, put together from its pieces."""
    if not rows or rows[0][1][0] != ("text", CODE_HEAD):
        return ""
    return "".join(cells[0][1] for _number, cells in rows[1 : 1 + _MAX_PIECES])


def _ballot_in(title: str, rows: list[_Row]) -> dict[str, Any] | None:
    """Return the rows below the names of the columns, if this sheet has such names."""
    for at, (number, cells) in enumerate(rows[:_KEY_ROWS]):
        if number > _KEY_ROWS:
            return None
        if stamp := next((value for _kind, value in cells if value.startswith(STAMP)), ""):
            keys = dict(_keys(cells))
            headings = rows[at + 1][1] if len(rows) > at + 1 else []
            return {
                "name": title,
                "stamp": stamp.removeprefix(STAMP),
                "keys": [[letter(column), key] for column, key in keys.items()],
                "headings": [headings[c][1] if c < len(headings) else "" for c in keys],
                "rows": [_row(below, keys) for below in rows[at + 2 :]],
            }
    return None


def _keys(cells: list[tuple[str, str]]) -> Iterator[tuple[int, str]]:
    for column, (_kind, value) in enumerate(cells):
        if value:
            yield column, "nominee" if value.startswith(STAMP) else value[:80]


def _row(row: _Row, keys: dict[int, str]) -> list[Any]:
    number, cells = row
    return [number, [list(cells[c]) if c < len(cells) else ["empty", ""] for c in keys]]


def _saved(moment: Any) -> str:
    """Return when the spreadsheet program says it saved, as one of our instants; "" if it does not."""
    if not isinstance(moment, dt.datetime) or not 1990 <= moment.year < 2200:
        return ""
    return moment.replace(microsecond=0, tzinfo=None).isoformat() + "Z"
