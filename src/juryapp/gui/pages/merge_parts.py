"""What the views of the score files share: a table that is never blank, and what is said about a conflict."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from juryapp.application.merge.conflicts import ConflictRow
from juryapp.application.merge.view import SettledBy, SettledConflict
from juryapp.base.i18n import N_, _
from juryapp.base.instants import format_instant
from juryapp.gui.models.merge import mark_words, origin_words, rival_words
from juryapp.gui.widgets import (
    Button,
    Card,
    Column,
    EmptyState,
    IconLabel,
    Label,
    RowsTableModel,
    Table,
    column,
    row,
)

Row = TypeVar("Row")

CONFLICT: Final = N_(
    "{name} handed in two different marks for {candidate}, {criterion}. Neither counts until {name} or the"
    " chair has settled it."
)
COMING_CONFLICT: Final = N_(
    "{name} has handed in two different marks for {candidate}, {criterion}. Once the files are read in,"
    " neither counts until {name} or the chair has settled it."
)
READ_IN_FIRST: Final = N_("Read in the files first. Then the chair can decide.")
BY_CHAIR: Final = N_("{by} decided on {when}: {mark} counts. Reason: {reason}")
BY_JUROR: Final = N_("{name} has handed in a newer mark: {mark} counts.")
BY_TAKING_OUT: Final = N_("A file was taken out, so nothing contradicts any more: {mark} counts.")


class Listing(QWidget, Generic[Row]):
    """A table in a card; where it has no rows, the words that say why.

    Args:
        name: Object name of the table.
        columns: What it shows.
        key: What stays the same when a row changes.
        icon_name: For the empty state.
        parent: As in Qt.
    """

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Row]],
        *,
        key: Any,
        icon_name: str = "inbox",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model: RowsTableModel[Row] = RowsTableModel(columns, key=key)
        self.table = Table(self.model)
        self.table.setObjectName(name)
        self.empty = EmptyState(icon_name)
        self.empty.setObjectName(f"{name}_empty")
        card = Card(column(self.table, margins=(4, 4, 4, 4)))
        bare = Card(column(self.empty, margins=(4, 4, 4, 4)))
        self._stack = QStackedLayout(self)
        self._stack.addWidget(card)
        self._stack.addWidget(bare)
        self.setMinimumHeight(120)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows, or why there are none."""
        self.model.show_rows(rows)
        self.show_filtered()

    def show_filtered(self) -> None:
        """Show the table if the filter leaves rows."""
        self._stack.setCurrentIndex(0 if self.model.rows() else 1)

    def say(self, name: str, title: str, text: str) -> None:
        """Set the table's name and what stands where it is empty."""
        self.table.setAccessibleName(name)
        self.empty.say(title, text)

    def choose(self, key: Hashable) -> bool:
        """Put the cursor on a row."""
        return self.table.choose(key)


class ConflictBox(Card):
    """What is said about one conflict, and the two ways in which it ends; never decided here."""

    ask_requested = Signal(object)  # ConflictRow
    decide_requested = Signal(object)  # ConflictRow

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.icon_label = IconLabel("warning", "warn", 20)
        self.sentence = Label(kind="body", wrap=True, selectable=True)
        self.sentence.setObjectName(f"{name}_sentence")
        self.marks = Label(kind="small", role="text2", wrap=True, selectable=True)
        self.marks.setObjectName(f"{name}_marks")
        self.ask = Button(icon_name="mail")
        self.ask.setObjectName(f"{name}_ask")
        self.decide = Button(icon_name="decision")
        self.decide.setObjectName(f"{name}_decide")
        words = column(self.sentence, self.marks, gap=4)
        buttons = column(self.ask, self.decide, gap=8)
        self.setLayout(row(self.icon_label, (words, 1), buttons, gap=12, margins=(16, 12, 16, 12)))
        self._row: ConflictRow | None = None
        self.ask.clicked.connect(lambda _checked=False: self.ask_requested.emit(self._row))
        self.decide.clicked.connect(lambda _checked=False: self.decide_requested.emit(self._row))
        self.hide()

    def show_open(self, conflict: ConflictRow, *, coming: bool = False) -> None:
        """Show a conflict; `coming`: it comes with files that are not read in yet."""
        self._row = conflict
        self.icon_label.set_icon("warning", "warn")
        self.sentence.setText(
            _(COMING_CONFLICT if coming else CONFLICT).format(
                name=conflict.juror.name,
                candidate=conflict.nominee.name,
                criterion=conflict.criterion.name,
            )
        )
        self.marks.setText("\n".join(_told(conflict)))
        self.ask.setText(_("Ask {name} …").format(name=conflict.juror.name))
        self.decide.setText(_("The chair decides …"))
        self.decide.set_reason(_(READ_IN_FIRST) if coming else "")
        self.ask.show()
        self.decide.show()
        self.show()

    def lead(self, *, leading: bool) -> None:
        """Make asking the juror the screen's next step, or no more than possible."""
        self.ask.set_look("primary" if leading else "plain")

    def show_settled(self, settled: SettledConflict) -> None:
        """Show how a conflict ended."""
        self._row = None
        self.icon_label.set_icon("check", "ok")
        self.sentence.setText(_ending(settled))
        words = rival_words(settled.rivals, settled.criterion)
        self.marks.setText(_("Handed in: {marks}").format(marks=" / ".join(words)))
        self.ask.hide()
        self.decide.hide()
        self.show()


def _told(conflict: ConflictRow) -> list[str]:
    words = rival_words([rival.content for rival in conflict.rivals], conflict.criterion)
    lines = []
    for rival, word in zip(conflict.rivals, words, strict=True):
        origin = origin_words(conflict, rival)
        lines.append(_("{mark}  ({origin})").format(mark=word, origin=origin) if origin else word)
    return lines


def _ending(settled: SettledConflict) -> str:
    mark = mark_words(settled.counts, settled.criterion)
    if settled.how is SettledBy.CHAIR and settled.settlement is not None:
        return _(BY_CHAIR).format(
            by=settled.by.name if settled.by else settled.settlement.by,
            when=format_instant(settled.settlement.at),
            mark=mark,
            reason=settled.settlement.reason,
        )
    template = BY_JUROR if settled.how is SettledBy.JUROR else BY_TAKING_OUT
    return _(template).format(name=settled.juror.name, mark=mark)
