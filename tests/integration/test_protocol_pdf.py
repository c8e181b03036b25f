"""The protocol as PDF, read back by another library than the one that wrote it."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from fractions import Fraction
from typing import Any

import pypdfium2
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from juryapp.application.ports import ProtocolPrinter
from juryapp.base import i18n
from juryapp.base.i18n import Texts
from juryapp.domain.protocol import Meeting, ProtocolContent
from juryapp.reports.blocks import Block, Facts, Grid, Heading, Items, Prose, Strip, Title
from juryapp.reports.protocol_blocks import protocol_blocks
from juryapp.reports.protocol_pdf import PdfPrinter, made_at
from juryapp.reports.words import Words
from protocol_contents import full_content

NOT_CONTENT = {"missing", "key", "language", "date"}  # what the program chose, not a person


def untranslated(language: str) -> Texts:
    return Texts(language, gettext.NullTranslations())


PRINTER = PdfPrinter(untranslated)


def rendered(content: ProtocolContent, language: str = "en") -> bytes:
    return PRINTER.render(content, language)


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def squeezed(text: str) -> str:
    """Return a text without blanks, line breaks and the hyphens that may end a line."""
    return re.sub(r"[\s\x02\ufffe-]+", "", text)


def body_of(pdf: bytes) -> str:
    """Return the squeezed text of all pages, without the footers."""
    bodies = []
    for page in pages_of(pdf):
        lines = page.replace("\r\n", "\n").split("\n")
        bodies.append("".join(line for line in lines if not is_footer(line)))
    return squeezed("".join(bodies))


def is_footer(line: str) -> bool:
    return bool(
        re.match(r"Page \d+ of \d+|Version \d+ +· +(digest|Draft)|.*: protocol of the jury$", line)
    )


def infected(value: Any, text: str, name: str = "") -> Any:
    """Return a copy of a protocol in which everything that people write is `text`."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return value if name in NOT_CONTENT else text
    if isinstance(value, tuple):
        return tuple(infected(item, text, name) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {f.name: infected(getattr(value, f.name), text, f.name) for f in fields(value)}
        return replace(value, **changes)
    return value


def one_category(rows: int) -> ProtocolContent:
    content = full_content(rows=rows)
    return replace(content, categories=content.categories[:1])


# ----------------------------------------------------------------------- content


def test_the_printer_answers_to_its_port() -> None:
    printer: ProtocolPrinter = PdfPrinter(untranslated)
    assert printer.render(full_content(), "en").startswith(b"%PDF-")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_everything_that_the_protocol_states_stands_on_the_paper(language: str) -> None:
    content = full_content(open_ones=3, draft=True)
    body = body_of(rendered(content, language))
    missing = [text for text in stated(content, language) if squeezed(text) not in body]
    assert missing == []


def stated(content: ProtocolContent, language: str) -> list[str]:
    """Return every text of the protocol's blocks, paragraph by paragraph and cell by cell."""
    words = Words(untranslated(language), content.decimals)
    return [text for block in protocol_blocks(content, words) for text in block_texts(block)]


def block_texts(block: Block) -> list[str]:
    match block:
        case Title():
            return [block.kicker, block.text, block.kind]
        case Heading():
            return [block.number + block.text]
        case Prose():
            return block.text.split("\n\n")
        case Facts():
            return [text for row in block.rows for text in row]
        case Items():
            details = [text for item in block.items for pair in item.details for text in pair]
            return [*(item.lead for item in block.items), *details]
        case Grid():
            return grid_texts(block)
        case _:
            return []


def grid_texts(grid: Grid) -> list[str]:
    texts = [note for _, note in grid.notes]
    for row in grid.rows:
        cells = [cell for cell in row.cells if not isinstance(cell, Strip)]
        texts += [text for cell in cells for text in (cell.text, cell.small)]
    return texts


def test_numbers_and_dates_follow_the_language() -> None:
    norwegian, english = body_of(rendered(full_content(), "nb")), body_of(rendered(full_content()))
    assert "9,45" in norwegian
    assert "12.november2026" in norwegian
    assert "9.45" in english
    assert "12November2026" in english


def test_sami_letters_are_printed_as_letters() -> None:
    letters = "áčđŋšŧž ÁČĐŊŠŦŽ ï ö ä æøå ÆØÅ"
    content = replace(full_content(), title=letters, purpose=letters)
    assert squeezed(letters) in body_of(rendered(content))
    assert PRINTER.warnings(content) == []


def test_the_digest_stands_on_a_final_protocol_and_in_every_footer() -> None:
    content = full_content()
    pages = pages_of(rendered(content))
    assert content.digest in squeezed("".join(pages))
    assert all(content.digest[:8] in page for page in pages)


def test_a_draft_says_so_on_every_page() -> None:
    draft = rendered(full_content(draft=True))
    assert all("DRAFT" in squeezed(page) for page in pages_of(draft))
    assert not any("DRAFT" in squeezed(page) for page in pages_of(rendered(full_content())))


def test_a_trial_says_so_on_every_page() -> None:
    trial = rendered(replace(full_content(), trial=True))
    assert all("TRIAL" in squeezed(page) for page in pages_of(trial))


# ------------------------------------------------------------------------- pages


@pytest.mark.parametrize("rows", [0, 1, 40])
def test_every_page_says_which_it_is_and_how_many_there_are(rows: int) -> None:
    pages = pages_of(rendered(full_content(rows=rows)))
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page


@pytest.mark.slow
def test_a_thousand_nominees_stand_on_pages_with_repeated_heads() -> None:
    pages = pages_of(rendered(one_category(1000)))
    ranking = [page for page in pages if "Ranking by points" in page or "Nominations" in page]
    assert len(ranking) > 20
    listed = "\n".join(pages)
    assert all(f"No. {n} " in listed for n in (1, 2, 500, 999, 1000))
    middle = pages[pages.index(ranking[0]) : pages.index(ranking[-1]) + 1]
    assert middle == ranking
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]


