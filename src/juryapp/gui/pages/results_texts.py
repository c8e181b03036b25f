"""What the page of results asks before something follows from it."""

from __future__ import annotations

from juryapp.application.results.wording import METHODS_TOLD
from juryapp.base.i18n import N_, _, ngettext
from juryapp.domain.criteria import CriterionKind

SHOW_TITLE = N_("Open the results before all have handed in?")
SHOW_TEXT = N_(
    "Still missing: {names}. It is written to the log that the chair opened the results now; who has seen"
    " them cannot unsee them."
)
WAIVE_TITLE = N_("The chair accepts what was not assessed")
WAIVE_TEXT = N_(
    "What was not assessed is left out of the means, and the result can become official. The reason stands"
    " in the protocol."
)
CLOSE_TITLE = N_("Close the round?")
CLOSE_TEXT = N_(
    "Score files that come later are not taken in. A backup is made first, and the log says which files"
    " count. The chair can open the round again, with a reason. Undo does not take this back."
)
REOPEN_TITLE = N_("Open the round again")
REOPEN_TEXT = N_(
    "Score files are taken in again, by the same criteria and rules. Decisions and texts stay as they are."
    " The reason is kept in the log."
)
HELP = N_(
    "The order by points, from the marks of the jurors who count. Look at what is open, at close places and"
    " at great disagreement before the panel decides. Points advise; the panel decides."
)
EMPTY_TITLE = N_("There are no results yet")
EMPTY_TEXT = N_("The round has not been opened. Check the set-up, then open the round.")
HIDDEN_TEXT = N_(
    "{n} of {total} jurors have handed in. The order stays hidden until all have, so that nobody is led by"
    " half of it."
)
HOLDING_TEXT = N_(
    "Counted again by the same rules, exactly. For the chair and the secretariat; it does not stand in the"
    " protocol."
)


def legend(finalists: int, kind: CriterionKind = CriterionKind.POINTS) -> str:
    """Return what dots and lines in the table of results mean, or how was counted without points."""
    if kind is not CriterionKind.POINTS:
        return _(METHODS_TOLD[kind])
    return ngettext(
        "Dots are the jurors’ means; the line is the mean of all. The dashed line is below {n} finalist.",
        "Dots are the jurors’ means; the line is the mean of all. The dashed line is below {n} finalists.",
        finalists,
    ).format(n=finalists)
