"""Tables of the papers: columns, cells, notes, and rows that are longer than a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from juryapp.reports import styles
from juryapp.reports.blocks import Align, Cell, Column, Digits, Grid, Row, Strip
from juryapp.reports.flowables import GridTable, SpreadStrip, Text, UprightHead
from juryapp.reports.fonts import BOLD, REGULAR, printable, width, width_of
from juryapp.reports.markup import escaped, one_line, small_line, superscript
from juryapp.reports.words import shortened

PAD: Final = 9.0  # between columns
TIGHT: Final = 4.0  # between many narrow columns
EDGE: Final = 3.0  # left of the first and right of the last
LEAST_FLEXIBLE: Final = 34 * mm
LINES: Final = 16  # in one row; a longer text goes on in another
LONG_TEXT: Final = 120  # letters; shorter texts need not be measured
LEAST_TO_PART: Final = 4  # rows; the last one of a longer table is never alone on its page
HEAD_LETTERS: Final = 80

Commands = list[tuple[Any, ...]]


def grid_flowables(grid: Grid, available: float) -> list[Flowable]:
    """Return a table and its notes."""
    widths = column_widths(grid.columns, available)
    pad = TIGHT if any(column.upright for column in grid.columns) else PAD
    inside = [across - pad for across in widths]
    inside[0], inside[-1] = widths[0] - EDGE - pad / 2, widths[-1] - EDGE - pad / 2
    data: list[list[Any]] = [[_head(column) for column in grid.columns]]
    commands: Commands = [
        ("FONT", (0, 0), (-1, -1), REGULAR, 9, 12),
        ("TEXTCOLOR", (0, 0), (-1, -1), styles.INK),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), pad / 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), pad / 2),
        ("LEFTPADDING", (0, 0), (0, -1), EDGE),
        ("RIGHTPADDING", (-1, 0), (-1, -1), EDGE),
        ("TOPPADDING", (0, 0), (-1, -1), 3.2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.8),
        ("LINEBELOW", (0, 0), (-1, 0), 0.9, styles.STRONG_RULE),
        *_alignments(grid.columns),
    ]
    for row in grid.rows:
        first = len(data)
        cells = zip(row.cells, grid.columns, inside, strict=True)
        data += rows_of([_contents(*cell) for cell in cells])
        commands += _row_commands(row, first, len(data) - 1)
    commands += _last_rows_together(grid.rows)
    table = GridTable(
        data,
        colWidths=widths,
        repeatRows=1,
        style=commands,
        hAlign="LEFT",
        spaceAfter=3 if grid.notes else 8,
    )
    return [table, *_notes(grid.notes)]


def column_widths(columns: Sequence[Column], available: float) -> list[float]:
    """Return the widths in points: fixed ones as they are, the rest shared by the others.

    If too little is left for the others, the fixed ones give way in proportion.
    """
    fixed = sum(column.width * mm for column in columns)
    flexible = sum(1 for column in columns if not column.width)
    room = available - flexible * LEAST_FLEXIBLE
    shrink = min(1.0, room / fixed) if fixed else 1.0
    rest = (available - fixed * shrink) / flexible if flexible else 0.0
    return [column.width * mm * shrink or rest for column in columns]


def _alignments(columns: Sequence[Column]) -> Commands:
    return [
        ("ALIGN", (n, 0), (n, -1), "RIGHT")
        for n, column in enumerate(columns)
        if column.align is Align.RIGHT
    ]


def _head(column: Column) -> Flowable:
    if column.upright:
        return UprightHead(printable()(column.title))
    style = styles.styles()[f"head {column.align}"]
    return Text(escaped(shortened(column.title, HEAD_LETTERS)), style, tag="TH")


def _contents(cell: Cell | Strip, column: Column, across: float) -> list[Any]:
    """Return what stands in a cell, in parts if it is long.

    A plain string is much faster, where the text fits on a line (most numbers do).
    """
    if isinstance(cell, Strip):
        return [SpreadStrip(cell)]
    plain = printable()(cell.text)
    dressed = cell.small or cell.note or cell.strong or cell.muted or isinstance(cell.text, Digits)
    if not dressed and column.width and width(plain, REGULAR, 9) < across:
        return [plain]
    *parts, last = in_parts(cell.text, 9, across)
    *smalls, last_small = in_parts(cell.small, styles.SMALL_CELL, across)
    style = styles.styles()[f"cell {column.align}"]
    end = _dressed(cell, last) + (superscript(cell.note) if cell.note else "")
    lines = ([end] if cell.text else []) + ([small_line(last_small)] if cell.small else [])
    markups = [_dressed(cell, part) for part in parts]
    markups += [small_line(part) for part in smalls] + ["<br/>".join(lines)]
    return [Text(markup, style, tag="TD") for markup in markups]


def _dressed(cell: Cell, text: str) -> str:
    markup = escaped(text)
    markup = f'<font name="{BOLD}">{markup}</font>' if cell.strong else markup
    return f'<font color="{styles.MUTED.hexval()}">{markup}</font>' if cell.muted else markup


def in_parts(text: str, size: float, across: float) -> list[str]:
    """Return a text in parts that are at most some lines long, so that each can have a row of its own.

    A table does not break inside a row; with this it need not, however long a name is.
    """
    if len(text) < LONG_TEXT:
        return [text]
    parts, start, used = [], 0, 0.0
    plain = one_line(text)
    for at, character in enumerate(plain):
        used += width_of(character) * size
        full = used > LINES * across
        if full or (character == " " and used > (LINES - 2) * across):
            parts.append(plain[start:at])
            start, used = at, 0.0
    return [*parts, plain[start:]]


def rows_of(cells: Sequence[list[Any]]) -> list[list[Any]]:
    """Return a row for each part of the longest cell."""
    count = max(len(parts) for parts in cells)
    return [[parts[n] if n < len(parts) else "" for parts in cells] for n in range(count)]


def _row_commands(row: Row, first: int, last: int) -> Commands:
    commands: Commands = [("LINEBELOW", (0, last), (-1, last), 0.4, styles.RULE)]
    if row.lit:
        commands.append(("BACKGROUND", (0, first), (-1, last), styles.SOFT))
    return commands


def _last_rows_together(rows: Sequence[Row]) -> Commands:
    texts = [cell for row in rows[-2:] for cell in row.cells if isinstance(cell, Cell)]
    long = any(len(cell.text) + len(cell.small) >= LONG_TEXT for cell in texts)
    return [("NOSPLIT", (0, -2), (-1, -1))] if len(rows) >= LEAST_TO_PART and not long else []


def _notes(notes: Sequence[tuple[str, str]]) -> list[Flowable]:
    style = styles.styles()["note"]
    return [Text(f"{superscript(sign)} {escaped(text)}", style, tag="Note") for sign, text in notes]
