"""How much the protocol costs over the same table set by reportlab alone, measured in the same run."""

from __future__ import annotations

import gettext
import io
import time
from collections.abc import Callable
from dataclasses import replace

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

from juryapp.base.i18n import Texts
from juryapp.domain.protocol import ProtocolContent
from juryapp.reports.fonts import REGULAR, printable
from juryapp.reports.protocol_pdf import PdfPrinter
from protocol_contents import full_content

ROWS = 400


def page_count(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def bare_table(content: ProtocolContent) -> bytes:
    """Set the ranking and the matrix as plain strings, with nothing around them."""
    lines = content.categories[0].ranking
    ranking = [
        [str(n.place), n.nominee, str(n.nominations), str(n.counted), f"{float(n.value or 0):.2f}"]
        for n in lines
    ]
    matrix = [
        [n.nominee, *(f"{float(part.value or 0):.2f}" for part in n.parts), str(n.counted)]
        for n in lines
    ]
    look = TableStyle(
        [("FONT", (0, 0), (-1, -1), REGULAR, 9, 12), ("LINEBELOW", (0, 0), (-1, -1), 0.4, "grey")]
    )
    target = io.BytesIO()
    document = SimpleDocTemplate(target, pagesize=A4)
    document.build([Table(rows, repeatRows=1, style=look) for rows in (ranking, matrix)])
    return target.getvalue()


def timed(make: Callable[[], bytes]) -> tuple[float, int]:
    """Return the best of three times, and the number of pages."""
    times = []
    pdf = b""
    for _ in range(3):
        start = time.perf_counter()
        pdf = make()
        times.append(time.perf_counter() - start)
    return min(times), page_count(pdf)


@pytest.mark.benchmark
@pytest.mark.slow
def test_the_protocol_is_compared_with_a_bare_table(capsys: pytest.CaptureFixture[str]) -> None:
    content = full_content(rows=ROWS)
    content = replace(content, categories=content.categories[:1])
    printer = PdfPrinter(lambda language: Texts(language, gettext.NullTranslations()))
    printable()
    ours, our_pages = timed(lambda: printer.render(content, "en"))
    bare, bare_pages = timed(lambda: bare_table(content))
    with capsys.disabled():
        print(  # noqa: T201 - a benchmark speaks
            f"\nprotocol, {ROWS} nominees: {our_pages} pages, {our_pages / ours:.0f} pages/s;"
            f" bare tables: {bare_pages} pages, {bare_pages / bare:.0f} pages/s;"
            f" time ratio {ours / bare:.1f}, per page {ours / our_pages / (bare / bare_pages):.1f}"
        )
    assert our_pages > bare_pages > 0
