"""What a juror's desk shows: who the juror is, how the juror stands, and the sheet."""

from __future__ import annotations

from juryapp.application.ports import DeskInfo, UnitOfWork
from juryapp.application.session import the_round
from juryapp.domain.impartiality import Standings, standings
from juryapp.domain.jury import Juror
from juryapp.domain.sheets import Sheet, sheet_cells


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
    """Return how this juror stands towards each nominee, as far as this machine knows."""
    nominees = [n for n in uow.nominees.all() if not n.withdrawn]
    declarations = uow.declarations.current(the_round(uow).id)
    return standings([desk_juror(uow).id], nominees, declarations, ())


def own_sheet(uow: UnitOfWork) -> Sheet:
    """Return this juror's sheet, in the juror's own order."""
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
