"""From blocks to flowables: what each kind of block looks like on paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, NextPageTemplate, PageBreak, Spacer

from juryapp.reports import styles
from juryapp.reports.blocks import (
    Block,
    Digest,
    Facts,
    Grid,
    Heading,
    Item,
    Items,
    NewPage,
    Prose,
    Room,
    Signatures,
    Title,
    Tone,
    Verdict,
)
from juryapp.reports.flowables import AccentBar, BarredText, GridTable, HeadingText, Text
from juryapp.reports.fonts import BOLD
from juryapp.reports.grids import grid_flowables
from juryapp.reports.lists import (
    digest_table,
    facts_table,
    notice_table,
    signature_table,
    verdict_table,
)
from juryapp.reports.markup import escaped, one_line, paragraphs

UPRIGHT: Final = "upright"
SIDEWAYS: Final = "sideways"
NEXT: Final = 34 * mm  # what a heading wants below it on its page: a table's head and some rows
NEXT_PROSE: Final = 22 * mm
SMALL_TABLE: Final = 12  # rows
KEPT_WHOLE: Final = 80 * mm
MOST_ROOM: Final = 230  # mm: a whole page
ITEM_KEPT: Final = 60 * mm
ANY_HEIGHT: Final = 100_000
ACCENT: Final = styles.ACCENT.hexval()
MUTED: Final = styles.MUTED.hexval()


def story(blocks: Iterable[Block]) -> list[Flowable]:
    """Return the flowables of a paper; headings keep with what follows them."""
    flowables: list[Flowable] = []
    headings: list[Flowable] = []
    available = styles.WIDTH
    for block in blocks:
        if isinstance(block, NewPage):
            available = styles.PAGE[1] - 2 * styles.SIDE if block.landscape else styles.WIDTH
        if isinstance(block, Heading):
            headings.append(_heading(block))
            continue
        flowables += _kept(headings, block, _set(block, available), available)
        headings = []
    return [*flowables, *headings]


def _kept(
    headings: list[Flowable], block: Block, made: list[Flowable], available: float
) -> list[Flowable]:
    """Put headings before their block, and before them a page break if there is too little room."""
    if not headings and not isinstance(block, Signatures):
        return made
    above = sum(
        h.wrap(available, ANY_HEIGHT)[1] + h.getSpaceBefore() + h.getSpaceAfter() for h in headings
    )
    wanted = min(above + _wanted(block, made, available), 200 * mm)
    return [CondPageBreak(wanted), *headings, *made]


def _wanted(block: Block, made: list[Flowable], available: float) -> float:
    """Return how much of a block has to stand below its heading: the whole, if it is small."""
    if isinstance(block, Grid) and len(block.rows) > SMALL_TABLE and isinstance(made[0], GridTable):
        return made[0].minimal_height(available)
    if isinstance(block, Items):
        first = next((n for n, part in enumerate(made) if isinstance(part, Spacer)), 0)
        return max(_height(made[:first], available), NEXT_PROSE)
    if not isinstance(block, (Grid, Verdict, Facts, Signatures)):
        return NEXT_PROSE
    height = sum(part.wrap(available, ANY_HEIGHT)[1] for part in made)
    return height if height < KEPT_WHOLE else NEXT


def _height(parts: list[Flowable], available: float) -> float:
    """Return how much of an item is kept together."""
    return min(sum(part.wrap(available, ANY_HEIGHT)[1] for part in parts), ITEM_KEPT)


def _set(block: Block, available: float) -> list[Flowable]:  # noqa: C901, PLR0911 - one case per block
    match block:
        case Title():
            return _title(block)
        case Heading():
            return [_heading(block)]
        case Prose():
            return _prose(block, available)
        case Items():
            return _items(block, available)
        case Facts():
            return [facts_table(block, available)] if block.rows else []
        case Verdict():
            return [verdict_table(block, available)]
        case Grid():
            return grid_flowables(block, available)
        case Digest():
            return digest_table(block)
        case Signatures():
            return [signature_table(block, available)]
        case NewPage():
            template = SIDEWAYS if block.landscape else UPRIGHT
            return [NextPageTemplate(template), PageBreak()]
        case Room():
            return [CondPageBreak(min(block.height, MOST_ROOM) * mm)]


def _title(block: Title) -> list[Flowable]:
    style = styles.styles()
    plain = one_line(block.text)
    parts: list[Flowable] = [AccentBar()]
    parts += [Text(escaped(block.kicker), style["kicker"])] if block.kicker else []
    parts += [HeadingText.of(escaped(block.text), style["h1"], level=1, plain=plain)]
    parts += [Text(escaped(block.kind), style["kind"])]
    return [*parts, Text(escaped("  ·  ".join(block.facts)), style["status"])]


def _heading(block: Heading) -> Flowable:
    number = f'<font color="{ACCENT}">{escaped(block.number)}</font>&nbsp;&nbsp; '
    markup = (number if block.number else "") + escaped(block.text)
    plain = " ".join(part for part in (block.number, one_line(block.text)) if part)
    style = styles.styles()[f"h{block.level}"]
    return HeadingText.of(markup, style, level=block.level, plain=plain)


def _prose(block: Prose, available: float) -> list[Flowable]:
    if block.tone is Tone.NOTICE:
        return [notice_table(block, available)]
    kind = BarredText if block.tone is Tone.QUOTE else Text
    style = styles.styles()[block.tone]
    return [kind(part, style, language=block.language) for part in paragraphs(block.text)]


def _items(block: Items, available: float) -> list[Flowable]:
    """Return the statements; a statement and what belongs to it keep together."""
    made: list[Flowable] = []
    for item in block.items:
        parts = _item(item)
        made += [CondPageBreak(_height(parts, available))] if made else []
        made += [*parts, Spacer(0, 3)]
    return made


def _item(item: Item) -> list[Flowable]:
    style = styles.styles()
    first, *more = paragraphs(item.lead) or [""]
    first = f'<font name="{BOLD}">{first}</font>' if item.strong else first
    parts: list[Flowable] = [Text(first, style["item"], bulletText="•")]
    parts += [Text(part, style["item"]) for part in more]
    for label, text in item.details:
        lead = f'<font color="{MUTED}">{escaped(label)}:</font> ' if label else ""
        head, *tail = paragraphs(text) or [""]
        parts += [Text(part, style["detail"]) for part in (lead + head, *tail)]
    return parts
