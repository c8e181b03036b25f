"""Checking the log: integrity, coverage and anchors are three different questions."""

from __future__ import annotations

from dataclasses import dataclass

from juryapp.application.ports import Statements, UnitOfWork
from juryapp.application.session import Session, current_round
from juryapp.domain.ids import RoundId
from juryapp.domain.log import LogEntry, check_chain
from juryapp.domain.statements import C, K


@dataclass(frozen=True, slots=True, kw_only=True)
class LogVerdict:
    """Three verdicts on a log."""

    entries: int
    head: str
    broken_at: int | None  # integrity: the first entry that does not follow from the one before
    uncovered: tuple[
        str, ...
    ]  # coverage: files that stand in no entry; "marks" if the kept view differs
    lost_anchors: tuple[
        str, ...
    ]  # anchors: heads on papers and packages that the log does not know

    @property
    def sound(self) -> bool:
        """Whether all three hold."""
        return self.broken_at is None and not self.uncovered and not self.lost_anchors


def check_log(session: Session) -> LogVerdict:
    """Check the log of an edition or a desk."""
    with session.reading() as uow:
        entries = uow.journal.all()
        root = uow.journal.root()
        verdict = check_chain(entries, root)
        return LogVerdict(
            entries=verdict.entries,
            head=verdict.head,
            broken_at=verdict.broken_at,
            uncovered=tuple(_uncovered(uow, entries)),
            lost_anchors=tuple(_lost(uow, {root, *(entry.hash for entry in entries)})),
        )


def _uncovered(uow: UnitOfWork, entries: list[LogEntry]) -> list[str]:
    taken = "".join(entry.body for entry in entries if entry.what == "file.taken")
    missing = [file.sha256 for file in uow.files.all() if file.sha256 not in taken]
    current = current_round(uow)
    if current is not None and not _views_agree(uow, current.id):
        missing.append("marks")
    return missing


def _views_agree(uow: UnitOfWork, round_id: RoundId) -> bool:
    return (
        _agrees(uow.marks, round_id)
        and _agrees(uow.declarations, round_id)
        and _agrees(uow.notes, round_id)
    )


def _agrees(statements: Statements[K, C], round_id: RoundId) -> bool:
    return statements.current(round_id) == statements.derived(round_id)


def _lost(uow: UnitOfWork, known: set[str]) -> list[str]:
    return [record.log_head for record in uow.protocols() if record.log_head not in known]
