"""PDF documents: can everybody read them at the desk, and is there anything in them that acts by itself?

Three things are refused although a viewer could open them. What acts (JavaScript, programs to be started):
the desk runs none of it, but a juror may open the file in another program, which might. What is embedded
(files within the file): nobody at the desk would see it. Forms that only one maker's program draws (XFA):
all others see an empty page. In each case a print to a new PDF keeps what can be read, and nothing else.

A PDF without text is a scan: it is taken in with a warning, since it cannot be searched or read aloud.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from juryapp.application.ports.attachments import AttachmentWarning
from juryapp.base.i18n import N_, OurText
from juryapp.base.pdfium import PDFIUM
from juryapp.intake.media_refusals import refused

if TYPE_CHECKING:
    import pypdfium2

MOST_PAGES: Final = 3000
LOOKED_AT: Final = 20  # pages in which text is looked for
_MOST_OBJECTS: Final = 32 << 20  # bytes of unpacked objects that are looked through

BROKEN = N_(
    "The PDF “{file}” is damaged and cannot be opened. Open it in another program, save it as PDF anew, and"
    " attach that."
)
HAS_PASSWORD = N_(
    "The PDF “{file}” has a password, so nobody could read it at the desk. Save it without a password and"
    " attach that."
)
ACTS = N_(
    "The PDF “{file}” contains {what}, which is not let in. Print it to a new PDF and attach that: what can"
    " be read stays the same."
)
NO_PAGES = N_("The PDF “{file}” has no pages. Check that it is the right file.")
TOO_MANY_PAGES = N_(
    "The PDF “{file}” has {pages} pages, more than can be shown ({limit}). Attach the part that matters."
)
NO_TEXT = N_(
    "The PDF “{file}” is only pictures of pages: nobody can search in it or have it read aloud. If there is a"
    " version with text, attach that instead."
)

_NAME_CODE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM: Final = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_FORBIDDEN: Final = (
    (re.compile(rb"/S\s*/JavaScript\b"), N_("JavaScript")),
    (re.compile(rb"/S\s*/Launch\b"), N_("an order to start a program")),
    (re.compile(rb"/S\s*/(?:SubmitForm|ImportData)\b"), N_("a form that sends what is typed")),
    (re.compile(rb"/Subtype\s*/FileAttachment\b"), N_("embedded files")),
    (re.compile(rb"/Subtype\s*/RichMedia\b"), N_("embedded films or programs")),
)
_XFA: Final = frozenset({2, 3})  # FORMTYPE_XFA_FULL, FORMTYPE_XFA_FOREGROUND


def look_into_pdf(data: bytes) -> tuple[AttachmentWarning, ...]:
    """Return what to warn about. Raises FileFormatError (E-MEDIA): damaged, locked, or it acts by itself."""
    with PDFIUM:
        document = _opened(data)
        try:
            _check_pages(document)
            _check_harmless(document, data)
            has_text = _has_text(document)
        finally:
            document.close()
    return () if has_text else (AttachmentWarning(code="W-PDF-NO-TEXT", template=NO_TEXT),)


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    import pypdfium2  # noqa: PLC0415 - a tenth of a second that few need
    from pypdfium2 import raw  # noqa: PLC0415

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise refused(HAS_PASSWORD if locked else BROKEN) from None


def _check_pages(document: pypdfium2.PdfDocument) -> None:
    pages = len(document)
    if not pages:
        raise refused(NO_PAGES)
    if pages > MOST_PAGES:
        raise refused(TOO_MANY_PAGES, pages=pages, limit=MOST_PAGES)


def _check_harmless(document: pypdfium2.PdfDocument, data: bytes) -> None:
    from pypdfium2 import raw  # noqa: PLC0415 - loaded already

    if document.get_formtype() in _XFA:
        raise refused(ACTS, what=OurText(N_("a form that only one program can show")))
    if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        raise refused(ACTS, what=OurText(N_("JavaScript")))
    if raw.FPDFDoc_GetAttachmentCount(document) > 0:
        raise refused(ACTS, what=OurText(N_("embedded files")))
    for part in (data, *_packed_objects(data)):
        plain = _NAME_CODE.sub(lambda code: bytes([int(code[1], 16)]), part)
        for pattern, what in _FORBIDDEN:
            if pattern.search(plain):
                raise refused(ACTS, what=OurText(what))


def _packed_objects(data: bytes) -> Iterator[bytes]:
    """Yield the objects that lie packed in a PDF: what acts may be hidden there. Pages are not unpacked."""
    left = _MOST_OBJECTS
    for found in _STREAM.finditer(data):
        unpacking = zlib.decompressobj()
        try:
            objects = unpacking.decompress(data[found.end() :], left)
        except zlib.error:
            continue  # packed in another way, which hardly any program writes
        left -= len(objects)
        yield objects
        if left <= 0:
            return


def _has_text(document: pypdfium2.PdfDocument) -> bool:
    import pypdfium2  # noqa: PLC0415 - loaded already

    for n in range(min(len(document), LOOKED_AT)):
        try:
            page = document[n]
            if page.get_textpage().count_chars() > 0:
                return True
        except pypdfium2.PdfiumError:
            continue  # one page is damaged; the others can be read
    return False
