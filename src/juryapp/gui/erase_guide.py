"""Leads through erasing a desk: from the desk itself or from the list on the start page, and afterwards."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from juryapp.application.desk.erasing import (
    ErasureReceipt,
    erase_desk,
    finish_erasures,
    save_receipt,
    what_goes,
)
from juryapp.application.desk.erasing_words import sentence
from juryapp.application.desk.opening import open_desk
from juryapp.application.session import Session
from juryapp.base.i18n import _, language
from juryapp.domain.ids import EditionId, JurorId
from juryapp.gui.controllers.start import Place
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.dialogs.erase_dialog import EraseDialog
from juryapp.gui.notify import telling
from juryapp.gui.shell import Shell


class EraseGuide:
    """Opens the dialog over the window, carries it out, and says what was erased.

    Args:
        shell: Messages and file dialogs.
        workspace: What is open.
        window: What the dialog belongs to.
    """

    def __init__(self, shell: Shell, workspace: Workspace, window: QWidget) -> None:
        self._shell, self._workspace, self._window = shell, workspace, window

    def ask_open(self) -> None:
        """Ask about the desk that is open."""
        if self._workspace.kind is Kind.DESK:
            with telling(self._shell.notifier):
                self._ask(what_goes(self._workspace.session))

    def ask(self, place: Place) -> None:
        """Ask about a desk of the start page's list."""
        with telling(self._shell.notifier):
            desk = self._opened(place.id, place.juror)
            try:
                goes = what_goes(desk)
            finally:
                desk.close()
            self._ask(goes)

    def finish(self) -> None:
        """Finish, at the start, what was begun before the program stopped, and say so."""
        for receipt in finish_erasures(self._workspace.services):
            self._tell(receipt)

    def _ask(self, goes: ErasureReceipt) -> None:
        dialog = EraseDialog(goes, self._shell.choosers, self._window)
        # After the dialog is gone: the page behind it goes too.
        dialog.agreed.connect(
            lambda target: QTimer.singleShot(0, self._window, partial(self._erase, goes, target))
        )
        dialog.open()

    def _opened(self, edition: str, juror: str) -> Session:
        services = self._workspace.services
        return open_desk(services, services.store.desk(EditionId(edition), JurorId(juror)))

    def _erase(self, goes: ErasureReceipt, target: Path | None) -> None:
        """Close what is open here, and erase; what was not received was agreed to in the dialog."""
        self._workspace.close()
        with telling(self._shell.notifier):
            desk = self._opened(goes.edition, goes.juror)
            place = desk.database.place
            try:
                receipt = erase_desk(desk, target, although_not_received=bool(goes.unreceived))
            finally:
                desk.close()
                self._shell.go("start")
            self._shell.settings.forget(place)
            self._tell(receipt)

    def _tell(self, receipt: ErasureReceipt) -> None:
        if receipt.is_saved:
            text = _("The receipt lies in {file}.").format(file=receipt.saved_to)
            self._shell.notifier.good(sentence(receipt, language()), text)
            return
        text = _("Save the receipt now: it is kept nowhere else.")
        buttons = [(_("Save the receipt …"), partial(self._save, receipt))]
        self._shell.notifier.info(sentence(receipt, language()), text, buttons)

    def _save(self, receipt: ErasureReceipt) -> None:
        self._shell.choosers.save_file(
            self._window,
            title=_("Save the receipt …"),
            suggested=receipt.suggested_name,
            kinds=[(_("Text"), ".txt")],
            then=partial(self._saved, receipt),
        )

    def _saved(self, receipt: ErasureReceipt, target: Path) -> None:
        with telling(self._shell.notifier):
            save_receipt(receipt, target)
            self._shell.notifier.ok(_("The receipt is saved."))
