"""Excel ballots for those who will not install anything: what goes into one, and what is kept of it."""

from __future__ import annotations

from pathlib import Path

from juryapp.application.ports.exchange import PackageFile
from juryapp.application.ports.workbooks import WorkbookIdentity, stamp_of
from juryapp.application.services import Services
from juryapp.base.files import sha256, write_atomically
from juryapp.domain.packages import PackageContent


def write_workbook(services: Services, content: PackageContent, path: Path) -> PackageFile:
    """Write an Excel ballot that asks what a jury package with this content asks.

    Raises:
        RuleError: The edition's keys are not on this machine (E-NO-KEYS).
        UnavailableError: It cannot be written; nothing is left.
    """
    written = services.workbook_codes.write(_identity(content))
    data = services.workbooks.write(content, written.code, stamp_of(written.sha256))
    write_atomically(path, data)
    return PackageFile(identity=written.sha256, sha256=sha256(data))


def _identity(content: PackageContent) -> WorkbookIdentity:
    return WorkbookIdentity(
        award=content.award,
        edition=content.edition,
        trial=content.trial,
        round=content.round,
        ballot=content.ballot,
        juror=content.juror,
        issue=content.issue,
        above=content.above,
        made=content.made,
        nominees=tuple(nominee.id for nominee in content.nominees),
    )
