"""The other views of the score files: the report, who is missing, conflicts, and the files taken in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from juryapp.application.merge.conflicts import ConflictRow
from juryapp.application.merge.merging import MergeReport
from juryapp.application.merge.view import TakenFile
from juryapp.base.i18n import N_, _, ngettext
from juryapp.base.instants import format_instant
from juryapp.domain.merge_report import UNSIGNED_SENTENCES
from juryapp.domain.merging import ChangeKind
from juryapp.gui.models.merge_files import COPIED_ONLY, REPORT_COLUMNS, FileRow, dated_words
from juryapp.gui.models.merge_tables import (
    CONFLICT_COLUMNS,
    JUROR_COLUMNS,
    TAKEN_COLUMNS,
    ConflictLine,
    JurorRow,
)
from juryapp.gui.pages.merge_parts import ConflictBox, Listing
from juryapp.gui.widgets import Button, Label, column, row

_NOTHING_MISSING: Final = N_("{name} has handed in everything.")
_CONFLICT_ONLY: Final = N_("{name} has handed in everything, but two marks contradict each other.")


class _View(QWidget):
    """Heading, a sentence, and what is below them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Label(kind="h2", wrap=True)
        self.sentence = Label(kind="small", role="text2", wrap=True)
        self.words = column(self.heading, self.sentence, gap=2)


class ReportView(_View):
    """What was read in just now, what was not, and who is missing."""

    missing_requested = Signal()
    paper_requested = Signal()
    receipts_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: MergeReport | None = None
        self._missing: tuple[str, ...] = ()
        self.rows: Listing[FileRow] = Listing("report_table", REPORT_COLUMNS, key=lambda r: r.path)
        for place in range(len(REPORT_COLUMNS) - COPIED_ONLY, len(REPORT_COLUMNS)):
            self.rows.table.setColumnHidden(place, True)
        self.detail = Label(kind="small", role="text2", wrap=True, selectable=True)
        self.detail.setObjectName("report_detail")
        self.rows.table.row_chosen.connect(self._show_detail)
        self.missing = Label(kind="small", wrap=True)
        self.missing.setObjectName("report_missing")
        self.missing_button = Button(icon_name="people")
        self.missing_button.setObjectName("report_who")
        self.missing_button.clicked.connect(lambda _checked=False: self.missing_requested.emit())
        self.paper_button = Button(icon_name="pdf")
        self.paper_button.setObjectName("report_paper")
        self.paper_button.clicked.connect(lambda _checked=False: self.paper_requested.emit())
        self.receipts_button = Button(icon_name="signature")
        self.receipts_button.setObjectName("save_receipts")
        self.receipts_button.clicked.connect(lambda _checked=False: self.receipts_requested.emit())
        self.setLayout(
            column(
                row((self.words, 1), self.paper_button, gap=12),
                (self.rows, 1),
                self.detail,
                row((self.missing, 1), self.missing_button, self.receipts_button, gap=8),
                gap=12,
            )
        )

    def show_report(
        self, report: MergeReport | None, rows: Sequence[FileRow], missing: Sequence[str]
    ) -> None:
        """Show what a merge did."""
        self._report, self._missing = report, tuple(missing)
        self.rows.show_rows(rows)
        self.retranslate()

    def _show_detail(self, found: FileRow | None) -> None:
        self.detail.setText(f"{dated_words(found)}. {found.sentence()}" if found else "")
        self.detail.setVisible(found is not None)

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.rows.say(_("What was read in"), _("Nothing was read in"), "")
        self._show_detail(self.rows.table.current_row())
        self.missing_button.setText(_("Who is missing"))
        self.paper_button.setText(_("Report …"))
        self.receipts_button.setText(_("Save receipts for the jurors …"))
        names = ", ".join(self._missing)
        self.missing.setText(
            _("Still missing: {names}").format(names=names) if names else _("Nobody is missing.")
        )
        self.missing_button.setVisible(bool(names))
        if self._report is None:
            return
        n = len(self._report.plan.taken)
        text = ngettext("{n} file was read in", "{n} files were read in", n).format(n=n)
        self.heading.setText(text)
        self.sentence.setText(self._numbers(self._report))

    @staticmethod
    def _numbers(report: MergeReport) -> str:
        plan = report.plan
        changed = plan.count(ChangeKind.CHANGED) + plan.count(ChangeKind.SETTLED)
        said = _("{n} marks are new, {m} replace older ones, none is deleted.").format(
            n=plan.count(ChangeKind.NEW), m=changed
        )
        parts = [said, _("A backup was made first; the files can be taken out again.")]
        refused = len(plan.refused)
        if refused:
            parts.append(
                ngettext("{n} file was refused.", "{n} files were refused.", refused).format(
                    n=refused
                )
            )
        return " ".join(parts)


