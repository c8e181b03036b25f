"""Attaching files to nominees in the set-up: every change can be undone, long ones run in the worker."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from juryapp.application.edition.attaching_folders import FolderPlan, plan_folder
from juryapp.application.edition.attachments import (
    Attached,
    attach_many,
    attachment_bytes,
    attachments_of,
    order_attachments,
    put_back,
    remove_attachment,
    rename_attachment,
)
from juryapp.application.progress import Progress
from juryapp.application.session import Session
from juryapp.base.errors import Cancelled, UserError
from juryapp.base.i18n import _, ngettext
from juryapp.domain.attachments import Attachment, Media
from juryapp.domain.changes import ChangeSet
from juryapp.domain.ids import NomineeId
from juryapp.gui.controllers.setup import SetupController
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.documents.opened import opened
from juryapp.gui.documents.pdf import PdfFile
from juryapp.gui.documents.reading import DocumentTexts
from juryapp.gui.notify import telling
from juryapp.gui.shell import Shell
from juryapp.gui.widgets.document_view import Document

_MOST_SAID = 6  # refusals that are written out


class Attaching:
    """Files that were attached already, as a step that can be undone and done again."""

    def __init__(self, session: Session, done: Attached) -> None:
        self._session, self._files = session, done.attachments
        self._changes: ChangeSet | None = done.changes

    def forward(self) -> ChangeSet:
        """The first time, only say what changed; later, put the files back."""
        if self._changes is not None:
            changes, self._changes = self._changes, None
            return changes
        return _all(put_back(self._session, a) for a in self._files)

    def back(self) -> ChangeSet:
        """Take the files away again."""
        return _all(remove_attachment(self._session, a.nominee, a.sha256) for a in self._files)


class SetupAttachments(QObject):
    """Knows the use cases."""

    changed = Signal()  # which files there are
    counted = Signal()  # pages of a PDF became known

    def __init__(self, shell: Shell, workspace: Workspace, setup: SetupController) -> None:
        super().__init__(setup)
        self.shell, self._workspace = shell, workspace
        self._found: Mapping[NomineeId, tuple[Attachment, ...]] = {}
        self._pages: dict[str, int] = {}
        self._counting: set[str] = set()
        self.texts = DocumentTexts(shell.drawing, self._bytes, self)
        setup.changed.connect(self.look)
        workspace.closing.connect(self._finish)
        workspace.closed.connect(self._forget)

    @property
    def _session(self) -> Session:
        return self._workspace.session

    # --- what there is

    def look(self) -> None:
        """Read anew which files there are."""
        if self._workspace.kind is Kind.EDITION:
            with telling(self.shell.notifier):
                self._found = attachments_of(self._session)
        self.changed.emit()

    def of(self, nominee: NomineeId) -> tuple[Attachment, ...]:
        """Return a nominee's files in their order."""
        return self._found.get(nominee, ())

    def pages(self, attachment: Attachment) -> int | None:
        """Return how many pages a PDF has; None until that is known, and for what has none."""
        known = self._pages.get(attachment.sha256)
        if known is None and attachment.media is Media.PDF:
            self._count(attachment)
        return known or None

    def _count(self, attachment: Attachment) -> None:
        sha256, session = attachment.sha256, self._session
        if sha256 in self._counting:
            return
        self._counting.add(sha256)
        self.shell.drawing.start(
            lambda _progress: _page_count(session, sha256),
            done=lambda pages: self._counted(sha256, pages),
            failed=lambda _error: self._counted(sha256, 0),
            can_cancel=False,
        )

    def _counted(self, sha256: str, pages: int) -> None:
        if isValid(self):
            self._counting.discard(sha256)
            self._pages[sha256] = pages
            self.counted.emit()

    def _finish(self) -> None:
        """Let nobody read from an edition that is being closed."""
        self.texts.stop()
        self.shell.drawing.wait()

    def _forget(self) -> None:
        self._found = {}
        self.texts.forget()

    def document(self, attachment: Attachment) -> Document:
        """Return a file as something to show."""
        session = self._session
        return Document(
            sha256=attachment.sha256,
            name=attachment.name,
            media=attachment.media,
            load=partial(attachment_bytes, session, attachment.sha256),
        )

    def _bytes(self, sha256: str) -> bytes:
        return attachment_bytes(self._session, sha256)

    # --- changing it

    def attach(self, nominee: NomineeId, paths: Sequence[Path]) -> None:
        """Take files in for a nominee, in the worker."""
        self._start([(nominee, path) for path in paths])

    def plan(self, folder: Path, then: Callable[[FolderPlan], object]) -> None:
        """Look which files of a folder would go to whom, in the worker."""
        session = self._session
        self.shell.jobs.start(
            lambda _progress: plan_folder(session, folder),
            title=_("Looking into “{folder}”").format(folder=folder.name),
            done=then,
        )

    def carry_out(self, plan: FolderPlan) -> None:
        """Take in what a plan says, in the worker."""
        self._start([(nominee.id, path) for nominee, paths in plan.found for path in paths])

    def _start(self, files: Sequence[tuple[NomineeId, Path]]) -> None:
        session = self._session
        self.shell.jobs.start(
            lambda progress: _attach_all(session, files, progress),
            title=_("Attaching the files"),
            done=lambda done: self._attached(session, done),
        )

    def _attached(self, session: Session, done: Attached) -> None:
        if not self._workspace.is_open or self._workspace.session is not session:
            return
        if done.attachments:
            step = Attaching(session, done)
            count = len(done.attachments)
            self._workspace.do(_("Attach files"), step.forward, step.back)
            self.shell.notifier.ok(
                ngettext("{n} file is attached", "{n} files are attached", count).format(n=count)
            )
        self._say(done)

    def _say(self, done: Attached) -> None:
        """Say what was refused, and what should be known of the rest: a sentence for each file."""
        if done.refused:
            count = len(done.refused)
            title = ngettext("{n} file was not attached", "{n} files were not attached", count)
            self.shell.notifier.warn(title.format(n=count), _listed([str(e) for e in done.refused]))
        if done.warnings:
            self.shell.notifier.info(
                _("The files are attached. Please note:"),
                _listed([warning.sentence() for warning in done.warnings]),
            )
        if done.already and not done.attachments and not done.refused:
            self.shell.notifier.info(_("This nominee has the same file already."), "")

    def remove(self, attachment: Attachment) -> bool:
        """Take a file away."""
        session = self._session
        return self._workspace.do(
            _("Remove file"),
            partial(remove_attachment, session, attachment.nominee, attachment.sha256),
            partial(put_back, session, attachment),
        )

    def rename(self, attachment: Attachment, name: str) -> bool:
        """Call a file otherwise, as jurors read it."""
        session, nominee, sha256 = self._session, attachment.nominee, attachment.sha256
        if name == attachment.name:
            return True
        return self._workspace.do(
            _("Rename file"),
            partial(rename_attachment, session, nominee, sha256, name),
            partial(rename_attachment, session, nominee, sha256, attachment.name),
        )

    def move(self, attachment: Attachment, steps: int) -> bool:
        """Move a file up (-1) or down (1)."""
        before = [a.sha256 for a in self.of(attachment.nominee)]
        place = before.index(attachment.sha256)
        if not 0 <= place + steps < len(before):
            return False
        after = [sha256 for sha256 in before if sha256 != attachment.sha256]
        after.insert(place + steps, attachment.sha256)
        session, nominee = self._session, attachment.nominee
        return self._workspace.do(
            _("Move file"),
            partial(order_attachments, session, nominee, after),
            partial(order_attachments, session, nominee, before),
        )


def _all(changes: Iterable[ChangeSet]) -> ChangeSet:
    result = ChangeSet()
    for change in changes:
        result |= change
    return result


def _attach_all(
    session: Session, files: Sequence[tuple[NomineeId, Path]], progress: Progress
) -> Attached:
    """Attach files; after a stop, those that came before it are attached, and can be undone."""
    done = Attached()
    for place, (nominee, path) in enumerate(files):
        try:
            progress.step(place, len(files))
        except Cancelled:
            return done
        done |= attach_many(session, nominee, [path])
    return done


def _page_count(session: Session, sha256: str) -> int:
    try:
        file = opened(attachment_bytes(session, sha256), Media.PDF)
    except UserError:
        return 0
    try:
        return file.pages if isinstance(file, PdfFile) else 0
    finally:
        file.close()


def _listed(sentences: Sequence[str]) -> str:
    """Return sentences one a line; of very many, the first."""
    shown = list(dict.fromkeys(sentences))
    more = len(shown) - _MOST_SAID
    if more > 0:
        rest = ngettext("… and {n} more file.", "… and {n} more files.", more).format(n=more)
        shown = [*shown[:_MOST_SAID], rest]
    return "\n".join(shown)
