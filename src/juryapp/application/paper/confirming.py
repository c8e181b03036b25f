"""The second person: holds the paper against what was typed, and says that it agrees or sends it back.

Who confirms cannot change anything, and is not who typed. From the word on it is a file like any other, and
marked as from paper with both names; in the same transaction all that it says begins to count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from juryapp.application.kept_texts import kept_text
from juryapp.application.log.bodies import judgement, paper_judged
from juryapp.application.merge.merging import MergeReport, merge
from juryapp.application.merge.planning import preview_opened
from juryapp.application.merge.unsigned import UnsignedBallot, unsigned_file
from juryapp.application.paper.contents import contents_of
from juryapp.application.paper.documents import ending_in, kept_bytes, sheet_in
from juryapp.application.paper.standing import find_ballot, last_verdicts
from juryapp.application.paper.typing import NOT_WAITING
from juryapp.application.ports import UnitOfWork
from juryapp.application.session import Session, the_open_round
from juryapp.base.canonical import canonical_hash
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.award import Edition, Round
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.ids import JurorId, NomineeId
from juryapp.domain.packages import OpenedScoreFile, Origin
from juryapp.domain.paper import PaperBallot, PaperCode, PaperVerdict, same_person

NO_SECOND: Final = N_(
    "Write the name of the person who has compared it with the paper. It stands wherever these marks are"
    " shown."
)
SAME_PERSON: Final = N_(
    "{name} typed this ballot, so somebody else has to compare it with the paper and confirm it."
)
NO_REASON: Final = N_(
    "Say what does not agree with the paper, so that it can be found and typed anew."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """A paper that counts now."""

    verdict: PaperVerdict
    file: OpenedScoreFile
    report: MergeReport

    @property
    def changes(self) -> ChangeSet:
        """What it changed."""
        return self.report.changes | ChangeSet.of(Topic.FILES)


def confirm_ballot(session: Session, n: int, *, by: str) -> Confirmed:
    """Say that a typed ballot agrees with the paper: what it says counts from now on.

    Raises:
        RuleError: The round is closed (E-CLOSED), the ballot does not wait any more (E-NOT-WAITING), the name
            is missing (E-NAME) or that of who typed it (E-SAME-PERSON).
    """
    with session.reading() as uow:
        current = the_open_round(uow)
        ballot, edition = _that_waits(uow, n, by), uow.edition()
        juror = uow.jurors.find(ballot.juror)
        verdict = _verdict(session, uow, ballot, by, confirmed=True)
    number = juror.number if juror else 0
    file = _file(session, edition, current, ballot, verdict, number)
    plan = preview_opened(session, [file])

    def confirm(uow: UnitOfWork) -> None:
        _that_waits(uow, n, by)
        uow.paper_verdicts.add(verdict)
        session.note(uow, judgement(verdict), paper_judged(ballot, verdict))

    return Confirmed(verdict=verdict, file=file, report=merge(session, plan, first=confirm))


def send_back(
    session: Session, n: int, *, by: str, reason: str, nominee: NomineeId | None = None
) -> ChangeSet:
    """Say that a typed ballot does not agree with the paper; who types goes on from what was typed.

    Args:
        session: The secretariat's edition.
        n: The ballot's number.
        by: The name of who compared.
        reason: What does not agree.
        nominee: Where.

    Raises:
        RuleError: As `confirm_ballot`, or the reason is missing (E-REASON).
    """
    why = kept_text(reason).strip()
    if not why and nominee is None:
        raise RuleError(NO_REASON, code="E-REASON")
    with session.writing() as uow:
        the_open_round(uow)
        ballot = _that_waits(uow, n, by)
        found = uow.nominees.find(nominee) if nominee else None
        told = ": ".join(part for part in (found.name if found else "", why) if part)
        verdict = _verdict(session, uow, ballot, by, confirmed=False, reason=told)
        uow.paper_verdicts.add(verdict)
        session.note(uow, judgement(verdict), paper_judged(ballot, verdict))
    return ChangeSet.of(Topic.FILES)


def _that_waits(uow: UnitOfWork, n: int, by: str) -> PaperBallot:
    """Return the ballot, if this person may say a word on it."""
    ballot = find_ballot(uow, n)
    if ballot.n in last_verdicts(uow):
        raise RuleError(NOT_WAITING, code="E-NOT-WAITING")
    check_second(ballot, by)
    return ballot


def check_second(ballot: PaperBallot, by: str) -> None:
    """Raise RuleError unless `by` is a name, and not that of who typed (E-NAME, E-SAME-PERSON)."""
    if not kept_text(by).strip():
        raise RuleError(NO_SECOND, code="E-NAME")
    if same_person(ballot.by, by):
        raise RuleError(SAME_PERSON, code="E-SAME-PERSON", name=ballot.by)


def _verdict(
    session: Session,
    uow: UnitOfWork,
    ballot: PaperBallot,
    by: str,
    *,
    confirmed: bool,
    reason: str = "",
) -> PaperVerdict:
    return PaperVerdict(
        n=uow.paper_verdicts.next_number(),
        ballot=ballot.n,
        confirmed=confirmed,
        reason=reason,
        by=" ".join(kept_text(by).split()),
        at=session.services.now(),
    )


def _file(
    session: Session,
    edition: Edition,
    current: Round,
    ballot: PaperBallot,
    verdict: PaperVerdict,
    number: int,
) -> OpenedScoreFile:
    """Return the ballot as a file that a merge takes."""
    sheet, ending = sheet_in(ballot.document), ending_in(ballot)
    code = PaperCode.of(edition.id, round_number=current.number, juror=number, issue=sheet.issue)
    said = contents_of(sheet, ending)
    unsigned = UnsignedBallot(
        origin=Origin.PAPER,
        name=f"{code}-{ballot.n}.json",
        received=kept_bytes(edition, current, ballot, verdict),
        round=current.id,
        ballot=current.ballot,
        juror=JurorId(ballot.juror),
        package=canonical_hash(["paper", edition.id, str(code)]),
        issue=sheet.issue,
        rev=ending.rev,
        made=ballot.at,
        complete=ending.complete,
        marks=said.marks,
        declarations=said.declarations,
        notes=said.notes,
        app_version=session.services.version,
        by=ballot.by,
        confirmed_by=verdict.by,
    )
    return unsigned_file(session.services.score_files, edition, unsigned)
