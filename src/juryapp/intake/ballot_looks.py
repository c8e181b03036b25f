"""How an Excel ballot looks, and how its sheets are protected and printed."""

from __future__ import annotations

from math import ceil
from typing import Any, Final

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

_INK: Final = "FF1F2933"
_LINE: Final = Side(style="thin", color="FF52606D")
_THIN: Final = Side(style="hair", color="FF9AA5B1")
_HEAD: Final = PatternFill("solid", fgColor="FFE4E7EB")
_ANSWER: Final = PatternFill("solid", fgColor="FFFFF8E1")
_FRAME: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_UNDER: Final = Border(bottom=_THIN)
A4: Final = 9

TITLE: Final = Font(name="Calibri", size=18, bold=True, color=_INK)
HEADING: Final = Font(name="Calibri", size=13, bold=True, color=_INK)
BODY: Final = Font(name="Calibri", size=11, color=_INK)
BOLD: Final = Font(name="Calibri", size=11, bold=True, color=_INK)
_WRAPPED: Final = Alignment(wrap_text=True, vertical="top", indent=0)
_CENTRED: Final = Alignment(wrap_text=True, vertical="top", horizontal="center")
_CONTROLS: Final = {n: " " for n in range(32) if n not in {9, 10, 13}}  # XML has no place for them
_MOST: Final = 32_767  # characters in a cell
_HIGHEST: Final = 400  # points; a row can be no higher than 409
_LINE_HEIGHT: Final = 15
_FULL: Final = 0.92  # of a line is filled, since words are not cut


def put(sheet: Worksheet, row: int, column: int, value: str | float, font: Font = BODY) -> Any:
    """Put something into a cell that the juror reads; a text never becomes a formula."""
    shown = value.translate(_CONTROLS)[:_MOST] if isinstance(value, str) else value
    cell = sheet.cell(row, column, shown)
    if isinstance(value, str):
        cell.data_type = "s"
    cell.font = font
    cell.alignment = _WRAPPED if isinstance(value, str) else _CENTRED
    return cell


def set_height(sheet: Worksheet, row: int, *texts: tuple[str, int], least: int = 1) -> None:
    """Make a row high enough for its texts, each with the width of its column in characters.

    Not every program finds the height out by itself, and what is cut is not read.
    """
    lines = max([least, *(_lines(text, width) for text, width in texts)])
    sheet.row_dimensions[row].height = min(_HIGHEST, lines * _LINE_HEIGHT + 3)


def _lines(text: str, width: int) -> int:
    return sum(ceil(max(1, len(line)) / (width * _FULL)) for line in text.split("\n"))


def head(cell: Any) -> None:
    """Make a cell a heading."""
    cell.font, cell.fill, cell.border = BOLD, _HEAD, _FRAME


def underline(cell: Any) -> None:
    """Draw a fine line below a cell, so that the eye keeps the row."""
    cell.border = _UNDER


def draw_line_above(cell: Any) -> None:
    """Draw a fine line above a cell: something new begins."""
    cell.border = Border(top=_THIN)


def open_cell(cell: Any, *, text: bool, centred: bool = False) -> None:
    """Let the juror fill in a cell. In one for text nothing that is typed becomes a number or formula."""
    cell.protection = Protection(locked=False)
    cell.fill, cell.border, cell.font = _ANSWER, _FRAME, BODY
    cell.alignment = _CENTRED if centred else _WRAPPED
    cell.number_format = "@" if text else "General"


def protect(sheet: Worksheet) -> None:
    """Lock all cells but the open ones; rows and columns may be made larger."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False  # “False” lets them be changed
    sheet.protection.formatRows = False
    sheet.protection.selectLockedCells = False  # a screen reader must get to the names


def set_up_print(sheet: Worksheet, footer: str, titles: str = "") -> None:
    """Print a sheet on A4 across, one page wide, with its headings on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for side in ("left", "right", "top"):
        setattr(sheet.page_margins, side, 0.5)
    sheet.page_margins.bottom, sheet.page_margins.footer = 0.75, 0.35
    bottom: Any = sheet.oddFooter
    bottom.left.text = footer.replace("&", "&&")
    bottom.right.text = "&P / &N"
    if titles:
        sheet.print_title_rows = titles
