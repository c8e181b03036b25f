"""The left side of the score files: where they are dropped, and what was found about each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from juryapp.application.merge.merging import FileStatus
from juryapp.base.i18n import _, ngettext
from juryapp.domain.merge_report import TAKEN
from juryapp.gui.models.merge_files import FileRow, dated_words, list_row
from juryapp.gui.pages.merge_inbox import InboxBar
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.widgets import Button, Card, DropZone, Label, RowList, Scrolled, Side, column, row

WIDTH = 328
LEAST_WIDTH = 316
MOST_TOLD = 96  # pixels of what is told of a file; what is longer scrolls


class WaitingFiles(Side):
    """The files that wait to be read in."""

    choose_requested = Signal()
    folder_requested = Signal()
    dropped = Signal(list)  # of Path: files and folders
    accepted = Signal(str)  # sha256
    removed = Signal(object)  # Path
    clear_requested = Signal()
    held_requested = Signal()
    papers_requested = Signal()
    chosen = Signal()

    def __init__(self, inbox: InboxBar, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.inbox = inbox
        self._rows: tuple[FileRow, ...] = ()
        self._missing: tuple[str, ...] = ()
        self._held = self._papers = 0
        self._build()
        self._lay_out()
        self._connect()
        follow_theme(self)

    def _build(self) -> None:
        self.heading = Label(kind="h3")
        self.count = Label(kind="small", role="text2")
        self.drop = DropZone()
        self.drop.setObjectName("drop_scores")
        self.folder = Button(look="link", icon_name="folder")
        self.folder.setObjectName("choose_folder")
        self.held = Button(look="link", icon_name="clock")
        self.held.setObjectName("look_at_held")
        self.held.hide()
        self.papers = Button(look="link", icon_name="edit")
        self.papers.setObjectName("look_at_papers")
        self.files = RowList()
        self.files.setObjectName("waiting_files")
        self.explained = Label(kind="small", role="text2", wrap=True)
        self.explained.setObjectName("waiting_explained")
        resting = QWidget()
        resting.setLayout(column(self.explained, None))
        self.inside = QStackedWidget()
        self.inside.addWidget(self.files)
        self.inside.addWidget(resting)
        self.clear = Button(look="link")
        self.clear.setObjectName("clear_files")
        self.detail_name = Label(kind="smallM", wrap=True, selectable=True)
        self.detail_name.setObjectName("file_name")
        self.detail = Label(kind="small", role="text2", wrap=True, selectable=True)
        self.detail.setObjectName("file_sentence")
        self.told = Scrolled(column(self.detail))  # a bad workbook has much to tell
        self.still_missing = Label(kind="small", role="text2", wrap=True)
        self.still_missing.setObjectName("file_missing")
        self.yes = Button(look="small")
        self.yes.setObjectName("accept_file")
        self.remove = Button(look="small")
        self.remove.setObjectName("remove_file")

    def _lay_out(self) -> None:
        self.detail_card = Card(
            column(
                self.detail_name,
                self.told,
                self.still_missing,
                2,
                row((self.yes, 1)),
                row(self.remove, None),
                gap=4,
                margins=(8, 10, 8, 10),
            ),
            tone="inset",
        )
        self.body = column((self.inside, 1), self.detail_card, gap=8)
        self.setLayout(
            column(
                row(self.heading, None, self.count),
                self.drop,
                row(self.folder, None, self.clear),
                self.inbox,
                self.held,
                self.papers,
                (self.body, 1),
                gap=8,
                margins=(16, 16, 16, 16),
            )
        )

    def _connect(self) -> None:
        self.drop.clicked.connect(self.choose_requested)
        self.drop.dropped.connect(self.dropped)
        self.folder.clicked.connect(lambda _checked=False: self.folder_requested.emit())
        self.held.clicked.connect(lambda _checked=False: self.held_requested.emit())
        self.papers.clicked.connect(lambda _checked=False: self.papers_requested.emit())
        self.clear.clicked.connect(lambda _checked=False: self.clear_requested.emit())
        self.files.chosen.connect(lambda _key: self._show_detail())
        self.files.activated_key.connect(lambda _key: self._accept())
        self.yes.clicked.connect(lambda _checked=False: self._accept())
        self.remove.clicked.connect(lambda _checked=False: self._remove())
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.files)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove)

    def _fit_detail(self) -> None:
        """Let what is told of a file take the room it needs, up to a limit."""
        width = max(self.told.viewport().width(), px(LEAST_WIDTH - 60))
        needed = self.detail.heightForWidth(width)
        self.told.setFixedHeight(min(needed, px(MOST_TOLD)))

    # --- what is shown

    def show_rows(self, rows: Sequence[FileRow], waiting: int, missing: Sequence[str]) -> None:
        """Show the files, of which `waiting` are still being looked through, and who is missing."""
        coming = {
            r.verdict.juror.name
            for r in rows
            if r.verdict.juror and r.verdict.complete and r.verdict.status in TAKEN
        }
        self._rows, self._missing = tuple(rows), tuple(n for n in missing if n not in coming)
        self.files.show_rows([list_row(r) for r in rows])
        taken = sum(r.verdict.status in TAKEN for r in rows)
        if rows:
            files = ngettext("{n} file", "{n} files", len(rows)).format(n=len(rows))
            can = _("{n} can be read in").format(n=taken)
            self.count.setText(f"{files}, {can}")
        else:
            self.count.setText(_("Looking through …") if waiting else "")
        self.count.setVisible(bool(self.count.text()))
        if (
            rows and self.current() is None
        ):  # before it is shown: a view with the focus takes the first
            self.files.choose(_first_needing(rows).path)
        self.inside.setCurrentIndex(0 if rows else 1)
        self.clear.setVisible(bool(rows))
        self._show_detail()

    def show_held(self, n: int) -> None:
        """Say how many files were laid aside and may be looked at now."""
        self._held = n
        self.held.setVisible(n > 0)
        self.held.setText(
            ngettext("{n} file is laid aside …", "{n} files are laid aside …", n).format(n=n)
        )

    def show_papers(self, n: int) -> None:
        """Say how many papers were typed in and do not count yet; lead to the papers in any case."""
        waiting = ngettext(
            "{n} paper waits for a second person …", "{n} papers wait for a second person …", n
        )
        self._papers = n
        self.papers.setText(waiting.format(n=n) if n else _("Ballots on paper …"))

    def current(self) -> FileRow | None:
        """Return the file under the cursor."""
        key: Any = self.files.current_key()
        return next((r for r in self._rows if r.path == key), None)

    def _show_detail(self) -> None:
        found = self.current()
        self.detail_card.setVisible(found is not None)
        if found is None:
            return
        self.detail_name.setText(dated_words(found))
        self.detail.setText(found.sentence())
        self._fit_detail()
        refused = found.verdict.status is FileStatus.REFUSED
        self.still_missing.setVisible(refused and bool(self._missing))
        names = ", ".join(self._missing)
        self.still_missing.setText(_("Still missing: {names}").format(names=names))
        self.yes.setVisible(bool(found.button))
        self.yes.setText(_(found.button))
        self.chosen.emit()

    def _accept(self) -> None:
        found = self.current()
        if found is not None and found.button:
            self.accepted.emit(found.sha256)

    def _remove(self) -> None:
        found = self.current()
        if found is not None:
            self.removed.emit(found.path)

    def choose(self, path: Path) -> bool:
        """Put the cursor on a file."""
        return self.files.choose(path)

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.heading.setText(_("Files"))
        self.drop.say(_("Drop score files here"), _("or choose files …  Ctrl+O"))
        self.folder.setText(_("Choose a whole folder …"))
        self.files.setAccessibleName(_("Files that wait to be read in"))
        self.explained.setText(
            _(
                "Here the score files come in that the jurors have sent: in any order, twice, an old one"
                " among them. They are looked through first; the files themselves are never changed."
            )
        )
        self.remove.setText(_("Take it off the list"))
        self.clear.setText(_("Clear the list"))
        self.inbox.retranslate()
        self.show_held(self._held)
        self.show_papers(self._papers)
        self.show_rows(self._rows, 0, self._missing)

    def apply_theme(self) -> None:
        """Take the width from the theme."""
        self.setMinimumWidth(px(LEAST_WIDTH))
        self.setMaximumWidth(px(WIDTH) if not self.property("unfolded") else 16_777_215)

    def unfold(self, wide: bool) -> None:
        """Take all the room there is, or stand at the side."""
        self.setProperty("unfolded", wide)
        beside = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self.body.setDirection(beside)
        self.body.setStretch(1, 1 if wide else 0)
        top = Qt.AlignmentFlag.AlignTop if wide else Qt.AlignmentFlag(0)
        self.body.setAlignment(self.detail_card, top)
        self.apply_theme()

    @override
    def sizeHint(self) -> Any:
        hint = super().sizeHint()
        hint.setWidth(px(WIDTH))
        return hint


def _first_needing(rows: Sequence[FileRow]) -> FileRow:
    """Return the first file that somebody must look at, else the first."""
    needing = (r for r in rows if r.button or r.verdict.status is FileStatus.REFUSED)
    return next(needing, rows[0])
