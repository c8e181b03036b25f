"""Backups: verified copies of an edition, and putting one back."""

from __future__ import annotations

from pathlib import Path

from juryapp.application.services import Services
from juryapp.application.session import Session
from juryapp.base.files import make_folder
from juryapp.domain.ids import EditionId


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
    """Check a backup and put it in as an edition.

    Raises:
        FileFormatError: It is damaged, foreign or newer; nothing was stored.
        RuleError: The edition is here already.
    """
    return services.store.restore(backup)
