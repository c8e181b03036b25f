"""Ballots on paper: who has one, printing them, and the way to typing in and comparing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from juryapp.application.file_names import papers_name
from juryapp.application.paper.printing import PrintedPaper
from juryapp.application.paper.standing import PaperStage, PaperState
from juryapp.base.i18n import N_, _, ngettext
from juryapp.domain.changes import ChangeSet
from juryapp.domain.ids import JurorId
from juryapp.domain.paper import TAKEN_BACK
from juryapp.gui.actions import Action
from juryapp.gui.controllers.paper import PaperController
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.models.paper import PAPER_COLUMNS, STAGE_TONES, day, stage_words
from juryapp.gui.page import Page
from juryapp.gui.pages.setup_section import TableWithDetail
from juryapp.gui.palette import Entry
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import (
    Button,
    Card,
    Chip,
    Footer,
    IconLabel,
    KeyHint,
    Label,
    LineEdit,
    RowsTableModel,
    Rule,
    Scrolled,
    Table,
    column,
    row,
)

TYPE, COMPARE = "paper_type", "paper_compare"


class PaperPage(Page):
    """Where the secretariat sees how far each paper is."""

    name = "paper"

    def __init__(self, shell: Shell, workspace: Workspace) -> None:
        super().__init__(shell)
        self.controller = PaperController(shell, workspace, self)
        self._from = "packages"
        self._build_head()
        self._build_detail()
        self._build_footer()
        self.model = RowsTableModel(PAPER_COLUMNS, key=lambda state: state.juror.id)
        self.table = Table(self.model)
        self.table.setObjectName("papers")
        self._lay_out()
        self._connect()
        self.retranslate()

    # --- building

    def _build_head(self) -> None:
        self.heading = Label(kind="h1", wrap=True)
        self.summary = Label(kind="small", role="text2", wrap=True)
        self.summary.setObjectName("papers_summary")
        self.code = LineEdit(limit=40)
        self.code.setObjectName("paper_code")
        self.find_button = Button(icon_name="search")
        self.find_button.setObjectName("find_paper")

    def _build_detail(self) -> None:
        self.who = Label(kind="h2", wrap=True)
        self.stage = Chip("", "neutral")
        self.about = Label(kind="small", wrap=True)
        self.about.setObjectName("paper_about")
        self.warning_icon = IconLabel("warning", "warn", 16)
        self.warning = Label(kind="small", role="warn", wrap=True)
        self.warning.setObjectName("paper_warning")
        self.type_button = Button(icon_name="keyboard")
        self.type_button.setObjectName("type_paper")
        self.compare_button = Button(icon_name="eye")
        self.compare_button.setObjectName("compare_paper")
        self.back_button = Button(look="small", icon_name="undo")
        self.back_button.setObjectName("take_paper_back")

    def _build_footer(self) -> None:
        self.leave_button = Button(icon_name="arrow-left")
        self.leave_button.setObjectName("leave_papers")
        self.print_one = Button(icon_name="print")
        self.print_one.setObjectName("print_chosen")
        self.print_all = Button(icon_name="print")
        self.print_all.setObjectName("print_all")

    def _lay_out(self) -> None:
        head = row(
            (column(self.heading, self.summary, gap=2), 1), self.code, self.find_button, gap=12
        )
        rows = Card(column(self.table, margins=(4, 4, 4, 4)))
        self.warning_row = QWidget()
        self.warning_row.setLayout(row(self.warning_icon, (self.warning, 1), gap=8))
        detail = column(
            self.who, row(self.stage, None), self.about, self.warning_row, Rule(),
            self.type_button, self.compare_button, self.back_button, None, gap=12,
            margins=(0, 0, 6, 0),
        )  # fmt: skip
        card = Card(column(Scrolled(detail), margins=(20, 16, 10, 14)))
        self.lists = TableWithDetail(rows, card, width=350, shell=self.shell)
        inside = column(head, (self.lists, 1), gap=16, margins=(24, 16, 24, 12))
        foot = row(self.leave_button, None, self.print_one, self.print_all, gap=12)
        self.setLayout(column((inside, 1), Footer(foot), gap=0))

    def _connect(self) -> None:
        self.controller.changed.connect(self._show)
        self.controller.printed.connect(self._printed)
        self.table.row_chosen.connect(lambda _row: self._show_chosen())
        self.table.row_activated.connect(lambda _row: self.go_on())
        self.code.returnPressed.connect(self.find_by_code)
        self.find_button.clicked.connect(lambda _checked=False: self.find_by_code())
        self.type_button.clicked.connect(lambda _checked=False: self._go(TYPE))
        self.compare_button.clicked.connect(lambda _checked=False: self._go(COMPARE))
        self.back_button.clicked.connect(lambda _checked=False: self.take_back())
        self.leave_button.clicked.connect(lambda _checked=False: self.shell.go(self._from))
        self.print_one.clicked.connect(lambda _checked=False: self.print_chosen())
        self.print_all.clicked.connect(lambda _checked=False: self.print_everybody())

    # --- what the user does

    def chosen(self) -> PaperState | None:
        """Return the juror under the cursor."""
        found = self.table.current_row()
        return found if isinstance(found, PaperState) else None

    def go_on(self) -> None:
        """Do what comes next with the chosen paper: compare it if it waits, else type it in."""
        found = self.chosen()
        if found is not None:
            self._go(COMPARE if found.stage is PaperStage.WAITING else TYPE)

    def _go(self, page: str) -> None:
        found = self.chosen()
        if found is not None:
            self.shell.go(page, found.juror.id)

    def find_by_code(self) -> None:
        """Go to the paper whose code was typed."""
        if not self.code.text().strip():
            self.code.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        juror = self.controller.find(self.code.text())
        if juror is not None:
            self.code.clear()
            self.table.choose(juror)
            self.go_on()

    def take_back(self) -> None:
        """Take a paper back that waits; only who typed it does that."""
        found = self.chosen()
        if found is None or found.ballot is None:
            return
        name, juror = found.ballot.by, found.juror.id
        self.shell.choosers.ask(
            self,
            title=_("Take the paper of {juror} back?").format(juror=found.juror.name),
            text=_(
                "Only {name}, who typed it, takes it back, to go on typing. If you have found something while"
                " comparing, send it back instead."
            ).format(name=name),
            yes=_("I am {name}: take it back").format(name=name),
            then=lambda: self.controller.take_back(juror, by=name),
        )

    def print_chosen(self) -> None:
        """Print the papers of the selected jurors, each into a file of its own."""
        jurors = [state.juror.id for state in self.table.chosen_rows()]
        if not jurors or self.controller.reason_against():
            return

        def chosen(folder: Path) -> None:
            self.controller.print(folder, jurors, together=False)

        self.shell.choosers.choose_folder(
            self, title=_("Where should the papers lie?"), then=chosen
        )

    def print_everybody(self) -> None:
        """Print the papers of all into one file."""
        if self.controller.reason_against():
            return
        overview = self.controller.overview
        jurors = [state.juror.id for state in overview.states]

        def chosen(path: Path) -> None:
            self.controller.print(path, jurors, together=True)

        self.shell.choosers.save_file(
            self,
            title=_("All papers in one file"),
            suggested=papers_name(overview.edition.year),
            kinds=[(_("PDF file"), ".pdf")],
            then=chosen,
        )

    def _printed(self, papers: list[PrintedPaper]) -> None:
        n, folder = len(papers), papers[0].path.parent
        self.shell.notifier.good(
            ngettext("{n} paper is ready to print.", "{n} papers are ready to print.", n).format(
                n=n
            ),
            _("The code at the foot of every page tells whose it is. Print on both sides if you like: each"
              " paper begins on a leaf of its own."),
            [(_("Open the folder"), lambda: self.shell.choosers.open_folder(folder))],
        )  # fmt: skip

    # --- showing

    def _show(self) -> None:
        if not self.controller.has_overview:
            return
        overview = self.controller.overview
        self.model.show_rows(overview.states)
        if overview.states and self.chosen() is None:
            self.table.choose(overview.states[0].juror.id)
        waiting = len(overview.having(PaperStage.WAITING))
        counted = len(overview.having(PaperStage.CONFIRMED))
        waits = ngettext("{n} waits for a second person", "{n} wait for a second person", waiting)
        counts = ngettext("{n} is confirmed and counts", "{n} are confirmed and count", counted)
        parts = (waits.format(n=waiting), counts.format(n=counted))
        self.summary.setText("  ·  ".join(parts))
        reason = self.controller.reason_against()
        self.print_one.set_reason(reason)
        self.print_all.set_reason(reason)
        self._show_chosen()

    def _show_chosen(self) -> None:
        found = self.chosen()
        self.lists.show_detail(shown=found is not None)
        if found is None:
            return
        waits = found.stage is PaperStage.WAITING
        self.who.setText(found.juror.name)
        self.stage.set_state(stage_words(found), STAGE_TONES[found.stage])
        printed = ngettext("Printed {n} time.", "Printed {n} times.", found.printed)
        told = printed.format(n=found.printed) if found.printed else ""
        self.about.setText(" ".join(part for part in (self._about(found), told) if part))
        self.warning.setText(self._warning(found))
        self.warning_row.setVisible(bool(self.warning.text()))
        self.type_button.setVisible(not waits)
        self.compare_button.setVisible(waits)
        self.back_button.setVisible(waits)
        self.type_button.set_look("primary")
        self.compare_button.set_look("primary")
        self.type_button.setText(self._type_text(found))
        closed = "" if self.controller.overview.is_open else _("The round is closed.")
        self.type_button.set_reason(closed)
        self.compare_button.set_reason(closed)

    @staticmethod
    def _type_text(found: PaperState) -> str:
        if found.stage in {PaperStage.TYPING, PaperStage.SENT_BACK}:
            return _("Go on typing")
        again = found.stage in {PaperStage.CONFIRMED, PaperStage.TAKEN_OUT}
        return _("Type it in anew") if again else _("Type it in")

    @staticmethod
    def _about(found: PaperState) -> str:
        verdict, typed = found.verdict, {"name": found.typed_by, "day": day(found.at)}
        match found.stage:
            case PaperStage.TYPING:
                return _("{name} is typing. What is typed so far is kept.").format(**typed)
            case PaperStage.WAITING:
                return _(
                    "{name} has typed it in. It counts when somebody else has held the paper against it."
                ).format(**typed)
            case PaperStage.CONFIRMED if verdict is not None:
                told = _("Typed by {name}, compared and confirmed by {second} on {day}. It counts.")
                return told.format(**typed, second=verdict.by)
            case PaperStage.SENT_BACK if verdict is not None and verdict.reason != TAKEN_BACK:
                told = _("{second} has compared it: “{reason}”. Mend that, and finish again.")
                return told.format(second=verdict.by, reason=verdict.reason)
            case PaperStage.TAKEN_OUT:
                return _(
                    "It was confirmed, and taken out again among the score files. It can be put back there,"
                    " or typed in anew here."
                )
            case PaperStage.PRINTED:
                return _("The paper was printed. When it comes back filled in, type it in here.")
            case _:
                return _("Print a paper for jurors who do not want to use a program.")

    @staticmethod
    def _warning(found: PaperState) -> str:
        if found.handed_in is None or found.stage is PaperStage.CONFIRMED:
            return ""
        return _(
            "{juror} has also handed in a score file, on {day}. What is typed here is taken as the newer word"
            " and replaces it."
        ).format(juror=found.juror.name, day=day(found.handed_in.received))

    # --- what the window tells and asks

    @override
    def enter(self, argument: Any = None) -> None:
        if argument in {"packages", "merge"}:
            self._from = argument
        self.controller.refresh()
        known = {state.juror.id for state in self.controller.overview.states}
        if argument in known:
            self.table.choose(argument)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def refresh(self, changes: ChangeSet | None) -> None:
        self.controller.refresh()

    @override
    def page_actions(self) -> Sequence[Action]:
        return [
            Action("paper.print", N_("Print all papers …"), self.print_everybody, "Ctrl+P", "print",
                   self._may_print),
            Action("paper.print_chosen", N_("Print the papers of the selected jurors …"),
                   self.print_chosen, "Ctrl+Shift+P", "print", self._may_print),
            Action("paper.code", N_("Find a paper by its code"), self._focus_code, "Ctrl+F", "search"),
        ]  # fmt: skip

    def _may_print(self) -> bool:
        return self.controller.has_overview and not self.controller.reason_against()

    def _focus_code(self) -> None:
        self.code.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def palette_entries(self) -> Sequence[Entry]:
        if not self.controller.has_overview:
            return []

        def to(juror: JurorId) -> Any:
            return lambda: self.table.choose(juror)

        states = self.controller.overview.states
        return [Entry(s.juror.name, to(s.juror.id), "", "person") for s in states]

    @override
    def key_hints(self) -> Sequence[KeyHint]:
        return [
            KeyHint((_("Enter"),), _("type in, or compare")),
            KeyHint(("Ctrl", "F"), _("find by code")),
            KeyHint(("Ctrl", "P"), _("print all")),
        ]

    @override
    def help_text(self) -> str:
        return _(
            "For jurors who do not use a program. Print the papers, and give each juror their own. One person"
            " types in what comes back; another one, who cannot change anything, compares it with the paper."
            " Only then does it count, and wherever it is shown it says that it is from paper and by whom."
        )

    @override
    def title(self) -> str:
        if self.controller.has_overview:
            return self.controller.overview.edition.title
        return _("Ballots on paper")

    @override
    def subtitle(self) -> str:
        return _("Ballots on paper") if self.controller.has_overview else ""

    @override
    def retranslate(self) -> None:
        self.heading.setText(_("Ballots on paper"))
        self.code.setPlaceholderText(_("Code on the paper"))
        self.code.setAccessibleName(_("Code on the paper"))
        self.find_button.setText(_("Find"))
        self.table.setAccessibleName(_("Jurors and their papers"))
        self.compare_button.setText(_("Compare with the paper"))
        self.back_button.setText(_("Take it back"))
        self.leave_button.setText(_("Back"))
        self.print_one.setText(_("Print the selected …"))
        self.print_all.setText(_("Print all …"))
        self._show()
