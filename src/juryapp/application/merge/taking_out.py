"""Taking files out again: a recorded exclusion. Nothing is deleted, and a file can be put back."""

from __future__ import annotations

from juryapp.application.log.bodies import draft_counts
from juryapp.application.ports import UnitOfWork
from juryapp.application.results.scoring import handed_in
from juryapp.application.session import CHAIR, Session
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.jury import Juror
from juryapp.domain.packages import Exclusion, PackageKind

NO_SUCH_FILE = N_("No file with this hash has been taken in: {name}.")
REASON_NEEDED = N_("Write why the file is taken out.")
DRAFT_REASON = N_("Write why the draft counts, as it shall stand in the protocol.")
NO_DRAFT = N_("This file is no draft: it counts as it is.")
NO_EXCLUSION = N_("This file counts already.")


def take_out(session: Session, sha256: str, reason: str) -> ChangeSet:
    """Take a file out again: a recorded exclusion, nothing is deleted. Raises RuleError, or UsageError."""
    if not reason.strip():
        raise RuleError(REASON_NEEDED, code="E-REASON")
    with session.writing() as uow:
        _exclude(session, uow, sha256, reason, excluded=True)
    return ChangeSet.of(Topic.MARKS, Topic.DECLARATIONS, Topic.NOTES, Topic.FILES)


def put_back(session: Session, sha256: str) -> ChangeSet:
    """Let a file that was taken out count again."""
    with session.writing() as uow:
        if sha256 not in {exclusion.sha256 for exclusion in uow.files.exclusions()}:
            raise RuleError(NO_EXCLUSION)
        lift_exclusion(session, uow, sha256)
    return ChangeSet.of(Topic.MARKS, Topic.DECLARATIONS, Topic.NOTES, Topic.FILES)


def let_count(session: Session, sha256: str, reason: str) -> ChangeSet:
    """Record that the chair lets a draft count as if it were handed in. `take_out` undoes it.

    Raises:
        RuleError: No reason (E-REASON), no such file (E-UNKNOWN), or it is no draft (E-NO-DRAFT).
    """
    if not reason.strip():
        raise RuleError(DRAFT_REASON, code="E-REASON")
    with session.writing() as uow:
        found = uow.files.find(sha256)
        if found is not None and (found.complete or found.kind is not PackageKind.SCORE):
            raise RuleError(NO_DRAFT, code="E-NO-DRAFT")
        if sha256 in {exclusion.sha256 for exclusion in uow.files.exclusions()}:
            lift_exclusion(session, uow, sha256)
        _decide(session.acting_as(CHAIR), uow, sha256, reason, excluded=False)
        session.acting_as(CHAIR).note(uow, "draft.counts", draft_counts(sha256, reason.strip()))
    return ChangeSet.of(Topic.MARKS, Topic.NOTES, Topic.FILES)


def lift_exclusion(session: Session, uow: UnitOfWork, sha256: str) -> None:
    """Let a file count again, within a transaction that is under way."""
    _exclude(session, uow, sha256, "", excluded=False)


def _exclude(
    session: Session, uow: UnitOfWork, sha256: str, reason: str, *, excluded: bool
) -> None:
    _decide(session, uow, sha256, reason, excluded=excluded)
    what = "file.taken_out" if excluded else "file.put_back"
    session.note(uow, what, {"sha256": sha256})


def _decide(session: Session, uow: UnitOfWork, sha256: str, reason: str, *, excluded: bool) -> None:
    if uow.files.find(sha256) is None:
        raise RuleError(NO_SUCH_FILE, code="E-UNKNOWN", name=sha256)
    uow.files.exclude(
        Exclusion(
            n=uow.files.next_exclusion(),
            sha256=sha256,
            excluded=excluded,
            reason=reason.strip(),
            by=session.actor,
            at=session.services.now(),
        )
    )
    uow.marks.refresh()
    uow.declarations.refresh()
    uow.notes.refresh()


def missing_jurors(session: Session, kind: PackageKind = PackageKind.SCORE) -> list[Juror]:
    """Return who scores and has not handed in."""
    with session.reading() as uow:
        known = handed_in(uow, kind)
        return [j for j in uow.jurors.all() if j.scores and j.id not in known]
