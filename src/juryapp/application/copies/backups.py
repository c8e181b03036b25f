"""Backups: verified copies of an edition, and putting one back."""

from __future__ import annotations

from pathlib import Path

from juryapp.application.edition.attachments import missing_attachments, missing_text
from juryapp.application.edition.editions import open_edition
from juryapp.application.ports import UnitOfWork
from juryapp.application.services import Services
from juryapp.application.session import SECRETARY, Session
from juryapp.base.canonical import canonical_bytes
from juryapp.base.files import make_folder
from juryapp.domain.ids import EditionId
from juryapp.domain.log import next_entry
from juryapp.domain.log_copies import RESTORED, restored_body


def back_up(session: Session, target: Path) -> Path:
    """Write a verified copy of the edition to `target` (a file, or a folder) and return where it lies.

    Raises:
        UnavailableError: It cannot be written; nothing half-written is left.
    """
    folder_meant = target.is_dir() or not target.suffix
    path = target / f"{session.edition().id}.jurydb" if folder_meant else target
    make_folder(path.parent)
    session.database.backup(path)
    return path


def restore(services: Services, backup: Path) -> EditionId:
    """Check a backup and put it in as an edition, with a chain of its own in the log.

    Raises:
        FileFormatError: It is damaged, foreign or newer; nothing was stored.
        RuleError: The edition is here already.
    """
    return services.store.restore(backup, prepare=lambda uow: go_on_by_itself(services, uow))


def missing_after(services: Services, edition: EditionId) -> str:
    """Return what to tell of files whose bytes an edition that was just put in lacks; "" if none is."""
    session = open_edition(services, edition, read_only=True)
    try:
        return missing_text(missing_attachments(session))
    finally:
        session.close()


def go_on_by_itself(services: Services, uow: UnitOfWork, *, actor: str = SECRETARY) -> None:
    """Let a copy write a chain of its own, so that it can be told from what it was copied from.

    If both were to go on with one chain, there would be two entries with the same number.
    """
    journal = uow.journal
    before = journal.last()
    chain, root = journal.chain(), journal.root()
    head = before.hash if before else root
    own = services.ids.new_id()
    journal.begin(own, root)
    journal.append(
        next_entry(
            None,
            chain=own,
            root=root,
            at=services.now(),
            actor=actor,
            what=RESTORED,
            body=canonical_bytes(restored_body(chain, head)).decode(),
        )
    )
