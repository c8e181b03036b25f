"""The link below the list of the start page that erases a desk from this computer."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal

from juryapp.base.i18n import _
from juryapp.gui.controllers.start import Place
from juryapp.gui.widgets import Button


class EraseLink(Button):
    """Names the desk that it would erase: the one that is chosen in the list, or the first one."""

    wanted = Signal(object)  # the Place

    def __init__(self) -> None:
        super().__init__(look="link", icon_name="trash")
        self.setObjectName("erase_desk")
        self._place: Place | None = None
        self.clicked.connect(lambda _checked=False: self.ask())

    @property
    def has_desk(self) -> bool:
        """Whether there is a desk to erase."""
        return self._place is not None

    def follow(self, places: Iterable[Place], chosen: object) -> None:
        """Name the desk among `places`; `chosen` is the key of the line where the list stands."""
        desks = [place for place in places if place.juror and not place.problem]
        self._place = next((p for p in desks if p.key == chosen), next(iter(desks), None))
        self.setVisible(self.has_desk)
        if self._place is not None:
            words = _("Erase “{title}” from this computer …")
            self.setText(words.format(title=self._place.title))

    def ask(self) -> None:
        """Ask whether the desk is to be erased."""
        if self._place is not None:
            self.wanted.emit(self._place)
