"""The marks of one nominee: a scale per criterion, the weighted mean, the comment to the jury."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.domain.criteria import CommentRule, Criterion
from juryapp.domain.ids import PRACTICE, CriterionId, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.statements import NoteContent
from juryapp.gui.controllers.desk import DeskController
from juryapp.gui.models.desk import Preview, preview
from juryapp.gui.pages.desk_answer_rows import (
    AnswerRow,
    AnswerRows,
    answer_row,
    link_rows,
)
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.widgets import (
    Button,
    Card,
    CheckBox,
    ElidedLabel,
    IconLabel,
    KeyCap,
    Label,
    Scrolled,
    column,
    row,
)
from juryapp.gui.widgets.desk_answers_text import TextRow
from juryapp.gui.widgets.desk_criterion import CriterionRow
from juryapp.gui.widgets.desk_guidance import Guidance
from juryapp.gui.widgets.desk_texts import SavingText


class Mean(QWidget):
    """The weighted mean, where it is always seen: a number, or how many criteria are left."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mean")
        self.number = Label(kind="h1")
        self.of = Label(kind="captionM")
        self.words = Label(kind="caption", role="text2", wrap=True)
        self.setLayout(row(self.number, (column(None, self.of, self.words, None, gap=0), 1), gap=8))

    def show_preview(self, shown: Preview) -> None:
        """Show what is said of the mean."""
        self.number.setText(shown.number)
        self.number.setVisible(bool(shown.number))
        self.of.setText(shown.of)
        self.of.setVisible(bool(shown.of))
        self.words.setText(shown.words)
        spoken = (shown.number, shown.of, shown.words)
        self.setAccessibleName(" ".join(part for part in spoken if part))


class CommentBox(QWidget):
    """The comment to the jury, and whether it may be used in the justification."""

    save_requested = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = Label(kind="smallM")
        self.hint = ElidedLabel("", "small", "text2")
        self.text = SavingText(lines=2)
        self.text.setObjectName("comment_to_jury")
        self.usable = CheckBox()
        self.usable.setObjectName("usable")
        self.problem = Label(kind="smallM", role="error")
        self.retry = Button(look="small", icon_name="refresh")
        self.retry.setObjectName("retry_comment")
        self.setLayout(
            column(
                row(self.title, (self.hint, 1), self.problem, self.retry, gap=8),
                self.text,
                self.usable,
                gap=4,
            )
        )
        self.text.save_requested.connect(lambda _text: self.save_requested.emit())
        self.text.left.connect(self.left)
        self.text.textChanged.connect(self._enable_tick)
        self.usable.clicked.connect(lambda _checked=False: self.save_requested.emit())
        self.retry.clicked.connect(self.save_requested)
        self.problem.hide()
        self.retry.hide()

    def content(self) -> NoteContent:
        """Return what is written."""
        return NoteContent(self.text.toPlainText(), self.usable.isChecked())

    def show_content(self, content: NoteContent, *, waiting: bool, locked: bool) -> None:
        """Show what is stored, or what could not be."""
        self.text.show_text(content.text, waiting=waiting)
        self.text.setReadOnly(locked)
        self.usable.setChecked(content.usable)
        self._enable_tick()
        self.show_problem(shown=waiting)

    def show_reader(self, *, practice: bool) -> None:
        """Say who can read the comment: nobody, if it is practice."""
        if practice:
            self.hint.setText(_("Practice: it is not sent"))
            self.text.setAccessibleName(_("Comment to the jury. Practice: it is not sent"))
        else:
            self.hint.setText(_("The secretariat and the jury can read it"))
            self.text.setAccessibleName(
                _("Comment to the jury. The secretariat and the jury can read it")
            )

    def _enable_tick(self) -> None:
        """Without a text there is nothing that may be used."""
        writable = not self.text.isReadOnly()
        self.usable.setEnabled(writable and bool(self.text.toPlainText().strip()))

    def show_problem(self, *, shown: bool) -> None:
        """Say that it is not saved, or no more."""
        self.problem.setVisible(shown)
        self.retry.setVisible(shown)

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.title.setText(_("Comment to the jury"))
        self.show_reader(practice=False)
        self.text.setPlaceholderText(_("Optional"))
        self.usable.setText(_("May be used in the justification"))
        self.problem.setText(_("Not saved"))
        self.retry.setText(_("Try again"))


