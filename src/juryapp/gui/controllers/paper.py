"""Ballots on paper: printing them, typing them in, and the word of the second person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from juryapp.application.paper.confirming import check_second, confirm_ballot, send_back
from juryapp.application.paper.form import PaperForm, juror_of_code, paper_form
from juryapp.application.paper.printing import PrintedPaper, print_papers
from juryapp.application.paper.standing import PaperOverview, PaperStage, paper_overview
from juryapp.application.paper.typing import finish_typing, forget_typed, keep_typed, take_back
from juryapp.application.progress import Progress
from juryapp.base.errors import UserError
from juryapp.base.i18n import _, ngettext
from juryapp.domain.changes import ChangeSet
from juryapp.domain.ids import JurorId, NomineeId
from juryapp.domain.paper import PaperSheet
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.notify import telling
from juryapp.gui.shell import Shell

Printed = tuple[list[PrintedPaper], ChangeSet]


class PaperController(QObject):
    """Knows the use cases of the pages about papers."""

    changed = Signal()
    printed = Signal(object)  # list[PrintedPaper]

    def __init__(self, shell: Shell, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._workspace = shell, workspace
        self._overview: PaperOverview | None = None
        self.form: PaperForm | None = None
        workspace.closed.connect(self._closed)

    def _closed(self) -> None:
        self._overview = self.form = None

    # --- what there is

    @property
    def has_overview(self) -> bool:
        """Whether an edition is open and was read."""
        return self._overview is not None

    @property
    def overview(self) -> PaperOverview:
        """What stood when it was last read."""
        if self._overview is None:
            raise RuntimeError("no edition is open")
        return self._overview

    def refresh(self) -> None:
        """Read anew how far each paper is."""
        if self._workspace.kind is not Kind.EDITION:
            self._overview = None
            return
        with telling(self._shell.notifier):
            self._overview = paper_overview(self._workspace.session)
            self.changed.emit()

    def open(self, juror: JurorId) -> bool:
        """Read one juror's paper; return whether it worked."""
        self.form = None
        with telling(self._shell.notifier):
            self.form = paper_form(self._workspace.session, juror)
        return self.form is not None

    def find(self, code: str) -> JurorId | None:
        """Return whose paper has a code; what is wrong with it is told."""
        try:
            return juror_of_code(self._workspace.session, code)[0].id
        except UserError as error:
            self._shell.notifier.error(error)
            return None

    # --- printing

    def reason_against(self) -> str:
        """Return why no papers can be printed now, "" if they can."""
        if not self.overview.is_open:
            return _("The round is closed. Open it again to print papers.")
        if not self.overview.states:
            return _("There is nobody who gives marks. Add jurors in the set-up.")
        return ""

    def print(self, target: Path, jurors: Sequence[JurorId], *, together: bool) -> None:
        """Write the papers of these jurors, in the worker."""
        session = self._workspace.session

        def work(progress: Progress) -> Printed:
            return print_papers(
                session, target, jurors=jurors, together=together, progress=progress
            )

        n = len(jurors)
        title = ngettext("Printing {n} paper", "Printing {n} papers", n).format(n=n)
        self._shell.jobs.start(work, title=title, done=self._have_printed)

    def _have_printed(self, result: Printed) -> None:
        papers, changes = result
        self._workspace.finished(changes)
        self.refresh()
        self.printed.emit(papers)

    # --- typing

    def keep(self, sheet: PaperSheet, *, by: str) -> bool:
        """Keep what is typed so far; return whether it is durable."""
        form = self.form
        if form is None:
            return False
        session, juror = self._workspace.session, form.juror.id
        kept = self._workspace.change(lambda: keep_typed(session, juror, sheet, by=by))
        if kept:
            self._shell.saved()
        return kept

    def finish(self, *, by: str) -> bool:
        """Say that the paper is typed to its end; return whether it waits now."""
        form = self.form
        if form is None:
            return False
        session, juror = self._workspace.session, form.juror.id
        return self._workspace.change(lambda: finish_typing(session, juror, by=by)[1])

    def forget(self) -> bool:
        """Throw away what is half typed."""
        form = self.form
        if form is None:
            return False
        session, juror = self._workspace.session, form.juror.id
        return self._workspace.change(lambda: forget_typed(session, juror))

    def take_back(self, juror: JurorId, *, by: str) -> bool:
        """Take back what waits, to type on."""
        state = self.overview.of(juror)
        if state is None or state.ballot is None:
            return False
        session, n = self._workspace.session, state.ballot.n
        return self._workspace.change(lambda: take_back(session, n, by=by))

    # --- comparing

    def why_not_second(self, by: str) -> UserError | None:
        """Return why this person cannot confirm what is open, None if nothing is against it."""
        if self.form is None or self.form.state.ballot is None:
            return None
        try:
            check_second(self.form.state.ballot, by)
        except UserError as error:
            return error
        return None

    def confirm(self, *, by: str) -> bool:
        """Say that it agrees with the paper: it counts now."""
        form = self.form
        if form is None or form.state.ballot is None:
            return False
        session, n = self._workspace.session, form.state.ballot.n
        done = self._workspace.change(lambda: confirm_ballot(session, n, by=by).changes)
        if done:
            self._workspace.forget_undo()
        return done

    def send_back(self, *, by: str, reason: str, nominee: NomineeId | None) -> bool:
        """Say that it does not agree."""
        form = self.form
        if form is None or form.state.ballot is None:
            return False
        session, n = self._workspace.session, form.state.ballot.n
        return self._workspace.change(
            lambda: send_back(session, n, by=by, reason=reason, nominee=nominee)
        )

    @property
    def waits(self) -> bool:
        """Whether what is open waits for a second person."""
        return self.form is not None and self.form.state.stage is PaperStage.WAITING
