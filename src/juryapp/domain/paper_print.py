"""What a ballot on paper says before anybody has written on it."""

from __future__ import annotations

from dataclasses import dataclass

from juryapp.domain.criteria import CommentRule, Criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedNominee:
    """A nominee on a paper."""

    number: int
    name: str
    category: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperContent:
    """One juror's ballot on paper. No more of the juror than it takes to hand it to the right person."""

    award: str
    owner: str
    title: str
    year: int
    trial: bool
    juror: str  # name
    juror_number: int
    code: str  # edition, round, juror and issue; it stands on every page
    round: int  # number
    opened: str  # instant at which the round was opened: the time that the file carries
    deadline: str  # ISO date, or ""
    comment: CommentRule
    criteria: tuple[Criterion, ...]
    nominees: tuple[PrintedNominee, ...]  # in the juror's own order
    left_out: int = 0  # nominees for whom the juror is recused
