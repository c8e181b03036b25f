"""Who has a jury package, who has answered it, whose machine works, and who has handed in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from juryapp.application.packages.practice import working_machines
from juryapp.application.paper.standing import waiting_papers
from juryapp.application.ports import UnitOfWork
from juryapp.application.results.scoring import load_scoring
from juryapp.application.session import Session, current_round
from juryapp.base.i18n import N_
from juryapp.domain.award import Edition, Round, RoundState
from juryapp.domain.impartiality import Standing
from juryapp.domain.jury import Juror
from juryapp.domain.packages import PackageIssue, PackageKind
from juryapp.domain.sheets import SHEET_STATE_NAMES, Sheet, SheetState
from juryapp.domain.statements import Answer

PAPER_WAITS = N_("Paper waits for a second person")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageLine:
    """A juror who scores, the newest package of each kind, and what has come back."""

    juror: Juror
    declare: PackageIssue | None
    score: PackageIssue | None
    sent_back: bool  # a file that answers a declare package has come
    works: bool  # the machine: a whole practice ballot, or a score file, has come from it
    declared: int  # nominees for whom the question of impartiality is answered
    left_out: int  # nominees for whom the juror is recused: not in the score package
    pending: int  # nominees where the panel has yet to decide
    early: bool  # the material was made ready for the juror before any declaration had come
    state: SheetState
    finished: int  # nominees
    nominees: int
    unsigned: str = (
        ""  # how the newest ballot that counts came about, if nobody signed it: "workbook" …
    )
    paper_waits: bool = False  # a ballot on paper was typed in, and nobody has confirmed it yet

    @property
    def state_name(self) -> str:
        """What is known of the score sheet, as an N_ text: also of a paper that does not count yet."""
        waits = self.paper_waits and self.state is not SheetState.COMPLETE
        return PAPER_WAITS if waits else SHEET_STATE_NAMES[self.state]

    def newest(self, kind: PackageKind) -> PackageIssue | None:
        """Return the newest package of a kind, or None."""
        return self.declare if kind is PackageKind.DECLARE else self.score

    @property
    def has_declared(self) -> bool:
        """Whether the question of impartiality is answered for all nominees."""
        return self.declared == self.nominees

    def is_answered(self, kind: PackageKind) -> bool:
        """Return whether what a package of that kind asks for has come, in full."""
        if kind is PackageKind.DECLARE:
            return self.has_declared and self.works
        return self.state is SheetState.COMPLETE


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What was declared, of all jurors who score and all nominees."""

    nothing: int = 0
    tell: int = 0
    doubt: int = 0
    recused: int = 0
    pending: int = 0  # the panel has yet to decide, whatever was said
    asked: int = 0

    @property
    def answered(self) -> int:
        """How many answers there are."""
        return self.nothing + self.tell + self.doubt + self.recused


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageOverview:
    """What the packages page shows."""

    edition: Edition
    round: Round | None
    has_keys: bool  # the edition's private keys are on this machine
    lines: tuple[PackageLine, ...]
    gathered: Gathered = Gathered()

    @property
    def is_open(self) -> bool:
        """Whether packages can be made: the round is open."""
        return self.round is not None and self.round.state is RoundState.OPEN

    def lacking(self, kind: PackageKind) -> tuple[PackageLine, ...]:
        """Return the jurors who have no package of that kind."""
        return tuple(line for line in self.lines if line.newest(kind) is None)

    @property
    def working(self) -> int:
        """How many jurors' machines work."""
        return sum(line.works for line in self.lines)

    @property
    def not_working(self) -> tuple[PackageLine, ...]:
        """The jurors of whom it is not known yet whether their machine works."""
        return tuple(line for line in self.lines if not line.works)

    @property
    def ready_to_score(self) -> tuple[PackageLine, ...]:
        """The jurors who were asked first, have answered in full, and wait for the score package."""
        return ready_to_score(self.lines)

    def to_make(self, kind: PackageKind) -> tuple[PackageLine, ...]:
        """Return the jurors for whom a package of that kind is to be made now.

        Where declarations are asked for first, a score package waits until its juror has declared.
        """
        lacking = self.lacking(kind)
        if kind is PackageKind.DECLARE or not any(line.declare for line in self.lines):
            return lacking
        return tuple(line for line in lacking if line.has_declared)

    @property
    def kind_now(self) -> PackageKind:
        """The kind of package that is at hand: declarations first, then what is to be scored."""
        if (
            any(line.score for line in self.lines)
            or len(self.ready_to_score) == len(self.lines) > 0
        ):
            return PackageKind.SCORE
        return PackageKind.DECLARE

    @property
    def early(self) -> tuple[PackageLine, ...]:
        """The jurors who had the material in hand before they had declared."""
        return tuple(line for line in self.lines if line.early)


def package_overview(session: Session) -> PackageOverview:
    """Return who has a package and what has come back."""
    with session.reading() as uow:
        edition = uow.edition()
        lines, gathered = _lines(uow, load_scoring(uow).sheets)
        current = current_round(uow)
    keys = session.services.keys.award_keys(edition.id)
    return PackageOverview(
        edition=edition,
        round=current,
        has_keys=keys is not None,
        lines=lines,
        gathered=gathered,
    )


