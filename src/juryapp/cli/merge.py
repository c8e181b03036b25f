"""`juryapp merge [--dry-run] FILE…`: take score files in, in any order, twice, a damaged one among them."""

from __future__ import annotations

import argparse
from pathlib import Path

from juryapp.application.merging import (
    FILE_STATUS_NAMES,
    FileStatus,
    FileVerdict,
    MergePlan,
    merge,
    preview_merge,
)
from juryapp.application.session import Session
from juryapp.application.taking_out import missing_jurors
from juryapp.base.errors import UnavailableError
from juryapp.base.files import read_limited, sha256
from juryapp.base.i18n import _, ngettext, translated
from juryapp.cli.answer import Answer, Exit, columns, error_document
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context
from juryapp.domain.merging import ChangeKind

MAX_SCORE_FILE = 4 << 20


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    parser = add_command(commands, "merge", _("take the jurors’ score files in"))
    parser.add_argument("words", nargs="+", metavar="FILE|DIR")
    parser.add_argument(
        "--dry-run", action="store_true", help=_("say what would happen, change nothing")
    )
    parser.add_argument(
        "--all-or-nothing", action="store_true", help=_("take nothing in if a file is refused")
    )
    parser.add_argument(
        "--accept",
        action="store_true",
        help=_("also take files that were taken out, or come from a juror’s second machine"),
    )
    parser.set_defaults(run=run)


def run(context: Context) -> Answer:
    """Preview, then merge unless it is a dry run."""
    options = context.options
    name, words = context.split_edition(options.words, 1)
    paths = _files([Path(word) for word in words])
    with context.edition(name) as session:
        accepted = _hashes(paths) if options.accept else []
        plan = preview_merge(session, paths, accepted=accepted)
        if not options.dry_run:
            merge(session, plan, all_or_nothing=options.all_or_nothing)
        return _answer(session, plan, dry_run=options.dry_run)


def _files(paths: list[Path]) -> list[Path]:
    """Return the files named, and those in the folders named."""
    files: list[Path] = []
    for path in paths:
        files += sorted(path.glob("*.juryscore")) if path.is_dir() else [path]
    return files


def _hashes(paths: list[Path]) -> list[str]:
    return [sha256(read_limited(path, MAX_SCORE_FILE)) for path in paths if path.is_file()]


def _answer(session: Session, plan: MergePlan, *, dry_run: bool) -> Answer:
    with session.reading() as uow:
        rounds = uow.rounds.all()
        conflicts = len(uow.marks.current(rounds[-1].id).conflicts) if rounds else 0
    if dry_run:
        conflicts = max(conflicts, plan.count(ChangeKind.CONFLICT))
    missing = missing_jurors(session)
    document = {
        "dry_run": dry_run,
        "files": [_file(verdict) for verdict in plan.files],
        "taken": len(plan.taken),
        "refused": len(plan.refused),
        "new": plan.count(ChangeKind.NEW),
        "changed": plan.count(ChangeKind.CHANGED) + plan.count(ChangeKind.SETTLED),
        "conflicts": conflicts,
        "missing": [juror.name for juror in missing],
    }
    names = ", ".join(juror.name for juror in missing)
    lines = columns([_row(verdict) for verdict in plan.files])
    lines.append(_counts(plan, dry_run=dry_run))
    if conflicts:
        lines.append(_conflicts(conflicts))
    if names:
        lines.append(_("Still missing: {names}").format(names=names))
    return Answer(lines, document, _code(plan, conflicts))


def _code(plan: MergePlan, conflicts: int) -> Exit:
    codes = [Exit.TO_DECIDE if conflicts else Exit.DONE]
    for verdict in plan.refused:
        machine = isinstance(verdict.error, UnavailableError)
        codes.append(Exit.UNAVAILABLE if machine else Exit.REFUSED)
    if any(v.status in {FileStatus.SECOND_MACHINE, FileStatus.TAKEN_OUT} for v in plan.files):
        codes.append(Exit.TO_DECIDE)
    return max(codes)


def _counts(plan: MergePlan, *, dry_run: bool) -> str:
    new = plan.count(ChangeKind.NEW)
    changed = plan.count(ChangeKind.CHANGED) + plan.count(ChangeKind.SETTLED)
    if dry_run:
        return _(
            "Nothing has been read in yet: {n} marks are new, {m} replace older ones, none is deleted."
        ).format(n=new, m=changed)
    return _("{n} marks are new, {m} replace older ones, none is deleted.").format(n=new, m=changed)


def _conflicts(n: int) -> str:
    return ngettext(
        "{n} mark was handed in twice with different points and has to be settled.",
        "{n} marks were handed in twice with different points and have to be settled.",
        n,
    ).format(n=n)


def _row(verdict: FileVerdict) -> tuple[str, str, str]:
    told = verdict.juror.name if verdict.juror else ""
    if verdict.error is not None:
        told = translated(verdict.error)
    return (verdict.path.name, _(FILE_STATUS_NAMES[verdict.status]), told)


def _file(verdict: FileVerdict) -> dict[str, object]:
    return {
        "file": str(verdict.path),
        "status": str(verdict.status),
        "juror": verdict.juror.id if verdict.juror else None,
        "name": verdict.juror.name if verdict.juror else None,
        "sha256": verdict.opened.sha256 if verdict.opened else None,
        "complete": verdict.complete,
        "new": verdict.new,
        "changed": verdict.changed,
        "conflicts": verdict.conflicts,
        "error": error_document(verdict.error) if verdict.error else None,
    }
