"""“Check a file”: drop any file; it is said what it is, whose, whether it is whole, and who signed it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFormLayout, QWidget
from shiboken6 import isValid

from juryapp.application.checking.verifying import Outcome, outcome
from juryapp.application.checking.words import (
    KIND_NAMES,
    SIGNATURE_NAMES,
    told_facts,
    told_signer,
    told_whole,
)
from juryapp.application.ports import Verification
from juryapp.base.errors import UserError
from juryapp.base.i18n import N_, _, translated
from juryapp.gui.choosers import Choosers
from juryapp.gui.controllers.checking import CheckController
from juryapp.gui.theme import px
from juryapp.gui.tokens import Role
from juryapp.gui.widgets import (
    Button,
    Card,
    DropZone,
    IconLabel,
    Label,
    Scrolled,
    announce,
    column,
    row,
)

_LOOKS: Final[dict[Outcome, tuple[str, Role, str]]] = {
    Outcome.SOUND: ("check-circle", "ok", N_("The file is in order.")),
    Outcome.UNSURE: ("warning", "warn", N_("The file is whole; not everything can be told here.")),
    Outcome.REFUSED: ("error", "error", N_("The file is not in order.")),
}
_WIDTH: Final = 640
_HEIGHT: Final = 620


class CheckFileDialog(QDialog):
    """Shows verdicts on files that are dropped or chosen."""

    def __init__(
        self, choosers: Choosers, controller: CheckController, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._choosers, self._controller = choosers, controller
        self.setObjectName("check_file_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Check a file"))
        self._told = ""
        self.intro = Label(
            _("Nothing is taken in, and the file stays as it is."), "small", "text2", wrap=True
        )
        self.drop = DropZone(
            _("Drop a file here"), _("or press Enter to choose one"), icon_name="check-circle"
        )
        self.drop.setObjectName("check_drop")
        self.drop.clicked.connect(self.choose)
        self.drop.dropped.connect(self._dropped)
        self.icon = IconLabel("dot", "text3", 24)
        self.verdict = Label(kind="h3", wrap=True)
        self.verdict.setObjectName("verdict")
        self.detail = Label(kind="body", wrap=True, selectable=True)
        self.detail.setObjectName("verdict_detail")
        self.rows = QFormLayout()
        self.rows.setHorizontalSpacing(px(16))
        self.rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        head = row(self.icon, (self.verdict, 1), gap=10)
        self.card = Card(column(head, self.detail, self.rows, gap=10, margins=(16, 14, 16, 14)))
        self.card.hide()
        self._lay_out()
        self.drop.setFocus()

    def _lay_out(self) -> None:
        self.copy_button = Button(_("Copy as text"), icon_name="copy")
        self.copy_button.setObjectName("copy_verdict")
        self.copy_button.clicked.connect(self.copy)
        self.copy_button.hide()
        self.close_button = Button(_("Close"))
        self.close_button.setObjectName("close_check")
        self.close_button.clicked.connect(self.close)
        self.setLayout(
            column(
                self.intro,
                self.drop,
                (Scrolled(column(self.card, None, margins=(0, 0, 10, 0))), 1),
                row(self.copy_button, None, self.close_button),
                gap=12,
                margins=(24, 20, 24, 16),
            )
        )
        self.setMinimumSize(px(440), px(320))
        room = self.screen().availableGeometry()
        self.resize(min(px(_WIDTH), room.width()), min(px(_HEIGHT), room.height() - px(80)))

    # --- asking

    def choose(self) -> None:
        """Ask for a file."""
        self._choosers.open_files(
            self,
            title=_("Which file shall be checked?"),
            kinds=[],
            then=lambda files: self.check(files[0]),
            several=False,
        )

    def _dropped(self, files: list[Path]) -> None:
        if files:
            self.check(files[0])

    def check(self, path: Path) -> None:
        """Look at a file and show what was found."""
        self.drop.say(path.name, _("One moment: the file is being checked."))

        def done(found: Verification) -> None:
            if isValid(self):  # else it was closed meanwhile
                self.show_verdict(path, found)

        def failed(error: UserError) -> None:
            if isValid(self):
                self.show_error(path, translated(error))

        self._controller.verify(path, done, failed)

    # --- showing

    def show_verdict(self, path: Path, found: Verification) -> None:
        """Show what was found."""
        icon, role, sentence = _LOOKS[outcome(found)]
        rows = [
            (_("What it is"), _(KIND_NAMES[found.kind])),
            (_("Whose"), found.whose),
            (_("Whole"), told_whole(found)),
            (_("Signature"), _(SIGNATURE_NAMES[found.signature])),
            (_("Signed by"), told_signer(found)),
            *told_facts(found),
        ]
        self._show(path, (icon, role), _(sentence), found.detail, [r for r in rows if r[1]])

    def show_error(self, path: Path, text: str) -> None:
        """Say that a file could not be looked at."""
        self._show(path, ("error", "error"), _("The file could not be checked."), text, [])

    def _show(
        self,
        path: Path,
        look: tuple[str, Role],
        verdict: str,
        detail: str,
        rows: list[tuple[str, str]],
    ) -> None:
        self.drop.say(path.name, _("Drop another file, or press Enter to choose one"))
        self.icon.set_icon(*look)
        self.verdict.setText(verdict)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        while self.rows.rowCount():
            self.rows.removeRow(0)
        for label, value in rows:
            told = Label(value, wrap=True, selectable=True)
            told.setAccessibleName(f"{label}: {value}")
            self.rows.addRow(Label(label, "small", "text2"), told)
        lines = [path.name, verdict, *(f"{label}: {value}" for label, value in rows), detail]
        self._told = "\n".join(line for line in lines if line)
        self.card.show()
        self.copy_button.show()
        announce(self, f"{path.name}. {verdict} {detail}")

    def copy(self) -> None:
        """Put the verdict on the clipboard."""
        QGuiApplication.clipboard().setText(self._told)
        self.copy_button.set_icon("check")
