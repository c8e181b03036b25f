"""The panel “Does it hold?”: named questions, answered by yes or no."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from juryapp.application.results.holding import Answer, PlaceChange, Question, Variant, Verdict
from juryapp.application.results.showing import ResultsBoard
from juryapp.base.i18n import N_, _, ngettext
from juryapp.domain.ids import CategoryId, JurorId, NomineeId
from juryapp.gui.pages.results_texts import HOLDING_TEXT
from juryapp.gui.widgets import Chip, Label, Rule, Scrolled, Tone, column, row

QUESTIONS = {
    Question.WITHOUT_ONE: N_("Is it the same without one of us?"),
    Question.ASSESSED_ALL: N_("Is it the same with only those who assessed all?"),
}
_VERDICTS: dict[Verdict, tuple[str, Tone, str]] = {
    Verdict.YES: (N_("Yes"), "ok", "check"),
    Verdict.NO: (N_("No"), "warn", "warning"),
    Verdict.CANNOT: (N_("Cannot be asked"), "neutral", "info"),
}
_CANNOT = {
    Question.WITHOUT_ONE: N_("It takes places, and at least two jurors who count."),
    Question.ASSESSED_ALL: N_("Nobody has marked every nominee here on every criterion."),
}
_MOST_LINES = 6


class _AnswerView(QWidget):
    """One question with its answer."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self.setObjectName(f"answer_{question}")
        self.title = Label(kind="h3", wrap=True)
        self.verdict = Chip()
        self.verdict.setObjectName(f"verdict_{question}")
        self.text = Label(kind="body", wrap=True, selectable=True)
        self.changes = Label(kind="small", role="text2", wrap=True, selectable=True)
        self.setLayout(column(self.title, row(self.verdict, None), self.text, self.changes, gap=6))

    def show_answer(self, answer: Answer | None, text: str, changes: Sequence[str]) -> None:
        self.title.setText(_(QUESTIONS[self.question]))
        if answer is None:
            self.verdict.set_state(_("Counting …"), "neutral", "clock")
        else:
            word, tone, icon_name = _VERDICTS[answer.verdict]
            self.verdict.set_state(_(word), tone, icon_name)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.changes.setText("\n".join(changes))
        self.changes.setVisible(bool(changes))


class HoldingPanel(QWidget):
    """The answers for one category."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("holding_panel")
        self.heading = Label(kind="h2", wrap=True)
        self.about = Label(kind="small", role="text2", wrap=True)
        self.views = {question: _AnswerView(question) for question in Question}
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 12, 12, 16)
        inside.setSpacing(16)
        inside.addLayout(column(self.heading, self.about, gap=4))
        for view in self.views.values():
            inside.addWidget(Rule())
            inside.addWidget(view)
        inside.addStretch(1)
        self.setLayout(column((Scrolled(inside), 1)))
        self.retranslate()

    def show_answers(
        self,
        board: ResultsBoard | None,
        category: CategoryId | None,
        answers: Sequence[Answer],
        *,
        named: bool,
    ) -> None:
        """Show the answers; none while they are being worked out."""
        by_question = {answer.question: answer for answer in answers}
        for question, view in self.views.items():
            answer = by_question.get(question)
            if board is None or category is None or answer is None:
                view.show_answer(None, "", ())
                continue
            words = _Words(board, category, named=named)
            view.show_answer(answer, words.sentence(answer), words.changes(answer))

    def retranslate(self) -> None:
        """Set every text that does not come with an answer."""
        self.heading.setText(_("Does it hold?"))
        self.about.setText(_(HOLDING_TEXT))


class _Words:
    """Puts answers into sentences; jurors have names only where they are wanted."""

    def __init__(self, board: ResultsBoard, category: CategoryId, *, named: bool) -> None:
        self._board, self._named = board, named
        self._winners = board.result.category(category).category.winners

    def sentence(self, answer: Answer) -> str:
        if answer.verdict is Verdict.CANNOT:
            return _(_CANNOT[answer.question])
        if answer.verdict is Verdict.NO:
            told = dict.fromkeys(self._turned(variant, answer) for variant in answer.turning)
            return "\n".join(told)
        return self._held(answer)

    def _held(self, answer: Answer) -> str:
        several = self._winners > 1
        if answer.question is Question.WITHOUT_ONE:
            if several:
                return _(
                    "The winners’ places are the same, whichever of the {n} jurors is left out."
                ).format(n=answer.jurors)
            return _(
                "The first place is the same, whichever of the {n} jurors is left out."
            ).format(n=answer.jurors)
        if not answer.variants:
            return _("Everybody who counts has assessed everything here, so nothing changes.")
        n = len(answer.variants[0].left_out)
        if several:
            text = ngettext(
                "The winners’ places are the same without {n} juror who is recused for somebody or has not"
                " assessed everything.",
                "The winners’ places are the same without {n} jurors who are recused for somebody or have"
                " not assessed everything.",
                n,
            )
        else:
            text = ngettext(
                "The first place is the same without {n} juror who is recused for somebody or has not"
                " assessed everything.",
                "The first place is the same without {n} jurors who are recused for somebody or have not"
                " assessed everything.",
                n,
            )
        return text.format(n=n)

    def _turned(self, variant: Variant, answer: Answer) -> str:
        who = self._left_out(variant.left_out, answer.question)
        if not variant.first:
            return _("{without}: too few jurors are left for a place.").format(without=who)
        names = " · ".join(self._nominee(nominee) for nominee in variant.first)
        if len(variant.first) > self._winners:
            return _("{without}: {nominees} share the first place.").format(
                without=who, nominees=names
            )
        return _("{without}: first comes {nominees}.").format(without=who, nominees=names)

    def _left_out(self, jurors: Sequence[JurorId], question: Question) -> str:
        if self._named:
            names = ", ".join(self._board.jurors[juror].name for juror in jurors)
            return _("Without {jurors}").format(jurors=names)
        if question is Question.WITHOUT_ONE:
            return _("Without one of the jurors")
        return ngettext("Without {n} juror", "Without {n} jurors", len(jurors)).format(
            n=len(jurors)
        )

    def changes(self, answer: Answer) -> list[str]:
        """Return which places would change, each once."""
        told = dict.fromkeys(
            self._change(change) for variant in answer.variants for change in variant.changes
        )
        lines = list(told)
        more = len(lines) - _MOST_LINES
        if more <= 0:
            return lines
        others = ngettext("and {n} other place", "and {n} other places", more).format(n=more)
        return [*lines[:_MOST_LINES], others]

    def _change(self, change: PlaceChange) -> str:
        name = self._nominee(change.nominee)
        if change.after is None:
            return _("{nominee}: no place instead of place {before}").format(
                nominee=name, before=change.before
            )
        return _("{nominee}: place {after} instead of {before}").format(
            nominee=name, after=change.after, before=change.before
        )

    def _nominee(self, nominee: NomineeId) -> str:
        return self._board.nominees[nominee].name
