"""Parts of the view of one criterion: the list of criteria, and what is said of one candidate."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from juryapp.application.desk.contents import Papers
from juryapp.base.i18n import _, ngettext
from juryapp.domain.criteria import Criterion
from juryapp.domain.ids import CriterionId
from juryapp.gui.models.desk import weight_text
from juryapp.gui.models.desk_across import Answered, short_look
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.widgets import (
    Button,
    ElidedLabel,
    IconLabel,
    Label,
    LineEdit,
    ListRow,
    RowList,
    Rule,
    Side,
    column,
    row,
)
from juryapp.gui.widgets.desk_criterion import MAX_COMMENT


class CriteriaSide(Side):
    """The criteria, with weight and how many candidates are answered."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._criteria: tuple[Criterion, ...] = ()
        self._quiet = False
        self.heading = Label(kind="h3")
        self.count = Label(kind="small", role="text2")
        self.list = RowList()
        self.list.setObjectName("criteria_list")
        head = row(self.heading, None, self.count, margins=(12, 0, 10, 0))
        self.setLayout(column(head, (self.list, 1), gap=10, margins=(4, 14, 2, 14)))
        self.list.chosen.connect(self._chosen)
        self.list.activated_key.connect(lambda _key: self.entered.emit())
        follow_theme(self)

    def apply_theme(self) -> None:
        """Take the width from the theme."""
        self.setFixedWidth(px(300))

    def show_criteria(
        self, criteria: Sequence[Criterion], answered: Answered, current: CriterionId
    ) -> None:
        """Show the criteria, with the cursor on one of them."""
        self._criteria = tuple(criteria)
        self.show_counts(answered)
        self._quiet = True
        self.list.choose(current)
        self._quiet = False

    def show_counts(self, answered: Answered) -> None:
        """Show how many candidates are answered on each criterion."""
        self._quiet = True
        self.list.show_rows([self._row(criterion, answered) for criterion in self._criteria])
        self._quiet = False
        done = sum(answered.is_done(criterion.id) for criterion in self._criteria)
        told = _("{done} of {total}").format(done=done, total=len(self._criteria))
        self.count.setText(told)

    def _row(self, criterion: Criterion, answered: Answered) -> ListRow:
        done, total = answered.count(criterion.id), answered.total
        whole = done == total
        parts = (
            weight_text(criterion, self._criteria),
            _("all {n} answered").format(n=total)
            if whole
            else _("{done} of {total} answered").format(done=done, total=total),
        )
        icon = "check" if whole else "circle-half" if done else "circle"
        return ListRow(
            key=criterion.id,
            title=criterion.name,
            subtitle="  ·  ".join(part for part in parts if part),
            badge_icon=icon,
            tone="neutral" if whole or not done else "accent",
        )

    def _chosen(self, criterion: object) -> None:
        if not self._quiet and isinstance(criterion, str):
            self.chosen.emit(criterion)

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.heading.setText(_("Criteria"))
        self.list.setAccessibleName(_("Criteria"))


class CandidateFoot(QFrame):
    """A short look at the candidate under the cursor, the comment on its mark, and the way on."""

    commented = Signal(str, str)  # nominee, text

    def __init__(self) -> None:
        super().__init__()
        self._nominee = ""
        self.name = ElidedLabel("", "bodyM")
        self.look = ElidedLabel("", "caption", "text2")
        self.papers = Button(icon_name="document")
        self.papers.setObjectName("open_papers")
        self.comment = LineEdit(limit=MAX_COMMENT)
        self.comment.setObjectName("across_comment")
        self.problem = Label("", "smallM", "error")
        self.retry = Button(look="small", icon_name="refresh")
        self.retry.setObjectName("across_retry")
        self.previous = Button(icon_name="chevron-left")
        self.previous.setObjectName("previous_criterion")
        self.next = Button(look="primary")
        self.next.setObjectName("next_criterion")
        self._always = False
        self._problem = QWidget()
        self._problem.setLayout(
            row(IconLabel("error", "error", 16), (self.problem, 1), self.retry, gap=6)
        )
        self._problem.hide()
        who = column(self.name, self.look, gap=1)
        buttons = row((who, 1), self.papers, 8, self.previous, self.next, gap=8)
        inside = column(self._problem, self.comment, buttons, gap=8, margins=(12, 6, 8, 6))
        self.setLayout(column(Rule(), inside, gap=0))
        self.comment.editingFinished.connect(self._save_comment)

    def ask_comment(self, criterion: str, *, always: bool) -> None:
        """Say on which criterion a comment is; `always` if the award asks for one with each mark."""
        self._always = always
        self.comment.setAccessibleName(_("Comment on {criterion}").format(criterion=criterion))

    def show_candidate(
        self, papers: Papers, *, note: str, may_comment: bool, unsaved: bool
    ) -> None:
        """Show who it is, and the comment on the mark."""
        if papers.nominee.id != self._nominee:
            self.flush()
        self._nominee = papers.nominee.id
        self.name.setText(papers.nominee.name)
        count = len(papers.nominations)
        told = ngettext("{n} nomination", "{n} nominations", count).format(n=count)
        voices = told if count else ""
        self.look.setText("  ·  ".join(part for part in (short_look(papers), voices) if part))
        self.papers.setEnabled(True)
        self.comment.setVisible(self._always or bool(note))
        self.comment.setEnabled(may_comment)
        if note != self.comment.text() and not self.comment.isModified():
            self.comment.setText(note)
        self._problem.setVisible(unsaved)

    def show_nobody(self) -> None:
        """Show that there is no candidate under the cursor."""
        self.flush()
        self._nominee = ""
        self.name.setText("")
        self.look.setText("")
        self.papers.setEnabled(False)
        self.comment.hide()
        self._problem.hide()

    def flush(self) -> None:
        """Save a comment that is half written."""
        self._save_comment()

    def _save_comment(self) -> None:
        if self.comment.isModified() and self._nominee:
            self.comment.setModified(False)
            self.commented.emit(self._nominee, self.comment.text())

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.papers.setText(_("Papers"))
        self.papers.setToolTip(_("Open this candidate’s papers  (Enter)"))
        self.previous.setText(_("Previous"))
        self.previous.setAccessibleName(_("Previous criterion"))
        self.previous.setToolTip(_("Previous criterion  (Ctrl+←)"))
        self.comment.setPlaceholderText(_("Why this mark? The award asks for a comment with each."))
        self.problem.setText(_("This mark is not saved yet."))
        self.retry.setText(_("Try again"))
