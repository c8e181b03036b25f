"""The foot of the score files: how many have handed in, what will happen, and the next needed step."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from juryapp.application.merge.merging import MergePlan
from juryapp.base.i18n import _, ngettext
from juryapp.domain.merging import ChangeKind
from juryapp.gui.controllers.merge_standing import Standing
from juryapp.gui.widgets import Button, Footer, Label, ProgressBar, column, row


class NextStep(StrEnum):
    """What the primary button does."""

    CHOOSE = "choose"
    READ_IN = "read_in"
    CONFLICT = "conflict"
    RESULTS = "results"
    SETUP = "setup"  # the round has not been opened


_ICONS = {
    NextStep.CHOOSE: "inbox",
    NextStep.READ_IN: "merge",
    NextStep.CONFLICT: "warning",
    NextStep.RESULTS: "chart",
    NextStep.SETUP: "settings",
}


def step_after(standing: Standing | None, plan: MergePlan | None, *, unseen: bool) -> NextStep:
    """Return the next needed step; `unseen`: a conflict comes with the files that nobody has looked at."""
    if standing is None:
        return NextStep.CHOOSE
    if standing.overview.round is None:
        return NextStep.SETUP
    if unseen:
        return NextStep.CONFLICT
    if plan is not None and (plan.taken or plan.held):
        return NextStep.READ_IN
    if standing.conflicts:
        return NextStep.CONFLICT
    waits = standing.missing and standing.overview.is_open
    return NextStep.CHOOSE if waits else NextStep.RESULTS


class MergeFooter(Footer):
    """Progress, a sentence, and buttons of which exactly one is primary."""

    step_requested = Signal(object)  # NextStep

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._standing: Standing | None = None
        self._plan: MergePlan | None = None
        self._step = NextStep.CHOOSE
        self._reading = False
        self._other_conflicts: int | None = None  # None: no conflict is in front of the user
        self.progress_words = Label(kind="smallM")
        self.progress_words.setObjectName("handed_in")
        self.progress = ProgressBar()
        self.progress.setMaximumWidth(240)
        self.note = Label(kind="small", role="text2", wrap=True)
        self.note.setObjectName("merge_note")
        self.read_in = Button(icon_name="merge")  # beside the primary button, while that is another
        self.read_in.setObjectName("read_in")
        self.read_in.clicked.connect(
            lambda _checked=False: self.step_requested.emit(NextStep.READ_IN)
        )
        self.primary = Button(look="primary")
        self.primary.setObjectName("next_step")
        self.primary.clicked.connect(lambda _checked=False: self.step_requested.emit(self._step))
        words = column(self.progress_words, self.progress, gap=6)
        layout = row(words, (self.note, 1), self.read_in, self.primary, gap=12)
        layout.setContentsMargins(24, 12, 24, 12)
        self.setLayout(layout)

    def show_step(
        self,
        standing: Standing | None,
        *,
        plan: MergePlan | None,
        step: NextStep,
        reading: bool,
        other_conflicts: int | None = None,
    ) -> None:
        """Show how far it is and what comes next.

        With a conflict before the user, the next step stands beside it; then there is only a way to the
        others, if there are `other_conflicts`.
        """
        self._standing, self._plan = standing, plan
        self._step, self._reading = step, reading
        self._other_conflicts = other_conflicts
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        taken = len(self._plan.taken) if self._plan else 0
        held = len(self._plan.held) if self._plan else 0
        read_in = ngettext("Read in {n} file", "Read in {n} files", taken).format(n=taken)
        if held and not taken:  # the round is closed
            read_in = ngettext("Lay {n} file aside", "Lay {n} files aside", held).format(n=held)
        words = {
            NextStep.CHOOSE: _("Choose score files …"),
            NextStep.READ_IN: read_in,
            NextStep.CONFLICT: _("Go to the conflict")
            if self._other_conflicts is None
            else _("Next conflict"),
            NextStep.RESULTS: _("To the results"),
            NextStep.SETUP: _("To the set-up"),
        }
        wait = _("One moment: the files are being looked through.") if self._reading else ""
        self.primary.set_look("plain" if self._other_conflicts is not None else "primary")
        self.primary.setVisible(self._other_conflicts != 0)
        self.primary.setText(words[self._step])
        self.primary.set_icon(_ICONS[self._step])
        self.primary.set_reason(wait or self._why_not())
        self.read_in.setText(read_in)
        self.read_in.setVisible(bool(taken or held) and self._step is not NextStep.READ_IN)
        self.read_in.set_reason(wait)
        self.note.setText(wait or self._note(taken))
        self._show_progress()

    def _why_not(self) -> str:
        standing = self._standing
        if self._step is not NextStep.CHOOSE or standing is None or standing.overview.is_open:
            return ""
        return _("The round is not open, so no files are read in.")

    def _note(self, taken: int) -> str:
        standing = self._standing
        if standing is None:
            return ""
        coming = self._plan.count(ChangeKind.CONFLICT) if self._plan else 0
        if coming:
            return ngettext(
                "{n} conflict comes with the files; it is settled afterwards.",
                "{n} conflicts come with the files; they are settled afterwards.",
                coming,
            ).format(n=coming)
        if taken:
            return _(
                "A backup is made first. Ctrl+Z does not undo this, but files can be taken out again."
            )
        if not standing.overview.is_open:
            return self._closed_words(standing)
        return ""

    @staticmethod
    def _closed_words(standing: Standing) -> str:
        if standing.overview.round is None:
            return _("The round has not been opened yet. Check the set-up, then open the round.")
        return _("The round is closed. Nothing more is read in unless the chair opens it again.")

    def _show_progress(self) -> None:
        standing = self._standing
        total = len(standing.overview.lines) if standing else 0
        done = standing.handed_in if standing else 0
        self.progress.setAccessibleName(_("Jurors who have handed in"))
        self.progress.show_progress(done, total, "ok" if total and done == total else "accent")
        self.progress_words.setText(
            _("{done} of {total} have handed in").format(done=done, total=total)
        )
