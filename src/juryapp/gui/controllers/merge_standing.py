"""What stands in the edition, as the page of score files shows it: read anew after every change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from juryapp.application.merge.conflicts import ConflictRow, conflict_rows
from juryapp.application.merge.reminders import lacks
from juryapp.application.merge.reports import earlier_merges
from juryapp.application.merge.view import (
    SettledConflict,
    TakenFile,
    settled_conflicts,
    taken_files,
)
from juryapp.application.packages.overview import PackageLine, PackageOverview, package_overview
from juryapp.application.session import Session
from juryapp.base.errors import RuleError
from juryapp.domain.ids import JurorId
from juryapp.domain.merge_report import MergeLine
from juryapp.domain.packages import HeldFile
from juryapp.domain.sheets import SheetState
from juryapp.gui.models.merge import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands in the edition: read anew after every change."""

    overview: PackageOverview
    names: Names
    taken: tuple[TakenFile, ...]
    conflicts: tuple[ConflictRow, ...]
    settled: tuple[SettledConflict, ...]
    held: tuple[HeldFile, ...]  # laid aside after closing
    merges: tuple[MergeLine, ...]  # the newest first
    tampered: RuleError | None = None  # a report was changed behind the program's back

    @property
    def handed_in(self) -> int:
        """How many jurors have handed in."""
        waiting = {SheetState.NOT_RECEIVED, SheetState.DRAFT}
        return sum(line.state not in waiting for line in self.overview.lines)

    @property
    def papers(self) -> int:
        """How many ballots on paper wait for a second person."""
        return sum(line.paper_waits for line in self.overview.lines)

    @property
    def missing(self) -> tuple[PackageLine, ...]:
        """The jurors of whom something has yet to come; a conflict alone does not make one missing."""
        return tuple(line for line in self.overview.lines if self._lacks(line))

    def _lacks(self, line: PackageLine) -> bool:
        return lacks(
            line, len({c.nominee.id for c in self.conflicts if c.juror.id == line.juror.id})
        )

    @property
    def conflicts_of(self) -> Mapping[JurorId, int]:
        """How many conflicts are open, by juror."""
        return Counter(conflict.juror.id for conflict in self.conflicts)


def standing_of(session: Session) -> Standing:
    """Return what stands now."""
    with session.reading() as uow:
        jurors = uow.jurors.all()
        nominees = uow.nominees.all()
        criteria = uow.criteria.all()
        held = tuple(uow.files.held())
    merges, tampered = _merges(session)
    return Standing(
        overview=package_overview(session),
        names=Names(
            jurors={juror.id: juror for juror in jurors},
            nominees={nominee.id: nominee for nominee in nominees},
            criteria={criterion.id: criterion for criterion in criteria},
        ),
        taken=tuple(taken_files(session)),
        conflicts=tuple(conflict_rows(session)) if _has_round(session) else (),
        settled=tuple(settled_conflicts(session)),
        held=held,
        merges=merges,
        tampered=tampered,
    )


def _merges(session: Session) -> tuple[tuple[MergeLine, ...], RuleError | None]:
    """Return what each merge did; a report that was tampered with must not keep files out."""
    try:
        return tuple(earlier_merges(session)), None
    except RuleError as error:
        return (), error


def _has_round(session: Session) -> bool:
    with session.reading() as uow:
        return bool(uow.rounds.all())
