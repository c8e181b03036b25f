"""An open PDF: sizes, pictures, texts, and where a text stands on its page. Read by pypdfium2.

Nothing in a PDF is run: the library is built without scripts, and no link is followed.

A page that takes too long is left as far as it was drawn: a file made to be endless must not stop the window.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

from PySide6.QtGui import QImage

from juryapp.base.errors import FileFormatError
from juryapp.base.i18n import N_
from juryapp.base.pdfium import PDFIUM
from juryapp.gui.documents.sheets import MOST_POINTS, Tile, whole_pixels

MOST_PAGES: Final = 2_000  # of one document
LONGEST_DRAWING: Final = 8.0  # seconds for a part of a page
MOST_CHARACTERS: Final = 200_000  # of one page's text
_LOCKED: Final = 4  # pdfium's error for a password
_EXACT: Final = 100_000  # pixels a page is thought to be wide, to find where its words stand

DAMAGED = N_("This PDF is damaged and cannot be shown. Ask the secretariat for another copy.")
LOCKED = N_(
    "This PDF is locked with a password, so it cannot be shown here. Ask the secretariat for a copy without"
    " one."
)
NO_PAGES = N_("This PDF has no pages.")
PAGE_FAILS = N_("This page cannot be drawn. The rest of the document can.")

Box = tuple[float, float, float, float]  # left, top, right, bottom as shares of the page


class PdfFile:
    """A PDF that is open until `close`. Its methods belong in a worker.

    Raises:
        FileFormatError: It cannot be shown: damaged (E-PDF-DAMAGED), locked (E-PDF-LOCKED), or without
            pages (E-PDF-EMPTY).
    """

    def __init__(self, data: bytes) -> None:
        with PDFIUM:
            self._document = _opened(data)
            try:
                self.pages = len(self._document)
                self.sizes = self._measured()
            except BaseException:
                self._document.close()
                raise
        self._at = -1
        self._page: Any = None

    def _measured(self) -> tuple[tuple[float, float], ...]:
        if not self.pages:
            raise FileFormatError(NO_PAGES, code="E-PDF-EMPTY")
        return tuple(self._size(place) for place in range(min(self.pages, MOST_PAGES)))

    def _size(self, place: int) -> tuple[float, float]:
        import pypdfium2  # noqa: PLC0415 - only when a PDF is seen

        try:
            width, height = self._document.get_page_size(place)
        except pypdfium2.PdfiumError:
            width, height = 595.0, 842.0  # drawn as a page that cannot be drawn
        return _sensible(width), _sensible(height)

    def close(self) -> None:
        """Close it; what is asked of it later fails."""
        with PDFIUM:
            self._leave_page()
            self._document.close()

    # --- drawing

    def draw(self, tile: Tile) -> QImage:
        """Return the picture of a part of a page. Raises FileFormatError (E-PDF-PAGE)."""
        with PDFIUM:
            return _drawn(self._document, self._turn_to(tile.page), self.sizes[tile.page], tile)

    def _turn_to(self, place: int) -> Any:
        """Return a page, which stays open until another is asked for."""
        import pypdfium2  # noqa: PLC0415 - only when a PDF is seen

        if place != self._at:
            self._leave_page()
            try:
                self._page = self._document[place]
            except pypdfium2.PdfiumError as error:
                raise FileFormatError(PAGE_FAILS, code="E-PDF-PAGE") from error
            self._at = place
        return self._page

    def _leave_page(self) -> None:
        page, self._page, self._at = self._page, None, -1
        if page is not None:
            page.close()

    # --- texts

    def text(self, place: int) -> str:
        """Return a page's text as it stands in the file; "" where there is none or it cannot be read."""
        with PDFIUM:
            try:
                textpage = self._turn_to(place).get_textpage()
            except (FileFormatError, RuntimeError):
                return ""
            try:
                return str(textpage.get_text_range(0, _some(textpage)))
            finally:
                textpage.close()

    def boxes(self, place: int, spans: Sequence[tuple[int, int]]) -> list[tuple[Box, ...]]:
        """Return where parts of a page's text stand, each given by its first character and its end."""
        with PDFIUM:
            try:
                page = self._turn_to(place)
                textpage = page.get_textpage()
            except (FileFormatError, RuntimeError):
                return [() for _span in spans]
            try:
                return [tuple(_boxes(page, textpage, start, end)) for start, end in spans]
            finally:
                textpage.close()


