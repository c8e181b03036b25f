"""Opening and closing the scoring round, after a check of the set-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from juryapp.application.kept_texts import kept_text
from juryapp.application.log.bodies import round_reopened
from juryapp.application.ports import UnitOfWork
from juryapp.application.session import CHAIR, Session, current_round, the_open_round, the_round
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_, OurText
from juryapp.domain.answers import check_ballot
from juryapp.domain.award import Reopening, Round, RoundState
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.criteria import Criterion, ballot_hash, rules_hash
from juryapp.domain.ids import RoundId

NO_CATEGORIES = N_("There is no category. Add one.")
NO_CRITERIA = N_("There is no criterion. Add at least one.")
NO_NOMINEES = N_("There are no nominees. Take nominations in, or add them.")
NO_JURORS = N_("There is nobody who scores. Add jurors, a chair and members.")
NO_CHAIR = N_("Nobody is chair of the jury. Conflicts and departures from the points need one.")
NO_DEPUTY = N_("There is no deputy chair. Needed where the chair is recused.")
EMPTY_CATEGORY = N_("There is no nominee in “{category}”.")
SAME_NAMES = N_("Two nominees are called “{nominee}”. Tell them apart, for example by the place.")
NO_DEADLINE = N_("There is no deadline. Jurors like to see one.")
NO_PHRASE = N_(
    "No recovery phrase has been made yet. If this computer is lost, nobody can open the score files."
)
NOT_READY = N_("The round cannot be opened yet: {first}")
ALREADY_OPEN = N_("The round is open already.")
REOPEN_REASON = N_("Write why the round is opened again.")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the set-up check found; `blocks` keeps the round from opening."""

    template: str
    blocks: bool
    page: str  # where to mend it: "award", "categories", "criteria", "nominees", "jurors", "phrase"
    params: Mapping[str, str] = field(default_factory=dict)


def check_setup(session: Session) -> list[Finding]:
    """Return what to mend before the round opens, blocking ones first."""
    with session.reading() as uow:
        return _findings(uow)


def _findings(uow: UnitOfWork) -> list[Finding]:
    categories, nominees = uow.categories.all(), uow.nominees.all()
    jurors = uow.jurors.all()
    roles = {str(j.role) for j in jurors if not j.left}
    running = [n for n in nominees if not n.withdrawn]
    names = [n.name for n in running]
    found = [
        Finding(NO_CATEGORIES, blocks=True, page="categories") if not categories else None,
        Finding(NO_CRITERIA, blocks=True, page="criteria") if not uow.criteria.all() else None,
        Finding(NO_NOMINEES, blocks=True, page="nominees") if not running else None,
        Finding(NO_JURORS, blocks=True, page="jurors")
        if not any(j.scores for j in jurors)
        else None,
        Finding(NO_CHAIR, blocks=False, page="jurors") if "chair" not in roles else None,
        Finding(NO_DEPUTY, blocks=False, page="jurors") if "deputy_chair" not in roles else None,
        Finding(NO_DEADLINE, blocks=False, page="award") if not uow.edition().deadline else None,
        Finding(NO_PHRASE, blocks=False, page="phrase") if not uow.wrapped_keys() else None,
    ]
    found += [
        Finding(EMPTY_CATEGORY, blocks=False, page="nominees", params={"category": c.name})
        for c in categories
        if not any(n.category == c.id for n in running)
    ]
    found += [
        Finding(SAME_NAMES, blocks=False, page="nominees", params={"nominee": name})
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    found += _mixed_kinds(uow.criteria.all())
    return sorted((f for f in found if f is not None), key=lambda f: not f.blocks)


def _mixed_kinds(criteria: list[Criterion]) -> list[Finding | None]:
    """Return what is said of criteria that cannot be counted together."""
    try:
        check_ballot(criteria)
    except RuleError as error:
        return [Finding(error.template, blocks=True, page="criteria", params=error.params)]
    return []


def open_round(session: Session, *, reason: str = "") -> ChangeSet:
    """Open the round: criteria and rules are frozen with their hashes. A closed one is opened again.

    Raises:
        RuleError: The set-up is not ready, the round is open, or (opening again) the reason is missing.
    """
    with session.writing() as uow:
        current = current_round(uow)
        if current is None:
            opened = _first_round(session, uow)
            session.note(uow, "round.opened", {"round": opened.id, "ballot": opened.ballot})
        else:
            opened = _opened_again(current, reason)
            _record_reopening(session.acting_as(CHAIR), uow, opened.id, reason)
        uow.rounds.put(opened)
    return ChangeSet.of(Topic.ROUND)


def _first_round(session: Session, uow: UnitOfWork) -> Round:
    check_ballot(uow.criteria.all())
    for finding in _findings(uow):
        if finding.blocks:
            raise RuleError(NOT_READY, code="E-NOT-READY", first=OurText(finding.template))
    rules, criteria = uow.rules(), uow.criteria.all()
    return Round(
        id=RoundId("R1"),
        number=1,
        state=RoundState.OPEN,
        ballot=ballot_hash(criteria, rules.comment),
        rules=rules_hash(criteria, rules),
        order_seed=session.services.ids.secret(),
        opened=session.services.now(),
    )


def _opened_again(current: Round, reason: str) -> Round:
    if current.state is RoundState.OPEN:
        raise RuleError(ALREADY_OPEN, code="E-OPEN")
    if not reason.strip():
        raise RuleError(REOPEN_REASON, code="E-REASON")
    return replace(current, state=RoundState.OPEN, closed="")


def _record_reopening(session: Session, uow: UnitOfWork, opened: RoundId, reason: str) -> None:
    reopening = Reopening(
        n=uow.reopenings.next_number(),
        round=opened,
        reason=kept_text(reason).strip(),
        by=session.actor,
        at=session.services.now(),
    )
    uow.reopenings.add(reopening)
    session.note(uow, "round.reopened", round_reopened(reopening))


def close_round(session: Session) -> ChangeSet:
    """Close the round: later files are laid aside unless it is opened again. A backup is made first."""
    with session.reading() as uow:
        the_open_round(uow)
        edition = uow.edition().id
    session.services.store.back_up(session.database, edition, "closing")
    with session.writing() as uow:
        current = the_round(uow)
        uow.rounds.put(replace(current, state=RoundState.CLOSED, closed=session.services.now()))
        files = [file.sha256 for file in uow.files.all()]
        session.acting_as(CHAIR).note(uow, "round.closed", {"round": current.id, "files": files})
    return ChangeSet.of(Topic.ROUND)
