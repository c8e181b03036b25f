"""The protocol: the meeting, what to look at first, the draft as it would be printed, and approving it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from juryapp.application.edition.setup import put_meeting
from juryapp.application.progress import Progress
from juryapp.application.protocol.board import ProtocolBoard, approved_pdf, protocol_board
from juryapp.application.protocol.printing import (
    Printed,
    draft_content,
    preview_protocol,
    print_again,
    print_protocol,
)
from juryapp.base.errors import UserError
from juryapp.base.i18n import _
from juryapp.domain.protocol import Meeting
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.notify import telling
from juryapp.gui.shell import Shell
from juryapp.gui.widgets.pdf_view import PdfFacts, pdf_facts

DRAFT = 0  # instead of a version


@dataclass(frozen=True, slots=True)
class Paper:
    """A protocol to be looked at: the draft, or an approved version with its stored bytes."""

    version: int  # DRAFT, or the version
    pdf: bytes
    facts: PdfFacts
    warnings: tuple[str, ...] = ()


class ProtocolController(QObject):
    """Knows the use cases of the protocol."""

    changed = Signal()  # there is something new to show
    paper_made = Signal(object)  # Paper
    paper_failed = Signal(object)  # UserError
    saved = Signal(object)  # Printed
    saved_again = Signal(object)  # Path

    def __init__(self, shell: Shell, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._workspace = shell, workspace
        self.board: ProtocolBoard | None = None
        self._language = ""
        self.version = DRAFT  # which paper is looked at
        self._making = False
        self._again = False
        self._opened = 0  # which edition is open, so that a late paper of another is dropped
        workspace.closed.connect(self.forget)

    # --- what there is

    def refresh(self) -> None:
        """Look anew at the meeting and at what is approved."""
        if self._workspace.kind is not Kind.EDITION:
            self.forget()
            return
        with telling(self._shell.notifier):
            self.board = protocol_board(self._workspace.session)
            self.changed.emit()

    def forget(self) -> None:
        """The edition is closed: nothing of it stays here."""
        self.board, self._language, self.version = None, "", DRAFT
        self._opened += 1
        self.changed.emit()

    @property
    def language(self) -> str:
        """The language of the paper; the edition's first one unless another is chosen."""
        if self._language:
            return self._language
        return self.board.edition.languages[0] if self.board else ""

    def choose_language(self, language: str) -> None:
        """Print in another language."""
        self._language = language
        self.show_paper(DRAFT)

    # --- the meeting

    def put_meeting(self, meeting: Meeting) -> None:
        """Keep the meeting as it stands now; typing in one field is one step of undo."""
        board = self.board
        if board is None or board.meeting == meeting:
            return
        session, before = self._workspace.session, board.meeting
        differing = [
            field.name
            for field in fields(Meeting)
            if getattr(before, field.name) != getattr(meeting, field.name)
        ]
        self._workspace.do(
            _("Change the meeting"),
            lambda: put_meeting(session, meeting),
            lambda: put_meeting(session, before),
            merge_key=f"meeting:{differing[0]}" if len(differing) == 1 else "",
        )

    # --- looking at it

    def show_paper(self, version: int) -> None:
        """Look at the draft (DRAFT), or at an approved version."""
        self.version = version
        self.make_paper()

    def make_paper(self) -> None:
        """Make in the worker what is looked at; `paper_made` brings it. One at a time."""
        board = self.board
        if board is None or not board.is_shown:
            return
        if self._making:
            self._again = True
            return
        self._making = True
        session, language, version = self._workspace.session, self.language, self.version
        opened = self._opened

        def work(progress: Progress) -> Paper:
            if version != DRAFT:
                pdf = approved_pdf(session, version)
                return Paper(version, pdf, pdf_facts(pdf))
            pdf = preview_protocol(session, language, progress)
            warnings = session.services.printer.warnings(draft_content(session))
            return Paper(DRAFT, pdf, pdf_facts(pdf), tuple(warnings))

        self._shell.jobs.start(
            work,
            title=_("Setting the protocol"),
            done=lambda paper: self._paper_done(opened, paper, None),
            failed=lambda error: self._paper_done(opened, None, error),
            can_cancel=False,
        )

    def _paper_done(self, opened: int, paper: Paper | None, error: UserError | None) -> None:
        self._making = False
        again, self._again = self._again, False
        if opened != self._opened:
            return
        if again:
            self.make_paper()
        elif paper is not None:
            self.paper_made.emit(paper)
        else:
            self.paper_failed.emit(error)

    # --- saving it

    def suggested_name(self, version: int) -> str:
        """Return a file name without anybody's name in it."""
        state = "draft" if version == DRAFT else f"v{version}"
        return f"protocol-{state}-{self.language}.pdf"

    def save_draft(self, path: Path) -> None:
        """Write the draft to a file, in the worker."""
        self._print(path, final=False, title=_("Saving the draft"))

    def approve(self, path: Path) -> None:
        """Approve the protocol as it stands and write it to a file, in the worker."""
        self._print(path, final=True, title=_("Approving and saving the protocol"))

    def _print(self, path: Path, *, final: bool, title: str) -> None:
        session, language = self._workspace.session, self.language

        def work(progress: Progress) -> Printed:
            return print_protocol(session, path, language=language, final=final, progress=progress)

        self._shell.jobs.start(work, title=title, done=self._printed, can_cancel=not final)

    def _printed(self, printed: Printed) -> None:
        if not printed.record.draft:
            self._workspace.forget_undo()
        self._workspace.finished(printed.changes)
        self.saved.emit(printed)

    def save_again(self, version: int, path: Path) -> None:
        """Write the stored bytes of an approved version to a file."""
        session = self._workspace.session
        self._shell.jobs.start(
            lambda _progress: print_again(session, version, path),
            title=_("Saving the protocol"),
            done=self.saved_again.emit,
            can_cancel=False,
        )
