"""“What you said, and when”: every revision at the desk, of one candidate or of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QStackedLayout, QWidget
from typing_extensions import override

from juryapp.application.desk.history import About, HistoryEntry
from juryapp.base.i18n import N_, _
from juryapp.base.instants import format_instant
from juryapp.domain.ids import NomineeId
from juryapp.gui.theme import px
from juryapp.gui.tokens import Role
from juryapp.gui.widgets import (
    Button,
    Card,
    Column,
    EmptyState,
    FilterEdit,
    Label,
    RowsTableModel,
    Segmented,
    Table,
    column,
    row,
)

ONE: Final = "one"
ALL: Final = "all"
_ICONS: Final[dict[About, tuple[str, Role]]] = {
    About.MARK: ("edit", "text2"),
    About.ANSWER: ("scale", "text2"),
    About.COMMENT: ("comment", "text2"),
    About.DESK: ("save", "accent"),
}


def _what(entry: HistoryEntry) -> str:
    return (
        _("{what} (on another machine)").format(what=entry.what) if entry.elsewhere else entry.what
    )


def _now_role(entry: HistoryEntry) -> Role:
    return "text" if entry.stands or entry.about is About.DESK else "text2"


_CANDIDATE: Final = 1  # the column that says nothing where there is only one
COLUMNS: Final = (
    Column[HistoryEntry](
        title=N_("When"),
        text=lambda e: format_instant(e.at),
        sort=lambda e: e.place,
        kind="small",
        role="text2",
        width=168,
    ),
    Column[HistoryEntry](title=N_("Candidate"), text=lambda e: e.name, width=150),
    Column[HistoryEntry](
        title=N_("What"), text=_what, icon=lambda e: _ICONS[e.about], stretch=True, width=150
    ),
    Column[HistoryEntry](title=N_("Before"), text=lambda e: e.before, role="text2", width=110),
    Column[HistoryEntry](title=N_("Then said"), text=lambda e: e.now, role=_now_role, width=130),
    Column[HistoryEntry](
        title=N_("Still stands"),
        text=lambda e: _("yes") if e.stands else "",
        icon=lambda e: ("check", "ok") if e.stands else None,
        width=110,
    ),
    Column[HistoryEntry](
        title=N_("Words with it"), text=lambda e: e.note, kind="small", stretch=True, width=120
    ),
)


class HistoryDialog(QDialog):
    """Shows a table; nothing can be changed in it.

    Args:
        read: Gives the entries, newest first: of one candidate, or of all.
        nominee: The candidate at which the juror is, or None.
        name: What that one is called.
        parent: As in Qt.
    """

    def __init__(
        self,
        read: Callable[[NomineeId | None], Sequence[HistoryEntry]],
        nominee: NomineeId | None,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("history_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._read, self._nominee, self._name = read, nominee, name
        self.heading = Label(kind="h2")
        self.about = Label(kind="small", role="text2", wrap=True)
        self.which = Segmented()
        self.which.setObjectName("history_of")
        self.which.chosen.connect(lambda _key: self._show())
        self.search = FilterEdit()
        self.model = RowsTableModel(COLUMNS, key=lambda e: (e.place, e.what))
        self.search.textChanged.connect(self._filter)
        self.table = Table(self.model)
        self.table.setObjectName("history")
        self.empty = EmptyState("history")
        self.copy = Button(icon_name="copy")
        self.copy.setObjectName("copy_history")
        self.copy.clicked.connect(self._copy)
        self.finish = Button(look="primary")
        self.finish.setObjectName("close_history")
        self.finish.clicked.connect(self.close)
        self._lay_out()
        self.retranslate()
        self._fit()
        self.table.setFocus()

    def _lay_out(self) -> None:
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        inside = QWidget()
        inside.setLayout(self._stack)
        self.search.setFixedWidth(px(260))
        self.setLayout(
            column(
                self.heading,
                self.about,
                row(self.which, None, self.search, gap=12),
                (Card(column(inside, margins=(4, 4, 4, 4))), 1),
                row(self.copy, None, self.finish),
                gap=12,
                margins=(24, 20, 24, 16),
            )
        )

    def _fit(self) -> None:
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(px(1080), screen.width() - 32), min(px(620), screen.height() - 48))

    def _show(self) -> None:
        one = self.which.current() == ONE and self._nominee is not None
        entries = self._read(self._nominee if one else None)
        self.table.setColumnHidden(_CANDIDATE, one)
        self.model.show_rows(entries)
        self._filter(self.search.text())

    def _filter(self, text: str) -> None:
        self.model.set_filter(text)
        shown = self.model.rowCount() > 0
        self._stack.setCurrentWidget(self.table if shown else self.empty)
        self.copy.setEnabled(shown)

    def _copy(self) -> None:
        self.table.copy_all()
        self.copy.set_icon("check")
        self.copy.setText(_("Copied"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.setWindowTitle(_("What you said, and when"))
        self.heading.setText(self.windowTitle())
        self.about.setText(
            _(
                "Nothing is overwritten: a change stands beside what was said before. Only the newest goes"
                " into the score file; this list stays on this machine, and private notes are not in it."
            )
        )
        choices = [(ALL, _("All candidates"))]
        if self._nominee is not None:
            choices.insert(0, (ONE, self._name))
        self.which.setAccessibleName(_("History of"))
        self.which.set_choices(choices, self.which.current() or choices[0][0])
        self.which.setVisible(len(choices) > 1)
        self.search.set_placeholder(_("Find in the history"))
        self.table.setAccessibleName(self.windowTitle())
        self.empty.say(_("Nothing here yet"), _("What you say is listed here with its time."))
        self.copy.setText(_("Copy as a table"))
        self.finish.setText(_("Close"))
        self._show()
