"""The lines of “Continue where you left off”."""

from __future__ import annotations

from typing import Final

from juryapp.application.overview import STATUS_NAMES
from juryapp.base.i18n import _
from juryapp.base.instants import format_instant
from juryapp.domain.award import Status
from juryapp.gui.controllers.start import Place, PlaceKind
from juryapp.gui.widgets import ListRow, Tone

_STATUS_LOOKS: Final[dict[str, tuple[Tone, str]]] = {
    Status.SETUP: ("neutral", "settings"),
    Status.SCORING: ("accent", "edit"),
    Status.CLOSED: ("neutral", "lock"),
    Status.DECIDED: ("ok", "check"),
}


def place_row(place: Place) -> ListRow:
    """Return how a place looks in the list."""
    word, tone, icon = _badge(place)
    unusable = bool(place.problem) or place.kind is PlaceKind.MISSING
    return ListRow(
        key=place.key,
        title=place.title,
        subtitle=_subtitle(place),
        icon="signature" if place.kind is PlaceKind.DESK else "scale",
        icon_tone="neutral" if unusable else "accent",
        tile=True,
        badge=word,
        badge_icon=icon,
        tone=tone,
        dim=unusable,
    )


def _badge(place: Place) -> tuple[str, Tone, str]:
    if place.problem:
        return _("Cannot be opened"), "error", ""
    if place.kind is PlaceKind.MISSING:
        return _("Not found"), "warn", ""
    if place.kind is PlaceKind.DESK:
        return _desk_badge(place)
    if place.kind is PlaceKind.ELSEWHERE:
        return _("Kept elsewhere"), "neutral", "external"
    tone, icon = _STATUS_LOOKS.get(place.status, ("neutral", ""))
    return _(STATUS_NAMES.get(Status(place.status), "")), tone, icon


def _desk_badge(place: Place) -> tuple[str, Tone, str]:
    """Return how far a desk is: received is what the secretariat's receipt says, and nothing else."""
    if place.handed_in and place.received:
        return _("Received"), "ok", "check-circle"
    if place.handed_in:
        return _("Score file made"), "ok", ""
    words = _("{done} of {total}").format(done=place.finished, total=place.total)
    if place.finished < place.total:
        return words, "accent", "edit"
    return _("Ready to hand in"), "accent", "check"


def _subtitle(place: Place) -> str:
    if place.problem:
        return _(place.problem)
    if place.kind in {PlaceKind.MISSING, PlaceKind.ELSEWHERE}:
        return place.path
    when = format_instant(place.changed) if place.changed else ""
    detail = place.detail
    if place.kind is PlaceKind.DESK:
        detail = _("Jury desk of {name}").format(name=place.detail)
    saved = _("last saved {when}").format(when=when) if when else ""
    return "  ·  ".join(part for part in (detail, saved) if part)
