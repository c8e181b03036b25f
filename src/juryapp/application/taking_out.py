"""Taking files out again: a recorded exclusion. Nothing is deleted, and a file can be put back."""

from __future__ import annotations

from juryapp.application.ports import UnitOfWork
from juryapp.application.session import Session
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.ids import JurorId
from juryapp.domain.jury import Juror
from juryapp.domain.packages import Exclusion, PackageKind

NO_SUCH_FILE = N_("No file with this hash has been taken in: {name}.")
REASON_NEEDED = N_("Write why the file is taken out.")
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


def lift_exclusion(session: Session, uow: UnitOfWork, sha256: str) -> None:
    """Let a file count again, within a transaction that is under way."""
    _exclude(session, uow, sha256, "", excluded=False)


def _exclude(
    session: Session, uow: UnitOfWork, sha256: str, reason: str, *, excluded: bool
) -> None:
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
    what = "file.taken_out" if excluded else "file.put_back"
    session.note(uow, what, {"sha256": sha256})


def missing_jurors(session: Session, kind: PackageKind = PackageKind.SCORE) -> list[Juror]:
    """Return who scores and has not handed in."""
    with session.reading() as uow:
        excluded = {exclusion.sha256 for exclusion in uow.files.exclusions()}
        files = [f for f in uow.files.all() if f.sha256 not in excluded and f.kind is kind]
        handed_in: set[JurorId] = {f.juror for f in files if f.complete}
        return [j for j in uow.jurors.all() if j.scores and j.id not in handed_in]
