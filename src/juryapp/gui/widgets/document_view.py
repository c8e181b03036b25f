"""One document in place: its pages, picture or text, the tools above it, and a calm sentence where it fails.

    view = DocumentView(shell.drawing, texts)
    view.show_document(Document(sha256=…, name="Søknad.pdf", media=Media.PDF, load=…))
    view.mark("fjord", (2, 0))           # page from 0, which hit on it

A PDF shown as a picture is silent: T shows its text, which a screen reader reads and words are found in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from shiboken6 import isValid
from typing_extensions import override

from juryapp.application.desk.finding import find
from juryapp.base.errors import UserError
from juryapp.base.i18n import _
from juryapp.domain.attachments import Media
from juryapp.gui.documents.opened import Opened, TextFile, opened
from juryapp.gui.documents.pdf import Box, PdfFile
from juryapp.gui.documents.reading import DocumentTexts
from juryapp.gui.documents.texts import shown_text
from juryapp.gui.jobs import Jobs
from juryapp.gui.widgets.announce import announce
from juryapp.gui.widgets.document_tools import DocumentTools
from juryapp.gui.widgets.hit_marks import Span, in_units
from juryapp.gui.widgets.pages_view import Fit, PagesView
from juryapp.gui.widgets.plain_view import PlainView
from juryapp.gui.widgets.surfaces import Card, Rule, Scrolled, column
from juryapp.gui.widgets.tiles import EmptyState

PATIENCE_MS: Final = 250  # before it is said that a document is being opened
_LONGEST_NAME: Final = 32
_PICTURE_FITTING: Final = 1.0  # a small picture is not blown up


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document to show.

    Attributes:
        sha256: Which bytes it is.
        name: As people know it.
        media: What it is.
        load: Gives the bytes, in the worker; may raise a UserError.
        problem: Why it cannot be opened at all, "" if it can.
    """

    sha256: str
    name: str
    media: Media
    load: Callable[[], bytes]
    problem: str = ""


