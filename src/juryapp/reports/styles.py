"""The look of the papers: measures, colours and type sizes, in points unless a name says otherwise."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import Any, Final

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from juryapp.reports.blocks import Align, Tone
from juryapp.reports.fonts import BOLD, REGULAR

PAGE: Final = A4
SIDE: Final = 24 * mm  # margin left and right
TOP: Final = 24 * mm
BOTTOM: Final = 25 * mm
FOOT: Final = 14 * mm  # base line of the footer's last line
WIDTH: Final = PAGE[0] - 2 * SIDE
MEASURE: Final = 142 * mm  # prose is set no wider: about 80 letters
LABELS: Final = 46 * mm  # column of labels in lists of facts
SMALL_CELL: Final = 7.6

INK: Final[Color] = HexColor("#1D242B")
MUTED: Final[Color] = HexColor("#545B64")
RULE: Final[Color] = HexColor("#DDD8CE")
STRONG_RULE: Final[Color] = HexColor("#857F73")
ACCENT: Final[Color] = HexColor("#0A5A6B")
SOFT: Final[Color] = HexColor("#EEF5F6")
NOTICE: Final[Color] = HexColor("#865100")
NOTICE_SOFT: Final[Color] = HexColor("#FDF6E7")
WATERMARK: Final[Color] = HexColor("#F6F4F0")
DOT: Final[Color] = HexColor("#5E95A1")


def _style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    """Return a style of our own; every font is named, so that no default of reportlab's creeps in."""
    settings: dict[str, Any] = {
        "fontName": REGULAR,
        "bulletFontName": REGULAR,
        "textColor": INK,
        "allowWidows": 0,
        "allowOrphans": 0,
    }
    return ParagraphStyle(name, fontSize=size, leading=leading, **(settings | more))


def _prose(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    return _style(name, size, leading, **({"rightIndent": WIDTH - MEASURE} | more))


@cache
def styles() -> MappingProxyType[str, ParagraphStyle]:
    """Return the styles by name."""
    made = (
        _style("kicker", 8.5, 12, textColor=MUTED, spaceAfter=7),
        _style("h1", 25, 30, fontName=BOLD, spaceAfter=4),
        _style("kind", 12.5, 17, textColor=ACCENT, spaceAfter=2),
        _style("status", 9, 13, textColor=MUTED, spaceAfter=12),
        _style("section", 13, 16.5, fontName=BOLD, spaceBefore=16, spaceAfter=1),
        _style("where", 8.5, 11.5, textColor=MUTED, spaceAfter=2),
        _style("asked", 9, 12, embeddedHyphenation=1),
        _style("levels", SMALL_CELL, 9.6, textColor=MUTED),
        _style("h2", 13.5, 18, fontName=BOLD, spaceBefore=18, spaceAfter=6),
        _style("h3", 10, 14, fontName=BOLD, spaceBefore=13, spaceAfter=4),
        _style("h4", 9.5, 14, fontName=BOLD, spaceBefore=6, spaceAfter=4),
        _prose(Tone.BODY, 9.5, 14.5, spaceAfter=6),
        _prose(Tone.LEAD, 10.5, 16, spaceAfter=11),
        _prose(Tone.STRONG, 9.5, 14.5, fontName=BOLD, spaceBefore=3, spaceAfter=3),
        _prose(Tone.MUTED, 8.5, 12.5, textColor=MUTED, spaceAfter=6),
        _prose(Tone.QUOTE, 10.5, 16.5, leftIndent=13, spaceAfter=8),
        _style(Tone.NOTICE, 9, 13.5, textColor=NOTICE),
        _prose("item", 9.5, 14.5, leftIndent=12, spaceAfter=2),
        _prose("detail", 9.2, 13.8, leftIndent=12, spaceAfter=2),
        _style("label", 9.5, 14, textColor=MUTED),
        _style("value", 9.5, 14),
        _style("verdict label", 8.5, 13, textColor=ACCENT, fontName=BOLD),
        _style("verdict first", 14, 18, fontName=BOLD),
        _style("verdict", 10, 14),
        _style("digest", 9.5, 15),
        _style("note", 8, 11.5, textColor=MUTED, leftIndent=10),
        *_cells(),
    )
    return MappingProxyType({str(style.name): style for style in made})


def _cells() -> list[ParagraphStyle]:
    sides = {Align.LEFT: TA_LEFT, Align.RIGHT: TA_RIGHT}
    return [
        # a name may break at its hyphen where it is never split over pages: in a table
        _style(f"{kind} {side}", size, leading, alignment=where, embeddedHyphenation=1, **more)
        for side, where in sides.items()
        for kind, size, leading, more in (
            ("head", 7.8, 10, {"fontName": BOLD, "textColor": MUTED}),
            ("cell", 9, 12, {}),
        )
    ]
