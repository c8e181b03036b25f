"""The one door for files that belong to nominees: a path in, a file that is what it claims to be out.

Four kinds are let in: PDF, PNG, JPEG and plain text in UTF-8. They can be shown in place, and nothing in them
runs. What a file is, its bytes say; its name is only what people call it. Everything else is named, and the
sentence says what to do with it: mostly, save it as PDF.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from juryapp.application.ports.attachments import AttachmentWarning, LookedAt
from juryapp.base.errors import FileFormatError
from juryapp.base.files import read_limited, sha256
from juryapp.base.i18n import N_, OurText
from juryapp.domain.attachments import MOST_BYTES, Media, media_beginning
from juryapp.intake.media_refusals import refused
from juryapp.intake.pdf_look import look_into_pdf
from juryapp.intake.pictures import check_jpeg, check_png

MOST_TEXT: Final = 2 << 20  # bytes: a thick book; more than that nobody reads at the desk
MAX_NAME: Final = 120  # characters

EMPTY = N_("The file “{file}” is empty. Check that it was saved and copied whole.")
TOO_BIG = N_(
    "“{file}” is larger than an attachment can be ({limit} MB). Save it smaller – in a PDF the pictures are"
    " mostly what is large – or split it."
)
NOT_SHOWN = N_(
    "“{file}” is {found}, which cannot be shown at the desk. Attach PDF, PNG, JPEG or plain text."
)
SAVE_AS_PDF = N_("“{file}” is {found}. Open it, save it as PDF, and attach the PDF.")
SAVE_AS_PICTURE = N_("“{file}” is {found}. Open it, save it as PNG or JPEG, and attach that.")
UNPACK = N_("“{file}” is {found}. Unpack it, and attach the files in it one by one.")
IS_PROGRAM = N_("“{file}” is {found}. It is not taken in. Ask who has sent it.")
NOT_UTF8 = N_(
    "“{file}” is none of the kinds that can be attached: PDF, PNG, JPEG and plain text in UTF-8. If it is a"
    " text, save it as UTF-8; else save it as PDF."
)
TOO_MUCH_TEXT = N_(
    "The text in “{file}” is longer than anybody can read at the desk ({limit} MB). Attach the part that"
    " matters, or save it as PDF."
)
LIES = N_(
    "The file “{file}” is not what the jury package says it is, so it is not shown. Your marks are safe. Ask"
    " the secretariat for the package again."
)
OTHER_SUFFIX = N_("“{file}” is {found}, whatever its name says. It is taken in as that.")

_KIND_NAMES: Final[Mapping[Media, str]] = {
    Media.PDF: N_("a PDF document"),
    Media.PNG: N_("a PNG picture"),
    Media.JPEG: N_("a JPEG picture"),
    Media.TEXT: N_("a plain text"),
}
_SUFFIXES: Final[Mapping[Media, frozenset[str]]] = {
    Media.PDF: frozenset({".pdf"}),
    Media.PNG: frozenset({".png"}),
    Media.JPEG: frozenset({".jpg", ".jpeg", ".jpe", ".jfif"}),
    Media.TEXT: frozenset({"", ".txt", ".text", ".md", ".csv", ".log"}),
}
_FOREIGN: Final = (
    (b"\xd0\xcf\x11\xe0", N_("an old Office document, or one with a password"), SAVE_AS_PDF),
    (b"{\\rtf", N_("a text document"), SAVE_AS_PDF),
    (b"%!PS", N_("a PostScript document"), SAVE_AS_PDF),
    (b"GIF8", N_("a GIF picture"), SAVE_AS_PICTURE),
    (b"BM", N_("a BMP picture"), SAVE_AS_PICTURE),
    (b"II*\0", N_("a TIFF picture"), SAVE_AS_PICTURE),
    (b"MM\0*", N_("a TIFF picture"), SAVE_AS_PICTURE),
    (b"8BPS", N_("a Photoshop picture"), SAVE_AS_PICTURE),
    (b"\x1f\x8b", N_("a compressed file"), UNPACK),
    (b"7z\xbc\xaf", N_("a compressed file"), UNPACK),
    (b"Rar!", N_("a compressed file"), UNPACK),
    (b"ID3", N_("a sound recording"), NOT_SHOWN),
    (b"\x1aE\xdf\xa3", N_("a film"), NOT_SHOWN),
    (b"SQLite format 3\0", N_("a database"), NOT_SHOWN),
    (b"MZ", N_("a program"), IS_PROGRAM),
    (b"\x7fELF", N_("a program"), IS_PROGRAM),
    (b"\xcf\xfa\xed\xfe", N_("a program"), IS_PROGRAM),
    (b"#!", N_("a program"), IS_PROGRAM),
)
_BOXES: Final = (  # of a file that begins with a box `ftyp`: what its brand begins with
    ((b"heic", b"heix", b"mif1", b"msf1", b"avif"), N_("a HEIC picture"), SAVE_AS_PICTURE),
    ((b"",), N_("a film"), NOT_SHOWN),
)
_OFFICE: Final = re.compile(
    rb"(?:word|ppt|xl)/|\[Content_Types\]\.xml|mimetypeapplication/vnd\.oasis"
)
_MARKUP: Final = re.compile(
    rb"\s*<(?:!doctype|html|head|body|script|meta|\?xml|svg|!--)", re.IGNORECASE
)
_MAIL: Final = re.compile(
    rb"(?:From|Subject|Received|Return-Path|MIME-Version|Delivered-To|Message-ID): ", re.IGNORECASE
)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class SafeAttachments:
    """Looks at files for nominees: the port `AttachmentGuard` of the application."""

    def read(self, path: Path) -> LookedAt:
        """Return a file that a person has chosen; nothing is believed of it.

        Raises:
            FileFormatError: E-MEDIA, E-EMPTY, E-SIZE or E-NOT-FOUND; the sentence says what to do.
            UnavailableError: The machine does not let us read it.
        """
        data = _bytes_of(path)
        try:
            media = media_of(data)
            warnings = _look_into(data, media)
        except FileFormatError as error:
            raise error.named(path.name) from error
        name = file_name(path.name)
        if path.suffix.lower() not in _SUFFIXES[media]:
            warnings = (*warnings, _says(OTHER_SUFFIX, "W-SUFFIX", found=_KIND_NAMES[media]))
        named = tuple(_named(warning, name) for warning in warnings)
        return LookedAt(name=name, media=media, data=data, sha256=sha256(data), warnings=named)

    def check(self, name: str, data: bytes, media: Media) -> None:
        """Raise FileFormatError (E-MEDIA) unless bytes that came in a package are of that kind and safe."""
        try:
            found = media_of(data)
            _look_into(data, found)
        except FileFormatError as error:
            raise error.named(name) from error
        if found is not media:
            raise FileFormatError(LIES, code="E-MEDIA", file=name)


def media_of(data: bytes) -> Media:
    """Return what kind of file these bytes are. Raises FileFormatError (E-MEDIA, E-EMPTY)."""
    if not data:
        raise FileFormatError(EMPTY, code="E-EMPTY")
    found = media_beginning(data)
    if found is not None:
        return found
    _refuse_foreign(data)
    return _checked_text(data)


def file_name(name: str) -> str:
    """Return a name as people read it: no path, nothing invisible, not endless."""
    flat = unicodedata.normalize("NFC", name.replace("/", "-").replace("\\", "-"))
    shown = "".join(c for c in flat if c.isprintable()).strip()
    stem, dot, suffix = shown.rpartition(".")
    if len(shown) > MAX_NAME:
        kept = MAX_NAME - len(suffix) - 2
        shown = f"{stem[:kept]}…{dot}{suffix}" if dot and kept > 0 else shown[:MAX_NAME]
    return shown or "–"


def _bytes_of(path: Path) -> bytes:
    try:
        return read_limited(path, MOST_BYTES)
    except FileFormatError as error:
        if error.code != "E-SIZE":
            raise
        limit = MOST_BYTES >> 20
        raise FileFormatError(TOO_BIG, code="E-SIZE", file=path.name, limit=limit) from error


def _look_into(data: bytes, media: Media) -> tuple[AttachmentWarning, ...]:
    if media is Media.PDF:
        return look_into_pdf(data)
    checks: Mapping[Media, Callable[[bytes], None]] = {
        Media.PNG: check_png,
        Media.JPEG: check_jpeg,
    }
    if media in checks:
        checks[media](data)
    return ()


def _refuse_foreign(data: bytes) -> None:
    """Raise FileFormatError (E-MEDIA) if these are the bytes of another kind of file that we know."""
    for beginning, found, template in _FOREIGN:
        if data.startswith(beginning):
            raise refused(template, found=OurText(found))
    if data.startswith(b"PK"):
        office = _OFFICE.search(data)
        found, template = _PACKED[office is not None]
        raise refused(template, found=OurText(found))
    if data.startswith(b"RIFF"):
        picture = data[8:12] == b"WEBP"
        found, template = _RIFF[picture]
        raise refused(template, found=OurText(found))
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        named = next(line for line in _BOXES if brand.startswith(line[0]))
        raise refused(named[2], found=OurText(named[1]))


_PACKED: Final = {
    True: (N_("a Word, Excel or PowerPoint document"), SAVE_AS_PDF),
    False: (N_("a compressed file"), UNPACK),
}
_RIFF: Final = {
    True: (N_("a WebP picture"), SAVE_AS_PICTURE),
    False: (N_("a sound recording or a film"), NOT_SHOWN),
}


def _checked_text(data: bytes) -> Media:
    """Return that the bytes are plain text. Raises FileFormatError (E-MEDIA, E-SIZE)."""
    body = data.removeprefix(b"\xef\xbb\xbf")
    if _MARKUP.match(body, 0, 1024):
        raise refused(SAVE_AS_PDF, found=OurText(N_("a web page or an XML document")))
    if _MAIL.match(body):
        raise refused(SAVE_AS_PDF, found=OurText(N_("a whole e-mail")))
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise refused(NOT_UTF8) from None
    if _CONTROLS.search(text):
        raise refused(NOT_UTF8)
    if len(data) > MOST_TEXT:
        raise FileFormatError(TOO_MUCH_TEXT, code="E-SIZE", limit=MOST_TEXT >> 20)
    return Media.TEXT


def _says(template: str, code: str, *, found: str) -> AttachmentWarning:
    return AttachmentWarning(code=code, template=template, params={"found": OurText(found)})


def _named(warning: AttachmentWarning, name: str) -> AttachmentWarning:
    params = {**warning.params, "file": name}
    return AttachmentWarning(code=warning.code, template=warning.template, params=params)
