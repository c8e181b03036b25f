"""A document that was opened, of whatever kind: pages to draw, or a text to read."""

from __future__ import annotations

from dataclasses import dataclass

from juryapp.domain.attachments import Media
from juryapp.gui.documents.pdf import PdfFile
from juryapp.gui.documents.pictures import Picture
from juryapp.gui.documents.texts import is_whole, text_of


@dataclass(frozen=True, slots=True)
class TextFile:
    """A plain text, as far as it is shown."""

    text: str
    whole: bool

    def close(self) -> None:
        """Nothing is held open."""


Opened = PdfFile | Picture | TextFile


def opened(data: bytes, media: Media) -> Opened:
    """Open a document; in a worker. Raises FileFormatError with a calm sentence if it cannot be shown."""
    match media:
        case Media.PDF:
            return PdfFile(data)
        case Media.PNG | Media.JPEG:
            return Picture(data)
        case Media.TEXT:
            return TextFile(text_of(data), is_whole(data))
