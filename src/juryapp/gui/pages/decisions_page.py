"""Decisions: the order by points beside what the panel chooses, and the texts that say why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from juryapp.application.decisions.board import DecisionBoard
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_, _, ngettext
from juryapp.domain.changes import ChangeSet
from juryapp.domain.decisions import NO_AWARD_NEEDS_REASON, Basis, Outcome
from juryapp.domain.ids import NomineeId
from juryapp.gui.actions import Action
from juryapp.gui.controllers.decisions import DecisionsController
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.dialogs.waive_reason_dialog import ReasonDialog
from juryapp.gui.models.decisions import (
    BASIS_COLUMN,
    COLUMNS,
    TEXTS_COLUMN,
    DecisionRow,
    chosen_rows,
    decision_rows,
)
from juryapp.gui.models.results import close_sentence
from juryapp.gui.page import PAGE_MARGINS, Page
from juryapp.gui.pages import decisions_texts as texts
from juryapp.gui.pages.decisions_choice import ChoicePanel
from juryapp.gui.pages.decisions_justify import JustifyView
from juryapp.gui.shell import Shell
from juryapp.gui.theme import px
from juryapp.gui.widgets import (
    Button,
    Card,
    Chip,
    EmptyState,
    KeyHint,
    Label,
    RowsTableModel,
    Segmented,
    Table,
    column,
    row,
)

DECIDE: Final = "decide"
JUSTIFY: Final = "justify"
_PANEL_WIDTH: Final = 400
_PANEL_MOST: Final = 560


class DecisionsPage(Page):
    """Points advise, people decide."""

    name = "decisions"

    def __init__(self, shell: Shell, workspace: Workspace) -> None:
        super().__init__(shell)
        self.controller = DecisionsController(shell, workspace, self)
        self._pending: dict[NomineeId, Outcome] = {}  # picked, not recorded yet
        self._reasons: dict[NomineeId, str] = {}  # typed, not recorded yet
        self._row: DecisionRow | None = None
        self._build()
        self._lay_out()
        self._connect(workspace)
        self.retranslate()

    # --- building

    def _build(self) -> None:
        self.heading = Label(kind="h1")
        self.state = Chip()
        self.state.setObjectName("decision_state")
        self.no_award_line = Label(kind="small", role="text2", wrap=True, selectable=True)
        self.no_award_line.setObjectName("no_award_line")
        self.next = Button(look="primary", icon_name="arrow-right")
        self.next.setObjectName("to_protocol")
        self.modes = Segmented()
        self.modes.setObjectName("modes")
        self.categories = Segmented()
        self.categories.setObjectName("categories")
        self.model = RowsTableModel(COLUMNS, key=lambda r: r.nominee)
        self.table = Table(self.model)
        self.table.setObjectName("decisions")
        self.choice = ChoicePanel()
        self.justify = JustifyView()
        self.empty = EmptyState("decision", buttons=[("", self._leave_empty)])

    def _lay_out(self) -> None:
        self.left = Card(column((self.table, 1), margins=(4, 4, 4, 4)))
        self.panel = Card(column((self.choice, 1), margins=(1, 1, 1, 1)))
        self.deciding = QWidget()
        self.deciding.setLayout(row((self.left, 1), self.panel, gap=16))
        self.views = QStackedWidget()
        self.views.addWidget(self.deciding)
        self.views.addWidget(self.justify)
        titles = column(self.heading, row(self.state, None), gap=4)
        head = row((titles, 1), self.next, gap=8)
        tools = row(self.modes, self.categories, None, gap=12)
        self.content = QWidget()
        self.content.setLayout(
            column(head, tools, self.no_award_line, (self.views, 1), gap=10, margins=PAGE_MARGINS)
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.content)
        self.setLayout(column((self.stack, 1)))

    def _connect(self, workspace: Workspace) -> None:
        self.controller.changed.connect(self._show)
        self.modes.chosen.connect(self._show_mode)
        self.categories.chosen.connect(self._choose_category)
        self.table.row_chosen.connect(self._show_row)
        self.table.row_activated.connect(lambda _row: self._go_to_panel())
        self.choice.outcome_picked.connect(self._pick)
        self.choice.record_requested.connect(self._record)
        self.choice.reason_edited.connect(self._reason_edited)
        self.choice.make_room_requested.connect(self._make_room)
        self.choice.no_award_requested.connect(self._ask_no_award)
        self.justify.written.connect(self.controller.write)
        self.justify.turned.connect(self.controller.begin_sitting)
        self.justify.language_wanted.connect(self.controller.add_language)
        self.next.clicked.connect(lambda _checked=False: self.shell.go("protocol"))
        workspace.closing.connect(self.justify.flush)
        workspace.closed.connect(self._forget)
        for outcome, (_words, keys) in texts.CHOICES.items():
            for one in (keys, "Backspace") if keys == "Delete" else (keys,):
                shortcut = QShortcut(QKeySequence(one), self.deciding)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(lambda outcome=outcome: self._pick(outcome))

    def _forget(self) -> None:
        self._pending.clear()
        self._reasons.clear()
        self._row = None
        self.justify.forget()

    # --- what the window tells

    @override
    def enter(self, argument: Any = None) -> None:
        self.controller.refresh()
        if self.stack.currentWidget() is self.empty:
            self.empty.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(argument, tuple) and argument[:1] == (JUSTIFY,):
            self._show_text_of(NomineeId(argument[1]))
        else:
            self._focus_first()
            if isinstance(argument, str):
                self._show_nominee(NomineeId(argument))

    def _show_text_of(self, nominee: NomineeId) -> None:
        self._show_nominee(nominee)
        self._show_mode(JUSTIFY)
        self.justify.choose(nominee)

    def _show_nominee(self, nominee: NomineeId) -> None:
        category = self.controller.category_of(nominee)
        if category is not None:
            self.controller.choose_category(category)
            self.table.choose(nominee)

    def _focus_first(self) -> None:
        widget = self.table if self.modes.current() == DECIDE else self.justify.editor
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def leave(self) -> None:
        self.justify.flush()

    @override
    def refresh(self, changes: ChangeSet | None) -> None:
        self.controller.refresh()

    # --- what is shown

    def _show(self) -> None:
        board = self.controller.board
        if board is None or not board.is_shown:
            self.model.show_rows([])
            self._show_empty(board)
            self.stack.setCurrentWidget(self.empty)
        else:
            self._show_board(board)
            self.stack.setCurrentWidget(self.content)
        self.shell.refresh_chrome()

    def _show_empty(self, board: DecisionBoard | None) -> None:
        opened = board is not None and board.round is not None
        if opened:
            self.empty.say(_(texts.HIDDEN_TITLE), _(texts.HIDDEN_TEXT))
            self.empty.buttons[0].setText(_("To the results"))
        else:
            self.empty.say(_(texts.NOT_OPENED_TITLE), _(texts.NOT_OPENED_TEXT))
            self.empty.buttons[0].setText(_("To the set-up"))

    def _leave_empty(self) -> None:
        board = self.controller.board
        opened = board is not None and board.round is not None
        self.shell.go("results" if opened else "setup")

    def _show_board(self, board: DecisionBoard) -> None:
        categories = [(str(c.category.id), c.category.name) for c in board.result.categories]
        self.categories.set_choices(categories)
        category = self.controller.category
        if category is None:
            return
        self.categories.choose(category)
        self.categories.setVisible(len(categories) > 1)
        rows = decision_rows(board, category)
        self.model.show_rows(rows)
        if self.table.current_row() is None and rows:
            self.table.choose(rows[0].nominee)
        self._show_state(board)
        languages = self.controller.languages()
        self.justify.show_board(board, chosen_rows(rows, languages), languages)
        self._show_modes(rows)

    def _show_modes(self, rows: Sequence[DecisionRow]) -> None:
        chosen = [r for r in rows if r.outcome not in {None, Outcome.NONE}]
        written = sum(bool(r.languages) for r in chosen)
        words = _("Justify {n} of {total}").format(n=written, total=len(chosen))
        self.modes.set_choices(
            [(DECIDE, _("Decide")), (JUSTIFY, words if chosen else _("Justify"))], DECIDE
        )

    def _show_state(self, board: DecisionBoard) -> None:
        result = self.controller.result()
        if result is None:
            return
        no_award = board.no_award(result.category.id)
        self.no_award_line.setVisible(no_award is not None)
        winners = len(self.controller.chosen(Outcome.WINNER))
        finalists = winners + len(self.controller.chosen(Outcome.FINALIST))
        if no_award is not None:
            self.no_award_line.setText(_(texts.NO_AWARD_STANDS).format(reason=no_award.reason))
            self.state.set_state(_("No award"), "neutral", "decision")
        else:
            won = ngettext("{n} of {m} winner", "{n} of {m} winners", result.category.winners)
            final = ngettext(
                "{n} of {m} finalist", "{n} of {m} finalists", result.category.finalists
            )
            words = (
                won.format(n=winners, m=result.category.winners),
                final.format(n=finalists, m=result.category.finalists),
            )
            self.state.set_state(" · ".join(words), "ok" if winners else "neutral")
        self.choice.set_no_award_reason(_(texts.WINNER_IN_THE_WAY) if winners else "")

    def _show_row(self, found: object) -> None:
        board, category = self.controller.board, self.controller.category
        if not isinstance(found, DecisionRow) or board is None or category is None:
            return
        if self._row is None or self._row.nominee != found.nominee:
            self.choice.show_error(None)
        self._row = found
        standing = self.controller.standing(found.nominee)
        self.choice.show_row(found, standing, close_sentence(board, category, found.nominee))
        typed = self._reasons.get(found.nominee)
        self.choice.show_reason(standing.reason if typed is None and standing else typed or "")
        self._show_choice()

    def _show_choice(self) -> None:
        if self._row is None:
            return
        nominee = self._row.nominee
        picked, pending = self._picked(nominee), self._is_pending(nominee)
        standing = self.controller.standing(nominee)
        basis: Basis | None = None
        if nominee in self._pending or standing is not None:
            basis = standing.basis if standing else None
            if nominee in self._pending:
                basis = self.controller.basis(nominee, picked)
        self.choice.show_choice(picked, basis, pending=pending)
        self._show_needed(pending=pending)

    def _show_needed(self, *, pending: bool) -> None:
        """Make the next needed step the primary button: to record what is picked, else to go on."""
        self.choice.record.set_look("primary" if pending else "plain")
        self.choice.record.set_icon("decision")
        self.next.set_look("plain" if pending else "primary")
        self.next.set_icon("arrow-right")

    def _picked(self, nominee: NomineeId) -> Outcome:
        standing = self.controller.standing(nominee)
        return self._pending.get(nominee, standing.outcome if standing else Outcome.NONE)

    def _is_pending(self, nominee: NomineeId) -> bool:
        """Return whether something is picked or typed here that is not recorded."""
        standing = self.controller.standing(nominee)
        typed = self._reasons.get(nominee, "").strip()
        if nominee in self._pending:
            return True
        return standing is not None and nominee in self._reasons and typed != standing.reason

    # --- deciding

    def _pick(self, outcome: Outcome) -> None:
        """Record at once what follows the points; ask for a reason for the rest."""
        if self._row is None or not self._is_deciding():
            return
        nominee = self._row.nominee
        standing = self.controller.standing(nominee)
        self.choice.show_error(None)
        if standing is not None and standing.outcome is outcome:
            self._pending.pop(nominee, None)
            self._show_choice()
            return
        self._pending[nominee] = outcome
        if standing is not None and standing.reason == self.choice.reason_text():
            self._reasons[nominee] = ""  # the old reason spoke of the old decision
            self.choice.show_reason("")
        if self.controller.basis(nominee, outcome) is Basis.FOLLOWS:
            self._record()
        else:
            self._show_choice()
            self.choice.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _record(self) -> None:
        if self._row is None:
            return
        nominee, name = self._row.nominee, self._row.name
        outcome = self._picked(nominee)
        error = self.controller.decide(nominee, outcome, self.choice.reason_text())
        if error is not None:
            self._show_choice()
            self.choice.show_error(error, self._in_the_way(error, nominee))
            return
        self._pending.pop(nominee, None)
        self._reasons.pop(nominee, None)
        self.choice.show_error(None)
        self._show_row(self.table.current_row())
        self.shell.notifier.ok(
            _("{nominee}: {outcome}").format(nominee=name, outcome=_(texts.CHOICES[outcome][0]))
        )
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _in_the_way(self, error: RuleError, nominee: NomineeId) -> str:
        """Return the one winner whose place is wanted, by name."""
        winners = [w for w in self.controller.chosen(Outcome.WINNER) if w != nominee]
        wanted = self._pending.get(nominee) is Outcome.WINNER
        board = self.controller.board
        if error.code != "E-TAKEN" or not wanted or len(winners) != 1 or board is None:
            return ""
        return board.nominees[winners[0]].name

    def _make_room(self) -> None:
        if self._row is None:
            return
        others = [w for w in self.controller.chosen(Outcome.WINNER) if w != self._row.nominee]
        if len(others) == 1 and self.controller.decide(others[0], Outcome.NONE) is None:
            self._record()

    def _reason_edited(self) -> None:
        if self._row is not None:
            self._reasons[self._row.nominee] = self.choice.reason_text()
            self._show_choice()

    def _ask_no_award(self) -> None:
        board, result = self.controller.board, self.controller.result()
        if board is None or result is None:
            return
        name = result.category.name
        dialog = ReasonDialog(
            _(texts.NO_AWARD_TITLE).format(category=name),
            _(texts.NO_AWARD_TEXT).format(category=name, year=board.edition.year),
            _("Record that no award is made"),
            NO_AWARD_NEEDS_REASON,
            self,
        )
        dialog.submitted.connect(self.controller.give_no_award)
        dialog.show_fitting()

    # --- moving about

    def _choose_category(self, category: str) -> None:
        self.justify.flush()
        self.controller.choose_category(category)

    def _show_mode(self, mode: str) -> None:
        self.justify.flush()
        self.modes.choose(mode)
        self.views.setCurrentWidget(self.deciding if mode == DECIDE else self.justify)
        self.shell.refresh_chrome()

    def _toggle_mode(self) -> None:
        self._show_mode(JUSTIFY if self._is_deciding() else DECIDE)
        self._focus_first()

    def _is_deciding(self) -> bool:
        return self.modes.current() == DECIDE

    def _go_to_panel(self) -> None:
        buttons = self.choice.buttons
        picked = next((b for outcome, b in buttons.items() if self.choice.is_picked(outcome)), None)
        (picked or buttons[Outcome.WINNER]).setFocus(Qt.FocusReason.OtherFocusReason)

    def _fold(self) -> None:
        wanted = min(max(px(_PANEL_WIDTH), self.width() * 3 // 10), px(_PANEL_MOST))
        most = max(px(240), self.width() * 9 // 20)
        self.panel.setFixedWidth(min(wanted, most))
        self.justify.source_card.setVisible(self.width() >= px(860))
        room = self.width() - self.panel.maximumWidth()
        self.table.setColumnHidden(BASIS_COLUMN, room < px(640))
        self.table.setColumnHidden(TEXTS_COLUMN, room < px(600))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    @override
    def apply_theme(self) -> None:
        self._fold()

    # --- what the window asks

    def _is_content(self) -> bool:
        return self.stack.currentWidget() is self.content

    @override
    def page_actions(self) -> Sequence[Action]:
        shown = self._is_content
        return [
            Action("decisions.mode", N_("Decide, or write justifications"), self._toggle_mode,
                   "Ctrl+J", "edit", shown),
            Action("decisions.no_award", N_("No award in this category …"), self._ask_no_award,
                   icon="minus", enabled=lambda: shown() and self.choice.no_award.isEnabled()),
            Action("decisions.copy", N_("Copy the table"), self.table.copy_all, "Ctrl+Shift+C",
                   "copy", shown),
            Action("decisions.protocol", N_("To the protocol"), lambda: self.shell.go("protocol"),
                   "Ctrl+P", "document", shown),
        ]  # fmt: skip

    @override
    def key_hints(self) -> Sequence[KeyHint]:
        if not self._is_content():
            return ()
        mode = KeyHint(("Ctrl", "J"), _("justify") if self._is_deciding() else _("decide"))
        protocol = KeyHint(("Ctrl", "P"), _("protocol"))
        if not self._is_deciding():
            return [KeyHint(("Ctrl", "Z"), _("undo")), mode, protocol]
        return [
            KeyHint(("↑", "↓"), _("nominee")),
            KeyHint(("W",), _("winner")),
            KeyHint(("F",), _("finalist")),
            KeyHint(("M",), _("mention")),
            KeyHint(("Delete",), _("nothing")),
            KeyHint(("Ctrl", "↵"), _("record")),
            mode,
            protocol,
        ]

    @override
    def title(self) -> str:
        board = self.controller.board
        return board.edition.title if board else _("Decisions")

    @override
    def subtitle(self) -> str:
        return _("Decisions") if self.controller.board else ""

    @override
    def help_text(self) -> str:
        return _(texts.HELP)

    @override
    def retranslate(self) -> None:
        self.heading.setText(_("The panel’s choice"))
        self.next.setText(_("To the protocol"))
        self.modes.setAccessibleName(_("What to do"))
        self.categories.setAccessibleName(_("Category"))
        self.table.setAccessibleName(_("Order by points and decisions"))
        self.choice.retranslate()
        self.justify.retranslate()
        self.model.retranslate()
        if self.controller.board is not None:
            self._show()
        else:
            self._show_empty(None)
