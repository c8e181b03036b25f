"""What the report on a merge states, without layout: for the window, for paper, for the protocol's annex.

Names are looked up when the report is read; statuses and codes are those of the merge, the same in every
language. Marks are never in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from juryapp.base.i18n import N_

REFUSED: Final = "refused"
HELD: Final = "held"
STATUS_WORDS: Final = {
    "new": N_("read in"),
    "nothing_new": N_("read in, nothing new"),
    "older": N_("read in, adds to the history only"),
    "draft": N_("read in as a draft beside what was handed in"),
    "already": N_("had been read in before"),
    "taken_out": N_("waits: it was taken out before"),
    "second_machine": N_("waits: it comes from a second machine"),
    "unsigned": N_("waits: it is not signed, and the juror has signed before"),
    HELD: N_("laid aside: it came after the round was closed"),
    "held_already": N_("had been laid aside before"),
    REFUSED: N_("refused"),
}
UNSIGNED_WORDS: Final = {  # how a file came about that no machine of the juror's signed
    "workbook": N_("Excel ballot, not signed"),
    "paper": N_("from paper, not signed"),
}
UNSIGNED_SENTENCES: Final = {
    "workbook": N_("Excel ballot, not signed; taken in by {by}"),
    "paper": N_("From paper, not signed; typed by {by}, confirmed by {confirmed_by}"),
}
TAKEN: Final = frozenset({"new", "nothing_new", "older", "draft"})

DAMAGED: Final = N_("it did not arrive whole, or was changed on its way")
OTHER_KEY: Final = N_("it is signed with a key that is not the juror’s")
BAD_ROW: Final = N_("a row in it cannot be right")
REPLACED: Final = N_("it answers a jury package that was replaced")
NOT_USED: Final = N_("it could not be used")
WHY_WORDS: Final = {
    "E-SIG": DAMAGED,
    "E-SEAL": DAMAGED,
    "E-TRUNC": DAMAGED,
    "E-EMPTY": DAMAGED,
    "E-SCHEMA": DAMAGED,
    "E-FIELD-UNKNOWN": DAMAGED,
    "E-KIND": N_("it is no score file"),
    "E-SIZE": N_("it is larger than a score file can be"),
    "E-VERSION": N_("it was made with a newer version of the program"),
    "E-EDITION": N_("it belongs to another award or edition"),
    "E-KEY": N_("it is sealed for another key"),
    "E-KEY-UNKNOWN": OTHER_KEY,
    "E-JUROR-KEY": OTHER_KEY,
    "E-KEY-CLOSED": N_("it is signed with a key that was closed"),
    "E-TRIAL": N_("trial files and real ones never mix"),
    "E-JUROR": N_("it is from nobody on the jury"),
    "E-ROUND": REPLACED,
    "E-PACKAGE-REPLACED": REPLACED,
    "E-NOMINATION": BAD_ROW,
    "E-CRITERION": BAD_ROW,
    "E-RANGE": BAD_ROW,
    "E-DUP-SCORE": BAD_ROW,
    "E-PLACE-TWICE": BAD_ROW,
    "E-TEXT": BAD_ROW,
    "E-WORKBOOK-FOREIGN": N_("it is none of the Excel ballots that were made here"),
    "E-WORKBOOK-SHEET": DAMAGED,
    "E-WORKBOOK-COLUMN": DAMAGED,
    "E-NOT-FOUND": N_("it was not there any more"),
    "E-UNAVAILABLE": N_("the computer could not read it"),
}
_BAD_CELLS: Final = N_("a cell in it cannot be read")
_DAMAGED: Final = ("E-ENC-", "E-JSON-", "E-STR-", "E-ENV-")


def why_refused(code: str) -> str:
    """Return why a file was refused, for its code: a part of a sentence, marked with `N_`."""
    if code.startswith(_DAMAGED):
        return DAMAGED
    if code.startswith("E-CELL"):
        return _BAD_CELLS
    return WHY_WORDS.get(code, NOT_USED)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeFileLine:
    """What became of one file."""

    file: str  # its name
    sha256: str  # "" if it could not even be read
    juror: str  # name, or "" if not known
    status: str
    code: str
    complete: bool
    new: int
    changed: int
    conflicts: int
    origin: str = "own"  # of domain.packages.Origin: a signed file, an Excel ballot, a paper

    @property
    def taken(self) -> bool:
        """Whether it was read in."""
        return self.status in TAKEN


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeLine:
    """What one merge did."""

    n: int
    at: str  # instant
    by: str  # actor, as in the log
    files: tuple[MergeFileLine, ...]
    new: int
    changed: int
    conflicts: int
    missing: tuple[str, ...]  # names of those who had not handed in afterwards

    @property
    def taken(self) -> tuple[MergeFileLine, ...]:
        """The files that were read in."""
        return tuple(file for file in self.files if file.taken)

    def with_status(self, status: str) -> tuple[MergeFileLine, ...]:
        """Return the files with a status."""
        return tuple(file for file in self.files if file.status == status)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReportContent:
    """A report on a merge, as it is printed."""

    award: str
    owner: str
    title: str
    year: int
    trial: bool
    merge: MergeLine


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLine:
    """A file that came after the round was closed and counts for nothing."""

    juror: str
    sha256: str
    received: str  # instant
