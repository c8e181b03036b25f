"""Fills the window: which pages there are, and what is seen of them as editions and desks open and close.

Only the start page is made at once; the others when they are first shown. A juror's window never has the
secretariat's pages.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer

from juryapp.application.overview import overview
from juryapp.application.services import Services
from juryapp.base.errors import UserError
from juryapp.base.i18n import N_, _
from juryapp.domain.changes import ChangeSet
from juryapp.gui.actions import Action
from juryapp.gui.controllers.checking import CheckController
from juryapp.gui.controllers.safety import SafetyController
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.copies_guide import CopiesGuide
from juryapp.gui.dialogs.check_file_dialog import CheckFileDialog
from juryapp.gui.dialogs.safety_dialog import SafetyDialog
from juryapp.gui.erase_guide import EraseGuide
from juryapp.gui.main_window import MainWindow
from juryapp.gui.models.steps import STEPS, step_looks
from juryapp.gui.notify import telling
from juryapp.gui.page import Page
from juryapp.gui.pages.start_page import StartPage
from juryapp.gui.recovery_guide import RecoveryGuide
from juryapp.gui.shell import Shell

MakePage = Callable[[Shell, Workspace], Page]


class Desktop(QObject):
    """Puts pages and steps into a window, and keeps the steps true.

    Args:
        window: The window, with nothing in it yet.
        services: What `bootstrap` gives.
        sample: Makes the sample and shows it in this window, or None where there is none to offer.
    """

    def __init__(
        self,
        window: MainWindow,
        services: Services,
        *,
        sample: Callable[[Workspace], object] | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self._shell = window, window.shell
        self._sample = sample
        self.workspace = Workspace(self._shell, self)
        self._safety = SafetyController(self._shell, self.workspace)
        self._checking = CheckController(self._shell, self.workspace)
        self._recovery = RecoveryGuide(self._shell, self.workspace, window)
        self._copies = CopiesGuide(self._shell, self.workspace, window)
        self._erasing = EraseGuide(self._shell, self.workspace, window)
        self.workspace.opened.connect(self._show_opened)
        self.workspace.closed.connect(self._show_closed)
        self._shell.changes.happened.connect(self._refresh_steps)
        self.start = StartPage(self._shell, self.workspace)
        self.start.sample_requested.connect(self._show_sample)
        self.start.erase.wanted.connect(self._erasing.ask)
        self.start.controller.combine_wanted.connect(self._copies.look_at)
        self.start.controller.edition_made.connect(self._recovery.make)
        window.add_page(self.start)
        window.show_page(StartPage.name)
        window.closed.connect(self.workspace.close)
        window.saved_clicked.connect(self.show_safety)
        window.language_changed.connect(lambda: self._refresh_steps(None))
        window.actions_table.add("desktop", self._actions())
        self.workspace.provide(services)
        self._erasing.finish()  # before anything is listed or opened
        self.start.services_ready()
        if window.crashed_before:
            self.start.show_recovery()

    def go_home(self) -> None:
        """Close what is open and show the start page; asks first if something could not be saved."""
        self.workspace.closing.emit()
        if not self._shell.waiting:
            self.workspace.close()
            return
        self._shell.choosers.ask(
            self._window,
            title=_("Close the desk, and lose what is not saved?"),
            text=_(
                "It is only in this window, because the machine could not save it. All else is safe."
            ),
            yes=_("Close without saving"),
            then=self.workspace.close,
            danger=True,
        )

    def show_safety(self) -> None:
        """Say where everything lies, and offer a copy and a check."""
        if not self.workspace.is_open:
            return
        try:
            facts = self._safety.whereabouts()
        except UserError as error:  # the keys are locked, and what locks them does not answer
            self._shell.notifier.error(error)
            return
        is_edition = self.workspace.kind is Kind.EDITION
        dialog = SafetyDialog(facts, is_edition=is_edition, parent=self._window)
        dialog.copy_requested.connect(self._save_copy)
        dialog.check_requested.connect(self._safety.check_log)
        dialog.copies_requested.connect(self._copies.show)
        dialog.log_requested.connect(self.show_log)
        dialog.phrase_requested.connect(self._recovery.make)
        dialog.typing_requested.connect(self._recovery.ask)
        dialog.folder_requested.connect(
            lambda: self._shell.choosers.open_folder(Path(facts.place).parent)
        )
        dialog.open()

    def show_log(self) -> None:
        """Show everything that was done."""
        if self.workspace.is_open:
            current = self._window.pages.current()
            self._shell.go("log", current.name if current else "")

    def _save_copy(self) -> None:
        edition = self.workspace.session.edition()
        self._shell.choosers.save_file(
            self._window,
            title=_("Save a copy elsewhere"),
            suggested=f"{edition.year}-{edition.id[:8]}.jurydb",
            kinds=[(_("Backup"), ".jurydb")],
            then=self._safety.save_copy,
        )

    def _check_file(self) -> None:
        CheckFileDialog(self._shell.choosers, self._checking, self._window).open()

    def _actions(self) -> list[Action]:
        return [
            Action("desktop.home", N_("To the start page"), self.go_home, "Ctrl+W", "list",
                   lambda: self.workspace.is_open),
            Action("desktop.where", N_("Where everything lies"), self.show_safety, icon="shield",
                   enabled=lambda: self.workspace.is_open),
            Action("desktop.log", N_("Read the log"), self.show_log, "Ctrl+Shift+L", "history",
                   lambda: self.workspace.is_open),
            Action("desktop.phrase", N_("Make a recovery phrase …"), self._recovery.make, icon="key",
                   enabled=self._has_keys),
            Action("desktop.keys", N_("Type the recovery phrase …"), self._recovery.ask, icon="key",
                   enabled=lambda: self.workspace.kind is Kind.EDITION and not self._has_keys()),
            Action("desktop.copy", N_("Save a copy elsewhere …"), self._save_copy, icon="backup",
                   enabled=lambda: self.workspace.kind is Kind.EDITION),
            Action("desktop.copies", N_("Save the whole edition as a file, or combine copies …"),
                   self._copies.show, icon="merge",
                   enabled=lambda: self.workspace.kind is Kind.EDITION),
            Action("desktop.erase", N_("Erase from this computer …"), self._erasing.ask_open, icon="trash",
                   enabled=lambda: self.workspace.kind is Kind.DESK),
            Action("desktop.check", N_("Check a file …"), self._check_file, icon="check-circle"),
        ]  # fmt: skip

    def _has_keys(self) -> bool:
        if self.workspace.kind is not Kind.EDITION:
            return False
        try:
            return self._recovery.controller.state().has_keys
        except UserError:  # it is told where the keys are needed
            return False

    def _show_opened(self) -> None:
        makers = EDITION_PAGES if self.workspace.kind is Kind.EDITION else DESK_PAGES
        known = self._window.pages.names()
        for name, make in makers().items():
            if name not in known:
                self._window.add_page_maker(name, partial(make, self._shell, self.workspace))
        self._window.set_steps(STEPS if self.workspace.kind is Kind.EDITION else [])
        self._watch_inbox()
        self._refresh_steps(None)
        self._shell.saved()
        if self.workspace.kind is Kind.EDITION:
            # After the page is shown: a page takes away what was said before it.
            QTimer.singleShot(0, self, self._recovery.look)

    def _watch_inbox(self) -> None:
        """Look into the inbox of the edition, whichever page is seen."""
        if self.workspace.kind is Kind.EDITION:
            from juryapp.gui.controllers.inbox import inbox_of  # noqa: PLC0415 - not before the window

            inbox_of(self._shell, self.workspace)

    def _show_closed(self) -> None:
        self._window.set_steps([])
        self._window.show_saved(None)
        self._window.show_page(StartPage.name)

    def _refresh_steps(self, _changes: ChangeSet | None) -> None:
        if self.workspace.kind is not Kind.EDITION:
            return
        with telling(self._shell.notifier):
            for look in step_looks(overview(self.workspace.session)):
                self._window.set_step_state(look.name, look.state, look.note)

    def _show_sample(self) -> None:
        if self._sample is not None:
            self._sample(self.workspace)


def _edition_pages() -> dict[str, MakePage]:
    """The pages of an edition; imported when the first edition is opened."""
    from juryapp.gui.pages.decisions_page import DecisionsPage  # noqa: PLC0415
    from juryapp.gui.pages.impartiality_page import ImpartialityPage  # noqa: PLC0415
    from juryapp.gui.pages.log_page import LogPage  # noqa: PLC0415
    from juryapp.gui.pages.merge_page import MergePage  # noqa: PLC0415
    from juryapp.gui.pages.packages_page import PackagesPage  # noqa: PLC0415
    from juryapp.gui.pages.paper_compare import PaperComparePage  # noqa: PLC0415
    from juryapp.gui.pages.paper_page import PaperPage  # noqa: PLC0415
    from juryapp.gui.pages.paper_type import PaperTypePage  # noqa: PLC0415
    from juryapp.gui.pages.protocol_page import ProtocolPage  # noqa: PLC0415
    from juryapp.gui.pages.results_page import ResultsPage  # noqa: PLC0415
    from juryapp.gui.pages.setup_page import SetupPage  # noqa: PLC0415

    pages: tuple[type[Page], ...] = (
        SetupPage,
        PackagesPage,
        PaperPage,
        PaperTypePage,
        PaperComparePage,
        MergePage,
        ImpartialityPage,
        ResultsPage,
        DecisionsPage,
        ProtocolPage,
        LogPage,
    )
    return {page.name: page for page in pages}


def _desk_pages() -> dict[str, MakePage]:
    """The pages of a juror's desk; imported when the first package is opened."""
    from juryapp.gui.pages.desk_page import DeskPage  # noqa: PLC0415
    from juryapp.gui.pages.log_page import LogPage  # noqa: PLC0415

    return {DeskPage.name: DeskPage, LogPage.name: LogPage}


EDITION_PAGES: Final = _edition_pages
DESK_PAGES: Final = _desk_pages
