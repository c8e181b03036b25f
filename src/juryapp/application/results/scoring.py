"""Gathering what a result is made of, and the result itself: the same for every reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from juryapp.application.edition.departures import departed
from juryapp.application.ports import UnitOfWork
from juryapp.application.session import Session, current_round
from juryapp.base.collation import sort_key
from juryapp.domain.counting import hands_in
from juryapp.domain.ids import JurorId, RoundId
from juryapp.domain.impartiality import Standings, recusals_in, standings
from juryapp.domain.jury import SCORING_ROLES, Departure, Juror
from juryapp.domain.merging import View
from juryapp.domain.nominees import Nominee
from juryapp.domain.packages import PackageKind
from juryapp.domain.results import Result, Scoring, result_of
from juryapp.domain.sheets import Sheet, grouped_marks, sheet_cells
from juryapp.domain.statements import DeclarationStatement, MarkContent, MarkKey

NO_ROUND = RoundId("")


def load_scoring(uow: UnitOfWork) -> Scoring:
    """Return everything that the result of the newest round is made of."""
    current = current_round(uow)
    round_id = current.id if current else NO_ROUND
    nominees = listed(uow.nominees.all())
    departures = departed(uow)
    jurors = [juror for juror in uow.jurors.all() if _takes_part(juror, departures)]
    view: View[MarkKey, MarkContent] = uow.marks.current(round_id)
    marks = {key: statement.content for key, statement in view.effective.items()}
    stands = load_standings(uow, round_id, jurors, nominees)
    return Scoring(
        categories=uow.categories.all(),
        nominees=nominees,
        criteria=uow.criteria.all(),
        rules=uow.rules(),
        sheets=_sheets(uow, jurors, nominees, marks, stands),
        standings=stands,
        marks=marks,
        conflicts=list(view.conflicts),
        waived=is_waived(uow),
    )


def listed(nominees: list[Nominee]) -> list[Nominee]:
    """Return nominees in the order in which tied ones are listed: by name, then number."""
    return sorted(nominees, key=lambda n: (sort_key(n.name), n.number))


def load_standings(
    uow: UnitOfWork, round_id: RoundId, jurors: list[Juror], nominees: list[Nominee]
) -> Standings:
    """Return how the jurors stand towards the nominees."""
    return standings(
        [juror.id for juror in jurors],
        nominees,
        uow.declarations.current(round_id),
        uow.rulings.all(),
        recusals_in(_declared(uow, round_id)),
    )


def _declared(uow: UnitOfWork, round_id: RoundId) -> Iterator[DeclarationStatement]:
    """Yield everything that was ever declared in a round; what a file says that was taken out is not."""
    excluded = {exclusion.sha256 for exclusion in uow.files.exclusions()}
    for file, declared in uow.declarations.by_file().items():
        if file not in excluded:
            yield from (said for said in declared if said.key.round == round_id)


def is_waived(uow: UnitOfWork) -> bool:
    """Return whether the chair accepts what was not assessed."""
    waivers = uow.waivers.all()
    return bool(waivers) and waivers[-1].waived


def _takes_part(juror: Juror, departures: Mapping[JurorId, Departure]) -> bool:
    """Return whether marks of this juror can count: who scores, and who left and whose marks count."""
    if not juror.left:
        return juror.scores
    departure = departures.get(juror.id)
    return juror.role in SCORING_ROLES and departure is not None and departure.marks_count


def handed_in(uow: UnitOfWork, kind: PackageKind = PackageKind.SCORE) -> set[JurorId]:
    """Return who has handed in with a file that counts and is no draft, unless the chair lets it count."""
    excluded = {exclusion.sha256 for exclusion in uow.files.exclusions()}
    let_count = {decision.sha256 for decision in uow.files.let_count()}
    return hands_in(uow.files.all(), excluded=excluded, let_count=let_count, kind=kind)


def _sheets(
    uow: UnitOfWork,
    jurors: list[Juror],
    nominees: list[Nominee],
    marks: dict[MarkKey, MarkContent],
    stands: Standings,
) -> list[Sheet]:
    running = [n.id for n in nominees if not n.withdrawn]
    criteria = [c.id for c in uow.criteria.all()]
    grouped = grouped_marks(marks)
    excluded = {exclusion.sha256 for exclusion in uow.files.exclusions()}
    files = [f for f in uow.files.all() if f.sha256 not in excluded and f.kind == "score"]
    received, whole = {f.juror for f in files}, {f.juror for f in files if f.complete}
    final = handed_in(uow) - whole
    return [
        Sheet(
            juror=juror.id,
            cells=sheet_cells(juror.id, running, criteria, marks, stands, grouped),
            received=juror.id in received,
            handed_in=juror.id in whole
            or juror.id in final
            or (juror.left and juror.id in received),
            final=juror.id in final or juror.left,
            left=juror.left,
        )
        for juror in jurors
    ]


def load_result(uow: UnitOfWork) -> Result:
    """Return the result of the newest round."""
    return result_of(load_scoring(uow))


def results(session: Session) -> Result:
    """Return the result of the newest round; empty rankings before anything has come."""
    with session.reading() as uow:
        return load_result(uow)
