"""Excel ballots, out and in: the port `Workbooks` of the application."""

from __future__ import annotations

import zipfile
from collections import OrderedDict
from hashlib import sha256
from io import BytesIO
from typing import Any, Final

from juryapp.application.ports.workbooks import (
    BallotCell,
    BallotRow,
    BallotSheet,
    CellKind,
    FilledWorkbook,
)
from juryapp.base.errors import FileFormatError
from juryapp.domain.packages import PackageContent
from juryapp.intake.ballot_cells import CODE_HEAD
from juryapp.intake.guards import check_not_empty, check_workbook
from juryapp.intake.xlsx_tables import ask_worker

_REMEMBERED: Final = 64  # an inbox is looked into again and again
_WORKBOOK: Final = b"xl/workbook.xml"


class ExcelBallots:
    """Writes and reads Excel ballots."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, FilledWorkbook] = OrderedDict()

    def write(self, content: PackageContent, code: str, stamp: str) -> bytes:
        """Return an empty ballot, in the edition's first language."""
        from juryapp.intake.ballot_book import write_ballot  # noqa: PLC0415 - costs 200 ms

        return write_ballot(content, code, stamp)

    def read(self, name: str, data: bytes) -> FilledWorkbook:
        """Return what is in a workbook that came from outside, read in a process of its own.

        Raises:
            FileFormatError: It is refused before anybody looks for marks in it, with a code.
            UnavailableError: The machine does not let us start a process.
        """
        digest = sha256(data).hexdigest()
        if digest not in self._known:
            try:
                check_not_empty(data)
                self._known[digest] = filled_in(ask_worker(data, name, {"ballot": True}))
            except FileFormatError as error:
                raise error.named(name) from error
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return self._known[digest]

    def is_ballot(self, data: bytes) -> bool:
        """Return whether bytes look like a ballot of ours, without a process and without harm."""
        if not data.startswith(b"PK") or _WORKBOOK not in data:
            return False
        try:
            check_workbook(data)
        except FileFormatError:
            return False
        with zipfile.ZipFile(BytesIO(data)) as archive:  # the guard has unpacked every part once
            return any(
                CODE_HEAD.encode() in archive.read(part)
                for part in archive.namelist()
                if part.startswith("xl/") and part.endswith(".xml")
            )


def filled_in(answer: dict[str, Any]) -> FilledWorkbook:
    """Return what the other process found. Raises FileFormatError if it refused the workbook."""
    if refused := answer.get("refused"):
        raise FileFormatError(**refused)
    return FilledWorkbook(
        code=answer["code"],
        saved=answer["saved"],
        sheets=tuple(_sheet(sheet) for sheet in answer["sheets"]),
    )


def _sheet(told: dict[str, Any]) -> BallotSheet:
    columns: dict[str, list[str]] = {}
    headings: dict[str, str] = {}
    for (letter, key), heading in zip(told["keys"], told["headings"], strict=True):
        columns.setdefault(key, []).append(letter)
        headings[key] = heading
    return BallotSheet(
        name=told["name"],
        stamp=told["stamp"],
        columns={key: tuple(letters) for key, letters in columns.items()},
        headings=headings,
        rows=tuple(_row(told, number, cells) for number, cells in told["rows"]),
    )


def _row(told: dict[str, Any], number: int, cells: list[list[str]]) -> BallotRow:
    return BallotRow(
        sheet=told["name"],
        number=number,
        cells={
            key: BallotCell(
                sheet=told["name"], name=f"{letter}{number}", kind=CellKind(kind), value=value
            )
            for (letter, key), (kind, value) in zip(told["keys"], cells, strict=True)
        },
    )