class JurorsView(_View):
    """How far each juror is, those who are missing first."""

    reminder_requested = Signal(object)  # PackageLine
    reminder_to_all_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: Listing[JurorRow] = Listing(
            "juror_table", JUROR_COLUMNS, key=lambda r: r.line.juror.id, icon_name="people"
        )
        self.remind = Button(icon_name="mail")
        self.remind.setObjectName("remind")
        self.remind.clicked.connect(lambda _checked=False: self._ask(self.rows.table.current_row()))
        self.rows.table.row_chosen.connect(lambda _row: self._name_button())
        self.rows.table.row_activated.connect(self._ask)
        self.remind_all = Button(icon_name="people")
        self.remind_all.setObjectName("remind_all")
        self.remind_all.clicked.connect(
            lambda _checked=False: self.reminder_to_all_requested.emit()
        )
        head = row((self.words, 1), self.remind_all, self.remind, gap=8)
        self.setLayout(column(head, (self.rows, 1), gap=12))

    def show_rows(self, rows: Sequence[JurorRow]) -> None:
        """Show the jurors."""
        self.rows.show_rows(rows)
        found: JurorRow | None = self.rows.table.current_row()
        if rows and (found is None or not found.missing):
            self.rows.choose(rows[0].line.juror.id)
        self.retranslate()

    def _ask(self, found: JurorRow | None) -> None:
        if found is not None and found.missing:
            self.reminder_requested.emit(found.line)

    def _name_button(self) -> None:
        found: JurorRow | None = self.rows.table.current_row()
        if found is None:
            self.remind.setText(_("Reminder …"))
            self.remind.set_reason(_("Choose a juror in the table."))
            return
        name = found.line.juror.name
        self.remind.setText(_("Reminder to {name} …").format(name=name))
        reason = _(_CONFLICT_ONLY) if found.conflicts else _(_NOTHING_MISSING)
        self.remind.set_reason("" if found.missing else reason.format(name=name))

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        rows = self.rows.model.all_rows()
        missing = sum(r.missing for r in rows)
        self.heading.setText(
            ngettext("{n} juror is missing", "{n} jurors are missing", missing).format(n=missing)
            if missing
            else _("Nobody is missing")
        )
        self.sentence.setText(
            _("Missing is whose sheet is not complete. A recused juror lacks nothing there.")
        )
        self.remind_all.setText(_("Remind all …"))
        self.remind_all.set_reason("" if missing else _("Nobody is missing."))
        self.rows.say(
            _("Jurors, and how far each is"),
            _("Nobody scores in this edition"),
            _("Add jurors in the set-up."),
        )
        self._name_button()


class ConflictsView(_View):
    """Where one juror handed in two different marks: open ones first, then how the others ended."""

    conflict_chosen = Signal(object)  # ConflictRow that is open

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: Listing[ConflictLine] = Listing(
            "conflict_table", CONFLICT_COLUMNS, key=lambda r: r.key, icon_name="check-circle"
        )
        self.box = ConflictBox("conflict")
        self.rows.table.row_chosen.connect(self._show)
        self.rows.table.row_activated.connect(self._activate)
        self.setLayout(column(self.words, (self.rows, 1), self.box, gap=12))

    def show_rows(self, rows: Sequence[ConflictLine]) -> None:
        """Show the conflicts."""
        self.rows.show_rows(rows)
        if rows and self.rows.table.current_row() is None:
            self.rows.choose(rows[0].key)
        self.retranslate()

    def _show(self, line: ConflictLine | None) -> None:
        if line is None:
            self.box.hide()
        elif line.open is not None:
            self.box.show_open(line.open)
        elif line.settled is not None:
            self.box.show_settled(line.settled)

    def is_at_open(self) -> bool:
        """Return whether the line under the cursor is a conflict that is open."""
        line: ConflictLine | None = self.rows.table.current_row()
        return line is not None and line.open is not None

    def _activate(self, line: ConflictLine) -> None:
        if line.open is not None:
            self.box.decide_requested.emit(line.open)

    def go_to(self, conflict: ConflictRow) -> None:
        """Show an open conflict."""
        self.rows.choose((*conflict.key, "open"))
        self.rows.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        n = sum(line.open is not None for line in self.rows.model.all_rows())
        self.heading.setText(
            ngettext("{n} conflict is open", "{n} conflicts are open", n).format(n=n)
            if n
            else _("No conflict is open")
        )
        self.sentence.setText(
            _(
                "The juror settles a conflict with a newer file, or the chair decides. The secretariat"
                " decides nothing."
            )
        )
        self.rows.say(
            _("Conflicts"),
            _("No conflicts"),
            _("A conflict is two different marks that one juror handed in from two machines."),
        )
        self._show(self.rows.table.current_row())


