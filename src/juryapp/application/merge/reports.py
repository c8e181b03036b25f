"""Earlier merges, read years later: what became of each file, with the names that the ids have now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from juryapp.application.merge.records import outcome_in
from juryapp.application.ports import MergeRecord, UnitOfWork
from juryapp.application.session import Session
from juryapp.base.errors import RuleError, UsageError
from juryapp.base.files import make_folder, sha256, write_atomically
from juryapp.base.i18n import LANGUAGES, N_
from juryapp.domain.ids import JurorId
from juryapp.domain.merge_report import HeldLine, MergeFileLine, MergeLine, MergeReportContent

NO_MERGE = N_("There is no report on merge {n}.")
TAMPERED = N_(
    "The report on merge {n} was changed in the edition’s file. Put back a backup of the edition."
)


@dataclass(frozen=True, slots=True)
class SavedReport:
    """A report that lies on the disk now."""

    path: Path
    sha256: str


def merge_lines(uow: UnitOfWork) -> list[MergeLine]:
    """Return what each merge did, in the order made. Raises RuleError (E-CHANGED)."""
    names = {juror.id: juror.name for juror in uow.jurors.all()}
    return [_line(record, names) for record in uow.merges.all()]


def held_lines(uow: UnitOfWork) -> list[HeldLine]:
    """Return the files that are laid aside."""
    names = {juror.id: juror.name for juror in uow.jurors.all()}
    return [
        HeldLine(
            juror=names.get(file.juror, file.juror), sha256=file.sha256, received=file.received
        )
        for file in uow.files.held()
    ]


def earlier_merges(session: Session) -> list[MergeLine]:
    """Return what each merge did, the newest first. Raises RuleError (E-CHANGED)."""
    with session.reading() as uow:
        return merge_lines(uow)[::-1]


def _line(record: MergeRecord, names: Mapping[JurorId, str]) -> MergeLine:
    try:
        outcome = outcome_in(record)
    except (ValueError, KeyError, TypeError) as error:
        raise RuleError(TAMPERED, code="E-CHANGED", n=record.n) from error
    return MergeLine(
        n=record.n,
        at=record.at,
        by=record.by,
        files=tuple(
            MergeFileLine(
                file=file.name,
                sha256=file.sha256,
                juror=names.get(JurorId(file.juror), file.juror),
                status=file.status,
                code=file.code,
                complete=file.complete,
                new=file.new,
                changed=file.changed,
                conflicts=file.conflicts,
                origin=file.origin,
            )
            for file in outcome.files
        ),
        new=outcome.new,
        changed=outcome.changed,
        conflicts=outcome.conflicts,
        missing=tuple(names.get(JurorId(juror), juror) for juror in outcome.missing),
    )


def merge_report(session: Session, n: int = 0) -> MergeReportContent:
    """Return the report on a merge, by its number; on the newest for 0.

    Raises:
        UsageError: There is none (E-UNKNOWN).
    """
    with session.reading() as uow:
        edition = uow.edition()
        lines = merge_lines(uow)
    found = lines[-1] if lines and not n else next((line for line in lines if line.n == n), None)
    if found is None:
        raise UsageError(NO_MERGE, code="E-UNKNOWN", n=n)
    return MergeReportContent(
        award=edition.award_name,
        owner=edition.owner,
        title=edition.title,
        year=edition.year,
        trial=edition.trial,
        merge=found,
    )


def render_report(session: Session, n: int = 0, *, language: str = "") -> bytes:
    """Return the report on a merge as PDF, in the edition's first language unless another is named."""
    content = merge_report(session, n)
    chosen = language if language in LANGUAGES else session.edition().languages[0]
    return session.services.printer.render_merge(content, chosen)


def save_report(session: Session, target: Path, n: int = 0, *, language: str = "") -> SavedReport:
    """Write the report on a merge to `target`. Raises UnavailableError; the old file is untouched then."""
    pdf = render_report(session, n, language=language)
    make_folder(target.parent)
    write_atomically(target, pdf)
    return SavedReport(target, sha256(pdf))
