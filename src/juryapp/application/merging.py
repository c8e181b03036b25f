"""Taking score files in: a preview that changes nothing, then one transaction.

The files may come in any order, twice, with an old one among them: the answer is the same. A file is taken
whole or refused; a refused one leaves nothing behind and does not keep the others out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from juryapp.application.log_bodies import file_taken
from juryapp.application.merge_records import keep_outcome, outcome_of
from juryapp.application.ports import Expected, Statements, UnitOfWork
from juryapp.application.progress import UNWATCHED, Progress
from juryapp.application.scoring import load_scoring
from juryapp.application.session import Session, the_open_round, the_round
from juryapp.application.taking_out import lift_exclusion
from juryapp.base.canonical import Json
from juryapp.base.errors import FileFormatError, RuleError, UnavailableError, UserError
from juryapp.base.i18n import N_
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.ids import JurorId, RoundId
from juryapp.domain.jury import Juror
from juryapp.domain.merging import Change, ChangeKind
from juryapp.domain.packages import (
    Confirmation,
    JurorKey,
    OpenedScoreFile,
    ReceivedFile,
    ScoreContent,
)
from juryapp.domain.sheets import Sheet
from juryapp.domain.statements import (
    C,
    DeclarationContent,
    K,
    MarkContent,
    MarkKey,
    NomineeKey,
    NoteContent,
)
from juryapp.domain.union import GrowingView

ALL_OR_NOTHING = N_("Refused files: {n}. So nothing was taken in, as you asked.")


class FileStatus(StrEnum):
    """What will happen to a file."""

    NEW = "new"  # brings something
    NOTHING_NEW = "nothing_new"  # the same was said by another file
    OLDER = "older"  # adds history only: newer has been taken in
    ALREADY = "already"  # this very file is taken in
    TAKEN_OUT = "taken_out"  # it was taken out again; needs a yes to count anew
    SECOND_MACHINE = "second_machine"  # right token, other key: needs a yes
    REFUSED = "refused"


FILE_STATUS_NAMES = {
    FileStatus.NEW: N_("New"),
    FileStatus.NOTHING_NEW: N_("Nothing new"),
    FileStatus.OLDER: N_("Older"),
    FileStatus.ALREADY: N_("Taken in already"),
    FileStatus.TAKEN_OUT: N_("Was taken out"),
    FileStatus.SECOND_MACHINE: N_("Second machine"),
    FileStatus.REFUSED: N_("Refused"),
}
_TAKEN = frozenset({FileStatus.NEW, FileStatus.NOTHING_NEW, FileStatus.OLDER})
# A damaged or foreign file leaves nothing, not even a line in the log; one in another's name does.
_SOMEBODY_ELSES_KEY = frozenset({"E-JUROR-KEY", "E-KEY-CLOSED"})
_LEAVES_ALL_AS_IT_IS = frozenset({FileStatus.ALREADY, FileStatus.REFUSED})
_ON_A_YES = frozenset({FileStatus.TAKEN_OUT, FileStatus.SECOND_MACHINE})


@dataclass(frozen=True, slots=True, kw_only=True)
class FileVerdict:
    """What was found about one file."""

    path: Path
    status: FileStatus
    juror: Juror | None = None
    complete: bool = False
    new: int = 0
    changed: int = 0
    conflicts: int = 0
    received: str = ""  # instant, if this very file is taken in already
    error: UserError | None = None
    opened: OpenedScoreFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePlan:
    """What a merge will do. Nothing has been read in yet."""

    files: tuple[FileVerdict, ...]
    marks: tuple[Change[MarkKey, MarkContent], ...]
    declarations: tuple[Change[NomineeKey, DeclarationContent], ...]
    notes: tuple[Change[NomineeKey, NoteContent], ...]

    @property
    def taken(self) -> tuple[FileVerdict, ...]:
        """The files that will be taken in."""
        return tuple(f for f in self.files if f.status in _TAKEN)

    @property
    def refused(self) -> tuple[FileVerdict, ...]:
        """The files that are refused, each with its error."""
        return tuple(f for f in self.files if f.status is FileStatus.REFUSED)

    def count(self, kind: ChangeKind) -> int:
        """Return how many marks change in this way."""
        return sum(change.kind is kind for change in self.marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReport:
    """What a merge did."""

    plan: MergePlan
    sheets: tuple[Sheet, ...]  # of all who score, as they stand now
    conflicts: tuple[MarkKey, ...]  # open now
    changes: ChangeSet


def preview_merge(
    session: Session,
    paths: Sequence[Path],
    *,
    accepted: Iterable[str] = (),
    progress: Progress = UNWATCHED,
) -> MergePlan:
    """Read and check the files and say what taking them in would do; nothing is changed.

    Args:
        session: The secretariat's edition.
        paths: Score files, in any order.
        accepted: Hashes (sha256) of files that were taken out or come from a second machine, and that a
            person has said yes to.
        progress: Told per file.

    Raises:
        RuleError: The round is closed and a file would bring something (E-CLOSED), or no round was opened.
    """
    with session.reading() as uow:
        expected = _expected(uow)
    opened = []
    for done, path in enumerate(_each_once(paths)):
        progress.step(done, len(paths))
        opened.append((path, _opened(session, path, expected)))
    progress.step(len(paths), len(paths))
    with session.reading() as uow:
        plan = _Planning(uow, frozenset(accepted)).plan(opened)
        if any(file.status not in _LEAVES_ALL_AS_IT_IS for file in plan.files):
            the_open_round(uow)
    return plan


def _each_once(paths: Sequence[Path]) -> list[Path]:
    return list(dict.fromkeys(paths))


def _expected(uow: UnitOfWork) -> Expected:
    return Expected(
        edition=uow.edition(),
        round=the_round(uow),
        jurors=uow.jurors.all(),
        nominees=[n.id for n in uow.nominees.all()],
        criteria=uow.criteria.all(),
        packages=uow.packages(),
        keys=uow.keys.all(),
    )


def _opened(session: Session, path: Path, expected: Expected) -> OpenedScoreFile | UserError:
    try:
        return session.services.score_files.read(path, expected)
    except (FileFormatError, UnavailableError) as error:
        return error


class _Planning:
    """Compares opened files with what stands, one after the other, so that each knows those before it."""

    def __init__(self, uow: UnitOfWork, accepted: frozenset[str]) -> None:
        self._round = the_round(uow).id
        self._accepted = accepted
        self._seen: set[str] = set()  # in this merge
        self._jurors = {juror.id: juror for juror in uow.jurors.all()}
        self._files = {file.sha256: file for file in uow.files.all()}
        self._excluded = {exclusion.sha256 for exclusion in uow.files.exclusions()}
        self._keys: defaultdict[JurorId, set[str]] = defaultdict(set)
        for key in uow.keys.all():
            self._keys[key.juror].add(key.public_key)
        self._handed_in = {
            (file.juror, file.kind)
            for file in self._files.values()
            if file.complete and file.sha256 not in self._excluded
        }
        self._marks = _growing(uow.marks, self._round)
        self._declarations = _growing(uow.declarations, self._round)
        self._notes = _growing(uow.notes, self._round)

    def plan(self, opened: list[tuple[Path, OpenedScoreFile | UserError]]) -> MergePlan:
        files = tuple(self._verdict(path, file) for path, file in opened)
        return MergePlan(
            files=files,
            marks=tuple(self._marks.changes()),
            declarations=tuple(self._declarations.changes()),
            notes=tuple(self._notes.changes()),
        )

    def _verdict(self, path: Path, file: OpenedScoreFile | UserError) -> FileVerdict:
        if isinstance(file, UserError):
            return FileVerdict(path=path, status=FileStatus.REFUSED, error=file)
        juror = self._jurors.get(file.content.juror)
        held = self._held(file)
        if held is not None:
            taken = self._files.get(file.sha256)
            return FileVerdict(
                path=path,
                status=held,
                juror=juror,
                complete=file.content.complete,
                received=taken.received if taken else "",
                opened=file,
            )
        return self._compared(path, file, juror)

    def _held(self, file: OpenedScoreFile) -> FileStatus | None:
        """Return why a file is not simply taken in, if so."""
        if file.sha256 in self._seen:  # the same bytes under another name
            return FileStatus.ALREADY
        self._seen.add(file.sha256)
        if file.sha256 in self._files and file.sha256 not in self._excluded:
            return FileStatus.ALREADY
        if file.sha256 in self._accepted:
            return None
        if file.sha256 in self._excluded:
            return FileStatus.TAKEN_OUT
        pinned = self._keys[file.content.juror]
        if pinned and file.public_key not in pinned:
            return FileStatus.SECOND_MACHINE
        return None

    def _compared(self, path: Path, file: OpenedScoreFile, juror: Juror | None) -> FileVerdict:
        content = file.content
        self._keys[content.juror].add(
            file.public_key
        )  # so that the next file's key is a second one
        changes = self._marks.add(s.statement for s in content.marks)
        declared = self._declarations.add(s.statement for s in content.declarations)
        noted = self._notes.add(s.statement for s in content.notes)
        kinds = [change.kind for change in changes]
        status = FileStatus.NEW
        if not (changes or declared or noted or self._completes(content)):
            status = FileStatus.OLDER if self._is_behind(content) else FileStatus.NOTHING_NEW
        return FileVerdict(
            path=path,
            status=status,
            juror=juror,
            complete=content.complete,
            new=kinds.count(ChangeKind.NEW),
            changed=kinds.count(ChangeKind.CHANGED) + kinds.count(ChangeKind.SETTLED),
            conflicts=kinds.count(ChangeKind.CONFLICT),
            opened=file,
        )

    def _completes(self, content: ScoreContent) -> bool:
        """Return whether a juror, of whom only drafts have come, hands in with this file."""
        who = (content.juror, content.kind)
        if not content.complete or who in self._handed_in:
            return False
        self._handed_in.add(who)
        return True

    def _is_behind(self, content: ScoreContent) -> bool:
        return (
            self._marks.behind(s.statement for s in content.marks)
            or self._declarations.behind(s.statement for s in content.declarations)
            or self._notes.behind(s.statement for s in content.notes)
        )


def _growing(statements: Statements[K, C], round_id: RoundId) -> GrowingView[K, C]:
    return GrowingView(statements.current(round_id), statements.settlements())


def merge(
    session: Session,
    plan: MergePlan,
    *,
    all_or_nothing: bool = False,
    progress: Progress = UNWATCHED,
) -> MergeReport:
    """Take in the files of a plan, in one transaction; a backup is made first.

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
    if plan.taken or others:
        with session.writing() as uow:
            opened = [verdict.opened for verdict in plan.taken if verdict.opened is not None]
            for done, file in enumerate(opened, start=1):
                _take(session, uow, file)
                progress.step(done, len(opened))
            for what, body in others:
                session.note(uow, what, body)
            keep_outcome(session, uow, outcome)
    return _report(session, plan)


