"""Score files: drop them, see what they change, read them in; conflicts, who is missing, taking out again.

Marks are hidden while the round is open, except where two of them contradict each other. The primary button
is the next needed step: a conflict nobody has looked at, then reading in, then what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from juryapp.application.merge.conflicts import ConflictRow
from juryapp.base.i18n import _, ngettext
from juryapp.domain.changes import ChangeSet
from juryapp.domain.statements import MarkKey
from juryapp.gui.actions import Action
from juryapp.gui.controllers.inbox import inbox_of
from juryapp.gui.controllers.merge import MergeController
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.models.merge_tables import conflict_lines, juror_rows
from juryapp.gui.page import Page
from juryapp.gui.pages.merge_by_file import ByFileView
from juryapp.gui.pages.merge_dialogs import MergeDialogs
from juryapp.gui.pages.merge_earlier import EarlierView
from juryapp.gui.pages.merge_footer import MergeFooter, NextStep, step_after
from juryapp.gui.pages.merge_inbox import InboxBar
from juryapp.gui.pages.merge_keys import HELP, merge_actions, merge_entries, merge_hints
from juryapp.gui.pages.merge_preview import PreviewView
from juryapp.gui.pages.merge_tabs import (
    BY_FILE,
    CONFLICTS,
    EARLIER,
    JURORS,
    PREVIEW,
    REPORT,
    TAKEN,
    WAITING,
    hidden_views,
    view_words,
)
from juryapp.gui.pages.merge_views import ConflictsView, JurorsView, ReportView, TakenView
from juryapp.gui.pages.merge_waiting import WaitingFiles
from juryapp.gui.palette import Entry
from juryapp.gui.shell import Shell
from juryapp.gui.theme import px
from juryapp.gui.widgets import Button, KeyHint, Segmented, Table, column, files_in, row

_ROOMY: Final = 1300  # scaled pixels at which everything above the tables has words
_BESIDE: Final = 1100  # scaled pixels that the list of files and a table need side by side


class MergePage(Page):
    """The page of the score files."""

    name = "merge"

    def __init__(self, shell: Shell, workspace: Workspace) -> None:
        super().__init__(shell)
        self.workspace = workspace
        self.controller = MergeController(shell, workspace, self)
        self._seen: set[MarkKey] = set()  # conflicts that come with the files and were looked at
        self.inbox = inbox_of(shell, workspace)
        self.waiting = WaitingFiles(InboxBar(self.inbox))
        self.waiting.papers_requested.connect(lambda: shell.go("paper", "merge"))
        self.preview = PreviewView()
        self.by_file = ByFileView()
        self.report = ReportView()
        self.conflicts = ConflictsView()
        self.jurors = JurorsView()
        self.taken = TakenView()
        self.earlier = EarlierView()
        self.views: dict[str, QWidget] = {
            PREVIEW: self.preview,
            BY_FILE: self.by_file,
            REPORT: self.report,
            CONFLICTS: self.conflicts,
            JURORS: self.jurors,
            TAKEN: self.taken,
            EARLIER: self.earlier,
        }
        self.footer = MergeFooter()
        self.dialogs = MergeDialogs(self, self.controller)
        self._lay_out()
        self._connect()
        self.setAcceptDrops(True)
        self.retranslate()
        self._fit()

    # --- building

    def _lay_out(self) -> None:
        self.choice = Segmented()
        self.choice.setObjectName("merge_views")
        self.impartiality = Button(look="flat", icon_name="recused")
        self.impartiality.setObjectName("to_impartiality")
        self.copy_button = Button(icon_name="copy")
        self.copy_button.setObjectName("copy_table")
        self.stack = QStackedWidget()
        for view in self.views.values():
            self.stack.addWidget(view)
        head = row(self.choice, None, self.impartiality, self.copy_button, gap=8)
        inside = column(head, (self.stack, 1), gap=16, margins=(24, 16, 24, 16))
        right = QWidget()
        right.setLayout(column((inside, 1), self.footer, gap=0))
        self.columns = row(self.waiting, (right, 1), gap=0)
        self.setLayout(self.columns)

    def _connect(self) -> None:
        controller, waiting, dialogs = self.controller, self.waiting, self.dialogs
        controller.changed.connect(self._show)
        controller.previewed.connect(self._show_preview)
        controller.merged.connect(self._show_report)
        waiting.choose_requested.connect(self.choose_files)
        waiting.folder_requested.connect(self.choose_folder)
        waiting.dropped.connect(self.take)
        waiting.accepted.connect(controller.accept)
        waiting.removed.connect(controller.remove)
        waiting.held_requested.connect(controller.look_at_held)
        waiting.inbox.look_requested.connect(self.take)
        waiting.inbox.choose_requested.connect(self.choose_inbox)
        self.preview.marks_requested.connect(dialogs.ask_marks)
        self.preview.conflict_seen.connect(self._note_seen)
        self.preview.conflict.ask_requested.connect(dialogs.write_question)
        self.conflicts.box.ask_requested.connect(dialogs.write_question)
        self.conflicts.box.decide_requested.connect(dialogs.ask_chair)
        self.conflicts.rows.table.row_chosen.connect(lambda _row: self._show_footer())
        self.jurors.reminder_requested.connect(dialogs.write_reminder)
        self.jurors.reminder_to_all_requested.connect(dialogs.write_reminder_to_all)
        self.report.missing_requested.connect(lambda: self.show_view(JURORS))
        self.report.paper_requested.connect(dialogs.show_newest_report)
        self.report.receipts_requested.connect(dialogs.save_receipts)
        self.earlier.report_requested.connect(dialogs.show_report)
        self.taken.take_out_requested.connect(dialogs.ask_take_out)
        self.taken.confirmation_requested.connect(dialogs.write_confirmation)
        self.taken.put_back_requested.connect(dialogs.put_back)
        self.choice.chosen.connect(self.show_view)
        self.copy_button.clicked.connect(lambda _checked=False: self.copy_table())
        self.impartiality.clicked.connect(lambda _checked=False: self.shell.go("impartiality"))
        self.footer.step_requested.connect(self._take_step)
        waiting.clear_requested.connect(controller.clear)
        self.shell.narrow_changed.connect(lambda _narrow: self._fit())
        for table in self._tables().values():
            table.copied.connect(lambda _n: self.shell.notifier.ok(_("Table copied")))

    def _tables(self) -> dict[str, Table]:
        return {
            PREVIEW: self.preview.rows.table,
            BY_FILE: self.by_file.rows.table,
            REPORT: self.report.rows.table,
            CONFLICTS: self.conflicts.rows.table,
            JURORS: self.jurors.rows.table,
            TAKEN: self.taken.rows.table,
            EARLIER: self.earlier.rows.table,
        }

    def _fit(self) -> None:
        self._fold(self.shell.is_narrow or self.width() < px(_BESIDE))
        self._name_impartiality()

    def _name_impartiality(self) -> None:
        """Where room is short the way to the questions of impartiality is a picture with a name."""
        name = _("Impartiality")
        self.impartiality.setText(name if self.width() >= px(_ROOMY) else "")
        self.impartiality.setAccessibleName(name)
        self.impartiality.setToolTip(name)

    def _fold(self, narrow: bool) -> None:
        """Where there is too little room for a list at the side, it becomes a view like the others."""
        folded = self.views.get(WAITING) is self.waiting
        if narrow and not folded:
            self.columns.removeWidget(self.waiting)
            self.views = {WAITING: self.waiting, **self.views}
            self.stack.insertWidget(0, self.waiting)
        elif not narrow and folded:
            was_seen = self.stack.currentWidget() is self.waiting
            self.stack.removeWidget(self.waiting)
            del self.views[WAITING]
            self.columns.insertWidget(0, self.waiting)
            self.waiting.show()
            if was_seen:
                self.stack.setCurrentWidget(self.preview)
        self.waiting.unfold(narrow)
        self._show_choices()

    # --- what the window tells

    @override
    def enter(self, argument: Any = None) -> None:
        self.inbox.is_seen = True
        self.controller.refresh()
        if isinstance(argument, list):
            self.take([Path(path) for path in argument])
        elif isinstance(argument, str) and argument in self.views:
            self.show_view(argument)
        elif not self.controller.paths:
            self.show_view(self._natural_view())
        self._focus_first()

    @override
    def leave(self) -> None:
        self.inbox.is_seen = False

    @override
    def refresh(self, changes: ChangeSet | None) -> None:
        self.controller.refresh(changes)

    def _natural_view(self) -> str:
        """Return what is worth seeing while no files wait: open conflicts, else who is missing."""
        standing = self.controller.standing
        if self.controller.report is not None:
            return REPORT
        return CONFLICTS if standing is not None and standing.conflicts else JURORS

    def _focus_first(self) -> None:
        waiting = self.waiting
        first: QWidget = waiting.files if self.controller.paths else waiting.drop
        if not waiting.isVisibleTo(self):
            first = self.footer.primary
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what is shown

    def show_view(self, name: str) -> None:
        """Show one of the views."""
        if name not in self.views:
            return
        self.stack.setCurrentWidget(self.views[name])
        self._show_choices()
        self.choice.choose(name)
        self._show_footer()

    def current_view(self) -> str:
        """Return which view is seen."""
        seen = self.stack.currentWidget()
        return next((name for name, view in self.views.items() if view is seen), PREVIEW)

    def _show_preview(self) -> None:
        self._seen.clear()
        self.show_view(PREVIEW)
        if self.shell.is_narrow and any(r.button for r in self.controller.rows()):
            self.show_view(WAITING)
        if self.isVisible() and self.focusWidget() is None:  # the button that waited had the focus
            self.preview.rows.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_report(self) -> None:
        self.show_view(REPORT)
        self.report.rows.table.setFocus(Qt.FocusReason.OtherFocusReason)
        report = self.controller.report
        if report is not None:
            n = len(report.plan.taken)
            self.shell.notifier.ok(
                ngettext("{n} file was read in", "{n} files were read in", n).format(n=n)
            )

    def _show(self) -> None:
        controller = self.controller
        standing = controller.standing
        if standing is None:
            return
        missing = [line.juror.name for line in standing.missing]
        self.waiting.show_rows(controller.rows(), len(controller.paths), missing)
        self.waiting.show_papers(standing.papers)
        self.preview.show_plan(
            controller.plan,
            standing.names,
            controller.coming_conflicts(),
            marks_shown=controller.marks_shown,
        )
        self.by_file.show_rows(controller.outcome_rows())
        self.waiting.inbox.leave_out({row.sha256 for row in controller.rows()})
        self.waiting.show_held(len(standing.held) if controller.is_open else 0)
        self.report.show_report(controller.report, controller.report_rows(), missing)
        self.conflicts.show_rows(conflict_lines(standing.conflicts, standing.settled))
        self.jurors.show_rows(
            juror_rows(
                standing.overview.lines,
                standing.taken,
                missing={line.juror.id for line in standing.missing},
                conflicts=standing.conflicts_of,
            )
        )
        self.taken.show_rows(standing.taken)
        self.earlier.show_rows(standing.merges)
        if self.current_view() in hidden_views(controller) - {EARLIER}:
            self.stack.setCurrentWidget(self.views[self._natural_view()])
        self._show_choices()
        self._show_footer()
        self.shell.refresh_chrome()

    def _show_choices(self) -> None:
        words, hidden = view_words(self.controller), hidden_views(self.controller)
        choices = [(name, words[name]) for name in self.views if name not in hidden]
        self.choice.set_choices(choices)
        self.choice.choose(self.current_view())
        table = self._tables().get(self.current_view())
        rows = table is not None and table.model().rowCount() > 0
        self.copy_button.set_reason("" if rows else _("There is no table to copy here."))

    def _show_footer(self) -> None:
        others = self._other_conflicts()
        self.conflicts.box.lead(leading=others is not None)
        self.footer.show_step(
            self.controller.standing,
            plan=self.controller.plan,
            step=self.next_step(),
            reading=self.controller.is_reading,
            other_conflicts=others,
        )

    def _other_conflicts(self) -> int | None:
        """Return how many more are open beside the one that is looked at; None if none is."""
        seen = self.current_view() == CONFLICTS and self.conflicts.is_at_open()
        standing = self.controller.standing
        leads = seen and standing is not None and self.next_step() is NextStep.CONFLICT
        return len(standing.conflicts) - 1 if leads and standing is not None else None

    def next_step(self) -> NextStep:
        """Return the next needed step: what the primary button does."""
        controller = self.controller
        return step_after(controller.standing, controller.plan, unseen=bool(self._unseen()))

    def _unseen(self) -> list[ConflictRow]:
        coming = self.controller.coming_conflicts()
        return [conflict for conflict in coming if conflict.key not in self._seen]

    def _note_seen(self, key: MarkKey) -> None:
        if key not in self._seen and self.isVisible():
            self._seen.add(key)
            self._show_footer()

    # --- what the user does

    def take(self, paths: Sequence[Path]) -> None:
        """Look at files or folders."""
        self.controller.add(paths)

    def choose_files(self) -> None:
        """Ask for score files."""
        self.shell.choosers.open_files(
            self,
            title=_("Choose score files"),
            kinds=self.controller.kinds(),
            then=self.take,
        )

    def choose_folder(self) -> None:
        """Ask for a folder with score files."""
        self.shell.choosers.choose_folder(
            self,
            title=_("Choose the folder with the score files"),
            then=lambda folder: self.take([folder]),
        )

    def choose_inbox(self) -> None:
        """Ask which folder shall be watched."""
        self.shell.choosers.choose_folder(
            self,
            title=_("Choose the folder into which the jurors put their score files"),
            then=self.inbox.choose,
        )

    def look_into_inbox(self) -> None:
        """Look at what has come into the inbox; without one, ask for it."""
        if self.inbox.folder is None:
            self.choose_inbox()
        elif self.inbox.new_files():
            self.take(self.inbox.new_files())
        else:
            self.inbox.look()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def apply_theme(self) -> None:
        self._fit()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()):  # folders too, which the window itself does not take
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take(files_in(event.mimeData()))

    def _take_step(self, step: NextStep) -> None:
        steps: dict[NextStep, Callable[[], object]] = {
            NextStep.CHOOSE: self.choose_files,
            NextStep.READ_IN: self.controller.read_in,
            NextStep.CONFLICT: self.next_conflict,
            NextStep.RESULTS: lambda: self.shell.go("results"),
            NextStep.SETUP: lambda: self.shell.go("setup"),
        }
        steps[step]()

    def next_conflict(self) -> None:
        """Go to the next conflict: those that come with the files, then the open ones."""
        coming = self.controller.coming_conflicts()
        standing = self.controller.standing
        if coming:
            current = self.preview.rows.table.current_row()
            at = current.conflict if current is not None else None
            keys = [conflict.key for conflict in coming]
            self.show_view(PREVIEW)
            self.preview.go_to_conflict(_after(keys, at))
        elif standing is not None and standing.conflicts:
            line = self.conflicts.rows.table.current_row()
            seen = self.current_view() == CONFLICTS
            at = line.open.key if seen and line is not None and line.open else None
            by_key = {conflict.key: conflict for conflict in standing.conflicts}
            self.show_view(CONFLICTS)
            self.conflicts.go_to(by_key[_after(list(by_key), at)])

    def copy_table(self) -> None:
        """Copy the table that is seen."""
        table = self._tables().get(self.current_view())
        if table is not None and table.model().rowCount():
            table.copy_all()

    def go_to_filter(self) -> None:
        """Put the cursor into the filter of the view that is seen; of the preview if that has none."""
        if self.current_view() != BY_FILE:
            self.show_view(PREVIEW)
        view = self.by_file if self.current_view() == BY_FILE else self.preview
        view.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- what the window asks

    def may_read(self) -> bool:
        """Return whether there is something to be read in, or laid aside."""
        plan = self.controller.plan
        if plan is None or self.controller.is_reading:
            return False
        return bool(plan.taken or plan.held)

    def has_conflicts(self) -> bool:
        """Return whether a conflict is open, or comes with the files."""
        standing = self.controller.standing
        return bool(self.controller.coming_conflicts() or (standing and standing.conflicts))

    @override
    def page_actions(self) -> Sequence[Action]:
        return merge_actions(self)

    @override
    def palette_entries(self) -> Sequence[Entry]:
        return merge_entries(self)

    @override
    def key_hints(self) -> Sequence[KeyHint]:
        return merge_hints(self)

    @override
    def title(self) -> str:
        standing = self.controller.standing
        return standing.overview.edition.title if standing else _("Score files")

    @override
    def subtitle(self) -> str:
        return _("Score files") if self.controller.standing else ""

    @override
    def help_text(self) -> str:
        return _(HELP)

    @override
    def retranslate(self) -> None:
        self.choice.setAccessibleName(_("What to look at"))
        self.copy_button.setText(_("Copy the table"))
        self._name_impartiality()
        for view in (
            self.waiting,
            self.preview,
            self.by_file,
            self.report,
            self.conflicts,
            self.jurors,
            self.taken,
            self.earlier,
        ):
            view.retranslate()
        self.footer.retranslate()
        self._show_choices()
        self._show()


def _after(keys: list[MarkKey], at: MarkKey | None) -> MarkKey:
    """Return the key after `at`, from the beginning again after the last."""
    return keys[(keys.index(at) + 1) % len(keys)] if at in keys else keys[0]
