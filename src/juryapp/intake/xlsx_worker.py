"""The other process: takes a workbook on stdin and answers on stdout, with a cap on its memory.

Whatever a workbook does to a parser, it does it here: this process may be killed at any time, and it knows
nothing but the bytes it was given.

Both ways, JSON: in, one line `{"sheet": name or null}`, or `{"ballot": true}` for an Excel ballot, and then
the bytes of the file; out, one object.
"""

from __future__ import annotations

import contextlib
import json
import sys
from typing import Any, Final

from juryapp.base.errors import FileFormatError
from juryapp.intake.ballot_cells import read_ballot
from juryapp.intake.xlsx_sheets import read_sheet

MEMORY: Final = 768 << 20  # bytes of address space; a sheet of the largest kind allowed needs half


def main() -> None:
    """Answer the one question that stands on stdin."""
    cap_memory(MEMORY)
    question = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    answer = ballot_in(data) if question.get("ballot") else answer_to(data, question["sheet"])
    sys.stdout.buffer.write(json.dumps(answer).encode())
    sys.stdout.buffer.flush()


def answer_to(data: bytes, sheet: str | None) -> dict[str, Any]:
    """Return the sheet, or why the workbook is refused, as JSON can say it."""
    try:
        read = read_sheet(data, sheet)
    except FileFormatError as error:
        return _refused(error)
    return {"rows": read.rows, "formulas": read.formulas, "codes": read.codes}


def ballot_in(data: bytes) -> dict[str, Any]:
    """Return what stands in an Excel ballot, or why the workbook is refused, as JSON can say it."""
    try:
        return read_ballot(data)
    except FileFormatError as error:
        return _refused(error)


def _refused(error: FileFormatError) -> dict[str, Any]:
    params = {k: v for k, v in error.params.items() if k not in {"file", "row", "column"}}
    return {"refused": {"template": error.template, "code": error.code, "row": error.row, **params}}


def cap_memory(limit: int) -> None:
    """Let this process have no more than `limit` bytes, where the system can see to it."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):  # macOS refuses it at times
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
