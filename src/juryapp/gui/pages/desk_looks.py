"""The other ways to look at the desk: one criterion across, the own order, two side by side.

`DeskPage` shows them in place of the sheet. They go to a candidate's papers and come back, and take the
candidate at which the juror is along when the juror goes from one to another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal

from juryapp.application.desk.own_order import is_given, makes_order
from juryapp.base.i18n import N_, _
from juryapp.domain.answers import counted_kind
from juryapp.domain.criteria import CriterionKind
from juryapp.domain.ids import NomineeId
from juryapp.gui.actions import Action
from juryapp.gui.controllers.desk import DeskController
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.controllers.documents import DeskDocuments
from juryapp.gui.pages.desk_across import AcrossView
from juryapp.gui.pages.desk_compare import CompareView
from juryapp.gui.pages.desk_order import OrderView
from juryapp.gui.pages.desk_words import giving, help_in_words
from juryapp.gui.shell import Shell
from juryapp.gui.widgets import KeyHint
from juryapp.gui.widgets.desk_mark_editor import is_on_a_scale

LOOKS: Final = frozenset({Place.ACROSS, Place.ORDER, Place.COMPARE})
SWITCHED: Final = LOOKS | {Place.SHEET}


class Looks(QObject):
    """The three views, and what can be done in them."""

    nominee_requested = Signal(str)  # its papers
    place_requested = Signal(str)
    next_requested = Signal()  # who lacks marks, or handing in

    def __init__(
        self, shell: Shell, controller: DeskController, documents: DeskDocuments, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self.across = AcrossView(shell, controller)
        self.order = OrderView(controller)
        self.compare = CompareView(controller, documents)
        self.views: dict[Place, AcrossView | OrderView | CompareView] = {
            Place.ACROSS: self.across,
            Place.ORDER: self.order,
            Place.COMPARE: self.compare,
        }
        self.across.papers_requested.connect(self.nominee_requested)
        self.across.done_requested.connect(lambda: self.place_requested.emit(Place.ORDER))
        self.order.nominee_requested.connect(self.nominee_requested)
        self.order.next_requested.connect(self.next_requested)
        self.compare.papers_requested.connect(self.nominee_requested)

    # --- life

    def places(self) -> tuple[Place, ...]:
        """Return how the desk can be looked at; () where a package asks for answers only.

        One criterion across needs one on a scale, and comments in words make no order.
        """
        controller = self._controller
        if not controller.is_loaded or controller.declares_only or not controller.real:
            return ()
        criteria = controller.contents.criteria
        across = (Place.ACROSS,) if any(map(is_on_a_scale, criteria)) else ()
        order = (Place.ORDER,) if makes_order(controller.contents) else ()
        return (Place.SHEET, *across, *order, Place.COMPARE)

    def available(self) -> bool:
        """Return whether there is more than one way to look."""
        return len(self.places()) > 1

    def show_desk(self, place: Place) -> None:
        """Show the desk that is open in the view that is seen; the others do it when they are."""
        if place in LOOKS and place in self.places():
            self.views[place].show_desk()

    def enter(self, place: Place, nominee: NomineeId | None, came_from: Place) -> None:
        """Show one of the views, at `nominee`; from the order its neighbour is compared with it."""
        if place is Place.ACROSS:
            self.across.enter(nominee)
        elif place is Place.ORDER:
            self.order.enter(nominee)
        elif place is Place.COMPARE:
            if nominee is not None and came_from is Place.ORDER:
                self.compare.compare(*self.order.pair(nominee))
            elif nominee is not None and nominee not in self.compare.two:
                self.compare.compare(nominee)
            self.compare.enter()

    def nominee(self, place: Place) -> NomineeId | None:
        """Return at whom the juror is in one of the views."""
        return self.views[place].nominee if place in self.views else None

    def show_step(self, place: Place, nominee: NomineeId) -> None:
        """Show where something was undone or done again."""
        if place in self.views and nominee in self._controller.real:
            self.views[place].show_step(nominee)

    def flush(self) -> None:
        """Save what is half typed."""
        self.across.flush()
        self.compare.flush()

    def clear(self) -> None:
        """Forget the desk; it is another one."""
        self.across.clear()
        self.order.clear()
        self.compare.clear()

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.across.retranslate()
        self.order.retranslate()
        self.compare.retranslate()

    # --- actions and words

    def actions(self, at: Callable[..., Callable[[], bool]]) -> Sequence[Action]:
        """Return what can be done in the views; `at` makes a question whether the juror is there."""
        across, order, compare = self.across, self.order, self.compare
        in_across, in_order, in_two = at(Place.ACROSS), at(Place.ORDER), at(Place.COMPARE)
        return [
            *self._ways(at(*SWITCHED)),
            Action("across.next", N_("Next criterion that lacks marks"), across.go_on,
                   "Ctrl+Return; Ctrl+Enter", "arrow-right", in_across),
            Action("across.back", N_("Previous criterion"), lambda: across.step(-1), "Ctrl+Left",
                   "arrow-left", in_across),
            Action("across.forward", N_("The criterion after this"), lambda: across.step(1),
                   "Ctrl+Right", "arrow-right", in_across),
            Action("across.find", N_("Find a candidate"), across.start_search, "Ctrl+F", "search",
                   in_across),
            Action("across.flag", N_("Flag this candidate for yourself"), self._flag, "Ctrl+M", "flag",
                   in_across),
            Action("order.reset", N_("Show the order that your marks give"), order.reset_order,
                   "Ctrl+R", "undo", in_order),
            Action("order.back", N_("Previous category"), lambda: order.step_category(-1), "Ctrl+Left",
                   "arrow-left", in_order),
            Action("order.forward", N_("Next category"), lambda: order.step_category(1), "Ctrl+Right",
                   "arrow-right", in_order),
            Action("order.next", N_("On to what is left"), self.next_requested.emit,
                   "Ctrl+Return; Ctrl+Enter", "arrow-right", in_order),
            Action("compare.back", N_("Compare with the candidate before"), lambda: compare.step(-1),
                   "Ctrl+Left", "arrow-left", in_two),
            Action("compare.forward", N_("Compare with the candidate after"), lambda: compare.step(1),
                   "Ctrl+Right", "arrow-right", in_two),
            Action("compare.choose", N_("Choose whom to compare"), compare.start_choosing, "Ctrl+F",
                   "search", in_two),
            Action("compare.swap", N_("Let the two change sides"), compare.swap_sides, "Ctrl+R",
                   "swap", in_two),
            Action("looks.papers", N_("Open this candidate’s papers"), self._open_papers, "Ctrl+D",
                   "document", at(*LOOKS)),
        ]  # fmt: skip

    def _ways(self, may: Callable[[], bool]) -> list[Action]:
        texts = {
            Place.SHEET: (N_("One candidate: papers and all marks"), "document"),
            Place.ACROSS: (N_("One criterion: all candidates side by side"), "list"),
            Place.ORDER: (N_("The order that your marks give"), "ranking"),
            Place.COMPARE: (N_("Compare two candidates"), "people"),
        }
        return [
            Action(f"desk.view_{place}", text, self._goer(place), f"Ctrl+{n}", icon,
                   self._question(may, place))
            for n, (place, (text, icon)) in enumerate(texts.items(), start=1)
        ]  # fmt: skip

    def _question(self, may: Callable[[], bool], place: Place) -> Callable[[], bool]:
        return lambda: may() and place in self.places()

    def _goer(self, place: Place) -> Callable[[], None]:
        return lambda: self.place_requested.emit(place)

    def _flag(self) -> None:
        if self.across.nominee is not None:
            self._controller.flag(self.across.nominee)

    def _open_papers(self) -> None:
        found = (self.across, self.order, self.compare)
        seen = next((view for view in found if view.isVisible()), None)
        if seen is not None and seen.nominee is not None:
            self.nominee_requested.emit(seen.nominee)

    def key_hints(self, place: Place, *, locked: bool) -> Sequence[KeyHint]:
        """Return the keys of one of the views."""
        papers = KeyHint(("Ctrl", "D"), _("papers"))
        trying = [
            KeyHint(("Alt", "↑", "↓"), _("look at another order")),
            KeyHint(("Ctrl", "R"), _("back to your own order")),
        ]
        if place is Place.ORDER:
            return [
                KeyHint(("↑", "↓"), _("candidate")),
                *([] if is_given(self._controller.contents) else trying),
                KeyHint(("Ctrl", "←", "→"), _("category")),
                papers,
                KeyHint(("Ctrl", "1"), _("one candidate")),
            ]
        marking = giving(self._kind(place))
        undo = KeyHint(("Ctrl", "Z"), _("undo"))
        if place is Place.ACROSS:
            return [
                *([] if locked else marking),
                KeyHint(("↑", "↓"), _("candidate")),
                KeyHint(("Ctrl", "←", "→"), _("criterion")),
                KeyHint(("↵",), _("papers")),
                *([] if locked else [undo]),
                KeyHint(("Ctrl", "F"), _("find")),
                KeyHint(("Ctrl", "M"), _("flag")),
            ]
        return [
            *([] if locked else marking),
            KeyHint(("↑", "↓"), _("criterion")),
            KeyHint(("Tab",), _("to the other side")),
            KeyHint((_("Space"),), _("read on")),
            KeyHint(("Ctrl", "←", "→"), _("another candidate")),
            papers,
            *([] if locked else [undo]),
        ]

    def _kind(self, place: Place) -> CriterionKind:
        """Return in what kind one of the views takes answers."""
        if place is Place.ACROSS and self.across.criterion is not None:
            return self.across.criterion.kind
        loaded = self._controller.is_loaded
        return counted_kind(self._controller.contents.criteria if loaded else ())

    def help_text(self, place: Place) -> str:
        """Return what one of the views is for."""
        if self._kind(place) is not CriterionKind.POINTS:
            return help_in_words(place)
        if place is Place.ACROSS:
            return _(
                "All candidates on one criterion, so that the same mark means the same for everyone. Marks"
                " are saved at once, as on the sheet. Rows stay in place while you type; sort and filter"
                " them as you like."
            )
        if place is Place.ORDER:
            return _(
                "The order that your own marks give, by weighted mean, in each category. Move a candidate to"
                " look at another order: you are told which marks would have to change, and no mark changes"
                " by itself. What you try is kept nowhere and gone when the desk is closed."
            )
        return _(
            "Two candidates side by side: papers above, marks below, and how they differ. Marks can be"
            " changed here too."
        )
