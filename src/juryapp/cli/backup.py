"""`juryapp backup` and `juryapp restore FILE`."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from juryapp.application.copies.award_files import SUFFIX
from juryapp.application.copies.backups import back_up, restore
from juryapp.application.edition.attachments import missing_attachments, missing_text
from juryapp.base.i18n import _
from juryapp.cli.answer import Answer, Exit
from juryapp.cli.arguments import Parser, add_command
from juryapp.cli.award import run_import
from juryapp.cli.context import Context


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the two commands."""
    backup = add_command(
        commands,
        "backup",
        _("write a verified copy of an edition"),
        about=_(
            "The copy holds everything, also the files of the nominees. The backups that juryapp makes by\n"
            "itself keep those once for all, in a folder beside them: carry that folder along."
        ),
    )
    backup.add_argument("words", nargs="*", metavar="FILE|DIR")
    backup.add_argument("--out", type=Path, metavar="FILE|DIR", help=_("where to"))
    backup.set_defaults(run=run_backup)
    back = add_command(
        commands,
        "restore",
        _("check a backup and put it in as an edition"),
        about=_(
            "Exit code 1: it is in, and the content of files of the nominees did not come along."
        ),
    )
    back.add_argument("file", type=Path, metavar="FILE")
    back.set_defaults(run=run_restore)


def run_backup(context: Context) -> Answer:
    """Write a backup."""
    name, words = context.split_edition(context.options.words)
    target = context.options.out or Path(words[0] if words else ".")
    with context.edition(name) as session:
        path = back_up(session, target)
        edition = session.edition().id
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    line = _("The backup lies at {file}.").format(file=path)
    return Answer([line], {"edition": edition, "file": str(path.absolute()), "sha256": digest})


def run_restore(context: Context) -> Answer:
    """Put a backup in; a signed file of a whole edition goes its own way."""
    if context.options.file.suffix.lower() == SUFFIX:
        return run_import(context)
    edition = restore(context.services, context.options.file)
    line = _("Edition {id} is here again.").format(id=edition)
    with context.edition(edition, looking=True) as session:
        missing = missing_attachments(session)
    lines = [line, *filter(None, [missing_text(missing)])]
    names = [{"name": a.name, "nominee": a.nominee, "sha256": a.sha256} for a in missing]
    code = Exit.TO_DECIDE if missing else Exit.DONE
    return Answer(lines, {"edition": edition, "missing": names}, code)
