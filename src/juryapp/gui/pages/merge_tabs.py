"""The views of the score files: what they are called, how much is in each, and which have nothing to show."""

from __future__ import annotations

from typing import Final

from juryapp.base.i18n import _
from juryapp.gui.controllers.merge import MergeController

WAITING: Final = "waiting"  # the list of files, where it has no place at the side
PREVIEW: Final = "preview"
BY_FILE: Final = "files"
REPORT: Final = "report"
CONFLICTS: Final = "conflicts"
JURORS: Final = "jurors"
TAKEN: Final = "taken"
EARLIER: Final = "earlier"


def view_words(controller: MergeController) -> dict[str, str]:
    """Return the names of the views, with how many things there are to see in them."""
    standing = controller.standing
    conflicts = len(standing.conflicts) if standing else 0
    missing = len(standing.missing) if standing else 0
    taken = sum(t.counts for t in standing.taken) if standing else 0
    return {
        WAITING: _("Files"),
        PREVIEW: _("Preview"),
        BY_FILE: _("By file"),
        REPORT: _("Report"),
        CONFLICTS: _("Conflicts {n}").format(n=conflicts) if conflicts else _("Conflicts"),
        JURORS: _("Missing {n}").format(n=missing) if missing else _("Jurors"),
        TAKEN: _("Taken in {n}").format(n=taken) if taken else _("Taken in"),
        EARLIER: _("Earlier"),
    }


def hidden_views(controller: MergeController) -> set[str]:
    """Return the views that have nothing to show."""
    hidden: set[str] = set()
    if not controller.paths:
        hidden |= {PREVIEW, BY_FILE}
    if controller.report is None:
        hidden.add(REPORT)
    else:  # the report says of each file what became of it
        hidden.add(BY_FILE)
    if not controller.has_merges():
        hidden.add(EARLIER)
    return hidden
