"""Decisions: what the panel chooses against the order by points, and the texts that say why."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from juryapp.application.decisions.board import DecisionBoard, decision_board
from juryapp.application.decisions.deciding import decide, decide_no_award, justify
from juryapp.application.session import Session
from juryapp.base.errors import RuleError, UserError
from juryapp.base.i18n import LANGUAGES, _
from juryapp.domain.changes import ChangeSet
from juryapp.domain.decisions import Basis, Decision, Outcome, basis_of
from juryapp.domain.ids import CategoryId, NomineeId
from juryapp.domain.results import CategoryResult
from juryapp.gui.commands.change import Change
from juryapp.gui.controllers.workspace import Kind, Workspace
from juryapp.gui.notify import telling
from juryapp.gui.shell import Shell


class DecisionsController(QObject):
    """Knows the use cases of decisions and justifications."""

    changed = Signal()

    def __init__(self, shell: Shell, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._workspace = shell, workspace
        self.board: DecisionBoard | None = None
        self._category: CategoryId | None = None
        self._more_languages: set[str] = set()
        self._sitting = 0
        workspace.closed.connect(self.forget)

    # --- what there is

    def refresh(self) -> None:
        """Look anew at what is decided."""
        if self._workspace.kind is not Kind.EDITION:
            self.forget()
            return
        with telling(self._shell.notifier):
            self.board = decision_board(self._workspace.session)
            self.changed.emit()

    def forget(self) -> None:
        """The edition is closed: nothing of it stays here."""
        self.board, self._category = None, None
        self._more_languages.clear()
        self.changed.emit()

    @property
    def category(self) -> CategoryId | None:
        """The category that is decided on; None if there is none."""
        if self.board is None or not self.board.result.categories:
            return None
        known = [found.category.id for found in self.board.result.categories]
        return self._category if self._category in known else known[0]

    def choose_category(self, category: str) -> None:
        """Look at another category."""
        self._category = CategoryId(category)
        self.changed.emit()

    def category_of(self, nominee: NomineeId) -> CategoryId | None:
        """Return where a nominee stands."""
        found = self.board.nominees.get(nominee) if self.board else None
        return found.category if found else None

    def result(self) -> CategoryResult | None:
        """Return the ranking of the category that is decided on."""
        if self.board is None or self.category is None:
            return None
        return self.board.result.category(self.category)

    def standing(self, nominee: NomineeId) -> Decision | None:
        """Return what is decided on a nominee; None also where a decision was taken back."""
        found = self.board.decision_on(nominee) if self.board else None
        if found is None or (found.outcome is Outcome.NONE and not found.reason):
            return None
        return found

    def basis(self, nominee: NomineeId, outcome: Outcome) -> Basis:
        """Return how a decision would stand to the points; taking back is no departure."""
        result, stands = self.result(), self.standing(nominee)
        taken_back = stands is not None and stands.outcome is not Outcome.NONE
        if result is None or (outcome is Outcome.NONE and taken_back):
            return Basis.FOLLOWS
        return basis_of(outcome, nominee, result)

    def chosen(self, outcome: Outcome) -> list[NomineeId]:
        """Return who has an outcome in the category that is decided on."""
        board, category = self.board, self.category
        decisions = board.decisions if board else ()
        return [
            d.nominee
            for d in decisions
            if d.nominee is not None and d.category == category and d.outcome is outcome
        ]

    def languages(self) -> list[str]:
        """Return the written forms that are asked for here, the edition's first one first."""
        if self.board is None:
            return []
        written = {text.language for text in self.board.justifications}
        own = self.board.edition.languages
        more = written | self._more_languages
        return [*own, *(code for code in LANGUAGES if code in more and code not in own)]

    def add_language(self, language: str) -> None:
        """Ask for texts in one more written form."""
        self._more_languages.add(language)
        self.changed.emit()

    # --- deciding

    def decide(self, nominee: NomineeId, outcome: Outcome, reason: str = "") -> RuleError | None:
        """Record a decision; return what the rules say against it, for the place where it was typed."""
        board, reason = self.board, reason.strip()
        if board is None or self._is_nothing_new(nominee, outcome, reason):
            return None
        session, before = self._workspace.session, self.standing(nominee)
        no_award = board.no_award(board.nominees[nominee].category)
        try:
            changes = decide(session, nominee, outcome, reason)
        except RuleError as error:
            return error
        except UserError as error:
            self._shell.notifier.error(error)
            return None
        ended = no_award if outcome is Outcome.WINNER else None
        name = board.nominees[nominee].name
        self._workspace.do(
            _("Decision on {nominee}").format(nominee=name),
            _first_told(changes, lambda: decide(session, nominee, outcome, reason)),
            lambda: _put_back(session, nominee, before, ended),
        )
        return None

    def _is_nothing_new(self, nominee: NomineeId, outcome: Outcome, reason: str) -> bool:
        stands = self.standing(nominee)
        if stands is None:
            follows = self.basis(nominee, outcome) is Basis.FOLLOWS
            return outcome is Outcome.NONE and follows and not reason
        return (stands.outcome, stands.reason) == (outcome, reason)

    def give_no_award(self, reason: str) -> None:
        """Record that the category has no winner; only naming one ends that."""
        session, category = self._workspace.session, self.category
        if category is None:
            return
        if self._workspace.change(lambda: decide_no_award(session, category, reason)):
            self._workspace.forget_undo()

    # --- justifying

    def write(self, nominee: NomineeId, language: str, text: str) -> None:
        """Keep a text as it stands now; typing goes on, and is one step of undo."""
        board = self.board
        if board is None or board.text_on(nominee, language) == text.strip():
            return
        session, before = self._workspace.session, board.text_on(nominee, language)
        name = board.nominees[nominee].name
        self._workspace.do(
            _("Justification of {nominee}").format(nominee=name),
            lambda: justify(session, nominee, language, text),
            lambda: justify(session, nominee, language, before),
            merge_key=f"justify:{nominee}:{language}:{self._sitting}",
        )

    def begin_sitting(self) -> None:
        """Another text is turned to: what is written from now on is a step of its own."""
        self._sitting += 1


def _first_told(changes: ChangeSet, again: Change) -> Change:
    """Return a change that the first time only says what was changed already; later it does it again."""
    waiting: list[ChangeSet] = [changes]

    def run() -> ChangeSet:
        return waiting.pop() if waiting else again()

    return run


def _put_back(
    session: Session, nominee: NomineeId, before: Decision | None, no_award: Decision | None
) -> ChangeSet:
    """Record what stood before: history is never rewritten."""
    if before is not None:
        return decide(session, nominee, before.outcome, before.reason)
    changes = decide(session, nominee, Outcome.NONE)
    if no_award is not None:
        changes |= decide_no_award(session, no_award.category, no_award.reason)
    return changes