def test_the_head_of_a_table_is_repeated_on_every_page() -> None:
    pages = pages_of(rendered(one_category(40)))
    with_rows = [page for page in pages if re.search(r"No\. \d+ +· ", page)]
    assert len(with_rows) >= 2
    assert all("Nominations" in page and "Total" in page for page in with_rows)


def test_a_row_is_never_broken_over_two_pages() -> None:
    pages = pages_of(rendered(one_category(40)))
    for name, number in re.findall(r"(Tareskogen \d)\s+No\. (\d+)", "\n".join(pages)):
        holders = [page for page in pages if name in page and f"No. {number} " in page]
        assert holders


@pytest.mark.parametrize("rows", [0, 1, 5, 12, 18])
def test_what_is_signed_stands_on_the_page_of_the_signatures(rows: int) -> None:
    content = full_content(rows=rows)
    signed = [page for page in pages_of(rendered(content)) if content.digest in squeezed(page)]
    assert len(signed) == 1
    for name in (content.meeting.chair, content.meeting.keeper, *content.meeting.present):
        assert squeezed(name) in squeezed(signed[0])


def test_the_last_row_of_a_table_is_never_alone_on_its_page() -> None:
    for rows in range(26, 32):
        pages = pages_of(rendered(one_category(rows)))
        counts = [len(re.findall(r"No\. \d+ +· ", page)) for page in pages]
        assert 1 not in counts


def test_no_page_ends_with_a_heading() -> None:
    headings = {"Ranking by points", "Justification", "Ties and close margins", "The jurors’ keys"}
    for rows in (1, 9, 15, 26):
        for page in pages_of(rendered(one_category(rows))):
            lines = [line.strip() for line in page.replace("\r\n", "\n").split("\n")]
            body = [line for line in lines if line and not is_footer(line)]
            assert body[-1] not in headings
            assert not re.fullmatch(r"(\d+|Annex [A-Z])  .{3,40}", body[-1])


@pytest.mark.parametrize(("jurors", "sideways"), [(7, 0), (8, 1), (12, 1), (30, 1)])
def test_many_jurors_get_pages_on_their_side(jurors: int, sideways: int) -> None:
    document = pypdfium2.PdfDocument(rendered(full_content(panel_size=jurors)))
    try:
        lying = sum(page.get_width() > page.get_height() for page in document)
    finally:
        document.close()
    assert (lying > 0) == bool(sideways)


def test_headings_stand_in_the_outline() -> None:
    document = pypdfium2.PdfDocument(rendered(full_content()))
    try:
        titles = [(item.level, item.get_title()) for item in document.get_toc()]
    finally:
        document.close()
    assert titles[0] == (0, "Fyrlyktprisen 2026")
    assert (1, "2 The meeting") in titles
    assert (2, "Ranking by points") in titles


# ------------------------------------------------------------------------- bytes


