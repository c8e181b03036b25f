"""Workbooks, read in a process of their own with a limit on time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, Final

from juryapp.application.tables.mapping import Table, TableWarning
from juryapp.base.errors import FileFormatError, UnavailableError
from juryapp.base.i18n import N_
from juryapp.intake.guards import BROKEN
from juryapp.intake.sheets import Record, table_from

TIME_LIMIT: Final = 30.0  # seconds; the largest sheet allowed takes a few
WORKER_FLAG: Final = "--intake-worker"  # `__main__` of a frozen program looks for it

TOO_SLOW = N_(
    "The workbook “{file}” takes too long to read."
    " Copy the rows to a new workbook, save that, and try again."
)
NO_PROCESS = N_(
    "The workbook “{file}” cannot be read now: {why}. Close other programs and try again."
)
FORMULA = N_("Cell {cell} contains a formula. Its saved value is used; it is not calculated.")
HIDDEN = N_(
    "The workbook has hidden rows, columns or sheets. Hidden rows are taken in too; check the preview."
)
EXTERNAL = N_(
    "The workbook links to other files. The links are not followed; the values saved last are used."
)
_WARNINGS: Final = {"W-XLSX-HIDDEN": HIDDEN, "W-XLSX-EXTERNAL": EXTERNAL}


def read_xlsx(data: bytes, name: str, sheet: str | None = None) -> Table:
    """Return the table on one sheet of a workbook.

    Args:
        data: The bytes of the file.
        name: The file's name, for errors.
        sheet: The name of the sheet; None takes the only one with rows.

    Raises:
        FileFormatError: The workbook is refused; A-XLSX-SHEET means that `sheet` must be chosen.
        UnavailableError: The machine does not let us start a process.
    """
    answer = ask_worker(data, name, {"sheet": sheet})
    if refused := answer.get("refused"):
        raise FileFormatError(**refused, file=name)
    warnings = [TableWarning(code=code, template=_WARNINGS[code]) for code in answer["codes"]]
    warnings += [_formula(cell) for cell in answer["formulas"]]
    records = (Record(number, cells) for number, cells in answer["rows"])
    return table_from(name, records, warnings, typed=True)


def _formula(cell: str) -> TableWarning:
    return TableWarning(code="W-FORMULA", template=FORMULA, params={"cell": cell})


def ask_worker(data: bytes, name: str, question: dict[str, Any]) -> dict[str, Any]:
    """Return what the other process says of a workbook: see `xlsx_worker`.

    Raises:
        FileFormatError: It took too long, or the workbook was more than the process could bear.
        UnavailableError: The machine does not let us start a process.
    """
    asked = json.dumps(question).encode() + b"\n"
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            _command(),
            input=asked + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=TIME_LIMIT,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise FileFormatError(TOO_SLOW, code="E-XLSX-SLOW", file=name) from error
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UnavailableError(NO_PROCESS, file=name, why=why) from error
    if done.returncode:  # the library gave up, memory ran out, or the process was killed
        raise FileFormatError(BROKEN, code="E-XLSX-BROKEN", file=name)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_FLAG]
    start = (
        f"import sys; sys.path[:] = {sys.path!r};"
        " from juryapp.intake.xlsx_worker import main; main()"
    )
    return [sys.executable, "-I", "-c", start]
