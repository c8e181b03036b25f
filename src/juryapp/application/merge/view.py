"""What the page of score files lists beside the preview: files taken in, who settles, what is settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from juryapp.application.merge.conflicts import ConflictRow, why_not
from juryapp.application.merge.merging import MergePlan
from juryapp.application.ports import UnitOfWork
from juryapp.application.results.scoring import load_standings
from juryapp.application.session import Session, current_round, the_round
from juryapp.base.errors import RuleError
from juryapp.domain.counting import beside
from juryapp.domain.criteria import Criterion
from juryapp.domain.ids import CriterionId, JurorId, NomineeId, RoundId
from juryapp.domain.impartiality import Standing, standings
from juryapp.domain.jury import Juror, Role
from juryapp.domain.merging import Change, ChangeKind, Settlement, view_of
from juryapp.domain.nominees import Nominee
from juryapp.domain.packages import (
    Exclusion,
    FileOrigin,
    OpenedScoreFile,
    PackageKind,
    ReceivedFile,
)
from juryapp.domain.sheets import sheet_cells
from juryapp.domain.statements import MarkContent, MarkKey, StatedMark, Statement

NOBODY = JurorId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenFile:
    """A score file that was taken in, and whether it was taken out again."""

    file: ReceivedFile
    juror: Juror | None
    exclusion: Exclusion | None
    origin: FileOrigin | None = None  # of an Excel ballot or a paper, which nobody signed

    @property
    def counts(self) -> bool:
        """Whether what it says counts."""
        return self.exclusion is None


def taken_files(session: Session) -> list[TakenFile]:
    """Return the files that were taken in, the newest first."""
    with session.reading() as uow:
        jurors = {juror.id: juror for juror in uow.jurors.all()}
        excluded = {exclusion.sha256: exclusion for exclusion in uow.files.exclusions()}
        files, origins = uow.files.all(), uow.files.origins()
    return [
        TakenFile(
            file=file,
            juror=jurors.get(file.juror),
            exclusion=excluded.get(file.sha256),
            origin=origins.get(file.sha256),
        )
        for file in reversed(files)
    ]


@dataclass(frozen=True, slots=True)
class Finished:
    """How far the juror is whose file it is: nominees that are finished (or declared), of all."""

    done: int
    total: int


def finished_in(session: Session, files: Iterable[OpenedScoreFile]) -> dict[str, Finished]:
    """Return, by sha256, how far a juror is who handed in nothing but this file."""
    with session.reading() as uow:
        looking = _Looking(uow)
        return {file.sha256: looking.finished(file) for file in files}


class _Looking:
    """What a file is compared with."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._nominees = uow.nominees.all()
        self._running = [n.id for n in self._nominees if not n.withdrawn]
        self._criteria: list[CriterionId] = [criterion.id for criterion in uow.criteria.all()]
        self._rulings = uow.rulings.all()
        self._declared = uow.declarations.current(the_round(uow).id).effective.values()

    def finished(self, file: OpenedScoreFile) -> Finished:
        content, juror = file.content, file.content.juror
        told = [stated.statement for stated in content.declarations]
        view = view_of([*(s for s in self._declared if s.key.juror == juror), *told])
        stands = standings([juror], self._nominees, view, self._rulings)
        if content.kind is PackageKind.DECLARE:
            done = sum(stands[juror, n] is not Standing.UNDECLARED for n in self._running)
            return Finished(done, len(self._running))
        marks = {s.statement.key: s.statement.content for s in content.marks}
        cells = sheet_cells(juror, self._running, self._criteria, marks, stands)
        return Finished(sum(cell.finished for cell in cells), len(cells))


def coming_conflicts(session: Session, plan: MergePlan) -> list[ConflictRow]:
    """Return the conflicts that come with the files of a plan, as they will stand once it is merged."""
    changes = [change for change in plan.marks if change.kind is ChangeKind.CONFLICT]
    if not changes:
        return []
    keys = {change.key for change in changes}
    with session.reading() as uow:
        history = uow.marks.history(the_round(uow).id)
        jurors = {juror.id: juror for juror in uow.jurors.all()}
        nominees = {nominee.id: nominee for nominee in uow.nominees.all()}
        criteria = {criterion.id: criterion for criterion in uow.criteria.all()}
    told: defaultdict[MarkKey, list[StatedMark]] = defaultdict(list)
    opened = [verdict.opened.content.marks for verdict in plan.taken if verdict.opened]
    for stated in (*history, *(mark for marks in opened for mark in marks)):
        if stated.statement.key in keys:
            told[stated.statement.key].append(stated)
    return [
        _coming(
            change,
            told[change.key],
            juror=jurors[change.key.juror],
            nominee=nominees[change.key.nominee],
            criterion=criteria[change.key.criterion],
        )
        for change in changes
    ]


