"""Why a file is refused: one stable code and one sentence that says what to do, for each reason.

The codes are the same in every language and are kept for ever; scripts and tests lean on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from juryapp.base.errors import FileFormatError
from juryapp.base.i18n import N_, OurText

SHOWN_CHARACTERS: Final = 60  # of a name or value from a hostile file


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason to refuse a file."""

    code: str
    template: str

    def error(
        self, *, row: int | None = None, column: str | None = None, **params: Any
    ) -> FileFormatError:
        """Return the error to raise; strings that are not ours are shortened and made harmless."""
        safe = {k: shown(v) if isinstance(v, str) else v for k, v in params.items()}
        safe |= {k: v for k, v in params.items() if isinstance(v, OurText)}
        return FileFormatError(self.template, code=self.code, row=row, column=column, **safe)


def shown(text: str) -> str:
    """Return `text` short and free of characters that would disturb a sentence or a terminal."""
    harmless = "".join(
        c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[: SHOWN_CHARACTERS + 1]
    )
    if len(harmless) <= SHOWN_CHARACTERS:
        return harmless
    return harmless[: SHOWN_CHARACTERS - 1] + "…"


# ---- what a file is ------------------------------------------------------------------------------------
SCORE_FILE: Final = OurText(N_("a score file"))
JURY_PACKAGE: Final = OurText(N_("a jury package"))
RECEIPT: Final = OurText(N_("a receipt"))
KEY_FILE: Final = OurText(N_("a key file"))
MOVE_FILE: Final = OurText(N_("a move file"))
WRAPPED_KEYS: Final = OurText(N_("locked keys"))
SIGNED_FILE: Final = OurText(N_("a signed file of another kind"))
OTHER_FILE: Final = OurText(N_("a file of another program"))
OFFICE_DOCUMENT: Final = OurText(N_("an Office document"))
ZIP_ARCHIVE: Final = OurText(N_("a zip archive"))

# ---- bytes and JSON ------------------------------------------------------------------------------------
EMPTY: Final = Refusal(
    "E-EMPTY", N_("The file is empty: the copy never finished. Ask for it to be sent again.")
)
SIZE: Final = Refusal(
    "E-SIZE",
    N_("The file is larger than it can be ({limit} MB). Check that it is the right file."),
)
KIND: Final = Refusal(
    "E-KIND",
    N_("This is not {expected}; it looks like {found}. Choose the file that juryapp itself wrote."),
)
TRUNCATED: Final = Refusal(
    "E-TRUNC", N_("The file is cut off: its end is missing. Ask for it to be sent again.")
)
BYTE_ORDER_MARK: Final = Refusal(
    "E-ENC-BOM",
    N_(
        "The file begins with an invisible mark (BOM), so another program has saved it anew. "
        "Ask for the original file."
    ),
)
NOT_ASCII: Final = Refusal(
    "E-ENC-ASCII",
    N_(
        "The file is damaged: it has a character that cannot stand there (byte {byte}). "
        "Ask for it to be sent again."
    ),
)
NOT_UTF8: Final = Refusal(
    "E-ENC-UTF8",
    N_("The file is not valid UTF-8 (byte {byte}), so it is damaged. Ask for it to be sent again."),
)
SYNTAX: Final = Refusal(
    "E-JSON-SYNTAX",
    N_("The file is damaged (line {line}, column {place}). Ask for it to be sent again."),
)
DUPLICATE_KEY: Final = Refusal(
    "E-JSON-DUPKEY",
    N_(
        "The file has the same field twice ({field}), which juryapp never writes. "
        "Ask for the original file."
    ),
)
NUMBER: Final = Refusal(
    "E-JSON-NUMBER",
    N_(
        "The file has a number that cannot stand there ({number}): only whole numbers of up to 15 digits. "
        "Ask for the original file."
    ),
)
DEPTH: Final = Refusal(
    "E-JSON-DEPTH",
    N_(
        "The file is built in a way that juryapp never writes (too many levels). "
        "Ask for the original file."
    ),
)
ITEMS: Final = Refusal(
    "E-JSON-ITEMS",
    N_("The file has more parts than such a file can have ({limit}). Ask for the original file."),
)
FORM: Final = Refusal(
    "E-JSON-FORM",
    N_(
        "The content is not written the way juryapp writes it, so another program has made or changed it. "
        "Ask for the original file."
    ),
)
SCHEMA: Final = Refusal(
    "E-SCHEMA",
    N_(
        "The field “{field}” is missing or does not hold what it should. Ask for the original file."
    ),
)
FIELD_UNKNOWN: Final = Refusal(
    "E-FIELD-UNKNOWN",
    N_("The file has a field that juryapp does not know ({field}). Ask for the original file."),
)
VERSION: Final = Refusal(
    "E-VERSION",
    N_(
        "The file was made with a newer version of the program ({version}). "
        "Update the program and try again."
    ),
)
CHARACTER: Final = Refusal(
    "E-STR-CHAR",
    N_(
        "The text in “{field}” has a hidden character that is not allowed ({character}). "
        "Type the text anew where it was written, and make the file again."
    ),
)
NOT_NFC: Final = Refusal(
    "E-STR-NFC",
    N_(
        "The text in “{field}” is not written in the usual form of its letters (NFC), so another "
        "program has changed the file. Ask for the original file."
    ),
)
TEXT_LENGTH: Final = Refusal(
    "E-STR-LEN",
    N_(
        "The text in “{field}” is too long: {length} characters, and {limit} is the limit. "
        "Make it shorter where it was written, and make the file again."
    ),
)

