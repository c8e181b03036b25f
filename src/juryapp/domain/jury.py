"""The people of the jury and their roles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.ids import JurorId, NomineeId, RoundId

NO_NAME = N_("Give the juror a name.")


class Role(StrEnum):
    """What somebody is in the jury."""

    CHAIR = "chair"
    DEPUTY_CHAIR = "deputy_chair"
    MEMBER = "member"
    DEPUTY_MEMBER = "deputy_member"
    SECRETARY = "secretary"
    OBSERVER = "observer"


ROLE_NAMES = {
    Role.CHAIR: N_("Chair"),
    Role.DEPUTY_CHAIR: N_("Deputy chair"),
    Role.MEMBER: N_("Member"),
    Role.DEPUTY_MEMBER: N_("Deputy member"),
    Role.SECRETARY: N_("Secretary"),
    Role.OBSERVER: N_("Observer"),
}
SCORING_ROLES = frozenset({Role.CHAIR, Role.DEPUTY_CHAIR, Role.MEMBER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Juror:
    """A person with a role in the jury."""

    id: JurorId
    number: int
    name: str
    role: Role = Role.MEMBER
    email: str = ""
    organisation: str = ""
    left: bool = False  # statements are kept; the chair decides what counts

    @property
    def scores(self) -> bool:
        """Whether this person gives marks; a deputy member does once made a member."""
        return self.role in SCORING_ROLES and not self.left

    @property
    def initials(self) -> str:
        """First letters of the first and last name, for file names that tell no outsider anything.

        Only letters and digits come from a name, so that “(Kari) /Moe” cannot put a slash into a path.
        """
        letters = [[c for c in part if c.isalnum()] for part in self.name.split()]
        firsts = [part[0].upper() for part in letters if part]
        return "".join(firsts[:1] + firsts[1:][-1:])

    def check(self) -> None:
        """Raise RuleError unless the juror can be used."""
        if not self.name.strip():
            raise RuleError(NO_NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A juror left the panel or came back; the chair says whether the marks count. The highest `n` holds."""

    n: int
    juror: JurorId
    left: bool
    marks_count: bool
    deputy: str = ""  # id of the juror who takes the seat; a new juror, who inherits nothing
    reason: str = ""
    by: str = ""
    at: str = ""  # instant


def standing_departures(departures: Iterable[Departure]) -> dict[JurorId, Departure]:
    """Return the last word on each juror who ever left."""
    return {d.juror: d for d in sorted(departures, key=lambda d: d.n)}


def own_order(
    nominees: Iterable[NomineeId], *, seed: str, round_id: RoundId, juror: JurorId
) -> list[NomineeId]:
    """Return the nominees in this juror's own random order.

    Sorted by SHA-256(seed ‖ round ‖ juror ‖ nominee), so that anyone can repeat it and an addition
    keeps everybody's relative order.
    """

    def place(nominee: NomineeId) -> bytes:
        return hashlib.sha256(f"{seed}\0{round_id}\0{juror}\0{nominee}".encode()).digest()

    return sorted(nominees, key=place)
