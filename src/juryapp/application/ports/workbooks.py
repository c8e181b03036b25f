"""Excel ballots: what is written into one, and what is found in one that came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

from juryapp.domain.ids import AwardId, EditionId, JurorId, NomineeId, RoundId
from juryapp.domain.packages import PackageContent

# The names of the columns, in a hidden row above the headings: a column may be moved.
NOMINEE: Final = "nominee"
NUMBER: Final = "number"
NAME: Final = "name"
PLACE: Final = "place"
CATEGORY: Final = "category"
ANSWER: Final = "answer"
FACTS: Final = "facts"
MARK: Final = "mark:"  # and the id of the criterion
WHY: Final = "why:"  # the comment on that mark, and the id of the criterion
NOTE: Final = "note"
USABLE: Final = "usable"


class CellKind(StrEnum):
    """What somebody has put into a cell."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"  # a number that is shown as one
    DATE = "date"  # or a time of day
    YES_NO = "yes_no"  # TRUE or FALSE
    FORMULA = "formula"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotCell:
    """One cell, by its name (F12) on its sheet."""

    sheet: str
    name: str
    kind: CellKind = CellKind.EMPTY
    value: str = ""  # a number with a point; a day as ISO text


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotRow:
    """One row below the headings; `cells` by the names of the columns."""

    sheet: str
    number: int
    cells: Mapping[str, BallotCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotSheet:
    """One sheet with the names of columns in it."""

    name: str
    stamp: str  # by which it belongs to the code of its workbook
    columns: Mapping[str, tuple[str, ...]]  # letters of the columns, by what they hold
    headings: Mapping[str, str]  # what stands over each
    rows: tuple[BallotRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledWorkbook:
    """What was found in a workbook; nothing of it is checked yet."""

    code: str  # the signed text that says whose it is; "" if there is none
    sheets: tuple[BallotSheet, ...]
    saved: str = (
        ""  # instant by the juror's clock, as the spreadsheet program wrote it; "" if it did not
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookIdentity:
    """Whose empty ballot it is and what it asks: signed with the award's key. The marks are not signed."""

    award: AwardId
    edition: EditionId
    trial: bool
    round: RoundId
    ballot: str
    juror: JurorId
    issue: int
    above: int  # what is said in it has the next revision
    made: str  # instant
    nominees: tuple[NomineeId, ...]  # in this juror's own order


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenIdentity:
    """An identity as it is written into a workbook."""

    code: str
    sha256: str  # by which the workbook is on record
    identity: WorkbookIdentity
    award_key: str = field(default="")  # hex, that signed it


class WorkbookIdentities(Protocol):
    """Signs and reads the codes in Excel ballots."""

    def write(self, identity: WorkbookIdentity) -> WrittenIdentity:
        """Return the code, signed with the edition's key. Raises RuleError (E-NO-KEYS)."""
        ...

    def read(self, code: str) -> WrittenIdentity:
        """Return what a code says, signed by the key it names. Raises FileFormatError (E-SIG …)."""
        ...


class Workbooks(Protocol):
    """Writes and reads Excel ballots."""

    def write(self, content: PackageContent, code: str, stamp: str) -> bytes:
        """Return an empty ballot, in the edition's first language."""
        ...

    def read(self, name: str, data: bytes) -> FilledWorkbook:
        """Return what is in a workbook that came from outside, read in a process of its own.

        Raises:
            FileFormatError: It is refused before anybody looks for marks in it, with a code.
            UnavailableError: The machine does not let us start a process.
        """
        ...

    def is_ballot(self, data: bytes) -> bool:
        """Return whether bytes look like a ballot of ours, without a process and without harm."""
        ...


def stamp_of(sha256: str) -> str:
    """Return what stands in each sheet so that none of another workbook can take its place."""
    return sha256[:16]
