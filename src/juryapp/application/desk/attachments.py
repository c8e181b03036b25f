"""Files of the nominees at a juror's desk: which there are, where they lie, and their bytes to be shown.

They come in the jury package, which may be large, so the desk opens before they are copied out of it; until
then they are read from the package where it lies. Nothing of a nominee is given out before the juror has
answered the question of impartiality, and nothing ever of one whom the juror takes no part in assessing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from juryapp.application.desk.lying import lying_package
from juryapp.application.desk.view import desk_juror, desk_standings
from juryapp.application.edition.attachments import by_nominee
from juryapp.application.ports import UnitOfWork
from juryapp.application.session import Session
from juryapp.base.errors import FileFormatError, RuleError
from juryapp.base.files import sha256 as _sha256
from juryapp.base.i18n import N_
from juryapp.domain.attachments import Attachment
from juryapp.domain.ids import NomineeId
from juryapp.domain.impartiality import Standing

NOT_FOR_YOU = N_(
    "This file belongs to a nominee whom you take no part in assessing, so it is not opened here."
)
ANSWER_FIRST = N_(
    "Answer the question of impartiality for this nominee first; then the file can be opened."
)
NO_SUCH_FILE = N_("There is no such file in your package.")
DAMAGED = N_(
    "“{file}” was damaged on its way. Your marks are safe. Ask the secretariat for the package again."
)


class AttachmentState(StrEnum):
    """Where a file is."""

    HERE = "here"  # on this computer
    COMING = "coming"  # in the package, from which it can be read, and is copied
    AWAY = "away"  # the package lies where it cannot be reached now
    LOCKED = "locked"  # in the package, which asks for its password anew
    DAMAGED = "damaged"  # what came is not what the secretariat put in


ATTACHMENT_STATE_TEXTS: Final = {
    AttachmentState.HERE: "",
    AttachmentState.COMING: N_("Being copied from the jury package"),
    AttachmentState.AWAY: N_("The jury package is not where it was. Open it again."),
    AttachmentState.LOCKED: N_("Open the jury package again with its password to read this file."),
    AttachmentState.DAMAGED: N_(
        "This file was damaged on its way. Your marks are safe. Ask the secretariat for the package again."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskAttachment:
    """A file of a nominee, and where it is."""

    attachment: Attachment
    state: AttachmentState

    @property
    def can_be_opened(self) -> bool:
        """Whether `attachment_bytes` gives it."""
        return self.state in {AttachmentState.HERE, AttachmentState.COMING}


def desk_attachments(session: Session) -> Mapping[NomineeId, tuple[DeskAttachment, ...]]:
    """Return the files of each nominee that has any and may be shown, in their order."""
    with session.reading() as uow:
        open_to = _open_to(uow)
        listed = by_nominee(a for a in uow.attachments.all() if a.nominee in open_to)
        states = _States(session, uow)
        return {
            nominee: tuple(
                DeskAttachment(attachment=a, state=states.of(a.sha256)) for a in attachments
            )
            for nominee, attachments in listed.items()
        }


def attachment_bytes(session: Session, sha256: str) -> bytes:
    """Return a file's bytes, found to be what the package says that they are, and safe to show.

    Raises:
        RuleError: The juror takes no part there (E-RECUSED), or has not answered yet (E-DECLARE).
        FileFormatError: It is damaged (E-ZIP-HASH) or no file of its kind (E-MEDIA); it says what to do.
        UnavailableError: It is in the package only, which cannot be reached (E-AWAY, E-LOCKED).
    """
    with session.reading() as uow:
        attachment = _allowed(uow, sha256)
        data = b"".join(uow.attachments.pieces(sha256))
    if not data:
        with lying_package(session) as lying:
            data = b"".join(_told(attachment, lying.pieces(attachment)))
    if _sha256(data) != sha256:
        raise _damaged(attachment)
    session.services.attachments.check(attachment.name, data, attachment.media)
    return data


class _States:
    """Where files are, asked once."""

    def __init__(self, session: Session, uow: UnitOfWork) -> None:
        self._stored, self._spoiled = uow.attachments.stored(), uow.attachments.spoiled()
        self._elsewhere = AttachmentState.COMING
        place = Path(uow.desk_memory().package)
        if not uow.desk_memory().package or not place.is_file():
            self._elsewhere = AttachmentState.AWAY
        elif not session.package_word and session.services.packages.is_locked(place):
            self._elsewhere = AttachmentState.LOCKED

    def of(self, sha256: str) -> AttachmentState:
        """Return where a file is."""
        if sha256 in self._stored:
            return AttachmentState.HERE
        return AttachmentState.DAMAGED if sha256 in self._spoiled else self._elsewhere


def _told(attachment: Attachment, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the pieces; that something is wrong with them is told in words for the juror."""
    try:
        yield from pieces
    except FileFormatError as error:
        raise _damaged(attachment) from error


def _damaged(attachment: Attachment) -> FileFormatError:
    return FileFormatError(DAMAGED, code="E-ZIP-HASH", file=attachment.name)


def _open_to(uow: UnitOfWork) -> set[NomineeId]:
    """Return the nominees whose papers the juror may read."""
    juror = desk_juror(uow).id
    shown = {Standing.IMPARTIAL, Standing.PENDING}
    return {
        n for (j, n), standing in desk_standings(uow).items() if j == juror and standing in shown
    }


def _allowed(uow: UnitOfWork, sha256: str) -> Attachment:
    """Return what is known of a file, from a nominee whose papers the juror may read."""
    same = [a for a in uow.attachments.all() if a.sha256 == sha256]
    if not same:
        raise FileFormatError(NO_SUCH_FILE, code="E-UNKNOWN")
    open_to = _open_to(uow)
    allowed = [a for a in same if a.nominee in open_to]
    if allowed:
        return allowed[0]
    standings = {n: s for (_j, n), s in desk_standings(uow).items()}
    undeclared = any(standings.get(a.nominee) is Standing.UNDECLARED for a in same)
    if undeclared:
        raise RuleError(ANSWER_FIRST, code="E-DECLARE")
    raise RuleError(NOT_FOR_YOU, code="E-RECUSED")
