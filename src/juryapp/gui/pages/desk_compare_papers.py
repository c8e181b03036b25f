"""The papers of one of the two that are compared: nominations, brief and attachments, on tabs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from juryapp.application.desk.attachments import DeskAttachment
from juryapp.application.desk.contents import Papers
from juryapp.base.i18n import _
from juryapp.domain.ids import NomineeId
from juryapp.gui.controllers.documents import DeskDocuments
from juryapp.gui.models.desk import TAKES_NO_PART
from juryapp.gui.models.documents import KIND_ICONS, attachment_text
from juryapp.gui.pages.papers_voices import BriefView, VoicesView
from juryapp.gui.widgets import Button, Card, ElidedLabel, IconLabel, Label, column, row
from juryapp.gui.widgets.document_view import DocumentView
from juryapp.gui.widgets.paper_tabs import PaperTab, PaperTabs

VOICES: Final = "voices"
FACTS: Final = "facts"


class PaperColumn(Card):
    """The papers of one of the two, to read."""

    papers_requested = Signal(str)
    large_requested = Signal(bool)

    def __init__(self, side: str, documents: DeskDocuments) -> None:
        super().__init__()
        self._documents = documents
        self._nominee = ""
        self._files: tuple[DeskAttachment, ...] = ()
        self.name = ElidedLabel("", "h3")
        self.place = ElidedLabel("", "caption", "text2")
        self.open = Button(look="small", icon_name="document")
        self.open.setObjectName(f"{side}_papers")
        self.tabs = PaperTabs()
        self.tabs.setObjectName(f"{side}_tabs")
        self.voices = VoicesView()
        self.voices.setObjectName(f"{side}_reading")
        self.brief = BriefView()
        self.document = DocumentView(documents.shell.drawing, documents.texts)
        self.document.setObjectName(f"{side}_document")
        self.closed = Label(kind="body", wrap=True)
        self._closed_view = QWidget()
        sentence = row(IconLabel("recused", "recuse", 20), (self.closed, 1), gap=12)
        self._closed_view.setLayout(column(sentence, None, margins=(4, 4, 4, 8)))
        self.stack = QStackedWidget()
        # A document asks for much height; here it gets what the marks leave.
        self.stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.stack.setMinimumHeight(120)
        for view in (self.voices, self.brief, self.document, self._closed_view):
            self.stack.addWidget(view)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = row(
            (column(self.name, self.place, gap=1), 1), self.open, gap=10, margins=(16, 10, 12, 0)
        )
        reading = column(self.tabs, (self.stack, 1), gap=6, margins=(12, 0, 4, 4))
        self.setLayout(column(head, (reading, 1), gap=6, margins=(1, 1, 1, 1)))

    def _connect(self) -> None:
        self.open.clicked.connect(lambda _checked=False: self.papers_requested.emit(self._nominee))
        self.tabs.chosen.connect(self.show_paper)
        self.document.outside_requested.connect(self._open_outside)
        self.document.large_requested.connect(self.large_requested)
        self._documents.changed.connect(self._show_files)

    # --- showing

    @property
    def is_closed(self) -> bool:
        """Whether the papers stay closed: the juror takes no part there."""
        return self.stack.currentWidget() is self._closed_view

    def show_papers(self, papers: Papers, *, closed: bool) -> None:
        """Show somebody's papers from the top; of a recused juror's they stay closed."""
        nominee = papers.nominee
        if nominee.id == self._nominee and closed == self.is_closed:
            return
        self._nominee = nominee.id
        self.name.setText(nominee.name)
        long = "\n" in nominee.facts
        below = (nominee.place, papers.category, "" if long else nominee.facts)
        self.place.setText("  ·  ".join(part for part in below if part))
        self.closed.setText(_(TAKES_NO_PART).format(candidate=nominee.name))
        self.open.setAccessibleName(_("Papers of {candidate}").format(candidate=nominee.name))
        self.voices.setAccessibleName(self.open.accessibleName())
        self.tabs.setAccessibleName(self.open.accessibleName())
        self.brief.setAccessibleName(_("Brief and facts"))
        self.voices.show_voices(() if closed else papers.nominations, closed=closed)
        self.brief.empty()
        if long and not closed:
            self.brief.show_brief(nominee.facts)
        self._show_tabs(closed=closed)
        self.voices.verticalScrollBar().setValue(0)

    def _show_files(self) -> None:
        """Attachments came, or were opened by another answer."""
        if self._nominee and not self.is_closed:
            self._show_tabs(closed=False)

    def _show_tabs(self, *, closed: bool) -> None:
        self._files = () if closed else self._documents.of(NomineeId(self._nominee))
        tabs = [PaperTab(key=VOICES, text=_("Nominations"))]
        if self.brief.parts:
            tabs.append(PaperTab(key=FACTS, text=_("Brief and facts")))
        tabs += [
            PaperTab(
                key=found.attachment.sha256,
                text=found.attachment.name,
                icon=KIND_ICONS[found.attachment.media],
                hint=attachment_text(found.attachment),
            )
            for found in self._files
        ]
        kept = self.tabs.current_key()
        self.tabs.show_tabs(tabs, kept if kept in [tab.key for tab in tabs] else VOICES)
        self.tabs.setVisible(not closed and len(tabs) > 1)
        if closed:
            self.document.clear()
            self.stack.setCurrentWidget(self._closed_view)
        else:
            self.show_paper(self.tabs.current_key())

    def show_paper(self, key: str) -> None:
        """Show what stands on a tab."""
        found = next((f for f in self._files if f.attachment.sha256 == key), None)
        self.tabs.choose(key)
        if found is None:
            self.document.clear()
            self.stack.setCurrentWidget(self.brief if key == FACTS else self.voices)
            return
        shown, document = self.document.document, self._documents.document(found)
        if shown is None or shown.sha256 != key or shown.problem != document.problem:
            self.document.show_document(document)
        self.stack.setCurrentWidget(self.document)

    def turn_page(self, screens: int) -> None:
        """Read on by a screen, or back (-1)."""
        shown = self.stack.currentWidget()
        if isinstance(shown, VoicesView | BriefView | DocumentView):
            shown.turn_page(screens)

    def show_large(self, *, large: bool) -> None:
        """Show whether the papers have all the room."""
        self.document.tools.large.setChecked(large)
        self.document.tools.large.set_icon("shrink" if large else "expand")

    def _open_outside(self) -> None:
        shown = self.document.document
        for found in self._files:
            if shown is not None and found.attachment.sha256 == shown.sha256:
                self._documents.open_outside(found.attachment)

    def forget(self) -> None:
        """Show the papers anew the next time, whoever it is."""
        self._nominee = ""
        self._files = ()
        self.document.clear()

    # --- words

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.open.setText(_("Papers"))
        self.document.retranslate()
        self.forget()
