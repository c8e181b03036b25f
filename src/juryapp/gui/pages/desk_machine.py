"""What concerns the juror's machine: its digits, going on elsewhere, coming back; over the desk's page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from juryapp.application.desk.moving import MovedDesk
from juryapp.base.i18n import _
from juryapp.gui.controllers.desk import DeskController
from juryapp.gui.dialogs.desk_machine_dialog import MachineDialog
from juryapp.gui.dialogs.move_dialog import MovedDialog
from juryapp.gui.notify import telling
from juryapp.gui.shell import Shell


class MachineGuide:
    """Opens the dialogs and carries out what is asked in them.

    Args:
        shell: Messages and file dialogs.
        controller: The desk.
        page: What the dialogs belong to.
        used_again: Called when the machine is in use again.
    """

    def __init__(
        self,
        shell: Shell,
        controller: DeskController,
        page: QWidget,
        used_again: Callable[[], object],
    ) -> None:
        self._shell, self._controller, self._page = shell, controller, page
        self._used_again = used_again

    def open_machine(self) -> None:
        """Show the digits by which the secretariat knows this machine."""
        with telling(self._shell.notifier):
            dialog = MachineDialog(self._controller.machine(), self._page)
            dialog.move_requested.connect(self.move_elsewhere)
            dialog.use_again_requested.connect(self.use_again)
            dialog.open()

    def move_elsewhere(self) -> None:
        """Ask where the move file goes, and write it."""
        self._shell.choosers.save_file(
            self._page,
            title=_("Where should the file lie that you take along?"),
            suggested=self._controller.move_name(),
            kinds=[(_("Desk for another machine"), ".jurymove")],
            then=lambda path: self._controller.move_out(path, self._say_moved),
        )

    def _say_moved(self, moved: MovedDesk) -> None:
        MovedDialog(moved.path, moved.word, self._page).open()

    def use_again(self) -> None:
        """Ask whether the machine is to be used again although the desk went on elsewhere."""

        def again() -> None:
            if self._controller.use_again():
                self._used_again()

        self._shell.choosers.ask(
            self._page,
            title=_("Use this machine again?"),
            text=_(
                "What was changed on the other machine since is not here. The secretariat will be asked once"
                " whether you have two machines."
            ),
            yes=_("Use this machine again"),
            then=again,
        )
