"""The grid into which a paper is typed: a row for each nominee in its order, a column for each box.

What is typed and cannot be taken stays where it was typed, so that it can be seen and mended; nothing of it
is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from typing_extensions import override

from juryapp.application.paper.answers import answer_in, typed_text
from juryapp.application.paper.form import PaperForm
from juryapp.base.errors import UsageError, UserError
from juryapp.base.i18n import N_, _
from juryapp.domain.criteria import Criterion, CriterionKind
from juryapp.domain.nominees import Nominee
from juryapp.domain.paper import PaperLine, PaperSheet
from juryapp.domain.statements import Answer
from juryapp.gui.models.paper import ANSWER_DIGITS, answer_word, asked_of

Index = QModelIndex | QPersistentModelIndex
NO_ANSWER: Final = N_(
    "“{value}” is no answer. Type 1 for nothing to report, 2 for something the panel should know, 3 for in"
    " doubt, 4 for recused."
)
NO_TICK: Final = N_("“{value}” is no tick. Type x if the box is ticked, and nothing if it is not.")
RECUSED: Final = N_("The juror is recused here, so there is no mark to type.")
HAS_MARKS: Final = N_("There are marks in this row. Empty them first if the juror is recused.")
_TICKED: Final = frozenset({"x", "1", "y", "j"})
COMMENT_WIDTH: Final = 220
READ_ONLY: Final = 2  # the first columns: number and name


@dataclass(frozen=True, slots=True, kw_only=True)
class GridColumn:
    """One box of each nominee on the paper."""

    key: str
    width: int
    criterion: Criterion | None = None
    centred: bool = False


def grid_columns(criteria: Sequence[Criterion]) -> tuple[GridColumn, ...]:
    """Return the columns, in the order in which a paper is read."""
    marks = (
        GridColumn(
            key="mark",
            criterion=criterion,
            width=220 if criterion.kind is CriterionKind.TEXT else 84,
            centred=criterion.kind is not CriterionKind.TEXT,
        )
        for criterion in criteria
    )
    return (
        GridColumn(key="number", width=48),
        GridColumn(key="name", width=180),
        GridColumn(key="answer", width=132),
        GridColumn(key="facts", width=120),
        *marks,
        GridColumn(key="comment", width=COMMENT_WIDTH),
        GridColumn(key="usable", width=100, centred=True),
    )


class PaperGridModel(QAbstractTableModel):
    """A typed sheet as cells."""

    typed = Signal()  # the sheet has changed
    refused = Signal(object)  # UserError: what was typed cannot be taken; or None: it can again

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._form: PaperForm | None = None
        self.sheet = PaperSheet()
        self.columns: tuple[GridColumn, ...] = ()
        self.wrong: dict[tuple[int, int], tuple[str, UserError]] = {}

    def show_form(self, form: PaperForm) -> None:
        """Show what was typed so far."""
        self.beginResetModel()
        self._form, self.sheet = form, form.sheet
        self.columns = grid_columns(form.criteria)
        self.wrong.clear()
        self.endResetModel()

    # --- what is where

    @property
    def nominees(self) -> Sequence[Nominee]:
        """The rows."""
        return self._form.nominees if self._form else ()

    def line(self, row: int) -> PaperLine:
        """Return what is typed of the nominee in a row."""
        return self.sheet.line(self.nominees[row].id)

    def filled(self) -> int:
        """Return how many nominees have no blank box."""
        if self._form is None:
            return 0
        now = replace(self._form, sheet=self.sheet)
        return len(self.nominees) - len(now.lacking())

    def place(self, index: Index) -> str:
        """Return where one is, and what can be typed there."""
        if not index.isValid() or not self.nominees:
            return ""
        nominee, column = self.nominees[index.row()], self.columns[index.column()]
        about = {
            "answer": _("1 nothing to report, 2 the panel should know, 3 in doubt, 4 recused"),
            "facts": _("what the juror wrote below the question of impartiality"),
            "comment": _("the comment to the jury, word by word"),
            "usable": _("x if the box “may be used in the justification” is ticked"),
        }.get(column.key, "")
        if column.criterion is not None:
            asked = asked_of(column.criterion)
            about = f"{column.criterion.name}: {asked}, " + _("- for not assessed")
        return f"{nominee.number:02d}  {nominee.name}  ·  {about}" if about else nominee.name

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as in Qt
        return 0 if parent.isValid() else len(self.nominees)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if index.column() >= READ_ONLY:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            centred = self.columns[section].centred
            side = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return self.heading(section)

    def heading(self, section: int) -> str:
        """Return what stands above a column."""
        column = self.columns[section]
        if column.criterion is not None:
            return column.criterion.name
        return {
            "number": _("No."),
            "name": _("Candidate"),
            "answer": _("Impartiality"),
            "facts": _("What it is"),
            "comment": _("Comment to the jury"),
            "usable": _("May be used"),
        }[column.key]

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index)
        if role == Qt.ItemDataRole.EditRole:
            wrong = self.wrong.get((index.row(), index.column()))
            return wrong[0] if wrong else self._as_typed(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = self.text(index) or _("blank")
            return f"{self.nominees[index.row()].name}, {self.heading(index.column())}: {text}"
        return None

    def text(self, index: Index) -> str:
        """Return what stands in a cell."""
        wrong = self.wrong.get((index.row(), index.column()))
        if wrong:
            return wrong[0]
        column, nominee = self.columns[index.column()], self.nominees[index.row()]
        if column.key == "number":
            return f"{nominee.number:02d}"
        if column.key == "name":
            return nominee.name
        if column.key == "answer":
            answer = self.line(index.row()).answer
            return answer_word(answer) if answer else ""
        if column.key == "usable":
            return _("yes") if self.line(index.row()).usable else ""
        return self._as_typed(index)

    def _as_typed(self, index: Index) -> str:
        column, line = self.columns[index.column()], self.line(index.row())
        if column.criterion is not None:
            return typed_text(column.criterion, line.marks.get(column.criterion.id))
        if column.key == "answer":
            return next((digit for digit, a in ANSWER_DIGITS.items() if a is line.answer), "")
        if column.key == "usable":
            return "x" if line.usable else ""
        return line.facts if column.key == "facts" else line.comment

    # --- typing

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() < READ_ONLY:
            return False
        typed, place = str(value), (index.row(), index.column())
        was_wrong = self.wrong.pop(place, None)
        try:
            line = self._with(index, typed)
        except UserError as error:
            self.wrong[place] = (typed, error)
            self.dataChanged.emit(index, index)
            self.refused.emit(error)
            return True
        if was_wrong:
            self.refused.emit(None)
        if line != self.line(index.row()):
            self.sheet = self.sheet.with_line(line)
            self.typed.emit()
        last = self.index(index.row(), self.columnCount() - 1)
        self.dataChanged.emit(self.index(index.row(), 0), last)
        return True

    def _with(self, index: Index, typed: str) -> PaperLine:
        """Return the line with what was typed. Raises UserError."""
        column, line = self.columns[index.column()], self.line(index.row())
        if column.criterion is not None:
            content = answer_in(column.criterion, typed)
            if content is not None and line.answer is Answer.RECUSED:
                raise UsageError(RECUSED, code="E-RECUSED")
            return line.with_mark(column.criterion.id, content)
        if column.key == "answer":
            return self._with_answer(line, typed.strip())
        if column.key == "usable":
            ticked = typed.strip().casefold()
            if ticked and ticked not in _TICKED:
                raise UsageError(NO_TICK, code="E-MARK", value=typed[:40])
            return replace(line, usable=bool(ticked))
        text = typed.strip()
        return replace(line, facts=text) if column.key == "facts" else replace(line, comment=text)

    @staticmethod
    def _with_answer(line: PaperLine, typed: str) -> PaperLine:
        if not typed:
            return replace(line, answer=None)
        if typed not in ANSWER_DIGITS:
            raise UsageError(NO_ANSWER, code="E-MARK", value=typed[:40])
        answer = ANSWER_DIGITS[typed]
        if answer is Answer.RECUSED and line.marks:
            raise UsageError(HAS_MARKS, code="E-RECUSED")
        return replace(line, answer=answer)
