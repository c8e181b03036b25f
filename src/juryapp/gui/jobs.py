"""One worker thread for what takes long: files, merging, PDF, backup. One at a time, so that only one writes.

    def work(progress: Progress) -> MergePlan: …          # no Qt in it; calls progress.step(done, total)

    shell.jobs.start(work, title=_("Reading 9 files"), done=self._show_plan)

`done` runs in the window's thread with what `work` returned. A `UserError` becomes a banner unless
`failed` is given; any other exception goes to the crash window. While a job runs longer than half a
second, the window shows a strip with its title, progress and "Cancel"; cancelling raises `Cancelled` at
the work's next step.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, Final, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from juryapp.application.progress import Progress
from juryapp.base.errors import Cancelled, UserError
from juryapp.gui.notify import Notifier

SHOW_AFTER_MS: Final = 500
T = TypeVar("T")


class Job(QObject):
    """One piece of work; told about by signals that arrive in the window's thread."""

    progressed = Signal(int, int)  # done, total
    succeeded = Signal(object)
    failed = Signal(object)  # the exception
    cancelled = Signal()
    ended = Signal()

    def __init__(self, title: str, *, can_cancel: bool, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.can_cancel = can_cancel
        self.is_running = True
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    def step(self, done: int, total: int) -> None:
        """Say how far the work is; called by the work. Raises Cancelled after `cancel()`."""
        if self._stop.is_set() and self.can_cancel:
            raise Cancelled
        self.progressed.emit(done, total)

    def run(self, work: Callable[[Progress], object]) -> None:
        """Do the work, in the worker thread."""
        try:
            result = work(self)
        except Cancelled:
            self.cancelled.emit()
        except BaseException as error:  # noqa: BLE001 - the window's thread tells a UserError from a bug
            self.failed.emit(error)
        else:
            self.succeeded.emit(result)


class Jobs(QObject):
    """The queue in front of the worker."""

    started = Signal(object)  # Job
    became_long = Signal(object)  # Job that is still running after half a second
    ended = Signal(object)  # Job
    busy_changed = Signal(bool)

    def __init__(self, notifier: Notifier, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notifier = notifier
        self._worker: ThreadPoolExecutor | None = None
        self._running: list[Job] = []
        self._futures: list[Future[None]] = []

    def start(
        self,
        work: Callable[[Progress], T],
        *,
        title: str = "",
        done: Callable[[T], object] | None = None,
        failed: Callable[[UserError], object] | None = None,
        cancelled: Callable[[], object] | None = None,
        can_cancel: bool = True,
    ) -> Job:
        """Queue `work`.

        Args:
            work: The work; runs in the worker thread.
            title: What is being done, for the progress strip.
            done: Takes the result.
            failed: Takes a UserError instead of the banner.
            cancelled: Called after a cancel.
            can_cancel: Whether the strip has a Cancel button.
        """
        job = Job(title, can_cancel=can_cancel, parent=self)
        self._running.append(job)
        job.succeeded.connect(lambda result: self._end(job, done, result))
        job.failed.connect(lambda error: self._end(job, self._teller(failed), error))
        job.cancelled.connect(lambda: self._end(job, lambda _none: cancelled and cancelled(), None))
        QTimer.singleShot(SHOW_AFTER_MS, job, lambda: self._tell_if_long(job))
        self.started.emit(job)
        if len(self._running) == 1:
            self.busy_changed.emit(True)
        if self._worker is None:
            self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="juryapp-worker")
        self._futures = [future for future in self._futures if not future.done()]
        self._futures.append(self._worker.submit(job.run, work))
        return job

    def is_busy(self) -> bool:
        """Return whether any job is waiting or running."""
        return bool(self._running)

    def running(self) -> tuple[Job, ...]:
        """Return the jobs that are waiting or running, the oldest first."""
        return tuple(self._running)

    def wait(self) -> None:
        """Wait until everything that was queued is done; what came of it is told afterwards."""
        wait(self._futures)

    def close(self) -> None:
        """Cancel what can be cancelled and wait for the rest; nothing is half written."""
        for job in self._running:
            job.cancel()
        if self._worker is not None:
            self._worker.shutdown(wait=True, cancel_futures=True)
            self._worker = None

    def _teller(self, failed: Callable[[UserError], object] | None) -> Callable[[Any], object]:
        def tell(error: BaseException) -> None:
            if not isinstance(error, UserError):
                raise error  # a bug: on its way to the crash window
            if failed is not None:
                failed(error)
            else:
                self._notifier.error(error)

        return tell

    def _end(self, job: Job, then: Callable[[Any], object] | None, value: object) -> None:
        job.is_running = False
        self._running.remove(job)
        self.ended.emit(job)
        job.ended.emit()
        if not self._running:
            self.busy_changed.emit(False)
        job.deleteLater()
        if then is not None:
            then(value)

    def _tell_if_long(self, job: Job) -> None:
        if job.is_running:
            self.became_long.emit(job)
