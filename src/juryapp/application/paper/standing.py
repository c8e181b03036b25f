"""Where each juror's paper stands: printed, being typed in, waiting, sent back or confirmed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from juryapp.application.ports import UnitOfWork
from juryapp.application.session import Session, current_round
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.award import Edition, Round, RoundState
from juryapp.domain.ids import JurorId
from juryapp.domain.jury import Juror
from juryapp.domain.packages import Origin, PackageKind, ReceivedFile
from juryapp.domain.paper import PaperBallot, PaperDraft, PaperVerdict

NO_BALLOT: Final = N_("There is no typed ballot number {n}.")


class PaperStage(StrEnum):
    """How far the newest paper of a juror is."""

    NONE = "none"
    PRINTED = "printed"
    TYPING = "typing"
    WAITING = "waiting"  # for a second person
    SENT_BACK = "sent_back"
    CONFIRMED = "confirmed"
    TAKEN_OUT = "taken_out"  # was confirmed, and does not count any more


PAPER_STAGE_NAMES: Final = {
    PaperStage.NONE: N_("No paper"),
    PaperStage.PRINTED: N_("Printed"),
    PaperStage.TYPING: N_("Being typed in"),
    PaperStage.WAITING: N_("Waits for a second person"),
    PaperStage.SENT_BACK: N_("Sent back"),
    PaperStage.CONFIRMED: N_("Confirmed, counts"),
    PaperStage.TAKEN_OUT: N_("Taken out again"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperState:
    """The newest that is known of a juror's paper."""

    juror: Juror
    stage: PaperStage
    printed: int  # how many times
    draft: PaperDraft | None = None
    ballot: PaperBallot | None = None  # the newest that was typed to its end
    verdict: PaperVerdict | None = None  # the last word on it
    handed_in: ReceivedFile | None = None  # the newest file of the juror's that is not this paper

    @property
    def typed_by(self) -> str:
        """Who types it, or has typed it."""
        if self.stage is PaperStage.TYPING and self.draft is not None:
            return self.draft.by
        return self.ballot.by if self.ballot else ""

    @property
    def at(self) -> str:
        """The instant of what happened last."""
        if self.stage is PaperStage.TYPING and self.draft is not None:
            return self.draft.at
        if self.verdict is not None:
            return self.verdict.at
        return self.ballot.at if self.ballot else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOverview:
    """What the page of papers shows."""

    edition: Edition
    round: Round | None
    states: tuple[PaperState, ...]

    @property
    def is_open(self) -> bool:
        """Whether papers can be printed and confirmed: the round is open."""
        return self.round is not None and self.round.state is RoundState.OPEN

    def having(self, stage: PaperStage) -> tuple[PaperState, ...]:
        """Return the jurors whose paper is that far."""
        return tuple(state for state in self.states if state.stage is stage)

    def of(self, juror: JurorId) -> PaperState | None:
        """Return the state of one juror's paper."""
        return next((state for state in self.states if state.juror.id == juror), None)


def paper_overview(session: Session) -> PaperOverview:
    """Return where the paper of each juror who gives marks stands."""
    with session.reading() as uow:
        return PaperOverview(
            edition=uow.edition(), round=current_round(uow), states=tuple(paper_states(uow))
        )


def paper_states(uow: UnitOfWork) -> Iterator[PaperState]:
    """Yield where the paper of each juror who gives marks stands, by number."""
    known = _Known(uow)
    for juror in uow.jurors.all():
        if juror.scores:
            yield known.state(juror)


def paper_state(uow: UnitOfWork, juror: Juror, *, printed: bool = True) -> PaperState:
    """Return where one juror's paper stands; without what was `printed` the log is not read."""
    return _Known(uow, printed=printed).state(juror)


def waiting_papers(uow: UnitOfWork) -> tuple[PaperState, ...]:
    """Return the papers that were typed in and do not count yet: nobody has confirmed them."""
    return tuple(s for s in paper_states(uow) if s.stage is PaperStage.WAITING)


class _Known:
    """What the database holds of papers in the newest round, read once."""

    def __init__(self, uow: UnitOfWork, *, printed: bool = True) -> None:
        current = current_round(uow)
        round_id = current.id if current else ""
        self._drafts = {draft.juror: draft for draft in uow.paper_drafts.all()}
        ballots = [ballot for ballot in uow.paper_ballots.all() if ballot.round == round_id]
        self._ballots = {ballot.juror: ballot for ballot in ballots}  # the last one of each
        self._verdicts = last_verdicts(uow)
        self._printed = times_printed(uow) if printed else {}
        files = uow.files.all()
        excluded = {exclusion.sha256 for exclusion in uow.files.exclusions()}
        papers = {o.sha256 for o in uow.files.origins().values() if o.origin is Origin.PAPER}
        counting = [file for file in files if file.sha256 in papers - excluded]
        self._counting = {(file.juror, file.made) for file in counting}
        others = [file for file in files if file.sha256 not in papers | excluded]
        self._files = {file.juror: file for file in others if file.kind is PackageKind.SCORE}

    def state(self, juror: Juror) -> PaperState:
        draft, ballot = self._drafts.get(juror.id), self._ballots.get(juror.id)
        verdict = self._verdicts.get(ballot.n) if ballot else None
        printed = self._printed.get(juror.id, 0)
        return PaperState(
            juror=juror,
            stage=self._stage(draft, ballot, verdict, printed),
            printed=printed,
            draft=draft,
            ballot=ballot,
            verdict=verdict,
            handed_in=self._files.get(juror.id),
        )

    def _stage(
        self,
        draft: PaperDraft | None,
        ballot: PaperBallot | None,
        verdict: PaperVerdict | None,
        printed: int,
    ) -> PaperStage:
        if ballot is not None and verdict is None:
            return PaperStage.WAITING
        if draft is not None:  # begun after the last word: what waits cannot be typed on
            return PaperStage.TYPING
        if ballot is None or verdict is None:
            return PaperStage.PRINTED if printed else PaperStage.NONE
        if not verdict.confirmed:
            return PaperStage.SENT_BACK
        counts = (ballot.juror, ballot.at) in self._counting
        return PaperStage.CONFIRMED if counts else PaperStage.TAKEN_OUT


def last_verdicts(uow: UnitOfWork) -> Mapping[int, PaperVerdict]:
    """Return the last word on each typed ballot, by its number."""
    return {verdict.ballot: verdict for verdict in uow.paper_verdicts.all()}


def find_ballot(uow: UnitOfWork, n: int) -> PaperBallot:
    """Return a typed ballot by its number. Raises RuleError (E-UNKNOWN)."""
    found = next((ballot for ballot in uow.paper_ballots.all() if ballot.n == n), None)
    if found is None:
        raise RuleError(NO_BALLOT, code="E-UNKNOWN", n=n)
    return found


def times_printed(uow: UnitOfWork) -> dict[JurorId, int]:
    """Return the number of each juror's last printed paper, as the log knows, also a log that was joined."""
    printed: dict[JurorId, int] = {}
    for body in printings(uow):
        juror = JurorId(str(body.get("juror", "")))
        issue = body.get("issue", 0)
        printed[juror] = max(printed.get(juror, 0), issue if isinstance(issue, int) else 0)
    return printed


def printings(uow: UnitOfWork) -> Sequence[Mapping[str, object]]:
    """Return what the log says of every paper that was printed: juror, issue, and the file's hash."""
    return [
        json.loads(entry.body)
        for chain, _root in uow.journal.chains()
        for entry in uow.journal.entries(chain)
        if entry.what == "paper.printed"
    ]
