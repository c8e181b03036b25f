"""`juryapp award export|import|combine`: a whole edition as one signed file, and two copies made one."""

from __future__ import annotations

import argparse
from pathlib import Path

from juryapp.application.copies.award_files import export_award, import_award
from juryapp.application.copies.combining import (
    ADDED_NAMES,
    CombineReport,
    combine,
    preview_combine,
)
from juryapp.application.ports.awards import AwardHead, AwardKind
from juryapp.base.i18n import N_, _, ngettext
from juryapp.cli.answer import Answer, Exit, columns
from juryapp.cli.arguments import Parser, add_command, add_group
from juryapp.cli.context import Context
from juryapp.domain.merging import ChangeKind

KIND_NAMES = {AwardKind.BACKUP: N_("backup"), AwardKind.ARCHIVE: N_("archive")}
NO_KEYS = N_(
    "The keys are not on this computer yet. “juryapp keys restore” brings them, with the recovery phrase."
)
NO_PHRASE = N_(
    "The keys are not on this computer, and the file does not hold them: results and protocols can be seen"
    " here, score files cannot be read in."
)
NOTHING_NEW = N_("Everything in the other copy is here already. Nothing was changed.")


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the group and its three commands."""
    group = add_group(
        commands, "award", _("save a whole edition as one file, put one in, combine two copies")
    )
    _add_export(group)
    _add_import(group)
    _add_combine(group)


def _add_export(group: argparse._SubParsersAction[Parser]) -> None:
    parser = add_command(
        group,
        "export",
        _("save an edition as one signed file"),
        about=_(
            "A backup is for going on with, here or on another computer: it holds the edition, every\n"
            "score file as it came, and the keys, locked by the recovery phrase. An archive is for keeping:\n"
            "anybody can read it without juryapp (data.json), and it holds no keys. Neither holds private\n"
            "notes."
        ),
        examples=(
            "juryapp award export --out F:/",
            "juryapp award export --kind archive --out fjordprisen-2026.juryaward",
        ),
    )
    parser.add_argument("name", nargs="?", default="", metavar="EDITION")
    parser.add_argument(
        "--kind",
        choices=[str(kind) for kind in AwardKind],
        default=str(AwardKind.BACKUP),
        help=_("what the file is for (backup, if not said)"),
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path(),
        metavar="FILE|DIR",
        help=_("where to (here, if not said)"),
    )
    parser.set_defaults(run=run_export)


def _add_import(group: argparse._SubParsersAction[Parser]) -> None:
    parser = add_command(
        group,
        "import",
        _("put an edition in from such a file"),
        about=_(
            "Checks the signature and every part of the file, and puts the edition in; it must not be here\n"
            "already. Its log goes on in a chain of its own, so that both copies can be combined later."
        ),
        examples=("juryapp award import FJORD-2026-backup.juryaward",),
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.set_defaults(run=run_import)


def _add_combine(group: argparse._SubParsersAction[Parser]) -> None:
    parser = add_command(
        group,
        "combine",
        _("take everything from another copy of the same edition"),
        about=_(
            "For two secretaries who each took score files in: everything in the other copy (.juryaward or\n"
            ".jurydb) that is not here is added, nothing is taken away, and both logs are kept. A backup is\n"
            "made first. Copies with other criteria, weights or categories are refused.\n"
            "Exit code 0: combined; 1: combined, and something is to be decided; 2: refused."
        ),
        examples=(
            "juryapp award combine --dry-run other.juryaward",
            "juryapp award combine other.juryaward --json",
        ),
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--dry-run", action="store_true", help=_("say what would happen, change nothing")
    )
    parser.set_defaults(run=run_combine)


def run_export(context: Context) -> Answer:
    """Save an edition as one file."""
    options = context.options
    with context.edition(options.name) as session:
        saved = export_award(session, options.out, AwardKind(options.kind))
    lines = [
        _("The {kind} lies at {file}.").format(kind=_(KIND_NAMES[saved.head.kind]), file=saved.path)
    ]
    lines.append(_("SHA-256: {sha256}").format(sha256=saved.sha256))
    lines.append(_("The log stood at {head}.").format(head=saved.head.log_head.head))
    document = {"file": str(saved.path.absolute()), "sha256": saved.sha256, **_facts(saved.head)}
    return Answer(lines, document)


def run_import(context: Context) -> Answer:
    """Put an edition in; exit code 1 if its keys are not on this machine."""
    put = import_award(context.services, context.options.file)
    lines = [_("Edition {id} is here: {title}.").format(id=put.edition, title=put.head.title)]
    if not put.has_keys:
        lines.append(_(NO_KEYS) if put.has_phrase else _(NO_PHRASE))
    document = {**_facts(put.head), "keys": put.has_keys, "phrase": put.has_phrase}
    return Answer(lines, document, Exit.DONE if put.has_keys else Exit.TO_DECIDE)


def _facts(head: AwardHead) -> dict[str, object]:
    stood = head.log_head
    return {
        "edition": head.edition,
        "title": head.title,
        "kind": str(head.kind),
        "made": head.made,
        "log": {"chain": stood.chain, "entries": stood.entries, "head": stood.head},
    }


def run_combine(context: Context) -> Answer:
    """Combine, or say what combining would do."""
    options = context.options
    with context.edition() as session:
        work = preview_combine if options.dry_run else combine
        report = work(session, options.file)
    code = Exit.TO_DECIDE if report.to_decide else Exit.DONE
    document = {"dry_run": options.dry_run, **_document(report)}
    return Answer(_lines(report, dry_run=options.dry_run), document, code)


def _lines(report: CombineReport, *, dry_run: bool) -> list[str]:
    if report.is_empty:
        return [_(NOTHING_NEW)]
    lines = columns([(_(ADDED_NAMES[name]), str(n)) for name, n in report.added.items()])
    lines.append(_entries(report.entries))
    if report.conflicts:
        lines.append(_("Marks that contradict each other: {n}.").format(n=report.conflicts))
    lines += [_(found.template).format_map(found.params) for found in report.differences]
    lines.append(_("Nothing has been changed yet.") if dry_run else _("Both copies are one now."))
    return lines


def _entries(n: int) -> str:
    return ngettext("{n} new entry in the log.", "{n} new entries in the log.", n).format(n=n)


def _document(report: CombineReport) -> dict[str, object]:
    kinds = [change.kind for change in report.marks]
    return {
        "nothing_new": report.is_empty,
        "added": dict(report.added),
        "marks": {str(kind): kinds.count(kind) for kind in ChangeKind},
        "conflicts": report.conflicts,
        "differences": [
            {"code": found.code, "message": _(found.template).format_map(found.params)}
            for found in report.differences
        ],
        "log": {
            "entries": report.entries,
            "joined": [
                {"chain": h.chain, "entries": h.entries, "head": h.head} for h in report.joined
            ],
        },
    }
