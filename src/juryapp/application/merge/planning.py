"""Looking score files through before they are taken in: nothing is changed.

The files may come in any order, twice, with an old one among them: the answer is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from juryapp.application.keys.juror_keys import is_second_machine, keys_with
from juryapp.application.merge.notices import Surroundings, with_notices
from juryapp.application.merge.opening import opened_bytes, opened_file
from juryapp.application.merge.plan import FileStatus, FileVerdict, MergePlan
from juryapp.application.ports import Expected, Statements, UnitOfWork
from juryapp.application.progress import UNWATCHED, Progress
from juryapp.application.results.scoring import handed_in
from juryapp.application.session import NOT_OPEN, Session, the_open_round, the_round
from juryapp.base.collecting import no_collecting
from juryapp.base.errors import FileFormatError, RuleError, UnavailableError, UserError
from juryapp.domain.award import RoundState
from juryapp.domain.ids import RoundId
from juryapp.domain.jury import Juror
from juryapp.domain.merging import Change, ChangeKind
from juryapp.domain.packages import OpenedScoreFile, Origin, PackageKind, ScoreContent
from juryapp.domain.statements import C, K, MarkContent, MarkKey, NomineeKey, NoteContent
from juryapp.domain.union import GrowingView

MarkChanges = Sequence[Change[MarkKey, MarkContent]]
NoteChanges = Sequence[Change[NomineeKey, NoteContent]]
Opened = tuple[Path, OpenedScoreFile | UserError]


@no_collecting()
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
        accepted: Hashes (sha256) of files that wait for a yes (`plan.WAITING`), and that a
            person has said yes to.
        progress: Told per file.

    Once the round is closed, files that nobody has seen before are to be laid aside: see `preview_held`.

    Raises:
        RuleError: No round was opened, or (E-CLOSED) a file that was taken out shall count again although
            the round is closed.
    """
    with session.reading() as uow:
        expected = _expected(uow)
    services = session.services
    opened: list[Opened] = []
    for done, path in enumerate(_each_once(paths)):
        progress.step(done, len(paths))
        read = _read(lambda path=path: opened_file(services, path, expected))  # type: ignore[misc]
        opened.append((path, read))
    progress.step(len(paths), len(paths))
    with session.reading() as uow:
        return _Planning(uow, frozenset(accepted), session.services.now()).plan(opened)


@no_collecting()
def preview_held(
    session: Session, *, accepted: Iterable[str] = (), progress: Progress = UNWATCHED
) -> MergePlan:
    """Say what taking in the files would do that were laid aside while the round was closed.

    Args:
        session: The secretariat's edition.
        accepted: As in `preview_merge`.
        progress: Told per file.

    Raises:
        RuleError: The round is not open (again): E-CLOSED.
    """
    with session.reading() as uow:
        the_open_round(uow)
        expected = _expected(uow)
        held = [(file.name, uow.files.held_bytes(file.sha256)) for file in uow.files.held()]
    services = session.services
    opened: list[Opened] = []
    for done, (name, data) in enumerate(held):
        progress.step(done, len(held))
        read = _read(lambda name=name, data=data: opened_bytes(services, name, data, expected))  # type: ignore[misc]
        opened.append((Path(name), read))
    progress.step(len(held), len(held))
    with session.reading() as uow:
        return _Planning(uow, frozenset(accepted), session.services.now()).plan(opened)


@no_collecting()
def preview_opened(
    session: Session, files: Sequence[OpenedScoreFile], *, accepted: Iterable[str] = ()
) -> MergePlan:
    """Say what taking in files would do that are opened already: ballots that were typed in here.

    Args:
        session: The secretariat's edition.
        files: In any order.
        accepted: As in `preview_merge`.

    Raises:
        RuleError: As `preview_merge`.
    """
    opened: list[Opened] = [(Path(file.name), file) for file in files]
    with session.reading() as uow:
        return _Planning(uow, frozenset(accepted), session.services.now()).plan(opened)


def _each_once(paths: Sequence[Path]) -> list[Path]:
    return list(dict.fromkeys(paths))


def _expected(uow: UnitOfWork) -> Expected:
    return Expected(
        edition=uow.edition(),
        round=the_round(uow),
        jurors=uow.jurors.all(),
        nominees=[n.id for n in uow.nominees.all()],
        listed=uow.nominees.all(),
        criteria=uow.criteria.all(),
        comment=uow.rules().comment,
        packages=uow.packages(),
        keys=uow.keys.all(),
        taken=frozenset(file.sha256 for file in uow.files.all()),
    )


def _read(reading: Callable[[], OpenedScoreFile]) -> OpenedScoreFile | UserError:
    try:
        return reading()
    except (FileFormatError, UnavailableError) as error:
        return error


