"""Copying attachments out of the jury package into the desk, behind the juror's back and never in the way.

Each piece is a short transaction of its own, so that a mark that is typed meanwhile waits for no more than
one. What was copied stays, whatever happens: after a crash the work goes on with the file it was at. A file
counts as here when all of it was found to be what the secretariat signed; one that is damaged is named, and
harms nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from juryapp.application.desk.lying import lying_package
from juryapp.application.desk.view import desk_info
from juryapp.application.edition.attachments import whole_pieces
from juryapp.application.ports import UnitOfWork
from juryapp.application.ports.exchange import PackageAttachments
from juryapp.application.progress import UNWATCHED, Progress
from juryapp.application.session import Session
from juryapp.base.errors import FileFormatError
from juryapp.domain.attachments import Attachment
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.ids import NomineeId

_BREATH: Final = (
    0.002  # seconds in which whoever waits for the desk gets it: its lock is not a fair one
)

Wanted = Callable[[], NomineeId | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What was copied."""

    files: int = 0
    damaged: tuple[Attachment, ...] = ()

    @property
    def changes(self) -> ChangeSet:
        """What pages have to show anew."""
        return ChangeSet.of(Topic.NOMINEES) if self.files or self.damaged else ChangeSet()


def nobody() -> NomineeId | None:
    """Say that no nominee's files are asked for before the others."""
    return None


def is_all_here(session: Session) -> bool:
    """Return whether nothing is left to copy, as far as the package was whole."""
    with session.reading() as uow:
        return uow.machine().moved != "" or not _missing(uow)


def copy_attachments(
    session: Session, progress: Progress = UNWATCHED, *, wanted: Wanted = nobody
) -> Copied:
    """Copy what is in the package and not at the desk yet.

    Args:
        session: The juror's desk.
        progress: Told the bytes that were copied; it may cancel between two pieces, and nothing is lost.
        wanted: Asked before each file whose files shall come next.

    Raises:
        UnavailableError: The package cannot be reached (E-AWAY, E-LOCKED), or the desk cannot be written.
    """
    if is_all_here(session):
        return Copied()
    with lying_package(session) as lying:
        return _Work(session, progress, lying).done(wanted)


class _Work:
    """The copying out of one package."""

    def __init__(self, session: Session, progress: Progress, lying: PackageAttachments) -> None:
        self._session, self._progress, self._lying = session, progress, lying
        with session.reading() as uow:
            self._left = _missing(uow)
        self._total = sum(attachment.size for attachment in self._left)
        self._bytes = self._files = 0
        self._damaged: list[Attachment] = []

    def done(self, wanted: Wanted) -> Copied:
        """Copy everything, and return what was copied."""
        self._progress.step(0, self._total)
        while self._left:
            first = wanted()
            chosen = next((a for a in self._left if a.nominee == first), self._left[0])
            self._left.remove(chosen)
            self._copy(chosen)
        return Copied(files=self._files, damaged=tuple(self._damaged))

    def _copy(self, attachment: Attachment) -> None:
        count = 0
        try:
            for piece in whole_pieces(self._lying.pieces(attachment)):
                with self._session.writing() as uow:
                    uow.attachments.add_piece(attachment.sha256, count, piece)
                count += 1
                self._bytes += len(piece)
                self._progress.step(self._bytes, self._total)
                time.sleep(_BREATH)
        except FileFormatError:
            self._damaged.append(attachment)
            with self._session.writing() as uow:
                uow.attachments.spoil(attachment.sha256)
            return
        with self._session.writing() as uow:
            uow.attachments.finish(attachment.sha256, count)
        self._files += 1


def _missing(uow: UnitOfWork) -> list[Attachment]:
    """Return one attachment of each file that is not here, in the juror's own order."""
    stored = uow.attachments.stored()
    place = {nominee: n for n, nominee in enumerate(desk_info(uow).order)}
    last = len(place)
    listed = sorted(uow.attachments.all(), key=lambda a: (place.get(a.nominee, last), a.order))
    return list({a.sha256: a for a in reversed(listed) if a.sha256 not in stored}.values())[::-1]
