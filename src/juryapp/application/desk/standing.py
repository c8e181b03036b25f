"""How far a desk is, in a glance: for the list of desks at the start."""

from __future__ import annotations

from dataclasses import dataclass

from juryapp.application.desk.receipts import Reception, reception_in
from juryapp.application.desk.view import desk_info, own_sheet
from juryapp.application.ports import UnitOfWork
from juryapp.domain.impartiality import Standing
from juryapp.domain.packages import PackageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskStanding:
    """How many candidates are finished, and how far the newest score file has come."""

    finished: int
    total: int
    reception: Reception


def desk_standing(uow: UnitOfWork) -> DeskStanding:
    """Return how far a desk is; for a declare package an answer is all that is counted."""
    cells = own_sheet(uow).cells
    if desk_info(uow).package.kind is PackageKind.DECLARE:
        finished = sum(cell.standing is not Standing.UNDECLARED for cell in cells)
    else:
        finished = sum(cell.finished for cell in cells)
    return DeskStanding(finished=finished, total=len(cells), reception=reception_in(uow).reception)
