"""The log: everything that was done, in sentences; whether it is whole; and ways to take it along."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from juryapp.application.log.sentences import entry_count
from juryapp.base.i18n import N_, _
from juryapp.domain.changes import ChangeSet
from juryapp.gui.actions import Action
from juryapp.gui.controllers.log import LogController
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.models.log import log_columns
from juryapp.gui.page import Page
from juryapp.gui.pages.log_parts import LogFilter, Verdicts
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import (
    Button,
    EmptyState,
    Footer,
    KeyHint,
    Label,
    RowsTableModel,
    Table,
    column,
    row,
)

VOUCHING: Final = (".jurypack", ".juryreceipt", ".juryaward", ".jurydb", ".pdf")
SEEN_ROWS: Final = (
    60  # so many rows say how wide the columns are: of fifty thousand, those that are seen
)


class LogPage(Page):
    """The page of the log, of an edition or of a juror's own desk."""

    name = "log"

    def __init__(self, shell: Shell, workspace: Workspace) -> None:
        super().__init__(shell)
        self.workspace = workspace
        self.controller = LogController(shell, workspace, self)
        self._from = ""  # the page that led here
        workspace.closed.connect(self._forget)
        self.model = RowsTableModel(log_columns(self.controller.line), parent=self)
        self.table = Table(self.model)
        self.table.setObjectName("log_table")
        self.table.horizontalHeader().setResizeContentsPrecision(SEEN_ROWS)
        self.verdicts = Verdicts()
        self.filter = LogFilter()
        self._lay_out()
        self._connect()
        self.retranslate()

    # --- building

    def _lay_out(self) -> None:
        self.back = Button(icon_name="arrow-left")
        self.back.setObjectName("log_back")
        self.count = Label(kind="smallM", role="text2")
        self.count.setObjectName("log_count")
        self.copy_button = Button(icon_name="copy")
        self.copy_button.setObjectName("copy_table")
        self.check_button = Button(icon_name="shield")
        self.check_button.setObjectName("check_again")
        self.export_button = Button(look="primary", icon_name="spreadsheet")
        self.export_button.setObjectName("export_log")
        self.nothing = EmptyState("search")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        buttons = (self.check_button, self.copy_button, self.export_button)
        foot = row(self.back, (self.count, 1), *buttons, gap=12)
        inside = column(
            self.verdicts, self.filter, (self.stack, 1), gap=16, margins=(24, 16, 24, 16)
        )
        self.setLayout(column((inside, 1), Footer(foot), gap=0))

    def _connect(self) -> None:
        self.controller.changed.connect(self._show)
        self.controller.checked.connect(self._show_verdict)
        self.filter.asked.connect(self.controller.find)
        self.back.clicked.connect(lambda _checked=False: self.go_back())
        self.copy_button.clicked.connect(lambda _checked=False: self.copy_table())
        self.verdicts.compare.clicked.connect(lambda _checked=False: self.ask_what_to_compare())
        self.check_button.clicked.connect(lambda _checked=False: self.check_again())
        self.export_button.clicked.connect(lambda _checked=False: self.ask_where())
        self.table.copied.connect(lambda _n: self.shell.notifier.ok(_("Table copied")))

    # --- what the window tells

    @override
    def enter(self, argument: Any = None) -> None:
        if isinstance(argument, str) and argument != self.name:
            self._from = argument
        self.controller.refresh()
        self.filter.words.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def refresh(self, changes: ChangeSet | None) -> None:
        self.controller.refresh()

    def _forget(self) -> None:
        self._from = ""
        self.filter.clear()

    # --- what is shown

    def _show(self) -> None:
        self.verdicts.compare.setVisible(not self.controller.is_desk)
        book, places = self.controller.book, self.controller.places
        if book is not None:
            self.filter.show_people(book.jurors, book.nominees)
        self.model.show_rows(places)
        self.stack.setCurrentWidget(self.table if places or book is None else self.nothing)
        self._show_count()
        reason = "" if places else _("There is no entry to take along.")
        self.copy_button.set_reason(reason)
        self.export_button.set_reason(reason)
        self.shell.refresh_chrome()

    def _show_count(self) -> None:
        book, shown = self.controller.book, len(self.controller.places)
        if book is None:
            self.count.setText("")
        elif shown == len(book):
            self.count.setText(entry_count(shown))
        else:
            said = _("{shown} of {entries}")
            self.count.setText(said.format(shown=shown, entries=entry_count(len(book))))

    def _show_verdict(self) -> None:
        self.verdicts.show_verdict(self.controller.verdict)

    # --- what the user does

    def go_back(self) -> None:
        """Show the page from which the log was asked for."""
        home = "desk" if self.controller.is_desk else "protocol"
        self.shell.go(self._from or home)

    def check_again(self) -> None:
        """Check the log anew."""
        self.verdicts.show_verdict(None)
        self.controller.check()

    def ask_what_to_compare(self) -> None:
        """Ask for a file that holds a head of this log: it lies outside, and so can vouch for it."""
        self.shell.choosers.open_files(
            self,
            title=_("With which file shall the log be compared?"),
            kinds=[(_("Files that hold a head of the log"), suffix) for suffix in VOUCHING],
            then=lambda files: self.controller.compare(files[0]),
            several=False,
        )

    def copy_table(self) -> None:
        """Copy the entries that are seen."""
        if self.controller.places:
            self.table.copy_all()

    def ask_where(self) -> None:
        """Ask where the entries that are seen shall be written to."""
        edition = self.controller.edition
        if edition is None or not self.controller.places:
            return
        self.shell.choosers.save_file(
            self,
            title=_("Write the log to a table"),
            suggested=f"{edition.year}-{edition.id[:8]}-log.xlsx",
            kinds=[(_("Excel workbook"), ".xlsx"), (_("CSV file"), ".csv")],
            then=self._export,
        )

    def _export(self, path: Path) -> None:
        self.controller.export(path, lambda _written: None)

    def go_to_search(self) -> None:
        """Go to the search field."""
        self.filter.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.words.selectAll()

    # --- what the window asks

    @override
    def page_actions(self) -> Sequence[Action]:
        some = lambda: bool(self.controller.places)  # noqa: E731 - used three times
        return [
            Action("log.find", N_("Search in the log"), self.go_to_search, "Ctrl+F", "search"),
            Action("log.clear", N_("Show all entries"), self.filter.clear, "Ctrl+Shift+F", "filter",
                   lambda: not self.controller.query.is_open),
            Action("log.export", N_("Write the log to a table …"), self.ask_where, "Ctrl+S",
                   "spreadsheet", some),
            Action("log.copy", N_("Copy the table"), self.copy_table, "Ctrl+Shift+C", "copy", some),
            Action("log.check", N_("Check the log again"), self.check_again, "F8", "shield"),
            Action("log.compare", N_("Compare the log with a file …"), self.ask_what_to_compare,
                   icon="document", enabled=lambda: not self.controller.is_desk),
            Action("log.back", N_("Back from the log"), self.go_back, "Alt+Left", "arrow-left"),
        ]  # fmt: skip

    @override
    def key_hints(self) -> Sequence[KeyHint]:
        return [
            KeyHint(("Ctrl", "F"), _("search")),
            KeyHint(("Ctrl", "S"), _("write to a table")),
            KeyHint(("Ctrl", "Shift", "C"), _("copy the table")),
            KeyHint(("Alt", "←"), _("back")),
        ]

    @override
    def title(self) -> str:
        edition = self.controller.edition
        return edition.title if edition else _("Log")

    @override
    def subtitle(self) -> str:
        return _("Log") if self.controller.edition else ""

    @override
    def help_text(self) -> str:
        return _(
            "Everything that is done stands here, with who did it and when, and nothing is ever removed."
            " Each entry holds the hash of the one before, so that a change would be seen. Three verdicts:"
            " integrity – every entry follows from the one before; coverage – what is kept is what the log"
            " tells; anchors – heads of the log that lie outside, on protocols, in packages, receipts and"
            " backups, are still in it. Marks are never named in the secretariat’s log."
        )

    @override
    def retranslate(self) -> None:
        self.table.setAccessibleName(_("Log"))
        self.verdicts.retranslate()
        self.back.setText(_("Back"))
        self.check_button.setText(_("Check again"))
        self.copy_button.setText(_("Copy the table"))
        self.export_button.setText(_("Write to a table …"))
        self.nothing.say(_("Nothing fits"), _("No entry has all of this. Look for less."))
        self.filter.retranslate()
        self.controller.forget_words()
        self._show_verdict()
        self._show_count()
