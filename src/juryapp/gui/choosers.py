"""File dialogs and questions, behind one object that tests replace (`FakeChoosers`).

Nothing blocks: each takes a function that is called with the answer, and is not called when the user cancels.

    shell.choosers.save_file(self, title=_("Save the protocol"), suggested="protocol.pdf",
                             kinds=[(_("PDF file"), ".pdf")], then=self._save)
    shell.choosers.ask(self, title=_("Close the round?"), text=…, yes=_("Close the round"), then=self._close)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget
from typing_extensions import override

from juryapp.gui.dialogs.ask_dialog import AskDialog

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

FileKind = tuple[str, str]  # words, suffix with its dot


class Choosers:
    """Qt's own dialogs, opened and not executed."""

    def __init__(self) -> None:
        self.folder = Path.home()

    def open_files(
        self,
        parent: QWidget,
        *,
        title: str,
        kinds: Sequence[FileKind],
        then: Callable[[list[Path]], object],
        several: bool = True,
    ) -> None:
        """Ask for files to read."""
        dialog = self._file_dialog(parent, title, kinds)
        modes = QFileDialog.FileMode
        dialog.setFileMode(modes.ExistingFiles if several else modes.ExistingFile)
        dialog.accepted.connect(lambda: self._answer(dialog, then))
        dialog.open()

    def save_file(
        self,
        parent: QWidget,
        *,
        title: str,
        suggested: str,
        kinds: Sequence[FileKind],
        then: Callable[[Path], object],
    ) -> None:
        """Ask where to write; Qt asks before an existing file is replaced."""
        dialog = self._file_dialog(parent, title, kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kinds[0][1].lstrip(".") if kinds else "")
        dialog.selectFile(suggested)
        dialog.accepted.connect(lambda: self._answer(dialog, lambda files: then(files[0])))
        dialog.open()

    def choose_folder(self, parent: QWidget, *, title: str, then: Callable[[Path], object]) -> None:
        """Ask for a folder."""
        dialog = self._file_dialog(parent, title, ())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
        dialog.accepted.connect(lambda: self._answer(dialog, lambda files: then(files[0])))
        dialog.open()

    def ask(
        self,
        parent: QWidget,
        *,
        title: str,
        text: str,
        yes: str,
        then: Callable[[], object],
        danger: bool = False,
    ) -> None:
        """Ask before what cannot be undone; `yes` says what will be done. Cancel is the default."""
        dialog = AskDialog(title, text, yes, danger=danger, parent=parent)
        dialog.agreed.connect(then)
        dialog.open()

    def write_mail(
        self, address: str, subject: str, text: str, *, hidden: Sequence[str] = ()
    ) -> bool:
        """Open the mail program with a letter that is ready; return whether there was one.

        Those at `hidden` addresses do not see each other.
        """
        return QDesktopServices.openUrl(QUrl(mail_link(address, subject, text, hidden)))

    def open_folder(self, folder: Path) -> bool:
        """Show a folder in the system's own program; return whether that worked."""
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def open_file(self, file: Path) -> bool:
        """Open a file in the program that the system has for it; return whether there was one."""
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))

    def choose_printer(
        self, parent: QWidget, *, title: str, pages: int, then: Callable[[QPrinter], object]
    ) -> bool:
        """Ask for a printer and its options; return whether this system can be asked at all."""
        try:
            from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - may be missing
        except ImportError:  # a Linux without the printing library
            return False
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(title)
        dialog.setMinMax(1, pages)
        dialog.accepted.connect(lambda: then(printer))
        QDialog.open(dialog)  # its own `open` wants a slot by name
        return True

    def _file_dialog(self, parent: QWidget, title: str, kinds: Sequence[FileKind]) -> QFileDialog:
        dialog = QFileDialog(parent, title, str(self.folder))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilters([*(f"{words} (*{suffix})" for words, suffix in kinds)])
        return dialog

    def _answer(self, dialog: QFileDialog, then: Callable[[list[Path]], object]) -> None:
        files = [Path(name) for name in dialog.selectedFiles()]
        if files:
            self.folder = files[0] if files[0].is_dir() else files[0].parent
            then(files)


def mail_link(address: str, subject: str, text: str, hidden: Sequence[str] = ()) -> str:
    """Return a `mailto:` link; lines end as e-mail wants them, `hidden` addresses get blind copies."""
    lines = text.replace("\n", "\r\n")
    to = quote(address, safe="@")
    blind = "".join(f"bcc={','.join(quote(a, safe='@') for a in hidden)}&" for _ in hidden[:1])
    return f"mailto:{to}?{blind}subject={quote(subject, safe='')}&body={quote(lines, safe='')}"


class FakeChoosers(Choosers):
    """For tests: answers at once with what was put in, and keeps the questions.

    Attributes:
        files: What `open_files` answers; empty is Cancel.
        target: What `save_file` and `choose_folder` answer; None is Cancel.
        agrees: What `ask` answers.
        asked: The titles of everything that was asked.
        letters: Address, subject and text of every letter for the mail program.
        has_mail: Whether there is a mail program.
        folders: Every folder that was to be shown.
        opened: Every file that was to be opened in another program.
        printer: What `choose_printer` answers; None is a system that cannot print.
    """

    def __init__(self) -> None:
        super().__init__()
        self.files: list[Path] = []
        self.target: Path | None = None
        self.agrees = True
        self.asked: list[str] = []
        self.suggested: list[str] = []
        self.letters: list[tuple[str, str, str]] = []
        self.opened: list[Path] = []
        self.printer: QPrinter | None = None
        self.has_mail = True
        self.folders: list[Path] = []

    @override
    def open_files(
        self,
        parent: QWidget,
        *,
        title: str,
        kinds: Sequence[FileKind],
        then: Callable[[list[Path]], object],
        several: bool = True,
    ) -> None:
        self.asked.append(title)
        if self.files:
            then(self.files if several else self.files[:1])

    @override
    def save_file(
        self,
        parent: QWidget,
        *,
        title: str,
        suggested: str,
        kinds: Sequence[FileKind],
        then: Callable[[Path], object],
    ) -> None:
        self.asked.append(title)
        self.suggested.append(suggested)
        if self.target is not None:
            then(self.target)

    @override
    def choose_folder(self, parent: QWidget, *, title: str, then: Callable[[Path], object]) -> None:
        self.asked.append(title)
        if self.target is not None:
            then(self.target)

    @override
    def ask(
        self,
        parent: QWidget,
        *,
        title: str,
        text: str,
        yes: str,
        then: Callable[[], object],
        danger: bool = False,
    ) -> None:
        self.asked.append(title)
        if self.agrees:
            then()

    @override
    def write_mail(
        self, address: str, subject: str, text: str, *, hidden: Sequence[str] = ()
    ) -> bool:
        self.letters.append((address or ", ".join(hidden), subject, text))
        return self.has_mail

    @override
    def open_folder(self, folder: Path) -> bool:
        self.folders.append(folder)
        return True

    @override
    def open_file(self, file: Path) -> bool:
        self.opened.append(file)
        return True

    @override
    def choose_printer(
        self, parent: QWidget, *, title: str, pages: int, then: Callable[[QPrinter], object]
    ) -> bool:
        self.asked.append(title)
        if self.printer is None:
            return False
        then(self.printer)
        return True
