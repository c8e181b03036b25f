"""What stands behind "Saved 14:02": where everything lies, copies of it, and the check of the log."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from juryapp.base.i18n import _, ngettext
from juryapp.gui.controllers.safety import Whereabouts
from juryapp.gui.theme import px
from juryapp.gui.widgets.buttons import Button
from juryapp.gui.widgets.chips import Chip
from juryapp.gui.widgets.fields import LineEdit
from juryapp.gui.widgets.labels import Label
from juryapp.gui.widgets.surfaces import column, row


class SafetyDialog(QDialog):
    """Says where the data lies; asks for a copy, the folder or a check by signals."""

    copy_requested = Signal()
    folder_requested = Signal()
    check_requested = Signal()

    def __init__(
        self, facts: Whereabouts, *, is_edition: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("safety_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Where everything lies"))
        place = LineEdit(facts.place)  # a path has no place where a line may be broken
        place.setReadOnly(True)
        place.setCursorPosition(0)
        place.setObjectName("place")
        place.setAccessibleName(_("Where everything lies"))
        lines: list[QWidget] = [
            Label(
                _("Everything is saved at every change, on this computer only."), "bodyM", wrap=True
            ),
            place,
        ]
        folder = self._button("open_folder", _("Open folder"), "folder")
        folder.clicked.connect(self.folder_requested)
        actions: list[QHBoxLayout] = []
        if is_edition:
            lines.append(_backup_chip(facts))
            copy = self._button("save_copy", _("Save a copy elsewhere …"), "backup")
            copy.set_look("primary")
            copy.clicked.connect(self.copy_requested)
            check = self._button("check_log", _("Check the log"), "shield")
            check.clicked.connect(self.check_requested)
            actions = [row(copy, check, None)]
        close = Button(_("Close"))
        close.setObjectName("close_safety")
        close.clicked.connect(self.close)
        self.setLayout(
            column(*lines, 8, *actions, row(folder, None, close), gap=12, margins=(24, 24, 24, 16))
        )
        self.setMinimumWidth(px(560))

    def _button(self, name: str, text: str, icon: str) -> Button:
        button = Button(text, icon_name=icon)
        button.setObjectName(name)
        button.clicked.connect(self.close)
        return button


def _backup_chip(facts: Whereabouts) -> Chip:
    if not facts.last_backup:
        return Chip(_("No backup yet: one is made before score files are read in"), "warn")
    count = ngettext("{n} backup", "{n} backups", facts.backups).format(n=facts.backups)
    text = _("{count}, the last one {when}").format(count=count, when=facts.last_backup)
    return Chip(text, "ok", icon_name="backup")
