"""What the worker is doing, and how to stop it; seen only when it takes longer than half a second."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.gui.jobs import Job, Jobs
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.widgets.announce import announce
from juryapp.gui.widgets.buttons import Button
from juryapp.gui.widgets.labels import ElidedLabel, Label
from juryapp.gui.widgets.progress import ProgressBar
from juryapp.gui.widgets.surfaces import row


class ProgressStrip(QFrame):
    """Title, bar, count and Cancel."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("progressStrip")
        self._job: Job | None = None
        self.title = ElidedLabel("", "smallM", "softText")
        self.bar = ProgressBar()
        self.count = Label("", "small", "softText")
        self.cancel = Button("", "small")
        self.cancel.setObjectName("cancel_job")
        self.cancel.clicked.connect(self._cancel)
        self.setLayout(
            row(
                (self.title, 1),
                (self.bar, 2),
                self.count,
                self.cancel,
                gap=16,
                margins=(16, 4, 16, 4),
            )
        )
        self.hide()
        jobs.became_long.connect(self.show_job)
        jobs.ended.connect(self._ended)
        self.retranslate()
        follow_theme(self)

    def show_job(self, job: Job) -> None:
        """Show how far `job` is."""
        self._job = job
        self.title.setText(job.title)
        self.bar.setAccessibleName(job.title)
        self.count.setText("")
        self.bar.show_progress(0, 0)
        self.cancel.setVisible(job.can_cancel)
        self.cancel.setEnabled(True)
        job.progressed.connect(self._progressed)
        self.show()
        announce(self, job.title)

    def _progressed(self, done: int, total: int) -> None:
        self.bar.show_progress(done, total)
        self.count.setText(_("{done} of {total}").format(done=done, total=total))

    def _cancel(self) -> None:
        if self._job is not None:
            self.cancel.setEnabled(False)
            self.title.setText(_("Stopping …"))
            self._job.cancel()

    def _ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.hide()

    def retranslate(self) -> None:
        """Set the words."""
        self.cancel.setText(_("Cancel"))

    def apply_theme(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(px(40))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
