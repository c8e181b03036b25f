"""The results: what they are, who may look at them, whether they hold, and closing the round."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from juryapp.application.edition.rounds import close_round, open_round
from juryapp.application.merge.conflicts import waive
from juryapp.application.progress import Progress
from juryapp.application.results.holding import Answer, assessed_all, without_one
from juryapp.application.results.showing import ResultsBoard, results_board, show_results
from juryapp.base.i18n import _
from juryapp.domain.award import RoundState
from juryapp.domain.changes import ChangeSet
from juryapp.domain.ids import CategoryId, NomineeId
from juryapp.domain.results import CategoryResult, Open
from juryapp.domain.totals import NomineeTotal
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.notify import telling
from juryapp.gui.shell import Shell

Answers = tuple[Answer, ...]


class Needed(StrEnum):
    """The one next needed step on this page."""

    SETUP = "setup"
    MERGE = "merge"
    IMPARTIALITY = "impartiality"
    WAIVE = "waive"
    DECIDE = "decisions"


WHERE = {
    Open.NOT_RECEIVED: Needed.MERGE,
    Open.DRAFT: Needed.MERGE,
    Open.MISSING: Needed.MERGE,
    Open.CONFLICT: Needed.MERGE,
    Open.UNDECLARED: Needed.IMPARTIALITY,
    Open.PENDING: Needed.IMPARTIALITY,
    Open.NOT_ASSESSED: Needed.WAIVE,
}


class ResultsController(QObject):
    """Knows the use cases of the results."""

    changed = Signal()  # there is a new result to show
    answered = Signal()  # “Does it hold?” has an answer

    def __init__(self, shell: Shell, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._workspace = shell, workspace
        self.board: ResultsBoard | None = None
        self._category: CategoryId | None = None
        self._answers: dict[CategoryId, Answers] = {}
        self._asked = 0  # which result is being asked about
        self._asking: tuple[int, CategoryId] | None = None  # what the worker is at
        workspace.closed.connect(self.forget)

    # --- what there is

    def refresh(self) -> None:
        """Look anew at the result."""
        if self._workspace.kind is not Kind.EDITION:
            self.forget()
            return
        with telling(self._shell.notifier):
            before, self.board = self.board, results_board(self._workspace.session)
            if before is None or before.scoring != self.board.scoring:
                self._answers, self._asked = {}, self._asked + 1
            self.changed.emit()

    def forget(self) -> None:
        """The edition is closed: nothing of it stays here."""
        self.board, self._category, self._answers = None, None, {}
        self._asked += 1
        self.changed.emit()

    @property
    def category(self) -> CategoryId | None:
        """The category that is looked at; None if there is none."""
        if self.board is None or not self.board.result.categories:
            return None
        known = [found.category.id for found in self.board.result.categories]
        return self._category if self._category in known else known[0]

    def choose_category(self, category: str) -> None:
        """Look at another category."""
        self._category = CategoryId(category)
        self.changed.emit()

    def result(self) -> CategoryResult | None:
        """Return the ranking of the category that is looked at."""
        if self.board is None or self.category is None:
            return None
        return self.board.result.category(self.category)

    def total_of(self, nominee: NomineeId) -> NomineeTotal | None:
        """Return a nominee's total in the category that is looked at."""
        result = self.result()
        if result is None:
            return None
        totals = [*(ranked.total for ranked in result.ranked), *result.unranked]
        return next((total for total in totals if total.nominee == nominee), None)

    def needed(self) -> Needed:
        """Return the next needed step."""
        if self.board is None or self.board.round is None:
            return Needed.SETUP
        places = [WHERE[question.kind] for question in self.board.result.open_questions]
        for step in (Needed.MERGE, Needed.IMPARTIALITY, Needed.WAIVE):
            if step in places:
                return step
        return Needed.DECIDE

    @property
    def is_round_open(self) -> bool:
        """Whether score files are still taken in."""
        board = self.board
        return (
            board is not None and board.round is not None and (board.round.state is RoundState.OPEN)
        )

    @property
    def can_waive(self) -> bool:
        """Whether something was not assessed that the chair could accept."""
        if self.board is None:
            return False
        return any(q.kind is Open.NOT_ASSESSED for q in self.board.result.open_questions)

    # --- what is done

    def show_early(self) -> None:
        """The chair opens the results although somebody is missing."""
        self._workspace.change(lambda: show_results(self._workspace.session))

    def waive(self, reason: str) -> None:
        """The chair accepts what was not assessed."""
        session = self._workspace.session
        self._workspace.do(
            _("Accept what was not assessed"),
            lambda: waive(session, reason),
            lambda: waive(session, "", waived=False),
        )

    def take_waiver_back(self) -> None:
        """The chair no longer accepts what was not assessed."""
        board = self.board
        if board is None or board.waiver is None:
            return
        session, reason = self._workspace.session, board.waiver.reason
        self._workspace.do(
            _("No longer accept what was not assessed"),
            lambda: waive(session, "", waived=False),
            lambda: waive(session, reason),
        )

    def close_round(self) -> None:
        """Close the round, in the worker: a backup is made first."""
        session = self._workspace.session
        self._shell.jobs.start(
            lambda _progress: close_round(session),
            title=_("Making a backup and closing the round"),
            done=self._round_changed,
            can_cancel=False,
        )

    def open_again(self, reason: str) -> None:
        """Open the round again, so that files are taken in."""
        session = self._workspace.session
        if self._workspace.change(lambda: open_round(session, reason=reason)):
            self._workspace.forget_undo()

    def _round_changed(self, changes: ChangeSet) -> None:
        self._workspace.forget_undo()
        self._workspace.finished(changes)

    # --- does it hold?

    def answers(self) -> Answers:
        """Return the answers for the category that is looked at; empty while they are worked out."""
        return self._answers.get(self.category, ()) if self.category else ()

    def ask_whether_it_holds(self) -> None:
        """Work the answers out in the worker; `answered` tells."""
        board, category = self.board, self.category
        if board is None or category is None or not board.is_shown:
            return
        if category in self._answers or (self._asked, category) == self._asking:
            return
        asked, scoring = self._asked, board.scoring
        self._asking = (asked, category)

        def work(progress: Progress) -> Answers:
            return (without_one(scoring, category, progress), assessed_all(scoring, category))

        def done(answers: Answers) -> None:
            if asked == self._asked:
                self._answers[category] = answers
                self.answered.emit()

        self._shell.jobs.start(work, title=_("Counting again without one of the jurors"), done=done)