def ready_to_score(lines: tuple[PackageLine, ...]) -> tuple[PackageLine, ...]:
    """Return those who have answered a declare package in full and have no score package yet."""
    kind = PackageKind.DECLARE
    return tuple(
        line for line in lines if line.declare and not line.score and line.is_answered(kind)
    )


def early_jurors(uow: UnitOfWork) -> tuple[str, ...]:
    """Return the names of those who had the material in hand before they declared, by number."""
    issued, first = uow.packages(), _first_answers(uow)
    scoring = (juror for juror in uow.jurors.all() if juror.scores)
    return tuple(j.name for j in scoring if _is_early(issued, j, first.get(j.id, "")))


def load_lines(uow: UnitOfWork, sheets: Sequence[Sheet]) -> tuple[PackageLine, ...]:
    """Return a line for each juror who scores, of whom `sheets` are, within a unit of work."""
    return _lines(uow, sheets)[0]


def _lines(
    uow: UnitOfWork, all_sheets: Sequence[Sheet]
) -> tuple[tuple[PackageLine, ...], Gathered]:
    issued, first_answers, works = uow.packages(), _first_answers(uow), working_machines(uow)
    sheets: dict[str, Sheet] = {sheet.juror: sheet for sheet in all_sheets if not sheet.left}
    answers = _answers(uow, sheets)
    answered: dict[str, set[str]] = defaultdict(set)
    for who, nominee in answers:
        answered[who].add(nominee)
    unsigned = _unsigned(uow)
    waiting = {state.juror.id for state in waiting_papers(uow)}
    lines = tuple(
        _line(
            juror,
            issued,
            sheets[juror.id],
            answered=answered[juror.id],
            first_answer=first_answers.get(juror.id, ""),
            works=juror.id in works,
            unsigned=unsigned.get(juror.id, ""),
            paper_waits=juror.id in waiting,
        )
        for juror in uow.jurors.all()
        if juror.id in sheets
    )
    return lines, _gathered(answers, lines)


def _line(
    juror: Juror,
    issued: list[PackageIssue],
    sheet: Sheet,
    *,
    answered: set[str],
    first_answer: str,
    works: bool,
    unsigned: str,
    paper_waits: bool,
) -> PackageLine:
    standings = Counter(cell.standing for cell in sheet.cells)
    return PackageLine(
        juror=juror,
        declare=_newest(issued, juror, PackageKind.DECLARE),
        score=_newest(issued, juror, PackageKind.SCORE),
        sent_back=bool(first_answer),
        works=works,
        declared=sum(cell.nominee in answered for cell in sheet.cells),
        left_out=standings[Standing.RECUSED],
        pending=standings[Standing.PENDING],
        early=_is_early(issued, juror, first_answer),
        state=sheet.state,
        finished=sheet.finished,
        nominees=len(sheet.cells),
        unsigned=unsigned,
        paper_waits=paper_waits,
    )


def _unsigned(uow: UnitOfWork) -> dict[str, str]:
    """Return by juror how the newest ballot that counts came about; "" where it is signed."""
    excluded = {exclusion.sha256 for exclusion in uow.files.exclusions()}
    origins = uow.files.origins()
    return {
        file.juror: str(origins[file.sha256].origin) if file.sha256 in origins else ""
        for file in uow.files.all()
        if file.kind is PackageKind.SCORE and file.sha256 not in excluded
    }


def _answers(uow: UnitOfWork, sheets: dict[str, Sheet]) -> dict[tuple[str, str], Answer | None]:
    """Return what was declared where; None for two answers that contradict each other."""
    current = current_round(uow)
    if current is None:
        return {}
    view = uow.declarations.current(current.id)
    said: dict[tuple[str, str], Answer | None] = {
        (key.juror, key.nominee): None for key in view.conflicts
    }
    said |= {(k.juror, k.nominee): s.content.answer for k, s in view.effective.items()}
    asked = {(juror, cell.nominee) for juror, sheet in sheets.items() for cell in sheet.cells}
    return {pair: answer for pair, answer in said.items() if pair in asked}


def _gathered(
    answers: dict[tuple[str, str], Answer | None], lines: tuple[PackageLine, ...]
) -> Gathered:
    said = Counter(answers.values())
    return Gathered(
        nothing=said[Answer.NOTHING],
        tell=said[Answer.TELL],
        doubt=said[Answer.DOUBT] + said[None],
        recused=said[Answer.RECUSED],
        pending=sum(line.pending for line in lines),
        asked=sum(line.nominees for line in lines),
    )


def _first_answers(uow: UnitOfWork) -> dict[str, str]:
    """Return when the first answer to a declare package came, of each juror of whom one counts."""
    excluded = {exclusion.sha256 for exclusion in uow.files.exclusions()}
    first: dict[str, str] = {}
    for file in uow.files.all():
        if file.kind is PackageKind.DECLARE and file.sha256 not in excluded:
            first.setdefault(file.juror, file.received)
    return first


def _is_early(issued: list[PackageIssue], juror: Juror, first_answer: str) -> bool:
    made = [i.made for i in issued if i.juror == juror.id and i.kind is PackageKind.SCORE]
    return bool(made) and not (first_answer and first_answer <= min(made))


def _newest(issued: list[PackageIssue], juror: Juror, kind: PackageKind) -> PackageIssue | None:
    mine = [issue for issue in issued if issue.juror == juror.id and issue.kind is kind]
    return max(mine, key=lambda issue: issue.issue, default=None)
