"""The panel of open questions, and what is seen while the order is still hidden."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from juryapp.application.results.showing import ResultsBoard
from juryapp.base.i18n import N_, _, ngettext
from juryapp.domain.results import OPEN_TEXTS, Open, OpenQuestion
from juryapp.gui.controllers.results import WHERE, Needed
from juryapp.gui.pages.results_texts import HIDDEN_TEXT
from juryapp.gui.widgets import (
    Button,
    Card,
    IconLabel,
    Label,
    ListRow,
    RowList,
    Scrolled,
    Tone,
    column,
    row,
)

KIND_WORDS: dict[Open, tuple[str, Tone, str]] = {
    Open.NOT_RECEIVED: (N_("Not received"), "warn", "inbox"),
    Open.DRAFT: (N_("Only a draft"), "warn", "edit"),
    Open.MISSING: (N_("No mark"), "warn", "circle"),
    Open.NOT_ASSESSED: (N_("Not assessed"), "neutral", "not-assessed"),
    Open.UNDECLARED: (N_("Not declared"), "warn", "help"),
    Open.PENDING: (N_("To be decided"), "recuse", "scale"),
    Open.CONFLICT: (N_("Two marks"), "error", "error"),
}
BUTTONS = {
    Needed.MERGE: N_("To the score files"),
    Needed.IMPARTIALITY: N_("To impartiality"),
    Needed.WAIVE: N_("The chair accepts what was not assessed …"),
}


def question_sentence(board: ResultsBoard, question: OpenQuestion) -> str:
    """Return what is open, as a sentence."""
    nominee = board.nominees.get(question.nominee) if question.nominee else None
    criterion = board.criteria.get(question.criterion) if question.criterion else None
    return _(OPEN_TEXTS[question.kind]).format(
        juror=board.jurors[question.juror].name,
        nominee=nominee.name if nominee else "",
        criterion=criterion.name if criterion else "",
    )


def question_row(board: ResultsBoard, place: int, question: OpenQuestion) -> ListRow:
    """Return how a question looks in the list."""
    word, tone, icon_name = KIND_WORDS[question.kind]
    nominee = board.nominees.get(question.nominee) if question.nominee else None
    criterion = board.criteria.get(question.criterion) if question.criterion else None
    about = [found.name for found in (nominee, criterion) if found is not None]
    return ListRow(
        key=place,
        title=board.jurors[question.juror].name,
        subtitle=_("{state}: {what}").format(state=_(word), what=", ".join(about))
        if about
        else _(word),
        icon=icon_name,
        icon_tone=tone,
        tile=True,
    )


class QuestionsPanel(QWidget):
    """What stands between this result and an official one, each with the way to settle it."""

    settle_requested = Signal(object)  # Needed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("questions_panel")
        self._board: ResultsBoard | None = None
        self.heading = Label(kind="h2", wrap=True)
        self.about = Label(kind="small", role="text2", wrap=True)
        self.rows = RowList()
        self.rows.setObjectName("open_questions")
        self.rows.chosen.connect(lambda _key: self._show_chosen())
        self.rows.activated_key.connect(lambda _key: self._settle())
        self.sentence = Label(kind="body", wrap=True, selectable=True)
        self.sentence.setObjectName("open_sentence")
        self.settle = Button(icon_name="arrow-right")
        self.settle.setObjectName("settle")
        self.settle.clicked.connect(lambda _checked=False: self._settle())
        self.setLayout(
            column(
                column(self.heading, self.about, gap=4, margins=(16, 12, 16, 0)),
                (self.rows, 1),
                column(self.sentence, row(self.settle, None), gap=8, margins=(16, 0, 16, 12)),
                gap=10,
            )
        )

    def show_board(self, board: ResultsBoard) -> None:
        """Show what is open."""
        self._board = board
        questions = board.result.open_questions
        n = len(questions)
        self.heading.setText(
            ngettext("{n} open question", "{n} open questions", n).format(n=n)
            if n
            else _("Nothing is open")
        )
        self.rows.show_rows([question_row(board, i, q) for i, q in enumerate(questions)])
        self.rows.setVisible(bool(questions))
        if questions and self.rows.current_key() is None:
            self.rows.choose(0)
        self._show_chosen()

    def _chosen(self) -> OpenQuestion | None:
        key = self.rows.current_key()
        questions: Sequence[OpenQuestion] = self._board.result.open_questions if self._board else ()
        return questions[key] if isinstance(key, int) and key < len(questions) else None

    def _show_chosen(self) -> None:
        question = self._chosen()
        self.settle.setVisible(question is not None)
        self.sentence.setVisible(question is not None)
        if question is not None and self._board is not None:
            self.sentence.setText(question_sentence(self._board, question))
            self.settle.setText(_(BUTTONS[WHERE[question.kind]]))

    def _settle(self) -> None:
        question = self._chosen()
        if question is not None:
            self.settle_requested.emit(WHERE[question.kind])

    def retranslate(self) -> None:
        """Set every text that does not come with the questions."""
        self.about.setText(
            _("The result is official once these are settled. Nobody’s mark is changed here.")
        )
        self.rows.setAccessibleName(_("Open questions"))
        if self._board is not None:
            self.show_board(self._board)


class WaitingView(QWidget):
    """The order is hidden: who is missing, why that is so, and how the chair opens it all the same."""

    merge_requested = Signal()
    show_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("waiting_view")
        self.title = Label(kind="h2", wrap=True)
        self.text = Label(kind="body", role="text2", wrap=True)
        self.missing_heading = Label(kind="h3")
        self.missing = Label(kind="body", wrap=True, selectable=True)
        self.missing.setObjectName("missing_jurors")
        self.to_merge = Button(look="primary", icon_name="inbox")
        self.to_merge.setObjectName("to_merge")
        self.to_merge.clicked.connect(lambda _checked=False: self.merge_requested.emit())
        self.show_now = Button(icon_name="eye")
        self.show_now.setObjectName("show_results")
        self.show_now.clicked.connect(lambda _checked=False: self.show_requested.emit())
        inside = column(
            row(IconLabel("eye-off", "accent", 40), None),
            self.title,
            self.text,
            column(self.missing_heading, self.missing, gap=4),
            row(self.to_merge, self.show_now, None, gap=12),
            gap=14,
            margins=(32, 28, 32, 28),
        )
        card = Card(inside)
        card.setMaximumWidth(720)
        self.setLayout(column((Scrolled(column(row((card, 4), None), None)), 1)))

    def show_board(self, board: ResultsBoard) -> None:
        """Show who is missing."""
        asked, missing = len(board.scoring.sheets), len(board.missing)
        self.title.setText(_("The order by points is not open yet"))
        self.text.setText(_(HIDDEN_TEXT).format(n=asked - missing, total=asked))
        self.missing_heading.setText(
            ngettext("{n} juror is missing", "{n} jurors are missing", missing).format(n=missing)
        )
        drafts = {q.juror for q in board.result.open_questions if q.kind is Open.DRAFT}
        self.missing.setText(
            "\n".join(
                _("{juror} (only a draft so far)").format(juror=juror.name)
                if juror.id in drafts
                else juror.name
                for juror in board.missing
            )
        )
        self.to_merge.setText(_("To the score files"))
        self.show_now.setText(_("Open the results now …"))
