"""The result as the chair looks at it, and the moment from which it may be looked at.

The order is hidden until everybody has handed in, so that nobody is steered by a half-finished one. The
chair may open it before; that step is written to the log.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from juryapp.application.ports import UnitOfWork, Waiver
from juryapp.application.results.scoring import load_scoring
from juryapp.application.session import CHAIR, Session, current_round, the_round
from juryapp.domain.award import Edition, Round
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.criteria import Criterion
from juryapp.domain.ids import CriterionId, JurorId, NomineeId
from juryapp.domain.impartiality import Reach, Ruling, Standing
from juryapp.domain.jury import Juror
from juryapp.domain.nominees import Nominee
from juryapp.domain.packages import FileOrigin, PackageKind
from juryapp.domain.results import Open, Result, Scoring, result_of

SHOWN: Final = "results.shown"
_NOT_HERE: Final = frozenset({Open.NOT_RECEIVED, Open.DRAFT})
Pair = tuple[JurorId, NomineeId]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsBoard:
    """The result with every name that is needed to show it."""

    edition: Edition
    round: Round | None  # None before the first is opened
    scoring: Scoring
    result: Result
    jurors: Mapping[JurorId, Juror]
    nominees: Mapping[NomineeId, Nominee]
    criteria: Mapping[CriterionId, Criterion]
    missing: tuple[Juror, ...]  # whose score file is still waited for
    opened_early: bool  # the chair opened the results before everybody had handed in
    waiver: Waiver | None  # the chair accepts what was not assessed
    grounds: Mapping[Pair, str]  # why somebody is recused; "" where nothing is written down
    vouched: Mapping[JurorId, FileOrigin]  # whose marks people vouch for, not the juror's own key

    @property
    def is_shown(self) -> bool:
        """Whether the order may be looked at."""
        return self.round is not None and (self.opened_early or not self.missing)


def results_board(session: Session) -> ResultsBoard:
    """Return the result of the newest round with its names."""
    with session.reading() as uow:
        scoring, current = load_scoring(uow), current_round(uow)
        result = result_of(scoring)
        jurors = {juror.id: juror for juror in uow.jurors.all()}
        missing = tuple(jurors[juror] for juror in waited_for(result))
        waivers = uow.waivers.all()
        return ResultsBoard(
            edition=uow.edition(),
            round=current,
            scoring=scoring,
            result=result,
            jurors=jurors,
            nominees={nominee.id: nominee for nominee in uow.nominees.all()},
            criteria={criterion.id: criterion for criterion in scoring.criteria},
            missing=missing,
            opened_early=bool(missing) and current is not None and was_shown(uow, current),
            waiver=waivers[-1] if scoring.waived else None,
            grounds=recusal_grounds(uow, scoring, current),
            vouched=vouched_for(uow),
        )


def vouched_for(uow: UnitOfWork) -> dict[JurorId, FileOrigin]:
    """Return how the newest file of a juror came about that counts, where nobody signed it."""
    origins = uow.files.origins()
    excluded = {exclusion.sha256 for exclusion in uow.files.exclusions()}
    files = [f for f in uow.files.all() if f.kind is PackageKind.SCORE and f.sha256 not in excluded]
    newest = {file.juror: file.sha256 for file in files}
    return {juror: origins[name] for juror, name in newest.items() if name in origins}


def waited_for(result: Result) -> list[JurorId]:
    """Return whose score file is still waited for; who is recused everywhere is not among them."""
    return [q.juror for q in result.open_questions if q.kind in _NOT_HERE]


def was_shown(uow: UnitOfWork, current: Round) -> bool:
    """Return whether the chair opened the results of this round early."""
    entries = [entry for entry in uow.journal.all() if entry.what == SHOWN]
    return any(json.loads(entry.body)["round"] == current.id for entry in entries)


def show_results(session: Session) -> ChangeSet:
    """Record that the chair opens the results although not everybody has handed in.

    Raises:
        RuleError: E-NOT-OPENED, before the round was opened.
    """
    with session.writing() as uow:
        current = the_round(uow)
        missing = waited_for(result_of(load_scoring(uow)))
        if not missing or was_shown(uow, current):
            return ChangeSet()
        session.acting_as(CHAIR).note(uow, SHOWN, {"round": current.id, "missing": [*missing]})
    return ChangeSet.of(Topic.ROUND)


def recusal_grounds(uow: UnitOfWork, scoring: Scoring, current: Round | None) -> dict[Pair, str]:
    """Return for everybody who is recused what is written down as the ground."""
    recused = [pair for pair, stands in scoring.standings.items() if stands is Standing.RECUSED]
    if not recused or current is None:
        return {}
    view = uow.declarations.current(current.id)
    told = {(k.juror, k.nominee): s.content.facts for k, s in view.effective.items()}
    rulings = sorted(uow.rulings.all(), key=lambda ruling: ruling.n)
    home = {nominee.id: nominee.category for nominee in scoring.nominees}
    return {pair: _ground(pair, rulings, home) or told.get(pair, "") for pair in recused}


def _ground(pair: Pair, rulings: list[Ruling], home: Mapping[NomineeId, str]) -> str:
    """Return the ground of the ruling that recuses, the nearest first: own nominee, category, decision."""
    juror, nominee = pair
    found = {Reach.NOMINEE: "", Reach.CATEGORY: "", Reach.DECISION: ""}
    for ruling in rulings:
        if ruling.juror != juror or not ruling.recused:
            continue
        if ruling.nominee == nominee:
            found[Reach.NOMINEE] = ruling.ground
        elif ruling.reach is Reach.DECISION:
            found[Reach.DECISION] = ruling.ground
        elif ruling.reach is Reach.CATEGORY and home.get(ruling.nominee) == home.get(nominee):
            found[Reach.CATEGORY] = ruling.ground
    return next((ground for ground in found.values() if ground), "")
