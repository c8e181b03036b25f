"""A clock that was set back: what counts is the revision, never the time, but people should know."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from juryapp.application.session import Session
from juryapp.base.instants import parse_instant

TOLERANCE: Final = timedelta(minutes=10)  # clocks are set right by so much without anybody noticing


def saved_in_the_future(session: Session) -> str:
    """Return when the last change was saved, if that is later than the clock says now; else ""."""
    with session.reading() as uow:
        last = uow.journal.last()
    if last is None:
        return ""
    ahead = parse_instant(last.at) - parse_instant(session.services.now())
    return last.at if ahead > TOLERANCE else ""
