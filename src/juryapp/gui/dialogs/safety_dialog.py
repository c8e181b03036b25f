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
from juryapp.gui.widgets.surfaces import Rule, column, row


class SafetyDialog(QDialog):
    """Says where the data lies; asks for a copy, the folder or a check by signals."""

    copy_requested = Signal()
    folder_requested = Signal()
    check_requested = Signal()
    copies_requested = Signal()  # whole files, and two copies made one
    phrase_requested = Signal()  # make a recovery phrase
    typing_requested = Signal()  # type the one there is
    log_requested = Signal()

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
        looks: list[Button] = []
        if is_edition:
            lines.append(_backup_chip(facts))
            copy = self._button("save_copy", _("Save a copy elsewhere …"), "backup")
            copy.set_look("primary")
            copy.clicked.connect(self.copy_requested)
            check = self._button("check_log", _("Check the log"), "shield")
            check.clicked.connect(self.check_requested)
            copies = self._button("copies", _("Files and copies …"), "merge")
            copies.clicked.connect(self.copies_requested)
            actions = [row(copy, copies, None)]
            looks = [check]
            lines += [Rule(), *self._keys(facts), Rule()]
        log = self._button("read_log", _("Read the log"), "history")
        log.clicked.connect(self.log_requested)
        close = Button(_("Close"))
        close.setObjectName("close_safety")
        close.clicked.connect(self.close)
        self.setLayout(
            column(
                *lines,
                8,
                *actions,
                row(folder, log, *looks, None, close),
                gap=12,
                margins=(24, 24, 24, 16),
            )
        )
        self.setMinimumWidth(px(620))

    def _keys(self, facts: Whereabouts) -> list[QWidget]:
        """Return where the keys of the edition are, whether there is a recovery phrase, and what to do."""
        lines: list[QWidget] = [Label(_("The keys of the edition"), "bodyM")]
        where = Label(_where_keys_lie(facts), "small", "text2", wrap=True, selectable=True)
        where.setObjectName("key_place")
        chip = _phrase_chip(facts)
        chip.setObjectName("phrase_state")
        lines += [where, chip]
        if facts.has_keys:
            text = _("Make a new phrase …") if facts.has_phrase else _("Make a recovery phrase …")
            button = self._button("make_phrase", text, "key")
            button.clicked.connect(self.phrase_requested)
        elif facts.has_phrase:
            button = self._button("type_phrase", _("Type the recovery phrase …"), "key")
            button.clicked.connect(self.typing_requested)
        else:
            return lines
        holder = QWidget()
        holder.setLayout(row(button, None))
        return [*lines, holder]

    def _button(self, name: str, text: str, icon: str) -> Button:
        button = Button(text, icon_name=icon)
        button.setObjectName(name)
        button.clicked.connect(self.close)
        return button


def _where_keys_lie(facts: Whereabouts) -> str:
    if not facts.has_keys:
        return _("They are not on this computer, so score files cannot be opened here.")
    if facts.keys_locked_by:
        return _("In files that are locked by {place}, in {folder}").format(
            place=_(facts.keys_locked_by), folder=facts.key_folder
        )
    return _("In files that only you can read, in {folder}").format(folder=facts.key_folder)


def _phrase_chip(facts: Whereabouts) -> Chip:
    if facts.has_phrase:
        return Chip(_("A recovery phrase has been made"), "ok", icon_name="key")
    return Chip(_("No recovery phrase has been made yet"), "warn")


def _backup_chip(facts: Whereabouts) -> Chip:
    if not facts.last_backup:
        return Chip(_("No backup yet: one is made before score files are read in"), "warn")
    count = ngettext("{n} backup", "{n} backups", facts.backups).format(n=facts.backups)
    text = _("{count}, the last one {when}").format(count=count, when=facts.last_backup)
    return Chip(text, "ok", icon_name="backup")
