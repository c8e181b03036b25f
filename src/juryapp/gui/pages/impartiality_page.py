"""Impartiality: what was reported, what the panel decided, and who is left to assess each nominee.

The words are neutral throughout: to report something is no blemish, and the panel decides without the juror.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from juryapp.application.impartiality.ruling import ImpartialityRow
from juryapp.base.i18n import N_, _, ngettext
from juryapp.domain.changes import ChangeSet
from juryapp.domain.impartiality import Standing
from juryapp.gui.actions import Action
from juryapp.gui.controllers.impartiality import Decided, ImpartialityController
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.dialogs.ruling_dialog import RulingDialog
from juryapp.gui.page import Page
from juryapp.gui.pages.impartiality_views import MatrixView, ReportedView
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import Button, Footer, KeyHint, Label, Segmented, Table, column, row

REPORTED: Final = "reported"
MATRIX: Final = "matrix"


class ImpartialityPage(Page):
    """The page of impartiality."""

    name = "impartiality"

    def __init__(self, shell: Shell, workspace: Workspace) -> None:
        super().__init__(shell)
        self.workspace = workspace
        self.controller = ImpartialityController(shell, workspace, self)
        self.reported = ReportedView()
        self.matrix = MatrixView()
        self.views: dict[str, QWidget] = {REPORTED: self.reported, MATRIX: self.matrix}
        self._lay_out()
        self._connect()
        self.retranslate()

    # --- building

    def _lay_out(self) -> None:
        self.choice = Segmented()
        self.choice.setObjectName("impartiality_views")
        self.copy_button = Button(icon_name="copy")
        self.copy_button.setObjectName("copy_table")
        self.stack = QStackedWidget()
        for view in self.views.values():
            self.stack.addWidget(view)
        self.count = Label(kind="smallM")
        self.count.setObjectName("pending_count")
        self.other = Button(icon_name="plus")
        self.other.setObjectName("decide_other")
        self.decide = Button(look="primary", icon_name="decision")
        self.decide.setObjectName("decide")
        self.go_on = Button(icon_name="arrow-right")
        self.go_on.setObjectName("go_on")
        foot = row((self.count, 1), self.other, self.decide, self.go_on, gap=12)
        head = row(self.choice, None, self.copy_button, gap=8)
        inside = column(head, (self.stack, 1), gap=16, margins=(24, 16, 24, 16))
        self.setLayout(column((inside, 1), Footer(foot), gap=0))

    def _connect(self) -> None:
        self.controller.changed.connect(self._show)
        self.choice.chosen.connect(self.show_view)
        self.copy_button.clicked.connect(lambda _checked=False: self.copy_table())
        self.reported.rows.table.row_chosen.connect(lambda _row: self._show_chosen())
        self.reported.rows.table.row_activated.connect(self._ask)
        self.decide.clicked.connect(lambda _checked=False: self.decide_chosen())
        self.other.clicked.connect(lambda _checked=False: self.decide_other())
        self.go_on.clicked.connect(lambda _checked=False: self._go_on())
        self.matrix.copied.connect(self._tell_copied)
        self.reported.rows.table.copied.connect(lambda _n: self._tell_copied())

    def _tell_copied(self) -> None:
        self.shell.notifier.ok(_("Table copied"))

    # --- what the window tells

    @override
    def enter(self, argument: Any = None) -> None:
        self.controller.refresh()
        if argument in self.views:
            self.show_view(str(argument))
        elif isinstance(argument, tuple):
            self.show_view(REPORTED)
            self.reported.rows.choose(argument)
        start = self._table() if self._table().isVisibleTo(self) else self.go_on
        start.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def refresh(self, changes: ChangeSet | None) -> None:
        self.controller.refresh()

    # --- what is shown

    def show_view(self, name: str) -> None:
        """Show what was reported, or everybody."""
        self.stack.setCurrentWidget(self.views[name])
        self.choice.choose(name)
        self._show_buttons()

    def _table(self) -> Table:
        if self.stack.currentWidget() is self.matrix:
            return self.matrix.table
        return self.reported.rows.table

    def _show(self) -> None:
        state = self.controller.state
        if state is None:
            return
        self.matrix.show_matrix(state.matrix)
        self.reported.show_rows(state.rows)
        self._show_chosen()
        self._show_choices()
        self._show_buttons()
        self.shell.refresh_chrome()

    def _show_choices(self) -> None:
        state = self.controller.state
        n = len(state.rows) if state else 0
        reported = _("Reported {n}").format(n=n) if n else _("Reported")
        self.choice.set_choices([(REPORTED, reported), (MATRIX, _("Everybody"))])

    def _chosen(self) -> ImpartialityRow | None:
        found: ImpartialityRow | None = self.reported.rows.table.current_row()
        return found

    def _show_chosen(self) -> None:
        found = self._chosen()
        rulings = self.controller.rulings(found.juror, found.nominee) if found else []
        self.reported.show_detail(found, rulings)
        self._show_buttons()

    def _show_buttons(self) -> None:
        """The primary button is the panel's next decision; when none is left, the way on."""
        state = self.controller.state
        pending = state.pending if state else 0
        self.decide.set_look("primary" if pending else "plain")
        self.decide.set_icon("decision")
        self.decide.setVisible(self.stack.currentWidget() is self.reported or bool(pending))
        self.decide.set_reason("" if self._chosen() else _("Choose a line in the table."))
        self.go_on.set_look("plain" if pending else "primary")
        self.go_on.set_icon("arrow-right")
        is_open = state is None or state.is_open
        self.go_on.setText(_("To the score files") if is_open else _("To the results"))
        able = state is not None and bool(state.matrix.jurors and state.matrix.rows)
        self.other.set_reason("" if able else _("There are no jurors or no nominees yet."))
        self.copy_button.set_reason(
            "" if self._table().model().rowCount() else _("There is no table to copy here.")
        )
        self.count.setText(self._count_words(pending))

    @staticmethod
    def _count_words(pending: int) -> str:
        if not pending:
            return _("Nothing waits for the panel.")
        return ngettext("{n} waits for the panel.", "{n} wait for the panel.", pending).format(
            n=pending
        )

    # --- what the user does

    def decide_chosen(self) -> None:
        """Ask what the panel decided on the chosen line; from the matrix, on the next that waits."""
        if self.stack.currentWidget() is self.matrix:
            self.next_pending()
        found = self._chosen()
        if found is not None:
            self._ask(found)

    def next_pending(self) -> None:
        """Go to the next line that waits for the panel."""
        rows = self.reported.rows.model.rows()
        keys = [pair_key(r) for r in rows if r.standing is Standing.PENDING]
        if not keys:
            return
        current = self._chosen()
        at = pair_key(current) if current is not None else None
        self.show_view(REPORTED)
        after = keys[(keys.index(at) + 1) % len(keys)] if at in keys else keys[0]
        self.reported.rows.choose(after)
        self.reported.rows.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def decide_other(self) -> None:
        """Ask what the panel decided on anybody and anything."""
        self._ask(None)

    def _ask(self, found: ImpartialityRow | None) -> None:
        state = self.controller.state
        if state is None:
            return
        jurors = [found.juror] if found else list(state.matrix.jurors)
        nominees = [found.nominee] if found else [line.nominee for line in state.matrix.rows]
        if not jurors or not nominees:
            return
        dialog = RulingDialog(
            jurors,
            nominees,
            row=found,
            first=found is None or found.ruling is None,
            parent=self,
        )
        dialog.submitted.connect(self._record)
        dialog.show_fitting()

    def _record(self, decided: Decided) -> None:
        def record() -> None:
            if self.controller.decide(decided):
                self.shell.notifier.ok(_("The decision is recorded"))
                self.reported.rows.choose((decided.juror.id, decided.nominee.id))

        QTimer.singleShot(0, self, record)  # after the dialog is gone

    def _go_on(self) -> None:
        state = self.controller.state
        self.shell.go("merge" if state is None or state.is_open else "results")

    def copy_table(self) -> None:
        """Copy the table that is seen."""
        if self._table().model().rowCount():
            self._table().copy_all()

    # --- what the window asks

    def _has_pending(self) -> bool:
        state = self.controller.state
        return state is not None and bool(state.pending)

    @override
    def page_actions(self) -> Sequence[Action]:
        return [
            Action("impartiality.next", N_("Next that waits for the panel"), self.next_pending, "F8",
                   "flag", self._has_pending),
            Action("impartiality.decide", N_("The panel decides …"), self.decide_chosen, "Ctrl+Return",
                   "decision", lambda: self._chosen() is not None),
            Action("impartiality.other", N_("Another decision of the panel …"), self.decide_other,
                   "Ctrl+N", "plus"),
            Action("impartiality.copy", N_("Copy the table"), self.copy_table, "Ctrl+Shift+C", "copy"),
            Action("impartiality.matrix", N_("Everybody"), lambda: self.show_view(MATRIX), icon="people"),
            Action("impartiality.reported", N_("What was reported"), lambda: self.show_view(REPORTED),
                   icon="list"),
        ]  # fmt: skip

    @override
    def key_hints(self) -> Sequence[KeyHint]:
        hints = [KeyHint(("Ctrl", "↵"), _("the panel decides"))]
        if self._has_pending():
            hints.insert(0, KeyHint(("F8",), _("next that waits")))
        return [*hints, KeyHint(("Ctrl", "Shift", "C"), _("copy the table"))]

    @override
    def title(self) -> str:
        state = self.controller.state
        return state.edition.title if state else _("Impartiality")

    @override
    def subtitle(self) -> str:
        return _("Impartiality") if self.controller.state else ""

    @override
    def help_text(self) -> str:
        return _(
            "A juror who is connected to a nominee, or unsure, says so. That is no blemish. The panel decides"
            " without the juror whether the juror is recused, and how far that reaches; you write it down."
            " Until the panel has decided, the juror’s marks for that nominee are kept and do not count."
            " A recused juror is left out of the mean and lacks nothing there."
        )

    @override
    def retranslate(self) -> None:
        self.choice.setAccessibleName(_("What to look at"))
        self.copy_button.setText(_("Copy the table"))
        self.other.setText(_("Another decision …"))
        self.decide.setText(_("The panel decides …"))
        self.reported.retranslate()
        self.matrix.retranslate()
        self._show_choices()
        self._show_buttons()
        self._show()


def pair_key(found: ImpartialityRow) -> tuple[str, str]:
    """Return what the table knows a line by."""
    return (found.juror.id, found.nominee.id)