def _coming(
    change: Change[MarkKey, MarkContent],
    told: list[StatedMark],
    *,
    juror: Juror,
    nominee: Nominee,
    criterion: Criterion,
) -> ConflictRow:
    rev = max(stated.statement.rev for stated in told)
    rivals = tuple(Statement(change.key, rev, content) for content in change.after)
    first = {s.statement: s for s in reversed(told) if s.statement in rivals}
    return ConflictRow(
        key=change.key,
        juror=juror,
        nominee=nominee,
        criterion=criterion,
        rivals=rivals,
        stated=tuple(first.values()),
    )


@dataclass(frozen=True, slots=True)
class Decider:
    """Who may settle a conflict; `recused` for the nominee, and `why_not` if this person may not."""

    juror: Juror
    recused: bool
    why_not: RuleError | None = None


def who_settles(session: Session, nominee: NomineeId, juror: JurorId = NOBODY) -> list[Decider]:
    """Return the chair and the deputy chair, and why one of them may not settle what `juror` said."""
    with session.reading() as uow:
        here = the_round(uow).id
        jurors = uow.jurors.all()
        stands = load_standings(uow, here, jurors, uow.nominees.all())
        reasons = why_not(uow, here, juror, nominee)
    leading = [j for j in jurors if j.id in reasons]
    return [
        Decider(j, stands.get((j.id, nominee)) is Standing.RECUSED, reasons[j.id])
        for j in sorted(leading, key=lambda j: (j.role is not Role.CHAIR, j.number))
    ]


class SettledBy(StrEnum):
    """What ended a conflict."""

    JUROR = "juror"  # a newer file
    CHAIR = "chair"
    TAKEN_OUT = "taken_out"  # a file that contradicted does not count any more


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledConflict:
    """Two different marks that one juror handed in, and how that ended."""

    key: MarkKey
    rev: int
    juror: Juror
    nominee: Nominee
    criterion: Criterion
    rivals: tuple[MarkContent, ...]
    counts: MarkContent | None  # what stands now
    how: SettledBy
    settlement: Settlement[MarkKey, MarkContent] | None  # the chair's, while it stands
    by: Juror | None  # who decided


def settled_conflicts(session: Session) -> list[SettledConflict]:
    """Return the conflicts of the round that are no longer open, by juror and nominee."""
    with session.reading() as uow:
        current = current_round(uow)
        if current is None:
            return []
        contested = _contested(uow, current.id)
        if not contested:
            return []
        view = uow.marks.current(current.id)
        decided = {(s.key, s.rev): s for s in uow.marks.settlements()}
        jurors = {j.id: j for j in uow.jurors.all()}
        nominees = {n.id: n for n in uow.nominees.all()}
        criteria = {c.id: c for c in uow.criteria.all()}
    found = []
    for (key, rev), rivals in contested.items():
        open_now = view.conflicts.get(key)
        if open_now and open_now[0].rev == rev:
            continue
        standing = view.effective.get(key)
        settlement = decided.get((key, rev))
        newer = standing is not None and standing.rev > rev
        by_chair = settlement is not None and standing is not None and standing.rev == rev
        how = SettledBy.CHAIR if by_chair else SettledBy.JUROR if newer else SettledBy.TAKEN_OUT
        found.append(
            SettledConflict(
                key=key,
                rev=rev,
                juror=jurors[key.juror],
                nominee=nominees[key.nominee],
                criterion=criteria[key.criterion],
                rivals=tuple(rivals),
                counts=standing.content if standing else None,
                how=how,
                settlement=settlement if by_chair else None,
                by=jurors.get(JurorId(settlement.by)) if settlement and by_chair else None,
            )
        )
    return found


def _contested(uow: UnitOfWork, round_id: RoundId) -> dict[tuple[MarkKey, int], list[MarkContent]]:
    """Return what was ever said in two ways: the contents by key and revision."""
    said: defaultdict[tuple[MarkKey, int], list[MarkContent]] = defaultdict(list)
    drafts = beside(
        uow.files.all(),
        excluded=(),
        let_count={decision.sha256 for decision in uow.files.let_count()},
    )
    for file, statements in uow.marks.by_file().items():
        for statement in () if file in drafts else statements:
            contents = said[statement.key, statement.rev]
            if statement.key.round == round_id and statement.content not in contents:
                contents.append(statement.content)
    return {place: contents for place, contents in said.items() if len(contents) > 1}
