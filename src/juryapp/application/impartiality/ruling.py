"""Impartiality in the secretariat: what was declared, and what the panel decided."""

from __future__ import annotations

from dataclasses import dataclass

from juryapp.application.kept_texts import kept_text
from juryapp.application.log.bodies import impartiality_ruled
from juryapp.application.ports import UnitOfWork
from juryapp.application.results.scoring import load_standings
from juryapp.application.session import Session, current_round
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.ids import JurorId, NomineeId
from juryapp.domain.impartiality import Reach, Ruling, Standing
from juryapp.domain.jury import Juror
from juryapp.domain.nominees import Nominee
from juryapp.domain.statements import Answer, NomineeKey

NO_SUCH_PAIR = N_("There is no such juror or nominee in this edition.")


def rule(
    session: Session,
    juror: JurorId,
    nominee: NomineeId,
    *,
    recused: bool,
    reach: Reach = Reach.NOMINEE,
    ground: str = "",
) -> ChangeSet:
    """Record what the panel decided, without the juror: recused for the nominee, or not.

    Marks are kept either way; those of a recused juror do not count. The newest ruling counts, and answers
    what the juror has declared up to now.
    """
    with session.writing() as uow:
        if uow.jurors.find(juror) is None or uow.nominees.find(nominee) is None:
            raise RuleError(NO_SUCH_PAIR, code="E-UNKNOWN")
        rev, said = _declared(uow, juror, nominee)
        ruling = Ruling(
            n=uow.rulings.next_number(),
            juror=juror,
            nominee=nominee,
            recused=recused,
            reach=reach,
            ground=kept_text(ground).strip(),
            by=session.actor,
            at=session.services.now(),
            rev=rev,
            said=said,
        )
        uow.rulings.add(ruling)
        session.note(uow, "impartiality.ruled", impartiality_ruled(ruling))
    return ChangeSet.of(Topic.DECLARATIONS, Topic.MARKS)


def _declared(uow: UnitOfWork, juror: JurorId, nominee: NomineeId) -> tuple[int, frozenset[str]]:
    """Return the revision of what a juror declared, and the hashes of what stands there."""
    current = current_round(uow)
    if current is None:
        return 0, frozenset()
    view = uow.declarations.current(current.id)
    key = NomineeKey(current.id, juror, nominee)
    found = view.effective.get(key)
    said = (found,) if found is not None else view.conflicts.get(key, ())
    return (said[0].rev if said else 0), frozenset(s.content_hash for s in said)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpartialityRow:
    """A juror and a nominee where something was reported or decided."""

    juror: Juror
    nominee: Nominee
    answer: Answer | None
    facts: str
    standing: Standing
    ruling: Ruling | None


def impartiality_rows(session: Session) -> list[ImpartialityRow]:
    """Return every pair where something was reported or decided; those to be decided first.

    A recusal that the juror has taken back is to be decided too.
    """
    with session.reading() as uow:
        current = current_round(uow)
        if current is None:
            return []
        jurors = {j.id: j for j in uow.jurors.all()}
        nominees = {n.id: n for n in uow.nominees.all()}
        view = uow.declarations.current(current.id)
        rulings = {(r.juror, r.nominee): r for r in uow.rulings.all()}
        stands = load_standings(uow, current.id, list(jurors.values()), list(nominees.values()))
    declared = {(k.juror, k.nominee): s.content for k, s in view.effective.items()}
    pairs = {pair for pair, c in declared.items() if c.answer is not Answer.NOTHING}
    pairs |= {*rulings, *((k.juror, k.nominee) for k in view.conflicts)}
    pairs |= {pair for pair, stands_so in stands.items() if stands_so is Standing.PENDING}
    rows = [
        ImpartialityRow(
            juror=jurors[juror],
            nominee=nominees[nominee],
            answer=declared[juror, nominee].answer if (juror, nominee) in declared else None,
            facts=declared[juror, nominee].facts if (juror, nominee) in declared else "",
            standing=stands[juror, nominee],
            ruling=rulings.get((juror, nominee)),
        )
        for juror, nominee in pairs
        if juror in jurors and nominee in nominees
    ]
    return sorted(
        rows,
        key=lambda r: (r.standing is not Standing.PENDING, r.juror.number, r.nominee.number),
    )
