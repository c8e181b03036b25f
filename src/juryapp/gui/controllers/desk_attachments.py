"""Copies attachments out of the jury package while the juror works, in a thread of its own.

The window's worker is for what the juror waits for; this may take a minute and nobody waits for it. It stops
within a piece when the desk is closed, and goes on the next time. Where the package cannot be reached, the
papers say so where the file would stand; only what is damaged, or cannot be written, is told in a banner.
"""

from __future__ import annotations

import logging
import threading

from PySide6.QtCore import QObject, Signal

from juryapp.application.desk.copying import Copied, copy_attachments, is_all_here
from juryapp.application.progress import Progress
from juryapp.application.session import Session
from juryapp.base.errors import UserError
from juryapp.base.i18n import _, ngettext
from juryapp.domain.ids import NomineeId
from juryapp.gui.controllers.desk_state import DeskState
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.jobs import Job
from juryapp.gui.shell import Shell

log = logging.getLogger(__name__)
_SEEN_AT_THE_FILE = frozenset({"E-AWAY", "E-LOCKED", "E-MOVED"})


class DeskCopying(QObject):
    """Starts the copying when a desk is opened, and ends it when the desk is closed."""

    came = Signal()  # files are here now, or were found to be damaged
    progressed = Signal(int, int)  # bytes that came, and all that are to come
    ended = Signal()

    def __init__(self, shell: Shell, workspace: Workspace, desk: DeskState) -> None:
        super().__init__(desk)
        self._shell, self._workspace, self._desk = shell, workspace, desk
        self._session: Session | None = None
        self._job: Job | None = None
        self._thread: threading.Thread | None = None
        desk.loaded.connect(self._begin)
        workspace.closing.connect(self.stop)

    @property
    def is_running(self) -> bool:
        """Whether files are being copied."""
        return self._thread is not None and self._thread.is_alive()

    def stop(self) -> None:
        """End the copying and wait for the piece at hand; what came stays."""
        if self._job is not None:
            self._job.cancel()
        if self._thread is not None:
            self._thread.join()
        self._session = self._job = self._thread = None

    def _begin(self) -> None:
        """Begin once for each desk that is opened."""
        session = self._workspace.session if self._workspace.kind is Kind.DESK else None
        if session is None or session is self._session:
            return
        self.stop()
        self._session = session
        if is_all_here(session):
            return
        job = Job("", can_cancel=True, parent=self)
        job.progressed.connect(self.progressed)
        job.succeeded.connect(lambda copied: self._copied(job, copied))
        job.failed.connect(lambda error: self._failed(job, error))
        job.cancelled.connect(job.deleteLater)
        self._job = job
        name = "juryapp-attachments"
        self._thread = threading.Thread(
            target=job.run, args=[lambda progress: self._copy(session, progress)], name=name
        )
        self._thread.daemon = True  # a program that ends does not wait for it: pieces are whole
        self._thread.start()

    def _copy(self, session: Session, progress: Progress) -> Copied:
        return copy_attachments(session, progress, wanted=self._on_the_screen)

    def _on_the_screen(self) -> NomineeId | None:
        """Return the nominee whose papers the juror sees; asked in the other thread."""
        return NomineeId(self._desk.info.at_nominee) if self._desk.is_loaded else None

    def _copied(self, job: Job, copied: Copied) -> None:
        self._end(job)
        self.came.emit()
        if copied.damaged:
            names = ", ".join(attachment.name for attachment in copied.damaged)
            count = len(copied.damaged)
            title = ngettext(
                "{n} file was damaged on its way", "{n} files were damaged on their way", count
            ).format(n=count)
            self._shell.notifier.warn(
                title,
                _(
                    "{files}. Your marks are safe. Ask the secretariat for the jury package again."
                ).format(files=names),
            )

    def _failed(self, job: Job, error: BaseException) -> None:
        self._end(job)
        if not isinstance(error, UserError):
            raise error  # a bug: on its way to the crash window
        self.came.emit()
        if error.code in _SEEN_AT_THE_FILE:
            log.info("attachments stay in the package: %s", error.code)
        else:
            self._shell.notifier.error(error)

    def _end(self, job: Job) -> None:
        job.deleteLater()
        if job is self._job:
            self._job = self._thread = None
        self.ended.emit()
