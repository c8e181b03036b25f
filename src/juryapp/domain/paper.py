"""Ballots on paper: typed in by one person, confirmed by another, who cannot change what was typed."""

from __future__ import annotations

from dataclasses import dataclass

from juryapp.domain.ids import JurorId, RoundId


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperVerdict:
    """A second person held the paper against what was typed. The last one about a ballot counts."""

    n: int
    ballot: int
    confirmed: bool  # False: sent back to be typed again, or withdrawn by who typed it
    reason: str
    by: str
    at: str  # instant
