"""Taking score files in: a preview that changes nothing, then one transaction.

The files may come in any order, twice, with an old one among them: the answer is the same. A file is taken
whole or refused; a refused one leaves nothing behind and does not keep the others out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from juryapp.application.keys.juror_keys import pin_key
from juryapp.application.log.bodies import file_held, file_refused, file_taken
from juryapp.application.merge.plan import FILE_STATUS_NAMES, FileStatus, FileVerdict, MergePlan
from juryapp.application.merge.planning import preview_held, preview_merge
from juryapp.application.merge.records import keep_outcome, outcome_of
from juryapp.application.merge.taking_out import lift_exclusion
from juryapp.application.merge.unsigned import keep_origin
from juryapp.application.packages.practice import keep_practice
from juryapp.application.ports import UnitOfWork
from juryapp.application.progress import UNWATCHED, Progress
from juryapp.application.results.scoring import load_scoring
from juryapp.application.session import Session, the_open_round
from juryapp.base.canonical import Json
from juryapp.base.collecting import no_collecting
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.packages import (
    HeldFile,
    OpenedScoreFile,
    ReceivedFile,
)
from juryapp.domain.results import Scoring
from juryapp.domain.sheets import Sheet
from juryapp.domain.statements import MarkKey, statement_hashes

__all__ = [
    "FILE_STATUS_NAMES",
    "FileStatus",
    "FileVerdict",
    "MergePlan",
    "MergeReport",
    "merge",
    "preview_held",
    "preview_merge",
]

ALL_OR_NOTHING = N_("Refused files: {n}. So nothing was taken in, as you asked.")
# A damaged or foreign file leaves nothing, not even a line in the log; one in another's name does.
_SEEN_BEFORE = frozenset({FileStatus.ALREADY, FileStatus.HELD_ALREADY})
_SOMEBODY_ELSES_KEY = frozenset({"E-HANDOVER", "E-JUROR-KEY", "E-KEY-CLOSED"})


@dataclass(frozen=True, kw_only=True)  # without slots: it looks up when it is asked
class MergeReport:
    """What a merge did."""

    plan: MergePlan
    changes: ChangeSet
    session: Session

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets of all who score, as they stood when they were first asked for."""
        return tuple(self._scoring.sheets)

    @property
    def conflicts(self) -> tuple[MarkKey, ...]:
        """The conflicts that were open then."""
        return tuple(self._scoring.conflicts)

    @cached_property
    def _scoring(self) -> Scoring:
        with self.session.reading() as uow:
            return load_scoring(uow)


@no_collecting()
def merge(
    session: Session,
    plan: MergePlan,
    *,
    all_or_nothing: bool = False,
    first: Callable[[UnitOfWork], object] = lambda _uow: None,
    progress: Progress = UNWATCHED,
) -> MergeReport:
    """Take in the files of a plan, in one transaction; a backup is made first.

    Files that come after the round was closed are laid aside instead. What goes with the files is done by
    `first`, in the same transaction: all of it or nothing.

    Raises:
        RuleError: The round was closed meanwhile (E-CLOSED), or (with `all_or_nothing`) a file was refused.
    """
    if all_or_nothing and plan.refused:
        raise RuleError(ALL_OR_NOTHING, code="E-REFUSED", n=len(plan.refused))
    with session.reading() as uow:
        edition = uow.edition().id
        if plan.taken:
            the_open_round(uow)
    if plan.taken:
        session.services.store.back_up(session.database, edition, "import")
    progress.step(0, len(plan.taken))
    others = list(_others(plan))
    outcome = outcome_of(plan)
    if plan.taken or plan.held or others:
        with session.writing() as uow:
            first(uow)
            taken, reception = _opened(plan.taken), _Reception.of(uow)
            for done, file in enumerate(taken, start=1):
                _take(session, uow, file, reception)
                progress.step(done, len(taken))
            _leave_drafts_behind(uow, plan)
            for file in _opened(plan.held):
                _lay_aside(session, uow, file)
            for what, body in others:
                session.note(uow, what, body)
            keep_outcome(session, uow, outcome)
    return _report(session, plan)


