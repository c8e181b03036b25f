"""What a juror's desk shows: who the juror is, how the juror stands, and the sheet."""

from __future__ import annotations

from juryapp.application.ports import DeskInfo, UnitOfWork
from juryapp.application.session import the_round
from juryapp.domain.ids import PRACTICE
from juryapp.domain.impartiality import Standing, Standings, standings
from juryapp.domain.jury import Juror
from juryapp.domain.nominees import Nominee
from juryapp.domain.sheets import Cell, Sheet, sheet_cells


def desk_info(uow: UnitOfWork) -> DeskInfo:
    """Return what the desk knows about itself. Raises ValueError in an edition's database."""
    info = uow.desk()
    if info is None:
        raise ValueError("this database is an edition's, not a desk's")
    return info


def desk_juror(uow: UnitOfWork) -> Juror:
    """Return the juror whose desk this is."""
    return uow.jurors.all()[0]


def desk_standings(uow: UnitOfWork) -> Standings:
    """Return how this juror stands towards each nominee, as far as this machine knows.

    The practice nominee is none of them: nobody has to be impartial to it.
    """
    nominees = [n for n in uow.nominees.all() if not n.withdrawn and n.id != PRACTICE]
    declarations = uow.declarations.current(the_round(uow).id)
    return standings([desk_juror(uow).id], nominees, declarations, ())


def own_sheet(uow: UnitOfWork) -> Sheet:
    """Return this juror's sheet, in the juror's own order; the practice nominee is not on it."""
    view = uow.marks.current(the_round(uow).id)
    info = desk_info(uow)
    return Sheet(
        juror=desk_juror(uow).id,
        cells=sheet_cells(
            desk_juror(uow).id,
            info.order,
            [c.id for c in uow.criteria.all()],
            {key: s.content for key, s in view.effective.items()},
            desk_standings(uow),
        ),
        received=bool(info.seq),
        handed_in=bool(info.handed_in),
    )


def practice_here(uow: UnitOfWork) -> Nominee | None:
    """Return the practice nominee if the package that is open has one."""
    found = uow.nominees.find(PRACTICE)
    return None if found is None or found.withdrawn else found


def practice_cell(uow: UnitOfWork) -> Cell | None:
    """Return how far the juror has come with the practice nominee, None if there is none."""
    if practice_here(uow) is None:
        return None
    juror, view = desk_juror(uow).id, uow.marks.current(the_round(uow).id)
    marks = {k: s.content for k, s in view.effective.items() if k.nominee == PRACTICE}
    criteria = [criterion.id for criterion in uow.criteria.all()]
    return sheet_cells(juror, [PRACTICE], criteria, marks, {(juror, PRACTICE): Standing.IMPARTIAL})[
        0
    ]