class _Planning:
    """Compares opened files with what stands, one after the other, so that each knows those before it."""

    def __init__(self, uow: UnitOfWork, accepted: frozenset[str], now: str) -> None:
        current = the_round(uow)
        self._round = current.id
        self._closed = current.state is RoundState.CLOSED
        self._accepted = accepted
        self._around = Surroundings(uow, now)
        self._seen: set[str] = set()  # in this merge
        self._jurors = {juror.id: juror for juror in uow.jurors.all()}
        self._files = {file.sha256: file for file in uow.files.all()}
        self._excluded = {exclusion.sha256 for exclusion in uow.files.exclusions()}
        self._laid_aside = {file.sha256: file for file in uow.files.held()}
        self._keys = uow.keys.all()
        self._handed_in = {(j, kind) for kind in PackageKind for j in handed_in(uow, kind)}
        self._drafted = {
            file.juror
            for file in self._files.values()
            if not file.complete and file.sha256 not in self._excluded
        }
        self._marks = _growing(uow.marks, self._round)
        self._declarations = _growing(uow.declarations, self._round)
        self._notes = _growing(uow.notes, self._round)

    def plan(self, opened: list[Opened]) -> MergePlan:
        verdicts = [self._verdict(path, file) for path, file in opened]
        files = with_notices(verdicts, self._around, self._overruled)
        return MergePlan(
            files=files,
            marks=tuple(self._marks.changes()),
            declarations=tuple(self._declarations.changes()),
            notes=tuple(self._notes.changes()),
        )

    def _overruled(self, file: OpenedScoreFile) -> int:
        """Return how many marks of a file do not count because another machine knew newer ones."""
        closed = {key.public_key for key in self._keys if key.closed}
        if file.public_key in closed:  # the juror went on from there, and knows
            return 0
        return self._marks.overruled(stated.statement for stated in file.content.marks)

    def _verdict(self, path: Path, file: OpenedScoreFile | UserError) -> FileVerdict:
        if isinstance(file, UserError):
            return FileVerdict(path=path, status=FileStatus.REFUSED, error=file)
        juror = self._jurors.get(file.content.juror)
        not_taken = self._not_taken(file)
        if not_taken is not None:
            known = self._files.get(file.sha256) or self._laid_aside.get(file.sha256)
            return FileVerdict(
                path=path,
                status=not_taken,
                juror=juror,
                complete=file.content.complete,
                received=known.received if known else "",
                opened=file,
            )
        return self._compared(path, file, juror)

    def _not_taken(self, file: OpenedScoreFile) -> FileStatus | None:
        """Return why a file is not simply taken in, if so."""
        if file.sha256 in self._files and file.sha256 not in self._excluded:
            return FileStatus.ALREADY
        if self._closed:
            return self._after_closing(file)
        if file.sha256 in self._seen:  # the same bytes under another name
            return FileStatus.ALREADY
        self._seen.add(file.sha256)
        if file.sha256 in self._accepted:
            return None
        if file.sha256 in self._excluded:
            return FileStatus.TAKEN_OUT
        if is_second_machine(file, self._keys):
            return FileStatus.SECOND_MACHINE
        if self._could_be_anybodys(file):
            return FileStatus.UNSIGNED
        return None

    def _could_be_anybodys(self, file: OpenedScoreFile) -> bool:
        """Return whether a workbook would speak for a juror whose own machine has signed files.

        A paper has been held against what was typed by a second person; of a workbook nobody knows.
        """
        if file.is_signed or file.content.origin is not Origin.WORKBOOK:
            return False
        return any(key.juror == file.content.juror for key in self._keys)

    def _after_closing(self, file: OpenedScoreFile) -> FileStatus:
        if file.sha256 in self._excluded:
            if file.sha256 in self._accepted:
                raise RuleError(NOT_OPEN, code="E-CLOSED")
            return FileStatus.TAKEN_OUT
        if file.sha256 in self._laid_aside or file.sha256 in self._seen:
            return FileStatus.HELD_ALREADY
        self._seen.add(file.sha256)
        return FileStatus.HELD

    def _compared(self, path: Path, file: OpenedScoreFile, juror: Juror | None) -> FileVerdict:
        content = file.content
        # So that the next file's key is a second one.
        self._keys = keys_with(file, self._keys, content.made)
        declared = self._declarations.add(s.statement for s in content.declarations)
        beside = not content.complete and (content.juror, PackageKind.SCORE) in self._handed_in
        changes, noted = ((), ()) if beside else self._given(content)
        kinds = [change.kind for change in changes]
        status = FileStatus.NEW
        completes = self._completes(content)  # in any case, so that the next file knows
        if not (changes or declared or noted or completes):
            status = FileStatus.OLDER if self._is_behind(content) else FileStatus.NOTHING_NEW
            status = FileStatus.DRAFT if beside else status
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

    def _given(self, content: ScoreContent) -> tuple[MarkChanges, NoteChanges]:
        """Return what a file's marks and comments change. Once one hands in, drafts say nothing more."""
        marks = (stated.statement for stated in content.marks)
        notes = (stated.statement for stated in content.notes)
        who = (content.juror, PackageKind.SCORE)
        whole = content.complete and content.kind is PackageKind.SCORE
        if whole and who not in self._handed_in and content.juror in self._drafted:
            return (
                self._marks.add_instead(marks, self._marks.keys_of(content.juror)),
                self._notes.add_instead(notes, self._notes.keys_of(content.juror)),
            )
        if not content.complete:
            self._drafted.add(content.juror)
        return self._marks.add(marks), self._notes.add(notes)

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
    settlements = statements.settlements()
    beneath = statements.settled(round_id) if settlements else {}
    return GrowingView(statements.current(round_id), settlements, beneath)
