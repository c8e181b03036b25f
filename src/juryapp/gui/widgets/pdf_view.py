"""A PDF of our own as pictures of its pages, drawn as they are needed, and printed.

view = PdfView(shell.drawing)
view.show_pdf(pdf, facts)            # facts = pdf_facts(pdf), made in a job
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from typing_extensions import override

from juryapp.gui.documents.pdf import PdfFile
from juryapp.gui.documents.sheets import POINTS_PER_INCH, Tile, whole_pixels
from juryapp.gui.widgets.pages_view import PagesView

__all__ = ["POINTS_PER_INCH", "PdfFacts", "PdfView", "page_images", "pdf_facts"]


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What is known of a PDF without drawing it: sizes of the pages in points, and their texts."""

    sizes: tuple[tuple[float, float], ...]
    texts: tuple[str, ...]


def pdf_facts(pdf: bytes) -> PdfFacts:
    """Return sizes and texts of the pages; only in a worker."""
    file = PdfFile(pdf)
    try:
        texts = [file.text(place).replace("\r\n", "\n").strip() for place in range(file.pages)]
        return PdfFacts(file.sizes, tuple(texts))
    finally:
        file.close()


def page_images(pdf: bytes, places: Sequence[int], scale: float) -> list[QImage]:
    """Return pictures of whole pages, `scale` pixels a point; only in a worker."""
    file = PdfFile(pdf)
    try:
        return [file.draw(_whole(file.sizes[place], place, scale)) for place in places]
    finally:
        file.close()


def _whole(size: tuple[float, float], place: int, scale: float) -> Tile:
    width, height = (whole_pixels(side, scale) for side in size)
    return Tile(place, scale, 0, 0, width, height)


class _Pages:
    """A PDF that is opened for each drawing, for nobody says when it is seen no more."""

    def __init__(self, pdf: bytes, facts: PdfFacts) -> None:
        self._pdf = pdf
        self.sizes = facts.sizes

    def draw(self, tile: Tile) -> QImage:
        """Return the picture of a part of a page."""
        file = PdfFile(self._pdf)
        try:
            return file.draw(tile)
        finally:
            file.close()


class PdfView(PagesView):
    """Pages below each other, as wide as the view or at a zoom; 0 fits the width as well as W."""

    def show_pdf(self, pdf: bytes, facts: PdfFacts) -> None:
        """Show a document; the place stays where it is, as far as there is one."""
        self.show_sheets(_Pages(pdf, facts) if pdf else None)

    def clear(self) -> None:
        """Show nothing."""
        self.show_sheets(None)

    @override
    def key_handlers(self) -> dict[Qt.Key, Callable[[], None]]:
        return {**super().key_handlers(), Qt.Key.Key_0: self.fit_width}
