"""Files that belong to nominees: taken in, named, put in order and taken away by the secretariat.

The same file may belong to several nominees; its bytes are kept once. They stay a while after the last
nominee has let go of them, so that it can be undone; the next time the edition is opened they are gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from juryapp.application.ports import UnitOfWork
from juryapp.application.ports.attachments import AttachmentWarning, LookedAt
from juryapp.application.session import Session
from juryapp.base.characters import fit_to_travel
from juryapp.base.errors import FileFormatError, RuleError, UnavailableError
from juryapp.base.i18n import N_, ngettext
from juryapp.domain.attachments import MOST_FILES, MOST_IN_ALL, PIECE, Attachment
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.ids import NomineeId

MOST_NAME: Final = 120
MOST_NAMED: Final = 5  # files in one sentence
NO_SUCH_NOMINEE = N_("There is no such nominee in this edition.")
NO_SUCH_FILE = N_("There is no such file with this nominee.")
NO_NAME = N_("Write a name for the file, of at most {limit} characters.")
TOO_MANY = N_(
    "There are {limit} files in this edition already, and a jury package cannot hold more. Join several into"
    " one PDF."
)
TOO_MUCH = N_(
    "With “{file}” the files of this edition would be larger than a jury package can be ({limit} MB"
    " together). Save the largest ones smaller."
)
GONE = N_(
    "The content of “{file}” is not in this copy of the edition. Attach the file again, or put in a copy that"
    " has it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """What was attached, and what to tell about it."""

    attachments: tuple[Attachment, ...] = ()  # new ones
    already: tuple[Attachment, ...] = ()  # that the nominee had before
    warnings: tuple[AttachmentWarning, ...] = ()
    refused: tuple[FileFormatError | RuleError | UnavailableError, ...] = ()
    changes: ChangeSet = field(default_factory=ChangeSet)

    def __or__(self, other: Attached) -> Attached:
        """Return both as one."""
        return Attached(
            attachments=self.attachments + other.attachments,
            already=self.already + other.already,
            warnings=self.warnings + other.warnings,
            refused=self.refused + other.refused,
            changes=self.changes | other.changes,
        )


def attach(session: Session, nominee: NomineeId, path: Path) -> Attached:
    """Take a file in for a nominee, after all that are there.

    Raises:
        FileFormatError: It cannot be shown, or not safely (E-MEDIA, E-EMPTY, E-SIZE); it says what to do.
        RuleError: There is no such nominee (E-UNKNOWN), or no room (E-ATTACHMENTS).
    """
    looked = session.services.attachments.read(path)
    with session.writing() as uow:
        _check_nominee(uow, nominee)
        theirs = _theirs(uow, nominee)
        same = [known for known in theirs if known.sha256 == looked.sha256]
        if same and looked.sha256 in uow.attachments.stored():
            return Attached(already=tuple(same))
        _check_room(uow, looked)
        added = same[0] if same else _attachment(nominee, looked, theirs)
        keep_bytes(uow, looked.sha256, whole_pieces([looked.data]))
        uow.attachments.put(added)
        _note(session, uow, "attachment.put", added)
    return Attached(attachments=(added,), warnings=looked.warnings, changes=_CHANGED)


def attach_many(session: Session, nominee: NomineeId, paths: Iterable[Path]) -> Attached:
    """Take several files in; those that are refused are named in what is returned, the others stay."""
    done = Attached()
    for path in paths:
        try:
            done |= attach(session, nominee, path)
        except (FileFormatError, RuleError, UnavailableError) as error:
            done |= Attached(refused=(error,))
    return done


def remove_attachment(session: Session, nominee: NomineeId, sha256: str) -> ChangeSet:
    """Take a file away from a nominee. `put_back` undoes it until the edition is opened the next time."""
    with session.writing() as uow:
        found = _find(uow, nominee, sha256)
        uow.attachments.remove(nominee, sha256)
        _note(session, uow, "attachment.removed", found)
    return _CHANGED


def put_back(session: Session, attachment: Attachment) -> ChangeSet:
    """Give a nominee a file again that was taken away. Raises RuleError if its bytes are gone (E-GONE)."""
    with session.writing() as uow:
        _check_nominee(uow, attachment.nominee)
        if attachment.sha256 not in uow.attachments.stored():
            raise RuleError(GONE, code="E-GONE", file=attachment.name)
        uow.attachments.put(attachment)
        _note(session, uow, "attachment.put", attachment)
    return _CHANGED


def rename_attachment(session: Session, nominee: NomineeId, sha256: str, name: str) -> ChangeSet:
    """Call a file otherwise, as people read it. Raises RuleError (E-NAME) for no name, or an endless one."""
    shown = "".join(c for c in fit_to_travel(name) if c.isprintable()).strip()
    if not shown or len(shown) > MOST_NAME:
        raise RuleError(NO_NAME, code="E-NAME", limit=MOST_NAME)
    with session.writing() as uow:
        renamed = replace(_find(uow, nominee, sha256), name=shown)
        uow.attachments.put(renamed)
        _note(session, uow, "attachment.put", renamed)
    return _CHANGED


def order_attachments(session: Session, nominee: NomineeId, order: Sequence[str]) -> ChangeSet:
    """Put a nominee's files in this order (by sha256); those that are not named come last, as they were."""
    with session.writing() as uow:
        theirs = _theirs(uow, nominee)
        place = {sha256: n for n, sha256 in enumerate(order)}
        sorted_ = sorted(theirs, key=lambda a: place.get(a.sha256, len(place)))
        if sorted_ == theirs:
            return ChangeSet()
        uow.attachments.put(*(replace(a, order=n) for n, a in enumerate(sorted_, start=1)))
        session.note(uow, "attachments.ordered", {"nominee": nominee})
    return _CHANGED


