"""Ballots on paper: typed in by one person, confirmed by another, who cannot change what was typed."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from typing_extensions import override

from juryapp.base.errors import UsageError
from juryapp.base.i18n import N_
from juryapp.domain.fingerprints import check_digits
from juryapp.domain.ids import CriterionId, EditionId, JurorId, NomineeId, RoundId
from juryapp.domain.statements import Answer, MarkContent

NO_CODE = N_(
    "“{typed}” is no code of a ballot on paper. It stands at the foot of every page, such as K7Q2-1-03-1-58."
)
MISREAD_CODE = N_(
    "“{typed}” was misread: its last two digits do not fit. Compare it with the paper."
)
_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is taken for something else
_TAG_LETTERS: Final = 4
_GAPS: Final = re.compile(r"[\s.\-‐-―−/]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDraft:
    """How far somebody is with typing in a juror's paper; kept at every change, replaced by the next one."""

    juror: JurorId
    document: str  # canonical JSON; `application.paper` writes and reads it
    by: str  # the name of the person who types
    at: str  # instant


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperBallot:
    """What somebody read off a paper and typed in. Typed again, it is another one with a higher `n`."""

    n: int
    round: RoundId
    juror: JurorId
    document: str  # canonical JSON; `application.paper` writes and reads it
    by: str  # the name of the person who typed
    at: str  # instant


TAKEN_BACK: Final = (
    "taken back by who typed it"  # a word of the database, shown by its own sentence
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperVerdict:
    """A second person held the paper against what was typed. The last one about a ballot counts."""

    n: int
    ballot: int
    confirmed: bool  # False: sent back to be typed again, or withdrawn by who typed it
    reason: str
    by: str
    at: str  # instant


# ---- what stands on a paper ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """What stands on the paper about one nominee. What the juror left blank is not there."""

    nominee: NomineeId
    answer: Answer | None = None  # None: no box is ticked
    facts: str = ""
    marks: Mapping[CriterionId, MarkContent] = field(default_factory=dict)
    comment: str = ""
    usable: bool = False  # the comment may be used in the justification

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all stands there."""
        return not (self.answer or self.facts or self.marks or self.comment)

    def with_mark(self, criterion: CriterionId, content: MarkContent | None) -> PaperLine:
        """Return the line with another mark, or with none."""
        marks = {known: said for known, said in self.marks.items() if known != criterion}
        if content is not None:
            marks[criterion] = content
        return replace(self, marks=marks)

    def lacks(self, criteria: Sequence[CriterionId]) -> tuple[CriterionId, ...]:
        """Return the criteria that are left blank; nothing is asked for of a juror who is recused."""
        if self.answer is Answer.RECUSED:
            return ()
        return tuple(criterion for criterion in criteria if criterion not in self.marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSheet:
    """A juror's whole paper as typed, nominee by nominee in the order of the paper."""

    issue: int = 0  # which of the juror's papers; 0 if its code was not typed
    lines: tuple[PaperLine, ...] = ()

    def line(self, nominee: NomineeId) -> PaperLine:
        """Return the line of a nominee; a blank one if nothing was typed yet."""
        blank = PaperLine(nominee=nominee)
        return next((line for line in self.lines if line.nominee == nominee), blank)

    def with_line(self, line: PaperLine) -> PaperSheet:
        """Return the sheet with another line in its place; behind the others if it had none."""
        if all(known.nominee != line.nominee for known in self.lines):
            return replace(self, lines=(*self.lines, line))
        lines = tuple(line if known.nominee == line.nominee else known for known in self.lines)
        return replace(self, lines=lines)


def same_person(one: str, other: str) -> bool:
    """Return whether two names are one, however they are spelt: capitals, spaces and Unicode aside."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    spelt = unicodedata.normalize("NFKC", name).casefold()
    letters = (c for c in spelt if unicodedata.category(c)[0] in "LN")
    return unicodedata.normalize("NFKC", "".join(letters)).casefold()


# ---- the code at the foot of every page ------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCode:
    """What the code on a paper says: enough to type it in for the right person, and nothing else."""

    tag: str  # of the edition
    round: int
    juror: int  # number
    issue: int

    @classmethod
    def of(cls, edition: EditionId, *, round_number: int, juror: int, issue: int) -> PaperCode:
        """Return the code of a juror's paper."""
        return cls(tag=edition_tag(edition), round=round_number, juror=juror, issue=issue)

    @classmethod
    def read(cls, typed: str) -> PaperCode:
        """Return what somebody typed. Raises UsageError (E-PAPER-CODE): no code, or misread."""
        parts = [part for part in _GAPS.split(typed.strip().upper()) if part]
        numbers = parts[1:]
        if len(parts) != 5 or len(parts[0]) != _TAG_LETTERS or set(parts[0]) - set(_ALPHABET):
            raise _refused(NO_CODE, typed)
        if not all(part.isascii() and part.isdigit() and len(part) < 7 for part in numbers):
            raise _refused(NO_CODE, typed)
        found = cls(tag=parts[0], round=int(parts[1]), juror=int(parts[2]), issue=int(parts[3]))
        if found.check != parts[4]:
            raise _refused(MISREAD_CODE, typed)
        return found

    @property
    def check(self) -> str:
        """Two digits that find every single misread sign (ISO 7064 MOD 97-10)."""
        return check_digits(int("".join(str(int(sign, 36)) for sign in "".join(self._parts()))))

    def _parts(self) -> tuple[str, ...]:
        return self.tag, str(self.round), f"{self.juror:02d}", str(self.issue)

    @override
    def __str__(self) -> str:
        """Return the code as it is printed: K7Q2-1-03-1-58."""
        return "-".join((*self._parts(), self.check))


def edition_tag(edition: EditionId) -> str:
    """Return the four signs that tell editions apart on paper; they are made from the id and hide it."""
    number = int.from_bytes(hashlib.sha256(edition.encode()).digest()[:8], "big")
    signs = []
    for _place in range(_TAG_LETTERS):
        number, sign = divmod(number, len(_ALPHABET))
        signs.append(_ALPHABET[sign])
    return "".join(signs)


def _refused(template: str, typed: str) -> UsageError:
    return UsageError(template, code="E-PAPER-CODE", typed=typed.strip()[:40])
