"""`juryapp merge [--dry-run] FILE…`: take score files in, in any order, twice, a damaged one among them."""

from __future__ import annotations

import argparse
from contextlib import suppress
from pathlib import Path

from juryapp.application.impartiality.ruling import impartiality_rows
from juryapp.application.merge.merging import (
    ALL_OR_NOTHING,
    FILE_STATUS_NAMES,
    FileStatus,
    FileVerdict,
    MergePlan,
    merge,
    preview_held,
    preview_merge,
)
from juryapp.application.merge.opening import is_handed_in, size_limit
from juryapp.application.merge.plan import WAITING as WAITING_FOR_A_YES
from juryapp.application.merge.plan import Notice
from juryapp.application.merge.receipts import write_receipts
from juryapp.application.merge.taking_out import missing_jurors
from juryapp.application.session import Session
from juryapp.base.errors import FileFormatError, UnavailableError, UsageError, UserError
from juryapp.base.files import read_limited, sha256
from juryapp.base.i18n import N_, _, ngettext, translated
from juryapp.base.instants import format_instant
from juryapp.cli import merge_decisions, merge_inbox
from juryapp.cli.answer import Answer, Exit, columns, error_document, exit_code
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.context import Context
from juryapp.cli.receipts import receipt_documents, receipt_lines
from juryapp.domain.impartiality import Standing
from juryapp.domain.jury import Juror
from juryapp.domain.merging import ChangeKind
from juryapp.domain.packages import Origin

PENDING = N_(
    "Questions of impartiality that the panel has to decide: {n}. “juryapp declare” lists them."
)
WAITING = N_("Files that wait for a yes: {n}. If they are right, merge them again with --accept.")
NAME_FILES = N_("Name the score files, or say --inbox, --held, --take-out or --put-back instead.")
NO_FILES = N_("There is no score file in the folder “{folder}”. Look in another folder.")


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "merge",
        _("take the jurors’ score files in"),
        about=_(
            "Files come in any order, twice, with an old one among them: the result is the same. A folder\n"
            "stands for the .juryscore files and Excel ballots in it. Each file is taken in whole or\n"
            "refused; a refused one does not keep the others out.\n"
            "Exit code 0: taken in; 1: something is to be decided (a conflict, a question of impartiality,\n"
            "a file that waits for a yes); 2: a file was refused."
        ),
        examples=(
            "juryapp merge --dry-run scores",
            "juryapp merge scores --receipts receipts",
            "juryapp merge a.juryscore b.juryscore --all-or-nothing --json",
        ),
    )
    _add_options(parser)
    merge_inbox.add_options(parser)
    merge_decisions.add_options(parser)
    parser.set_defaults(run=run)


def _add_options(parser: Parser) -> None:
    parser.add_argument("words", nargs="*", metavar="FILE|DIR")
    parser.add_argument(
        "--dry-run", action="store_true", help=_("say what would happen, change nothing")
    )
    parser.add_argument(
        "--all-or-nothing", action="store_true", help=_("take nothing in if a file is refused")
    )
    parser.add_argument(
        "--accept",
        "--yes",
        action="store_true",
        help=_(
            "also take files that were taken out, come from a juror’s second machine, or are not"
            " signed where the juror has signed before"
        ),
    )
    parser.add_argument(
        "--receipts",
        type=Path,
        metavar="DIR",
        help=_("write the receipts for the jurors there afterwards"),
    )


def run(context: Context) -> Answer:
    """Preview, then merge unless it is a dry run."""
    options = context.options
    needs_files = not (options.held or options.inbox or merge_decisions.decides(options))
    name, words = context.split_edition(options.words, 1 if needs_files else 0)
    if bool(words) != needs_files:
        raise UsageError(NAME_FILES, code="E-USAGE")
    with context.edition(name) as session:
        paths = _files(session, [Path(word) for word in words])
        if merge_decisions.decides(options):
            return merge_decisions.decided(session, options)
        inbox = None
        if options.inbox:
            inbox, paths = merge_inbox.looked(session, options.inbox)
            if not paths:
                return merge_inbox.nothing_new(inbox)
        return merge_inbox.with_inbox(_merged(session, paths, options), inbox)


