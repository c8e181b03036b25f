"""Printing a PDF page by page: each is drawn in the worker, then painted on the printer's paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from juryapp.base.i18n import _
from juryapp.gui.controllers.protocol import Paper
from juryapp.gui.jobs import Jobs
from juryapp.gui.widgets.pdf_view import POINTS_PER_INCH, page_images

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DPI: Final = 300.0


class Printing:
    """One printing of one paper.

    Args:
        jobs: Where pages are drawn.
        paper: What is printed.
        printer: Where to.
        done: Called when the last page was painted.
    """

    def __init__(
        self, jobs: Jobs, paper: Paper, printer: QPrinter, done: Callable[[], object]
    ) -> None:
        self._jobs, self._paper, self._printer, self._done = jobs, paper, printer, done
        self._places = _wanted(printer, len(paper.facts.sizes))
        self._painter = QPainter()

    def start(self) -> bool:
        """Begin; return whether the printer takes it."""
        if not self._places or not self._painter.begin(self._printer):
            return False
        self._painter.setRenderHint(
            QPainter.RenderHint.LosslessImageRendering
        )  # letters stay sharp
        self._draw(0)
        return True

    def _draw(self, at: int) -> None:
        pdf, place, scale = self._paper.pdf, self._places[at], DPI / POINTS_PER_INCH
        self._jobs.start(
            lambda _progress: page_images(pdf, [place], scale)[0],
            title=_("Printing page {n} of {total}").format(n=at + 1, total=len(self._places)),
            done=lambda image: self._paint(at, image),
            can_cancel=False,
        )

    def _paint(self, at: int, image: QImage) -> None:
        if at:
            self._printer.newPage()
        self._painter.drawImage(_centred(self._painter.viewport().toRectF(), image), image)
        if at + 1 < len(self._places):
            self._draw(at + 1)
        else:
            self._painter.end()
            self._done()


def _wanted(printer: QPrinter, pages: int) -> list[int]:
    """Return the places of the pages that were asked for; all unless a range was given."""
    first, last = printer.fromPage(), printer.toPage()
    if not first:
        return list(range(pages))
    return list(range(first - 1, min(last or first, pages)))


def _centred(paper: QRectF, image: QImage) -> QRectF:
    """Return where a picture goes so that all of it is on the paper."""
    share = min(paper.width() / image.width(), paper.height() / image.height())
    width, height = image.width() * share, image.height() * share
    left = paper.left() + (paper.width() - width) / 2
    return QRectF(left, paper.top() + (paper.height() - height) / 2, width, height)
