"""Leads through the recovery phrase: showing a new one, printing it, typing it where the keys are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from juryapp.base.errors import UserError
from juryapp.base.i18n import _, translated
from juryapp.gui.controllers.recovery import RecoveryController
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.dialogs.phrase_dialog import PhraseDialog, PhraseEntryDialog
from juryapp.gui.notify import telling
from juryapp.gui.phrase_sheet import print_sheet, sheet_html
from juryapp.gui.shell import Shell
from juryapp.gui.widgets.banner import BannerButton

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class RecoveryGuide:
    """Opens the dialogs of the recovery phrase over the window.

    Args:
        shell: Messages and jobs.
        workspace: What is open.
        window: What the dialogs belong to.
    """

    def __init__(self, shell: Shell, workspace: Workspace, window: QWidget) -> None:
        self._shell, self._window = shell, window
        self.controller = RecoveryController(shell, workspace)
        for code in ("E-NO-KEYS", "E-KEYRING-GONE"):
            shell.notifier.offers[code] = self._offer_to_type
        shell.notifier.offers["phrase"] = lambda: [(_("Make a recovery phrase"), self.make)]

    def make(self) -> None:
        """Show a new phrase; it is kept once somebody has written it down."""
        with telling(self._shell.notifier):
            again, edition = self.controller.state().has_phrase, self.controller.edition()
            phrase = self.controller.new_phrase()
            dialog = PhraseDialog(phrase, edition.title, again=again, parent=self._window)
            sheet = sheet_html(phrase, edition.title, edition.award_name)
            dialog.print_requested.connect(lambda: self._print(sheet, dialog))
            dialog.written_down.connect(lambda: self.controller.keep(phrase, self._say_kept))
            dialog.given_up.connect(lambda: self._say_missing(again=again))
            dialog.open()

    def ask(self) -> None:
        """Ask for the phrase, and bring the keys here by it."""
        if not self.controller.is_edition:
            return
        dialog = PhraseEntryDialog(self.controller.edition().title, self._window)
        dialog.keep = lambda typed: self._try(typed, dialog)
        dialog.show_fitting()

    def look(self) -> None:
        """Say, when an edition is opened, that its keys are not here, and what brings them."""
        if not self.controller.is_edition:
            return
        with telling(self._shell.notifier):
            state = self.controller.state()
            if not state.has_keys and state.has_phrase:
                self._shell.notifier.warn(
                    _("The keys of this edition are not on this computer."),
                    _(
                        "Everything can be read. To open score files or make packages, bring the keys here."
                    ),
                    self._offer_to_type(),
                )

    def _offer_to_type(self) -> list[BannerButton]:
        if not self.controller.is_edition:
            return []
        return [(_("Type the recovery phrase"), self.ask)]

    def _try(self, typed: str, dialog: PhraseEntryDialog) -> bool:
        """Try a phrase in the worker; the dialog stays until it was the right one."""

        def failed(error: UserError) -> None:
            dialog.submit_button.set_reason("")
            dialog.show_problem("")
            dialog.say_wrong(translated(error))

        def done() -> None:
            dialog.accept()
            self._shell.notifier.good(
                _("The keys are on this computer now."),
                _("Score files can be opened here, and packages made."),
            )

        dialog.submit_button.set_reason(_("The phrase is being tried."))
        self.controller.restore(typed, done, failed)
        return False

    def _print(self, sheet: str, dialog: PhraseDialog) -> None:
        def chosen(printer: QPrinter) -> None:
            print_sheet(printer, sheet)

        asked = self._shell.choosers.choose_printer(
            dialog, title=_("Print the recovery phrase"), pages=1, then=chosen
        )
        if not asked:
            dialog.print_button.set_reason(_("Printing is not possible from here. Write it down."))

    def _say_kept(self) -> None:
        self._shell.notifier.good(
            _("The keys are locked with the recovery phrase."),
            _(
                "Every backup from now on can be opened with it. Keep the sheet apart from this computer."
            ),
        )

    def _say_missing(self, *, again: bool) -> None:
        if again:
            return
        self._shell.notifier.warn(
            _("No recovery phrase has been made yet."),
            _("If this computer is lost, nobody can open the score files without one."),
            [(_("Make a recovery phrase"), self.make)],
        )
