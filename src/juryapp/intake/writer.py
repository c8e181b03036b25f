"""Tables that go out: CSV that a Norwegian Excel opens as it is, and workbooks."""

from __future__ import annotations

import csv
import io
from typing import Final

from juryapp.application.ports.sheets import OutCell, OutTable

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_BOM: Final = b"\xef\xbb\xbf"
_MOST: Final = 32_767  # characters in a cell of a workbook
_WIDTH: Final = 18
_CONTROLS: Final = {n: " " for n in range(32) if n not in {9, 10, 13}}  # XML has no place for them


class SpreadsheetWriter:
    """Writes CSV files and Excel workbooks: the port `TableWriter` of the application."""

    def csv(self, table: OutTable) -> bytes:
        """Return a CSV file; what a spreadsheet would take for a formula has an apostrophe before it."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
        writer.writerow(table.headings)
        for row in table.rows:
            writer.writerow([_harmless(cell) for cell in row])
        return _BOM + text.getvalue().encode("utf-8")

    def xlsx(self, table: OutTable) -> bytes:
        """Return a workbook with one sheet; every text is a string cell, so none can be a formula."""
        from openpyxl import Workbook  # noqa: PLC0415 - costs 200 ms
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
        from openpyxl.styles import Font  # noqa: PLC0415
        from openpyxl.utils import get_column_letter  # noqa: PLC0415

        book = Workbook(write_only=True)
        sheet = book.create_sheet(table.title[:31])
        for place in range(len(table.headings)):
            width = table.widths[place] if place < len(table.widths) else _WIDTH
            sheet.column_dimensions[get_column_letter(place + 1)].width = width
        sheet.freeze_panes = "A2"
        head = [WriteOnlyCell(sheet, value=heading) for heading in table.headings]
        for cell in head:
            cell.font = Font(bold=True)
        sheet.append(head)
        for row in table.rows:
            cells = []
            for value in row:
                cell = WriteOnlyCell(sheet, value=_fitting(value))
                if isinstance(value, str):
                    cell.data_type = "s"
                cells.append(cell)
            sheet.append(cells)
        data = io.BytesIO()
        book.save(data)
        return data.getvalue()


def _harmless(cell: OutCell) -> OutCell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _fitting(cell: OutCell) -> OutCell:
    return cell.translate(_CONTROLS)[:_MOST] if isinstance(cell, str) else cell
