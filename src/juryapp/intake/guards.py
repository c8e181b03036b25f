"""What stands before any parser: is the file what it says, and can it be opened without harm?

A workbook is a zip of XML. The guard unpacks every part once, in small pieces and with limits, and feeds the
XML to a parser that only counts: no document type, no entities, no deep nesting. Only then may a spreadsheet
library see the file.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from juryapp.base.errors import FileFormatError
from juryapp.base.i18n import N_

MAX_FILE: Final = 24 << 20  # bytes on disk
MAX_PART: Final = 16 << 20  # bytes of one unpacked part: 10 000 nominations with their grounds
MAX_TOTAL: Final = 24 << 20  # bytes of all parts together
MAX_PARTS: Final = 200
MAX_RATIO: Final = 400  # unpacked to packed, for parts above 1 MiB
MAX_DEPTH: Final = 64  # elements within elements; workbooks use about ten

EMPTY = N_("The file “{file}” is empty. Check that it was saved and copied whole.")
NOT_THAT_KIND = N_("“{file}” is not {wanted}; it looks like {found}. Choose the right file.")
OLD_EXCEL = N_(
    "“{file}” is in the old Excel format (.xls) or has a password."
    " Open it and save it as an Excel workbook (.xlsx) without a password."
)
NOT_A_WORKBOOK = N_(
    "“{file}” is not an Excel workbook. Save it as an Excel workbook (.xlsx) or as CSV, and try again."
)
BROKEN = N_(
    "The workbook “{file}” is damaged and cannot be read."
    " Open it in a spreadsheet program, save it under a new name, and try again."
)
STRICT = N_(
    "“{file}” was saved as “Strict Open XML”. Save it as an ordinary Excel workbook (.xlsx) and try again."
)
MACROS = N_(
    "The workbook “{file}” contains macros. Save it as .xlsx, without macros, and try again."
)
DOCUMENT_TYPE = N_(
    "The workbook “{file}” contains XML that no spreadsheet program writes (a document type)."
    " It is not opened."
)
TOO_BIG_INSIDE = N_(
    "The workbook “{file}” unpacks to far more than a table of nominations needs. It is not opened."
    " Copy the rows to a new workbook and save that."
)
TOO_MANY_PARTS = N_(
    "The workbook “{file}” has too many parts. Copy the rows to a new workbook and save that."
)
BAD_PATH = N_("The workbook “{file}” contains a forbidden path ({path}). It is not opened.")
LOCKED = N_("“{file}” is protected by a password. Save it without a password and try again.")

CSV_FILE = N_("a CSV file")
_KINDS: Final = (
    (b"%PDF", N_("a PDF document")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"SQLite format 3", N_("a database")),
    (b"{\\rtf", N_("a text document")),
)
_OLE: Final = b"\xd0\xcf\x11\xe0"
_MARKUP: Final = re.compile(
    rb"\s*<(!doctype|html|table|head|body|meta|\?xml|script|div)\b", re.IGNORECASE
)
_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_CHUNK: Final = 1 << 16
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNREADABLE: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, NotImplementedError, OSError, RuntimeError, ValueError,
)  # fmt: skip


def check_not_empty(data: bytes) -> None:
    """Raise FileFormatError (E-EMPTY) if there is nothing in the file."""
    if not data:
        raise FileFormatError(EMPTY, code="E-EMPTY")


def check_text_file(data: bytes) -> None:
    """Raise FileFormatError (E-KIND, E-XLSX-OLD) if `data` is some other kind of file than text."""
    if data.startswith(_OLE):
        raise FileFormatError(OLD_EXCEL, code="E-XLSX-OLD")
    found = next((kind for magic, kind in _KINDS if data.startswith(magic)), "")
    if data.startswith(b"PK"):
        found = N_("an Excel workbook or another packed file")
    if _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")):
        found = N_("a web page")
    if found:
        raise FileFormatError(NOT_THAT_KIND, code="E-KIND", wanted=CSV_FILE, found=found)


def check_workbook(data: bytes) -> tuple[str, ...]:
    """Refuse a workbook that is not safe to open; return the codes of what to warn about.

    Raises:
        FileFormatError: What is wrong, by a code of its own (E-XLSX-…, E-ZIP-…).
    """
    if data.startswith(_OLE):
        raise FileFormatError(OLD_EXCEL, code="E-XLSX-OLD")
    if not data.startswith(b"PK"):
        raise FileFormatError(NOT_A_WORKBOOK, code="E-XLSX-NOT")
    if data.count(_DIRECTORY_ENTRY) > MAX_PARTS:  # before zipfile makes an object of each
        raise FileFormatError(TOO_MANY_PARTS, code="E-ZIP-MANY")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = _checked_names(archive.infolist())
            _check_contents(archive)
    except _UNREADABLE as error:
        raise FileFormatError(BROKEN, code="E-XLSX-BROKEN") from error
    external = any("/externallinks/" in name for name in names)
    return ("W-XLSX-EXTERNAL",) if external else ()


def _checked_names(parts: list[zipfile.ZipInfo]) -> set[str]:
    names: set[str] = set()
    for part in parts:
        name = part.filename.lower()
        if name.startswith("/") or {"\\", ":"} & set(name) or ".." in name.split("/"):
            raise FileFormatError(BAD_PATH, code="E-ZIP-PATH", path=part.filename[:60])
        if name in names:
            raise FileFormatError(BROKEN, code="E-ZIP-DUP")
        if part.flag_bits & 1:
            raise FileFormatError(LOCKED, code="E-ZIP-ENCRYPTED")
        if name.endswith("vbaproject.bin"):
            raise FileFormatError(MACROS, code="E-XLSX-MACRO")
        names.add(name)
    if "xl/workbook.xml" not in names:
        raise FileFormatError(NOT_A_WORKBOOK, code="E-XLSX-NOT")
    return names


def _check_contents(archive: zipfile.ZipFile) -> None:
    total = 0
    for part in archive.infolist():
        size = 0
        xml = _Counter() if part.filename.lower().endswith((".xml", ".rels")) else None
        for piece in _pieces(archive, part):
            size += len(piece)
            if size > MAX_PART or total + size > MAX_TOTAL:
                raise FileFormatError(TOO_BIG_INSIDE, code="E-ZIP-BOMB")
            if xml:
                xml.feed(piece)
        if xml:
            xml.close()
        if size > 1 << 20 and size > MAX_RATIO * max(part.compress_size, 1):
            raise FileFormatError(TOO_BIG_INSIDE, code="E-ZIP-BOMB")
        total += size


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    if part.compress_type not in _METHODS:
        raise FileFormatError(BROKEN, code="E-XLSX-BROKEN")
    with archive.open(part) as file:
        while piece := file.read(_CHUNK):
            yield piece


class _Counter:
    """An XML parser that builds nothing: it refuses document types, deep nesting and what is not XML."""

    def __init__(self) -> None:
        self._depth = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._document_type

    def feed(self, piece: bytes) -> None:
        """Look at the next piece of the part."""
        self._parse(piece, last=False)

    def close(self) -> None:
        """Say that the part has ended."""
        self._parse(b"", last=True)

    def _parse(self, piece: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            raise FileFormatError(BROKEN, code="E-XLSX-BROKEN") from error

    def _start(self, _name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FileFormatError(BROKEN, code="E-XLSX-BROKEN")
        if self._depth == 1 and "purl.oclc.org/ooxml/spreadsheetml" in str(attributes.values()):
            raise FileFormatError(STRICT, code="E-XLSX-STRICT")

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _document_type(self, *_: object) -> None:
        raise FileFormatError(DOCUMENT_TYPE, code="E-XLSX-DTD")
