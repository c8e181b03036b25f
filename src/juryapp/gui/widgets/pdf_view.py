"""A PDF as pictures of its pages, drawn in the worker by pypdfium2 as they are needed.

pdfium may be used by one thread at a time: everything here that touches it runs in the one worker of
`shell.jobs`, opens the document, and closes it again.

    view = PdfView(shell.jobs)
    view.show_pdf(pdf, facts)            # facts = pdf_facts(pdf), made in a job
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QEvent, QPoint, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from shiboken6 import isValid
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.gui.jobs import Jobs
from juryapp.gui.theme import color

POINTS_PER_INCH: Final = 72.0
ZOOMS: Final = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
_MOST_FITTING: Final = 1.25  # in a wide window, more of a page is worth more than larger letters
_GAP: Final = 14
_STEP: Final = 48
_DPI: Final = 96.0
_AROUND: Final = 2  # pages before and after the ones seen whose pictures are kept


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What is known of a PDF without drawing it: sizes of the pages in points, and their texts."""

    sizes: tuple[tuple[float, float], ...]
    texts: tuple[str, ...]


def pdf_facts(pdf: bytes) -> PdfFacts:
    """Return sizes and texts of the pages; only in the worker."""
    document = _document(pdf)
    try:
        sizes, texts = [], []
        for place in range(len(document)):
            page = document[place]
            sizes.append(page.get_size())
            texts.append(_text_of(page))
        return PdfFacts(tuple(sizes), tuple(texts))
    finally:
        document.close()


def page_images(pdf: bytes, places: Sequence[int], scale: float) -> list[QImage]:
    """Return pictures of pages, `scale` pixels a point; only in the worker."""
    document = _document(pdf)
    try:
        return [_drawn(document[place], scale) for place in places]
    finally:
        document.close()


def _document(pdf: bytes) -> Any:
    import pypdfium2  # noqa: PLC0415 - a tenth of a second that only the preview needs

    return pypdfium2.PdfDocument(pdf)


def _text_of(page: Any) -> str:
    textpage = page.get_textpage()
    try:
        return str(textpage.get_text_range()).replace("\r\n", "\n").strip()
    finally:
        textpage.close()


def _drawn(page: Any, scale: float) -> QImage:
    bitmap = page.render(scale=scale, prefer_bgrx=True)
    try:
        picture = QImage(
            bytes(bitmap.buffer),
            bitmap.width,
            bitmap.height,
            bitmap.stride,
            QImage.Format.Format_RGB32,
        )
        return picture.copy()  # the picture owns its pixels from here on
    finally:
        bitmap.close()


