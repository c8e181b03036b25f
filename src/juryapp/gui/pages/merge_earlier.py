"""Earlier merges: what each did, and the way to its report on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from juryapp.base.i18n import N_, _, ngettext
from juryapp.base.instants import format_instant
from juryapp.domain.merge_report import (
    HELD,
    REFUSED,
    STATUS_WORDS,
    MergeFileLine,
    MergeLine,
    why_refused,
)
from juryapp.gui.pages.merge_parts import Listing
from juryapp.gui.widgets import Button, Column, Label, column, row

_MOST_TOLD: Final = 3  # files whose fate stands below the table; the report on paper tells all


EARLIER_COLUMNS: Final = (
    Column[MergeLine](title=N_("No."), text=lambda r: str(r.n), sort=lambda r: r.n),
    Column[MergeLine](title=N_("When"), text=lambda r: format_instant(r.at), sort=lambda r: r.at),
    Column[MergeLine](
        title=N_("Read in"),
        text=lambda r: str(len(r.taken)),
        sort=lambda r: len(r.taken),
        align="right",
        explained=N_("How many files were read in."),
    ),
    Column[MergeLine](
        title=N_("New"), text=lambda r: str(r.new), sort=lambda r: r.new, align="right"
    ),
    Column[MergeLine](
        title=N_("Replaced"),
        text=lambda r: str(r.changed),
        sort=lambda r: r.changed,
        align="right",
    ),
    Column[MergeLine](
        title=N_("Conflicts"),
        text=lambda r: str(r.conflicts),
        sort=lambda r: r.conflicts,
        align="right",
    ),
    Column[MergeLine](
        title=N_("Refused"),
        text=lambda r: str(len(r.with_status(REFUSED))),
        sort=lambda r: len(r.with_status(REFUSED)),
        align="right",
    ),
    Column[MergeLine](
        title=N_("Missing"),
        explained=N_("How many had not handed in afterwards."),
        text=lambda r: str(len(r.missing)),
        sort=lambda r: len(r.missing),
        align="right",
    ),
    Column[MergeLine](
        title=N_("Laid aside"),
        text=lambda r: str(len(r.with_status(HELD))),
        sort=lambda r: len(r.with_status(HELD)),
        align="right",
    ),
)


class EarlierView(QWidget):
    """The merges that were made, the newest first."""

    report_requested = Signal(int)  # the number of the merge

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Label(kind="h2", wrap=True)
        self.sentence = Label(kind="small", role="text2", wrap=True)
        self.button = Button(icon_name="pdf")
        self.button.setObjectName("show_report")
        self.rows: Listing[MergeLine] = Listing(
            "earlier_table", EARLIER_COLUMNS, key=lambda r: r.n, icon_name="history"
        )
        self.rows.table.setColumnHidden(len(EARLIER_COLUMNS) - 1, True)  # in the copy, and in words
        self.detail = Label(kind="small", role="text2", wrap=True, selectable=True)
        self.detail.setObjectName("earlier_detail")
        self.button.clicked.connect(lambda _checked=False: self._ask(self.rows.table.current_row()))
        self.rows.table.row_chosen.connect(lambda _row: self._tell())
        self.rows.table.row_activated.connect(self._ask)
        words = column(self.heading, self.sentence, gap=2)
        self.setLayout(column(row((words, 1), self.button), (self.rows, 1), self.detail, gap=12))

    def show_rows(self, rows: Sequence[MergeLine]) -> None:
        """Show the merges."""
        more = len(rows) != len(self.rows.model.all_rows())
        self.rows.show_rows(rows)
        if rows and (more or self.rows.table.current_row() is None):
            self.rows.choose(rows[0].n)
        self.retranslate()

    def _ask(self, found: MergeLine | None) -> None:
        if found is not None:
            self.report_requested.emit(found.n)

    def _tell(self) -> None:
        found: MergeLine | None = self.rows.table.current_row()
        self.button.set_reason("" if found else _("Choose a merge in the table."))
        lines = _told(found) if found else []
        self.detail.setText("\n".join(lines))
        self.detail.setVisible(bool(lines))

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        n = len(self.rows.model.all_rows())
        self.heading.setText(ngettext("{n} merge was made", "{n} merges were made", n).format(n=n))
        self.sentence.setText(
            _("What each did stands in the protocol’s annex too. It holds no marks.")
        )
        self.button.setText(_("Report on paper …"))
        self.rows.say(
            _("Earlier merges"),
            _("No files have been read in yet"),
            _("Whenever files are read in, it is kept here what became of each."),
        )
        self._tell()


def _told(merge: MergeLine) -> list[str]:
    """Return what there is to say about files that were not read in, and who was missing."""
    others = sorted((f for f in merge.files if not f.taken), key=_needed_first)
    lines = [
        _("{file}: {fate}.").format(file=file.juror or file.file, fate=_fate(file))
        for file in others[:_MOST_TOLD]
    ]
    more = len(others) - _MOST_TOLD
    if more > 0:
        lines.append(
            ngettext(
                "{n} more stands in the report.", "{n} more stand in the report.", more
            ).format(n=more)
        )
    if merge.missing:
        lines.append(_("Still missing then: {names}").format(names=", ".join(merge.missing)))
    return lines


def _needed_first(file: MergeFileLine) -> int:
    """Sort refused files first, then those laid aside; what had been read in before comes last."""
    order = (REFUSED, HELD)
    if file.status in order:
        return order.index(file.status)
    return len(order) + file.status.endswith("already")


def _fate(file: MergeFileLine) -> str:
    if file.status == REFUSED:
        return _("refused: {why}").format(why=_(why_refused(file.code)))
    return _(STATUS_WORDS.get(file.status, file.status))