def _take(session: Session, uow: UnitOfWork, file: OpenedScoreFile) -> None:
    content = file.content
    if uow.files.find(file.sha256) is None:
        uow.files.put(_received(session, uow, file), file.sealed, file.opened)
    elif file.sha256 in {exclusion.sha256 for exclusion in uow.files.exclusions()}:
        lift_exclusion(session, uow, file.sha256)
    else:
        return  # the same plan a second time
    _pin(session, uow, file)
    uow.marks.add(content.marks, file=file.sha256)
    uow.declarations.add(content.declarations, file=file.sha256)
    uow.notes.add(content.notes, file=file.sha256)
    hashes = [s.statement.hash for s in content.marks]
    hashes += [s.statement.hash for s in content.declarations]
    hashes += [s.statement.hash for s in content.notes]
    session.note(uow, "file.taken", file_taken(file.sha256, content.juror, hashes))


def _received(session: Session, uow: UnitOfWork, file: OpenedScoreFile) -> ReceivedFile:
    content = file.content
    deadline = uow.edition().deadline
    received = session.services.now()
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


def _pin(session: Session, uow: UnitOfWork, file: OpenedScoreFile) -> None:
    pinned = {(key.juror, key.public_key) for key in uow.keys.all()}
    if (file.content.juror, file.public_key) in pinned:
        return
    uow.keys.put(
        JurorKey(
            juror=file.content.juror,
            public_key=file.public_key,
            device=file.content.device,
            issue=file.issue,
            confirmation=Confirmation.PACKAGE,
            pinned=session.services.now(),
        )
    )
    session.note(uow, "key.pinned", {"juror": file.content.juror, "key": file.public_key})


def _others(plan: MergePlan) -> Iterator[tuple[str, Json]]:
    """Yield what the log says of files that are not taken in."""
    for verdict in plan.files:
        if verdict.error is not None and verdict.error.code in _SOMEBODY_ELSES_KEY:
            yield "file.refused", {"code": verdict.error.code}
        elif verdict.status is FileStatus.ALREADY and verdict.opened is not None:
            yield "file.again", {"sha256": verdict.opened.sha256}


def _report(session: Session, plan: MergePlan) -> MergeReport:
    with session.reading() as uow:
        scoring = load_scoring(uow)
    topics = (Topic.MARKS, Topic.DECLARATIONS, Topic.NOTES, Topic.FILES)
    return MergeReport(
        plan=plan,
        sheets=tuple(scoring.sheets),
        conflicts=tuple(scoring.conflicts),
        changes=ChangeSet.of(*topics) if plan.taken else ChangeSet(),
    )