class DocumentView(QWidget):
    """Shows one document at a time.

    Args:
        jobs: Where documents are opened and drawn.
        texts: Where their texts are read.
        outside: Whether it may be opened in another program.
        large: Whether it can be given more room.
    """

    outside_requested = Signal()
    large_requested = Signal(bool)

    def __init__(
        self, jobs: Jobs, texts: DocumentTexts, *, outside: bool = True, large: bool = True
    ) -> None:
        super().__init__()
        self._jobs, self._texts = jobs, texts
        self.document: Document | None = None
        self._opened: Opened | None = None
        self._failure = ""
        self._words, self._hit = "", (-1, -1)
        self._boxes: dict[int, list[tuple[Box, ...]]] = {}
        self._boxing = False
        self._page_starts: list[int] = []
        self.tools = DocumentTools(outside=outside, large=large)
        self.pages = PagesView(jobs)
        self.pages.setObjectName("document_pages")
        self.text = PlainView()
        self.text.setObjectName("document_text")
        self.state = EmptyState("clock", primary=False, buttons=[("", self.outside_requested.emit)])
        self.state.setObjectName("document_state")
        self.views = QStackedWidget()
        self._states = Scrolled(column(self.state))  # where there is little room, it scrolls
        for view in (self.pages, self.text, self._states):
            self.views.addWidget(view)
        card = Card(column(self.tools, Rule(), (self.views, 1), gap=0, margins=(1, 1, 1, 1)))
        self.setLayout(column((card, 1)))
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        tools = self.tools
        self._patience.timeout.connect(self._say_coming)
        self.pages.page_changed.connect(self._page_changed)
        self.pages.zoom_changed.connect(self._show_zoom)
        self.text.zoom_changed.connect(self._show_zoom)
        self.text.verticalScrollBar().valueChanged.connect(lambda _at: self._text_scrolled())
        self._texts.changed.connect(self._more_text)
        tools.before.clicked.connect(lambda: self.go_to(self.page() - 1))
        tools.after.clicked.connect(lambda: self.go_to(self.page() + 1))
        tools.page.wanted.connect(self.go_to)
        tools.page.left.connect(self.enter)
        tools.smaller.clicked.connect(lambda: self.step_zoom(-1))
        tools.larger.clicked.connect(lambda: self.step_zoom(1))
        tools.zoom.clicked.connect(lambda _checked=False: self.actual_size())
        tools.width_fits.clicked.connect(lambda _checked=False: self._fit_width())
        tools.as_text.clicked.connect(lambda _checked=False: self.toggle_text())
        tools.outside.clicked.connect(self.outside_requested)
        tools.large.clicked.connect(self.large_requested)

    # --- showing

    def show_document(self, document: Document) -> None:
        """Show another document from its beginning."""
        self.clear()
        self.document = document
        self.pages.setAccessibleName(document.name)
        self.text.setAccessibleName(_("{name} as text").format(name=document.name))
        if document.problem:
            self._fail(document.problem, outside=False)
            return
        self._patience.start()
        self._jobs.start(
            lambda _progress: opened(document.load(), document.media),
            done=lambda made: self._take(document, made),
            failed=lambda error: self._failed(document, error),
            can_cancel=False,
        )

    def clear(self) -> None:
        """Show nothing, and close what was shown."""
        self._patience.stop()
        made, self._opened, self.document = self._opened, None, None
        self._failure, self._boxes, self._page_starts = "", {}, []
        self._words, self._hit = "", (-1, -1)
        self.pages.show_sheets(None, Fit.WIDTH)
        self.text.show_text("")
        self.views.setCurrentWidget(self.pages)
        self.tools.as_text.setChecked(False)
        self._show_tools()
        if made is not None:
            self._jobs.start(lambda _progress: made.close(), can_cancel=False)

    def _take(self, document: Document, made: Opened) -> None:
        if not isValid(self) or document is not self.document:
            made.close()
            return
        self._patience.stop()
        self._opened = made
        if isinstance(made, TextFile):
            rest = _("The rest is not shown here. Open it in another program.")
            self.text.show_text(made.text if made.whole else f"{made.text}\n\n{rest}")
            self._page_starts = [0]
            self.views.setCurrentWidget(self.text)
        else:
            picture = not isinstance(made, PdfFile)
            self.pages.most_fitting = _PICTURE_FITTING if picture else 1.25
            self.pages.show_sheets(made, Fit.WHOLE if picture else Fit.WIDTH)
            self.views.setCurrentWidget(self.pages)
        self._show_tools()
        self._mark_again()

    def _failed(self, document: Document, error: UserError) -> None:
        if isValid(self) and document is self.document:
            self._fail(str(error), outside=error.code.startswith(("E-PDF", "E-PICTURE")))

    def _fail(self, sentence: str, *, outside: bool) -> None:
        self._patience.stop()
        self._failure = sentence
        name = self.document.name if self.document is not None else ""
        self.state.say(_("“{name}” cannot be shown here").format(name=_short(name)), sentence)
        self.state.icon.set_icon("warning", "warn")
        self.state.buttons[0].setVisible(outside and self.tools.has_outside)
        self.views.setCurrentWidget(self._states)
        self._show_tools()
        announce(self, sentence)

    def _say_coming(self) -> None:
        name = self.document.name if self.document is not None else ""
        self.state.say(
            _("“{name}” is being opened").format(name=_short(name)), _("A moment, please.")
        )
        self.state.icon.set_icon("clock", "accent")
        self.state.buttons[0].hide()
        self.views.setCurrentWidget(self._states)

    @property
    def is_ready(self) -> bool:
        """Whether the document is open, or will not be."""
        return self._opened is not None or bool(self._failure)

    @property
    def is_text(self) -> bool:
        """Whether a text is shown, of a text file or of a PDF."""
        return self.views.currentWidget() is self.text

    def _show_tools(self) -> None:
        pdf = isinstance(self._opened, PdfFile)
        drawn = self._opened is not None and not self.is_text
        self.tools.show_kind(pages=pdf, fits=drawn, text=pdf, zoom=self._opened is not None)
        may_leave = self._opened is not None or not self.state.buttons[0].isHidden()
        self.tools.outside.setVisible(self.tools.has_outside and may_leave)
        self.tools.outside.set_name(self._outside_name())
        self._show_page()
        self._show_zoom()

    def _outside_name(self) -> str:
        if self.document is not None and self.document.media is Media.PDF:
            return _("Open in your PDF program")
        return _("Open in another program")

    # --- pages and zoom

    def page(self) -> int:
        """Return the page that is seen, from 1."""
        if not self.is_text:
            return self.pages.page()
        here = self.text.firstVisibleBlock().position() + 1
        return max(1, sum(start < here for start in self._page_starts))

    def page_count(self) -> int:
        """Return how many pages there are."""
        return len(self._opened.sizes) if isinstance(self._opened, PdfFile) else 0

    def go_to(self, page: int) -> None:
        """Show a page, from 1."""
        if not self.is_text:
            self.pages.go_to(page)
        elif self._page_starts:
            place = max(1, min(page, len(self._page_starts))) - 1
            block = self.text.document().findBlock(self._page_starts[place])
            self.text.verticalScrollBar().setValue(block.firstLineNumber())
        self._show_page()

    def step_zoom(self, steps: int) -> None:
        """Make it larger (1) or smaller (-1)."""
        (self.text if self.is_text else self.pages).step_zoom(steps)

    def actual_size(self) -> None:
        """Show it as large as it is."""
        (self.text if self.is_text else self.pages).actual_size()

    def _fit_width(self) -> None:
        self.pages.fit_width() if not self.pages.is_fitting() else self.pages.fit_whole()
        self._show_zoom()

    def turn_page(self, screens: int) -> None:
        """Read on by a screen, or back (-1)."""
        bar = (self.text if self.is_text else self.pages).verticalScrollBar()
        bar.setValue(bar.value() + screens * round(bar.pageStep() * 0.85))

    def enter(self) -> None:
        """Put the focus on what is read."""
        shown = self.views.currentWidget()
        target = self.state.buttons[0] if shown is self._states else shown or self
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _page_changed(self, _page: int, _pages: int) -> None:
        self._show_page()
        self._box_hits()

    def _text_scrolled(self) -> None:
        if self.is_text:
            self._show_page()

    def _show_page(self) -> None:
        self.tools.show_page(self.page(), self.page_count())

    def _show_zoom(self) -> None:
        shown = self.text.zoom() if self.is_text else self.pages.zoom()
        self.tools.show_zoom(shown, fits=self.pages.is_fitting())

    # --- a PDF as text

    def toggle_text(self) -> None:
        """Show a PDF's text instead of its pages, or the pages again."""
        if not isinstance(self._opened, PdfFile) or self.document is None:
            return
        page = self.page()
        to_text = not self.is_text
        self.views.setCurrentWidget(self.text if to_text else self.pages)
        self.tools.as_text.setChecked(to_text)
        if to_text:
            self._texts.read(self.document.sha256, self.document.media)
            self._write_text()
        self._show_tools()
        self.go_to(page)
        self._mark_again()
        self.enter()

    def _more_text(self, sha256: str) -> None:
        if self.document is not None and self.document.sha256 == sha256:
            if self.is_text and isinstance(self._opened, PdfFile):
                self._write_text()
            self._mark_again()

    def _write_text(self) -> None:
        """Write what was read of the PDF since the last time."""
        if self.document is None:
            return
        read = self._texts.of(self.document.sha256)
        if not self._page_starts:
            self.text.show_text("")
        for place in range(len(self._page_starts), len(read.pages)):
            self._page_starts.append(max(0, self.text.document().characterCount() - 1))
            self.text.append_text(self._page_text(place, read.total, read.pages[place]))
        if read.finished and read.failed:
            self.text.show_text(_("The text of this document could not be read."))
        elif read.is_silent:
            self.text.show_text(
                _(
                    "This PDF has no text: its pages are pictures. A screen reader cannot read it, and"
                    " no words are found in it. If you need the text, ask the secretariat for it."
                )
            )
        elif not read.pages:
            self.text.show_text(_("The text is being read …"))

    def _page_text(self, place: int, total: int, page: str) -> str:
        heading = _("Page {n} of {total}").format(n=place + 1, total=total)
        body = shown_text(page).strip("\n") or _("This page has no text; it is a picture.")
        return f"{heading}\n\n{body}\n\n\n"

    # --- what was found

    def mark(self, words: str, at: tuple[int, int] | None) -> None:
        """Frame `words` wherever they stand; bring into view the hit `at`: page and place on it, from 0."""
        if words != self._words:
            self._boxes = {}
        self._words, self._hit = words, at or (-1, -1)
        self._mark_again(reveal=True)

    def _mark_again(self, *, reveal: bool = True) -> None:
        if self.is_text:
            self._mark_text()
        elif isinstance(self._opened, PdfFile):
            if reveal and self._hit[0] >= 0 and self._hit[0] not in self._boxes:
                self.pages.go_to(self._hit[0] + 1)
            self._box_hits()
            self._show_boxes(reveal=reveal)

    def _mark_text(self) -> None:
        text = self.text.toPlainText()
        spans: list[Span] = []
        chosen = -1
        if self._words:
            ends = [*self._page_starts[1:], len(text)]
            for page, (start, end) in enumerate(zip(self._page_starts, ends, strict=False)):
                found = find(self._words, text[start:end])
                if page == self._hit[0] and self._hit[1] < len(found):
                    chosen = len(spans) + self._hit[1]
                spans += [(start + first, start + last) for first, last in found]
        self.text.show_spans(in_units(text, spans), chosen)

    def _box_hits(self) -> None:
        """Find where the hits on the pages stand that are seen, or looked at next."""
        made, words, document = self._opened, self._words, self.document
        if not words or self._boxing or not isinstance(made, PdfFile) or document is None:
            return
        read = self._texts.of(document.sha256).pages
        near = {self._hit[0], *range(self.pages.page() - 2, self.pages.page() + 2)}
        places = [p for p in sorted(near) if 0 <= p < len(read) and p not in self._boxes]
        if not places:
            return
        self._boxing = True
        spans = {place: find(words, read[place]) for place in places}
        self._jobs.start(
            lambda _progress: {p: made.boxes(p, found) for p, found in spans.items()},
            done=lambda boxes: self._boxed(document, words, boxes),
            can_cancel=False,
        )

    def _boxed(
        self, document: Document, words: str, boxes: dict[int, list[tuple[Box, ...]]]
    ) -> None:
        if not isValid(self):
            return
        self._boxing = False
        if document is self.document and words == self._words:
            self._boxes |= boxes
            self._show_boxes(reveal=self._hit[0] in boxes)
        self._box_hits()

    def _show_boxes(self, *, reveal: bool) -> None:
        marks: dict[int, list[tuple[QRectF, bool]]] = {}
        for place, hits in self._boxes.items() if self._words else ():
            marks[place] = [
                (QRectF(left, top, right - left, bottom - top), (place, n) == self._hit)
                for n, hit in enumerate(hits)
                for left, top, right, bottom in hit
            ]
        self.pages.show_marks(marks)
        chosen = [box for box, is_it in marks.get(self._hit[0], ()) if is_it]
        if reveal and chosen:
            self.pages.reveal(self._hit[0], chosen[0])

    # --- Qt's side

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_G: self._ask_page, Qt.Key.Key_T: self.toggle_text}
        handler = keys.get(Qt.Key(event.key()))
        if handler is not None and not event.modifiers() and self._opened is not None:
            handler()
        elif event.key() == Qt.Key.Key_F11 and self.tools.has_large:
            self.tools.large.click()
        else:
            super().keyPressEvent(event)

    def _ask_page(self) -> None:
        if self.tools.page.isVisible():
            self.tools.page.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.tools.page.selectAll()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.text.apply_theme()

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.tools.retranslate()
        self.state.buttons[0].setText(_("Open in another program"))
        self._page_starts = [] if isinstance(self._opened, PdfFile) else self._page_starts
        if self.is_text and isinstance(self._opened, PdfFile):
            self._write_text()
        self._show_tools()


def _short(name: str) -> str:
    """Return a name that fits on a line, for one without spaces cannot be broken."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 9]}…{name[-8:]}"
