"""The papers of one nominee: who nominated and why, and the juror's own notes below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget
from typing_extensions import override

from juryapp.application.desk.contents import Papers
from juryapp.base.i18n import _, ngettext
from juryapp.domain.ids import PRACTICE, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.nominees import Nomination
from juryapp.gui.controllers.desk import DeskController
from juryapp.gui.models.desk import TAKES_NO_PART, nominator_text, number_text, received_text
from juryapp.gui.theme import color, follow_theme, px
from juryapp.gui.widgets import (
    Banner,
    Button,
    Chip,
    IconLabel,
    Label,
    Rule,
    Scrolled,
    ToolButton,
    column,
    row,
)
from juryapp.gui.widgets.desk_texts import ReadingText, SavingText

_WIDEST = 760  # a line that is longer is hard to read


class _PapersArea(Scrolled):
    """Scrolls by keys once it has the focus, and shows that it has it."""

    def __init__(self, layout: QLayout) -> None:
        super().__init__(layout)
        self.setObjectName("papers")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(color("focus"), 2))
            painter.drawRoundedRect(self.viewport().rect().adjusted(1, 1, -1, -1), 6, 6)


class PapersView(QWidget):
    """The middle of the desk."""

    flag_requested = Signal()

    def __init__(self, controller: DeskController) -> None:
        super().__init__()
        self._controller = controller
        self._nominee: NomineeId | None = None
        self._visit = 0
        self.category = Chip("", "accent")
        self.number = Chip("", "neutral")
        self.pending = Chip("", "warn", "decision")
        self.flag = ToolButton("flag")
        self.flag.setObjectName("flag")
        self.flag.setCheckable(True)
        self.flag.clicked.connect(self.flag_requested)
        self.name = Label(kind="h1", wrap=True, selectable=True)
        self.name.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.place = Label(kind="small", role="text2", wrap=True, selectable=True)
        self.place.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.waits = Label(kind="small", role="warn", wrap=True)
        self._texts = QVBoxLayout()
        self._texts.setContentsMargins(0, 0, 0, 0)
        self._texts.setSpacing(8)
        self.recused = Banner("recuse", "")
        self.practice = Banner("info", "")
        self.practice.setObjectName("practice")
        self.notes_title = Label(kind="smallM")
        self.notes_hint = Label(kind="small", role="text2")
        self.notes_problem = Label(kind="smallM", role="error")
        self.notes_retry = Button(look="small", icon_name="refresh")
        self.notes_retry.setObjectName("retry_note")
        self.notes = SavingText(lines=2)
        self.notes.setObjectName("private_note")
        self._lay_out()
        self._connect()
        follow_theme(self)
        self.retranslate()

    def _lay_out(self) -> None:
        head = row(self.category, self.number, self.pending, None, self.flag)
        inside = column(
            self.name,
            self.place,
            self.waits,
            self.recused,
            self.practice,
            self._texts,
            None,
            gap=6,
            margins=(4, 0, 12, 8),
        )
        self.area = _PapersArea(inside)
        notes_head = row(
            self.notes_title,
            IconLabel("lock", "text2", 16),
            self.notes_hint,
            None,
            self.notes_problem,
            self.notes_retry,
            gap=8,
        )
        self.setLayout(
            column(head, (self.area, 1), notes_head, self.notes, gap=8, margins=(24, 16, 20, 16))
        )

    def _connect(self) -> None:
        self.notes.save_requested.connect(self._save_note)
        self.notes.left.connect(self._next_visit)
        self.notes_retry.clicked.connect(self.notes.flush)

    def apply_theme(self) -> None:
        """Keep the notes low; the papers need the height."""
        self.notes.setMaximumHeight(px(96))

    # --- showing

    def show_nominee(self, nominee: NomineeId) -> None:
        """Show another nominee, from the top."""
        self.flush()
        if nominee != self._nominee:
            self._nominee = nominee
            self._next_visit()
            self._show_papers(self._controller.contents.papers[nominee])
            self.area.verticalScrollBar().setValue(0)
        self.show_said(anew=True)

    def clear(self) -> None:
        """Forget whom it showed; the desk is another one."""
        self._nominee = None
        self.notes.show_text("")

    def show_said(self, *, anew: bool = False) -> None:
        """Show flag, standing and note as they stand now."""
        if self._nominee is None:
            return
        said = self._controller.said(self._nominee)
        recused = said.standing is Standing.RECUSED and self._controller.takes_marks(self._nominee)
        self.flag.setChecked(said.flagged)
        self.flag.set_icon("flag-filled" if said.flagged else "flag",
                           "warn" if said.flagged else "text2")  # fmt: skip
        self.pending.setVisible(said.standing is Standing.PENDING)
        self.waits.setVisible(said.standing is Standing.PENDING)
        self.recused.setVisible(recused)
        self._show_texts(shown=not recused)
        self.notes.setReadOnly(bool(self._controller.moved))
        self.flag.setEnabled(not self._controller.moved)
        if anew or not self.notes.is_waiting:
            waiting = self._controller.unsaved_private.get(self._nominee)
            text = said.note if waiting is None else waiting
            self.notes.show_text(text, waiting=waiting is not None)
            self._show_problem(shown=waiting is not None)

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
        self.place.setVisible(bool(self.place.text()))
        _empty(self._texts)
        if long:
            self._texts.addWidget(_Facts(nominee.facts))
        self._show_voices(papers.nominations)
        self.number.setVisible(not practice)
        number = number_text(nominee.number)
        self.number.set_state(_("Candidate {number}").format(number=number), "neutral")

    def _show_voices(self, nominations: Sequence[Nomination]) -> None:
        """Show the nominations; before the material comes, only who nominated."""
        count = len(nominations)
        if count > 1:
            words = ngettext("{n} nomination", "{n} nominations", count).format(n=count)
            self._texts.addWidget(Label(words, "smallM", "text2"))
        closed = self._nominee is not None and not self._controller.takes_marks(self._nominee)
        for place, nomination in enumerate(nominations):
            if place:
                self._texts.addWidget(Rule())
            self._texts.addWidget(_Voice(nomination, closed=closed))
        if closed:
            later = _(
                "The material comes with the next package, for the candidates you take part in."
            )
            self._texts.addWidget(Label(later, "body", "text2", wrap=True))

    def _show_texts(self, *, shown: bool) -> None:
        for place in range(self._texts.count()):
            item = self._texts.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setVisible(shown)
        self._show_sentence()

    def _show_sentence(self) -> None:
        name = self._controller.name_of(self._nominee) if self._nominee else ""
        self.recused.title.setText(_(TAKES_NO_PART).format(candidate=name))
        self.recused.setAccessibleName(self.recused.title.text())

    def turn_page(self, pages: int) -> None:
        """Scroll the papers by pages, wherever the focus is."""
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + pages * round(bar.pageStep() * 0.85))

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
        self._show_problem(shown=not saved)

    def _show_problem(self, *, shown: bool) -> None:
        self.notes_problem.setVisible(shown)
        self.notes_retry.setVisible(shown)

    def _next_visit(self) -> None:
        self._visit += 1

    # --- words

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.flag.set_name(_("Flag this candidate for yourself"), "Ctrl+M")
        self.pending.set_state(_("The panel decides"), "warn", "decision")
        self.waits.setText(
            _(
                "The panel decides on what you reported. Your marks here count if it lets you take part."
            )
        )
        self.notes_title.setText(_("My notes"))
        self.notes_hint.setText(_("Only visible to you"))
        self.notes.setAccessibleName(_("My notes, only visible to you"))
        self.notes.setPlaceholderText(_("Questions, impressions, what to look up"))
        self.notes_problem.setText(_("Not saved"))
        self.notes_retry.setText(_("Try again"))
        self.area.setAccessibleName(_("Papers"))
        self.practice.title.setText(_("This candidate is invented. Try everything here."))
        self.practice.text.setText(
            _(
                "Type a mark for each criterion, undo with Ctrl+Z, say “not assessed” with N, write a"
                " comment. The marks count nowhere. When they are all given, hand in."
            )
        )
        self.practice.text.show()
        if self._nominee is not None and self._controller.is_loaded:
            self._show_papers(self._controller.contents.papers[self._nominee])
            self.show_said()


class _Voice(QWidget):
    """One nomination: who, when, and the text."""

    def __init__(self, nomination: Nomination, *, closed: bool = False) -> None:
        super().__init__()
        who = Label(nominator_text(nomination), "bodyM", wrap=True)
        when = Label(received_text(nomination), "caption", "text2")
        self.text = ReadingText(nomination.text.strip() or _("No text came with it."))
        self.text.setAccessibleName(who.text())
        if closed:
            self.text.hide()
        if not when.text():
            when.hide()
        head = row(IconLabel("quote", "text3", 16), (column(who, when, gap=1), 1))
        self.setLayout(column(head, self.text, gap=6, margins=(0, 4, 0, 8)))
        follow_theme(self)

    def apply_theme(self) -> None:
        """Keep the lines short enough to read."""
        self.setMaximumWidth(px(_WIDEST))


class _Facts(QWidget):
    """The brief and the facts, where they are more than a line."""

    def __init__(self, facts: str) -> None:
        super().__init__()
        heading = Label(_("Brief and facts"), "smallM", "text2")
        self.text = ReadingText(facts)
        self.text.setAccessibleName(heading.text())
        self.setLayout(column(heading, self.text, gap=6, margins=(0, 4, 0, 8)))
        follow_theme(self)

    def apply_theme(self) -> None:
        """Keep the lines short enough to read."""
        self.setMaximumWidth(px(_WIDEST))


def _empty(layout: QVBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
