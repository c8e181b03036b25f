"""Jury packages: who has one, making them as a job, passwords that are shown once, letters to copy.

Passwords are kept in memory only, until the secretariat says that they are written down, or the edition is
closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from juryapp.application.edition.attachments import attachments_of
from juryapp.application.packages.letters import Letter, package_letter
from juryapp.application.packages.overview import PackageLine, PackageOverview, package_overview
from juryapp.application.packages.passwords import readable_password
from juryapp.application.packages.writing import WrittenPackage, write_packages
from juryapp.application.progress import Progress
from juryapp.base.i18n import _, ngettext
from juryapp.domain.changes import ChangeSet
from juryapp.domain.ids import JurorId
from juryapp.domain.packages import PackageKind
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.notify import telling
from juryapp.gui.shell import Shell

MOST_FOR_MAIL: Final = 20_000_000  # bytes; most servers take no more
Written = tuple[list[WrittenPackage], ChangeSet]


class PackagesController(QObject):
    """Knows the use cases of the packages page."""

    changed = Signal()
    made = Signal(object)  # list[WrittenPackage]

    def __init__(self, shell: Shell, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._workspace = shell, workspace
        self._overview: PackageOverview | None = None
        self._kind: PackageKind | None = None  # chosen by hand; else what is at hand
        self.files_size = 0  # bytes of all attachments together
        self.by_mail = True
        self.folder: Path | None = None
        self._locks: dict[JurorId, bool] = {}  # where one juror differs from the rest
        self._locked_files: dict[str, bool] = {}  # by name; known for those made since the opening
        self.passwords: dict[JurorId, str] = {}
        workspace.closed.connect(self._closed)

    # --- what there is

    @property
    def has_overview(self) -> bool:
        """Whether an edition is open and was read."""
        return self._overview is not None

    @property
    def overview(self) -> PackageOverview:
        """What stood when it was last read."""
        if self._overview is None:
            raise RuntimeError("no edition is open")
        return self._overview

    def refresh(self) -> None:
        """Read anew who has what."""
        if self._workspace.kind is not Kind.EDITION:
            self._overview = None
            return
        with telling(self._shell.notifier):
            self._overview = package_overview(self._workspace.session)
            self._weigh()
            self.changed.emit()

    def _weigh(self) -> None:
        files = attachments_of(self._workspace.session).values()
        sizes = {a.sha256: a.size for theirs in files for a in theirs}  # the same bytes go once
        self.files_size = sum(sizes.values())

    @property
    def is_large(self) -> bool:
        """Whether a package with all files would be too large for most e-mail."""
        return self.kind is not PackageKind.DECLARE and self.files_size > MOST_FOR_MAIL

    def _closed(self) -> None:
        self._overview = None
        self.files_size = 0
        self._kind = None
        self.folder = None
        self._locks.clear()
        self._locked_files.clear()
        self.passwords.clear()

    def lacking(self) -> tuple[PackageLine, ...]:
        """Return the jurors without a package of the chosen kind."""
        return self.overview.lacking(self.kind)

    def to_make(self) -> tuple[PackageLine, ...]:
        """Return the jurors for whom a package of the chosen kind is to be made now."""
        return self.overview.to_make(self.kind)

    def all_answered(self) -> bool:
        """Return whether all have answered the first package, so that the next kind is at hand."""
        declares = self.kind is PackageKind.DECLARE
        return (
            declares
            and self.overview.kind_now is PackageKind.SCORE
            and bool(self.overview.ready_to_score)
        )

    # --- how they go out

    @property
    def kind(self) -> PackageKind:
        """Which packages are made: as chosen, else those that are at hand."""
        if self._kind is not None or self._overview is None:
            return self._kind or PackageKind.DECLARE
        return self._overview.kind_now

    def choose_kind(self, kind: PackageKind) -> None:
        """Choose which packages are made."""
        self._kind = kind
        self.changed.emit()

    def choose_way(self, *, by_mail: bool) -> None:
        """Choose how they travel: by e-mail they are locked, in a shared folder they are not."""
        self.by_mail = by_mail
        self._locks.clear()
        self.changed.emit()

    def is_locked(self, juror: JurorId) -> bool:
        """Return whether the next package of this juror is locked with a password."""
        return self._locks.get(juror, self.by_mail)

    def lock(self, juror: JurorId, *, locked: bool) -> None:
        """Lock the next package of one juror, or leave it open."""
        self._locks[juror] = locked
        self.changed.emit()

    def all_locked(self) -> bool:
        """Return whether every package that would be made is locked."""
        return all(self.is_locked(line.juror.id) for line in self.overview.lines)

    def choose_folder(self, folder: Path) -> None:
        """Choose where they are written."""
        self.folder = folder
        self.changed.emit()

    # --- making them

    def reason_against(self) -> str:
        """Return why no packages can be made now, "" if they can."""
        if not self.overview.is_open:
            return _("The round is closed. Open it again to make packages.")
        if not self.overview.has_keys:
            return _(
                "The keys of this edition are not on this computer. Type the recovery phrase first."
            )
        if not self.overview.lines:
            return _("There is nobody who gives marks. Add jurors in the set-up.")
        return ""

    @property
    def workspace(self) -> Workspace:
        """What is open."""
        return self._workspace

    def make(
        self, jurors: Sequence[JurorId], *, reissue: bool = False, workbook: bool = False
    ) -> None:
        """Write packages for these jurors into the folder, in the worker.

        Args:
            jurors: For whom.
            reissue: Their keys are closed, for something was lost.
            workbook: Excel ballots instead, which have no password.
        """
        folder, session = self.folder, self._workspace.session
        kind = PackageKind.SCORE if workbook else self.kind
        if folder is None or not jurors:
            return
        ids = self._workspace.services.ids
        locked = [] if workbook else [juror for juror in jurors if self.is_locked(juror)]
        passwords = {juror: readable_password(ids.secret()) for juror in locked}

        def work(progress: Progress) -> Written:
            return write_packages(
                session,
                folder,
                kind,
                jurors=jurors,
                passwords=passwords,
                reissue=reissue,
                workbook=workbook,
                progress=progress,
            )

        n = len(jurors)
        title = ngettext("Making {n} package", "Making {n} packages", n).format(n=n)
        if workbook:
            title = ngettext("Making {n} Excel ballot", "Making {n} Excel ballots", n).format(n=n)
            self._kind = PackageKind.SCORE  # so that the page shows them
        self._shell.jobs.start(work, title=title, done=lambda result: self._made(result, passwords))

    def _made(self, result: Written, passwords: dict[JurorId, str]) -> None:
        written, changes = result
        self.passwords |= passwords
        self._locked_files |= {package.path.name: package.locked for package in written}
        self._workspace.forget_undo()
        self._workspace.finished(changes)
        self.refresh()
        self.made.emit(written)

    def forget_passwords(self) -> None:
        """The passwords are written down: show them no more."""
        self.passwords.clear()
        self.changed.emit()

    # --- letters

    def letter(self, line: PackageLine) -> Letter | None:
        """Return the letter that goes with a juror's newest package of the chosen kind, if there is one."""
        issue = line.newest(self.kind)
        if issue is None:
            return None
        locked = self._locked_files.get(issue.file_name)
        return package_letter(
            self.overview.edition,
            line.juror,
            self.kind,
            file=issue.file_name,
            locked=locked,
            workbook=issue.is_workbook,
        )