class TakenView(_View):
    """The files that were taken in, and those that were taken out again."""

    take_out_requested = Signal(object)  # TakenFile
    put_back_requested = Signal(object)  # TakenFile
    confirmation_requested = Signal(object)  # TakenFile

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: Listing[TakenFile] = Listing(
            "taken_table", TAKEN_COLUMNS, key=lambda r: r.file.sha256
        )
        self.detail = Label(kind="small", role="text2", wrap=True, selectable=True)
        self.detail.setObjectName("taken_detail")
        self.button = Button()
        self.button.setObjectName("take_out")
        self.button.clicked.connect(lambda _checked=False: self._ask())
        self.confirm = Button(icon_name="mail")
        self.confirm.setObjectName("ask_to_confirm")
        self.confirm.clicked.connect(lambda _checked=False: self._ask_to_confirm())
        self.rows.table.row_chosen.connect(lambda _row: self._name_button())
        head = row((self.words, 1), self.confirm, self.button)
        self.setLayout(column(head, (self.rows, 1), self.detail, gap=12))

    def show_rows(self, rows: Sequence[TakenFile]) -> None:
        """Show the files."""
        self.rows.show_rows(rows)
        if rows and self.rows.table.current_row() is None:
            self.rows.choose(rows[0].file.sha256)
        self.retranslate()

    def _ask(self) -> None:
        found: TakenFile | None = self.rows.table.current_row()
        if found is not None:
            asked = self.take_out_requested if found.counts else self.put_back_requested
            asked.emit(found)

    def _ask_to_confirm(self) -> None:
        found: TakenFile | None = self.rows.table.current_row()
        if found is not None and found.origin is not None:
            self.confirmation_requested.emit(found)

    def _name_button(self) -> None:
        found: TakenFile | None = self.rows.table.current_row()
        self.confirm.setText(_("Ask to confirm …"))
        self.confirm.setVisible(found is not None and found.origin is not None)
        out = found is not None and found.exclusion is not None
        self.button.setText(_("Take it in again") if out else _("Take it out again …"))
        self.button.set_icon("redo" if out else "undo")
        self.button.set_reason("" if found else _("Choose a file in the table."))
        self.detail.setText("\n".join(self._told(found)) if found else "")
        self.detail.setVisible(found is not None)

    @staticmethod
    def _told(found: TakenFile) -> list[str]:
        file = found.file
        made = _("{file}, made {when}").format(file=file.name, when=format_instant(file.made))
        lines = [made, _("SHA-256 {hash}").format(hash=file.sha256)]
        if found.origin is not None:
            people = {"by": found.origin.by, "confirmed_by": found.origin.confirmed_by}
            lines.insert(0, _(UNSIGNED_SENTENCES[found.origin.origin]).format(**people) + ".")
        if found.exclusion is not None:
            when, reason = format_instant(found.exclusion.at), found.exclusion.reason
            lines.append(_("Taken out on {when}: {reason}").format(when=when, reason=reason))
        return lines

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        n = sum(r.counts for r in self.rows.model.all_rows())
        self.heading.setText(ngettext("{n} file counts", "{n} files count", n).format(n=n))
        self.sentence.setText(
            _(
                "Each is kept as it was received. Taking one out is noted with a reason; nothing is deleted."
            )
        )
        self.rows.say(
            _("Files taken in"),
            _("No file has been taken in yet"),
            _("Drop the score files at the left, look through what they change, and read them in."),
        )
        self._name_button()