def _merged(session: Session, paths: list[Path], options: argparse.Namespace) -> Answer:
    plan = _preview(session, paths, options)
    held_back = options.all_or_nothing and bool(plan.refused)
    if options.dry_run or held_back:
        return _answer(session, plan, dry_run=options.dry_run, held_back=held_back)
    with session.reading() as uow:
        before = len(uow.merges.all())
    merge(session, plan)
    answer = _answer(session, plan, dry_run=False, held_back=False)
    answer = merge_inbox.with_report(session, answer, options.report, before)
    return _with_receipts(session, answer, options.receipts) if options.receipts else answer


def _with_receipts(session: Session, answer: Answer, folder: Path) -> Answer:
    """Write the receipts and tell of them too."""
    written, _changes = write_receipts(session, folder)
    document = {**answer.document, "receipts": receipt_documents(written)}
    return Answer([*answer.lines, *receipt_lines(written)], document, answer.code)


def _preview(session: Session, paths: list[Path], options: argparse.Namespace) -> MergePlan:
    if options.held:
        with session.reading() as uow:
            known = [file.sha256 for file in uow.files.held()]
        return preview_held(session, accepted=known if options.accept else [])
    return preview_merge(session, paths, accepted=_hashes(paths) if options.accept else [])


def _files(session: Session, paths: list[Path]) -> list[Path]:
    """Return the files named, and the score files and Excel ballots in the folders named."""
    services = session.services
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            found = sorted(p for p in path.iterdir() if is_handed_in(services, p))
            if not found:
                raise UsageError(NO_FILES, code="E-NOT-FOUND", folder=str(path))
            files += found
        else:
            files.append(path)
    return files


def _hashes(paths: list[Path]) -> list[str]:
    hashes = []
    for path in paths:
        with suppress(FileFormatError, UnavailableError):  # the merge itself will say what is wrong
            hashes.append(sha256(read_limited(path, size_limit(path))))
    return hashes


def _answer(session: Session, plan: MergePlan, *, dry_run: bool, held_back: bool) -> Answer:
    conflicts = _conflicts(session, plan, dry_run=dry_run)
    missing = [juror.name for juror in _missing(session, plan)]
    pending = _pending(session)
    code = max(_code(plan, conflicts), Exit.TO_DECIDE if pending else Exit.DONE)
    document: dict[str, object] = {
        "dry_run": dry_run,
        "files": [_file(verdict) for verdict in plan.files],
        "taken": 0 if held_back else len(plan.taken),
        "refused": len(plan.refused),
        "held": 0 if held_back else len(plan.held),
        "waiting": _waiting(plan),
        "new": 0 if held_back else plan.count(ChangeKind.NEW),
        "changed": 0 if held_back else _replaced(plan),
        "conflicts": conflicts,
        "impartiality_to_decide": pending,
        "missing": missing,
    }
    if code >= Exit.REFUSED:
        document["error"] = error_document(_worst(plan))
    lines = _file_lines(plan)
    if held_back:
        lines.append(_(ALL_OR_NOTHING).format(n=len(plan.refused)))
    else:
        lines += [_counts(plan, dry_run=dry_run), *_declared(plan)]
    if conflicts:
        lines.append(_conflict_line(conflicts))
    if pending:
        lines.append(_(PENDING).format(n=pending))
    if plan.held and not held_back:
        lines.append(_held_line(len(plan.held)))
    if _waiting(plan):
        lines.append(_(WAITING).format(n=_waiting(plan)))
    if missing:
        lines.append(_("Still missing: {names}").format(names=", ".join(missing)))
    return Answer(lines, document, code)


def _file_lines(plan: MergePlan) -> list[str]:
    """Return a line for each file, and one for each word that is worth saying about it."""
    notices = [
        f"{verdict.path.name}: {_told(notice)}"
        for verdict in plan.files
        for notice in verdict.notices
    ]
    return [*columns([_row(verdict) for verdict in plan.files]), *notices]


def _conflicts(session: Session, plan: MergePlan, *, dry_run: bool) -> int:
    with session.reading() as uow:
        rounds = uow.rounds.all()
        conflicts = len(uow.marks.current(rounds[-1].id).conflicts) if rounds else 0
    return max(conflicts, plan.count(ChangeKind.CONFLICT)) if dry_run else conflicts


