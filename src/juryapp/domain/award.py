"""The award, its edition of a year, the categories and the scoring round."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from juryapp.base.errors import RuleError
from juryapp.base.i18n import LANGUAGES, N_
from juryapp.domain.ids import AwardId, CategoryId, EditionId, RoundId

NO_TITLE = N_("Give the edition a title, for example the award’s name and the year.")
NO_LANGUAGE = N_("Choose at least one language for the edition.")
NO_CATEGORY_NAME = N_("Give the category a name.")
BAD_LANGUAGE = N_("“{language}” is none of the languages nb, nn and en.")
BAD_NUMBERS = N_("A category has at least one winner and at least as many finalists as winners.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One year's award. One database holds exactly one edition."""

    id: EditionId
    award: AwardId
    award_name: str
    title: str
    year: int
    owner: str = ""
    purpose: str = ""
    statutes: str = ""
    languages: tuple[str, ...] = ("nb",)  # the first is the protocol's default
    deadline: str = ""  # ISO date, or ""
    made: str = ""  # instant
    trial: bool = False

    def check(self) -> None:
        """Raise RuleError unless the edition can be used."""
        if not self.title.strip():
            raise RuleError(NO_TITLE)
        if not self.languages:
            raise RuleError(NO_LANGUAGE)
        for language in self.languages:
            if language not in LANGUAGES:
                raise RuleError(BAD_LANGUAGE, language=language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A class of the award, with its own ranking and its own winner."""

    id: CategoryId
    name: str
    order: int = 0
    rule: str = ""  # who belongs here, in words: under 15 000 inhabitants
    finalists: int = 3
    winners: int = 1

    def check(self) -> None:
        """Raise RuleError unless the category can be used."""
        if not self.name.strip():
            raise RuleError(NO_CATEGORY_NAME)
        if not 1 <= self.winners <= self.finalists:
            raise RuleError(BAD_NUMBERS)


class RoundState(StrEnum):
    """Where a scoring round stands."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One scoring of a stage. Criteria and rules are frozen when it opens."""

    id: RoundId
    number: int
    state: RoundState
    ballot: str  # hash of what the jurors see
    rules: str  # hash of how marks are counted
    order_seed: str  # hex; the jurors' own orders come from it, and it stands in the protocol
    opened: str  # instant
    closed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopening:
    """The chair opened a closed round again. It stands in the protocol, with its reason."""

    n: int
    round: RoundId
    reason: str
    by: str
    at: str  # instant


class Status(StrEnum):
    """How far an edition has come; derived, never stored."""

    SETUP = "setup"
    SCORING = "scoring"
    CLOSED = "closed"
    DECIDED = "decided"


def status_of(current: Round | None, *, approved: bool) -> Status:
    """Return how far the edition has come, given its round and whether a protocol is approved."""
    if approved:
        return Status.DECIDED
    if current is None:
        return Status.SETUP
    return Status.SCORING if current.state is RoundState.OPEN else Status.CLOSED
