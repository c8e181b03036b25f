"""Excel ballots as jurors send them back: filled in, sorted, broken in every way that people find."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from juryapp.application.packages.writing import write_packages
from prepared_award import Award

NOTHING = "nothing to report"
Change = Callable[["Filled"], object]


@dataclass
class Filled:
    """A ballot that is open in a spreadsheet program."""

    book: Workbook

    @property
    def sheet(self) -> Worksheet:
        """The sheet with the answers."""
        return next(s for s in self.book.worksheets if str(s["A1"].value).startswith("juryapp:"))

    @property
    def keys(self) -> dict[str, int]:
        """Where each column stands, from 1."""
        return {str(cell.value): n for n, cell in enumerate(self.sheet[1], 1) if cell.value}

    def row_of(self, nominee: str) -> int:
        """Return the row of a nominee, by name."""
        column = self.keys["name"]
        return next(
            row
            for row in range(3, self.sheet.max_row + 1)
            if self.sheet.cell(row, column).value == nominee
        )

    def cell(self, nominee: str, key: str) -> Cell:
        """Return the cell of a nominee and a column."""
        found = self.sheet.cell(self.row_of(nominee), self.keys[key])
        assert isinstance(found, Cell)
        return found

    def put(self, nominee: str, key: str, value: object, number_format: str = "") -> str:
        """Type something into a cell and return the cell's name."""
        cell = self.cell(nominee, key)
        cell.value = value  # type: ignore[assignment]
        if number_format:
            cell.number_format = number_format
        return cell.coordinate

    def bytes(self) -> bytes:
        """Save it."""
        data = io.BytesIO()
        self.book.save(data)
        return data.getvalue()


def empty(award: Award, who: str = "bjarne", folder: str = "workbooks") -> Path:
    """Make an Excel ballot for a juror."""
    juror = award.juror(who)
    written, _ = write_packages(
        award.session, award.folder / folder, jurors=[juror.id], workbook=True
    )
    return written[0].path


def fill(path: Path, marks: Mapping[str, Any] | None = None, note: str = "") -> Filled:
    """Open an empty ballot, declare everywhere, and give every nominee these marks (SAM 7.5, NY 8)."""
    filled = Filled(load_workbook(path))
    given = {"SAM": 7.5, "NY": 8} if marks is None else marks
    for row in range(3, filled.sheet.max_row + 1):
        filled.sheet.cell(row, filled.keys["answer"], NOTHING)
        for criterion, mark in given.items():
            filled.sheet.cell(row, filled.keys[f"mark:{criterion}"], mark)
        if note:
            filled.sheet.cell(row, filled.keys["note"], note)
    return filled


def returned(
    award: Award, change: Change | None = None, *, who: str = "bjarne", name: str = "", **given: Any
) -> Path:
    """Return a ballot as it comes back: made, filled in, and then changed."""
    path = empty(award, who)
    filled = fill(path, **given)
    if change is not None:
        change(filled)
    target = award.folder / "back"
    target.mkdir(exist_ok=True)
    file = target / (name or path.name)
    file.write_bytes(filled.bytes())
    return file
