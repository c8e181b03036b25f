"""What changed on the way and stands in the protocol: the round opened again, jurors who left."""

from __future__ import annotations

from collections.abc import Mapping

from juryapp.application.ports import UnitOfWork
from juryapp.domain.ids import JurorId
from juryapp.domain.jury import Juror
from juryapp.domain.protocol import DepartureLine, ReopeningLine


def reopening_lines(uow: UnitOfWork) -> list[ReopeningLine]:
    """Return when and why the round was opened again."""
    return [ReopeningLine(at=found.at, reason=found.reason) for found in uow.reopenings.all()]


def departure_lines(uow: UnitOfWork, jurors: Mapping[JurorId, Juror]) -> list[DepartureLine]:
    """Return who left or came back, and what the chair decided about the marks."""
    return [
        DepartureLine(
            juror=jurors[found.juror].name,
            at=found.at,
            left=found.left,
            marks_count=found.marks_count,
            deputy=jurors[JurorId(found.deputy)].name if found.deputy in jurors else "",
            reason=found.reason,
        )
        for found in uow.departures.all()
        if found.juror in jurors
    ]