class MarksView(Card):
    """The card at the right of the desk."""

    report_requested = Signal()
    previous_requested = Signal()
    next_requested = Signal()

    def __init__(self, controller: DeskController) -> None:
        super().__init__()
        self._controller = controller
        self._nominee: NomineeId | None = None
        self._visit = 0
        self.rows: list[AnswerRow] = []
        self.answers = AnswerRows(controller, lambda: self._nominee, lambda: self._visit, self)
        self.heading = Label(kind="h2")
        self.report = Button(look="flat", icon_name="comment")
        self.report.setObjectName("report")
        self.guidance = Guidance()
        self.mean = Mean()
        self.comment = CommentBox()
        self.recused = Label(kind="body", wrap=True)
        self.previous = Button(icon_name="chevron-left")
        self.previous.setObjectName("previous")
        self.next = Button(look="primary")
        self.next.setObjectName("next")
        self._criteria = QVBoxLayout()
        self._criteria.setSpacing(5)
        self._lay_out()
        self._connect()
        follow_theme(self)
        self.retranslate()

    def _lay_out(self) -> None:
        self._inside = column(self._criteria, (self.comment, 1), gap=12, margins=(20, 4, 20, 8))
        self.area = Scrolled(self._inside)
        closed = QWidget()
        self.closed_icon = IconLabel("recused", "recuse", 20)
        sentence = row(self.closed_icon, (self.recused, 1), gap=12)
        closed.setLayout(column(sentence, None, margins=(20, 8, 20, 8)))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.area)
        self.stack.addWidget(closed)
        self._head, self._foot, self._low = QWidget(), QWidget(), False
        self._head.setLayout(
            column(
                row(self.heading, None, self.report), self.guidance, gap=2, margins=(20, 12, 12, 0)
            )
        )
        self._caps = QWidget()
        self._caps.setLayout(row(KeyCap("Ctrl"), KeyCap("↵"), gap=2))
        self._foot.setLayout(
            row(
                self.previous,
                4,
                (self.mean, 1),
                self.next,
                self._caps,
                gap=8,
                margins=(20, 10, 20, 14),
            )
        )
        self._outer = column(self._head, (self.stack, 1), self._foot, gap=4, margins=(1, 1, 1, 1))
        self.setLayout(self._outer)

    def set_low(self, *, low: bool) -> None:
        """Where there is little height, let the whole card scroll: heading and buttons too."""
        self._low = low
        low = low and self.stack.currentIndex() == 0
        if (self._head.parentWidget() is not self) == low:
            return
        here, there = (self._outer, self._inside) if low else (self._inside, self._outer)
        for part in (self._head, self._foot):
            here.removeWidget(part)
        there.insertWidget(0, self._head)
        there.addWidget(self._foot)
        self._head.setContentsMargins(*((-20, -8, -12, 0) if low else (0, 0, 0, 0)))
        self._foot.setContentsMargins(*((-20, 0, -20, 0) if low else (0, 0, 0, 0)))
        self.guidance.show_whole(whole=low)

    def _connect(self) -> None:
        self.report.clicked.connect(self.report_requested)
        self.previous.clicked.connect(self.previous_requested)
        self.next.clicked.connect(self.next_requested)
        self.comment.save_requested.connect(self._save_comment)
        self.comment.left.connect(self._next_visit)

    def apply_theme(self) -> None:
        """Take sizes from the theme."""
        self.comment.text.apply_theme()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._caps.setVisible(self.width() >= px(540))  # the strip below says it too

    # --- showing

    def show_desk(self) -> None:
        """Make the rows of the criteria anew: another desk, or another package."""
        contents = self._controller.contents
        self._nominee = None
        for old in self.rows:
            self._criteria.removeWidget(old)
            old.hide()
            old.deleteLater()
        commented = contents.comment is CommentRule.ALL
        self.rows = [
            answer_row(criterion, contents.criteria, commented=commented)
            for criterion in contents.criteria
        ]
        self.answers.connect_rows(self.rows)
        for line in self.rows:
            self._criteria.addWidget(line)
            line.show()  # now, not when the layout comes to it: the focus may go there at once
            if isinstance(line, CriterionRow):
                line.changed.connect(
                    lambda points, skipped, line=line: self._changed(line, points, skipped=skipped)
                )
                line.commented.connect(lambda text, line=line: self._commented(line, text))
            if isinstance(line, TextRow):
                line.left.connect(self._next_visit)
            line.retry_requested.connect(self._controller.try_again)
            line.entered.connect(lambda line=line: self._entered(line))
        self.guidance.keep_room_for([_guidance(line.criterion) for line in self.rows])
        link_rows(self.rows)
        self._order_tabs()

    def _order_tabs(self) -> None:
        order: list[QWidget] = [self.report, self.guidance]
        for line in self.rows:
            order += [line.scale, line.comment, line.retry]
        order += [self.comment.text, self.comment.usable, self.previous, self.next]
        for one, other in pairwise(order):
            QWidget.setTabOrder(one, other)

    def show_nominee(self, nominee: NomineeId) -> None:
        """Show another nominee's marks."""
        self.flush()
        if nominee != self._nominee:
            self._nominee = nominee
            self._next_visit()
            self.area.verticalScrollBar().setValue(0)
        self.show_said(anew=True)

    def clear(self) -> None:
        """Forget whom it showed; the desk is another one."""
        self._nominee = None
        self.comment.show_content(NoteContent(""), waiting=False, locked=False)

    def show_said(self, *, anew: bool = False) -> None:
        """Show what stands for the nominee now."""
        nominee = self._nominee
        if nominee is None:
            return
        controller = self._controller
        said = controller.said(nominee)
        closed = said.standing is Standing.RECUSED or not controller.takes_marks(nominee)
        self.stack.setCurrentIndex(1 if closed else 0)
        self.guidance.setVisible(not closed)
        self.set_low(low=self._low)
        self.mean.setVisible(not closed)
        self._say_why_closed(recused=said.standing is Standing.RECUSED)
        for line in self.rows:
            self.answers.show_row(line, nominee, anew=anew)
        self._show_mean(nominee)
        if anew and self.rows:
            self._show_guidance(self._first())
        if anew or not self.comment.text.is_waiting:
            waiting = controller.unsaved_comments.get(nominee)
            self.comment.show_content(
                waiting or said.comment, waiting=waiting is not None, locked=controller.is_locked
            )
        self.report.setEnabled(not controller.is_locked)
        self.report.setVisible(nominee != PRACTICE)
        self.comment.show_reader(practice=nominee == PRACTICE)

    def _say_why_closed(self, *, recused: bool) -> None:
        if recused:
            self.closed_icon.set_icon("recused", "recuse")
            self.recused.setText(_("No mark is needed or taken from you here."))
        else:
            self.closed_icon.set_icon("clock", "text2")
            self.recused.setText(
                _(
                    "No marks are asked for yet. Your answer to the question of impartiality is saved."
                )
            )

    def _show_mean(self, nominee: NomineeId) -> None:
        controller = self._controller
        shown = preview(controller.contents, controller.said(nominee), controller.cell(nominee))
        self.mean.show_preview(shown)

    def show_next(self, *, all_finished: bool, locked: bool) -> None:
        """Let the button lead to the next nominee that lacks marks, or to handing in."""
        if locked:
            self.next.setText(_("To the score file"))
        else:
            self.next.setText(_("Hand in …") if all_finished else _("Next candidate"))

    # --- changing

    def _changed(self, line: CriterionRow, points: int | None, *, skipped: bool) -> None:
        if self._nominee is None:
            return
        nominee, criterion = self._nominee, line.criterion.id
        saved = self._controller.give(nominee, criterion, points, not_assessed=skipped)
        if not saved and (nominee, criterion) not in self._controller.unsaved:
            self.answers.show_row(line, nominee, anew=True)  # a rule said no: show what stands

    def _commented(self, line: CriterionRow, text: str) -> None:
        if self._nominee is not None:
            self._controller.comment_mark(self._nominee, line.criterion.id, text.strip())

    def _save_comment(self) -> None:
        if self._nominee is None:
            return
        content = self.comment.content()
        saved = self._controller.write_comment(self._nominee, content, self._visit)
        if saved:
            self.comment.text.saved()
        self.comment.show_problem(shown=not saved)

    def _next_visit(self) -> None:
        self._visit += 1

    def flush(self) -> None:
        """Save what is half typed and half written."""
        for line in self.rows:
            line.finish()
        self.comment.text.flush()

    # --- focus

    def enter(self) -> None:
        """Go to the first criterion that is not answered, or to the first."""
        if self._nominee is None or not self.rows:
            return
        if self.stack.currentIndex() == 1 or self._controller.is_locked:
            self.next.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._first().scale.setFocus(Qt.FocusReason.OtherFocusReason)

    def _first(self) -> AnswerRow:
        """Return the first criterion that is not answered, or the first."""
        marks = self._controller.said(self._nominee).marks if self._nominee else {}
        missing = (line for line in self.rows if line.criterion.id not in marks)
        return next(missing, self.rows[0])

    def go_to(self, criterion: CriterionId) -> None:
        """Go to one criterion."""
        for line in self.rows:
            if line.criterion.id == criterion:
                line.scale.setFocus(Qt.FocusReason.OtherFocusReason)

    def _entered(self, line: AnswerRow) -> None:
        self._show_guidance(line)
        self.area.ensureWidgetVisible(line, 0, 12)

    def _show_guidance(self, line: AnswerRow) -> None:
        text = _guidance(line.criterion)
        self.guidance.show_text(text)

    # --- words

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.heading.setText(_("Your assessment"))
        self.report.setText(_("Report …"))
        self.report.setToolTip(
            _("Say that you are connected to this candidate, or unsure  (Ctrl+I)")
        )
        self.previous.setText(_("Previous"))
        self.comment.retranslate()
        for line in self.rows:
            line.retranslate()
        if self._nominee is not None and self._controller.is_loaded:
            self.show_said()


def _guidance(criterion: Criterion) -> str:
    return f"{criterion.name}: {criterion.guidance}" if criterion.guidance else ""
