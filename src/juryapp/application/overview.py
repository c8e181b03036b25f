"""Where an edition stands: what the start page, the steps and `edition show` say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from juryapp.application.packages.overview import load_lines, ready_to_score
from juryapp.application.ports import UnitOfWork
from juryapp.application.results.scoring import load_scoring
from juryapp.application.session import Session, current_round
from juryapp.base.i18n import N_
from juryapp.domain.award import Edition, Status, status_of
from juryapp.domain.decisions import Outcome, standing_decisions
from juryapp.domain.protocol import standing_approvals
from juryapp.domain.results import open_questions
from juryapp.domain.sheets import Sheet, SheetState

STATUS_NAMES = {
    Status.SETUP: N_("Being set up"),
    Status.SCORING: N_("Open for marks"),
    Status.CLOSED: N_("Closed for marks"),
    Status.DECIDED: N_("Decided"),
}


class Step(StrEnum):
    """The next thing to do."""

    SETUP = "setup"
    PACKAGES = "packages"
    MERGE = "merge"
    RESULTS = "results"
    DECISIONS = "decisions"
    PROTOCOL = "protocol"
    DONE = "done"


STEP_NAMES = {
    Step.SETUP: N_("Set-up"),
    Step.PACKAGES: N_("Jury packages"),
    Step.MERGE: N_("Score files"),
    Step.RESULTS: N_("Results"),
    Step.DECISIONS: N_("Decisions"),
    Step.PROTOCOL: N_("Protocol"),
    Step.DONE: N_("Done"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """An edition in a few numbers."""

    edition: Edition
    status: Status
    step: Step
    categories: int
    criteria: int
    nominees: int
    nominations: int
    jurors: int  # who score
    packages: int  # jurors with a package
    handed_in: int
    complete: int
    conflicts: int
    open_questions: int
    decided: int  # categories
    approved: int  # protocols, since the round was opened last
    sheets: tuple[Sheet, ...]
    declare_packages: int = 0  # jurors with one
    score_packages: int = 0  # jurors with one
    machines: int = 0  # jurors whose machine is known to work
    ready_to_score: int = 0  # jurors who have answered the declare package and wait for the next
    held: int = 0  # files that came after the round was closed, laid aside
    reopened: int = 0  # how often the round was opened again


def overview(session: Session) -> Overview:
    """Return where the edition stands."""
    with session.reading() as uow:
        return load_overview(uow)


def load_overview(uow: UnitOfWork) -> Overview:
    """Return where the edition stands, within a unit of work."""
    current, scoring = current_round(uow), load_scoring(uow)
    sheets = tuple(sheet for sheet in scoring.sheets if not sheet.left)
    approved = len(standing_approvals(uow.protocols(), uow.reopenings.all()))
    decided = {
        d.category
        for d in standing_decisions(uow.decisions.all())
        if d.outcome is Outcome.WINNER or d.nominee is None
    }
    status = status_of(current, approved=bool(approved))
    lines = load_lines(uow, sheets)
    packages = sum(bool(line.declare or line.score) for line in lines)
    questions = len(open_questions(scoring))
    states = [sheet.state for sheet in sheets]
    facts = Overview(
        edition=uow.edition(),
        status=status,
        step=Step.SETUP,
        categories=len(scoring.categories),
        criteria=len(scoring.criteria),
        nominees=sum(not n.withdrawn for n in scoring.nominees),
        nominations=len(uow.nominations.all()),
        jurors=len(sheets),
        packages=packages,
        handed_in=sum(sheet.handed_in for sheet in sheets),
        complete=states.count(SheetState.COMPLETE),
        conflicts=len(scoring.conflicts),
        open_questions=questions,
        decided=len(decided),
        approved=approved,
        sheets=sheets,
        declare_packages=sum(line.declare is not None for line in lines),
        score_packages=sum(line.score is not None for line in lines),
        machines=sum(line.works for line in lines),
        ready_to_score=len(ready_to_score(lines)),
        held=len(uow.files.held()),
        reopened=len(uow.reopenings.all()),
    )
    return replace(facts, step=next_step(facts))


def _waits_for_score(facts: Overview) -> bool:
    """Whether all who have no score package yet have answered the package that asks for declarations."""
    lacking = facts.jurors - facts.score_packages
    return 0 < lacking <= facts.ready_to_score


def next_step(facts: Overview) -> Step:
    """Return the one next thing to do."""
    if facts.status is Status.SETUP:
        return Step.SETUP
    if not facts.handed_in and (facts.packages < facts.jurors or _waits_for_score(facts)):
        return Step.PACKAGES
    if facts.handed_in < facts.jurors or facts.conflicts:
        return Step.MERGE
    if facts.open_questions:
        return Step.RESULTS
    if facts.decided < facts.categories:
        return Step.DECISIONS
    return Step.PROTOCOL if not facts.approved else Step.DONE
