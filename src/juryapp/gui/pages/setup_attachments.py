"""The files of one nominee: added, looked at, named, put in order, removed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from typing_extensions import override

from juryapp.base.i18n import _, ngettext
from juryapp.domain.attachments import Attachment
from juryapp.gui.models.documents import KIND_ICONS, KIND_NAMES, size_text
from juryapp.gui.widgets import (
    Button,
    Card,
    DropZone,
    ElidedLabel,
    IconLabel,
    Label,
    ToolButton,
    column,
    files_in,
    row,
)


class FileCard(Card):
    """One file."""

    def __init__(self, attachment: Attachment, files: FilesPart, *, place: int, of: int) -> None:
        self.attachment = attachment
        self.name = ElidedLabel(attachment.name, "bodyM")
        self.facts = ElidedLabel("", "caption", "text2")
        name = attachment.name
        tools = [
            _tool("look", place, "eye", _("Look at {name}").format(name=name)),
            _tool("rename", place, "edit", _("Rename {name}").format(name=name)),
            _tool("up", place, "arrow-up", _("Move {name} up").format(name=name)),
            _tool("down", place, "arrow-down", _("Move {name} down").format(name=name)),
            _tool("remove", place, "trash", _("Remove {name}").format(name=name)),
        ]
        look, rename, up, down, remove = tools
        up.setEnabled(place > 1)
        down.setEnabled(place < of)
        kind = IconLabel(KIND_ICONS[attachment.media], "accent", 20)
        first = row((self.name, 1), look, rename, gap=0)
        words = column(first, row((self.facts, 1), up, down, remove, gap=0), gap=0)
        super().__init__(row(kind, (words, 1), gap=10, margins=(12, 4, 4, 4)), tone="inset")
        look.clicked.connect(lambda _checked=False: files.look.emit(attachment))
        rename.clicked.connect(lambda _checked=False: files.rename.emit(attachment))
        up.clicked.connect(lambda _checked=False: files.moved.emit(attachment, -1))
        down.clicked.connect(lambda _checked=False: files.moved.emit(attachment, 1))
        remove.clicked.connect(lambda _checked=False: files.remove.emit(attachment))

    def show_pages(self, pages: int | None) -> None:
        """Show kind, size and, once they are counted, pages."""
        parts = [_(KIND_NAMES[self.attachment.media]), size_text(self.attachment.size)]
        if pages:
            parts.append(ngettext("{n} page", "{n} pages", pages).format(n=pages))
        self.facts.setText("  ·  ".join(parts))


class FilesPart(QWidget):
    """The files of the nominee under the cursor; files may be dropped on it."""

    add = Signal()
    add_folder = Signal()
    dropped = Signal(list)  # of Path
    look = Signal(object)  # Attachment
    rename = Signal(object)
    moved = Signal(object, int)
    remove = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.heading = Label(kind="h3")
        self.add_button = Button("", "small", "plus")
        self.add_button.setObjectName("add_files")
        self.add_button.clicked.connect(lambda _checked=False: self.add.emit())
        self.folder_button = Button("", "small", "folder")
        self.folder_button.setObjectName("add_folder")
        self.folder_button.clicked.connect(lambda _checked=False: self.add_folder.emit())
        self.zone = DropZone(icon_name="clip")
        self.zone.setObjectName("drop_files")
        self.zone.clicked.connect(self.add)
        self.zone.dropped.connect(self.dropped)
        self.cards = QVBoxLayout()
        self.cards.setSpacing(8)
        head = row((self.heading, 1), self.add_button, gap=6)
        self.setLayout(column(head, self.cards, self.zone, row(self.folder_button, None), gap=8))

    def show_files(self, attachments: Sequence[Attachment]) -> None:
        """Show a nominee's files; the focus stays on the same tool of the same file."""
        focused = self._focused()
        n = len(attachments)
        self.heading.setText(ngettext("{n} file", "{n} files", n).format(n=n))
        while (item := self.cards.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, attachment in enumerate(attachments, start=1):
            self.cards.addWidget(FileCard(attachment, self, place=place, of=n))
        self._focus_again(*focused)

    def _focused(self) -> tuple[str, str]:
        """Return which tool of which file has the focus."""
        focus = QApplication.focusWidget()
        for card in self.file_cards():
            if focus is not None and card.isAncestorOf(focus):
                return focus.objectName().rsplit("_", 1)[0], card.attachment.sha256
        return "", ""

    def _focus_again(self, tool: str, sha256: str) -> None:
        """Put the focus on the same tool, wherever its file stands now; at an end on the opposite one."""
        for place, card in enumerate(self.file_cards(), start=1):
            names = (tool, {"up_file": "down_file", "down_file": "up_file"}.get(tool, tool))
            found = [card.findChild(ToolButton, f"{name}_{place}") for name in names]
            enabled = [button for button in found if button is not None and button.isEnabled()]
            if card.attachment.sha256 == sha256 and enabled:
                enabled[0].setFocus()

    def file_cards(self) -> list[FileCard]:
        """Return the cards, from the top."""
        items = [self.cards.itemAt(n) for n in range(self.cards.count())]
        found = [item.widget() for item in items if item is not None]
        return [card for card in found if isinstance(card, FileCard)]

    def retranslate(self) -> None:
        """Set every text that does not come with a file."""
        self.add_button.setText(_("Add files …"))
        self.folder_button.setText(_("A whole folder …"))
        self.folder_button.setAccessibleName(
            _("Attach the files of a whole folder to many nominees")
        )
        self.zone.say(_("Drop files here"), _("PDF, picture or text; or a folder"))

    # --- Qt's side

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        event.accept()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.dropped.emit(files_in(event.mimeData()))


def folders_in(paths: Sequence[Path]) -> list[Path]:
    """Return those paths that are folders."""
    return [path for path in paths if path.is_dir()]


def _tool(what: str, place: int, icon_name: str, name: str) -> ToolButton:
    button = ToolButton(icon_name, name)
    button.setObjectName(f"{what}_file_{place}")
    return button
