"""What stands behind "Saved 14:02": where everything lies, copies of it, and the check of the log."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
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
        lines: list[QWidget] = [
            Label(
                _("Everything is saved at every change, on this computer only."), "bodyM", wrap=True
            ),
            _place_field(facts.place),
        ]
        actions: list[QHBoxLayout] = []
        buttons = [
            self._button("open_folder", _("Open folder"), "folder", self.folder_requested),
            self._button("read_log", _("Read the log"), "history", self.log_requested),
        ]
        if is_edition:
            lines += [_backup_chip(facts), Rule(), *self._keys(facts), Rule()]
            actions = [self._copies()]
            buttons.append(
                self._button("check_log", _("Check the log"), "shield", self.check_requested)
            )
        close = Button(_("Close"))
        close.setObjectName("close_safety")
        close.clicked.connect(self.close)
        foot = row(*buttons, None, close)
        self.setLayout(column(*lines, 8, *actions, foot, gap=12, margins=(24, 24, 24, 16)))
        self.setMinimumWidth(px(620))

    def _copies(self) -> QHBoxLayout:
        copy = self._button(
            "save_copy", _("Save a copy elsewhere …"), "backup", self.copy_requested
        )
        copy.set_look("primary")
        copies = self._button("copies", _("Files and copies …"), "merge", self.copies_requested)
        return row(copy, copies, None)

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
            button = self._button("make_phrase", text, "key", self.phrase_requested)
        elif facts.has_phrase:
            words = _("Type the recovery phrase …")
            button = self._button("type_phrase", words, "key", self.typing_requested)
        else:
            return lines
        holder = QWidget()
        holder.setLayout(row(button, None))
        return [*lines, holder]

    def _button(self, name: str, text: str, icon: str, wanted: SignalInstance) -> Button:
        button = Button(text, icon_name=icon)
        button.setObjectName(name)
        button.clicked.connect(self.close)
        button.clicked.connect(wanted)
        return button


def _place_field(place: str) -> LineEdit:
    """Return a path as a field: it has no place where a line may be broken."""
    field = LineEdit(place)
    field.setReadOnly(True)
    field.setCursorPosition(0)
    field.setObjectName("place")
    field.setAccessibleName(_("Where everything lies"))
    return field


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
