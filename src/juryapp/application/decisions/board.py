"""What the panel has before it when it decides: the order by points, what is decided, what was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from juryapp.application.ports import UnitOfWork
from juryapp.application.results.scoring import load_scoring
from juryapp.application.results.showing import waited_for, was_shown
from juryapp.application.session import Session, current_round
from juryapp.domain.award import Edition, Round
from juryapp.domain.decisions import (
    Decision,
    Justification,
    standing_decisions,
    standing_justifications,
)
from juryapp.domain.ids import CategoryId, NomineeId
from juryapp.domain.jury import Juror
from juryapp.domain.nominees import Nomination, Nominee
from juryapp.domain.results import Result, Scoring, result_of


@dataclass(frozen=True, slots=True)
class UsableNote:
    """A juror's comment that may be used in the justification."""

    juror: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionBoard:
    """Everything the decisions are made and justified from."""

    edition: Edition
    round: Round | None
    scoring: Scoring
    result: Result
    missing: tuple[Juror, ...]
    is_shown: bool  # the order may be looked at
    nominees: Mapping[NomineeId, Nominee]
    decisions: tuple[Decision, ...]  # that stand
    justifications: tuple[Justification, ...]  # that stand
    nominations: Mapping[NomineeId, tuple[Nomination, ...]]
    notes: Mapping[NomineeId, tuple[UsableNote, ...]]

    def decision_on(self, nominee: NomineeId) -> Decision | None:
        """Return what stands about a nominee, or None."""
        return next((d for d in self.decisions if d.nominee == nominee), None)

    def no_award(self, category: CategoryId) -> Decision | None:
        """Return the decision that a category has no winner, or None."""
        here = (d for d in self.decisions if d.nominee is None and d.category == category)
        return next(here, None)

    def text_on(self, nominee: NomineeId, language: str) -> str:
        """Return the justification in one written form, "" if there is none."""
        here = (
            t.text for t in self.justifications if (t.nominee, t.language) == (nominee, language)
        )
        return next(here, "")


def decision_board(session: Session) -> DecisionBoard:
    """Return everything the decisions are made and justified from."""
    with session.reading() as uow:
        scoring, current = load_scoring(uow), current_round(uow)
        result = result_of(scoring)
        jurors = {juror.id: juror for juror in uow.jurors.all()}
        missing = tuple(jurors[juror] for juror in waited_for(result))
        early = bool(missing) and current is not None and was_shown(uow, current)
        return DecisionBoard(
            edition=uow.edition(),
            round=current,
            scoring=scoring,
            result=result,
            missing=missing,
            is_shown=current is not None and (early or not missing),
            nominees={nominee.id: nominee for nominee in uow.nominees.all()},
            decisions=tuple(standing_decisions(uow.decisions.all())),
            justifications=tuple(standing_justifications(uow.justifications.all())),
            nominations=_nominations(uow),
            notes=_usable_notes(uow, current, {j.id: j.name for j in jurors.values()}),
        )


def _nominations(uow: UnitOfWork) -> dict[NomineeId, tuple[Nomination, ...]]:
    found: dict[NomineeId, tuple[Nomination, ...]] = {}
    for nomination in uow.nominations.all():
        found[nomination.nominee] = (*found.get(nomination.nominee, ()), nomination)
    return found


def _usable_notes(
    uow: UnitOfWork, current: Round | None, names: Mapping[str, str]
) -> dict[NomineeId, tuple[UsableNote, ...]]:
    """Return the comments whose authors said that they may be used; no others are shown here."""
    if current is None:
        return {}
    found: dict[NomineeId, tuple[UsableNote, ...]] = {}
    for key, statement in uow.notes.current(current.id).effective.items():
        said = statement.content
        if said.usable and said.text.strip() and key.juror in names:
            note = UsableNote(names[key.juror], said.text.strip())
            found[key.nominee] = (*found.get(key.nominee, ()), note)
    return found
