"""The protocol and the report on a merge as PDF: the adapter behind the port `ProtocolPrinter`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from reportlab.platypus import Flowable

from juryapp.base.canonical import Json, canonical_hash
from juryapp.base.i18n import N_, Texts, _, ngettext, texts_in
from juryapp.base.instants import is_instant, parse_instant
from juryapp.domain.merge_report import MergeReportContent
from juryapp.domain.paper_print import PaperContent
from juryapp.domain.protocol import ProtocolContent, as_document
from juryapp.reports.blocks import Digits
from juryapp.reports.characters import code_of
from juryapp.reports.fonts import printable
from juryapp.reports.layout import story
from juryapp.reports.merge_report import NUMBER, merge_report_blocks
from juryapp.reports.opening import DRAFT
from juryapp.reports.pages import Imprint, next_leaf, paper
from juryapp.reports.paper_ballot import paper_imprint, paper_parts
from juryapp.reports.protocol_blocks import protocol_blocks
from juryapp.reports.words import Words, shortened

TITLE = N_("{title}: protocol of the jury")
MERGE_TITLE = N_("{title}: report on reading in score files")
VERSION = N_("Version {n}")
TRIAL = N_("Trial")
DIGEST = N_("digest {digits} …")
CANNOT_PRINT = N_(
    "“{text}” has a character that the fonts of the protocol lack; {shown} is printed in its place."
)
MOST_WARNINGS: Final = 20


class PdfPrinter:
    """Prints protocols.

    Args:
        texts: Gives the texts of a language.
    """

    def __init__(self, texts: Callable[[str], Texts] = texts_in) -> None:
        self._texts = texts

    def render(self, content: ProtocolContent, language: str) -> bytes:
        """Return the protocol as PDF; the same content gives the same bytes."""
        printable()
        words = Words(self._texts(language), content.decimals)
        return paper(story(protocol_blocks(content, words)), imprint(content, words), words)

    def render_merge(self, content: MergeReportContent, language: str) -> bytes:
        """Return the report on a merge as PDF; the same content gives the same bytes."""
        printable()
        words = Words(self._texts(language))
        return paper(
            story(merge_report_blocks(content, words)), merge_imprint(content, words), words
        )

    def render_papers(self, contents: Sequence[PaperContent], language: str) -> bytes:
        """Return ballots on paper as one PDF, each on leaves of its own, with its own page numbers."""
        printable()
        words = Words(self._texts(language))
        parts: list[Flowable] = []
        for content in contents:
            parts += [*(next_leaf() if parts else []), *paper_parts(content, words)]
        return paper(parts, paper_imprint(contents[0], words), words)

    def warnings(self, content: ProtocolContent) -> list[str]:
        """Return characters that the fonts lack, as sentences in the language in use."""
        found: dict[str, str] = {}
        for text in _texts_of(as_document(content)):
            for character in printable().missing(text):
                found.setdefault(character, printable()(text))
        sentences = [
            _(CANNOT_PRINT).format(text=shortened(text, 60), shown=code_of(character))
            for character, text in found.items()
        ]
        more = len(sentences) - MOST_WARNINGS
        if more <= 0:
            return sentences
        others = ngettext("The same goes for {n} other.", "The same goes for {n} others.", more)
        return [*sentences[:MOST_WARNINGS], others.format(n=more)]


def imprint(content: ProtocolContent, words: Words) -> Imprint:
    """Return what stands on every page of the protocol."""
    version = words(VERSION, n=content.version)
    short = " ".join(Digits(content.digest).groups[:2])
    state = words(DRAFT) if content.draft else words(DIGEST, digits=short)
    watermark = TRIAL if content.trial else DRAFT if content.draft else ""
    return Imprint(
        title=words(TITLE, title=content.title),
        author=content.owner or content.award,
        line=f"{version}  ·  {state}",
        watermark=words(watermark).upper(),
        made=made_at(content),
        identity=f"{content.digest}{words.language}",
    )


def merge_imprint(content: MergeReportContent, words: Words) -> Imprint:
    """Return what stands on every page of the report."""
    at = content.merge.at
    made = parse_instant(at) if is_instant(at) else datetime(2000, 1, 1, tzinfo=UTC)
    return Imprint(
        title=words(MERGE_TITLE, title=content.title),
        author=content.owner or content.award,
        line=f"{words(NUMBER, n=content.merge.n)}  ·  {words.moment(at)}",
        watermark=words(TRIAL).upper() if content.trial else "",
        made=made,
        identity=f"{canonical_hash(as_document(content))}{words.language}",
    )


def made_at(content: ProtocolContent) -> datetime:
    """Return the time that the file carries: of the meeting, else of the round, else the edition's year."""
    day = f"{content.meeting.date}T00:00:00Z"
    for instant in (day, content.closed, content.opened):
        if is_instant(instant):
            return parse_instant(instant)
    return datetime(min(max(content.year, 1), 9999), 1, 1, tzinfo=UTC)


def _texts_of(document: Json) -> Iterator[str]:
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict):
        for value in document.values():
            yield from _texts_of(value)
    elif isinstance(document, list):
        for value in document:
            yield from _texts_of(value)
