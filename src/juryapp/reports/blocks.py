"""What a paper consists of, between content and layout: headings, prose, facts, tables, signatures.

Sections make blocks; `layout` sets them as PDF, `plain_text` as text. A block holds plain text, never markup:
what a user wrote can therefore not be mistaken for an instruction. Line breaks count in prose only.
Widths are in millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Digits(str):
    """A hash, set in groups of eight digits, so that people can compare it."""

    __slots__ = ()

    @property
    def groups(self) -> list[str]:
        """The groups, from the left."""
        return [self[i : i + 8] for i in range(0, len(self), 8)]


class Tone(StrEnum):
    """How prose is set."""

    BODY = "body"
    LEAD = "lead"  # the purpose under the title
    STRONG = "strong"
    MUTED = "muted"  # notes and explanations
    NOTICE = "notice"  # what the reader has to know first
    QUOTE = "quote"  # the public text of the panel


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """The head of the paper."""

    kicker: str  # above the title: whose award
    text: str
    kind: str  # what paper it is
    facts: tuple[str, ...]  # status and version
    draft: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2, 3 or 4; level 1 is the title. `number` is set when the paper is put together."""

    level: int
    text: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """A text; an empty line parts paragraphs. `language` is given where it differs from the paper's."""

    text: str
    tone: Tone = Tone.BODY
    language: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with values, in two columns."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A statement with what belongs to it, each detail with a label or none."""

    lead: str
    details: tuple[tuple[str, str], ...] = ()
    strong: bool = False  # the lead is a name


@dataclass(frozen=True, slots=True)
class Items:
    """A list of statements."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictLine:
    """What was decided on one nominee."""

    label: str
    name: str
    detail: str = ""
    first: bool = False  # set large


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision in a category."""

    lines: tuple[VerdictLine, ...]


class Align(StrEnum):
    """How a column is set."""

    LEFT = "LEFT"
    RIGHT = "RIGHT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column; without a width it takes its part of what the others leave."""

    title: str
    width: float = 0
    align: Align = Align.LEFT
    upright: bool = False  # the title stands on its end, for many narrow columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A text in a table, with a smaller line below and a letter that refers to a note."""

    text: str
    small: str = ""
    note: str = ""
    strong: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Jurors' means on an axis that all strips of a table share, with the total as a tick."""

    values: tuple[Fraction, ...]
    total: Fraction | None
    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a table."""

    cells: tuple[Cell | Strip, ...]
    lit: bool = False  # stands out


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table; its head is repeated on every page. A note is a letter and a text."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """A hash to be compared by eye, in groups of eight digits."""

    label: str
    digits: Digits


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on: names with their parts."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """The next block begins a page."""

    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """A page break, if less than this is left on the page."""

    height: float


Block = (
    Title | Heading | Prose | Facts | Items | Verdict | Grid | Digest | Signatures | NewPage | Room
)
