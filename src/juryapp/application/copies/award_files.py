"""A whole edition as one signed file: saved as a backup or an archive, and put in on another machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from juryapp.application.copies.backups import go_on_by_itself
from juryapp.application.edition.attachments import keep_bytes, stored_pieces, whole_pieces
from juryapp.application.edition.contents import read_contents
from juryapp.application.ports import UnitOfWork
from juryapp.application.ports.awards import (
    AwardContent,
    AwardHead,
    AwardKind,
    Bytes,
    ChainHead,
    OpenedAward,
)
from juryapp.application.ports.contents import EditionContents
from juryapp.application.ports.exchange import Pieces
from juryapp.application.progress import UNWATCHED, Progress
from juryapp.application.services import Services
from juryapp.application.session import READ_ONLY, Session
from juryapp.base.errors import FileFormatError, RuleError, UnavailableError
from juryapp.base.files import make_folder
from juryapp.base.i18n import N_
from juryapp.domain.ids import EditionId
from juryapp.domain.log import chain_root
from juryapp.domain.packages import Anchor, AnchorKind

SUFFIX: Final = ".juryaward"
NO_KEYS: Final = N_(
    "The keys of this edition are not on this computer, so the file could not be signed."
    " Carry the keys over with the recovery phrase, or save a plain copy of the edition."
)
CONTRADICTS: Final = N_(
    "The file contradicts itself: what is signed on its outside is not the edition inside ({what})."
    " Use another copy of it."
)
IS_HERE: Final = N_(
    "The edition “{edition}” is here already. If the file is another copy of it, combine both copies instead"
    " of putting it in."
)
AN_ARCHIVE: Final = N_(
    "The file is an archive, which lacks what open work needs. Save a backup file of the other copy, and"
    " combine with that."
)
OTHER_KEY: Final = N_(
    "The file is signed with a key that is not this edition’s. Somebody else has made it; use a file that"
    " the secretariat itself saved."
)

_ANCHORS: Final = {AwardKind.BACKUP: AnchorKind.BACKUP, AwardKind.ARCHIVE: AnchorKind.ARCHIVE}


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedAward:
    """A file that was saved: where it lies, its sha256, and what its manifest says."""

    path: Path
    sha256: str
    head: AwardHead


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedAward:
    """An edition that was put in from a file."""

    edition: EditionId
    head: AwardHead
    has_keys: bool  # whether the edition's private keys are on this machine
    has_phrase: bool  # whether the recovery phrase can bring them


def award_file_name(edition: EditionId, kind: AwardKind) -> str:
    """Return the name of a file of a whole edition: FJORD-2026-backup.juryaward."""
    return f"{edition}-{kind}{SUFFIX}"


def export_award(
    session: Session, target: Path, kind: AwardKind, progress: Progress = UNWATCHED
) -> SavedAward:
    """Save the edition as one signed file, and keep where the log stood as an anchor.

    Args:
        session: The secretariat's edition.
        target: A file, or a folder.
        kind: To go on with elsewhere, or to be kept and read by anybody.
        progress: Told as it goes on.

    Raises:
        RuleError: The edition's keys are not on this machine (E-NO-KEYS).
        UnavailableError: It cannot be written, or the edition was opened for reading only (the log must
            remember where it stood); nothing is left behind.
    """
    if session.database.read_only:
        raise UnavailableError(READ_ONLY, code="E-READ-ONLY")
    services, edition = session.services, session.edition()
    keys = services.keys.award_keys(edition.id)
    if keys is None:
        raise RuleError(NO_KEYS, code="E-NO-KEYS")
    path = target / award_file_name(edition.id, kind) if _is_folder(target) else target
    make_folder(path.parent)
    for_all = kind is AwardKind.ARCHIVE
    snapshot = services.store.snapshot(session.database, for_all=for_all, light=True)
    with snapshot as (database, copy):
        contents = read_contents(copy)
        head = _head_of(services, contents, kind, keys.sign)
        content = _content(copy, contents, head, database, _attached(session, contents))
        sha256 = services.awards.write(path, content, progress)
    _keep_anchor(session, head, sha256)
    return SavedAward(path=path, sha256=sha256, head=head)


def _is_folder(target: Path) -> bool:
    return target.is_dir() or not target.suffix


def _head_of(
    services: Services, contents: EditionContents, kind: AwardKind, award_key: str
) -> AwardHead:
    edition = contents.edition
    return AwardHead(
        kind=kind,
        award=edition.award,
        award_name=edition.award_name,
        edition=edition.id,
        title=edition.title,
        year=edition.year,
        trial=edition.trial,
        made=services.now(),
        app_version=services.version,
        award_key=award_key,
        chain=contents.own_chain,
        heads=tuple(ChainHead(c.id, len(c.entries), c.head) for c in contents.chains),
    )


def _content(
    copy: UnitOfWork,
    contents: EditionContents,
    head: AwardHead,
    database: Path,
    attachments: Mapping[str, Pieces],
) -> AwardContent:
    taken: dict[str, Bytes] = {
        f.sha256: partial(copy.files.sealed, f.sha256) for f in contents.files
    }
    held = {f.sha256: partial(copy.files.held_bytes, f.sha256) for f in contents.held}
    opened: dict[str, Bytes] = {}
    if head.kind is AwardKind.ARCHIVE:
        opened = {f.sha256: partial(copy.files.opened, f.sha256) for f in contents.files}
    papers = {record.pdf_sha256 for record in contents.protocols}
    return AwardContent(
        head=head,
        contents=contents,
        database=database,
        wrapped_keys=copy.wrapped_keys(),
        received={**held, **taken},
        opened=opened,
        protocols={sha256: partial(copy.protocol_pdf, sha256) for sha256 in papers},
        attachments=attachments,
    )


def _attached(session: Session, contents: EditionContents) -> dict[str, Pieces]:
    """Return the files that the edition has, to be read one by one when they are written."""
    with session.reading() as uow:
        stored = uow.attachments.stored()
    listed = {attachment.sha256 for attachment in contents.attachments}
    return {sha256: partial(stored_pieces, session, sha256) for sha256 in listed & stored}


def _keep_anchor(session: Session, head: AwardHead, sha256: str) -> None:
    anchor = Anchor(kind=_ANCHORS[head.kind], named=sha256, head=head.log_head.head, at=head.made)
    with session.writing() as uow:
        uow.put_anchor(anchor)


# ---- putting in ------------------------------------------------------------------------------------------


def import_award(services: Services, path: Path, progress: Progress = UNWATCHED) -> ImportedAward:
    """Put in an edition from a backup or archive; its log goes on with a chain of its own.

    Everything is checked first: the signature, the hash of every part, the database as when a backup is put
    back, and that both say the same. Where the edition's private keys are not on this machine it opens all
    the same; what needs them says so (E-NO-KEYS).

    Raises:
        FileFormatError: It is refused, with a code; nothing was stored.
        RuleError: The edition is here already (E-EXISTS).
    """
    with services.awards.read(path, progress) as award:

        def prepare(uow: UnitOfWork) -> None:
            check_agrees(uow, award, path.name)
            for sha256, pieces in award.attachments.items():
                keep_bytes(uow, sha256, whole_pieces(pieces()))
            go_on_by_itself(services, uow)

        try:
            edition = services.store.restore(path, unpack=award.unpack, prepare=prepare)
        except RuleError as error:
            if error.code != "E-EXISTS":
                raise
            raise RuleError(IS_HERE, code=error.code, edition=award.head.edition) from error
    return ImportedAward(
        edition=edition,
        head=award.head,
        has_keys=services.keys.award_keys(edition) is not None,
        has_phrase=bool(award.wrapped_keys),
    )


@dataclass(frozen=True, slots=True)
class CopyInside:
    """What is in a copy of an edition; readable as long as it is given."""

    uow: UnitOfWork
    attachments: Mapping[str, Pieces]  # those whose bytes it has


@contextmanager
def copy_in(services: Services, path: Path, progress: Progress = UNWATCHED) -> Iterator[CopyInside]:
    """Give what is in a copy of an edition (.juryaward or .jurydb), checked, to look at.

    Raises:
        FileFormatError: It is refused, with a code.
        RuleError: It is an archive, which lacks what the work needs (E-COMBINE-ARCHIVE).
    """
    if path.suffix.lower() != SUFFIX:
        with services.store.examine(path) as uow:
            pieces = uow.attachments.pieces
            yield CopyInside(uow, {s: partial(pieces, s) for s in uow.attachments.stored()})
        return
    with services.awards.read(path, progress) as award:
        if award.head.kind is AwardKind.ARCHIVE:
            raise RuleError(AN_ARCHIVE, code="E-COMBINE-ARCHIVE")
        with services.store.examine(path, unpack=award.unpack) as uow:
            check_agrees(uow, award, path.name)
            yield CopyInside(uow, award.attachments)


def check_agrees(uow: UnitOfWork, award: OpenedAward, name: str) -> None:
    """Raise FileFormatError unless the database in a file is the one that its manifest speaks of."""
    edition, journal, head = uow.edition(), uow.journal, award.head
    if chain_root(edition, head.award_key) != journal.root():
        raise FileFormatError(OTHER_KEY, code="E-SIG", file=name)
    said = (head.edition, head.award, head.trial, head.chain, sorted(head.heads))
    heads = [_head(uow, chain, root) for chain, root in journal.chains()]
    found = (edition.id, edition.award, edition.trial, journal.chain(), sorted(heads))
    for what, one, other in zip(_NAMES, said, found, strict=True):
        if one != other:
            raise FileFormatError(CONTRADICTS, code="E-AWARD-DIFFERS", file=name, what=what)
    listed = {attachment.sha256 for attachment in uow.attachments.all()}
    if not listed.issuperset(award.attachments):
        raise FileFormatError(CONTRADICTS, code="E-AWARD-DIFFERS", file=name, what="att")
    if uow.wrapped_keys() != award.wrapped_keys:
        raise FileFormatError(CONTRADICTS, code="E-AWARD-DIFFERS", file=name, what="keys.json")


_NAMES: Final = ("edition", "award", "trial", "chain", "heads")  # as in the manifest


def _head(uow: UnitOfWork, chain: str, root: str) -> ChainHead:
    entries = uow.journal.entries(chain)
    return ChainHead(chain, len(entries), entries[-1].hash if entries else root)
