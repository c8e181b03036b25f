"""Impartiality before the material opens: one list with all names, one question, three answers.

Nothing is chosen beforehand. Every answer is saved when it is given; the button at the end says that all
were looked through, and records “nothing to report” where nothing was answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget
from typing_extensions import override

from juryapp.application.desk.contents import Papers
from juryapp.application.desk.hints import Earlier, hints
from juryapp.base.i18n import _, ngettext
from juryapp.domain.ids import PRACTICE, NomineeId
from juryapp.domain.statements import DeclarationContent
from juryapp.gui.controllers.desk import DeskController
from juryapp.gui.models.desk import QUESTION, nominators_text, number_text
from juryapp.gui.pages.desk_declare_list import DeclareList
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.widgets import (
    Button,
    Card,
    FilterEdit,
    IconLabel,
    Label,
    ProgressBar,
    Scrolled,
    column,
    row,
)
from juryapp.gui.widgets.desk_answers import DeclareRow

_GROUNDS_SHOWN = 8
_ABOVE = 760  # with less, the question stands above the names and not beside them
_BESIDE = 1120  # scaled pixels of the whole view that names and answers need side by side


class ImpartialityView(QWidget):
    """The list of all names."""

    finished = Signal()  # all are answered and looked through
    back_requested = Signal()  # looked at again later: back to where the juror was

    def __init__(self, controller: DeskController) -> None:
        super().__init__()
        self._controller = controller
        self.heading = Label(kind="h1", wrap=True)
        self.question = Label(kind="readL", wrap=True)
        self.examples = Label(kind="smallM", role="text2", wrap=True)
        self.grounds = column(gap=4)
        self._grounds_shown: tuple[str, ...] = ()
        self.count = Label(kind="bodyM")
        self.progress = ProgressBar()
        self.explained = Label(kind="small", role="text2", wrap=True)
        self.done = Button(look="primary", icon_name="check")
        self.done.setObjectName("looked_through")
        self.done.clicked.connect(self._done)
        self.back = Button(look="plain", icon_name="chevron-left")
        self.back.setObjectName("back_to_desk")
        self.back.clicked.connect(self.back_requested)
        self._papers: Mapping[NomineeId, Papers] = {}
        self._earlier: Earlier = {}
        self._hints: Mapping[NomineeId, tuple[str, ...]] = {}
        self.search = FilterEdit()
        self.search.textChanged.connect(lambda _text: self._show_found())
        self.nothing = Label(kind="body", role="text2", wrap=True)
        self.nothing.setContentsMargins(16, 16, 16, 16)
        self.list = DeclareList(self._made, self.search)
        self.list.made.connect(self._show_row)
        self._lay_out()
        controller.row_changed.connect(self._row_changed)
        follow_theme(self)
        self.retranslate()

    def _lay_out(self) -> None:
        grounds = column(
            row(IconLabel("info", "accent"), (self.examples, 1)), self.grounds, None, gap=10
        )
        told = column(self.heading, self.question, 4, Card(grounds, tone="inset"), None, gap=12)
        self._told = Scrolled(told)
        listed = Card(column(self.nothing, (self.list, 1), margins=(2, 2, 2, 2), gap=0))
        count = column(self.count, self.progress, gap=6)
        foot = row(count, None, self.back, self.done, gap=8)
        right = column(self.search, (listed, 1), self.explained, foot, gap=10)
        self._sides = row((self._told, 3), (right, 9), gap=20, margins=(24, 20, 24, 16))
        self.setLayout(self._sides)
        self.progress.setMinimumWidth(160)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.apply_theme()

    def apply_theme(self) -> None:
        """Where there is little room, put the answers below the names; with less, all below the question."""
        narrow = self.width() < px(_ABOVE)
        way = QBoxLayout.Direction
        self._sides.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        self._told.setMinimumSize(0 if narrow else 240, px(150) if narrow else 0)
        self.list.setMinimumHeight(px(180) if narrow else 0)
        for line in self.rows.values():
            self._stack(line)

    def _stack(self, line: DeclareRow) -> None:
        line.stack_answers(stacked=self.width() < px(_BESIDE))

    # --- showing

    @property
    def rows(self) -> Mapping[NomineeId, DeclareRow]:
        """The rows that were made: all of a short list, those near the eye of a long one."""
        return self.list.rows

    def show_desk(self) -> None:
        """Show all nominees and what was answered."""
        self.flush()
        contents = self._controller.contents
        self._earlier = self._controller.earlier_answers()
        if contents.papers != self._papers:
            self._papers = contents.papers
            self.list.forget()
            self.search.clear()
        self._show_found()
        self.retranslate()
        for nominee in self.rows:
            self._show_row(nominee)

    def _show_found(self) -> None:
        """List whom the words in the search field find, or all."""
        words = self.search.text().casefold().split()
        names = [n for n in self._papers if n != PRACTICE and self._is_found(n, words)]
        self.list.show_nominees(names)
        self.nothing.setVisible(not names)
        self.list.setVisible(bool(names))

    def _is_found(self, nominee: NomineeId, words: Sequence[str]) -> bool:
        if not words:
            return True
        paper = self._papers[nominee]
        number = number_text(paper.nominee.number)
        text = f"{number} {paper.nominee.name} {_about(paper)}".casefold()
        return all(word in text for word in words)

    def _made(self, nominee: NomineeId) -> DeclareRow:
        paper = self._papers[nominee]
        name = paper.nominee.name
        line = DeclareRow(number_text(paper.nominee.number), name, _about(paper))
        line.answered.connect(lambda content: self._answered(nominee, content))
        line.neighbour_requested.connect(lambda by: self._go(nominee, by))
        self._stack(line)
        return line

    def _show_row(self, nominee: NomineeId) -> None:
        controller = self._controller
        told = (controller.news_words(nominee), *self._hints.get(nominee, ()))
        self.rows[nominee].say_hint(" ".join(words for words in told if words))
        self.rows[nominee].show_content(
            controller.shown_answer(nominee),
            locked=controller.is_locked,
            unsaved=nominee in controller.unsaved_answers,
        )

    def _row_changed(self, nominee: NomineeId) -> None:
        if nominee in self.rows and self.isVisible():  # else all is shown when the list is
            self._show_row(nominee)
            self._show_count()

    def enter(self, nominee: NomineeId | None = None) -> None:
        """Put the focus on a nominee, or on the first that is not answered."""
        self.search.clear()
        shown = self.list.shown
        waiting = [nominee] if nominee else [*self._controller.undeclared(), *shown]
        line = self.list.row(waiting[0]) if waiting else None
        if line is not None:
            self.list.go_to(line)

    def start_search(self) -> None:
        """Go to the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def flush(self) -> None:
        """Save what is half written."""
        for line in self.rows.values():
            line.flush()

    # --- answering

    def _answered(self, nominee: NomineeId, content: DeclarationContent) -> None:
        if not self._controller.answer(nominee, content):
            self._show_row(nominee)

    def _go(self, nominee: NomineeId, by: int) -> None:
        order = self.list.shown
        if nominee not in order:
            return
        there = order.index(nominee) + by
        line = self.list.row(order[there]) if 0 <= there < len(order) else None
        if line is not None:
            self.list.go_to(line)
        elif there == len(order):
            self.done.setFocus(Qt.FocusReason.TabFocusReason)

    def finish(self) -> None:
        """Say that all were looked through, if that is still to be said; else go back."""
        if self.done.isVisibleTo(self):
            self._done()
        else:
            self.back_requested.emit()

    def _done(self) -> None:
        self.flush()
        worked = self._controller.answer_rest() if not self._controller.is_locked else True
        if worked:
            self.finished.emit()

    # --- words

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.heading.setText(_("Before you read"))
        self.question.setText(_(QUESTION))
        self.examples.setText(_("It may be one of these, for example:"))
        self.back.setText(_("Back to the desk"))
        self.search.set_placeholder(_("Find a candidate"))
        self.nothing.setText(_("No candidate here is called that. Search for something else."))
        for line in self.rows.values():
            line.retranslate()
        if self._controller.is_loaded:
            self._hints = hints(self._controller.contents, self._earlier)
            for nominee in self.rows:
                self._show_row(nominee)
            self._show_grounds()
            self._show_count()

    def _show_grounds(self) -> None:
        grounds = tuple(self._controller.info.package.grounds[:_GROUNDS_SHOWN])
        if grounds == self._grounds_shown:
            return
        self._grounds_shown = grounds
        inside = QWidget()
        inside.setLayout(column(*(_ground(text) for text in grounds), gap=4))
        while (item := self.grounds.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        self.grounds.addWidget(inside)

    def _show_count(self) -> None:
        total, left = len(self._controller.real), len(self._controller.undeclared())
        self.count.setText(_("{done} of {total} answered").format(done=total - left, total=total))
        self.progress.setAccessibleName(_("Answered"))
        self.progress.show_progress(total - left, total, "ok" if not left else "accent")
        done = ngettext("I have looked at it", "I have looked through all {n}", total)
        self.done.setText(done.format(n=total))
        self.explained.setText(self._explanation(left))
        self.back.setVisible(not left)
        self.done.setVisible(bool(left) or not self._controller.info.looked_through)

    def _explanation(self, left: int) -> str:
        if self._controller.is_locked:
            return _("You have handed in. Open your sheet again to change an answer.")
        if not left:
            return _("Every answer is saved. You can change one as long as you have not handed in.")
        text = ngettext(
            "The one you have not answered is recorded as “nothing to report”.",
            "The {n} you have not answered are recorded as “nothing to report”.",
            left,
        )
        return text.format(n=left)


def _ground(text: str) -> QHBoxLayout:
    """Return an example with its dash before it."""
    words = Label(text, "small", "text2", wrap=True)
    dash = Label("–", "small", "text2")
    dash.setAlignment(Qt.AlignmentFlag.AlignTop)
    return row(dash, (words, 1), gap=8)


def _about(paper: Papers) -> str:
    """Return place and nominators."""
    parts = (paper.nominee.place, nominators_text(paper.nominations))
    return "  ·  ".join(part for part in parts if part)
