"""Pages below each other, of which only what is seen is drawn, in a thread of its own, in tiles.

A page is drawn in pieces of at most `TILE` pixels: a page of absurd size, or one that is looked at closely,
costs no more than a window full. While a piece is drawn anew, the old one stands there, blurred.

    view = PagesView(shell.drawing)
    view.show_sheets(sheets)             # anything with sizes that can draw: a PDF, a picture
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from shiboken6 import isValid
from typing_extensions import override

from juryapp.base.errors import UserError
from juryapp.base.i18n import _
from juryapp.gui.documents.sheets import DPI, POINTS_PER_INCH, Sheets
from juryapp.gui.jobs import Jobs
from juryapp.gui.theme import color
from juryapp.gui.widgets.page_tiles import (
    TILE,
    Key,
    Marks,
    TileStore,
    draw_tile,
    paint_failure,
    paint_mark,
    set_range,
    tile_of,
    within,
)

ZOOMS: Final = (0.1, 0.25, 0.33, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0)
GAP: Final = 14
_MOST_FITTING: Final = 1.25  # in a wide window, more of a page is worth more than larger letters
_STEP: Final = 48
_AT_ONCE: Final = 4  # tiles in one go, so that what is seen by then comes soon
_CALM: Final = 8  # pixels between a hit and the edge of the view


class Fit(Enum):
    """What the zoom follows."""

    WIDTH = "width"
    WHOLE = "whole"  # all of a page, as a picture is looked at first
    NONE = "none"


class PagesView(QAbstractScrollArea):
    """Shows pages.

    PageUp and PageDown turn pages, Home and End go to the first and the last, + and − zoom, W fits the
    width, A shows the actual size; the wheel zooms with Ctrl.

    Args:
        jobs: Where pages are drawn.
        parent: As in Qt.
    """

    page_changed = Signal(int, int)  # page from 1, pages
    zoom_changed = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._sheets: Sheets | None = None
        self._fit, self._zoom = Fit.WIDTH, 1.0
        self.most_fitting = _MOST_FITTING
        self._rects: list[QRectF] = []
        self._tops: list[float] = []
        self._tiles = TileStore()
        self._failed: dict[int, str] = {}
        self._marks: Marks = {}
        self._drawing = False
        self._page = 0
        self.drawn_count = 0  # tiles, ever
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.verticalScrollBar().setSingleStep(_STEP)
        self.horizontalScrollBar().setSingleStep(_STEP)

    # --- what is shown

    def show_sheets(self, sheets: Sheets | None, fit: Fit | None = None) -> None:
        """Show something else; the place stays as far as there is one, unless `fit` begins anew."""
        self._sheets = sheets
        self._fit = fit or self._fit
        self._tiles.clear()
        self._failed, self._marks = {}, {}
        self._lay_out()
        if fit is not None:
            self.verticalScrollBar().setValue(0)
            self.horizontalScrollBar().setValue(0)
        self._tell_page()
        self.viewport().update()

    def pages(self) -> int:
        """Return how many pages there are."""
        return len(self._rects)

    def page(self) -> int:
        """Return the page that is seen, from 1; 0 if there is none."""
        return self._page

    def zoom(self) -> float:
        """Return the zoom that is shown; 1 is the size on paper."""
        if self._fit is Fit.NONE or self._sheets is None or not self._sheets.sizes:
            return self._zoom
        room = self.viewport().size()
        wide = max(width for width, _height in self._sheets.sizes) * DPI / POINTS_PER_INCH
        fitting = (room.width() - 2 * GAP) / wide
        if self._fit is Fit.WHOLE:
            high = max(height for _width, height in self._sheets.sizes) * DPI / POINTS_PER_INCH
            fitting = min(fitting, (room.height() - 2 * GAP) / high)
        return max(0.005, min(fitting, self.most_fitting))

    @property
    def fit(self) -> Fit:
        """What the zoom follows."""
        return self._fit

    def is_fitting(self) -> bool:
        """Return whether pages are as wide as the view, or as wide as is good to read."""
        return self._fit is Fit.WIDTH

    def is_drawn(self, page: int) -> bool:
        """Return whether a page (from 1) has a picture at this zoom wherever it is seen."""
        keys = [key for key in self._wanted() if key[0] == page - 1]
        return bool(keys) and all(key in self._tiles for key in keys)

    def drawn_pages(self) -> frozenset[int]:
        """Return the pages (from 1) of which there is any picture."""
        return frozenset(key[0] + 1 for key in self._tiles)

    def kept_bytes(self) -> int:
        """Return how much memory the pictures take."""
        return self._tiles.kept_bytes()

    def show_marks(self, marks: Marks) -> None:
        """Frame places on the pages; the one that is looked at stands out."""
        self._marks = marks
        self.viewport().update()

    def reveal(self, page: int, where: QRectF) -> None:
        """Scroll to a place (shares of the page, from 0) if it is not seen."""
        if not 0 <= page < len(self._rects):
            return
        target = within(self._rects[page], where)
        seen = QRectF(self.viewport().rect()).translated(self._offset())
        if seen.adjusted(_CALM, _CALM, -_CALM, -_CALM).contains(target):
            return
        height, width = seen.height(), seen.width()
        self.verticalScrollBar().setValue(round(target.center().y() - height / 3))
        if target.left() < seen.left() or target.right() > seen.right():
            self.horizontalScrollBar().setValue(round(target.center().x() - width / 2))

    # --- zoom and pages

    def fit_width(self) -> None:
        """Show pages as wide as the view."""
        self._set_zoom(Fit.WIDTH)

    def fit_whole(self) -> None:
        """Show all of a page."""
        self._set_zoom(Fit.WHOLE)

    def actual_size(self) -> None:
        """Show pages as large as they are on paper."""
        self._set_zoom(Fit.NONE, 1.0)

    def step_zoom(self, steps: int) -> None:
        """Make the pages larger (1) or smaller (-1)."""
        now = self.zoom()
        if steps > 0:
            wanted = next((z for z in ZOOMS if z > now + 0.01), max(now, ZOOMS[-1]))
        else:
            wanted = next((z for z in reversed(ZOOMS) if z < now - 0.01), min(now, ZOOMS[0]))
        self._set_zoom(Fit.NONE, wanted)

    def _set_zoom(self, fit: Fit, zoom: float = 1.0) -> None:
        """Zoom, and keep what stands in the middle of the view there."""
        bar, before, room = self.verticalScrollBar(), self.zoom(), self.viewport().height()
        page = max(0, self._page - 1)
        top = self._tops[page] if self._tops else 0.0
        share = (bar.value() + room / 3 - top) / before
        self._fit, self._zoom = fit, zoom
        self._lay_out()
        if self._tops:
            bar.setValue(round(self._tops[page] + share * self.zoom() - room / 3))
        self._tell_page()
        self.zoom_changed.emit()
        self.viewport().update()

    def go_to(self, page: int) -> None:
        """Show a page, from 1."""
        if self.pages():
            place = max(1, min(page, self.pages())) - 1
            self.verticalScrollBar().setValue(round(self._tops[place]) - GAP)

    # --- geometry

    def _scale(self) -> float:
        """Return pixels of the screen for a point."""
        return self.zoom() * DPI / POINTS_PER_INCH * self.devicePixelRatioF()

    def _lay_out(self) -> None:
        """Find where the pages lie, before scrolling."""
        scale = self.zoom() * DPI / POINTS_PER_INCH
        given = self._sheets.sizes if self._sheets is not None else ()
        sizes = [QSizeF(width * scale, height * scale) for width, height in given]
        widest = max((size.width() for size in sizes), default=0.0)
        room = max(float(self.viewport().width()), widest + 2 * GAP)
        self._rects, top = [], self._first_top(sizes)
        for size in sizes:
            rect = QRectF((room - size.width()) / 2, top, size.width(), size.height())
            self._rects.append(rect)
            top = rect.bottom() + GAP
        self._tops = [rect.top() for rect in self._rects]
        set_range(self.verticalScrollBar(), self.viewport().height(), round(top) if sizes else 0)
        set_range(self.horizontalScrollBar(), self.viewport().width(), round(widest) + 2 * GAP)

    def _first_top(self, sizes: Sequence[QSizeF]) -> float:
        """A single page that is lower than the view stands in its middle."""
        room = self.viewport().height()
        if len(sizes) == 1 and sizes[0].height() + 2 * GAP < room and self._fit is Fit.WHOLE:
            return (room - sizes[0].height()) / 2
        return float(GAP)

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _window(self) -> QRectF:
        return QRectF(self.viewport().rect()).translated(self._offset())

    def _seen(self) -> range:
        """Return the places of the pages that are seen, from the top."""
        window = self._window()
        first = max(0, bisect_right(self._tops, window.top()) - 1)
        end = bisect_right(self._tops, window.bottom())
        if first < end and self._rects[first].bottom() <= window.top():
            first += 1
        return range(first, end)

    def _tell_page(self) -> None:
        """Say which page fills most of the view."""
        window = self._window()
        shares = {n: self._rects[n].intersected(window).height() for n in self._seen()}
        self._page = max(shares, key=lambda n: (shares[n], -n)) + 1 if shares else 0
        if not shares and self._rects:  # between two pages
            self._page = max(1, bisect_right(self._tops, window.top()))
        total = len(self._rects)
        told = _("Page {n} of {total}").format(n=self._page, total=total) if self._page else ""
        self.setAccessibleDescription(told)
        self.page_changed.emit(self._page, total)

    def _wanted(self) -> list[Key]:
        """Return the tiles that are seen."""
        scale, ratio = self._scale(), self.devicePixelRatioF()
        window, side = self._window(), TILE / ratio
        found: list[Key] = []
        for place in self._seen():
            rect = self._rects[place]
            part = rect.intersected(window).translated(-rect.topLeft())
            if part.isEmpty() or place in self._failed:
                continue
            columns = range(int(part.left() // side), int(part.right() // side) + 1)
            rows = range(int(part.top() // side), int(part.bottom() // side) + 1)
            found += [(place, scale, column, row) for row in rows for column in columns]
        sheets = self._sheets
        return [key for key in found if sheets is not None and tile_of(sheets, key) is not None]

    # --- drawing

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), color("inset"))
        painter.translate(-self._offset())
        for place in self._seen():
            self._paint_page(painter, place)
        painter.resetTransform()
        if self.hasFocus():
            painter.setPen(QPen(color("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()
        self._draw_missing()

    def _paint_page(self, painter: QPainter, place: int) -> None:
        rect = self._rects[place]
        painter.fillRect(rect, Qt.GlobalColor.white)  # paper is white in the dark too
        now = self._scale()
        painter.save()
        painter.setClipRect(rect)
        theirs = [key for key in self._tiles if key[0] == place]
        for key in sorted(theirs, key=lambda key: key[1] == now):  # what is sharp comes last
            painter.drawImage(self._where(key), self._tiles[key])
        painter.restore()
        if place in self._failed:
            paint_failure(painter, rect, self._failed[place])
        for where, chosen in self._marks.get(place, ()):
            paint_mark(painter, within(rect, where), chosen=chosen)
        painter.setPen(QPen(color("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect)

    def _where(self, key: Key) -> QRectF:
        """Return where a tile lies now, even if it was drawn for another zoom."""
        place, scale, column, row = key
        rect, image = self._rects[place], self._tiles[key]
        share = self._scale() / scale / self.devicePixelRatioF()
        x, y = column * TILE * share, row * TILE * share
        size = QSizeF(image.width() * share, image.height() * share)
        return QRectF(rect.left() + x, rect.top() + y, size.width(), size.height())

    def _draw_missing(self) -> None:
        """Have the tiles drawn that are seen and have no picture at this zoom."""
        if self._drawing or self._sheets is None:
            return
        missing = [key for key in self._wanted() if key not in self._tiles][:_AT_ONCE]
        if not missing:
            self._tiles.forget_old(self._wanted(), self._scale())
            return
        self._drawing = True
        sheets, tiles = self._sheets, [(key, tile_of(self._sheets, key)) for key in missing]
        self._jobs.start(
            lambda _progress: [draw_tile(sheets, key, tile) for key, tile in tiles if tile],
            title=_("Drawing the pages"),
            done=lambda drawn: self._drawn(sheets, drawn),
            can_cancel=False,
        )

    def _drawn(self, sheets: Sheets, drawn: Sequence[tuple[Key, QImage | UserError]]) -> None:
        if not isValid(self):  # closed meanwhile
            return
        self._drawing = False
        if sheets is self._sheets:
            for key, image in drawn:
                if isinstance(image, UserError):
                    self._failed[key[0]] = str(image)
                else:
                    self._tiles[key] = image
                    self.drawn_count += 1
        self.viewport().update()

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
        if self._fit is not Fit.NONE and page > 1:
            self.go_to(page)
        self._tell_page()
        self.zoom_changed.emit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._tell_page()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def key_handlers(self) -> dict[Qt.Key, Callable[[], None]]:
        """Return what keys do."""
        return {
            Qt.Key.Key_PageDown: lambda: self.go_to(self._page + 1),
            Qt.Key.Key_PageUp: lambda: self.go_to(self._page - 1),
            Qt.Key.Key_Home: lambda: self.go_to(1),
            Qt.Key.Key_End: lambda: self.go_to(self.pages()),
            Qt.Key.Key_Plus: lambda: self.step_zoom(1),
            Qt.Key.Key_Minus: lambda: self.step_zoom(-1),
            Qt.Key.Key_W: self.fit_width,
            Qt.Key.Key_A: self.actual_size,
        }

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        handler = self.key_handlers().get(Qt.Key(event.key()))
        if handler is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            handler()
        else:
            super().keyPressEvent(event)
