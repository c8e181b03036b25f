"""The one door for tables from outside: a path in, a checked table out."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from juryapp.application.tables.mapping import Table
from juryapp.base.errors import FileFormatError
from juryapp.base.files import read_limited
from juryapp.intake.csv_tables import read_csv
from juryapp.intake.guards import MAX_FILE, check_not_empty
from juryapp.intake.xlsx_tables import read_xlsx

_WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".ods"})
_TEXTS: Final = frozenset({".csv", ".txt", ".tsv"})


class SpreadsheetReader:
    """Reads CSV files and Excel workbooks: the port `TableReader` of the application."""

    def read(self, path: Path, sheet: str | None = None) -> Table:
        """Return the table in `path`.

        Args:
            path: A file chosen by the user; nothing is believed of it.
            sheet: Which sheet of a workbook; None takes the only one with rows.

        Raises:
            FileFormatError: The file is refused, by name and code. A-XLSX-SHEET asks for `sheet`.
            UnavailableError: The machine does not let us read it.
        """
        return read_table(path, sheet=sheet)


def read_table(path: Path, *, sheet: str | None = None) -> Table:
    """Return the table in `path`; see `SpreadsheetReader.read`."""
    data = read_limited(path, MAX_FILE)
    try:
        check_not_empty(data)
        if _is_workbook(path, data):
            return read_xlsx(data, path.name, sheet)
        return read_csv(data, path.name)
    except FileFormatError as error:
        raise error.named(path.name) from error


def _is_workbook(path: Path, data: bytes) -> bool:
    """Return whether the name says workbook; where the name says nothing, the first bytes do."""
    suffix = path.suffix.lower()
    if suffix in _TEXTS:
        return False
    return suffix in _WORKBOOKS or data.startswith(b"PK")
