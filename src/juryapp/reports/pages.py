"""Pages: frames, footer, “page x of y”, watermark, metadata; the same content gives the same bytes.

The footer's “page x of y” is a form that each page refers to and that is drawn when the number of pages is
known: the paper is laid out once.
"""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from reportlab.lib.pagesizes import landscape
from reportlab.lib.utils import TimeStamp
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    ActionFlowable,
    BaseDocTemplate,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
)
from typing_extensions import override

from juryapp import __version__
from juryapp.base.i18n import N_
from juryapp.reports import styles
from juryapp.reports.fonts import BOLD, REGULAR, fitted, printable, width
from juryapp.reports.layout import SIDEWAYS, UPRIGHT
from juryapp.reports.words import Words

PAGE_OF = N_("Page {page} of {pages}")
LOCALES: Final = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
_SMALL: Final = 7.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What stands on every page and in the properties of the file."""

    title: str  # of the paper
    author: str
    line: str  # second line of the footer: version and digest, or that it is a draft
    watermark: str  # "" for none
    made: datetime  # from the content, never from the clock
    identity: str  # what the file's id is made of


@dataclass(frozen=True, slots=True)
class Foot:
    """A page whose footer lacks only how many pages there are."""

    name: str  # of the form
    part: int  # several papers in one file are numbered each for itself
    page: int
    size: tuple[float, float]


class PaperCanvas(Canvas):
    """A canvas whose dates and id come from the content, and that knows the last page before it is saved."""

    if TYPE_CHECKING:  # what the stubs of reportlab leave out
        _doc: Any
        _pagesize: tuple[float, float]

    def __init__(self, *args: Any, imprint: Imprint, words: Words, **options: Any) -> None:
        super().__init__(*args, **options)
        self._imprint = imprint
        self._words = words
        self._feet: list[Foot] = []
        self._part, self._before = 0, 0  # which paper in the file, and the pages before it
        self._blank = False
        self._numbers = 0
        document: Any = self._doc
        document._timeStamp = ContentTime(imprint.made)  # noqa: SLF001 - reportlab has no other way
        document.signature = hashlib.md5(imprint.identity.encode(), usedforsecurity=False)

    def next_number(self) -> int:
        """Return 1, 2, 3 … for the names of bookmarks."""
        self._numbers += 1
        return self._numbers

    def begin_part(self, imprint: Imprint) -> None:
        """Begin another paper in the same file: its pages are numbered anew and carry its own imprint."""
        self._imprint = imprint
        self._part += 1
        self._before = self.getPageNumber() - 1

    def leave_blank(self) -> None:
        """Leave this page blank: it is the back of the last one."""
        self._blank = True

    def draw_underlay(self) -> None:
        """Draw what lies under the text: the watermark, very light."""
        text = self._imprint.watermark
        if not text:
            return
        across, up = self._pagesize
        self.saveState()
        self.setFillColor(styles.WATERMARK)
        size = min(150.0, 0.92 * across / width(text, BOLD, 1.0))
        self.setFont(BOLD, size)
        self.translate(across / 2, up / 2)
        self.rotate(52 if up > across else 30)
        self.drawCentredString(0, -size / 3, text)
        self.restoreState()

    def draw_footer(self) -> None:
        """Draw the footer; its right end is a form to be drawn at last."""
        if self._blank:
            self._blank = False
            return
        across = self._pagesize[0]
        right = across - styles.SIDE
        name = f"page-{self.getPageNumber()}"
        page = self.getPageNumber() - self._before
        self._feet.append(Foot(name, self._part, page, self._pagesize))
        self.saveState()
        self.setStrokeColor(styles.RULE)
        self.setLineWidth(0.5)
        self.line(styles.SIDE, styles.FOOT + 21, right, styles.FOOT + 21)
        self.setFillColor(styles.MUTED)
        self.setFont(REGULAR, _SMALL)
        room = across - 2 * styles.SIDE - 130
        title = fitted(printable()(self._imprint.title), REGULAR, _SMALL, room)
        self.drawString(styles.SIDE, styles.FOOT + 10, title)
        self.drawString(styles.SIDE, styles.FOOT, self._imprint.line)
        self.restoreState()
        self.doForm(name)

    @override
    def save(self) -> None:
        pages = Counter(foot.part for foot in self._feet)
        for foot in self._feet:
            across, up = foot.size
            self.beginForm(foot.name, 0, 0, across, up)
            self.setFillColor(styles.MUTED)
            self.setFont(REGULAR, _SMALL)
            text = self._words(PAGE_OF, page=foot.page, pages=pages[foot.part])
            self.drawRightString(across - styles.SIDE, styles.FOOT + 10, text)
            self.endForm()
        super().save()


class NextPart(ActionFlowable):
    """Another paper begins here: its pages have its own imprint and numbers."""

    def __init__(self, imprint: Imprint) -> None:
        super().__init__(("next_part",))
        self._imprint = imprint

    @override
    def apply(self, doc: Any) -> None:
        doc.canv.begin_part(self._imprint)


class _BackLeftBlank(ActionFlowable):
    """Nobody gets the back of somebody else's paper: on one, there is nothing."""

    @override
    def apply(self, doc: Any) -> None:
        if doc.page % 2 == 0:
            doc.canv.leave_blank()
            doc.handle_pageBreak()


def next_leaf() -> list[Flowable]:
    """Return what lets the following begin on the front of a leaf."""
    return [PageBreak(), _BackLeftBlank(("back_left_blank",))]


class ContentTime(TimeStamp):
    """A point in time that reportlab writes into the file instead of the clock's."""

    def __init__(self, moment: datetime) -> None:
        super().__init__(invariant=1)
        at = moment.astimezone(UTC)
        self.t = at.timestamp()
        self.lt = at.timetuple()
        self.YMDhms = tuple(self.lt)[:6]


def paper(story: list[Flowable], imprint: Imprint, words: Words) -> bytes:
    """Set the story on pages and return the PDF."""
    target = io.BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=styles.PAGE,
        title=printable()(imprint.title),
        author=printable()(imprint.author),
        subject=imprint.line,
        creator=f"juryapp {__version__}",
        producer="reportlab",
        lang=LOCALES[words.language],
        displayDocTitle=1,
        pageCompression=1,
        invariant=1,
        initialFontName=REGULAR,
    )
    document.addPageTemplates(
        [_template(UPRIGHT, styles.PAGE), _template(SIDEWAYS, landscape(styles.PAGE))]
    )

    def make_canvas(*args: Any, **options: Any) -> PaperCanvas:
        options |= {"invariant": 1, "initialFontName": REGULAR}
        return PaperCanvas(*args, imprint=imprint, words=words, **options)

    document.build(story, canvasmaker=make_canvas)
    return target.getvalue()


def _template(name: str, size: tuple[float, float]) -> PageTemplate:
    across, up = size
    frame = Frame(
        styles.SIDE,
        styles.BOTTOM,
        across - 2 * styles.SIDE,
        up - styles.TOP - styles.BOTTOM,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )

    def under(canvas: Any, _document: Any) -> None:
        canvas.draw_underlay()

    def over(canvas: Any, _document: Any) -> None:
        canvas.draw_footer()

    return PageTemplate(id=name, frames=[frame], onPage=under, onPageEnd=over, pagesize=size)
