"""The log in the window: reading it, finding in it, checking it, and handing it on as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from juryapp.application.log.anchors import anchors_in
from juryapp.application.log.check import LogVerdict, check_log
from juryapp.application.log.export import export_log
from juryapp.application.log.reading import LogBook, LogLine, LogQuery, read_log
from juryapp.application.log.sentences import entry_count
from juryapp.application.progress import Progress
from juryapp.base.i18n import _
from juryapp.domain.award import Edition
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.shell import Shell

Read = tuple[Edition, LogBook]


class LogController(QObject):
    """Knows the use cases of the page of the log; everything that takes long is done by the worker."""

    changed = Signal()  # the book, or what is found in it
    checked = Signal()

    def __init__(self, shell: Shell, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._workspace = shell, workspace
        self._book: LogBook | None = None
        self._reading = 0  # only what the newest reading brought is shown
        self.edition: Edition | None = None
        self.verdict: LogVerdict | None = None
        self.query = LogQuery()
        self.places: list[int] = []
        workspace.closed.connect(self._forget)

    @property
    def is_desk(self) -> bool:
        """Whether this is a juror's own desk."""
        return self._workspace.kind is Kind.DESK

    @property
    def book(self) -> LogBook | None:
        """The log; None until it was read."""
        return self._book

    def line(self, place: int) -> LogLine:
        """Return the entry at a place of the book."""
        if self._book is None:
            raise LookupError("the log was not read yet")
        return self._book.line(place)

    def refresh(self) -> None:
        """Read the log anew, then check it."""
        if not self._workspace.is_open:
            return
        session, is_desk = self._workspace.session, self.is_desk
        self._reading += 1
        number = self._reading

        def work(_progress: Progress) -> Read:
            return session.edition(), read_log(session, desk=is_desk)

        def done(read: Read) -> None:
            if number == self._reading:
                self._take(*read)

        self._shell.jobs.start(work, title=_("Reading the log"), done=done)
        self.check(number)

    def check(self, number: int = 0) -> None:
        """Ask for the three verdicts."""
        session = self._workspace.session
        number = number or self._reading

        def done(verdict: LogVerdict) -> None:
            if number == self._reading:
                self.verdict = verdict
                self.checked.emit()

        self._shell.jobs.start(
            lambda _progress: check_log(session), title=_("Checking the log"), done=done
        )

    def compare(self, path: Path) -> None:
        """Look in the log for the head that a file vouches for, and check everything anew."""
        session, number = self._workspace.session, self._reading

        def work(_progress: Progress) -> LogVerdict:
            return check_log(session, anchors_in(session, str(path)))

        def done(verdict: LogVerdict) -> None:
            if number == self._reading:
                self.verdict = verdict
                self.checked.emit()
                self._say_compared(path, verdict)

        self._shell.jobs.start(work, title=_("Comparing the log with a file"), done=done)

    def _say_compared(self, path: Path, verdict: LogVerdict) -> None:
        if any(anchor.named == path.name for anchor in verdict.lost):
            text = _(
                "The head of the log in “{file}” is not in this log. The newest entries are gone, the log was"
                " made anew, or the file is of another copy that went its own way."
            )
            self._shell.notifier.warn(_("The log differs."), text.format(file=path.name))
        else:
            text = _("The head of the log in “{file}” is in this log.")
            self._shell.notifier.good(_("They fit together."), text.format(file=path.name))

    def find(self, query: LogQuery) -> None:
        """Show only the entries that are wanted."""
        self.query = query
        if self._book is not None:
            self.places = self._book.find(query)
            self.changed.emit()

    def forget_words(self) -> None:
        """Tell everything anew: the language has changed."""
        if self._book is not None:
            self._book.forget_words()
            self.find(self.query)

    def export(self, path: Path, then: Callable[[Path], object]) -> None:
        """Write the entries that are shown to a CSV or XLSX file, the oldest first."""
        book, services = self._book, self._workspace.services
        if book is None:
            return
        places: Sequence[int] = self.places[::-1]

        def work(progress: Progress) -> Path:
            return export_log(services, book, places, path, progress)

        def done(written: Path) -> None:
            said = _("{entries} written to {path}")
            text = said.format(entries=entry_count(len(places)), path=written)
            self._shell.notifier.good(_("The log is written."), text)
            then(written)

        self._shell.jobs.start(work, title=_("Writing the log"), done=done)

    def _take(self, edition: Edition, book: LogBook) -> None:
        self.edition, self._book = edition, book
        self.find(self.query)

    def _forget(self) -> None:
        self._reading += 1
        self._book, self.verdict, self.edition = None, None, None
        self.places, self.query = [], LogQuery()
        self.changed.emit()
        self.checked.emit()
