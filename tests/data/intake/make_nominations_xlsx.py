"""Make `nominations.xlsx` from `nominations_cp1252.csv`: the same list as people keep it in a workbook.

Run it from anywhere: `python tests/data/intake/make_nominations_xlsx.py`. The CSV is kept by hand, as Excel
on Norwegian Windows saves it; the workbook has real dates and numbers, bold headings and a sheet beside it.
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Final

import xlsxwriter  # type: ignore[import-untyped]

HERE: Final = Path(__file__).parent
DAYS: Final = "Mottatt"
NUMBERS: Final = "Innbyggere"


def rows() -> list[dict[str, str]]:
    """Return the nominations as the CSV has them."""
    with (HERE / "nominations_cp1252.csv").open(encoding="cp1252", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def write_workbook(path: Path) -> None:
    """Write the list to `path`."""
    with xlsxwriter.Workbook(path) as book:
        # the same time always, so that a change in the file is a change in the list
        book.set_properties({"created": dt.datetime(2026, 2, 20, 16, 0, tzinfo=dt.UTC)})
        sheet = book.add_worksheet("Nominasjoner")
        book.add_worksheet("Notater")
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        bold = book.add_format({"bold": True})
        for number, row in enumerate(rows(), 1):
            sheet.write_row(0, 0, row.keys(), bold)
            for column, (heading, text) in enumerate(row.items()):
                if heading == DAYS:
                    of_month, month, year = map(int, text.split("."))
                    sheet.write_datetime(number, column, dt.date(year, month, of_month), day)
                else:
                    sheet.write(number, column, int(text) if heading == NUMBERS else text)


if __name__ == "__main__":
    write_workbook(HERE / "nominations.xlsx")
