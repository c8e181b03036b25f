"""Decisions: points advise, people decide, and the gap is explained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.award import Category
from juryapp.domain.criteria import CriterionKind
from juryapp.domain.ids import CategoryId, NomineeId
from juryapp.domain.results import CategoryResult

DEPARTS_NEEDS_REASON = N_(
    "The panel has chosen another order than the points. It is free to do so;"
    " write briefly what was decisive."
)
TIE_NEEDS_REASON = N_(
    "The points do not decide here: several share the place. Write briefly what was decisive."
)
NO_AWARD_NEEDS_REASON = N_("Write why no award is made, as it shall stand in the protocol.")
TOO_MANY_WINNERS = N_(
    "There is already a winner in “{category}”. Take that decision back first, then name the new one."
)
WINNER_STANDS = N_("There is already a winner in “{category}”. Take that decision back first.")
TOO_MANY_FINALISTS = N_(
    "All places as finalist in “{category}” are taken ({n}). Take one of them back first."
)


class Outcome(StrEnum):
    """What a nominee gets."""

    WINNER = "winner"
    FINALIST = "finalist"
    MENTION = "mention"  # honourable mention
    NONE = "none"


OUTCOME_NAMES = {
    Outcome.WINNER: N_("Winner"),
    Outcome.FINALIST: N_("Finalist"),
    Outcome.MENTION: N_("Honourable mention"),
    Outcome.NONE: N_("No award"),
}


class Basis(StrEnum):
    """How a decision stands to the points."""

    FOLLOWS = "follows"
    TIE = "tie"  # the points leave it open
    DEPARTS = "departs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The panel's decision on a nominee, or (nominee None) that a category has no winner.

    Decisions are never overwritten: for a nominee the highest `n` counts.
    """

    n: int
    category: CategoryId
    nominee: NomineeId | None
    outcome: Outcome
    basis: Basis
    reason: str = ""
    by: str = ""
    at: str = ""  # instant


def standing_decisions(decisions: Iterable[Decision]) -> list[Decision]:
    """Return what counts: per nominee (and per category for “no award”) the decision with the highest n.

    A later winner in a category ends an earlier “no award” there.
    """
    last: dict[tuple[CategoryId, NomineeId | None], Decision] = {}
    for decision in sorted(decisions, key=lambda d: d.n):
        last[decision.category, decision.nominee] = decision
        if decision.outcome is Outcome.WINNER:
            last.pop((decision.category, None), None)
    return sorted(last.values(), key=lambda d: d.n)


def basis_of(outcome: Outcome, nominee: NomineeId | None, result: CategoryResult) -> Basis:
    """Return how a decision would stand to the points.

    A winner or finalist within the number of places follows them, a group that shares the last of these
    places leaves it open, anyone else departs. Passing over a nominee with a winner's place departs too.
    """
    if nominee is None:
        return Basis.DEPARTS if result.ranked else Basis.FOLLOWS
    if outcome is Outcome.MENTION:
        return Basis.FOLLOWS
    if result.kind is CriterionKind.TEXT:  # nothing was counted that could say anything
        return Basis.FOLLOWS if outcome is Outcome.NONE else Basis.TIE
    room = result.category.finalists if outcome is Outcome.FINALIST else result.category.winners
    inside, cut = _against(nominee, result, room)
    if outcome is Outcome.NONE:
        return Basis.DEPARTS if inside and not cut else Basis.FOLLOWS
    if not inside:
        return Basis.DEPARTS
    return Basis.TIE if cut else Basis.FOLLOWS


def _against(nominee: NomineeId, result: CategoryResult, room: int) -> tuple[bool, bool]:
    """Return whether the nominee is within the first `room` places, and whether a tie straddles their end."""
    place = result.place_of(nominee)
    if place is None or place > room:
        return False, False
    sharing = sum(ranked.place == place for ranked in result.ranked)
    return True, place - 1 + sharing > room


def check_decision(decision: Decision, category: Category, others: Iterable[Decision]) -> None:
    """Raise RuleError if a reason is missing or the places are taken.

    Args:
        decision: The new one.
        category: Where it is made.
        others: The standing decisions of the category on other nominees.
    """
    if not decision.reason.strip():
        _check_no_reason_needed(decision)
    chosen = [d.outcome for d in others if d.nominee is not None]
    winners = chosen.count(Outcome.WINNER)
    if decision.nominee is None and winners:
        raise RuleError(WINNER_STANDS, code="E-TAKEN", category=category.name)
    if decision.outcome is Outcome.WINNER and winners >= category.winners:
        raise RuleError(TOO_MANY_WINNERS, code="E-TAKEN", category=category.name)
    finalists = winners + chosen.count(Outcome.FINALIST)  # a winner is one of the finalists
    if decision.outcome in {Outcome.WINNER, Outcome.FINALIST} and finalists >= category.finalists:
        raise RuleError(
            TOO_MANY_FINALISTS, code="E-TAKEN", category=category.name, n=category.finalists
        )


def _check_no_reason_needed(decision: Decision) -> None:
    if decision.nominee is None:
        raise RuleError(NO_AWARD_NEEDS_REASON, code="E-REASON")
    if decision.basis is Basis.DEPARTS:
        raise RuleError(DEPARTS_NEEDS_REASON, code="E-REASON")
    if decision.basis is Basis.TIE:
        raise RuleError(TIE_NEEDS_REASON, code="E-REASON")


@dataclass(frozen=True, slots=True, kw_only=True)
class Justification:
    """The public text on a nominee in one written form; the highest `n` counts."""

    n: int
    nominee: NomineeId
    language: str
    text: str
    by: str = ""
    at: str = ""


def standing_justifications(texts: Iterable[Justification]) -> list[Justification]:
    """Return per nominee and language the text with the highest n; an empty text takes it back."""
    last = {(t.nominee, t.language): t for t in sorted(texts, key=lambda t: t.n)}
    return [text for text in last.values() if text.text.strip()]
