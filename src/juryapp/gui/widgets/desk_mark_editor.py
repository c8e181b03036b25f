"""The widget with which a mark is given, whichever kind of criterion it is for.

Screens that show marks beside each other make it here, so that a kind of criterion needs to be known in one
place. What it returns has the interface of `ScoreScale`.
"""

from __future__ import annotations

from juryapp.domain.criteria import Criterion
from juryapp.gui.widgets.score_scale import ScoreScale


def mark_editor(criterion: Criterion, name: str = "") -> ScoreScale:
    """Return a widget for marks on `criterion`; `name` is spoken, if not that of the criterion."""
    return ScoreScale(name or criterion.name, criterion.scale)
