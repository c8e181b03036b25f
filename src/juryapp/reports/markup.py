"""The only place where text becomes markup: escaped first, and dressed with our own tags after that."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape

from juryapp.reports import styles
from juryapp.reports.blocks import Digits
from juryapp.reports.fonts import printable

MOST_LINES: Final = 40  # in one paragraph
_EMPTY_LINES: Final = re.compile(r"\n[ \n]*\n")
_BLANKS: Final = re.compile(r"[ \n]+")


def escaped(text: str) -> str:
    """Return a text for a `Text`, on one line: printable, with nothing in it that reportlab would obey."""
    if isinstance(text, Digits):
        groups = [escape(printable()(group)) for group in text.groups]
        lines = [" ".join(groups[i : i + 4]) for i in range(0, len(groups), 4)]
        return "<br/>".join(lines)
    return escape(one_line(text))


def one_line(text: str) -> str:
    """Return a printable text on one line."""
    return _BLANKS.sub(" ", printable()(text)).strip()


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, escaped; an empty line parts them."""
    parts = [part for part in _EMPTY_LINES.split(printable()(text)) if part.strip()]
    return [
        "<br/>".join(escape(line) for line in lines)
        for part in parts
        for lines in _batches(part.strip().split("\n"))
    ]


def _batches(lines: list[str]) -> list[list[str]]:
    """A paragraph of thousands of lines takes minutes to set; many short ones do not."""
    return [lines[i : i + MOST_LINES] for i in range(0, len(lines), MOST_LINES)]


def small_line(text: str) -> str:
    """Return a text set small and muted, as the second line of a cell."""
    color = styles.MUTED.hexval()
    return f'<font size="{styles.SMALL_CELL}" color="{color}">{escaped(text)}</font>'


def superscript(sign: str) -> str:
    """Return the sign of a note, raised."""
    return f'<super rise="3" size="6.5">\u00a0{escaped(sign)}</super>'
