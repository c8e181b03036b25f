"""Spreadsheets, paper, the clock and randomness."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from juryapp.application.tables.mapping import Table
from juryapp.domain.merge_report import MergeReportContent
from juryapp.domain.paper_print import PaperContent
from juryapp.domain.protocol import ProtocolContent


class TableReader(Protocol):
    """Reads spreadsheets from outside."""

    def read(self, path: Path, sheet: str | None = None) -> Table:
        """Return the table in a CSV or XLSX file. Raises FileFormatError."""
        ...


class ProtocolPrinter(Protocol):
    """Makes the PDF."""

    def render(self, content: ProtocolContent, language: str) -> bytes:
        """Return the protocol as PDF; the same content gives the same bytes."""
        ...

    def render_merge(self, content: MergeReportContent, language: str) -> bytes:
        """Return the report on a merge as PDF; the same content gives the same bytes."""
        ...

    def render_papers(self, contents: Sequence[PaperContent], language: str) -> bytes:
        """Return ballots on paper as one PDF, each on leaves of its own; the same gives the same bytes."""
        ...

    def warnings(self, content: ProtocolContent) -> list[str]:
        """Return characters that the fonts lack, as sentences in the language in use."""
        ...


class Clock(Protocol):
    """Says what time it is."""

    def now(self) -> datetime:
        """Return the time, aware."""
        ...


class Ids(Protocol):
    """Makes ids and secrets."""

    def new_id(self) -> str:
        """Return a new id of 26 letters."""
        ...

    def secret(self) -> str:
        """Return 16 random bytes as hex."""
        ...
