"""The inbox of an edition: a folder that is watched, and what has come into it. Nothing is merged by itself.

Folders on a network or of a sync program do not always tell that something has come, so the folder is also
looked into from time to time; a file that was still being written is looked at again soon.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from juryapp.application.merge.inbox import Arrival, Inbox, InboxFile, look_into_inbox
from juryapp.application.progress import Progress
from juryapp.application.session import Session
from juryapp.base.errors import RuleError, UserError
from juryapp.base.i18n import _, ngettext
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.shell import Shell

_SETTLES_MS: Final = 400  # so many changes in a row are one
_UNFINISHED_MS: Final = 2_500
_NOW_AND_THEN_MS: Final = 60_000
_MATTERS: Final = (Topic.FILES, Topic.ROUND)


class InboxController(QObject):
    """Knows the inbox folder of the open edition, and looks into it."""

    changed = Signal()

    def __init__(self, shell: Shell, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._workspace = shell, workspace
        self._edition = ""
        self._looking = self._again = False
        self._told: frozenset[Path] = frozenset()
        self.folder: Path | None = None
        self.inbox: Inbox | None = None
        self.problem: UserError | None = None
        self.is_seen = False  # the page that shows it is before the user
        self._watcher = QFileSystemWatcher(self)
        self._soon: QTimer = self._timer(_SETTLES_MS, once=True)
        self._watcher.directoryChanged.connect(lambda _path: self._soon.start())
        self._unfinished = self._timer(_UNFINISHED_MS, once=True)
        self._now_and_then = self._timer(_NOW_AND_THEN_MS, once=False)
        workspace.opened.connect(self._follow)
        workspace.closed.connect(self._stop)
        shell.changes.happened.connect(self._react)
        if workspace.is_open:
            self._follow()

    def _timer(self, wait: int, *, once: bool) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(wait)
        timer.setSingleShot(once)
        timer.timeout.connect(self.look)
        return timer

    # --- which folder

    def choose(self, folder: Path) -> None:
        """Watch a folder from now on, also when the edition is opened again."""
        self._keep(str(folder))
        self._watch(folder)

    def give_up(self) -> None:
        """Watch no folder any more."""
        self._keep("")
        self._watch(None)

    def _keep(self, folder: str) -> None:
        others = tuple(
            (edition, kept)
            for edition, kept in self._shell.settings.values.inboxes
            if edition != self._edition
        )
        mine = ((self._edition, folder),) if folder else ()
        self._shell.settings.change(inboxes=(*others, *mine))

    def _follow(self) -> None:
        if self._workspace.kind is not Kind.EDITION:
            self._stop()
            return
        self._edition = self._workspace.session.edition().id
        kept = dict(self._shell.settings.values.inboxes).get(self._edition)
        self._watch(Path(kept) if kept else None)

    def _stop(self) -> None:
        self._edition = ""
        self._watch(None)

    def _watch(self, folder: Path | None) -> None:
        watched = self._watcher.directories()
        if watched:
            self._watcher.removePaths(watched)
        for timer in (self._soon, self._unfinished, self._now_and_then):
            timer.stop()
        self.folder, self.inbox, self.problem, self._told = folder, None, None, frozenset()
        if folder is not None:
            self._now_and_then.start()
            self.look()
        self.changed.emit()

    # --- what has come

    def having(self, arrival: Arrival) -> tuple[InboxFile, ...]:
        """Return the files in one state."""
        return self.inbox.having(arrival) if self.inbox is not None else ()

    def new_files(self) -> list[Path]:
        """Return the files that are worth looking at: new ones, and those that are refused."""
        return [f.path for f in (*self.having(Arrival.NEW), *self.having(Arrival.REFUSED))]

    def _react(self, changes: ChangeSet) -> None:
        if self.folder is not None and changes.touches(*_MATTERS):
            self.look()

    def look(self) -> None:
        """Look into the folder, in the worker."""
        folder, before = self.folder, self.inbox
        if folder is None or not self._workspace.is_open:
            return
        if self._looking:
            self._again = True
            return
        self._looking = True
        session = self._workspace.session

        def work(progress: Progress) -> Inbox | None:
            try:
                return look_into_inbox(session, folder, before=before, progress=progress)
            except RuntimeError:
                if self._session_is(session):
                    raise
                return before  # the edition was closed meanwhile: nobody asks any more

        self._shell.jobs.start(
            work,
            title=_("Looking into the inbox"),
            done=lambda inbox: self._looked(folder, inbox, None),
            failed=lambda error: self._looked(folder, None, error),
            cancelled=lambda: self._looked(folder, before, None),
        )

    def _session_is(self, session: Session) -> bool:
        return self._workspace.is_open and self._workspace.session is session

    def _looked(self, folder: Path, inbox: Inbox | None, problem: UserError | None) -> None:
        self._looking = False
        if folder == self.folder:
            self.inbox = inbox
            self.problem = None if isinstance(problem, RuleError) else problem
            self._watch_folders(folder)
            if self.having(Arrival.NOT_YET):
                self._unfinished.start()
            self._tell()
            self.changed.emit()
        if self._again:
            self._again = False
            self.look()

    def _watch_folders(self, folder: Path) -> None:
        """Watch the folder and those in it, as far as they are there now."""
        try:
            wanted = [folder, *(p for p in folder.iterdir() if p.is_dir())]
        except OSError:
            return
        watched = set(self._watcher.directories())
        missing = [str(p) for p in wanted if str(p) not in watched and p.is_dir()]
        if missing:
            self._watcher.addPaths(missing)

    def _tell(self) -> None:
        """Say on whatever page is seen that something has come; the page of the files shows it anyway."""
        new = frozenset(file.path for file in self.having(Arrival.NEW))
        fresh, self._told = new - self._told, new
        if not fresh or self.is_seen:
            return
        self._shell.notifier.info(
            new_words(len(new)),
            _("Nothing is read in before you have looked at them."),
            buttons=[(_("Look at them"), lambda: self._shell.go("merge", self.new_files()))],
        )


def inbox_of(shell: Shell, workspace: Workspace) -> InboxController:
    """Return the inbox of a window: one for all its pages, made when it is first asked for."""
    found = workspace.findChild(InboxController)
    return found if found is not None else InboxController(shell, workspace, workspace)


def new_words(n: int) -> str:
    """Return how many files have come."""
    return ngettext("{n} new file in the inbox", "{n} new files in the inbox", n).format(n=n)
