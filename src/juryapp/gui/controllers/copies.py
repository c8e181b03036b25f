"""Whole editions as files: saving one, looking at another copy, and making both one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from juryapp.application.copies.award_files import SavedAward, award_file_name, export_award
from juryapp.application.copies.combining import CombineReport, combine, preview_combine
from juryapp.application.ports.awards import AwardKind
from juryapp.application.progress import Progress
from juryapp.base.i18n import _
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.shell import Shell


class CopiesController:
    """Knows the use cases; everything that takes long is done in the worker."""

    def __init__(self, shell: Shell, workspace: Workspace) -> None:
        self._shell, self._workspace = shell, workspace

    @property
    def is_edition(self) -> bool:
        """Whether an edition is open."""
        return self._workspace.kind is Kind.EDITION

    def title(self) -> str:
        """Return the title of the open edition."""
        return self._workspace.session.edition().title

    def suggested(self, kind: AwardKind) -> str:
        """Return a name for the file."""
        return award_file_name(self._workspace.session.edition().id, kind)

    def save(self, kind: AwardKind, target: Path) -> None:
        """Save the edition as one signed file."""
        session = self._workspace.session

        def work(progress: Progress) -> SavedAward:
            return export_award(session, target, kind, progress)

        titles = {
            AwardKind.BACKUP: _("Saving the backup file"),
            AwardKind.ARCHIVE: _("Saving the archive"),
        }
        self._shell.jobs.start(work, title=titles[kind], done=self._say_saved)

    def _say_saved(self, saved: SavedAward) -> None:
        title = _("The file is checked and lies here:")
        self._shell.notifier.good(title, str(saved.path))

    def preview(self, path: Path, done: Callable[[CombineReport], object]) -> None:
        """Check another copy and say what combining would do."""
        session = self._workspace.session
        self._shell.jobs.start(
            lambda progress: preview_combine(session, path, progress),
            title=_("Looking at the other copy"),
            done=done,
        )

    def combine(self, path: Path, done: Callable[[CombineReport], object]) -> None:
        """Take everything from another copy."""
        session = self._workspace.session

        def finished(report: CombineReport) -> None:
            self._workspace.forget_undo()
            self._workspace.finished(report.changes)
            done(report)

        self._shell.jobs.start(
            lambda progress: combine(session, path, progress),
            title=_("Combining both copies"),
            done=finished,
        )
