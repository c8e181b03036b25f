"""The bar above the desk: how the juror looks at it, and the way back to where the papers were opened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame

from juryapp.base.i18n import _
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.theme import color, follow_theme
from juryapp.gui.widgets.buttons import Button
from juryapp.gui.widgets.chips import Chip
from juryapp.gui.widgets.segmented import Segmented
from juryapp.gui.widgets.surfaces import Rule, column, row


class ViewSwitch(QFrame):
    """One candidate · one criterion · your order · two side by side."""

    chosen = Signal(str)  # a `Place`
    back_requested = Signal()
    hand_in_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("view_switch")
        self._places: tuple[Place, ...] = (Place.SHEET, Place.ACROSS, Place.ORDER, Place.COMPARE)
        self.views = Segmented()
        self.views.setObjectName("desk_views")
        self.back = Button(look="flat", icon_name="arrow-left")
        self.back.setObjectName("back_to_view")
        self.locked = Chip("", "neutral", "lock")
        self.locked.setObjectName("locked")
        self.locked.hide()
        self.hand_in = Button(look="flat", icon_name="save")
        self.hand_in.setObjectName("switch_hand_in")
        inside = row(
            self.views, self.back, None, self.locked, self.hand_in, gap=12, margins=(16, 5, 16, 5)
        )
        self.setLayout(column(inside, Rule(), gap=0))
        follow_theme(self)
        self.views.chosen.connect(self.chosen)
        self.back.clicked.connect(self.back_requested)
        self.hand_in.clicked.connect(self.hand_in_requested)
        self.show_place(Place.SHEET, None)
        self.retranslate()

    def apply_theme(self) -> None:
        """Stand on the ground of the top bar, to which it belongs."""
        ground = self.palette()
        ground.setColor(QPalette.ColorRole.Window, color("surface"))
        self.setPalette(ground)
        self.setAutoFillBackground(True)

    def offer(self, places: Sequence[Place]) -> None:
        """Offer these views; with fewer than two there is nothing to switch."""
        self._places = tuple(places)
        self.views.set_choices([(place, _name(place)) for place in places], Place.SHEET)

    def show_place(self, place: Place, came_from: Place | None) -> None:
        """Show where the juror is, and from where the papers were opened, if from elsewhere."""
        self.views.choose(place)
        self.back.setVisible(came_from is not None)
        if came_from is not None:
            self.back.setText(_("Back to “{view}”").format(view=_name(came_from)))
        self.hand_in.setVisible(place is not Place.SHEET)  # the list has a button of its own

    def show_locked(self, place: Place, *, locked: bool) -> None:
        """Say why no mark can be changed here; on the sheet a banner says it."""
        self.locked.setVisible(locked and place is not Place.SHEET)
        self.hand_in.setText(_("To the score file") if locked else _("Hand in …"))

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.views.setAccessibleName(_("How to look at the candidates"))
        self.offer(self._places)
        self.back.setToolTip(_("Back to where you opened the papers  (Alt+←)"))
        self.hand_in.setText(_("Hand in …"))
        self.locked.set_state(_("The sheet is locked"), "neutral", "lock")
        self.locked.setToolTip(
            _("Nothing can be changed. Open your sheet again, from the score file.")
        )


def _name(place: Place) -> str:
    """Return what a view is called."""
    match place:
        case Place.ACROSS:
            return _("One criterion")
        case Place.ORDER:
            return _("Your order")
        case Place.COMPARE:
            return _("Compare two")
        case _:
            return _("One candidate")
