"""The delicate words of the page of the protocol."""

from __future__ import annotations

from juryapp.base.i18n import N_

STAYS_DRAFT = N_("Draft: may change until the panel has approved it.")
APPROVE_TITLE = N_("Approve version {n}?")
APPROVE_TEXT = N_(
    "Version {n} fixes what stands now: the order by points, the decisions with their reasons, the"
    " justifications, impartiality, the meeting, the files that count and the head of the log. Final: not"
    " changed; a correction becomes a new version and this one is kept. Undo does not take it back."
)
APPROVED = N_("Version {n} is approved")
APPROVED_TEXT = N_(
    "It lies at {path}. Its bytes are kept with the edition and are never made anew."
)
DRAFT_SAVED = N_("The draft is saved")
SAVED_AT = N_("It lies at {path}.")
NO_PRINTING = N_("Printing is not possible from here on this machine.")
NO_PRINTING_TEXT = N_("Save the protocol, open it in your PDF program, and print it there.")
NO_PROGRAM = N_("This machine has no program that opens PDF files.")
NOTHING_TO_NOTE = N_("There is nothing to look at first.")
NONE_APPROVED = N_("No version is approved yet.")
DIGEST = N_("Digest of everything that it states")
SHORT = N_("Short, as at the foot of each page")
HIDDEN_TITLE = N_("The protocol holds the order by points, and that is not open yet")
HIDDEN_TEXT = N_(
    "It can be looked at when all jurors have handed in, or the chair has opened the results."
)
NOT_OPENED_TITLE = N_("There is no protocol yet")
NOT_OPENED_TEXT = N_("The round has not been opened. Check the set-up, then open the round.")
HELP = N_(
    "Fill in the meeting, look at what is listed before approving, and read the draft on the right. Approving"
    " makes a version that is never changed. A correction is a new version."
)
