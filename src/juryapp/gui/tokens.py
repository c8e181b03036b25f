"""Colour roles and type sizes: the only place where a colour or a size is written down.

A widget never names a colour, it names a *role*: what the colour is for. `PAIRS` lists which roles may
stand on which, and the contrast that a test measures for both schemes: 4.5 for text, 3 for outlines,
marks and focus.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

Role = Literal[
    "bg", "surface", "inset", "hover", "line", "control",
    "text", "text2", "text3",
    "accent", "accentHover", "onAccent", "soft", "softText",
    "ok", "okSoft", "warn", "warnSoft", "error", "errorSoft", "recuse", "recuseSoft",
    "mark", "track", "focus",
]  # fmt: skip
"""What a colour is for. `…Soft` is the quiet ground on which the role of the same name is readable."""

Kind = Literal[
    "caption",
    "captionM",
    "small",
    "smallM",
    "body",
    "bodyM",
    "read",
    "readL",
    "h3",
    "h2",
    "h1",
    "num",
]
"""What a text is for. M stands for medium weight."""

Scheme = Literal["light", "dark"]
Tokens = dict[Role, str]

ROLES: Final[tuple[Role, ...]] = get_args(Role)

LIGHT: Final[Tokens] = {
    "bg": "#F4F2EE", "surface": "#FFFFFF", "inset": "#F0EDE7", "hover": "#E9E6DF",
    "line": "#DDD8CE", "control": "#857F73",
    "text": "#1D242B", "text2": "#545B64", "text3": "#646A73",
    "accent": "#0A5A6B", "accentHover": "#084A58", "onAccent": "#FFFFFF",
    "soft": "#DCEDF0", "softText": "#0A4A58",
    "ok": "#1C6B43", "okSoft": "#E0F1E7", "warn": "#865100", "warnSoft": "#FBEFD6",
    "error": "#AE2318", "errorSoft": "#FBE6E3", "recuse": "#67409B", "recuseSoft": "#EFE7F8",
    "mark": "#A1306B", "track": "#E4E0D8", "focus": "#0A5A6B",
}  # fmt: skip

DARK: Final[Tokens] = {
    "bg": "#12171A", "surface": "#1B2125", "inset": "#232A2F", "hover": "#2B3339",
    "line": "#343D43", "control": "#7F8B94",
    "text": "#E9EDEF", "text2": "#AEB8BF", "text3": "#94A0A8",
    "accent": "#62C4D4", "accentHover": "#7FD2DF", "onAccent": "#06272D",
    "soft": "#173B42", "softText": "#A9E2EB",
    "ok": "#74D2A0", "okSoft": "#16352A", "warn": "#F0B955", "warnSoft": "#382C14",
    "error": "#FF9288", "errorSoft": "#43221F", "recuse": "#C5A7F2", "recuseSoft": "#2F2643",
    "mark": "#F29AC6", "track": "#313A40", "focus": "#8FDCE7",
}  # fmt: skip

SCHEMES: Final[dict[Scheme, Tokens]] = {"light": LIGHT, "dark": DARK}

_GROUNDS: Final[tuple[Role, ...]] = ("bg", "surface", "inset")
_SOFTS: Final[tuple[Role, ...]] = ("soft", "okSoft", "warnSoft", "errorSoft", "recuseSoft")

Pairs = tuple[tuple[Role, Role, float], ...]


def _on(fronts: tuple[Role, ...], grounds: tuple[Role, ...], need: float = 4.5) -> Pairs:
    return tuple((front, ground, need) for front in fronts for ground in grounds)


PAIRS: Final[Pairs] = (
    *_on(("text", "text2"), (*_GROUNDS, "hover", *_SOFTS)),
    *_on(("text3", "accent", "ok", "warn", "error", "recuse"), _GROUNDS),
    *_on(("accent", "softText"), ("soft",)),
    *_on(("onAccent",), ("accent", "accentHover")),
    *_on(("ok",), ("okSoft",)),
    *_on(("warn",), ("warnSoft",)),
    *_on(("error",), ("errorSoft",)),
    *_on(("recuse",), ("recuseSoft",)),
    *_on(("mark",), ("surface", "inset")),
    *_on(("surface",), ("text",)),  # tool tips are turned round
    *_on(("control",), ("bg", "surface"), 3.0),
    *_on(("focus",), (*_GROUNDS, "hover", *_SOFTS), 3.0),
    *_on(("accent",), ("track",), 3.0),
)

TYPE: Final[dict[Kind, tuple[float, int]]] = {
    "caption": (12, 400), "captionM": (12, 500), "small": (13, 400), "smallM": (13, 500),
    "body": (14, 400), "bodyM": (14, 500), "read": (15, 400), "readL": (17, 400),
    "h3": (15, 600), "h2": (18, 600), "h1": (24, 600), "num": (32, 600),
}  # fmt: skip
"""Size at 96 dpi and text size 100 %, and weight."""

RADIUS: Final = 6  # controls
CARD_RADIUS: Final = 10
CONTROL_HEIGHT: Final = 36
ROW_HEIGHT: Final = 36
LIST_ROW_HEIGHT: Final = 56
FINGER: Final = 44  # the least height of a control with the setting for touch
BAR_HEIGHT: Final = 56
STRIP_HEIGHT: Final = 36
TEXT_SCALES: Final = (0.85, 1.0, 1.15, 1.3, 1.4, 1.6, 2.0)


def luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.x) of `#RRGGBB`, 0…1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio (WCAG 2.x) of two colours, 1…21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
