"""What the page of the score files asks before it does something, and the letters that it has ready."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from juryapp.application.merge.conflicts import ConflictRow
from juryapp.application.merge.view import TakenFile
from juryapp.application.packages.overview import PackageLine
from juryapp.base.i18n import _
from juryapp.gui.controllers.merge import MergeController
from juryapp.gui.dialogs.conflict_dialog import ConflictDialog, Settled
from juryapp.gui.dialogs.letter_dialog import LetterDialog
from juryapp.gui.dialogs.take_out_dialog import TakeOutDialog
from juryapp.gui.page import Page


class MergeDialogs(QObject):
    """Opens dialogs over the page and passes on what was answered.

    Args:
        page: Over which they open.
        controller: Does what was answered.
    """

    def __init__(self, page: Page, controller: MergeController) -> None:
        super().__init__(page)
        self._page, self._shell, self._controller = page, page.shell, controller

    def ask_marks(self, shown: bool) -> None:
        """Ask before marks are shown: it is written to the log. Hiding them needs no question."""
        if not shown:
            self._controller.show_marks(False)
            return
        self._shell.choosers.ask(
            self._page,
            title=_("Show the marks?"),
            text=_(
                "That the marks were looked at is written to the log. Reading files in does not need it,"
                " and the round is still open."
            ),
            yes=_("Show the marks"),
            then=lambda: self._controller.show_marks(True),
        )

    def ask_take_out(self, taken: TakenFile) -> None:
        """Ask why a file is taken out again."""
        juror = taken.juror.name if taken.juror else taken.file.juror
        dialog = TakeOutDialog(juror, taken.file.name, self._page)
        dialog.submitted.connect(lambda reason: self._take_out(taken, reason))
        dialog.show_fitting()

    def _take_out(self, taken: TakenFile, reason: str) -> None:
        def take_out() -> None:
            if self._controller.take_out(taken.file.sha256, reason):
                self._shell.notifier.ok(_("The file no longer counts"))

        QTimer.singleShot(0, self, take_out)  # after the dialog is gone

    def put_back(self, taken: TakenFile) -> None:
        """Let a file count again."""
        if self._controller.put_back(taken.file.sha256):
            self._shell.notifier.ok(_("The file counts again"))

    def ask_chair(self, conflict: ConflictRow) -> None:
        """Ask what the chair has decided."""
        dialog = ConflictDialog(conflict, self._controller.deciders(conflict), self._page)
        dialog.submitted.connect(lambda settled: self._settle(conflict, settled))
        dialog.show_fitting()

    def _settle(self, conflict: ConflictRow, settled: Settled) -> None:
        def record() -> None:
            done = self._controller.settle(conflict, settled.content, settled.reason, settled.by)
            if done:
                self._shell.notifier.ok(_("The decision is recorded"))

        QTimer.singleShot(0, self, record)

    def write_question(self, conflict: ConflictRow) -> None:
        """Show the question to a juror; the marks stand in it only if somebody wants them there."""
        controller = self._controller
        LetterDialog(
            _("Ask {name} which mark is meant").format(name=conflict.juror.name),
            conflict.juror,
            lambda language: controller.question(conflict, language),
            controller.languages(),
            self._shell.choosers,
            self._page,
            with_marks=lambda language: controller.question(conflict, language, with_marks=True),
        ).show_fitting()

    def write_confirmation(self, taken: TakenFile) -> None:
        """Show the letter in which a juror confirms the marks of a ballot that nobody signed."""
        name = taken.juror.name if taken.juror else taken.file.juror
        LetterDialog(
            _("Ask {name} to confirm the marks").format(name=name),
            taken.juror,
            lambda language: self._controller.confirmation(taken.file.sha256, language),
            self._controller.languages(),
            self._shell.choosers,
            self._page,
        ).show_fitting()

    def write_reminder(self, line: PackageLine) -> None:
        """Show the reminder to a juror."""
        LetterDialog(
            _("Reminder to {name}").format(name=line.juror.name),
            line.juror,
            lambda language: self._controller.reminder(line, language),
            self._controller.languages(),
            self._shell.choosers,
            self._page,
        ).show_fitting()

    def write_reminder_to_all(self) -> None:
        """Show one reminder to everybody who is missing."""
        standing = self._controller.standing
        if standing is None or not standing.missing:
            return
        LetterDialog(
            _("Reminder to all who are missing"),
            None,
            self._controller.reminder_to_all,
            self._controller.languages(),
            self._shell.choosers,
            self._page,
            hidden=[line.juror.email for line in standing.missing if line.juror.email],
        ).show_fitting()

    # --- reports

    def save_receipts(self) -> None:
        """Ask where the receipts shall lie that the jurors do not have yet, and write them."""
        self._shell.choosers.choose_folder(
            self._page,
            title=_("Where shall the receipts for the jurors lie?"),
            then=self._controller.receipts.save,
        )

    def show_newest_report(self) -> None:
        """Show the report on the newest merge as it is printed."""
        standing = self._controller.standing
        if standing is not None and standing.merges:
            self.show_report(standing.merges[0].n)

    def show_report(self, n: int) -> None:
        """Show the report on a merge as it is printed."""
        from juryapp.gui.dialogs.merge_report_dialog import MergeReportDialog  # noqa: PLC0415 - seldom

        MergeReportDialog(
            n,
            self._controller.render_report(n),
            self._controller.languages(),
            self._shell,
            self._page,
        ).open()
