"""The juror's page: confidentiality, impartiality, the desk, handing in; one after the other.

Which of them is seen follows from what the desk knows (`DeskController.place`), so that a juror who stops
anywhere goes on there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget
from typing_extensions import override

from juryapp.base.i18n import N_, _
from juryapp.domain.answers import counted_kind
from juryapp.domain.changes import ChangeSet
from juryapp.domain.criteria import CriterionKind
from juryapp.domain.ids import PRACTICE, NomineeId
from juryapp.gui.actions import Action
from juryapp.gui.controllers.desk import DeskController
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.controllers.documents import DeskDocuments
from juryapp.gui.controllers.workspace import Workspace
from juryapp.gui.dialogs.desk_history_dialog import HistoryDialog
from juryapp.gui.dialogs.desk_report_dialog import ReportDialog
from juryapp.gui.page import Page
from juryapp.gui.pages import desk_words
from juryapp.gui.pages.desk_confidentiality import ConfidentialityView
from juryapp.gui.pages.desk_hand_in import HandInView
from juryapp.gui.pages.desk_impartiality import ImpartialityView
from juryapp.gui.pages.desk_last_look import remember_look, remembered_look
from juryapp.gui.pages.desk_looks import LOOKS, SWITCHED, Looks
from juryapp.gui.pages.desk_machine import MachineGuide
from juryapp.gui.pages.desk_news import NewsView, criterion_of
from juryapp.gui.pages.desk_sheet import SheetView
from juryapp.gui.palette import Entry
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import EmptyState, KeyHint, announce, column
from juryapp.gui.widgets.desk_switch import ViewSwitch


class DeskPage(Page):
    """Everything that a juror does."""

    name: ClassVar[str] = "desk"

    def __init__(self, shell: Shell, workspace: Workspace) -> None:
        super().__init__(shell)
        self.controller = DeskController(shell, workspace, self)
        self.machine = MachineGuide(shell, self.controller, self, self._go_on)
        self.place = Place.NOTHING
        self._saved_at: datetime | None = None
        self.nothing = EmptyState("package")
        self.confidentiality = ConfidentialityView()
        self.news = NewsView(self.controller)
        self.impartiality = ImpartialityView(self.controller)
        self.documents = DeskDocuments(shell, workspace, self.controller)
        self.sheet = SheetView(shell, self.controller, self.documents)
        self.hand_in = HandInView(shell, self.controller)
        self.looks = Looks(shell, self.controller, self.documents, self)
        self.switch = ViewSwitch()
        self._came_from: Place | None = None  # the view from which the papers were opened
        self._views: dict[Place, QWidget] = {
            Place.NOTHING: self.nothing,
            Place.CONFIDENTIALITY: self.confidentiality,
            Place.NEWS: self.news,
            Place.IMPARTIALITY: self.impartiality,
            Place.SHEET: self.sheet,
            Place.HAND_IN: self.hand_in,
            **self.looks.views,
        }
        self.stack = QStackedWidget()
        for view in self._views.values():
            self.stack.addWidget(view)
        self.setLayout(column(self.switch, (self.stack, 1), gap=0))
        self._connect(workspace)
        self.retranslate()

    def _connect(self, workspace: Workspace) -> None:
        controller = self.controller
        workspace.closing.connect(self.flush)
        controller.loaded.connect(self._loaded)
        # Queued: while something is undone, nothing else may be done.
        controller.stepped_to.connect(self._stepped_to, Qt.ConnectionType.QueuedConnection)
        self.confidentiality.accepted.connect(self._accept)
        self.confidentiality.back_requested.connect(self._go_on)
        self.confidentiality.machine_requested.connect(self.open_machine)
        self.news.seen.connect(self._news_seen)
        self.news.nominee_requested.connect(self._go_to_news)
        self.impartiality.finished.connect(self._go_on)
        self.impartiality.back_requested.connect(self._go_on)
        self.sheet.hand_in_requested.connect(lambda: self.show_place(Place.HAND_IN))
        self.sheet.reopen_requested.connect(self._reopen)
        self.sheet.report_requested.connect(self.report)
        self.hand_in.back_requested.connect(self._back_from_hand_in)
        self.hand_in.nominee_requested.connect(self._go_to)
        self.hand_in.order_requested.connect(lambda: self._look(Place.ORDER))
        self.controller.info_changed.connect(self._show_switch)
        self.looks.nominee_requested.connect(self._open_papers)
        self.looks.place_requested.connect(lambda place: self._look(Place(place)))
        self.looks.next_requested.connect(self._go_on_from_order)
        self.switch.chosen.connect(lambda place: self._look(Place(place)))
        self.switch.back_requested.connect(self._back_to_look)
        self.switch.hand_in_requested.connect(lambda: self.show_place(Place.HAND_IN))
        self.shell.saved_at.connect(self._saved)
        self.shell.try_again_requested.connect(controller.save_again)

    # --- life

    @override
    def enter(self, argument: Any = None) -> None:
        """Show the desk that is open; `argument` may be a nominee's id or a `Place`."""
        if not self.controller.is_current():
            self.sheet.clear()
            self.looks.clear()
            self.controller.load()
            self.controller.look_at_clock()
        self.show_place(self.controller.place())
        if isinstance(argument, Place) and self.controller.place() is Place.SHEET:
            self.show_place(argument)
        elif isinstance(argument, str) and argument in self.controller.order:
            self._go_to(argument)
        elif argument is None and self.place is Place.SHEET:
            self._show_remembered_look()

    @override
    def leave(self) -> None:
        """Save what is half written; what could not be saved before is tried once more."""
        self.flush()
        if self.controller.is_current() and self.controller.has_unsaved():
            self.controller.try_again()

    def flush(self) -> None:
        """Save what is half typed and half written."""
        if self.controller.is_current():
            self.sheet.flush()
            self.looks.flush()
            self.impartiality.flush()

    @override
    def refresh(self, changes: ChangeSet | None) -> None:
        self.controller.refresh(changes)

    def _loaded(self) -> None:
        if not self.controller.is_loaded:
            self.sheet.clear()
            self.looks.clear()
            self._show(Place.NOTHING)
            return
        self.confidentiality.show_contents(self.controller.contents)
        self.news.show_news()
        if self.place is Place.IMPARTIALITY:
            self.impartiality.show_desk()
        self.sheet.show_desk()
        self.hand_in.show_desk()
        self.looks.show_desk(self.place)

    # --- places

    def show_place(self, place: Place) -> None:
        """Show one of the desk's places, with the focus where its work begins."""
        self.flush()
        nominee, came_from = self._nominee_here(), self.place
        self._show(place)
        match place:
            case Place.CONFIDENTIALITY:
                self.confidentiality.show_contents(self.controller.contents)
                self.confidentiality.enter()
            case Place.NEWS:
                self.news.show_news()
                self.news.enter()
            case Place.IMPARTIALITY:
                self.impartiality.show_desk()
                self.impartiality.enter()
            case Place.SHEET:
                self.sheet.enter()
            case Place.HAND_IN:
                self.hand_in.enter()
            case Place.ACROSS | Place.ORDER | Place.COMPARE:
                self.looks.enter(place, nominee, came_from)
            case Place.NOTHING:
                pass

    def _show(self, place: Place) -> None:
        self.place = place
        if place is not Place.SHEET:
            self._came_from = None
        self._show_switch()
        self.stack.setCurrentWidget(self._views[place])
        self._give_room()
        self.shell.refresh_chrome()

    def _give_room(self) -> None:
        """Let only the view that is seen say how small the window may be."""
        policies = QSizePolicy.Policy
        for view in self._views.values():
            policy = policies.Preferred if view is self.stack.currentWidget() else policies.Ignored
            view.setSizePolicy(policy, policy)
        layout = self.stack.layout()
        if layout is not None:
            layout.invalidate()  # Qt does not hear it of views that are hidden
        self.stack.updateGeometry()

    def _accept(self) -> None:
        if self.controller.accept_confidentiality():
            self._go_on()

    def _go_on(self) -> None:
        self.show_place(self.controller.place())

    def _news_seen(self) -> None:
        if self.controller.see_news():
            self._go_on()

    def _go_to_news(self, nominee: str, criterion: str) -> None:
        """Go to what is new, unless the question of impartiality comes first."""
        if not self.controller.see_news():
            return
        if self.controller.place() is Place.IMPARTIALITY:
            self.show_place(Place.IMPARTIALITY)
            self.impartiality.enter(NomineeId(nominee))
        else:
            self._go_to(nominee, criterion)

    def _back_from_hand_in(self) -> None:
        self.show_place(Place.SHEET)

    def _go_to(self, nominee: str, criterion: str = "") -> None:
        if not self.controller.takes_marks(NomineeId(nominee)):
            self.show_place(Place.IMPARTIALITY)
            self.impartiality.enter(NomineeId(nominee))
            return
        self._show(Place.SHEET)
        self.sheet.go_to(NomineeId(nominee), criterion_of(criterion))

    # --- other ways to look

    def _show_switch(self) -> None:
        self.switch.offer(self.looks.places())
        self.switch.setVisible(self.place in SWITCHED and self.looks.available())
        self.switch.show_place(self.place, self._came_from)
        locked = self.controller.is_loaded and self.controller.is_locked
        self.switch.show_locked(self.place, locked=locked)

    def _nominee_here(self) -> NomineeId | None:
        return self.looks.nominee(self.place) if self.place in LOOKS else self.sheet.nominee

    def _look(self, place: Place) -> None:
        """Show the sheet or one of the other views, at the candidate at which the juror is."""
        self._came_from = None
        remember_look(self.shell.settings, self.controller.contents, place)
        nominee = self._nominee_here()
        if place is Place.SHEET and nominee is not None:
            self._go_to(nominee)
        else:
            self.show_place(place)

    def _show_remembered_look(self) -> None:
        """Show the desk in the view in which the juror left it, if there still is that view."""
        kept = remembered_look(self.shell.settings, self.controller.contents)
        if kept in LOOKS and kept in self.looks.places():
            self.show_place(kept)

    def _open_papers(self, nominee: str) -> None:
        """Show a candidate's papers, with the way back."""
        self._came_from = self.place
        self._go_to(nominee)

    def _back_to_look(self) -> None:
        if self._came_from is not None:
            self.show_place(self._came_from)

    def _go_on_from_order(self) -> None:
        """Go on with what is left: the next candidate that lacks marks, or handing in."""
        left = self.controller.left()
        if self.controller.is_locked or not left:
            self.show_place(Place.HAND_IN)
        else:
            self._open_papers(left[0])

    def _stepped_to(self, nominee: str) -> None:
        """Show where something was undone or done again."""
        if self.place is Place.SHEET and nominee in self.controller.order:
            self.sheet.show_nominee(NomineeId(nominee))
        self.looks.show_step(self.place, NomineeId(nominee))

    # --- actions

    def report(self) -> None:
        """Ask anew about the nominee that is shown; the answer becomes a new one beside the old."""
        nominee = self.sheet.nominee
        if nominee is None or not self._may_report():
            return
        self.sheet.flush()
        dialog = ReportDialog(
            self.controller.name_of(nominee),
            self.controller.said(nominee).declaration,
            self.controller.info.package.grounds,
            self,
        )
        dialog.submitted.connect(lambda content: self.controller.answer(nominee, content))
        dialog.finished.connect(lambda _result: self.sheet.enter())
        dialog.open()

    def _start_search(self) -> None:
        if self.place is Place.IMPARTIALITY:
            self.impartiality.start_search()
        else:
            self.sheet.start_search()

    def open_impartiality(self) -> None:
        """Show the list of all names again."""
        self.show_place(Place.IMPARTIALITY)

    def open_history(self) -> None:
        """Show every revision with its time, first of the candidate that is shown."""
        self.flush()
        at_sheet = self.place is Place.SHEET
        nominee = self.sheet.nominee if at_sheet else None
        name = self.controller.name_of(nominee) if nominee is not None else ""
        dialog = HistoryDialog(self.controller.history, nominee, name, self)
        dialog.finished.connect(lambda _result: self.sheet.enter() if at_sheet else None)
        dialog.open()

    def open_machine(self) -> None:
        """Show the digits by which the secretariat knows this machine."""
        self.machine.open_machine()

    def move_elsewhere(self) -> None:
        """Ask where the move file goes, and write it."""
        self.flush()
        self.machine.move_elsewhere()

    def _reopen(self) -> None:
        if self.controller.moved:
            self.machine.use_again()
        elif self.controller.reopen():
            self._go_on()

    def tell_saved(self) -> None:
        """Save what is half written and say when everything was last saved."""
        self.flush()
        if self.controller.has_unsaved() and not self.controller.try_again():
            words = _("Not everything is saved")
        elif self._saved_at is None:
            words = _("Everything is saved")
        else:
            clock = f"{self._saved_at:%H:%M}"
            words = _("Everything is saved, {time}").format(time=clock)
        self.shell.notifier.ok(words)
        announce(self, words)

    def _saved(self, at: datetime) -> None:
        self._saved_at = at

    def _at(self, *places: Place) -> Callable[[], bool]:
        return lambda: self.place in places

    def _may_report(self) -> bool:
        at_sheet = self.place is Place.SHEET and self.sheet.nominee != PRACTICE
        return at_sheet and not self.controller.is_locked

    def _may_reopen(self) -> bool:
        return self.controller.is_loaded and self.controller.is_locked

    def _has_answered(self) -> bool:
        return self.place in {*SWITCHED, Place.HAND_IN}

    @override
    def page_actions(self) -> Sequence[Action]:
        at_sheet, sheet = self._at(Place.SHEET), self.sheet
        return [
            Action("desk.next", N_("Next candidate that lacks marks"), sheet.go_on,
                   "Ctrl+Return; Ctrl+Enter", "arrow-right", at_sheet),
            Action("desk.looked", N_("I have looked through all candidates"), self.impartiality.finish,
                   "Ctrl+Return; Ctrl+Enter", "check", self._at(Place.IMPARTIALITY)),
            Action("desk.back", N_("Previous candidate"), lambda: sheet.step(-1), "Ctrl+Left",
                   "arrow-left", at_sheet),
            Action("desk.forward", N_("The candidate after this"), lambda: sheet.step(1), "Ctrl+Right",
                   "arrow-right", at_sheet),
            Action("desk.flag", N_("Flag this candidate for yourself"), sheet.flag, "Ctrl+M", "flag",
                   at_sheet),
            Action("desk.report", N_("Report a connection to this candidate …"), self.report, "Ctrl+I",
                   "comment", self._may_report),
            Action("desk.find", N_("Find a candidate"), self._start_search, "Ctrl+F", "search",
                   self._at(Place.SHEET, Place.IMPARTIALITY)),
            *sheet.papers.papers_actions(),
            Action("desk.pane", N_("Between papers and marks"), sheet.halves.next_pane, "F6", "list",
                   at_sheet),
            Action("desk.saved", N_("Say when everything was saved"), self.tell_saved, "Ctrl+S", "check"),
            Action("desk.return", N_("Back to where you opened the papers"), self._back_to_look, "Alt+Left",
                   "arrow-left", lambda: at_sheet() and self._came_from is not None),
            *self.looks.actions(self._at),
            *self._actions_of_the_whole_desk(),
        ]  # fmt: skip

    def _actions_of_the_whole_desk(self) -> list[Action]:
        return [
            Action("desk.impartiality", N_("Impartiality: all candidates"), self.open_impartiality,
                   icon="list", enabled=self._has_answered),
            Action("desk.hand_in", N_("Hand in …"), lambda: self.show_place(Place.HAND_IN), icon="save",
                   enabled=self._at(*SWITCHED)),
            Action("desk.reopen", N_("Open my sheet again"), self._reopen, icon="unlock",
                   enabled=self._may_reopen),
            Action("desk.receipt", N_("Open a receipt from the secretariat …"), self.hand_in.ask_for_receipt,
                   icon="inbox", enabled=lambda: self.controller.is_loaded),
            Action("desk.news", N_("What the updated package changed"),
                   lambda: self.show_place(Place.NEWS), icon="package", enabled=self._has_news),
            Action("desk.history", N_("What you said, and when …"), self.open_history, "Ctrl+H", "history",
                   lambda: self.controller.is_loaded),
            Action("desk.confidentiality", N_("What is confidential"),
                   lambda: self.show_place(Place.CONFIDENTIALITY), icon="lock", enabled=self._has_answered),
            Action("desk.machine", N_("About this machine"), self.open_machine, icon="machine",
                   enabled=lambda: self.controller.is_loaded),
            Action("desk.move", N_("Continue on another machine …"), self.move_elsewhere, icon="external",
                   enabled=lambda: self.controller.is_loaded and not self.controller.moved),
        ]  # fmt: skip

    def _has_news(self) -> bool:
        return self.controller.is_loaded and bool(self.controller.news.at)

    @override
    def palette_entries(self) -> Sequence[Entry]:
        if not self._has_answered():
            return ()
        papers = self.controller.contents.papers
        return [
            Entry(found.nominee.name, self._goer(nominee), found.category, "person")
            for nominee, found in papers.items()
        ]

    def _goer(self, nominee: NomineeId) -> Callable[[], None]:
        return lambda: self._go_to(nominee)

    # --- words

    @override
    def title(self) -> str:
        return self.controller.contents.edition.title if self.controller.is_loaded else _("Desk")

    @override
    def subtitle(self) -> str:
        if not self.controller.is_loaded:
            return ""
        contents = self.controller.contents
        parts = [
            _("Round {n}").format(n=contents.round.number),
            _("Juror: {name}").format(name=contents.juror.name),
            _("Declarations and practice") if self._practises() else "",
            _("Trial: nothing here counts") if contents.edition.trial else "",
        ]
        return "  ·  ".join(part for part in parts if part)

    @override
    def key_hints(self) -> Sequence[KeyHint]:
        locked = self.controller.is_loaded and self.controller.is_locked
        if self.place in LOOKS:
            return self.looks.key_hints(self.place, locked=locked)
        return desk_words.key_hints(self.place, locked=locked, kind=self._kind())

    @override
    def help_text(self) -> str:
        if self.place in LOOKS:
            return self.looks.help_text(self.place)
        return desk_words.help_text(self.place, practises=self._practises(), kind=self._kind())

    def _kind(self) -> CriterionKind:
        loaded = self.controller.is_loaded
        return counted_kind(self.controller.contents.criteria if loaded else ())

    def _practises(self) -> bool:
        return self.controller.is_loaded and self.controller.declares_only

    @override
    def retranslate(self) -> None:
        self.nothing.say(
            _("No jury package is open"),
            _("Open the package that the secretariat sent you; its name ends in .jurypack."),
        )
        self.confidentiality.retranslate()
        self.news.retranslate()
        self.impartiality.retranslate()
        self.sheet.retranslate()
        self.hand_in.retranslate()
        self.switch.retranslate()
        self._show_switch()
        self.looks.retranslate()
