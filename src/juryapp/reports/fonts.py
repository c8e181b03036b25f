"""The fonts of the papers: Noto Sans, embedded, and nothing else."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache, lru_cache
from typing import Final

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from juryapp.base.resources import resource
from juryapp.reports.characters import Printable

REGULAR: Final = "NotoSans"
BOLD: Final = "NotoSans-Bold"
ITALIC: Final = "NotoSans-Italic"
BOLD_ITALIC: Final = "NotoSans-BoldItalic"
_FILES: Final = {
    REGULAR: "NotoSans-Regular.ttf",
    BOLD: "NotoSans-Bold.ttf",
    ITALIC: "NotoSans-Italic.ttf",
    BOLD_ITALIC: "NotoSans-BoldItalic.ttf",
}


@cache
def printable() -> Printable:
    """Make the fonts known and return what makes a text printable with all of them.

    reportlab would name an unembedded Helvetica on every page unless its two defaults point elsewhere, and
    would fetch pictures that a text names. No text of ours is markup, and it is told to trust nothing all the
    same.
    """
    faces = [_registered(name, file) for name, file in _FILES.items()]
    pdfmetrics.registerFontFamily(
        REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC
    )
    rl_config.canvas_basefontname = REGULAR
    rl_config.defaultGraphicsFontName = REGULAR
    rl_config.trustedSchemes = []
    rl_config.trustedHosts = []
    return Printable(lambda code: all(code in face for face in faces))


def _registered(name: str, file: str) -> dict[int, int]:
    font = TTFont(name, str(resource("fonts", file)))
    pdfmetrics.registerFont(font)
    glyphs: dict[int, int] = font.face.charToGlyph
    return glyphs


def width(text: str, font: str, size: float) -> float:
    """Return how wide `text` is, in points."""
    return float(pdfmetrics.stringWidth(text, font, size))


@cache
def width_of(character: str) -> float:
    """Return how wide a character is, in bold, at size 1."""
    return width(character, BOLD, 1.0)


@lru_cache(maxsize=256)
def fitted(text: str, font: str, size: float, most: float) -> str:
    """Return `text`, cut with an ellipsis where it is wider than `most` points."""
    start = text[:400]
    if start == text and width(text, font, size) <= most:
        return text
    room = most - width("…", font, size)
    count = bisect_right(range(1, len(start) + 1), room, key=lambda n: width(start[:n], font, size))
    return start[:count].rstrip() + "…"
