"""From rows of raw text to a checked `Table`: one set of rules for CSV and workbooks."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from juryapp.application.tables.mapping import Table, TableRow, TableWarning
from juryapp.base.errors import FileFormatError
from juryapp.base.i18n import N_

MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 200
MAX_TEXT: Final = 20_000  # characters in one cell
WARNINGS_PER_CODE: Final = 20  # then one that says how many more there are

NO_ROWS = N_("“{file}” has no rows below the headings. Check that it is the right file and sheet.")
TOO_MANY_ROWS = N_(
    "“{file}” has more than {limit} rows. Check that it is the right file,"
    " or delete what stands far below the table."
)
TOO_MANY_COLUMNS = N_(
    "Row {row} of “{file}” has more than {limit} columns. Check that it is the right file,"
    " or delete what stands far to the right of the table."
)
TOO_MANY_CELLS = N_(
    "Row {row} has {n} cells, but there are only {columns} headings."
    " Check the separators in this row; a text that contains one must stand in quotation marks."
)
HEADING_TWICE = N_("The heading “{heading}” stands twice. Give each column a heading of its own.")
TOO_LONG = N_(
    "Row {row}, column “{column}”: the text is too long ({n} characters; at most {limit} are taken)."
    " Shorten it, or attach it as a document."
)
BAD_CHARACTER = N_(
    "Row {row}, column “{column}” contains a forbidden invisible character ({character})."
    " Delete it, or write the cell anew."
)
LIKE_A_FORMULA = N_("Cell {cell} looks like a formula. It is taken as text and is not calculated.")
AND_MORE = N_("More remarks of this kind: {n} ({code}).")

# C0 and C1 without tab and line end, marks that turn the direction of text, and what is no character
_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_FORMULA: Final = re.compile(r"=.|[-+@](?=.*(?:\(|!|\||\w\s*[-+*/]\s*\w))", re.DOTALL)
_FORMULA_STARTS: Final = frozenset("=+-@")
_PHONE: Final = re.compile(r"\+[\d\s().–-]+")


@dataclass(frozen=True, slots=True)
class Record:
    """One row as found: its number as a spreadsheet program shows it, and its cells."""

    number: int
    cells: Sequence[str]


def table_from(
    name: str,
    records: Iterable[Record],
    warnings: Sequence[TableWarning] = (),
    *,
    typed: bool = False,
) -> Table:
    """Return the checked table of `records`, whose first full row holds the headings.

    Args:
        name: The file's name, for errors.
        records: All rows, in order; empty ones may be among them and are left out.
        warnings: What was found before.
        typed: From a workbook: it says itself what is a formula, so text is never taken for one, and
            each cell knows its column, so a column without a heading is named by its letter.

    Raises:
        FileFormatError: No rows, too many, too long, a forbidden character, unclear headings.
    """
    full = _full(records)
    at = _heading_at(full)
    if len(full) < at + 2:
        raise FileFormatError(NO_ROWS, code="E-CSV-EMPTY", file=name)
    body = full[at + 1 :]
    width = max(_width(record) for record in body) if typed else 0
    columns = _columns(full[at], max(width, len(full[at].cells)))
    rows = tuple(_row(record, columns) for record in body)
    found = [] if typed else [found for row in rows for found in _formulas(row)]
    return Table(name=name, columns=columns, rows=rows, warnings=limited([*warnings, *found]))


def letter(column: int) -> str:
    """Return the name of a column by its place from 0, as spreadsheet programs show it: A to Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def limited(warnings: Iterable[TableWarning]) -> tuple[TableWarning, ...]:
    """Return the first warnings of each code; the last of them says how many more there are."""
    by_code: dict[str, list[TableWarning]] = {}
    for warning in warnings:
        by_code.setdefault(warning.code, []).append(warning)
    return tuple(warning for same in by_code.values() for warning in _first_of(same))


def _first_of(same: Sequence[TableWarning]) -> Sequence[TableWarning]:
    rest = len(same) - WARNINGS_PER_CODE
    if rest <= 0:
        return same
    more = TableWarning(
        code=same[0].code, template=AND_MORE, params={"n": rest, "code": same[0].code}
    )
    return [*same[:WARNINGS_PER_CODE], more]


def _width(record: Record) -> int:
    width = len(record.cells)
    while width and not record.cells[width - 1].strip():
        width -= 1
    return width


def _full(records: Iterable[Record]) -> list[Record]:
    """Return the rows that say something."""
    full: list[Record] = []
    for record in records:
        width = _width(record)
        if width > MAX_COLUMNS:
            raise FileFormatError(
                TOO_MANY_COLUMNS, code="E-CSV-COLUMNS", row=record.number, limit=MAX_COLUMNS
            )
        if width:
            full.append(record)
        if len(full) > MAX_ROWS + 1:
            raise FileFormatError(TOO_MANY_ROWS, code="E-CSV-ROWS", limit=MAX_ROWS)
    return full


def _heading_at(full: Sequence[Record]) -> int:
    """Return where the headings stand: a title above them fills one cell, headings fill several."""
    several = (
        at for at, record in enumerate(full) if sum(map(bool, map(str.strip, record.cells))) > 1
    )
    return next(several, 0)


def _columns(record: Record, width: int) -> tuple[str, ...]:
    """Return the headings; a column without one is called by its letter."""
    cells = [*record.cells, *[""] * (width - len(record.cells))][:MAX_COLUMNS]
    for column, cell in enumerate(cells):
        _check_cell(cell, record.number, letter(column))
    headings = [" ".join(unicodedata.normalize("NFC", cell).split()) for cell in cells]
    named = tuple(heading or letter(column) for column, heading in enumerate(headings))
    again, times = Counter(heading.casefold() for heading in named).most_common(1)[0]
    if times > 1:
        heading = next(heading for heading in named if heading.casefold() == again)
        raise FileFormatError(
            HEADING_TWICE, code="E-CSV-HEADER", row=record.number, column=heading, heading=heading
        )
    return named


def _row(record: Record, columns: Sequence[str]) -> TableRow:
    width = _width(record)
    if width > len(columns):
        raise FileFormatError(
            TOO_MANY_CELLS, code="E-CSV-COLUMNS", row=record.number, n=width, columns=len(columns)
        )
    cells = [*record.cells[: len(columns)], *[""] * (len(columns) - len(record.cells))]
    for heading, cell in zip(columns, cells, strict=True):
        _check_cell(cell, record.number, heading)
    return TableRow(number=record.number, cells=tuple(cells))


def _check_cell(cell: str, row: int, column: str) -> None:
    if len(cell) > MAX_TEXT:
        raise FileFormatError(
            TOO_LONG, code="E-CSV-FIELD", row=row, column=column, n=len(cell), limit=MAX_TEXT
        )
    if found := _FORBIDDEN.search(cell):
        character = f"U+{ord(found[0]):04X}"
        raise FileFormatError(
            BAD_CHARACTER, code="E-STR-CHAR", row=row, column=column, character=character
        )


def _formulas(row: TableRow) -> Iterator[TableWarning]:
    for column, cell in enumerate(row.cells):
        text = cell.strip()
        if text[:1] in _FORMULA_STARTS and _FORMULA.match(text) and not _PHONE.fullmatch(text):
            name = f"{letter(column)}{row.number}"
            yield TableWarning(
                code="W-FORMULA",
                template=LIKE_A_FORMULA,
                params={"cell": name},
                row=row.number,
                column=letter(column),
            )
