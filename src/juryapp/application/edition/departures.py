"""A juror leaves the panel, or comes back; somebody takes the seat. Statements are kept in any case.

Whether the marks that were given until then count is the chair's decision, with a reason. Whoever takes the
seat is another juror: a new id, a package of their own, and nothing of the marks or declarations of the one
who left.
"""

from __future__ import annotations

from dataclasses import replace

from juryapp.application.kept_texts import kept_text
from juryapp.application.log.bodies import juror_departed
from juryapp.application.ports import UnitOfWork
from juryapp.application.session import CHAIR, Session
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.ids import JurorId
from juryapp.domain.jury import Departure, Juror, Role, standing_departures

DEPARTURE_REASON = N_("Write why the juror leaves, as it shall stand in the protocol.")
RETURN_REASON = N_("Write why the juror is back, as it shall stand in the protocol.")
NO_SUCH_JUROR = N_("There is no such juror in this edition.")
HAS_LEFT = N_("{juror} has left the jury already.")
HAS_NOT_LEFT = N_("{juror} has not left the jury.")
NO_DEPUTY = N_("{juror} cannot take the seat: it takes another person who is in the jury now.")


def leave(
    session: Session,
    juror: JurorId,
    *,
    marks_count: bool,
    reason: str,
    deputy: JurorId | None = None,
) -> ChangeSet:
    """Record that a juror has left the panel.

    Args:
        session: The secretariat's edition.
        juror: Who leaves.
        marks_count: What the chair decided: whether the marks given until now count.
        reason: Why, as it shall stand in the protocol.
        deputy: Who takes the seat, if anybody does; a deputy member becomes a member.

    Raises:
        RuleError: No reason, nobody of that id, left already, or the deputy cannot take the seat.
    """
    if not reason.strip():
        raise RuleError(DEPARTURE_REASON, code="E-REASON")
    with session.writing() as uow:
        leaving = _known(uow, juror)
        if leaving.left:
            raise RuleError(HAS_LEFT, code="E-LEFT", juror=leaving.name)
        if deputy is not None:
            _seat(session, uow, leaving, deputy)
        departure = _departure(session, uow, leaving, left=True, reason=reason)
        counted = replace(departure, marks_count=marks_count, deputy=deputy or "")
        uow.jurors.put(replace(leaving, left=True))
        _record(session, uow, counted)
    return ChangeSet.of(Topic.JURORS, Topic.MARKS)


def come_back(session: Session, juror: JurorId, *, reason: str) -> ChangeSet:
    """Record that a juror who had left is in the panel again; the marks count as before."""
    if not reason.strip():
        raise RuleError(RETURN_REASON, code="E-REASON")
    with session.writing() as uow:
        returning = _known(uow, juror)
        if not returning.left:
            raise RuleError(HAS_NOT_LEFT, code="E-LEFT", juror=returning.name)
        uow.jurors.put(replace(returning, left=False))
        _record(session, uow, _departure(session, uow, returning, left=False, reason=reason))
    return ChangeSet.of(Topic.JURORS, Topic.MARKS)


def note_departure(session: Session, uow: UnitOfWork, before: Juror | None, after: Juror) -> None:
    """Record what a change of a juror's entry says about leaving: without a decision, marks do not count."""
    was_out = before is not None and before.left
    if was_out is not after.left:
        _record(session, uow, _departure(session, uow, after, left=after.left, reason=""))


def departed(uow: UnitOfWork) -> dict[JurorId, Departure]:
    """Return the standing departure of each juror who has left."""
    standing = standing_departures(uow.departures.all())
    return {juror: departure for juror, departure in standing.items() if departure.left}


def _known(uow: UnitOfWork, juror: JurorId) -> Juror:
    found = uow.jurors.find(juror)
    if found is None:
        raise RuleError(NO_SUCH_JUROR, code="E-UNKNOWN")
    return found


def _seat(session: Session, uow: UnitOfWork, leaving: Juror, deputy: JurorId) -> None:
    found = _known(uow, deputy)
    if found.left or found.id == leaving.id:
        raise RuleError(NO_DEPUTY, code="E-DEPUTY", juror=found.name)
    if found.role is Role.DEPUTY_MEMBER:
        uow.jurors.put(replace(found, role=Role.MEMBER))
        session.note(uow, "juror.put", {"juror": found.id, "role": str(Role.MEMBER)})


def _departure(
    session: Session, uow: UnitOfWork, juror: Juror, *, left: bool, reason: str
) -> Departure:
    return Departure(
        n=uow.departures.next_number(),
        juror=juror.id,
        left=left,
        marks_count=not left,
        reason=kept_text(reason).strip(),
        by=CHAIR if reason else session.actor,
        at=session.services.now(),
    )


def _record(session: Session, uow: UnitOfWork, departure: Departure) -> None:
    uow.departures.add(departure)
    session.acting_as(departure.by).note(uow, "juror.departed", juror_departed(departure))
