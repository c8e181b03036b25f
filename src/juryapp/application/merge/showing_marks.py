"""Looking at marks before the round is closed: possible, and written to the log."""

from __future__ import annotations

from collections.abc import Iterable

from juryapp.application.session import Session, current_round
from juryapp.base.canonical import Json
from juryapp.domain.award import RoundState
from juryapp.domain.changes import ChangeSet


def note_marks_shown(session: Session, files: Iterable[str]) -> ChangeSet:
    """Write to the log that the marks in these files (sha256) are being looked at.

    Once the round is closed everybody may see them, and nothing is written.
    """
    with session.writing() as uow:
        current = current_round(uow)
        if current is not None and current.state is RoundState.OPEN:
            body: Json = {"round": current.id, "files": sorted(files)}
            session.note(uow, "marks.shown", body)
    return ChangeSet()
