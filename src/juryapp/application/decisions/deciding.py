"""Recording what the panel decides, and the justifications."""

from __future__ import annotations

from juryapp.application.kept_texts import kept_text
from juryapp.application.log.bodies import decision_made, justification_written
from juryapp.application.ports import UnitOfWork
from juryapp.application.results.scoring import load_result
from juryapp.application.session import CHAIR, Session, the_round
from juryapp.base.errors import RuleError
from juryapp.base.i18n import LANGUAGES, N_
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.decisions import (
    Basis,
    Decision,
    Justification,
    Outcome,
    basis_of,
    check_decision,
    standing_decisions,
    standing_justifications,
)
from juryapp.domain.ids import CategoryId, NomineeId
from juryapp.domain.results import CategoryResult

NO_SUCH_NOMINEE = N_("There is no such nominee in this edition.")
NO_SUCH_CATEGORY = N_("There is no such category in this edition.")
WITHDRAWN = N_("“{nominee}” has been withdrawn and cannot be chosen.")
BAD_LANGUAGE = N_("“{language}” is none of the languages nb, nn and en.")


def basis(session: Session, nominee: NomineeId, outcome: Outcome) -> Basis:
    """Return how a decision would stand to the points, before it is made."""
    with session.reading() as uow:
        found = uow.nominees.find(nominee)
        if found is None:
            raise RuleError(NO_SUCH_NOMINEE, code="E-UNKNOWN")
        return basis_of(outcome, nominee, load_result(uow).category(found.category))


def decide(session: Session, nominee: NomineeId, outcome: Outcome, reason: str = "") -> ChangeSet:
    """Record the panel's decision on a nominee.

    Raises:
        RuleError: E-REASON (it departs from the points, or they leave it open, and no reason is given),
            E-TAKEN (the places are taken).
    """
    with session.writing() as uow:
        the_round(uow)
        found = uow.nominees.find(nominee)
        if found is None:
            raise RuleError(NO_SUCH_NOMINEE, code="E-UNKNOWN")
        if found.withdrawn and outcome is not Outcome.NONE:
            raise RuleError(WITHDRAWN, nominee=found.name)
        _record(session, uow, found.category, nominee, outcome, reason)
    return ChangeSet.of(Topic.DECISIONS)


def decide_no_award(session: Session, category: CategoryId, reason: str) -> ChangeSet:
    """Record that no award is made in a category. Raises RuleError (E-REASON) without a reason."""
    with session.writing() as uow:
        the_round(uow)
        if uow.categories.find(category) is None:
            raise RuleError(NO_SUCH_CATEGORY, code="E-UNKNOWN")
        _record(session, uow, category, None, Outcome.NONE, reason)
    return ChangeSet.of(Topic.DECISIONS)


def _record(
    session: Session,
    uow: UnitOfWork,
    category_id: CategoryId,
    nominee: NomineeId | None,
    outcome: Outcome,
    reason: str,
) -> None:
    result = load_result(uow).category(category_id)
    standing = [d for d in standing_decisions(uow.decisions.all()) if d.category == category_id]
    decision = Decision(
        n=uow.decisions.next_number(),
        category=category_id,
        nominee=nominee,
        outcome=outcome,
        basis=_basis(outcome, nominee, result, standing),
        reason=kept_text(reason).strip(),
        by=CHAIR,
        at=session.services.now(),
    )
    others = [d for d in standing if d.nominee not in {nominee, None}]
    check_decision(decision, result.category, others)
    uow.decisions.add(decision)
    session.acting_as(CHAIR).note(uow, "decision.made", decision_made(decision))


def _basis(
    outcome: Outcome,
    nominee: NomineeId | None,
    result: CategoryResult,
    standing: list[Decision],
) -> Basis:
    """Taking back an own earlier decision is no departure from the points."""
    had_one = any(d.nominee == nominee and d.outcome is not Outcome.NONE for d in standing)
    if nominee is not None and outcome is Outcome.NONE and had_one:
        return Basis.FOLLOWS
    return basis_of(outcome, nominee, result)


def justify(session: Session, nominee: NomineeId, language: str, text: str) -> ChangeSet:
    """Set the public text on a nominee in one written form; an empty text takes it back."""
    if language not in LANGUAGES:
        raise RuleError(BAD_LANGUAGE, language=language)
    with session.writing() as uow:
        if uow.nominees.find(nominee) is None:
            raise RuleError(NO_SUCH_NOMINEE, code="E-UNKNOWN")
        justification = Justification(
            n=uow.justifications.next_number(),
            nominee=nominee,
            language=language,
            text=kept_text(text).strip(),
            by=session.actor,
            at=session.services.now(),
        )
        uow.justifications.add(justification)
        session.note(uow, "justification.written", justification_written(justification))
    return ChangeSet.of(Topic.DECISIONS)


def decisions(session: Session) -> list[Decision]:
    """Return the decisions that count."""
    with session.reading() as uow:
        return standing_decisions(uow.decisions.all())


def justifications(session: Session) -> list[Justification]:
    """Return the justifications that count."""
    with session.reading() as uow:
        return standing_justifications(uow.justifications.all())
