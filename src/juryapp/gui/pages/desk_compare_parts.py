"""Parts of the comparison: the papers of one of the two, and one criterion with both marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from juryapp.domain.criteria import Criterion
from juryapp.domain.ids import NomineeId
from juryapp.domain.statements import MarkContent
from juryapp.gui.controllers.desk import DeskController
from juryapp.gui.models.desk import content_text
from juryapp.gui.models.desk_compare import Difference
from juryapp.gui.theme import follow_theme, px, theme
from juryapp.gui.widgets import (
    IconLabel,
    Label,
    column,
    row,
)
from juryapp.gui.widgets.desk_criterion import CriterionRow

_MIDDLE: Final = 150
_LARGE: Final = 1.4  # from this text size on, what is between leaves the marks more of the width


def middle_width() -> int:
    """Return how wide that is which stands between the two sides."""
    return px(_MIDDLE if theme().text_scale < _LARGE else _MIDDLE * 2 // 3)


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
        self.setFixedWidth(middle_width())

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
        self.between = QWidget()
        self.setLayout(row((left, 1), self.between, (right, 1), gap=12))
        follow_theme(self)

    def apply_theme(self) -> None:
        """Take the width from the theme."""
        self.between.setFixedWidth(middle_width())

    def show_answer(self, at: int, name: str, content: MarkContent | None) -> None:
        """Show the answer about one of the two."""
        words = content_text(self.criterion, content)
        self.sides[at].setText(words)
        self.sides[at].setAccessibleName(f"{name}: {words}")
