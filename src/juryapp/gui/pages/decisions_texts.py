"""The delicate words of the page of decisions."""

from __future__ import annotations

from typing import Final

from juryapp.base.i18n import N_
from juryapp.domain.decisions import DEPARTS_NEEDS_REASON, TIE_NEEDS_REASON, Basis, Outcome

LIVE: Final = {
    Basis.FOLLOWS: N_("This follows the points."),
    Basis.TIE: TIE_NEEDS_REASON,
    Basis.DEPARTS: DEPARTS_NEEDS_REASON,
}
LIVE_MENTION = N_("An honourable mention stands beside the order by points.")
LIVE_BACK = N_("This takes the decision back.")
NOTHING_YET = N_("Nothing is decided about this nominee yet.")
STANDS = N_("Decided: {outcome}.")
STANDS_WITH_REASON = N_("Decided: {outcome}. Reason: {reason}")

CHOICES: Final = {
    Outcome.WINNER: (N_("Winner"), "W"),
    Outcome.FINALIST: (N_("Finalist"), "F"),
    Outcome.MENTION: (N_("Honourable mention"), "M"),
    Outcome.NONE: (N_("Nothing"), "Delete"),
}
NO_AWARD_TITLE = N_("No award in {category}")
NO_AWARD_TEXT = N_(
    "The panel makes no award in {category} in {year}. Write why, as it shall stand in the protocol. It"
    " stands until the panel names a winner here; Undo does not take it back."
)
NO_AWARD_STANDS = N_("The panel makes no award here: {reason}")
WINNER_IN_THE_WAY = N_("There is a winner here. Take that decision back first.")
HIDDEN_TITLE = N_("The order by points is not open yet")
HIDDEN_TEXT = N_(
    "The panel decides when all jurors have handed in, or the chair has opened the results."
)
NOT_OPENED_TITLE = N_("There is nothing to decide yet")
NOT_OPENED_TEXT = N_("The round has not been opened. Check the set-up, then open the round.")
NOBODY_TITLE = N_("Nobody is chosen yet")
NOBODY_TEXT = N_("Choose winner and finalists first; then write here why they were chosen.")
HELP = N_(
    "The order by points stands beside what the panel decides. Points advise; where the panel chooses another"
    " order, a short reason is asked for and stands in the protocol. Then write a justification of each"
    " nominee that is chosen."
)
