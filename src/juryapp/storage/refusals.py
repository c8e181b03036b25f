"""What storage says when it refuses, each with a stable code."""

from __future__ import annotations

from typing import Final

from juryapp.base.i18n import N_

APPLICATION_ID: Final = 0x4A555259  # "JURY"
SUFFIX: Final = ".jurydb"

BUSY: Final = N_("This edition is open in another window.")
DISK_FULL: Final = N_(
    "The disk is full, so nothing of this step was saved. Make room on the disk and try again."
)
NO_RIGHTS: Final = N_(
    "The edition’s file cannot be written here, so nothing of this step was saved."
    " Check that you may write in its folder, and try again."
)
READ_ONLY: Final = N_(
    "The edition was opened for reading only. Open it without that choice to change it."
)
TROUBLE: Final = N_(
    "The disk reports an error, so nothing of this step was saved. Try again; if it happens again,"
    " copy the data folder to another disk."
)
NO_SERVER: Final = N_(
    "The database server does not answer, so nothing of this step was saved."
    " Check the network and try again."
)
UNSURE: Final = N_(
    "The disk reported an error, and it cannot be seen whether the last step was saved."
    " Close the edition, open it again and look."
)
GONE: Final = N_(
    "The file in which everything is saved, {place}, was deleted or moved while it was open, so nothing of"
    " this step was saved. Put it back there, or let the program write it again: it still has all that was"
    " in it."
)
REPLACED: Final = N_(
    "Another file was put in the place of {place} while it was open, so nothing of this step was saved."
    " Move that other file away; then let the program write its own again."
)

NOT_THERE: Final = N_(
    "The file “{file}” is not there. Check the name, or whether it has been moved."
)
NOT_OURS: Final = N_("“{file}” is not an edition’s file. Choose a file that ends in .jurydb.")
OTHER_PROGRAM: Final = N_("“{file}” is a database of another program. Choose an edition’s file.")
NEWER: Final = N_(
    "“{file}” was made by a newer version of the program (its structure is number {found},"
    " this program knows {known}). Update the program and try again."
)
OLDER: Final = N_(
    "“{file}” was made by an older version of the program. Open it once for writing,"
    " so that it is brought up to date."
)
DAMAGED: Final = N_(
    "“{file}” is damaged and was left as it is. Put back a backup of it; there is none on this"
    " machine, so look for one that was saved elsewhere."
)
DAMAGED_WITH_BACKUP: Final = N_(
    "“{file}” is damaged and was left as it is. Put back its newest backup, “{backup}”."
)
FOREIGN_PARTS: Final = N_(
    "“{file}” holds parts that this program did not make ({parts}), so it is not opened."
    " Put back a backup of it."
)
CHAIN_BROKEN: Final = N_(
    "The log in “{file}” has been changed: entry {entry} does not follow from the one before."
    " Put back a backup of it, or open it for reading only to see what is there."
)
VIEW_DIFFERS: Final = N_(
    "“{file}” contradicts itself: what it says stands does not follow from the statements in it."
    " Use another backup."
)
COPY_DIFFERS: Final = N_(
    "The backup “{file}” did not come out like the original and was not kept. Try again."
)
NO_COPY: Final = N_(
    "The backup “{file}” could not be written. Choose another folder, or make room, and try again."
)

UNKNOWN_EDITION: Final = N_(
    "There is no edition “{edition}”. “juryapp edition list” shows the editions on this machine."
)
EDITION_EXISTS: Final = N_(
    "The edition “{edition}” is already there. Choose another id, or move the one that is there away."
)
NO_EDITION_INSIDE: Final = N_(
    "“{file}” holds no edition: it was left before the edition was set up. Choose another file."
)
NO_DESK: Final = N_("“{file}” does not hold a juror’s desk. Make the move file anew and try again.")
A_DESK: Final = N_(
    "“{file}” is a juror’s own file, not an edition. Choose the backup of an edition."
)
NOT_A_DESK: Final = N_("“{file}” belongs to another juror. Open that juror’s own package instead.")
BAD_PLACE: Final = N_(
    "“{place}” is no database that this program can use. Give the path of a .jurydb file,"
    " or an address that begins with postgresql://."
)

BEING_ERASED: Final = N_(
    "This desk is being erased from this computer. Start juryapp again: it finishes the erasing. Then the"
    " jury package can be opened anew, if need be."
)

# problems in a list, where the line already says which file it is
IS_BEING_ERASED: Final = N_("Being erased: start the program again, and it is finished")
IS_BUSY: Final = N_("Open in another window")
IS_NEWER: Final = N_("Made by a newer version of the program: update the program")
IS_OLDER: Final = N_("Made by an older version of the program: open it to bring it up to date")
IS_DAMAGED: Final = N_("Damaged: put back a backup")
IS_FOREIGN: Final = N_("Not made by this program")
IS_EMPTY: Final = N_("Never set up: the file is empty and may be deleted")
IS_COPY: Final = N_("A copy of an edition under another name: move it out of this folder")
PROBLEMS: Final = {
    "E-BUSY": IS_BUSY,
    "E-VERSION": IS_NEWER,
    "E-OLDER": IS_OLDER,
    "E-DB-HEADER": IS_FOREIGN,
    "E-DB-APPID": IS_FOREIGN,
    "E-DB-SCHEMA": IS_FOREIGN,
}
