"""The small award with files for its nominees, and desks on which they are looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from attachment_examples import attach_all
from desk_examples import SmallAward
from juryapp.application.desk.attachments import attachment_bytes, desk_attachments
from juryapp.application.desk.opening import open_desk, open_package
from juryapp.application.desk.saying import declare_rest
from juryapp.application.naming import find_nominee
from juryapp.application.session import Session
from juryapp.base.errors import Cancelled, UserError
from juryapp.domain.attachments import Attachment
from juryapp.domain.ids import EditionId, JurorId, NomineeId
from workplace import services_in


def nominee_of(session: Session, name: str) -> NomineeId:
    """Return the id of a nominee."""
    with session.reading() as uow:
        return find_nominee(uow.nominees.all(), name).id


def equipped(award: SmallAward, folder: Path, name: str = "Fjordby") -> list[Attachment]:
    """Attach one file of every kind to a nominee."""
    session = award.workplace.session
    return attach_all(session, nominee_of(session, name), folder)


def opened(package: Path, folder: Path, *, password: str = "", answered: bool = True) -> Session:
    """Open a package on a machine, and report nothing anywhere if the question is to be `answered`."""
    desk = open_package(services_in(folder), package, password=password)
    if answered:
        declare_rest(desk)
    return desk


def reopened(folder: Path) -> Session:
    """Open the desk as after a restart: without its package being chosen."""
    services = services_in(folder)
    (found,) = services.store.desks()
    assert not found.problem, found.problem
    database = services.store.desk(EditionId(found.edition), JurorId(found.juror))
    return open_desk(services, database)


def states(desk: Session) -> set[str]:
    """Return where the files are."""
    return {str(a.state) for found in desk_attachments(desk).values() for a in found}


def code_of(desk: Session, attachment: Attachment) -> str:
    """Return with which code a file is not given out."""
    with pytest.raises(UserError) as caught:
        attachment_bytes(desk, attachment.sha256)
    return caught.value.code


@dataclass
class Steps:
    """Counts what was told, and cancels at a step if asked to."""

    cancel_at: int = -1
    told: list[tuple[int, int]] = field(default_factory=list)

    def step(self, done: int, total: int) -> None:
        """Take note."""
        if len(self.told) == self.cancel_at:
            raise Cancelled
        self.told.append((done, total))