def _opened(verdicts: Iterable[FileVerdict]) -> list[OpenedScoreFile]:
    return [verdict.opened for verdict in verdicts if verdict.opened is not None]


@dataclass(frozen=True, slots=True)
class _Reception:
    """What says when a file was received and whether that was late; looked up once for all files."""

    deadline: str
    came: Mapping[str, str]  # when those that were laid aside came, by their hash

    @classmethod
    def of(cls, uow: UnitOfWork) -> _Reception:
        came = {held.sha256: held.received for held in uow.files.held()}
        return cls(uow.edition().deadline, came)


def _take(session: Session, uow: UnitOfWork, file: OpenedScoreFile, reception: _Reception) -> None:
    content = file.content
    if uow.files.find(file.sha256) is None:
        uow.files.put(_received(session, reception, file), file.sealed, file.opened)
        keep_origin(session, uow, file)
    elif file.sha256 in {exclusion.sha256 for exclusion in uow.files.exclusions()}:
        lift_exclusion(session, uow, file.sha256)
    else:
        return  # the same plan a second time
    pin_key(session, uow, file)
    uow.marks.add(content.marks, file=file.sha256)
    uow.declarations.add(content.declarations, file=file.sha256)
    uow.notes.add(content.notes, file=file.sha256)
    keep_practice(uow, file)
    hashes = statement_hashes(s.statement for s in content.marks)
    hashes += statement_hashes(s.statement for s in content.declarations)
    hashes += statement_hashes(s.statement for s in content.notes)
    session.note(uow, "file.taken", file_taken(file.sha256, content.juror, hashes))


def _leave_drafts_behind(uow: UnitOfWork, plan: MergePlan) -> None:
    """Bring up to date what stands where drafts were: a file says nothing of what only they spoke of."""
    drafted = {file.juror for file in uow.files.all() if not file.complete}
    if any(file.content.juror in drafted for file in _opened(plan.taken)):
        uow.marks.refresh()
        uow.notes.refresh()


def _lay_aside(session: Session, uow: UnitOfWork, file: OpenedScoreFile) -> None:
    """Keep a file as it came after the round was closed; it takes part in nothing."""
    if file.sha256 in {held.sha256 for held in uow.files.held()}:
        return  # the same plan a second time
    held = HeldFile(
        sha256=file.sha256,
        name=file.name,
        juror=file.content.juror,
        made=file.content.made,
        received=session.services.now(),
        code="E-CLOSED",
    )
    uow.files.hold(held, file.sealed)
    session.note(uow, "file.held", file_held(held))


def _received(session: Session, reception: _Reception, file: OpenedScoreFile) -> ReceivedFile:
    content, deadline = file.content, reception.deadline
    received = reception.came.get(file.sha256, session.services.now())
    return ReceivedFile(
        sha256=file.sha256,
        name=file.name,
        juror=content.juror,
        file=content.file,
        device=content.device,
        seq=content.seq,
        made=content.made,
        received=received,
        complete=content.complete,
        late=bool(deadline) and received[:10] > deadline,
        kind=content.kind,
        marks=len(content.marks),
        declarations=len(content.declarations),
    )


def _others(plan: MergePlan) -> Iterator[tuple[str, Json]]:
    """Yield what the log says of files that are not taken in."""
    for verdict in plan.files:
        if verdict.error is not None and verdict.error.code in _SOMEBODY_ELSES_KEY:
            yield "file.refused", file_refused(verdict.error)
        elif verdict.status in _SEEN_BEFORE and verdict.opened is not None:
            yield "file.again", {"sha256": verdict.opened.sha256}


def _report(session: Session, plan: MergePlan) -> MergeReport:
    topics = (Topic.MARKS, Topic.DECLARATIONS, Topic.NOTES, Topic.FILES)
    return MergeReport(
        plan=plan,
        changes=ChangeSet.of(*topics) if plan.taken or plan.held else ChangeSet(),
        session=session,
    )
