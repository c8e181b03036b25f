"""What the start page says to whom: juror, secretariat, chair, and before it was asked."""

from __future__ import annotations

from juryapp.base.i18n import N_, _
from juryapp.gui.controllers.start import CHAIR, JUROR, SECRETARIAT

ROLES = {
    JUROR: ("signature", N_("I am a juror"), N_("I was sent a jury package and will give marks.")),
    SECRETARIAT: (
        "people",
        N_("I am the secretariat"),
        N_("I set up the award, send out packages and read in the marks."),
    ),
    CHAIR: ("decision", N_("I chair the jury"), N_("I lead the decision and sign the protocol.")),
}
STEPS_OF_JUROR = (
    N_("Open the jury package that you were sent."),
    N_("Say for each nominee whether you are connected to it."),
    N_("Give your marks, in one go or over several evenings. Each is saved at once."),
    N_("Send the score file back to the secretariat."),
)


def subheading(role: str) -> str:
    """Return the line below the greeting."""
    if role == JUROR:
        return _("Your marks lie on this machine only, until you send them.")
    return _("Everything lies on this machine. juryapp sends nothing by itself.")


def nothing(role: str) -> str:
    """Return what stands where the list is empty."""
    if role == JUROR:
        return _("There is nothing here yet. Open the jury package that you were sent.")
    return _("There is nothing here yet. What you make or open is listed here.")


def drop_words(role: str) -> tuple[str, str]:
    """Return the two lines of the place for files."""
    if role == JUROR:
        return _("Drop the jury package here"), _("or choose the file …  Ctrl+O")
    if not role:
        return _("Were you sent a file? Drop it here"), _("or choose the file …  Ctrl+O")
    return _("Drop jury packages, score files or backups here"), _("or choose files …  Ctrl+O")


def change_words(role: str) -> str:
    """Return what the link says that asks again who sits here."""
    words = {
        JUROR: N_("You are a juror here. Change …"),
        SECRETARIAT: N_("You are the secretariat here. Change …"),
        CHAIR: N_("You chair the jury here. Change …"),
    }
    return _(words[role]) if role else ""
