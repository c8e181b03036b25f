"""Tables that go out, for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

OutCell = str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutTable:
    """A table that goes out. No text in it is ever a formula."""

    title: str  # of the sheet
    headings: tuple[str, ...]
    rows: Sequence[Sequence[OutCell]]
    widths: tuple[int, ...] = ()  # of the columns, in characters


class TableWriter(Protocol):
    """Writes spreadsheets."""

    def csv(self, table: OutTable) -> bytes:
        """Return a CSV file: UTF-8 with a mark at its beginning, semicolons, CRLF."""
        ...

    def xlsx(self, table: OutTable) -> bytes:
        """Return an Excel workbook with one sheet."""
        ...
