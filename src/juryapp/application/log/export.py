"""The log as a table: for a spreadsheet, or for whoever asks in five years."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from juryapp.application.log.reading import LogBook, LogLine
from juryapp.application.log.sentences import LOG_KIND_NAMES
from juryapp.application.ports.sheets import OutTable
from juryapp.application.progress import UNWATCHED, Progress
from juryapp.application.services import Services
from juryapp.base.errors import UsageError
from juryapp.base.files import make_folder, write_atomically
from juryapp.base.i18n import N_, _
from juryapp.base.instants import parse_instant

BAD_SUFFIX: Final = N_("“{name}” must end in .csv or .xlsx.")
_STEP: Final = 2_000
_WIDTHS: Final = (8, 20, 24, 60, 24, 28, 26, 20, 66)


def export_log(
    services: Services,
    book: LogBook,
    places: Sequence[int],
    path: Path,
    progress: Progress = UNWATCHED,
) -> Path:
    """Write entries, in the order given, to a CSV or XLSX file and return where it lies.

    Raises:
        UsageError: The name ends in neither.
        UnavailableError: It cannot be written; an old file is untouched.
    """
    suffix = path.suffix.lower()
    if suffix not in {".csv", ".xlsx"}:
        raise UsageError(BAD_SUFFIX, name=path.name)
    rows = []
    for done, place in enumerate(places):
        if done % _STEP == 0:
            progress.step(done, len(places))
        rows.append(_row(book.line(place)))
    table = OutTable(title=_("Log"), headings=_headings(), rows=rows, widths=_WIDTHS)
    writer = services.table_writer
    data = writer.csv(table) if suffix == ".csv" else writer.xlsx(table)
    make_folder(path.parent)
    write_atomically(path, data)
    progress.step(len(places), len(places))
    return path


def _headings() -> tuple[str, ...]:
    return (
        _("No."),
        _("When"),
        _("Who"),
        _("What was done"),
        _("Juror"),
        _("Nominee"),
        _("About"),
        _("Log"),
        _("Hash"),
    )


def _row(line: LogLine) -> tuple[str | int, ...]:
    return (
        line.seq,
        local_time(line.at),
        line.who,
        line.what,
        line.juror,
        line.nominee,
        _(LOG_KIND_NAMES[line.kind]),
        line.chain,
        line.hash,
    )


def local_time(at: str) -> str:
    """Return a point in time as a spreadsheet sorts it: 2026-11-12 14:02:07, local time."""
    try:
        return f"{parse_instant(at).astimezone():%Y-%m-%d %H:%M:%S}"
    except ValueError:  # somebody has made the entry into something else
        return at