def _pending(session: Session) -> int:
    return sum(row.standing is Standing.PENDING for row in impartiality_rows(session))


def _replaced(plan: MergePlan) -> int:
    return plan.count(ChangeKind.CHANGED) + plan.count(ChangeKind.SETTLED)


def _missing(session: Session, plan: MergePlan) -> list[Juror]:
    """Return who has not handed in; in a dry run, who would not have."""
    coming = {v.juror.id for v in plan.taken if v.complete and v.juror and v.opened}
    return [juror for juror in missing_jurors(session) if juror.id not in coming]


def _worst(plan: MergePlan) -> UserError:
    """Return the error that the exit code comes from."""
    errors = [verdict.error for verdict in plan.refused if verdict.error is not None]
    return max(errors, key=exit_code)


def _code(plan: MergePlan, conflicts: int) -> Exit:
    codes = [Exit.TO_DECIDE if conflicts else Exit.DONE]
    codes += [exit_code(v.error) if v.error else Exit.REFUSED for v in plan.refused]
    if _waiting(plan) or plan.held:
        codes.append(Exit.TO_DECIDE)
    return max(codes)


def _waiting(plan: MergePlan) -> int:
    """Return how many files wait for somebody's yes."""
    return sum(verdict.status in WAITING_FOR_A_YES for verdict in plan.files)


def _counts(plan: MergePlan, *, dry_run: bool) -> str:
    new, changed = plan.count(ChangeKind.NEW), _replaced(plan)
    if dry_run:
        return _(
            "Nothing has been read in yet: {n} marks are new, {m} replace older ones, none is deleted."
        ).format(n=new, m=changed)
    return _("{n} marks are new, {m} replace older ones, none is deleted.").format(n=new, m=changed)


def _declared(plan: MergePlan) -> list[str]:
    """Return how many answers about impartiality are new, if any."""
    n = len(plan.declarations)
    told = ngettext("{n} answer about impartiality", "{n} answers about impartiality", n)
    return [told.format(n=n) + "."] if n else []


def _held_line(n: int) -> str:
    return ngettext(
        "{n} file came after the round was closed. It is laid aside and counts for nothing.",
        "{n} files came after the round was closed. They are laid aside and count for nothing.",
        n,
    ).format(n=n)


def _conflict_line(n: int) -> str:
    return ngettext(
        "{n} mark was handed in twice with different points and has to be settled.",
        "{n} marks were handed in twice with different points and have to be settled.",
        n,
    ).format(n=n)


def _row(verdict: FileVerdict) -> tuple[str, str, str]:
    told = verdict.juror.name if verdict.juror else ""
    if verdict.error is not None:
        told = translated(verdict.error)
    return (verdict.path.name, _status(verdict), told)


def _origin(verdict: FileVerdict) -> str | None:
    """Return how a file came about, for scripts: own, workbook, paper."""
    opened = verdict.opened
    if opened is None:
        return None
    return str(Origin.OWN if opened.is_signed else opened.content.origin)


def _status(verdict: FileVerdict) -> str:
    if verdict.status is FileStatus.ALREADY and verdict.received:
        return _("Taken in on {when}").format(when=format_instant(verdict.received))
    return _(FILE_STATUS_NAMES[verdict.status])


def _told(notice: Notice) -> str:
    return _(notice.template).format_map(notice.params)


def _file(verdict: FileVerdict) -> dict[str, object]:
    return {
        "file": str(verdict.path),
        "status": str(verdict.status),
        "juror": verdict.juror.id if verdict.juror else None,
        "name": verdict.juror.name if verdict.juror else None,
        "sha256": verdict.opened.sha256 if verdict.opened else None,
        "complete": verdict.complete,
        "origin": _origin(verdict),
        "received": verdict.received or None,
        "declarations": len(verdict.opened.content.declarations) if verdict.opened else 0,
        "new": verdict.new,
        "changed": verdict.changed,
        "conflicts": verdict.conflicts,
        "warnings": [{"code": notice.code, "message": _told(notice)} for notice in verdict.notices],
        "error": error_document(verdict.error) if verdict.error else None,
    }
