"""Who has a jury package, who has answered it, and who has handed in."""

from __future__ import annotations

from dataclasses import dataclass

from juryapp.application.ports import UnitOfWork
from juryapp.application.scoring import load_scoring
from juryapp.application.session import Session, current_round
from juryapp.domain.award import Edition, Round, RoundState
from juryapp.domain.jury import Juror
from juryapp.domain.packages import PackageIssue, PackageKind
from juryapp.domain.sheets import Sheet, SheetState


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageLine:
    """A juror who scores, the newest package of each kind, and what has come back."""

    juror: Juror
    declare: PackageIssue | None
    score: PackageIssue | None
    declared: bool  # a file that answers a declare package has come
    state: SheetState
    finished: int  # nominees
    nominees: int

    def newest(self, kind: PackageKind) -> PackageIssue | None:
        """Return the newest package of a kind, or None."""
        return self.declare if kind is PackageKind.DECLARE else self.score

    def is_answered(self, kind: PackageKind) -> bool:
        """Return whether what a package of that kind asks for has come, in full."""
        if kind is PackageKind.DECLARE:
            return self.declared or self.state is not SheetState.NOT_RECEIVED
        return self.state is SheetState.COMPLETE


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageOverview:
    """What the packages page shows."""

    edition: Edition
    round: Round | None
    has_keys: bool  # the edition's private keys are on this machine
    lines: tuple[PackageLine, ...]

    @property
    def is_open(self) -> bool:
        """Whether packages can be made: the round is open."""
        return self.round is not None and self.round.state is RoundState.OPEN

    def lacking(self, kind: PackageKind) -> tuple[PackageLine, ...]:
        """Return the jurors who have no package of that kind."""
        return tuple(line for line in self.lines if line.newest(kind) is None)


def package_overview(session: Session) -> PackageOverview:
    """Return who has a package and what has come back."""
    with session.reading() as uow:
        edition, jurors = uow.edition(), uow.jurors.all()
        scoring = load_scoring(uow)
        issued = uow.packages()
        declared = _declared(uow)
        current = current_round(uow)
    sheets: dict[str, Sheet] = {sheet.juror: sheet for sheet in scoring.sheets}
    lines = tuple(
        PackageLine(
            juror=juror,
            declare=_newest(issued, juror, PackageKind.DECLARE),
            score=_newest(issued, juror, PackageKind.SCORE),
            declared=juror.id in declared,
            state=sheets[juror.id].state,
            finished=sheets[juror.id].finished,
            nominees=len(sheets[juror.id].cells),
        )
        for juror in jurors
        if juror.id in sheets
    )
    keys = session.services.keys.award_keys(edition.id)
    return PackageOverview(edition=edition, round=current, has_keys=keys is not None, lines=lines)


def _declared(uow: UnitOfWork) -> set[str]:
    excluded = {exclusion.sha256 for exclusion in uow.files.exclusions()}
    return {
        file.juror
        for file in uow.files.all()
        if file.kind is PackageKind.DECLARE and file.sha256 not in excluded
    }


def _newest(issued: list[PackageIssue], juror: Juror, kind: PackageKind) -> PackageIssue | None:
    mine = [issue for issue in issued if issue.juror == juror.id and issue.kind is kind]
    return max(mine, key=lambda issue: issue.issue, default=None)
