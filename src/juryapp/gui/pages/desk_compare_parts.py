"""Parts of the comparison: the papers of one of the two, and one criterion with both marks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from juryapp.application.desk.contents import Papers
from juryapp.base.i18n import _
from juryapp.domain.criteria import Criterion
from juryapp.domain.ids import NomineeId
from juryapp.domain.nominees import Nomination
from juryapp.domain.statements import MarkContent
from juryapp.gui.controllers.desk import DeskController
from juryapp.gui.models.desk import TAKES_NO_PART, content_text, nominator_text, received_text
from juryapp.gui.models.desk_compare import Difference
from juryapp.gui.theme import follow_theme, px
from juryapp.gui.widgets import (
    Button,
    Card,
    ElidedLabel,
    IconLabel,
    Label,
    Rule,
    Scrolled,
    column,
    row,
)
from juryapp.gui.widgets.desk_criterion import CriterionRow
from juryapp.gui.widgets.desk_texts import ReadingText

_MIDDLE = 150


class PaperColumn(Card):
    """The papers of one of the two, to read."""

    papers_requested = Signal(str)

    def __init__(self, side: str) -> None:
        super().__init__()
        self._nominee = ""
        self.name = ElidedLabel("", "h3")
        self.place = ElidedLabel("", "caption", "text2")
        self.open = Button(look="small", icon_name="document")
        self.open.setObjectName(f"{side}_papers")
        self.open.clicked.connect(lambda _checked=False: self.papers_requested.emit(self._nominee))
        self._texts = QVBoxLayout()
        self._texts.setContentsMargins(0, 0, 0, 0)
        self._texts.setSpacing(8)
        self.area = Scrolled(column(self._texts, None, margins=(16, 0, 12, 8)))
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setObjectName(f"{side}_reading")
        closed = QWidget()
        self.closed = Label(kind="body", wrap=True)
        sentence = row(IconLabel("recused", "recuse", 20), (self.closed, 1), gap=12)
        closed.setLayout(column(sentence, None, margins=(16, 4, 16, 8)))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.area)
        self.stack.addWidget(closed)
        head = row(
            (column(self.name, self.place, gap=1), 1), self.open, gap=10, margins=(16, 10, 12, 0)
        )
        self.setLayout(column(head, (self.stack, 1), gap=6, margins=(1, 1, 1, 1)))

    def show_papers(self, papers: Papers, *, closed: bool) -> None:
        """Show somebody's papers from the top; of a recused juror's they stay closed."""
        nominee = papers.nominee
        self.stack.setCurrentIndex(1 if closed else 0)
        if nominee.id == self._nominee:
            return
        self._nominee = nominee.id
        self.name.setText(nominee.name)
        self.place.setText("  ·  ".join(p for p in (nominee.place, papers.category) if p))
        self.closed.setText(_(TAKES_NO_PART).format(candidate=nominee.name))
        self.open.setAccessibleName(_("Papers of {candidate}").format(candidate=nominee.name))
        self.area.setAccessibleName(self.open.accessibleName())
        _empty(self._texts)
        if nominee.facts:
            facts = ReadingText(nominee.facts)
            facts.setAccessibleName(_("Brief and facts"))
            self._texts.addWidget(facts)
        for place, nomination in enumerate(papers.nominations):
            if place or nominee.facts:
                self._texts.addWidget(Rule())
            self._show_voice(nomination)
        self.area.verticalScrollBar().setValue(0)

    def _show_voice(self, nomination: Nomination) -> None:
        self._texts.addWidget(Label(nominator_text(nomination), "bodyM", wrap=True))
        when = received_text(nomination)
        if when:
            self._texts.addWidget(Label(when, "caption", "text2"))
        text = ReadingText(nomination.text.strip() or _("No text came with it."))
        text.setAccessibleName(nominator_text(nomination))
        self._texts.addWidget(text)

    def forget(self) -> None:
        """Show the papers anew the next time, whoever it is."""
        self._nominee = ""

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.open.setText(_("Papers"))
        self.forget()


class DifferenceLabel(QWidget):
    """How two marks differ: an arrow to the higher one, and words."""

    def __init__(self) -> None:
        super().__init__()
        self.arrows = (
            IconLabel("arrow-left", "accent", 16),
            IconLabel("arrow-right", "accent", 16),
        )
        self.words = Label(kind="smallM", role="text", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(row(None, self.arrows[0], self.words, self.arrows[1], None, gap=6))
        follow_theme(self)

    def apply_theme(self) -> None:
        """Take the width from the theme."""
        self.setFixedWidth(px(_MIDDLE))

    def show_difference(self, found: Difference) -> None:
        """Show it."""
        self.arrows[0].setVisible(found.side < 0)
        self.arrows[1].setVisible(found.side > 0)
        self.words.setText(found.words)
        self.words.set_role("text" if found.side else "text2")
        self.words.setAccessibleName(found.spoken)


class ComparedCriterion(QWidget):
    """One criterion: the marks of both, each to be changed, and the difference between them."""

    def __init__(
        self, controller: DeskController, criterion: Criterion, criteria: Sequence[Criterion], *,
        commented: bool,
    ) -> None:  # fmt: skip
        super().__init__()
        self.criterion = criterion
        self._controller = controller
        self._nominees: list[NomineeId | None] = [None, None]
        self.sides = [CriterionRow(criterion, criteria, commented=commented) for _n in range(2)]
        self.between = DifferenceLabel()
        for place, (name, line) in enumerate(zip(("left", "right"), self.sides, strict=True)):
            for widget, what in (
                (line.scale, "scale"),
                (line.comment, "comment"),
                (line.retry, "retry"),
            ):
                widget.setObjectName(f"{name}_{what}_{criterion.id}")
            line.changed.connect(
                lambda points, skipped, at=place: self._give(at, points, skipped=skipped)
            )
            line.commented.connect(lambda text, at=place: self._comment(at, text))
            line.retry_requested.connect(controller.save_again)
        self.setLayout(row((self.sides[0], 1), self.between, (self.sides[1], 1), gap=12))

    def show_mark(self, at: int, nominee: NomineeId, *, closed: bool, anew: bool) -> None:
        """Show the mark of one of the two."""
        controller, criterion = self._controller, self.criterion.id
        line = self.sides[at]
        self._nominees[at] = nominee
        name = controller.name_of(nominee)
        line.scale.setAccessibleName(f"{name}: {self.criterion.name}")
        line.show_mark(
            controller.shown_mark(nominee, criterion),
            unsaved=(nominee, criterion) in controller.unsaved,
            locked=controller.is_locked or closed,
            anew=anew,
        )

    def show_difference(self, found: Difference) -> None:
        """Show how the two differ."""
        self.between.show_difference(found)

    def _give(self, at: int, points: int | None, *, skipped: bool) -> None:
        nominee, criterion = self._nominees[at], self.criterion.id
        if nominee is None:
            return
        saved = self._controller.give(nominee, criterion, points, not_assessed=skipped)
        if not saved and (nominee, criterion) not in self._controller.unsaved:
            self.show_mark(at, nominee, closed=False, anew=True)  # a rule said no

    def _comment(self, at: int, text: str) -> None:
        nominee = self._nominees[at]
        if nominee is not None:
            self._controller.comment_mark(nominee, self.criterion.id, text.strip())

    def finish(self) -> None:
        """Take what is being typed as the whole mark and comment."""
        for line in self.sides:
            line.finish()

    def forget(self) -> None:
        """Forget whom it showed."""
        self._nominees = [None, None]

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        for line in self.sides:
            line.retranslate()


class ComparedWords(QWidget):
    """An answer that is no mark: a place, or a comment. It is read here, and given on the sheet."""

    def __init__(self, criterion: Criterion) -> None:
        super().__init__()
        self.criterion = criterion
        self.sides = [Label(kind="small", wrap=True, selectable=True) for _n in range(2)]
        left, right = (
            column(Label(criterion.name, "bodyM", wrap=True), words, gap=2) for words in self.sides
        )
        between = QWidget()
        between.setFixedWidth(px(_MIDDLE))
        self.setLayout(row((left, 1), between, (right, 1), gap=12))

    def show_answer(self, at: int, name: str, content: MarkContent | None) -> None:
        """Show the answer about one of the two."""
        words = content_text(self.criterion, content)
        self.sides[at].setText(words)
        self.sides[at].setAccessibleName(f"{name}: {words}")


def _empty(layout: QVBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
