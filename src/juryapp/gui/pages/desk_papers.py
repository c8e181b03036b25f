"""The papers of one nominee: nominations, brief, attachments, and the juror's own notes below.

What there is stands on tabs; Ctrl+PgDown goes to the next. Words are looked for in all of it at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from juryapp.application.desk.attachments import DeskAttachment
from juryapp.application.desk.contents import Papers
from juryapp.base.i18n import N_, _
from juryapp.domain.attachments import Media
from juryapp.domain.ids import PRACTICE, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.gui.actions import Action
from juryapp.gui.controllers.desk import DeskController
from juryapp.gui.controllers.documents import DeskDocuments
from juryapp.gui.models.desk import TAKES_NO_PART, number_text
from juryapp.gui.models.documents import KIND_ICONS, attachment_text
from juryapp.gui.pages.papers_find import Paper, PapersFinder
from juryapp.gui.pages.papers_notes import PrivateNotes
from juryapp.gui.pages.papers_voices import BriefView, TextsView, VoicesView
from juryapp.gui.widgets import Banner, Chip, ElidedLabel, Label, ToolButton, column, row
from juryapp.gui.widgets.document_view import DocumentView
from juryapp.gui.widgets.find_bar import FindBar
from juryapp.gui.widgets.paper_tabs import AllPapers, PaperTab, PaperTabs

VOICES, FACTS = "voices", "facts"


class PapersView(QWidget):
    """The middle of the desk."""

    flag_requested = Signal()
    wanted = Signal()  # they are to be seen now, where only papers or marks are
    large_changed = Signal(bool)  # whether the papers are given more room

    def __init__(self, controller: DeskController, documents: DeskDocuments) -> None:
        super().__init__()
        self._controller, self._documents = controller, documents
        self._nominee: NomineeId | None = None
        self._visit = 0
        self._large = False  # head, notes and list gave the document their room
        self._files: tuple[DeskAttachment, ...] = ()
        self.finder = PapersFinder(self._papers)
        self._build_head()
        self._build_papers()
        self.notes_part = PrivateNotes()
        self.notes, self.notes_retry = self.notes_part.text, self.notes_part.retry
        self._lay_out()
        self._connect()
        self.retranslate()

    def _build_head(self) -> None:
        self.category = Chip("", "accent")
        self.number = Chip("", "neutral")
        self.pending = Chip("", "warn", "decision")
        self.search = ToolButton("search")
        self.search.setObjectName("find_in_papers")
        self.flag = ToolButton("flag")
        self.flag.setObjectName("flag")
        self.flag.setCheckable(True)
        self.name = Label(kind="h1", wrap=True, selectable=True)
        self.name.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.place = ElidedLabel("", "small", "text2")
        self.waits = Label(kind="small", role="warn", wrap=True)

    def _build_papers(self) -> None:
        self.recused = Banner("recuse", "")
        self.practice = Banner("info", "")
        self.practice.setObjectName("practice")
        self.tabs = PaperTabs()
        self.tabs.setObjectName("paper_tabs")
        self.all_papers = AllPapers(self.tabs)
        self.bar = FindBar()
        self.bar.setObjectName("find_bar")
        self.bar.hide()
        self.voices = VoicesView(self.recused, self.practice)
        self.voices.setObjectName("papers")
        self.brief = BriefView()
        self.brief.setObjectName("brief")
        self.document = DocumentView(self._documents.shell.drawing, self._documents.texts)
        self.document.setObjectName("document")
        self.stack = QStackedWidget()
        for view in (self.voices, self.brief, self.document):
            self.stack.addWidget(view)

    def _lay_out(self) -> None:
        chips = row(self.category, self.number, self.pending, None, self.search, self.flag, gap=6)
        self._head = QWidget()
        self._head.setLayout(column(chips, self.name, self.place, self.waits, gap=4))
        papers = column(
            row((self.tabs, 1), self.all_papers, gap=0), self.bar, (self.stack, 1), gap=8
        )
        self.setLayout(
            column(
                self._head, (papers, 1), self.notes_part, gap=8, margins=(24, 16, 20, 16)
            )
        )  # fmt: skip

    def _connect(self) -> None:
        self.flag.clicked.connect(self.flag_requested)
        self.search.clicked.connect(self.start_find)
        self.tabs.chosen.connect(self.show_paper)
        self.bar.words_changed.connect(self._look_for)
        self.bar.step_requested.connect(self.step_find)
        self.bar.closed.connect(self._end_find)
        self.document.outside_requested.connect(self._open_outside)
        self.document.large_requested.connect(self._give_room)
        self._documents.changed.connect(self._show_files)
        self._documents.left.connect(self.bar.forget)
        self._documents.texts.changed.connect(lambda _sha256: self._look_again())
        self.notes_part.save_requested.connect(self._save_note)
        self.notes_part.left.connect(self._next_visit)

    # --- showing

    def show_nominee(self, nominee: NomineeId) -> None:
        """Show another nominee, from the top."""
        self.flush()
        if nominee != self._nominee:
            self._nominee = nominee
            self._next_visit()
            self._documents.texts.stop()
            self._show_papers(self._controller.contents.papers[nominee])
            self.voices.verticalScrollBar().setValue(0)
            self.brief.verticalScrollBar().setValue(0)
        self.show_said(anew=True)

    def clear(self) -> None:
        """Forget whom it showed; the desk is another one."""
        self._nominee = None
        self.notes.show_text("")
        self._files = ()
        self.voices.empty()
        self.brief.empty()
        self.document.clear()

    def show_said(self, *, anew: bool = False) -> None:
        """Show flag, standing and note as they stand now."""
        if self._nominee is None:
            return
        said = self._controller.said(self._nominee)
        self.flag.setChecked(said.flagged)
        self.flag.set_icon("flag-filled" if said.flagged else "flag",
                           "warn" if said.flagged else "text2")  # fmt: skip
        self.pending.setVisible(said.standing is Standing.PENDING)
        self.waits.setVisible(said.standing is Standing.PENDING)
        self._show_open()
        self.notes.setReadOnly(bool(self._controller.moved))
        self.flag.setEnabled(not self._controller.moved)
        if anew or not self.notes.is_waiting:
            waiting = self._controller.unsaved_private.get(self._nominee)
            text = said.note if waiting is None else waiting
            self.notes.show_text(text, waiting=waiting is not None)
            self.notes_part.show_problem(shown=waiting is not None)

    @property
    def is_closed(self) -> bool:
        """Whether the papers stay closed: the juror takes no part here."""
        if self._nominee is None:
            return True
        recused = self._controller.said(self._nominee).standing is Standing.RECUSED
        return recused and self._controller.takes_marks(self._nominee)

    def _show_open(self) -> None:
        """Show the papers, or say that they stay closed."""
        closed = self.is_closed
        self.recused.setVisible(closed)
        self.voices.show_texts(shown=not closed)
        self.search.setVisible(not closed)
        if closed:
            name = self._controller.name_of(self._nominee) if self._nominee else ""
            self.recused.title.setText(_(TAKES_NO_PART).format(candidate=name))
            self.recused.setAccessibleName(self.recused.title.text())
            self.bar.hide()
            self.show_paper(VOICES)
            self.document.clear()
        self._show_tabs()

    def _show_papers(self, papers: Papers) -> None:
        nominee = papers.nominee
        practice = nominee.id == PRACTICE
        self.practice.setVisible(practice)
        self.category.setVisible(practice or bool(papers.category))
        if practice:
            self.category.set_state(_("Practice – counts nowhere"), "mark", "play")
        else:
            self.category.set_state(papers.category, "accent")
        self.name.setText(nominee.name)
        long = "\n" in nominee.facts  # a text of its own, not a line below the name
        below = (nominee.place, "" if long else nominee.facts)
        self.place.setText("  ·  ".join(part for part in below if part))
        self.place.setVisible(bool(self.place.whole_text()))
        closed = not self._controller.takes_marks(nominee.id)
        self.voices.show_voices(papers.nominations, closed=closed)
        self.brief.empty()
        if long and not closed:
            self.brief.show_brief(nominee.facts)
        self.number.setVisible(not practice)
        number = number_text(nominee.number)
        self.number.set_state(_("Candidate {number}").format(number=number), "neutral")
        self.tabs.choose(VOICES)
        self.finder.forget()
        self._show_files()
        self.show_paper(self.tabs.current_key() or VOICES)
        self._look_again()

    def _show_files(self) -> None:
        """Show which attachments there are now; what is being read stays where it is."""
        if self._nominee is None or not self._controller.is_loaded:
            return
        self._files = self._documents.of(self._nominee)
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
        self._show_tabs()
        shown = self.document.document
        if shown is not None and shown.problem and kept == shown.sha256:
            self.show_paper(kept)  # it may have come meanwhile
        elif self.tabs.current_key() != kept:
            self.show_paper(VOICES)

    def _show_tabs(self) -> None:
        several = not self.is_closed and self.tabs.count() > 1
        self.tabs.setVisible(several)
        self.all_papers.setVisible(several and len(self._files) > 1)

    # --- one paper

    def show_paper(self, key: str) -> None:
        """Show what stands on a tab."""
        found = next((f for f in self._files if f.attachment.sha256 == key), None)
        self.tabs.choose(key)
        self.notes_part.be_low(low=found is not None)
        if found is None:
            self._give_room(False)
            self.document.clear()
            self.stack.setCurrentWidget(self.brief if key == FACTS else self.voices)
        else:
            shown, document = self.document.document, self._documents.document(found)
            if shown is None or shown.sha256 != key or shown.problem != document.problem:
                self.document.show_document(document)
            self.stack.setCurrentWidget(self.document)
        self._mark()

    def step_paper(self, by: int) -> None:
        """Go to the next paper (1) or the one before (-1)."""
        if not self.is_closed:
            self.wanted.emit()
            self.tabs.step(by)

    def _shown(self) -> TextsView | DocumentView:
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, TextsView | DocumentView) else self.voices

    def turn_page(self, pages: int) -> None:
        """Scroll the papers by pages, wherever the focus is."""
        self._shown().turn_page(pages)

    def enter(self) -> None:
        """Put the focus on what is read."""
        self.wanted.emit()
        shown = self._shown()
        if isinstance(shown, DocumentView):
            shown.enter()
        else:
            shown.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open_outside(self) -> None:
        shown = self.document.document
        for found in self._files:
            if shown is not None and found.attachment.sha256 == shown.sha256:
                self._documents.open_outside(found.attachment)

    def _give_room(self, large: bool) -> None:
        """Give the document the room of head and notes; the marks stay where they are."""
        self.document.tools.large.setChecked(large)
        if large == self._large:
            return
        self._large = large
        self.document.tools.large.set_icon("shrink" if large else "expand")
        self._head.setVisible(not large)
        self.notes_part.setVisible(not large)
        self.large_changed.emit(large)

    # --- finding words

    def start_find(self) -> None:
        """Ask for words to find in all that is shown about this nominee."""
        if self._nominee is not None and not self.is_closed:
            self.wanted.emit()
            self.bar.start()

    def step_find(self, by: int) -> None:
        """Go to the next place (1) or the one before (-1); ask for words first if there are none."""
        if not self.bar.words():
            self.start_find()
            return
        self.finder.step(by)
        self._go_to_hit()

    def _papers(self) -> Sequence[Paper]:
        """Return all that words are looked for in, in the order of the tabs."""
        if self.is_closed:
            return ()
        papers = [
            Paper(VOICES, [part.text for part in self.voices.parts]),
            Paper(FACTS, [part.text for part in self.brief.parts]),
        ]
        for found in self._files:
            attachment = found.attachment
            if attachment.media in {Media.PDF, Media.TEXT} and found.can_be_opened:
                self._documents.texts.read(attachment.sha256, attachment.media)
                text = self._documents.texts.of(attachment.sha256)
                papers.append(Paper(attachment.sha256, text.pages, text.finished))
        return papers

    def _look_for(self, words: str) -> None:
        self.finder.look_for(words, self.tabs.current_key())
        self._go_to_hit()

    def _look_again(self) -> None:
        """Something more was read."""
        if not self.bar.words():
            return
        before = self.finder.current
        self.finder.look_again(self.tabs.current_key())
        if before is None:
            self._go_to_hit()
        else:
            self._show_count()

    def _go_to_hit(self) -> None:
        hit = self.finder.current
        if hit is not None and hit.key != self.tabs.current_key():
            self.show_paper(hit.key)
        else:
            self._mark()
        self._show_count()

    def _show_count(self) -> None:
        finder = self.finder
        self.bar.show_count(finder.place(), len(finder.hits), reading=finder.reading)

    def _mark(self) -> None:
        hit, key = self.finder.current, self.tabs.current_key()
        at = (hit.part, hit.place) if hit is not None and hit.key == key else None
        self._shown().mark(self.finder.words, at)

    def _end_find(self) -> None:
        self.finder.look_for("", "")
        self._mark()
        if not self.is_closed:
            self.enter()

    # --- the private note

    def flush(self) -> None:
        """Save what is half written."""
        self.notes.flush()

    def _save_note(self, text: str) -> None:
        if self._nominee is None:
            return
        saved = self._controller.write_private(self._nominee, text, self._visit)
        if saved:
            self.notes.saved()
        self.notes_part.show_problem(shown=not saved)

    def _next_visit(self) -> None:
        self._visit += 1

    def _may_read(self) -> bool:
        around = self.parentWidget()  # the papers themselves may be covered by the marks
        return around is not None and around.isVisible() and not self.is_closed

    # --- words

    def papers_actions(self) -> list[Action]:
        """Return what can be done with the papers."""
        may = self._may_read
        return [
            Action("desk.find_words", N_("Find words in the papers"), self.start_find,
                   "Ctrl+Shift+F", "search", may),
            Action("desk.find_next", N_("Find the next place"), lambda: self.step_find(1), "F3",
                   "search", may),
            Action("desk.find_before", N_("Find the place before"), lambda: self.step_find(-1),
                   "Shift+F3", "search", may),
            Action("desk.next_paper", N_("Next paper of this candidate"),
                   lambda: self.step_paper(1), "Ctrl+PgDown", "document", may),
            Action("desk.paper_before", N_("The paper before"), lambda: self.step_paper(-1),
                   "Ctrl+PgUp", "document", may),
            Action("desk.read", N_("To the papers"), self.enter, "F2", "document", may),
        ]  # fmt: skip

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.flag.set_name(_("Flag this candidate for yourself"), "Ctrl+M")
        self.search.set_name(_("Find words in the papers"), "Ctrl+Shift+F")
        self.pending.set_state(_("The panel decides"), "warn", "decision")
        self.waits.setText(
            _(
                "The panel decides on what you reported. Your marks here count if it lets you take part."
            )
        )
        self.voices.setAccessibleName(_("Papers"))
        self.brief.setAccessibleName(_("Brief and facts"))
        self.tabs.setAccessibleName(_("Papers of this candidate"))
        self.all_papers.set_name(_("All papers of this candidate"))
        self.notes_part.retranslate()
        self.bar.retranslate()
        self.document.retranslate()
        self.practice.title.setText(_("This candidate is invented. Try everything here."))
        self.practice.text.setText(
            _(
                "Type a mark for each criterion, undo with Ctrl+Z, say “not assessed” with N, write a"
                " comment. The marks count nowhere. When they are all given, hand in."
            )
        )
        self.practice.text.show()
        if self._nominee is not None and self._controller.is_loaded:
            here = self.tabs.current_key()
            self._show_papers(self._controller.contents.papers[self._nominee])
            self.show_paper(here)
            self.show_said()