def _opened(data: bytes) -> Any:
    import pypdfium2  # noqa: PLC0415 - a tenth of a second that only a PDF needs

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _LOCKED:
            raise FileFormatError(LOCKED, code="E-PDF-LOCKED") from error
        raise FileFormatError(DAMAGED, code="E-PDF-DAMAGED") from error
    with suppress(pypdfium2.PdfiumError):  # then it is drawn without what was filled into its forms
        document.init_forms()
    return document


def _sensible(points: float) -> float:
    return max(1.0, min(points, MOST_POINTS)) if points == points else 1.0  # noqa: PLR0124 - not a number


def _some(textpage: Any) -> int:
    return int(min(textpage.count_chars(), MOST_CHARACTERS))


def _drawn(document: Any, page: Any, size: tuple[float, float], tile: Tile) -> QImage:
    import pypdfium2  # noqa: PLC0415 - only when a PDF is seen
    from pypdfium2 import raw  # noqa: PLC0415 - the same

    bitmap = pypdfium2.PdfBitmap.new_native(tile.width, tile.height, raw.FPDFBitmap_BGRx)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, tile.width, tile.height)
        width, height = (whole_pixels(side, tile.scale) for side in size)
        where = (-tile.x, -tile.y, width, height, 0, raw.FPDF_ANNOT)
        _draw_patiently(bitmap, page, where)
        if document.formenv:
            raw.FPDF_FFLDraw(document.formenv, bitmap, page, *where)
        kind = QImage.Format.Format_RGB32
        picture = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, kind)
        return picture.copy()  # the picture owns its pixels from here on
    finally:
        bitmap.close()


def _draw_patiently(bitmap: Any, page: Any, where: tuple[int, ...]) -> None:
    """Draw until it is done or has taken too long."""
    from pypdfium2 import raw  # noqa: PLC0415 - only when a PDF is seen

    until = time.monotonic() + LONGEST_DRAWING
    asked = type(raw.IFSDK_PAUSE().NeedToPauseNow)(lambda _pause: time.monotonic() > until)
    pause = raw.IFSDK_PAUSE(version=1, NeedToPauseNow=asked, user=None)
    raw.FPDF_RenderPageBitmap_Start(bitmap, page, *where, pause)
    raw.FPDF_RenderPage_Close(page)


def _boxes(page: Any, textpage: Any, start: int, end: int) -> list[Box]:
    from pypdfium2 import raw  # noqa: PLC0415 - only when a PDF is seen

    first = raw.FPDFText_GetCharIndexFromTextIndex(textpage, start)
    last = raw.FPDFText_GetCharIndexFromTextIndex(textpage, max(start, end - 1))
    if first < 0 or last < first:
        return []
    found = []
    for place in range(textpage.count_rects(first, last - first + 1)):
        left, bottom, right, top = textpage.get_rect(place)
        one, other = _on_page(page, left, top), _on_page(page, right, bottom)
        xs, ys = sorted((one[0], other[0])), sorted((one[1], other[1]))
        found.append((xs[0], ys[0], xs[1], ys[1]))
    return found


def _on_page(page: Any, x: float, y: float) -> tuple[float, float]:
    """Return where a point stands as shares of the page as it is seen, turned and cropped."""
    from pypdfium2 import raw  # noqa: PLC0415 - only when a PDF is seen

    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, _EXACT, _EXACT, 0, x, y, across, down)
    return across.value / _EXACT, down.value / _EXACT