def attachments_of(session: Session) -> Mapping[NomineeId, tuple[Attachment, ...]]:
    """Return the files of each nominee that has any, in their order."""
    with session.reading() as uow:
        return by_nominee(uow.attachments.all())


def attachment_bytes(session: Session, sha256: str) -> bytes:
    """Return a file's bytes. Raises RuleError (E-GONE) if this copy of the edition lacks them."""
    with session.reading() as uow:
        if sha256 not in uow.attachments.stored():
            names = [a.name for a in uow.attachments.all() if a.sha256 == sha256]
            raise RuleError(GONE, code="E-GONE", file=names[0] if names else sha256[:8])
        return b"".join(uow.attachments.pieces(sha256))


def missing_attachments(session: Session) -> tuple[Attachment, ...]:
    """Return the files whose bytes this copy of the edition lacks, after a damaged one was put back."""
    with session.reading() as uow:
        return lacking(uow)


def missing_text(lacking_: Sequence[Attachment]) -> str:
    """Return what to tell of files whose bytes are missing, in the language in use; "" if none is."""
    if not lacking_:
        return ""
    text = ngettext(
        "The content of {n} file is not in this copy: {names}. Attach it again, or put in a copy that"
        " has it.",
        "The contents of {n} files are not in this copy: {names}. Attach them again, or put in a copy that"
        " has them.",
        len(lacking_),
    )
    names = ", ".join(a.name for a in lacking_[:MOST_NAMED])
    more = "" if len(lacking_) <= MOST_NAMED else " …"
    return text.format(n=len(lacking_), names=names + more)


def without_unused(session: Session) -> Session:
    """Return a session that was just opened, without the bytes of files that were taken away before."""
    if session.database.read_only:
        return session
    with session.database.unit_of_work() as uow:
        listed = {attachment.sha256 for attachment in uow.attachments.all()}
        if not listed.issuperset(uow.attachments.stored()):
            uow.attachments.drop_unused()
            uow.commit()
    return session


# ---- within a transaction --------------------------------------------------------------------------------


def by_nominee(attachments: Iterable[Attachment]) -> dict[NomineeId, tuple[Attachment, ...]]:
    """Return attachments by whom they belong to."""
    found: dict[NomineeId, tuple[Attachment, ...]] = {}
    for attachment in attachments:
        found[attachment.nominee] = (*found.get(attachment.nominee, ()), attachment)
    return found


def lacking(uow: UnitOfWork) -> tuple[Attachment, ...]:
    """Return the attachments whose bytes are not in this database."""
    stored = uow.attachments.stored()
    return tuple(a for a in uow.attachments.all() if a.sha256 not in stored)


def keep_bytes(uow: UnitOfWork, sha256: str, pieces: Iterable[bytes]) -> None:
    """Keep a file's bytes unless they are there; whoever calls knows that they are what the hash says."""
    if sha256 in uow.attachments.stored():
        return
    count = 0
    for piece in pieces:
        uow.attachments.add_piece(sha256, count, piece)
        count += 1
    uow.attachments.finish(sha256, count)


def stored_pieces(session: Session, sha256: str) -> list[bytes]:
    """Return a file from the database, which others wait for no longer than it takes to read this one."""
    with session.reading() as uow:
        return list(uow.attachments.pieces(sha256))


def whole_pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in pieces of the size in which they are kept."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= PIECE:
            yield bytes(waiting[:PIECE])
            del waiting[:PIECE]
    if waiting:
        yield bytes(waiting)


_CHANGED: Final = ChangeSet.of(Topic.NOMINEES)


def _attachment(nominee: NomineeId, looked: LookedAt, theirs: Sequence[Attachment]) -> Attachment:
    return Attachment(
        nominee=nominee,
        sha256=looked.sha256,
        name=fit_to_travel(looked.name),
        media=looked.media,
        size=len(looked.data),
        order=1 + max((a.order for a in theirs), default=0),
    )


def _theirs(uow: UnitOfWork, nominee: NomineeId) -> list[Attachment]:
    return [a for a in uow.attachments.all() if a.nominee == nominee]


def _check_nominee(uow: UnitOfWork, nominee: NomineeId) -> None:
    if uow.nominees.find(nominee) is None:
        raise RuleError(NO_SUCH_NOMINEE, code="E-UNKNOWN")


def _check_room(uow: UnitOfWork, looked: LookedAt) -> None:
    """Raise RuleError (E-ATTACHMENTS) if a package with everything could not hold one more file."""
    sizes = {a.sha256: a.size for a in uow.attachments.all()}
    if looked.sha256 in sizes:
        return
    if len(sizes) >= MOST_FILES:
        raise RuleError(TOO_MANY, code="E-ATTACHMENTS", limit=MOST_FILES)
    if sum(sizes.values()) + len(looked.data) > MOST_IN_ALL:
        limit = MOST_IN_ALL >> 20
        raise RuleError(TOO_MUCH, code="E-ATTACHMENTS", file=looked.name, limit=limit)


def _find(uow: UnitOfWork, nominee: NomineeId, sha256: str) -> Attachment:
    found = [a for a in _theirs(uow, nominee) if a.sha256 == sha256]
    if not found:
        raise RuleError(NO_SUCH_FILE, code="E-UNKNOWN")
    return found[0]


def _note(session: Session, uow: UnitOfWork, what: str, attachment: Attachment) -> None:
    body = {"nominee": attachment.nominee, "sha256": attachment.sha256}
    session.note(uow, what, body)
