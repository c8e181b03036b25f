"""The inbox at the side of the score files: which folder is watched, and what has come into it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from juryapp.application.merge.inbox import Arrival
from juryapp.base.i18n import _, ngettext, translated
from juryapp.gui.controllers.inbox import InboxController, new_words
from juryapp.gui.widgets import Button, IconLabel, Label, ToolButton, column, row


class InboxBar(QWidget):
    """A line or two; where no folder is watched, only the way to choose one."""

    look_requested = Signal(list)  # of Path
    choose_requested = Signal()

    def __init__(self, controller: InboxController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inbox")
        self._controller = controller
        self._listed: frozenset[str] = frozenset()
        self.choose = Button(look="link", icon_name="inbox")
        self.choose.setObjectName("choose_inbox")
        self.choose.clicked.connect(lambda _checked=False: self.choose_requested.emit())
        self.icon = IconLabel("inbox", "text2", 16)
        self.name = Label(kind="smallM", wrap=True)
        self.name.setObjectName("inbox_name")
        self.words = Label(kind="small", role="text2", wrap=True)
        self.words.setObjectName("inbox_words")
        self.look = Button(look="small")
        self.look.setObjectName("look_inbox")
        self.look.clicked.connect(lambda _checked=False: self._look())
        self.change, self.stop = ToolButton("edit"), ToolButton("close")
        self.change.setObjectName("change_inbox")
        self.stop.setObjectName("stop_inbox")
        self.change.clicked.connect(self.choose_requested.emit)
        self.stop.clicked.connect(controller.give_up)
        self._watched = QWidget()
        head = row(self.icon, (self.name, 1), self.change, self.stop, gap=4)
        told = row((self.words, 1), self.look, gap=8)
        self._watched.setLayout(column(head, told, gap=0))
        self.setLayout(column(self.choose, self._watched, gap=0))
        controller.changed.connect(self.retranslate)
        self.retranslate()

    def leave_out(self, listed: Iterable[str]) -> None:
        """Say nothing of files (sha256) that stand in the list already."""
        self._listed = frozenset(listed) - {""}
        self.retranslate()

    def _having(self, arrival: Arrival) -> list[Path]:
        found = self._controller.having(arrival)
        return [file.path for file in found if file.sha256 not in self._listed]

    def _new_files(self) -> list[Path]:
        return [*self._having(Arrival.NEW), *self._having(Arrival.REFUSED)]

    def _look(self) -> None:
        files = self._new_files()
        if files:
            self.look_requested.emit(files)

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        controller = self._controller
        folder = controller.folder
        self.choose.setText(_("Watch an inbox folder …"))
        self.choose.setVisible(folder is None)
        self._watched.setVisible(folder is not None)
        if folder is None:
            return
        self.name.setText(_("Inbox: {folder}").format(folder=folder.name or str(folder)))
        self.name.setToolTip(str(folder))
        self.change.set_name(_("Watch another folder"))
        self.stop.set_name(_("Watch no folder any more"))
        self.look.setText(_("Look at them"))
        self.look.setVisible(bool(self._new_files()))
        self.icon.set_icon("inbox", "error" if controller.problem else "text2")
        self.words.setText(self._sentence())

    def _sentence(self) -> str:
        controller = self._controller
        if controller.problem is not None:
            return translated(controller.problem)
        if controller.inbox is None:
            return _("Looking into it …")
        new = len(self._having(Arrival.NEW))
        refused = len(self._having(Arrival.REFUSED))
        not_yet = self._having(Arrival.NOT_YET)
        parts = [new_words(new)] if new else []
        if refused:
            said = ngettext(
                "{n} file that cannot be read", "{n} files that cannot be read", refused
            )
            parts.append(said.format(n=refused))
        if not_yet:
            names = ", ".join(path.name for path in not_yet[:3])
            parts.append(_("Not here yet: {names}").format(names=names))
        return " · ".join(parts) if parts else _("Nothing new has come.")
