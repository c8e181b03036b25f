"""Why a backup or archive of an edition is refused, in words that fit it; the codes are those of packages."""

from __future__ import annotations

from typing import Final

from juryapp.base.errors import FileFormatError
from juryapp.base.i18n import N_, OurText

AWARD_FILE: Final = OurText(N_("a backup or archive of an edition"))

_WORDS: Final = {
    "E-TRUNC": N_("The file is cut off: its end is missing. Copy it again from where it came."),
    "E-EMPTY": N_("The file is empty: the copy never finished. Copy it again from where it came."),
    "E-SIG": N_(
        "The signature does not match: the file was changed after it was saved. Use another copy of it."
    ),
    "E-ZIP-MISSING": N_("The file lacks the part {name}. Use another copy of it."),
    "E-ZIP-METHOD": N_(
        "The file was packed anew by another program ({name} is compressed). Use the original file."
    ),
    "E-ZIP-PATH": N_("The file holds a name that is not allowed ({name}). Use the original file."),
    "E-ZIP-EXTRA": N_(
        "The file holds a part that is not on its list of contents ({name}). Use the original file."
    ),
    "E-ZIP-DUP": N_("The file holds the part {name} twice. Use the original file."),
    "E-ZIP-HASH": N_("The part {name} was changed or damaged. Use another copy of the file."),
    "E-ZIP-MISMATCH": N_(
        "The file is not put together the way juryapp does it: it was changed. Use the original file."
    ),
    "E-ZIP-MANY": N_("The file holds too many parts ({count}). Use the original file."),
    "E-ZIP-ENCRYPTED": N_("The file was locked by another program. Use the original file."),
    "E-ZIP-LINK": N_("The file holds a link instead of a part ({name}). Use the original file."),
}


def in_our_words(error: FileFormatError) -> FileFormatError:
    """Return the error with a sentence about a backup, where the usual one speaks of a jury package."""
    template = _WORDS.get(error.code)
    if template is None:
        return error
    reworded = FileFormatError(template, code=error.code)
    reworded.params.update(error.params)
    return reworded.named(error.file)