class PdfView(QAbstractScrollArea):
    """Pages below each other, as wide as the view or at a zoom.

    PageUp and PageDown turn pages, Home and End go to the first and the last, + and − zoom, 0 fits the width.

    Args:
        jobs: Where pages are drawn.
        parent: As in Qt.
    """

    page_changed = Signal(int, int)  # page from 1, pages
    zoom_changed = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pdf = b""
        self._facts = PdfFacts((), ())
        self._zoom: float | None = None  # None: as wide as the view
        self._images: dict[int, tuple[float, QImage]] = {}
        self._drawing = False
        self._page = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.verticalScrollBar().setSingleStep(_STEP)
        self.horizontalScrollBar().setSingleStep(_STEP)

    # --- what is shown

    def show_pdf(self, pdf: bytes, facts: PdfFacts) -> None:
        """Show a document; the place stays where it is, as far as there is one."""
        self._pdf, self._facts = pdf, facts
        self._images.clear()
        self._lay_out()
        self._tell_page()
        self.viewport().update()

    def clear(self) -> None:
        """Show nothing."""
        self.show_pdf(b"", PdfFacts((), ()))

    def pages(self) -> int:
        """Return how many pages there are."""
        return len(self._facts.sizes)

    def page(self) -> int:
        """Return the page that is seen, from 1; 0 if there is none."""
        return self._page

    def zoom(self) -> float:
        """Return the zoom that is shown; 1 is the size on paper."""
        if self._zoom is not None:
            return self._zoom
        widest = max((width for width, _height in self._facts.sizes), default=0.0)
        room = self.viewport().width() - 2 * _GAP
        fitting = room / (widest * _DPI / POINTS_PER_INCH) if widest else 1.0
        return max(0.1, min(fitting, _MOST_FITTING))

    def is_fitting(self) -> bool:
        """Return whether pages are as wide as the view, or as wide as is good to read."""
        return self._zoom is None

    def is_drawn(self, page: int) -> bool:
        """Return whether there is a picture of a page (from 1) at this zoom."""
        found = self._images.get(page - 1)
        return found is not None and found[0] == self._scale()

    # --- zoom and pages

    def fit_width(self) -> None:
        """Show pages as wide as the view."""
        self._set_zoom(None)

    def step_zoom(self, steps: int) -> None:
        """Make the pages larger (1) or smaller (-1)."""
        now = self.zoom()
        if steps > 0:
            self._set_zoom(next((z for z in ZOOMS if z > now + 0.01), ZOOMS[-1]))
        else:
            self._set_zoom(next((z for z in reversed(ZOOMS) if z < now - 0.01), ZOOMS[0]))

    def _set_zoom(self, zoom: float | None) -> None:
        page = self._page
        bar = self.verticalScrollBar()
        share = (bar.value() - self._top_of(page)) / self.zoom() if page else 0.0
        self._zoom = zoom
        self._lay_out()
        if page:
            bar.setValue(round(self._top_of(page) + share * self.zoom()))
        self.zoom_changed.emit()
        self.viewport().update()

    def go_to(self, page: int) -> None:
        """Show a page, from 1."""
        if self.pages():
            self.verticalScrollBar().setValue(self._top_of(max(1, min(page, self.pages()))))

    def _top_of(self, page: int) -> int:
        rects = self._rects()
        return round(rects[page - 1].top()) - _GAP if 0 < page <= len(rects) else 0

    # --- geometry

    def _scale(self) -> float:
        """Return pixels of the screen for a point."""
        return self.zoom() * _DPI / POINTS_PER_INCH * self.devicePixelRatioF()

    def _sizes(self) -> list[QSizeF]:
        scale = self.zoom() * _DPI / POINTS_PER_INCH
        return [QSizeF(width * scale, height * scale) for width, height in self._facts.sizes]

    def _rects(self) -> list[QRectF]:
        """Return where the pages lie, before scrolling."""
        sizes = self._sizes()
        widest = max((size.width() for size in sizes), default=0.0)
        room = max(self.viewport().width(), widest + 2 * _GAP)
        rects, top = [], float(_GAP)
        for size in sizes:
            rects.append(QRectF((room - size.width()) / 2, top, size.width(), size.height()))
            top += size.height() + _GAP
        return rects

    def _lay_out(self) -> None:
        rects = self._rects()
        height = round(rects[-1].bottom()) + _GAP if rects else 0
        width = round(max((r.width() for r in rects), default=0.0)) + 2 * _GAP
        view = self.viewport().size()
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setRange(0, max(0, height - view.height()))
        self.horizontalScrollBar().setPageStep(view.width())
        self.horizontalScrollBar().setRange(0, max(0, width - view.width()))

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _seen(self) -> list[int]:
        """Return the places of the pages that are seen, the one at the top first."""
        window = QRectF(self.viewport().rect()).translated(self._offset())
        return [place for place, rect in enumerate(self._rects()) if rect.intersects(window)]

    def _tell_page(self) -> None:
        """Say which page fills most of the view."""
        window = QRectF(self.viewport().rect()).translated(self._offset())
        rects = self._rects()
        shares = [rect.intersected(window).height() for rect in rects]
        page = shares.index(max(shares)) + 1 if shares else 0
        self._page = page
        self.setAccessibleDescription(
            _("Page {n} of {total}").format(n=page, total=len(rects)) if page else ""
        )
        self.page_changed.emit(page, len(rects))

    # --- drawing

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), color("inset"))
        painter.translate(-self._offset())
        rects = self._rects()
        for place in self._seen():
            rect = rects[place]
            painter.fillRect(rect, Qt.GlobalColor.white)  # paper is white in the dark too
            if place in self._images:
                painter.drawImage(rect, self._images[place][1])
            painter.setPen(QPen(color("line"), 1))
            painter.drawRect(rect)
        painter.resetTransform()
        if self.hasFocus():
            painter.setPen(QPen(color("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()
        self._draw_missing()

    def _draw_missing(self) -> None:
        """Have the pages drawn that are seen and have no picture at this zoom."""
        if self._drawing or not self._pdf:
            return
        pdf, scale, seen = self._pdf, self._scale(), self._seen()
        missing = [p for p in seen if p not in self._images or self._images[p][0] != scale]
        if not missing:
            return
        self._drawing = True
        self._jobs.start(
            lambda _progress: page_images(pdf, missing, scale),
            title=_("Drawing the pages"),
            done=lambda images: self._drawn(pdf, scale, missing, images),
            can_cancel=False,
        )

    def _drawn(
        self, pdf: bytes, scale: float, places: Sequence[int], images: Sequence[QImage]
    ) -> None:
        if not isValid(self):  # closed meanwhile
            return
        self._drawing = False
        if pdf is self._pdf:
            for place, image in zip(places, images, strict=True):
                self._images[place] = (scale, image)
            self._forget_far_ones()
        self.viewport().update()

    def _forget_far_ones(self) -> None:
        seen = self._seen()
        if not seen:
            return
        near = range(seen[0] - _AROUND, seen[-1] + _AROUND + 1)
        self._images = {place: kept for place, kept in self._images.items() if place in near}

    # --- Qt's side

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._tell_page()
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page = self._page
        self._lay_out()
        if self.is_fitting() and page > 1:
            self.go_to(page)
        self._tell_page()
        self.zoom_changed.emit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._tell_page()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_PageDown: lambda: self.go_to(self._page + 1),
            Qt.Key.Key_PageUp: lambda: self.go_to(self._page - 1),
            Qt.Key.Key_Home: lambda: self.go_to(1),
            Qt.Key.Key_End: lambda: self.go_to(self.pages()),
            Qt.Key.Key_Plus: lambda: self.step_zoom(1),
            Qt.Key.Key_Minus: lambda: self.step_zoom(-1),
            Qt.Key.Key_0: self.fit_width,
        }
        handler = keys.get(Qt.Key(event.key()))
        if handler is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            handler()
        else:
            super().keyPressEvent(event)
