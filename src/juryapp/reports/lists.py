"""Lists that are set with the help of tables: facts, verdicts, notices, digests, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from juryapp.reports import styles
from juryapp.reports.blocks import Digest, Facts, Prose, Signatures, Tone, Verdict, VerdictLine
from juryapp.reports.flowables import ListTable, Text
from juryapp.reports.fonts import BOLD, REGULAR, printable, width
from juryapp.reports.grids import Commands, in_parts, rows_of
from juryapp.reports.markup import escaped, paragraphs, small_line

BESIDE: Final = 8.0  # blank right of a label
INSET: Final = 11.0  # from the edge of a box to its text
GAP: Final = 10 * mm  # between two signatures
ROOM_TO_SIGN: Final = 13 * mm
DETAIL: Final = 9.0


def facts_table(block: Facts, available: float) -> Flowable:
    """Return labels with values in two columns."""
    labels, values = styles.LABELS, available - styles.LABELS
    data: list[list[Any]] = []
    for label, value in block.rows:
        names = _texts(label, "label", labels - BESIDE)
        data += rows_of([names, _texts(value, "value", values - BESIDE)])
    look: Commands = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        *_plain(left=0, right=BESIDE, top=1.5, bottom=2),
    ]
    return ListTable(data, colWidths=[labels, values], style=look, hAlign="LEFT", spaceAfter=6)


def _texts(text: str, style_name: str, across: float) -> list[Text]:
    style = styles.styles()[style_name]
    return [Text(escaped(part), style) for part in in_parts(text, style.fontSize, across)]


def verdict_table(block: Verdict, available: float) -> Flowable:
    """Return a decision in a box, with its labels at the left."""
    longest = max(width(printable()(line.label), BOLD, 8.5) for line in block.lines)
    labels = min(max(longest + 24, 38 * mm), 68 * mm)
    inside = INSET + BESIDE
    data: list[list[Any]] = []
    for line in block.lines:
        names = _verdict_names(line, available - labels - inside)
        data += rows_of([_texts(line.label, "verdict label", labels - inside), names])
    look: Commands = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("BACKGROUND", (0, 0), (-1, -1), styles.SOFT),
        ("LINEBEFORE", (0, 0), (0, -1), 2.5, styles.ACCENT, "butt"),
        *_plain(left=INSET, right=BESIDE, top=4, bottom=5),
    ]
    widths = [labels, available - labels]
    return ListTable(data, colWidths=widths, style=look, hAlign="LEFT", spaceBefore=4, spaceAfter=8)


def _verdict_names(line: VerdictLine, across: float) -> list[Text]:
    """Return the name with its detail beside it, or below where either is long."""
    style = styles.styles()["verdict first" if line.first else "verdict"]
    names = in_parts(line.name, style.fontSize, across)
    details = in_parts(line.detail, DETAIL, across)
    dressed = [
        f'<font size="{DETAIL}" color="{styles.MUTED.hexval()}">{escaped(detail)}</font>'
        for detail in details
        if detail
    ]
    if len(names) == len(details) == 1:
        return [Text("  ".join([escaped(names[0]), *dressed]), style)]
    return [Text(markup, style) for markup in (*map(escaped, names), *dressed)]


def notice_table(block: Prose, available: float) -> Flowable:
    """Return a notice in a box; its text is the program's own and short."""
    cell = Text("<br/>".join(paragraphs(block.text)), styles.styles()[Tone.NOTICE])
    look: Commands = [
        ("BACKGROUND", (0, 0), (-1, -1), styles.NOTICE_SOFT),
        ("LINEBEFORE", (0, 0), (0, -1), 2, styles.NOTICE, "butt"),
        *_plain(left=INSET, right=BESIDE, top=5, bottom=6),
    ]
    return ListTable([[cell]], colWidths=[available], style=look, spaceAfter=6)


def digest_table(block: Digest) -> list[Flowable]:
    """Return a label and two lines of groups to compare by eye."""
    groups = block.digits.groups
    half = (len(groups) + 1) // 2
    look: Commands = [
        *_plain(left=0, right=BESIDE, top=1, bottom=1),
        ("FONT", (0, 0), (-1, -1), REGULAR, 10.5, 14),
        ("TEXTCOLOR", (0, 0), (-1, -1), styles.INK),
    ]
    data = [groups[:half], groups[half:]]
    table = ListTable(data, colWidths=[27 * mm] * half, style=look, hAlign="LEFT", spaceAfter=8)
    return [Text(escaped(block.label), styles.styles()["label"]), table]


def signature_table(block: Signatures, available: float) -> Flowable:
    """Return lines to sign on, two beside each other, a name below each."""
    column = (available - GAP) / 2
    look: Commands = [
        *_plain(left=0, right=0, top=3, bottom=0),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    data: list[list[Any]] = []
    for pair in _pairs(block.lines):
        left, right = ([_signatory(*line) for line in pair] + [""])[:2]
        data += [["", "", ""], [left, "", right]]
        row = len(data) - 1
        look.append(("NOSPLIT", (0, row - 1), (-1, row)))
        look += [
            ("LINEABOVE", (2 * n, row), (2 * n, row), 0.6, styles.STRONG_RULE)
            for n in range(len(pair))
        ]
    heights = [ROOM_TO_SIGN, None] * (len(data) // 2)
    widths = [column, GAP, column]
    return ListTable(data, colWidths=widths, rowHeights=heights, style=look, hAlign="LEFT")


def _signatory(name: str, part: str) -> Text | str:
    return Text(f"{escaped(name)}<br/>{small_line(part)}", styles.styles()["value"])


def _pairs(lines: Sequence[tuple[str, str]]) -> list[Sequence[tuple[str, str]]]:
    return [lines[i : i + 2] for i in range(0, len(lines), 2)]


def _plain(*, left: float, right: float, top: float, bottom: float) -> Commands:
    """Name the font for empty cells too: reportlab would set them in one that is not embedded."""
    return [
        ("FONT", (0, 0), (-1, -1), REGULAR, 9.5, 14),
        ("LEFTPADDING", (0, 0), (-1, -1), left),
        ("RIGHTPADDING", (0, 0), (-1, -1), right),
        ("TOPPADDING", (0, 0), (-1, -1), top),
        ("BOTTOMPADDING", (0, 0), (-1, -1), bottom),
    ]