# ---- envelope, keys, seal --------------------------------------------------------------------------------
ENVELOPE_SHAPE: Final = Refusal(
    "E-ENV-SHAPE",
    N_("The file does not have the shape that it should have. Ask for the original file."),
)
BASE64: Final = Refusal(
    "E-ENV-BASE64",
    N_("The file is damaged (wrong coding in “{field}”). Ask for it to be sent again."),
)
SIGNATURE: Final = Refusal(
    "E-SIG",
    N_(
        "The signature does not match: the file was changed after it was saved. "
        "Ask for the original file."
    ),
)
CHANGED: Final = Refusal(
    "E-SIG",
    N_(
        "The file was changed after it was saved (its line ends or spaces, perhaps by a mail program). "
        "Ask for the original file."
    ),
)
KEY_UNKNOWN: Final = Refusal(
    "E-KEY-UNKNOWN",
    N_(
        "The file is signed with a key that belongs to no juror in this edition. "
        "If the juror has a new machine, make a new jury package for it; else ask who has sent the file."
    ),
)
OTHER_AWARD: Final = Refusal(
    "E-EDITION",  # as in the collection of hostile files, for both; the sentence tells them apart
    N_(
        "The file belongs to another award ({found}). "
        "Open that award first, or ask for the file for this one."
    ),
)
OTHER_EDITION: Final = Refusal(
    "E-EDITION",
    N_(
        "The file belongs to the edition {found}, not to {expected}. "
        "Open that edition first, or ask for the file for this one."
    ),
)
SEAL_KEY: Final = Refusal(
    "E-KEY",
    N_(
        "The file is sealed for another key of this edition. "
        "Ask the juror to open the newest jury package and hand in again."
    ),
)
SEAL: Final = Refusal(
    "E-SEAL",
    N_(
        "The sealed content cannot be opened: the file was damaged or changed on its way. "
        "Ask for it to be sent again."
    ),
)
KEY_DAMAGED: Final = Refusal(
    "E-KEY-DAMAGED", N_("The key file is damaged. Restore it from a backup of your data folder.")
)
WRAPPED_DAMAGED: Final = Refusal(
    "E-KEYS-DAMAGED",
    N_(
        "The locked keys in this edition are damaged. Restore an older backup and type the phrase there, or"
        " work on the computer that has the keys."
    ),
)

