"""One criterion on the marks card: name, weight, words of the mark, scale, and what was not saved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.base.i18n import _
from juryapp.domain.criteria import Criterion
from juryapp.domain.statements import MarkContent, MarkState
from juryapp.gui.models.desk import mark_words, weight_text
from juryapp.gui.widgets.buttons import Button
from juryapp.gui.widgets.desk_mark_editor import mark_editor
from juryapp.gui.widgets.fields import LineEdit
from juryapp.gui.widgets.labels import ElidedLabel, IconLabel, Label
from juryapp.gui.widgets.surfaces import column, row

MAX_COMMENT = 2_000


class CriterionRow(QWidget):
    """A criterion with its scale.

    Args:
        criterion: The criterion.
        criteria: All of them, for the weight's share and “criterion 1 of 4”.
        commented: Whether the award asks for a comment with each mark.
    """

    changed = Signal(object, bool)  # points or None, not assessed
    commented = Signal(str)
    retry_requested = Signal()
    entered = Signal()

    def __init__(
        self, criterion: Criterion, criteria: Sequence[Criterion], *, commented: bool
    ) -> None:
        super().__init__()
        self.criterion = criterion
        self._criteria = tuple(criteria)
        self._asks_comment = commented
        self._problem = False
        self._shown: tuple[MarkContent | None, bool, bool] | None = None
        self.name = Label(criterion.name, "bodyM")
        self.weight = Label("", "small", "text2")
        self.words = ElidedLabel("", "caption", "text2")
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.scale = mark_editor(criterion, flat=False)
        self.scale.setObjectName(f"scale_{criterion.id}")
        self.comment = LineEdit(limit=MAX_COMMENT)
        self.comment.setObjectName(f"comment_{criterion.id}")
        if not commented:
            self.comment.hide()
        self.retry = Button(look="small", icon_name="refresh")
        self.retry.setObjectName(f"retry_{criterion.id}")
        self.problem = Label("", "smallM", "error")
        self._problem_row = QWidget()
        problem = row(IconLabel("error", "error", 16), (self.problem, 1), self.retry, gap=6)
        self._problem_row.setLayout(problem)
        self._problem_row.hide()
        head = row(self.name, self.weight, 8, (self.words, 1), gap=8)
        self.setLayout(column(head, self.scale, self.comment, self._problem_row, gap=4))
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.scale.changed.connect(self.changed)
        self.scale.valueChanged.connect(self._show_words)
        self.scale.installEventFilter(self)  # the focus shows the guidance of the criterion
        self.comment.editingFinished.connect(lambda: self.commented.emit(self.comment.text()))
        self.retry.clicked.connect(self.retry_requested)

    @override
    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
            self.scale.update()
        return super().eventFilter(watched, event)

    def show_mark(
        self, content: MarkContent | None, *, unsaved: bool, locked: bool, anew: bool = False
    ) -> None:
        """Show what stands, or what could not be saved (then with a word and a button).

        Where the same stands as before nothing is touched, since a digit may be half typed; `anew` shows it
        anyway.
        """
        if (content, unsaved, locked) == self._shown and not anew:
            return
        self._shown = (content, unsaved, locked)
        points = content.points if content else None
        skipped = content is not None and content.state is MarkState.NOT_ASSESSED
        self.scale.show_mark(points, not_assessed=skipped)
        self.scale.setEnabled(not locked)
        self._show_comment(content.note if content else "", locked=locked or content is None)
        self._problem = unsaved
        self._problem_row.setVisible(unsaved)
        self._show_words()

    def _show_comment(self, note: str, *, locked: bool) -> None:
        if note != self.comment.text():
            self.comment.setText(note)
        self.comment.setEnabled(not locked)
        self.comment.setVisible(self._asks_comment or bool(note))

    def finish(self) -> None:
        """Take what is being typed as the whole mark and comment."""
        self.scale.finish_typing()
        if self.comment.isModified():
            self.comment.setModified(False)
            self.commented.emit(self.comment.text())

    def _show_words(self) -> None:
        points, skipped = self.scale.points(), self.scale.not_assessed()
        words = mark_words(self.criterion, points, not_assessed=skipped)
        self.words.setText(words)
        place = self._criteria.index(self.criterion) + 1
        spoken = [
            _("Weight {weight}").format(weight=self.weight.text()) if self.weight.text() else "",
            words if points is not None and self.criterion.levels else "",
            _("Not saved") if self._problem else "",
            _("Criterion {n} of {total}").format(n=place, total=len(self._criteria)),
        ]
        self.scale.set_about(". ".join(part for part in spoken if part))

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.weight.setText(weight_text(self.criterion, self._criteria))
        self.problem.setText(_("Not saved"))
        self.retry.setText(_("Try again"))
        self.comment.setPlaceholderText(_("Why this mark? The award asks for a comment with each."))
        self.comment.setAccessibleName(
            _("Comment on {criterion}").format(criterion=self.criterion.name)
        )
        self._show_words()
