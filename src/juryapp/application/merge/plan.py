"""What a preview says of score files: what will happen to each, and what all of them together change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from juryapp.base.errors import UserError
from juryapp.base.i18n import N_
from juryapp.domain.jury import Juror
from juryapp.domain.merging import Change, ChangeKind
from juryapp.domain.packages import OpenedScoreFile
from juryapp.domain.statements import (
    DeclarationContent,
    MarkContent,
    MarkKey,
    NomineeKey,
    NoteContent,
)


class FileStatus(StrEnum):
    """What will happen to a file."""

    NEW = "new"  # brings something
    NOTHING_NEW = "nothing_new"  # the same was said by another file
    OLDER = "older"  # adds history only: newer has been taken in
    ALREADY = "already"  # this very file is taken in
    TAKEN_OUT = "taken_out"  # it was taken out again; needs a yes to count anew
    SECOND_MACHINE = "second_machine"  # right token, other key: needs a yes
    UNSIGNED = "unsigned"  # a workbook of a juror who has signed files: needs a yes
    DRAFT = "draft"  # beside what the juror has handed in: it changes nothing that counts
    HELD = "held"  # it comes after the round was closed: laid aside, nothing of it is taken in
    HELD_ALREADY = "held_already"  # this very file is laid aside
    REFUSED = "refused"


FILE_STATUS_NAMES = {
    FileStatus.NEW: N_("New"),
    FileStatus.NOTHING_NEW: N_("Nothing new"),
    FileStatus.OLDER: N_("Older"),
    FileStatus.ALREADY: N_("Taken in already"),
    FileStatus.TAKEN_OUT: N_("Was taken out"),
    FileStatus.SECOND_MACHINE: N_("Second machine"),
    FileStatus.UNSIGNED: N_("Not signed, and the juror has signed before"),
    FileStatus.DRAFT: N_("Draft, beside what was handed in"),
    FileStatus.HELD: N_("Laid aside: came after closing"),
    FileStatus.HELD_ALREADY: N_("Laid aside already"),
    FileStatus.REFUSED: N_("Refused"),
}
WAITING: Final = frozenset({FileStatus.TAKEN_OUT, FileStatus.SECOND_MACHINE, FileStatus.UNSIGNED})
"""What is taken in only with somebody’s yes."""
_TAKEN = frozenset({FileStatus.NEW, FileStatus.NOTHING_NEW, FileStatus.OLDER, FileStatus.DRAFT})


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth a word about a file that is taken in all the same."""

    code: str  # the same in every language
    template: str  # an N_ sentence
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileVerdict:
    """What was found about one file."""

    path: Path
    status: FileStatus
    juror: Juror | None = None
    complete: bool = False
    new: int = 0
    changed: int = 0
    conflicts: int = 0
    received: str = ""  # instant, if this very file is taken in, or laid aside, already
    error: UserError | None = None
    opened: OpenedScoreFile | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePlan:
    """What a merge will do. Nothing has been read in yet."""

    files: tuple[FileVerdict, ...]
    marks: tuple[Change[MarkKey, MarkContent], ...]
    declarations: tuple[Change[NomineeKey, DeclarationContent], ...]
    notes: tuple[Change[NomineeKey, NoteContent], ...]

    @property
    def taken(self) -> tuple[FileVerdict, ...]:
        """The files that will be taken in."""
        return tuple(f for f in self.files if f.status in _TAKEN)

    @property
    def held(self) -> tuple[FileVerdict, ...]:
        """The files that will be laid aside."""
        return tuple(f for f in self.files if f.status is FileStatus.HELD)

    @property
    def refused(self) -> tuple[FileVerdict, ...]:
        """The files that are refused, each with its error."""
        return tuple(f for f in self.files if f.status is FileStatus.REFUSED)

    def count(self, kind: ChangeKind) -> int:
        """Return how many marks change in this way."""
        return sum(change.kind is kind for change in self.marks)