# ---- password --------------------------------------------------------------------------------------------
LOCKED: Final = Refusal(
    "E-LOCKED",
    N_("This jury package is locked. Type the password that the secretariat has given you."),
)
PASSWORD: Final = Refusal(
    "E-PASSWORD",
    N_(
        "The password does not open this jury package. Check it with the secretariat and try again."
    ),
)
MOVE_LOCKED: Final = Refusal(
    "E-LOCKED",
    N_("This move file is locked. Type the word that the other machine showed when it was made."),
)
MOVE_WORD: Final = Refusal(
    "E-PASSWORD",
    N_("The word does not open this move file. Look at it on the other machine and try again."),
)
MOVE_DAMAGED: Final = Refusal(
    "E-LOCK-DAMAGED",
    N_("The word is right, but the move file was damaged on its way. Copy it once more."),
)
LOCK_DAMAGED: Final = Refusal(
    "E-LOCK-DAMAGED",
    N_(
        "The password is right, but the locked jury package was damaged on its way. "
        "Ask for it to be sent again."
    ),
)

# ---- packages --------------------------------------------------------------------------------------------
ZIP_MISSING: Final = Refusal(
    "E-ZIP-MISSING",
    N_("The jury package lacks the file {name}. Ask the secretariat to send it again."),
)
ZIP_METHOD: Final = Refusal(
    "E-ZIP-METHOD",
    N_(
        "The jury package was packed anew by another program ({name} is compressed). "
        "Ask for the original file."
    ),
)
ZIP_PATH: Final = Refusal(
    "E-ZIP-PATH",
    N_(
        "The jury package holds a file name that is not allowed ({name}). "
        "Ask the secretariat for the original file."
    ),
)
ZIP_EXTRA: Final = Refusal(
    "E-ZIP-EXTRA",
    N_(
        "The jury package holds a file that is not on its list of contents ({name}). "
        "Ask the secretariat for the original file."
    ),
)
ZIP_DUPLICATE: Final = Refusal(
    "E-ZIP-DUP",
    N_("The jury package holds the file {name} twice. Ask the secretariat for the original file."),
)
ZIP_HASH: Final = Refusal(
    "E-ZIP-HASH",
    N_(
        "The file {name} in the jury package was changed or damaged. "
        "Ask the secretariat to send it again."
    ),
)
MEDIA: Final = Refusal(
    "E-MEDIA",
    N_(
        "The file “{name}” in the jury package is not what the package says it is. "
        "Ask the secretariat for a new jury package."
    ),
)
ATTACHMENT_CHANGED: Final = Refusal(
    "E-GONE",
    N_(
        "The content of “{name}” is damaged in this copy of the edition, so no package is made with it. "
        "Take the file away and attach it again."
    ),
)
ZIP_MISMATCH: Final = Refusal(
    "E-ZIP-MISMATCH",
    N_(
        "The jury package is not put together the way juryapp does it: it was changed on its way. "
        "Ask for the original file."
    ),
)
ZIP_MANY: Final = Refusal(
    "E-ZIP-MANY",
    N_(
        "The jury package holds too many files ({count}). Ask the secretariat for the original file."
    ),
)
ZIP_ENCRYPTED: Final = Refusal(
    "E-ZIP-ENCRYPTED",
    N_("The jury package was locked by another program. Ask for the original file."),
)
ZIP_LINK: Final = Refusal(
    "E-ZIP-LINK",
    N_(
        "The jury package holds a link instead of a file ({name}). "
        "Ask the secretariat for the original file."
    ),
)

