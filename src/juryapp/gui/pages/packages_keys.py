"""The machines of one juror, by their keys: digits, state, confirming and closing, issuing anew."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from juryapp.application.keys.juror_keys import KeyLine
from juryapp.base.i18n import _, ngettext
from juryapp.domain.changes import ChangeSet
from juryapp.domain.jury import Juror
from juryapp.domain.packages import Confirmation
from juryapp.gui.controllers.juror_keys import JurorKeysController
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.dialogs.juror_key_dialog import JurorKeyDialog, state_chip
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import Button, Label, Rule, column, row


class KeyPanel(QWidget):
    """Stands in the detail of a juror; shows nothing before a key or a package is there."""

    reissue_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shell: Shell | None = None
        self._controller: JurorKeysController | None = None
        self._juror: Juror | None = None
        self.heading = Label(kind="h3")
        self.none = Label(kind="small", role="text2", wrap=True)
        self.none.setObjectName("no_key")
        self.lines = QVBoxLayout()
        self.lines.setSpacing(8)
        self.reissue = Button(look="small", icon_name="package")
        self.reissue.setObjectName("reissue_package")
        self.reissue.clicked.connect(self.reissue_requested)
        self.setLayout(
            column(Rule(), self.heading, self.none, self.lines, row(self.reissue, None), gap=8)
        )

    def attach(self, shell: Shell, workspace: Workspace) -> None:
        """Take what the panel reads and changes."""
        self._shell, self._controller = shell, JurorKeysController(workspace)

    def show_juror(self, juror: Juror, *, has_package: bool) -> None:
        """Show one juror's keys."""
        self._juror = juror
        found = self._controller.lines(juror.id) if self._controller else []
        while (item := self.lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, line in enumerate(found, start=1):
            self.lines.addWidget(self._line(line, number))
        still_open = sum(not line.key.closed for line in found)
        self.heading.setText(
            ngettext("{n} machine", "{n} machines", still_open).format(n=still_open)
            if still_open
            else _("Machine")
        )
        self.none.setVisible(not found)
        self.reissue.setVisible(has_package)

    def _line(self, line: KeyLine, number: int) -> QWidget:
        digits = Label(line.fingerprint, "bodyM", selectable=True)
        digits.setObjectName(f"fingerprint_{number}")
        digits.setAccessibleName(
            _("Fingerprint: {digits}").format(digits=" ".join(line.fingerprint))
        )
        inside = QWidget()
        if line.key.closed:
            inside.setLayout(column(digits, row(state_chip(line), None), gap=4))
            return inside
        known = line.key.confirmation is Confirmation.WORD
        button = Button(_("Look at it …") if known else _("Confirm …"), "small", "key")
        button.setObjectName(f"open_key_{number}")
        button.setAccessibleName(_("Key {digits}").format(digits=line.fingerprint))
        button.clicked.connect(lambda _checked=False: self.open_key(line))
        inside.setLayout(column(digits, row(state_chip(line), None, button), gap=4))
        return inside

    def open_key(self, line: KeyLine) -> None:
        """Open the dialog in which a key is confirmed or closed."""
        shell, controller = self._shell, self._controller
        if shell is None or controller is None:
            return
        dialog = JurorKeyDialog(
            line,
            lambda typed: controller.confirm_by_digits(line.juror.id, typed),
            lambda: controller.confirm(line),
            self,
        )

        def confirmed(changes: ChangeSet) -> None:
            controller.finished(changes)
            shell.notifier.ok(_("Confirmed by word"))

        dialog.submitted.connect(confirmed)
        dialog.take_back_requested.connect(lambda: controller.take_back(line))
        dialog.close_requested.connect(lambda: self._ask_to_close(line))
        dialog.show_fitting()

    def _ask_to_close(self, line: KeyLine) -> None:
        shell, controller = self._shell, self._controller
        if shell is None or controller is None:
            return
        shell.choosers.ask(
            self,
            title=_("Close this key of {juror}?").format(juror=line.juror.name),
            text=_(
                "No score file that is signed with it is taken in any more. What was taken in stays. If"
                " {juror} has lost the machine, make a package anew instead: that closes the key as well, and"
                " the old package."
            ).format(juror=line.juror.name),
            yes=_("Close the key"),
            then=lambda: controller.close(line),
            danger=True,
        )

    def retranslate(self) -> None:
        """Set the fixed texts."""
        self.none.setText(_("No score file has come yet, so no machine is known."))
        self.reissue.setText(_("Lost? Make a package anew …"))
