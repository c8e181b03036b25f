"""What one merge did, kept in the same transaction: ids, hashes and counts; no marks, and nobody's name.

Whoever reads it looks the names up (`merge_reports`). Only what changed something or stands in the log is
kept: where every file was refused there is nothing to keep.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any

from juryapp.application.merge.opening import size_limit
from juryapp.application.merge.plan import FileVerdict, MergePlan
from juryapp.application.ports import MergeRecord, UnitOfWork
from juryapp.application.results.scoring import handed_in
from juryapp.application.session import Session
from juryapp.base.canonical import canonical_bytes
from juryapp.base.errors import FileFormatError, UnavailableError
from juryapp.base.files import read_limited, sha256
from juryapp.domain.merge_report import HELD
from juryapp.domain.merging import ChangeKind
from juryapp.domain.packages import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOutcome:
    """What became of one file."""

    name: str  # of the file, without its folder
    sha256: str  # "" if it could not even be read
    juror: str  # id, or ""
    status: str  # of merge_plan.FileStatus
    code: str  # of the refusal, or why it was laid aside
    complete: bool
    new: int  # marks
    changed: int
    conflicts: int
    origin: str = "own"  # of domain.packages.Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeOutcome:
    """What a merge did, file by file and in all."""

    files: tuple[FileOutcome, ...]
    new: int
    changed: int
    conflicts: int
    missing: tuple[str, ...] = ()  # ids of the jurors who had not handed in afterwards


def outcome_of(plan: MergePlan) -> MergeOutcome:
    """Return what a plan comes to. Refused files are read again for their hashes: not in a transaction."""
    return MergeOutcome(
        files=tuple(_file(verdict) for verdict in plan.files),
        new=plan.count(ChangeKind.NEW),
        changed=plan.count(ChangeKind.CHANGED) + plan.count(ChangeKind.SETTLED),
        conflicts=plan.count(ChangeKind.CONFLICT),
    )


def _file(verdict: FileVerdict) -> FileOutcome:
    return FileOutcome(
        name=verdict.path.name,
        sha256=_hash(verdict),
        juror=verdict.juror.id if verdict.juror else "",
        status=str(verdict.status),
        code=_code(verdict),
        complete=verdict.complete,
        new=verdict.new,
        changed=verdict.changed,
        conflicts=verdict.conflicts,
        origin=str(_origin(verdict)),
    )


def _origin(verdict: FileVerdict) -> Origin:
    opened = verdict.opened
    return opened.content.origin if opened is not None and not opened.is_signed else Origin.OWN


def _code(verdict: FileVerdict) -> str:
    if verdict.error is not None:
        return verdict.error.code
    return "E-CLOSED" if verdict.status == HELD else ""


def _hash(verdict: FileVerdict) -> str:
    if verdict.opened is not None:
        return verdict.opened.sha256
    with suppress(FileFormatError, UnavailableError):
        return sha256(read_limited(verdict.path, size_limit(verdict.path)))
    return ""


def keep_outcome(session: Session, uow: UnitOfWork, outcome: MergeOutcome) -> MergeRecord:
    """Keep what a merge did, within its transaction."""
    at = session.services.now()
    told = replace(outcome, missing=tuple(_missing(uow)))
    document: dict[str, Any] = {**asdict(told), "at": at, "by": session.actor}
    record = MergeRecord(
        n=uow.merges.next_number(),
        document=canonical_bytes(document).decode(),
        by=session.actor,
        at=at,
    )
    uow.merges.add(record)
    return record


def _missing(uow: UnitOfWork) -> list[str]:
    known = handed_in(uow)
    return [j.id for j in uow.jurors.all() if j.scores and j.id not in known]


def outcome_in(record: MergeRecord) -> MergeOutcome:
    """Return what a record says. Raises ValueError, KeyError or TypeError if it was tampered with."""
    document = json.loads(record.document)
    return MergeOutcome(
        files=tuple(FileOutcome(**file) for file in document["files"]),
        new=document["new"],
        changed=document["changed"],
        conflicts=document["conflicts"],
        missing=tuple(document["missing"]),
    )
