"""What the report on a merge says on paper, read in its plain text; and the same in the protocol's annex."""

from __future__ import annotations

import gettext
from dataclasses import replace

import pytest

from juryapp.base.i18n import Texts
from juryapp.domain.merge_report import (
    DAMAGED,
    NOT_USED,
    HeldLine,
    MergeFileLine,
    MergeLine,
    MergeReportContent,
    why_refused,
)
from juryapp.reports.merge_report import merge_report_blocks
from juryapp.reports.plain_text import blocks_text, protocol_text
from juryapp.reports.protocol_pdf import PdfPrinter
from juryapp.reports.words import Words
from protocol_contents import full_content

GOOD = MergeFileLine(
    file="solveig.juryscore",
    sha256="ab" * 32,
    juror="Solveig Ødegård",
    status="new",
    code="",
    complete=True,
    new=40,
    changed=3,
    conflicts=1,
)
BROKEN = replace(
    GOOD, file="poeng.juryscore", juror="", sha256="cd" * 32, status="refused", code="E-TRUNC"
)
LATE = replace(GOOD, juror="Jon Kvam", file="jon.juryscore", status="held", code="E-CLOSED")
MERGE = MergeLine(
    n=2,
    at="2026-11-12T13:02:07Z",
    by="secretary",
    files=(GOOD, BROKEN, LATE),
    new=40,
    changed=3,
    conflicts=1,
    missing=("Jon Kvam", "Åsmund Fjellheim"),
)
CONTENT = MergeReportContent(
    award="Fyrlyktprisen",
    owner="Fyrlyktstiftinga",
    title="Fyrlyktprisen 2026",
    year=2026,
    trial=False,
    merge=MERGE,
)


def untranslated(language: str) -> Texts:
    return Texts(language, gettext.NullTranslations())


def told(content: MergeReportContent) -> str:
    words = Words(untranslated("en"))
    return blocks_text(merge_report_blocks(content, words), words)


def test_the_report_says_what_was_read_in_and_who_was_missing() -> None:
    text = told(CONTENT)

    assert "No. 2" in text
    assert "Solveig Ødegård (complete)" in text
    [line] = [line for line in text.splitlines() if line.startswith("New marks")]
    assert line.split() == ["New", "marks", "40"]
    assert "Jon Kvam and Åsmund Fjellheim" in text


def test_a_refused_file_stands_there_with_its_reason_and_its_code() -> None:
    text = told(CONTENT)

    assert "refused: it did not arrive whole, or was changed on its way (E-TRUNC)" in text
    assert "laid aside: it came after the round was closed" in text


def test_a_report_without_refused_files_has_no_such_section() -> None:
    text = told(replace(CONTENT, merge=replace(MERGE, files=(GOOD,))))

    assert "Files not read in" not in text


def test_a_merge_that_took_nothing_in_says_so() -> None:
    text = told(replace(CONTENT, merge=replace(MERGE, files=(LATE,))))

    assert "No file was read in." in text


@pytest.mark.parametrize(
    ("code", "why"),
    [("E-JSON-DUPKEY", DAMAGED), ("E-ENC-BOM", DAMAGED), ("E-SOMETHING-NEW", NOT_USED)],
)
def test_every_code_has_a_reason_in_words(code: str, why: str) -> None:
    assert why_refused(code) == why


def test_the_same_report_has_the_same_bytes_and_one_of_a_trial_others() -> None:
    printer = PdfPrinter(untranslated)

    first = printer.render_merge(CONTENT, "nb")

    assert first.startswith(b"%PDF")
    assert first == printer.render_merge(CONTENT, "nb")
    assert first != printer.render_merge(replace(CONTENT, trial=True), "nb")


def test_the_annex_of_the_protocol_tells_what_each_merge_did_and_names_refused_and_held_files() -> (
    None
):
    held = HeldLine(juror="Jon Kvam", sha256="ef" * 32, received="2026-11-20T08:00:00Z")
    content = replace(full_content(), merges=(MERGE, replace(MERGE, n=3)), held=(held,))

    text = protocol_text(content, "en", untranslated)

    assert "No. 2, 12 November 2026 13:02 UTC: 1 file was read in." in text
    assert "40 marks were new, 3 replaced older ones, none was deleted; conflicts: 1." in text
    assert "Files refused: 1" in text
    assert text.count("poeng.juryscore") == 1, "a file that was refused twice is named once"
    assert "Jon Kvam (20 November 2026 08:00 UTC)" in text


def test_a_ballot_that_nobody_signed_is_marked_as_such() -> None:
    unsigned = replace(GOOD, file="solveig.xlsx", origin="workbook")

    text = told(replace(CONTENT, merge=replace(MERGE, files=(unsigned,))))

    assert "Solveig Ødegård (complete, Excel ballot, not signed)" in text


def test_the_annex_says_of_a_ballot_that_nobody_signed_who_vouches_for_it() -> None:
    content = full_content()
    first, second, *rest = content.files
    files = (
        replace(first, origin="workbook", by="Ida Sand"),
        replace(second, origin="paper", by="Ida Sand", confirmed_by="Nils Berg"),
        *rest,
    )

    text = protocol_text(replace(content, files=files), "en", untranslated)

    assert "Excel ballot, not signed; taken in by Ida Sand" in text
    assert "From paper, not signed; typed by Ida Sand, confirmed by Nils Berg" in text
