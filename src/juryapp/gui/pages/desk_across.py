"""All candidates on one criterion: marks side by side, so that the same mark means the same everywhere.

What is given here is given by the same controller as on the sheet: saved at once, undone alike. Rows stay
where they are while marks are typed; they are sorted and filtered anew when the juror asks for it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from juryapp.base.i18n import _
from juryapp.domain.criteria import CommentRule, Criterion, CriterionKind
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.gui.controllers.desk import DeskController
from juryapp.gui.models.desk import mark_words, weight_text
from juryapp.gui.models.desk_across import (
    AcrossRow,
    Answered,
    Show,
    Sort,
    across_row,
    arranged,
    listed,
    sort_choices,
)
from juryapp.gui.pages.desk_across_parts import CandidateFoot, CriteriaSide
from juryapp.gui.shell import Shell
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.widgets import (
    Button,
    Card,
    ComboBox,
    ElidedLabel,
    EmptyState,
    FilterEdit,
    Label,
    Segmented,
    column,
    row,
)
from juryapp.gui.widgets.desk_mark_editor import is_on_a_scale
from juryapp.gui.widgets.mark_list import MarkList


class AcrossView(QWidget):
    """The view; `ask` chooses the criterion."""

    papers_requested = Signal(str)
    done_requested = Signal()  # the last criterion is answered: on to the order

    def __init__(self, shell: Shell, controller: DeskController) -> None:
        super().__init__()
        self._shell, self._controller = shell, controller
        self._answered = Answered((), {})
        self._asked: CriterionId | None = None
        self._changed_last: tuple[NomineeId, CriterionId] | None = None
        self._stale = False  # marks were given since the rows were sorted
        self.side = CriteriaSide()
        self.choice = ComboBox()  # in the side's place where there is no room for it
        self.choice.setObjectName("criterion_choice")
        self.name = Label(kind="h2", wrap=True)
        self.about = Label(kind="small", role="text2")
        self.guidance = ElidedLabel("", "caption", "text2")
        self.levels = ElidedLabel("", "caption", "text2")
        self.filter = Segmented()
        self.filter.setObjectName("across_filter")
        self.sort = ComboBox()
        self.sort.setObjectName("across_sort")
        self.again = Button(look="small", icon_name="refresh")
        self.again.setObjectName("sort_again")
        self.search = FilterEdit()
        self.list = MarkList()
        self.nothing = EmptyState("search", buttons=[("", self.show_all)], primary=False)
        self.foot = CandidateFoot()
        self._lay_out()
        self._connect()
        follow_theme(self)
        self.retranslate()

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.nothing)
        head = row((self.name, 1), self.choice, self.about, gap=12, margins=(14, 0, 14, 0))
        tools = row(self.filter, self.sort, self.again, None, (self.search, 4), gap=10)
        tools.setContentsMargins(10, 4, 10, 2)
        words = column(self.guidance, self.levels, gap=2, margins=(14, 0, 14, 0))
        inside = column(
            head, words, tools, (self.stack, 1), self.foot, gap=6, margins=(4, 12, 4, 4)
        )
        work = column((Card(inside), 1), margins=(16, 12, 16, 16))
        self.setLayout(row(self.side, (work, 1), gap=0))

    def _connect(self) -> None:
        self.side.chosen.connect(self._criterion_chosen)
        self.side.entered.connect(self.list.enter)
        self.choice.activated.connect(lambda _n: self._criterion_chosen(self.choice.current_key()))
        self.filter.chosen.connect(lambda _key: self._list_anew())
        self.sort.activated.connect(lambda _n: self._list_anew())
        self.again.clicked.connect(self._sort_again)
        self.search.textChanged.connect(lambda _text: self._list_anew())
        self.search.returnPressed.connect(self.list.enter)
        self.list.changed.connect(self._give)
        self.list.chosen.connect(lambda _key: self._show_foot())
        self.list.activated_key.connect(self.papers_requested)
        self.foot.papers.clicked.connect(self.open_papers)
        self.foot.commented.connect(self._comment)
        self.foot.retry.clicked.connect(self._controller.save_again)
        self.foot.previous.clicked.connect(lambda: self.step(-1))
        self.foot.next.clicked.connect(self.go_on)
        self._controller.row_changed.connect(self._row_changed)
        self._controller.info_changed.connect(self._show_locked)
        self._shell.narrow_changed.connect(self._fold)

    def apply_theme(self) -> None:
        """Take widths from the theme."""
        self.choice.setMaximumWidth(px(280))
        self.search.setMinimumWidth(px(110))
        self.search.setMaximumWidth(px(240))

    # --- showing

    @property
    def criterion(self) -> Criterion | None:
        """Which criterion is shown."""
        if not self._controller.is_loaded:
            return None
        asked = self.criteria
        return next((c for c in asked if c.id == self._asked), asked[0] if asked else None)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria that can be answered across; an order or a text is said on the sheet."""
        return tuple(c for c in self._controller.contents.criteria if is_on_a_scale(c))

    def show_desk(self) -> None:
        """Show a desk, at the criterion that was shown, else at the first that is not answered."""
        controller = self._controller
        contents = controller.contents
        self._answered = Answered(
            contents.criteria, {n: controller.said(n) for n in controller.real}
        )
        known = {criterion.id for criterion in contents.criteria}
        if self._asked not in known:
            left = [c.id for c in contents.criteria if not self._answered.is_done(c.id)]
            self._asked = next(iter(left or known), None)
        self.choice.set_choices([(c.id, c.name) for c in contents.criteria])
        self._fold(self._shell.is_narrow)
        self._show_criterion()

    def clear(self) -> None:
        """Forget the desk; it is another one."""
        self._asked = None
        self.search.clear()
        self.sort.choose(Sort.OWN)
        self.filter.choose(Show.ALL)

    def ask(self, criterion: CriterionId) -> None:
        """Show another criterion; the cursor stays with its candidate."""
        self.flush()
        self._asked = criterion
        self._show_criterion()
        self._shell.refresh_chrome()  # the keys are those of its kind

    def _show_criterion(self) -> None:
        criterion = self.criterion
        if criterion is None:
            return
        contents = self._controller.contents
        self.name.setText(criterion.name)
        self.guidance.setText(criterion.guidance)
        self.guidance.setVisible(bool(criterion.guidance))
        levels = mark_words(criterion, None, not_assessed=False)
        self.levels.setText(levels)
        self.levels.setVisible(bool(levels))
        self._name_sorts()
        self.choice.choose(criterion.id)
        self.side.show_criteria(self.criteria, self._answered, criterion.id)
        asks = contents.comment is CommentRule.ALL
        self.foot.ask_comment(criterion.name, always=asks)
        self.list.ask(criterion, locked=self._controller.is_locked)
        self.list.setAccessibleName(_("Candidates on {criterion}").format(criterion=criterion.name))
        self._list_anew()

    def _name_sorts(self) -> None:
        kind = self.criterion.kind if self.criterion is not None else CriterionKind.POINTS
        self.sort.set_choices(sort_choices(kind))

    def _list_anew(self) -> None:
        """Filter and sort: a mark that is typed does neither, so that no row runs away."""
        rows = self._wanted()
        self._stale = False
        self.list.show_rows(rows)
        self.stack.setCurrentIndex(0 if rows else 1)
        self._show_counts()
        self._show_foot()

    def _wanted(self) -> list[AcrossRow]:
        rows = [self._row(nominee) for nominee in self._controller.real]
        show, sort = self.filter.current() or Show.ALL, self.sort.current_key() or Sort.OWN
        return arranged(listed(rows, Show(show), self.search.text()), Sort(sort))

    def _row(self, nominee: NomineeId) -> AcrossRow:
        controller, criterion = self._controller, self.criterion
        assert criterion is not None  # noqa: S101 - rows are shown for a criterion
        return across_row(
            controller.contents.papers[nominee],
            controller.said(nominee),
            criterion,
            controller.shown_mark(nominee, criterion.id),
            unsaved=(nominee, criterion.id) in controller.unsaved,
        )

    def _row_changed(self, nominee: NomineeId) -> None:
        controller = self._controller
        if not controller.is_loaded or nominee not in self._answered:
            return
        changed = self._answered.replace(nominee, controller.said(nominee))
        if changed:
            self._changed_last, self._stale = (nominee, changed[0]), True
        if not self.isVisible():
            return
        self.list.show_row(self._row(nominee))
        self._show_counts()
        self._show_foot()

    def _show_counts(self) -> None:
        criterion, answered = self.criterion, self._answered
        if criterion is None:
            return
        done, total = answered.count(criterion.id), answered.total
        weight = weight_text(criterion, self._controller.contents.criteria)
        said = _("{done} of {total} answered").format(done=done, total=total)
        weighs = _("Weight {weight}").format(weight=weight) if weight else ""
        self.about.setText("  ·  ".join(part for part in (weighs, said) if part))
        self.side.show_counts(answered)
        self.filter.set_choices(
            [
                (Show.ALL, _("All {n}").format(n=len(self._controller.real))),
                (Show.LEFT, _("Left {n}").format(n=total - done)),
                (Show.FLAGGED, _("Flagged {n}").format(n=self._controller.flagged_count)),
            ],
            Show.ALL,
        )
        self._show_sorting()
        self._show_next()

    def _show_sorting(self) -> None:
        """Offer to sort again where marks were given since."""
        by_mark = self.sort.current_key() in {Sort.HIGHEST, Sort.LOWEST}
        self.again.setVisible(by_mark and self._stale)

    def _show_next(self) -> None:
        if self._next() is not None:
            text = _("Next criterion")
        else:
            text = _("Next candidate") if self._left_here() else _("See your order")
        self.foot.next.setText(text)
        criteria = [c.id for c in self.criteria]
        self.foot.previous.setEnabled(bool(criteria) and self._asked != criteria[0])

    def _next(self) -> CriterionId | None:
        """Return the next criterion that lacks answers, going round; the one after if none does."""
        criteria = [c.id for c in self.criteria]
        if self._asked not in criteria:
            return None
        here = criteria.index(self._asked)
        around = [*criteria[here + 1 :], *criteria[:here]]
        left = [c for c in around if not self._answered.is_done(c)]
        return left[0] if left else None

    def _show_foot(self) -> None:
        key, criterion = self.list.current_key(), self.criterion
        if not key or criterion is None:
            self.foot.show_nobody()
            return
        controller, nominee = self._controller, NomineeId(key)
        content = controller.shown_mark(nominee, criterion.id)
        recused = controller.said(nominee).standing is Standing.RECUSED
        self.foot.show_candidate(
            controller.contents.papers[nominee],
            note=content.note if content is not None else "",
            may_comment=content is not None and not controller.is_locked and not recused,
            unsaved=(nominee, criterion.id) in controller.unsaved,
        )

    def _show_locked(self) -> None:
        criterion = self.criterion
        if criterion is not None and self.isVisible():
            self.list.ask(criterion, locked=self._controller.is_locked)
            self._show_foot()

    # --- changing

    def _give(self, nominee: str, points: int | None, skipped: bool) -> None:
        criterion = self.criterion
        if criterion is None:
            return
        key = (NomineeId(nominee), criterion.id)
        saved = self._controller.give(*key, points, not_assessed=skipped)
        if not saved and key not in self._controller.unsaved:
            self.list.show_row(self._row(key[0]))
            self.list.show_again()  # a rule said no: show what stands

    def _comment(self, nominee: str, text: str) -> None:
        criterion = self.criterion
        if criterion is not None:
            self._controller.comment_mark(NomineeId(nominee), criterion.id, text.strip())

    def flush(self) -> None:
        """Save what is half typed."""
        self.list.finish()
        self.foot.flush()

    # --- going about

    def enter(self, nominee: NomineeId | None = None) -> None:
        """Put the focus where marks are typed, at `nominee` if it is listed."""
        self.show_desk()
        if nominee is not None:
            self.list.choose(nominee)
        self.list.enter()

    def show_step(self, nominee: NomineeId) -> None:
        """Show where something was undone or done again: the candidate, and the criterion if known."""
        last = self._changed_last
        if last is not None and last[0] == nominee and last[1] != self._asked:
            self.ask(last[1])
        if not self.list.choose(nominee):
            self.show_all()
            self.list.choose(nominee)

    def show_all(self) -> None:
        """Take filter and search away."""
        self.filter.choose(Show.ALL)
        self.search.clear()
        self._list_anew()

    def step(self, by: int) -> None:
        """Go to the criterion before or after this one."""
        criteria = [c.id for c in self.criteria]
        there = criteria.index(self._asked) + by if self._asked in criteria else 0
        if 0 <= there < len(criteria):
            self.ask(criteria[there])
            self.list.enter()

    def go_on(self) -> None:
        """Go to the next criterion that lacks answers, to who is left here, or on to the order."""
        self.flush()
        following = self._next()
        if following is not None:
            self.ask(following)
        elif self._left_here():
            self._go_to_left()
        else:
            self.done_requested.emit()
            return
        self.list.enter()

    def _left_here(self) -> bool:
        """Return whether this criterion, perhaps as the only one, still lacks answers."""
        return self._asked is not None and not self._answered.is_done(self._asked)

    def _go_to_left(self) -> None:
        """Go to the next candidate without an answer here, going round."""
        order, here = list(self._controller.real), self.list.current_key()
        rows = [self._row(n) for n in order]
        at = order.index(NomineeId(here)) if here in order else -1
        around = [*rows[at + 1 :], *rows[: at + 1]]
        left = next((r.key for r in around if not r.closed and not r.answered), None)
        if left is not None and not self.list.choose(left):
            self.show_all()
            self.list.choose(left)

    def open_papers(self) -> None:
        """Go to the papers of the candidate under the cursor."""
        if self.list.current_key():
            self.papers_requested.emit(self.list.current_key())

    @property
    def nominee(self) -> NomineeId | None:
        """Who is under the cursor."""
        return NomineeId(self.list.current_key()) if self.list.current_key() else None

    def start_search(self) -> None:
        """Go to the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _criterion_chosen(self, criterion: str) -> None:
        if criterion and criterion != self._asked:
            self.ask(CriterionId(criterion))

    def _sort_again(self) -> None:
        self._list_anew()
        self.list.enter()

    def _fold(self, narrow: bool) -> None:
        self.side.setVisible(not narrow)
        self.choice.setVisible(narrow)
        self.name.setVisible(not narrow)

    # --- words

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.filter.setAccessibleName(_("Show"))
        self._name_sorts()
        self.sort.setAccessibleName(_("Order of the rows"))
        self.choice.setAccessibleName(_("Criterion"))
        self.again.setText(_("Sort again"))
        self.search.set_placeholder(_("Find a candidate"))
        self.nothing.say(_("No candidate here"), _("Nothing fits the filter and the search."))
        self.nothing.buttons[0].setText(_("Show all candidates"))
        self.side.retranslate()
        self.foot.retranslate()
        if self._controller.is_loaded and self.isVisible():
            self._show_criterion()