# ---- what stands in a package or score file --------------------------------------------------------------
PACKAGE_SIGNATURE: Final = Refusal(
    "E-SIG",
    N_(
        "The signature does not match: the jury package was changed after the secretariat made it. "
        "Ask for the original file."
    ),
)
PACKAGE_BALLOT: Final = Refusal(
    "E-BALLOT",
    N_(
        "The criteria in the jury package are not those that the secretariat fixed for the round. "
        "Ask the secretariat for a new jury package."
    ),
)
TRIAL: Final = Refusal(
    "E-TRIAL",
    N_(
        "The file was made for trying out, and trial files and real ones never mix. "
        "Ask for the file of the real edition."
    ),
)
NOT_TRIAL: Final = Refusal(
    "E-TRIAL",
    N_(
        "The file is a real one, and this edition is for trying out; the two never mix. "
        "Open the real edition first."
    ),
)
JUROR: Final = Refusal(
    "E-JUROR",
    N_(
        "The score file is from “{juror}”, who is not a juror in this edition. Ask who has sent it."
    ),
)
JUROR_KEY: Final = Refusal(
    "E-JUROR-KEY",
    N_(
        "The score file says that it is from {juror}, but it is signed with another juror’s key. "
        "It is not taken in; speak with both."
    ),
)
KEY_CLOSED: Final = Refusal(
    "E-KEY-CLOSED",
    N_(
        "The score file is signed with a key of {juror} that was closed. "
        "Ask the juror to hand in from the machine in use now."
    ),
)
HANDOVER: Final = Refusal(
    "E-HANDOVER",
    N_(
        "The score file says that {juror} went on from another machine, but that machine’s word for it does"
        " not fit. Ask {juror}; if it is true, make a new jury package."
    ),
)
ENROLMENT_CLOSED: Final = Refusal(
    "E-KEY-CLOSED",
    N_(
        "The score file was made with a jury package of {juror} that was replaced because a machine or a file"
        " was lost. Ask {juror} to open the newest jury package and hand in from there."
    ),
)
OTHER_ROUND: Final = Refusal(
    "E-ROUND",
    N_("The score file belongs to another round. Ask the juror to open the newest jury package."),
)
PACKAGE_REPLACED: Final = Refusal(
    "E-PACKAGE-REPLACED",
    N_(
        "The score file answers a jury package that has been replaced. "
        "Ask the juror to open the newest jury package and hand in again."
    ),
)
ROW_NOMINEE: Final = Refusal(
    "E-NOMINATION",
    N_(
        "Row {row} speaks of “{nominee}”, who is not among the nominees here, so nothing of the file is "
        "taken in. Ask the juror to open the newest jury package and hand in again."
    ),
)
ROW_CRITERION: Final = Refusal(
    "E-CRITERION",
    N_(
        "Row {row} uses the criterion “{criterion}”, which is not used here, so nothing of the file is "
        "taken in. Ask the juror to open the newest jury package and hand in again."
    ),
)
ROW_RANGE: Final = Refusal(
    "E-RANGE",
    N_(
        "Row {row} gives {nominee} the mark {value} for “{criterion}”; "
        "marks there go from {least} to {most}. Nothing of the file is taken in. "
        "Ask the juror to hand in again."
    ),
)
ROW_TEXT: Final = Refusal(
    "E-TEXT",
    N_(
        "Row {row} has no words on “{criterion}” for {nominee}, where a comment is asked for. Nothing of the "
        "file is taken in. Ask the juror to hand in again."
    ),
)
ROW_BEYOND: Final = Refusal(
    "E-RANGE",
    N_(
        "Row {row} puts {nominee} on place {place}, but there are only {most} nominees in the category. "
        "Nothing of the file is taken in. Ask the juror to open the newest jury package and hand in again."
    ),
)
ROW_PLACE: Final = Refusal(
    "E-PLACE-TWICE",
    N_(
        "Row {row} puts {nominee} on place {place}, where {other} stands already. Nothing of the file is "
        "taken in. Ask the juror to hand in again."
    ),
)
ROW_TWICE: Final = Refusal(
    "E-DUP-SCORE",
    N_(
        "Row {row} says something about {nominee} that another row says as well, so nothing of the file "
        "is taken in. Ask the juror to hand in again."
    ),
)
ROW_SCHEMA: Final = Refusal(
    "E-SCHEMA",
    N_(
        "Row {row} is not one that juryapp writes (“{field}”), so nothing of the file is taken in. "
        "Ask the juror to hand in again."
    ),
)
