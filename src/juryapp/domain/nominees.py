"""Nominees, who are scored and can win, and nominations, which were received; never the same thing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.ids import CategoryId, NominationId, NomineeId, is_reserved

NO_NAME = N_("Give the nominee a name.")
RESERVED = N_("The id “{id}” is kept for the practice nominee. Give the nominee another one.")


class Relation(StrEnum):
    """Whether somebody nominated another or themselves."""

    OTHER = "other"
    SELF = "self"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominee:
    """Who or what can win: a municipality, a person, a firm, a place."""

    id: NomineeId
    number: int  # short, for people: 07
    name: str
    category: CategoryId
    place: str = ""
    facts: str = ""  # e.g. inhabitants, with source
    withdrawn: bool = False  # kept, out of the ranking

    def check(self) -> None:
        """Raise RuleError unless the nominee can be used."""
        if not self.name.strip():
            raise RuleError(NO_NAME)
        if is_reserved(self.id):
            raise RuleError(RESERVED, code="E-RESERVED", id=self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomination:
    """One voice for a nominee, as it was received. Several are kept side by side, none counts as a vote."""

    id: NominationId
    nominee: NomineeId
    order: int = 0
    nominator: str = ""
    organisation: str = ""
    relation: Relation = Relation.OTHER
    text: str = ""
    received: str = ""  # ISO date, or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeNominee:
    """The invented nominee of a declare package, by which a juror tries the desk. It counts nowhere.

    It is never among the edition's nominees; its id is `PRACTICE`.
    """

    nominee: Nominee
    nominations: tuple[Nomination, ...]
