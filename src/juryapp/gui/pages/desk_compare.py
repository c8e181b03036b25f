"""Two candidates side by side: their papers, and their marks criterion by criterion."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from juryapp.application.desk.own_order_words import in_marks
from juryapp.base.i18n import _
from juryapp.domain.answers import counted_kind
from juryapp.domain.criteria import CommentRule, Criterion, CriterionKind
from juryapp.domain.ids import NomineeId
from juryapp.gui.controllers.desk import DeskController
from juryapp.gui.controllers.documents import DeskDocuments
from juryapp.gui.models.desk import preview
from juryapp.gui.models.desk_compare import (
    Difference,
    choices,
    difference,
    mean_difference,
    partner,
    takes_part,
)
from juryapp.gui.models.desk_order import said_as_shown
from juryapp.gui.pages.desk_compare_papers import PaperColumn
from juryapp.gui.pages.desk_compare_parts import (
    ComparedCriterion,
    ComparedWords,
    DifferenceLabel,
)
from juryapp.gui.pages.desk_marks import Mean
from juryapp.gui.theme import px
from juryapp.gui.widgets import (
    Button,
    Card,
    ComboBox,
    Rule,
    Scrolled,
    Segmented,
    column,
    link_scales,
    row,
)
from juryapp.gui.widgets.desk_mark_editor import is_on_a_scale

BOTH: Final = "both"
PAPERS: Final = "papers"
MARKS: Final = "marks"
_AROUND: Final = 52  # margins, and gaps between head, papers and marks
_AROUND_MARKS: Final = 24  # margins and gap in the card
_LEAST_READING: Final = 260  # how high the papers stay where the marks want more


class CompareView(QWidget):
    """The view; `compare` chooses the two."""

    papers_requested = Signal(str)

    def __init__(self, controller: DeskController, documents: DeskDocuments) -> None:
        super().__init__()
        self._controller = controller
        self._two: list[NomineeId | None] = [None, None]
        self.rows: list[ComparedCriterion] = []
        self.words: list[ComparedWords] = []
        self._made_for: tuple[Criterion, ...] = ()
        self.choices = [ComboBox(), ComboBox()]
        self.papers = [PaperColumn("left", documents), PaperColumn("right", documents)]
        self.means = [Mean(), Mean()]
        for name, choice in zip(("left", "right"), self.choices, strict=True):
            choice.setObjectName(f"{name}_choice")
        self.swap = Button(look="flat", icon_name="swap")
        self.swap.setObjectName("swap")
        self.show_what = Segmented()
        self.show_what.setObjectName("compare_what")
        self.between = DifferenceLabel()
        self._criteria = QVBoxLayout()
        self._criteria.setSpacing(10)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        self._head = QWidget()
        self._head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._head.setLayout(
            row((self.choices[0], 1), self.swap, (self.choices[1], 1), 8, self.show_what, gap=10)
        )
        self._reading = QWidget()
        self._reading.setLayout(row((self.papers[0], 1), (self.papers[1], 1), gap=16))
        self.area = Scrolled(column(self._criteria, None, margins=(20, 4, 16, 8)))
        means = row(
            (self.means[0], 1), self.between, (self.means[1], 1), gap=12, margins=(20, 8, 20, 10)
        )
        self._means = QWidget()
        self._means.setLayout(column(Rule(), means, gap=0))
        inside = column((self.area, 1), self._means, gap=4, margins=(1, 12, 1, 1))
        self._marking = Card(inside)
        self.setLayout(
            column(self._head, self._reading, self._marking, gap=12, margins=(16, 12, 16, 16))
        )

    def _connect(self) -> None:
        for at, choice in enumerate(self.choices):
            choice.activated.connect(lambda _n, at=at: self._chosen(at))
            self.papers[at].papers_requested.connect(self.papers_requested)
            self.papers[at].large_requested.connect(self._give_room)
        self.swap.clicked.connect(self.swap_sides)
        self.show_what.chosen.connect(lambda _key: self._show_parts())
        self._controller.row_changed.connect(self._row_changed)
        self._controller.info_changed.connect(self._show_locked)

    # --- showing

    @property
    def two(self) -> tuple[NomineeId | None, NomineeId | None]:
        """Whom it shows."""
        return self._two[0], self._two[1]

    @property
    def nominee(self) -> NomineeId | None:
        """The one of the two at which the juror is."""
        return self._two[self._side_in_focus()]

    def show_desk(self) -> None:
        """Show a desk: who can be chosen, and the criteria."""
        contents = self._controller.contents
        self._means.setVisible(counted_kind(contents.criteria) is CriterionKind.POINTS)
        if contents.criteria != self._made_for:
            self._make_rows()
        listed = choices(contents, self._controller.real)
        for choice in self.choices:
            choice.set_choices(listed)
        for papers in self.papers:
            papers.forget()
        self._name_parts()
        self._show_parts()
        self._choose_two()
        self._show_two(anew=True)

    def _make_rows(self) -> None:
        contents = self._controller.contents
        for old in (*self.rows, *self.words):
            self._criteria.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._made_for = contents.criteria
        commented = contents.comment is CommentRule.ALL
        self.rows = [
            ComparedCriterion(self._controller, c, contents.criteria, commented=commented)
            for c in contents.criteria
            if is_on_a_scale(c)
        ]
        self.words = [ComparedWords(c) for c in contents.criteria if not is_on_a_scale(c)]
        for made in (*self.rows, *self.words):
            self._criteria.addWidget(made)
            made.show()
        for at in range(2):
            link_scales([line.sides[at].scale for line in self.rows])
            for line in self.rows:
                line.sides[at].entered.connect(
                    lambda line=line: self.area.ensureWidgetVisible(line, 0, 12)
                )
        self._order_tabs()

    def _order_tabs(self) -> None:
        order: list[QWidget] = []
        for line in self.rows:
            for side in line.sides:
                order += [side.scale, side.comment, side.retry]
        for one, other in pairwise(order):
            QWidget.setTabOrder(one, other)

    def _choose_two(self) -> None:
        """Keep the two that were chosen, as far as they are still there."""
        order = self._controller.real
        if not order:
            self._two = [None, None]
            return
        left, right = (n if n in order else None for n in self._two)
        left = left or order[0]
        if right is None or right == left:
            right = partner(self._controller.contents, order, left)
        self._two = [left, right]

    def _show_two(self, *, anew: bool = False) -> None:
        if not self._controller.is_loaded or self._two[0] is None:
            return
        for at, nominee in enumerate(self._two):
            if nominee is None:
                continue
            closed = not takes_part(self._controller.said(nominee))
            self.choices[at].choose(nominee)
            self.papers[at].show_papers(self._controller.contents.papers[nominee], closed=closed)
            for line in self.rows:
                line.show_mark(at, nominee, closed=closed, anew=anew)
            for read in self.words:
                content = self._controller.shown_mark(nominee, read.criterion.id)
                read.show_answer(at, self._controller.name_of(nominee), content)
        self._show_differences()

    def _show_differences(self) -> None:
        controller = self._controller
        left, right = self._two
        if left is None or right is None:
            return
        names = (controller.name_of(left), controller.name_of(right))
        for line in self.rows:
            criterion = line.criterion
            marks = [controller.shown_mark(nominee, criterion.id) for nominee in (left, right)]
            line.show_difference(difference(criterion, names, (marks[0], marks[1])))
        self._show_means(names, left, right)

    def _show_means(self, names: tuple[str, str], left: NomineeId, right: NomineeId) -> None:
        contents, said = self._controller.contents, said_as_shown(self._controller, (left, right))
        values = []
        for mean, nominee in zip(self.means, (left, right), strict=True):
            cell = contents.cell(nominee, said[nominee])
            mean.show_preview(preview(contents, said[nominee], cell))
            mean.setVisible(takes_part(said[nominee]))
            values.append(contents.preview(said[nominee]) if cell.finished else None)
        if values[0] is None or values[1] is None:
            words = _("compared when both have all marks")
            self.between.show_difference(Difference(words=words, side=0, spoken=words))
        else:
            self.between.show_difference(mean_difference(names, (values[0], values[1])))

    def _show_parts(self) -> None:
        what = self.show_what.current() or BOTH
        self._reading.setVisible(what != MARKS)
        self._marking.setVisible(what != PAPERS)
        for papers in self.papers:
            papers.show_large(large=what == PAPERS)
        self._share_height()

    def _share_height(self) -> None:
        """Give the marks what they need, as long as the papers keep enough to be read."""
        layout = self.layout()
        inside = self.area.widget()
        if not isinstance(layout, QVBoxLayout) or inside is None:
            return
        height = self.height() - self._head.sizeHint().height() - _AROUND
        wanted = inside.sizeHint().height() + _AROUND_MARKS
        if not self._means.isHidden():
            wanted += self._means.sizeHint().height()
        marks = min(wanted, max(height * 3 // 5, height - px(_LEAST_READING)))
        layout.setStretch(1, max(1, height - marks))
        layout.setStretch(2, max(1, marks))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()

    def _give_room(self, large: bool) -> None:
        """Give a document all the room, or no more."""
        self.show_what.choose(PAPERS if large else BOTH)
        self._show_parts()

    def _row_changed(self, nominee: NomineeId) -> None:
        if not self.isVisible() or nominee not in self._two:
            return
        self._show_two()

    def _show_locked(self) -> None:
        if self.isVisible():
            self._show_two(anew=True)

    # --- choosing

    def compare(self, left: NomineeId, right: NomineeId | None = None) -> None:
        """Show these two; without a second one, the one that suits."""
        self.flush()
        self._two = [left, right if right != left else None]
        self._choose_two()

    def _chosen(self, at: int) -> None:
        self.flush()
        nominee = NomineeId(self.choices[at].current_key())
        if nominee == self._two[1 - at]:
            self._two.reverse()  # nobody is compared with itself
        else:
            self._two[at] = nominee
        self._show_two(anew=True)

    def swap_sides(self) -> None:
        """Let the two change sides."""
        self.flush()
        self._two.reverse()
        self._show_two(anew=True)

    def step(self, by: int) -> None:
        """Take the candidate before or after in the juror's order, on the side with the focus."""
        order, at = list(self._controller.real), self._side_in_focus()
        nominee = self._two[at]
        if nominee is None:
            return
        there = order.index(nominee) + by
        if 0 <= there < len(order) and order[there] == self._two[1 - at]:
            there += by  # nobody is compared with itself
        if 0 <= there < len(order):
            self.flush()
            self._two[at] = order[there]
            self._show_two(anew=True)

    def _side_in_focus(self) -> int:
        """Return the side at which the juror is; the right one if at none."""
        focus = QApplication.focusWidget()
        left = [self.choices[0], self.papers[0], *(line.sides[0] for line in self.rows)]
        at_left = any(focus is part or part.isAncestorOf(focus) for part in left if focus)
        return 0 if at_left else 1

    def flush(self) -> None:
        """Save what is half typed."""
        for line in self.rows:
            line.finish()

    def clear(self) -> None:
        """Forget the desk."""
        self._two = [None, None]
        for line in self.rows:
            line.forget()
        for papers in self.papers:
            papers.forget()

    def enter(self) -> None:
        """Show both and go to the first criterion, or to the choice where no mark is taken."""
        self.show_desk()
        self.go_to_marks()

    def go_to_marks(self) -> None:
        """Put the focus on the first mark that may be changed."""
        scales = [side.scale for line in self.rows for side in line.sides]
        target = next((s for s in scales if s.isEnabled() and s.isVisibleTo(self)), self.choices[0])
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_step(self, nominee: NomineeId) -> None:
        """Show where something was undone or done again, instead of the one at the right."""
        if nominee not in self._two:
            self._two[1] = nominee
            self._show_two(anew=True)

    def open_papers(self) -> None:
        """Go to the papers of the one at which the juror is."""
        if self.nominee is not None:
            self.papers_requested.emit(self.nominee)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            for papers in self.papers:  # side by side, they are read on together
                papers.turn_page(-1 if back else 1)
            return
        super().keyPressEvent(event)

    def start_choosing(self) -> None:
        """Open the list of candidates on the side with the focus."""
        choice = self.choices[self._side_in_focus()]
        choice.setFocus(Qt.FocusReason.ShortcutFocusReason)
        choice.showPopup()

    # --- words

    def _name_parts(self) -> None:
        """Speak of marks where the juror gives marks, else of answers."""
        controller = self._controller
        in_words = controller.is_loaded and not in_marks(controller.contents)
        marks = _("Answers") if in_words else _("Marks")
        self.show_what.set_choices([(BOTH, _("Both")), (PAPERS, _("Papers")), (MARKS, marks)], BOTH)

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.choices[0].setAccessibleName(_("Candidate at the left"))
        self.choices[1].setAccessibleName(_("Candidate at the right"))
        self.swap.setText(_("Swap"))
        self.swap.setToolTip(_("Let the two change sides  (Ctrl+R)"))
        self.show_what.setAccessibleName(_("Show"))
        self._name_parts()
        for papers in self.papers:
            papers.retranslate()
        for line in self.rows:
            line.retranslate()
        if self.isVisible():
            self._show_two(anew=True)
