"""Leads through whole copies of the edition: saving them as files, and combining two of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from juryapp.application.copies.award_files import SUFFIX
from juryapp.application.copies.combining import CombineReport
from juryapp.application.ports.awards import AwardKind
from juryapp.base.i18n import _, ngettext
from juryapp.gui.controllers.copies import CopiesController
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.dialogs.combine_dialog import CombineDialog, told_conflicts, told_difference
from juryapp.gui.dialogs.copies_dialog import CopiesDialog
from juryapp.gui.shell import Shell


class CopiesGuide:
    """Opens the dialogs about copies over the window.

    Args:
        shell: Messages, jobs and file dialogs.
        workspace: What is open.
        window: What the dialogs belong to.
    """

    def __init__(self, shell: Shell, workspace: Workspace, window: QWidget) -> None:
        self._shell, self._window = shell, window
        self.controller = CopiesController(shell, workspace)

    def show(self) -> None:
        """Say what can be done with copies, and ask for one of it."""
        if not self.controller.is_edition:
            return
        dialog = CopiesDialog(self.controller.title(), self._window)
        dialog.save_requested.connect(self.save)
        dialog.combine_requested.connect(self.choose)
        dialog.open()

    def save(self, kind: AwardKind) -> None:
        """Ask where to, and save the edition as one file."""
        words = {AwardKind.BACKUP: _("Backup file"), AwardKind.ARCHIVE: _("Archive")}
        titles = {
            AwardKind.BACKUP: _("Save a backup file"),
            AwardKind.ARCHIVE: _("Save an archive"),
        }
        self._shell.choosers.save_file(
            self._window,
            title=titles[kind],
            suggested=self.controller.suggested(kind),
            kinds=[(words[kind], SUFFIX)],
            then=lambda path: self.controller.save(kind, path),
        )

    def choose(self) -> None:
        """Ask for another copy, and show what combining would do."""
        self._shell.choosers.open_files(
            self._window,
            title=_("Choose the other copy"),
            kinds=[(_("Backup file"), SUFFIX), (_("Backup"), ".jurydb")],
            then=lambda files: self.look_at(files[0]),
            several=False,
        )

    def look_at(self, path: Path) -> None:
        """Show what combining with a copy would do."""

        def done(report: CombineReport) -> None:
            if report.is_empty:
                self._shell.notifier.info(
                    _("Everything in “{file}” is here already.").format(file=path.name),
                    _("Nothing was changed."),
                )
                return
            dialog = CombineDialog(path.name, report, self._window)
            dialog.agreed.connect(lambda: self.controller.combine(path, self._say_done))
            dialog.open()

        self.controller.preview(path, done)

    def _say_done(self, report: CombineReport) -> None:
        files = report.added.get("files", 0)
        text = ngettext("{n} score file has come.", "{n} score files have come.", files)
        remarks = [told_conflicts(report.conflicts)] if report.conflicts else []
        remarks += [told_difference(found) for found in report.differences]
        tell = self._shell.notifier.warn if remarks else self._shell.notifier.good
        tell(_("Both copies are one now."), " ".join([text.format(n=files), *remarks]))
