"""What is worth a word about a file that is taken in all the same: no reason to lose marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from juryapp.application.merge.plan import FileStatus, FileVerdict, Notice
from juryapp.application.ports import UnitOfWork
from juryapp.application.results.scoring import load_standings
from juryapp.application.session import the_round
from juryapp.base.i18n import N_, _
from juryapp.domain.criteria import Criterion
from juryapp.domain.ids import JurorId, NomineeId
from juryapp.domain.impartiality import Standing
from juryapp.domain.packages import OpenedScoreFile, Origin, ScoreContent

CLOCK: Final = N_("The clock of the juror’s computer was wrong. The marks are taken all the same.")
GAP: Final = N_(
    "Files from the same computer that never came: {numbers}. They are not needed: each file is whole."
)
LATE: Final = N_("It comes after the deadline. It is taken all the same, and marked as late.")
LEFT: Final = N_("{juror} has left the jury. Whether the marks count is for the chair to decide.")
LACKS: Final = N_(
    "It says nothing of nominees that were added after the jury package: {n}. The juror needs a new package."
)
OVERRULED: Final = N_(
    "Marks that do not count, because another machine of {juror} has sent newer ones that say something else:"
    " {n}. Ask {juror} which are right; if these are, take the other machine’s files out."
)
UNSIGNED: Final = {
    Origin.WORKBOOK: N_(
        "Excel ballot, not signed: ask {juror} to confirm the marks. An e-mail that lists them is ready once"
        " the file is taken in."
    ),
    Origin.PAPER: N_("From paper, not signed: typed by {by}, confirmed by {confirmed_by}."),
}
IMPARTIALITY: Final = N_("the question of impartiality")
UNFINISHED: Final = N_(
    "It is a draft, because not everything is filled in: answers that are missing: {n}, for instance"
    " {example}."
)
_TOLD: Final = frozenset(
    {FileStatus.NEW, FileStatus.NOTHING_NEW, FileStatus.OLDER, FileStatus.DRAFT}
)
DAY: Final = timedelta(days=1)  # as far as two clocks may differ before anybody is told
NAMED: Final = 5  # missing files that are named by their numbers

Device = tuple[JurorId, str]


class Surroundings:
    """What files are compared with, as it stands now. It is looked at within one unit of work.

    Args:
        uow: The edition.
        now: The time.
    """

    def __init__(self, uow: UnitOfWork, now: str) -> None:
        self._uow = uow
        self.now = now
        edition = uow.edition()
        self.made, self.deadline = edition.made, edition.deadline
        self.nominees = [n for n in uow.nominees.all() if not n.withdrawn]
        self.running = frozenset(n.id for n in self.nominees)
        self.numbers: defaultdict[Device, set[int]] = defaultdict(
            set
        )  # of the files that have come
        for file in uow.files.all():
            self.numbers[file.juror, file.device].add(file.seq)

    @cached_property
    def criteria(self) -> list[Criterion]:
        """What is asked; looked up only if something is not answered."""
        return self._uow.criteria.all()

    @cached_property
    def recused(self) -> frozenset[tuple[JurorId, NomineeId]]:
        """Who is recused for whom; asked for only if a file lacks something, which is rare."""
        uow = self._uow
        stands = load_standings(uow, the_round(uow).id, uow.jurors.all(), uow.nominees.all())
        return frozenset(pair for pair, how in stands.items() if how is Standing.RECUSED)


def with_notices(
    verdicts: Sequence[FileVerdict],
    around: Surroundings,
    overruled: Callable[[OpenedScoreFile], int],
) -> tuple[FileVerdict, ...]:
    """Return the verdicts, each with what is worth a word about its file.

    Args:
        verdicts: One for each file.
        around: What they are compared with.
        overruled: How many marks of a file are older than others that say something else, once all are in.
    """
    for verdict in verdicts:
        if verdict.opened is not None:
            content = verdict.opened.content
            around.numbers[content.juror, content.device].add(content.seq)
    return tuple(
        verdict
        if verdict.opened is None
        else replace(
            verdict,
            notices=(
                *_about(verdict, verdict.opened.content, around),
                *_outdone(verdict, verdict.opened, around, overruled),
            ),
        )
        for verdict in verdicts
    )


def _outdone(
    verdict: FileVerdict,
    file: OpenedScoreFile,
    around: Surroundings,
    overruled: Callable[[OpenedScoreFile], int],
) -> Iterator[Notice]:
    """Tell of marks that a machine made without knowing newer ones: nobody would see that they are lost.

    An older file of the same machine says older things as well, and that is as it should be.
    """
    content = file.content
    if verdict.juror is None or verdict.status not in {FileStatus.NEW, FileStatus.OLDER}:
        return
    machines = [device for juror, device in around.numbers if juror == content.juror]
    newest = max(around.numbers[content.juror, content.device])
    if len(machines) > 1 and content.seq == newest and (n := overruled(file)):
        yield Notice("E-OUTDONE", OVERRULED, {"juror": verdict.juror.name, "n": str(n)})


def _about(verdict: FileVerdict, content: ScoreContent, around: Surroundings) -> Iterator[Notice]:
    if not _is_plausible(content.made, around):
        yield Notice("E-CLOCK", CLOCK)
    if missing := _missing_before(content, around.numbers):
        yield Notice("E-GAP", GAP, {"numbers": missing})
    if around.deadline and (verdict.received or around.now)[:10] > around.deadline:
        yield Notice("E-LATE", LATE)
    if verdict.opened is not None and not verdict.opened.is_signed:
        yield from _about_unsigned(verdict, verdict.opened, around)
    if verdict.juror is not None and verdict.juror.left:
        yield Notice("E-LEFT", LEFT, {"juror": verdict.juror.name})
    if lacking := _lacking(content, around):
        yield Notice("E-ADDED", LACKS, {"n": str(lacking)})


def _about_unsigned(
    verdict: FileVerdict, file: OpenedScoreFile, around: Surroundings
) -> Iterator[Notice]:
    """Say that nobody signed it, and why it is a draft: nothing has told the juror what is missing."""
    if verdict.status not in _TOLD:
        return
    people = {"by": file.by, "confirmed_by": file.confirmed_by}
    name = verdict.juror.name if verdict.juror else file.content.juror
    yield Notice("E-UNSIGNED", UNSIGNED[file.content.origin], {"juror": name, **people})
    if file.content.origin is Origin.WORKBOOK and not file.content.complete:
        left = list(_left_out(file.content, around))
        if left:
            yield Notice("E-UNFINISHED", UNFINISHED, {"n": str(len(left)), "example": left[0]})


def _left_out(content: ScoreContent, around: Surroundings) -> Iterator[str]:
    """Yield what is not answered, in words."""
    told = {stated.statement.key.nominee for stated in content.declarations}
    marked = {stated.statement.key[2:] for stated in content.marks}
    for nominee in around.nominees:
        if (content.juror, nominee.id) in around.recused:
            continue
        if nominee.id not in told:
            yield f"{nominee.name} – {_(IMPARTIALITY)}"
        for criterion in around.criteria:
            if (nominee.id, criterion.id) not in marked:
                yield f"{nominee.name} – {criterion.name}"


def _is_plausible(made: str, around: Surroundings) -> bool:
    earliest = datetime.fromisoformat(around.made) - DAY
    return earliest <= datetime.fromisoformat(made) <= datetime.fromisoformat(around.now) + DAY


def _missing_before(content: ScoreContent, numbers: Mapping[Device, set[int]]) -> str:
    """Return the numbers of the files of this machine that should have come before and did not."""
    known = numbers[content.juror, content.device]
    missing: list[str] = []
    number = 1
    while number < content.seq and len(missing) <= NAMED:
        if number not in known:
            missing.append(str(number))
        number += 1
    if len(missing) > NAMED:
        return ", ".join(missing[:NAMED]) + " …"
    return ", ".join(missing)


def _lacking(content: ScoreContent, around: Surroundings) -> int:
    """Return about how many nominees a file that its juror calls whole says nothing."""
    if not content.complete:
        return 0
    told = {stated.statement.key.nominee for stated in content.declarations}
    lacking = around.running - told
    return sum((content.juror, nominee) not in around.recused for nominee in lacking)