@pytest.mark.parametrize("draft", [False, True])
def test_the_same_content_gives_the_same_bytes(
    draft: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = full_content(draft=draft)
    first = rendered(content, "nb")
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    rendered(full_content(rows=3), "en")
    assert rendered(content, "nb") == first
    assert rendered(replace(content, version=3), "nb") != first


def test_every_font_is_embedded() -> None:
    pdf = rendered(full_content(draft=True, panel_size=9))
    fonts = set(re.findall(rb"/BaseFont /([^\s/]+)", pdf))
    assert fonts
    assert all(b"NotoSans" in font for font in fonts)
    descriptors = pdf.count(b"/Type /FontDescriptor")
    assert descriptors == pdf.count(b"/FontFile2") > 0
    assert b"Helvetica" not in pdf


def test_the_file_carries_its_title_author_language_and_date() -> None:
    pdf = rendered(full_content(), "nn")
    document = pypdfium2.PdfDocument(pdf)
    try:
        told = document.get_metadata_dict()
    finally:
        document.close()
    assert told["Title"] == "Fyrlyktprisen 2026: protocol of the jury"
    assert told["Author"] == "Fyrlyktstiftinga"
    assert told["CreationDate"] == told["ModDate"] == "D:20261112000000+00'00'"
    assert b"/Lang (nn-NO)" in pdf


def test_the_date_comes_from_the_meeting_else_from_the_round_else_from_the_year() -> None:
    content = replace(full_content(), meeting=Meeting())
    assert made_at(content).isoformat() == "2026-11-02T22:59:00+00:00"
    assert made_at(replace(content, closed="")).isoformat() == "2026-10-01T07:00:00+00:00"
    bare = replace(content, closed="", opened="")
    assert made_at(bare).isoformat() == "2026-01-01T00:00:00+00:00"
    assert made_at(replace(bare, year=0)).year == 1


# ----------------------------------------------------------------- hostile texts


HOSTILE = {
    "picture": '<img src="file:///etc/passwd"/>',
    "link": '<a href="http://example.org/x">x</a><link href="http://example.org/">y</link>',
    "unbalanced": "<b><i></b><para>&amp;</font><br",
    "entities": "&lt;b&gt; &#x41; &nbsp; &bogus;",
    "template": "{juror} {0} %s %(x)s ${y}",
    "long word": "https://example.org/" + "veldiglangt" * 40,
    "hyphens": "a-" * 200,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_printed_as_they_are(name: str) -> None:
    text = HOSTILE[name]
    pdf = rendered(infected(full_content(rows=5, draft=True), text))
    assert squeezed(text) in body_of(pdf)
    assert b"/Subtype /Image" not in pdf
    assert b"/URI" not in pdf


@pytest.mark.parametrize("text", ["", "   \n ", "\n\n\n"])
def test_empty_texts_everywhere_still_make_a_protocol(text: str) -> None:
    assert pages_of(rendered(infected(full_content(rows=5), text)))


def test_what_the_font_lacks_is_visible_and_warned_of() -> None:
    content = replace(full_content(), title="Rein 🦌 \u202eedisbak")
    shown = "Rein [U+1F98C] [U+202E]edisbak"
    assert squeezed(shown) in body_of(rendered(content))
    warnings = PRINTER.warnings(content)
    assert len(warnings) == 2
    assert f"“{shown}” has a character" in warnings[0]
    assert "[U+1F98C] is printed in its place" in warnings[0]


def test_a_flood_of_warnings_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n._Current, "texts", untranslated("en"))
    content = replace(full_content(), purpose="".join(map(chr, range(0x1F600, 0x1F600 + 25))))
    warnings = PRINTER.warnings(content)
    assert len(warnings) == 21
    assert warnings[-1] == "The same goes for 5 others."


def long_title(content: ProtocolContent, text: str) -> ProtocolContent:
    return replace(content, title=text, owner=text)


def long_meeting(content: ProtocolContent, text: str) -> ProtocolContent:
    held = replace(content.meeting, remarks=text, place=text, chair=text, present=(text,))
    return replace(content, meeting=held)


def long_nominee(content: ProtocolContent, text: str) -> ProtocolContent:
    part = content.categories[0]
    line = replace(part.ranking[0], nominee=text, home=text)
    decision = replace(part.decisions[0], nominee=text, reason=text)
    justification = replace(part.justifications[0], nominee=text, text=text)
    changed = replace(
        part,
        ranking=(line, *part.ranking[1:]),
        decisions=(decision, *part.decisions[1:]),
        justifications=(justification,),
    )
    return replace(content, categories=(changed, *content.categories[1:]))


LONG = {"words": "ord og ord " * 1819, "letters": "x" * 20_000, "lines": "a\n" * 10_000}


@pytest.mark.slow
@pytest.mark.parametrize("where", [long_title, long_meeting, long_nominee])
@pytest.mark.parametrize("kind", LONG)
def test_twenty_thousand_characters_are_printed_to_the_last(
    kind: str, where: Callable[[ProtocolContent, str], ProtocolContent]
) -> None:
    text = LONG[kind]
    body = body_of(rendered(where(full_content(rows=5), text)))
    letter = text[0]
    assert body.count(letter) >= text.count(letter)


names = st.text(max_size=60)


BOLD_LETTERS = "𝐓𝐡𝐞" * 15  # each is told by its whole Unicode name


@pytest.mark.slow
@example(BOLD_LETTERS, "", 0, False)
@given(names, names, st.integers(0, 6), st.booleans())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_can_keep_the_protocol_from_being_printed(
    name: str, prose: str, rows: int, draft: bool
) -> None:
    clean = name.encode("utf-8", "replace").decode(), prose.encode("utf-8", "replace").decode()
    content = infected(full_content(rows=rows, draft=draft), clean[0])
    content = replace(content, purpose=clean[1], waiver=clean[1])
    assert pages_of(rendered(content))


def test_extreme_numbers_are_printed() -> None:
    content = full_content(rows=5)
    line = replace(
        content.categories[0].ranking[0],
        value=Fraction(10**9, 3),
        place=10**6,
        number=10**9,
        nominations=10**7,
        counted=10**6,
    )
    part = replace(content.categories[0], ranking=(line,))
    body = body_of(rendered(replace(content, categories=(part,))))
    assert "333333333.33" in body
