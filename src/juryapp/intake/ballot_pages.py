"""The pages around an Excel ballot: what to do, the nominations, the criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from juryapp.base.i18n import Texts
from juryapp.base.instants import format_date
from juryapp.base.numbers import format_number
from juryapp.domain.criteria import Criterion
from juryapp.domain.nominees import Nomination, Nominee, Relation
from juryapp.domain.packages import PackageContent
from juryapp.domain.statements import Answer
from juryapp.intake import ballot_words as words
from juryapp.intake.ballot_choices import asked, levels_of
from juryapp.intake.ballot_looks import (
    BODY,
    BOLD,
    HEADING,
    TITLE,
    draw_line_above,
    head,
    put,
    set_height,
    set_up_print,
)

PIECE: Final = (
    1_200  # characters in a row: a row is at most 409 points high, and what is longer is cut
)
_WIDE: Final = 110
_PAGE: Final = 84
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])\s+")


def write_start(sheet: Worksheet, content: PackageContent, texts: Texts) -> None:
    """Write what is to be done, on one page."""
    sheet.column_dimensions["A"].width = _PAGE
    for row, (text, font) in enumerate(_start(content, texts), start=1):
        put(sheet, row, 1, text, font)
        if font is BODY or font is BOLD:
            set_height(sheet, row, (text, _PAGE))
        else:
            sheet.row_dimensions[row].height = 34
    sheet.sheet_view.showGridLines = False
    set_up_print(sheet, content.title)
    sheet.page_setup.orientation = "portrait"


def _start(content: PackageContent, _: Texts) -> Iterator[tuple[str, Font]]:
    names = {
        "ballot": _(words.BALLOT),
        "material": _(words.MATERIAL),
        "criteria": _(words.CRITERIA),
        "not_assessed": _(words.NOT_ASSESSED),
        "tell": _(words.ANSWERS[Answer.TELL]),
        "doubt": _(words.ANSWERS[Answer.DOUBT]),
    }
    yield _(words.TITLE).format(award=content.title, name=content.juror_name), TITLE
    for step in words.STEPS:
        yield _(step).format(**names), BODY
    if content.deadline:
        day = format_date(content.deadline, _.language)
        yield _(words.DEADLINE).format(day=day), BOLD
    yield _(words.QUESTION), HEADING
    yield _(words.QUESTION_TEXT).format(**names), BODY
    for ground in content.grounds:
        yield f"–  {ground}", BODY
    yield _(words.KNOW), HEADING
    yield _(words.NOT_SIGNED), BODY
    yield _(words.ONLY_FRAMED), BODY
    yield _(words.NO_FORMULAS), BODY
    if content.attachments:
        yield _(words.ATTACHED), BODY
    yield _(words.CONFIDENTIAL), BODY


def write_material(sheet: Worksheet, content: PackageContent, texts: Texts) -> None:
    """Write the nominations in the juror's own order: a row for each paragraph, so that none is cut."""
    headings = (words.NUMBER_HEADING, words.NAME_HEADING, words.KIND_HEADING, words.TEXT_HEADING)
    for column, (heading, width) in enumerate(
        zip(headings, (6, 28, 30, _WIDE), strict=True), start=1
    ):
        head(put(sheet, 1, column, texts(heading)))
        sheet.column_dimensions["ABCD"[column - 1]].width = width
    row = 1
    for nominee in content.nominees:
        first = row + 1
        for kind, text in _told(nominee, content, texts):
            for n, piece in enumerate(pieces(text)):
                row += 1
                put(sheet, row, 1, nominee.number)
                put(sheet, row, 2, nominee.name, BODY if n else BOLD)
                put(sheet, row, 3, f"{kind} {texts(words.WENT_ON)}" if n else kind)
                put(sheet, row, 4, piece)
                set_height(sheet, row, (piece, _WIDE), (kind, 30), (nominee.name, 28))
        for column in range(1, 5):
            draw_line_above(sheet.cell(first, column))
    sheet.freeze_panes = "C2"
    set_up_print(sheet, content.title, titles="1:1")


def _told(nominee: Nominee, content: PackageContent, _: Texts) -> Iterator[tuple[str, str]]:
    if nominee.facts:
        yield _(words.FACTS), nominee.facts
    for nomination in content.nominations:
        if nomination.nominee == nominee.id:
            yield _whose(nomination, _), nomination.text
    attached = [a.name for a in content.attachments if a.nominee == nominee.id]
    if attached:
        yield _(words.ATTACHMENTS), "\n".join(attached)


def _whose(nomination: Nomination, _: Texts) -> str:
    who = ", ".join(filter(None, (nomination.nominator, nomination.organisation)))
    own = nomination.relation is Relation.SELF
    template = words.NOMINATED_BY_SELF if own else words.NOMINATED_BY
    return _(template).format(nominator=who or "–")


def pieces(text: str) -> list[str]:
    """Return a text in pieces that fit into a row: by paragraphs, then by sentences, then by force."""
    found: list[str] = []
    for paragraph in filter(str.strip, text.split("\n")):
        waiting = ""
        for sentence in _SENTENCE_END.split(paragraph.strip()):
            joined = f"{waiting} {sentence}".strip()
            if waiting and len(joined) > PIECE:
                found.append(waiting)
                joined = sentence
            while len(joined) > PIECE:
                found.append(joined[:PIECE])
                joined = joined[PIECE:]
            waiting = joined
        found.append(waiting)
    return found or [""]


def write_criteria(sheet: Worksheet, content: PackageContent, texts: Texts) -> None:
    """Write what the criteria mean, and what each mark of them does."""
    headings = (
        words.CRITERION_HEADING,
        words.GUIDANCE_HEADING,
        words.SCALE_HEADING,
        words.LEVELS_HEADING,
        words.WEIGHT_HEADING,
    )
    widths = (28, 60, 32, 50, 10)
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True), start=1):
        head(put(sheet, 1, column, texts(heading)))
        sheet.column_dimensions["ABCDE"[column - 1]].width = width
    whole = sum((c.weight for c in content.criteria if c.counts), Fraction(0))
    for row, criterion in enumerate(content.criteria, start=2):
        put(sheet, row, 1, criterion.name, BOLD)
        put(sheet, row, 2, criterion.guidance)
        put(sheet, row, 3, asked(criterion, texts))
        put(sheet, row, 4, levels_of(criterion, texts))
        put(sheet, row, 5, _share(criterion, whole, texts))
        told = (
            criterion.name,
            criterion.guidance,
            asked(criterion, texts),
            levels_of(criterion, texts),
        )
        set_height(sheet, row, *zip(told, widths, strict=False))
    sheet.freeze_panes = "B2"
    set_up_print(sheet, content.title, titles="1:1")


def _share(criterion: Criterion, whole: Fraction, texts: Texts) -> str:
    if not criterion.counts or not whole:
        return "–"
    share = 100 * criterion.weight / whole
    return f"{format_number(share, 0, texts.language)} %"
