"""The protocol as plain text: the same sections, for a view beside the preview and for tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from juryapp.base.i18n import Texts, texts_in
from juryapp.domain.protocol import ProtocolContent
from juryapp.reports.blocks import (
    Align,
    Block,
    Cell,
    Digest,
    Digits,
    Facts,
    Grid,
    Heading,
    Items,
    Prose,
    Signatures,
    Strip,
    Title,
    Verdict,
)
from juryapp.reports.characters import IN_ANY_FONT
from juryapp.reports.protocol_blocks import protocol_blocks
from juryapp.reports.words import Words

WIDEST: Final = 64  # a longer text in a column runs over instead of pushing the others away


def protocol_text(
    content: ProtocolContent, language: str, texts: Callable[[str], Texts] = texts_in
) -> str:
    """Return the protocol as text, with the same sections as the paper."""
    words = Words(texts(language), content.decimals)
    return blocks_text(protocol_blocks(content, words), words)


def blocks_text(blocks: Sequence[Block], words: Words) -> str:
    """Return any paper as text."""
    parts = [_lines(block, words) for block in blocks]
    return IN_ANY_FONT("\n\n".join("\n".join(lines) for lines in parts if lines)) + "\n"


def _lines(block: Block, words: Words) -> list[str]:  # noqa: C901, PLR0911 - one case per block
    match block:
        case Title():
            head = [_line(text) for text in (block.kicker, block.text, block.kind, *block.facts)]
            return [*(line for line in head if line), "=" * 72]
        case Heading():
            text = f"{block.number}  {_line(block.text)}" if block.number else _line(block.text)
            rules = {2: "-", 3: "·"}
            rule = rules.get(block.level, "") * min(len(text), 72)
            return [text, rule] if rule else [text]
        case Prose():
            return [block.text.strip()]
        case Facts():
            width = max((len(label) for label, _ in block.rows), default=0)
            return [f"{label:<{min(width, WIDEST)}}  {_line(value)}" for label, value in block.rows]
        case Items():
            return [line for item in block.items for line in _item(item.lead, item.details)]
        case Verdict():
            return [
                f"{line.label}: {', '.join(part for part in (line.name, line.detail) if part)}"
                for line in block.lines
            ]
        case Grid():
            return _grid(block, words)
        case Digest():
            return [block.label, _line(block.digits)]
        case Signatures():
            return [f"____________________  {name}, {part}" for name, part in block.lines]
        case _:
            return []


def _item(lead: str, details: Sequence[tuple[str, str]]) -> list[str]:
    return [
        f"• {lead}",
        *(f"  {label}: {text}" if label else f"  {text}" for label, text in details),
    ]


def _line(text: str) -> str:
    return " ".join(text.groups if isinstance(text, Digits) else text.split())


def _grid(grid: Grid, words: Words) -> list[str]:
    """Set a table with blanks; what stands small on the paper stands in brackets."""
    lines = [[column.title for column in grid.columns]]
    lines += [[_cell(cell, words) for cell in row.cells] for row in grid.rows]
    widths = [min(WIDEST, max(map(len, column))) for column in zip(*lines, strict=True)]
    aligned = [column.align is Align.RIGHT for column in grid.columns]
    set_lines = [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, aligned, strict=True)
        ).rstrip()
        for line in lines
    ]
    notes = [f"{sign}  {text}" for sign, text in grid.notes]
    return [*set_lines, *notes]


def _cell(cell: Cell | Strip, words: Words) -> str:
    if isinstance(cell, Strip):
        return " ".join(words.points(value) for value in sorted(cell.values))
    text = _line(cell.text)
    noted = f"{text} {cell.note})" if cell.note else text
    small = f"({cell.small})" if cell.text and cell.small else cell.small
    return f"{noted} {small}".strip()
