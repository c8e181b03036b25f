"""Saving at the desk: at every change, with undo, and in memory where the machine says no.

What cannot be saved (disk full, no rights, file gone) *waits*: it is shown as the juror said it and marked as
not saved, it can be undone and done again like anything else, and it is tried again with everything that is
said afterwards, or when the juror asks for it. Nothing that was said is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from juryapp.application.desk.contents import keep_private_note
from juryapp.application.desk.putting_back import put_back
from juryapp.application.desk.saying import declare, record_mark, write_note
from juryapp.base.errors import RuleError, UnavailableError, UserError
from juryapp.base.i18n import N_, _, ngettext
from juryapp.domain.changes import ChangeSet
from juryapp.domain.ids import CriterionId, NomineeId
from juryapp.domain.statements import DeclarationContent, MarkContent, MarkState, NoteContent, mark
from juryapp.gui.commands.change import Change
from juryapp.gui.controllers.desk_state import CLEARED, DeskState

FOR_GOOD = frozenset({"E-MOVED", "E-READ-ONLY"})  # trying again will not help
CANNOT_UNSAY = N_(
    "Your first answer on {nominee} stays until you give another: choose the one that is right."
)
FILE_GONE = frozenset({"E-GONE", "E-REPLACED"})


@dataclass(frozen=True, slots=True)
class Wait:
    """Where something waits that could not be saved."""

    waiting: dict[Any, Any]
    key: object
    content: object
    stored: Callable[[], object]  # what is on the disk in its place

    def forget(self) -> None:
        """It is said anew, or undone: what waited in its place waits no more."""
        self.waiting.pop(self.key, None)

    def keep(self) -> None:
        """It could not be saved."""
        self.waiting[self.key] = self.content

    def needs_nothing(self) -> bool:
        """Return whether the same stands on the disk."""
        return self.stored() == self.content


Saying = tuple[Change, Wait]


class DeskSaving(DeskState):
    """The desk as it stands, and everything that may be said there."""

    # --- changing

    def _step(self, nominee: NomineeId, change: Change, wait: Wait) -> Change:
        """Return `change` so that its nominee is read again after it, and what fails waits."""

        def carried_out() -> ChangeSet:
            wait.forget()
            try:
                changes = ChangeSet() if wait.needs_nothing() else change()
            except UnavailableError as error:
                if error.code in FOR_GOOD:
                    self._error = error
                    raise
                wait.keep()
                self._hear_of_trouble(nominee, error)
                return ChangeSet()
            except UserError as error:
                self._error = error
                raise
            self._saved(nominee, changes)
            return changes

        return carried_out

    def _saved(self, nominee: NomineeId, changes: ChangeSet) -> None:
        self._read_again(nominee)
        self._told_by_us = bool(changes)
        if changes:
            self.last_file = None  # it does not say what stands now
        if not self._first_time:
            self.stepped_to.emit(nominee)
        self._tell_waiting()

    def _do(
        self, text: str, nominee: NomineeId, forward: Saying, back: Saying, merge_key: str = ""
    ) -> bool:
        """Say something that can be undone; return whether it is saved."""
        self._error, self._trouble, self._first_time = None, None, True
        try:
            worked = self._workspace.do(
                text, self._step(nominee, *forward), self._step(nominee, *back), merge_key=merge_key
            )
        finally:
            self._first_time = False
        return self._with_the_rest(worked=worked)

    def _change(self, nominee: NomineeId, said: Saying) -> bool:
        """Say something that cannot be undone; return whether it is saved."""
        self._error, self._trouble, self._first_time = None, None, True
        try:
            worked = self._workspace.change(self._step(nominee, *said))
        finally:
            self._first_time = False
        return self._with_the_rest(worked=worked)

    def _with_the_rest(self, *, worked: bool) -> bool:
        """Where saving works (again), save what waits, too."""
        saved = worked and self._trouble is None
        if saved and self.has_unsaved():
            self.try_again()
        return saved

    def _hear_of_trouble(self, nominee: NomineeId, error: UnavailableError) -> None:
        self._error = self._trouble = error
        self._tell_row(nominee)
        if not self._first_time:
            self.stepped_to.emit(nominee)
        self._say_trouble(error)
        self._tell_waiting()

    def _say_trouble(self, error: UnavailableError) -> None:
        """Say what is not saved, that it is kept, and offer to try again."""
        self._shell.notifier.clear()  # one message for all of it, and always the newest
        count = self.waiting_count()
        title = ngettext(
            "{n} thing that you said is not saved yet. It stays here until it is.",
            "{n} things that you said are not saved yet. They stay here until they are.",
            count,
        )
        button = (_("Try again"), self.save_again)
        if error.code in FILE_GONE:
            button = (_("Write the file again"), self.put_file_back)
        self._shell.notifier.error(error, title=title.format(n=count), buttons=[button])

    def _tell_waiting(self) -> None:
        self._shell.set_waiting(self.waiting_count())

    # --- trying again

    def try_again(self) -> bool:
        """Save again what could not be saved; return whether all of it is saved now."""
        self._error = self._trouble = None
        for nominee, said in self._waiting_changes():
            if not self._workspace.change(self._step(nominee, *said)) or self._trouble:
                return False
        if not self.has_unsaved():
            self._shell.notifier.clear()
        return True

    def save_again(self) -> None:
        """Try again, and say so if all is saved now."""
        if self.has_unsaved() and self.try_again():
            self._shell.notifier.ok(_("Everything is saved now"))

    def put_file_back(self) -> None:
        """Write the desk's file again where it was, then save what waits."""
        try:
            put_back(self._workspace.session)
        except UnavailableError as error:
            self._say_trouble(error)
        else:
            self.save_again()

    def _waiting_changes(self) -> list[tuple[NomineeId, Saying]]:
        answers = [(n, self._saying(n, said)) for n, said in self.unsaved_answers.items()]
        marks = [(n, self._marking(n, c, said)) for (n, c), said in self.unsaved.items()]
        notes = [(n, self._noting(n, text)) for n, text in self.unsaved_private.items()]
        comments = [(n, self._commenting(n, said)) for n, said in self.unsaved_comments.items()]
        flags = [(n, self._flagging(n, flagged=on)) for n, on in self.unsaved_flags.items()]
        return [*answers, *marks, *notes, *comments, *flags]

    # --- marks

    def give(
        self, nominee: NomineeId, criterion: CriterionId, points: int | None, *, not_assessed: bool
    ) -> bool:
        """Give, change or take back a mark; return whether it is saved."""
        stands = self.shown_mark(nominee, criterion)
        note = stands.note if stands else ""
        if points is not None:
            content = mark(points, note)
        elif not_assessed:
            content = MarkContent(MarkState.NOT_ASSESSED, None, note)
        else:
            content = CLEARED
        return self.put_mark(nominee, criterion, content)

    def comment_mark(self, nominee: NomineeId, criterion: CriterionId, note: str) -> bool:
        """Set the comment that goes with a mark; without a mark there is nothing to comment."""
        stands = self.shown_mark(nominee, criterion)
        if stands is None:
            return False
        return self.put_mark(nominee, criterion, replace(stands, note=note))

    def put_mark(self, nominee: NomineeId, criterion: CriterionId, content: MarkContent) -> bool:
        """Say a mark, whatever is in it; return whether it is saved."""
        before = self.shown_mark(nominee, criterion) or CLEARED
        if content == before:
            return (nominee, criterion) not in self.unsaved
        return self._do(
            _("Mark for {nominee}").format(nominee=self.name_of(nominee)),
            nominee,
            self._marking(nominee, criterion, content),
            self._marking(nominee, criterion, before),
        )

    def _marking(self, nominee: NomineeId, criterion: CriterionId, content: MarkContent) -> Saying:
        session = self._workspace.session
        wait = Wait(
            self.unsaved,
            (nominee, criterion),
            content,
            lambda: self._said[nominee].marks.get(criterion, CLEARED),
        )
        return (lambda: record_mark(session, nominee, criterion, content)), wait

    # --- words

    def write_comment(self, nominee: NomineeId, content: NoteContent, visit: int) -> bool:
        """Set the comment to the jury. What is written in one `visit` is one step of undo."""
        before = self.unsaved_comments.get(nominee, self._said[nominee].comment)
        if content == before:
            return nominee not in self.unsaved_comments or self.try_again()
        return self._do(
            _("Comment on {nominee}").format(nominee=self.name_of(nominee)),
            nominee,
            self._commenting(nominee, content),
            self._commenting(nominee, before),
            merge_key=f"comment:{nominee}:{visit}",
        )

    def _commenting(self, nominee: NomineeId, content: NoteContent) -> Saying:
        session = self._workspace.session
        wait = Wait(self.unsaved_comments, nominee, content, lambda: self._said[nominee].comment)
        return (lambda: write_note(session, nominee, content.text, usable=content.usable)), wait

    def write_private(self, nominee: NomineeId, text: str, visit: int) -> bool:
        """Set the private note."""
        before = self.unsaved_private.get(nominee, self._said[nominee].note)
        if text == before:
            return nominee not in self.unsaved_private or self.try_again()
        return self._do(
            _("Private note on {nominee}").format(nominee=self.name_of(nominee)),
            nominee,
            self._noting(nominee, text),
            self._noting(nominee, before),
            merge_key=f"private:{nominee}:{visit}",
        )

    def _noting(self, nominee: NomineeId, text: str) -> Saying:
        def keep() -> ChangeSet:
            flagged = self.said(nominee).flagged
            return keep_private_note(self._workspace.session, nominee, text, flagged=flagged)

        return keep, Wait(self.unsaved_private, nominee, text, lambda: self._said[nominee].note)

    def flag(self, nominee: NomineeId) -> None:
        """Set or take away the juror's own flag; not where the desk went on on another machine."""
        if self.moved:
            return
        flagged = self.said(nominee).flagged
        self._do(
            _("Flag for {nominee}").format(nominee=self.name_of(nominee)),
            nominee,
            self._flagging(nominee, flagged=not flagged),
            self._flagging(nominee, flagged=flagged),
        )

    def _flagging(self, nominee: NomineeId, *, flagged: bool) -> Saying:
        def keep() -> ChangeSet:
            note = self._said[nominee].note
            return keep_private_note(self._workspace.session, nominee, note, flagged=flagged)

        wait = Wait(self.unsaved_flags, nominee, flagged, lambda: self._said[nominee].flagged)
        return keep, wait

    # --- impartiality

    def answer(self, nominee: NomineeId, content: DeclarationContent) -> bool:
        """Answer the question of impartiality for a nominee.

        A first answer can be changed, and not unsaid: a declaration has no “cleared”, since an answer that is
        there and then is not would say nothing to the panel and look bad in the log. To undo it says so.
        """
        before = self.shown_answer(nominee)
        if before == content:
            return nominee not in self.unsaved_answers or self.try_again()
        if before is None:
            saying, unsaying = self._saying(nominee, content), self._unsaying(nominee)
            return self._do(self._answer_on(nominee), nominee, saying, unsaying)
        return self._do(
            self._answer_on(nominee),
            nominee,
            self._saying(nominee, content),
            self._saying(nominee, before),
            merge_key=f"answer:{nominee}:{content.answer}",
        )

    def _answer_on(self, nominee: NomineeId) -> str:
        return _("Answer on {nominee}").format(nominee=self.name_of(nominee))

    def _unsaying(self, nominee: NomineeId) -> Saying:
        """Take a first answer back if it was never saved; else refuse, and the step is gone."""

        def refuse() -> ChangeSet:
            raise RuleError(CANNOT_UNSAY, code="E-SAID", nominee=self.name_of(nominee))

        wait = Wait(self.unsaved_answers, nominee, None, lambda: self._said[nominee].declaration)
        return refuse, wait

    def _saying(self, nominee: NomineeId, content: DeclarationContent) -> Saying:
        session = self._workspace.session
        wait = Wait(self.unsaved_answers, nominee, content, lambda: self._said[nominee].declaration)
        return (lambda: declare(session, nominee, content.answer, content.facts)), wait
