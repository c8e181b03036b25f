"""Results: the order by points, what it is made of, whether it holds, and what is still open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from juryapp.application.edition.rounds import REOPEN_REASON
from juryapp.application.merge.conflicts import WAIVE_REASON
from juryapp.application.results.showing import ResultsBoard
from juryapp.application.results.wording import HEADINGS
from juryapp.base.i18n import N_, _, ngettext
from juryapp.domain.changes import ChangeSet
from juryapp.domain.criteria import CriterionKind
from juryapp.domain.ids import JurorId
from juryapp.gui.actions import Action
from juryapp.gui.controllers.results import Needed, ResultsController
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.dialogs.waive_reason_dialog import ReasonDialog
from juryapp.gui.models.results import (
    COUNTED_COLUMN,
    JURORS_COLUMN,
    NOTICE_COLUMN,
    ResultRow,
    ResultsTableModel,
    result_rows,
)
from juryapp.gui.page import PAGE_MARGINS, Page
from juryapp.gui.pages import results_texts as texts
from juryapp.gui.pages.results_holding import HoldingPanel
from juryapp.gui.pages.results_nominee import NomineePanel
from juryapp.gui.pages.results_questions import BUTTONS, QuestionsPanel, WaitingView
from juryapp.gui.pages.results_table import RankingTable
from juryapp.gui.palette import Entry
from juryapp.gui.shell import Shell
from juryapp.gui.theme import px
from juryapp.gui.widgets import (
    Button,
    Card,
    Chip,
    EmptyState,
    FilterEdit,
    KeyHint,
    Label,
    Segmented,
    ToolButton,
    column,
    row,
)

NOMINEE: Final = "nominee"
HOLDING: Final = "holding"
QUESTIONS: Final = "questions"
_PANEL_WIDTH: Final = 384
_PANEL_MOST: Final = 560


class ResultsPage(Page):
    """The order by points, and what is to be known of it before anything is decided."""

    name = "results"

    def __init__(self, shell: Shell, workspace: Workspace) -> None:
        super().__init__(shell)
        self.controller = ResultsController(shell, workspace, self)
        self._build_heading()
        self._build_table()
        self._build_panel()
        self._lay_out()
        self._connect()
        self.retranslate()

    # --- building

    def _build_heading(self) -> None:
        self.heading = Label(kind="h1")
        self.about = Label(kind="small", role="text2", wrap=True)
        self.state = Chip()
        self.state.setObjectName("result_state")
        self.round_state = Chip()
        self.copy = ToolButton("copy")
        self.copy.setObjectName("copy_table")
        self.round_button = Button()
        self.round_button.setObjectName("close_round")
        self.next = Button(look="primary", icon_name="arrow-right")
        self.next.setObjectName("next_step")
        self.decide = Button(icon_name="decision")
        self.decide.setObjectName("to_decisions")
        self.categories = Segmented()
        self.categories.setObjectName("categories")
        self.filter = FilterEdit()

    def _build_table(self) -> None:
        self.model = ResultsTableModel()
        self.table = RankingTable(self.model)
        self.table.setObjectName("ranking")
        self.legend = Label(kind="caption", role="text2", wrap=True)

    def _build_panel(self) -> None:
        self.tabs = Segmented()
        self.tabs.setObjectName("panel_tabs")
        self.nominee = NomineePanel()
        self.holding = HoldingPanel()
        self.questions = QuestionsPanel()
        self.panels = QStackedWidget()
        for panel in (self.nominee, self.holding, self.questions):
            self.panels.addWidget(panel)
        self.back = Button(look="flat", icon_name="arrow-left")
        self.back.setObjectName("back_to_list")
        self.back.hide()
        head = row(self.back, self.tabs, None, gap=6, margins=(12, 12, 12, 0))
        self.panel = Card(column(head, (self.panels, 1), gap=4, margins=(1, 1, 1, 1)))

    def _lay_out(self) -> None:
        chips = row(self.state, self.round_state, None, gap=6)
        titles = column(self.heading, chips, gap=4)
        self.head_buttons = row(self.copy, self.round_button, self.decide, self.next, gap=8)
        head = row((titles, 1), self.head_buttons)
        self.tools = QWidget()
        self.tools.setLayout(row(self.categories, None, (self.filter, 0), gap=12))
        self.left = QWidget()
        table_card = Card(column((self.table, 1), margins=(4, 4, 4, 4)))
        self.left.setLayout(column((table_card, 1), self.legend, gap=6))
        body = row((self.left, 1), self.panel, gap=16)
        self.content = QWidget()
        self.content.setLayout(
            column(head, self.about, self.tools, (body, 1), gap=10, margins=PAGE_MARGINS)
        )
        self.waiting = WaitingView()
        self.waiting.setContentsMargins(*PAGE_MARGINS)
        self.empty = EmptyState("ranking", buttons=[("", lambda: self.shell.go("setup"))])
        self.stack = QStackedWidget()
        for view in (self.empty, self.waiting, self.content):
            self.stack.addWidget(view)
        self.setLayout(column((self.stack, 1)))

    def _connect(self) -> None:
        self.controller.changed.connect(self._show)
        self.controller.answered.connect(self._show_answers)
        self.categories.chosen.connect(self.controller.choose_category)
        self.filter.textChanged.connect(self._filter)
        self.table.row_chosen.connect(self._show_nominee)
        self.table.row_activated.connect(lambda _row: self._open_panel(NOMINEE))
        self.table.copied.connect(
            lambda n: self.shell.notifier.ok(
                ngettext("{n} row copied", "{n} rows copied", n).format(n=n)
            )
        )
        self.tabs.chosen.connect(self._open_panel)
        self.back.clicked.connect(lambda _checked=False: self._close_panel())
        self.nominee.step_requested.connect(self._step)
        self.nominee.highlight_changed.connect(self._highlight)
        self.questions.settle_requested.connect(self._settle)
        self.copy.clicked.connect(lambda _checked=False: self.table.copy_all())
        self.round_button.clicked.connect(lambda _checked=False: self._close_or_open())
        self.next.clicked.connect(lambda _checked=False: self._settle(self.controller.needed()))
        self.decide.clicked.connect(lambda _checked=False: self.shell.go("decisions"))
        self.waiting.merge_requested.connect(lambda: self.shell.go("merge"))
        self.waiting.show_requested.connect(self._ask_show)
        self.shell.narrow_changed.connect(lambda _narrow: self._fold())

    # --- what the window tells

    @override
    def enter(self, argument: Any = None) -> None:
        self.controller.refresh()
        if self.stack.currentWidget() is self.content:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.waiting.to_merge.setFocus(Qt.FocusReason.OtherFocusReason)
        if argument is not None:
            self.table.choose(argument)

    @override
    def refresh(self, changes: ChangeSet | None) -> None:
        self.controller.refresh()

    # --- what is shown

    def _show(self) -> None:
        board = self.controller.board
        if board is None or board.round is None:
            self.model.show_rows([])
            self.stack.setCurrentWidget(self.empty)
        elif not board.is_shown:
            self.waiting.show_board(board)
            self.stack.setCurrentWidget(self.waiting)
        else:
            self._show_result(board)
            self.stack.setCurrentWidget(self.content)
        self._fold()
        self.shell.refresh_chrome()

    def _show_result(self, board: ResultsBoard) -> None:
        self._show_heading(board)
        categories = [(c.category.id, c.category.name) for c in board.result.categories]
        self.categories.set_choices([(str(key), name) for key, name in categories])
        if self.controller.category is not None:
            self.categories.choose(self.controller.category)
        self.categories.setVisible(len(categories) > 1)
        self._show_rows()
        self.questions.show_board(board)
        self._show_tabs(board)
        self.controller.ask_whether_it_holds()
        self._show_answers()

    def _show_rows(self) -> None:
        board, result = self.controller.board, self.controller.result()
        if board is None or result is None:
            self.model.show_rows([])
            return
        self.table.finalists = result.category.finalists
        self.model.show_rows(result_rows(board, result.category.id, self.nominee.highlighted))
        noticed = any(row.mark_words for row in self.model.all_rows())
        self.table.setColumnHidden(NOTICE_COLUMN, not noticed)
        self.table.fit_axis()
        if self.table.current_row() is None and self.model.rows():
            self.table.choose(self.model.key_at(0))
        self.table.setColumnHidden(JURORS_COLUMN, result.kind is not CriterionKind.POINTS)
        self.table.setColumnHidden(COUNTED_COLUMN, result.kind is CriterionKind.TEXT)
        self.legend.setText(texts.legend(result.category.finalists, result.kind))
        self._show_kind(result.kind)

    def _show_kind(self, kind: CriterionKind) -> None:
        """Say by what the nominees stand in this order."""
        self.heading.setText(_(HEADINGS[kind]))
        self.table.setAccessibleName(self.heading.text())

    def _show_heading(self, board: ResultsBoard) -> None:
        n = len(board.result.open_questions)
        if n:
            text = ngettext("{n} question is open", "{n} questions are open", n).format(n=n)
            self.state.set_state(text, "warn")
        else:
            self.state.set_state(_("Nothing is open"), "ok")
        is_open = self.controller.is_round_open
        self.round_state.set_state(
            _("The round is open") if is_open else _("The round is closed"),
            "neutral",
            "unlock" if is_open else "lock",
        )
        self.about.setText(self._about(board))
        self.about.setVisible(bool(self.about.text()))
        self.round_button.setText(
            _("Close the round …") if is_open else _("Open the round again …")
        )
        self._show_next()

    def _about(self, board: ResultsBoard) -> str:
        if board.missing:
            names = ", ".join(juror.name for juror in board.missing)
            return _(
                "Opened by the chair before all had handed in. Still missing: {names}."
            ).format(names=names)
        if board.waiver is not None:
            return _("The chair accepts what was not assessed: {reason}").format(
                reason=board.waiver.reason
            )
        return ""

    def _show_next(self) -> None:
        needed = self.controller.needed()
        words = {**BUTTONS, Needed.DECIDE: N_("To the decision")}
        self.next.setText(_(words.get(needed, N_("To the decision"))))
        self.decide.setText(_("To the decision"))
        self.decide.setVisible(needed is not Needed.DECIDE)

    def _show_tabs(self, board: ResultsBoard) -> None:
        n = len(board.result.open_questions)
        choices = [(NOMINEE, _("Nominee")), (HOLDING, _("Does it hold?"))]
        if n:
            choices.append((QUESTIONS, _("Open {n}").format(n=n)))
        self.tabs.set_choices(choices, NOMINEE)
        self._show_panel(self.tabs.current())

    def _show_answers(self) -> None:
        controller = self.controller
        self.holding.show_answers(
            controller.board,
            controller.category,
            controller.answers(),
            named=self.nominee.names.isChecked(),
        )

    def _show_nominee(self, found: object) -> None:
        board, category = self.controller.board, self.controller.category
        if not isinstance(found, ResultRow) or board is None or category is None:
            return
        total = self.controller.total_of(found.nominee)
        if total is not None:
            self.nominee.show_nominee(board, category, found, total)

    # --- the panel at the side

    def _show_panel(self, key: str) -> None:
        panels = {NOMINEE: self.nominee, HOLDING: self.holding, QUESTIONS: self.questions}
        self.panels.setCurrentWidget(panels.get(key, self.nominee))

    def _open_panel(self, key: str) -> None:
        self.tabs.choose(key)
        self._show_panel(key)
        if self.shell.is_narrow:
            self.left.hide()
            self.panel.show()
            self.back.show()
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_panel(self) -> None:
        self._fold()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fold(self) -> None:
        """Beside the table there is room for the panel only in a wide window."""
        narrow = self.shell.is_narrow
        self.left.show()
        self.panel.setVisible(not narrow)
        self.back.setVisible(False)
        wanted = min(max(px(_PANEL_WIDTH), self.width() * 3 // 10), px(_PANEL_MOST))
        self.panel.setMinimumWidth(0 if narrow else wanted)
        self.panel.setMaximumWidth(16_777_215 if narrow else wanted)

    @override
    def apply_theme(self) -> None:
        self.filter.setFixedWidth(px(200))
        self._fold()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.left.isVisibleTo(self):
            self._fold()

    # --- what the user does

    def _filter(self, text: str) -> None:
        self.model.set_filter(text)

    def _step(self, steps: int) -> None:
        place = self.table.currentIndex().row() + steps
        if 0 <= place < len(self.model.rows()):
            self.table.choose(self.model.key_at(place))

    def _highlight(self, _juror: JurorId | None) -> None:
        self._show_rows()
        self._show_answers()

    def _highlight_by_key(self, place: int) -> None:
        if not self.nominee.highlight(place):
            self.shell.notifier.ok(_("Tick “Show the jurors’ names” first."))

    def _settle(self, needed: Needed) -> None:
        if needed is Needed.WAIVE:
            self._ask_waive()
        else:
            self.shell.go(str(needed))

    def _ask_show(self) -> None:
        board = self.controller.board
        if board is None:
            return
        names = ", ".join(juror.name for juror in board.missing)
        self.shell.choosers.ask(
            self,
            title=_(texts.SHOW_TITLE),
            text=_(texts.SHOW_TEXT).format(names=names),
            yes=_("Open the results"),
            then=self.controller.show_early,
        )

    def _ask_waive(self) -> None:
        title, text = _(texts.WAIVE_TITLE), _(texts.WAIVE_TEXT)
        dialog = ReasonDialog(title, text, _("Accept"), WAIVE_REASON, self)
        dialog.submitted.connect(self.controller.waive)
        dialog.show_fitting()

    def _close_or_open(self) -> None:
        if self.controller.is_round_open:
            self._ask_close()
        else:
            self._ask_open_again()

    def _ask_close(self) -> None:
        self.shell.choosers.ask(
            self,
            title=_(texts.CLOSE_TITLE),
            text=_(texts.CLOSE_TEXT),
            yes=_("Close the round"),
            then=self.controller.close_round,
        )

    def _ask_open_again(self) -> None:
        title = _(texts.REOPEN_TITLE)
        dialog = ReasonDialog(title, _(texts.REOPEN_TEXT), title, REOPEN_REASON, self)
        dialog.submitted.connect(self.controller.open_again)
        dialog.show_fitting()

    # --- what the window asks

    def _is_content(self) -> bool:
        return self.stack.currentWidget() is self.content

    @override
    def page_actions(self) -> Sequence[Action]:
        shown = self._is_content
        go = self.shell.go
        return [
            Action("results.copy", N_("Copy the table"), self.table.copy_all, "Ctrl+Shift+C", "copy",
                   shown),
            Action("results.filter", N_("Filter the nominees"), self._go_to_filter, "Ctrl+F",
                   "filter", shown),
            Action("results.text", N_("Show the marks as text"), self.nominee.toggle_text, "F6",
                   "list", shown),
            Action("results.holds", N_("Does it hold?"), lambda: self._open_panel(HOLDING),
                   "Ctrl+H", "chart", shown),
            Action("results.names", N_("Show the jurors’ names"), self.nominee.names.toggle,
                   icon="people", enabled=shown),
            Action("results.round", N_("Close the round, or open it again"), self._close_or_open,
                   icon="lock", enabled=shown),
            Action("results.waive", N_("The chair accepts what was not assessed"), self._ask_waive,
                   icon="not-assessed", enabled=lambda: shown() and self.controller.can_waive),
            Action("results.unwaive", N_("No longer accept what was not assessed"),
                   self.controller.take_waiver_back, icon="undo", enabled=self._is_waived),
            Action("results.decide", N_("To the decision"), lambda: go("decisions"), "Ctrl+Return",
                   "decision", shown),
            Action("results.protocol", N_("To the protocol"), lambda: go("protocol"), "Ctrl+P",
                   "document", shown),
            *(Action(f"results.juror_{n}", N_("Pick out a juror"), self._highlighter(n), f"Alt+{n}",
                     enabled=shown, in_palette=False) for n in range(1, 10)),
        ]  # fmt: skip

    def _is_waived(self) -> bool:
        board = self.controller.board
        return self._is_content() and board is not None and board.waiver is not None

    def _go_to_filter(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _highlighter(self, place: int) -> Any:
        return lambda: self._highlight_by_key(place)

    @override
    def key_hints(self) -> Sequence[KeyHint]:
        if not self._is_content():
            return ()
        return [
            KeyHint(("↑", "↓"), _("nominee")),
            KeyHint(("Ctrl", "↵"), _("to the decision")),
            KeyHint(("Ctrl", "H"), _("does it hold?")),
            KeyHint(("F6",), _("marks as text")),
            KeyHint(("Alt", "1–9"), _("pick out a juror")),
            KeyHint(("Ctrl", "Shift", "C"), _("copy the table")),
        ]

    @override
    def palette_entries(self) -> Sequence[Entry]:
        if not self._is_content():
            return ()
        return [
            Entry(row.name, self._chooser(row), row.place_words, "ranking")
            for row in self.model.rows()
        ]

    def _chooser(self, found: ResultRow) -> Any:
        return lambda: self.table.choose(found.nominee)

    @override
    def title(self) -> str:
        board = self.controller.board
        return board.edition.title if board else _("Results")

    @override
    def subtitle(self) -> str:
        return _("Results") if self.controller.board else ""

    @override
    def help_text(self) -> str:
        return _(texts.HELP)

    @override
    def retranslate(self) -> None:
        self._show_kind(CriterionKind.POINTS)
        self.copy.set_name(_("Copy the table"), "Ctrl+Shift+C")
        self.filter.set_placeholder(_("Filter"))
        self.categories.setAccessibleName(_("Category"))
        self.tabs.setAccessibleName(_("Beside the table"))
        self.back.setText(_("Back to the list"))
        self.empty.say(_(texts.EMPTY_TITLE), _(texts.EMPTY_TEXT))
        self.empty.buttons[0].setText(_("To the set-up"))
        for panel in (self.nominee, self.holding, self.questions):
            panel.retranslate()
        self.model.retranslate()
        if self.controller.board is not None:
            self._show()
