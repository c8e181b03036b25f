"""In which view a juror left a desk: kept with the window's settings, for it says nothing of the answers."""

from __future__ import annotations

from typing import Final

from juryapp.application.desk.contents import DeskContents
from juryapp.gui.controllers.desk_state import Place
from juryapp.gui.settings import SettingsStore

_MOST: Final = 12  # desks; older ones are forgotten


def remember_look(settings: SettingsStore, contents: DeskContents, place: Place) -> None:
    """Keep how the juror looks at a desk."""
    desk = _desk(contents)
    others = [kept for kept in settings.values.desk_views if kept[0] != desk]
    settings.change(desk_views=((desk, str(place)), *others)[:_MOST])


def remembered_look(settings: SettingsStore, contents: DeskContents) -> Place | None:
    """Return how the juror looked at a desk when leaving it, None if that is not known."""
    kept = dict(settings.values.desk_views).get(_desk(contents), "")
    return next((place for place in Place if place == kept), None)


def _desk(contents: DeskContents) -> str:
    return f"{contents.edition.id}/{contents.juror.id}"
